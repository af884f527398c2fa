"""Scenarios in plain text, for people who know the work and do not program.

    Scenarie: En ansøgning, der kommer for sent, får afslag
      Givet en sag af proeve.forloeb
      Og at ansoegningsfrist er 2020-11-27
      Og at sagen er modtaget 2020-11-28 kl. 00:00
      Og at sagen er nået til "Afgør ansøgning"
      Når bo (fagchef) afgør "Afgør ansøgning" som afslag fordi "For sent"
      Så skal reglen rettidig være brudt
      Og må opstart.forvent ikke være tilgængelig
      Før eller siden skal sagen være lukket

A file is in Danish or in English. A line is a comment after `#`, the title of a
scenario, or a sentence:

    Givet [at] / Given [that]       what there is; nothing of it may be refused
    Når / When                      what is done, or happens
    Så / Then                       what must be so, or must not
    Før eller siden / Eventually    what must be so at some point from here to the end
    Og / And                        once more as the line before

What is done may be refused where the next line asks for that. An item is named by its
path, or by its title in quotes. People have short names; a role stands in brackets,
and without one they act in the item's. A day is `2020-11-28`, or with a clock,
`2020-11-28 kl. 00:00` or `2020-11-28 at 00:00`. `docs/write-a-case-type.md` lists every
sentence; any other is told with its line.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.cases import Claim, Setup, Step
from kvalitet_core.testing.cases_account import refusal, unexpected
from kvalitet_core.testing.cases_course import Course, Played, Tried
from kvalitet_core.testing.cases_running import running
from kvalitet_core.testing.cases_setting import Setting
from kvalitet_core.testing.scenarios_reading import Line, Read, read

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet

__all__ = ["Scenario", "read_scenarios", "scenarios"]


def scenarios(
    of: type[CaseType], place: str | Path, *, plugins: Iterable[Plugin] = ()
) -> list[ParameterSet]:
    """Give the scenarios of a file, or of a folder's `.txt` files, for pytest.

        @pytest.mark.parametrize("scenario", scenarios(Forloeb, FOLDER))
        def test_scenario(scenario: Scenario) -> None:
            scenario.play()

    Args:
        of: The case type that they are about.

        place: The file, or the folder.

        plugins: The plugin that brings it, and others, as for `case`.

    Raises:
        Malformed: Something is wrong with them; every finding names file and line.
    """
    import pytest  # noqa: PLC0415 - only who runs tests has it

    return [
        pytest.param(each, id=f"{each.file}:{each.read.title}")
        for each in read_scenarios(of, place, plugins=plugins)
    ]


def read_scenarios(
    of: type[CaseType], place: str | Path, *, plugins: Iterable[Plugin] = ()
) -> tuple[Scenario, ...]:
    """Read the scenarios of a file, or of a folder's `.txt` files.

    Raises:
        Malformed: As for `scenarios`.
    """
    where, brought = Path(place), tuple(plugins)
    files = sorted(where.rglob("*.txt")) if where.is_dir() else [where]
    if not files:
        raise Malformed(f"scenarios in {place}", "expected a .txt file, got none")
    found: list[Scenario] = []
    problems: list[Problem] = []
    for file in files:
        name = file.relative_to(where).as_posix() if where.is_dir() else file.name
        told, wrong = read(file.read_text(encoding="utf-8"), of.definition)
        problems += (
            Problem(path=f"{name}, {each.path}", text=each.text) for each in wrong
        )
        found += (
            Scenario(of=of, file=name, read=each, plugins=brought) for each in told
        )
    if problems:
        raise Malformed(f"scenarios in {where.name}", *problems)
    return tuple(found)


@attrs.frozen(kw_only=True)
class Scenario:
    """A scenario that can be played.

    Attributes:
        of: The case type that it is about.
        file: The file that it stands in.
        read: What stands there.
        plugins: What brings the case type, and other plugins.
    """

    of: type[CaseType]
    file: str
    read: Read
    plugins: tuple[Plugin, ...] = ()

    def play(self) -> Played:
        """Play it in a journal of its own, and give the course as data.

        Raises:
            AssertionError: Something is not as it says; the message names the line,
                and is the account of the course.
            Refused: The case cannot be opened.
        """
        __tracebackhide__ = True
        setting = Setting(definition=self.of.definition, title=self.read.title)
        for line in self.read.lines:
            if isinstance(line.made, Setup):
                setting = line.made.change(setting)
        with running(self.of, setting, self.plugins) as course:
            playing = _Playing(self, course)
            for line in self.read.lines:
                playing.go_on(line)
            playing.end()
            return course.played()


class _Playing:
    """A scenario while it is played."""

    def __init__(self, scenario: Scenario, course: Course) -> None:
        self._scenario = scenario
        self._course = course
        self._refused: tuple[Line, Tried] | None = None
        self._open: list[Line] = []

    def go_on(self, line: Line) -> None:
        """Play a line."""
        __tracebackhide__ = True
        made = line.made
        if isinstance(made, Step):
            self._step(line, made)
        elif isinstance(made, Claim):
            self._claim(line, made)

    def end(self) -> None:
        """Require what was to be so at some point."""
        __tracebackhide__ = True
        self._accept()
        for line in self._open:
            self._fail(line, line.made)

    def _step(self, line: Line, step: Step) -> None:
        __tracebackhide__ = True
        self._accept()
        tried = self._course.take(step)
        if tried.came == "refused":
            self._refused = (line, tried)
            if line.keyword == "given":
                self._accept()
        self._come_to_pass()

    def _claim(self, line: Line, claim: Claim) -> None:
        __tracebackhide__ = True
        if line.keyword == "eventually":
            self._open.append(line)
            self._come_to_pass()
            return
        if claim.about_refusal:
            self._refused = None
        self._accept()
        if not claim.found(self._course)[0]:
            self._fail(line, claim)

    def _come_to_pass(self) -> None:
        """Drop what was to be so at some point, and is so now."""
        self._open = [
            line
            for line in self._open
            if isinstance(line.made, Claim) and not line.made.found(self._course)[0]
        ]

    def _accept(self) -> None:
        """Fail where a step was refused, and nothing asked for that."""
        __tracebackhide__ = True
        if self._refused is not None:
            line, tried = self._refused
            told = refusal(self._course, tried, self._scenario.read.language)
            raise AssertionError(f"{self._at(line)}\n{told}")

    def _fail(self, line: Line, claim: Any) -> None:
        __tracebackhide__ = True
        _, found = claim.found(self._course)
        language = self._scenario.read.language
        told = unexpected(self._course, [claim], [found], language)
        raise AssertionError(f"{self._at(line)}\n{told}")

    def _at(self, line: Line) -> str:
        return f"{self._scenario.file}, line {line.number}: {line.text}"
