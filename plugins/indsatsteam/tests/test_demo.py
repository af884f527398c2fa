"""The demo of the command line, with this plugin installed."""

from __future__ import annotations

import json
import shlex
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kvalitet_core import Journal
from kvalitet_core.domain import case
from kvalitet_core.journal.clock import GivenClock
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.rules import RULES

pytest.importorskip("kvalitet_cli")
from click.testing import CliRunner

from kvalitet_cli.main import cli
from kvalitet_cli.story import BEGINNING, Chance, Play, Stage
from kvalitet_cli.story.indsatsteam import WISHES


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo in a folder of its own, and what it tells."""
    place = tmp_path_factory.mktemp("demo") / "demo.db"
    asked = ["demo", "--journal", str(place)]
    result = CliRunner(env={"KVALITET_PLUGINS": "indsatsteam"}).invoke(cli, asked)
    assert result.exit_code == 0, result.output
    return place, result.stdout


@pytest.fixture(scope="module")
def demo(told: tuple[Path, str]) -> Path:
    """A demo in a folder of its own."""
    return told[0]


def asked(demo: Path, *words: str) -> Any:
    """What a reading command says of the demo, as JSON."""
    command = [*words, "--journal", str(demo), "--format", "json"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_demo_plays_both_rounds(demo: Path) -> None:
    """The real ones, and applications in each."""
    streams = [each["stream"] for each in asked(demo, "streams")["streams"]]

    rounds = [stream for stream in streams if stream.startswith("round/")]
    assert rounds == ["round/indsatsteam-2020-11", "round/indsatsteam-2021-08"]
    assert sum(stream.startswith("application/") for stream in streams) == 5


def test_applications_come_to_every_kind_of_end(demo: Path) -> None:
    """On time, late, of a wrong kind, withdrawn, supplemented, corrected, decided."""
    ends = []
    for stream in _applications(demo):
        state = asked(demo, "show", stream)["states"][0]["state"]
        unmet = {item["rule"] for item in state["findings"] if item["truth"] != "true"}
        outcomes = [item["outcome"] for item in state["decisions"]]
        ends.append((sorted(unmet), outcomes))

    assert sorted(ends) == [
        ([], []),
        ([], ["imoedekommet"]),
        ([], ["imoedekommet"]),
        (["indsatsteam.driftsform"], ["afslag"]),
        (["indsatsteam.rettidig"], ["afslag"]),
    ]
    commits = asked(demo, "log", "--limit", "0")["commits"]
    names = {event["name"] for commit in commits for event in commit["events"]}
    for name in ("supplemented", "corrected", "withdrawn", "information_requested"):
        assert f"application.{name}/1" in names


def test_a_finding_names_its_law_and_who_set_its_facts(demo: Path) -> None:
    """Each input stands with an event that is on record."""
    commits = asked(demo, "log", "--limit", "0")["commits"]
    events = {event["event_id"] for commit in commits for event in commit["events"]}
    (first, *_) = _applications(demo)

    findings = asked(demo, "show", first)["states"][0]["state"]["findings"]

    assert [each["rule"] for each in findings] == [rule.code for rule in RULES]
    for each in findings:
        assert each["hjemmel"]["paragraph"]
        assert each["inputs"]
        assert {given["set_by"] for given in each["inputs"]} <= events


def test_each_application_has_a_case_that_comes_to_an_end_of_its_own(
    demo: Path,
) -> None:
    """One runs from application to close; others are refused, withdrawn, begun."""
    ends = [
        (state["version"], state["closed"], [each["outcome"] for each in decided])
        for state in map(partial(_state, demo), _streams(demo, "case"))
        for decided in [state["decisions"]]
    ]

    assert sorted(ends, key=str) == [
        ("2020-11", "refused", ["afslag"]),
        ("2020-11", "refused", ["afslag"]),
        ("2021-08", "completed", ["imoedekommet"]),
        ("2021-08", "regretted", []),
        ("2021-08", None, ["imoedekommet"]),
    ]


def test_the_cases_are_suspended_extended_late_and_moved(demo: Path) -> None:
    """Each of them happens, and stands in the record."""
    commits = asked(demo, "log", "--limit", "0")["commits"]
    names = {event["name"] for commit in commits for event in commit["events"]}
    codes = [reason["code"] for commit in commits for reason in commit["reasons"]]

    for name in ("suspended", "resumed", "extended", "deadline_passed", "migrated"):
        assert f"case.{name}/1" in names
    assert "case.four_eyes" in codes


def test_cases_are_opened_where_nothing_follows_commits() -> None:
    """As on a server, where a runner of its own would do so later."""
    clock = GivenClock(BEGINNING)
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock, views=False) as journal:
        play = Play(Stage(journal, clock, Chance(b"a test")))
        told = list(play.played(lambda _, __: None))
        assert play.cases is not None
        state = journal.get(case.Case, play.cases.course)

    assert {each.chapter for each in told} == {"Registeret", "Indsatsteam"}
    assert state is not None
    assert (state.version, state.closed) == ("2021-08", "completed")


def test_what_the_demo_says_to_try_of_cases_can_be_tried(
    told: tuple[Path, str],
) -> None:
    """The application, its timeline, why one was refused, and why not yet."""
    lines = told[1].partition("Try next:")[2].splitlines()
    steps = [shlex.split(line)[1:] for line in lines if "indsatsteam" in line]

    printed = [CliRunner().invoke(cli, step) for step in steps]

    assert [step[0] for step in steps] == ["show", "case", "why", "why-not"]
    for result in printed:
        assert result.exit_code == 0, result.output
    why = printed[2].stdout
    assert "Rule indsatsteam.rettidig/1, Indsatsteamets opslag for runden" in why
    assert "application.submitted/1 by a-17 as sagsbehandler" in why


def test_what_applicants_wrote_stands_in_no_file_in_clear(demo: Path) -> None:
    """Nor who is to be asked about it."""
    for path in demo.parent.iterdir():
        content = path.read_bytes()
        for text in (*WISHES, "Birk Bregnerod"):
            assert text.encode() not in content


def _applications(demo: Path) -> list[str]:
    return _streams(demo, "application")


def _streams(demo: Path, kind: str) -> list[str]:
    return [each["stream"] for each in asked(demo, "streams", kind)["streams"]]


def _state(demo: Path, stream: str) -> Any:
    return asked(demo, "show", stream)["states"][0]["state"]


def test_what_a_rule_found_reads_as_a_sentence(demo: Path) -> None:
    """The rule in words, the answer, the law, and each fact with who set it."""
    (first, *_) = _applications(demo)
    command = ["show", first, "--journal", str(demo)]

    shown = CliRunner().invoke(cli, command).stdout

    told = " ".join(shown.split())
    assert "indsatsteam.rettidig/1 true rule The application was received" in told
    assert "runde.ansoegningsfrist 2020-11-27 (set by " in told
    setter = told.partition("runde.ansoegningsfrist 2020-11-27 (set by ")[2][:36]
    (event,) = asked(demo, "history", setter)["events"]
    assert event["name"] == "round.announced/1"
