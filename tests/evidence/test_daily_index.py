"""The case index is logged once a day, as something new is first sealed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from tests.conftest import Place
from tests.evidence.bundles import found
from tests.evidence.sealing import note_some
from tests.journal.processes import opened

from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.kept_index import INDEXED
from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.journal.engine import Settings
from kvalitet_core.journal.journal import Journal

NEW_YEAR = datetime(2031, 1, 1, 12, tzinfo=UTC)


@attrs.define
class Days:
    """A clock that stands, until the next day."""

    now: datetime = NEW_YEAR

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now

    def pass_one(self) -> None:
        """Let a day pass."""
        self.now += timedelta(days=1)


def indexes(journal: Journal) -> list[int]:
    """The positions of the case indexes that are logged."""
    rows = journal._rooms.store.log(names=[INDEXED], limit=1000)
    return [row[0] for row in rows]


def account(
    journal: Journal, folder: Path, clock: Clock, append_key: Path | None = None
) -> Account:
    """The journal's evidence on those days."""
    return Account(
        journal._rooms.store,
        journal.id,
        key=folder / "signing-key",
        clock=clock,
        append_key=append_key,
    )


def test_one_is_logged_on_each_day_that_something_came(
    place: Place, tmp_path: Path
) -> None:
    """And on no other; a case is proved whole by the last of them."""
    clock = Days()
    with opened(place, clock=clock, append_key=False) as journal:
        evidence = account(journal, tmp_path, clock)
        sequencer = evidence.sequencer()
        told = []
        for new in (2, 2, 0, 1):
            for _ in range(3):
                note_some(journal, new)
                told.append(evidence.seal_daily(sequencer).index is not None)
            clock.pass_one()
        anew = account(journal, tmp_path, clock)
        told.append(anew.seal_daily(anew.sequencer()).index is not None)
        again = anew.seal_daily(anew.sequencer())
        evidence.bundle(tmp_path / "case", cases=["lesson/1"])
        report = evidence.verify()

        assert told == [*[True, False, False] * 2, *[True, False, False] * 2, True]
        assert len(indexes(journal)) == 5
        assert (again.index, again.sealed.added) == (None, 0)

    assert report.found == []
    assert found(tmp_path / "case") == (0, [])


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_journal_that_seals_itself_logs_it(
    lasting_place: Place, tmp_path: Path, seconds: int
) -> None:
    """In the background or with a commit; once a day, not with each commit."""
    clock, key = Days(), tmp_path / "signing-key"
    settings = Settings(seal_within=timedelta(seconds=seconds))
    for _ in range(2):
        with opened(lasting_place, clock=clock, seal=key, settings=settings) as journal:
            for _ in range(5):
                note_some(journal)
                clock.now += timedelta(seconds=1)
            assert journal.unsealed is None
        clock.pass_one()

    with opened(lasting_place, clock=clock, read_only=True) as journal:
        store = journal._rooms.store
        report = account(journal, tmp_path, clock).verify()

        assert len(indexes(journal)) == 2
        assert report.found == []
        assert (report.size, report.unsealed) == (store.fence(), 0)


def test_who_may_not_append_seals_all_the_same(
    lasting_place: Place, tmp_path: Path
) -> None:
    """The rows are signed as they are appended, and the key is another machine's."""
    with opened(lasting_place, append_key=tmp_path / "append-key") as journal:
        note_some(journal, 2)
        elsewhere = account(journal, tmp_path, host_clock)
        sequencer = elsewhere.sequencer()

        told = [elsewhere.seal_daily(sequencer) for _ in range(2)]
        own = account(journal, tmp_path, host_clock, tmp_path / "append-key")
        logged = own.seal_daily(own.sequencer())

        assert [each.problem is not None for each in told] == [True, False]
        assert told[0].sealed.note is not None
        assert indexes(journal) == [logged.index]
        assert own.verify().found == []
