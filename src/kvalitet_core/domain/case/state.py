"""How a case stands: the fold of what happened to it.

Nothing is worked out here: what followed from something stands in the `Settled` event
after it.

A case and its works are changed at every event, so they are without slots: see
`changing.changed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import attrs

from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.dated import Dated
from kvalitet_core.deadlines import Extension, Proof, Suspension
from kvalitet_core.domain.case.events import FactValue
from kvalitet_core.domain.citation import Citation
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.values import Deadline, Digest, ReasonCode

__all__ = ["Added", "Case", "DecisionTaken", "Link", "Told", "Vote", "Work"]

NOTHING: Mapping[str, Any] = {}


@attrs.frozen
class Told:
    """A fact as it was told.

    Attributes:
        value: Its value; None where it is not known after all.
        version: The place in the case's stream of the event that told it.
    """

    value: FactValue | None
    version: int


@attrs.frozen(slots=False)
class Work:
    """How far a stage or an item has come.

    Attributes:
        status: How far.
        version: The place in the stream of the event that brought it there.
        role: Who can do it, since it became available.
        holder: Who has it now, or did it, or tried last.
        persons: Who did it, and who delegated the authority to.
        denied: Who was recorded as having done it, and put that right by their own word
            alone.
        proof: When it must be done, and how that was worked out.
        extensions: What it was extended by.
        passed: The deadline that passed before it was done.
        reminded: The deadlines that were reminded of, each with how many days before.
        follow_up: The day on which to come back to it.
        note: What came of it.
    """

    status: Status = Status.WAITING
    version: int = 0
    role: str | None = None
    holder: ActorId | None = None
    persons: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    proof: Proof | None = None
    extensions: tuple[Extension, ...] = ()
    passed: Deadline | None = None
    reminded: frozenset[tuple[Deadline, int]] = frozenset()
    follow_up: date | None = None
    note: str | None = None


@attrs.frozen
class Vote:
    """What one of several who decide together found.

    Attributes:
        outcome: What.
        persons: Who, and who delegated the authority to.
    """

    outcome: str
    persons: frozenset[str]


@attrs.frozen(kw_only=True, slots=False)
class DecisionTaken:
    """One of the decisions of a case.

    Attributes:
        number: Which one, from 1.
        item: The decision's path.
        outcome: What it came to.
        decided_on: The day when it was decided.
        effective_from: The first day that it holds.
        version: The place in the stream of the event.
        supersedes: The number of the one that it takes the place of.
        notified: The day when the party was told.
        revoked: The first day that it no longer holds.
    """

    number: int
    item: str
    outcome: str
    decided_on: date
    effective_from: date
    version: int
    supersedes: int | None = None
    notified: date | None = None
    revoked: date | None = None


@attrs.frozen(kw_only=True)
class Added:
    """A task that no definition has.

    Attributes:
        title: What is to be done.
        role: Who does it.
        due: When it must be done.
        repeats: The path of the task that it does once more, if it does.
    """

    title: str
    role: str
    due: Deadline | None = None
    repeats: str | None = None


@attrs.frozen
class Link:
    """What a case is tied to.

    Attributes:
        to: The stream of the other thing.
        relation: How the two belong together.
    """

    to: StreamId
    relation: ReasonCode


@attrs.frozen(kw_only=True, slots=False)
class Case:
    """A case, as far as it has come.

    Attributes:
        definition: The code of its case type.
        version: The version of that it runs under.
        versions: All that it has run under, the first one first.
        digest: What that says.
        title: What the case is called.
        handles: The application that it decides.
        received: When what it is about was received.
        facts: What is known of it, from which day.
        works: How far each stage and item has come, those that have moved at all.
        planned: The discretionary items that are planned.
        added: The tasks that were added.
        votes: What those who decide together have found so far.
        outcomes: What each decision that counts came to, with its number.
        decisions: All decisions that were taken, also those that do not count.
        suspensions: When it was suspended, and waits for something.
        owed: What is owed, with when it must be met.
        breached: What is owed and was not done in time.
        waived: What was owed and need not be done.
        breaches: The invariants that do not hold.
        links: What it is tied to.
        citations: What each item rests on of what is published.
        closed: Why it was closed; None while it is open.
        events: How many events there are in its stream.
    """

    definition: str
    version: str
    digest: Digest
    title: str
    versions: tuple[str, ...] = ()
    handles: StreamId | None
    received: datetime
    facts: Mapping[str, Dated[Told]] = NOTHING
    works: Mapping[str, Work] = NOTHING
    planned: frozenset[str] = frozenset()
    added: Mapping[str, Added] = NOTHING
    votes: Mapping[str, tuple[Vote, ...]] = NOTHING
    outcomes: Mapping[str, tuple[str, int]] = NOTHING
    decisions: tuple[DecisionTaken, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    owed: Mapping[str, Proof] = NOTHING
    breached: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()
    breaches: Mapping[str, Truth] = NOTHING
    links: tuple[Link, ...] = ()
    citations: Mapping[str, tuple[Citation, ...]] = NOTHING
    closed: ReasonCode | None = None
    events: int = 0

    def work(self, part: str) -> Work:
        """How far a stage or an item has come."""
        return self.works.get(part, _NOT_BEGUN)

    @property
    def suspended(self) -> tuple[str, ...]:
        """What it waits for now."""
        return tuple(each.cause for each in self.suspensions if each.end is None)


_NOT_BEGUN = Work()
