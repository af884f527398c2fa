"""Opening a case, and tying it to other things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Param
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.case.engine import begun, definition_of, followed, open_case
from kvalitet_core.domain.case.events import Event, Linked, Opened, Stated
from kvalitet_core.domain.case.recording import ill_told
from kvalitet_core.domain.case.state import Case, Link
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import Instant, ReasonCode, danish_date, not_blank

__all__ = ["LinkTo", "Open"]


@attrs.frozen(kw_only=True)
class Open:
    """Open a case.

    Attributes:
        definition: The code of the case type: `indsatsteam.forloeb`.
        version: Its version; None for the one that is in force on the day of receipt.
        key: What tells the case from others of its type; None for the application
            that it handles, or else a new id.
        title: What the case is called; nothing about a person.
        handles: The application that it decides, where its type does.
        received: When what it is about was received; None for when the application
            was, or else now.
        facts: What it is opened with: the type's parameters, and other facts of it.
    """

    definition: str
    version: str | None = None
    key: str | None = None
    title: str = attrs.field(validator=not_blank)
    handles: StreamId | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_kind("application"))
    )
    received: Instant | None = None
    facts: tuple[Stated, ...] = ()

    def target(self, context: Context) -> StreamId:
        """The case's stream: of its type's code and its key."""
        key = self.key
        if key is None and self.handles is not None:
            key = self.handles.partition("/")[2]
        return stream_id("case", f"{self.definition}.{key or context.new_id()}")

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Open it, unless the same case is open.

        Raises:
            Refused: `case.definition_unknown`, `case.opened` with something else, or
                for everything that it cannot be opened with: `case.handles`,
                `case.application_unknown`, `case.received_in_future`,
                `case.param_missing`, `case.fact_unknown`, `case.fact_type`.
        """
        stream = self.target(context)
        received = self.received or _received(self.handles, context) or context.now
        if state is not None:
            refuse_for(*_opened_otherwise(stream, state, self, received))
            return ()
        definition = self._definition(received, context, stream)
        refuse_for(
            _other_subject(stream, definition, self.handles),
            _no_application(stream, self.handles, context),
            _in_future(stream, received, context),
            *_without_params(stream, definition, self.facts),
            *(
                ill_told(stream, definition, each.fact, each.value)
                for each in self.facts
            ),
        )
        opened = Opened(
            definition=definition.code,
            version=definition.version,
            digest=definition.digest,
            title=self.title,
            handles=self.handles,
            received=received,
            facts=tuple(sorted(self.facts, key=_fact)),
        )
        return begun(opened, definition, stream, context)

    def _definition(
        self, received: Instant, context: Context, stream: StreamId
    ) -> Definition:
        if self.version is not None:
            return definition_of(self.definition, self.version, context, stream)
        day = danish_date(received)
        owner = self.definition.partition(".")[0]
        in_force = [
            each.version
            for each in context.definitions(Definition, of=owner)
            if each.code == self.definition
            and each.valid_from <= day
            and (each.valid_to is None or day < each.valid_to)
        ]
        if not in_force:
            text = f"{stream}: no version of {self.definition} is in force on {day}"
            refuse_for(Reason(code="case.definition_unknown", text=text))
        newest = max(
            in_force,
            key=lambda version: (
                definition_of(self.definition, version, context, stream).valid_from
            ),
        )
        return definition_of(self.definition, newest, context, stream)


def _fact(stated: Stated) -> str:
    return stated.fact


def _received(handles: StreamId | None, context: Context) -> Instant | None:
    application = context.get(Application, handles) if handles is not None else None
    if application is None or application.submission is None:
        return None
    return application.submission.received


def _opened_otherwise(
    stream: StreamId, state: Case, again: Open, received: Instant
) -> Iterator[Reason]:
    """Say no to each thing that it was opened with otherwise."""
    told: Mapping[str, tuple[object, object]] = {
        "$.version": (state.version, again.version or state.version),
        "$.title": (state.title, again.title),
        "$.handles": (state.handles, again.handles),
        "$.received": (
            state.received,
            state.received if again.received is None else received,
        ),
    }
    for path, (one, other) in told.items():
        if one != other:
            text = f"{stream}: {path}: is already opened, with {one}, got {other}"
            yield Reason(code="case.opened", text=text)


def _other_subject(
    stream: StreamId, definition: Definition, handles: StreamId | None
) -> Reason | None:
    """Say no to a case about an application where its type has none, or without."""
    if (definition.handles is None) is (handles is None):
        return None
    expected = "an application" if definition.handles else "none"
    text = (
        f"{stream}: $.handles: expected {expected}, as {definition.code} handles it, "
        f"got {handles or 'none'}"
    )
    return Reason(code="case.handles", text=text)


def _no_application(
    stream: StreamId, handles: StreamId | None, context: Context
) -> Reason | None:
    if handles is None or _received(handles, context) is not None:
        return None
    text = f"{stream}: $.handles: {handles}: no such application is submitted"
    return Reason(code="case.application_unknown", text=text)


def _in_future(stream: StreamId, received: Instant, context: Context) -> Reason | None:
    if received <= context.now:
        return None
    text = (
        f"{stream}: $.received: expected no later than now, {context.now.isoformat()}, "
        f"got {received.isoformat()}"
    )
    return Reason(code="case.received_in_future", text=text)


def _without_params(
    stream: StreamId, definition: Definition, facts: tuple[Stated, ...]
) -> Iterator[Reason]:
    given = {each.fact for each in facts}
    for name, fact in sorted(definition.known_facts.items()):
        if isinstance(fact, Param) and name not in given:
            text = f"{stream}: $.facts: parameter {name!r} is missing: {fact.noun}"
            yield Reason(code="case.param_missing", text=text)


@attrs.frozen(kw_only=True)
class LinkTo:
    """Tie a case to something else in the journal.

    Attributes:
        case: The case's stream: `case/…`.
        to: The stream of the other thing.
        relation: How the two belong together, as a code: `follow_up`.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    to: StreamId
    relation: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Tie them, unless they are.

        Raises:
            Refused: `case.unknown`, `case.closed` or `case.link`, to itself.
        """
        on = open_case(state, self.case, context)
        if Link(self.to, self.relation) in on.case.links:
            return ()
        if self.to == self.case:
            text = f"{self.case}: $.to: expected another stream, got itself"
            refuse_for(Reason(code="case.link", text=text))
        return followed(on, Linked(to=self.to, relation=self.relation))
