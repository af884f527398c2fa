"""Verifying sealed sections: each is the one that was sealed, and there is no other.

What is missing must be erased by a record; what is there must be an event's.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final, TypeAlias

import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.journal import layout
from kvalitet_core.journal.inspecting import KeptPlace
from kvalitet_core.journal.sections import SealedReference, sealed_references
from kvalitet_core.journal.store import Row, SectionPlace, Store

__all__ = ["Sections"]

_PAGE: Final = 1000
_LAST: Final = 2**63
_NAMED: Final = 20
"""So many sections that belong to no event are named one by one."""

_Covered: TypeAlias = tuple[str, str]
"""Who was forgotten, and in which event."""


class Sections:
    """Holds what is sealed against the rows, and reports what is odd.

    Attributes:
        count: How many sections the rows have, those that are erased among them.
    """

    def __init__(self, store: Store, report: Report) -> None:
        self._store = store
        self._report = report
        self._missing: dict[SectionPlace, str] = {}
        self._covered: dict[SectionPlace, _Covered] = {}
        self._people: dict[str, str] = {}
        self.count = 0

    def check(self, row: Row, sections: layout.Sections) -> None:
        """What is sealed of a row: whose it is said to be, and the bytes."""
        for reference in sealed_references(sections.p):
            place = (row[1], row[2], reference.ordinal)
            if msgspec.json.encode(reference.subject) not in sections.d:
                self._report.find(_section(place), Said.of("whom"))
            whose = self._people.setdefault(reference.key, reference.subject)
            if whose != reference.subject:
                text = Said.of("whose_key", whose=whose, subject=reference.subject)
                self._report.find(_section(place), text)
            self._check_bytes(place, reference)

    def _check_bytes(self, place: SectionPlace, reference: SealedReference) -> None:
        self.count += 1
        kept = self._store.kept_section(place)
        if kept is None:
            self._missing[place] = reference.subject
            return
        whose, sealed = kept
        if whose != reference.subject:
            facts = {"whose": str(whose), "subject": reference.subject}
            self._report.find(_section(place), Said.of("section_subject", **facts))
        if not isinstance(sealed, bytes):
            self._report.find(_section(place), Said.of("section_type"))
        elif sha256(sealed).hexdigest() != reference.sha256:
            self._report.find(_section(place), Said.of("changed_section"))

    def cover(self, place: SectionPlace, subject: str, event: str) -> None:
        """Take in that an event says to have erased what was sealed at a place."""
        if all(each < _LAST for each in place[1:]):
            self._covered[place] = (subject, event)

    def finish(self) -> None:
        """Hold what is erased against the decisions to erase it, and look for more."""
        for place, subject in self._missing.items():
            who, event = self._covered.get(place, ("", ""))
            if who == subject:
                self._report.erased += 1
            else:
                text = Said.of("gone_another", event=event) if who else Said.of("gone")
                self._report.find(_section(place), text)
        for place, (_, event) in self._covered.items():
            if place not in self._missing and self._store.section(place) is not None:
                text = Said.of("still_there", event=event)
                self._report.find(_section(place), text)
        if self._store.section_count() != self.count - len(self._missing):
            self._find_others()

    def _find_others(self) -> None:
        """Name what no event has: where there is more than was looked for."""
        found = 0
        for place, text in self._others():
            found += 1
            if found <= _NAMED:
                self._report.find(_section(place), text)
        if found > _NAMED:
            text = Said.of("sections_more", count=found - _NAMED)
            self._report.find(Said.of("at_sections"), text)

    def _others(self) -> Iterator[tuple[SectionPlace, str]]:
        seen: set[SectionPlace] = set()
        after: object = None
        while page := self._store.section_places(after=after, limit=_PAGE):
            for kept in page:
                place = kept[1:4]
                if place in seen:
                    yield place, Said.of("section_twice")
                elif not self._belongs(kept):
                    yield place, Said.of("section_nobody")
                seen.add(place)
            after = page[-1][0]

    def _belongs(self, kept: KeptPlace) -> bool:
        """Whether a row has a section at a place: as it is by now."""
        _, stream, version, ordinal, _ = kept
        if not (isinstance(stream, str) and isinstance(version, int) and version > 0):
            return False
        if any("\ud800" <= each <= "\udfff" for each in stream):
            return False
        for row in self._store.stream(stream, after=version - 1, upto=version, limit=1):
            try:
                references = sealed_references(layout.split(row[4]).p)
            except (Malformed, TypeError):
                return False
            return ordinal in {each.ordinal for each in references}
        return False


def _section(place: SectionPlace) -> str:
    stream, version, ordinal = place
    return Said.of("at_section", stream=stream, version=version, ordinal=ordinal)
