"""`kvalitet worklist`: what there is to do in cases, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from kvalitet_cli.casefinding import as_of as told_time
from kvalitet_cli.casefinding import now_of
from kvalitet_cli.casestanding import told_deadline
from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say, status_word
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.telling import about, note, put_columns, tell
from kvalitet_cli.viewed import Municipalities, note_lag, viewing
from kvalitet_core.casetypes.items import Task
from kvalitet_core.values import COPENHAGEN, Deadline, MunicipalityCode

if TYPE_CHECKING:
    from kvalitet_core.views.views import Row, Views

__all__ = ["command"]

_VIEW: Final = "core.worklist"
_COLUMNS: Final = (
    "due",
    "case",
    "what",
    "status",
    "role",
    "holder",
    "municipality",
)
_MOST_DAYS: Final = 36_500


@attrs.frozen(kw_only=True)
class Wanted:
    """Which rows are wanted; None lets all pass.

    Attributes:
        holder: Who has it.
        role: Who can do it.
        municipality: Where the applicant is.
        overdue: Whether only what is late.
        days: What is due in so many days, and not late, if a number is told.
        now: The time that deadlines are held against.
    """

    holder: str | None
    role: str | None
    municipality: MunicipalityCode | None
    overdue: bool
    days: int | None
    now: datetime

    def takes(self, item: dict[str, Any], due: datetime | None) -> bool:
        """Tell whether a row is one of them."""
        return (
            self.holder in (None, item["holder"])
            and self.role in (None, item["role"])
            and self.municipality in (None, item["municipality"])
            and self._in_time(item, due)
        )

    def _in_time(self, item: dict[str, Any], due: datetime | None) -> bool:
        if not self.overdue and self.days is None:
            return True
        if due is None:
            return False
        if item["late"]:
            return self.overdue
        return self.days is not None and due <= self.now + timedelta(days=self.days)


@click.command(name="worklist")
@click.option("--mine", "holder", metavar="ACTOR", help="Only what this actor has.")
@click.option("--role", metavar="ROLE", help="Only what this role can do.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@click.option(
    "--at-risk",
    "days",
    type=click.IntRange(0, _MOST_DAYS),
    metavar="DAYS",
    help="Only what is due in so many days; with --overdue, what is late too.",
)
@click.option(
    "--municipality",
    metavar="CODE",
    help="Only where the applicant is in this municipality, by its four digits.",
)
@told_time
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    holder: str | None,
    role: str | None,
    overdue: bool,
    days: int | None,
    municipality: str | None,
    as_of: datetime | None,
    language: Language,
    form: Form,
) -> None:
    r"""Show what there is to do in cases, what is due first at the top.

    Every task that somebody can do now, and what is owed. It asks the view
    core.worklist; `kvalitet run` keeps that up to date.

    \b
    Example:
      kvalitet worklist --role sagsbehandler --at-risk 14 --journal programme.db
      kvalitet worklist --mine a-17 --overdue --lang da
      kvalitet worklist --municipality 0730 --as-of 2020-12-01 --format json
    """
    place = MunicipalityCode(municipality) if municipality is not None else None
    with where.opened(read_only=True) as journal, viewing(journal, where) as views:
        read = about(journal, language)
        note_lag(views, _VIEW, language)
        wanted = Wanted(
            holder=holder,
            role=role,
            municipality=place,
            overdue=overdue,
            days=days,
            now=now_of(journal, as_of),
        )
        known = CaseTypes(journal.registry)
        rows = _Rows(views, known, wanted, told_in(form, language))
        items = rows.items()
    late = sum(item["late"] for item in items)
    note(say("worklist", language, count=len(items), late=late))
    if form == "text":
        put_columns([_row(item, language) for item in items], _COLUMNS, language)
    else:
        tell("worklist", items, (), form=form, journal=read)


class _Rows:
    """What there is to do, with the titles of the case types."""

    def __init__(
        self, views: Views, known: CaseTypes, wanted: Wanted, language: Language
    ) -> None:
        self._views = views
        self._known = known
        self._wanted = wanted
        self._language: Language = language
        self._places = Municipalities(views)
        self._cases = {
            row["case_id"]: row
            for state in ("open", "suspended")
            for row in views.query("core.cases", where={"state": state})
        }

    def items(self) -> list[dict[str, Any]]:
        """All that is wanted, what is due first before the rest."""
        found = [
            (due, item)
            for due, item in (*self._tasks(), *self._owed())
            if self._wanted.takes(item, due)
        ]
        return [item for _, item in sorted(found, key=_by_due)]

    def _tasks(self) -> Iterator[tuple[datetime | None, dict[str, Any]]]:
        asked = {"holder": self._wanted.holder, "role": self._wanted.role}
        where = {name: value for name, value in asked.items() if value is not None}
        for row in self._views.query(_VIEW, "tasks", where=where):
            deadline = _deadline(row["due"], is_day=bool(row["whole_day"]))
            title = row["title"] or self._title(row["case_id"], row["item"])
            yield (
                row["due"],
                self._item(
                    row,
                    kind="task",
                    item=row["item"],
                    title=title,
                    status=row["status"],
                    role=row["role"],
                    holder=row["holder"],
                    deadline=deadline,
                ),
            )

    def _owed(self) -> Iterator[tuple[datetime | None, dict[str, Any]]]:
        for row in self._views.query(_VIEW, "owed"):
            code, stream = row["obligation"], row["case_id"]
            after, _, owed = code.partition(">")
            names = [self._title(stream, path) for path in (after, owed)]
            yield (
                row["due"],
                self._item(
                    row,
                    kind="owed",
                    item=code,
                    title=say("owes", self._language, after=names[0], owed=names[1]),
                    status="owed",
                    role=self._role(stream, owed),
                    holder=None,
                    deadline=_deadline(row["due"], is_day=_is_midnight(row["due"])),
                ),
            )

    def _item(
        self, row: Row, *, deadline: Deadline | None, **named: Any
    ) -> dict[str, Any]:
        case = self._cases.get(row["case_id"], {})
        received = case.get("received", self._wanted.now)
        is_late = deadline is not None and not deadline.met_by(self._wanted.now)
        return {
            "case": row["case_id"],
            "definition": case.get("definition"),
            "version": case.get("version"),
            **named,
            "role_text": self._called(case, named["role"]),
            "deadline": deadline,
            "deadline_text": told_deadline(deadline, self._language) or None,
            "late": is_late,
            "handles": case.get("handles"),
            "municipality": self._places.of(case.get("handles"), received),
        }

    def _title(self, stream: str, part: str) -> str:
        case = self._cases.get(stream, {})
        code, version = case.get("definition", ""), case.get("version", "")
        return self._known.title(code, version, part, self._language)

    def _called(self, case: Row, role: str | None) -> str | None:
        if role is None:
            return None
        code, version = case.get("definition", ""), case.get("version", "")
        return self._known.role(code, version, role, self._language)

    def _role(self, stream: str, part: str) -> str | None:
        case = self._cases.get(stream, {})
        runs_by = case.get("definition"), case.get("version")
        for each in self._known:
            if (each.code, each.version) == runs_by:
                item = each.items.get(part)
                return item.role if isinstance(item, Task) else None
        return None


def _is_midnight(due: datetime | None) -> bool:
    """Whether it is the end of a day in Denmark, as terms end."""
    if due is None:
        return False
    local = due.astimezone(COPENHAGEN)
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _deadline(due: datetime | None, *, is_day: bool) -> Deadline | None:
    """A deadline as it was set, from the instant when it ends."""
    if due is None:
        return None
    local = due.astimezone(COPENHAGEN)
    if is_day:
        return Deadline((local.date() - timedelta(days=1)).isoformat())
    return Deadline(local.isoformat())


def _by_due(
    found: tuple[datetime | None, dict[str, Any]],
) -> tuple[bool, str, str, str]:
    due, item = found
    when = due.isoformat() if due is not None else ""
    return due is None, when, item["case"], item["item"]


def _row(item: dict[str, Any], language: Language) -> dict[str, str]:
    status = item["status"]
    word = (
        say("is_owed", language) if status == "owed" else status_word(status, language)
    )
    due = item["deadline_text"] or ""
    return {
        "due": f"{due} {say('late', language)}" if item["late"] else due,
        "case": item["case"].removeprefix("case/"),
        "what": item["title"],
        "status": word,
        "role": item["role_text"] or "",
        "holder": item["holder"] or "",
        "municipality": item["municipality"] or "",
    }
