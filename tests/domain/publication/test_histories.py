"""Whatever is asked of a publication, in whatever order: what then holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import attrs
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain.publication import samples
from tests.domain.publication.samples import EDITOR, STREAM

from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Citation, Publication, Stage
from kvalitet_core.testing import given
from kvalitet_core.values import ISBN, ReasonCode

CALENDAR: Final = [date(2020, 1, 1) + timedelta(days=n) for n in range(10)]
DAYS: Final = st.sampled_from(CALENDAR)
VERSIONS: Final = st.integers(1, 3)
ISBNS: Final = st.sampled_from(
    [None, ISBN("978-87-94059-28-2"), ISBN("9788794059282"), ISBN("9788794371476")]
)
COMMON: Final[dict[str, Any]] = {"publication": st.just(STREAM), "version": VERSIONS}
CODES: Final = st.sampled_from([ReasonCode("unclear"), ReasonCode("misread")])


def lasts(event: Any) -> bool:
    """Whether the days of an event are days: what commands give always are."""
    first = getattr(event, "effective_from", None)
    after = getattr(event, "effective_to", None)
    return first is None or after is None or first < after


EVENTS = st.one_of(
    strategies.stored(cls).filter(lasts)
    for cls in publication.AGGREGATE.events.values()
)
ANYTHING: Final = st.one_of(
    st.builds(
        publication.Draft,
        title=st.just("Et udkast"),
        parts=st.sampled_from([samples.PARTS, samples.PARTS[:2]]),
        effective_from=DAYS,
        **COMMON,
    ),
    st.builds(publication.Approve, effective_from=DAYS, **COMMON),
    st.builds(publication.Return, reason=CODES, effective_from=DAYS, **COMMON),
    st.builds(publication.Publish, isbn=ISBNS, effective_from=DAYS, **COMMON),
    st.builds(
        publication.Supersede,
        by=st.builds(Citation, **COMMON),
        effective_from=DAYS,
        **COMMON,
    ),
    st.builds(
        publication.Correct,
        reason=CODES,
        isbn=ISBNS,
        published=st.none() | DAYS,
        **COMMON,
    ),
)


@st.composite
def courses(draw: st.DrawFn) -> list[Any]:
    """Three versions on their way out, with anything else asked in between."""
    commands: list[Any] = []
    for version in (1, 2, 3):
        common: dict[str, Any] = {"publication": STREAM, "version": version}
        drafts, approves, comes = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
        for command in (
            publication.Draft(title="Udkast", effective_from=drafts, **common),
            publication.Approve(effective_from=approves, **common),
            publication.Publish(isbn=draw(ISBNS), effective_from=comes, **common),
        ):
            commands += [command, *draw(st.lists(ANYTHING, max_size=2))]
    return commands


NOTHING: Final = given()
BEGIN: Final = attrs.evolve(samples.BEGIN, hearing=False, composition=())


@each(told=st.lists(EVENTS, max_size=8))
def test_folding_is_total_and_the_same_twice(told: list[Any]) -> None:
    """Whatever happened after it was begun, there is one state of it."""
    begun = samples.BEGUN

    first, second = (_folded(begun, *told), _folded(begun, *told))

    assert first == second


@each(commands=courses())
def test_no_day_has_two_versions_that_hold(commands: list[Any]) -> None:
    """Each ISBN is of one version, and what is said twice is silent."""
    told = list(NOTHING.when(BEGIN, by=EDITOR).events)
    for command in commands:
        before = attrs.evolve(NOTHING, told=tuple(told))
        outcome = before.when(command, by=EDITOR)
        told += outcome.events
        if outcome.events:
            attrs.evolve(NOTHING, told=tuple(told)).when(
                command, by=EDITOR
            ).then_nothing()
    known = _folded(*told)

    for day in CALENDAR:
        assert sum(edition.in_force(day) for edition in known.editions) <= 1
    taken = [e.isbn.replace("-", "") for e in known.editions if e.isbn is not None]
    assert len(taken) == len(set(taken))
    for edition in known.editions:
        out = edition.stage in (Stage.PUBLISHED, Stage.SUPERSEDED)
        assert out is (edition.published is not None)


def _folded(*events: Any) -> Publication:
    state = None
    for event in events:
        state = publication.evolve(state, event)
    assert state is not None
    return state
