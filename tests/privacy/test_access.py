"""The access store: who was shown what of persons, and for how long that is kept."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvalitet_core.actor import Actor
from kvalitet_core.errors import AccessUnavailable, Malformed
from kvalitet_core.personal import Personal
from kvalitet_core.privacy.access import AccessStore
from kvalitet_core.privacy.look import Look, actor_of, instant_text, who_text

PAGE = Path(__file__).parents[2] / "docs" / "personal-data.md"
NOON = datetime(2021, 5, 3, 12, tzinfo=UTC)
ANNA = Actor(id="a-17", role="jurist", organisation="Kontoret", authority="Opslag")
LOOK = Look(
    at=NOON,
    by=ANNA,
    purpose="aktindsigt",
    how="show",
    asked="kvalitet show tilbud/1 --persons aktindsigt",
    journal="j-1",
    streams=("tilbud/1", "tilbud/2"),
    persons=("person-1",),
)

INSTANTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - offsets are drawn beside it
    timezones=st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: timezone(timedelta(minutes=minutes))
    ),
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001 - the same
)


@pytest.fixture
def store(tmp_path: Path) -> AccessStore:
    """A store that is not there yet."""
    return AccessStore(tmp_path / "programme.db.access")


def first_form(place: Path) -> None:
    """A store as the first version made it, with one look."""
    with closing(sqlite3.connect(place)) as made, made:
        made.execute(
            "CREATE TABLE accesses (number INTEGER PRIMARY KEY AUTOINCREMENT,"
            " at TEXT NOT NULL, who TEXT NOT NULL, purpose TEXT NOT NULL,"
            " command_line TEXT NOT NULL, streams TEXT NOT NULL)"
        )
        made.execute(
            "INSERT INTO accesses (at, who, purpose, command_line, streams)"
            " VALUES ('2020-01-02T03:04:05.000000Z', 'user root of the host',"
            """ 'before', 'kvalitet show tilbud/1', '["tilbud/1"]')"""
        )


class TestNoting:
    """A look is on the disk before anything is shown."""

    def test_what_is_noted_is_given_back(self, store: AccessStore) -> None:
        """Who, when, why, how, what was asked, where it stands and whose it is."""
        store.note(LOOK)

        assert list(store.looks()) == [LOOK]

    def test_a_user_of_the_host_is_kept_as_such(self, store: AccessStore) -> None:
        """Whoever is no actor is noted by what the host calls them."""
        look = attrs.evolve(LOOK, by="user anna of the host")

        store.note(look)

        assert [each.who for each in store.looks()] == ["user anna of the host"]

    def test_only_its_owner_may_read_it(self, store: AccessStore) -> None:
        """Who looked at whom is personal too."""
        store.note(LOOK)

        assert stat.S_IMODE(store.place.stat().st_mode) == 0o600

    def test_a_look_without_a_purpose_is_none(self) -> None:
        """Nobody is shown to somebody who cannot say what for."""
        with pytest.raises(Malformed, match="purpose: expected some text"):
            attrs.evolve(LOOK, purpose=" ")

    def test_a_store_of_the_first_form_goes_on(self, store: AccessStore) -> None:
        """What it lacks is empty for its looks, and kept for those that follow."""
        first_form(store.place)
        (before,) = store.looks()

        store.note(LOOK)

        assert list(store.looks()) == [before, LOOK]
        assert (before.streams, before.persons) == (("tilbud/1",), ())
        assert store.pruned() == ()

    def test_a_file_of_something_else_is_left_alone(self, store: AccessStore) -> None:
        """A journal that was named by mistake gets no table of looks."""
        with closing(sqlite3.connect(store.place)) as made, made:
            made.execute("CREATE TABLE stored_events (id INTEGER)")
        content = store.place.read_bytes()

        for attempt in (lambda: store.note(LOOK), lambda: [*store.looks()]):
            with pytest.raises(AccessUnavailable, match="is no access store"):
                attempt()
        assert store.place.read_bytes() == content

    def test_a_store_of_a_later_version_is_left_alone(self, store: AccessStore) -> None:
        """Nobody knows what it would lose."""
        store.note(LOOK)
        with closing(sqlite3.connect(store.place)) as later, later:
            later.execute("PRAGMA user_version = 9")

        with pytest.raises(AccessUnavailable, match="its format is 9"):
            store.note(LOOK)

    def test_where_it_cannot_be_written_it_says_so(self, tmp_path: Path) -> None:
        """A folder that is not there holds no store."""
        store = AccessStore(tmp_path / "none" / "access")

        with pytest.raises(AccessUnavailable, match="cannot be written: No such file"):
            store.note(LOOK)

    def test_looks_at_the_same_time_are_all_kept(self, store: AccessStore) -> None:
        """However many are shown something at once, none is lost, nor two made one."""
        looks = [
            attrs.evolve(LOOK, persons=(f"person-{number}",)) for number in range(40)
        ]

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(store.note, looks))

        kept = list(store.looks())
        assert sorted(kept, key=lambda look: look.persons) == sorted(
            looks, key=lambda look: look.persons
        )


class TestAsking:
    """Who looked at whom."""

    def test_a_missing_store_is_told_from_an_empty_one(
        self, store: AccessStore
    ) -> None:
        """An empty answer would read as all-clear."""
        with pytest.raises(AccessUnavailable, match="is not there"):
            next(store.looks())

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"by": "a-17"}, [0, 2]),
            ({"by": "user root of the host"}, [1]),
            ({"stream": "tilbud/2"}, [0]),
            ({"person": "person-9"}, [1]),
            ({"since": NOON + timedelta(hours=1)}, [1, 2]),
            ({"until": NOON}, [0]),
            ({"by": "a-17", "since": NOON + timedelta(hours=1)}, [2]),
            ({"by": "nobody"}, []),
        ],
    )
    def test_all_that_is_asked_must_be_so(
        self, store: AccessStore, asked: dict[str, object], found: list[int]
    ) -> None:
        """By whom, of which stream or person, from when, until when."""
        hour = timedelta(hours=1)
        looks = [
            LOOK,
            attrs.evolve(
                LOOK,
                at=NOON + hour,
                by="user root of the host",
                streams=("tilbud/1",),
                persons=("person-9",),
            ),
            attrs.evolve(LOOK, at=NOON + 2 * hour, streams=("tilbud/1",)),
        ]
        for look in looks:
            store.note(look)

        told = list(store.looks(**asked))  # type: ignore[arg-type]

        assert told == [looks[number] for number in found]


class TestPruning:
    """Looks are kept as long as they are needed, and no longer."""

    def test_what_is_older_is_gone_and_that_is_kept(self, store: AccessStore) -> None:
        """Who removed how many, from before when, stays in the store."""
        old = attrs.evolve(LOOK, at=NOON - timedelta(days=200), purpose="et ældre syn")
        for look in (old, LOOK):
            store.note(look)
        before = NOON - timedelta(days=183)

        done = store.prune(before=before, at=NOON, by=ANNA)

        assert list(store.looks()) == [LOOK]
        assert store.pruned() == (done,)
        assert (done.removed, done.before, done.by) == (1, before, ANNA)
        assert "ældre syn".encode() not in store.place.read_bytes()

    def test_the_instant_itself_is_kept(self, store: AccessStore) -> None:
        """What is removed is from before it."""
        store.note(LOOK)

        assert store.prune(before=NOON, at=NOON, by=ANNA).removed == 0
        assert store.pruned() == ()

    def test_nothing_is_removed_ahead_of_its_time(self, store: AccessStore) -> None:
        """An instant still to come would remove what was noted just now."""
        store.note(LOOK)

        with pytest.raises(Malformed, match="expected an instant that is over"):
            store.prune(before=NOON + timedelta(seconds=1), at=NOON, by=ANNA)
        assert list(store.looks()) == [LOOK]

    def test_a_missing_store_is_not_made(self, store: AccessStore) -> None:
        """There is nothing to remove, and a slip in its name is told."""
        with pytest.raises(AccessUnavailable):
            store.prune(before=NOON, at=NOON, by=ANNA)
        assert not store.place.exists()


@given(INSTANTS, INSTANTS)
def test_texts_of_instants_sort_as_instants_do(one: datetime, other: datetime) -> None:
    """So a period can be looked up by its texts, whatever the offsets."""
    first, second = (instant_text(each) for each in (one, other))

    assert (first < second) == (one < other)
    assert datetime.fromisoformat(first) == one


def test_an_instant_without_an_offset_is_none() -> None:
    """It may mean any of 24 hours."""
    with pytest.raises(Malformed, match="expected an offset"):
        instant_text(datetime(2021, 5, 3))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize("by", [ANNA, "user anna of the host"])
def test_who_looked_is_read_as_it_was_kept(by: Actor | str) -> None:
    """An actor as JSON, which others can read too."""
    assert actor_of(who_text(by)) == by
    assert by == "user anna of the host" or json.loads(who_text(by))["id"] == "a-17"


def test_the_documented_example_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `docs/personal-data.md` shows is what happens."""
    monkeypatch.chdir(tmp_path)
    _, example = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    known = {
        "AccessStore": AccessStore,
        "Look": Look,
        "Path": Path,
        "caseworker": ANNA,
        "card": Personal("Birk"),
        "now": NOON,
    }

    exec(example, known)  # noqa: S102 - an example of our own

    assert capsys.readouterr().out == (
        "Birk\n2021-05-03 case page hearing of the party\n"
    )
