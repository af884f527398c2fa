"""A made-up course with a run of four seats, and those who sign up for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

from kvalitet_core import Actor, Plugin
from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import course, course_run
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import Hjemmel, ReasonCode

ACTOR = Actor(id="a-1", role="test", organisation="test", authority="test")
COURSE = StreamId("course/proeve-peers")
RUN = StreamId("course_run/proeve-peers-1")
OTHER = StreamId("course_run/proeve-peers-2")
DAY = date(2021, 4, 1)
OPENS = datetime(2021, 5, 1, 6, 0, tzinfo=UTC)
DEADLINE = datetime(2021, 6, 10, 10, 0, tzinfo=UTC)
NOW = datetime(2021, 6, 1, 10, 0, tzinfo=UTC)
AFTER = datetime(2021, 9, 15, 10, 0, tzinfo=UTC)
ILL = ReasonCode("illness")
SOURCE = "Opdigtet kursuskatalog"

_groups = Fact("tilmelding.maalgrupper", frozenset, da="målgruppen", en="the groups")
_seats = Fact("arbejdssted.pladser", int, da="arbejdsstedets pladser", en="its seats")
_hjemmel = Hjemmel(source=SOURCE, paragraph="fordeling af pladser")

LEADER = Rule(
    code="proeve.leder",
    version=3,
    condition=_groups.subset_of(("ledere",)),
    hjemmel=_hjemmel,
    quote="Made up: leaders come first.",
    as_of="decided",
)
NONE_YET = Rule(
    code="proeve.ingen_endnu",
    version=1,
    condition=_seats <= 0,
    hjemmel=_hjemmel,
    quote="Made up: a tilbud that has no seat comes before one that has.",
)
OVER = Rule(
    code="proeve.udloebet",
    version=1,
    condition=_seats <= 0,
    hjemmel=_hjemmel,
    quote="Made up, and over.",
    valid_to=date(2021, 1, 1),
)
PLUGIN = Plugin(name="proeve", version="1", rules=(LEADER, NONE_YET, OVER))

LEADERS_FIRST = course_run.SeatOrder(
    code="proeve.ledere_foerst",
    version=2,
    criteria=(LEADER.code, NONE_YET.code),
    source=SOURCE,
)
TERMS = course_run.RunTerms(
    opens=OPENS,
    deadline=DEADLINE,
    target_groups=frozenset({"ledere", "medarbejdere"}),
    seating=course_run.Seating.AT_ONCE,
    order=LEADERS_FIRST,
    offer_hours=72,
    sessions_required=2,
    source=SOURCE,
)
SESSIONS = (
    course_run.CourseSession(
        starts=datetime(2021, 8, 17, 7, 0, tzinfo=UTC),
        ends=datetime(2021, 8, 17, 13, 0, tzinfo=UTC),
    ),
    course_run.CourseSession(
        starts=datetime(2021, 9, 14, 7, 0, tzinfo=UTC),
        ends=datetime(2021, 9, 14, 13, 0, tzinfo=UTC),
    ),
)
PLACE = course_run.CoursePlace(place="Prøvegade 1, Randers")

REGISTER = course.Register(
    key="proeve-peers",
    programme="proeve",
    title="Peers i praksis",
    themes=frozenset({"peers"}),
    target_groups=frozenset({"ledere", "medarbejdere"}),
    source=SOURCE,
    effective_from=date(2021, 1, 1),
)
REGISTERED = course.Registered(
    **{
        each.name: getattr(REGISTER, each.name)
        for each in attrs.fields(course.Registered)
    }
)
KNOWN = (COURSE, [REGISTERED])
"""The course in the catalogue, told to `given`."""

PLAN = course_run.Plan(
    key="proeve-peers-1",
    course=COURSE,
    sessions=SESSIONS,
    place=PLACE,
    seats=4,
    terms=TERMS,
    effective_from=DAY,
)
PLANNED = course_run.Planned(
    course=COURSE,
    title="Peers i praksis",
    sessions=SESSIONS,
    place=PLACE,
    seats=4,
    terms=TERMS,
    effective_from=DAY,
)


def person(number: int) -> PersonId:
    """One of those who sign up."""
    return PersonId(f"person-{number:08}")


def card(number: int) -> Personal[ContactCard]:
    """How to reach one of them."""
    return Personal(ContactCard(name=f"Deltager {number}"))


def sign_up(number: int, **said: Any) -> course_run.SignUp:
    """One of them signs up, as a member of staff where nothing else is said."""
    told: dict[str, Any] = {"run": RUN, "target_group": "medarbejdere", **said}
    return course_run.SignUp(participant=person(number), card=card(number), **told)


def members(*numbers: int) -> tuple[course_run.GroupMember, ...]:
    """Some of them, all members of staff."""
    return tuple(
        course_run.GroupMember(person=person(number), target_group="medarbejdere")
        for number in numbers
    )


def sign_up_group(*numbers: int, **said: Any) -> course_run.SignUpGroup:
    """Some of them sign up together, by one who does not take part."""
    told: dict[str, Any] = {"run": RUN, "members": members(*numbers), **said}
    return course_run.SignUpGroup(contact=person(99), card=card(99), **told)


def signed_up(number: int, *, as_: int, **said: Any) -> course_run.SignedUp:
    """One of them is signed up, on a seat where nothing else is said."""
    told: dict[str, Any] = {
        "target_group": "medarbejdere",
        "received": NOW,
        "seated": True,
        **said,
    }
    return course_run.SignedUp(
        number=as_, participant=person(number), card=card(number), **told
    )


def full(*more: Any) -> tuple[Any, ...]:
    """A run whose four seats are taken by persons 1 to 4, and what came then."""
    return (PLANNED, *(signed_up(n, as_=n) for n in range(1, 5)), *more)


def trying(command: Any, *told: Any, now: datetime = NOW) -> Outcome:
    """Try a command where the course is known and Prøveprogrammet installed."""
    return given(KNOWN, *told, plugins=[PLUGIN]).when(command, now=now)


def folded(*events: Any) -> course_run.CourseRun:
    """The run after these events."""
    state = None
    for event in events:
        state = course_run.evolve(state, event)
    assert state is not None
    return state


def said(outcome: Outcome) -> list[tuple[str, str | None]]:
    """What a refusal says, and by which source."""
    return [(each.text, each.source) for each in outcome.proposal.reasons]
