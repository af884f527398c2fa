"""What holds for the recorders beyond `eventsourcing`'s own cases."""

from __future__ import annotations

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    PersistenceError,
    StoredEvent,
    Tracking,
)

from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.postgres.store import PostgresStore
from kvalitet_core.journal.recorders import recorder_for
from kvalitet_core.journal.recorders.postgres import PostgresJournal, PostgresRecorder
from kvalitet_core.journal.recorders.sqlite import SqliteRecorder
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import NewRow, Store


def event(stream: str, version: int = 1) -> StoredEvent:
    """An event as `eventsourcing` has it."""
    return StoredEvent(stream, version, "lesson.named/1", b'{"name":"x"}')


def row(stream: str, version: int = 1) -> NewRow:
    """The same event as the store has it."""
    return NewRow(StreamId(stream), version, "lesson.named/1", b'{"name":"x"}')


def commit(store: Store, *rows: NewRow) -> None:
    """Append as the journal does."""
    with store.writing() as (writer, _, _):
        writer.insert(rows)


def wait_for(recorder: PostgresRecorder, pid_query: str) -> int:
    """Wait until a backend is there, and give its process id."""
    with recorder.datastore.get_connection() as connection:
        for _ in range(200):
            found = connection.execute(pid_query.encode()).fetchone()
            if found:
                return int(found["pid"])
            time.sleep(0.01)
    raise AssertionError(pid_query)


class TestOneJournal:
    """The recorder and the store are two ways to the same rows."""

    def test_the_store_sees_what_the_recorder_inserts(self, store: Store) -> None:
        """An event inserted by a recorder is a row of the journal."""
        positions = recorder_for(store).insert_events([event("a/1"), event("a/2")])

        assert positions is not None
        assert list(positions) == [1, 2]
        assert store.log(limit=9) == [(1, *row("a/1")[:4]), (2, *row("a/2")[:4])]

    def test_the_recorder_sees_what_the_store_commits(self, store: Store) -> None:
        """A row of the journal is an event and a notification to `eventsourcing`."""
        recorder = recorder_for(store)

        commit(store, row("a/1"), row("a/2"))

        assert recorder.select_events("a/2") == [event("a/2")]
        assert [n.id for n in recorder.select_notifications(None, 9)] == [1, 2]
        assert recorder.max_notification_id() == 2

    def test_writers_of_both_kinds_leave_neither_gap_nor_disorder(
        self, store: Store
    ) -> None:
        """Positions are 1 to n whoever writes; none appears behind a reader."""
        recorder = recorder_for(store)
        seen: list[int] = []

        def write(number: int) -> None:
            for version in range(1, 6):
                stream = f"a/{number}"
                if number % 2:
                    commit(store, row(stream, version))
                else:
                    recorder.insert_events([event(stream, version)])

        with ThreadPoolExecutor(8) as threads:
            writers = [threads.submit(write, number) for number in range(8)]
            under_way = True
            while under_way:
                under_way = not all(writer.done() for writer in writers)
                after = seen[-1] if seen else 0
                seen += [found[0] for found in store.log(after=after, limit=100)]
        for writer in writers:
            writer.result()

        assert seen == list(range(1, 41))

    def test_a_refused_insert_leaves_no_gap(self, store: Store) -> None:
        """A position that a failed insert would have had goes to the next."""
        recorder = recorder_for(store)
        recorder.insert_events([event("a/1")])

        with pytest.raises(IntegrityError):
            recorder.insert_events([event("a/2"), event("a/1")])
        positions = recorder.insert_events([event("a/3")])

        assert positions is not None
        assert list(positions) == [2]
        assert store.versions(["a/2"]) == {"a/2": 0}

    def test_a_recorder_waits_for_a_commit_under_way(self, store: Store) -> None:
        """The recorder takes the lock that the store takes."""
        recorder = recorder_for(store)

        with ThreadPoolExecutor(1) as threads:
            with store.writing() as (writer, _, _):
                late = threads.submit(recorder.insert_events, [event("a/2")])
                writer.insert([row("a/1")])
                time.sleep(0.2)
                assert not late.done()
            positions = late.result()

        assert positions is not None
        assert list(positions) == [2]

    def test_no_recorder_makes_or_changes_a_table(self, empty: Any) -> None:
        """DDL runs in the store's `create` and `migrate`, and nowhere else."""
        store = empty()
        before = schema_of(store)

        recorder = recorder_for(store)
        if not isinstance(store, MemoryStore):
            recorder.create_table()  # type: ignore[attr-defined]
        recorder.insert_events([event("a/1")], tracking=Tracking("runner", 1))
        recorder.insert_tracking(Tracking("runner", 2))

        assert schema_of(store) == before
        assert recorder.max_tracking_id("__migration__") is None

    def test_a_forgotten_recorder_leaves_the_store_open(self, store: Store) -> None:
        """`eventsourcing` closes a datastore that is collected; ours has only lent."""
        recorder: Any = recorder_for(store)
        recorder.insert_events([event("a/1")])

        del recorder
        gc.collect()

        assert len(store.log(limit=9)) == 1

    def test_a_store_of_someone_elses_has_no_recorder(self) -> None:
        """What cannot be recorded on is named."""
        with pytest.raises(Unknown, match="unknown store 'object': it has no recorder"):
            recorder_for(object())  # type: ignore[arg-type]


