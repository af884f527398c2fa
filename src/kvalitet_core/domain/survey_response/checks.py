"""What a response must be: the rules that answering and answering anew share."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.rules import registered
from kvalitet_core.domain.survey import Survey, Wave
from kvalitet_core.domain.survey.checks import form_of, wave_of
from kvalitet_core.domain.survey.questions import ill_answered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import PersonId, StreamId, stream_id
from kvalitet_core.values import Answers, FormName

__all__ = ["asked", "response_stream", "unanswerable", "wrongly_answered"]


def response_stream(survey: StreamId, wave: str, respondent: PersonId) -> StreamId:
    """The stream of a respondent's response in a wave: the same whoever sends it."""
    key = survey.partition("/")[2]
    return stream_id("survey_response", f"{key}.{wave}.{respondent}")


def asked(survey: StreamId, wave: str, context: Context) -> tuple[Survey, Wave]:
    """Give the survey and the wave that is answered.

    Raises:
        Refused: `survey.unknown` or `survey.wave_unknown`.
    """
    known = registered(context.get(Survey, survey), survey)
    return known, wave_of(known, wave, survey)


def unanswerable(
    stream: StreamId,
    survey: Survey,
    wave: Wave,
    *,
    respondent: PersonId,
    received: datetime,
    now: datetime,
) -> Iterator[Reason]:
    """Say no for everything that keeps this respondent from answering then."""
    source = survey.source
    if received > now:
        text = (
            f"{stream}: $.received: expected no later than now, {now.isoformat()}, "
            f"got {received.isoformat()}"
        )
        yield Reason(code="survey_response.received_in_future", text=text)
    elif not wave.takes(received):
        text = (
            f"{stream}: expected answers while wave {wave.label!r} is open, from "
            f"{wave.opens} until {_end(wave)}, got {received.isoformat()}"
        )
        code = "wave_not_open" if _too_early(wave, received) else "wave_closed"
        yield Reason(code=f"survey_response.{code}", text=text, source=source)
    if wave.invitation(respondent) is None:
        text = (
            f"{stream}: expected one who is asked to answer in wave {wave.label!r}, "
            f"got {respondent!r}"
        )
        yield Reason(code="survey_response.not_invited", text=text, source=source)


def wrongly_answered(
    stream: StreamId,
    survey: Survey,
    wave: Wave,
    context: Context,
    *,
    questionnaire: FormName,
    answers: Answers,
    sealed: AbstractSet[str],
) -> Iterator[Reason]:
    """Say no for everything in the answers that the wave does not ask."""
    name, source = wave.questionnaire.name, survey.source
    if questionnaire != name:
        text = (
            f"{stream}: $.questionnaire: expected that of wave {wave.label!r}, "
            f"{str(name)!r}, got {str(questionnaire)!r}"
        )
        code = "survey_response.questionnaire"
        yield Reason(code=code, text=text, source=source)
    form = form_of(name, context)
    if form is None:
        text = f"{stream}: questionnaire {str(name)!r} is not installed"
        code = "survey_response.form_unknown"
        yield Reason(code=code, text=text, source=source)
        return
    if form.digest != wave.questionnaire.digest:
        text = (
            f"{stream}: questionnaire {str(name)!r} has other questions, "
            f"{form.digest}, than wave {wave.label!r} asks, {wave.questionnaire.digest}"
        )
        code = "survey_response.form_changed"
        yield Reason(code=code, text=text, source=form.source)
        return
    for problem in ill_answered(form, answers, sealed=sealed):
        text = f"{stream}: {problem.path}: {problem.text}"
        yield Reason(code="survey_response.form", text=text, source=form.source)


def _too_early(wave: Wave, received: datetime) -> bool:
    return wave.closes.met_by(received) and (
        wave.closed is None or received < wave.closed
    )


def _end(wave: Wave) -> str:
    return wave.closed.isoformat() if wave.closed is not None else str(wave.closes)
