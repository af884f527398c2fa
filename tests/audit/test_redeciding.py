"""Deciding again: what was recorded holds, or is named where it does not."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copytree

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.golden import history
from tests.golden.play import BEGUN, PROGRAMME, play
from tests.journal import course

from kvalitet_core import Actor, Journal, Plugin
from kvalitet_core.audit import Deployments, Redecided, Verdict, redecide
from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import region
from kvalitet_core.errors import Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import RegionCode

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)
DAY = date(2020, 1, 1)
CODES = ("1081", "1082", "1083")
KNOWN = {
    ("0.3.0.dev1", "case.migrate/1"): "a migration tells anew all that is due since",
}
"""Where a later version decides otherwise on purpose, and why."""


@pytest.fixture(scope="module")
def played_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal in which every command of the core occurs, with a programme."""
    place = tmp_path_factory.mktemp("played") / "played.db"
    clock = GivenClock(BEGUN)
    with Journal.open(place, plugins=(PROGRAMME,), clock=clock) as journal:
        play(journal, clock)
    return place


@pytest.fixture
def played(played_once: Path, tmp_path: Path) -> Path:
    """That journal and its keys, as one's own."""
    copytree(played_once.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / played_once.name


def told(place: Path, *plugins: Plugin) -> list[Redecided]:
    """Everything that did not come to the same, with these plugins."""
    with Journal.open(place, plugins=plugins, read_only=True) as journal:
        return [each for each in redecide(journal) if each.verdict != Verdict.SAME]


@given(
    asked=st.lists(
        st.tuples(
            st.sampled_from(CODES),
            st.sampled_from(("Region Nord", "Region Syd", "Region Øst")),
            st.dates(date(2018, 1, 1), date(2022, 1, 1)),
            st.sampled_from((region.Register, region.Rename, region.Close)),
        ),
        max_size=20,
    )
)
def test_what_today_s_code_wrote_it_gives_again(
    asked: list[tuple[str, str, date, type]],
) -> None:
    """Issue 8: no drift in any journal made by today's code, refusals among it."""
    with Journal.open("memory:", plugins=()) as journal:
        for code, name, day, kind in asked:
            fields = {"code": RegionCode(code), "effective_from": day}
            if kind is not region.Close:
                fields["name"] = name
            try:
                journal.do(kind(**fields), by=ANNA)
            except Refused:
                continue

        found = list(redecide(journal))

    assert {each.verdict for each in found} <= {Verdict.SAME}
    assert len(found) == len(asked)


@pytest.mark.parametrize("folder", history.folders(), ids=lambda folder: folder.name)
def test_every_golden_history_is_decided_as_it_was(
    folder: Path, tmp_path: Path
) -> None:
    """Captured histories are decided again by every later version."""
    place = tmp_path / "golden.db"
    with history.opened(folder, place, plugins=(PROGRAMME,)) as journal:
        found = list(redecide(journal))

    others = {
        (folder.name, each.commit.record.name)
        for each in found
        if each.verdict != Verdict.SAME
    }
    assert found
    assert others == {known for known in KNOWN if known[0] == folder.name}


def test_every_command_of_the_core_is_decided_as_it_was(played: Path) -> None:
    """With people, one of whom was forgotten, with refusals, with cases and timers."""
    assert told(played, PROGRAMME) == []


def test_what_needs_an_absent_plugin_is_not_checked(played: Path) -> None:
    """Never fine, and never drift: what it was decided by is not there."""
    found = told(played)

    assert {each.verdict for each in found} == {Verdict.NOT_CHECKED}
    assert {each.why for each in found} == {"plugin opdigtet is not installed"}
    assert "case.decide/1" in {each.commit.record.name for each in found}


def test_a_command_of_an_unknown_name_is_not_checked(tmp_path: Path) -> None:
    """A plugin's own commands can be listed without it, and not decided."""
    place = tmp_path / "j.db"
    with Journal.open(place, plugins=(course.PLUGIN,)) as journal:
        journal.do(course.Found(), by=ANNA)

    (found,) = told(place)

    assert found.verdict is Verdict.NOT_CHECKED
    assert found.why is not None
    assert "no installed plugin knows the command" in found.why


def test_a_changed_rule_is_drift_and_is_named(played: Path) -> None:
    """Which finding differs stands in the drift; the deployments say which rule did."""
    stricter = Rule(
        "opdigtet.laengde",
        1,
        Fact("svar.maaneder", int, da="længden", en="the length") <= 1,
        PROGRAMME.rules[0].hjemmel,
        "Højst 1 måned",
    )
    changed = attrs.evolve(PROGRAMME, rules=(stricter, *PROGRAMME.rules[1:]))

    found = told(played, changed)

    assert {each.verdict for each in found} == {Verdict.DRIFT}
    assessed = next(
        each for each in found if each.commit.record.name == "application.assess/1"
    )
    paths = {each.path for each in assessed.differences}
    assert "application.assessed/1.findings[0].truth" in paths
    with Journal.open(played, plugins=(changed,), read_only=True) as journal:
        digest = assessed.commit.record.deployment
        parts = {each.name for each in Deployments(journal).changes(digest)}
    assert parts == {"definition opdigtet.laengde/1"}


def altered(place: Path, stream: StreamId, version: int, was: str, now: str) -> None:
    """Change the bytes of a row behind the journal's back."""
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TRIGGER stored_events_are_not_changed")
        connection.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), ?, ?)"
            " AS BLOB) WHERE originator_id = ? AND originator_version = ?",
            (was, now, stream, version),
        )


