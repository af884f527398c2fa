"""Danish and English are complete: whatever is said to people is said in both."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import shlex
import shutil
import sqlite3
import string
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias, get_args, get_type_hints

import click
import pytest
from tests.cli.running import run_here

import kvalitet_cli
from kvalitet_cli import language
from kvalitet_cli.lazy import LazyGroup
from kvalitet_cli.main import cli
from kvalitet_core.audit.redeciding import Lack
from kvalitet_core.audit.wrong import SAID
from kvalitet_core.core import CORE
from kvalitet_indsatsteam.plugin import PLUGIN as INDSATSTEAM

Table: TypeAlias = dict[str, tuple[str, str]]


def _below(group: str, *names: str) -> Iterator[str]:
    return (f"{group} {name}" for name in names)


ENGLISH_ONLY = {
    *("backup", "do", "forget", "init", "plugins", "run", "status"),
    "verify-bundle",
    *_below("attachments", "add", "check", "get"),
    *_below("case", "open"),
    *_below("catalogue", "list", "load"),
    *_below("plugin", "check", "doc", "export", "new", "update"),
    *_below("reactions", "list", "park", "retry", "status"),
    *_below("schema", "asyncapi", "check", "export", "list"),
    *_below("views", "list", "rebuild", "retry", "status"),
}
"""What developers and operators use, and what gives no more than a receipt; the file
that `verify-bundle` runs speaks both by its own means. What asks of cases and of the
past is not in it."""

ALIKE = {
    *("at", "bank", "digest", "for", "id", "kvalitet", "nr", "plugin", "sha"),
    *("note", "position", "status", "tile", "type", "version"),
}
"""Words that are written alike in both languages."""

RULES = {**INDSATSTEAM.texts["da"], **CORE.texts["da"]}.values()
"""How rules are called, which comes with whose they are, in both languages."""

ASKED = (
    "streams",
    "streams tilbud",
    "views query core.tilbud",
    "views query core.applications --limit 1",
    "views query core.worklist",
    "log --limit 0",
    "history STREAM",
    "history EVENT",
    "show STREAM",
    "show STREAM --known 2020-03-11 --effective 2020-01-15",
    "show STREAM --known 2019-04-01",
    "show APPLICATION",
    "diff STREAM 4..5",
    "diff STREAM ..",
    "blame STREAM",
    "first-true STREAM --expr 'name != None'",
    "first-true STREAM --expr 'portal_id == 1'",
    "first-true --expr 'closing_reason != None'",
    "first-true --expr 'closing_reason == 1'",
    "search --rule indsatsteam.rettidig",
    "search --type tilbud.renamed --limit 1",
    "trace STREAM@1",
    "trace CASE@1",
    "trace round/indsatsteam-2021-08@1",
    "refusals",
    "refusals --from 2030-01-01",
    "corrections",
    "overrides",
    "late --days 30",
    "whatif STREAM --drop 5",
    "whatif STREAM --drop 1",
    "whatif round/indsatsteam-2020-11 --set deadline=2020-12-04",
    "whatif APPLICATION --at 1=2020-12-01",
    (
        "reform --definition indsatsteam.forloeb --round indsatsteam-2020-11 --all "
        "--set runde.maaneder_hoejst=5"
    ),
    "replay",
    "replay --check",
    "redecide",
    "access log",
    "access log --persons stikprøve",
    "access prune",
)
"""What is asked of the demo, so that every sort of answer is given. What is told of a
case comes from its case type too, and has tests of its own."""

_STYLES = {"bold", "dim", "red", "green", "yellow", "cyan", "bold cyan", "bold red"}
_SAYING = {"note", "tell_beside", "labelled", "of", "echo"}
_STORED = {"after", "before", "fields", "recorded", "rows", "state", "states"}
"""Where what programs are given has names that are stored, and no words of ours."""
_WORDS = {"text": "facts", "why": "lack"}
"""Where programs are given English words of ours, and what says it to them besides."""
_WORD = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_PARTS = re.compile(r"[\s.,:;()\[\]{}'\"+=<>-]+")
_NUMBER = re.compile(r"^deployment/|/\d+$")
"""What stands before a digest, and after a stored name."""
_OUTCOME = re.compile(
    r"^\S+  (accepted|refused|nothing|same|drift|not_checked|never_asked|otherwise)\b",
    re.MULTILINE,
)
"""What programs are given as a word, where it stands in a heading before people."""
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")


def _modules() -> list[str]:
    found = pkgutil.walk_packages(kvalitet_cli.__path__, "kvalitet_cli.")
    return [
        each.name
        for each in found
        if each.name.startswith("kvalitet_cli.story.told.")
        or not each.name.startswith(("kvalitet_cli.story", "kvalitet_cli.template"))
    ]


def _is_table(value: Any) -> bool:
    """Whether it holds texts in two languages by their keys."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(
            isinstance(each, tuple)
            and len(each) == len(("da", "en"))
            and all(isinstance(text, str) for text in each)
            for each in value.values()
        )
    )


