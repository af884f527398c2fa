"""Reading: the same answer in every form, nothing changed, persons masked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from kvalitet_cli.instants import local
from kvalitet_cli.layout import safe
from kvalitet_cli.story.people import BIRK, SIGNE
from kvalitet_core import Journal
from kvalitet_core.plain import Plain

READING = ("log", "history", "show", "streams")


def _arguments(name: str, stream: str) -> list[str]:
    return [name, stream] if name in ("history", "show") else [name]


def _leaves(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            for item in value.values():
                yield from _leaves(item)
        case list():
            for item in value:
                yield from _leaves(item)
        case None | bool():
            return
        case _:
            yield value


def _as_text(leaf: Any) -> str:
    text = {"masked": "•••", "forgotten": "(forgotten)", "nothing": "nothing to do"}
    if isinstance(leaf, str) and leaf.endswith("Z") and "T" in leaf:
        datetime.fromisoformat(leaf)
        return local(leaf)
    return text.get(leaf, str(leaf))


@pytest.mark.parametrize("name", READING)
def test_text_has_what_json_has(
    run: Callable[..., Result],
    look: Callable[..., Any],
    demo: Path,
    laerkehoej: str,
    name: str,
) -> None:
    """Every value of the JSON can be read in the text, and so can its names' values."""
    arguments = _arguments(name, laerkehoej)
    answer = look(*arguments)
    del answer["journal"]

    text = run(*arguments, "--journal", demo, COLUMNS="400").stdout

    missing = [leaf for leaf in _leaves(answer) if _as_text(leaf) not in text]
    assert missing == []


@pytest.mark.parametrize("name", READING)
def test_json_lines_have_what_json_has(
    run: Callable[..., Result],
    look: Callable[..., Any],
    demo: Path,
    laerkehoej: str,
    name: str,
) -> None:
    """One line an item; each says that the journal is simulated."""
    arguments = _arguments(name, laerkehoej)
    answer = look(*arguments)
    (items,) = [answer[key] for key in answer if key != "journal"]

    lines = run(*arguments, "--journal", demo, "--format", "jsonl").stdout.splitlines()

    assert [json.loads(line) for line in lines] == [
        item | {"simulated": True} for item in items
    ]


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
@pytest.mark.parametrize("name", READING)
def test_reading_a_simulated_journal_says_so(
    run: Callable[..., Result], demo: Path, laerkehoej: str, name: str, form: str
) -> None:
    """On standard error, so that results stay results."""
    result = run(*_arguments(name, laerkehoej), "--journal", demo, "--format", form)

    assert f"journal {demo} is simulated" in result.stderr
    assert "is simulated" not in result.stdout


@pytest.mark.parametrize("name", READING)
def test_reading_changes_no_byte(
    run: Callable[..., Result], demo: Path, laerkehoej: str, name: str
) -> None:
    """Journal, keys and key file are the same afterwards, and no log has content."""
    files = [demo, Path(f"{demo}.keys"), Path(f"{demo}.key")]
    before = [file.read_bytes() for file in files]

    for extra in ((), ("--persons", "a test")):
        assert not run(
            *_arguments(name, laerkehoej), "--journal", demo, *extra
        ).exit_code

    assert [file.read_bytes() for file in files] == before
    for path in demo.parent.glob("*-wal"):
        assert path.stat().st_size == 0


def test_reading_twice_gives_the_same_bytes(
    run: Callable[..., Result], demo: Path
) -> None:
    """Order is deterministic."""
    first, second = (run("log", "--journal", demo).stdout for _ in range(2))

    assert first == second


def test_output_that_is_no_terminal_has_no_colour(
    run: Callable[..., Result], demo: Path, laerkehoej: str
) -> None:
    """A file or a pipe gets text without escape codes."""
    assert "\x1b" not in run("show", laerkehoej, "--journal", demo).stdout


def test_persons_are_masked(
    run: Callable[..., Result], demo: Path, laerkehoej: str
) -> None:
    """Who was forgotten is told; nobody else is opened, and no access is noted."""
    shown = run("show", laerkehoej, "--journal", demo).stdout

    assert "•••" in shown
    assert "(forgotten)" in shown
    assert BIRK.name not in shown
    assert not Path(f"{demo}.access").exists()


