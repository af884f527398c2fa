"""The roles of a journal in PostgreSQL: what each is refused, and that each can work.

The people log in with roles of their own, to which the operator has granted one of the
journal's; nobody is a superuser.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql
from tests.cli.running import run_here, run_process
from tests.conftest import Place, in_schema
from tests.journal import course
from tests.journal.processes import opened
from tests.reactions import relay
from tests.reactions.running import answers, say

from kvalitet_core import Journal
from kvalitet_core.errors import JournalUnavailable, Malformed
from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.journal.postgres.address import schema_of
from kvalitet_core.journal.postgres.roles import RoleNames, role_names
from kvalitet_core.journal.postgres.store import PostgresStore
from kvalitet_core.journal.records import Receipt
from kvalitet_core.opening_evidence import account_at
from kvalitet_core.opening_stores import migrate
from kvalitet_core.privacy.keyfile import KeyFile
from kvalitet_core.privacy.person import Hold
from kvalitet_core.privacy.postgres_keys import PostgresKeys

Login = Callable[..., str]

NOTE = course.Note(course=course.course(1), text="one")
ENROL = course.enrol(1, "p-1", "Anna", "p-2", "Bo")
WRITES = (
    "INSERT INTO {s}.stored_events VALUES (999, 'x/1', 1, 'x.y/1', '')",
    "INSERT INTO {s}.append_signatures VALUES (999, 1, '', '')",
)
CHECKPOINTS = "UPDATE {s}.tree_checkpoints SET note = note"
EDITS = (
    "UPDATE {s}.stored_events SET topic = topic",
    "DELETE FROM {s}.stored_events",
    "TRUNCATE {s}.stored_events",
    "DELETE FROM {s}.append_signatures",
    "UPDATE {s}.append_signatures SET row_count = 1",
    "UPDATE {s}.sealed_sections SET bytes = bytes",
    "DELETE FROM {s}.tree_checkpoints",
    CHECKPOINTS,
    "UPDATE {s}.tree_anchors SET content = content",
    "DELETE FROM {s}.tree_anchors",
    "UPDATE {s}.kvalitet_format SET number = number",
    "ALTER TABLE {s}.stored_events ADD COLUMN more text",
    "DROP TABLE {s}.sealed_sections",
    "CREATE TABLE {s}.own (number int)",
    ("CREATE TRIGGER t BEFORE INSERT ON {s}.stored_events EXECUTE FUNCTION"
    " suppress_redundant_updates_trigger()"),
)  # fmt: skip
ERASURE = "DELETE FROM {s}.sealed_sections"
READS = (
    "SELECT * FROM {s}.stored_events",
    "SELECT * FROM {s}.tree_checkpoints",
    "SELECT * FROM {s}.append_signatures",
)


@pytest.fixture
def place(postgres_url: str, tmp_path: Path) -> Place:
    """A journal with people in it, made by a superuser, with its roles."""
    made = Place(postgres_url, str(tmp_path / "journal.keys"))
    with opened(made) as journal:
        journal.do(ENROL, by=course.ANNA)
    return made


@pytest.fixture
def roles(place: Place) -> RoleNames:
    """The journal's roles."""
    store = PostgresStore(place.url)
    names = store.give_roles()
    store.close()
    return names


@pytest.fixture
def login(postgres: str, place: Place) -> Iterator[Login]:
    """Makes a login with some of the roles; gives the journal's address for it."""
    _, schema = schema_of(place.url)
    made: list[str] = []

    def log_in(*granted: str, options: str = "") -> str:
        name = f"{schema}_login_{len(made)}"
        made.append(name)
        with psycopg.connect(postgres) as connection:
            who = sql.Identifier(name)
            more = sql.SQL(options)  # type: ignore[arg-type]
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(who, more))
            for role in granted:
                each = sql.Identifier(role)
                connection.execute(sql.SQL("GRANT {} TO {}").format(each, who))
        parts = urlsplit(postgres)
        host = parts.netloc.rpartition("@")[2]
        address = urlunsplit(parts._replace(netloc=f"{name}@{host}"))
        return in_schema(address, schema)

    yield log_in
    with psycopg.connect(postgres) as connection:
        for name in made:
            who = sql.Identifier(name)
            connection.execute(sql.SQL("REASSIGN OWNED BY {} TO postgres").format(who))
            connection.execute(sql.SQL("DROP OWNED BY {}").format(who))
            connection.execute(sql.SQL("DROP ROLE {}").format(who))


