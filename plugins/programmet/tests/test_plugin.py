"""What the plugin brings is what the sources say, and holds the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kvalitet_core import Journal
from kvalitet_core.domain.programme import Programme
from kvalitet_core.testing import PluginContract
from kvalitet_core.values import Money
from kvalitet_programmet import PLUGIN
from kvalitet_programmet.catalogue import facts
from kvalitet_programmet.examples import ANNA
from kvalitet_programmet.sources import PROGRAMME


class TestContract(PluginContract):
    """Everything that every plugin must hold."""

    plugin = PLUGIN


@pytest.fixture
def programme() -> Iterator[Programme]:
    """The programme after its catalogue was loaded, twice."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in (*facts(), *facts()):
            journal.do(command, by=ANNA)
        found = journal.get(Programme, PROGRAMME)
        assert found is not None
        yield found


def test_the_programme_has_its_names_its_days_and_its_authorities(
    programme: Programme,
) -> None:
    """2019-2022, by Socialstyrelsen, which got another name when it was over."""
    assert programme.established.title == "Styrket kvalitet i socialpsykiatrien"
    assert programme.established.also_called == (
        "En styrket indsats i kvaliteten i socialpsykiatrien",
    )
    assert "satspuljeaftalen" in programme.established.agreement.lower()
    assert str(programme.period) == "from 2019-01-01 until 2023-01-01"
    held = [programme.authority.on(date(year, 12, 31)) for year in (2022, 2023)]
    assert held == ["Socialstyrelsen", "Social- og Boligstyrelsen"]
    assert len(programme.established.target_groups) == 4


def test_each_track_has_three_sub_initiatives(programme: Programme) -> None:
    """1 to 3 in the first, 4 to 6 in the second; one ends a year earlier."""
    found = [part.stated.newest for part in programme.sub_initiatives]
    stated = [each for each in found if each is not None]

    assert [(each.number, each.track) for each in stated] == [
        *((number, 1) for number in (1, 2, 3)),
        *((number, 2) for number in (4, 5, 6)),
    ]
    assert [each.ends for each in stated if each.number != 5] == [date(2023, 1, 1)] * 5
    assert stated[4].ends == date(2022, 1, 1)
    assert [track.text.newest for track in programme.tracks] == [
        "En strategisk udvikling og omlægning samt styrkelse af viden og kompetencer",
        "Kvalitet og udvikling på de største ydelsesområder",
    ]


def test_the_goals_are_the_programmes_own_letter_by_letter(
    programme: Programme,
) -> None:
    """Five, shared by all six."""
    assert [goal.text.newest for goal in programme.goals] == [
        "Bedre trivsel, sundhed og mestring blandt borgerne",
        "Flere borgere er aktive deltagere i lokalsamfundets almene fællesskaber",
        (
            "Større tilfredshed med indsatsen blandt borgerne samt deres familie og "
            "netværk"
        ),
        "Flere borgere i socialpsykiatrien får behov for mindre indgribende indsatser",
        "Flere borgere kommer i uddannelse og i beskæftigelse",
    ]


def test_three_budgets_are_known_and_four_are_not(programme: Programme) -> None:
    """8.8 and 13 mio. kr. for the partnership, 3.3 for guidelines and networks."""
    found = {
        (part.number, str(budget.post)): budget.stated.newest
        for part in programme.sub_initiatives
        for budget in part.budgets
    }

    amounts = {key: said and said.amount for key, said in found.items()}
    assert amounts == {
        (1, "projekt"): Money(oere=880_000_000),
        (1, "social_investeringspulje"): Money(oere=1_300_000_000),
        **{(number, "projekt"): None for number in (2, 3, 4, 5)},
        (6, "projekt"): Money(oere=330_000_000),
    }


def test_every_page_has_headings_of_the_template_and_no_person(
    programme: Programme,
) -> None:
    """Ten headings; who is contact is told elsewhere, sealed."""
    assert len(programme.established.headings) == 10
    for part in programme.sub_initiatives:
        page = part.page.newest
        if page is not None:
            headings = [section.heading for section in page.sections]
            assert set(headings) <= set(programme.established.headings)
            assert not {"Kontakt", "Senest opdateret"} & set(headings)
            in_order = sorted(headings, key=programme.established.headings.index)
            assert headings == in_order
