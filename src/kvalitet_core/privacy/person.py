"""A person in the record: held by law, or forgotten by decision.

The stream is `person/<id>`; most people have none. Whoever seals something about a
person reads this stream, so that nothing can be sealed for one who is being forgotten.
Erasure is the exception in Danish public administration: archiving comes first
(databeskyttelsesloven § 14), and so do legal holds and two approvers.
"""

# These names and fields are stored. Do not rename; add a version.

from __future__ import annotations

from typing import Any, Final, TypeAlias, assert_never

import attrs

from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.errors import Malformed, Reason, Refused
from kvalitet_core.ids import PersonId, StreamId, checked_id, stream_id
from kvalitet_core.values import Digest

__all__ = [
    "AGGREGATE",
    "UPCASTERS",
    "Event",
    "Forget",
    "Forgotten",
    "Held",
    "Hold",
    "Person",
    "Release",
    "Released",
    "SectionCovered",
    "evolve",
]

_APPROVERS = 2


@attrs.frozen(kw_only=True)
class SectionCovered:
    """One sealed section that a decision to forget covers.

    Attributes:
        stream: The stream of the event that refers to it.
        version: The version of that event.
        ordinal: Its number within the event.
    """

    stream: str
    version: int
    ordinal: int


@attrs.frozen(kw_only=True)
class Held:
    """The person's data must be kept for now.

    Attributes:
        legal_basis: The law that says so.
        reason: Why, without a word about the person.
    """

    legal_basis: str
    reason: str


@attrs.frozen(kw_only=True)
class Released:
    """The person's data need no longer be kept.

    Attributes:
        reason: Why the hold ended, without a word about the person.
    """

    reason: str


@attrs.frozen(kw_only=True)
class Forgotten:
    """The person's key and sealed data are destroyed, by this decision.

    Attributes:
        approved_by: The ids of those who approved it.
        archived: The archive delivery that holds the data, if any had to be preserved.
        attachments: The digest of every sealed attachment that was there.
        covered: Every sealed section that was there.
        legal_basis: The law that it rests on.
        reason: Why, without a word about the person.
    """

    approved_by: tuple[str, ...]
    archived: str | None
    attachments: tuple[Digest, ...]
    covered: tuple[SectionCovered, ...]
    legal_basis: str
    reason: str


Event: TypeAlias = Held | Released | Forgotten


@attrs.frozen(kw_only=True)
class Person:
    """What the record may and may not do with a person's data.

    Attributes:
        held: The hold in force, if there is one.
        forgotten: The decision to forget, once it is taken.
        attachments: The digests of all attachments that were removed.
    """

    held: Held | None = None
    forgotten: Forgotten | None = None
    attachments: frozenset[Digest] = frozenset()


def evolve(state: Person | None, event: Event) -> Person:
    """Fold one event into the state."""
    person = state or Person()
    match event:
        case Held():
            return attrs.evolve(person, held=event)
        case Released():
            return attrs.evolve(person, held=None)
        case Forgotten():
            removed = person.attachments.union(event.attachments)
            return attrs.evolve(person, forgotten=event, attachments=removed)
        case _:
            assert_never(event)


@attrs.frozen(kw_only=True)
class Hold:
    """Keep a person's data, whatever else is decided.

    Attributes:
        person: The person's id.
        legal_basis: The law that says so.
        reason: Why, without a word about the person.
    """

    person: PersonId
    legal_basis: str
    reason: str

    def target(self, context: Context) -> StreamId:
        """The person's own stream."""
        return stream_id("person", self.person)

    def decide(self, state: Person | None, context: Context) -> tuple[Event, ...]:
        """Hold, unless it is held already, or too late."""
        held = Held(legal_basis=self.legal_basis, reason=self.reason)
        if state and state.forgotten:
            text = f"person/{self.person}: was forgotten, there is nothing left to hold"
            raise Refused.because("person.forgotten", text)
        return () if state and state.held == held else (held,)