def refused(url: str, statement: str) -> bool:
    """Whether a statement is refused for want of rights."""
    address, schema = schema_of(url)
    with psycopg.connect(address) as connection:
        try:
            connection.execute(statement.replace("{s}", schema).encode())
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            connection.rollback()
    return False


def of(place: Place, url: str) -> Place:
    """The same journal, as somebody else sees it."""
    return place._replace(url=url)


def forget(place: Place) -> Receipt:
    """Forget a person."""
    with opened(place, create=False) as journal:
        erasure = journal.forget(
            "p-1",
            by=course.ANNA,
            legal_basis="GDPR art. 17",
            reason="no longer needed",
            approved_by=["a-1", "a-2"],
        )
    assert erasure.remnants is None
    return erasure.receipt


def test_the_application_appends_and_edits_nothing(
    roles: RoleNames, login: Login
) -> None:
    """It reads and inserts; it can neither change, remove nor make anything."""
    url = login(roles.application)

    assert [each for each in (*WRITES, *READS) if refused(url, each)] == []
    assert [each for each in (*EDITS, ERASURE) if not refused(url, each)] == []
    assert refused(url, "SELECT {s}.scrub_sealed_sections()")


def test_the_application_does_its_work(
    place: Place, roles: RoleNames, login: Login, tmp_path: Path
) -> None:
    """Commands, people, sealing, a case index, an anchor, a backup; no forgetting."""
    own = of(place, login(roles.application))

    with opened(own, create=False, seal=tmp_path / "signing-key") as journal:
        journal.do(NOTE, by=course.ANNA)
        journal.do(course.enrol(2, "p-3", "Cæcilie", "p-2", "Bo"), by=course.ANNA)
        with journal.batch() as batch:
            batch.do(course.Note(course=course.course(2), text="b"), by=course.ANNA)
        assert journal.unsealed is None
        journal.backup(tmp_path / "copy.db")
    with account_at(own.url, key=tmp_path / "signing-key", keys=own.keys) as account:
        account.log_index()
        account.anchor(account.seal().note or b"")
        account.seal()
        assert account.verify().found == []

    with pytest.raises(JournalUnavailable, match="no right to do that"):
        forget(own)
    with opened(own, create=False) as journal:
        assert journal.head() > 0


def test_the_application_answers_by_reactions(
    place: Place, roles: RoleNames, login: Login, tmp_path: Path
) -> None:
    """What follows from a commit is appended by the same role."""
    with Journal.open(
        login(roles.application),
        plugins=[relay.PLUGIN],
        keys=place.keys,
        views=tmp_path / "views.db",
    ) as journal:
        say(journal, 1, "hej")

        assert answers(journal) == [("relay/1", "hej")]
        assert journal.unfollowed is None
    with account_at(place.url, read_only=True) as account:
        assert account.verify().found == []


def test_the_auditor_asks_at_the_command_line(
    place: Place, roles: RoleNames, login: Login
) -> None:
    """Replaying, listing and showing; without keys, people stay sealed."""
    asked = ("--journal", login(roles.auditor))
    with opened(place) as journal:
        journal.do(Hold(person="p-9", legal_basis="x", reason="x"), by=course.ANNA)

    told = {
        name: run_here(*name.split(), *asked, KVALITET_PLUGINS="")
        for name in (
            "replay",
            "streams",
            "log",
            "show person/p-9",
            "history person/p-9",
            "key append list",
        )
    }

    replayed = told.pop("replay")
    assert "the record holds together" in replayed.stderr
    assert {name: each.stderr for name, each in told.items() if each.exit_code} == {}
    assert "from position 2" in told["key append list"].stdout


