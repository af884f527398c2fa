"""A tilbud is registered, changes, and closes; its people stay unseen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core.dated import Period
from kvalitet_core.domain import municipality, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import CVR, MunicipalityCode, ReasonCode

if TYPE_CHECKING:
    from tests.domain.conftest import World

START = date(2019, 6, 1)
LATER = date(2021, 1, 1)
END = date(2022, 1, 1)
RANDERS = MunicipalityCode("0730")
NOWHERE = MunicipalityCode("0999")
FIRST = StreamId("tilbud/0001")
NONE = StreamId("tilbud/9999")
ANNA = PersonId("p-anna")
BENT = PersonId("p-bent")

BOSTOETTE = LegalGrounds(
    grounds=frozenset({LegalGround.SEL85}), primary=LegalGround.SEL85
)
BOTILBUD = LegalGrounds(
    grounds=frozenset({LegalGround.SEL107, LegalGround.SEL108}),
    primary=LegalGround.SEL108,
)

REGISTER = tilbud.Register(
    name="Lindehuset",
    municipality=RANDERS,
    driftsform=tilbud.Driftsform.KOMMUNAL,
    legal_grounds=BOSTOETTE,
    cvr=CVR("19174883"),
    effective_from=START,
)
RENAME = tilbud.Rename(tilbud=FIRST, name="Birkehuset", effective_from=LATER)
CHANGE_DRIFTSFORM = tilbud.ChangeDriftsform(
    tilbud=FIRST, driftsform=tilbud.Driftsform.SELVEJENDE, effective_from=LATER
)
CHANGE_GROUNDS = tilbud.ChangeLegalGrounds(
    tilbud=FIRST, legal_grounds=BOTILBUD, effective_from=LATER
)
MOVE = tilbud.Move(
    tilbud=FIRST, municipality=RANDERS, place="Havnegade 1", effective_from=LATER
)
NAME_CONTACT = tilbud.NameContact(
    tilbud=FIRST,
    contact=ANNA,
    card=Personal(tilbud.ContactCard(name="Anna", phone="12345678")),
    effective_from=LATER,
)
REMOVE_CONTACT = tilbud.RemoveContact(tilbud=FIRST, contact=ANNA, effective_from=END)
CHANGE_LEADER = tilbud.ChangeLeader(
    tilbud=FIRST,
    leader=BENT,
    card=Personal(tilbud.ContactCard(name="Bent", email="bent@example.dk")),
    effective_from=LATER,
)
CLOSE = tilbud.Close(tilbud=FIRST, effective_from=END, reason=ReasonCode("merged"))

CHANGES = (
    RENAME,
    CHANGE_DRIFTSFORM,
    CHANGE_GROUNDS,
    MOVE,
    NAME_CONTACT,
    REMOVE_CONTACT,
    CHANGE_LEADER,
    CLOSE,
)


@pytest.fixture
def begun(world: World) -> World:
    """A world with one tilbud, `tilbud/0001`."""
    world.issue(REGISTER)
    return world


def first(world: World) -> tilbud.Tilbud:
    """Read the tilbud that these tests are about."""
    found = world.get(tilbud.Tilbud, FIRST)
    assert found is not None
    return found


def test_a_tilbud_is_registered_under_a_new_id(world: World) -> None:
    """It needs no id of Tilbudsportalen, and two of one name are two."""
    (event, _) = world.issue(REGISTER, REGISTER)

    assert event == tilbud.Registered(
        name="Lindehuset",
        municipality=RANDERS,
        driftsform=tilbud.Driftsform.KOMMUNAL,
        legal_grounds=BOSTOETTE,
        cvr=CVR("19174883"),
        effective_from=START,
    )
    assert len(list(world.journal.streams("tilbud"))) == 2
    assert first(world).period == Period(start=START)
    assert first(world).seat.newest == tilbud.Seat(municipality=RANDERS)


def test_registering_is_silent_on_its_own_work(begun: World) -> None:
    """The id is the command's own, so what is there is what it registered."""
    assert REGISTER.decide(first(begun), begun) == ()


