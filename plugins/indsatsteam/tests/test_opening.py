"""Whoever applies in a round of the programme has a case, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from indsatsteam_situation import submitted
from kvalitet_core import Actor, Journal
from kvalitet_core.domain import application, case, municipality, region, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import reacting
from kvalitet_core.values import MunicipalityCode, ReasonCode, RegionCode
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.forloeb import OPENS
from kvalitet_indsatsteam.rounds import AUTUMN_2020, SUMMER_2021
from kvalitet_indsatsteam.sources import OFFER_2020

RECEIVED_2021 = datetime.fromisoformat("2021-08-20T12:00:00+02:00")
LATE_IN_2020 = datetime.fromisoformat("2021-02-01T09:00:00+01:00")


def opened(event: application.Submitted) -> Any:
    """What follows from an application."""
    return reacting(OPENS, to=event, plugins=[PLUGIN])


def case_of(applied: StreamId) -> StreamId:
    """The stream of an application's case."""
    return StreamId(f"case/indsatsteam.forloeb.{applied.partition('/')[2]}")


class TestVersion:
    """Which version a case is opened in."""

    def test_each_known_round_has_its_own(self) -> None:
        """Also for what comes late in it, when the other is in force."""
        first = opened(submitted(received=LATE_IN_2020))
        second = opened(submitted(SUMMER_2021, received=RECEIVED_2021))

        assert (first.version, second.version) == ("2020-11", "2021-08")

    def test_another_round_goes_by_the_day_of_receipt(self) -> None:
        """Applications were said to be taken from autumn 2019 to 2022."""
        another = attrs.evolve(AUTUMN_2020, label="2019-10")

        assert opened(submitted(another)).version is None

    def test_a_round_of_another_programme_opens_nothing(self) -> None:
        """It is not this plugin's."""
        event = attrs.evolve(submitted(), round=StreamId("round/kurser-2020-11"))

        assert opened(event) is None


def test_an_application_opens_its_case_in_a_journal() -> None:
    """By itself; the case has its receipt, and decides it in one commit."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        applied = _applied(journal)

        own = case_of(applied)
        found = journal.get(case.Case, own)

        assert found is not None
        assert (found.handles, found.version) == (applied, "2020-11")
        (told, _) = [each.name for each in journal.history(own)]
        assert told == "case.opened/1"
        (cause,) = tuple(journal.history(applied))
        assert next(iter(journal.history(own))).correlation_id == cause.correlation_id


def test_the_case_and_the_application_are_decided_in_one_commit() -> None:
    """The application's record stays where the outcome is read."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        applied = _applied(journal)
        own = case_of(applied)
        for item in ("ansoegning.oplys", "ansoegning.vurder"):
            journal.do(case.Complete(case=own, item=item), by=_actor("anna"))
        grant = case.Decide(case=own, item="ansoegning.afgoer", outcome="imoedekommet")

        receipt = journal.do(grant, by=_actor("bo", "fagchef"))

        names = [each.name for each in receipt.events]
        assert names[0] == "case.decided/1"
        assert names[-2:] == ["application.assessed/1", "application.decided/1"]
        state = journal.get(application.Application, applied)
        assert state is not None
        assert [each.outcome for each in state.decisions] == ["imoedekommet"]
        decided = next(iter(receipt.events)).event
        assert state.findings == decided.findings
        for finding in state.findings:
            call = [each.value for each in finding.inputs if each.fact == "runde.kilde"]
            assert call == [OFFER_2020]


def test_a_withdrawn_application_leaves_a_case_that_can_be_closed() -> None:
    """There is nothing to decide any more."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        applied = _applied(journal)
        own = case_of(applied)
        reason = ReasonCode("regretted")
        journal.do(
            application.Withdraw(application=applied, reason=reason), by=_actor("anna")
        )

        journal.do(case.Close(case=own, reason=reason), by=_actor("anna"))

        state = journal.get(case.Case, own)
        assert state is not None
        assert state.closed == reason


def _applied(journal: Journal) -> StreamId:
    """A tilbud applies in the round of 2020."""
    since, place = date(2019, 1, 1), MunicipalityCode("0999")
    code = RegionCode("1089")
    anna = _actor("anna")
    journal.do(
        region.Register(code=code, name="Region Eksempel", effective_from=since),
        by=anna,
    )
    journal.do(
        municipality.Register(
            code=place, name="Eksempelkøbing", region=code, effective_from=since
        ),
        by=anna,
    )
    round_ = journal.do(AUTUMN_2020, by=anna).stream
    journal.do(rounds.Open(round=round_, effective_from=date(2020, 9, 14)), by=anna)
    grounds = LegalGrounds(
        grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
    )
    applicant = journal.do(
        tilbud.Register(
            name="Bofællesskabet Lærkehøj",
            municipality=place,
            driftsform=tilbud.Driftsform.KOMMUNAL,
            legal_grounds=grounds,
            effective_from=since,
        ),
        by=anna,
    ).stream
    event = submitted()
    submit = application.Submit(
        round=round_,
        applicant=applicant,
        received=event.received,
        answers=event.answers,
        contact_id=event.contact_id,
        contact=event.contact,
        description=event.description,
    )
    return journal.do(submit, by=anna).stream


def _actor(id_: str, role: str = "sagsbehandler") -> Actor:
    return Actor(id=id_, role=role, organisation="Eksempel", authority="Opdigtet")