def test_the_eraser_sees_and_removes_sealed_sections_and_nothing_else(
    roles: RoleNames, login: Login
) -> None:
    """Not even the sealed bytes can be read by who may remove them."""
    url = login(roles.eraser)

    assert not refused(url, ERASURE)
    assert not refused(url, "SELECT subject FROM {s}.sealed_sections")
    assert not refused(url, "SELECT {s}.scrub_sealed_sections()")
    assert [each for each in (*WRITES, *READS, *EDITS) if not refused(url, each)] == []
    assert refused(url, "SELECT bytes FROM {s}.sealed_sections")
    assert refused(url, "INSERT INTO {s}.sealed_sections VALUES ('x', 1, 0, 'p', '')")


def test_who_forgets_is_application_and_eraser(
    place: Place, roles: RoleNames, login: Login
) -> None:
    """The decision is appended, the bytes are removed, and nothing of them is left."""
    own = of(place, login(roles.application, roles.eraser))

    receipt = forget(own)

    assert receipt.outcome == "accepted"
    assert [each for each in EDITS if not refused(own.url, each)] == []
    with psycopg.connect(schema_of(place.url)[0]) as connection:
        _, schema = schema_of(place.url)
        kept = connection.execute(
            f"SELECT subject FROM {schema}.sealed_sections".encode()
        ).fetchall()
    assert set(kept) == {("p-2",)}


def test_after_a_restore_who_may_erase_opens_the_journal_first(
    postgres: str, place: Place, roles: RoleNames, login: Login
) -> None:
    """What was forgotten since is forgotten again before anybody writes."""
    _, schema = schema_of(place.url)
    with opened(place) as journal:
        head = journal.head()
    with psycopg.connect(postgres) as connection:
        connection.execute(
            f"CREATE TABLE {schema}.kept AS TABLE {schema}.sealed_sections".encode()
        )
    forget(place)
    with psycopg.connect(postgres) as connection:
        for statement in (
            f"DELETE FROM {schema}.sealed_sections",
            f"INSERT INTO {schema}.sealed_sections TABLE {schema}.kept",
            f"DELETE FROM {schema}.stored_events WHERE notification_id > {head}",
            f"DELETE FROM {schema}.append_signatures WHERE first_position > {head}",
        ):
            connection.execute(statement.encode())

    with pytest.raises(JournalUnavailable, match="no right to do that"):
        opened(of(place, login(roles.application)), create=False).head()
    with opened(
        of(place, login(roles.application, roles.eraser)), create=False
    ) as journal:
        assert journal.head() > head
    with opened(of(place, login(roles.application)), create=False) as journal:
        journal.do(NOTE, by=course.ANNA)


def test_the_auditor_reads_and_verifies(
    place: Place, roles: RoleNames, login: Login, tmp_path: Path
) -> None:
    """Everything that is there, and writes nothing."""
    with account_at(place.url, key=tmp_path / "key", keys=place.keys) as account:
        account.seal()
    url = login(roles.auditor)

    with account_at(url, key=tmp_path / "key", read_only=True) as account:
        report = account.verify()
    with opened(of(place, url), create=False, read_only=True, keys=None) as journal:
        events = list(journal.events())

    assert (report.found, report.unchecked) == ([], [])
    assert len(events) == report.size
    assert [each for each in READS if refused(url, each)] == []
    writes = (*WRITES, *EDITS, ERASURE)
    assert [each for each in writes if not refused(url, each)] == []


def test_a_key_that_may_not_be_changed_leaves_nothing_behind(
    place: Place, roles: RoleNames, login: Login, tmp_path: Path
) -> None:
    """It is refused in one line, and no key is left that nobody vouches for."""
    key = tmp_path / "signing-key"
    with account_at(place.url, key=key, keys=place.keys) as account:
        account.seal()
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    own = tmp_path / "journal.append-key"
    asked = ("--journal", login(roles.auditor), "--signing-key", key)
    place_of_own = {"KVALITET_PLUGINS": "", "KVALITET_APPEND_KEY": str(own)}

    told = run_process("key", "rotate", *asked, **place_of_own)

    assert told.returncode == 3
    assert told.stderr.endswith("this role has no right to do that\n")
    assert told.stderr.count("\n") == 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


