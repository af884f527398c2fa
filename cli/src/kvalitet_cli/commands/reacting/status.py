"""`kvalitet reactions status`: how far each reaction has come, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.following import required_place, runs_at
from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.report import Result, report
from kvalitet_cli.standing import problems_of, run_items
from kvalitet_cli.standing_text import run_lines
from kvalitet_core.journal.journal import Journal

__all__ = ["command"]

_COLUMN: Final = len("position")


@click.command(name="status")
@in_form
@stored_in
def command(*, where: Where, form: Form) -> int:
    r"""Tell how far each reaction has come, what came of its commands, what is parked.

    A command is accepted, finds nothing to do, or is refused by a rule; an event may
    also lead to no command. A refusal is an answer, and nothing is wrong with it; the
    last one is shown, and `kvalitet log` has them all.

    Leaves with 0 where all is well, with 1 where a reaction has parked an event or was
    stopped by an error.

    \b
    Example:
      kvalitet reactions status --journal programme.db
      kvalitet reactions status --journal programme.db --format json
    """
    address = required_place(where)
    with (
        where.opened(read_only=True) as journal,
        runs_at(address, journal, where, read_only=True) as store,
    ):
        from kvalitet_core.reactions.counting import (  # noqa: PLC0415 - an extra
            Answered,
            answered,
        )

        with store.reading() as transaction:
            counted = answered(transaction)
        items = [
            item | _answers(counted.get(item["name"], Answered()), item, journal)
            for item in run_items(journal, store, kind="reaction")
        ]
        place, simulated = journal.place, journal.simulated
        about = {"id": journal.id, "place": place, "simulated": simulated}
    problems = [told for item in items for told in problems_of(item, behind=None)]
    report(Result(name="reactions", journal=about, items=items, text=_lines), form=form)
    _say(f"reactions: {len(items)}; " + _told(problems))
    for problem in problems:
        _say(problem)
    return FOUND if problems else 0


def _told(problems: list[str]) -> str:
    return f"problems: {len(problems)}" if problems else "all is well"


def _answers(counted: Any, item: dict[str, Any], journal: Journal) -> dict[str, Any]:
    """What came of its commands, and of the events that led to none."""
    asked = counted.accepted + counted.nothing + counted.refused
    return {
        "accepted": counted.accepted,
        "nothing": counted.nothing,
        "refused": counted.refused,
        "without_command": item["events"] - asked,
        "last_refused": _refused(counted.last_refused, journal),
    }


def _refused(command_id: str | None, journal: Journal) -> dict[str, Any] | None:
    """The refusal on record; one that is not kept has its id alone."""
    if command_id is None:
        return None
    commit = journal.commit(command_id)
    reasons = commit.record.reasons if commit else ()
    told = [{"code": reason.code, "text": reason.text} for reason in reasons]
    return {"command_id": command_id, "reasons": told}


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    yield from run_lines(item)
    counts = (
        f"{item['accepted']} accepted, {item['nothing']} with nothing to do, "
        f"{item['refused']} refused, {item['without_command']} events without a command"
    )
    yield from labelled("commands", counts, indent=4, column=_COLUMN)
    if last := item["last_refused"]:
        reasons = "; ".join(reason["text"] for reason in last["reasons"])
        text = f"{last['command_id']}: {reasons or 'no refusals are kept'}"
        yield from labelled("refused", text, indent=4, column=_COLUMN)


def _say(text: str) -> None:
    click.echo(f"kvalitet: {text}", err=True)