def _tables() -> dict[str, Table]:
    """Every table of texts, by where it stands."""
    found: dict[int, tuple[str, Table]] = {}
    for name in _modules():
        module = importlib.import_module(name)
        spoken = getattr(module, "words", None) is language.words
        for key, value in vars(module).items():
            if _is_table(value) and (spoken or key in ("SENTENCES", "TOLD")):
                found.setdefault(id(value), (f"{name}:{key}", value))
    return dict(found.values())


TABLES = _tables()
TEXTS = [(table, key) for table, texts in TABLES.items() for key in texts]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _plain_words(text: str) -> set[str]:
    """The words of a text that are its own, and not of what is filled in."""
    own = "".join(part for part, *_ in string.Formatter().parse(text))
    return {word.casefold() for word in _WORD.findall(own)}


@pytest.mark.parametrize(
    ("table", "key"), TEXTS, ids=[f"{table}.{key}" for table, key in TEXTS]
)
def test_every_text_is_there_in_both_languages(table: str, key: str) -> None:
    """Neither is empty, both tell the same facts, and one is no copy of the other."""
    danish, english = TABLES[table][key]

    assert danish.strip()
    assert english.strip()
    assert _fields(danish) == _fields(english)
    if danish == english:
        assert _plain_words(danish) <= ALIKE


def test_the_tables_of_texts_are_found() -> None:
    """Else nothing would be looked at."""
    names = {name.partition(":")[0].rpartition(".")[2] for name in TABLES}

    assert names >= {"asking_text", "records_text", "access_text", "casetexts"}
    assert names >= {"layout", "supposed_text", "reformed_text", "surveyed_text"}
    assert names >= {"demo_text", "ledelse", "register"}


def test_all_that_can_be_wrong_with_a_record_has_its_text() -> None:
    """What `replay` finds and what `redecide` lacks is told by its code."""
    asked = TABLES["kvalitet_cli.asking_text:_SENTENCES"]
    lacks = get_args(get_type_hints(Lack)["sort"])
    codes = {*(f"flaw_{code}" for code in SAID), *(f"lacks_{sort}" for sort in lacks)}

    assert codes <= set(asked)
    for code, text in SAID.items():
        assert _fields(text) == _fields(asked[f"flaw_{code}"][0])


def _commands(
    group: LazyGroup = cli,  # type: ignore[assignment]
    path: tuple[str, ...] = (),
) -> Iterator[tuple[str, click.Command]]:
    for name in group.table:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        if isinstance(command, LazyGroup):
            yield from _commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def test_every_command_speaks_both_languages_or_is_for_operators() -> None:
    """A new command says in which languages it speaks, or stands in the list."""
    without = {
        name
        for name, command in _commands()
        if "language" not in {each.name for each in command.params}
    }

    assert without == ENGLISH_ONLY


def _translated() -> Iterator[Path]:
    """The modules that say something in a language that they are told."""
    for name in _modules():
        path = Path(str(importlib.import_module(name).__file__))
        source = path.read_text("utf-8")
        if "language: Language" in source and not path.stem.endswith("_text"):
            yield path