def test_the_auditor_does_not_get_at_the_keys(
    postgres: str, place: Place, roles: RoleNames, login: Login, tmp_path: Path
) -> None:
    """Keys in PostgreSQL are in another database, in which no role has any right."""
    path = tmp_path / "kek"
    KeyFile(path).make()
    keys = urlunsplit(urlsplit(postgres)._replace(path="/keys"))
    PostgresKeys(keys, KeyFile(path), journal=schema_of(place.url)[0]).close()
    parts = urlsplit(schema_of(login(roles.auditor))[0])
    own = urlunsplit(parts._replace(path="/keys"))

    with (
        psycopg.connect(own) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT * FROM data_keys")


def test_doing_it_again_changes_nothing_and_takes_back_what_was_given_besides(
    postgres: str, place: Place, roles: RoleNames, login: Login
) -> None:
    """What a role may is stated whole each time."""
    url = login(roles.application)
    _, schema = schema_of(place.url)
    with psycopg.connect(postgres) as connection:
        for right in (
            "DELETE ON {}.stored_events",
            "UPDATE (topic) ON {}.stored_events",
            "UPDATE ON {}.tree_checkpoints",
            "CREATE ON SCHEMA {}",
            "EXECUTE ON FUNCTION {}.scrub_sealed_sections()",
        ):
            connection.execute(
                sql.SQL(f"GRANT {right} TO {{}}").format(
                    sql.Identifier(schema), sql.Identifier(roles.application)
                )
            )
    given = ("SELECT {s}.scrub_sealed_sections()", *EDITS[:2], CHECKPOINTS, EDITS[-2])
    assert [each for each in given if refused(url, each)] == []

    store = PostgresStore(place.url)
    again = store.give_roles()
    store.close()

    assert again == roles
    assert [each for each in given if not refused(url, each)] == []


def test_two_journals_in_a_cluster_have_roles_of_their_own(
    postgres: str, place: Place, roles: RoleNames, login: Login
) -> None:
    """The application of one does not so much as see the other."""
    other = Place(in_schema(postgres, f"{schema_of(place.url)[1]}_b"), None)
    opened(other).close()
    store = PostgresStore(other.url)
    names = store.give_roles()
    store.close()
    mine = login(roles.application)

    assert set(roles.__attrs_attrs__) == set(names.__attrs_attrs__)
    assert names.application != roles.application
    other_schema = schema_of(other.url)[1]
    assert refused(mine, f"SELECT * FROM {other_schema}.stored_events")


def test_a_role_of_somebody_elses_is_not_taken_over(
    postgres: str, place: Place
) -> None:
    """Its members would come to rights that nobody gave them."""
    address, schema = schema_of(place.url)
    with psycopg.connect(address) as connection:
        taken = role_names(connection.info.dbname, schema).eraser
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(taken)))
    store = PostgresStore(place.url)

    with pytest.raises(JournalUnavailable, match="already, which is not this"):
        store.give_roles()

    store.close()
    with psycopg.connect(postgres) as connection:
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(taken)))


def test_a_prefix_is_chosen_once(place: Place) -> None:
    """Later the roles are found by what is noted on them."""
    prefix = f"p{os.getpid()}_{schema_of(place.url)[1]}"
    store = PostgresStore(place.url)

    names = store.give_roles(prefix=prefix)

    assert names.owner == f"{prefix}_owner"
    assert store.give_roles() == names
    with pytest.raises(Malformed, match="has roles already"):
        store.give_roles(prefix="another")
    with pytest.raises(Malformed, match="51 lower-case letters"):
        store.give_roles(prefix="No Such")
    store.close()


def test_long_names_are_cut_and_stay_different() -> None:
    """PostgreSQL would cut them itself, and take two for one."""
    one, other = role_names("d" * 60, "s" * 60), role_names("d" * 60, "s" * 59)

    assert one != other
    assert all(len(name) <= 63 for name in (one.application, other.application))


