"""A made-up municipality that applies in a round of its own, and is granted it."""

from __future__ import annotations

from datetime import date
from typing import Final

from tests.golden.telling import ALMA, CHIEF, Teller, card

from kvalitet_core.domain import application
from kvalitet_core.domain import round as rounds
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, Deadline, FormName

__all__ = ["municipal"]

_DAY: Final = date(2020, 9, 1)


def municipal(teller: Teller, form: FormName) -> tuple[StreamId, StreamId]:
    """Let a municipality apply, and give the round and the application: it is granted.

    Args:
        teller: Who tells.

        form: What it is asked.
    """
    called = teller.do(
        rounds.Announce(
            programme=form.owner,
            label="2020-10",
            title="Prøverunden for kommuner",
            deadline=Deadline("2020-10-30"),
            form=form,
            decides=frozenset({CHIEF.role}),
            source="Opdigtet opslag til kommuner",
            effective_from=_DAY,
        )
    )
    teller.do(rounds.Open(round=called, effective_from=_DAY))
    where = teller.do(
        application.Submit(
            round=called,
            applicant=StreamId("municipality/0730"),
            answers=Answers({"maaneder": 12, "ressourcer": True}),
            contact_id=ALMA,
            contact=card("Alma Øst"),
            description=Personal("Kommunen vil gerne …"),
        )
    )
    teller.do(application.Assess(application=where))
    decide = application.Decide(
        application=where,
        outcome=application.Outcome.IMOEDEKOMMET,
        reasons=(),
        effective_from=teller.today(),
    )
    teller.refused(decide)
    return called, teller.do(decide, by=CHIEF)
