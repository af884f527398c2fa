"""Finding in a journal why a decision came out as it did, and why something waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.rules import Finding, Input, Rule
from kvalitet_core.casework.causes import DutyMet, Given, Happened, Ruled, Why
from kvalitet_core.casework.looking import Looking
from kvalitet_core.domain.case import Case, Decided, Discharged, Migrated, Settled
from kvalitet_core.domain.case import asking as asked
from kvalitet_core.errors import Reason, Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.recorded import Recorded

__all__ = ["why", "why_not"]


_ASKED: Final = {"done": ("udført", "done"), "outcome": ("udfald", "outcome")}


def why_not(
    journal: Journal,
    case: StreamId | str,
    item: str,
    *,
    now: datetime,
    by: Actor | None = None,
    known: datetime | None = None,
) -> tuple[Reason, ...]:
    """Give everything that keeps an item from being done; () where nothing does.

    Args:
        journal: The journal.

        case: The case's stream.

        item: The item's path.

        now: The time that it is asked of.

        by: Who wants to do it; None asks what keeps anybody from doing it.

        known: The instant as of which the journal is read; None for all that is known.
    """
    stream = StreamId(case)
    actor = by or Actor(id="anybody", role="-", organisation="-", authority="-")
    looking = Looking(journal=journal, stream=stream, actor=actor, now=now, known=known)
    state = looking.get(Case, stream)
    return asked.why_not(state, stream, item, looking, asking=by is not None)


def why(
    journal: Journal,
    case: StreamId | str,
    number: int | None = None,
    *,
    known: datetime | None = None,
) -> Why:
    """Tell why a decision of a case came out as it did.

    Args:
        journal: The journal.

        case: The case's stream.

        number: Which of its decisions; None for the newest.

        known: The instant as of which the journal is read; None for all that is known.

    Raises:
        Unknown: There is no such case or decision, or there was none then.
        PluginMissing: It holds events of a plugin that is not installed.
    """
    stream = StreamId(case)
    state = journal.get(Case, stream, known=known)
    if state is None:
        raise Unknown("case", stream)
    history = list(journal.history(stream, known=known))
    found = [each for each in history if isinstance(each.event, Decided)]
    wanted = len(found) if number is None else number
    for recorded in found:
        if recorded.event.number == wanted:
            version = _version_at(recorded.version, state, history)
            telling = _Telling(journal, state, _definitions(journal, state, version))
            telling.note(history)
            return telling.why(stream, recorded, history)
    hint = f"it has {len(found)}" if found else "it has none"
    raise Unknown("decision", f"{wanted} of {stream}", hint=hint)


def _version_at(place: int, case: Case, history: list[Recorded]) -> str:
    """The version of its case type that a case ran by at a place in its stream."""
    version = case.versions[0]
    for recorded in history:
        if isinstance(recorded.event, Migrated) and recorded.version < place:
            version = recorded.event.to_version
    return version


def _definitions(journal: Journal, case: Case, version: str) -> tuple[Definition, ...]:
    """What has names for things: what it ran by then first, and what is installed."""
    owner = case.definition.partition(".")[0]
    installed = {
        each.version: each
        for each in journal.registry.definitions(Definition, of=owner)
        if each.code == case.definition
    }
    order = dict.fromkeys((version, *reversed(case.versions)))
    return tuple(installed[each] for each in order if each in installed)


@attrs.frozen
class _Telling:
    """One question: what was found on the way, each once."""

    journal: Journal
    case: Case
    definitions: tuple[Definition, ...]
    _events: dict[str, Recorded] = attrs.field(factory=dict, init=False)
    _actors: dict[str, Actor | None] = attrs.field(factory=dict, init=False)
    _read: set[str] = attrs.field(factory=set, init=False)

    def note(self, history: Iterable[Recorded]) -> None:
        """Know where some events are."""
        self._events.update((each.event_id, each) for each in history)

    def why(self, stream: StreamId, decided: Recorded, history: list[Recorded]) -> Why:
        event: Decided = decided.event
        taken = self.case.decisions[event.number - 1]
        streams = self._streams(decided)
        da, en = (self._name(event.item, language) for language in ("da", "en"))
        return Why(
            case=stream,
            number=event.number,
            item=event.item,
            da=da,
            en=en,
            outcome=event.outcome,
            outcome_da=self._outcome(event, "da"),
            outcome_en=self._outcome(event, "en"),
            counts=self.case.outcomes.get(taken.item, ("", 0))[1] == event.number,
            effective_from=event.effective_from,
            notified=taken.notified,
            revoked=taken.revoked,
            supersedes=event.supersedes,
            reasons=event.reasons,
            mandate=event.mandate,
            duties=tuple(map(self._duty, event.duties)),
            apart=event.apart,
            decided=self._happened(decided),
            on_behalf_of=event.on_behalf_of,
            rules=tuple(self._ruled(each, event, streams) for each in event.findings),
            available=tuple(
                self._given(each, streams)
                for each in _made_available(event.item, decided, history)
            ),
        )

    def _streams(self, decided: Recorded) -> tuple[str, ...]:
        """What the decision had read, where its facts can have come from."""
        commit = self.journal.commit(decided.command_id or "")
        return () if commit is None else tuple(commit.record.reads)

    def _name(self, path: str, language: str) -> str:
        names = (each.name_of(path, language) for each in self.definitions)
        return next((name for name in names if name != path), path)

    def _outcome(self, decided: Decided, language: str) -> str:
        item, code = decided.item, decided.outcome
        names = (each.outcome_name(item, code, language) for each in self.definitions)
        return next((name for name in names if name != code), code)

    def _ruled(
        self, finding: Finding, decided: Decided, streams: tuple[str, ...]
    ) -> Ruled:
        da, en = self._asks(finding)
        return Ruled(
            rule=finding.rule,
            version=finding.version,
            hjemmel=finding.hjemmel,
            truth=finding.truth,
            da=da,
            en=en,
            despite=finding.rule in decided.despite,
            given=tuple(self._given(each, streams) for each in finding.inputs),
            missing=finding.missing,
        )

    def _duty(self, met: Discharged) -> DutyMet:
        duties = (
            duty
            for definition in self.definitions
            for hook in definition.hooks
            for duty in hook.duties
        )
        found = next((duty for duty in duties if duty.code == met.duty), None)
        return DutyMet(
            duty=met.duty,
            way=met.way,
            text=met.text,
            da=met.duty if found is None else found.da,
            en=met.duty if found is None else found.en,
            hjemmel=None if found is None else found.hjemmel,
        )

    def _asks(self, finding: Finding) -> tuple[str, str]:
        """What the rule says; its code and its number are that rule, wherever it is."""
        for rule in self._rules():
            if (rule.code, rule.version) == (finding.rule, finding.version):
                return rule.condition.text("da"), rule.condition.text("en")
        return finding.rule, finding.rule

    def _rules(self) -> Iterator[Rule]:
        for definition in self.definitions:
            for item in definition.items.values():
                yield from item.rules if isinstance(item, Decision) else ()

    def _given(self, given: Input, streams: tuple[str, ...]) -> Given:
        da, en = self._called(given.fact)
        return Given(
            fact=given.fact,
            value=given.value,
            da=da,
            en=en,
            by=self._set_by(given.set_by, streams),
        )

    def _called(self, name: str) -> tuple[str, str]:
        for definition in self.definitions:
            fact = definition.known_facts.get(name)
            if fact is not None:
                return fact.da, fact.en
        path, _, what = name.rpartition(".")
        if what not in _ASKED or not path:
            return name, name
        return (
            f"”{self._name(path, 'da')}” {_ASKED[what][0]}",
            f"“{self._name(path, 'en')}” {_ASKED[what][1]}",
        )

    def _set_by(self, event: str | None, streams: tuple[str, ...]) -> Happened | None:
        if event is None:
            return None
        for stream in streams:
            if event in self._events:
                break
            if stream not in self._read:
                self._read.add(stream)
                self.note(self.journal.history(stream))
        recorded = self._events.get(event)
        return None if recorded is None else self._happened(recorded)

    def _happened(self, recorded: Recorded) -> Happened:
        command = recorded.command_id or ""
        if command not in self._actors:
            commit = self.journal.commit(command) if command else None
            self._actors[command] = None if commit is None else commit.record.actor
        return Happened(
            stream=recorded.stream,
            version=recorded.version,
            event_id=recorded.event_id,
            name=recorded.name,
            recorded_at=recorded.recorded_at,
            actor=self._actors[command],
        )


def _made_available(
    item: str, decided: Recorded, history: list[Recorded]
) -> tuple[Input, ...]:
    """The facts that let it be decided, the last time before it was."""
    return next(_inputs(item, history[: decided.version - 1]), ())


def _inputs(item: str, history: list[Recorded]) -> Iterator[tuple[Input, ...]]:
    """Going back, also where it was called otherwise."""
    for recorded in reversed(history):
        if isinstance(recorded.event, Migrated):
            was = {each.now: each.was for each in recorded.event.moved}
            item = was.get(item, item)
        elif isinstance(recorded.event, Settled):
            for change in recorded.event.changes:
                if change.part == item:
                    yield change.inputs
