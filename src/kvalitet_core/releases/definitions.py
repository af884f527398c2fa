"""Released definitions: what a case runs by never changes, and stays while one does.

A case is bound to its definition's code, version and digest. So a definition that says
something else under its version stops every case that runs by it; a change is a class
of its own, with a new version, beside the one that was released.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.differing import differences
from kvalitet_core.casetypes.reading import read_definition
from kvalitet_core.errors import Malformed
from kvalitet_core.plugins import Plugin
from kvalitet_core.releases.comparing import where
from kvalitet_core.releases.files import (
    Files,
    definition_file,
    definition_named,
    written,
)
from kvalitet_core.releases.finding import SchemaFinding, exporting

__all__ = [
    "about_case_types",
    "changed_definitions",
    "definition_findings",
    "definitions_of",
]

_MOST: Final = 6
_SAID: Final = "retired"


def definitions_of(plugin: Plugin) -> dict[str, Definition]:
    """File → what stands in it, of all case types that a plugin brings."""
    return {definition_file(each): each for each in plugin.definitions}


def about_case_types(subject: str) -> bool:
    """Tell whether a finding is about a case type, by its subject."""
    first = subject.partition(" ")[0]
    return first == _SAID or definition_named(first) is not None


def definition_findings(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Tell of files that are missing, unlike their case types, or without one."""
    yield from changed_definitions(plugin, files)
    yield from _unlike(plugin, files)
    yield from _without_class(plugin, files)
    yield from _retired(plugin, files)


def changed_definitions(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Tell of case types that say something else than was released of them."""
    for cls in plugin.case_types:
        definition, file = cls.definition, definition_file(cls.definition)
        if file not in files.released or file not in files.definitions:
            continue
        was = files.content(file)
        if was == definition.as_json():
            continue
        version = definition.version
        yield SchemaFinding(
            subject=_subject(cls, file),
            rule=f"{_named(definition)} has changed under its version, by which cases "
            f"run: {_said(was, definition)}",
            remedy="let it say what it said, and write the change in a class of its "
            f"own with a new version and migrate_from = {{{version!r}: Renamed()}}",
        )


def _unlike(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Case types without a file, and files not yet released that say something else."""
    for cls in plugin.case_types:
        definition, file = cls.definition, definition_file(cls.definition)
        subject = _subject(cls, file)
        if file not in files.definitions:
            rule = f"{_named(definition)} has no file"
            yield SchemaFinding(subject=subject, rule=rule, remedy=exporting(plugin))
        elif file not in files.released:
            said = written(definition.as_json())
            if said != files.definitions[file]:
                told = _said(files.content(file), definition)
                yield SchemaFinding(
                    subject=subject,
                    rule=f"differs from {_named(definition)}: {told}",
                    remedy=exporting(plugin),
                )


def _without_class(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    known = definitions_of(plugin)
    for file in files.definitions:
        name = definition_named(file)
        if file in known or name in plugin.retired:
            continue
        if file in files.released:
            rule = f"no class is case type {name}, by which cases may still run"
            remedy = (
                "bring the class back; or, where no case runs by it any more, add "
                f"{name!r} to the plugin's retired="
            )
        else:
            rule, remedy = f"no class is case type {name}", "delete the file"
        yield SchemaFinding(subject=file, rule=rule, remedy=remedy)


def _retired(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """What is said to be retired, and is not, or was never there."""
    named = {definition_named(file): file for file in files.definitions}
    brought = {definition_named(file) for file in definitions_of(plugin)}
    for name in plugin.retired:
        if name in brought:
            rule, remedy = "is said to be retired, and has a class", "say one of them"
        elif named.get(name) not in files.released:
            rule = "is said to be retired, and was never released"
            remedy = "mend its name, such as 'mentor.forloeb/2026-1', or take it out"
        else:
            continue
        yield SchemaFinding(subject=f"{_SAID} {name!r}", rule=rule, remedy=remedy)


def _said(was: dict[str, Any], definition: Definition) -> str:
    """What is not the same any more, in words; in places, where it cannot be read."""
    now = definition.as_json()
    try:
        before = read_definition(was, calendar=definition.calendar)
    except Malformed:
        return where(was, now)
    told = [each.text("en") for each in differences(before, definition)]
    if was["calendar"] != now["calendar"]:
        told.append(
            "calendar: "
            + " → ".join(
                f"{each['name']} version {each['version']} ({each['digest'][:8]})"
                for each in (was["calendar"], now["calendar"])
            )
        )
    more = [f"and {len(told) - _MOST} more"] if len(told) > _MOST else []
    return "; ".join([*told[:_MOST], *more]) or where(was, now)


def _named(definition: Definition) -> str:
    return f"case type {definition.code}/{definition.version}"


def _subject(cls: type[CaseType], file: str) -> str:
    """The file, and the class as its author knows it: `course.Course`."""
    return f"{file} ({cls.__module__.rpartition('.')[2]}.{cls.__qualname__})"
