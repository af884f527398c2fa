"""Letting a case go on under another version of its case type."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.migrating import Plan as Planned
from kvalitet_core.casetypes.migrating import plan
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.settling import Standing
from kvalitet_core.domain.case.engine import Running, definition_of, followed
from kvalitet_core.domain.case.events import Event, Migrated, Moved
from kvalitet_core.domain.case.known import done_facts
from kvalitet_core.domain.case.recording import fits
from kvalitet_core.domain.case.state import Case
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
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
        dropped by name there, before anybody has begun it.

        Raises:
            Refused: `case.unknown`, `case.closed`, `case.definition_unknown`; or for
                everything that stands against it: `case.unmapped`, for each stage, item
                and obligation without a place, and where the new version says nothing
                of the one that the case runs under, `case.fact_type`, for each fact
                that is of another type there.
        """
        case = registered(state, self.case)
        if case.closed is not None:
            text = f"{self.case}: is closed, for reason {str(case.closed)!r}; reopen it"
            raise Refused(Reason(code="case.closed", text=text))
        to = definition_of(case.definition, self.to, context, self.case)
        if (case.version, case.digest) == (to.version, to.digest):
            return ()
        if case.version == to.version:
            to_itself = {**to.migrate_from, to.version: Renamed()}
            planned = plan(
                attrs.evolve(to, migrate_from=to_itself),
                version=case.version,
                standing=_standing(case),
            )
        else:
            planned = plan(to, version=case.version, standing=_standing(case))
        refuse_for(
            *_unmapped(self.case, planned),
            *_unowed(self.case, case, to, planned),
            *_retyped(self.case, case, to),
        )
        on = Running(stream=self.case, case=case, definition=to, context=context)
        return followed(on, _migrated(self, on, planned), anew=True)


def _standing(case: Case) -> Standing:
    """How a case stands, its own tasks left out; its facts have no part in it."""
    own = {path: work for path, work in case.works.items() if path not in case.added}
    return Standing(
        facts={},
        statuses={path: work.status for path, work in own.items()},
        done=done_facts(case),
        planned=case.planned,
    )


def _migrated(command: Migrate, on: Running, planned: Planned) -> Migrated:
    to = on.definition
    return Migrated(
        from_version=on.case.version,
        from_digest=on.case.digest,
        to_version=to.version,
        to_digest=to.digest,
        moved=tuple(
            Moved(was=was, now=now)
            for was, now in sorted(planned.places.items())
            if was != now
        ),
        dropped=planned.dropped,
        by=ActorId(on.context.actor.id),
        reason=command.reason,
    )


def _unmapped(stream: StreamId, planned: Planned) -> Iterator[Reason]:
    for each in planned.refusals:
        text = f"{stream}: {each.path}: {each.text}"
        yield Reason(code="case.unmapped", text=text)


def _unowed(
    stream: StreamId, case: Case, to: Definition, planned: Planned
) -> Iterator[Reason]:
    """Say no to what is owed, and is not in the new version: waive it, or keep it."""
    known = {each.code for each in to.obliges}
    for code in sorted(case.owed):
        now = ">".join(planned.places.get(path, path) for path in code.split(">"))
        if now not in known:
            text = (
                f"{stream}: {code}: is owed, and {to.code} {to.version} does not have "
                f"it as {now!r}; waive it, or keep it there"
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
