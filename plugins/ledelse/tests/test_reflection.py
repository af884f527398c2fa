"""A leader reflects on the principles: in private, and only on what is published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from kvalitet_core import Actor, Journal
from kvalitet_core.domain import publication
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Forgotten, Personal
from kvalitet_core.testing import given_events
from kvalitet_core.values import ReasonCode
from kvalitet_ledelse import PLUGIN
from kvalitet_ledelse.guidelines import (
    DRAFT,
    GUIDELINES,
    PRINCIPLES,
    drafting,
    publishing,
)
from kvalitet_ledelse.reflection import (
    Reflect,
    Reflected,
    Reflections,
    TakeBack,
    TakenBack,
    evolve,
)
from kvalitet_ledelse.views import REFLECTIONS
from ledelse_situation import LEADER, codes, trying

BO = Actor(id="b-02", role="fagchef", organisation="19174883", authority="Opdigtet")
DAY = date(2021, 2, 1)
STREAM = StreamId(f"ledelse-refleksion/{LEADER}")
WORDS: Personal[str] = Personal("Vi taler for sjældent om det, der er svært.")
REFLECT = Reflect(leader=LEADER, principle="p4", reflection=WORDS, effective_from=DAY)
REFLECTED = Reflected(
    leader=LEADER, principle="p4", version=1, reflection=WORDS, effective_from=DAY
)
TAKE_BACK = TakeBack(leader=LEADER, number=1, reason=ReasonCode("written_anew"))
TAKEN_BACK = TakenBack(number=1, reason=ReasonCode("written_anew"))


def guidelines(*, published: bool = True) -> tuple[StreamId, list[Any]]:
    """The guidelines, written and perhaps published on 20 January 2021."""
    begin = publication.Begun(
        key="faglig-ledelse",
        title=DRAFT.title,
        purpose="Opdigtet",
        initiative="ledelse",
        hearing=False,
        approves=frozenset({"fagchef"}),
        source="Opdigtet",
        effective_from=date(2019, 1, 1),
    )
    drafted = publication.Drafted(
        version=1,
        title=DRAFT.title,
        parts=DRAFT.parts,
        effective_from=DRAFT.effective_from,
    )
    out = [
        publication.Approved(version=1, effective_from=date(2021, 1, 20)),
        publication.Published(version=1, effective_from=date(2021, 1, 20)),
    ]
    return GUIDELINES, [begin, drafted, *(out if published else [])]


def test_a_leader_reflects_on_a_principle() -> None:
    """Never silent: the words cannot be compared with those that are known."""
    told = guidelines()

    assert trying(REFLECT, told).then(REFLECTED).stream == STREAM
    trying(REFLECT, told, (STREAM, [REFLECTED])).then(REFLECTED)


@pytest.mark.parametrize(
    ("change", "published", "code"),
    [
        ({}, False, "publication.not_published"),
        ({"version": 2}, True, "publication.version_unknown"),
        ({"principle": "p8"}, True, "publication.part_unknown"),
        ({"principle": "p4.raad"}, True, "ledelse-refleksion.not_a_principle"),
        (
            {"effective_from": date(2021, 1, 19)},
            True,
            "publication.not_published",
        ),
        (
            {"effective_from": date(2021, 6, 2)},
            True,
            "ledelse-refleksion.in_future",
        ),
    ],
)
def test_only_a_published_principle_is_reflected_on(
    change: dict[str, Any],
    published: bool,  # noqa: FBT001 - pytest's way
    code: str,
) -> None:
    """By the day of the reflection, in the version that is named."""
    asked = attrs.evolve(REFLECT, **change)

    assert codes(trying(asked, guidelines(published=published))) == [code]


def test_nobody_reflects_on_guidelines_that_are_not_there() -> None:
    """They are entered first."""
    assert codes(trying(REFLECT)) == ["publication.unknown"]


def test_a_reflection_is_taken_back_once() -> None:
    """It stays on record; one that is not there cannot be taken back."""
    told = (STREAM, [REFLECTED])

    trying(TAKE_BACK, told).then(TAKEN_BACK)
    trying(TAKE_BACK, (STREAM, [REFLECTED, TAKEN_BACK])).then_nothing()
    assert codes(trying(attrs.evolve(TAKE_BACK, number=2), told)) == [
        "ledelse-refleksion.number_unknown"
    ]
    assert codes(trying(TAKE_BACK)) == ["ledelse-refleksion.unknown"]


@each(st.lists(st.sampled_from([*PRINCIPLES, None]), max_size=9))
def test_what_is_left_is_what_no_standing_reflection_is_on(parts: list[Any]) -> None:
    """None in the list takes the newest reflection back."""
    known = evolve(None, REFLECTED)
    for part in parts:
        number = len(known.reflections)
        event: Reflected | TakenBack = (
            TakenBack(number=number, reason=ReasonCode("regretted"))
            if part is None
            else attrs.evolve(REFLECTED, principle=part.code)
        )
        known = evolve(known, event)

    standing = {r.principle for r in known.reflections if r.taken_back is None}
    assert set(known.left) == {p.code for p in PRINCIPLES} - standing
    assert [r.number for r in known.reflections] == list(
        range(1, len(known.reflections) + 1)
    )


@pytest.fixture
def journal() -> Iterator[Journal]:
    """A journal with the guidelines published."""
    with Journal.open("memory:", plugins=[PLUGIN]) as opened:
        for command in (*drafting(), *publishing(on=date(2021, 1, 20))):
            opened.do(command, by=BO)
        yield opened


def test_the_words_are_the_leaders_own_and_can_be_forgotten(journal: Journal) -> None:
    """In clear is only which principle; the words go with the leader's key."""
    journal.do(REFLECT, by=BO)
    before = journal.get(Reflections, STREAM)
    journal.forget(
        LEADER,
        by=BO,
        legal_basis="Databeskyttelsesforordningen artikel 17",
        reason="Formålet er ophørt",
        approved_by=("a-3", "a-4"),
    )
    after = journal.get(Reflections, STREAM)

    assert before is not None
    assert after is not None
    assert after.reflections[0].reflection.reveal() is Forgotten.FORGOTTEN
    assert after.left == before.left


def test_the_view_says_which_principle_and_nothing_of_the_words() -> None:
    """One row a reflection; what is taken back says why."""
    other = attrs.evolve(REFLECTED, principle="p1")

    rows = given_events(
        (STREAM, [REFLECTED, other, TAKEN_BACK]), plugins=[PLUGIN]
    ).rows(REFLECTIONS)

    shown = {"leader": LEADER, "version": 1, "day": DAY}
    assert rows == (
        {**shown, "number": 1, "principle": "p4", "taken_back": "written_anew"},
        {**shown, "number": 2, "principle": "p1", "taken_back": None},
    )
