"""What a command on a case stands on: its case, its definition, and what follows.

Every command ends in `followed`: the events of its own, and one `Settled` after them
with all that they brought about, if they did.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Item
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.rules import looked_at
from kvalitet_core.casetypes.settling import Settlement, Standing, settlement_of
from kvalitet_core.casetypes.status import Breach
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.domain.case.due import dues
from kvalitet_core.domain.case.events import Event, Opened, Settled
from kvalitet_core.domain.case.folding import evolve
from kvalitet_core.domain.case.folding.changing import changed
from kvalitet_core.domain.case.known import (
    Sources,
    done_facts,
    facts_elsewhere,
    own_facts,
)
from kvalitet_core.domain.case.owing import obligations
from kvalitet_core.domain.case.reassigning import reassigned
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId

__all__ = [
    "Running",
    "begun",
    "definition_of",
    "followed",
    "installed",
    "open_case",
    "running",
]


@attrs.frozen(kw_only=True, slots=False)
class Running:
    """A case, with what it runs by and what may be asked.

    Attributes:
        stream: The case's stream.
        case: How it stands.
        definition: What it runs by.
        context: The time, and whatever else may be read.
    """

    stream: StreamId
    case: Case
    definition: Definition
    context: Context
    _elsewhere: dict[date, Facts] = attrs.field(factory=dict, init=False, eq=False)
    _known: dict[date, tuple[Case, Facts]] = attrs.field(
        factory=dict, init=False, eq=False
    )

    def known_on(self, day: date, case: Case | None = None) -> Facts:
        """Give what is known of it on a day, or of how it comes to stand."""
        case = case or self.case
        if day in self._known and self._known[day][0].facts is case.facts:
            return self._known[day][1]
        if day not in self._elsewhere:
            self._elsewhere[day] = facts_elsewhere(case.handles, day, self.context)
        known = {**own_facts(case, self.definition, day), **self._elsewhere[day]}
        self._known[day] = case, known
        return known

    def standing_as(self, case: Case) -> Standing:
        """Give how it stands, or comes to stand, as far as settling is concerned."""
        return Standing(
            facts=self.known_on(self.context.today, case),
            statuses={path: work.status for path, work in case.works.items()},
            done=done_facts(case),
            planned=case.planned,
        )

    @cached_property
    def standing(self) -> Standing:
        """How it stands, as far as settling is concerned."""
        return self.standing_as(self.case)

    @cached_property
    def settlement(self) -> Settlement:
        """How it comes to stand by what is known of it today."""
        return settlement_of(self.definition, self.standing)

    def facts_for(self, *conditions: Condition) -> Facts:
        """Give all that is known today that conditions ask for.

        Where none of them asks for more than what is known of the case itself, its
        items are left out.
        """
        known = self.known_on(self.context.today)
        if all(each.needs.keys() <= known.keys() for each in conditions):
            return known
        return self.settlement.facts

    @cached_property
    def sources(self) -> Sources:
        """Which events set what is known of it."""
        return Sources(self.stream, self.context)

    def item(self, path: str) -> Item | None:
        """Give what its definition says of an item, or of the task that it repeats."""
        added = self.case.added.get(path)
        own = path if added is None else added.repeats
        return None if own is None else self.definition.items.get(own)


def running(state: Case | None, stream: StreamId, context: Context) -> Running:
    """Give the case that a command is about, with the definition that it is bound to.

    Raises:
        Refused: `case.unknown`, `case.definition_unknown` or `case.definition_differs`.
    """
    case = registered(state, stream)
    definition = definition_of(case.definition, case.version, context, stream)
    if definition.digest != case.digest:
        text = (
            f"{stream}: expected {case.definition} {case.version} as the case is bound "
            f"to it, digest {case.digest}, got digest {definition.digest}; install the "
            "plugin that it was opened under, or migrate it"
        )
        refuse_for(Reason(code="case.definition_differs", text=text))
    return Running(stream=stream, case=case, definition=definition, context=context)


def open_case(state: Case | None, stream: StreamId, context: Context) -> Running:
    """Give the case that a command is about, which is not closed.

    Raises:
        Refused: `case.closed`, or as for `running`.
    """
    found = running(state, stream, context)
    if found.case.closed is not None:
        text = f"{stream}: is closed, for reason {str(found.case.closed)!r}; reopen it"
        refuse_for(Reason(code="case.closed", text=text))
    return found


def installed(code: str, version: str, context: Context) -> Definition | None:
    """Give the definition of a code and a version, if it is installed."""
    for each in context.definitions(Definition, of=code.partition(".")[0]):
        if (each.code, each.version) == (code, version):
            return each
    return None


def definition_of(
    code: str, version: str, context: Context, stream: StreamId
) -> Definition:
    """Give the installed definition of a code and a version.

    Raises:
        Refused: `case.definition_unknown`.
    """
    found = installed(code, version, context)
    if found is not None:
        return found
    there = context.definitions(Definition, of=code.partition(".")[0])
    known = ", ".join(f"{each.code} {each.version}" for each in there) or "none"
    text = (
        f"{stream}: its definition {code} {version} is not installed; "
        f"installed are {known}"
    )
    raise Refused(Reason(code="case.definition_unknown", text=text))


def followed(
    on: Running, *events: Event, refusing: bool = True, anew: bool = False
) -> tuple[Event, ...]:
    """Give events, and after them what they bring about.

    Args:
        on: The case.

        events: What the command does.

        refusing: Whether an invariant that refuses does so. What time alone has brought
            about is told, as it cannot be refused.

        anew: Whether all that is due and owed is told, changed or not: after something
            that whoever lists it cannot follow, such as other names of items.

    Raises:
        Refused: `case.invariant`, where they break one that refuses.
    """
    case = on.case
    for event in events:
        case = evolve(case, event)
    settled = _settled(on, case, refusing=refusing, anew=anew)
    return (*events, settled) if settled != _NOTHING else events


_NOTHING = Settled()


def begun(
    opened: Opened, definition: Definition, stream: StreamId, context: Context
) -> tuple[Event, ...]:
    """Give the event that opens a case, and what follows from that.

    Raises:
        Refused: `case.invariant`, where it would break one that refuses.
    """
    case = evolve(None, opened)
    nothing = changed(case, {"events": 0, "facts": {}})
    on = Running(stream=stream, case=nothing, definition=definition, context=context)
    settled = _settled(on, case, refusing=True)
    return (opened, settled) if settled != _NOTHING else (opened,)


def _settled(
    on: Running, after: Case, *, refusing: bool, anew: bool = False
) -> Settled:
    """Work out what a case's newest events bring about."""
    settlement = settlement_of(on.definition, on.standing_as(after))
    today, sources = on.context.today, on.sources
    owed, met = obligations(
        after, on.definition, settlement, sources, today=today, anew=anew
    )
    moved = tuple(reassigned(after, on.definition, settlement)) if anew else ()
    return Settled(
        changes=sources.named((*settlement.changes, *moved)),
        dues=tuple(
            dues(after, on.definition, settlement, sources, today=today, anew=anew)
        ),
        owed=owed,
        met=met,
        breaches=sources.named(_breaches(on, after, settlement, refusing=refusing)),
    )


def _breaches(
    on: Running, after: Case, settlement: Settlement, *, refusing: bool
) -> Iterator[Breach]:
    refused = []
    for each in on.definition.invariants_in_order:
        truth = each.condition.evaluate(settlement.facts)
        broken, was = truth is Truth.FALSE, each.code in after.breaches
        if broken is was:
            continue
        if broken and refusing and each.breach == "refuses":
            text = (
                f"{on.stream}: would break invariant {each.code!r}: "
                f"{each.condition.text('en')}"
            )
            source = str(each.hjemmel)
            refused.append(Reason(code="case.invariant", text=text, source=source))
        inputs = looked_at(each.condition, settlement.facts)
        yield Breach(invariant=each.code, truth=truth, inputs=inputs)
    refuse_for(*refused)
