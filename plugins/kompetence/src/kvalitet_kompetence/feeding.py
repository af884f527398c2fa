"""How a completed course feeds the competence plan of the tilbud where one works.

A certificate names its participant's workplace. The plan of a tilbud has a stream of
its own by the tilbud's key, so whoever knows the certificate knows the plan: a reaction
that ties the two needs nothing else.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain.case import LinkTo, Open, RecordFact
from kvalitet_core.domain.course_run import CertificateIssued
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import ReasonCode
from kvalitet_kompetence.kompetenceplan import CODE, COMPLETED

__all__ = ["BY_COURSE", "fed_by", "linked_by", "opening", "plan_of"]

BY_COURSE: Final = ReasonCode("laeringsaktivitet")
"""How a run belongs to the plan that it feeds."""


def plan_of(tilbud: StreamId) -> StreamId:
    """The stream of a tilbud's competence plan: the same whoever asks.

    Raises:
        Malformed: It is no tilbud.
    """
    of_kind("tilbud").require("tilbud", tilbud)
    return stream_id("case", f"{CODE}.{_key(tilbud)}")


def opening(tilbud: StreamId, *, title: str) -> Open:
    """The command that opens the competence plan of a tilbud.

    Args:
        tilbud: The tilbud's stream: `tilbud/…`.

        title: What the plan is called; nothing about a person.
    """
    of_kind("tilbud").require("tilbud", tilbud)
    return Open(definition=CODE, key=_key(tilbud), title=title)


def fed_by(recorded: Recorded) -> RecordFact | None:
    """The command by which a certificate tells its plan that something was learnt.

    None where the event is no certificate, or names no workplace. A second certificate
    says what is known already, and so does nothing.
    """
    event = recorded.event
    if not isinstance(event, CertificateIssued) or event.workplace is None:
        return None
    return RecordFact(
        case=plan_of(event.workplace),
        fact=COMPLETED.name,
        value=True,
        effective_from=event.completed,
        source=f"{recorded.stream}, {event.title}",
    )


def linked_by(recorded: Recorded) -> LinkTo | None:
    """The command by which a certificate ties its run to the plan, once a run.

    None where the event is no certificate, or names no workplace.
    """
    event = recorded.event
    if not isinstance(event, CertificateIssued) or event.workplace is None:
        return None
    return LinkTo(case=plan_of(event.workplace), to=recorded.stream, relation=BY_COURSE)


def _key(tilbud: StreamId) -> str:
    return tilbud.partition("/")[2]
