"""`kvalitet definition check`: what is wrong with case types, every finding at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from typing import Any

import attrs
import click

from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say
from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import Form, in_form
from kvalitet_cli.telling import note, tell
from kvalitet_core.casetypes.checks import findings
from kvalitet_core.discovery import GROUP, Found, assembled
from kvalitet_core.entrypoints import value_at
from kvalitet_core.errors import Malformed, PluginError

__all__ = ["command"]


@click.command(name="check")
@click.argument("code", required=False)
@in_language
@in_form
def command(*, code: str | None, language: Language, form: Form) -> int:
    r"""Check the case type CODE, or all that are installed: every finding at once.

    Each finding names the item and the rule. A case type with findings does not
    compile, so its plugin cannot be used until they are mended.

    Leaves with 0 where nothing is wrong, 1 where something is, and 3 where a plugin
    could not be looked at.

    \b
    Example:
      kvalitet definition check
      kvalitet definition check indsatsteam.forloeb
    """
    checked = _checked(code)
    for text in checked.notes(language):
        note(text)
    told = say(
        "checked", language, count=len(checked.names), found=len(checked.findings)
    )
    note(told)
    lines = (line for item in checked.findings for line in _lines(item))
    tell("findings", checked.findings, lines, form=form)
    if checked.findings:
        return FOUND
    return COULD_NOT_LOOK if checked.unchecked else 0


@attrs.frozen(kw_only=True)
class Checked:
    """What was looked at, and what was found.

    Attributes:
        names: The case types that were looked at.
        findings: What is wrong with them, as plain values.
        unseen: The plugins that end where a case type of theirs does not compile.
        unchecked: Plugin → why it could not be looked at.
    """

    names: tuple[str, ...]
    findings: tuple[dict[str, Any], ...]
    unseen: tuple[str, ...]
    unchecked: dict[str, str]

    def notes(self, language: Language) -> Iterator[str]:
        """What could not be looked at."""
        for plugin in self.unseen:
            yield say("more_unseen", language, plugin=plugin)
        for plugin, problem in self.unchecked.items():
            yield say("unchecked", language, plugin=plugin, problem=problem)


def _checked(code: str | None) -> Checked:
    """Look at the case types of a code, or at all.

    Raises:
        Unknown: Nothing of that code is there, broken ones included.
    """
    found, registry = assembled()
    known = CaseTypes(registry)
    names: list[str] = []
    told: list[dict[str, Any]] = []
    unseen, unchecked = [], {}
    for each in _of_interest(found, code):
        faults = _uncompiled(each)
        if faults:
            unseen.append(each.name)
        elif each.state in ("broken", "missing"):
            unchecked[each.name] = "; ".join(each.problems)
        for fault in faults:
            names.append(fault.subject)
            told += _items(each.name, fault)
    if code is None or not (unseen or unchecked):
        for definition in known if code is None else known.named(code):
            name = f"case type {definition.code} {definition.version}"
            problems = findings(definition)
            names.append(name)
            if problems:
                told += _items(definition.owner, Malformed(name, *problems))
    return Checked(
        names=tuple(names),
        findings=tuple(told),
        unseen=tuple(unseen),
        unchecked=unchecked,
    )


def _of_interest(found: Iterable[Found], code: str | None) -> Iterator[Found]:
    """The plugins that bring a case type: its code begins with its plugin's name."""
    for each in found:
        if code is None or each.name == code.partition("/")[0].partition(".")[0]:
            yield each


def _uncompiled(found: Found) -> tuple[Malformed, ...]:
    """What keeps a plugin's case type from compiling, if that is what breaks it."""
    if found.state != "broken":
        return ()
    faults = []
    for point in entry_points(group=GROUP, name=found.name):
        try:
            value_at(point)
        except PluginError as error:
            if isinstance(error.__cause__, Malformed):
                faults.append(error.__cause__)
    return tuple(faults)


def _items(plugin: str, fault: Malformed) -> Iterator[dict[str, Any]]:
    for problem in fault.problems:
        yield {
            "plugin": plugin,
            "definition": fault.subject.removeprefix("case type "),
            "place": problem.path,
            "rule": problem.text,
        }


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    place = "" if item["place"] == "$" else item["place"]
    yield Line(0, ((f"{item['definition']}  ", "bold"), (place, "bold red")))
    yield from labelled("", item["rule"], indent=2, column=0)
