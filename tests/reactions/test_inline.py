"""What follows from a commit is brought about at once, and never hides the receipt."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Place
from tests.journal.test_opening import in_a_fork
from tests.reactions import relay
from tests.reactions.running import NAME, answers, bench, opened, say

from kvalitet_core import Journal, Plugin
from kvalitet_core.errors import PluginError, Refused, RunsUnavailable
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.batch import Batch
from kvalitet_core.personal import Personal


@pytest.fixture(params=["memory", "sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A journal that is followed where it is written."""
    return "memory:" if request.param == "memory" else str(tmp_path / "journal.db")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a journal in a file."""
    return tmp_path / "journal.db"


def followed(url: str | Path, plugin: Plugin = relay.PLUGIN, **options: Any) -> Journal:
    """A journal with this plugin, followed as it is by default."""
    return Journal.open(url, plugins=[plugin], **options)


def test_an_answer_is_there_when_the_receipt_is(url: str) -> None:
    """Given a reaction, when something is said, then it is answered at once."""
    with followed(url) as journal:
        say(journal, 1, "hej")

        assert answers(journal) == [("relay/1", "hej")]
        assert journal.unfollowed is None


def test_a_receipt_is_of_the_command_alone(url: str) -> None:
    """What follows has receipts of its own; the caller's ends before it."""
    with followed(url) as journal:
        receipt = journal.do(relay.say(1, "hej"), by=relay.ANNA)

        assert [event.name for event in receipt.events] == ["relay.said/1"]
        assert journal.head() > (receipt.position or 0)


def test_a_batch_is_followed_when_it_is_durable(url: str) -> None:
    """Not inside: nothing is answered that might not be kept."""
    with followed(url) as journal:
        with journal.batch() as batch:
            for number in range(3):
                batch.do(relay.say(1, str(number)), by=relay.ANNA)
            assert answers(journal) == []

        assert [text for _, text in answers(journal)] == ["0", "1", "2"]


def test_a_batch_that_fails_is_not_followed(url: str) -> None:
    """What was rolled back did not happen."""
    with followed(url) as journal:
        with pytest.raises(ZeroDivisionError), journal.batch() as batch:
            _say_and_fail(batch)

        assert answers(journal) == []


def _say_and_fail(batch: Batch) -> None:
    batch.do(relay.say(1, "hej"), by=relay.ANNA)
    raise ZeroDivisionError


def test_a_refusal_stays_a_refusal(url: str) -> None:
    """It is recorded and followed, and raised as ever."""
    with followed(url) as journal:
        with pytest.raises(Refused):
            journal.do(relay.Answer(room=relay.room(1), text="no"), by=relay.ANNA)

        assert journal.unfollowed is None


def test_reactions_that_lead_to_one_another_are_followed_to_the_end(url: str) -> None:
    """Their own commits are followed by the call that is under way, to the bound."""
    with followed(url, relay.ROUND) as journal:
        say(journal, 1, "hej")
        head = journal.head()
        say(journal, 2, "quiet")

        assert len(answers(journal)) == 8
        assert journal.head() == head + 2


def test_what_cannot_be_answered_hides_no_receipt(url: str) -> None:
    """The event is parked; whoever said it has the receipt."""
    with followed(url) as journal:
        receipt = journal.do(relay.say(1, "bad"), by=relay.ANNA)
        say(journal, 2, "hej")

        assert receipt.outcome == "accepted"
        assert answers(journal) == [("relay/2", "hej")]
        assert journal.unfollowed is None


def test_views_false_follows_nothing(url: str) -> None:
    """Whoever follows elsewhere says so."""
    with followed(url, views=False) as journal:
        say(journal, 1, "hej")

        assert answers(journal) == []
    assert not Path(f"{url}.views").exists()


def test_a_reader_follows_nothing(path: Path) -> None:
    """It may not write, so it brings nothing about."""
    with followed(path, views=False) as journal:
        say(journal, 1, "hej")

    with followed(path, read_only=True) as journal:
        assert answers(journal) == []
        assert journal.unfollowed is None


def test_the_database_is_made_beside_the_journal(path: Path) -> None:
    """Where nothing else is said; and what was missed is caught up with."""
    with followed(path, views=False) as journal:
        say(journal, 1, "missed")

    with followed(path) as journal:
        say(journal, 1, "hej")

        assert [text for _, text in answers(journal)] == ["missed", "hej"]
    assert Path(f"{path}.views").exists()


def test_another_place_may_be_named(path: Path, tmp_path: Path) -> None:
    """A path or an address, as for a journal."""
    with followed(path, views=tmp_path / "elsewhere.views") as journal:
        say(journal, 1, "hej")
        assert answers(journal) == [("relay/1", "hej")]

    assert (tmp_path / "elsewhere.views").exists()
    assert not Path(f"{path}.views").exists()


