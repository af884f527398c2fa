"""The whole programme, as the command line's demo plays it with every plugin there."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kvalitet_core import Journal
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.domain.case import Case
from kvalitet_core.domain.grant import Grant
from kvalitet_core.domain.network import Network
from kvalitet_core.domain.publication import Publication
from kvalitet_core.domain.survey_response import SurveyResponse
from kvalitet_core.ids import StreamId
from kvalitet_core.values import COPENHAGEN, ISBN, Money
from kvalitet_programmet.reactions import NETWORKS

pytest.importorskip("kvalitet_cli")
from click.testing import CliRunner

from kvalitet_cli.main import cli
from kvalitet_cli.story import PERSONAL_VALUES
from kvalitet_cli.story.indsatsteam import WISHES
from kvalitet_cli.story.ledelse import REFLECTION
from kvalitet_cli.story.partnerskab import HOPE
from kvalitet_cli.story.playing import PLUGINS

ALLOWED = {"KVALITET_PLUGINS": ",".join(PLUGINS)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo in a folder of its own, and what it tells."""
    place = tmp_path_factory.mktemp("demo") / "demo.db"
    asked = ["demo", "--journal", str(place)]
    result = CliRunner(env=ALLOWED).invoke(cli, asked, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return place, result.stdout


@pytest.fixture(scope="module")
def journal(told: tuple[Path, str]) -> Iterator[Journal]:
    """Its journal, to be read."""
    with Journal.open(told[0], read_only=True) as opened:
        yield opened


def test_every_part_of_the_programme_is_told(told: tuple[Path, str]) -> None:
    """From 2019 to what came out in 2023, and nothing is left out."""
    story = told[1]

    assert "Left out" not in story
    for year in range(2019, 2024):
        assert f"\n{year}\n" in story
    for chapter in (
        "Programmet",
        "Partnerskab",
        "Kompetenceudvikling",
        "Indsatsteam",
        "Faglige pejlemærker",
        "Indsatskatalog",
        "Faglig ledelse",
    ):
        assert f"  {chapter}\n" in story


def test_it_is_told_in_danish_too(told: tuple[Path, str], tmp_path: Path) -> None:
    """The same scenes at the same times, and what to try next, for a caseworker."""
    asked = ["demo", "--journal", str(tmp_path / "demo.db")]
    danish = CliRunner(env={**ALLOWED, "LC_ALL": "da_DK.UTF-8"}).invoke(cli, asked)

    scene = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d  .+$", re.MULTILINE)
    assert danish.exit_code == 0, danish.stderr
    assert scene.findall(danish.stdout) == scene.findall(told[1])
    assert "a-17 beder om længden, som mangler." in danish.stdout
    assert "a-17 asks for the length that is missing." in told[1]
    assert "# hvem der gjorde hvad ved Lærkehøj" in danish.stdout
    assert "Refused" not in danish.stdout


def test_what_it_says_to_try_of_the_partners_can_be_tried(
    told: tuple[Path, str],
) -> None:
    """A grant's postings, which come to nothing together, and a survey's results."""
    lines = told[1].partition("Try next:")[2].splitlines()
    steps = [shlex.split(line)[1:] for line in lines if "partnerskab-" in line]

    printed = [CliRunner(env=ALLOWED).invoke(cli, step) for step in steps]

    assert [step[:2] for step in steps] == [
        ["grant", "postings"],
        ["survey", "results"],
    ]
    assert [result.exit_code for result in printed] == [0, 0]
    assert "20.000,00 kr." in printed[0].stdout
    assert "9 answers of 12 invited" in printed[1].stdout
    assert "numbers are withheld (below 5)" in printed[1].stderr


def test_it_says_of_answers_what_the_record_keeps(
    told: tuple[Path, str], journal: Journal
) -> None:
    """They stand in clear under an id that names nobody; own words would be sealed."""
    given = [state for _, state in journal.states(SurveyResponse)]

    assert len(given) == 9
    assert all(each.answers and not each.sealed for each in given)
    assert "each under an id that does not say who it is" in " ".join(told[1].split())


def test_reading_its_cases_evaluates_nothing(
    told: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every case type: what a condition found stands in the events, to be read."""

    def never(*_: object, **__: object) -> None:
        message = "a rule was asked while folding"
        raise AssertionError(message)

    kinds: list[type] = [Condition]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if "evaluate" in vars(kind):
            monkeypatch.setattr(kind, "evaluate", never)

    with Journal.open(told[0], read_only=True) as opened:
        read = {state.definition for _, state in opened.states(Case)}
        installed = {
            each.code
            for name in PLUGINS
            for each in opened.registry.definitions(Definition, of=name)
        }

    assert len(installed) > 4
    assert read == installed


def test_its_days_are_the_programmes_own(journal: Journal) -> None:
    """The call, its deadline, the selection, the first meeting, the publications."""
    days = {
        (recorded.stream, recorded.name): recorded.recorded_at.astimezone(COPENHAGEN)
        for recorded in journal.events()
        if not recorded.stream.startswith("command/")
    }

    def day(stream: str, name: str) -> date:
        return days[StreamId(stream), f"{name}/1"].date()

    round_ = "round/partnerskab-2019-09"
    assert day(round_, "round.announced") == date(2019, 7, 3)
    selection = "partnerskab-selection/partnerskab-2019-09"
    assert day(selection, "partnerskab-selection.published") == date(2019, 12, 19)
    steering = "network/partnerskab-styregruppe"
    assert day(steering, "network.meeting_held") == date(2020, 1, 7)
    guidelines = "publication/faglig-ledelse"
    assert day(guidelines, "publication.published") == date(2021, 1, 20)
    material = "publication/kompetence-inspiration"
    assert day(material, "publication.published") == date(2020, 10, 20)


def test_four_are_partners_and_fourteen_of_eighteen_join(journal: Journal) -> None:
    """22 applied; the four are the real ones."""
    names = Counter(recorded.name for recorded in journal.events())
    partners = {
        recorded.stream.partition("/")[2]
        for recorded in journal.events(names=["partnerskab-partnership.begun/1"])
    }
    reference = journal.get(Network, "network/partnerskab-reference")

    assert names["partnerskab-selection.entered/1"] == 22
    assert names["partnerskab-selection.reference_offered/1"] == 18
    assert partners == {"0657", "0730", "0265", "0230"}
    assert reference is not None
    assert len(reference.members) == 14


def test_every_bad_input_is_refused_and_kept(journal: Journal) -> None:
    """One of each that the programme's parts can be given."""
    codes = {
        reason.code for commit in journal.commits() for reason in commit.record.reasons
    }

    assert codes >= {
        "case.finding_false",
        "case.four_eyes",
        "course_run.attendance",
        "course_run.cancelled",
        "course_run.deadline",
        "course_run.target_group",
        "course_run.twice",
        "grant.beyond_frame",
        "grant.not_acknowledged",
        "indicator.superseded",
        "network.admission",
        "network.not_a_member",
        "partnerskab-partnership.principle_missing",
        "partnerskab-selection.full",
        "publication.not_published",
        "survey_response.wave_closed",
        "tilbud.municipality_unknown",
    }


def test_the_grants_come_to_the_pool_and_to_nothing_left(journal: Journal) -> None:
    """13 million were shared; each grant is closed."""
    grants = [state for _, state in journal.states(Grant)]

    assert len(grants) == 4
    total = sum((each.committed for each in grants), start=Money(oere=0))
    assert total == Money(oere=1_300_000_000)
    assert all(each.closed is not None for each in grants)


def test_the_networks_were_told_of_what_came_out(journal: Journal) -> None:
    """Each of the three, of each publication, once: asked itself, it says so."""
    told = {key: journal.get(Network, stream) for key, stream in NETWORKS.items()}
    published = [
        stream
        for stream, state in journal.states(Publication)
        if any(edition.published is not None for edition in state.editions)
    ]

    for network in told.values():
        assert network is not None
        assert Counter(each.of.publication for each in network.informed) == Counter(
            published
        )


def test_books_have_the_isbn_that_they_have(journal: Journal) -> None:
    """Five in all; the others have none that is known."""
    isbns = {
        recorded.event.isbn
        for recorded in journal.events(names=["publication.published/1"])
    }

    assert isbns - {None} == {
        ISBN("978-87-94059-18-3"),
        ISBN("978-87-94059-28-2"),
        ISBN("978-87-94371-47-6"),
        ISBN("978-87-94371-50-6"),
        ISBN("978-87-94371-78-0"),
    }


def test_nobody_made_up_stands_in_clear(told: tuple[Path, str]) -> None:
    """Nor what anybody wrote."""
    secrets = (*PERSONAL_VALUES, *WISHES, REFLECTION, HOPE)

    for path in told[0].parent.iterdir():
        content = path.read_bytes()
        assert not [each for each in secrets if each.encode() in content]


@pytest.mark.slow
def test_it_can_be_played_many_times_over(tmp_path: Path) -> None:
    """Each time with others, and in the same proportions."""
    place = tmp_path / "large.db"
    asked = ["demo", "--journal", str(place), "--scale", "12000", "--seed", "7"]

    result = CliRunner(env=ALLOWED).invoke(cli, asked, catch_exceptions=False)

    assert result.exit_code == 0, result.output
    with Journal.open(place, read_only=True) as journal:
        names = Counter(recorded.name for recorded in journal.events())
        assert journal.simulated
        assert abs(journal.head() - 12_000) < 1_500
    times = names["partnerskab-selection.published/1"]
    assert times > 3
    for name, count in {
        "partnerskab-partnership.begun/1": 4,
        "network.established/1": 4,
        "grant.closed/1": 4,
        "application.decided/1": 26,
        "course_run.certificate_issued/1": 3,
    }.items():
        assert names[name] == times * count
