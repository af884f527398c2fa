"""What other rules had found in a round: how many cases stay as they are, which flip.

Each decision that counts in a case is held against another definition, on what was
known when it was taken. What the rules of that definition had found then is compared
with what was found. It is a sensitivity and no decision: what people chose is theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kvalitet_core.audit.of_round import cases_of, checked_round
from kvalitet_core.audit.past import Past
from kvalitet_core.audit.placing import item_under, placed
from kvalitet_core.audit.seen import Seen
from kvalitet_core.audit.weighing import (
    Effect,
    Reformed,
    Weighed,
    effect_of,
    gravest,
    together,
    turned,
)
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.rules import Finding, Rule, in_force
from kvalitet_core.casetypes.truth import Facts, Known
from kvalitet_core.domain.case import Case, Decided
from kvalitet_core.domain.case.engine import Running
from kvalitet_core.domain.case.events import FactValue
from kvalitet_core.domain.case.grounds import found_by
from kvalitet_core.domain.case.recording import fits
from kvalitet_core.errors import KvalitetError, Malformed, Problem, Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit
from kvalitet_core.journal.registry import nearest
from kvalitet_core.journal.sections import metadata
from kvalitet_core.personal import unseen
from kvalitet_core.values import danish_date

__all__ = ["reform"]


def reform(
    journal: Journal,
    definition: Definition,
    round_: str,
    *,
    on: date | None = None,
    facts: Mapping[str, FactValue] | None = None,
) -> Iterator[Reformed]:
    """Hold the cases of a round against another definition of their case type.

    Rules that have days are those in force on the days of each case; and where that is
    before the definition began, or after it ended, those of its first or last day.

    Args:
        journal: The journal; nothing is written to it.

        definition: The other definition; it need not be in force, nor be another.

        round_: The round's stream, or its name.

        on: The day whose rules are taken, whatever the days of the case.

        facts: What is taken to have been known of every case, such as a limit: fact →
            value, as it is stored.

    Returns:
        Each case, in the order of their ids.

    Raises:
        Unknown: There is no such round, or no case in it; or no such fact.
        Malformed: Its cases are of other case types, or a fact has another type.
    """
    stream = checked_round(journal.folder, round_)
    supposed = _supposed(definition, facts or {})
    found = cases_of(journal.folder, definition, stream)
    reforming = _Reforming(journal, definition, supposed, on)
    return (reforming.reformed(each, case) for each, case in found)


def _supposed(definition: Definition, facts: Mapping[str, FactValue]) -> Facts:
    """Facts as conditions see them.

    Raises:
        Unknown: The definition has no such fact.
        Malformed: One is of another type there; all such are named.
    """
    problems, found = [], {}
    for name, value in facts.items():
        fact = definition.known_facts.get(name)
        if fact is None:
            known = definition.known_facts
            hint = f"it has {', '.join(sorted(known))}"
            kind = f"fact of {definition.code}"
            raise Unknown(kind, name, nearest=nearest(name, known), hint=hint)
        kept = _kept(fact.type, value)
        if fits(fact, kept):
            found[name] = Known(fact.type.restored(kept))
        else:
            text = f"expected {fact.noun}, got {value!r}"
            problems.append(Problem(path=name, text=text))
    if problems:
        raise Malformed(f"facts of {definition.code}", *problems)
    return found


def _kept(kind: Kind, value: FactValue) -> FactValue:
    """A value as an event keeps it: several texts in their order, a set sorted."""
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(sorted({*value}) if kind is Kind.SET else value)
    return value


class _Reforming:
    """One definition, and the journal as it was read at each decision."""

    def __init__(
        self, journal: Journal, definition: Definition, facts: Facts, on: date | None
    ) -> None:
        self._journal = journal
        self._past = Past(journal.folder)
        self._to = definition
        self._facts = facts
        self._on = on

    def reformed(self, stream: StreamId, case: Case) -> Reformed:
        """Hold one case against the definition."""
        counting = sorted(number for _, number in case.outcomes.values())
        weighed = []
        for number in counting:
            with unseen():
                found = self._weighed(stream, case.decisions[number - 1].version)
            if found is not None:
                weighed.append(found)
        effect = gravest(each.effect for each in weighed)
        return Reformed(
            case=stream,
            version=case.version,
            effect=effect if counting else Effect.NOT_DECIDED,
            decisions=tuple(weighed),
        )

    def _weighed(self, stream: StreamId, version: int) -> Weighed | None:
        """Hold a decision against the definition; None where no rule has part in it."""
        commit, event = self._decided(stream, version)
        past, reads = self._past, commit.record.reads
        past.look_as(reads, recorded_at=commit.recorded.recorded_at)
        was = together(event.findings)
        try:
            found = self._found(stream, commit, event)
        except KvalitetError as error:
            return Weighed(
                item=event.item,
                number=event.number,
                outcome=event.outcome,
                effect=Effect.NOT_CHECKED,
                was=was,
                why=str(error),
            )
        if not found and not event.findings:
            return None
        now = together(found)
        return Weighed(
            item=event.item,
            number=event.number,
            outcome=event.outcome,
            effect=effect_of(was, now),
            was=was,
            now=now,
            turned=tuple(turned(event.findings, found, was, now)),
        )

    def _decided(self, stream: StreamId, version: int) -> tuple[Commit, Decided]:
        """The commit that took a decision, and its event."""
        reader = self._journal.folder.reader
        (row,) = reader.stream(stream, after=version - 1, upto=version, limit=1)
        command = metadata(layout.split(row[4]).m).command
        commit = self._journal.commit(command or "")
        if commit is not None:
            for recorded in commit.events:
                if (recorded.stream, recorded.version) == (stream, version):
                    return commit, recorded.event
        raise Malformed(stream, f"version {version} came of no command")

    def _found(
        self, stream: StreamId, commit: Commit, event: Decided
    ) -> tuple[Finding, ...]:
        """What the definition's rules had found."""
        record, past = commit.record, self._past
        now = instant(record.now)
        case, _ = past.state(past.registry.aggregate_of(Case), stream)
        item = item_under(self._to, event.item, case.version, past.registry)
        is_own = (case.version, case.digest) == (self._to.version, self._to.digest)
        rules = self._rules(item, case, danish_date(now), is_own=is_own)
        seen = Seen(past=past, stream=stream, actor=record.actor, now=now)
        moved = placed(case, self._to, past.registry)
        on = Running(stream=stream, case=moved, definition=self._to, context=seen)
        return found_by(on, rules, supposed=self._facts)

    def _rules(
        self, item: Decision, case: Case, today: date, *, is_own: bool
    ) -> tuple[Rule, ...]:
        days = [danish_date(case.received), today]
        if self._on is not None:
            days = [self._on, self._on]
        elif not is_own:
            days = [_within(self._to, day) for day in days]
        received, decided = days
        return in_force(item.rules, received=received, decided=decided)


def _within(definition: Definition, day: date) -> date:
    """A day, or the first or the last of those on which a definition is in force."""
    if definition.valid_to is not None and day >= definition.valid_to:
        return definition.valid_to - timedelta(days=1)
    return max(day, definition.valid_from)
