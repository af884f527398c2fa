"""Giving a command, and reporting what came of it: done, nothing to do, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import click

from kvalitet_cli.instants import local
from kvalitet_cli.layout import Line, fields
from kvalitet_cli.options import Form
from kvalitet_cli.outermost import RECORDED
from kvalitet_cli.report import Result, put_json, report
from kvalitet_core.actor import Actor
from kvalitet_core.errors import Refused
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import Receipt
from kvalitet_core.plain import Plain

__all__ = ["carry_out", "report_receipt"]


def carry_out(
    journal: Journal,
    asked: Any,
    *,
    by: Actor,
    command_id: str | None,
    dry_run: bool,
    form: Form,
) -> dict[str, Any]:
    """Give a command, and what came of it as plain values.

    Raises:
        Refused: A rule says no; programs are told the reasons on standard output.
    """
    try:
        receipt = journal.do(
            asked, by=by, command_id=command_id, channel="cli", dry_run=dry_run
        )
    except Refused as refused:
        _report_refusal(refused, form)
        raise
    return _item(journal, receipt)


def report_receipt(item: dict[str, Any], *, form: Form) -> None:
    """Put out what came of a command."""
    if not item["dry_run"]:
        click.get_current_context().meta[RECORDED] = item["command_id"]
    report(Result(name="receipts", journal=None, items=[item], text=_lines), form=form)


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
