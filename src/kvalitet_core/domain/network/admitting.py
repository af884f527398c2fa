"""What may be asked to come in: a person, or an organisation, as a member."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.dated import Period, later_than
from kvalitet_core.domain.contact_card import ContactCard
from kvalitet_core.domain.fields import SomeText
from kvalitet_core.domain.network.admission import NOTHING
from kvalitet_core.domain.network.checks import (
    ORGANISATIONS,
    is_person,
    organisation_there,
)
from kvalitet_core.domain.network.events import (
    Event,
    OrganisationAdmitted,
    PersonAdmitted,
)
from kvalitet_core.domain.network.facts import (
    findings,
    ill_answered,
    known_of,
    unmet,
)
from kvalitet_core.domain.network.state import Network, person_stream
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import PersonId, StreamId, of_kind, of_kinds
from kvalitet_core.personal import Personal, personal
from kvalitet_core.values import Answers

__all__ = ["AdmitOrganisation", "AdmitPerson"]


@attrs.frozen(kw_only=True)
class AdmitPerson:
    """Take a person in as a member of a network.

    The caller makes the person's id, because the command itself is kept, and its card
    is sealed with that person's key.

    Attributes:
        network: The network's stream: `network/…`.
        person: The person; a new random id for someone who has none.
        card: How to reach the person.
        represents: Where the person works: `tilbud/…`, `municipality/…`, `region/…` or
            `organisation/…`; None where nothing is said.
        answers: What the person's standing is, as the admission asks; nothing personal.
        effective_from: The first day of the membership; it may be in the past.
        effective_to: The first day without it; None where none is known.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    person: PersonId = attrs.field(validator=is_person)
    card: Personal[ContactCard] = personal(subject="person")
    represents: StreamId | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_kinds(ORGANISATIONS))
    )
    answers: Answers = NOTHING
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Take the person in, unless the person is a member so on all those days.

        What is personal cannot be compared: give a member another card by `GiveCard`.

        Raises:
            Refused: `network.unknown`; or for everything that stands against it:
                `network.not_begun`, `network.closed`, `network.member_already` on some
                of the days, `network.organisation_unknown`,
                `network.organisation_not_in_force`, `network.form` for what the
                admission does not ask; and then `network.admission`, for each rule
                that is not met, and `network.admission_unknown`, for each that lacks a
                fact.
        """
        known, member = registered(state, self.network), person_stream(self.person)
        if _is_member(known, member, self):
            return ()
        found = _admitted(known, member, self, self.represents, context)
        return (
            PersonAdmitted(
                person=self.person,
                card=self.card,
                represents=self.represents,
                answers=self.answers,
                findings=found,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class AdmitOrganisation:
    """Take a municipality, a region, a tilbud or another organisation in as a member.

    Attributes:
        network: The network's stream: `network/…`.
        organisation: Its stream: `municipality/…`, `region/…`, `tilbud/…`, or, where it
            has no record of its own, `organisation/…` with a key of the caller's.
        name: What it is called; needed where it has no record of its own.
        answers: What its standing is, as the admission asks; nothing personal.
        effective_from: The first day of the membership; it may be in the past.
        effective_to: The first day without it; None where none is known.
    """

    network: StreamId = attrs.field(validator=of_kind("network"))
    organisation: StreamId = attrs.field(validator=of_kinds(ORGANISATIONS))
    name: str | None = attrs.field(default=None, validator=SomeText())
    answers: Answers = NOTHING
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the network."""
        return self.network

    def decide(self, state: Network | None, context: Context) -> tuple[Event, ...]:
        """Take it in, unless it is a member so on all those days.

        Raises:
            Refused: `network.unknown`; or for everything that stands against it, as for
                `AdmitPerson`, and `network.organisation_unnamed`.
        """
        known, member = registered(state, self.network), self.organisation
        if _is_member(known, member, self):
            return ()
        refuse_for(_unnamed(member, self.name, self.network))
        found = _admitted(known, member, self, member, context)
        return (
            OrganisationAdmitted(
                organisation=member,
                name=self.name,
                answers=self.answers,
                findings=found,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


def _is_member(
    known: Network, member: StreamId, asked: AdmitPerson | AdmitOrganisation
) -> bool:
    """Tell whether it is a member so already on every day that is asked for."""
    found = known.member(member)
    if found is None:
        return False
    said = _said(asked)
    if isinstance(asked, AdmitOrganisation) and asked.name not in (None, found.name):
        return False
    days: tuple[Period, ...] = (_days(asked),)
    for span in found.standing.spans:
        if (span.value.represents, span.value.answers) == said:
            days = tuple(left for each in days for left in each.minus(span.period))
    return not days


def _said(asked: AdmitPerson | AdmitOrganisation) -> tuple[StreamId | None, Answers]:
    where = asked.represents if isinstance(asked, AdmitPerson) else None
    return where, asked.answers


def _admitted(
    known: Network,
    member: StreamId,
    asked: AdmitPerson | AdmitOrganisation,
    where: StreamId | None,
    context: Context,
) -> tuple[Finding, ...]:
    """Hold a new member against the admission; give what the rules found.

    Raises:
        Refused: For everything that stands against it.
    """
    stream, day = asked.network, asked.effective_from
    missing = organisation_there(where, day, context)
    admission = known.admission_on(day)
    refuse_for(
        within(known.period, day, stream=stream),
        missing,
        *_overlapping(known, member, asked),
        *ill_answered(stream, admission, asked.answers, context),
    )
    kind = member.partition("/")[0]
    facts = known_of(kind, asked.answers, where, day, context)
    found = findings(stream, admission, facts, day, context)
    source = str(admission.source)
    refuse_for(*(unmet(stream, member, each, source) for each in found))
    return found


def _overlapping(
    known: Network, member: StreamId, asked: AdmitPerson | AdmitOrganisation
) -> Iterator[Reason]:
    found = known.member(member)
    for span in found.standing.spans if found else ():
        if span.period.overlaps(_days(asked)):
            text = (
                f"{asked.network}: {member}: expected days without a membership, got "
                f"{_days(asked)}; is a member {span.period}, and leaves first"
            )
            yield Reason(code="network.member_already", text=text)


def _days(asked: AdmitPerson | AdmitOrganisation) -> Period:
    return Period(start=asked.effective_from, end=asked.effective_to)


def _unnamed(
    organisation: StreamId, name: str | None, stream: StreamId
) -> Reason | None:
    if name is not None or not organisation.startswith("organisation/"):
        return None
    text = (
        f"{stream}: {organisation}: expected a name, since it has no record, got none"
    )
    return Reason(code="network.organisation_unnamed", text=text)
