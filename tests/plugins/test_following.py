"""A view or a reaction that cannot follow the journal is told before one opens."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from tests.journal import course

from kvalitet_core.core import CORE
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.registry import Registry
from kvalitet_core.plugins import Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.view import Column, Table, View

STREAM = Column(name="stream", type="text", title="Strøm")
TEXT = Column(name="text", type="text", title="Tekst", nullable=True)
TABLE = Table(name="notes", columns=(STREAM, TEXT), key=("stream",))
VIEW = View(
    name="lesson.notes",
    title="Noter",
    tables=(TABLE,),
    events=frozenset({"lesson.noted/1"}),
    project=lambda recorded: (),  # noqa: ARG005 - only its declaration is looked at
)
REACTION = Reaction(
    name="lesson.answer",
    title="Svar",
    events=frozenset({"lesson.noted/1"}),
    command=lambda recorded: None,  # noqa: ARG005 - the same
    issues=frozenset({"lesson.note/1"}),
)


def told(**brought: Any) -> str:
    """Everything that is wrong with a plugin that brings this."""
    plugin = attrs.evolve(course.PLUGIN, **brought)
    with pytest.raises(PluginError) as raised:
        Registry((CORE, plugin))
    return "\n".join(raised.value.findings)


def with_column(**changes: Any) -> str:
    """What is told of a view with this column."""
    table = attrs.evolve(TABLE, columns=(STREAM, attrs.evolve(TEXT, **changes)))
    return told(views=(attrs.evolve(VIEW, tables=(table,)),))


def test_what_can_follow_is_taken() -> None:
    """A view and a reaction of known events and commands."""
    plugin = attrs.evolve(course.PLUGIN, views=(VIEW,), reactions=(REACTION,))

    assert Registry((CORE, plugin)).plugins[-1].views == (VIEW,)


def test_an_unknown_event_is_named_with_the_nearest() -> None:
    """A view over an event that no plugin brings would stay empty, unseen."""
    wrong = frozenset({"lesson.notted/1"})

    text = told(views=(attrs.evolve(VIEW, events=wrong),))

    assert "view 'lesson.notes': unknown event 'lesson.notted/1'" in text
    assert "did you mean lesson.noted/1?" in text
    assert "unknown event" in told(reactions=(attrs.evolve(REACTION, events=wrong),))


def test_a_command_of_a_missing_plugin_is_named() -> None:
    """A reaction that could never act."""
    gone = attrs.evolve(REACTION, issues=frozenset({"elsewhere.greet/1"}))

    text = told(reactions=(gone,))

    assert "reaction 'lesson.answer': unknown command 'elsewhere.greet/1'" in text


@pytest.mark.parametrize("field", ["views", "reactions"])
def test_two_with_one_name_are_refused(field: str) -> None:
    """And a name begins with the plugin's."""
    one = VIEW if field == "views" else REACTION

    assert "is brought 2 times" in told(**{field: (one, one)})
    foreign = attrs.evolve(one, name="core.notes")
    assert "expected lesson.<words>" in told(**{field: (foreign,)})


def test_following_nothing_is_refused() -> None:
    """One that names no event, one that has no table."""
    assert "names no event" in told(views=(attrs.evolve(VIEW, events=frozenset()),))
    assert "has no table" in told(views=(attrs.evolve(VIEW, tables=()),))
    silent = attrs.evolve(REACTION, issues=frozenset())
    assert "names no command" in told(reactions=(silent,))


def test_a_state_is_that_of_the_events() -> None:
    """A state that the event does not change says nothing of what happened."""
    event = frozenset({"lesson.noted/1", "tilbud.renamed/1"})
    view = attrs.evolve(VIEW, events=event, state=course.Course)

    assert "event 'tilbud.renamed/1' does not change a Course" in told(views=(view,))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "Text"}, "its name: expected a-z"),
        ({"name": "stream"}, "two columns of one name"),
        ({"type": "json"}, "its type: expected one of text, integer"),
        ({"person": "stream", "nullable": False}, "make it a text and nullable"),
        ({"person": "who"}, "is about 'who', which is no column"),
    ],
)
def test_a_column_that_cannot_be_kept_is_refused(
    changes: dict[str, Any], said: str
) -> None:
    """Each finding names the view, the table and the column."""
    text = with_column(**changes)

    assert said in text
    assert "view 'lesson.notes', table 'notes'" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": ()}, "has no key"),
        ({"key": ("other",)}, "column 'other' is in its key or an index"),
        ({"indexes": (("gone",),)}, "column 'gone' is in its key or an index"),
        ({"key": ("stream", "text")}, "is in the key, so every row has it in clear"),
        ({"name": "Notes"}, "its name: expected a-z"),
    ],
)
def test_a_table_that_cannot_be_made_is_refused(
    changes: dict[str, Any], said: str
) -> None:
    """A key of columns that every row has, and indexes of columns that are there."""
    table = attrs.evolve(TABLE, **changes)

    assert said in told(views=(attrs.evolve(VIEW, tables=(table,)),))


def test_two_tables_of_one_name_are_refused() -> None:
    """They would be one table."""
    twice = attrs.evolve(VIEW, tables=(TABLE, TABLE))

    assert "table 'notes' is there 2 times" in told(views=(twice,))


def test_what_is_no_view_and_no_reaction_is_told() -> None:
    """By what it is."""
    assert "its views: expected View, got 'x'" in told(views=("x",))
    assert "its reactions: expected a tuple" in told(reactions=[REACTION])


def test_older_numbers_of_an_event_are_followed_too() -> None:
    """What is stored under an older number is read as the newest."""
    noted = course.AGGREGATE.events["lesson.noted/1"]
    events = {
        name: cls for name, cls in course.AGGREGATE.events.items() if cls is not noted
    }
    newer = attrs.evolve(course.AGGREGATE, events={**events, "lesson.noted/2": noted})
    plugin = Plugin(
        name="lesson",
        version="2",
        aggregates=(newer,),
        upcasters={"lesson.noted/1": dict},
    )

    registry = Registry((CORE, plugin))

    assert registry.numbers("lesson.noted/2") == {"lesson.noted/1", "lesson.noted/2"}
