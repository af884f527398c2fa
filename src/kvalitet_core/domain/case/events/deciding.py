"""What is decided in a case, and told of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.case.events.working import KeptApart
from kvalitet_core.ids import ActorId
from kvalitet_core.values import Money

__all__ = [
    "Decided",
    "Discharged",
    "Mandated",
    "Notified",
    "Revoked",
    "Voted",
    "Way",
]

# These names and fields are stored. Do not rename; add a version.


class Way(StrEnum):
    """How a duty was met.

    Attributes:
        DONE: As the law asks.
        NOT_OWED: It was not owed here.
    """

    DONE = "done"
    NOT_OWED = "not_owed"


@attrs.frozen(kw_only=True)
class Discharged:
    """How a duty around a decision was met.

    Attributes:
        duty: The duty's code: `klagevejledning`.
        way: How.
        text: What was done, or why it is not owed; nothing about a person.
    """

    duty: str
    way: Way
    text: str


@attrs.frozen(kw_only=True)
class Mandated:
    """The mandate that somebody decided by, as it was then.

    Attributes:
        mandate: The mandate's code.
        holder: Whose it is.
        ceiling: The most that it goes to; None where it has none.
        amount: What was decided on; None where no amount was.
        source: The document that gave it.
    """

    mandate: str
    holder: ActorId
    ceiling: Money | None = None
    amount: Money | None = None
    source: str


@attrs.frozen(kw_only=True)
class Voted:
    """One of several who decide together said what they find.

    Attributes:
        item: The decision's path.
        outcome: What they find.
        reasons: Why, each a text to the party; they name no person.
        despite: The rules that it would be granted against.
        authority: What it was said on the authority of.
        mandate: The mandate that it was said by.
        by: Who.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
        apart: Whom the act was kept apart from.
    """

    item: str
    outcome: str
    reasons: tuple[str, ...] = ()
    despite: frozenset[str] = frozenset()
    authority: str
    mandate: Mandated | None = None
    by: ActorId
    on_behalf_of: ActorId | None = None
    apart: tuple[KeptApart, ...] = ()


@attrs.frozen(kw_only=True)
class Decided:
    """A decision was taken.

    Attributes:
        item: The decision's path.
        number: Which of the case's decisions it is, from 1.
        outcome: What it came to.
        findings: What each rule came to.
        despite: The rules that it is granted against, each found not to be met.
        reasons: Why, each a text to the party; they name no person.
        authority: What it was decided on the authority of.
        mandate: The mandate that it was decided by.
        duties: How each duty before it was met.
        decided_on: The day when it was decided.
        effective_from: The first day that it holds.
        supersedes: The number of the decision that it takes the place of.
        invalidated: The items whose results do not count any more, and the stages that
            begin anew, where the outcome sends the case back.
        by: Who decided.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
        apart: Whom the act was kept apart from.
    """

    item: str
    number: int
    outcome: str
    findings: tuple[Finding, ...] = ()
    despite: frozenset[str] = frozenset()
    reasons: tuple[str, ...] = ()
    authority: str
    mandate: Mandated | None = None
    duties: tuple[Discharged, ...] = ()
    decided_on: date
    effective_from: date
    supersedes: int | None = None
    invalidated: tuple[str, ...] = ()
    by: ActorId
    on_behalf_of: ActorId | None = None
    apart: tuple[KeptApart, ...] = ()


@attrs.frozen(kw_only=True)
class Notified:
    """The party was told of a decision.

    Attributes:
        number: The decision's number.
        on: The day when the party was told.
    """

    number: int
    on: date


@attrs.frozen(kw_only=True)
class Revoked:
    """A decision was revoked, and what depends on it is to be done anew.

    Attributes:
        number: The decision's number.
        reasons: Why, each a text to the party; they name no person.
        by: Who revoked it.
        effective_from: The first day that it no longer holds.
        invalidated: The items whose results do not count any more,
            and the stages that begin anew.
    """

    number: int
    reasons: tuple[str, ...]
    by: ActorId
    effective_from: date
    invalidated: tuple[str, ...]
