"""Why an item cannot be done now, in the language that is asked for.

The library's reasons are codes, each with an English sentence for the record. What
comes from the case type has its own words in both languages; the rest has them here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import attrs

from kvalitet_cli.casefinding import FoundCase
from kvalitet_cli.casewords import say
from kvalitet_cli.language import Language
from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.blocking import Blocker, blockers
from kvalitet_core.casetypes.items import Decision, Task
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.casework import Looking, why_not
from kvalitet_core.domain.case.engine import Running, running
from kvalitet_core.domain.case.grounds import in_the_dark, is_as_of_receipt
from kvalitet_core.errors import Reason
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import danish_date

__all__ = ["reasons_against"]

_WORDED: Final = frozenset(
    {
        "case.application_withdrawn",
        "case.closed",
        "case.definition_differs",
        "case.definition_unknown",
        "case.four_eyes",
        "case.held",
        "case.item_done",
        "case.mandate",
        "case.not_available",
        "case.role",
    }
)
"""The codes that have a sentence of their own in the table of words."""


def reasons_against(
    journal: Journal,
    found: FoundCase,
    path: str,
    *,
    by: Actor | None,
    now: datetime,
    language: Language,
    known: datetime | None = None,
) -> list[dict[str, Any]]:
    """Everything that keeps an item from being done, as a tree of plain values.

    Args:
        journal: The journal.

        found: The case.

        path: The item's path.

        by: Who wants to do it; None asks what keeps anybody from it.

        now: The time that it is asked of.

        language: What the texts are in; the codes are permanent.

        known: The instant as of which the journal is read; None for all that is known.
    """
    reasons = why_not(journal, found.stream, path, now=now, by=by, known=known)
    if language == "en" or found.bound.definition is None:
        return [_as_told(each, found, path, language) for each in reasons]
    actor = by or Actor(id="anybody", role="-", organisation="-", authority="-")
    looking = Looking(
        journal=journal, stream=found.stream, actor=actor, now=now, known=known
    )
    on = running(found.case, found.stream, looking)
    return list(_Wording(on, found, path, language).worded(reasons))


def _as_told(
    reason: Reason, found: FoundCase, path: str, language: Language
) -> dict[str, Any]:
    if language == "da" and reason.code in _WORDED:
        return _Words(found, path, language).item(reason)
    return attrs.asdict(reason)


@attrs.frozen
class _Words:
    """What can be said of a reason without the case type."""

    found: FoundCase
    path: str
    language: Language

    def item(
        self, reason: Reason, because: Iterable[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """A reason in words."""
        case, bound = self.found.case, self.found.bound
        work, added = case.work(self.path), case.added.get(self.path)
        item = bound.installed.items.get(self.path) if bound.installed else None
        role = added.role if added else item.role if isinstance(item, Task) else ""
        name = bound.name_of(self.path, self.language)
        text = say(
            f"not_{reason.code.removeprefix('case.')}",
            self.language,
            title=added.title if added else name,
            role=bound.role(role, self.language),
            holder=work.holder,
            reason=case.closed,
        )
        return {
            "code": reason.code,
            "text": text,
            "source": reason.source,
            "because": list(because),
        }


@attrs.frozen
class _Wording:
    """Puts reasons in the words of the case type: each by its own part of it."""

    on: Running
    found: FoundCase
    path: str
    language: Language

    def worded(self, reasons: Iterable[Reason]) -> Iterator[dict[str, Any]]:
        """Each reason, with what it comes from."""
        keeping = self._keeping()
        lacking, dark = self._lacking(), self._in_the_dark()
        left = list(keeping)
        for reason in reasons:
            if reason.code == "case.requires":
                yield self._said(reason, next(lacking, reason.text))
            elif reason.code == "case.finding_unknown":
                yield self._said(reason, next(dark, reason.text))
            elif reason.code in _WORDED:
                because = map(_blocker, keeping) if reason.because else ()
                words = _Words(self.found, self.path, self.language)
                yield words.item(reason, because)
            elif left and reason.code == f"case.{left[0].code}":
                yield _blocker(left.pop(0))
            else:
                yield attrs.asdict(reason)

    def _keeping(self) -> tuple[Blocker, ...]:
        """What keeps the item back as far as it lies in the case."""
        on = self.on
        if self.path not in on.definition.items:
            return ()
        return blockers(
            on.definition, self.path, on.standing, on.settlement, to_complete=False
        )

    def _lacking(self) -> Iterator[str]:
        """What it requires and is not there, in the order that it is told."""
        item, facts = self.on.item(self.path), self.on.settlement.facts
        for each in item.requires if isinstance(item, Task) else ():
            if each.evaluate(facts) is not Truth.TRUE:
                text = each.says(self.language)
                missing = each.missing(facts)
                names = ", ".join(missing)
                note = say("missing", self.language, names=names) if missing else ""
                yield say("not_requires", self.language, text=text) + note

    def _in_the_dark(self) -> Iterator[str]:
        """Which rules are unknown, in the order that they are told."""
        item = self.on.item(self.path)
        if not isinstance(item, Decision):
            return
        for each in in_the_dark(self.on, item):
            received = is_as_of_receipt(item, each)
            day = danish_date(self.on.case.received) if received else None
            since = say("as_of_receipt", self.language, day=day) if day else ""
            facts = (self.on.definition.known_facts.get(n) for n in each.missing)
            names = (
                name if fact is None else fact.da
                for name, fact in zip(each.missing, facts, strict=True)
            )
            missing = say("missing", self.language, names=", ".join(names))
            text = say("not_finding_unknown", self.language, rule=each.rule)
            yield text + missing + since

    def _said(self, reason: Reason, text: str) -> dict[str, Any]:
        return attrs.asdict(reason) | {"text": text}


def _blocker(blocker: Blocker) -> dict[str, Any]:
    return {
        "code": f"case.{blocker.code}",
        "text": f"{blocker.subject}: {blocker.da}",
        "source": None,
        "because": [_blocker(part) for part in blocker.parts],
    }
