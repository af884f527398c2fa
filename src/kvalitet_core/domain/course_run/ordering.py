"""The order of those who wait, and what it looks at.

A criterion is a rule of a plugin, and what it can ask of a sign-up is told here:

| fact | type | what |
|---|---|---|
| `tilmelding.modtaget` | instant | when it was received |
| `tilmelding.nummer` | whole number | its number in the run |
| `tilmelding.antal` | whole number | how many seats it needs |
| `tilmelding.maalgrupper` | texts | the target groups that its members say to be of |
| `tilmelding.arbejdssted` | text | the tilbud where they work, if named |
| `arbejdssted.pladser` | whole number | the seats that tilbud has in the run already |
| `hold.pladser` | whole number | the run's seats |
| `svar.…` | as answered | what else was asked, by name |
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.conditions import Facts, Known, Truth
from kvalitet_core.casetypes.rules import Finding, Rule, in_force
from kvalitet_core.domain.course_run.events import SeatOrder
from kvalitet_core.domain.course_run.state import CourseRun, Place
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.values import danish_date

__all__ = ["Ranked", "facts_of", "in_order"]

_FIRST = (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)


@attrs.frozen(kw_only=True)
class Ranked:
    """A sign-up that waits, with the rules that it is placed by.

    Attributes:
        place: The sign-up.
        rules: The order's rules that are in force for it, the weightiest first.
        truths: What each comes to.
    """

    place: Place
    rules: tuple[Rule, ...]
    truths: tuple[Truth, ...]

    def findings(self, run: CourseRun, set_by: EventId) -> tuple[Finding, ...]:
        """What each rule found, with the facts that it looked at.

        Args:
            run: The run, as the order was made up from it.

            set_by: The event of the sign-up.
        """
        facts = facts_of(self.place, run, set_by)
        return tuple(rule.find(facts) for rule in self.rules)

    @property
    def _key(self) -> tuple[object, ...]:
        ranks = tuple(_FIRST.index(truth) for truth in self.truths)
        return (*ranks, self.place.received, self.place.number)


def in_order(
    run: CourseRun, stream: StreamId, order: SeatOrder, context: Context
) -> tuple[Ranked, ...]:
    """Put those who wait in order, whom to offer a seat first.

    Raises:
        Refused: `course_run.order_not_in_force`, for each criterion that is no rule in
            force.
    """
    rules = _rules(order, context)
    refuse_for(*_missing(run, stream, order, rules, context.today))
    ranked = (_ranked(run, place, order, rules, context.today) for place in run.waiting)
    return tuple(sorted(ranked, key=lambda each: each._key))  # noqa: SLF001 - its own


def facts_of(place: Place, run: CourseRun, set_by: EventId | None = None) -> Facts:
    """What is known of a sign-up, for the rules of an order.

    Args:
        place: The sign-up.

        run: The run.

        set_by: The event of the sign-up, where that is to be kept.
    """
    groups = {each.target_group for each in place.members if each.target_group}
    told = {
        "tilmelding.modtaget": Known(place.received, set_by),
        "tilmelding.nummer": Known(place.number, set_by),
        "tilmelding.antal": Known(place.size, set_by),
        "tilmelding.maalgrupper": Known(frozenset(groups), set_by),
        "hold.pladser": Known(run.seats),
        **{f"svar.{name}": Known(v, set_by) for name, v in place.answers.items()},
    }
    if place.workplace is not None:
        held = (
            each.size
            for each in run.places.values()
            if each.standing.holds and each.workplace == place.workplace
        )
        told["tilmelding.arbejdssted"] = Known(str(place.workplace), set_by)
        told["arbejdssted.pladser"] = Known(sum(held))
    return told


def _rules(order: SeatOrder, context: Context) -> tuple[Rule, ...]:
    """Every version of the order's rules."""
    owners = sorted({code.partition(".")[0] for code in order.criteria})
    return tuple(
        rule
        for owner in owners
        for rule in context.definitions(Rule, of=owner)
        if rule.code in order.criteria
    )


def _missing(
    run: CourseRun,
    stream: StreamId,
    order: SeatOrder,
    rules: tuple[Rule, ...],
    today: date,
) -> Iterator[Reason]:
    days = {danish_date(place.received) for place in run.waiting}
    for code in order.criteria:
        for day in sorted(days):
            counting = in_force(rules, received=day, decided=today)
            if code not in {rule.code for rule in counting}:
                text = (
                    f"{stream}: order {order.code!r}: expected rule {code!r} in force "
                    f"for what is received {day} and offered {today}, got none"
                )
                yield Reason(
                    code="course_run.order_not_in_force", text=text, source=order.source
                )


def _ranked(
    run: CourseRun,
    place: Place,
    order: SeatOrder,
    rules: tuple[Rule, ...],
    today: date,
) -> Ranked:
    received = danish_date(place.received)
    counting = {r.code: r for r in in_force(rules, received=received, decided=today)}
    own = tuple(counting[code] for code in order.criteria)
    facts = facts_of(place, run)
    truths = tuple(rule.condition.evaluate(facts) for rule in own)
    return Ranked(place=place, rules=own, truths=truths)
