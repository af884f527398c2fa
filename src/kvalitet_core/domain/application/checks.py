"""What an application must be: the rules that several of its commands share."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Final

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.application.state import Application, Submission
from kvalitet_core.domain.municipality import Municipality
from kvalitet_core.domain.round import Round
from kvalitet_core.domain.rules import in_force, registered
from kvalitet_core.domain.tilbud import Tilbud
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import Answers, danish_date

__all__ = [
    "APPLICANTS",
    "THEMES",
    "applicant_fits",
    "applicant_there",
    "application_stream",
    "ill_answered",
    "in_turn",
    "is_municipality",
    "live",
    "not_before_receipt",
    "not_decided",
    "not_in_future",
    "round_known",
    "round_open",
    "submitted",
    "unasked",
]

APPLICANTS: Final = ("municipality", "tilbud")
"""The kinds of those who may apply."""

THEMES: Final = "temaer"
"""The question whose answers are held against the round's themes."""


def application_stream(round_: StreamId, applicant: StreamId, number: int) -> StreamId:
    """The stream of an applicant's application in a round, whoever sends it."""
    keys = (stream.partition("/")[2] for stream in (round_, applicant))
    return stream_id("application", f"{'.'.join(keys)}.{number}")


def live(state: Application | None, stream: StreamId) -> Application:
    """Give the application that a command is about, which is not withdrawn.

    Raises:
        Refused: `application.unknown` or `application.withdrawn`.
    """
    application = registered(state, stream)
    if application.withdrawn is not None:
        text = f"{stream}: is withdrawn, for reason {str(application.withdrawn)!r}"
        raise Refused(Reason(code="application.withdrawn", text=text))
    return application


def submitted(
    state: Application | None, stream: StreamId
) -> tuple[Application, Submission]:
    """Give the application that a command is about, which was handed in.

    Raises:
        Refused: `application.unknown`, `application.withdrawn` or
            `application.not_submitted`.
    """
    application = live(state, stream)
    if application.submission is None:
        text = f"{stream}: expected an application that is submitted, got a draft"
        raise Refused(Reason(code="application.not_submitted", text=text))
    return application, application.submission


def not_decided(application: Application, stream: StreamId) -> Reason | None:
    """Say no to changing what is decided."""
    if not application.decisions:
        return None
    last = application.decisions[-1]
    text = (
        f"{stream}: is decided, {str(last.outcome)!r} from {last.effective_from}; "
        "correct it or decide it anew"
    )
    return Reason(code="application.decided", text=text)


def not_in_future(stream: StreamId, received: datetime, now: datetime) -> Reason | None:
    """Say no to what is told to be received later than now."""
    if received <= now:
        return None
    text = (
        f"{stream}: $.received: expected no later than now, {now.isoformat()}, "
        f"got {received.isoformat()}"
    )
    return Reason(code="application.received_in_future", text=text)


def not_before_receipt(
    stream: StreamId, day: date, submission: Submission
) -> Reason | None:
    """Say no to what is to hold before there was an application."""
    first = danish_date(submission.received)
    if first <= day:
        return None
    text = (
        f"{stream}: $.effective_from: expected no earlier than its receipt {first}, "
        f"got {day}"
    )
    return Reason(code="application.effective_before_receipt", text=text)


def in_turn(
    round_: StreamId, applicant: StreamId, number: int, context: Context
) -> Reason | None:
    """Say no to a further application while the one before it stands."""
    if number == 1:
        return None
    before = application_stream(round_, applicant, number - 1)
    earlier = context.get(Application, before)
    if earlier is not None and earlier.withdrawn is not None:
        return None
    found = "none" if earlier is None else "one that stands"
    text = f"{before}: expected it to be withdrawn before no. {number}, got {found}"
    return Reason(code="application.out_of_turn", text=text)


def round_known(round_: StreamId, context: Context) -> Reason | None:
    """Say no to a round that is not announced."""
    if context.get(Round, round_) is not None:
        return None
    text = f"{round_}: no such round is announced"
    return Reason(code="application.round_unknown", text=text)


