"""The key stores: a key is durable, the same for all, and gone when destroyed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.privacy.keyfile import KeyFile, KeyInMemory
from kvalitet_core.privacy.keystore import DataKey, Destroyed
from kvalitet_core.privacy.postgres_keys import PostgresKeys
from kvalitet_core.privacy.sqlite_keys import SqliteKeys

KEK = KeyInMemory(bytes(range(32)))
ANOTHER = KeyInMemory(bytes(32))

Keys: TypeAlias = SqliteKeys | PostgresKeys
Open: TypeAlias = Callable[..., Keys]

_databases = count(1)


def in_database(address: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


@pytest.fixture
def keys_address(postgres: str) -> str:
    """A database of its own, on the journal's server."""
    name = f"keys_{os.getpid()}_{next(_databases)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return in_database(postgres, name)


@pytest.fixture
def open_sqlite(tmp_path: Path) -> Iterator[Open]:
    """Opens the key store in one file, again and again."""
    opened: list[SqliteKeys] = []

    def open_again(key: KeyInMemory = KEK) -> Keys:
        opened.append(SqliteKeys(tmp_path / "journal.keys", key))
        return opened[-1]

    yield open_again
    for keys in opened:
        keys.close()


@pytest.fixture
def open_postgres(keys_address: str, postgres: str) -> Iterator[Open]:
    """Opens the key store in one database, again and again."""
    opened: list[PostgresKeys] = []

    def open_again(key: KeyInMemory = KEK) -> Keys:
        opened.append(PostgresKeys(keys_address, key, journal=postgres))
        return opened[-1]

    yield open_again
    for keys in opened:
        keys.close()


@pytest.fixture(params=["sqlite", "postgres"])
def open_keys(request: pytest.FixtureRequest) -> Any:
    """Opens a key store, on each adapter in turn."""
    return request.getfixturevalue(f"open_{request.param}")


def key_of(keys: Keys, subject: str) -> DataKey:
    """The person's key, which must be there to be had."""
    key = keys.key_for(subject)
    assert isinstance(key, DataKey)
    return key


def traces(root: Path, secrets: list[bytes]) -> list[str]:
    """Files below a folder that hold any of these bytes."""
    return [
        str(path)
        for path in sorted(root.rglob("*"))
        if path.is_file() and any(secret in path.read_bytes() for secret in secrets)
    ]


def bytes_of(key: DataKey) -> list[bytes]:
    """What must not be found: the key, raw and wrapped."""
    return [key.key, aes_key_wrap(KEK.key(), key.key)]


