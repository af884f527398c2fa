"""What follows by itself, from the announcement of the round to the partnerships.

A round of this programme has a selection; who applies in it has a case, and is among
those that are selected from; what the selection comes to is told to the case; a
municipality that is named as a partner has a partnership; and one that accepts the
invitation is in the reference network, until it answers otherwise.

What a reaction looks at and asks for is imported when it is called: whoever shows a
case has the reactions of its plugin too, and calls none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kvalitet_core.domain import case
from kvalitet_core.ids import StreamId
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab import partnership, selection
from kvalitet_partnerskab.ansoegning import CODE, JOINS
from kvalitet_partnerskab.call import LABEL, LEAST, MOST, OBLIGATIONS
from kvalitet_partnerskab.known import REFERENCE_NETWORK
from kvalitet_partnerskab.rules import selected
from kvalitet_partnerskab.selection import (
    Answered,
    PartnerNamed,
    ReferenceLeft,
    ReferenceOffered,
    selection_of,
)
from kvalitet_partnerskab.sources import ANNOUNCEMENT, NAME, POOL

if TYPE_CHECKING:
    from kvalitet_core.domain import application, network

__all__ = ["REACTIONS", "case_of"]

_ROUND: Final = f"round/{NAME}-"


def case_of(applied: StreamId) -> StreamId:
    """The stream of the case that judges an application."""
    return StreamId(f"case/{CODE}.{applied.partition('/')[2]}")


def _selected_from(recorded: Recorded) -> selection.Open | None:
    """The selection of a round of this programme, with the limits of the call."""
    from kvalitet_core.domain import round as rounds  # noqa: PLC0415 - see above

    event = recorded.event
    if not isinstance(event, rounds.Announced) or event.programme != NAME:
        return None
    return selection.Open(
        round=recorded.stream,
        least=LEAST,
        most=MOST,
        source=ANNOUNCEMENT,
        effective_from=event.effective_from,
    )


def _submitted(recorded: Recorded) -> application.Submitted | None:
    """An application that was received in a round of this programme."""
    from kvalitet_core.domain import application  # noqa: PLC0415 - see above

    event = recorded.event
    if isinstance(event, application.Submitted) and event.round.startswith(_ROUND):
        return event
    return None


def _opened(recorded: Recorded) -> case.Open | None:
    """The case of an application in a round of this programme."""
    event = _submitted(recorded)
    if event is None:
        return None
    label = event.round.removeprefix(_ROUND)
    return case.Open(
        definition=CODE,
        version=label if label == LABEL else None,
        title=f"Ansøgning om at blive partnerkommune, runde {label}",
        handles=recorded.stream,
    )


def _entered(recorded: Recorded) -> selection.Enter | None:
    """A municipality that applies is among those that are selected from."""
    event = _submitted(recorded)
    if event is None or not event.applicant.startswith("municipality/"):
        return None
    return selection.Enter(
        selection=selection_of(event.round), application=recorded.stream
    )


def _struck(recorded: Recorded) -> selection.Strike | None:
    """Who withdraws is selected from no longer."""
    from kvalitet_core.domain import application  # noqa: PLC0415 - see above

    event, key = recorded.event, recorded.stream.partition("/")[2]
    if not isinstance(event, application.Withdrawn):
        return None
    if not key.startswith(f"{NAME}-"):
        return None
    round_ = StreamId(f"round/{key.rsplit('.', 2)[0]}")
    return selection.Strike(
        selection=selection_of(round_),
        application=recorded.stream,
        reason=event.reason,
    )


def _told(recorded: Recorded) -> case.RecordFact | None:
    """What the selection came to is told to the application's case."""
    event = recorded.event
    if not isinstance(event, PartnerNamed | ReferenceOffered):
        return None
    return case.RecordFact(
        case=case_of(event.application),
        fact=selected.name,
        value=isinstance(event, PartnerNamed),
        effective_from=event.effective_from,
        source=recorded.stream,
    )


