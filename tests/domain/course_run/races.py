"""Work that tests of races give to other processes; each opens the journal itself."""

from __future__ import annotations

from typing import Any

import attrs
from tests.conftest import Place
from tests.domain.course_run.samples import (
    ACTOR,
    NOW,
    PLAN,
    PLUGIN,
    REGISTER,
    RUN,
    card,
    person,
)

from kvalitet_core import Journal
from kvalitet_core.domain import course_run
from kvalitet_core.errors import Refused
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import ReasonCode

SEATS = 20


def opened(place: Place, **settings: Any) -> Journal:
    """The journal at a place, with Prøveprogrammet, while one can sign up."""
    told = {"clock": GivenClock(NOW), **place.opening(), **settings}
    return Journal.open(place.url, plugins=[PLUGIN], **told)


def prepare(place: Place, *, waiting_list: int | None) -> None:
    """Plan a run that will be fought for."""
    terms = attrs.evolve(PLAN.terms, waiting_list=waiting_list)
    with opened(place) as journal:
        journal.do(REGISTER, by=ACTOR)
        journal.do(attrs.evolve(PLAN, seats=SEATS, terms=terms), by=ACTOR)


def _sign_up(number: int) -> course_run.SignUp:
    group = "ledere" if number % 5 == 0 else "medarbejdere"
    return course_run.SignUp(
        run=RUN, participant=person(number), card=card(number), target_group=group
    )


def answered(journal: Journal, command: Any) -> str:
    """What somebody is told: the names of what followed, or why not."""
    try:
        receipt = journal.do(command, by=ACTOR)
    except Refused as no:
        return no.reasons[0].code
    (event, *_) = receipt.events or (None,)
    if event is None:
        return receipt.outcome
    seated = getattr(event.event, "seated", None)
    return event.name if seated is None else ("seated" if seated else "waits")


def sign_ups(place: Place, number: int, count: int) -> list[str]:
    """Sign so many people up, one by one; gives each answer."""
    with opened(place) as journal:
        return [
            answered(journal, _sign_up(1 + number * count + step))
            for step in range(count)
        ]


def sign_ups_and_one(place: Place, number: int, count: int) -> list[str]:
    """Sign so many people up, and then one whom all the others sign up too."""
    answers = sign_ups(place, number, count)
    with opened(place) as journal:
        return [*answers, answered(journal, _sign_up(1))]


def turmoil(place: Place, number: int, count: int) -> list[str]:
    """Sign up and off, offer, accept and decline, whatever the others do."""
    answers = []
    with opened(place) as journal:
        for step in range(count):
            own = 1 + number * count + step
            off = course_run.SignOff(
                run=RUN,
                participants=(person(own),),
                reason=ReasonCode("illness"),
            )
            state = journal.get(course_run.CourseRun, RUN)
            offers = state.offered if state is not None else ()
            answer = course_run.AcceptOffer if own % 3 else course_run.DeclineOffer
            commands = [
                _sign_up(own),
                *([off] if own % 2 else []),
                course_run.OfferSeats(run=RUN),
                *(answer(run=RUN, number=each.number) for each in offers[:1]),
            ]
            answers += [answered(journal, command) for command in commands]
    return answers
