"""All states of a kind, folded in one go, are what each stream folds to."""

from __future__ import annotations

import attrs
import pytest
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core import Journal, Plugin
from kvalitet_core.errors import PluginMissing
from kvalitet_core.journal.folding import PAGE


def test_every_state_of_a_kind_is_what_its_stream_folds_to(place: Place) -> None:
    """Across pages, in the order of ids, and no stream of another kind."""
    texts = tuple(str(number) for number in range(PAGE // 2))
    with opened(place) as journal:
        assert list(journal.states(course.Course)) == []
        with journal.batch() as batch:
            for key in ("b", "a", "c", "a-1"):
                command = course.NoteMany(course=course.course(key), texts=texts)
                batch.do(command, by=course.ANNA)

        states = list(journal.states(course.Course))

        assert [stream for stream, _ in states] == [
            stream for stream, _ in journal.streams("lesson")
        ]
        for stream, state in states:
            assert state == journal.get(course.Course, stream)


def test_a_state_that_cannot_be_folded_stops_the_reading(
    lasting_place: Place,
) -> None:
    """A missing class is told, not left out."""
    bare = attrs.evolve(course.AGGREGATE, events={}, commands={})
    plugin = Plugin(name="lesson", version="2", aggregates=(bare,))
    with opened(lasting_place) as journal:
        journal.do(course.Found(), by=course.ANNA)

    with (
        Journal.open(
            lasting_place.url, keys=lasting_place.keys, plugins=[plugin]
        ) as journal,
        pytest.raises(PluginMissing),
    ):
        list(journal.states(course.Course))
