"""A made-up course in a catalogue, its runs, and those who sign up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
from tests.golden.telling import ALMA, BIRK, SIGNE, Teller, card

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import course, course_run
from kvalitet_core.domain.course_run import (
    BY_RECEIPT,
    CoursePlace,
    CourseSession,
    GroupMember,
    RunTerms,
    Seating,
    SeatOrder,
)
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.values import Answers, Hjemmel, Money, ReasonCode

__all__ = ["SEATING_RULE", "catalogue"]

_SOURCE: Final = "Opdigtet katalog"
_WHY: Final = ReasonCode("opdigtet")
_LEADERS: Final = frozenset({"ledere"})
_VERA, _KAJ, _IDA, _JENS = (PersonId(f"p-{n}") for n in ("vera", "kaj", "ida", "jens"))

SEATING_RULE: Final = Rule(
    "opdigtet.erfaren",
    1,
    Fact("svar.aar", int, da="antal år", en="the years") >= 2,
    Hjemmel(source=_SOURCE, paragraph="Fordeling af pladser"),
    "De erfarne kommer først",
    valid_from=date(2021, 1, 1),
)
"""Who is offered a seat first; applications of 2020 are not held against it."""


def _session(month: int, day: int) -> CourseSession:
    begins = datetime(2021, month, day, 7, 0, tzinfo=UTC)
    return CourseSession(starts=begins, ends=begins.replace(hour=13))


_TERMS: Final = RunTerms(
    opens=datetime(2021, 2, 1, 7, 0, tzinfo=UTC),
    deadline=datetime(2021, 5, 20, 10, 0, tzinfo=UTC),
    target_groups=_LEADERS,
    price=Money(oere=500_00),
    seating=Seating.AT_ONCE,
    order=SeatOrder(
        code="opdigtet.erfarne_foerst",
        version=1,
        criteria=(SEATING_RULE.code,),
        source=_SOURCE,
    ),
    waiting_list=4,
    offer_hours=72,
    sessions_required=2,
    source=_SOURCE,
)
_BY_OFFER: Final = attrs.evolve(
    _TERMS,
    order=BY_RECEIPT,
    seating=Seating.BY_OFFER,
    waiting_list=None,
    offer_hours=None,
    sessions_required=None,
)


def catalogue(teller: Teller, works_at: StreamId) -> None:
    """Let a course be offered three times: held, moved to, and cancelled.

    Args:
        teller: Who tells.

        works_at: The tilbud that some of them work at.
    """
    register = course.Register(
        key="opdigtet-samtale",
        programme="opdigtet",
        title="Den opdigtede samtale",
        themes=frozenset({"Samtale"}),
        target_groups=frozenset({"ledere", "medarbejdere"}),
        source=_SOURCE,
        effective_from=date(2021, 1, 1),
    )
    where = teller.do(register)
    teller.refused(attrs.evolve(register, title="En anden samtale"))
    revise = course.Revise(
        course=where,
        title="Den opdigtede samtale, 2. udgave",
        themes=frozenset({"Samtale", "Ledelse"}),
        target_groups=_LEADERS,
        source=_SOURCE,
        reason=_WHY,
        effective_from=date(2021, 3, 1),
    )
    teller.do(revise)
    teller.do(
        attrs.evolve(
            revise,
            themes=frozenset({"Samtale"}),
            effective_from=date(2021, 2, 1),
            effective_to=date(2021, 2, 15),
        )
    )
    plan = course_run.Plan(
        key="opdigtet-samtale-1",
        course=where,
        sessions=(_session(6, 1), _session(6, 15)),
        place=CoursePlace(place="Opdigtet Kulturhus"),
        seats=2,
        terms=_TERMS,
        effective_from=date(2021, 3, 1),
    )
    one = teller.do(plan)
    two = teller.do(
        attrs.evolve(
            plan,
            key="opdigtet-samtale-2",
            title="Den opdigtede samtale om efteråret",
            terms=_BY_OFFER,
        )
    )
    _signed_up(teller, one, works_at)
    _offered(teller, one)
    _by_offer(teller, two)
    _left(teller, one, two)
    _cancelled(teller, attrs.evolve(plan, key="opdigtet-samtale-3"))
    _held(teller, one)
    teller.do(
        course.Withdraw(course=where, reason=_WHY, effective_from=date(2021, 7, 1))
    )


def _signing(run: StreamId, who: PersonId, name: str, **told: Any) -> course_run.SignUp:
    fields = {"target_group": "ledere"} | told
    return course_run.SignUp(run=run, participant=who, card=card(name), **fields)


def _signed_up(teller: Teller, run: StreamId, works_at: StreamId) -> None:
    """Two have seats; two together, and one more, wait."""
    signe = _signing(run, SIGNE, "Signe Ærø", workplace=works_at)
    teller.refused(attrs.evolve(signe, target_group="medarbejdere"))
    teller.do(signe)
    teller.refused(signe)
    early = datetime(2021, 4, 1, 8, 0, tzinfo=UTC)
    told: dict[str, Any] = {"workplace": works_at, "answers": Answers({"aar": 5})}
    teller.do(_signing(run, BIRK, "Birk Bæk", received=early, **told))
    members = (
        GroupMember(person=_VERA, target_group="ledere"),
        GroupMember(person=_KAJ, target_group="ledere"),
    )
    teller.do(
        course_run.SignUpGroup(
            run=run,
            contact=_VERA,
            card=card("Vera Vig"),
            members=members,
            received=early,
            **told,
        )
    )
    teller.do(
        course_run.NameParticipant(run=run, participant=_KAJ, card=card("Kaj Krog"))
    )
    teller.do(_signing(run, ALMA, "Alma Øst", answers=Answers({"aar": 1})))


def _offered(teller: Teller, run: StreamId) -> None:
    """The two are passed over for want of a second seat, and then say no."""
    more = course_run.ChangeSeats(run=run, seats=3, reason=_WHY)
    for command in (
        more,
        course_run.OfferSeats(run=run),
        course_run.AcceptOffer(run=run, number=4),
        attrs.evolve(more, seats=6),
        course_run.OfferSeats(run=run, most=1),
        course_run.DeclineOffer(run=run, number=3),
    ):
        teller.do(command)
    teller.refused(course_run.AcceptOffer(run=run, number=3))


def _by_offer(teller: Teller, run: StreamId) -> None:
    """One does not answer in time; the next one does. The run is moved."""
    first, second = (datetime(2021, 5, day, 12, 0, tzinfo=UTC) for day in (10, 14))
    teller.do(_signing(run, _IDA, "Ida Iversen"))
    teller.do(_signing(run, _JENS, "Jens Juul"))
    teller.do(course_run.OfferSeats(run=run, most=1, expires=first))
    teller.until(first)
    for command in (
        course_run.LapseOffers(run=run, at=first.replace(minute=1)),
        course_run.OfferSeats(run=run, expires=second),
        course_run.AcceptOffer(run=run, number=2),
        course_run.ChangeTerms(
            run=run,
            terms=attrs.evolve(
                _BY_OFFER, target_groups=frozenset(), price=None, offer_hours=48
            ),
            reason=_WHY,
            effective_from=date(2021, 5, 1),
        ),
        course_run.Reschedule(
            run=run,
            sessions=(_session(9, 7), _session(9, 21)),
            place=CoursePlace(online=True, place="Opdigtet Kulturhus"),
            reason=_WHY,
        ),
    ):
        teller.do(command)


def _left(teller: Teller, run: StreamId, other: StreamId) -> None:
    """One goes to the other run, and one goes home."""
    transfer = course_run.Transfer(
        run=run, participants=(BIRK,), to_run=other, reason=_WHY
    )
    teller.do(transfer)
    teller.refused(attrs.evolve(transfer, participants=(_IDA,)))
    teller.do(course_run.SignOff(run=other, participants=(_JENS,), reason=_WHY))
    teller.do(_signing(other, _VERA, "Vera Vig", target_group=None))


def _cancelled(teller: Teller, plan: course_run.Plan) -> None:
    """Of three who may be split, two have seats, until nobody has."""
    run = teller.do(plan)
    people = (_VERA, _KAJ, _IDA)
    teller.do(
        course_run.SignUpGroup(
            run=run,
            contact=_VERA,
            card=card("Vera Vig"),
            members=tuple(
                GroupMember(person=who, target_group="ledere") for who in people
            ),
            split=True,
        )
    )
    teller.do(course_run.Cancel(run=run, reason=_WHY))
    teller.refused(course_run.ChangeSeats(run=run, seats=3, reason=_WHY))


def _held(teller: Teller, run: StreamId) -> None:
    """Two have certificates of it, one of them for a while."""
    teller.until(datetime(2021, 6, 15, 14, 0, tzinfo=UTC))
    both = frozenset({SIGNE, ALMA})
    late = course_run.IssueCertificate(run=run, participant=ALMA)
    first = course_run.RecordAttendance(run=run, session=1, present=both)
    second = attrs.evolve(first, session=2, present=frozenset({SIGNE}))
    teller.do(first)
    teller.do(second)
    teller.do(attrs.evolve(late, participant=SIGNE))
    teller.refused(late)
    for command in (
        attrs.evolve(second, present=both),
        late,
        course_run.WithdrawCertificate(run=run, participant=ALMA, reason=_WHY),
    ):
        teller.do(command)
