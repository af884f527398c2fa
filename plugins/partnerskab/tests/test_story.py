"""The whole of it: 22 apply, four become partners, 18 are invited, and 14 join.

Only the four partners are real; the other eighteen are made up, since their names are
not to be found. So are amounts and days that no source has.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs
import pytest

from kvalitet_core import Journal, catalogue
from kvalitet_core.domain import application, case, frame, grant, network
from kvalitet_core.domain import municipality as municipalities
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.frame.handbook import handbook_terms
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.errors import Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.personal import Personal
from kvalitet_core.values import Deadline, Money, MunicipalityCode, RegionCode
from kvalitet_partnerskab import PLUGIN, known, networks, selection
from kvalitet_partnerskab.ansoegning import ADVANCED, JOINS
from kvalitet_partnerskab.call import AMOUNT, ANNOUNCED, OBLIGATIONS
from kvalitet_partnerskab.grants import CONDITIONS, FRAME, POOL_FRAME, commitment
from kvalitet_partnerskab.partnership import Partnership, partnership_of
from kvalitet_partnerskab.reactions import case_of
from kvalitet_partnerskab.rounds import ROUND, announcements
from kvalitet_partnerskab.rules import selected
from kvalitet_partnerskab.selection import Selection, selection_of
from partnerskab_situation import ANSWERS, IN_TIME, LATER, actor

BO, ANNA = actor(), actor("sagsbehandler", "a-17")
OWN = selection_of(ROUND)
OTHERS = tuple(
    MunicipalityCode(f"09{number:02}") for number in range(known.REFERENCE_INVITED)
)
PARTNERS = known.PARTNERS


def stream(code: MunicipalityCode) -> StreamId:
    """The municipality with a code."""
    return StreamId(f"municipality/{code}")


def application_of(code: MunicipalityCode) -> StreamId:
    """Its application."""
    return StreamId(f"application/partnerskab-2019-09.{code}.1")


@pytest.fixture(scope="module")
def journal() -> Iterator[Journal]:
    """A journal in which the selection is published; reactions follow by themselves."""
    clock = GivenClock(LATER)
    with Journal.open("memory:", plugins=[PLUGIN], clock=clock) as journal:
        _called(journal)
        for code in (*OTHERS[:5], *PARTNERS, *OTHERS[5:]):
            _applies(journal, code)
        for code in PARTNERS:
            select = selection.Select(
                selection=OWN, application=application_of(code), reasons=("Langt.",)
            )
            journal.do(select, by=BO)
        journal.do(
            selection.Publish(selection=OWN, effective_from=known.PUBLISHED), by=BO
        )
        yield journal


def _called(journal: Journal) -> None:
    """The call, the networks, and those who apply."""
    four = [each for each in catalogue.municipalities() if each.code in PARTNERS]
    made_up = [
        municipalities.Register(
            code=code,
            name=f"Opdigtet {code}",
            region=RegionCode("1082"),
            effective_from=date(2019, 1, 1),
        )
        for code in OTHERS
    ]
    opened = rounds.Open(round=ROUND, effective_from=ANNOUNCED)
    begin = (
        *catalogue.regions(),
        *four,
        *made_up,
        *networks.catalogue(),
        *announcements(),
        opened,
    )
    for command in begin:
        journal.do(command, by=BO)


def _applies(journal: Journal, code: MunicipalityCode) -> None:
    submit = application.Submit(
        round=ROUND,
        applicant=stream(code),
        received=IN_TIME,
        answers=ANSWERS,
        contact_id=PersonId(f"person-{code}"),
        contact=Personal(ContactCard(name="Pia Opdigt", email="pia@example.dk")),
        description=Personal("Vi vil gerne være med."),
    )
    journal.do(submit, by=ANNA)


def found(journal: Journal) -> Selection:
    """The selection as it is."""
    state = journal.get(Selection, OWN)
    assert state is not None
    return state


def test_all_22_are_selected_from(journal: Journal) -> None:
    """The round has its selection by itself, with the limits of the call."""
    state = found(journal)

    assert len(state.candidates) == known.APPLICANTS == 22
    assert (state.least, state.most) == (2, 4)


def test_the_four_are_partners(journal: Journal) -> None:
    """Herning, Randers, Roskilde and Rudersdal; each has a partnership by itself."""
    for code in PARTNERS:
        partner = journal.get(Partnership, partnership_of(stream(code)))
        assert partner is not None
        assert partner.effective_from == known.PUBLISHED
        assert partner.obligations == OBLIGATIONS
    assert {each.applicant for each in found(journal).selected} == {
        *map(stream, PARTNERS)
    }
    with_names = {each.code: each.name for each in catalogue.municipalities()}
    assert [with_names[code] for code in PARTNERS] == [
        "Herning",
        "Randers",
        "Roskilde",
        "Rudersdal",
    ]


def test_nobody_else_has_a_partnership(journal: Journal) -> None:
    """Eighteen were not selected, and are invited."""
    assert len(found(journal).invited) == known.REFERENCE_INVITED == 18
    for code in OTHERS:
        assert journal.get(Partnership, partnership_of(stream(code))) is None


def test_every_case_is_told_what_the_selection_came_to(journal: Journal) -> None:
    """And where that is known from."""
    for code in (*PARTNERS, *OTHERS):
        state = journal.get(case.Case, case_of(application_of(code)))
        assert state is not None
        told = state.facts[selected.name].on(known.PUBLISHED)
        assert told is not None
        assert told.value is (code in PARTNERS)


JOINED = date(2020, 1, 6)
"""The day of the answers."""


@pytest.fixture(scope="module")
def answered(journal: Journal) -> Journal:
    """The same when all who were invited have answered, and one more was admitted."""
    for number, code in enumerate(OTHERS):
        answer = selection.Answer(
            selection=OWN,
            application=application_of(code),
            joins=number < known.REFERENCE_JOINED,
            effective_from=JOINED,
        )
        journal.do(answer, by=ANNA)
    organisation = network.AdmitOrganisation(
        network=networks.REFERENCE_NETWORK,
        organisation=StreamId("organisation/eksempelforeningen"),
        name="Eksempelforeningen",
        effective_from=JOINED,
    )
    journal.do(organisation, by=ANNA)
    return journal


def test_fourteen_join_the_reference_network(answered: Journal) -> None:
    """Four decline; who accepts is a member by itself, and organisations are too."""
    state = answered.get(network.Network, networks.REFERENCE_NETWORK)

    assert state is not None
    there = [each.member for each in state.members if each.standing.on(JOINED)]
    assert len(there) == known.REFERENCE_JOINED + 1
    assert set(map(stream, OTHERS[:14])) < set(there)
    own = answered.get(case.Case, case_of(application_of(OTHERS[0])))
    assert own is not None
    told = own.facts[JOINS.name].on(JOINED)
    assert told is not None
    assert told.value is True


def test_who_answers_otherwise_later_leaves_the_reference_network(
    answered: Journal,
) -> None:
    """Until that day it is a member; who declined at first never was one."""
    code, day = OTHERS[0], date(2021, 1, 4)
    answer = selection.Answer(
        selection=OWN,
        application=application_of(code),
        joins=False,
        effective_from=day,
    )

    answered.do(answer, by=ANNA)

    state = answered.get(network.Network, networks.REFERENCE_NETWORK)
    assert state is not None
    member = state.member(stream(code))
    assert member is not None
    assert member.standing.on(date(2021, 1, 3)) is not None
    assert member.standing.on(day) is None
    declined = StreamId(stream(OTHERS[-1]))
    assert state.member(declined) is None


def test_the_four_share_no_more_than_the_pool(journal: Journal) -> None:
    """13.0 mio. kr.: four made-up grants fit, and one øre more does not."""
    for code in PARTNERS:
        _granted(journal, code)
    journal.do(POOL_FRAME, by=BO)
    terms = handbook_terms(change_of=frame.ChangeBase.GRANT, at_de_minimis=False)
    journal.do(
        frame.SetTerms(frame=FRAME, terms=terms, effective_from=ANNOUNCED), by=BO
    )
    quarter = Money(oere=AMOUNT.oere // 4)
    gives = [
        commitment(
            application_of(code),
            recipient=stream(code),
            amount=quarter,
            acknowledge_by=Deadline("2023-07-01"),
            letter="Opdigtet tilskudsbrev",
            on=LATER.date(),
        )
        for code in PARTNERS
    ]
    more = attrs.evolve(gives[3], amount=quarter + Money(oere=1))

    for command in gives[:3]:
        journal.do(command, by=BO)
    with pytest.raises(Refused) as refused:
        journal.do(more, by=BO)
    journal.do(gives[3], by=BO)

    assert [each.code for each in refused.value.reasons] == ["grant.beyond_frame"]
    state = journal.get(frame.Frame, FRAME)
    assert state is not None
    assert state.committed == AMOUNT
    own = journal.get(grant.Grant, StreamId(f"grant/{gives[0].key}"))
    assert own is not None
    assert own.given.conditions == CONDITIONS


def _granted(journal: Journal, code: MunicipalityCode) -> None:
    """The application of a partner is decided."""
    own = case_of(application_of(code))
    for item in ("ansoegning.oplys", "ansoegning.vurder"):
        journal.do(case.Complete(case=own, item=item), by=ANNA)
    far = case.RecordFact(
        case=own,
        fact=ADVANCED.name,
        value=True,
        effective_from=known.PUBLISHED,
        source="Ansøgningen",
    )
    journal.do(far, by=ANNA)
    journal.do(case.Complete(case=own, item="ansoegning.indstil"), by=ANNA)
    decide = case.Decide(case=own, item="ansoegning.afgoer", outcome="imoedekommet")
    receipt = journal.do(decide, by=BO)
    assert receipt.events[-1].name == "application.decided/1"