@pytest.mark.parametrize(
    ("earlier", "command", "event"),
    [
        ((), RENAME, tilbud.Renamed(name="Birkehuset", effective_from=LATER)),
        (
            (),
            CHANGE_DRIFTSFORM,
            tilbud.DriftsformChanged(
                driftsform=tilbud.Driftsform.SELVEJENDE, effective_from=LATER
            ),
        ),
        (
            (),
            CHANGE_GROUNDS,
            tilbud.LegalGroundsChanged(legal_grounds=BOTILBUD, effective_from=LATER),
        ),
        (
            (),
            MOVE,
            tilbud.Moved(
                municipality=RANDERS, place="Havnegade 1", effective_from=LATER
            ),
        ),
        (
            (NAME_CONTACT,),
            REMOVE_CONTACT,
            tilbud.ContactRemoved(contact=ANNA, effective_from=END),
        ),
        (
            (),
            CLOSE,
            tilbud.Closed(effective_from=END, reason=ReasonCode("merged")),
        ),
    ],
)
def test_a_command_acts_once_and_is_silent_the_second_time(
    begun: World, earlier: tuple[Any, ...], command: Any, event: tilbud.Event
) -> None:
    """What is already so needs no event."""
    begun.issue(*earlier)

    assert begun.issue(command) == (event,)

    assert begun.issue(command) == ()


@pytest.mark.parametrize("command", [NAME_CONTACT, CHANGE_LEADER])
def test_what_cannot_be_compared_is_recorded_each_time(
    begun: World, command: Any
) -> None:
    """Whether a card is the same one cannot be seen while deciding."""
    once = begun.issue(command)

    assert len(once) == 1
    assert begun.issue(command) == once


def test_what_changes_holds_from_its_day_on(begun: World) -> None:
    """Each thing has its own days, and what was before stands."""
    begun.issue(RENAME, CHANGE_DRIFTSFORM, CHANGE_GROUNDS, MOVE)

    known = first(begun)
    assert [known.name.on(START), known.name.on(LATER)] == ["Lindehuset", "Birkehuset"]
    assert known.driftsform.on(START) is tilbud.Driftsform.KOMMUNAL
    assert known.driftsform.on(LATER) is tilbud.Driftsform.SELVEJENDE
    assert known.legal_grounds.on(START) == BOSTOETTE
    assert known.legal_grounds.on(LATER) == BOTILBUD
    assert known.seat.on(START) == tilbud.Seat(municipality=RANDERS)
    assert known.seat.on(LATER) == tilbud.Seat(
        municipality=RANDERS, place="Havnegade 1"
    )


def test_a_name_can_be_set_right_for_the_past(begun: World) -> None:
    """A statement with an end leaves the later name as it is."""
    begun.issue(
        RENAME,
        tilbud.Rename(
            tilbud=FIRST,
            name="Lindegaarden",
            effective_from=START,
            effective_to=date(2020, 1, 1),
        ),
    )

    name = first(begun).name
    days = (START, date(2020, 1, 1), LATER)
    assert [name.on(day) for day in days] == [
        "Lindegaarden",
        "Lindehuset",
        "Birkehuset",
    ]


def test_contacts_come_and_go_and_keep_their_place(begun: World) -> None:
    """A contact is there on its days; a new card takes the place of the old one."""
    bent = attrs.evolve(NAME_CONTACT, contact=BENT)
    card: Personal[tilbud.ContactCard] = Personal(tilbud.ContactCard(name="Anna B."))
    begun.issue(NAME_CONTACT, bent, attrs.evolve(NAME_CONTACT, card=card))
    begun.issue(REMOVE_CONTACT)

    known = first(begun)
    assert [contact.person for contact in known.contacts] == [ANNA, BENT]
    anna = known.contact(ANNA)
    assert anna is not None
    assert anna.card.on(LATER) == card
    assert anna.card.on(END) is None


def test_a_leader_leads_from_a_day_on(begun: World) -> None:
    """Who leads is a person's id and a sealed card."""
    begun.issue(CHANGE_LEADER)

    leader = first(begun).leader
    assert leader.on(START) is None
    assert leader.on(LATER) == tilbud.Leader(person=BENT, card=CHANGE_LEADER.card)


def test_a_closed_tilbud_says_when_and_why(begun: World) -> None:
    """Its end is the first day without it."""
    begun.issue(CLOSE)

    assert first(begun).period == Period(start=START, end=END)
    assert first(begun).closing_reason == "merged"


