"""The rows of a commit that are at hand are those that a reader is given."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journal import course

from kvalitet_core import Journal, catalogue
from kvalitet_core.errors import Refused
from kvalitet_core.recorded import Recorded

_ENROL = course.enrol("a", "anna", "Anna", "bo", "Bo")

TEXTS = st.text(max_size=20).filter(lambda text: text != "forbidden")


def newest(journal: Journal) -> list[Recorded]:
    """What is at hand of a commit of late."""
    return list(journal._rooms.engine.newest)


def told(rows: list[Recorded]) -> list[str]:
    """Everything of some rows, the order within mappings and sets included."""
    return [re.sub("<msgspec.Raw[^>]*>", "", repr(row)) for row in rows]


@given(texts=st.lists(TEXTS, min_size=1, max_size=5))
def test_what_is_at_hand_is_what_is_read(texts: list[str]) -> None:
    """To the last detail, whatever is written: views are told one or the other."""
    with Journal.open("memory:", plugins=[course.PLUGIN], views=False) as journal:
        for text in texts:
            before = journal.head()
            command = course.Note(course=course.course("a"), text=text)

            journal.do(command, by=course.ANNA)

            read = [
                row
                for row in journal.events(after=before)
                if not row.name.startswith("journal.deployed")
            ]
            assert newest(journal) == read
            assert told(newest(journal)) == told(read)


def test_so_it_is_for_the_core() -> None:
    """Its events hold dates, codes and periods."""
    with Journal.open("memory:", plugins=[], views=False) as journal:
        for command in (*catalogue.regions(), *catalogue.municipalities()[:10]):
            journal.do(command, by=course.ANNA)

            after = newest(journal)[0].position - 1
            assert told(newest(journal)) == told(list(journal.events(after=after)))


def test_nothing_is_at_hand_of_what_is_sealed() -> None:
    """A reader opens it with a key, or not at all; so it is read."""
    with Journal.open("memory:", plugins=[course.PLUGIN], views=False) as journal:
        journal.do(_ENROL, by=course.ANNA)

        assert newest(journal) == []


def test_a_refusal_leaves_what_was_at_hand() -> None:
    """Where it stands is looked up in the journal, as ever."""
    with Journal.open("memory:", plugins=[course.PLUGIN], views=False) as journal:
        journal.do(course.Note(course=course.course("a"), text="one"), by=course.ANNA)
        before = newest(journal)

        with pytest.raises(Refused):
            journal.do(
                course.Note(course=course.course("a"), text="forbidden"),
                by=course.ANNA,
            )

        assert newest(journal) == before
