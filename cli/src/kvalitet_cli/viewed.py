"""Asking views about cases: rows, and how far the views have followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from kvalitet_cli.casewords import say
from kvalitet_cli.following import require_sqlalchemy, required_place
from kvalitet_cli.language import Language
from kvalitet_cli.options import Where
from kvalitet_cli.telling import note
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import danish_date

if TYPE_CHECKING:
    from kvalitet_core.views.views import Row, Views

__all__ = ["Municipalities", "note_lag", "viewing"]


@contextmanager
def viewing(journal: Journal, where: Where) -> Iterator[Views]:
    """Open the views of a journal, to ask them.

    Raises:
        RunsUnavailable: There are none, or they cannot be read.
    """
    address = required_place(where)
    require_sqlalchemy(address)
    from kvalitet_core.views.views import Views  # noqa: PLC0415 - an extra

    with Views.open(
        journal,
        address,
        create=False,
        read_only=True,
        busy_seconds=where.busy_seconds,
    ) as views:
        yield views


def note_lag(views: Views, name: str, language: Language) -> None:
    """Say so where a view has not followed the journal to its end."""
    status = next(each for each in views.status() if each.name == f"view {name}")
    if status.lag_events or status.parked:
        lag, parked = status.lag_events, status.parked
        note(say("view_behind", language, view=name, lag=lag, parked=parked))


class Municipalities:
    """In which municipality a case is: by its application, and that by who applies."""

    def __init__(self, views: Views) -> None:
        self._applicants: Mapping[str, str] = {
            str(row["application"]): str(row["applicant"])
            for row in views.query("core.applications")
        }
        self._rows: dict[str, list[Row]] = {}
        for row in views.query("core.tilbud"):
            self._rows.setdefault(str(row["tilbud"]), []).append(row)

    def of(self, application: str | None, day: date | datetime) -> str | None:
        """The code of the municipality on a day; None where it is not known."""
        if application is None:
            return None
        on = danish_date(day) if isinstance(day, datetime) else day
        applicant = self._applicants.get(application, "")
        kind, _, code = applicant.partition("/")
        if kind == "municipality":
            return code
        for row in self._rows.get(applicant, []):
            if _holds(row, on):
                place = row["municipality"]
                return str(place) if place is not None else None
        return None


def _holds(row: dict[str, Any], day: date) -> bool:
    first, last = row["effective_from"], row["effective_to"]
    return bool(first <= day and (last is None or day < last))