def test_an_altered_outcome_is_found_first_and_what_read_it_is_named(
    tmp_path: Path,
) -> None:
    """Issue 8: an altered journal is found at the first command it was altered at."""
    place = tmp_path / "j.db"
    stream = StreamId("region/1081")
    with Journal.open(place, plugins=()) as journal:
        for command in (
            region.Register(
                code=RegionCode("1081"), name="Region Nord", effective_from=DAY
            ),
            region.Register(
                code=RegionCode("1082"), name="Region Midt", effective_from=DAY
            ),
            region.Rename(
                code=RegionCode("1081"), name="Region Nørre", effective_from=DAY
            ),
        ):
            journal.do(command, by=ANNA)
    altered(place, stream, 1, "Region Nord", "Region Nørre")

    first, second = told(place)

    assert first.commit.record.name == "region.register/1"
    (difference,) = first.differences
    assert difference.path == "region.registered/1.name"
    assert (difference.recorded, difference.again) == ("Region Nørre", "Region Nord")
    assert first.reads_from == ()
    assert second.commit.record.name == "region.rename/1"
    assert second.reads_from == (first.commit.recorded.position,)


def test_code_that_fails_now_is_drift(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that can no longer be asked gives no answer, whatever is wrong with it."""
    place = tmp_path / "j.db"
    command = region.Register(code=RegionCode("1081"), name="Nord", effective_from=DAY)
    with Journal.open(place, plugins=()) as journal:
        journal.do(command, by=ANNA)

    def fails(*_: object) -> None:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr(region.Register, "decide", fails)
    (found,) = told(place)

    assert found.verdict is Verdict.DRIFT
    (difference,) = found.differences
    assert difference.again == "fails: ZeroDivisionError: made up"


def test_a_decision_that_reads_more_now_sees_what_was_there_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it did not read then it reads as of that time, never as of today."""
    place = tmp_path / "j.db"
    nord = region.Register(code=RegionCode("1081"), name="Nord", effective_from=DAY)
    midt = region.Register(code=RegionCode("1082"), name="Midt", effective_from=DAY)
    with Journal.open(place, plugins=()) as journal:
        journal.do(nord, by=ANNA)
        journal.do(midt, by=ANNA)
    was, seen = region.Register.decide, []

    def looks(self: region.Register, state: object, context: object) -> object:
        other = "1082" if self.code == "1081" else "1081"
        stream = StreamId(f"region/{other}")
        seen.append(context.get(region.Region, stream) is not None)  # type: ignore[attr-defined]
        return was(self, state, context)  # type: ignore[arg-type]

    monkeypatch.setattr(region.Register, "decide", looks)
    first, second = told(place)

    assert seen == [False, True]
    assert [each.path for each in first.differences] == ["reads.region/1082"]
    assert [each.path for each in second.differences] == ["reads.region/1081"]


def test_nothing_that_is_sealed_is_opened(played: Path) -> None:
    """Without the keys everything is decided all the same."""
    for beside in (f"{played}.key", f"{played}.keys"):
        Path(beside).unlink()

    assert told(played, PROGRAMME) == []


def test_only_what_is_wanted_is_decided(played: Path) -> None:
    """The others are read all the same, so what is decided sees their events."""
    with Journal.open(played, plugins=(PROGRAMME,), read_only=True) as journal:
        middle = journal.head() // 2
        found = Counter(
            each.verdict
            for each in redecide(
                journal,
                after=middle,
                wanted=lambda commit: commit.record.name.startswith("grant."),
            )
        )

    assert found[Verdict.SAME] > 10
    assert found.keys() == {Verdict.SAME}
