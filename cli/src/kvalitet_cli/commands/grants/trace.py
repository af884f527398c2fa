"""`kvalitet grant trace`: from an amount to its decision, and back."""

from __future__ import annotations

import click

from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.ledgers import as_decision, as_item, grant_at, recorded_of
from kvalitet_cli.ledgers_text import decision_lines, posting_line, say
from kvalitet_cli.options import LARGEST, Form, Where, in_form, stored_in
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.domain.grant import decided_by, resting_on
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import EventId

__all__ = ["command"]


@click.command(name="trace")
@click.argument("grant")
@click.option(
    "--posting",
    "number",
    type=click.IntRange(1, LARGEST),
    metavar="N",
    help="Begin with this posting, by its number in the ledger.",
)
@click.option(
    "--decision",
    "event",
    metavar="EVENT",
    help="Begin with this decision, by the id of its event.",
)
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    grant: str,
    number: int | None,
    event: str | None,
    language: Language,
    form: Form,
) -> None:
    r"""Lead from a posting of GRANT to its decision, and to all that rests on that.

    It begins with a posting or with a decision. Of the decision it tells what it was,
    who took it, when and in which command, and every posting that rests on it.

    \b
    Example:
      kvalitet grant trace recovery-2019-0730 --posting 3 --journal programme.db
      kvalitet grant trace recovery-2019-0730 --decision EVENT --lang da
    """
    if (number is None) == (event is None):
        raise click.UsageError("expected --posting or --decision, one of them")
    with where.opened(read_only=True) as journal:
        read = about(journal, language)
        stream, known = grant_at(journal, grant)
        history = recorded_of(journal, stream)
    if number is not None:
        basis = decided_by(known.ledger, number)
        if basis is None:
            hint = f"the ledger of {stream} has {len(known.ledger)}"
            raise Unknown("posting", str(number), hint=hint)
        event = basis.event
    rested = resting_on(known.ledger, EventId(event or ""))
    if not rested:
        hint = f"no posting of {stream} rests on it"
        raise Unknown("decision", str(event), hint=hint)
    version = rested[0].posting.decision.version
    items = [as_item(stream, entry, history) for entry in rested]
    item = {**as_decision(history[version]), "postings": items}
    note(say("rests", language, grant=stream, count=len(items)))
    lines = [
        *decision_lines(item, language),
        *(Line.of(posting_line(each, language), indent=2) for each in items),
    ]
    tell("decisions", [item], lines, form=form, journal=read)