@pytest.mark.parametrize("command", CHANGES)
def test_nothing_changes_for_a_tilbud_nobody_registered(
    world: World, command: Any
) -> None:
    """The refusal names the stream."""
    with pytest.raises(Refused) as refused:
        world.issue(attrs.evolve(command, tilbud=NONE))

    (reason,) = refused.value.reasons
    assert reason.code == "tilbud.unknown"
    assert reason.text == "tilbud/9999: no such tilbud is registered"


@pytest.mark.parametrize("command", CHANGES)
def test_nothing_takes_effect_before_a_tilbud_begins(
    begun: World, command: Any
) -> None:
    """Virkning may lie in the past, but not before there was a tilbud."""
    begun.issue(NAME_CONTACT)

    with pytest.raises(Refused) as refused:
        begun.issue(attrs.evolve(command, effective_from=date(2019, 5, 31)))

    assert [reason.code for reason in refused.value.reasons] == ["tilbud.not_begun"]


@pytest.mark.parametrize("command", CHANGES)
def test_nothing_takes_effect_after_a_tilbud_is_closed(
    begun: World, command: Any
) -> None:
    """From its last day on there is nothing that could change."""
    begun.issue(NAME_CONTACT, CLOSE)

    with pytest.raises(Refused) as refused:
        begun.issue(attrs.evolve(command, effective_from=date(2022, 6, 1)))

    assert [reason.code for reason in refused.value.reasons] == ["tilbud.closed"]


def test_a_municipality_must_be_registered(world: World) -> None:
    """A tilbud lies in a municipality that the record knows."""
    with pytest.raises(Refused) as refused:
        world.issue(attrs.evolve(REGISTER, municipality=NOWHERE))

    (reason,) = refused.value.reasons
    assert reason.code == "tilbud.municipality_unknown"
    assert reason.text == "municipality/0999: no such municipality is registered"


def test_a_municipality_must_be_on_the_list_that_day(world: World) -> None:
    """Who has left the programme gets no new tilbud."""
    world.issue(municipality.Leave(code=RANDERS, effective_from=START))

    with pytest.raises(Refused) as refused:
        world.issue(REGISTER)

    (reason,) = refused.value.reasons
    assert reason.code == "tilbud.municipality_not_in_force"


def test_every_broken_rule_is_named(begun: World) -> None:
    """A move that is too early, and to nowhere, is refused for both."""
    nowhere = attrs.evolve(MOVE, municipality=NOWHERE, effective_from=date(2018, 1, 1))

    with pytest.raises(Refused) as refused:
        begun.issue(nowhere)

    assert [reason.code for reason in refused.value.reasons] == [
        "tilbud.not_begun",
        "tilbud.municipality_unknown",
    ]


def test_only_a_contact_can_be_removed(begun: World) -> None:
    """Someone who never was the contact is named in the refusal by id."""
    with pytest.raises(Refused) as refused:
        begun.issue(REMOVE_CONTACT)

    assert str(refused.value).endswith(
        ": expected a person named as contact, got 'p-anna'"
    )


def test_removing_who_was_never_named_leaves_a_contact_without_days(
    begun: World,
) -> None:
    """The fold is total: it takes any event, though no command gives this one."""
    removed = tilbud.ContactRemoved(contact=ANNA, effective_from=LATER)

    state = tilbud.evolve(first(begun), removed)

    (contact,) = state.contacts
    assert contact.card.spans == ()


def test_a_history_without_its_beginning_is_malformed() -> None:
    """The fold names the event that has nothing to stand on."""
    with pytest.raises(Malformed, match="Renamed: expected an earlier event"):
        tilbud.evolve(None, tilbud.Renamed(name="X", effective_from=START))


grounds = st.frozensets(st.sampled_from(LegalGround))


@given(grounds, st.sampled_from(LegalGround))
def test_the_primary_ground_is_one_of_the_grounds(
    all_of_them: frozenset[LegalGround], primary: LegalGround
) -> None:
    """At least one ground, and the primary one among them."""
    if primary in all_of_them:
        assert LegalGrounds(grounds=all_of_them, primary=primary).primary in all_of_them
    else:
        with pytest.raises(Malformed, match="expected"):
            LegalGrounds(grounds=all_of_them, primary=primary)


def test_the_grounds_have_the_values_of_the_programmes_form() -> None:
    """The stored values are the programme's own."""
    assert [str(ground) for ground in LegalGround] == [
        "SEL85",
        "SEL107",
        "SEL108",
        "ABL105+SEL85",
    ]
