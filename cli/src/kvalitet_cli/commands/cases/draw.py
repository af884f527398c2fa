"""`kvalitet case draw`: the picture of a case type, with a case laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kvalitet_cli.casefinding import FoundCase, case_at, now_of
from kvalitet_cli.casefinding import as_of as told_time
from kvalitet_cli.casestanding import stages_of
from kvalitet_cli.casewords import say
from kvalitet_cli.drawn import Way, as_drawing, put_drawing
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import about
from kvalitet_core.casetypes.picture import Overlay, picture
from kvalitet_core.errors import Unknown

__all__ = ["command"]


@click.command(name="draw")
@click.argument("case")
@told_time
@as_drawing
@in_language
@stored_in
def command(
    *,
    where: Where,
    case: str,
    as_of: datetime | None,
    way: Way,
    output: Path | None,
    language: Language,
) -> None:
    r"""Draw CASE: its case type, with how far each stage and item has come.

    What is late is marked, and each deadline stands below its item.

    \b
    Example:
      kvalitet case draw indsatsteam.forloeb.7 --output case.svg
      kvalitet case draw indsatsteam.forloeb.7 --as mermaid --lang da
    """
    with where.opened(read_only=True, whole=False) as journal:
        about(journal, language)
        found = case_at(journal, case, language)
        now = now_of(journal, as_of)
    definition = found.bound.installed
    if definition is None:
        hint = "it is not installed, so there is no picture to lay the case over"
        what = "case type"
        raise Unknown(what, f"{found.case.definition}/{found.case.version}", hint=hint)
    overlay = _overlay(found, now, language)
    graph = picture(definition, language, overlay=overlay)
    put_drawing(graph, way=way, output=output, language=language)


def _overlay(found: FoundCase, now: datetime, language: Language) -> Overlay:
    stages = stages_of(found, as_of=now, language=language)
    items: list[dict[str, Any]] = [each for stage in stages for each in stage["items"]]
    lines = {each["item"]: tuple(_lines(each, language)) for each in items}
    for path, added in found.case.added.items():
        lines[path] = (found.bound.role(added.role, language), *lines[path])
    return Overlay(
        title=found.case.title,
        statuses={part: work.status for part, work in found.case.works.items()},
        late=frozenset(each["item"] for each in items if each["late"]),
        lines={path: told for path, told in lines.items() if told},
        added={path: added.title for path, added in found.case.added.items()},
    )


def _lines(item: dict[str, Any], language: Language) -> Iterator[str]:
    """Who has an item, what it came to, and when it is due."""
    if item["outcome"]:
        yield item["outcome_text"]
    is_done = item["status"] in ("done", "skipped", "left")
    if item["holder"]:
        yield say("done_by" if is_done else "held_by", language, who=item["holder"])
    if item["deadline_text"] and not is_done:
        yield say("due", language, deadline=item["deadline_text"])
