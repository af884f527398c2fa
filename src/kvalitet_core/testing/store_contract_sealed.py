"""What every store must hold: sealed bytes stand by their row until they are erased."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kvalitet_core.journal.store import SealedSection
from kvalitet_core.testing.store_contract_given import (
    Broken,
    StoreGiven,
    append,
    new_row,
)

__all__ = ["Sealed"]


class Sealed(StoreGiven):
    """Sealed bytes of people, and their erasure."""

    def test_sealed_bytes_stand_beside_their_row(self, tmp_path: Path) -> None:
        """Each sealed section is found at its place and through its person."""
        store = self._created(tmp_path)
        assert store.has_sections() is False
        both = (SealedSection(0, "anna", b"\x00one"), SealedSection(1, "bo", b"two"))
        append(store, [new_row("b/1", 1, sections=both)])
        append(
            store, [new_row("a/1", 1, sections=(SealedSection(0, "anna", b"three"),))]
        )

        assert store.has_sections() is True
        assert store.section(("b/1", 1, 0)) == b"\x00one"
        assert store.section(("b/1", 1, 1)) == b"two"
        assert store.section(("b/1", 2, 0)) is None
        assert [tuple(place) for place in store.sections_of("anna")] == [
            ("a/1", 1, 0),
            ("b/1", 1, 0),
        ]
        assert list(store.sections_of("nobody")) == []

    def test_erasing_a_person_leaves_the_rows_and_other_people(
        self, tmp_path: Path
    ) -> None:
        """Erasing removes the sealed bytes of one person, and changes no row."""
        store = self._created(tmp_path)
        both = (SealedSection(0, "anna", b"one"), SealedSection(1, "bo", b"two"))
        append(store, [new_row("a/1", 1, sections=both)])
        before = list(store.log(limit=10))

        with store.writing() as (writer, _, _):
            writer.erase("anna")
        store.scrub()

        assert store.section(("a/1", 1, 0)) is None
        assert list(store.sections_of("anna")) == []
        assert store.section(("a/1", 1, 1)) == b"two"
        assert list(store.log(limit=10)) == before

    def test_an_erasure_that_fails_erases_nothing(self, tmp_path: Path) -> None:
        """Sealed bytes go with the decision to erase them, or not at all."""
        store = self._created(tmp_path)
        section = (SealedSection(0, "anna", b"one"),)
        append(store, [new_row("a/1", 1, sections=section)])

        with suppress(Broken), store.writing() as (writer, _, _):
            writer.erase("anna")
            raise Broken

        assert store.section(("a/1", 1, 0)) == b"one"

    def test_scrubbing_an_idle_journal_leaves_nothing_behind(
        self, tmp_path: Path
    ) -> None:
        """Where nobody is reading, nothing keeps deleted bytes alive."""
        store = self._created(tmp_path)
        append(store, [new_row("a/1", 1)])

        assert store.scrub() is True
        assert dict(store.versions(["a/1"])) == {"a/1": 1}
