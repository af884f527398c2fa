"""Who came to be a member of a network, and who left it."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers, ReasonCode

__all__ = [
    "CardGiven",
    "MemberChange",
    "MemberLeft",
    "OrganisationAdmitted",
    "PersonAdmitted",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class PersonAdmitted:
    """A person became a member of a network.

    Attributes:
        person: The person.
        card: How to reach the person.
        represents: Where the person works: a tilbud, a municipality, a region or an
            organisation; None where nothing is said.
        answers: What the person's standing is, as the admission asks; nothing personal.
        findings: What each rule of the admission came to, and on which facts.
        effective_from: The first day of the membership.
        effective_to: The first day without it; None where none is known.
    """

    person: PersonId
    card: Personal[ContactCard] = personal(subject="person")
    represents: StreamId | None = None
    answers: Answers
    findings: tuple[Finding, ...] = ()
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class OrganisationAdmitted:
    """A municipality, a region, a tilbud or another organisation became a member.

    Attributes:
        organisation: Its stream: `municipality/0730`.
        name: What it is called; None where its own stream says so.
        answers: What its standing is, as the admission asks; nothing personal.
        findings: What each rule of the admission came to, and on which facts.
        effective_from: The first day of the membership.
        effective_to: The first day without it; None where none is known.
    """

    organisation: StreamId
    name: str | None = None
    answers: Answers
    findings: tuple[Finding, ...] = ()
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class CardGiven:
    """A member who is a person got another card.

    Attributes:
        person: The person.
        card: How to reach the person from now on.
    """

    person: PersonId
    card: Personal[ContactCard] = personal(subject="person")


@attrs.frozen(kw_only=True)
class MemberLeft:
    """A member left a network; what was before stays as it was.

    Attributes:
        member: The member: `person/…`, or an organisation's stream.
        effective_from: The first day without the membership.
        reason: Why, as a code; nothing about a person.
    """

    member: StreamId
    effective_from: date
    reason: ReasonCode


MemberChange: TypeAlias = PersonAdmitted | OrganisationAdmitted | CardGiven | MemberLeft
