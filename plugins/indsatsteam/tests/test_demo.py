"""The demo of the command line, with this plugin installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kvalitet_indsatsteam.rules import RULES

pytest.importorskip("kvalitet_cli")
from click.testing import CliRunner

from kvalitet_cli.main import cli
from kvalitet_cli.story_rounds import WISHES


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo in a folder of its own."""
    place = tmp_path_factory.mktemp("demo") / "demo.db"
    result = CliRunner().invoke(cli, ["demo", "--journal", str(place)])
    assert result.exit_code == 0, result.output
    return place


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


def test_what_applicants_wrote_stands_in_no_file_in_clear(demo: Path) -> None:
    """Nor who is to be asked about it."""
    for path in demo.parent.iterdir():
        content = path.read_bytes()
        for text in (*WISHES, "Birk Bregnerod"):
            assert text.encode() not in content


def _applications(demo: Path) -> list[str]:
    streams = asked(demo, "streams", "application")["streams"]
    return [each["stream"] for each in streams]


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
