"""Every wave of every survey: when one can answer, and how many did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.domain import survey, survey_response
from kvalitet_core.domain.survey import (
    InvitationWithdrawn,
    Invited,
    Planned,
    WaveClosed,
    WaveDeadlineChanged,
    WaveOpened,
)
from kvalitet_core.domain.survey_response import Given, Withdrawn
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Increment, Table, Upsert, View

__all__ = ["SURVEYS"]

_WAVES: Final = Table(
    name="waves",
    columns=(
        Column(name="survey", type="text", title="Undersøgelse"),
        Column(name="wave", type="text", title="Runde"),
        Column(name="questionnaire", type="text", title="Skema"),
        Column(name="digest", type="text", title="Skemaets SHA-256-værdi"),
        Column(name="opens", type="date", title="Åbner"),
        Column(name="closes", type="text", title="Sidste frist"),
        Column(name="closed", type="instant", title="Lukket", nullable=True),
        Column(name="invited", type="integer", title="Inviterede"),
        Column(name="withdrawn", type="integer", title="Invitationer taget tilbage"),
        Column(name="answered", type="integer", title="Modtagne svar"),
    ),
    key=("survey", "wave"),
)
_SURVEYS: Final = Table(
    name="surveys",
    columns=(
        Column(name="survey", type="text", title="Undersøgelse"),
        Column(name="title", type="text", title="Titel"),
        Column(name="purpose", type="text", title="Formål"),
        Column(name="source", type="text", title="Kilde"),
    ),
    key=("survey",),
)


def _project(recorded: Recorded) -> tuple[Change, ...]:
    return tuple(_changes(recorded.stream, recorded.event))


def _changes(stream: str, event: Any) -> Iterator[Change]:
    """What an event changes; other answers by the same respondent change no number."""
    match event:
        case Planned():
            row = {"survey": stream, "title": event.title, "purpose": event.purpose}
            yield Upsert(table="surveys", row={**row, "source": event.source})
        case WaveOpened():
            yield Upsert(table="waves", row=_opened(stream, event))
        case WaveDeadlineChanged():
            yield _wave(stream, event.wave, closes=event.closes)
        case WaveClosed():
            yield _wave(stream, event.wave, closed=event.closed)
        case Invited():
            yield _more(stream, event.wave, invited=len(event.invitations))
        case InvitationWithdrawn():
            yield _more(stream, event.wave, invited=-1, withdrawn=1)
        case Given():
            yield _more(event.survey, event.wave, answered=1)
        case Withdrawn():
            yield _more(event.survey, event.wave, answered=-1)
        case _:
            pass


def _opened(stream: str, event: WaveOpened) -> dict[str, Any]:
    return {
        "survey": stream,
        "wave": event.wave,
        "questionnaire": event.questionnaire.name,
        "digest": event.questionnaire.digest,
        "opens": event.opens,
        "closes": event.closes,
        "closed": None,
        "invited": 0,
        "withdrawn": 0,
        "answered": 0,
    }


def _wave(stream: str, wave: str, **fields: Any) -> Upsert:
    return Upsert(table="waves", row={"survey": stream, "wave": wave, **fields})


def _more(stream: str, wave: str, **by: int) -> Increment:
    return Increment(table="waves", key={"survey": stream, "wave": wave}, by=by)


SURVEYS: Final = View(
    name="core.surveys",
    title="Undersøgelser og svarprocenter",
    tables=(_WAVES, _SURVEYS),
    events=frozenset((*survey.AGGREGATE.events, *survey_response.AGGREGATE.events)),
    project=_project,
)
"""A row a wave; what was answered stays in the journal.

A response counts from when it came until it is taken back, also where its invitation
was taken back: `kvalitet survey results` leaves it out, and this number does not.
"""
