"""Recording what is known of a case: facts, documents, and what was wrong."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.attachment import Attachment
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.facts import Fact
from kvalitet_core.casetypes.items import Document
from kvalitet_core.casetypes.kinds import COLLECTIONS
from kvalitet_core.domain.case.engine import followed, open_case
from kvalitet_core.domain.case.events import (
    DocumentReceived,
    Event,
    FactCorrected,
    FactRecorded,
    FactValue,
)
from kvalitet_core.domain.case.known import is_elsewhere
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode, not_blank

__all__ = [
    "CorrectFact",
    "ReceiveDocument",
    "RecordFact",
    "fits",
    "ill_told",
    "spelled",
]


@attrs.frozen(kw_only=True)
class RecordFact:
    """Record something that has become known of a case.

    Attributes:
        case: The case's stream: `case/…`.
        fact: The fact's name, as its case type has it.
        value: Its value: days and times in ISO 8601.
        effective_from: The first day that it holds.
        source: Where it is known from; nothing about a person.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    fact: str
    value: FactValue
    effective_from: date
    source: str = attrs.field(validator=not_blank)

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Record it, unless it is known so from that day on.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.fact_unknown`,
                `case.fact_elsewhere`, where the application tells it,
                `case.fact_is_document`, `case.fact_type`, or `case.fact_known` with
                another value from that day or a later one: correct it, or record when
                it changed; or `case.invariant`.
        """
        on = open_case(state, self.case, context)
        refuse_for(
            ill_told(self.case, on.definition, self.fact, self.value, on.case.handles)
        )
        value = spelled(on.definition, self.fact, self.value)
        if _told_on(on.case, self.fact, self.effective_from) == value:
            return ()
        told = attrs.evolve(self, value=value)
        refuse_for(_known_otherwise(self.case, on.case, told))
        event = FactRecorded(
            fact=self.fact,
            value=value,
            effective_from=self.effective_from,
            source=self.source,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class CorrectFact:
    """Put right what was recorded wrongly of a case.

    Attributes:
        case: The case's stream: `case/…`.
        fact: The fact's name.
        value: Its right value; None where it is not known after all.
        effective_from: The first day that it holds.
        reason: Why it was wrong.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    fact: str
    value: FactValue | None = None
    effective_from: date
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Put it right from that day on, unless it is.

        Whatever was recorded to hold later is put right with it.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.fact_unknown`,
                `case.fact_elsewhere`, `case.fact_is_document`, where it is to be
                anything but not known, `case.fact_type`, or `case.fact_not_known`,
                where nothing was recorded; or `case.invariant`.
        """
        on, value = open_case(state, self.case, context), self.value
        if value is not None:
            refuse_for(
                ill_told(self.case, on.definition, self.fact, value, on.case.handles)
            )
            value = spelled(on.definition, self.fact, value)
        if self.fact not in on.case.facts:
            text = f"{self.case}: $.fact: nothing is recorded of {self.fact!r}"
            refuse_for(Reason(code="case.fact_not_known", text=text))
        if _stands(on.case, self.fact, self.effective_from, value):
            return ()
        event = FactCorrected(
            fact=self.fact,
            value=value,
            effective_from=self.effective_from,
            reason=self.reason,
        )
        return followed(on, event)


@attrs.frozen(kw_only=True)
class ReceiveDocument:
    """Register a document of a case.

    Attributes:
        case: The case's stream: `case/…`.
        document: Which of the case type's documents it is.
        attachment: What it is called, and the digest of its content.
        effective_from: The day when it was received.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    document: str
    attachment: Attachment
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it is.

        Raises:
            Refused: `case.unknown`, `case.closed`, or `case.document_unknown`.
        """
        on = open_case(state, self.case, context)
        known = on.definition.known_facts
        documents = sorted(n for n, f in known.items() if isinstance(f, Document))
        if self.document not in documents:
            expected = " or ".join(documents) or "none"
            text = (
                f"{self.case}: $.document: expected {expected}, got {self.document!r}"
            )
            refuse_for(Reason(code="case.document_unknown", text=text))
        digest = str(self.attachment.sha256)
        if _told_on(on.case, self.document, self.effective_from) == digest:
            return ()
        event = DocumentReceived(
            document=self.document,
            attachment=self.attachment,
            effective_from=self.effective_from,
        )
        return followed(on, event)


def ill_told(
    stream: StreamId,
    definition: Definition,
    name: str,
    value: FactValue,
    handles: StreamId | None,
) -> Reason | None:
    """Say no to a fact that the case type does not have, or has of another type."""
    fact = definition.known_facts.get(name)
    if fact is None:
        nearest = get_close_matches(name, definition.known_facts, n=2, cutoff=0.5)
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else ""
        text = f"{stream}: {definition.code} has no fact {name!r}{hint}"
        return Reason(code="case.fact_unknown", text=text)
    if handles is not None and is_elsewhere(name):
        text = f"{stream}: fact {name!r}: is told by {handles}, got {value!r}"
        return Reason(code="case.fact_elsewhere", text=text)
    if isinstance(fact, Document):
        text = f"{stream}: fact {name!r}: is a document; receive it, got {value!r}"
        return Reason(code="case.fact_is_document", text=text)
    return _other_type(stream, fact, value) if _kept(fact, value) is None else None


def spelled(definition: Definition, name: str, value: FactValue) -> FactValue:
    """Give a value as events keep it, whichever way it is spelled in ISO 8601.

    What no such fact can have is given as it is.
    """
    fact = definition.known_facts.get(name)
    kept = None if fact is None else _kept(fact, value)
    return value if kept is None else kept


def fits(fact: Fact, value: FactValue) -> bool:
    """Tell whether a value, as it is stored, is one that a fact can have."""
    return _kept(fact, value) == value


def _kept(fact: Fact, value: FactValue) -> FactValue | None:
    """Give a value in the one spelling that events keep, or None where it has none."""
    if isinstance(value, tuple) is not (fact.type in COLLECTIONS):
        return None
    try:
        restored = fact.type.restored(value)
        return fact.type.stored(restored) if fact.accepts(restored) else None
    except (TypeError, ValueError):
        return None


def _other_type(stream: StreamId, fact: Fact, value: FactValue) -> Reason:
    text = f"{stream}: fact {fact.name!r}: expected {fact.noun}, got {value!r}"
    return Reason(code="case.fact_type", text=text)


def _told_on(case: Case, fact: str, day: date) -> FactValue | None:
    known = case.facts.get(fact)
    told = known.on(day) if known is not None else None
    return told.value if told is not None else None


def _stands(case: Case, fact: str, day: date, value: FactValue | None) -> bool:
    """Whether a fact has a value on a day and on all that follow."""
    later = [
        span.value.value
        for span in case.facts[fact].spans
        if span.period.end is None or day < span.period.end
    ]
    return _told_on(case, fact, day) == value and all(each == value for each in later)


def _known_otherwise(stream: StreamId, case: Case, told: RecordFact) -> Reason | None:
    """Say no to telling anew what began to hold on that very day, or does so later."""
    known = case.facts.get(told.fact)
    for span in () if known is None else known.spans:
        value = span.value.value
        if span.period.start >= told.effective_from and value not in (None, told.value):
            text = (
                f"{stream}: fact {told.fact!r} is known from {span.period.start}, "
                f"as {value!r}, got {told.value!r} from {told.effective_from}; "
                "correct it"
            )
            return Reason(code="case.fact_known", text=text)
    return None
