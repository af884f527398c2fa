"""What every store must hold: a journal is made once, and opened again whole."""

from __future__ import annotations

from pathlib import Path

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.store import FORMAT
from kvalitet_core.testing.store_contract_given import (
    OPENING,
    StoreGiven,
    append,
    at_once,
    new_row,
    streams_of,
)

__all__ = ["Making"]


class Making(StoreGiven):
    """Making a journal, closing it, opening it again."""

    def test_there_is_no_format_before_a_journal_is_made(self, tmp_path: Path) -> None:
        """A place without a journal says so; asking makes nothing."""
        store = self._store(tmp_path)

        before = store.format()
        asked_again = store.format()
        store.create(OPENING)

        assert before is None
        assert asked_again is None
        assert store.format() == FORMAT

    def test_making_a_journal_again_changes_nothing(self, tmp_path: Path) -> None:
        """What is there is never overwritten, and the first opening stays first."""
        store = self._created(tmp_path)

        store.create(OPENING._replace(stream=StreamId("journal/second")))
        self._store(tmp_path).create(OPENING)

        assert streams_of(store.log(limit=10)) == ["journal/first"]

    def test_many_who_make_a_journal_at_once_make_one(self, tmp_path: Path) -> None:
        """Starting several servers on an empty place gives one opening, no error."""
        stores = [self._store(tmp_path) for _ in range(4)]

        failures = at_once(
            [lambda store=store: store.create(OPENING) for store in stores]
        )

        assert failures == []
        assert len(stores[0].log(limit=10)) == 1

    def test_migrating_a_journal_of_this_format_does_nothing(
        self, tmp_path: Path
    ) -> None:
        """A journal of today's format has nothing to bring up to date."""
        store = self._created(tmp_path)

        done = store.migrate()

        assert list(done) == []
        assert store.format() == FORMAT

    def test_a_closed_store_opens_again_with_all_it_had(self, tmp_path: Path) -> None:
        """Closing lets go of connections, and of nothing else."""
        store = self._created(tmp_path)
        append(store, [new_row("a/1", 1)])
        store.close()

        again = self._store(tmp_path)

        assert dict(again.versions(["a/1"])) == {"a/1": 1}

    def test_the_place_can_be_printed(self, tmp_path: Path) -> None:
        """Messages name the place, without a secret in it."""
        assert self._store(tmp_path).place
