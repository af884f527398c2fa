"""Checking: whether classes and released files say the same, and what to do if not.

All that is wrong is told at once; each finding names the file, the class and the
remedy.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from kvalitet_core.plugins import CORE_NAME, Plugin, unchanged
from kvalitet_core.releases.altered import altered
from kvalitet_core.releases.comparing import where
from kvalitet_core.releases.definitions import (
    about_case_types,
    definition_findings,
)
from kvalitet_core.releases.files import (
    CORE_PACKAGE,
    INDEX,
    Files,
    file_of,
    name_of,
    schemas_of,
    written,
)
from kvalitet_core.releases.finding import SchemaFinding, exporting
from kvalitet_core.releases.gate import fit, shape, without_words
from kvalitet_core.releases.indexing import index_of, owner_in
from kvalitet_core.schemas import text_keys
from kvalitet_core.texts import read_texts

__all__ = ["changed", "check", "check_definitions", "of_another", "text_findings"]


def check(plugin: Plugin, files: Files) -> list[SchemaFinding]:
    """Everything that is wrong, in the order of the files.

    Args:
        plugin: Whose classes are stored, and whose case types cases run by.

        files: The files that go with them.

    Raises:
        Unavailable: A class has a new number, and what compares it with the old one is
            not installed: `kvalitet-core[schemas]`.
    """
    found = list(altered(plugin, files))
    if found:
        return sorted(found)
    return sorted(
        [
            *_unlike_classes(plugin, files),
            *changed(plugin, files),
            *_without_class(plugin, files),
            *_without_older(plugin, files),
            *_misfits(plugin, files),
            *definition_findings(plugin, files),
            *_index(plugin, files),
            *text_findings(plugin),
        ]
    )


def check_definitions(plugin: Plugin, files: Files) -> list[SchemaFinding]:
    """Everything of it that is about case types, in the order of the files."""
    found = [each for each in altered(plugin, files) if about_case_types(each.subject)]
    return sorted(found or definition_findings(plugin, files))


def of_another(plugin: Plugin, files: Files) -> list[SchemaFinding]:
    """What shows that the files are another plugin's: its name, in their index."""
    owner = owner_in(files)
    if owner in (None, plugin.name):
        return []
    rule = f"lists the files of {owner!r}, and {plugin.name!r} was asked for"
    if owner == CORE_NAME:
        remedy = "leave out --plugin, or name another folder"
    else:
        remedy = f"add --plugin {owner}, or, in its own folder, run `kvalitet plugin …`"
    return [SchemaFinding(subject=INDEX, rule=rule, remedy=remedy)]


