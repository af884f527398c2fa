"""A made-up network: who may be in it, who is, and what it meets about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import attrs
from tests.golden.telling import ALMA, BIRK, SIGNE, Teller, card

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import network
from kvalitet_core.domain.network import Admission, Occasion, person_stream
from kvalitet_core.domain.publication import Citation
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Answers, FormName, Hjemmel, ReasonCode

__all__ = ["ADMISSION_FORM", "ADMISSION_RULE", "networks"]

_PAGE: Final = Hjemmel(source="Opdigtet side", paragraph="Hvem kan være med")
_DAY: Final = date(2021, 1, 1)
_RANDERS: Final = StreamId("municipality/0730")

ADMISSION_FORM: Final = Form(
    name=FormName("opdigtet.optagelse/1"),
    title="Optagelse i et opdigtet netværk",
    source="Opdigtet side",
    schema={
        "type": "object",
        "properties": {"ansatte": {"type": "integer", "minimum": 0}},
        "additionalProperties": False,
    },
)
"""What a new member is asked."""

ADMISSION_RULE: Final = Rule(
    "opdigtet.ansatte",
    1,
    Fact("svar.ansatte", int, da="antallet af ansatte", en="the staff")
    >= Fact("optagelse.ansatte", int, da="det mindste antal", en="the least staff"),
    _PAGE,
    "Mindst 10 ansatte",
    valid_from=_DAY,
)
"""What a new member is held against; applications of 2020 are not."""

_ADMISSION: Final = Admission(
    rules=frozenset({ADMISSION_RULE.code}),
    form=ADMISSION_FORM.name,
    limits=Answers({"ansatte": 10}),
    unsaid=frozenset({"afstand"}),
    source=_PAGE,
    quotes=("Mindst 10 ansatte.",),
)


def networks(teller: Teller, works_at: StreamId, cited: Citation) -> None:
    """Let a network meet about what is published, and close.

    Args:
        teller: Who tells.

        works_at: The tilbud that one of its members works at.

        cited: A part of what is published.
    """
    establish = network.Establish(
        key="opdigtet-nord",
        name="Det opdigtede netværk",
        area="Nord",
        purpose="At mødes om noget opdigtet",
        admission=_ADMISSION,
        source="Opdigtet side",
        effective_from=_DAY,
    )
    where = teller.do(establish)
    teller.refused(attrs.evolve(establish, purpose="At mødes"))
    teller.do(attrs.evolve(establish, key="opdigtet-alle", area=None))
    for command in (
        network.Correct(
            network=where, reason=ReasonCode("misread"), area="Nord og vest"
        ),
        network.Correct(
            network=where,
            reason=ReasonCode("misread"),
            name="Det opdigtede ledernetværk",
            purpose="At mødes om det, der er opdigtet",
            source="Opdigtet side, anden udgave",
        ),
        network.ChangeAdmission(
            network=where,
            admission=Admission(
                source=_PAGE, quotes=("Alle kan være med.", "Tag en kollega med.")
            ),
            effective_from=date(2021, 3, 1),
            effective_to=date(2022, 1, 1),
        ),
    ):
        teller.do(command)
    _members(teller, where, works_at)
    _planned(teller, where)
    _held(teller, where, cited)
    teller.do(
        network.Close(
            network=where,
            effective_from=date(2021, 12, 1),
            reason=ReasonCode("merged"),
        )
    )


def _members(teller: Teller, where: StreamId, works_at: StreamId) -> None:
    admit = network.AdmitPerson(
        network=where,
        person=SIGNE,
        card=card("Signe Ærø"),
        represents=works_at,
        answers=Answers({"ansatte": 12}),
        effective_from=date(2021, 2, 1),
    )
    organisation = network.AdmitOrganisation(
        network=where,
        organisation=StreamId("organisation/opdigtet"),
        name="En opdigtet forening",
        effective_from=date(2021, 3, 1),
    )
    teller.refused(attrs.evolve(admit, answers=Answers({"ansatte": 9})))
    teller.refused(attrs.evolve(admit, answers=Answers({})))
    for command in (
        admit,
        attrs.evolve(
            admit,
            person=BIRK,
            card=card("Birk Bæk"),
            represents=None,
            answers=Answers({}),
            effective_from=date(2021, 3, 1),
            effective_to=date(2021, 11, 1),
        ),
        organisation,
        attrs.evolve(
            organisation,
            organisation=_RANDERS,
            name=None,
            answers=Answers({"ansatte": 4000}),
            effective_from=date(2021, 2, 15),
            effective_to=date(2022, 1, 1),
        ),
        network.GiveCard(network=where, person=BIRK, card=card("Birk Bæk Holm")),
    ):
        teller.do(command)
    teller.refused(network.GiveCard(network=where, person=ALMA, card=card("Alma Øst")))


def _planned(teller: Teller, where: StreamId) -> None:
    """Two meetings are planned: one is moved, and one is cancelled."""
    first: dict[str, Any] = {"network": where, "meeting": "2021-1"}
    second: dict[str, Any] = {"network": where, "meeting": "2021-2"}
    online = Occasion(day=date(2021, 9, 1), online=True)
    moved = Occasion(
        day=date(2021, 4, 1),
        begins=datetime(2021, 4, 1, 8, 0, tzinfo=UTC),
        ends=datetime(2021, 4, 1, 10, 30, tzinfo=UTC),
        place="Opdigtet Kulturhus",
    )
    for command in (
        network.PlanMeeting(
            occasion=Occasion(day=date(2021, 3, 15)), agenda=("Velkommen",), **first
        ),
        network.MoveMeeting(occasion=moved, reason=ReasonCode("room_taken"), **first),
        network.SetAgenda(agenda=("Velkommen", "Håndbogen"), **first),
        network.PlanMeeting(occasion=online, **second),
        network.CancelMeeting(reason=ReasonCode("too_few"), **second),
    ):
        teller.do(command)


def _held(teller: Teller, where: StreamId, cited: Citation) -> None:
    """One is held about what is published; who was there is put right."""
    first: dict[str, Any] = {"network": where, "meeting": "2021-1"}
    there = frozenset({person_stream(SIGNE), _RANDERS})
    hold = network.HoldMeeting(attended=there, cites=frozenset({cited}), **first)
    teller.refused(
        attrs.evolve(hold, attended=frozenset({*there, person_stream(ALMA)}))
    )
    for command in (
        hold,
        network.CorrectAttendance(
            attended=frozenset({*there, person_stream(BIRK)}),
            reason=ReasonCode("forgotten"),
            **first,
        ),
        network.FileMinutes(minutes=teller.attach(b"referat", "minutes"), **first),
        network.Contribute(
            to=cited,
            about="Et opdigtet eksempel til metoden",
            document=teller.attach(b"eksempel", "example"),
            **first,
        ),
        network.Inform(network=where, of=cited, effective_from=teller.today()),
        network.Leave(
            network=where,
            member=person_stream(SIGNE),
            effective_from=date(2021, 5, 1),
            reason=ReasonCode("new_post"),
        ),
    ):
        teller.do(command)