def test_persons_are_shown_for_a_purpose_that_is_noted(
    run: Callable[..., Result], demo: Path, laerkehoej: str
) -> None:
    """The access store holds when, who, why, the command line and the streams."""
    purpose = ("--persons", "checking a letter")

    shown = run("show", laerkehoej, "--journal", demo, *purpose).stdout

    assert BIRK.name in shown
    assert SIGNE.name not in shown
    with closing(sqlite3.connect(f"{demo}.access")) as store:
        ((at, who, why, line, streams),) = store.execute(
            "SELECT at, who, purpose, command_line, streams FROM accesses"
        )
    assert at.endswith("Z")
    assert who.startswith("user ")
    assert why == "checking a letter"
    assert f"show {laerkehoej}" in line
    assert json.loads(streams) == [laerkehoej]


def test_json_tells_masked_open_and_forgotten_apart(
    look: Callable[..., Any], laerkehoej: str
) -> None:
    """Three states, never confused with a value."""
    forgotten, masked = look("show", laerkehoej)["states"][0]["state"]["contacts"]
    _, opened = look("show", laerkehoej, "--persons", "a test")["states"][0]["state"][
        "contacts"
    ]

    assert forgotten["card"][0]["value"] == {"personal": "forgotten"}
    assert masked["card"][0]["value"] == {"personal": "masked"}
    assert opened["card"][0]["value"] == {
        "personal": "open",
        "value": {"name": BIRK.name, "email": BIRK.email, "phone": None},
    }


def test_who_looks_is_noted_as_given(
    run: Callable[..., Result], demo: Path, anna: tuple[str, str]
) -> None:
    """An actor named by --as stands in the access store."""
    run("log", "--journal", demo, "--persons", "a test", *anna)

    with closing(sqlite3.connect(f"{demo}.access")) as store:
        ((who, streams),) = store.execute("SELECT who, streams FROM accesses")
    assert json.loads(who)["id"] == "a-17"
    assert all(name.startswith(("command/", "tilbud/")) for name in json.loads(streams))


def test_nobody_is_shown_when_access_cannot_be_noted(
    run: Callable[..., Result], demo: Path, laerkehoej: str, tmp_path: Path
) -> None:
    """No note, no person: exit code 3, and nothing on standard output."""
    result = run(
        "show", laerkehoej, "--journal", demo, "--persons", "a test",
        KVALITET_ACCESS=str(tmp_path / "nowhere" / "access"),
    )  # fmt: skip

    assert result.exit_code == 3
    assert result.stdout == ""
    assert "no person is shown" in result.stderr


def test_an_item_of_a_list_is_read_as_words(
    run: Callable[..., Result], demo: Path, laerkehoej: str
) -> None:
    """Which one it is and which field of it stand apart, and not as a number."""
    shown = run("show", laerkehoej, "--journal", demo).stdout

    assert "contacts 1: person  person-" in shown
    assert "contacts 2: card    •••" in shown
    assert "1.person" not in shown


def test_log_is_newest_first_and_limited(
    run: Callable[..., Result], look: Callable[..., Any], demo: Path
) -> None:
    """The limit takes the newest, and says that there is more."""
    positions = [c["position"] for c in look("log", "--limit", "0")["commits"]]

    assert positions == sorted(positions, reverse=True)
    newest = look("log", "--limit", "3")["commits"]
    assert [commit["position"] for commit in newest] == positions[:3]
    told = run("log", "--journal", demo, "--limit", "3").stderr
    assert "commits: 3 shown; there are more: --limit 0 shows all" in told
    told = run("log", "--journal", demo, "--limit", "0").stderr
    assert f"commits: {len(positions)} shown; there are no others" in told


