"""Letting a case go on under another version of its case type."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.domain.case.engine import Running, definition_of, followed
from kvalitet_core.domain.case.events import Event, Migrated, Moved
from kvalitet_core.domain.case.recording import fits
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import ActorId, StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["Migrate"]


@attrs.frozen(kw_only=True)
class Migrate:
    """Let a case go on under another version of its case type.

    The version that it ran under need not be installed any more.

    Attributes:
        case: The case's stream: `case/…`.
        to: The version.
        reason: Why.
    """

    case: StreamId = attrs.field(validator=of_kind("case"))
    to: str
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the case."""
        return self.case

    def decide(self, state: Case | None, context: Context) -> tuple[Event, ...]:
        """Let it, unless it runs under that, word for word.

        Everything that the case has come to must have a place in the new version, or be
        dropped by name there.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.definition_unknown`; or for
                everything that stands against it: `case.not_migrated_from`, where the
                new version says nothing of the one that the case runs under,
                `case.unmapped`, for each stage and item without a place,
                `case.fact_type`, for each fact that is of another type there.
        """
        case = registered(state, self.case)
        if case.closed is not None:
            text = f"{self.case}: is closed, for reason {str(case.closed)!r}; reopen it"
            refuse_for(Reason(code="case.closed", text=text))
        to = definition_of(case.definition, self.to, context, self.case)
        if (case.version, case.digest) == (to.version, to.digest):
            return ()
        renamed = to.migrate_from.get(case.version)
        if case.version == to.version:
            renamed = Renamed()
        refuse_for(
            _not_from(self.case, case, to, renamed),
            *_unmapped(self.case, case, to, renamed or Renamed()),
            *_retyped(self.case, case, to),
        )
        event = _migrated(self, case, to, renamed or Renamed(), context)
        nothing = Running(stream=self.case, case=case, definition=to, context=context)
        return followed(nothing, event)


def _parts(case: Case) -> list[str]:
    """The stages and items that the case has come to, its own tasks left out."""
    told = {*case.works, *case.planned, *(each.item for each in case.decisions)}
    owed = (code.split(">") for code in (*case.owed, *case.waived))
    return sorted(told.difference(case.added).union(*owed))


def _now(path: str, to: Definition, renamed: Renamed) -> str | None:
    return renamed.now(path, known={*to.items, *(stage.code for stage in to.stages)})


def _migrated(
    command: Migrate, case: Case, to: Definition, renamed: Renamed, context: Context
) -> Migrated:
    told = {path: _now(path, to, renamed) for path in _parts(case)}
    return Migrated(
        from_version=case.version,
        from_digest=case.digest,
        to_version=to.version,
        to_digest=to.digest,
        moved=tuple(
            Moved(was=was, now=now)
            for was, now in told.items()
            if now is not None and was != now
        ),
        dropped=tuple(path for path, now in told.items() if now is None),
        by=ActorId(context.actor.id),
        reason=command.reason,
    )


def _not_from(
    stream: StreamId, case: Case, to: Definition, renamed: Renamed | None
) -> Reason | None:
    if renamed is not None:
        return None
    known = ", ".join(sorted(to.migrate_from)) or "none"
    text = (
        f"{stream}: {to.code} {to.version} says nothing of version {case.version!r}, "
        f"under which it runs; it migrates from {known}"
    )
    return Reason(code="case.not_migrated_from", text=text)


def _unmapped(
    stream: StreamId, case: Case, to: Definition, renamed: Renamed
) -> Iterator[Reason]:
    for path in _parts(case):
        if path not in renamed.dropped and _now(path, to, renamed) is None:
            text = (
                f"{stream}: {path}: has no place in {to.code} {to.version}; rename it "
                "there, or drop it by name"
            )
            yield Reason(code="case.unmapped", text=text)


def _retyped(stream: StreamId, case: Case, to: Definition) -> Iterator[Reason]:
    for name, known in sorted(case.facts.items()):
        fact = to.known_facts.get(name)
        if fact is None:
            continue
        for span in known.spans:
            value = span.value.value
            if value is not None and not fits(fact, value):
                text = (
                    f"{stream}: fact {name!r}: expected {fact.noun}, as "
                    f"{to.version} has it, got {value!r}; correct it first"
                )
                yield Reason(code="case.fact_type", text=text)
