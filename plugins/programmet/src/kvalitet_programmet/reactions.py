"""What follows in one sub-initiative from what happened in another.

A selection opens partnerships within sub-initiative 1, whose plugin has that. Here is
what ties two: a publication informs the networks, which keep what they were told of,
and a completed course feeds the competence plan of the tilbud where one works. Other
plugins are known by the names of their streams, so each may be missing: then the
command is refused, and that is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kvalitet_core.domain import case, course_run, publication
from kvalitet_core.domain.network import Inform
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import StreamId
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import ReasonCode
from kvalitet_programmet.sources import NAME

__all__ = ["COMPLETED", "NETWORKS", "REACTIONS", "plan_of"]

NETWORKS: Final = {
    "oest": StreamId("network/ledelse-oestdanmark"),
    "vest": StreamId("network/ledelse-vestdanmark"),
    "reference": StreamId("network/partnerskab-reference"),
}
"""The networks that are told of what is published: two of leaders, one of reference."""

COMPLETED: Final = "laering.gennemfoert"
"""The fact of a competence plan that a learning activity was completed."""

_BY_COURSE: Final = ReasonCode("laeringsaktivitet")


def plan_of(tilbud: StreamId) -> StreamId:
    """The stream of a tilbud's competence plan."""
    return StreamId(f"case/kompetence.plan.{tilbud.partition('/')[2]}")


def _informs(network: StreamId) -> Callable[[Recorded], Inform | None]:
    def informed(recorded: Recorded) -> Inform | None:
        event = recorded.event
        if not isinstance(event, publication.Published):
            return None
        return Inform(
            network=network,
            of=Citation(publication=recorded.stream, version=event.version),
            effective_from=event.effective_from,
        )

    return informed


def _feeds(recorded: Recorded) -> case.RecordFact | None:
    """A certificate tells the plan of the workplace that something was learnt."""
    event = recorded.event
    if not isinstance(event, course_run.CertificateIssued) or event.workplace is None:
        return None
    return case.RecordFact(
        case=plan_of(event.workplace),
        fact=COMPLETED,
        value=True,
        effective_from=event.completed,
        source=f"{recorded.stream}, {event.title}",
    )


def _ties(recorded: Recorded) -> case.LinkTo | None:
    """And ties the run to the plan."""
    event = recorded.event
    if not isinstance(event, course_run.CertificateIssued) or event.workplace is None:
        return None
    return case.LinkTo(
        case=plan_of(event.workplace), to=recorded.stream, relation=_BY_COURSE
    )


REACTIONS: Final = (
    *(
        Reaction(
            name=f"{NAME}.informs_{key}",
            title="En udgivelse orienterer et netværk",
            events=frozenset({"publication.published/1"}),
            command=_informs(network),
            issues=frozenset({"network.inform/1"}),
        )
        for key, network in NETWORKS.items()
    ),
    Reaction(
        name=f"{NAME}.feeds",
        title="Et gennemført kursus føder tilbuddets kompetenceplan",
        events=frozenset({"course_run.certificate_issued/1"}),
        command=_feeds,
        issues=frozenset({"case.record_fact/1"}),
    ),
    Reaction(
        name=f"{NAME}.links",
        title="Et gennemført kursus knyttes til tilbuddets kompetenceplan",
        events=frozenset({"course_run.certificate_issued/1"}),
        command=_ties,
        issues=frozenset({"case.link/1"}),
    ),
)
"""All of them, by what they tie."""