@pytest.mark.parametrize(
    ("filters", "commands"),
    [
        (["--command", "tilbud.rename"], ["tilbud.rename/1"] * 3),
        (["--command", "tilbud.close/1"], ["tilbud.close/1"]),
        (["--event", "tilbud.renamed"], ["tilbud.rename/1"] * 2),
        (["--actor", "a-40"], ["person.forget/2"]),
        (["--actor", "nobody"], []),
        (["--from", "2021-06-14"], ["person.forget/2"]),
        (["--from", "2021-06-14T10:00:01"], []),
        (
            ["--from", "2020-03-10", "--to", "2020-03-12T09:05:00"],
            ["tilbud.rename/1"] * 2,
        ),
        (["--from", "2020-12-01T07:50Z", "--to", "2020-12-01"], ["tilbud.close/1"]),
        (["--stream", "municipality/0730"], ["municipality.register/1"]),
        (["--command", "person.hold"], []),
        (["--event", "person.released/1"], []),
        (["--from", "2021-06-14", "--to", "2021-06-14"], ["person.forget/2"]),
        (["--limit", str(2**63 - 1), "--actor", "a-40"], ["person.forget/2"]),
    ],
)
def test_log_filters(
    look: Callable[..., Any], filters: list[str], commands: list[str]
) -> None:
    """By stream, actor, command, event and time; a last day or second is included."""
    assert [c["command"] for c in look("log", *filters)["commits"]] == commands


@pytest.mark.parametrize(
    ("arguments", "name", "version"),
    [
        ([], "Bofællesskabet Mosebo", 5),
        (["--version", "4"], "Bofællesskabet Mosevang", 4),
        (["--known", "2020-03-11"], "Bofællesskabet Mosevang", 4),
        (["--known", "2020-03-12T09:05:00+01:00"], "Bofællesskabet Mosebo", 5),
        (["--known", "2020-03-12T09:04:59"], "Bofællesskabet Mosevang", 4),
    ],
)
def test_show_travels_in_time(
    look: Callable[..., Any],
    laerkehoej: str,
    arguments: list[str],
    name: str,
    version: int,
) -> None:
    """What was known then: by version, by day, or to the second as `history` shows."""
    (item,) = look("show", laerkehoej, *arguments)["states"]

    assert item["version"] == version
    assert item["state"]["name"][-1]["value"] == name


def test_before_its_first_event_nothing_is_known(
    look: Callable[..., Any], laerkehoej: str
) -> None:
    """That is an answer, not an error, where there was a journal by then."""
    (item,) = look("show", laerkehoej, "--known", "2019-04-01")["states"]

    assert item["state"] is None
    assert item["version"] == 0


@pytest.mark.parametrize(
    "question",
    [
        "show STREAM --known 31-12-2018",
        "diff STREAM 2018-12-31..2020-03-12",
        "log --to 2018-12-31",
        "search --actor a-17 --to 2018-12-31",
        "refusals --to 2018-12-31",
        "corrections --to 2018-12-31",
        "overrides --to 2018-12-31",
        "late --to 2018-12-31",
        "redecide --until 2018-12-31",
        "export --format csv --output FILE --to 2018-12-31",
    ],
)
def test_a_time_before_the_journal_began_is_told(
    run: Callable[..., Result],
    demo: Path,
    laerkehoej: str,
    tmp_path: Path,
    question: str,
) -> None:
    """Nothing found would read as nothing there; it is told how it was understood."""
    named = {"STREAM": laerkehoej, "FILE": str(tmp_path / "out.csv")}
    asked = [named.get(word, word) for word in question.split()]

    result = run(*asked, "--journal", demo)

    assert result.exit_code == 2
    assert "understood as 2018-12-31T23:59:59.999999+01:00" in result.stderr
    expected = "expected a time after the journal began, 2019-03-01T09:00:00+01:00"
    assert expected in result.stderr
    assert result.stdout == ""
    assert not (tmp_path / "out.csv").exists()


def test_history_tells_who_and_on_which_command(
    look: Callable[..., Any], laerkehoej: str
) -> None:
    """Each event with its actor's role and authority."""
    events = look("history", laerkehoej)["events"]

    assert [event["version"] for event in events] == [1, 2, 3, 4, 5]
    assert {event["actor"]["role"] for event in events} == {"sagsbehandler"}
    assert events[-1]["command"] == "tilbud.rename/1"