class TestPositionsOfRunners:
    """A runner's position is kept in the same transaction as its effects."""

    def test_every_recorder_of_a_store_knows_them(self, store: Store) -> None:
        """They belong to the journal, not to the recorder."""
        recorder_for(store).insert_tracking(Tracking("runner", 7))

        assert recorder_for(store).max_tracking_id("runner") == 7

    def test_no_effect_without_the_position(self, store: Store) -> None:
        """A runner that was here already leaves nothing a second time."""
        recorder = recorder_for(store)
        recorder.insert_events([event("a/1")], tracking=Tracking("runner", 1))

        with pytest.raises(IntegrityError):
            recorder.insert_events([event("a/2")], tracking=Tracking("runner", 1))

        assert len(store.log(limit=9)) == 1

    def test_no_position_without_the_effect(self, store: Store) -> None:
        """A runner whose effect is refused comes again."""
        recorder = recorder_for(store)
        recorder.insert_events([event("a/1")])

        with pytest.raises(IntegrityError):
            recorder.insert_events([event("a/1")], tracking=Tracking("runner", 1))

        assert recorder.max_tracking_id("runner") is None


class TestSubscriptions:
    """Whoever follows the journal hears of what anyone commits."""

    def test_a_subscription_gives_what_the_store_commits(self, store: Store) -> None:
        """It is the journal that is followed, not the recorder."""
        with recorder_for(store).subscribe(gt=0) as subscription:
            commit(store, row("a/1"))
            first = next(subscription)
            commit(store, row("a/2"))
            second = next(subscription)

        assert (first.originator_id, second.originator_id) == ("a/1", "a/2")

    def test_a_subscription_that_cannot_read_says_so(
        self, empty_sqlite: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A thread that fails does not leave its reader waiting."""
        store = empty_sqlite()
        monkeypatch.setattr(store.connections, "path", Path("/nowhere/at/all"))

        with (
            pytest.raises(OperationalError, match="cannot be opened"),
            recorder_for(store).subscribe() as subscription,
        ):
            next(subscription)

    def test_a_subscription_cut_off_by_the_server_says_so(
        self, empty_postgres: Any
    ) -> None:
        """A lost connection ends the subscription with its error."""
        recorder = recorder_for(empty_postgres())
        assert isinstance(recorder, PostgresRecorder)
        listening = (
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            " AND datname = current_database()"
        )

        with recorder.subscribe() as subscription:
            pid = wait_for(recorder, listening)
            with recorder.datastore.get_connection() as connection:
                connection.execute("SELECT pg_terminate_backend(%s)", (pid,))

            with pytest.raises(OperationalError):
                next(subscription)

    def test_no_connection_of_the_store_goes_on_listening(
        self, empty_postgres: Any
    ) -> None:
        """What a pooled connection heard would be kept in memory without end."""
        store = empty_postgres()
        recorder = recorder_for(store)
        with recorder.subscribe(gt=0) as subscription:
            commit(store, row("a/1"))
            next(subscription)

        with store.connections.lend() as connection:
            channels = connection.execute("SELECT pg_listening_channels()").fetchall()

        assert channels == []


class TestErrors:
    """What goes wrong is an error of `eventsourcing`, with our message."""

    def test_a_locked_journal_is_an_operational_error(self, tmp_path: Path) -> None:
        """Another process that writes for too long is named."""
        store = SqliteStore(tmp_path / "journal.db", busy_seconds=0.1)
        store.create(row("journal/x"))
        other = SqliteStore(tmp_path / "journal.db")

        with (
            other.writing(),
            pytest.raises(OperationalError, match="locked by another process"),
        ):
            recorder_for(store).insert_events([event("a/1")])

        other.close()
        store.close()

    def test_a_write_within_a_write_is_refused(self, empty_sqlite: Any) -> None:
        """A thread does not wait for itself."""
        store = empty_sqlite()

        with (
            store.writing(),
            pytest.raises(OperationalError, match="a write is under way"),
        ):
            recorder_for(store).insert_events([event("a/1")])

    @pytest.mark.parametrize("kind", ["sqlite", "postgres"])
    def test_a_journal_opened_for_reading_is_not_written(
        self, kind: str, request: pytest.FixtureRequest
    ) -> None:
        """A recorder has no more rights than the store it was made from."""
        writable = request.getfixturevalue(f"empty_{kind}")()
        reading: Any = (
            SqliteStore(writable.path, read_only=True)
            if kind == "sqlite"
            else PostgresStore(request.getfixturevalue("postgres_url"), read_only=True)
        )
        recorder = recorder_for(reading)

        with pytest.raises(PersistenceError):
            recorder.insert_events([event("a/1")])
        with pytest.raises(PersistenceError):
            recorder.insert_tracking(Tracking("runner", 1))

        assert recorder.max_notification_id() is None
        reading.close()

    def test_reading_keeps_nothing_of_what_is_written_in_it(
        self, empty_sqlite: Any
    ) -> None:
        """A transaction that is not to be committed is rolled back."""
        recorder = recorder_for(empty_sqlite())
        assert isinstance(recorder, SqliteRecorder)

        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute("INSERT INTO tracking VALUES ('runner', 1)")

        assert recorder.max_tracking_id("runner") is None


class TestPostgres:
    """What only PostgreSQL can get wrong."""

    def test_database_functions_are_refused(self, postgres_url: str) -> None:
        """They append without the lock, so readers of the log would skip events."""
        store = PostgresStore(postgres_url)

        with pytest.raises(Malformed, match="enable_db_functions: expected off"):
            PostgresJournal(store, enable_db_functions=True)

    def test_the_environment_is_not_read(
        self, empty_postgres: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Neither another database nor a way round the lock comes from outside."""
        monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "y")
        monkeypatch.setenv("POSTGRES_DBNAME", "elsewhere")
        store = empty_postgres()

        recorder = recorder_for(store)
        recorder.insert_events([event("a/1")])

        assert isinstance(recorder, PostgresRecorder)
        assert not recorder.datastore.enable_db_functions
        assert len(store.log(limit=9)) == 1

    def test_an_insert_whose_answer_is_lost_is_not_tried_again(
        self, empty_postgres: Any
    ) -> None:
        """A second try would report a conflict with the first, which succeeded."""
        recorder = recorder_for(empty_postgres())
        assert isinstance(recorder, PostgresRecorder)
        tries: list[int] = []

        class Cut(PostgresRecorder):
            def _insert_stored_events(self, curs: Any, *_: Any, **__: Any) -> None:
                tries.append(1)
                curs.execute("SELECT pg_terminate_backend(pg_backend_pid())")

        with pytest.raises(OperationalError):
            Cut(recorder.datastore).insert_events([event("a/1")])

        assert tries == [1]

    def test_the_store_gets_its_connections_back_as_they_were(
        self, empty_postgres: Any
    ) -> None:
        """Rows are dicts to `eventsourcing`, and tuples to the store again."""
        store = empty_postgres()
        recorder_for(store).insert_events([event("a/1")])

        assert store.newest() == (1, *row("a/1")[:4])


def schema_of(store: Store) -> list[Any]:
    """Everything that DDL could have changed."""
    if isinstance(store, SqliteStore):
        return list(store._all("SELECT name, sql FROM sqlite_schema ORDER BY name"))
    if isinstance(store, PostgresStore):
        with store.connections.lend() as connection:
            names = """WITH ours AS (SELECT %s::regnamespace AS place)
                SELECT relname FROM pg_class, ours WHERE relnamespace = place
                UNION ALL SELECT proname FROM pg_proc, ours WHERE pronamespace = place
                UNION ALL SELECT typname FROM pg_type, ours WHERE typnamespace = place
                ORDER BY 1"""
            return connection.execute(names, [store.schema]).fetchall()
    return []
