"""`kvalitet whatif`: what would have followed if something had been otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.gardening import Gardening
from tests.cli.running import run_here

from kvalitet_cli import reformed_text, supposed_text

NAMED = re.compile(r"\{\w+\}")
Run = Callable[..., Result]
Look = Callable[..., Any]


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo with the programme that is applied for."""
    place = tmp_path_factory.mktemp("applied") / "demo.db"
    told = run_here("demo", "--journal", place, KVALITET_PLUGINS="indsatsteam")
    assert told.exit_code == 0, told.stderr
    return place


@pytest.fixture
def renamed(look: Look) -> str:
    """The demo's tilbud that was renamed, and whose name was then corrected."""
    events = look("log", "--event", "tilbud.renamed", "--limit", "1")["commits"]
    return str(events[0]["targets"][0])


def test_without_the_correction_the_wrong_name_stands(look: Look, renamed: str) -> None:
    """The state that is supposed is the one before it, and the rest is as it was."""
    told = look("whatif", renamed, "--drop", "5")["supposed"]

    command, stream = told
    (corrected,) = look("diff", renamed, "4..5")["differences"]
    (place,) = corrected["differences"]
    assert (command["fate"], command["command"]) == ("dropped", "tilbud.rename/1")
    assert stream["differences"] == [
        {
            "path": place["path"],
            "recorded": place["after"],
            "again": place["before"],
            "about": [],
        }
    ]


def test_an_event_is_named_by_its_id_too(look: Look, renamed: str) -> None:
    """The same command is left out."""
    by_version = look("whatif", renamed, "--drop", "5")
    event = look("history", renamed)["events"][4]["event_id"]

    assert look("whatif", renamed, "--drop", event) == by_version


def test_what_a_reaction_answered_to_was_never_asked(gardening: Gardening) -> None:
    """Without the dill, nobody sows parsley after it."""
    gardening.sow("north", "dill")
    gardening.run("run", "--once")

    told = gardening.run("whatif", "garden/north", "--drop", "1", "--format", "json")

    assert told.exit_code == 0, told.stderr
    fates = [each.get("fate") for each in json.loads(told.stdout)["supposed"]]
    assert fates == ["dropped", "never_asked", None]


def test_the_journal_is_the_same_afterwards(run: Run, demo: Path, renamed: str) -> None:
    """Not a byte of it is written."""
    before = demo.read_bytes()

    told = run("whatif", renamed, "--drop", "1", "--journal", demo)

    assert told.exit_code == 0, told.stderr
    assert "decided again" in told.stderr
    assert demo.read_bytes() == before


def test_a_field_is_supposed_otherwise(look: Look, renamed: str) -> None:
    """By the version that told it; what is read from that is named."""
    told = look("whatif", renamed, "--set", "5.name=Bofællesskabet Mosevand")

    command, stream = told["supposed"]
    assert (command["fate"], command["held"]) == ("supposed", False)
    paths = [each["path"] for each in command["differences"]]
    assert paths == ["command.name", "tilbud.renamed/1.name"]
    (place,) = stream["differences"]
    assert place["again"] == "Bofællesskabet Mosevand"


def test_what_was_so_is_the_same_history(
    look: Look, run: Run, demo: Path, renamed: str
) -> None:
    """Nothing is otherwise where a field is supposed to be what it was."""
    event = look("history", renamed)["events"][4]
    name = event["fields"]["name"] if "fields" in event else event["event"]["name"]

    told = run("whatif", renamed, "--set", f"5.name={name}", "--journal", demo)

    assert (told.exit_code, told.stdout) == (0, "")
    assert "decided again: 1; came to something else: 0" in told.stderr


def test_a_command_is_supposed_at_another_time(look: Look, renamed: str) -> None:
    """The newest of the stream, where no event is named; a Danish date will do."""
    newest, named = (
        look("whatif", renamed, "--at", at)["supposed"]
        for at in ("11-03-2020", "5=2020-03-11")
    )

    assert newest[0]["command"] != "tilbud.rename/1" or newest == named
    assert named[0]["differences"][0]["path"] == "now"
    assert named[0]["differences"][0]["again"].startswith("2020-03-10T23:00:00")


def test_a_choice_is_held_and_what_it_is_about_is_named(
    applied: Path, run: Run
) -> None:
    """The deadline of a round: findings change, and what people chose does not."""
    told = run(
        "whatif",
        "round/indsatsteam-2020-11",
        *("--set", "deadline=2020-12-04", "--format", "json", "--journal", applied),
        KVALITET_PLUGINS="indsatsteam",
    )

    items = json.loads(told.stdout)["supposed"]
    decided = [each for each in items if each.get("command") == "case.decide/1"]
    assert decided
    assert all(each["held"] for each in decided)
    about = {
        matter
        for each in items
        if each["role"] == "stream"
        for place in each["differences"]
        for matter in place["about"]
    }
    assert about == {"decision", "deadline"}


