"""How a course begins: whoever applies in a round of the programme has a case."""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain import application, case
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_indsatsteam.forloeb.case_types import CODE
from kvalitet_indsatsteam.rounds import AUTUMN_2020, SUMMER_2021
from kvalitet_indsatsteam.sources import NAME

__all__ = ["OPENS"]

_ROUND: Final = f"round/{NAME}-"
_KNOWN: Final = {AUTUMN_2020.label, SUMMER_2021.label}


def _opened(recorded: Recorded) -> case.Open | None:
    """The case of an application in a round of this programme.

    A round that has a version of its own goes by that, also what comes late in it;
    another round by the version in force on the day of receipt.
    """
    event = recorded.event
    if not isinstance(event, application.Submitted):
        return None
    if not event.round.startswith(_ROUND):
        return None
    label = event.round.removeprefix(_ROUND)
    return case.Open(
        definition=CODE,
        version=label if label in _KNOWN else None,
        title=f"Forløb fra Indsatsteamet, runde {label}",
        handles=recorded.stream,
    )


OPENS: Final = Reaction(
    name=f"{NAME}.opens",
    title="En ansøgning åbner en sag om et forløb",
    events=frozenset({"application.submitted/1"}),
    command=_opened,
    issues=frozenset({"case.open/1"}),
)