def test_the_log_of_a_commands_own_stream_is_that_command(
    look: Callable[..., Any],
) -> None:
    """A refused command has no other stream with an event."""
    (refused, _) = [
        commit
        for commit in look("log", "--limit", "0")["commits"]
        if commit["outcome"] == "refused"
    ]

    for stream in (f"command/{refused['command_id']}", refused["targets"][0]):
        found = look("log", "--stream", stream)["commits"]
        assert refused["command_id"] in [commit["command_id"] for commit in found]


def test_a_kind_without_a_stream_is_no_error(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    """A registered kind of which nothing was recorded: none is the right answer."""
    run("init", "--journal", tmp_path / "new.db")

    result = run("streams", "tilbud", "--journal", tmp_path / "new.db")

    assert result.exit_code == 0
    assert "streams of kind 'tilbud': 0" in result.stderr


def test_streams_can_be_of_one_kind(look: Callable[..., Any]) -> None:
    """Records of commands are never among them."""
    every = [item["stream"] for item in look("streams")["streams"]]

    assert not any(stream.startswith("command/") for stream in every)
    regions = [item["stream"] for item in look("streams", "region")["streams"]]
    assert regions == [stream for stream in every if stream.startswith("region/")]


def test_text_from_the_journal_cannot_steer_a_terminal() -> None:
    """Control signs and signs that turn the direction of writing are spelt out."""
    assert safe("Lærkehøj") == "Lærkehøj"
    assert safe("a\x1b[2Jb") == "a\\x1b[2Jb"
    assert safe("a\u202eb") == "a\\u202eb"


def test_wide_text_stays_within_its_columns(
    run: Callable[..., Result], demo: Path
) -> None:
    """At 80 columns nothing but an unbreakable name is wider."""
    lines = run("log", "--journal", demo, COLUMNS="80").stdout.splitlines()

    assert [line for line in lines if len(line) > 80 and " " in line[15:].strip()] == []


def test_masked_persons_need_no_key(demo: Path, laerkehoej: str) -> None:
    """What is masked is not opened: not even in memory."""
    Path(f"{demo}.keys").unlink()

    with Journal.open(demo, read_only=True) as journal:
        shown = [
            Plain(journal, opens=False).of(recorded.event, stream=recorded.stream)
            for recorded in journal.history(laerkehoej)
        ]

    assert shown[1]["card"] == {"personal": "forgotten"}
    assert shown[2]["card"] == {"personal": "masked"}


def test_the_history_of_a_command_is_its_own_record(
    run: Callable[..., Result], look: Callable[..., Any], demo: Path
) -> None:
    """Who asked, what was read, which code decided; what is personal stays sealed."""
    (commit,) = look("log", "--command", "tilbud.name_contact", "--limit", "1")[
        "commits"
    ]
    stream = f"command/{commit['command_id']}"

    (item,) = look("history", stream)["events"]
    shown = run("history", stream, "--journal", demo)

    assert item["name"] == "journal.command/1"
    assert item["fields"]["deployment"] == commit["deployment"]
    assert item["fields"]["reads"] == commit["reads"]
    assert item["fields"]["actor"] == commit["actor"]
    assert item["fields"]["data"]["card"] == {"personal": 0}
    assert shown.exit_code == 0
    assert commit["deployment"] in shown.stdout
    assert commit["targets"][0] in shown.stdout


def test_an_event_is_found_by_its_id(
    run: Callable[..., Result], look: Callable[..., Any], demo: Path
) -> None:
    """As a finding names it, without its stream."""
    (commit,) = look("log", "--limit", "1")["commits"][:1]
    (event, *_) = (
        commit["events"] or look("log", "--limit", "9")["commits"][-1]["events"]
    )

    (item,) = look("history", event["event_id"])["events"]
    unknown = run("history", "0" * 8 + "-0000-7000-8000-" + "0" * 12, "--journal", demo)

    assert (item["stream"], item["version"]) == (event["stream"], event["version"])
    assert unknown.exit_code == 2
    assert "unknown event" in unknown.stderr
