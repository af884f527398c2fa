"""Results of surveys as tables for people, in Danish or in English."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_cli.language import Language, words
from kvalitet_core.domain.survey import Results, Row, Tally
from kvalitet_core.forms import Form
from kvalitet_core.values import Answer

__all__ = ["say", "shown", "tables"]

_WITHHELD: Final = ".."


def tables(
    form: Form, found: Results, language: Language
) -> Iterator[tuple[str, list[dict[str, str]], tuple[str, ...]]]:
    """Each table of a wave for people: its heading, its rows and its columns."""
    if found.by != "none" and found.rows:
        heads = tuple(say(key, language) for key in ("who", "invited", "answered"))
        rate = say("rate", language)
        lines = [
            dict(zip((*heads, rate), _told(row, language), strict=True))
            for row in (*found.rows, found.total)
        ]
        yield say("responses", language), lines, (*heads, rate)
    for tally in found.tallies:
        yield _heading(form, tally, language), *_tallied(found, tally, language)


def _told(row: Row, language: Language) -> tuple[str, ...]:
    counts = (row.invited, row.answered, row.rate)
    return _who(row, language), *(shown(each, language) for each in counts)


def _who(row: Row, language: Language) -> str:
    if not row.names:
        return say("all", language)
    return " + ".join(name or say("no_group", language) for name in row.names)


def _heading(form: Form, tally: Tally, language: Language) -> str:
    asked = form.schema["properties"][tally.question]
    key = "x-description-da" if language == "da" else "description"
    said = asked.get(key) or asked.get("description") or asked.get("title")
    told = None if said is None else str(said).rstrip(".")
    parts = [tally.question, told, tally.option]
    return ": ".join(str(part) for part in parts if part is not None)


def _tallied(
    found: Results, tally: Tally, language: Language
) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    names = [_label(answer, tally, language) for answer in tally.answers]
    who = say("who", language)
    rows = zip(found.rows, tally.cells, strict=True) if found.by != "none" else ()
    lines = [(_who(row, language), cells) for row, cells in rows]
    lines.append((say("all", language), tally.totals))
    told = [
        {who: name}
        | {head: shown(n, language) for head, n in zip(names, cells, strict=True)}
        for name, cells in lines
    ]
    return told, (who, *names)


def _label(answer: Answer | None, tally: Tally, language: Language) -> str:
    """How an answer heads its column: yes and no in words, and none as such."""
    if answer is None:
        return say("unanswered", language)
    if isinstance(answer, bool):
        return say("yes" if answer else "no", language)
    alike = [str(each) for each in tally.answers].count(str(answer)) > 1
    return repr(answer) if alike else str(answer)


def shown(number: object, language: Language) -> str:
    """A number as it is told; what is withheld has a sign of its own."""
    told = _WITHHELD if number is None else str(number)
    danish = language == "da" and number is not None
    return told.replace(".", ",") if danish else told


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence or a heading in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


_SENTENCES: Final = {
    "who": ("hvem", "who"),
    "all": ("i alt", "all"),
    "no_group": ("(uden gruppe)", "(no group)"),
    "invited": ("inviterede", "invited"),
    "answered": ("svar", "answers"),
    "rate": ("svarprocent", "response rate"),
    "responses": ("Svarprocenter", "Response rates"),
    "unanswered": ("(ikke besvaret)", "(not answered)"),
    "yes": ("ja", "yes"),
    "no": ("nej", "no"),
    "wave": (
        "{survey}, runde {wave}: {answered} svar af {invited} inviterede, {rate} pct.",
        "{survey}, wave {wave}: {answered} answers of {invited} invited, {rate} pct.",
    ),
    "withheld": (
        "{survey}, runde {wave}: {count} tal er holdt tilbage (under {threshold})",
        "{survey}, wave {wave}: {count} numbers are withheld (below {threshold})",
    ),
    "no_wave": ("{survey}: ingen runde er åbnet", "{survey}: no wave is opened"),
}
