"""A made-up publication, the commands that make it, and what they lead to."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core import Actor
from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Citation, Composition, Part
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import ISBN, Deadline, ReasonCode

STREAM = StreamId("publication/vejviser")
OTHER = StreamId("publication/haandbog")
ANNA = PersonId("p-anna")
PAPER = "Opdigtet projektbeskrivelse"
EDITOR = Actor(id="e-1", role="redaktør", organisation="test", authority="test")

BEGINS, DRAFTS, HEARS, APPROVES, COMES, AGAIN = (
    date(2020, 1, 1),
    date(2020, 6, 1),
    date(2020, 9, 1),
    date(2020, 11, 2),
    date(2021, 1, 4),
    date(2022, 1, 3),
)

PARTS = (
    Part(code="m1", kind="marker", title="Åbenhed"),
    Part(code="m1.a", kind="recommendation", title="Lyt", under="m1"),
    Part(code="m1.b", kind="recommendation", title="Spørg", under="m1"),
    Part(code="m2", kind="marker", title="Mod"),
    Part(code="m2.a", kind="recommendation", title="Prøv", under="m2"),
)
COMPOSITION = (
    Composition(
        kind="marker", least=2, most=2, titles=("Åbenhed", "Mod"), source=PAPER
    ),
    Composition(kind="recommendation", under="marker", least=1, most=2, source=PAPER),
)

BEGIN = publication.Begin(
    key="vejviser",
    title="Vejviseren",
    purpose="At vise vej",
    initiative="proeve",
    hearing=True,
    approves=frozenset({"redaktør"}),
    composition=COMPOSITION,
    source=PAPER,
    effective_from=BEGINS,
)
NAME = publication.NameMember(
    publication=STREAM,
    member=ANNA,
    capacity=ReasonCode("expert"),
    organisation="Eksempelkommune",
    card=Personal(ContactCard(name="Anna Anemone")),
    effective_from=BEGINS,
)
REMOVE = publication.RemoveMember(
    publication=STREAM, member=ANNA, effective_from=DRAFTS
)
ADD = publication.AddSource(
    publication=STREAM, code="studie", kind=ReasonCode("mapping"), title="Et studie"
)
TAKE_OUT = publication.RemoveSource(
    publication=STREAM, code="studie", reason=ReasonCode("mistake")
)
DRAFT = publication.Draft(
    publication=STREAM,
    version=1,
    title="Vejviseren, 1. udgave",
    parts=PARTS,
    effective_from=DRAFTS,
)
HEAR = publication.OpenHearing(
    publication=STREAM,
    version=1,
    parties=frozenset({"Eksempelkommune", "Eksempelforeningen"}),
    until=Deadline("2020-10-01"),
    effective_from=HEARS,
)
ANSWER = publication.AnswerHearing(
    publication=STREAM,
    version=1,
    party="Eksempelkommune",
    effective_from=date(2020, 9, 20),
)
APPROVE = publication.Approve(publication=STREAM, version=1, effective_from=APPROVES)
RETURN = publication.Return(
    publication=STREAM,
    version=1,
    reason=ReasonCode("unclear"),
    effective_from=APPROVES,
)
PUBLISH = publication.Publish(
    publication=STREAM,
    version=1,
    isbn=ISBN("978-87-94059-28-2"),
    effective_from=COMES,
)
THE_OTHER = Citation(publication=OTHER, version=1)
SUPERSEDE = publication.Supersede(
    publication=STREAM, version=1, by=THE_OTHER, effective_from=AGAIN
)
CORRECT = publication.Correct(
    publication=STREAM,
    version=1,
    reason=ReasonCode("misread"),
    isbn=ISBN("978-87-94059-18-3"),
    published=date(2021, 1, 11),
)

_EVENTS: dict[type[Any], type[Any]] = {
    publication.Begin: publication.Begun,
    publication.NameMember: publication.MemberNamed,
    publication.RemoveMember: publication.MemberRemoved,
    publication.AddSource: publication.SourceAdded,
    publication.RemoveSource: publication.SourceRemoved,
    publication.Draft: publication.Drafted,
    publication.OpenHearing: publication.HearingOpened,
    publication.AnswerHearing: publication.HearingAnswered,
    publication.Approve: publication.Approved,
    publication.Return: publication.Returned,
    publication.Publish: publication.Published,
    publication.Supersede: publication.Superseded,
    publication.Correct: publication.Corrected,
}


def event_of(command: Any) -> Any:
    """The event that a command leads to: it has the fields that the event has."""
    made = _EVENTS[type(command)]
    return made(**{f.name: getattr(command, f.name) for f in attrs.fields(made)})


BEGUN, DRAFTED, HEARD, APPROVED, PUBLISHED = map(
    event_of, (BEGIN, DRAFT, HEAR, APPROVE, PUBLISH)
)
OUT = (BEGUN, DRAFTED, HEARD, APPROVED, PUBLISHED)
"""All that leads to a published version."""


def other(published: date) -> tuple[StreamId, list[Any]]:
    """Another publication, published on this day."""
    begun = attrs.evolve(BEGUN, key="haandbog", hearing=False, composition=())
    drafted = attrs.evolve(DRAFTED, title="Håndbogen")
    out = attrs.evolve(PUBLISHED, isbn=None, effective_from=published)
    return OTHER, [begun, drafted, APPROVED, out]


def trying(command: Any, *told: Any, by: Actor = EDITOR) -> Outcome:
    """Try a command after what was told."""
    return given(*told).when(command, by=by)


def texts(outcome: Outcome) -> list[str]:
    """What a refusal says."""
    return [reason.text for reason in outcome.proposal.reasons]
