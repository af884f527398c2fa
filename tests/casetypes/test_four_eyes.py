"""Two acts under four eyes are by people who do not stand in for one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.four_eyes import Link, link_between, persons_of
from kvalitet_core.ids import ActorId

ANE, BO, EVA, KAJ = (ActorId(name) for name in ("ane", "bo", "eva", "kaj"))
NOBODY: frozenset[ActorId] = frozenset()

PEOPLE = st.sampled_from([ANE, BO, EVA, KAJ])
ACTS = st.frozensets(PEOPLE, max_size=3)
DEPUTIES = st.dictionaries(PEOPLE, st.frozensets(PEOPLE, max_size=2), max_size=4)


def persons(*names: ActorId) -> frozenset[ActorId]:
    """Whom an act is by."""
    return frozenset(names)


def test_an_act_is_by_whoever_acts_and_whoever_delegated_it() -> None:
    """Who lets another act for them acts too."""
    actor = Actor(id="bo", role="fagchef", organisation="x", authority="x")
    delegate = Actor(
        id="eva", role="fagchef", organisation="x", authority="x", delegated_by="bo"
    )

    assert persons_of(actor) == {BO}
    assert persons_of(delegate) == {BO, EVA}


def test_strangers_are_kept_apart() -> None:
    """Deputies of others do not matter, nor does one deputy that both have."""
    deputies = {ANE: persons(KAJ), BO: persons(KAJ), KAJ: persons(EVA)}

    assert link_between(persons(ANE), persons(BO), deputies=deputies) is None
    assert link_between(NOBODY, persons(BO), deputies=deputies) is None


@pytest.mark.parametrize(
    ("one", "other", "deputies", "link", "said"),
    [
        (
            persons(ANE),
            persons(ANE),
            {},
            Link(one=ANE, other=ANE),
            "'ane' stands in both",
        ),
        (
            persons(EVA, ANE),
            persons(BO, EVA),
            {ANE: persons(BO)},
            Link(one=EVA, other=EVA),
            "'eva' stands in both",
        ),
        (
            persons(ANE),
            persons(BO),
            {ANE: persons(BO)},
            Link(one=ANE, other=BO, deputy=BO),
            "'bo' is a deputy of 'ane'",
        ),
        (
            persons(ANE),
            persons(BO),
            {BO: persons(ANE)},
            Link(one=ANE, other=BO, deputy=ANE),
            "'ane' is a deputy of 'bo'",
        ),
        (
            persons(ANE, KAJ),
            persons(BO, EVA),
            {EVA: persons(KAJ)},
            Link(one=KAJ, other=EVA, deputy=KAJ),
            "'kaj' is a deputy of 'eva'",
        ),
    ],
)
def test_a_link_names_who_stands_in_both(
    one: frozenset[ActorId],
    other: frozenset[ActorId],
    deputies: dict[ActorId, frozenset[ActorId]],
    link: Link,
    said: str,
) -> None:
    """The same person, also by delegation, or a deputy, whichever way."""
    found = link_between(one, other, deputies=deputies)

    assert found == link
    assert str(found) == said


@given(ACTS, ACTS, DEPUTIES)
def test_acts_are_kept_apart_or_the_link_is_there(
    one: frozenset[ActorId],
    other: frozenset[ActorId],
    deputies: dict[ActorId, frozenset[ActorId]],
) -> None:
    """There is a link exactly where somebody is in both, or deputy across them."""
    across = {(a, b) for a in one for b in other}
    linked = {
        (a, b)
        for a, b in across
        if a == b or a in deputies.get(b, ()) or b in deputies.get(a, ())
    }

    link = link_between(one, other, deputies=deputies)

    if link is None:
        assert linked == set()
    else:
        assert (link.one, link.other) in linked
        assert (link.deputy is None) == (link.one == link.other)


@given(ACTS, ACTS, DEPUTIES)
def test_it_does_not_matter_which_act_came_first(
    one: frozenset[ActorId],
    other: frozenset[ActorId],
    deputies: dict[ActorId, frozenset[ActorId]],
) -> None:
    """Four eyes are four eyes, whoever looked first."""
    there = link_between(one, other, deputies=deputies)
    back = link_between(other, one, deputies=deputies)

    assert (there is None) == (back is None)


@given(ACTS, ACTS, DEPUTIES, PEOPLE, PEOPLE)
def test_one_more_deputy_never_sets_acts_apart(
    one: frozenset[ActorId],
    other: frozenset[ActorId],
    deputies: dict[ActorId, frozenset[ActorId]],
    whose: ActorId,
    deputy: ActorId,
) -> None:
    """What is linked stays so, whoever else stands in for whom."""
    more = {**deputies, whose: deputies.get(whose, NOBODY) | {deputy}}

    if link_between(one, other, deputies=deputies) is not None:
        assert link_between(one, other, deputies=more) is not None
