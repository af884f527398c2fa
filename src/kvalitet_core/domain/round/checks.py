"""What a round must be: the rules that several of its commands share."""

from __future__ import annotations

from datetime import date

from kvalitet_core.aggregate import Context
from kvalitet_core.errors import Reason
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline, FormName, danish_date

__all__ = ["form_there", "opens_in_time"]


def form_there(stream: StreamId, name: FormName, context: Context) -> Reason | None:
    """Say no to a form that its plugin does not define."""
    defined = sorted(form.name for form in context.definitions(Form, of=name.owner))
    if name in defined:
        return None
    text = (
        f"{stream}: form {str(name)!r} is not one of plugin {name.owner!r}, "
        f"which has {', '.join(defined) or 'none'}"
    )
    return Reason(code="round.form_unknown", text=text)


def opens_in_time(
    stream: StreamId, opens: date | None, deadline: Deadline | None
) -> Reason | None:
    """Say no to a round that opens when its deadline is over.

    Args:
        stream: The round.

        opens: The first day that one can apply; None where none is known.

        deadline: The last time to apply, if one is known.
    """
    last = _last_day(deadline) if deadline is not None else None
    if opens is None or last is None or opens <= last:
        return None
    text = f"{stream}: expected it to open before its deadline {deadline}, got {opens}"
    return Reason(code="round.opens_after_deadline", text=text)


def _last_day(deadline: Deadline) -> date | None:
    """The last day to apply; None where it is so far away that it has no date."""
    if deadline.is_date:
        return date.fromisoformat(deadline)
    try:
        return danish_date(deadline.instant)
    except OverflowError:
        return None