def _own_words(node: ast.expr) -> Iterator[str]:
    """What a piece of code says by itself: texts, and what stands between in others."""
    match node:
        case ast.Constant(value=str(text)):
            if text not in _STYLES and _WORD.search(text):
                yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                if isinstance(part, ast.Constant):
                    yield from _own_words(part)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _own_words(part)
        case ast.IfExp(body=one, orelse=other):
            yield from _own_words(one)
            yield from _own_words(other)
        case _:
            return


@pytest.mark.parametrize("path", [*_translated()], ids=lambda path: path.stem)
def test_nothing_is_said_past_the_tables(path: Path) -> None:
    """A text that stands where it is said is in one language only."""
    said = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if called in _SAYING or called == "Line":
                given = [*node.args, *(each.value for each in node.keywords)]
                said += [text for each in given for text in _own_words(each)]
            said += [
                text
                for each in node.keywords
                if each.arg == "found"
                for text in _own_words(each.value)
            ]

    assert [text for text in said if text != "kvalitet: "] == []


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with one plugin."""
    journal = tmp_path_factory.mktemp("languages") / "demo.db"
    made = run_here("demo", "--journal", journal, KVALITET_PLUGINS="indsatsteam")
    assert made.exit_code == 0, made.stderr
    return journal


@pytest.fixture(scope="module")
def names(programme: Path) -> dict[str, str]:
    """What the names in a question stand for; a person has been looked at."""

    def told(*ask: str) -> Any:
        asked = (*ask, "--format", "json", "--journal", str(programme))
        return json.loads(run_here(*asked, KVALITET_PLUGINS="indsatsteam").stdout)

    first = {
        kind: told("streams", kind)["streams"][0]["stream"]
        for kind in ("tilbud", "application", "case")
    }
    history = told("history", first["tilbud"], "--persons", "tilsyn")
    return {
        "STREAM": first["tilbud"],
        "APPLICATION": first["application"],
        "CASE": first["case"],
        "EVENT": history["events"][0]["event_id"],
    }


@pytest.fixture
def own(
    programme: Path, names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """The same names; every question is about the demo."""
    monkeypatch.setenv("KVALITET_PLUGINS", "indsatsteam")
    monkeypatch.setenv("KVALITET_JOURNAL", str(programme))
    return names


@pytest.fixture
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third language, in which every text stands between signs."""
    for table in TABLES.values():
        for key, (danish, _) in table.items():
            monkeypatch.setitem(table, key, (f"⟦{danish}⟧", f"⟦{danish}⟧"))


def _values(told: Any) -> Iterator[str]:
    """The texts in what programs are given; of what is stored, the names too."""
    match told:
        case str():
            yield told
        case dict():
            own = {key for key, beside in _WORDS.items() if beside in told}
            for key, item in told.items():
                if key in own:
                    continue
                if key in _STORED:
                    yield from _names(item)
                yield from _values(item)
        case list():
            for item in told:
                yield from _values(item)
        case _:
            return


def _names(stored: Any) -> Iterator[str]:
    match stored:
        case dict():
            for key, item in stored.items():
                yield key
                yield from _names(item)
        case list():
            for item in stored:
                yield from _names(item)
        case _:
            return


def _left(text: str, told: Any) -> list[str]:
    """What stands in no sign and is nothing that programs are given too."""
    known = {
        _NUMBER.sub("", part)
        for value in (*_values(told), "kvalitet:", "null", "true", "false", *RULES)
        for part in _PARTS.split(value)
    }
    while (shorter := _MARKED.sub(" ", text)) != text:
        text = shorter
    found = {_NUMBER.sub("", each) for each in _PARTS.split(_INSTANT.sub(" ", text))}
    raw = _OUTCOME.findall(text)
    return sorted(each for each in {*found - known, *raw} if _WORD.search(each))


def _asked(question: str, own: dict[str, str]) -> list[str]:
    names = re.compile("|".join(own))
    return shlex.split(names.sub(lambda name: own[name[0]], question))


