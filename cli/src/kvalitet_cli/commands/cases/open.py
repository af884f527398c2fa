"""`kvalitet case open`: to open a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.inputs import actor
from kvalitet_cli.instants import Instant
from kvalitet_cli.options import Form, Where, acting, in_form, stored_in
from kvalitet_cli.receipts import carry_out, report_receipt
from kvalitet_cli.streams import checked_stream
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.domain.case import Open, Stated
from kvalitet_core.errors import Malformed, Problem

__all__ = ["command"]


@click.command(name="open")
@click.argument("definition", metavar="CODE")
@click.option("--title", required=True, help="What it is called; nothing of a person.")
@click.option(
    "--key",
    metavar="KEY",
    help="What tells it from others of its type; the application, or else a new id.",
)
@click.option("--handles", metavar="STREAM", help="The application that it decides.")
@click.option(
    "--received",
    type=Instant(last=False),
    metavar="INSTANT",
    help="When what it is about was received; as the application was, or now.",
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="NAME=VALUE",
    help="What it is opened with, such as its parameters. May be repeated.",
)
@click.option(
    "--id",
    "command_id",
    metavar="ID",
    help="The command's id; used again, nothing is done twice.",
)
@click.option("--dry-run", is_flag=True, help="Decide, and write nothing.")
@in_form
@acting
@stored_in
def command(
    *,
    where: Where,
    by: str | None,
    definition: str,
    title: str,
    key: str | None,
    handles: str | None,
    received: datetime | None,
    facts: tuple[str, ...],
    command_id: str | None,
    dry_run: bool,
    form: Form,
) -> None:
    r"""Open a case of the case type CODE, or of one version of it as code/version.

    Without a version, the one in force on the day of receipt is taken. What is asked
    and who asked is recorded, as `kvalitet do` does.

    \b
    Example:
      kvalitet case open indsatsteam.forloeb --title "Forløb 7" --key 7 --as @me.json
      kvalitet case open indsatsteam.forloeb --title "Forløb 7" --as @me.json \
        --handles application/2020-2.7 --fact ansoegningsfrist=2020-11-27
    """
    acts = actor(by)
    code, _, version = definition.partition("/")
    with where.opened(read_only=dry_run) as journal:
        known = CaseTypes(journal.registry).named(definition)
        asked = Open(
            definition=code,
            version=version or None,
            key=key,
            title=title,
            handles=None if handles is None else checked_stream(handles),
            received=received,
            facts=_stated(facts, known),
        )
        item = carry_out(
            journal,
            asked,
            by=acts,
            command_id=command_id,
            dry_run=dry_run,
            form=form,
        )
    report_receipt(item, form=form)


def _stated(
    texts: Iterable[str], definitions: tuple[Definition, ...]
) -> tuple[Stated, ...]:
    """The facts as they were typed, each as a value of its own kind.

    Raises:
        Malformed: One is not of that form; all that are not are told.
    """
    found: list[Stated] = []
    problems: list[str] = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            problems.append(f"{text!r}: expected NAME=VALUE")
            continue
        try:
            found.append(Stated(fact=name, value=_value(name, value, definitions)))
        except ValueError:
            noun = _fact(name, definitions).type.noun
            problems.append(f"{name}: expected {noun}, got {value!r}")
    if problems:
        raise Malformed("--fact", *(Problem(path="$", text=told) for told in problems))
    return tuple(found)


def _fact(name: str, definitions: tuple[Definition, ...]) -> Any:
    """The newest fact of a name, or None: the command says no to one that is none."""
    known = [each.known_facts.get(name) for each in definitions]
    return next((fact for fact in reversed(known) if fact is not None), None)


def _value(name: str, text: str, definitions: tuple[Definition, ...]) -> Any:
    fact = _fact(name, definitions)
    return text if fact is None else fact.type.stored(fact.type.from_text(text))
