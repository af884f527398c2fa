"""What a run's commands have in common: what must be there, and who may have a seat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from operator import attrgetter

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain.course_run.events import (
    CourseSession,
    GroupMember,
    RunTerms,
    SeatOrder,
)
from kvalitet_core.domain.course_run.state import CourseRun, Place
from kvalitet_core.domain.rules import in_force, refuse_for, registered
from kvalitet_core.domain.tilbud import Tilbud
from kvalitet_core.errors import Reason
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.values import danish_date

__all__ = [
    "in_target_group",
    "in_time",
    "not_over",
    "not_signed_up",
    "not_twice",
    "order_there",
    "signed_up",
    "standing_run",
    "terms_fit",
    "workplace_there",
]


def standing_run(state: CourseRun | None, stream: StreamId) -> CourseRun:
    """Give the run that a command is about, which is not cancelled.

    Raises:
        Refused: `course_run.unknown` or `course_run.cancelled`.
    """
    run = registered(state, stream)
    if run.cancelled is not None:
        text = f"{stream}: is cancelled, for reason {str(run.cancelled)!r}"
        source = (run.terms.newest or run.planned.terms).source
        refuse_for(Reason(code="course_run.cancelled", text=text, source=source))
    return run


def in_time(
    stream: StreamId, terms: RunTerms, received: datetime, now: datetime
) -> Iterator[Reason]:
    """Say no to what is received too early, too late, or in the future."""
    got = f"got {received.isoformat()}"
    if received > now:
        text = f"{stream}: $.received: expected no later than now, {now.isoformat()}"
        yield Reason(code="course_run.received_in_future", text=f"{text}, {got}")
    if terms.opens is not None and received < terms.opens:
        text = f"{stream}: one can sign up from {terms.opens.isoformat()}, {got}"
        yield Reason(code="course_run.not_open", text=text, source=terms.source)
    if received > terms.deadline:
        text = (
            f"{stream}: expected a sign-up received by the deadline "
            f"{terms.deadline.isoformat()}, {got}"
        )
        yield Reason(code="course_run.deadline", text=text, source=terms.source)


def in_target_group(
    stream: StreamId, terms: RunTerms, members: Iterable[GroupMember]
) -> Iterator[Reason]:
    """Say no to each who is not one of those whom the run is for."""
    groups = ", ".join(map(repr, sorted(terms.target_groups)))
    for member in members:
        if terms.target_groups and member.target_group not in terms.target_groups:
            text = (
                f"{stream}: {member.person}: expected one of the target groups "
                f"{groups}, got {member.target_group!r}"
            )
            yield Reason(code="course_run.target_group", text=text, source=terms.source)


def not_twice(
    stream: StreamId, run: CourseRun, persons: tuple[PersonId, ...]
) -> Iterator[Reason]:
    """Say no to each who is signed up already, or named twice."""
    live = dict(run.live())
    source = (run.terms.newest or run.planned.terms).source
    for number, person in enumerate(persons):
        if person in live:
            got = f"is signed up already, as no. {live[person].number}"
        elif person in persons[:number]:
            got = "is named twice"
        else:
            continue
        text = f"{stream}: {person}: {got}; one has at most one seat"
        yield Reason(code="course_run.twice", text=text, source=source)


def not_signed_up(
    stream: StreamId, run: CourseRun, persons: Iterable[PersonId]
) -> Iterator[Reason]:
    """Say no to each who has no seat, is offered none, and does not wait."""
    live = dict(run.live())
    for person in persons:
        if person not in live:
            text = f"{stream}: expected one who is signed up, got {person}"
            yield Reason(code="course_run.not_signed_up", text=text)


def not_over(stream: StreamId, run: CourseRun, now: datetime) -> Reason | None:
    """Say no to what makes no sense once the last session is over."""
    if now < run.ends:
        return None
    text = (
        f"{stream}: expected it before the run is over, {run.ends.isoformat()}, "
        f"got {now.isoformat()}"
    )
    return Reason(code="course_run.over", text=text)


def signed_up(run: CourseRun, stream: StreamId, number: int) -> Place:
    """Give the sign-up with a number.

    Raises:
        Refused: `course_run.number_unknown`.
    """
    place = run.places.get(number)
    if place is None:
        text = f"{stream}: expected one of {len(run.places)} sign-ups, got no. {number}"
        refuse_for(Reason(code="course_run.number_unknown", text=text))
    return run.places[number]


def workplace_there(
    stream: StreamId | None, day: datetime, context: Context
) -> Reason | None:
    """Say no to a workplace that is not registered, or is not there on the day."""
    if stream is None:
        return None
    found = context.get(Tilbud, stream)
    return in_force(found, danish_date(day), stream=stream, code="course_run.workplace")


def terms_fit(
    stream: StreamId, terms: RunTerms, sessions: tuple[CourseSession, ...]
) -> Iterator[Reason]:
    """Say no to terms that nobody could go by when the run is held so."""
    if not sessions:
        text = f"{stream}: $.sessions: expected one or more, got none"
        yield Reason(code="course_run.no_sessions", text=text, source=terms.source)
        return
    for earlier, later in pairwise(sorted(sessions, key=attrgetter("starts"))):
        if later.starts < earlier.ends:
            text = (
                f"{stream}: $.sessions: expected one at a time, got one that begins "
                f"{later.starts.isoformat()}, before another is over, "
                f"{earlier.ends.isoformat()}"
            )
            yield Reason(
                code="course_run.sessions_overlap", text=text, source=terms.source
            )
    over = max(each.ends for each in sessions)
    if terms.deadline > over:
        text = (
            f"{stream}: expected a deadline before the run is over, "
            f"{over.isoformat()}, got {terms.deadline.isoformat()}"
        )
        yield Reason(
            code="course_run.deadline_after_end", text=text, source=terms.source
        )
    required = terms.sessions_required
    if required is not None and required > len(sessions):
        text = (
            f"{stream}: expected no more sessions required than the {len(sessions)} "
            f"there are, got {required}"
        )
        yield Reason(code="course_run.sessions_few", text=text, source=terms.source)


def order_there(
    stream: StreamId, order: SeatOrder, context: Context
) -> Iterator[Reason]:
    """Say no to each criterion that is no rule of an installed plugin."""
    for code in order.criteria:
        owner = code.partition(".")[0]
        known = {rule.code for rule in context.definitions(Rule, of=owner)}
        if code not in known:
            text = (
                f"{stream}: order {order.code!r}: expected a rule of plugin {owner!r}, "
                f"which has {', '.join(sorted(known)) or 'none'}, got {code!r}"
            )
            yield Reason(
                code="course_run.order_unknown", text=text, source=order.source
            )
