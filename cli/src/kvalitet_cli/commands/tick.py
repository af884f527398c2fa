"""`kvalitet tick`: note what has fallen due in cases and runs by an instant."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import click

from kvalitet_cli.casestanding import told_deadline
from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say
from kvalitet_cli.following import kept_for
from kvalitet_cli.inputs import actor_from
from kvalitet_cli.instants import Instant
from kvalitet_cli.language import Language, in_language, told_in
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, acting, in_form, stored_in
from kvalitet_cli.telling import about, note, tell
from kvalitet_cli.viewed import viewing
from kvalitet_core.casework.lapsing import (
    Lapsed,
    LapsedOffers,
    lapse_offers,
    runs_with_offers,
)
from kvalitet_core.casework.ticking import Noted, Ticked, open_cases, tick
from kvalitet_core.casework.timer import TIMER
from kvalitet_core.deadlines.words import when
from kvalitet_core.domain.case import Case, FollowUpDue, ObligationBreached, ReminderDue
from kvalitet_core.errors import RunsUnavailable
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import Deadline

__all__ = ["command"]


@click.command(name="tick")
@click.option(
    "--at",
    required=True,
    type=Instant(last=False, ambiguous_dates=True),
    metavar="INSTANT",
    help="The date or instant by which it is due; a date begins at its midnight.",
)
@in_language
@in_form
@acting
@stored_in
def command(
    *, where: Where, at: datetime, by: str | None, language: Language, form: Form
) -> None:
    r"""Note what has fallen due by an instant, in the order it did.

    In cases, reminders, deadlines that passed, follow-ups, and what was owed and not
    done; in runs of courses, offers of seats that lapsed. Each is noted once, however
    often this is run and from wherever; run late, it notes each at its own instant. Run
    it from a timer of the host, such as cron.

    Who acts is the timer itself, unless --as names somebody.

    \b
    Example:
      kvalitet tick --at 2020-11-27T12:00:00+01:00 --journal programme.db
      kvalitet tick --at "$(date --iso-8601=seconds)" --format json
    """
    acts = TIMER if by is None else actor_from(by)
    with where.opened(read_only=False) as journal:
        read = about(journal, language)
        if at > host_clock() and not journal.simulated:
            note(say("tick_ahead", language, at=when(at, language)))
        cases, runs = _where(journal, where)
        told = tick(journal, at=at, by=acts, cases=cases)
        offers = lapse_offers(journal, at=at, by=acts, runs=runs)
        teller = _Teller(journal, told_in(form, language))
        items = [teller.item(each) for each in told.noted]
        items += map(_offer, offers.lapsed)
    _note(told, language)
    _note_offers(offers, language)
    lines = (_line(item, language) for item in items)
    tell("noted", items, lines, form=form, journal=read)


def _where(
    journal: Journal, where: Where
) -> tuple[tuple[StreamId, ...] | None, tuple[StreamId, ...] | None]:
    """The cases and the runs to look at, where the views are there and can tell."""
    if not kept_for(where).there:
        return None, None
    with suppress(RunsUnavailable), viewing(journal, where) as views:
        return open_cases(views), runs_with_offers(views)
    return None, None


def _note(told: Ticked, language: Language) -> None:
    """Say what was looked at, and what could not be."""
    new = sum(each.is_new for each in told.noted)
    note(say("ticked", language, cases=told.cases, count=new))
    for left in told.left:
        for reason in left.reasons:
            note(say("tick_left", language, text=reason.text, code=reason.code))


def _note_offers(told: LapsedOffers, language: Language) -> None:
    """Say the same of runs of courses, where there are any."""
    if not told.runs:
        return
    new = sum(each.is_new for each in told.lapsed)
    note(say("ticked_runs", language, runs=told.runs, count=new))
    for left in told.left:
        for reason in left.reasons:
            note(say("tick_left", language, text=reason.text, code=reason.code))


def _offer(lapsed: Lapsed) -> dict[str, Any]:
    """An offer that lapsed, in the same form as what is noted of a case."""
    expired = Deadline(written(lapsed.event.expired))
    return {
        "case": lapsed.run,
        "kind": "offer_lapsed",
        "about": str(lapsed.event.number),
        "title": lapsed.title,
        "deadline": expired,
        "on": None,
        "days": None,
        "fell_due": expired,
        "command_id": lapsed.command_id,
        "is_new": lapsed.is_new,
    }


class _Teller:
    """Tells what was noted in the words of each case's type."""

    def __init__(self, journal: Journal, language: Language) -> None:
        self._journal = journal
        self._types = CaseTypes(journal.registry)
        self._language: Language = language

    def item(self, noted: Noted) -> dict[str, Any]:
        """One thing that has fallen due, plain."""
        event = noted.event
        match event:
            case ObligationBreached():
                about = event.obligation
            case _:
                about = event.item
        on = event.on if isinstance(event, FollowUpDue) else None
        deadline = None if isinstance(event, FollowUpDue) else event.deadline
        return {
            "case": noted.case,
            "kind": _kind(noted),
            "about": about,
            "title": self._title(noted.case, about),
            "deadline": deadline,
            "on": on.isoformat() if on is not None else None,
            "days": event.days if isinstance(event, ReminderDue) else None,
            "fell_due": written(noted.at),
            "command_id": noted.command_id,
            "is_new": noted.is_new,
        }

    def _title(self, stream: StreamId, about: str) -> str:
        case = self._journal.get(Case, stream)
        if case is None:
            return about
        code, version = case.definition, case.version
        names = [
            case.added[part].title
            if part in case.added
            else self._types.title(code, version, part, self._language)
            for part in about.split(">")
        ]
        if len(names) == 1:
            return names[0]
        return say("owes", self._language, after=names[0], owed=names[1])


def _kind(noted: Noted) -> str:
    kinds = {"FollowUpDue": "follow_up_due", "ReminderDue": "reminder_due"}
    kinds |= {"DeadlinePassed": "deadline_passed"}
    return kinds.get(type(noted.event).__name__, "obligation_breached")


def _line(item: dict[str, Any], language: Language) -> Line:
    told = say(
        item["kind"],
        language,
        title=item["title"],
        days=item["days"],
        about=item["about"],
        deadline=told_deadline(item["deadline"], language),
    )
    case = item["case"].removeprefix("case/").removeprefix("course_run/")
    style = "dim" if item["kind"] in ("reminder_due", "follow_up_due") else "red"
    known = "" if item["is_new"] else f" ({say('tick_known', language)})"
    return Line(0, ((f"{case}  ", "bold"), (told, style), (known, "dim")))
