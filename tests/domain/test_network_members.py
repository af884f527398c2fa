"""Who is a member of a network, from when to when, and by which rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from tests.domain.network_situation import (
    ADMIT,
    ADMITTED,
    ANNA,
    ANNA_THERE,
    BIRK,
    BIRK_THERE,
    CARD,
    ESTABLISHED,
    HELD,
    LEAVE,
    LEFT,
    NETWORK,
    OPEN_TO_ALL,
    PLANNED,
    STRICT,
    TILBUD,
    folded,
    texts,
    trying,
)

from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.domain import municipality, network
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.testing import Outcome
from kvalitet_core.values import (
    Answers,
    FormName,
    MunicipalityCode,
    ReasonCode,
    RegionCode,
)

RANDERS = StreamId("municipality/0730")
REGISTERED_RANDERS = (
    RANDERS,
    (
        municipality.Registered(
            code=MunicipalityCode("0730"),
            name="Randers",
            region=RegionCode("1082"),
            effective_from=date(2007, 1, 1),
        ),
    ),
)
OPENED = network.AdmissionChanged(
    admission=OPEN_TO_ALL, effective_from=date(2020, 1, 1)
)
ADMIT_RANDERS = network.AdmitOrganisation(
    network=NETWORK, organisation=RANDERS, effective_from=date(2020, 2, 1)
)
JUNE = date(2020, 6, 1)


def admitted(outcome: Outcome) -> network.PersonAdmitted:
    """The one event of a person's admission."""
    (event,) = outcome.events
    assert isinstance(event, network.PersonAdmitted)
    return event


def test_a_leader_who_meets_the_rules_is_admitted_with_what_they_found() -> None:
    """The finding names the rule, the facts and the admission that it is found by."""
    event = admitted(trying(ADMIT, ESTABLISHED))

    assert attrs.evolve(event, findings=()) == ADMITTED
    assert [(each.rule, each.truth) for each in event.findings] == [
        ("proeve.ansatte", Truth.TRUE),
        ("proeve.lov", Truth.TRUE),
    ]
    (staff, _) = event.findings
    assert {each.fact: each.value for each in staff.inputs} == {
        "optagelse.ansatte": "10",
        "optagelse.kilde": "Opdigtet side hvem kan være med",
        "svar.ansatte": "12",
    }
    assert all(each.set_by for each in staff.inputs if each.fact[0] == "o")


def test_a_rule_can_ask_for_the_source_itself() -> None:
    """It stands once among what the rule looked at."""
    asking = network.AdmissionChanged(
        admission=attrs.evolve(OPEN_TO_ALL, rules=frozenset({"proeve.kilde"})),
        effective_from=date(2020, 1, 1),
    )

    (finding,) = admitted(trying(ADMIT, ESTABLISHED, asking)).findings

    assert [each.value for each in finding.inputs] == ["Opdigtet side 2 alle"]


def test_one_who_left_can_come_back() -> None:
    """On days without a membership."""
    again = attrs.evolve(ADMIT, effective_from=date(2020, 9, 1))

    event = admitted(trying(again, ESTABLISHED, ADMITTED, LEFT))

    assert event.effective_from == date(2020, 9, 1)


def test_one_who_is_a_member_is_not_admitted_again() -> None:
    """Neither for all of the days nor for some of them, which is said."""
    for_a_while = attrs.evolve(ADMIT, effective_to=JUNE)
    earlier = attrs.evolve(ADMIT, effective_from=date(2020, 1, 15))

    trying(ADMIT, ESTABLISHED, ADMITTED).then_nothing()
    trying(for_a_while, ESTABLISHED, ADMITTED).then_nothing()
    outcome = trying(earlier, ESTABLISHED, ADMITTED)

    outcome.then_refused("network.member_already")
    assert texts(outcome) == [
        (
            "network/proeve-oest: person/p-anna: expected days without a membership, "
            "got from 2020-01-15; is a member from 2020-02-01, and leaves first"
        )
    ]


@pytest.mark.parametrize(
    "change",
    [{"represents": None}, {"answers": Answers({"ansatte": 40})}],
)
def test_one_who_is_a_member_otherwise_leaves_first(change: dict[str, Any]) -> None:
    """A leader who goes to another tilbud is held against the rules again."""
    other = attrs.evolve(ADMIT, **change)
    anew = attrs.evolve(other, effective_from=LEFT.effective_from)
    told = (ESTABLISHED, OPENED, ADMITTED)

    trying(other, *told).then_refused("network.member_already")
    assert admitted(trying(anew, *told, LEFT)).effective_from == LEFT.effective_from


def test_an_organisation_that_is_a_member_keeps_its_name() -> None:
    """To say it again is silent; another name is not, and nor is it lost."""
    first = network.AdmitOrganisation(
        network=NETWORK,
        organisation=StreamId("organisation/sind"),
        name="Foreningen Eksempel",
        effective_from=date(2020, 2, 1),
    )
    (event,) = trying(first, ESTABLISHED, OPENED).events
    told = (ESTABLISHED, OPENED, event)

    trying(first, *told).then_nothing()
    trying(attrs.evolve(first, name="Et andet"), *told).then_refused(
        "network.member_already"
    )


