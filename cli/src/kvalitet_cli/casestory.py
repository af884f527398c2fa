"""What happened to a case, event by event, as dated sentences with who and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import attrs

from kvalitet_cli.casefinding import FoundCase
from kvalitet_cli.casesentences import SENTENCES
from kvalitet_cli.casestanding import told_deadline
from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say, status_word
from kvalitet_cli.language import Language, words
from kvalitet_cli.layout import Line
from kvalitet_core.casetypes.rules import Input
from kvalitet_core.casetypes.status import Change
from kvalitet_core.deadlines.words import number_of, when
from kvalitet_core.domain.case import Extended, Settled
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.records import CommandRecord
from kvalitet_core.plain import Plain
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import Deadline

__all__ = ["EventTeller", "told_events", "told_lines"]

_WHY: Final = ("reason", "reasons", "note", "authority")
"""The fields of an event that say why."""


def told_events(
    journal: Journal, found: FoundCase, language: Language
) -> Iterator[dict[str, Any]]:
    """Each event of a case in order, with who and why."""
    teller = EventTeller(journal, found, language)
    for recorded in journal.history(found.stream):
        yield teller.item(recorded)


def told_lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """An event as text: when, what, by whom, why, and what followed."""
    recorded = datetime.fromisoformat(item["recorded_at"])
    at = when(recorded.replace(second=0, microsecond=0), language)
    if item["follows"] is not None:
        yield Line(4, ((item["text"], "dim"),))
        for each in item["follows"]:
            yield Line(6, ((f"{each['text']}", ""), (_because(each, language), "dim")))
        return
    yield Line(0, ((at, "dim"), (f"  {item['text']}", "bold")))
    who = item["actor"]
    if who is not None:
        key = "who_delegated" if who["delegated_by"] else "who"
        yield Line.of(say(key, language, **who), "dim", indent=4)
    for why in item["why"]:
        yield Line.of(why, indent=4)


def _because(follow: dict[str, Any], language: Language) -> str:
    told = [each["text"] for each in follow["inputs"]]
    return f" ({say('since', language, facts='; '.join(told))})" if told else ""


@attrs.define
class EventTeller:
    """Tells the events of one case, in one language."""

    journal: Journal
    found: FoundCase
    language: Language
    plain: Plain = attrs.field(init=False)
    records: dict[str, CommandRecord] = attrs.field(factory=dict)

    @plain.default
    def _of_the_journal(self) -> Plain:
        return Plain(self.journal, opens=False)

    def item(self, recorded: Recorded) -> dict[str, Any]:
        """One event, plain."""
        event = recorded.event
        record = self._record(recorded.command_id)
        return {
            "version": recorded.version,
            "name": recorded.name,
            "recorded_at": written(recorded.recorded_at),
            "event_id": recorded.event_id,
            "command_id": recorded.command_id,
            "command": record.name if record else None,
            "actor": attrs.asdict(record.actor) if record else None,
            "fields": self.plain.of(event, stream=recorded.stream),
            "text": self.sentence(recorded),
            "why": list(self._why(event, record)),
            "follows": (
                list(self._follows(event)) if isinstance(event, Settled) else None
            ),
        }

    def _record(self, command_id: str | None) -> CommandRecord | None:
        """The record of a command, which several events in a row can share."""
        if command_id is None:
            return None
        if command_id not in self.records:
            found = next(self.journal.history(f"command/{command_id}"), None)
            self.records = {command_id: found.event} if found else {}
        return self.records.get(command_id)

    def sentence(self, recorded: Recorded) -> str:
        """What an event says, in words."""
        stem = recorded.name.partition("/")[0]
        if stem not in SENTENCES or not attrs.has(type(recorded.event)):
            return recorded.name
        told = words(SENTENCES, stem, self.language)
        return told.format_map(_Fields(self, recorded.event))

    def name(self, part: str) -> str:
        """What a stage or an item is called."""
        added = self.found.case.added.get(part)
        if added is not None:
            return added.title
        return self._then(part) or self.found.bound.name_of(part, self.language)

    def _then(self, part: str) -> str | None:
        """What it was called in another version, where the case's own lacks it now."""
        installed = self.found.bound.installed
        if installed is None or part in installed.stage_of:
            return None
        for each in CaseTypes(self.journal.registry).versions(installed.code):
            if part in each.stage_of:
                return each.name_of(part, self.language)
        return None

    def outcome(self, path: str, code: str) -> str:
        """What an outcome of a decision is called."""
        return self.found.bound.outcome(path, code, self.language)

    def fact(self, name: str) -> str:
        """What a fact or a document is called, in the case's own version or another."""
        installed = self.found.bound.installed
        if installed is None:
            return name
        others = CaseTypes(self.journal.registry).versions(installed.code)
        for each in (installed, *others):
            fact = each.known_facts.get(name)
            if fact is not None:
                return fact.da if self.language == "da" else fact.en
        return name

    def owes(self, code: str) -> str:
        """What an obligation is called."""
        after, _, owed = code.partition(">")
        names = {"after": self.name(after), "owed": self.name(owed)}
        return say("owes", self.language, **names)

    def _why(self, event: Any, record: CommandRecord | None) -> Iterator[str]:
        for field in _WHY:
            value = getattr(event, field, None)
            if isinstance(event, Extended) and field == "reason":
                value = event.extension.reason
            for each in value if isinstance(value, tuple) else (value,):
                if each:
                    yield say(f"why_{field}", self.language, text=each)
        if record is not None and record.cause is not None:
            yield say("caused", self.language, event=record.cause)
        despite = getattr(event, "despite", ())
        if despite:
            yield say("why_despite", self.language, text=", ".join(sorted(despite)))

    def _follows(self, event: Settled) -> Iterator[dict[str, Any]]:
        for change in event.changes:
            yield self._follow(change.part, self._changed(change), change.inputs)
        for due in event.dues:
            deadline = due.proof.deadline if due.proof else None
            key = "now_due" if deadline else "not_due"
            told = told_deadline(deadline, self.language)
            text = say(key, self.language, item=self.name(due.item), deadline=told)
            yield self._follow(due.item, text)
        for owed in event.owed:
            deadline = owed.proof.deadline if owed.proof else None
            key = "now_owed" if owed.proof else "not_owed"
            told = told_deadline(deadline, self.language)
            text = self.owes(owed.obligation)
            text = say(key, self.language, owed=text, deadline=told)
            yield self._follow(owed.obligation, text)
        for code in event.met:
            yield self._follow(code, say("met", self.language, owed=self.owes(code)))
        for breach in event.breaches:
            key = f"invariant_{breach.truth.value}"
            text = say(key, self.language, code=breach.invariant)
            yield self._follow(breach.invariant, text, breach.inputs)

    def _changed(self, change: Change) -> str:
        text = f"{self.name(change.part)}: {status_word(change.to, self.language)}"
        if change.role:
            text += f" ({self.found.bound.role(change.role, self.language)})"
        return text

    def _follow(
        self, about: str, text: str, inputs: tuple[Input, ...] = ()
    ) -> dict[str, Any]:
        told = [
            {
                "fact": each.fact,
                "value": each.value,
                "set_by": each.set_by,
                "text": self._input(each),
            }
            for each in inputs
        ]
        return {"about": about, "text": text, "inputs": told}

    def _input(self, given: Input) -> str:
        """A fact that something followed from, as people say it."""
        path, _, what = given.fact.rpartition(".")
        installed = self.found.bound.installed
        is_part = installed is not None and path in installed.stage_of
        if what in ("done", "outcome") and (is_part or self._then(path)):
            named = {
                "title": self.name(path),
                "value": self.outcome(path, given.value),
            }
            return say(f"fact_{what}", self.language, **named)
        title = self.fact(given.fact)
        return say("fact_is", self.language, title=title, value=given.value)


class _Fields(dict[str, str]):
    """What a sentence about an event can name: its fields, as people say them."""

    def __init__(self, teller: EventTeller, event: Any) -> None:
        super().__init__()
        self._teller = teller
        self._event = event

    def __missing__(self, name: str) -> str:
        teller, event, language = self._teller, self._event, self._teller.language
        if name == "longer":
            return number_of(event.extension.count, event.extension.unit, language)
        value = getattr(event, name)
        named = {
            "item": teller.name,
            "fact": teller.fact,
            "document": teller.fact,
            "obligation": teller.owes,
        }
        if name in named:
            return named[name](value)
        if name == "outcome":
            return teller.outcome(event.item, value)
        if name == "done_by" and event.on_behalf_of is not None:
            return say("in_the_name", language, who=value, other=event.on_behalf_of)
        return _told_value(value, language)


def _told_value(value: Any, language: Language) -> str:
    told = str(value)
    match value:
        case None:
            told = say("nothing", language)
        case Deadline():
            told = told_deadline(value, language)
        case bool():
            told = say("yes" if value else "no", language)
        case date():
            told = when(value, language)
        case tuple():
            told = ", ".join(value)
        case _:
            pass
    return told
