"""What decided: the case type that each case runs by, and the schemas in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from kvalitet_core.audit.acts import Act, Entry
from kvalitet_core.audit.deployments import Deployments
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal

__all__ = ["Bindings", "Bound", "Definition", "Schemas"]

_BINDING: Final = {
    "case.opened": ("definition", "version", "digest"),
    "case.migrated": (None, "to_version", "to_digest"),
}


class Definition(NamedTuple):
    """A case type, as it was."""

    code: str
    version: str
    digest: str

    def is_called(self, text: str) -> bool:
        """Whether somebody who says this means it: its code, or code and version."""
        return text in (self.code, self.title)

    @property
    def title(self) -> str:
        """Its code and its version."""
        return f"{self.code}/{self.version}"


Bindings: TypeAlias = dict[StreamId, tuple[Definition, ...]]
"""What each case that a command is on runs by, before it and after it."""


class Bound:
    """The definition that each case is bound to, kept up by reading in order."""

    def __init__(self) -> None:
        self._by: dict[StreamId, Definition] = {}

    def of(self, act: Act) -> Bindings:
        """What the cases that a command is on run by, before it and after it."""
        before = self._known(act)
        for event in act.events:
            fields = _BINDING.get(event.name.partition("/")[0])
            if fields is not None:
                self._bind(event, fields)
        after = self._known(act)
        streams = dict.fromkeys((*before, *after))
        return {
            stream: tuple(
                dict.fromkeys(
                    known[stream] for known in (before, after) if stream in known
                )
            )
            for stream in streams
        }

    def _known(self, act: Act) -> dict[StreamId, Definition]:
        if not self._by and not act.events:
            return {}
        return {each: self._by[each] for each in act.streams if each in self._by}

    def _bind(self, event: Entry, names: tuple[str | None, str, str]) -> None:
        code, version, digest = names
        said: dict[str, Any] = event.fields
        earlier = self._by.get(event.stream)
        if code is None and earlier is None:
            return
        called = earlier.code if code is None and earlier else said[str(code)]
        self._by[event.stream] = Definition(called, said[version], said[digest])


class Schemas:
    """Which commands and events had a schema with a digest, by what was installed."""

    def __init__(self, journal: Journal, digest: str) -> None:
        self._names = {
            deployment: {
                name: found
                for name, found in deployed.definitions.items()
                if found.startswith(digest)
            }
            for deployment, deployed in Deployments(journal).recorded.items()
        }

    def of(self, act: Act) -> Iterator[tuple[Entry, str]]:
        """The rows of a command that were written by that schema, with its digest."""
        names = self._names.get(act.entry.fields["deployment"])
        if not names:
            return
        if act.name in names:
            yield act.entry, names[act.name]
        for event in act.events:
            if event.name in names:
                yield event, names[event.name]