def _unlike_classes(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Classes without a file, and files not yet released that say something else."""
    for name, schema in schemas_of(plugin).items():
        file = file_of(name)
        subject = f"{file} ({_class(plugin, name)})"
        if file not in files.schemas:
            rule = f"the class stored as {name} has no file"
            yield SchemaFinding(subject=subject, rule=rule, remedy=exporting(plugin))
        elif file not in files.released and written(schema) != files.schemas[file]:
            rule = f"differs from the class {where(files.content(file), schema)}"
            export = exporting(plugin)
            remedy = (
                f"give it a new number and an upcaster, or, while unreleased, {export}"
            )
            yield SchemaFinding(subject=subject, rule=rule, remedy=remedy)


def changed(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Classes that have changed their shape under a number that is released.

    A released file keeps its words when the class's own are improved.
    """
    for name, schema in schemas_of(plugin).items():
        file = file_of(name)
        if file not in files.released or file not in files.schemas:
            continue
        was = files.content(file)
        if shape(was) != shape(schema):
            stem, _, number = name.partition("/")
            places = where(without_words(was), without_words(schema))
            yield SchemaFinding(
                subject=f"{file} ({_class(plugin, name)})",
                rule=f"the class has changed under its number {places}",
                remedy=f"give the class the stored name {stem}/{int(number) + 1} "
                f"and an upcaster from {name}",
            )


def _without_class(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Files of which no class has the name, nor a later number of it."""
    newest = _newest(plugin)
    for file in files.schemas:
        stem, _, number = str(name_of(file)).partition("/")
        if int(number) <= newest.get(stem, 0):
            continue
        near = get_close_matches(stem, newest, n=1)
        nearest = f"; the nearest is {near[0]}" if near else ""
        rule = f"no class has this name{nearest}"
        remedy = (
            "bring the class back, or what is stored under the name cannot be read"
            if file in files.released
            else "delete the file"
        )
        yield SchemaFinding(subject=file, rule=rule, remedy=remedy)


def _without_older(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Numbers that are older than a class's, and have no file."""
    for stem, newest in _newest(plugin).items():
        for number in range(1, newest):
            file = file_of(f"{stem}/{number}")
            if file not in files.schemas:
                rule = f"is missing, and {stem}/{newest} is there"
                remedy = "keep the file of every older number"
                yield SchemaFinding(subject=file, rule=rule, remedy=remedy)


def _misfits(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Steps between two numbers that leave old values as they are, and may not."""
    for stem, newest in _newest(plugin).items():
        for number in range(1, newest):
            old, new = f"{stem}/{number}", f"{stem}/{number + 1}"
            if file_of(old) in files.schemas and file_of(new) in files.schemas:
                yield from _misfit(plugin, files, old, new)


def _misfit(
    plugin: Plugin, files: Files, old: str, new: str
) -> Iterator[SchemaFinding]:
    found = fit(files.content(file_of(old)), files.content(file_of(new)))
    subject = f"{file_of(new)} ({_class(plugin, new)})"
    step = plugin.upcasters.get(old)
    if step is None:
        rule = f"no upcaster leads from {old} to {new}"
        kind = "`unchanged` will do" if found.stored else "`unchanged` will not do"
        remedy = f"add one to the plugin's upcasters; {kind}"
        yield SchemaFinding(subject=subject, rule=rule, remedy=remedy)
    elif step is unchanged and not found.stored:
        rule = f"not every value of {old} is proved to fit {new} as it stands"
        remedy = f"write an upcaster from {old} in place of `unchanged`"
        yield SchemaFinding(subject=subject, rule=rule, remedy=remedy)
    for field in found.sealed:
        if (old, field) not in plugin.sealed_upcasters:
            rule = f"not all that {old} sealed as {field} is proved to fit {new}"
            remedy = f"add a sealed upcaster from ({old!r}, {field!r})"
            yield SchemaFinding(subject=subject, rule=rule, remedy=remedy)


def _index(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    if files.contents and files.index != written(index_of(plugin, files)):
        rule = "does not list the files as they are"
        yield SchemaFinding(subject=INDEX, rule=rule, remedy=exporting(plugin))


def text_findings(plugin: Plugin) -> list[SchemaFinding]:
    """Danish texts that are missing, and those of fields that do not exist."""
    wanted = {
        key
        for aggregate in plugin.aggregates
        for name, cls in {**aggregate.events, **aggregate.commands}.items()
        for key in text_keys(cls, name)
    }
    given = plugin.texts.get("da", {})
    known = {*given, *read_texts(CORE_PACKAGE)["da"]}
    missing = [
        SchemaFinding(
            subject="texts/da.toml",
            rule=f"{key!r} has no text in Danish",
            remedy=f'add "{key}" = "…" to it',
        )
        for key in wanted - known
    ]
    strange = [
        SchemaFinding(
            subject="texts/da.toml",
            rule=f"{key!r} is no field" + _nearest(key, wanted),
            remedy="mend the key, or take it out",
        )
        for key in given.keys() - wanted
        if key.rpartition(".")[0] in wanted
    ]
    return sorted(missing + strange)


def _nearest(key: str, wanted: set[str]) -> str:
    near = get_close_matches(key, sorted(wanted), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _newest(plugin: Plugin) -> dict[str, int]:
    """Stored names without their numbers → the number that the class has."""
    newest: dict[str, int] = {}
    for name in schemas_of(plugin):
        stem, _, number = name.partition("/")
        newest[stem] = max(newest.get(stem, 0), int(number))
    return newest


def _class(plugin: Plugin, name: str) -> str:
    """A class as its author knows it: `events.Closed`; none for a number gone by."""
    for aggregate in plugin.aggregates:
        cls = {**aggregate.events, **aggregate.commands}.get(name)
        if cls is not None:
            return f"{cls.__module__.rpartition('.')[2]}.{cls.__qualname__}"
    return "no class"
