"""What the events of a run are made of. These are what is stored."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.fields import SomeText, Texts, Whole, Written
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId
from kvalitet_core.values import Instant, Money, not_blank

__all__ = [
    "BY_RECEIPT",
    "CoursePlace",
    "CourseSession",
    "GroupMember",
    "PassedOver",
    "PlaceInOrder",
    "RunTerms",
    "SeatOrder",
    "Seating",
]

_RULE: Final = r"[a-z][a-z0-9_-]{0,39}\.[a-z][a-z0-9_]*"


def _later_than(start: str) -> Callable[[Any, attrs.Attribute[Any], Any], None]:
    """Check, as an attrs validator, that one instant is later than another."""

    def check(instance: Any, attribute: attrs.Attribute[Any], end: Any) -> None:
        begin = getattr(instance, start)
        if begin is not None and end <= begin:
            raise Malformed(
                f"{attribute.name} {end.isoformat()}",
                f"expected an instant later than {start} {begin.isoformat()}",
            )

    return check


@attrs.frozen
class _NoneOrMore:
    """An attrs validator: a whole number, 0 or more, if one is given."""

    @property
    def json_schema(self) -> dict[str, int]:
        """What a schema says of such a field."""
        return {"minimum": 0}

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], number: int | None
    ) -> None:
        """Refuse what is no number, and what is less than nothing."""
        if number is not None and (type(number) is not int or number < 0):
            problem = "expected a whole number of participants, 0 or more"
            raise Malformed(f"{attribute.name} {number!r}", problem)


def _owed_by_nobody(_: Any, attribute: attrs.Attribute[Any], price: Any) -> None:
    if price is not None and price.oere < 0:
        raise Malformed(f"{attribute.name} {price}", "expected 0 or more")


def _somewhere(where: CoursePlace, attribute: attrs.Attribute[bool], on: bool) -> None:  # noqa: FBT001 - as attrs gives it
    if not on and where.place is None:
        raise Malformed(attribute.name, "expected a place, or that it is online")


# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class CourseSession:
    """A time when participants meet.

    Attributes:
        starts: When it begins.
        ends: When it is over.
    """

    starts: Instant
    ends: Instant = attrs.field(validator=_later_than("starts"))


@attrs.frozen(kw_only=True)
class CoursePlace:
    """Where a run is held: at a place, online, or both.

    Attributes:
        online: Whether one can take part from anywhere.
        place: The address or the name of the place; None where there is none.
    """

    online: bool = attrs.field(default=False, validator=_somewhere)
    place: str | None = attrs.field(default=None, validator=SomeText())


class Seating(StrEnum):
    """How seats are given.

    Attributes:
        AT_ONCE: Whoever signs up while a seat is free and nobody waits has it.
        BY_OFFER: Everybody waits, and is offered a seat in the order.
    """

    AT_ONCE = "at_once"
    BY_OFFER = "by_offer"


@attrs.frozen(kw_only=True)
class SeatOrder:
    """The order in which those who wait are offered seats: a policy, by name.

    Each criterion is a rule. Whoever meets the first comes before those of whom that is
    not known, and they before those who do not; among equals the next one counts. In
    the end, whoever signed up first comes first.

    Attributes:
        code: Its permanent code, its plugin's name first.
        version: Its number, from 1; other criteria take a new one.
        criteria: The codes of its rules, the weightiest first; none for receipt alone.
        source: The document that sets the order, or who decided it.
    """

    code: str = attrs.field(
        validator=Written(_RULE, "plugin.words, such as kompetence.ledere_foerst")
    )
    version: int = attrs.field(validator=Whole(of="versions"))
    criteria: tuple[str, ...] = ()
    source: str = attrs.field(validator=not_blank)


BY_RECEIPT: Final = SeatOrder(
    code="core.by_receipt", version=1, source="kvalitet-core: the order of receipt"
)
"""Whoever signed up first comes first."""


@attrs.frozen(kw_only=True)
class RunTerms:
    """On what terms one signs up for a run.

    Attributes:
        opens: The instant from which one can sign up; None where none is named.
        deadline: The last instant to sign up.
        target_groups: Whom it is for; none where that is not said, and then it is for
            anybody.
        price: What it costs a participant; None where no price is known.
        seating: How seats are given.
        order: The order in which those who wait are offered seats.
        waiting_list: How many participants may wait; None where that is not limited.
        offer_hours: How long an offer stands, in hours; None where each says so.
        sessions_required: How many sessions one attends to have a certificate; None
            where that is not said, and then one is enough.
        source: The document that the terms come from.
    """

    opens: Instant | None = None
    deadline: Instant = attrs.field(validator=_later_than("opens"))
    target_groups: frozenset[str] = attrs.field(default=frozenset(), validator=Texts())
    price: Money | None = attrs.field(default=None, validator=_owed_by_nobody)
    seating: Seating
    order: SeatOrder
    waiting_list: int | None = attrs.field(default=None, validator=_NoneOrMore())
    offer_hours: int | None = attrs.field(default=None, validator=Whole(of="hours"))
    sessions_required: int | None = attrs.field(
        default=None, validator=Whole(of="sessions")
    )
    source: str = attrs.field(validator=not_blank)


@attrs.frozen(kw_only=True)
class GroupMember:
    """Somebody who is signed up with others.

    Attributes:
        person: The participant.
        target_group: Which target group the participant says to belong to, if any.
    """

    person: PersonId
    target_group: str | None = None


@attrs.frozen(kw_only=True)
class PassedOver:
    """A sign-up that stood before in the order, and needed more seats than were left.

    Attributes:
        number: The sign-up's number.
        seats: How many seats it needs.
        free: How many were left.
    """

    number: int
    seats: int
    free: int


@attrs.frozen(kw_only=True)
class PlaceInOrder:
    """Why a sign-up was offered a seat when it was: all that its order looked at.

    Attributes:
        policy: The code of the order.
        version: The order's number.
        place: Its place among those who waited, from 1.
        of: How many sign-ups waited.
        findings: What each criterion found, the weightiest first, with the facts.
        received: When it was received, which counts among equals.
        passed: Those before it in the order that needed more seats than were left.
    """

    policy: str
    version: int
    place: int
    of: int
    findings: tuple[Finding, ...] = ()
    received: Instant
    passed: tuple[PassedOver, ...] = ()
