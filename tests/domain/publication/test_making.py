"""A publication is begun, made by a group on sources, drafted and heard."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from tests.domain.publication import samples
from tests.domain.publication.samples import (
    ADD,
    ANNA,
    APPROVED,
    BEGIN,
    BEGINS,
    BEGUN,
    COMPOSITION,
    DRAFT,
    DRAFTED,
    HEAR,
    HEARD,
    NAME,
    PAPER,
    PARTS,
    PUBLISHED,
    STREAM,
    event_of,
    texts,
    trying,
)

from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Composition, Part
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import given
from kvalitet_core.values import Deadline, Digest, ReasonCode

NAMED = event_of(NAME)
ADDED = event_of(ADD)
EARLY = date(2019, 12, 31)


@pytest.mark.parametrize(
    ("told", "command"),
    [
        ((), BEGIN),
        ((BEGUN,), NAME),
        ((BEGUN, NAMED), samples.REMOVE),
        ((BEGUN,), ADD),
        ((BEGUN, ADDED), samples.TAKE_OUT),
        ((BEGUN,), DRAFT),
        ((BEGUN, DRAFTED), HEAR),
        ((BEGUN, DRAFTED, HEARD), samples.ANSWER),
        ((BEGUN, DRAFTED, HEARD), samples.APPROVE),
        ((BEGUN, DRAFTED, HEARD, APPROVED), samples.RETURN),
        ((BEGUN, DRAFTED, HEARD, APPROVED), samples.PUBLISH),
        (samples.OUT, samples.CORRECT),
    ],
)
def test_it_acts_once_and_is_silent_the_second_time(
    told: tuple[Any, ...], command: Any
) -> None:
    """What is said is done; said again, there is nothing to do.

    A card cannot be compared, so a member who is named anew is recorded anew.
    """
    event = event_of(command)

    trying(command, *told).then(event)
    again = trying(command, *told, event)
    if command is NAME:
        again.then(event)
    else:
        again.then_nothing()


@pytest.mark.parametrize(
    "command",
    [
        NAME,
        samples.REMOVE,
        ADD,
        samples.TAKE_OUT,
        DRAFT,
        HEAR,
        samples.ANSWER,
        samples.APPROVE,
        samples.RETURN,
        samples.PUBLISH,
        samples.SUPERSEDE,
        samples.CORRECT,
    ],
)
def test_what_is_not_begun_is_unknown(command: Any) -> None:
    """Nothing is done with a publication that nobody has begun."""
    trying(command).then_refused("publication.unknown")


@pytest.mark.parametrize(
    "command",
    [
        HEAR,
        samples.ANSWER,
        samples.APPROVE,
        samples.RETURN,
        samples.PUBLISH,
        samples.SUPERSEDE,
        samples.CORRECT,
    ],
)
def test_a_version_that_is_not_drafted_is_unknown(command: Any) -> None:
    """The refusal names the versions that there are."""
    outcome = trying(command, BEGUN).then_refused("publication.version_unknown")

    assert texts(outcome) == [f"{STREAM}: expected one of its versions, none, got 1"]


def test_beginning_otherwise_is_refused_for_each_thing() -> None:
    """All that differs is named at once, with the paper that it stands in."""
    otherwise = attrs.evolve(BEGIN, purpose="At vise en anden vej", hearing=False)

    outcome = trying(otherwise, BEGUN)

    outcome.then_refused("publication.begun", "publication.begun")
    assert {reason.source for reason in outcome.proposal.reasons} == {PAPER}


def test_nobody_is_in_the_group_before_it_is_begun() -> None:
    """The day is the first of the work, or later."""
    early = attrs.evolve(NAME, effective_from=EARLY)

    trying(early, BEGUN).then_refused("publication.not_begun")


def test_a_member_leaves_from_a_day_on() -> None:
    """Until then the person is in the group, and the record says as what."""
    known = _folded(BEGUN, NAMED, event_of(samples.REMOVE))
    (member,) = known.members

    before = member.seat.on(BEGINS)
    assert before is not None
    assert (before.person, before.capacity) == (ANNA, ReasonCode("expert"))
    assert member.seat.on(samples.DRAFTS) is None


def test_only_a_member_is_removed() -> None:
    """Somebody else is named in the refusal by the id."""
    outcome = trying(samples.REMOVE, BEGUN)

    outcome.then_refused("publication.member_unknown")
    assert repr(ANNA) in texts(outcome)[0]


def test_a_sources_code_is_its_own() -> None:
    """Another source under the same code is refused; a removed one frees it."""
    another = attrs.evolve(ADD, title="Et andet studie")

    trying(another, BEGUN, ADDED).then_refused("publication.source_other")
    removed = event_of(samples.TAKE_OUT)
    trying(another, BEGUN, ADDED, removed).then(event_of(another))


def test_a_draft_is_written_anew_until_it_goes_to_hearing() -> None:
    """All that it is made of is said again."""
    anew = attrs.evolve(DRAFT, parts=PARTS[:2], document=Digest("0" * 64))

    trying(anew, BEGUN, DRAFTED).then(event_of(anew))
    trying(anew, BEGUN, DRAFTED, HEARD).then_refused("publication.stage")


def test_versions_come_in_their_order() -> None:
    """The next one follows the newest; none is left out."""
    third = attrs.evolve(DRAFT, version=3)

    outcome = trying(third, BEGUN, DRAFTED)

    outcome.then_refused("publication.version_order")
    assert texts(outcome)[0].endswith("expected version 2 to be the next, got 3")


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ((PARTS[0], PARTS[0]), ["publication.part_twice"]),
        ((PARTS[1], PARTS[0]), ["publication.part_misplaced"]),
        (
            (
                Part(code="x", kind="marker", title="X", under="x"),
                Part(code="x", kind="marker", title="X"),
            ),
            ["publication.part_misplaced", "publication.part_twice"],
        ),
    ],
)
def test_parts_are_a_tree_with_codes_of_their_own(
    parts: tuple[Part, ...], codes: list[str]
) -> None:
    """A part stands after the one that it is under, so there is no ring."""
    trying(attrs.evolve(DRAFT, parts=parts), BEGUN).then_refused(*codes)


def test_a_code_means_the_same_in_every_version() -> None:
    """What is cited by it must not become something else."""
    parts = (Part(code="m1", kind="tool", title="Tavlen"),)
    second = attrs.evolve(DRAFT, version=2, parts=parts, effective_from=samples.AGAIN)

    outcome = trying(second, *samples.OUT).then_refused("publication.part_other")
    assert "expected a marker, as it is in a published version" in texts(outcome)[0]
    trying(second, BEGUN, DRAFTED).then(event_of(second))


def test_a_hearing_lasts_its_first_day() -> None:
    """One that is over when it begins hears nobody."""
    over = attrs.evolve(HEAR, until=Deadline("2020-08-31"))
    last = attrs.evolve(HEAR, until=Deadline("2020-09-01"))
    never = attrs.evolve(HEAR, until=Deadline("9999-12-31"))

    trying(over, BEGUN, DRAFTED).then_refused("publication.hearing_over")
    trying(last, BEGUN, DRAFTED).then(event_of(last))
    trying(never, BEGUN, DRAFTED).then_refused("publication.deadline_unreachable")
    trying(last, BEGUN, DRAFTED, HEARD).then_refused("publication.stage")


def test_nothing_is_done_before_its_time() -> None:
    """A hearing does not begin before the draft, nor an answer before the hearing."""
    hear = attrs.evolve(HEAR, effective_from=date(2020, 5, 31))
    answer = attrs.evolve(samples.ANSWER, effective_from=date(2020, 8, 31))
    draft = attrs.evolve(DRAFT, effective_from=EARLY)

    trying(hear, BEGUN, DRAFTED).then_refused("publication.too_early")
    trying(answer, BEGUN, DRAFTED, HEARD).then_refused("publication.too_early")
    trying(draft, BEGUN).then_refused("publication.not_begun")


def test_an_answer_that_comes_late_is_kept_too() -> None:
    """Whether it counts is for those who write the draft anew."""
    late = attrs.evolve(samples.ANSWER, effective_from=date(2020, 10, 5))

    trying(late, BEGUN, DRAFTED, HEARD).then(event_of(late))
    trying(late, BEGUN, DRAFTED).then_refused("publication.stage")


def test_what_is_sent_back_is_heard_anew() -> None:
    """The earlier hearing stays on record, and is not that of the new draft."""
    known = _folded(BEGUN, DRAFTED, HEARD, event_of(samples.RETURN))
    (edition,) = known.editions

    assert (edition.stage, edition.hearing) == (publication.Stage.DRAFT, None)
    late = attrs.evolve(samples.APPROVE, effective_from=date(2020, 12, 1))
    told = (BEGUN, DRAFTED, HEARD, event_of(samples.RETURN))
    trying(late, *told).then_refused("publication.stage")


def test_what_is_published_is_not_sent_back() -> None:
    """It is superseded by another version."""
    late = attrs.evolve(samples.RETURN, effective_from=samples.AGAIN)

    trying(late, *samples.OUT).then_refused("publication.stage")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "Ø"},
        {"kind": "Marker"},
        {"title": " "},
        {"under": ""},
    ],
)
def test_a_part_is_written_so_that_it_can_be_cited(wrong: dict[str, str]) -> None:
    """Codes are ASCII in lower case; a title has something to read."""
    with pytest.raises(Malformed):
        Part(**{"code": "m1", "kind": "marker", "title": "Mod", **wrong})


@pytest.mark.parametrize(
    "wrong", [{"least": -1}, {"least": 2, "most": 1}, {"most": True}, {"source": ""}]
)
def test_what_it_must_be_made_of_is_a_number_from_a_paper(wrong: Any) -> None:
    """No fewer at most than at least, and never without a source."""
    with pytest.raises(Malformed):
        Composition(**{"kind": "marker", "source": PAPER, **wrong})


@pytest.mark.parametrize(
    ("titles", "limits"),
    [
        (("Mod",), {"least": 2}),
        (("Mod", "Ro"), {"least": 1, "most": 1}),
        (("Mod", " "), {"least": 2}),
    ],
)
def test_what_it_must_be_called_is_as_many_as_there_must_be(
    titles: tuple[str, ...], limits: dict[str, int]
) -> None:
    """Else no draft could ever be approved."""
    with pytest.raises(Malformed, match="titles"):
        Composition(kind="marker", source=PAPER, titles=titles, **limits)


def test_no_upper_number_is_no_limit() -> None:
    """Only what the paper says is held against a draft."""
    (markers, _) = COMPOSITION
    open_ended = (attrs.evolve(markers, most=None, titles=()),)
    begun = attrs.evolve(BEGUN, composition=open_ended)
    three = (*PARTS, Part(code="m3", kind="marker", title="Ro"))
    drafted = attrs.evolve(DRAFTED, parts=three)

    trying(samples.APPROVE, begun, drafted, HEARD).then(APPROVED)


def test_its_stream_is_its_key() -> None:
    """So that it can be named before it is begun."""
    assert given().target(BEGIN) == StreamId("publication/vejviser")


def _folded(*events: publication.Event) -> publication.Publication:
    state = None
    for event in events:
        state = publication.evolve(state, event)
    assert state is not None
    return state


def test_a_hearing_that_never_was_has_no_answers() -> None:
    """A fold is total: what no command would give changes nothing."""
    known = _folded(BEGUN, DRAFTED, event_of(samples.ANSWER))

    assert known.editions == _folded(BEGUN, DRAFTED).editions
    assert PUBLISHED not in known.editions
