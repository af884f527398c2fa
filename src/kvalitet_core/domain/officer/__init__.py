"""An officer: whose deputies are whose, and who may decide what, up to which amount.

An officer is whoever acts, by the id that the host system gives: `Actor.id`. Nobody is
registered first; an officer is known from the first deputy named or mandate given.

The house form, a module a part: `events`, `state` with its fold, `deputies` and
`mandates` with the commands, and how an officer's stream is called in `naming`.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.officer.events import (
    DeputyChange,
    DeputyCorrected,
    DeputyEnded,
    DeputyNamed,
    Event,
    MandateChange,
    MandateCode,
    MandateCorrected,
    MandateEnded,
    MandateGiven,
)
from kvalitet_core.domain.officer.naming import officer_stream
from kvalitet_core.domain.officer.state import (
    Deputy,
    HeldMandate,
    Mandate,
    Officer,
    evolve,
)

if TYPE_CHECKING:
    from kvalitet_core.domain.officer.deputies import (
        CorrectDeputy,
        EndDeputy,
        NameDeputy,
    )
    from kvalitet_core.domain.officer.mandates import (
        CorrectMandate,
        EndMandate,
        GiveMandate,
    )

__all__ = [
    "AGGREGATE",
    "CorrectDeputy",
    "CorrectMandate",
    "Deputy",
    "DeputyChange",
    "DeputyCorrected",
    "DeputyEnded",
    "DeputyNamed",
    "EndDeputy",
    "EndMandate",
    "Event",
    "GiveMandate",
    "HeldMandate",
    "Mandate",
    "MandateChange",
    "MandateCode",
    "MandateCorrected",
    "MandateEnded",
    "MandateGiven",
    "NameDeputy",
    "Officer",
    "evolve",
    "officer_stream",
]

_COMMANDS = Deferred(
    __name__,
    {
        "officer.name_deputy/1": "deputies.NameDeputy",
        "officer.end_deputy/1": "deputies.EndDeputy",
        "officer.correct_deputy/1": "deputies.CorrectDeputy",
        "officer.give_mandate/1": "mandates.GiveMandate",
        "officer.end_mandate/1": "mandates.EndMandate",
        "officer.correct_mandate/1": "mandates.CorrectMandate",
    },
)

AGGREGATE = Aggregate(
    kind="officer",
    state=Officer,
    evolve=evolve,
    events={
        "officer.deputy_named/1": DeputyNamed,
        "officer.deputy_ended/1": DeputyEnded,
        "officer.deputy_corrected/1": DeputyCorrected,
        "officer.mandate_given/1": MandateGiven,
        "officer.mandate_ended/1": MandateEnded,
        "officer.mandate_corrected/1": MandateCorrected,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
