"""The closed registry: which class a stored name means, and how old shapes become new.

Built once from the installed plugins; a stored name it does not know is never looked
up anywhere else. Everything that does not fit is reported before a journal opens; for
one that only reads, see `kvalitet_core.journal.on_demand`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

import attrs
import msgspec

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import Malformed, PluginError, Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.codec import Codec, MsgspecCodec, plain_copy
from kvalitet_core.journal.names import Names, numbered
from kvalitet_core.journal.stored import Opener, StoredClass
from kvalitet_core.plugins import Plugin

D = TypeVar("D")

__all__ = ["Opener", "Registry", "StoredClass", "UnknownEvent"]


@attrs.frozen
class UnknownEvent:
    """An event whose stored name no installed class has: it is listed, not folded.

    Attributes:
        name: Its stored name.
        fields: Its data as it stands; personal values stand sealed.
    """

    name: str
    fields: Mapping[str, Any]


class Registry:
    """Every stored name, and everything that is known of it."""

    def __init__(
        self, plugins: Iterable[Plugin], *, codec: Codec | None = None
    ) -> None:
        self.codec: Codec = codec or MsgspecCodec()
        self._plugins = tuple(plugins)
        self._defined: dict[tuple[str, type[Any]], tuple[Plugin, tuple[Any, ...]]] = {}
        self._names = Names(self.codec)
        if self._plugins:
            from kvalitet_core.journal.registering import register

            register(self._plugins, self._names)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """What is brought, by whom: the core first."""
        return self._plugins

    @property
    def aggregates(self) -> Mapping[str, Aggregate]:
        """Every aggregate by its kind."""
        return self._names.aggregates

    @property
    def classes(self) -> Mapping[str, StoredClass]:
        """Every class of an event or a command, by its stored name."""
        return self._names.classes

    @cached_property
    def commands(self) -> frozenset[str]:
        """The stored names of all commands."""
        return frozenset(
            name
            for aggregate in self.aggregates.values()
            for name in aggregate.commands
        )

    @property
    def done_without(self) -> tuple[PluginError, ...]:
        """What is wrong with each plugin that was come upon, and is done without."""
        return ()

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        """What a plugin defines of a kind, such as its rules; () if nothing."""
        plugin = self.plugin(of)
        if plugin is None:
            return ()
        told = self._defined.get((of, kind))
        if told is None or told[0] is not plugin:
            brought = (*plugin.rules, *plugin.forms, *plugin.definitions)
            found = tuple(each for each in brought if isinstance(each, kind))
            told = self._defined[of, kind] = plugin, found
        return told[1]

    def plugin(self, name: str) -> Plugin | None:
        """What the plugin of a name brings; None where there is none."""
        for each in self._plugins:
            if each.name == name:
                return each
        return None

    def brought(self, what: str) -> frozenset[str]:
        """The names of what plugins bring, with their numbers: `tilbud.renamed/1`.

        Args:
            what: `rule`, `definition` or `type`: an event or a command.
        """
        if what == "type":
            return frozenset(self.classes)
        return frozenset(
            f"{each.code}/{each.version}"
            for plugin in self.plugins
            for each in (plugin.rules if what == "rule" else plugin.definitions)
        )

    def has_kind(self, kind: str) -> bool:
        """Whether there is an aggregate whose streams are of a kind."""
        self._bring_kind(kind)
        return kind in self._names.aggregates

    def numbers(self, name: str) -> frozenset[str]:
        """The stored names that are read as the class of this one, older ones too."""
        cls = self._names.classes[name].cls
        older = {
            each for each, shape in self._names.older.items() if shape.stored.cls is cls
        }
        return frozenset({name, *older})

    def stored(self, cls: type[Any]) -> StoredClass:
        """A class as it is stored, with its name.

        Raises:
            Unknown: No plugin of this journal has registered it.
        """
        stored = self._names.stored
        if cls not in stored:
            self._bring_class(cls)
        try:
            return stored[cls]
        except KeyError:
            raise _unregistered(cls) from None

    def aggregate_of(self, cls: type[Any]) -> Aggregate:
        """The aggregate that a state, event or command class belongs to."""
        aggregate_of = self._names.aggregate_of
        if cls not in aggregate_of:
            self._bring_class(cls)
        try:
            return aggregate_of[cls]
        except KeyError:
            raise _unregistered(cls) from None

    def aggregate_of_state(self, cls: type[Any]) -> Aggregate:
        """The aggregate that a state class belongs to.

        Raises:
            Unknown: It is no state that a plugin of this journal registers.
        """
        aggregate = self.aggregate_of(cls)
        if aggregate.state is not cls:
            hint = f"it is no state; that of its kind is {aggregate.state.__qualname__}"
            raise Unknown("state", cls.__qualname__, hint=hint)
        return aggregate

    def aggregate_at(self, stream: StreamId) -> Aggregate:
        """The aggregate whose stream this is, by the stream's kind."""
        kind = stream.partition("/")[0]
        if not (kind in self._names.aggregates or self.has_kind(kind)):
            raise Unknown(
                "kind of stream", kind, nearest=nearest(kind, self.aggregates)
            )
        return self._names.aggregates[kind]

    def command(self, name: str) -> StoredClass:
        """The command class of a name, which may leave its number out.

        Raises:
            Unknown: There is none; the nearest names are told.
        """
        newest = {numbered(full)[0]: full for full in self.commands}
        full = newest.get(name, name)
        if full not in self.commands:
            raise Unknown("command", name, nearest=nearest(name, newest))
        return self._names.classes[full]

    def read(self, row: tuple[int, str, int, str, bytes], opener: Opener) -> Any:
        """The event of a row, in its newest shape, or `UnknownEvent`.

        Raises:
            Damaged: The row does not hold what its name says.
        """
        try:
            sections = layout.split(row[4])
        except Malformed as error:
            raise layout.damaged(row, error) from error
        return self.read_as(row, sections, opener)

    def read_as(
        self,
        row: tuple[int, str, int, str, bytes],
        sections: layout.Sections,
        opener: Opener,
    ) -> Any:
        """As `read`, of a row whose sections are at hand, or that has others.

        Raises:
            Damaged: The sections do not hold what its name says.
        """
        _, stream, version, name, _ = row
        stored = self._names.classes.get(name) or self._brought(name)
        try:
            if stored is None:
                return self._read_older(name, stream, version, sections, opener)
            event = stored.decode(sections.d)
            if stored.personal or sections.p:
                stored.bind(event, stream, version, sections.p, opener)
        except Malformed as error:
            raise layout.damaged(row, error) from error
        return event

    def is_known(self, name: str) -> bool:
        """Whether a stored name is known, in its newest shape or in an older one."""
        return self._brought(name) is not None or name in self._names.older

    def value(self, name: str, data: bytes) -> Any:
        """A value from canonical `d` bytes under any of its names, in its newest shape.

        Raises:
            Malformed: It does not hold what its name says, or an upcaster failed.
            Unknown: No installed class has the name.
        """
        stored = self._brought(name)
        if stored is not None:
            return stored.decode(data)
        if name not in self._names.older:
            raise Unknown("stored name", name, nearest=nearest(name, self.classes))
        older = self._names.older[name]
        newest, _ = older.raised(name, plain_copy(data))
        return older.stored.decode(newest)

    def _brought(self, name: str) -> StoredClass | None:
        """The class of a name, once what is known of the name is at hand."""
        self._bring(name)
        return self._names.classes.get(name)

    def _bring(self, name: str) -> None:
        """Have at hand what is known of a name: here all is, from the beginning."""

    def _bring_kind(self, kind: str) -> None:
        """Have at hand the aggregate of a kind, in the same way."""

    def _bring_class(self, cls: type[Any]) -> None:
        """Have at hand what is known of a class, in the same way."""

    def _read_older(
        self,
        name: str,
        stream: str,
        version: int,
        sections: layout.Sections,
        opener: Opener,
    ) -> Any:
        fields = plain_copy(sections.d)
        if msgspec.json.encode(fields, order="sorted") != sections.d:
            raise Malformed(name, "is not in canonical form")
        if name not in self._names.older:
            return UnknownEvent(name, fields)
        older = self._names.older[name]
        newest, sealed = older.raised(name, fields)
        event = older.stored.decode(newest)
        older.stored.bind(event, stream, version, sections.p, opener, older=sealed)
        return event


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Known names that look like this one, the likeliest first."""
    return get_close_matches(name, sorted(known), n=3)


def _unregistered(cls: type[Any]) -> Unknown:
    hint = "no plugin of this journal registers it"
    return Unknown("class", cls.__qualname__, hint=hint)
