"""What time brings about: each thing once, in order, however many look at the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from tests.domain.case.samples import (
    BEGUN,
    BO,
    KO,
    PLUGIN,
    Play,
    playing,
    plugin_of,
    version,
)

from kvalitet_core import Journal
from kvalitet_core.deadlines import Extension
from kvalitet_core.domain.case import (
    AddTask,
    Close,
    DeadlinePassed,
    Extend,
    FollowUpDue,
    LookAgain,
    Notify,
    ObligationBreached,
    RecordFact,
    ReminderDue,
    SetFollowUp,
    Tick,
)
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import Deadline, ReasonCode

LATE = datetime(2020, 12, 24, 9, 0, tzinfo=UTC)


def test_a_deadline_that_passes_is_noted_once(play: Play) -> None:
    """The second look finds nothing."""
    play.recommended().at(LATE)

    (event,) = play.do(Tick, at=LATE)

    assert event == DeadlinePassed(
        item="ansoegning.afgoer", deadline=Deadline("2020-12-14")
    )
    assert play.do(Tick, at=LATE) == ()
    assert play.case.work("ansoegning.afgoer").passed == "2020-12-14"


def test_what_is_due_later_is_left_for_later(play: Play) -> None:
    """The time is an argument: a tick of an earlier instant notes less."""
    play.recommended().at(LATE)

    assert play.do(Tick, at=datetime(2020, 12, 14, 22, 59, tzinfo=UTC)) == ()
    assert play.do(Tick, at=datetime(2020, 12, 14, 23, 0, tzinfo=UTC)) != ()


def test_a_new_deadline_can_pass_anew(play: Play) -> None:
    """After an extension, it is another one."""
    play.recommended().at(LATE).do(Tick, at=LATE)
    more = Extension(count=2, unit="weeks", reason=ReasonCode("kompleks_sag"))
    play.do(Extend, by=BO, item="ansoegning.afgoer", extension=more)

    quiet = play.do(Tick, at=LATE)
    later = datetime(2021, 1, 5, 9, 0, tzinfo=UTC)
    (event,) = play.at(later).do(Tick, at=later)

    assert quiet == ()
    assert event.deadline == "2020-12-28"


def test_reminders_come_so_many_days_before_each_once(play: Play) -> None:
    """Those that are due together come in order; none after the deadline."""
    play.opened().informed()
    first = datetime(2020, 11, 10, 9, 0, tzinfo=UTC)
    then = datetime(2020, 11, 14, 9, 0, tzinfo=UTC)

    (early,) = play.at(first).do(Tick, at=first)
    (late,) = play.at(then).do(Tick, at=then)

    given = {"item": "ansoegning.indstil", "deadline": Deadline("2020-11-16")}
    assert (early, late) == (ReminderDue(**given, days=7), ReminderDue(**given, days=3))
    assert play.do(Tick, at=then) == ()


def test_everything_that_fell_due_comes_in_the_order_of_time(play: Play) -> None:
    """A follow-up, an added task, an obligation, whatever its name."""
    play.recommended().decided()
    play.do(SetFollowUp, by=KO, item="opstart.forvent", on=date(2020, 11, 20))
    play.do(AddTask, by=KO, title="Ring", role="konsulent", due=Deadline("2020-11-10"))

    events = play.at(LATE).do(Tick, at=LATE)

    assert [type(each) for each in events] == [
        DeadlinePassed,
        FollowUpDue,
        ObligationBreached,
    ]
    assert events[0].item == "adhoc.1"
    assert play.do(Tick, at=LATE) == ()


def test_in_a_closed_case_nothing_falls_due(play: Play) -> None:
    """And nobody is refused: the runner came late."""
    play.recommended().decided("afslag")
    play.do(Notify, number=1, on=date(2020, 11, 2))
    play.do(Close, by=BO)

    assert play.at(LATE).do(Tick, at=LATE) == ()


def test_a_case_that_is_not_there_is_named(play: Play) -> None:
    """A runner that asks for it is wrong."""
    assert play.codes(Tick, at=LATE) == ("case.unknown",)


def test_what_begins_to_hold_by_itself_is_noted_on_its_day(play: Play) -> None:
    """A fact with a first day in the future; looking again finds it too."""
    play.developed()
    told = {"fact": "stoppet", "value": True, "source": "brev"}
    before = play.do(RecordFact, effective_from=date(2020, 11, 20), **told)

    events = play.at("2020-11-21T09:00:00").do(Tick, at=play.now)

    assert len(before) == 1
    assert "udvikling" in {each.part for each in events[0].changes}
    assert play.do(LookAgain) == ()


def test_time_does_not_break_an_invariant_it_is_told() -> None:
    """Nobody can be refused for what a day brings."""
    with playing(plugin_of(version("1"))) as play:
        play.opened()
        later = date(2020, 11, 20)
        play.do(
            RecordFact, fact="maaneder", value=99, effective_from=later, source="brev"
        )

        (settled,) = play.at("2020-11-21T09:00:00").do(Tick, at=play.now)

        assert [each.invariant for each in settled.breaches] == ["laengde"]


def test_two_processes_note_it_once(tmp_path: Path) -> None:
    """Whoever comes second sees what the first wrote, and has nothing to do."""
    path = tmp_path / "sager.db"
    clock = GivenClock(BEGUN)
    with Journal.open(path, plugins=(PLUGIN,), clock=clock) as journal:
        play = Play(journal, clock, "case/sag.forloeb.1")  # type: ignore[arg-type]
        play.at("2020-11-02T09:00:00").recommended()
        clock.set(LATE)
        with Journal.open(path, plugins=(PLUGIN,), clock=GivenClock(LATE)) as other:
            tick = Tick(case=play.stream, at=LATE)
            outcomes = [
                each.do(tick, by=BO).outcome for each in (journal, other, journal)
            ]

        passed = [e for e in play.events() if isinstance(e, DeadlinePassed)]
        assert outcomes == ["accepted", "nothing", "nothing"]
        assert len(passed) == 1
