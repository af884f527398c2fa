"""`kvalitet do`: carry out a command that is given as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import click

from kvalitet_cli.inputs import actor, parsed, text_of
from kvalitet_cli.instants import local
from kvalitet_cli.layout import Line, fields
from kvalitet_cli.options import FORMATS, Form, Where, acting, stored_in
from kvalitet_cli.outermost import RECORDED
from kvalitet_cli.plain import Plain
from kvalitet_cli.report import Result, put_json, report
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Receipt, written
from kvalitet_core.journal.registry import Registry
from kvalitet_core.privacy.person import Forget
from kvalitet_core.schemas import json_schema, problems

__all__ = ["command"]


@click.command(name="do")
@click.argument("name")
@click.argument("data", required=False, default="-", metavar="[JSON|@FILE|-]")
@click.option(
    "--id",
    "command_id",
    metavar="ID",
    help="The command's id; used again, nothing is done twice.",
)
@click.option("--dry-run", is_flag=True, help="Decide, and write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people; JSON for programs.",
)
@acting
@stored_in
def command(
    *,
    where: Where,
    by: str | None,
    name: str,
    data: str,
    command_id: str | None,
    dry_run: bool,
    form: Form,
) -> None:
    r"""Carry out the command NAME with the given JSON, or standard input.

    The JSON is checked against the command's schema, and every problem is told at
    once. A refusal by a rule is recorded, and is exit code 1.

    \b
    Example:
      kvalitet do municipality.rename --journal programme.db --as @me.json \
        '{"code": "0730", "name": "Randers", "effective_from": "2020-01-01"}'
      kvalitet schema show municipality.rename
    """
    acts = actor(by)
    text = text_of(data)
    with where.opened(read_only=dry_run) as journal:
        asked = asked_for(journal.registry, name, text)
        try:
            receipt = journal.do(
                asked, by=acts, command_id=command_id, channel="cli", dry_run=dry_run
            )
        except Refused as refused:
            _report_refusal(refused, form)
            raise
        item = _item(journal, receipt)
    if not dry_run:
        click.get_current_context().meta[RECORDED] = receipt.command_id
    report(Result(name="receipts", journal=None, items=[item], text=_lines), form=form)


def asked_for(registry: Registry, name: str, text: str) -> Any:
    """The command of a name with the fields that a JSON text gives it.

    Raises:
        Unknown: There is no such command.
        Malformed: The text does not fit its schema; every problem is named. Or the
            command has a way of its own.
    """
    stored = registry.command(name)
    if stored.cls is Forget:
        raise Malformed(stored.name, "is given by `kvalitet forget`")
    found = problems(
        json_schema(stored.cls, stored.name), parsed(text, subject=stored.name)
    )
    if found:
        raise Malformed(stored.name, *found)
    try:
        return registry.codec.from_input(stored.cls, text.encode())
    except Malformed as error:
        raise Malformed(stored.name, *error.problems) from error


def _report_refusal(refused: Refused, form: Form) -> None:
    """Give programs the reasons; people read them on standard error."""
    if form == "text":
        return
    if refused.command_id:
        click.get_current_context().meta[RECORDED] = refused.command_id
    told = {
        "outcome": "refused",
        "command_id": refused.command_id,
        "reasons": [attrs.asdict(reason) for reason in refused.reasons],
    }
    put_json(told, form=form)


def _item(journal: Journal, receipt: Receipt) -> dict[str, Any]:
    plain = Plain(journal, opens=False)
    at = receipt.recorded_at
    return {
        "command_id": receipt.command_id,
        "outcome": receipt.outcome,
        "dry_run": at is None,
        "stream": receipt.stream,
        "position": receipt.position,
        "recorded_at": written(at) if at else None,
        "events": [
            {
                "stream": event.stream,
                "version": event.version or None,
                "name": event.name,
                "fields": plain.of(event.event, stream=event.stream),
            }
            for event in receipt.events
        ],
    }


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    at = item["recorded_at"]
    accepted = item["outcome"] == "accepted"
    outcome = "accepted" if accepted else "nothing to do: it is so already"
    dry = " (dry run: nothing was written)" if item["dry_run"] else ""
    yield Line.of(f"{outcome}{dry}", "green" if accepted else "yellow")
    told = {"stream": item["stream"], "command": item["command_id"]}
    if at:
        told["recorded"] = f"{local(at)}, up to position {item['position']}"
    yield from fields(told, indent=4)
    for event in item["events"]:
        version = f", version {event['version']}" if event["version"] else ""
        yield Line.of(
            f"{event['name']}{version} of {event['stream']}", "cyan", indent=4
        )
        yield from fields(event["fields"], indent=8)
