"""Nobody passes two approvals of an award, whoever is deputy for whom.

What was done is read from the record alone and judged by another computation than the
engine's: it counts days one by one, and knows nothing of definitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Any, TypeAlias

import attrs
from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.examples.awards import APPROVALS, CASE, MONDAY, Review, review

from kvalitet_core.domain import case, officer
from kvalitet_core.ids import ActorId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import COPENHAGEN, ReasonCode

PEOPLE = ("ada", "bo", "cy", "dan", "eve", "flo")
FIRST = MONDAY.date() - timedelta(days=3)
DAYS = [FIRST + timedelta(days=n) for n in range(80)]

Deputies: TypeAlias = dict[tuple[str, str], set[date]]
"""(Officer, deputy) → the days on which the one stands in for the other."""


@attrs.frozen
class Act:
    """An approval that somebody gave."""

    item: str
    people: frozenset[str]


def linked(one: Act, other: Act, day: date, deputies: Deputies) -> bool:
    """Whether two acts are by people who are, or stand in for, one another."""
    return any(
        here == there
        or day in deputies.get((here, there), ())
        or day in deputies.get((there, here), ())
        for here in one.people
        for there in other.people
    )


def standing(journal: Journal) -> Iterator[list[tuple[Act, bool]]]:
    """After each approval: all that count, and whether each is linked to that one."""
    acts: list[Act] = []
    deputies: Deputies = {}
    for recorded in journal.events():
        day = recorded.recorded_at.astimezone(COPENHAGEN).date()
        told = recorded.event
        if recorded.stream.startswith("officer/"):
            _tell(deputies, recorded.stream.partition("/")[2], told)
        gone = getattr(told, "invalidated", ())
        acts = [act for act in acts if act.item not in gone]
        if isinstance(told, case.Voted | case.Decided) and told.outcome == "approve":
            newest = Act(told.item, frozenset({told.by, told.on_behalf_of} - {None}))
            yield [(act, linked(act, newest, day, deputies)) for act in acts]
            acts.append(newest)


def _tell(deputies: Deputies, person: str, told: Any) -> None:
    days = deputies.setdefault((person, told.deputy), set())
    if isinstance(told, officer.DeputyNamed):
        end = told.effective_to or DAYS[-1] + timedelta(days=1)
        days.update(day for day in DAYS if told.effective_from <= day < end)
    else:
        days.difference_update(day for day in DAYS if told.effective_from <= day)


people = st.sampled_from(PEOPLE)
responses = st.tuples(
    st.just("respond"),
    st.sampled_from(APPROVALS),
    st.sampled_from(["approve"] * 15 + ["needs_change"]),
    people,
    st.sampled_from([None] * 14 + [*PEOPLE]),
)
deputies = st.tuples(
    st.just("name"), people, people, st.integers(-3, 3), st.none() | st.integers(1, 9)
)
others = st.one_of(
    st.tuples(st.just("end"), people, people, st.integers(-3, 6)),
    st.tuples(st.just("wait"), st.integers(1, 4)),
    st.tuples(st.just("revoke"), st.integers(1, 3)),
)
steps = st.one_of(*[responses] * 9, deputies, deputies, others)


def play(found: Review, step: tuple[Any, ...]) -> None:
    """Try one step; what is refused is not done."""
    what, *told = step
    DO[what](found, *told)


def _respond(found: Review, item: str, outcome: str, by: str, of: str | None) -> None:
    found.respond(item, outcome, by=by, of=of)
    if outcome == "needs_change":
        found.complete("draft.write", by="anna")


def _name(
    found: Review, person: str, deputy: str, start: int, length: int | None
) -> None:
    begins = found.today + timedelta(days=start)
    command = officer.NameDeputy(
        officer=ActorId(person),
        deputy=ActorId(deputy),
        effective_from=begins,
        effective_to=None if length is None else begins + timedelta(days=length),
        reason=ReasonCode("leave"),
    )
    found.do(command, by="anna", role="hr")


def _end(found: Review, person: str, deputy: str, start: int) -> None:
    command = officer.EndDeputy(
        officer=ActorId(person),
        deputy=ActorId(deputy),
        effective_from=found.today + timedelta(days=start),
        reason=ReasonCode("back"),
    )
    found.do(command, by="anna", role="hr")


def _revoke(found: Review, number: int) -> None:
    for role in ("programme_officer", "budget_officer", "counsel", "director"):
        command = case.Revoke(
            case=CASE, number=number, reasons=("Why.",), effective_from=found.today
        )
        if found.do(command, by="dan", role=role):
            return


DO = {
    "respond": _respond,
    "name": _name,
    "end": _end,
    "wait": Review.wait,
    "revoke": _revoke,
}
"""What each step is."""


@settings(max_examples=60)
@given(st.lists(deputies, max_size=6), st.lists(steps, min_size=16, max_size=40))
def test_nobody_passes_two_approvals(
    first: list[tuple[Any, ...]], then: list[tuple[Any, ...]]
) -> None:
    """Nor does anybody for somebody else, nor a deputy on the day."""
    with review() as found:
        found.drafted()
        for step in [*first, *then]:
            play(found, step)

        approvals = list(standing(found.journal))

        event(f"{min(len(approvals), 6)} approvals")
        for others in approvals:
            assert [act for act, is_linked in others if is_linked] == []


def test_the_computation_would_tell() -> None:
    """It finds each way to be linked, and that five people are not."""
    bo, bea = (Act("budget.approve", frozenset({by})) for by in ("bo", "bea"))
    both = Act("legal.approve", frozenset({"bea", "bo"}))
    today = MONDAY.date()
    stands_in = {("bo", "bea"): {today}}

    assert linked(bo, bo, today, {})
    assert linked(bo, both, today, {})
    assert linked(bo, bea, today, stands_in)
    assert linked(bea, bo, today, stands_in)
    assert not linked(bo, bea, today + timedelta(days=1), stands_in)
    assert not any(
        linked(Act("a", frozenset({one})), Act("b", frozenset({other})), today, {})
        for one, other in combinations(PEOPLE, 2)
    )
