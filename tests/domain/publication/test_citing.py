"""A publication is cited by version and part, from the day that it is published."""

from __future__ import annotations

from datetime import UTC, date, datetime

import attrs
import pytest
from tests.domain.publication import samples
from tests.domain.publication.samples import (
    AGAIN,
    BEGUN,
    COMES,
    DRAFTED,
    OUT,
    PAPER,
    STREAM,
    SUPERSEDE,
)

from kvalitet_core import Journal
from kvalitet_core.domain.publication import (
    Citation,
    Event,
    Publication,
    Superseded,
    cannot_cite,
    evolve,
)
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock

MEETING = StreamId("network/oest")
WHOLE = Citation(publication=STREAM, version=1)
PART = attrs.evolve(WHOLE, part="m1.b")


def reasons(
    citation: Citation, day: date, *events: Event
) -> list[tuple[str, str | None]]:
    """Why a meeting cannot cite on the day, after these events."""
    state: Publication | None = None
    for event in events:
        state = evolve(state, event)
    found = cannot_cite(citation, state, on=day, by=MEETING)
    return [(each.code, each.source) for each in found]


@pytest.mark.parametrize("citation", [WHOLE, PART])
def test_it_can_be_cited_from_the_day_it_is_published(citation: Citation) -> None:
    """The day before it cannot, though it is on record already that it will be."""
    before = reasons(citation, date(2021, 1, 3), *OUT)

    assert before == [("publication.not_published", PAPER)]
    assert reasons(citation, COMES, *OUT) == []


def test_a_refusal_names_the_thing_the_rule_and_the_value() -> None:
    """Who cites, what, on which day, and how far that has come."""
    state = evolve(evolve(None, BEGUN), DRAFTED)

    (reason,) = cannot_cite(PART, state, on=COMES, by=MEETING)

    assert reason.text == (
        "network/oest: cites publication/vejviser version 1, m1.b on 2021-01-04: "
        "expected what is published by that day, it is draft"
    )


def test_it_cannot_be_cited_once_something_has_its_place() -> None:
    """On the last day before, it can."""
    over = Superseded(version=1, by=SUPERSEDE.by, effective_from=AGAIN)

    assert reasons(PART, date(2022, 1, 2), *OUT, over) == []
    assert reasons(PART, AGAIN, *OUT, over) == [("publication.superseded", PAPER)]


def test_what_is_not_there_is_not_cited() -> None:
    """No such publication, no such version, no such part."""
    part = attrs.evolve(WHOLE, part="m9")

    assert reasons(WHOLE, COMES) == [("publication.unknown", None)]
    second = attrs.evolve(WHOLE, version=2)
    assert reasons(second, COMES, *OUT) == [("publication.version_unknown", PAPER)]
    assert reasons(second, COMES, BEGUN) == [("publication.version_unknown", PAPER)]
    assert reasons(part, COMES, *OUT) == [("publication.part_unknown", PAPER)]


def test_all_that_stands_against_it_is_told_at_once() -> None:
    """Too early, and no such part."""
    part = attrs.evolve(WHOLE, part="m9")

    assert reasons(part, date(2021, 1, 3), *OUT) == [
        ("publication.not_published", PAPER),
        ("publication.part_unknown", PAPER),
    ]


def test_a_citation_names_a_publication() -> None:
    """A version from 1, and a code as parts have them."""
    for wrong in (
        {"publication": StreamId("tilbud/1")},
        {"version": 0},
        {"part": "M 1"},
    ):
        with pytest.raises(Malformed):
            attrs.evolve(WHOLE, **wrong)


def test_a_refused_citation_is_kept_and_changes_nothing() -> None:
    """The journal has the refused command, and no event of it."""
    clock = GivenClock(datetime(2022, 6, 1, 10, 0, tzinfo=UTC))
    with Journal.open("memory:", clock=clock) as journal:
        making = (
            samples.BEGIN,
            samples.DRAFT,
            samples.HEAR,
            samples.APPROVE,
            samples.PUBLISH,
        )
        for command in making:
            journal.do(command, by=samples.EDITOR)
        other = attrs.evolve(samples.BEGIN, key="haandbog")
        journal.do(other, by=samples.EDITOR)
        drafted = attrs.evolve(samples.DRAFT, publication=samples.OTHER)
        journal.do(drafted, by=samples.EDITOR)
        before = journal.get(Publication, STREAM)
        events = len(list(journal.history(STREAM)))

        with pytest.raises(Refused) as refusal:
            journal.do(SUPERSEDE, by=samples.EDITOR)

        assert [each.code for each in refusal.value.reasons] == [
            "publication.not_published"
        ]
        assert refusal.value.command_id is not None
        assert journal.get(Publication, STREAM) == before
        assert len(list(journal.history(STREAM))) == events
        (kept,) = journal.history(StreamId(f"command/{refusal.value.command_id}"))
        assert kept.name == "journal.command/1"