def test_a_rule_that_is_not_met_is_named_with_its_value_and_its_source() -> None:
    """Each rule by itself, all at once."""
    few = attrs.evolve(ADMIT, answers=Answers({"ansatte": 9}))
    known_only_here = attrs.evolve(
        ADMIT, represents=StreamId("organisation/fonden"), answers=Answers({})
    )

    outcome = trying(few, ESTABLISHED)
    unknown = trying(known_only_here, ESTABLISHED)

    outcome.then_refused("network.admission")
    assert texts(outcome) == [
        (
            "network/proeve-oest: person/p-anna: rule 'proeve.ansatte' version 1 is "
            "not met, got optagelse.ansatte '10', optagelse.kilde 'Opdigtet side "
            "hvem kan være med', svar.ansatte '9'"
        )
    ]
    (reason,) = outcome.proposal.reasons
    assert reason.source == "Opdigtet side hvem kan være med"
    unknown.then_refused("network.admission_unknown", "network.admission_unknown")
    assert "svar.ansatte is missing" in texts(unknown)[0]
    assert "lovgrundlag_alle is missing" in texts(unknown)[1]


@pytest.mark.parametrize(
    ("admission", "answers", "code"),
    [
        (STRICT, Answers({"ansatte": -1, "alder": 40}), "network.form"),
        (attrs.evolve(OPEN_TO_ALL, form=None), ADMIT.answers, "network.form"),
        (
            attrs.evolve(OPEN_TO_ALL, form=FormName("borte.skema/1")),
            Answers({}),
            "network.form_unknown",
        ),
    ],
)
def test_only_what_is_asked_is_taken_in(
    admission: network.Admission, answers: Answers, code: str
) -> None:
    """Nothing about a person stands in clear under a question that nobody asked."""
    asking = network.AdmissionChanged(
        admission=admission, effective_from=date(2020, 1, 1)
    )
    admit = attrs.evolve(ADMIT, answers=answers)

    outcome = trying(admit, ESTABLISHED, asking)

    assert {reason.code for reason in outcome.proposal.reasons} == {code}


def test_a_limit_that_is_left_open_leaves_its_rule_unknown() -> None:
    """It is told what is missing, and neither admitted nor turned away."""
    no_number = attrs.evolve(
        STRICT,
        limits=Answers({"lovgrundlag": ("SEL107",)}),
        unsaid=frozenset({"ansatte"}),
    )
    asking = network.AdmissionChanged(
        admission=no_number, effective_from=date(2020, 1, 1)
    )

    outcome = trying(ADMIT, ESTABLISHED, asking)

    outcome.then_refused("network.admission_unknown")
    assert "optagelse.ansatte is missing" in texts(outcome)[0]


def test_a_member_is_held_against_the_admission_of_its_first_day() -> None:
    """What is asked later is not asked of those who came before, nor earlier ones."""
    few = attrs.evolve(ADMIT, answers=Answers({"ansatte": 9}))
    since_march = attrs.evolve(OPENED, effective_from=date(2020, 3, 1))
    in_march = attrs.evolve(few, effective_from=date(2020, 3, 1))

    trying(few, ESTABLISHED, since_march).then_refused("network.admission")
    assert admitted(trying(in_march, ESTABLISHED, since_march)).findings == ()


def test_membership_is_answered_as_of_any_day() -> None:
    """From its first day, until the day that it ends, and again after that."""
    again = attrs.evolve(ADMITTED, effective_from=date(2021, 1, 1))
    known = folded(ESTABLISHED, ADMITTED, LEFT, again)

    on = {
        day: [each.member for each in known.members_on(day)]
        for day in (
            date(2020, 1, 31),
            date(2020, 2, 1),
            date(2020, 8, 31),
            date(2020, 9, 1),
            date(2021, 1, 1),
        )
    }

    assert list(on.values()) == [[], [ANNA_THERE], [ANNA_THERE], [], [ANNA_THERE]]
    assert len(known.members) == 1


def test_nobody_is_a_member_when_the_network_is_closed() -> None:
    """A membership without an end ends with it."""
    closed = network.Closed(effective_from=JUNE, reason=ReasonCode("ended"))
    known = folded(ESTABLISHED, ADMITTED, closed)

    assert known.members_on(date(2020, 5, 31))
    assert known.members_on(JUNE) == ()


def test_who_was_a_member_stays_so_whatever_is_registered_later() -> None:
    """A member who leaves is one on the days before."""
    trying(LEAVE, ESTABLISHED, ADMITTED).then(LEFT)
    trying(LEAVE, ESTABLISHED, ADMITTED, LEFT).then_nothing()
    trying(attrs.evolve(LEAVE, member=BIRK_THERE), ESTABLISHED).then_refused(
        "network.member_unknown"
    )


