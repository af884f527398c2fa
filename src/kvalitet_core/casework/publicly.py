"""What somebody outside may be shown of a case: public labels, and nothing of its work.

    public(journal, "case/indsatsteam.forloeb.…").text("da")

Where it has come is told by what its stages are called. Tasks, who has them, what was
found, and what is decided and not told yet stay inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.status import Status
from kvalitet_core.deadlines.words import long_day, when
from kvalitet_core.domain.case import Case, Decided
from kvalitet_core.domain.case.state import DecisionTaken
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.spoken import Language, checked_language

__all__ = ["PublicCase", "PublicDecision", "public"]

_CLOSED: Final = ("Afsluttet", "Closed")
_UNDER_WAY: Final = ("Under behandling", "In progress")
_DECISION: Final = ("Afgørelse", "Decision")


@attrs.frozen(kw_only=True)
class PublicDecision:
    """A decision that the party was told of.

    Attributes:
        number: Which of the case's decisions it is.
        da: What it is called in Danish.
        en: What it is called in English.
        outcome_da: What it came to, in Danish.
        outcome_en: What it came to, in English.
        reasons: Why, as it was said to the party.
        effective_from: The first day that it holds.
        notified: The day when the party was told.
        revoked: The first day that it no longer holds; None while it does.
    """

    number: int
    da: str
    en: str
    outcome_da: str
    outcome_en: str
    reasons: tuple[str, ...]
    effective_from: date
    notified: date
    revoked: date | None

    def lines(self, language: Language) -> Iterator[str]:
        """Give it, and below it why."""
        da = language == "da"
        title, outcome = (
            (self.da, self.outcome_da) if da else (self.en, self.outcome_en)
        )
        told, holds = ("meddelt", "gælder fra") if da else ("told", "effective from")
        yield (
            f"{title}: {outcome}, {told} {long_day(self.notified, language)}, "
            f"{holds} {long_day(self.effective_from, language)}"
        )
        for reason in self.reasons:
            yield f"  {'Begrundelse' if da else 'Reason'}: {reason}"
        if self.revoked is not None:
            word = "Tilbagekaldt fra" if da else "Revoked from"
            yield f"  {word} {long_day(self.revoked, language)}"


@attrs.frozen(kw_only=True)
class PublicCase:
    """A case as somebody outside may see it.

    Attributes:
        case: The case's stream.
        title: What it is called.
        received: When what it is about was received.
        da: Where it has come, in Danish: the stages under way, by what they are called.
        en: Where it has come, in English.
        decisions: The decisions that the party was told of.
    """

    case: StreamId
    title: str
    received: datetime
    da: str
    en: str
    decisions: tuple[PublicDecision, ...]

    def text(self, language: str) -> str:
        """Tell it in a few lines.

        Args:
            language: `da` or `en`.

        Raises:
            Malformed: It is another language.
        """
        return "\n".join(self.lines(checked_language(language)))

    def lines(self, language: Language) -> Iterator[str]:
        """Give the lines of its text."""
        da = language == "da"
        received = self.received.replace(microsecond=0)
        yield self.title
        yield f"{'Modtaget' if da else 'Received'}: {when(received, language)}"
        yield f"Status: {self.da if da else self.en}"
        for decision in self.decisions:
            yield from decision.lines(language)


def public(journal: Journal, case: StreamId | str) -> PublicCase:
    """Give what somebody outside may be shown of a case.

    Args:
        journal: The journal.

        case: The case's stream.

    Raises:
        Unknown: There is no such case.
    """
    stream = StreamId(case)
    state = journal.get(Case, stream)
    if state is None:
        raise Unknown("case", stream)
    definition = _definition(journal, state)
    da, en = _label(state, definition)
    reasons = {
        recorded.event.number: recorded.event.reasons
        for recorded in (journal.history(stream) if state.decisions else ())
        if isinstance(recorded.event, Decided)
    }
    return PublicCase(
        case=stream,
        title=state.title,
        received=state.received,
        da=da,
        en=en,
        decisions=tuple(
            _decision(taken, taken.notified, reasons[taken.number], definition)
            for taken in state.decisions
            if taken.notified is not None
        ),
    )


def _definition(journal: Journal, case: Case) -> Definition | None:
    """What it runs by, for the names of things; None where that is not installed."""
    owner = case.definition.partition(".")[0]
    for each in journal.registry.definitions(Definition, of=owner):
        if (each.code, each.version) == (case.definition, case.version):
            return each
    return None


def _label(case: Case, definition: Definition | None) -> tuple[str, str]:
    if case.closed is not None:
        return _CLOSED
    if definition is None:
        return _UNDER_WAY
    stages = [
        stage.code
        for stage in definition.stages
        if case.work(stage.code).status is Status.ACTIVE
    ]
    if not stages:
        return _UNDER_WAY
    da, en = (
        ", ".join(definition.name_of(code, language) for code in stages)
        for language in ("da", "en")
    )
    return da, en


def _decision(
    taken: DecisionTaken,
    notified: date,
    reasons: tuple[str, ...],
    definition: Definition | None,
) -> PublicDecision:
    names, outcomes = _DECISION, (taken.outcome, taken.outcome)
    if definition is not None:
        da, en = (definition.name_of(taken.item, each) for each in ("da", "en"))
        names = da, en
        da, en = (
            definition.outcome_name(taken.item, taken.outcome, each)
            for each in ("da", "en")
        )
        outcomes = da, en
    return PublicDecision(
        number=taken.number,
        da=names[0],
        en=names[1],
        outcome_da=outcomes[0],
        outcome_en=outcomes[1],
        reasons=reasons,
        effective_from=taken.effective_from,
        notified=notified,
        revoked=taken.revoked,
    )