@attrs.frozen(kw_only=True)
class Release:
    """End the hold on a person's data.

    Attributes:
        person: The person's id.
        reason: Why, without a word about the person.
    """

    person: PersonId
    reason: str

    def target(self, context: Context) -> StreamId:
        """The person's own stream."""
        return stream_id("person", self.person)

    def decide(self, state: Person | None, context: Context) -> tuple[Event, ...]:
        """Release, if it is held."""
        return (Released(reason=self.reason),) if state and state.held else ()


def _ids(_: object, attribute: attrs.Attribute[Any], ids: tuple[str, ...]) -> None:
    """Refuse what is no tuple of ids, each the same however it is written."""
    if not isinstance(ids, tuple):
        raise Malformed(attribute.name, f"expected several ids, got {ids!r}")
    for each in ids:
        checked_id(attribute.name, each)


@attrs.frozen(kw_only=True)
class Forget:
    """Destroy a person's key and sealed data. Use `Journal.forget`, which fills it in.

    Attributes:
        person: The person's id.
        approved_by: The ids of two or more people who approve it.
        archived: The archive delivery that holds the data, if any had to be preserved.
        attachments: The digest of every sealed attachment that is there.
        covered: Every sealed section that is there.
        legal_basis: The law that it rests on.
        reason: Why, without a word about the person.
        restored: Whether it carries out a decision taken before, after a backup
            brought back what it had removed.
    """

    person: PersonId
    approved_by: tuple[str, ...] = attrs.field(validator=_ids)
    archived: str | None = None
    attachments: tuple[Digest, ...] = ()
    covered: tuple[SectionCovered, ...] = ()
    legal_basis: str
    reason: str
    restored: bool = False

    def target(self, context: Context) -> StreamId:
        """The person's own stream."""
        return stream_id("person", self.person)

    def decide(self, state: Person | None, context: Context) -> tuple[Event, ...]:
        """Forget, unless it is done already, too few approve, or the law holds it."""
        if state and state.forgotten and not self._covers_more(state):
            return ()
        reasons = () if self.restored else tuple(self._against(state))
        if reasons:
            raise Refused(*reasons)
        return (
            Forgotten(
                approved_by=self.approved_by,
                archived=self.archived,
                attachments=self.attachments,
                covered=self.covered,
                legal_basis=self.legal_basis,
                reason=self.reason,
            ),
        )

    def _covers_more(self, state: Person) -> bool:
        """Whether anything is there that was not removed before."""
        return bool(self.covered) or not state.attachments.issuperset(self.attachments)

    def _against(self, state: Person | None) -> list[Reason]:
        against = []
        approvers = len(set(self.approved_by))
        if approvers < _APPROVERS:
            text = (
                f"person/{self.person}: {_APPROVERS} different people must approve, "
                f"got {approvers}"
            )
            against.append(Reason(code="person.approvers", text=text))
        for field in ("legal_basis", "reason"):
            if not getattr(self, field).strip():
                text = f"person/{self.person}: {field} must say something, got nothing"
                against.append(Reason(code=f"person.{field}", text=text))
        if not (self.covered or self.attachments):
            text = f"person/{self.person}: nothing is sealed for a person of that id"
            against.append(Reason(code="person.unknown", text=text))
        if state and state.held:
            text = (
                f"person/{self.person}: is held by {state.held.legal_basis}: "
                f"{state.held.reason}"
            )
            against.append(Reason(code="person.held", text=text))
        return against


AGGREGATE = Aggregate(
    kind="person",
    state=Person,
    evolve=evolve,
    events={
        "person.held/1": Held,
        "person.released/1": Released,
        "person.forgotten/2": Forgotten,
    },
    commands={
        "person.hold/1": Hold,
        "person.release/1": Release,
        "person.forget/2": Forget,
    },
)


def _without_attachments(fields: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew of no attachments."""
    return {**fields, "attachments": []}


UPCASTERS: Final = {
    "person.forget/1": _without_attachments,
    "person.forgotten/1": _without_attachments,
}
"""How decisions to forget that are older than attachments are read."""
