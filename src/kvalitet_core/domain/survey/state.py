"""A survey as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

import attrs

from kvalitet_core.dated import Dated
from kvalitet_core.domain.rules import existing
from kvalitet_core.domain.survey.events import (
    Change,
    Event,
    Invitation,
    InvitationWithdrawn,
    Invited,
    Planned,
    Questionnaire,
    QuestionnaireChanged,
    ThresholdSet,
    WaveChange,
    WaveClosed,
    WaveDeadlineChanged,
    WaveOpened,
)
from kvalitet_core.ids import PersonId
from kvalitet_core.values import Deadline, danish_date

__all__ = ["Survey", "Threshold", "Wave", "evolve"]


@attrs.frozen(kw_only=True)
class Threshold:
    """How many responses a number must count to be shown, and who says so.

    Attributes:
        least: The least number that is shown.
        source: The document that says so.
    """

    least: int
    source: str


@attrs.frozen(kw_only=True)
class Wave:
    """A wave as it is known: who is asked what, and until when.

    Attributes:
        label: What tells it from the survey's other waves.
        questionnaire: What is asked in it.
        opens: The first day that one can answer.
        closes: The last time to answer.
        first_closes: The last time to answer as the wave was opened with.
        closed: When it was closed; None until then.
        invitations: Who is asked, those left out that were withdrawn.
        withdrawn: Who was asked, and counts no longer, with the reason.
    """

    label: str
    questionnaire: Questionnaire
    opens: date
    closes: Deadline
    first_closes: Deadline
    closed: datetime | None = None
    invitations: tuple[Invitation, ...] = ()
    withdrawn: tuple[InvitationWithdrawn, ...] = ()

    def takes(self, received: datetime) -> bool:
        """Tell whether what is received at an instant is in time."""
        return (
            self.opens <= danish_date(received)
            and self.closes.met_by(received)
            and (self.closed is None or received < self.closed)
        )

    def invitation(self, respondent: PersonId) -> Invitation | None:
        """The invitation of one who is asked, or None."""
        found = (each for each in self.invitations if each.respondent == respondent)
        return next(found, None)


@attrs.frozen(kw_only=True)
class Survey:
    """A survey as it is known.

    Attributes:
        key: What tells it from all other surveys.
        title: What people call it.
        purpose: What the answers are for.
        source: The document that orders the survey.
        effective_from: The first day that the plan holds.
        questionnaire: What waves ask that open on a day.
        threshold: How many responses a number must count to be shown on a day.
        waves: Its waves, in the order that they were opened.
        planned: The plan as it was made, whatever was changed since.
    """

    key: str
    title: str
    purpose: str
    source: str
    effective_from: date
    questionnaire: Dated[Questionnaire]
    threshold: Dated[Threshold] = attrs.field(factory=Dated)
    waves: tuple[Wave, ...] = ()
    planned: Planned

    def wave(self, label: str) -> Wave | None:
        """The wave with this label, or None."""
        return next((wave for wave in self.waves if wave.label == label), None)


def evolve(state: Survey | None, event: Event) -> Survey:
    """Give the survey as it is after the event."""
    if isinstance(event, Planned):
        return Survey(
            key=event.key,
            title=event.title,
            purpose=event.purpose,
            source=event.source,
            effective_from=event.effective_from,
            questionnaire=Dated.of(event.questionnaire, event.effective_from),
            planned=event,
        )
    return _changed(existing(state, event), event)


def _changed(known: Survey, event: Change) -> Survey:
    match event:
        case QuestionnaireChanged(questionnaire=asked, effective_from=day):
            dated = known.questionnaire.asserted(asked, day)
            return attrs.evolve(known, questionnaire=dated)
        case ThresholdSet(threshold=least, source=source, effective_from=day):
            said = Threshold(least=least, source=source)
            return attrs.evolve(known, threshold=known.threshold.asserted(said, day))
        case WaveOpened():
            return attrs.evolve(known, waves=(*known.waves, _opened(event)))
        case _:
            waves = (
                _wave_changed(wave, event) if wave.label == event.wave else wave
                for wave in known.waves
            )
            return attrs.evolve(known, waves=tuple(waves))


def _wave_changed(wave: Wave, event: WaveChange) -> Wave:
    match event:
        case WaveDeadlineChanged(closes=closes):
            return attrs.evolve(wave, closes=closes)
        case WaveClosed(closed=instant):
            return attrs.evolve(wave, closed=instant)
        case Invited(invitations=asked):
            return attrs.evolve(wave, invitations=(*wave.invitations, *asked))
        case InvitationWithdrawn():
            return _without(wave, event)
        case _:
            assert_never(event)


def _opened(event: WaveOpened) -> Wave:
    return Wave(
        label=event.wave,
        questionnaire=event.questionnaire,
        opens=event.opens,
        closes=event.closes,
        first_closes=event.closes,
    )


def _without(wave: Wave, event: InvitationWithdrawn) -> Wave:
    kept = (each for each in wave.invitations if each.respondent != event.respondent)
    return attrs.evolve(
        wave, invitations=tuple(kept), withdrawn=(*wave.withdrawn, event)
    )
