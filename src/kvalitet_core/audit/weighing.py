"""Findings held against findings: what other rules had done to a decision.

Pure: no fact is looked up.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.ids import StreamId

__all__ = [
    "Effect",
    "Reformed",
    "Turned",
    "Weighed",
    "effect_of",
    "gravest",
    "together",
    "turned",
]


class Effect(enum.StrEnum):
    """What other rules had done to a case.

    Attributes:
        SAME: They had found the same.
        FLIPS: They had found that it meets them where it did not, or the other way.
        UNKNOWN: They had asked for a fact that nobody knew.
        NOT_DECIDED: Nothing is decided in it, so there is nothing to compare.
        NOT_CHECKED: It could not be held against them.
    """

    SAME = "same"
    FLIPS = "flips"
    UNKNOWN = "unknown"
    NOT_DECIDED = "not_decided"
    NOT_CHECKED = "not_checked"


_GRAVEST: Final = (Effect.FLIPS, Effect.NOT_CHECKED, Effect.UNKNOWN, Effect.SAME)


@attrs.frozen(kw_only=True)
class Turned:
    """A rule that had found something else.

    Attributes:
        rule: The rule's code.
        was: What it was found to come to; None where it was not asked.
        now: What it had come to; None where it is not asked.
        flips: Whether that is what had flipped the case, or left it unknown.
    """

    rule: str
    was: Finding | None
    now: Finding | None
    flips: bool = False


@attrs.frozen(kw_only=True)
class Weighed:
    """A decision, held against other rules.

    Attributes:
        item: The decision's path, as it was when it was taken.
        number: Which one of the case.
        outcome: What was chosen.
        effect: What the other rules had done to it.
        was: Whether the rules were found to be met.
        now: Whether the other rules had been; None where that could not be told.
        turned: The rules that had found something else.
        why: Why it could not be held against them.
    """

    item: str
    number: int
    outcome: str
    effect: Effect
    was: Truth
    now: Truth | None = None
    turned: tuple[Turned, ...] = ()
    why: str | None = None


@attrs.frozen(kw_only=True)
class Reformed:
    """A case of the round, held against other rules.

    Attributes:
        case: The case's stream.
        version: The version of its case type that it runs under.
        effect: The gravest that was found of its decisions.
        decisions: Those that count, in order.
    """

    case: StreamId
    version: str
    effect: Effect
    decisions: tuple[Weighed, ...] = ()


def together(found: tuple[Finding, ...]) -> Truth:
    """Whether rules are met together: not where one is not, and unknown is no yes."""
    truths = {each.truth for each in found}
    for truth in (Truth.FALSE, Truth.UNKNOWN):
        if truth in truths:
            return truth
    return Truth.TRUE


def effect_of(was: Truth, now: Truth) -> Effect:
    """What it means for a decision that rules come to something together."""
    if was is now:
        return Effect.SAME
    return Effect.UNKNOWN if now is Truth.UNKNOWN else Effect.FLIPS


def turned(
    was: tuple[Finding, ...], now: tuple[Finding, ...], before: Truth, after: Truth
) -> Iterator[Turned]:
    """The rules that had found something else; one that is not asked is met."""
    then = {each.rule: each for each in was}
    found = {each.rule: each for each in now}
    for rule in sorted({*then, *found}):
        one, other = then.get(rule), found.get(rule)
        first, second = (
            Truth.TRUE if each is None else each.truth for each in (one, other)
        )
        if first is not second:
            decisive = first is before if after is Truth.TRUE else second is after
            flips = before is not after and decisive
            yield Turned(rule=rule, was=one, now=other, flips=flips)


def gravest(effects: Iterable[Effect]) -> Effect:
    """The one of several that counts for a case; the same, where there is none."""
    found = {*effects}
    return next((each for each in _GRAVEST if each in found), Effect.SAME)