def test_no_membership_ends_before_a_meeting_that_the_member_attended() -> None:
    """The attendance is put right first."""
    early = attrs.evolve(LEAVE, effective_from=PLANNED.occasion.day)
    told = (ESTABLISHED, ADMITTED, PLANNED, HELD)

    outcome = trying(early, *told)

    outcome.then_refused("network.attended")
    assert texts(outcome) == [
        (
            "network/proeve-oest: person/p-anna: expected a day after meeting "
            "'2020-1', which the member attended on 2020-05-04, got 2020-05-04; "
            "correct the attendance first"
        )
    ]
    trying(LEAVE, *told).then(LEFT)


def test_ending_an_earlier_membership_ends_no_later_one() -> None:
    """Else one who came back would be gone, and nobody would have said so."""
    again = attrs.evolve(ADMITTED, effective_from=date(2022, 1, 1))
    told = (ESTABLISHED, ADMITTED, LEFT, again)
    earlier = attrs.evolve(LEAVE, effective_from=LEFT.effective_from - timedelta(1))
    regrets = attrs.evolve(LEAVE, effective_from=again.effective_from)

    outcome = trying(earlier, *told)

    outcome.then_refused("network.member_again")
    assert "from 2022-01-01" in texts(outcome)[0]
    assert trying(regrets, *told).events


def test_a_member_is_given_another_card() -> None:
    """The newest is the one that counts; only a member has one."""
    give = network.GiveCard(network=NETWORK, person=ANNA, card=CARD)

    trying(give, ESTABLISHED, ADMITTED).then(network.CardGiven(person=ANNA, card=CARD))
    trying(attrs.evolve(give, person=BIRK), ESTABLISHED, ADMITTED).then_refused(
        "network.member_unknown"
    )


def test_a_municipality_can_be_a_member() -> None:
    """It must be on record, and there on the day."""
    event = network.OrganisationAdmitted(
        organisation=RANDERS, answers=Answers({}), effective_from=date(2020, 2, 1)
    )

    trying(ADMIT_RANDERS, ESTABLISHED, OPENED).then_refused(
        "network.organisation_unknown"
    )
    told = (ESTABLISHED, OPENED, REGISTERED_RANDERS)
    trying(ADMIT_RANDERS, *told).then(event)
    trying(ADMIT_RANDERS, *told, event).then_nothing()


def test_an_organisation_without_a_record_is_named() -> None:
    """Its key alone would say nothing to anyone."""
    unnamed = attrs.evolve(ADMIT_RANDERS, organisation=StreamId("organisation/sind"))
    named = attrs.evolve(unnamed, name="Foreningen Eksempel")

    trying(unnamed, ESTABLISHED, OPENED).then_refused("network.organisation_unnamed")
    trying(named, ESTABLISHED, OPENED).then(
        network.OrganisationAdmitted(
            organisation=StreamId("organisation/sind"),
            name="Foreningen Eksempel",
            answers=Answers({}),
            effective_from=date(2020, 2, 1),
        )
    )


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"effective_from": date(2019, 6, 1)}, ["network.not_begun"]),
        (
            {"represents": StreamId("tilbud/t-2")},
            ["network.organisation_unknown"],
        ),
        (
            {
                "represents": StreamId("tilbud/t-1"),
                "effective_from": date(2018, 6, 1),
            },
            ["network.not_begun", "network.organisation_not_in_force"],
        ),
    ],
)
def test_everything_that_stands_against_a_member_is_named(
    change: dict[str, Any], codes: list[str]
) -> None:
    """All problems at once, before the rules are asked."""
    trying(attrs.evolve(ADMIT, **change), ESTABLISHED).then_refused(*codes)


def test_an_admission_for_a_while_gives_way_to_the_one_before() -> None:
    """It wins on its own days, and no others."""
    one_month = network.AdmissionChanged(
        admission=OPEN_TO_ALL,
        effective_from=date(2020, 2, 1),
        effective_to=date(2020, 3, 1),
    )
    few = attrs.evolve(ADMIT, answers=Answers({"ansatte": 9}))
    in_march = attrs.evolve(few, effective_from=date(2020, 3, 1))

    assert admitted(trying(few, ESTABLISHED, one_month)).findings == ()
    trying(in_march, ESTABLISHED, one_month).then_refused("network.admission")


def test_a_tilbud_can_be_a_member_itself() -> None:
    """The rules then ask of it, as of where a person works."""
    admit = network.AdmitOrganisation(
        network=NETWORK,
        organisation=TILBUD,
        answers=Answers({"ansatte": 10}),
        effective_from=date(2020, 2, 1),
    )

    (event,) = trying(admit, ESTABLISHED).events

    assert {each.truth for each in event.findings} == {Truth.TRUE}


@pytest.mark.parametrize("person", ["Anna Andersen", "0101011234"])
def test_a_person_is_an_id_that_says_nothing(person: str) -> None:
    """No name, and no CPR number."""
    with pytest.raises(Malformed, match=r"stream id|CPR"):
        attrs.evolve(ADMIT, person=PersonId(person))


@pytest.mark.parametrize("kind", ["course/c-1", "person/p-1"])
def test_only_an_organisation_is_admitted_as_one(kind: str) -> None:
    """A person has a card, and rights to it."""
    with pytest.raises(Malformed, match="municipality"):
        attrs.evolve(ADMIT_RANDERS, organisation=StreamId(kind))
