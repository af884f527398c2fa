"""Who could be in a network of leaders, by the first version and by the later one.

First: leaders with professional responsibility for more than 15 staff on botilbud; the
text says both "mere end 15" and "mindst 15". Later: professional leaders of botilbud
and bostøttetilbud, open for new participants at all times.
"""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from kvalitet_core.casetypes.conditions import Known, Truth
from kvalitet_core.domain import network
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.network import Admission, Network
from kvalitet_ledelse.admission import LATER, QUOTES, THRESHOLD, first, opened_to_all
from kvalitet_ledelse.networks import OEST
from kvalitet_ledelse.rules import ANSATTE, MERE_END, MINDST
from ledelse_situation import (
    admit,
    codes,
    established,
    resting_on,
    trying,
)

BOTILBUD = resting_on(LegalGround.SEL107)
BOSTOETTE = resting_on(LegalGround.SEL85)
SWITCH = date(2021, 3, 1)
"""A made-up day: no source tells when the admission changed."""


@pytest.mark.parametrize(
    ("staff", "reading", "truth"),
    [
        (16, None, Truth.TRUE),
        (16, MERE_END, Truth.TRUE),
        (16, MINDST, Truth.TRUE),
        (15, None, Truth.UNKNOWN),
        (15, MERE_END, Truth.FALSE),
        (15, MINDST, Truth.TRUE),
        (14, None, Truth.FALSE),
        (14, MERE_END, Truth.FALSE),
        (14, MINDST, Truth.FALSE),
    ],
)
def test_exactly_fifteen_turns_on_how_the_text_is_read(
    staff: int, reading: str | None, truth: Truth
) -> None:
    """More is enough by either reading, and fewer by neither."""
    facts = {"svar.ansatte": Known(staff), "optagelse.ansatte": Known(THRESHOLD)}
    if reading is not None:
        facts["optagelse.sammenligning"] = Known(reading)

    found = ANSATTE.find(facts)

    assert found.truth is truth
    assert (found.missing == ("optagelse.sammenligning",)) is (truth is Truth.UNKNOWN)


def test_the_record_keeps_both_ways_that_the_source_says_it() -> None:
    """And which limit it leaves open, until somebody knows."""
    assert QUOTES == ("mere end 15", "mindst 15")
    for quote in QUOTES:
        assert quote in ANSATTE.quote
    assert first().quotes == first(MINDST).quotes == QUOTES
    assert first().unsaid == {"sammenligning"}
    assert first(MINDST).unsaid == frozenset()
    assert first(MINDST).limits["sammenligning"] == "mindst"


def test_a_leader_of_fifteen_is_told_what_is_missing() -> None:
    """Neither admitted nor turned away, while the reading is open."""
    fifteen = admit(fagligt_ansvar=True, ansatte=15)

    outcome = trying(fifteen, established(), BOTILBUD)

    assert codes(outcome) == ["network.admission_unknown"]
    (reason,) = outcome.proposal.reasons
    assert "optagelse.sammenligning is missing" in reason.text
    assert reason.source == str(first().source)
    assert codes(trying(fifteen, established(first(MERE_END)), BOTILBUD)) == [
        "network.admission"
    ]
    (admitted,) = trying(fifteen, established(first(MINDST)), BOTILBUD).events
    assert isinstance(admitted, network.PersonAdmitted)


@pytest.mark.parametrize("ground", LegalGround)
def test_the_first_version_is_for_botilbud(ground: LegalGround) -> None:
    """§ 85 in people's own homes is bostøtte, and came later."""
    leads = admit(fagligt_ansvar=True, ansatte=30)

    found = codes(trying(leads, established(), resting_on(ground)))

    assert found == (["network.admission"] if ground is LegalGround.SEL85 else [])


@pytest.mark.parametrize("ground", LegalGround)
def test_the_later_version_is_for_botilbud_and_bostoette(ground: LegalGround) -> None:
    """With no threshold of staff: nobody need tell how many there are."""
    leads = admit(fagligt_ansvar=True)

    assert codes(trying(leads, established(LATER), resting_on(ground))) == []


@pytest.mark.parametrize("admission", [first(), LATER])
def test_both_versions_are_for_professional_leaders(admission: Admission) -> None:
    """One who does not lead professionally is told by which rule."""
    outcome = trying(
        admit(fagligt_ansvar=False, ansatte=30), established(admission), BOTILBUD
    )

    assert codes(outcome) == ["network.admission"]
    assert "ledelse.faglig_leder" in outcome.proposal.reasons[0].text


def test_the_later_version_holds_from_the_day_that_is_given() -> None:
    """Before it, the first one; and whoever was a member stays one."""
    changed = opened_to_all(OEST, since=SWITCH)
    stream, events = established()
    (event,) = trying(changed, (stream, events)).events
    told = (stream, [*events, event])
    early = admit(fagligt_ansvar=True, ansatte=3)
    late = attrs.evolve(early, effective_from=SWITCH)

    assert codes(trying(early, told, BOTILBUD)) == ["network.admission"]
    assert codes(trying(late, told, BOSTOETTE)) == []


def test_each_version_can_be_asked_for_by_its_day() -> None:
    """As it holds in the network's own record."""
    state: Network | None = None
    stream, events = established()
    change = opened_to_all(OEST, since=SWITCH)
    for event in (*events, *trying(change, (stream, events)).events):
        state = network.evolve(state, event)

    assert state is not None
    assert state.admission.on(date(2021, 2, 28)) == first()
    assert state.admission.on(SWITCH) == LATER
