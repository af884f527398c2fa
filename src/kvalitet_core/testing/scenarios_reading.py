"""Reading scenario files: all that is wrong with one is told at once, by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeAlias

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.errors import KvalitetError, Problem
from kvalitet_core.spoken import Language
from kvalitet_core.testing.cases import Claim, Setup, Step
from kvalitet_core.testing.scenarios_recognising import claims_of, form_of, tellings_of
from kvalitet_core.testing.scenarios_values import Words

__all__ = ["KEYWORDS", "Keyword", "Line", "Read", "read"]

Keyword: TypeAlias = Literal["scenario", "given", "when", "then", "eventually", "and"]

KEYWORDS: Final[Mapping[Language, Mapping[str, Keyword]]] = {
    "da": {
        "Scenarie:": "scenario",
        "Givet": "given",
        "Når": "when",
        "Så": "then",
        "Før eller siden": "eventually",
        "Og": "and",
    },
    "en": {
        "Scenario:": "scenario",
        "Given": "given",
        "When": "when",
        "Then": "then",
        "Eventually": "eventually",
        "And": "and",
    },
}
"""Language → how a line can begin → what that makes of it."""


@attrs.frozen(kw_only=True)
class Line:
    """One sentence of a scenario.

    Attributes:
        number: The number of its line.
        text: The line.
        keyword: What it is: given, done, or asked.
        made: What it does.
    """

    number: int
    text: str
    keyword: Keyword
    made: Setup | Step | Claim = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Read:
    """One scenario, as it was read.

    Attributes:
        title: What it is called.
        number: The number of the line with its title.
        language: The language that it is written in.
        lines: Its sentences.
    """

    title: str
    number: int
    language: Language
    lines: tuple[Line, ...]


def read(text: str, definition: Definition) -> tuple[list[Read], list[Problem]]:
    """Read the scenarios of a file, and everything that is wrong with it.

    Args:
        text: What stands in the file.

        definition: The definition whose items and facts it names.
    """
    reading = _Reading(definition)
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.strip()
        if written and not written.startswith("#"):
            reading.take(number, re.sub("[»«“”]", '"', written))
    reading.end()
    return reading.found, reading.problems


class _Reading:
    """A file that is being read, line by line."""

    def __init__(self, definition: Definition) -> None:
        self.found: list[Read] = []
        self.problems: list[Problem] = []
        self._definition = definition
        self._language: Language | None = None
        self._title: tuple[int, str] | None = None
        self._lines: list[Line] = []
        self._last: Keyword | None = None
        self._begun_to_act = False

    def take(self, number: int, line: str) -> None:
        """Take in a line that says something."""
        begun = self._begun(line)
        if begun is None:
            self._problem(number, f"expected {self._expected()}, got {line!r}")
            return
        keyword, rest = begun
        if keyword == "scenario":
            self._begin(number, rest)
        elif self._title is None:
            self._problem(number, f"expected {self._expected('scenario')} before it")
            self._title = (number, "")
        else:
            self._sentence(number, line, keyword, rest)

    def end(self) -> None:
        """Keep the scenario that was read last."""
        if self._title is None:
            if not self.problems:
                self._problem(1, "expected a scenario, got none")
            return
        number, title = self._title
        asks = any(line.keyword in ("then", "eventually") for line in self._lines)
        if not asks and not self.problems:
            self._problem(number, f"scenario {title!r} asks nothing")
        if any(each.title == title for each in self.found):
            self._problem(number, f"a second scenario is called {title!r}")
        self.found.append(
            Read(
                title=title,
                number=number,
                language=self._language or "da",
                lines=tuple(self._lines),
            )
        )

    def _begin(self, number: int, title: str) -> None:
        if self._title is not None and self._title[1]:
            self.end()
        if not title:
            self._problem(number, "expected what the scenario is called, got nothing")
        self._title, self._lines, self._last = (number, title), [], None
        self._begun_to_act = False

    def _begun(self, line: str) -> tuple[Keyword, str] | None:
        """What a line begins with; the first one sets the language of the file."""
        languages = [self._language] if self._language else [*KEYWORDS]
        for language in languages:
            for written, keyword in KEYWORDS[language].items():
                if re.match(rf"{re.escape(written)}(?:\s|$)", line):
                    self._language = language
                    return keyword, line[len(written) :].strip()
        return None

    def _expected(self, only: Keyword | None = None) -> str:
        languages = [self._language] if self._language else [*KEYWORDS]
        able = [
            repr(written)
            for language in languages
            for written, keyword in KEYWORDS[language].items()
            if only is None or keyword == only
        ]
        return f"a line that begins with {', '.join(able)}"

    def _sentence(self, number: int, line: str, keyword: Keyword, rest: str) -> None:
        if keyword == "and":
            if self._last is None:
                self._problem(number, "expected something before it to go on from")
                return
            keyword = self._last
        if keyword == "given" and self._begun_to_act:
            self._problem(number, "what is given stands before what is done")
        self._begun_to_act |= keyword != "given"
        self._last = keyword
        if keyword == "given":
            rest = re.sub("^(?:at|that) ", "", rest)
        if not rest:
            self._problem(number, "expected a sentence, got nothing")
            return
        made = self._made(number, keyword, rest)
        if made is not None:
            self._lines.append(
                Line(number=number, text=line, keyword=keyword, made=made)
            )

    def _made(
        self, number: int, keyword: Keyword, rest: str
    ) -> Setup | Step | Claim | None:
        language = self._language or "da"
        for pattern, make in _able(language, keyword):
            match = pattern.fullmatch(rest)
            if match is None:
                continue
            try:
                return make(Words(match.groupdict(), self._definition))  # type: ignore[no-any-return]
            except KvalitetError as error:
                self._problem(number, str(error))
                return None
        hint = "".join(_nearest(language, keyword, rest))
        self._problem(number, f"expected a sentence of the grammar, got {rest!r}{hint}")
        return None

    def _problem(self, number: int, text: str) -> None:
        self.problems.append(Problem(path=f"line {number}", text=text))


def _able(language: Language, keyword: Keyword) -> Iterator[tuple[Any, Any]]:
    """The sentences that can stand after a keyword."""
    if keyword in ("given", "when"):
        for pattern, sentence in tellings_of(language, given=keyword == "given"):
            yield pattern, sentence.make
    else:
        for pattern, mood, _, make in claims_of(language):
            if keyword == "then" or mood == "must":
                yield pattern, make


def _nearest(language: Language, keyword: Keyword, rest: str) -> Iterator[str]:
    if keyword in ("given", "when"):
        given = keyword == "given"
        able = [
            form_of(each.said(language))
            for _, each in tellings_of(language, given=given)
        ]
    else:
        able = [
            said
            for _, mood, said, _ in claims_of(language)
            if keyword == "then" or mood == "must"
        ]
    found = get_close_matches(rest, able, n=2, cutoff=0.3)
    if found:
        yield f"; the nearest are: {' / '.join(found)}"
