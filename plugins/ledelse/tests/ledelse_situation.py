"""What the tests begin with: the network in the east, and a made-up tilbud."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core.domain import network, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.network import Admission
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Outcome, given
from kvalitet_core.values import Answers, MunicipalityCode
from kvalitet_ledelse import PLUGIN
from kvalitet_ledelse.admission import first
from kvalitet_ledelse.networks import OEST, establishments

TILBUD = StreamId("tilbud/laerkehoej")
LEADER = PersonId("person-4711")
LEADER_THERE = StreamId("person/person-4711")
SINCE = date(2020, 1, 6)

_INSTALLED = given(plugins=[PLUGIN])


def established(admission: Admission | None = None) -> tuple[StreamId, list[Any]]:
    """The network in the east, with its admission."""
    east, _ = establishments(admission=admission or first())
    return OEST, list(_INSTALLED.when(east).events)


def resting_on(*grounds: LegalGround) -> tuple[StreamId, list[Any]]:
    """A tilbud that rests on this law."""
    registered = tilbud.Registered(
        name="Bofællesskabet Lærkehøj",
        municipality=MunicipalityCode("0730"),
        driftsform=tilbud.Driftsform.KOMMUNAL,
        legal_grounds=LegalGrounds(grounds=frozenset(grounds), primary=grounds[0]),
        effective_from=date(2019, 1, 1),
    )
    return TILBUD, [registered]


def admit(**answers: Any) -> network.AdmitPerson:
    """Take the leader in, with these answers."""
    return network.AdmitPerson(
        network=OEST,
        person=LEADER,
        card=Personal(tilbud.ContactCard(name="Vita Vikke", email="vita@example.dk")),
        represents=TILBUD,
        answers=Answers(answers),
        effective_from=SINCE,
    )


def trying(command: Any, *told: Any) -> Outcome:
    """Decide a command where this has happened."""
    return attrs.evolve(_INSTALLED, told=told).when(command)


def codes(outcome: Outcome) -> list[str]:
    """The codes of the reasons of a refusal."""
    return [reason.code for reason in outcome.proposal.reasons]
