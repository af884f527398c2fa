"""`kvalitet definition diff`: what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from kvalitet_cli.casetypes import CaseTypes, spelled
from kvalitet_cli.casewords import say, say_count
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, in_form, stored_in_if_named
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.differing import Difference, differences
from kvalitet_core.discovery import assembled
from kvalitet_core.domain.case import Case
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import Registry

__all__ = ["command"]


@click.command(name="diff")
@click.argument("old")
@click.argument("new")
@in_language
@in_form
@stored_in_if_named
def command(
    *, old: str, new: str, where: Where | None, language: Language, form: Form
) -> None:
    r"""Say what changed from the case type OLD to NEW, each as code/version.

    With a journal, it tells how many open cases run by each.

    \b
    Example:
      kvalitet definition diff indsatsteam.forloeb/2020-2 indsatsteam.forloeb/2021
      kvalitet definition diff indsatsteam.forloeb/2020-2 indsatsteam.forloeb/2021 \
        --journal programme.db
    """
    journal: dict[str, Any] | None = None
    counts: dict[str, int] = {}
    if where is None:
        pair = _pair(assembled()[1], old, new)
    else:
        with where.opened(read_only=True) as opened:
            pair = _pair(opened.registry, old, new)
            counts, journal = _counts(opened, pair), about(opened, language)
    items = [_item(each, told_in(form, language)) for each in differences(*pair)]
    names = dict(zip(("old", "new"), spelled(pair), strict=True))
    key = "differences" if items else "same"
    note(say_count(key, language, count=len(items), **names))
    texts = (*(item["text"] for item in items), *_counted(counts, language))
    if journal is not None:
        journal |= {"open_cases": counts}
    tell("differences", items, map(Line.of, texts), form=form, journal=journal)


def _pair(registry: Registry, old: str, new: str) -> tuple[Definition, Definition]:
    known = CaseTypes(registry)
    return known.one(old), known.one(new)


def _item(difference: Difference, language: Language) -> dict[str, Any]:
    before, after = difference.before, difference.after
    return {
        "code": difference.code,
        "path": difference.path,
        "before": before.says(language) if before is not None else None,
        "after": after.says(language) if after is not None else None,
        "text": difference.text(language),
    }


def _counts(journal: Journal, pair: tuple[Definition, Definition]) -> dict[str, int]:
    """How many open cases run by each of the two, by how they are spelled."""
    counts = dict.fromkeys(spelled(pair), 0)
    for _, case in journal.states(Case):
        name = f"{case.definition}/{case.version}"
        if case.closed is None and name in counts:
            counts[name] += 1
    return counts


def _counted(counts: dict[str, int], language: Language) -> Iterator[str]:
    for name, count in counts.items():
        key = "open_case" if count == 1 else "open_cases"
        yield say(key, language, version=name, count=count)
