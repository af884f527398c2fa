"""Seven principles of professional leadership, in one publication with its ISBN."""

from __future__ import annotations

from datetime import date

import pytest

from kvalitet_core import Actor, Journal
from kvalitet_core.domain.publication import Draft, Publication
from kvalitet_core.errors import Malformed, Refused
from kvalitet_ledelse import PLUGIN
from kvalitet_ledelse.guidelines import (
    BEGIN,
    DRAFT,
    GUIDELINES,
    GUIDELINES_ISBN,
    PARTS,
    PRINCIPLES,
    cite,
    drafting,
    publishing,
)
from kvalitet_ledelse.sources import BUDGET, SUPPLIER
from ledelse_situation import codes, trying

BO = Actor(id="b-02", role="fagchef", organisation="19174883", authority="Opdigtet")
DAY = date(2021, 1, 20)
"""A made-up day in January 2021: no source tells it."""


def test_the_seven_principles_have_their_names() -> None:
    """Letter by letter, and in their order."""
    assert [each.title for each in PRINCIPLES] == [
        "Samarbejde med borgeren",
        "Tydelig faglig retning",
        "Nærværende ledelse",
        "Faglig refleksion",
        "Ledelsesinformation som fagligt værktøj",
        "Samarbejde om recovery",
        "Recovery-orienterede kompetencer",
    ]


def test_each_principle_is_described_by_four_things() -> None:
    """Knowledge, dilemmas and pitfalls, questions, and advice to the leader."""
    for principle in PRINCIPLES:
        own = [each.title for each in PARTS if each.under == principle.code]
        assert own == [
            "Baggrundsviden",
            "Dilemmaer og faldgruber",
            "Afklarende spørgsmål",
            "Råd til lederen",
        ]


def test_the_guidelines_are_published_with_their_isbn() -> None:
    """By one who may approve, on the day that is given."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in (*drafting(), *publishing(on=DAY)):
            journal.do(command, by=BO)
        known = journal.get(Publication, GUIDELINES)

    assert known is not None
    edition = known.edition(1)
    assert edition is not None
    assert edition.isbn == GUIDELINES_ISBN == "978-87-94059-28-2"
    assert edition.published == DAY
    assert edition.parts == PARTS


def test_a_draft_without_all_seven_is_not_approved() -> None:
    """Which titles are expected is told, with the source."""
    few = Draft(
        publication=GUIDELINES,
        version=1,
        title=DRAFT.title,
        parts=PARTS[:-5],
        effective_from=DRAFT.effective_from,
    )
    approve, _ = publishing(on=DAY)
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        for command in (BEGIN, few):
            journal.do(command, by=BO)
        with pytest.raises(Refused) as refused:
            journal.do(approve, by=BO)

    assert {reason.code for reason in refused.value.reasons} == {
        "publication.composition"
    }


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2021, 2, 1)])
def test_they_were_published_in_january_2021(day: date) -> None:
    """The month is known, and the day is not."""
    with pytest.raises(Malformed, match="January 2021"):
        publishing(on=day)


def test_a_principle_is_cited_by_its_number() -> None:
    """And by the version that it stands in."""
    assert str(cite(3)) == "publication/faglig-ledelse version 1, p3"
    for number in (0, 8):
        with pytest.raises(Malformed, match="1 to 7"):
            cite(number)


def test_the_partner_and_the_money_are_as_the_sources_say() -> None:
    """Implement Consulting Group; 3.3 mio. kr."""
    assert SUPPLIER == "Implement Consulting Group"
    assert str(BUDGET) == "3.300.000,00 kr."


def test_what_is_not_begun_is_not_drafted() -> None:
    """The catalogue's commands are in their order."""
    assert codes(trying(DRAFT)) == ["publication.unknown"]
    assert drafting()[0] == BEGIN