def _begun(recorded: Recorded) -> partnership.Begin | None:
    """A municipality that is named as a partner has a partnership."""
    event = recorded.event
    if not isinstance(event, PartnerNamed):
        return None
    return partnership.Begin(
        municipality=event.applicant,
        selection=recorded.stream,
        obligations=OBLIGATIONS,
        source=POOL,
        effective_from=event.effective_from,
    )


def _answered(recorded: Recorded) -> case.RecordFact | None:
    """What a municipality answers to the invitation is told to its case."""
    event = recorded.event
    if not isinstance(event, Answered):
        return None
    return case.RecordFact(
        case=case_of(event.application),
        fact=JOINS.name,
        value=event.joins,
        effective_from=event.effective_from,
        source=recorded.stream,
    )


def _joined(recorded: Recorded) -> network.AdmitOrganisation | None:
    """A municipality that accepts the invitation is in the reference network."""
    from kvalitet_core.domain import network  # noqa: PLC0415 - see above

    event = recorded.event
    if not isinstance(event, Answered) or not event.joins:
        return None
    return network.AdmitOrganisation(
        network=REFERENCE_NETWORK,
        organisation=event.applicant,
        effective_from=event.effective_from,
    )


def _left(recorded: Recorded) -> network.Leave | None:
    """A reference municipality that will not be one any more leaves the network."""
    from kvalitet_core.domain import network  # noqa: PLC0415 - see above

    event = recorded.event
    if not isinstance(event, ReferenceLeft):
        return None
    return network.Leave(
        network=REFERENCE_NETWORK,
        member=event.applicant,
        effective_from=event.effective_from,
        reason=ReasonCode("answered_anew"),
    )


REACTIONS: Final = (
    Reaction(
        name=f"{NAME}.selection",
        title="En runde har en udvælgelse",
        events=frozenset({"round.announced/1"}),
        command=_selected_from,
        issues=frozenset({"partnerskab-selection.open/1"}),
    ),
    Reaction(
        name=f"{NAME}.opens",
        title="En ansøgning åbner en sag",
        events=frozenset({"application.submitted/1"}),
        command=_opened,
        issues=frozenset({"case.open/1"}),
    ),
    Reaction(
        name=f"{NAME}.enters",
        title="En kommune, der søger, kan udvælges",
        events=frozenset({"application.submitted/1"}),
        command=_entered,
        issues=frozenset({"partnerskab-selection.enter/1"}),
    ),
    Reaction(
        name=f"{NAME}.strikes",
        title="En ansøgning, der er trukket tilbage, kan ikke udvælges",
        events=frozenset({"application.withdrawn/1"}),
        command=_struck,
        issues=frozenset({"partnerskab-selection.strike/1"}),
    ),
    Reaction(
        name=f"{NAME}.tells",
        title="Sagen får at vide, om kommunen er udvalgt",
        events=frozenset(
            {
                "partnerskab-selection.partner_named/1",
                "partnerskab-selection.reference_offered/1",
            }
        ),
        command=_told,
        issues=frozenset({"case.record_fact/1"}),
    ),
    Reaction(
        name=f"{NAME}.begins",
        title="En partnerkommune har et partnerskab",
        events=frozenset({"partnerskab-selection.partner_named/1"}),
        command=_begun,
        issues=frozenset({"partnerskab-partnership.begin/1"}),
    ),
    Reaction(
        name=f"{NAME}.answers",
        title="Sagen får at vide, om kommunen vil være referencekommune",
        events=frozenset({"partnerskab-selection.answered/1"}),
        command=_answered,
        issues=frozenset({"case.record_fact/1"}),
    ),
    Reaction(
        name=f"{NAME}.joins",
        title="En referencekommune er med i referencenetværket",
        events=frozenset({"partnerskab-selection.answered/1"}),
        command=_joined,
        issues=frozenset({"network.admit_organisation/1"}),
    ),
    Reaction(
        name=f"{NAME}.leaves",
        title="En kommune, der svarer nej siden, går ud af referencenetværket",
        events=frozenset({"partnerskab-selection.reference_left/1"}),
        command=_left,
        issues=frozenset({"network.leave/1"}),
    ),
)
"""All of them."""
