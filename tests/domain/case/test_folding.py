"""Reading a case evaluates nothing, leaves out nothing, and is the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given as each
from hypothesis import strategies as st
from tests import strategies
from tests.domain.case.samples import (
    BO,
    DA,
    KO,
    OWED,
    Forloeb,
    Play,
    playing,
    plugin_of,
)
from tests.domain.case.test_citing import MARKER, published
from tests.domain.case.test_migrating import newer
from tests.golden.history import folders, opened

from kvalitet_core.casetypes.conditions import Condition
from kvalitet_core.deadlines import Extension, Term
from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Case, Opened, evolve
from kvalitet_core.domain.case.events import Event
from kvalitet_core.domain.case.folding import FOLDS
from kvalitet_core.values import Deadline, ReasonCode


def everything(play: Play) -> None:
    """A course in which each event of a case happens."""
    day = play.now.date()
    play.opened().do(cases.Claim, item="ansoegning.oplys")
    play.do(cases.Start, item="ansoegning.oplys")
    play.do(cases.Delegate, item="ansoegning.oplys", to="an")
    play.do(cases.Release, item="ansoegning.oplys")
    play.do(cases.Fail, item="ansoegning.oplys")
    play.do(cases.SetFollowUp, item="ansoegning.oplys", on=day)
    play.do(cases.AddTask, title="Ring", role="sagsbehandler")
    play.do(cases.Skip, item="adhoc.1")
    play.do(cases.Suspend, cause="partshoering", start=day)
    play.do(cases.Resume, cause="partshoering", end=day)
    play.do(
        cases.RecordFact, fact="maaneder", value=16, effective_from=day, source="brev"
    )
    play.do(cases.CorrectFact, fact="maaneder", value=6, effective_from=day)
    play.do(cases.LinkTo, to="case/sag.forloeb.0", relation="follow_up")
    published(play, day)
    play.do(cases.Cite, by=BO, item="ansoegning.afgoer", citation=MARKER)
    play.informed().do(cases.Complete, item="ansoegning.indstil")
    play.mandated(BO).mandated(DA).decide("mangler")
    play.do(cases.Complete, item="ansoegning.oplys")
    play.do(cases.ReopenItem, item="ansoegning.oplys")
    play.do(cases.Complete, item="ansoegning.oplys")
    play.do(cases.Complete, item="ansoegning.indstil")
    play.do(cases.CorrectTask, item="ansoegning.indstil", done_by="ea")
    more = Extension(count=1, unit="weeks", reason=ReasonCode("ferie"))
    play.do(cases.Extend, by=BO, item="ansoegning.afgoer", extension=more)
    play.decided().do(cases.Notify, number=1, on=day)
    play.do(cases.Revoke, by=BO, number=2, reasons=("Fejl.",), effective_from=day)
    play.decided().do(cases.Plan, by=BO, item="opstart.samtale")
    play.do(cases.Complete, by=KO, item="opstart.samtale")
    play.do(cases.SetFollowUp, by=KO, item="opstart.forvent", on=date(2020, 12, 1))
    due = Deadline("2020-12-02")
    play.do(cases.AddTask, by=KO, title="Skriv", role="konsulent", due=due)
    play.at("2021-01-10T09:00:00").do(cases.Tick, at=play.now)
    play.do(cases.Waive, by=BO, obligation=OWED)
    play.do(cases.Complete, by=KO, item="adhoc.2")
    for item in ("opstart.forvent", "opstart.moede"):
        play.do(cases.Complete, by=KO, item=item)
    play.do(cases.Repeat, by=KO, item="opstart.moede")
    play.do(cases.Complete, by=KO, item="opstart.moede#2")
    play.do(cases.Complete, by=KO, item="udvikling.udvikl")
    for by in (BO, DA):
        play.do(cases.Decide, by=by, item="udvikling.godkend", outcome="godkendt")
    play.do(cases.Notify, number=3, on=play.now.date())
    play.do(cases.Close, by=BO)
    play.do(cases.Reopen, by=BO)


@pytest.fixture(scope="module")
def history() -> list[Any]:
    """Everything that can happen to a case, as it was recorded, but a migration."""
    with playing() as play:
        everything(play)
        return play.events()


@pytest.fixture(scope="module")
def migrated() -> list[Any]:
    """A case that goes on under another version."""
    with playing(plugin_of(Forloeb, newer())) as play:
        play.started().do(cases.Migrate, by=BO, to="2")
        return play.events()


def folded(events: list[Any]) -> Iterator[Case]:
    """The case after each of its events."""
    state = None
    for event in events:
        state = evolve(state, event)
        yield state


def test_every_event_is_in_the_table() -> None:
    """None is forgotten, and none is folded that does not happen."""
    assert {*FOLDS, Opened} == {*get_args(Event)} == {*cases.AGGREGATE.events.values()}


def test_these_histories_have_every_event(
    history: list[Any], migrated: list[Any]
) -> None:
    """So that what is tested on them is tested on all."""
    happened = {type(event) for event in (*history, *migrated)}

    left = {*get_args(Event)} - happened - {cases.ReminderDue}
    assert left == set()


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """A world in which no rule can be asked."""

    def never(*_: Any, **__: Any) -> Any:
        message = "a rule was asked while folding"
        raise AssertionError(message)

    kinds = [Condition]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if "evaluate" in vars(kind):
            monkeypatch.setattr(kind, "evaluate", never)
    monkeypatch.setattr(Term, "due", never)
    monkeypatch.setattr("kvalitet_core.casetypes.settling.settle", never)
    monkeypatch.setattr("kvalitet_core.domain.case.engine.settlement_of", never)


@pytest.mark.usefixtures("deaf")
def test_folding_evaluates_nothing(history: list[Any], migrated: list[Any]) -> None:
    """`cases.md` 1.1: "`decide` evaluates; `evolve` never does"."""
    for events in (history, migrated):
        assert [*folded(events)][-1].events == len(events)


@pytest.mark.usefixtures("deaf")
@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_reading_what_was_recorded_evaluates_nothing(
    folder: Path, tmp_path: Path
) -> None:
    """The golden histories, whatever runs by their definitions today."""
    with opened(folder, tmp_path / "golden.db") as journal:
        found = [state for _, state in journal.states(Case)]

    assert all(state.events for state in found)


def test_folding_twice_gives_the_same(history: list[Any]) -> None:
    """And as many events as there are."""
    once, twice = [*folded(history)], [*folded(history)]

    assert once == twice
    assert [state.events for state in once] == list(range(1, len(history) + 1))


def test_the_states_need_no_plugin(history: list[Any]) -> None:
    """What happened can be read when what ran it is gone."""
    (*_, state) = folded(history)

    assert state.definition == "sag.forloeb"


STORED = st.one_of(strategies.stored(cls) for cls in FOLDS if cls is not cases.Migrated)


@each(strategies.stored(Opened), st.lists(STORED, max_size=8))
def test_folding_is_total(first: Opened, events: list[Any]) -> None:
    """Whatever stands in a case's stream, in whatever order, gives a state."""
    (*_, state) = folded([first, *events])

    assert state.events == len(events) + 1


def test_a_wait_that_ends_before_it_begins_is_read_too(history: list[Any]) -> None:
    """No command gives it; what is on record is read all the same."""
    waits = cases.Suspended(cause=ReasonCode("ferie"), start=date(2020, 11, 9))
    early = cases.Resumed(cause=ReasonCode("ferie"), end=date(2020, 11, 2))

    (*_, state) = folded([history[0], waits, early])

    assert state.suspended == ()
    assert state.suspensions[0].end == date(2020, 11, 9)


def test_a_state_can_be_asked_after_any_event(history: list[Any]) -> None:
    """Time travel: what it waited for, what was owed, which decisions counted."""
    for state in folded(history):
        assert {*state.breached} <= {*state.owed}
        assert {*state.owed}.isdisjoint(state.waived)
        assert {number for _, number in state.outcomes.values()} <= {
            taken.number for taken in state.decisions if taken.revoked is None
        }
