"""How a case stands, as plain values: what is done, what can be done, what is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from kvalitet_cli.casefinding import FoundCase
from kvalitet_cli.casewords import say, status_word
from kvalitet_cli.language import Language
from kvalitet_core.casetypes.items import Document, Item, Task
from kvalitet_core.casetypes.status import Status
from kvalitet_core.deadlines.words import until
from kvalitet_core.domain.case import Decided
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import Deadline

__all__ = ["decided_in", "stages_of", "standing_of", "told_deadline"]


def decided_in(journal: Journal, stream: str) -> dict[int, Decided]:
    """The decisions of a case as they are on record, by their numbers."""
    events = (recorded.event for recorded in journal.history(stream))
    return {each.number: each for each in events if isinstance(each, Decided)}


def standing_of(
    found: FoundCase,
    decisions: Mapping[int, Decided],
    *,
    as_of: datetime,
    language: Language,
) -> dict[str, Any]:
    """How a case stands, in the order of its case type."""
    case = found.case
    look = _Look(found, as_of, language)
    return {
        "case": found.stream,
        "title": case.title,
        "definition": case.definition,
        "version": case.version,
        "digest": case.digest,
        "installed": found.bound.problem is None,
        "handles": case.handles,
        "received": written(case.received),
        "state": _reached(case.closed, case.suspended),
        "reason": case.closed,
        "waits_for": sorted(case.suspended),
        "as_of": written(as_of),
        "stages": list(look.stages()),
        "decisions": [look.decision(each, decisions) for each in case.decisions],
        "owed": [look.owed(code) for code in sorted(case.owed)],
        "waived": sorted(case.waived),
        "suspensions": [
            {"cause": each.cause, "start": _day(each.start), "end": _day(each.end)}
            for each in case.suspensions
        ],
        "warnings": list(look.warnings()),
        "facts": list(look.facts()),
        "links": [{"to": each.to, "relation": each.relation} for each in case.links],
        "available": look.available(),
    }


def stages_of(
    found: FoundCase, *, as_of: datetime, language: Language
) -> list[dict[str, Any]]:
    """The stages of a case in order, each with how its items stand."""
    return list(_Look(found, as_of, language).stages())


def told_deadline(deadline: Deadline | None, language: Language) -> str:
    """A deadline as people say it; nothing for none."""
    return until(deadline, language) if deadline is not None else ""


def _reached(closed: str | None, suspended: tuple[str, ...]) -> str:
    if closed is not None:
        return "closed"
    return "suspended" if suspended else "open"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


@attrs.frozen
class _Look:
    found: FoundCase
    as_of: datetime
    language: Language

    def stages(self) -> Iterator[dict[str, Any]]:
        """Its stages in order, each with its items; last what stands in none."""
        bound, case = self.found.bound, self.found.case
        seen: set[str] = set()
        for stage in bound.installed.stages if bound.installed is not None else ():
            paths = [item.path for item in stage.items]
            seen |= {stage.code, *paths}
            yield self.stage(stage.code, [self.item(i.path, i) for i in stage.items])
        rest = sorted({*case.works, *case.added} - seen)
        codes = sorted({path.partition(".")[0] for path in rest})
        for code in codes:
            items = [path for path in rest if path.startswith(f"{code}.")]
            yield self.stage(code, [self.item(path, None) for path in items])

    def stage(self, code: str, items: list[dict[str, Any]]) -> dict[str, Any]:
        """One stage."""
        adhoc = code == "adhoc"
        title = self.found.bound.name_of(code, self.language)
        status = self.found.case.work(code).status
        return {
            "code": code,
            "title": say("added_tasks", self.language) if adhoc else title,
            "status": None if adhoc else status.value,
            "items": items,
        }

    def item(self, path: str, item: Item | None) -> dict[str, Any]:
        """One item: how far it is, who can do it, who has it, and by when."""
        case, bound = self.found.case, self.found.bound
        work, added = case.work(path), case.added.get(path)
        role = work.role or (item.role if isinstance(item, Task) else None)
        deadline = self._deadline(path)
        outcome = case.outcomes.get(path)
        name = added.title if added else bound.name_of(path, self.language)
        wanted = isinstance(item, Task) and item.discretionary
        return {
            "item": path,
            "title": name,
            "sort": item.sort if item is not None else "task",
            "status": work.status.value,
            "status_text": status_word(work.status, self.language),
            "role": role,
            "holder": work.holder,
            "deadline": deadline,
            "deadline_text": told_deadline(deadline, self.language) or None,
            "late": self._is_late(work.status, deadline),
            "outcome": outcome[0] if outcome else None,
            "outcome_text": self._outcome(path, outcome[0]) if outcome else None,
            "discretionary": wanted,
            "planned": path in case.planned,
        }

    def _deadline(self, path: str) -> Deadline | None:
        added = self.found.case.added.get(path)
        if added is not None:
            return added.due
        proof = self.found.case.work(path).proof
        return proof.deadline if proof is not None else None

    def _is_late(self, status: Status, deadline: Deadline | None) -> bool:
        if deadline is None or status.is_done or self.found.case.closed is not None:
            return False
        return not deadline.met_by(self.as_of)

    def decision(self, taken: Any, decisions: Mapping[int, Decided]) -> dict[str, Any]:
        """One decision, with what each rule came to."""
        event = decisions[taken.number]
        counts = self.found.case.outcomes.get(taken.item, ("", 0))[1]
        return {
            "number": taken.number,
            "item": taken.item,
            "title": self.found.bound.name_of(taken.item, self.language),
            "outcome": taken.outcome,
            "outcome_text": self._outcome(taken.item, taken.outcome),
            "counts": counts == taken.number,
            "by": event.by,
            "on_behalf_of": event.on_behalf_of,
            "authority": event.authority,
            "effective_from": _day(taken.effective_from),
            "notified": _day(taken.notified),
            "revoked": _day(taken.revoked),
            "supersedes": taken.supersedes,
            "reasons": list(event.reasons),
            "despite": sorted(event.despite),
            "findings": [
                {
                    "rule": f"{each.rule}/{each.version}",
                    "truth": each.truth.value,
                    "hjemmel": str(each.hjemmel),
                    "missing": list(each.missing),
                }
                for each in event.findings
            ],
        }

    def _outcome(self, path: str, code: str) -> str:
        return self.found.bound.outcome(path, code, self.language)

    def owed(self, code: str) -> dict[str, Any]:
        """Something that is owed, and by when."""
        deadline = self.found.case.owed[code].deadline
        after, _, owing = code.partition(">")
        names = [
            self.found.bound.name_of(path, self.language) for path in (after, owing)
        ]
        return {
            "obligation": code,
            "text": say("owes", self.language, after=names[0], owed=names[1]),
            "deadline": deadline,
            "deadline_text": told_deadline(deadline, self.language) or None,
            "breached": code in self.found.case.breached,
            "late": deadline is not None and not deadline.met_by(self.as_of),
        }

    def warnings(self) -> Iterator[dict[str, Any]]:
        """The invariants that do not hold."""
        installed = self.found.bound.installed
        known = installed.invariants if installed is not None else ()
        texts = {each.code: each for each in known}
        for code in sorted(self.found.case.breaches):
            of = texts.get(code)
            yield {
                "invariant": code,
                "text": of.condition.text(self.language) if of else code,
                "hjemmel": str(of.hjemmel) if of else None,
            }

    def facts(self) -> Iterator[dict[str, Any]]:
        """What is known of the case itself, on the day it is looked at."""
        installed = self.found.bound.installed
        known = installed.known_facts if installed is not None else {}
        for name, told in sorted(self.found.case.facts.items()):
            for span in told.spans:
                if span.value.value is None:
                    continue
                fact = known.get(name)
                label = name
                if fact is not None:
                    label = fact.da if self.language == "da" else fact.en
                kept = span.value.value
                yield {
                    "fact": name,
                    "label": label,
                    "document": isinstance(fact, Document),
                    "value": list(kept) if isinstance(kept, tuple) else kept,
                    "effective_from": span.period.start.isoformat(),
                    "effective_to": _day(span.period.end),
                }

    def available(self) -> dict[str, list[str]]:
        """What can be done now, by who can do it."""
        case = self.found.case
        found: dict[str, list[str]] = {}
        if case.closed is not None:
            return {}
        for path, work in sorted(case.works.items()):
            if work.status.is_open:
                role = work.role or ""
                found.setdefault(role, []).append(path)
        return dict(sorted(found.items()))
