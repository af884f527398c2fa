"""What a selection must be: the rules that several of its commands share."""

from __future__ import annotations

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.round import Round
from kvalitet_core.domain.rules import registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId
from kvalitet_partnerskab.selection.state import KIND, Candidate, Selection, Standing

__all__ = [
    "candidate_there",
    "counted",
    "not_published",
    "of_the_circle",
    "one_who_decides",
    "standing_application",
]


def one_who_decides(
    stream: StreamId, selection: Selection, context: Context
) -> Reason | None:
    """Say no to one who acts in a role that does not decide the round."""
    round_ = registered(context.get(Round, selection.round), selection.round)
    role = context.actor.role
    if role in round_.decides:
        return None
    roles = ", ".join(map(repr, sorted(round_.decides)))
    text = f"{stream}: expected one who acts as {roles}, got {role!r}"
    return Reason(code=f"{KIND}.role", text=text, source=round_.source)


def not_published(stream: StreamId, selection: Selection) -> Reason | None:
    """Say no to changing what everybody has been told."""
    if selection.published is None:
        return None
    text = f"{stream}: was published {selection.published}, and stands"
    return Reason(code=f"{KIND}.published", text=text)


def candidate_there(
    stream: StreamId, selection: Selection, application: StreamId
) -> Candidate:
    """Give the one with this application.

    Raises:
        Refused: It is not among those that are selected from:
            `partnerskab-selection.candidate_unknown` or
            `partnerskab-selection.struck`.
    """
    found = selection.candidate(application)
    if found is None:
        text = f"{stream}: {application} is not among those that are selected from"
        raise Refused.because(f"{KIND}.candidate_unknown", text)
    if found.standing is Standing.TRUKKET:
        text = f"{stream}: {application} is no longer selected from"
        raise Refused.because(f"{KIND}.struck", text)
    return found


def standing_application(
    stream: StreamId, selection: Selection, application: StreamId, context: Context
) -> Application:
    """Give the application, which is handed in in the round and not withdrawn.

    Raises:
        Refused: It is not: `partnerskab-selection.application_unknown`,
            `partnerskab-selection.application_withdrawn` or
            `partnerskab-selection.other_round`.
    """
    found = context.get(Application, application)
    if found is None or found.submission is None:
        text = f"{stream}: {application}: no such application is submitted"
        raise Refused.because(f"{KIND}.application_unknown", text)
    if found.withdrawn is not None:
        text = (
            f"{stream}: {application}: is withdrawn, for reason "
            f"{str(found.withdrawn)!r}"
        )
        raise Refused.because(f"{KIND}.application_withdrawn", text)
    if found.round != selection.round:
        text = (
            f"{stream}: {application}: expected an application in {selection.round}, "
            f"got one in {found.round}"
        )
        raise Refused.because(f"{KIND}.other_round", text)
    return found


def of_the_circle(
    stream: StreamId, selection: Selection, applicant: StreamId
) -> Reason | None:
    """Say no to one who is no municipality."""
    if applicant.startswith("municipality/"):
        return None
    text = f"{stream}: expected a municipality, got {applicant}"
    code = f"{KIND}.applicant_circle"
    return Reason(code=code, text=text, source=selection.source)


def counted(selection: Selection) -> str:
    """How many partners there are to be, for people."""
    if selection.least == selection.most:
        return f"{selection.most} partners"
    return f"{selection.least} to {selection.most} partners"
