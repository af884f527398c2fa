"""Who has written sees it in a view: at once where it is followed, else by waiting."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from tests.reactions import relay
from tests.reactions.running import say

from kvalitet_core import Journal, Plugin
from kvalitet_core.errors import NotFollowed, RunsUnavailable, Unknown
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Column, Table, Upsert, View
from kvalitet_core.views.views import Views

SAID = View(
    name="relay.said",
    title="Sagt",
    tables=(
        Table(
            name="said",
            columns=(
                Column(name="room", type="text", title="Rum"),
                Column(name="text", type="text", title="Tekst"),
            ),
            key=("room",),
        ),
    ),
    events=frozenset({"relay.said/1"}),
    project=lambda told: (
        Upsert(table="said", row={"room": told.stream, "text": told.event.text}),
    ),
)
PLUGIN: Plugin = attrs.evolve(relay.PLUGIN, views=(SAID,))


@pytest.mark.parametrize("url", ["memory:", "file"])
def test_what_is_followed_at_once_is_there(tmp_path: Path, url: str) -> None:
    """The receipt is there, so the row is; `Views.open` asks the same database."""
    place = tmp_path / "journal.db" if url == "file" else url
    with Journal.open(place, plugins=[PLUGIN]) as journal:
        receipt = journal.do(relay.say(1, "hej"), by=relay.ANNA)

        journal.wait_for("relay.said", receipt, timeout=0)

        with Views.open(journal) as views:
            assert views.query("relay.said") == ({"room": "relay/1", "text": "hej"},)
        say(journal, 1, "again")
        assert journal.unfollowed is None


def test_what_is_followed_elsewhere_is_waited_for(tmp_path: Path) -> None:
    """Beside the journal, by somebody else; not for longer than was said."""
    place = tmp_path / "journal.db"
    with Journal.open(place, plugins=[PLUGIN], views=False) as journal:
        receipt = journal.do(relay.say(1, "hej"), by=relay.ANNA)
        with pytest.raises(RunsUnavailable):
            journal.wait_for("relay.said", receipt, timeout=0)
        with Views.open(journal) as views:
            with pytest.raises(NotFollowed, match="waited for 0 s"):
                journal.wait_for("relay.said", receipt, timeout=0)
            views.follow()

        journal.wait_for("relay.said", receipt, timeout=0)


def test_an_unknown_view_is_told_with_the_nearest() -> None:
    """A slip of the finger is recognised, whatever follows here."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        receipt = journal.do(relay.say(1, "hej"), by=relay.ANNA)

        with pytest.raises(Unknown, match=r"did you mean relay\.said"):
            journal.wait_for("relay.sad", receipt)


def test_waiting_without_sqlalchemy_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing shows a view then, however long one waits."""
    place = tmp_path / "journal.db"
    with Journal.open(place, plugins=[PLUGIN], views=False) as journal:
        receipt = journal.do(relay.say(1, "hej"), by=relay.ANNA)
        monkeypatch.setattr("kvalitet_core.opening_following.find_spec", lambda _: None)

        with pytest.raises(
            RunsUnavailable, match=r"pip install kvalitet-core\[views\]"
        ):
            journal.wait_for("relay.said", receipt)


def test_views_can_be_asked_before_anything_is_committed() -> None:
    """Where each commit is followed, the database is opened when it is first needed."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        with Views.open(journal) as views:
            views.follow("relay.said")
            say(journal, 1, "hej")

            assert views.query("relay.said") == ({"room": "relay/1", "text": "hej"},)
        assert journal.unfollowed is None


def test_what_runs_inside_a_commit_does_not_wait_for_itself() -> None:
    """Code that is reached while a commit is followed finds the database open."""
    found = []

    def looking(recorded: Recorded) -> relay.Answer:
        assert journal.afterwards is not None
        found.append(journal.afterwards.runs.place)
        return relay.Answer(room=recorded.stream, text="x")

    with Journal.open("memory:", plugins=[relay.answering(looking)]) as journal:
        say(journal, 1, "hej")

        assert journal.unfollowed is None
    assert found == ["memory:"]


def test_a_journal_on_a_server_asks_where_its_views_are(postgres_url: str) -> None:
    """They have no place beside it."""
    with Journal.open(postgres_url, plugins=[PLUGIN], create=True) as journal:
        receipt = journal.do(relay.say(1, "hej"), by=relay.ANNA)

        with pytest.raises(RunsUnavailable, match="give an address"):
            journal.wait_for("relay.said", receipt)
