"""Opening a case."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Param
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.case.engine import begun, definition_of, installed
from kvalitet_core.domain.case.events import Event, Opened, Stated
from kvalitet_core.domain.case.known import is_elsewhere
from kvalitet_core.domain.case.recording import ill_told, spelled
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import Instant, danish_date, not_blank

__all__ = ["Open"]


@attrs.frozen(kw_only=True)
class Open:
    """Open a case.

    Attributes:
        definition: The code of the case type: `indsatsteam.forloeb`.
        version: Its version; None for the one that is in force on the day of receipt,
            and of several the one that began last.
        key: What tells the case from others of its type; None for the application
            that it handles, of which there is one case of a type, or else a new id.
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
            Refused: `case.definition_unknown`, `case.definitions_overlap`, where two
                versions begin on one day; `case.opened`, for each thing that it was
                opened with otherwise; or for everything that it cannot be opened with:
                `case.handles`, `case.key`, `case.application_unknown`,
                `case.application_withdrawn`, `case.received_otherwise` than the
                application was, `case.received_in_future`, `case.param_missing`,
                `case.fact_twice`, `case.fact_unknown`, `case.fact_elsewhere`,
                `case.fact_is_document`, `case.fact_type`; or `case.invariant`.
        """
        stream = context.stream
        received = self.received or _received(self.handles, context) or context.now
        if state is not None:
            first = installed(state.definition, state.versions[0], context)
            again = attrs.evolve(self, facts=_spelled(first, self.facts))
            refuse_for(*_opened_otherwise(stream, state, again, received))
            return ()
        definition = self._definition(received, context, stream)
        refuse_for(
            _other_subject(stream, definition, self.handles),
            _other_key(stream, self),
            *_no_application(stream, self, context),
            _in_future(stream, received, context),
            *_without_params(stream, definition, self),
            *_twice(stream, self.facts),
            *(
                ill_told(stream, definition, each.fact, each.value, self.handles)
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
            facts=tuple(sorted(_spelled(definition, self.facts), key=_fact)),
        )
        return begun(opened, definition, stream, context)

    def _definition(
        self, received: Instant, context: Context, stream: StreamId
    ) -> Definition:
        if self.version is not None:
            return definition_of(self.definition, self.version, context, stream)
        day = context.today if received is context.now else danish_date(received)
        owner = self.definition.partition(".")[0]
        in_force = [
            each
            for each in context.definitions(Definition, of=owner)
            if each.code == self.definition
            and each.valid_from <= day
            and (each.valid_to is None or day < each.valid_to)
        ]
        if not in_force:
            text = f"{stream}: no version of {self.definition} is in force on {day}"
            raise Refused(Reason(code="case.definition_unknown", text=text))
        begun = max(each.valid_from for each in in_force)
        newest = [each for each in in_force if each.valid_from == begun]
        if len(newest) > 1:
            versions = " and ".join(sorted(each.version for each in newest))
            text = (
                f"{stream}: versions {versions} of {self.definition} both begin on "
                f"{begun}; say which"
            )
            raise Refused(Reason(code="case.definitions_overlap", text=text))
        return newest[0]


def _fact(stated: Stated) -> str:
    return stated.fact


def _spelled(
    definition: Definition | None, facts: tuple[Stated, ...]
) -> tuple[Stated, ...]:
    """Give facts as events keep them, as far as their case type is known."""
    if definition is None:
        return facts
    return tuple(
        Stated(fact=each.fact, value=spelled(definition, each.fact, each.value))
        for each in facts
    )


def _received(handles: StreamId | None, context: Context) -> Instant | None:
    application = context.get(Application, handles) if handles is not None else None
    if application is None or application.submission is None:
        return None
    return application.submission.received


def _opened_otherwise(
    stream: StreamId, state: Case, again: Open, received: Instant
) -> Iterator[Reason]:
    """Say no to each thing that it was opened with otherwise."""
    first = state.versions[0]
    told: list[tuple[str, object, object]] = [
        ("$.version", first, again.version or first),
        ("$.title", state.title, again.title),
        ("$.handles", state.handles, again.handles),
        (
            "$.received",
            state.received,
            state.received if again.received is None else received,
        ),
    ]
    given = {each.fact: each.value for each in again.facts}
    stated = {
        name: span.value.value
        for name, known in state.facts.items()
        for span in known.spans
        if span.value.version == 1
    }
    for name in sorted(given):
        known = stated.get(name) if name in stated else _later(state, name)
        told.append((f"$.facts: {name}", known, given[name]))
    for path, one, other in told:
        if one != other:
            text = f"{stream}: {path}: is already opened, with {one}, got {other}"
            yield Reason(code="case.opened", text=text)


def _later(state: Case, name: str) -> object:
    """What a fact came to be since, where nothing is left of what was told first."""
    known = state.facts.get(name)
    told = known.newest if known is not None else None
    return told.value if told is not None else None


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


def _other_key(stream: StreamId, command: Open) -> Reason | None:
    """Say no to another key than the application's: a second case about it."""
    if command.handles is None or command.key is None:
        return None
    expected = command.handles.partition("/")[2]
    if command.key == expected:
        return None
    text = f"{stream}: $.key: expected {expected!r}, as its application, or none"
    return Reason(code="case.key", text=f"{text}, got {command.key!r}")


def _no_application(
    stream: StreamId, command: Open, context: Context
) -> Iterator[Reason]:
    if command.handles is None:
        return
    where = f"{stream}: $.handles: {command.handles}"
    application = context.get(Application, command.handles)
    if application is None or application.submission is None:
        text = f"{where}: no such application is submitted"
        yield Reason(code="case.application_unknown", text=text)
        return
    if application.withdrawn is not None:
        text = f"{where}: was withdrawn, for reason {str(application.withdrawn)!r}"
        yield Reason(code="case.application_withdrawn", text=text)
    received = application.submission.received
    if command.received not in (None, received):
        text = (
            f"{stream}: $.received: expected {received.isoformat()}, when the "
            f"application was received, got {command.received}"
        )
        yield Reason(code="case.received_otherwise", text=text)


def _in_future(stream: StreamId, received: Instant, context: Context) -> Reason | None:
    if received <= context.now:
        return None
    text = (
        f"{stream}: $.received: expected no later than now, {context.now.isoformat()}, "
        f"got {received.isoformat()}"
    )
    return Reason(code="case.received_in_future", text=text)


def _without_params(
    stream: StreamId, definition: Definition, command: Open
) -> Iterator[Reason]:
    """Say no to a case without a parameter, unless its application tells that."""
    given = {each.fact for each in command.facts}
    for name, fact in sorted(definition.known_facts.items()):
        elsewhere = command.handles is not None and is_elsewhere(name)
        if isinstance(fact, Param) and name not in given and not elsewhere:
            text = f"{stream}: $.facts: parameter {name!r} is missing: {fact.noun}"
            yield Reason(code="case.param_missing", text=text)


def _twice(stream: StreamId, facts: tuple[Stated, ...]) -> Iterator[Reason]:
    names = [each.fact for each in facts]
    for name in sorted(set(names)):
        times = names.count(name)
        if times > 1:
            text = f"{stream}: $.facts: expected {name!r} once, got it {times} times"
            yield Reason(code="case.fact_twice", text=text)