def test_it_is_told_in_danish(applied: Path, run: Run) -> None:
    """What people chose is held fixed, and is said to be."""
    told = run(
        "whatif",
        "round/indsatsteam-2020-11",
        *("--set", "deadline=2020-12-04", "--lang", "da", "--journal", applied),
        KVALITET_PLUGINS="indsatsteam",
    )

    assert told.exit_code == 0, told.stderr
    assert "giver noget andet" in told.stdout
    assert "a-22 valgte det, og det holdes fast" in told.stdout
    assert "frist" in told.stdout
    assert "en antagelse, ingen afgørelse" in told.stderr


def test_every_sentence_is_there_in_both_languages() -> None:
    """A missing text is no text at all, and what is named in both is the same."""
    for table in (reformed_text._SENTENCES, supposed_text._SENTENCES):
        for danish, english in table.values():
            assert danish.strip()
            assert english.strip()
            assert set(NAMED.findall(danish)) == set(NAMED.findall(english))


def test_what_a_reaction_would_ask_for_is_told(gardening: Gardening) -> None:
    """It is told, and not done: nobody has sown it."""
    gardening.sow("north", "mint")
    gardening.run("run", "--once")

    told = gardening.run("whatif", "garden/north", "--set", "1.what=dill")

    assert told.exit_code == 0, told.stderr
    assert "would be asked for now; it is not done" in told.stdout
    assert "garden.follow answers to garden.sown/1" in told.stdout


def test_without_its_plugin_a_stream_cannot_be_looked_at(gardening: Gardening) -> None:
    """Exit code 3: that nothing follows could not be known."""
    gardening.sow("north", "mint")

    told = gardening.run("whatif", "garden/north", "--drop", "1", KVALITET_PLUGINS="")

    assert (told.exit_code, told.stdout) == (3, "")
    assert "plugin" in told.stderr


def test_it_can_be_interrupted(
    run: Run, demo: Path, renamed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 130, and nothing is printed."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kvalitet_cli.commands.whatif.whatif", interrupted)

    told = run("whatif", renamed, "--drop", "5", "--journal", demo)

    assert (told.exit_code, told.stdout) == (130, "")


def test_a_stream_that_would_not_be_there_is_said_to_be_gone(
    look: Look, run: Run, demo: Path, renamed: str
) -> None:
    """As text in a word; for programs with every field that it had."""
    (*_, stream) = look("whatif", renamed, "--drop", "1")["supposed"]

    told = run("whatif", renamed, "--drop", "1", "--journal", demo)

    assert stream["change"] == "gone"
    assert "name" in {each["path"] for each in stream["differences"]}
    assert told.stdout.splitlines()[-1].endswith("would not be there")


def test_persons_are_masked(run: Run, demo: Path, renamed: str) -> None:
    """What is supposed of a stream says no more than the stream."""
    told = run("whatif", renamed, "--drop", "1", "--format", "json", "--journal", demo)

    assert "Bregnerod" not in told.stdout
    assert '"personal": "masked"' in told.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("region/1081",), "say what had been otherwise"),
        (("region/1081", "--drop", "99"), "the newest is"),
        (("region/1081", "--drop", "0"), "expected a version from 1 on"),
        (("region/1081", "--drop", "x"), "unknown event 'x'"),
        (("region/9999", "--drop", "1"), "unknown stream"),
        (
            ("region/1081", "--drop", "region/1082@1"),
            "expected an event of region/1081",
        ),
        (("region/1081", "--set", "nothing"), "expected [EVENT.]FIELD=VALUE"),
        (("region/1081", "--set", "nam=Nord"), "did you mean name?"),
        (("region/1081", "--set", "1.nam=Nord"), "did you mean name?"),
        (
            ("region/1081", "--set", "1.effective_from=soon"),
            "supposed region.register/1: $.effective_from",
        ),
        (
            ("region/1081", "--set", "name=A", "--set", "1.name=B"),
            "name is supposed twice",
        ),
        (("region/1081", "--set", "1.name=A", "--drop", "1"), "suppose one of them"),
        (("region/1081", "--at", "1999-01-01"), "after the journal began"),
        (("region/1081", "--at", "2999-01-01"), "the journal has come to"),
        (("region/1081", "--at", "yesterday"), "expected a date or an instant"),
        (("region/1081", "--at", "99=2020-01-01"), "the newest is"),
    ],
)
def test_what_cannot_be_left_out_is_told(
    run: Run, demo: Path, args: tuple[str, ...], said: str
) -> None:
    """A supposition that the history does not have is no supposition."""
    told = run("whatif", *args, "--journal", demo)

    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr
