"""What a machine draws: people, values of facts, and every command there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st

from kvalitet_core.actor import Actor
from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.facts import Comparison, Fact
from kvalitet_core.casetypes.items import Decision, Document, Param, Task
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.operands import Choices, Constant
from kvalitet_core.casetypes.status import Status
from kvalitet_core.deadlines import Extension
from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Discharged, Way
from kvalitet_core.domain.case.known import is_elsewhere
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.testing.cases_course import Course
from kvalitet_core.testing.cases_setting import Setting
from kvalitet_core.testing.cases_values import person
from kvalitet_core.values import Deadline, Digest, ReasonCode, danish_date

__all__ = [
    "PEOPLE",
    "acting",
    "deciding",
    "fact_values",
    "guiding",
    "param_values",
    "person_in",
    "telling",
    "told_of",
]

PEOPLE: Final = ("an", "bo", "eva", "ib", "lis")
"""Who works on a machine's case."""

Drawn = st.SearchStrategy[Any]
_REASON: Final = ReasonCode("proevet")
_TEXTS: Final = st.lists(st.just("En opdigtet begrundelse"), max_size=1).map(tuple)


def person_in(definition: Definition) -> st.SearchStrategy[Actor]:
    """Somebody, in a role of the case, perhaps on another's behalf."""
    roles = sorted(
        {item.role for item in definition.items.values() if isinstance(item, Task)}
        | {role.code for role in definition.roles}
    )
    return st.builds(
        lambda who, role, other: person(who, role, on_behalf_of=other),
        st.sampled_from(PEOPLE),
        st.sampled_from([*roles, "fremmed"]),
        st.none() | st.none() | st.sampled_from(PEOPLE),
    )


def param_values(definition: Definition, setting: Setting) -> dict[str, Drawn]:
    """What each parameter that is not told may be."""
    return {
        name: fact_values(definition, fact, setting)
        for name, fact in definition.known_facts.items()
        if isinstance(fact, Param) and name not in setting.params
    }


def fact_values(definition: Definition, fact: Fact, setting: Setting) -> Drawn:
    """Values that a fact can have: those that conditions hold it against, and near."""
    if fact.one_of:
        return _texts(fact.type, fact.one_of)
    near = list(_held_against(definition, fact.name))
    day, moment = setting.day, setting.instant
    spread = st.integers(-60, 60).map(lambda days: timedelta(days=days))
    kinds: dict[Kind, Drawn] = {
        Kind.TEXT: st.sampled_from(["", "x"]),
        Kind.NUMBER: st.integers(-2, 20),
        Kind.BOOLEAN: st.booleans(),
        Kind.DATE: spread.map(lambda by: day + by),
        Kind.INSTANT: spread.map(lambda by: moment + by),
        Kind.DEADLINE: spread.map(lambda by: Deadline((day + by).isoformat())),
    }
    known = [value for value in near if fact.type.accepts(value)]
    if fact.type in kinds:
        return st.sampled_from(known) | kinds[fact.type] if known else kinds[fact.type]
    several = sorted({text for value in near for text in _each(value)}) or ["x"]
    return _texts(fact.type, several)


def _texts(kind: Kind, texts: Any) -> Drawn:
    if kind is Kind.SET:
        return st.frozensets(st.sampled_from(texts))
    if kind is Kind.LIST:
        return st.lists(st.sampled_from(texts), max_size=3).map(tuple)
    return st.sampled_from(texts)


def _each(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _held_against(definition: Definition, name: str) -> Iterator[Any]:
    for _, condition in definition.conditions():
        for leaf in condition.leaves:
            if not isinstance(leaf, Comparison) or leaf.fact.name != name:
                continue
            match leaf.other:
                case Constant(kind=Kind.NUMBER, value=value):
                    yield from (value - 1, value, value + 1)
                case Constant(value=value):
                    yield value
                case Choices(in_order=values):
                    yield from values
                case _:
                    pass


def acting(course: Course) -> Iterator[Drawn]:
    """What can be done with items besides deciding, those that are open more often."""
    case, definition, state = course.stream, course.definition, course.state
    paths = [*definition.items, *state.added]
    moved = [path for path in paths if state.work(path).status is not Status.WAITING]
    path = st.sampled_from(moved or paths) | st.sampled_from(paths)
    code = st.just(_REASON)
    for made in (cases.Claim, cases.Start, cases.Release, cases.Complete):
        yield st.builds(made, case=st.just(case), item=path)
    for made_for in (
        cases.Skip,
        cases.Fail,
        cases.Plan,
        cases.ReopenItem,
        cases.Repeat,
    ):
        yield st.builds(made_for, case=st.just(case), item=path, reason=code)
    yield from _handing(case, path)


def _handing(case: StreamId, paths: Drawn) -> Iterator[Drawn]:
    """Handing on, and putting right who did something."""
    who = st.sampled_from(PEOPLE).map(ActorId)
    given = {"case": st.just(case), "item": paths, "reason": st.just(_REASON)}
    yield st.builds(cases.Delegate, to=who, **given)
    yield st.builds(cases.CorrectTask, done_by=who, **given)


def guiding(course: Course) -> Iterator[Drawn]:
    """What can be done with the case itself."""
    case, definition, today = course.stream, course.definition, course.today
    causes = sorted({c for _, term in definition.terms() for c in term.suspendable})
    cause = st.sampled_from([*causes, "andet"]).map(ReasonCode)
    day = st.integers(-30, 30).map(lambda days: today + timedelta(days=days))
    given = {"case": st.just(case)}
    number = st.integers(1, len(course.state.decisions) + 1)
    codes = st.sampled_from([*(each.code for each in definition.obliges), "a.b>c.d"])
    longer = st.builds(
        Extension,
        count=st.integers(1, 3),
        unit=st.just("weeks"),
        reason=st.just("proevet"),
    )
    paths = st.sampled_from([*definition.items])
    yield st.builds(cases.Suspend, cause=cause, start=day, **given)
    yield st.builds(cases.Resume, cause=cause, end=day, **given)
    yield st.builds(cases.Extend, item=paths, extension=longer, **given)
    yield st.builds(cases.SetFollowUp, item=paths, on=day, **given)
    yield st.builds(cases.Notify, number=number, on=day, **given)
    yield st.builds(
        cases.Revoke, number=number, reasons=_TEXTS, effective_from=day, **given
    )
    yield st.builds(cases.Waive, obligation=codes, reason=st.just(_REASON), **given)
    yield st.builds(cases.Close, reason=st.just(_REASON), **given)
    yield st.builds(cases.Reopen, reason=st.just(_REASON), **given)
    yield st.builds(cases.LookAgain, **given)
    yield st.builds(
        cases.AddTask,
        title=st.sampled_from(["Ring", "Skriv"]),
        role=st.sampled_from([role.code for role in definition.roles] or ["fremmed"]),
        due=st.none() | day.map(lambda on: Deadline(on.isoformat())),
        reason=st.just(_REASON),
        **given,
    )


def deciding(course: Course) -> Iterator[Drawn]:
    """Every way to take a decision, rightly or not."""
    for path, item in course.definition.items.items():
        if isinstance(item, Decision):
            codes = [rule.code for rule in item.rules]
            duties = [duty.code for duty in course.definition.duties_of(item)]
            yield st.builds(
                cases.Decide,
                case=st.just(course.stream),
                item=st.just(path),
                outcome=st.sampled_from([*item.outcomes, "andet"]),
                reasons=_TEXTS,
                despite=st.frozensets(st.sampled_from(codes))
                if codes
                else st.just(frozenset()),
                duties=st.lists(
                    st.builds(
                        Discharged,
                        duty=st.sampled_from(duties),
                        way=st.sampled_from(Way),
                        text=st.just("Gjort"),
                    ),
                    unique_by=lambda met: met.duty,
                ).map(tuple)
                if duties
                else st.just(()),
            )


def telling(course: Course) -> Iterator[Drawn]:
    """What can become known, and what can be put right, from any day on."""
    first = danish_date(course.state.received)
    days = st.integers(0, 120).map(lambda days: first + timedelta(days=days))
    for name, fact in course.definition.known_facts.items():
        told = told_of(course, name, since=days)
        if told is not None:
            yield told
            yield st.builds(
                cases.CorrectFact,
                case=st.just(course.stream),
                fact=st.just(name),
                effective_from=st.just(first) | days,
                value=st.none() | _values(course, fact),
                reason=st.just(_REASON),
            )
    yield st.builds(cases.LookAgain, case=st.just(course.stream))


def told_of(course: Course, name: str, *, since: Drawn | None = None) -> Drawn | None:
    """What tells a fact, or lets a document come in; None where that is not told here.

    Args:
        course: The case.

        name: The fact's name.

        since: The first day that it holds; the day of receipt, where that is not drawn.
    """
    fact, first = course.definition.known_facts[name], course.state.received
    received = st.just(danish_date(first))
    days = received if since is None else received | since
    if isinstance(fact, Document):
        return _document(course.stream, name, days)
    if is_elsewhere(name) and course.state.handles is not None:
        return None
    return st.builds(
        cases.RecordFact,
        case=st.just(course.stream),
        fact=st.just(name),
        effective_from=days,
        value=_values(course, fact),
        source=st.just("proevet"),
    )


def _values(course: Course, fact: Fact) -> Drawn:
    if isinstance(fact, Document):
        return st.nothing()
    setting = Setting(definition=course.definition, received=course.state.received)
    return fact_values(course.definition, fact, setting).map(fact.type.stored)


def _document(case: StreamId, name: str, days: Drawn) -> Drawn:
    return st.builds(
        cases.ReceiveDocument,
        case=st.just(case),
        document=st.just(name),
        attachment=st.just(
            Attachment(
                sha256=Digest("a" * 64),
                media_type="application/pdf",
                size=1,
                label=ReasonCode("bilag"),
            )
        ),
        effective_from=days,
    )