def test_who_may_make_no_roles_is_told_so(roles: RoleNames, login: Login) -> None:
    """And what to do instead."""
    store = PostgresStore(login(roles.auditor))

    with pytest.raises(JournalUnavailable, match="--dry-run prints the SQL"):
        store.give_roles()

    store.close()


def test_an_operator_without_superuser_rights_makes_them(
    postgres: str, tmp_path: Path, login: Login
) -> None:
    """It takes CREATEROLE, and a schema of one's own in a database of one's own."""
    url = login(options="CREATEROLE CREATEDB")
    address, schema = schema_of(url)
    own = f"{schema}_db"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
    mine = urlunsplit(urlsplit(url)._replace(path=f"/{own}"))
    journal = Place(mine, str(tmp_path / "own.keys"))
    opened(journal).close()
    store = PostgresStore(mine)

    names = store.give_roles()

    assert store.give_roles() == names
    store.close()
    other = urlsplit(login(names.application))
    working = urlunsplit(other._replace(path=f"/{own}"))
    with opened(of(journal, working), create=False) as written:
        written.do(NOTE, by=course.ANNA)
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own))
        )


def test_what_a_migration_brings_has_the_same_owner_and_rights(
    postgres: str, place: Place, roles: RoleNames, login: Login
) -> None:
    """A journal of an older format that has its roles already."""
    _, schema = schema_of(place.url)
    with psycopg.connect(postgres) as connection:
        connection.execute(f"DROP TABLE {schema}.append_signatures".encode())
        connection.execute(
            f"DELETE FROM {schema}.kvalitet_format WHERE number > 2".encode()
        )

    done = migrate(login(roles.owner))

    assert done == ["signatures of what is appended"]
    own = of(place, login(roles.application))
    with opened(own, create=False) as journal:
        journal.do(NOTE, by=course.ANNA)
    assert refused(own.url, "DELETE FROM {s}.append_signatures")


def test_the_script_does_the_same(postgres: str, place: Place, login: Login) -> None:
    """What is printed for whoever may make roles is what would be carried out."""
    store = PostgresStore(place.url)
    script = ";\n".join(store.role_script())
    with psycopg.connect(postgres) as connection:
        connection.execute(script.encode())
    names = store.give_roles()
    store.close()

    with opened(of(place, login(names.application)), create=False) as journal:
        journal.do(NOTE, by=course.ANNA)


def test_a_second_machine_has_an_append_key_of_its_own(
    place: Place, roles: RoleNames, login: Login, tmp_path: Path
) -> None:
    """One that counts has it added; until then the second writes nothing."""
    url = login(roles.application)
    second = tmp_path / "second-key"
    with opened(place) as journal:
        store, clock = journal._rooms.store, journal._rooms.engine._clock
        theirs = AppendKeyring(store, journal.id, key=second, clock=clock).make()
        with pytest.raises(Exception, match="not among the append keys"):
            opened(of(place, url), create=False, append_key=second)
        own = tmp_path / "journal.append-key"
        AppendKeyring(store, journal.id, key=own, clock=clock).add(theirs)

    with opened(of(place, url), create=False, append_key=second) as other:
        other.do(NOTE, by=course.ANNA)

    with account_at(place.url, key=tmp_path / "key", read_only=True) as account:
        assert account.verify().found == []


def test_who_may_not_append_takes_no_anchor_in(
    place: Place, roles: RoleNames, login: Login, tmp_path: Path
) -> None:
    """The auditor's copy is brought by who runs commands: it is refused in one line."""
    key, copy = tmp_path / "signing-key", tmp_path / "copy"
    with account_at(place.url, key=key, keys=place.keys) as account:
        copy.write_bytes(account.seal().note or b"")
    asked = ("--journal", login(roles.auditor), "--signing-key", key)
    append = {"KVALITET_APPEND_KEY": str(tmp_path / "journal.append-key")}

    told = run_process("anchor", "add", copy, *asked, **append)

    assert told.returncode == 3
    assert told.stderr.endswith("this role has no right to do that\n")
    assert told.stderr.count("\n") == 1
    with account_at(place.url, key=key, read_only=True) as account:
        assert (account.standing().anchor, account.verify().unsealed) == (None, 0)