def round_open(round_: StreamId, day: date, context: Context) -> Reason | None:
    """Say no to a round that is not announced, or not open by the day.

    One that is closed still receives what comes late.
    """
    found = context.get(Round, round_)
    if found is None or (found.opened is not None and found.opened <= day):
        return round_known(round_, context)
    opens = f"opens {found.opened}" if found.opened else "is not opened"
    text = f"{round_}: expected a round that is open on {day}, it {opens}"
    return Reason(code="application.round_not_open", text=text, source=found.source)


def applicant_there(applicant: StreamId, day: date, context: Context) -> Reason | None:
    """Say no to an applicant that nobody registered, or not there on the day."""
    found: Municipality | Tilbud | None
    if is_municipality(applicant):
        found = context.get(Municipality, applicant)
    else:
        found = context.get(Tilbud, applicant)
    return in_force(found, day, stream=applicant, code="application.applicant")


def applicant_fits(
    round_: StreamId, applicant: StreamId, context: Context
) -> Reason | None:
    """Say no to a municipality where the round is announced to tilbud.

    A round that names legal grounds or driftsformer of those who can apply is one for
    tilbud: a municipality has neither, and nobody could ever say whether it fits.
    """
    found = context.get(Round, round_)
    if found is None or not is_municipality(applicant):
        return None
    named = {
        "legal grounds": found.eligible_grounds,
        "driftsformer": found.eligible_driftsformer,
    }
    says = " and ".join(what for what, told in named.items() if told)
    if not says:
        return None
    text = (
        f"{round_}: expected a tilbud, since the round names the {says} of those who "
        f"can apply, got {applicant}"
    )
    return Reason(code="application.applicant_kind", text=text, source=found.source)


def is_municipality(applicant: StreamId) -> bool:
    """Tell whether it is a municipality that applies, and no tilbud."""
    return applicant.startswith("municipality/")


def ill_answered(
    stream: StreamId, round_: StreamId, answers: Answers, context: Context
) -> Iterator[Reason]:
    """Say no for everything in the answers that the form or the round does not take."""
    found = context.get(Round, round_)
    if found is None:
        return
    form = _form_of(found, context)
    if form is None:
        text = f"{round_}: its form {str(found.form)!r} is not installed"
        yield Reason(code="application.form_unknown", text=text)
    else:
        for problem in form.problems(answers):
            place = problem.path.replace("$", "$.answers", 1)
            text = f"{stream}: {place}: {problem.text}"
            yield Reason(code="application.form", text=text, source=form.source)
    yield from _other_themes(stream, found, answers)


def unasked(
    stream: StreamId,
    round_: StreamId,
    fields: AbstractSet[str],
    context: Context,
    *,
    path: str,
) -> Iterator[Reason]:
    """Say no to each question that the form does not ask."""
    found = context.get(Round, round_)
    if found is None:
        return
    form = _form_of(found, context)
    questions = form.schema.get("properties", {}) if form is not None else {}
    for field in sorted(fields - set(questions)):
        text = (
            f"{stream}: {path}: expected questions of the form, which are "
            f"{', '.join(sorted(questions)) or 'none'}, got {field!r}"
        )
        yield Reason(code="application.field_unknown", text=text)


def _form_of(round_: Round, context: Context) -> Form | None:
    """Give the form that the applications of a round are made on."""
    forms = context.definitions(Form, of=round_.form.owner)
    return next((form for form in forms if form.name == round_.form), None)


def _other_themes(
    stream: StreamId, round_: Round, answers: Answers
) -> Iterator[Reason]:
    given = answers.get(THEMES, ())
    known = ", ".join(map(repr, sorted(round_.themes))) or "none"
    for place, theme in enumerate(given if isinstance(given, tuple) else ()):
        if theme not in round_.themes:
            text = (
                f"{stream}: $.answers.{THEMES}[{place}]: theme {theme!r} is not one of "
                f"{round_.programme}'s themes, which are {known}"
            )
            code = "application.theme"
            yield Reason(code=code, text=text, source=round_.source)