class TestKeys:
    """A person has one key, which is kept before anything is sealed with it."""

    def test_a_key_is_durable_when_it_is_given(self, open_keys: Open) -> None:
        """Another connection finds it at once."""
        made = key_of(open_keys(), "p1")

        assert open_keys().find("p1") == made
        assert open_keys().key_for("p1") == made

    def test_the_id_of_a_key_is_its_digest(self, open_keys: Open) -> None:
        """Nobody can later show another key under the same id."""
        made = key_of(open_keys(), "p1")

        assert len(made.key) == 32
        assert made.id == sha256(made.key).hexdigest()

    def test_persons_have_different_keys(self, open_keys: Open) -> None:
        """To destroy one opens or closes nothing of another."""
        keys = open_keys()

        assert key_of(keys, "p1").key != key_of(keys, "p2").key

    def test_nobody_has_a_key_before_it_is_asked_for(self, open_keys: Open) -> None:
        """To look makes nothing."""
        keys = open_keys()

        assert keys.find("p1") is None
        assert keys.find("p1") is None

    def test_threads_that_race_get_the_same_key(self, open_keys: Open) -> None:
        """Whoever asks first makes it, for all."""
        stores = [open_keys() for _ in range(4)]

        with ThreadPoolExecutor(4) as threads:
            for subject in ("p1", "p2", "p3"):
                futures = [threads.submit(k.key_for, subject) for k in stores]
                assert len({future.result() for future in futures}) == 1

    @pytest.mark.slow
    @pytest.mark.parametrize("kind", ["sqlite", "postgres"])
    def test_processes_that_race_get_the_same_key(
        self, kind: str, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        """Even where the key store itself is made in the race."""
        if kind == "sqlite":
            opened = f"SqliteKeys(Path({str(tmp_path / 'journal.keys')!r}), key)"
        else:
            address = request.getfixturevalue("keys_address")
            journal = request.getfixturevalue("postgres")
            opened = f"PostgresKeys({address!r}, key, journal={journal!r})"
        program = (
            "import sys; from pathlib import Path\n"
            "from kvalitet_core.privacy.sqlite_keys import SqliteKeys\n"
            "from kvalitet_core.privacy.postgres_keys import PostgresKeys\n"
            "from kvalitet_core.privacy.keyfile import KeyInMemory\n"
            "key = KeyInMemory(bytes(range(32))); sys.stdin.read()\n"
            f"keys = {opened}\n"
            "print(*[keys.key_for(f'p{n}').id for n in range(20)])\n"
            "keys.close()\n"
        )
        running = [
            subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(6)
        ]
        for process in running:
            assert process.stdin is not None
            process.stdin.close()
            process.stdin = None
        said = [process.communicate() for process in running]

        assert [error for _, error in said if error] == []
        assert len({text for text, _ in said}) == 1

    def test_a_key_of_another_key_file_is_unavailable(self, open_keys: Open) -> None:
        """A wrong key file opens nothing, and is told from a lost key."""
        key_of(open_keys(), "p1")
        keys = open_keys(ANOTHER)

        with pytest.raises(KeyUnavailable, match="key file memory: does not open it"):
            keys.find("p1")
        with pytest.raises(KeyUnavailable, match="key file memory: does not open it"):
            keys.key_for("p1")

    def test_a_wrong_key_file_makes_no_key(self, open_keys: Open) -> None:
        """A key store holds keys of one key file: two would both have to be kept."""
        key_of(open_keys(), "p1")

        with pytest.raises(KeyUnavailable, match="key file memory: does not open it"):
            open_keys(ANOTHER).key_for("p2")

    def test_a_key_that_was_exchanged_is_not_used(self, open_sqlite: Open) -> None:
        """A key that does not have the id it was stored under is refused."""
        keys = open_sqlite()
        key_of(keys, "p1")
        with keys._transaction() as execute:
            execute(
                "UPDATE data_keys SET wrapped = ?",
                (aes_key_wrap(KEK.key(), bytes(32)),),
            )

        with pytest.raises(KeyUnavailable, match="is not the one it was stored as"):
            keys.find("p1")


class TestDestroying:
    """To forget a person is to destroy the key, by a decision that is kept."""

    def test_a_destroyed_key_stays_destroyed(self, open_keys: Open) -> None:
        """It is never made again; the decision stands in its place."""
        keys = open_keys()
        key_of(keys, "p1")

        keys.destroy("p1", b"decision")

        gone = Destroyed("p1", b"decision", wiped=False)
        assert keys.find("p1") == gone
        assert keys.key_for("p1") == gone
        assert open_keys().key_for("p1") == gone

    def test_the_first_decision_stands(self, open_keys: Open) -> None:
        """To destroy again changes nothing."""
        keys = open_keys()
        keys.destroy("p1", b"first")

        keys.destroy("p1", b"second")

        assert keys.destroyed() == [Destroyed("p1", b"first", wiped=False)]

    def test_one_without_a_key_can_be_forgotten(self, open_keys: Open) -> None:
        """So that none is made for them later."""
        keys = open_keys()

        keys.destroy("p1", b"decision")

        assert isinstance(keys.key_for("p1"), Destroyed)

    def test_others_keep_their_keys(self, open_keys: Open) -> None:
        """A decision covers one person."""
        keys = open_keys()
        kept = key_of(keys, "p2")
        key_of(keys, "p1")

        keys.destroy("p1", b"decision")
        assert keys.scrub()

        assert keys.find("p2") == kept

    def test_all_who_were_forgotten_are_listed_by_id(self, open_keys: Open) -> None:
        """After a restore of the journal the decisions are applied again from here."""
        keys = open_keys()
        for subject in ("p2", "p3", "p1"):
            keys.destroy(subject, subject.encode())

        keys.mark_wiped("p2")

        assert [(d.subject, d.decision, d.wiped) for d in open_keys().destroyed()] == [
            ("p1", b"p1", False),
            ("p2", b"p2", True),
            ("p3", b"p3", False),
        ]


class TestSqliteFiles:
    """What an SQLite key store leaves on the disk."""

    def test_the_files_are_for_their_owner_alone(
        self, open_sqlite: Open, tmp_path: Path
    ) -> None:
        """The store, its log and its index have mode 0600."""
        key_of(open_sqlite(), "p1")

        modes = {path.stat().st_mode & 0o777 for path in tmp_path.glob("journal.keys*")}
        assert modes == {0o600}

    def test_no_raw_key_is_ever_written(
        self, open_sqlite: Open, tmp_path: Path
    ) -> None:
        """What is kept is wrapped."""
        key = key_of(open_sqlite(), "p1")

        raw, wrapped = bytes_of(key)
        assert traces(tmp_path, [raw]) == []
        assert traces(tmp_path, [wrapped]) != []

    def test_a_destroyed_key_is_gone_from_the_disk(
        self, open_sqlite: Open, tmp_path: Path
    ) -> None:
        """Neither the key nor its wrapping is in any file after scrubbing."""
        keys = open_sqlite()
        key = key_of(keys, "p1")

        keys.destroy("p1", b"decision")

        assert keys.scrub()
        assert traces(tmp_path, bytes_of(key)) == []

    @pytest.mark.slow
    def test_destroyed_keys_are_gone_among_many(
        self, open_sqlite: Open, tmp_path: Path
    ) -> None:
        """Wherever their rows were moved while others came and went."""
        keys = open_sqlite()
        made = {f"p{n}": key_of(keys, f"p{n}") for n in range(400)}
        mixed = sorted(made, key=lambda subject: sha256(subject.encode()).digest())
        gone, kept = mixed[:300], mixed[300:]

        for subject in gone:
            keys.destroy(subject, b"decision")
        key_of(keys, "later")

        assert keys.scrub()
        secrets = [secret for subject in gone for secret in bytes_of(made[subject])]
        assert traces(tmp_path, secrets) == []
        assert all(keys.find(subject) == made[subject] for subject in kept)

    def test_a_reader_in_the_way_is_told(
        self, open_sqlite: Open, tmp_path: Path
    ) -> None:
        """While another reads the log, scrubbing says that bytes remain."""
        keys = SqliteKeys(tmp_path / "journal.keys", KEK, busy_seconds=0.1)
        key_of(keys, "p1")
        other: Any = open_sqlite()
        other._connection.execute("BEGIN")
        other._connection.execute("SELECT * FROM data_keys").fetchall()
        keys.destroy("p1", b"decision")

        assert not keys.scrub()

        other._connection.execute("ROLLBACK")
        assert keys.scrub()
        keys.close()

    def test_what_fails_leaves_nothing_half_done(self, open_sqlite: Open) -> None:
        """The transaction is taken back, and the store goes on working."""
        keys = open_sqlite()
        key = key_of(keys, "p1")

        def half() -> None:
            with keys._transaction() as execute:
                execute("DELETE FROM data_keys")
                execute("DELETE FROM absent")

        with pytest.raises(KeyUnavailable, match="no such table: absent"):
            half()

        assert keys.find("p1") == key

    def test_keys_in_memory_touch_no_disk(self) -> None:
        """A journal in memory keeps its keys there too."""
        keys = SqliteKeys(None, KEK)

        assert keys.place == "memory:"
        assert key_of(keys, "p1") == keys.find("p1")
        keys.close()

    def test_a_store_that_must_be_there_is_not_made(self, tmp_path: Path) -> None:
        """To look for keys where there are none says so."""
        with pytest.raises(KeyUnavailable, match="there is no key store"):
            SqliteKeys(tmp_path / "journal.keys", KEK, create=False)

        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_is_no_key_store_is_unavailable(self, tmp_path: Path) -> None:
        """It is named, and not written to."""
        path = tmp_path / "journal.keys"
        path.write_text("no database" * 100)

        with pytest.raises(KeyUnavailable, match=r"journal\.keys: cannot be used"):
            SqliteKeys(path, KEK)

        assert path.read_text() == "no database" * 100


class TestPostgresDatabase:
    """What a PostgreSQL key store must not do, and what it survives."""

    def test_the_journals_own_database_is_refused(self, postgres: str) -> None:
        """Its backups would keep the keys."""
        with pytest.raises(KeyUnavailable, match="is the journal's own database"):
            PostgresKeys(postgres, KEK, journal=postgres)

    def test_another_spelling_of_the_same_database_is_refused(
        self, postgres: str
    ) -> None:
        """The servers are asked who they are; addresses prove nothing."""
        parts = urlsplit(postgres)
        socket = parts.query.removeprefix("host=")
        spelled = f"host={socket} dbname=postgres user=postgres application_name=keys"

        with pytest.raises(KeyUnavailable, match="is the journal's own database"):
            PostgresKeys(spelled, KEK, journal=postgres)

    def test_a_journal_in_a_file_is_in_no_database(self, keys_address: str) -> None:
        """Its keys may be on a server all the same."""
        keys = PostgresKeys(keys_address, KEK, journal=None)

        assert key_of(keys, "p1")
        keys.close()

    def test_another_database_of_the_same_server_is_another(
        self, keys_address: str, postgres: str
    ) -> None:
        """Though user, host and port are the same."""
        keys = PostgresKeys(keys_address, KEK, journal=postgres)

        assert key_of(keys, "p1")
        keys.close()

    def test_no_table_is_made_in_the_journals_database(self, postgres: str) -> None:
        """The refusal comes first."""
        with pytest.raises(KeyUnavailable):
            PostgresKeys(postgres, KEK, journal=postgres)

        with psycopg.connect(postgres) as connection:
            found = connection.execute("SELECT to_regclass('data_keys')").fetchone()
        assert found == (None,)

    @pytest.mark.parametrize("which", ["keys", "journal"])
    def test_a_database_that_does_not_answer_is_unavailable(
        self, which: str, keys_address: str, postgres: str
    ) -> None:
        """Which of the two is the same database is then not known."""
        nowhere = in_database(postgres, "nowhere")
        address, journal = (
            (nowhere, postgres) if which == "keys" else (keys_address, nowhere)
        )

        with pytest.raises(KeyUnavailable, match="cannot be used"):
            PostgresKeys(address, KEK, journal=journal)

    def test_a_password_is_not_shown(self, keys_address: str, postgres: str) -> None:
        """Wherever in the address it stands."""
        for address in (
            keys_address.replace("postgres:@", "postgres:hemmelig@"),
            f"{keys_address}&password=hemmelig",
        ):
            keys = PostgresKeys(address, KEK, journal=postgres)
            assert "dbname=keys" in keys.place
            assert "hemmelig" not in keys.place
            keys.close()

    def test_an_address_that_cannot_be_read_is_not_shown(self, postgres: str) -> None:
        """It may hold a password."""
        with pytest.raises(KeyUnavailable, match="not one that Post") as caught:
            PostgresKeys("postgresql://u:hemmelig@h/k?x=1", KEK, journal=postgres)

        assert "hemmelig" not in str(caught.value)

    def test_a_lost_connection_is_made_anew(
        self, open_postgres: Open, keys_address: str
    ) -> None:
        """A server that was restarted costs nobody a command."""
        keys: Any = open_postgres()
        made = key_of(keys, "p1")
        pid = keys._connection.info.backend_pid
        with psycopg.connect(keys_address) as connection:
            connection.execute("SELECT pg_terminate_backend(%s, 1000)", (pid,))

        assert keys.find("p1") == made

    def test_a_key_is_durable_where_commits_are_not(
        self, keys_address: str, postgres: str
    ) -> None:
        """A database that acknowledges before it writes is told not to."""
        database = urlsplit(keys_address).path.removeprefix("/")
        with psycopg.connect(postgres, autocommit=True) as connection:
            setting = f"ALTER DATABASE {database} SET synchronous_commit = off"
            connection.execute(setting.encode())
        keys = PostgresKeys(keys_address, KEK, journal=postgres)

        with keys._transaction() as execute:
            assert execute("SHOW synchronous_commit", ()).fetchone() == ("on",)
        keys.close()

    def test_a_destroyed_key_is_gone_though_an_older_transaction_is_open(
        self, open_postgres: Open, keys_address: str
    ) -> None:
        """No table file keeps it; VACUUM FULL would, and would say nothing."""
        keys = open_postgres()
        key = key_of(keys, "p1")
        with psycopg.connect(keys_address, autocommit=True) as older:
            older.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            older.execute("SELECT count(*) FROM destroyed_keys")

            keys.destroy("p1", b"decision")
            assert keys.scrub()
            older.execute("ROLLBACK")

            older.execute("CHECKPOINT")
            data = older.execute("SHOW data_directory").fetchone()
        assert data is not None
        assert traces(Path(data[0]) / "base", bytes_of(key)) == []

    def test_a_lock_in_the_way_is_told(self, keys_address: str, postgres: str) -> None:
        """While someone holds the table, scrubbing says that bytes remain."""
        keys = PostgresKeys(keys_address, KEK, journal=postgres, busy_seconds=0.1)
        with psycopg.connect(keys_address) as other:
            other.execute("SELECT * FROM data_keys")
            assert not keys.scrub()

        assert keys.scrub()
        keys.close()

    def test_a_store_that_must_be_there_is_not_made(
        self, keys_address: str, postgres: str
    ) -> None:
        """To look for keys where there are none says so."""
        keys = PostgresKeys(keys_address, KEK, journal=postgres, create=False)

        with pytest.raises(KeyUnavailable, match="does not exist"):
            keys.find("p1")
        with pytest.raises(KeyUnavailable, match="does not exist"):
            keys.scrub()
        keys.close()


class TestKeyFile:
    """The file that the data keys are wrapped with is for its owner alone."""

    def test_a_key_file_is_made_once(self, tmp_path: Path) -> None:
        """A second start reads what the first wrote, for its owner alone."""
        path = tmp_path / "journal.key"

        first, second = made(path), made(path)

        assert len(first) == 32
        assert first == second == KeyFile(path).key()
        assert path.stat().st_mode & 0o777 == 0o600

    def test_starters_that_race_agree_on_one_key(self, tmp_path: Path) -> None:
        """Nobody seals with a key that nobody keeps."""
        path = tmp_path / "journal.key"

        with ThreadPoolExecutor(8) as threads:
            futures = [threads.submit(made, path) for _ in range(32)]

        assert len({future.result() for future in futures}) == 1
        assert [found.name for found in tmp_path.iterdir()] == ["journal.key"]

    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o601])
    def test_a_file_that_others_may_use_is_refused(
        self, mode: int, tmp_path: Path
    ) -> None:
        """The remedy is named."""
        path = tmp_path / "journal.key"
        made(path)
        path.chmod(mode)

        with pytest.raises(KeyUnavailable, match=r"journal\.key: others .* chmod 600"):
            KeyFile(path).key()

    def test_a_file_that_is_not_there_is_named_when_it_is_needed(
        self, tmp_path: Path
    ) -> None:
        """And not made, unless that is asked for."""
        key = KeyFile(tmp_path / "journal.key")

        with pytest.raises(KeyUnavailable, match=r"journal\.key: the key file cannot"):
            key.key()

        assert list(tmp_path.iterdir()) == []

    def test_a_file_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        """A folder that is not there is no place for a key."""
        with pytest.raises(KeyUnavailable, match=r"journal\.key: cannot be made: No"):
            made(tmp_path / "nowhere" / "journal.key")

    @pytest.mark.parametrize("text", ["", "too short", "c2hvcnQ=", "A" * 64, "é" * 44])
    def test_a_file_that_holds_no_key_is_refused(
        self, text: str, tmp_path: Path
    ) -> None:
        """It is never taken for one, nor overwritten."""
        path = tmp_path / "journal.key"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

        with pytest.raises(
            KeyUnavailable, match=r"journal\.key: holds no key: expected"
        ):
            made(path)

        assert path.read_text(encoding="utf-8") == text


def made(path: Path) -> bytes:
    """The key of a file that is made if it is not there."""
    file = KeyFile(path)
    file.make()
    return file.key()
