"""A network is established, its admission changed, and its work given to others."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.domain.network_situation import (
    ESTABLISH,
    ESTABLISHED,
    HELD,
    NETWORK,
    OPEN_TO_ALL,
    PLANNED,
    SIDE,
    STRICT,
    folded,
    texts,
    trying,
)

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain import network, publication
from kvalitet_core.domain.network import Admission
from kvalitet_core.domain.publication import Citation
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Answers, FormName, ReasonCode

SWITCH = date(2020, 10, 1)
CHANGE = network.ChangeAdmission(
    network=NETWORK, admission=OPEN_TO_ALL, effective_from=SWITCH
)
CHANGED = network.AdmissionChanged(admission=OPEN_TO_ALL, effective_from=SWITCH)
CORRECT = network.Correct(
    network=NETWORK, reason=ReasonCode("misread"), purpose="At lære af hinanden"
)
CORRECTED = network.Corrected(reason=CORRECT.reason, purpose=CORRECT.purpose)
CLOSE = network.Close(
    network=NETWORK, effective_from=date(2023, 1, 1), reason=ReasonCode("ended")
)
CLOSED = network.Closed(effective_from=CLOSE.effective_from, reason=CLOSE.reason)

GUIDELINES = StreamId("publication/retningslinjer")
BEGUN = publication.Begun(
    key="retningslinjer",
    title="Retningslinjer",
    purpose="God ledelse",
    initiative="proeve",
    hearing=False,
    approves=frozenset({"fagchef"}),
    source="Opdigtet",
    effective_from=date(2020, 1, 1),
)
DRAFTED = publication.Drafted(
    version=1, title="Retningslinjer", effective_from=date(2020, 4, 1)
)
CONTRIBUTE = network.Contribute(
    network=NETWORK,
    to=Citation(publication=GUIDELINES, version=1),
    about="Hvad god faglig ledelse er",
    meeting="2020-1",
)
CONTRIBUTED = network.Contributed(
    to=CONTRIBUTE.to, about=CONTRIBUTE.about, meeting=CONTRIBUTE.meeting
)
DRAFT = (GUIDELINES, (BEGUN, DRAFTED))
OUT = (
    GUIDELINES,
    (
        BEGUN,
        DRAFTED,
        publication.Approved(version=1, effective_from=date(2020, 5, 4)),
        publication.Published(version=1, effective_from=date(2020, 5, 4)),
    ),
)
INFORM = network.Inform(
    network=NETWORK, of=CONTRIBUTE.to, effective_from=date(2020, 5, 4)
)
INFORMED = network.Informed(of=CONTRIBUTE.to, effective_from=date(2020, 5, 4))


@pytest.mark.parametrize(
    ("told", "command", "event"),
    [
        ((), ESTABLISH, ESTABLISHED),
        ((ESTABLISHED,), CHANGE, CHANGED),
        ((ESTABLISHED,), CORRECT, CORRECTED),
        ((ESTABLISHED, PLANNED, HELD, DRAFT), CONTRIBUTE, CONTRIBUTED),
        ((ESTABLISHED, OUT), INFORM, INFORMED),
        ((ESTABLISHED, PLANNED, HELD), CLOSE, CLOSED),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any, event: network.Event
) -> None:
    """What is already so needs no event."""
    outcome = trying(command, *told).then(event)

    assert outcome.stream == NETWORK
    trying(command, *told, event).then_nothing()


def test_a_network_is_established_once() -> None:
    """Each thing that is said otherwise is named, with both values and the source."""
    again = attrs.evolve(ESTABLISH, area=None, purpose="At tale")

    outcome = trying(again, ESTABLISHED)

    outcome.then_refused("network.established", "network.established")
    assert texts(outcome) == [
        ("network/proeve-oest: is already established with area 'Øst', got 'None'"),
        (
            "network/proeve-oest: is already established with purpose 'At mødes', "
            "got 'At tale'"
        ),
    ]
    assert {reason.source for reason in outcome.proposal.reasons} == {"Opdigtet side"}


def test_establishing_again_is_silent_after_what_was_put_right() -> None:
    """A catalogue can be given to a journal again, whatever became of it."""
    trying(ESTABLISH, ESTABLISHED, CHANGED, CORRECTED, CLOSED).then_nothing()


def test_several_networks_stand_apart() -> None:
    """Each has its own key, and so its own stream."""
    west = attrs.evolve(ESTABLISH, key="proeve-vest", area="Vest")

    assert trying(west).stream == "network/proeve-vest"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (
            attrs.evolve(
                ESTABLISH,
                admission=attrs.evolve(
                    STRICT, rules=frozenset({"proeve.alder", "ukendt.regel"})
                ),
            ),
            (),
        ),
        (
            attrs.evolve(
                CHANGE,
                admission=attrs.evolve(
                    STRICT, rules=frozenset({"proeve.alder", "ukendt.regel"})
                ),
            ),
            (ESTABLISHED,),
        ),
    ],
)
def test_an_admission_names_rules_that_are_there(
    command: Any, told: tuple[Any, ...]
) -> None:
    """A mistyped one would let nobody in, and say nothing of why."""
    outcome = trying(command, *told)

    outcome.then_refused("network.rule_unknown", "network.rule_unknown")
    assert texts(outcome) == [
        (
            "network/proeve-oest: rule 'proeve.alder' is not one of plugin 'proeve', "
            "which has proeve.ansatte, proeve.kilde, proeve.lov"
        ),
        (
            "network/proeve-oest: rule 'ukendt.regel' is not one of plugin 'ukendt', "
            "which has none"
        ),
    ]


def test_an_admission_names_a_form_that_is_there() -> None:
    """Otherwise nobody could answer it."""
    unknown = attrs.evolve(STRICT, form=FormName("proeve.andet/1"))

    outcome = trying(attrs.evolve(ESTABLISH, admission=unknown))

    outcome.then_refused("network.form_unknown")
    assert texts(outcome) == [
        "network/proeve-oest: form 'proeve.andet/1' is not one of plugin 'proeve'"
    ]


def test_what_is_left_open_is_no_limit() -> None:
    """A limit is known, or it is not."""
    with pytest.raises(Malformed, match="'ansatte'"):
        attrs.evolve(STRICT, unsaid=frozenset({"ansatte", "alder"}))


def test_each_version_of_the_admission_holds_from_its_own_day() -> None:
    """Who could be a member on a day can be asked for ever."""
    known = folded(ESTABLISHED, CHANGED)

    assert known.admission.on(date(2020, 9, 30)) == STRICT
    assert known.admission.on(SWITCH) == OPEN_TO_ALL
    assert known.admission.on(date(2019, 12, 31)) is None


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2019, 12, 31), "network.not_begun"), (date(2023, 1, 1), "network.closed")],
)
def test_an_admission_changes_while_the_network_is_there(day: date, code: str) -> None:
    """Neither before its first day nor after its last."""
    change = attrs.evolve(CHANGE, effective_from=day)

    trying(change, ESTABLISHED, CLOSED).then_refused(code)


def test_a_network_is_closed_after_its_last_meeting() -> None:
    """A meeting that is planned for later is cancelled or moved first."""
    early = attrs.evolve(CLOSE, effective_from=PLANNED.occasion.day)
    cancelled = network.MeetingCancelled(meeting="2020-1", reason=ReasonCode("storm"))

    trying(early, ESTABLISHED, PLANNED).then_refused("network.meeting_later")
    trying(early, ESTABLISHED, PLANNED, cancelled).then(
        network.Closed(effective_from=early.effective_from, reason=early.reason)
    )


def test_a_network_is_closed_once() -> None:
    """Nor before it began."""
    later = attrs.evolve(CLOSE, effective_from=date(2023, 2, 1))
    never = attrs.evolve(CLOSE, effective_from=ESTABLISHED.effective_from)

    trying(later, ESTABLISHED, CLOSED).then_refused("network.closed")
    trying(never, ESTABLISHED).then_refused("network.not_begun")
    assert folded(ESTABLISHED, CLOSED).period == Period(
        start=ESTABLISHED.effective_from, end=CLOSED.effective_from
    )


def test_what_a_network_gives_goes_to_a_version_that_somebody_writes() -> None:
    """It need not be published: input is given while it is written."""
    elsewhere = attrs.evolve(
        CONTRIBUTE, to=Citation(publication=StreamId("publication/andet"), version=1)
    )
    later = attrs.evolve(CONTRIBUTE, to=Citation(publication=GUIDELINES, version=2))
    told = (ESTABLISHED, PLANNED, HELD, DRAFT)

    trying(elsewhere, *told).then_refused("network.publication_unknown")
    outcome = trying(later, *told)

    outcome.then_refused("network.version_unknown")
    assert texts(outcome) == [
        (
            "network/proeve-oest: expected a version of publication/retningslinjer, 1, "
            "got 2"
        )
    ]


def test_what_a_meeting_gave_comes_from_one_that_was_held() -> None:
    """A plan gives nothing yet; and it can come from no meeting at all."""
    unmet = attrs.evolve(CONTRIBUTE, meeting="2021-1")
    in_writing = attrs.evolve(CONTRIBUTE, meeting=None)

    trying(CONTRIBUTE, ESTABLISHED, PLANNED, DRAFT).then_refused(
        "network.meeting_not_held"
    )
    trying(unmet, ESTABLISHED, DRAFT).then_refused("network.meeting_unknown")
    trying(in_writing, ESTABLISHED, DRAFT).then(attrs.evolve(CONTRIBUTED, meeting=None))


def test_a_network_is_told_once_of_what_is_published() -> None:
    """Not of a draft, not before its day, and not when the network is gone."""
    early = attrs.evolve(INFORM, effective_from=date(2020, 5, 3))
    late = attrs.evolve(INFORM, effective_from=date(2023, 1, 1))
    again = attrs.evolve(INFORM, effective_from=date(2021, 1, 1))

    trying(INFORM, ESTABLISHED, DRAFT).then_refused("publication.not_published")
    trying(early, ESTABLISHED, OUT).then_refused("publication.not_published")
    trying(late, ESTABLISHED, CLOSED, OUT).then_refused("network.closed")
    trying(again, ESTABLISHED, INFORMED, OUT).then_nothing()


@pytest.mark.parametrize("rules", [{"uden punktum"}, {"proeve."}, {1}])
def test_a_rule_is_named_by_its_code(rules: set[Any]) -> None:
    """Its plugin's name first."""
    with pytest.raises(Malformed, match=r"plugin\.words"):
        Admission(rules=frozenset(rules), source=SIDE)


@pytest.mark.parametrize("quotes", [(" ",), (None,)])
def test_a_quote_says_something(quotes: tuple[Any, ...]) -> None:
    """An empty one would look like a source."""
    with pytest.raises(Malformed, match="expected some text"):
        Admission(source=SIDE, quotes=quotes)


def test_an_admission_without_rules_asks_nothing() -> None:
    """Its limits are empty, too: nothing is made up."""
    assert OPEN_TO_ALL.rules == frozenset()
    assert OPEN_TO_ALL.limits == Answers({})
    assert folded(ESTABLISHED).admission == Dated.of(STRICT, ESTABLISHED.effective_from)
