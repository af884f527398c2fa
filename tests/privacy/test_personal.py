"""Personal data is carried unseen: no rule looks at it, and it shows itself nowhere.

`record.md`, section 1: "`Personal[T]` is opaque while deciding: it can be copied into
events, not compared or branched on; so forgetting never changes a re-decision."
"""

from __future__ import annotations

import attrs
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.core import CORE
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.registry import Registry
from kvalitet_core.personal import Forgotten, Personal, unseen


@pytest.mark.parametrize(
    "how", ["reveal", "eq", "hash", "bool", "if", "in", "set", "state"]
)
def test_a_rule_cannot_look_at_personal_data(place: Place, how: str) -> None:
    """Whatever a rule tries, it is told so, and nothing is written."""
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        head = journal.head()
        peek = course.Peek(
            course=course.course("a"),
            how=how,
            person=course.PersonId("anna"),
            name=Personal("Anna"),
        )

        with pytest.raises(PluginError, match="copied while deciding, not looked at"):
            journal.do(peek, by=course.ANNA)
        with pytest.raises(PluginError):
            journal.do(peek, by=course.ANNA, dry_run=True)

        assert journal.head() == head


def test_no_stream_is_named_after_what_is_personal(place: Place) -> None:
    """A stream's id is plain for ever: choosing it is part of the decision."""
    command = course.PeekAtTarget(person=course.PersonId("a"), name=Personal("Anna"))
    with opened(place) as journal:
        with pytest.raises(PluginError, match="not looked at"):
            journal.do(command, by=course.ANNA)

        assert list(journal.streams("lesson")) == []


def test_personal_data_shows_itself_nowhere() -> None:
    """Printing, formatting and errors show that something is there, and no more."""
    secret = Personal("Anna Andersen")

    shown = f"{secret} {secret!r} {[secret]} {course.enrol('a', 'x', 'Anna', 'y', 'B')}"

    assert "Anna" not in shown
    assert "Personal(…)" in shown


def test_personal_data_is_compared_by_content_outside_of_rules() -> None:
    """A test, or a view, may compare what it may open."""
    assert Personal("Anna") == Personal("Anna")
    assert Personal("Anna") != Personal("Bo")
    assert Personal("Anna") != "Anna"
    assert hash(Personal("Anna")) == hash(Personal("Anna"))
    assert bool(Personal(""))
    assert Personal(Forgotten.FORGOTTEN) != Personal("Anna")
    assert repr(Forgotten.FORGOTTEN) == "Forgotten"


def test_the_shutter_opens_again_after_a_decision() -> None:
    """Only the decision is kept from looking, and a failed one shuts nothing after."""
    secret = Personal("Anna")

    with pytest.raises(InterruptedError), unseen():
        raise InterruptedError

    assert secret.reveal() == "Anna"


def test_an_event_is_not_sealed_for_someone_else(place: Place) -> None:
    """What is sealed for a person is named by the person's id in the same event."""
    with opened(place) as journal:
        receipt = journal.do(
            course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA
        )

        places = {who: journal._rooms.store.sections_of(who) for who in ("anna", "bo")}
        command = f"command/{receipt.command_id}"
        assert [tuple(p) for p in places["anna"]] == [
            (command, 1, 0),
            ("lesson/a", 1, 0),
        ]
        assert [tuple(p) for p in places["bo"]] == [(command, 1, 1), ("lesson/a", 1, 1)]


def test_a_fold_cannot_look_at_personal_data(place: Place) -> None:
    """Forgetting never changes how a history is folded."""

    def looking(state: course.Course | None, event: course.Event) -> course.Course:
        if isinstance(event, course.Enrolled):
            event.first_name.reveal()
        return course.evolve(state, event)

    aggregate = attrs.evolve(course.PLUGIN.aggregates[0], evolve=looking)
    plugin = attrs.evolve(course.PLUGIN, aggregates=(aggregate,))
    with opened(place) as journal:
        journal.do(course.enrol("a", "anna", "Anna", "bo", "Bo"), by=course.ANNA)
        folder = Folder(
            journal._rooms.store, Registry((CORE, plugin)), journal._rooms.engine.sealer
        )

        with pytest.raises(PluginError, match="may be copied while deciding"):
            folder.state(aggregate, course.course("a"))
        with pytest.raises(PluginError, match="may be copied while deciding"):
            list(folder.states(aggregate))
