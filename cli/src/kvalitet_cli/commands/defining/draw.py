"""`kvalitet definition draw`: the picture of a case type, or of all its open cases."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say
from kvalitet_cli.drawn import Way, as_drawing, put_drawing
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in_if_named
from kvalitet_cli.telling import about
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.picture import Overlay, picture
from kvalitet_core.casetypes.status import Status
from kvalitet_core.discovery import assembled
from kvalitet_core.domain.case import Case
from kvalitet_core.journal.journal import Journal

__all__ = ["command"]


@click.command(name="draw")
@click.argument("code")
@click.option(
    "--portfolio",
    is_flag=True,
    help="Lay all open cases over it: how many are in each stage and at each item.",
)
@as_drawing
@in_language
@stored_in_if_named
def command(
    *,
    where: Where | None,
    code: str,
    portfolio: bool,
    way: Way,
    output: Path | None,
    language: Language,
) -> None:
    r"""Draw the case type CODE, or one version of it as code/version.

    It is drawn from what it says, never by hand. --portfolio needs a journal.

    \b
    Example:
      kvalitet definition draw indsatsteam.forloeb/2020-2 --as mermaid
      kvalitet definition draw indsatsteam.forloeb --output forloeb.svg
      kvalitet definition draw indsatsteam.forloeb --portfolio --journal programme.db
    """
    if not portfolio:
        definition, overlay = CaseTypes(assembled()[1]).one(code), None
    elif where is None:
        message = "--portfolio counts the cases of a journal: name it with --journal"
        raise click.UsageError(message, ctx=click.get_current_context())
    else:
        with where.opened(read_only=True) as journal:
            about(journal, language)
            definition = CaseTypes(journal.registry).one(code)
            overlay = _portfolio(journal, definition, language)
    graph = picture(definition, language, overlay=overlay)
    put_drawing(graph, way=way, output=output, language=language)


def _portfolio(journal: Journal, definition: Definition, language: Language) -> Overlay:
    """How many open cases are in each stage and at each item."""
    counts: Counter[str] = Counter()
    cases = 0
    for _, case in journal.states(Case):
        runs_by = (case.definition, case.version)
        if case.closed is not None or runs_by != (definition.code, definition.version):
            continue
        cases += 1
        counts.update(
            part
            for part, work in case.works.items()
            if work.status.is_open or work.status is Status.ACTIVE
        )
    title = say(
        "portfolio_one" if cases == 1 else "portfolio",
        language,
        title=definition.name_of("", language),
        version=definition.version,
        count=cases,
    )
    return Overlay(title=title, counts=counts)
