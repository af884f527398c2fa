"""A version is approved by whoever may, published, and at last superseded."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest
from tests.domain.publication.samples import (
    AGAIN,
    APPROVE,
    APPROVED,
    BEGUN,
    COMES,
    CORRECT,
    DRAFTED,
    EDITOR,
    HEARD,
    OTHER,
    OUT,
    PAPER,
    PARTS,
    PUBLISH,
    PUBLISHED,
    STREAM,
    SUPERSEDE,
    THE_OTHER,
    event_of,
    other,
    texts,
    trying,
)

from kvalitet_core import Actor
from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Citation
from kvalitet_core.errors import Malformed
from kvalitet_core.testing import given
from kvalitet_core.values import ISBN, Deadline

SECOND = (
    attrs.evolve(DRAFTED, version=2, effective_from=date(2021, 6, 1)),
    attrs.evolve(HEARD, version=2, effective_from=date(2021, 9, 1)),
    attrs.evolve(APPROVED, version=2, effective_from=date(2021, 11, 1)),
)
PUBLISH_AGAIN = attrs.evolve(
    PUBLISH, version=2, isbn=ISBN("978-87-94371-47-6"), effective_from=AGAIN
)


def test_only_whoever_approves_approves() -> None:
    """The roles stand in the record; the refusal names them."""
    intern = Actor(id="i-1", role="praktikant", organisation="test", authority="test")

    outcome = trying(APPROVE, BEGUN, DRAFTED, HEARD, by=intern)

    outcome.then_refused("publication.role")
    assert "expected one who acts as 'redaktør', got 'praktikant'" in texts(outcome)[0]


def test_it_is_heard_before_it_is_approved_where_that_is_said() -> None:
    """Where it is not, a draft may be approved as it is."""
    unheard = attrs.evolve(BEGUN, hearing=False)

    trying(APPROVE, BEGUN, DRAFTED).then_refused("publication.stage")
    trying(APPROVE, unheard, DRAFTED).then(APPROVED)


def test_a_hearing_is_over_before_it_is_approved() -> None:
    """Its last day is over at midnight, so it is approved on the day after."""
    last = attrs.evolve(APPROVE, effective_from=date(2020, 10, 1))
    after = attrs.evolve(APPROVE, effective_from=date(2020, 10, 2))

    outcome = trying(last, BEGUN, DRAFTED, HEARD)

    outcome.then_refused("publication.hearing_open")
    assert "it lasts until 2020-10-01, got 2020-10-01" in texts(outcome)[0]
    trying(after, BEGUN, DRAFTED, HEARD).then(event_of(after))


def test_a_hearing_that_ends_at_noon_is_over_that_day() -> None:
    """From noon on nobody can answer, and it can be approved."""
    noon = attrs.evolve(HEARD, until=Deadline("2020-10-01T12:00:00+02:00"))
    same = attrs.evolve(APPROVE, effective_from=date(2020, 10, 1))

    trying(same, BEGUN, DRAFTED, noon).then(event_of(same))


def test_nothing_is_approved_ahead_while_it_is_heard() -> None:
    """Whoever is heard can answer today; a later day on paper changes nothing."""
    open_ = given(BEGUN, DRAFTED, HEARD)
    now = datetime(2020, 9, 15, 10, 0, tzinfo=UTC)

    outcome = open_.when(APPROVE, now=now, by=EDITOR)

    outcome.then_refused("publication.hearing_open")
    assert texts(outcome)[0].endswith("got 2020-11-02 on 2020-09-15")


def test_it_is_made_of_what_it_must_be_made_of() -> None:
    """Too few, too many, and other names: all are told at once, with the paper."""
    parts = (PARTS[0], *PARTS[3:], attrs.evolve(PARTS[3], code="m3", title="Ro"))
    drafted = attrs.evolve(DRAFTED, parts=parts)

    outcome = trying(APPROVE, BEGUN, drafted, HEARD)

    outcome.then_refused(*["publication.composition"] * 4)
    assert [text.removeprefix(f"{STREAM}: ") for text in texts(outcome)] == [
        "expected 2 to 2 of kind 'marker', got 3",
        "expected of kind 'marker' 'Åbenhed', 'Mod', got 'Åbenhed', 'Mod', 'Ro'",
        "part 'm1': expected 1 to 2 of kind 'recommendation', got 0",
        "part 'm3': expected 1 to 2 of kind 'recommendation', got 0",
    ]
    assert {reason.source for reason in outcome.proposal.reasons} == {PAPER}


def test_only_what_is_approved_is_published() -> None:
    """The refusal says how far it has come."""
    outcome = trying(PUBLISH, BEGUN, DRAFTED, HEARD)

    outcome.then_refused("publication.stage")
    assert texts(outcome)[0].endswith("expected it to be approved, it is hearing")


def test_it_is_not_published_before_it_is_approved() -> None:
    """Nor on a day before that."""
    early = attrs.evolve(PUBLISH, effective_from=date(2020, 11, 1))

    trying(early, BEGUN, DRAFTED, HEARD, APPROVED).then_refused("publication.too_early")


def test_an_isbn_has_a_right_check_digit() -> None:
    """Another is no ISBN, and no command can hold it."""
    with pytest.raises(Malformed, match="978-87-94059-28-3"):
        ISBN("978-87-94059-28-3")


def test_a_published_version_takes_the_place_of_the_one_before() -> None:
    """Both stand in one commit: no day has two versions that hold."""
    by = Citation(publication=STREAM, version=2)
    over = publication.Superseded(version=1, by=by, effective_from=AGAIN)
    published = event_of(PUBLISH_AGAIN)

    trying(PUBLISH_AGAIN, *OUT, *SECOND).then(over, published)
    trying(PUBLISH_AGAIN, *OUT, *SECOND, over, published).then_nothing()
    known = _folded(*OUT, *SECOND, over, published)
    for day, version in ((COMES, 1), (date(2022, 1, 2), 1), (AGAIN, 2)):
        held = known.in_force(day)
        assert held is not None
        assert held.version == version
    assert known.in_force(date(2021, 1, 3)) is None


def test_a_later_version_is_published_on_a_later_day() -> None:
    """And an earlier one not after it."""
    told = (*OUT, *SECOND)
    planned = attrs.evolve(PUBLISHED, effective_from=AGAIN)
    same = attrs.evolve(PUBLISH_AGAIN, effective_from=AGAIN)

    trying(same, *OUT[:-1], planned, *SECOND).then_refused("publication.version_order")
    published = attrs.evolve(event_of(PUBLISH_AGAIN), effective_from=date(2021, 12, 1))
    late = attrs.evolve(PUBLISH, isbn=None, effective_from=AGAIN)
    trying(late, *told[:-1][:4], *SECOND, published).then_refused(
        "publication.version_order"
    )


def test_an_isbn_is_of_one_version() -> None:
    """However it is written."""
    same = attrs.evolve(PUBLISH_AGAIN, isbn=ISBN("9788794059282"))

    outcome = trying(same, *OUT, *SECOND)

    outcome.then_refused("publication.isbn_taken")
    assert "got 9788794059282, which is that of version 1" in texts(outcome)[0]


def test_another_publication_takes_its_place_once_that_is_published() -> None:
    """By the day; it is read, and the refusal names it."""
    late, soon = other(date(2022, 1, 4)), other(AGAIN)
    superseded = event_of(SUPERSEDE)

    trying(SUPERSEDE, *OUT, late).then_refused("publication.not_published")
    trying(SUPERSEDE, *OUT).then_refused("publication.unknown")
    trying(SUPERSEDE, *OUT, soon).then(superseded)
    trying(SUPERSEDE, *OUT, superseded, soon).then_nothing()


def test_nothing_takes_its_own_place() -> None:
    """Nor does a version of the same that is not published."""
    itself = Citation(publication=STREAM, version=1)
    second = Citation(publication=STREAM, version=2)

    trying(attrs.evolve(SUPERSEDE, by=itself), *OUT).then_refused(
        "publication.by_itself"
    )
    trying(attrs.evolve(SUPERSEDE, by=second), *OUT).then_refused(
        "publication.version_unknown"
    )


def test_only_what_is_published_is_superseded() -> None:
    """And not before it is; all that stands against it is told at once."""
    early = attrs.evolve(SUPERSEDE, effective_from=date(2021, 1, 3))

    trying(SUPERSEDE, *OUT[:-1], other(COMES)).then_refused("publication.stage")
    trying(early, *OUT, other(COMES)).then_refused(
        "publication.too_early", "publication.not_published"
    )


def test_a_correction_erases_nothing() -> None:
    """What was published, and with which ISBN, is put right by an event of its own."""
    known = _folded(*OUT, event_of(CORRECT))
    (edition,) = known.editions

    assert (edition.isbn, edition.published) == (CORRECT.isbn, CORRECT.published)
    assert edition.stage is publication.Stage.PUBLISHED


def test_a_correction_of_nothing_is_silent() -> None:
    """Also where it says what stands."""
    nothing = attrs.evolve(CORRECT, isbn=PUBLISH.isbn, published=None)

    trying(nothing, *OUT).then_nothing()


def test_a_correction_keeps_versions_in_their_order() -> None:
    """Not before it is begun, nor after another took its place, nor before it did."""
    over = publication.Superseded(
        version=1, by=Citation(publication=STREAM, version=2), effective_from=AGAIN
    )
    told = (*OUT, *SECOND, over, event_of(PUBLISH_AGAIN))
    early = attrs.evolve(CORRECT, isbn=None, published=date(2019, 1, 1))
    late = attrs.evolve(CORRECT, isbn=None, published=AGAIN)
    second = attrs.evolve(CORRECT, version=2, published=date(2022, 1, 2))

    trying(early, *told).then_refused("publication.not_begun")
    trying(late, *told).then_refused("publication.version_order")
    trying(second, *told).then_refused("publication.version_order")
    for day in (AGAIN, date(2022, 1, 4)):
        right = attrs.evolve(second, published=day)
        trying(right, *told).then(event_of(right))


def test_a_draft_is_not_corrected() -> None:
    """It is drafted anew."""
    trying(CORRECT, BEGUN, DRAFTED).then_refused("publication.stage")


def test_a_correction_takes_no_other_versions_isbn() -> None:
    """As when it is published."""
    told = (*OUT, *SECOND, event_of(PUBLISH_AGAIN))
    taken = attrs.evolve(CORRECT, isbn=PUBLISH_AGAIN.isbn, published=None)

    trying(taken, *told).then_refused("publication.isbn_taken")


def test_the_other_is_cited_by_version() -> None:
    """A citation reads as what it cites."""
    part = attrs.evolve(THE_OTHER, part="m1")

    assert str(THE_OTHER) == f"{OTHER} version 1"
    assert str(part) == f"{OTHER} version 1, m1"


def _folded(*events: publication.Event) -> publication.Publication:
    state = None
    for event in events:
        state = publication.evolve(state, event)
    assert state is not None
    return state