def test_a_journal_on_a_server_is_followed_elsewhere(postgres_url: str) -> None:
    """Unless a database is named: other processes may be at it."""
    options = {"create": True, "keys": None}
    with followed(postgres_url, **options) as journal:
        say(journal, 1, "not here")
        assert answers(journal) == []

    with followed(postgres_url, views="memory:", **options) as journal:
        say(journal, 1, "here")
        assert [text for _, text in answers(journal)] == ["not here", "here"]


@pytest.mark.parametrize(
    ("views", "said"),
    [
        ("mysql://host/views", "expected memory:, a path"),
        (True, "True: expected an address, a path or False"),
    ],
)
def test_what_is_no_address_is_told_when_opening(
    path: Path, views: Any, said: str
) -> None:
    """Before anything is written that nobody would follow."""
    with pytest.raises(RunsUnavailable, match=said):
        followed(path, views=views)


def _a_folder(views: Path) -> None:
    views.unlink()
    views.mkdir()


def _no_database(views: Path) -> None:
    views.write_text("no database at all, but a letter to someone")


@pytest.mark.parametrize("harm", [_a_folder, _no_database])
def test_a_database_that_is_harmed_hides_no_receipt(
    path: Path, harm: Callable[[Path], None]
) -> None:
    """Gone, a folder, damaged: the commit stands, and the journal tells what is."""
    with followed(path) as journal:
        say(journal, 1, "before")
    harm(Path(f"{path}.views"))

    with followed(path) as journal:
        receipt = journal.do(relay.say(1, "after"), by=relay.ANNA)

        assert receipt.position is not None
        assert isinstance(journal.unfollowed, RunsUnavailable)
        assert f"views database {path}.views" in str(journal.unfollowed)


def test_a_database_that_is_taken_away_hides_no_receipt(path: Path) -> None:
    """While the journal is open; opened anew, the database is made anew."""
    with followed(path) as journal:
        say(journal, 1, "before")
        for file in path.parent.glob("journal.db.views*"):
            file.unlink()

        say(journal, 1, "after")

        assert str(journal.unfollowed) == f"views database {path}.views: is gone"

    with followed(path) as journal:
        say(journal, 1, "anew")

        assert journal.unfollowed is None
        assert [text for _, text in answers(journal)] == ["before", "after", "anew"]


def test_a_database_of_another_journal_hides_no_receipt(
    path: Path, tmp_path: Path
) -> None:
    """Nothing of it is touched, and whoever looks is told whose it is."""
    other = tmp_path / "other.db"
    with followed(other) as journal:
        say(journal, 1, "hej")
        whose = journal.id

    with followed(path, views=f"{other}.views") as journal:
        say(journal, 1, "hej")

        assert f"belongs to another journal: {whose}" in str(journal.unfollowed)
        assert answers(journal) == []


def test_when_it_is_mended_what_was_missed_is_done(path: Path, tmp_path: Path) -> None:
    """Nothing is skipped: the next commit catches up, and nothing is wrong any more."""
    views = tmp_path / "not-there" / "views"
    with followed(path, views=views) as journal:
        say(journal, 1, "missed")
        assert "no such folder" in str(journal.unfollowed)
        views.parent.mkdir()

        say(journal, 1, "hej")

        assert journal.unfollowed is None
        assert [text for _, text in answers(journal)] == ["missed", "hej"]


def test_several_threads_are_followed(url: str) -> None:
    """Each commit has its answer when its receipt is there, whoever gave it."""
    missing: list[str] = []
    with followed(url) as journal:

        def work(number: int) -> None:
            for step in range(10):
                text = f"{number}-{step}"
                say(journal, number, text)
                if (f"relay/{number}", text) not in answers(journal):
                    missing.append(text)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert missing == []
        assert journal.unfollowed is None
        assert len(set(answers(journal))) == len(answers(journal)) == 40


def test_parent_and_child_are_both_followed_after_a_fork(path: Path) -> None:
    """A server that opens its journal and then forks answers on either side."""
    with followed(path) as journal:
        say(journal, 1, "before")

        def write() -> None:
            say(journal, 2, "child")
            assert journal.unfollowed is None
            assert ("relay/2", "child") in answers(journal)

        in_a_fork(write)
        say(journal, 1, "after")

        assert journal.unfollowed is None
        texts = [text for _, text in answers(journal)]
    assert texts == ["before", "child", "after"]


def test_a_fork_while_another_thread_follows_harms_nothing(path: Path) -> None:
    """The child does not wait for a thread that it does not have."""
    begun, go_on = threading.Event(), threading.Event()

    def slowly(recorded: Any) -> relay.Answer | None:
        if recorded.event.text == "slow" and threading.current_thread() is thread:
            begun.set()
            go_on.wait(30)
        return relay.answer(recorded)  # type: ignore[return-value]

    with followed(path, relay.answering(slowly), busy_seconds=0.2) as journal:
        thread = threading.Thread(target=say, args=(journal, 1, "slow"))
        thread.start()
        begun.wait(30)

        def write() -> None:
            assert journal.do(relay.say(2, "child"), by=relay.ANNA).position

        in_a_fork(write)
        go_on.set()
        thread.join()
        say(journal, 3, "after")

        assert sorted(text for _, text in answers(journal)) == [
            "after",
            "child",
            "slow",
        ]