@pytest.mark.usefixtures("_marked")
@pytest.mark.parametrize("question", ASKED)
def test_all_that_is_said_to_people_comes_from_the_tables(
    own: dict[str, str], question: str
) -> None:
    """In a third language nothing is left in English or Danish but what is stored.

    What programs are given never translates.
    """
    ask = _asked(question, own)

    text, plain = run_here(*ask, "--lang", "da"), run_here(*ask, "--format", "json")

    assert plain.exit_code == text.exit_code, plain.stderr
    assert "⟦" in text.stderr
    assert "⟦" not in plain.stdout
    told = {"told": json.loads(plain.stdout), "typed": ask}
    assert _left(text.stdout + text.stderr, told) == []


@pytest.mark.parametrize(
    "question",
    [
        "case list",
        "case show CASE",
        "case timeline CASE",
        "deadline proof CASE ansoegning.afgoer",
        "definition diff indsatsteam.forloeb/2020-11 indsatsteam.forloeb/2021-08",
        "definition list",
        "why CASE",
        "why-not CASE ansoegning.afgoer",
        "worklist",
    ],
)
def test_what_programs_are_given_of_cases_is_the_same_in_every_language(
    own: dict[str, str], question: str
) -> None:
    """Neither --lang nor the locale of the host changes it: it is in English."""
    ask = (*_asked(question, own), "--format", "json")

    english = run_here(*ask, "--lang", "en")
    danish, there = run_here(*ask, "--lang", "da"), run_here(*ask, LC_ALL="da_DK.UTF-8")

    assert english.stdout
    assert danish.stdout == there.stdout == english.stdout


def altered(place: Path, stream: str) -> None:
    """Change behind the journal's back what was decided, and in which order."""
    with closing(sqlite3.connect(place)) as store, store:
        store.execute("DROP TRIGGER stored_events_are_not_changed")
        store.execute(
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT),"
            " 'Mosevang', 'Mosevand') AS BLOB) WHERE topic = 'tilbud.renamed/1'"
        )
        store.execute(
            "UPDATE stored_events SET originator_version = 99"
            " WHERE originator_version = 5 AND originator_id = ?",
            (stream,),
        )


@pytest.mark.usefixtures("_marked")
@pytest.mark.parametrize("plugins", ["", "indsatsteam"])
@pytest.mark.parametrize("question", ["redecide", "replay"])
def test_what_is_wrong_is_said_in_both_languages_too(
    own: dict[str, str], programme: Path, tmp_path: Path, question: str, plugins: str
) -> None:
    """Where a decision drifts, a row does not fold, or a plugin is not installed."""
    place = tmp_path / "altered.db"
    shutil.copy(programme, place)
    altered(place, own["STREAM"])
    ask = (question, "--journal", place)

    text = run_here(*ask, "--lang", "da", KVALITET_PLUGINS=plugins)
    plain = run_here(*ask, "--format", "json", KVALITET_PLUGINS=plugins)

    assert text.exit_code == plain.exit_code == 1
    told = {"told": json.loads(plain.stdout), "typed": [str(place)]}
    assert _left(text.stdout + text.stderr, told) == []


@pytest.mark.usefixtures("_marked", "own")
@pytest.mark.parametrize("wanted", ["tilbud.renamed", "case.reopened"])
def test_what_an_export_says_comes_from_the_tables(tmp_path: Path, wanted: str) -> None:
    """Whether there is a row or none; and its provenance is for programs."""
    file = tmp_path / "out.csv"
    ask = ("export", "--format", "csv", "--type", wanted, "--output", file)

    text = run_here(*ask, "--lang", "da")

    assert text.exit_code == 0, text.stderr
    plain = (tmp_path / "out.csv.provenance.json").read_text("utf-8")
    assert "⟦" not in plain + file.read_text("utf-8")
    told = [json.loads(plain), str(file), f"{file}.provenance.json"]
    assert _left(text.stdout + text.stderr, told) == []
