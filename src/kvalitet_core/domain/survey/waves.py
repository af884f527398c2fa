"""Waves of a survey: when they open and close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.rules import reachable, refuse_for, registered
from kvalitet_core.domain.survey.checks import LABEL, asked_now, wave_of
from kvalitet_core.domain.survey.events import (
    Event,
    WaveClosed,
    WaveDeadlineChanged,
    WaveOpened,
)
from kvalitet_core.domain.survey.state import Survey, Wave
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Deadline, Instant, ReasonCode, danish_date, instant_at

__all__ = ["ChangeWaveDeadline", "CloseWave", "OpenWave"]

_FIRST: Final = date(1, 1, 2)
"""The first day whose beginning in Denmark is an instant in UTC too."""


@attrs.frozen(kw_only=True)
class OpenWave:
    """Open a wave of a survey, with the questionnaire of the day that it opens.

    Attributes:
        survey: The survey's stream: `survey/…`.
        wave: What tells it from the survey's other waves: `2021`.
        opens: The first day that one can answer.
        closes: The last time to answer: a date, or an instant.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    wave: str = attrs.field(validator=LABEL)
    opens: date
    closes: Deadline

    def target(self, context: Context) -> StreamId:
        """The stream of the survey."""
        return self.survey

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Open it, unless it is opened.

        Raises:
            Refused: `survey.unknown`; `survey.wave_opened` otherwise;
                `survey.not_begun`, `survey.deadline_unreachable`,
                `survey.opens_after_deadline`, `survey.form_unknown` or
                `survey.form_changed`.
        """
        known = registered(state, self.survey)
        before = known.wave(self.wave)
        if before is not None:
            refuse_for(*_opened_otherwise(known, before, self))
            return ()
        asked = known.questionnaire.on(self.opens)
        if asked is None:
            text = (
                f"{self.survey}: expected wave {self.wave!r} to open no earlier than "
                f"the plan, {known.effective_from}, got {self.opens}"
            )
            raise Refused.because("survey.not_begun", text, source=known.source)
        now = asked_now(self.survey, asked.name, context, source=known.source)
        refuse_for(*self._against(known, same=now == asked))
        return (
            WaveOpened(
                wave=self.wave,
                questionnaire=asked,
                opens=self.opens,
                closes=self.closes,
            ),
        )

    def _against(self, known: Survey, *, same: bool) -> Iterator[Reason | None]:
        if not same:
            asked = known.questionnaire.on(self.opens)
            text = (
                f"{self.survey}: questionnaire {str(asked and asked.name)!r} has other "
                "questions than were planned under that name; give it a new version"
            )
            yield Reason(code="survey.form_changed", text=text, source=known.source)
        yield _in_time(self.survey, known, self.opens, self.closes)


@attrs.frozen(kw_only=True)
class ChangeWaveDeadline:
    """Change the last time to answer in a wave.

    Attributes:
        survey: The survey's stream: `survey/…`.
        wave: Which wave.
        closes: The last time to answer: a date, or an instant.
        reason: Why it is changed, as a code; nothing about a person.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    wave: str = attrs.field(validator=LABEL)
    closes: Deadline
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the survey."""
        return self.survey

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Change it, unless that is the last time.

        Raises:
            Refused: `survey.unknown`, `survey.wave_unknown`, `survey.wave_closed`,
                `survey.deadline_unreachable` or `survey.opens_after_deadline`.
        """
        known = registered(state, self.survey)
        wave = wave_of(known, self.wave, self.survey)
        if wave.closes == self.closes:
            return ()
        refuse_for(
            _not_closed(self.survey, known, wave),
            _in_time(self.survey, known, wave.opens, self.closes),
        )
        return (
            WaveDeadlineChanged(wave=self.wave, closes=self.closes, reason=self.reason),
        )


@attrs.frozen(kw_only=True)
class CloseWave:
    """Close a wave, so that no more answers are taken.

    Attributes:
        survey: The survey's stream: `survey/…`.
        wave: Which wave.
        closed: When; None for now. It may be in the past.
    """

    survey: StreamId = attrs.field(validator=of_kind("survey"))
    wave: str = attrs.field(validator=LABEL)
    closed: Instant | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the survey."""
        return self.survey

    def decide(self, state: Survey | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed.

        Raises:
            Refused: `survey.unknown`, `survey.wave_unknown`; `survey.wave_closed` at
                another time; `survey.closed_in_future` or `survey.wave_not_open`.
        """
        known = registered(state, self.survey)
        wave = wave_of(known, self.wave, self.survey)
        if wave.closed is not None and self.closed in (None, wave.closed):
            return ()
        closed = self.closed or context.now
        what = f"{self.survey}: wave {self.wave!r}"
        reasons: list[Reason | None] = [_not_closed(self.survey, known, wave)]
        if closed > context.now:
            now = context.now.isoformat()
            text = f"{what}: expected no later than now, {now}, got {closed}"
            reasons.append(Reason(code="survey.closed_in_future", text=text))
        if danish_date(closed) < wave.opens:
            text = f"{what}: expected an end later than {wave.opens}, got {closed}"
            reasons.append(Reason(code="survey.wave_not_open", text=text))
        refuse_for(*reasons)
        return (WaveClosed(wave=self.wave, closed=closed),)


def _opened_otherwise(known: Survey, wave: Wave, said: OpenWave) -> Iterator[Reason]:
    for name, before, now in (
        ("opens", wave.opens, said.opens),
        ("closes", wave.first_closes, said.closes),
    ):
        if before != now:
            text = (
                f"{said.survey}: wave {wave.label!r} is already opened with {name} "
                f"{before}, got {now}"
            )
            yield Reason(code="survey.wave_opened", text=text, source=known.source)


def _not_closed(stream: StreamId, known: Survey, wave: Wave) -> Reason | None:
    if wave.closed is None:
        return None
    text = f"{stream}: wave {wave.label!r} was closed {wave.closed.isoformat()}"
    return Reason(code="survey.wave_closed", text=text, source=known.source)


def _in_time(
    stream: StreamId, known: Survey, opens: date, closes: Deadline
) -> Reason | None:
    """Say no to a wave that closes before it opens, or at no time that there is."""
    no = reachable(closes, stream=stream)
    if no is not None or instant_at(max(opens, _FIRST), time.min) < closes.instant:
        return no
    text = f"{stream}: expected a wave to open before it closes, {closes}, got {opens}"
    code = "survey.opens_after_deadline"
    return Reason(code=code, text=text, source=known.source)