def test_many_processes_are_followed(path: Path) -> None:
    """Each answers what is to be answered; nothing is answered twice."""
    with followed(path) as journal:
        say(journal, 0, "first")
    program = (
        "import sys\n"
        "from tests.reactions import relay\n"
        "from tests.reactions.running import say\n"
        "from kvalitet_core import Journal\n"
        "with Journal.open(sys.argv[1], plugins=[relay.PLUGIN]) as journal:\n"
        "    for step in range(10):\n"
        "        say(journal, sys.argv[2], f'{sys.argv[2]}-{step}')\n"
        "    assert journal.unfollowed is None, journal.unfollowed\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", program, str(path), str(number)])
        for number in range(3)
    ]
    assert [process.wait(60) for process in processes] == [0, 0, 0]

    with followed(path, views=False) as journal:
        said = journal.events(names=["relay.said/1"])
        assert sorted(answers(journal)) == sorted(
            (event.stream, event.event.text) for event in said
        )


def _imported(program: str, *args: str | Path) -> set[str]:
    printed = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\n{program}\nprint('IMPORTED', *sys.modules)",
            *map(str, args),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ).stdout
    return {name.partition(".")[0] for name in printed.partition("IMPORTED")[2].split()}


@pytest.mark.parametrize("url", ["memory:", "file"])
def test_where_nothing_follows_sqlalchemy_is_not_imported(path: Path, url: str) -> None:
    """A journal without reactions and views does without the extra, and its cost."""
    program = (
        "from kvalitet_core import Journal\n"
        "from tests.reactions import relay\n"
        "with Journal.open(sys.argv[1], plugins=[relay.plugin()]) as journal:\n"
        "    journal.do(relay.say(1, 'hej'), by=relay.ANNA)\n"
    )

    imported = _imported(program, path if url == "file" else url)

    assert "kvalitet_core" in imported
    assert "sqlalchemy" not in imported
    assert not Path(f"{path}.views").exists()


@pytest.fixture
def without_sqlalchemy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python in which SQLAlchemy is not installed."""
    found = util.find_spec

    def find(name: str, package: str | None = None) -> Any:
        return None if name == "sqlalchemy" else found(name, package)

    monkeypatch.setattr("kvalitet_core.opening_following.find_spec", find)


@pytest.mark.usefixtures("without_sqlalchemy")
def test_reactions_without_sqlalchemy_are_told_when_opening(path: Path) -> None:
    """They would be left out in silence; the remedy is named."""
    with pytest.raises(
        PluginError, match=r"pip install kvalitet-core\[views\]"
    ) as told:
        followed(path)

    assert told.value.plugin == "relay"
    assert not path.exists()
    followed(path, views=False).close()
    followed(path, read_only=True).close()


@pytest.mark.usefixtures("without_sqlalchemy")
def test_a_named_database_without_sqlalchemy_is_told_when_opening(path: Path) -> None:
    """Whoever names it wants it."""
    with pytest.raises(RunsUnavailable, match=r"pip install kvalitet-core\[views\]"):
        followed(path, relay.plugin(), views=f"{path}.views")


@pytest.mark.usefixtures("without_sqlalchemy")
def test_a_database_beside_without_sqlalchemy_hides_no_receipt(path: Path) -> None:
    """Someone else has made it: the journal is written, and tells what was left."""
    Path(f"{path}.views").touch()

    with followed(path, relay.plugin()) as journal:
        say(journal, 1, "hej")

        assert "pip install kvalitet-core[views]" in str(journal.unfollowed)


def test_a_runner_and_commits_that_are_followed_work_together(path: Path) -> None:
    """What one has done, the other does not do again."""
    with (
        followed(path) as journal,
        opened(str(path)) as other,
        bench(other, f"{path}.views") as runner,
    ):
        for number in range(6):
            say(journal if number % 2 else other, 1, str(number))
            if number % 3 == 0:
                runner.runner.once()

        say(journal, 1, "last")

        assert [text for _, text in answers(journal)] == [*"012345", "last"]
        assert runner.run(NAME).position == journal.head()


def test_forgetting_someone_is_followed(place: Place) -> None:
    """What is derived is to lose what is forgotten, at once."""
    if place.url.startswith("postgresql"):
        pytest.skip("a journal on a server is followed elsewhere")
    with followed(place.url) as journal:
        greet = relay.Greet(
            room=relay.room(1), person=PersonId("p-1"), name=Personal("Anna")
        )
        journal.do(greet, by=relay.ANNA)
        journal.forget(
            "p-1",
            by=relay.ANNA,
            legal_basis="GDPR art. 17",
            reason="asked for it",
            approved_by=["a-1", "a-2"],
        )

        assert journal.unfollowed is None
