"""The closed registry: which class a stored name means, and how old shapes become new.

Built once from the installed plugins; a stored name it does not know is never looked
up anywhere else. Everything that does not fit is reported before a journal opens; for
one that only reads, see `kvalitet_core.journal.on_demand`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property, partial
from typing import Any, Final, TypeVar

import attrs
import msgspec

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import Malformed, PluginError, Unknown
from kvalitet_core.ids import KIND, StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.codec import Codec, MsgspecCodec, plain_copy
from kvalitet_core.journal.storable import findings
from kvalitet_core.journal.stored import Opener, StoredClass
from kvalitet_core.journal.upcasting import Older, Step, sealed_steps
from kvalitet_core.plugins import Plugin, SealedUpcaster, Upcaster

D = TypeVar("D")

__all__ = ["Opener", "Registry", "StoredClass", "UnknownEvent"]


_NAME: Final = re.compile(rf"{KIND.pattern}\.[a-z][a-z0-9_]*/[1-9][0-9]*")
"""A stored name: kind, words, number."""


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
        self._aggregates: dict[str, Aggregate] = {}
        self._classes: dict[str, StoredClass] = {}
        self._stored: dict[type[Any], StoredClass] = {}
        self._aggregate_of: dict[type[Any], Aggregate] = {}
        self._older: dict[str, Older] = {}
        if self._plugins:
            self._register()

    def _register(self) -> None:
        """Look at each plugin, and take in what it brings."""
        from kvalitet_core.journal.shaping import looked_at

        for look in (self._problems, self._unfollowable):
            for plugin in self._plugins:
                problems = looked_at(partial(look, plugin))
                if problems:
                    raise PluginError(plugin.name, *problems)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """What is brought, by whom: the core first."""
        return self._plugins

    @property
    def aggregates(self) -> Mapping[str, Aggregate]:
        """Every aggregate by its kind."""
        return self._aggregates

    @property
    def classes(self) -> Mapping[str, StoredClass]:
        """Every class of an event or a command, by its stored name."""
        return self._classes

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

    def _problems(self, plugin: Plugin) -> list[str]:
        from kvalitet_core.journal.fitting import misfits
        from kvalitet_core.journal.shaping import misshapen

        found = misshapen(plugin) or self._twice(plugin)
        return found or [*misfits(plugin), *self._add(plugin)]

    def _unfollowable(self, plugin: Plugin) -> list[str]:
        from kvalitet_core.journal.following import unfollowable

        return unfollowable(plugin, self._aggregates)

    def _twice(self, plugin: Plugin) -> list[str]:
        times = [other.name for other in self._plugins].count(plugin.name)
        return ["two plugins have this name"] if times > 1 else []

    def _add(self, plugin: Plugin) -> list[str]:
        problems: list[str] = []
        for aggregate in plugin.aggregates:
            if aggregate.kind in self._aggregates:
                problems.append(self._taken(aggregate.kind))
                continue
            self._add_aggregate(aggregate)
            for name, cls in {**aggregate.events, **aggregate.commands}.items():
                problems += self._add_class(name, cls, aggregate)
        for name in plugin.upcasters:
            problems += self._foreign(name, plugin) or self._add_older(
                name, plugin.upcasters, plugin.sealed_upcasters
            )
        return problems + self._gaps(plugin) + _sealed_from_nowhere(plugin)

    def _add_aggregate(self, aggregate: Aggregate) -> None:
        self._aggregates[aggregate.kind] = aggregate
        self._aggregate_of[aggregate.state] = aggregate

    def _taken(self, kind: str) -> str:
        first = self._aggregates[kind]
        owners = (
            plugin.name
            for plugin in self._plugins
            if any(aggregate is first for aggregate in plugin.aggregates)
        )
        owner = next(owners)
        return f"kind {kind!r}: is taken by plugin {owner!r}; give it another name"

    def _add_class(self, name: str, cls: type[Any], aggregate: Aggregate) -> list[str]:
        prefix = f"{aggregate.kind}."
        if not name.startswith(prefix) or not _NAME.fullmatch(name):
            return [f"stored name {name!r}: expected {prefix}<words>/<number from 1>"]
        if name in self._classes:
            return [f"stored name {name!r} is given to two classes"]
        if cls in self._stored:
            first = self._stored[cls].name
            return [f"{cls.__qualname__} has two stored names: {first}, {name}"]
        try:
            problems = findings(cls)
            if problems:
                return problems
            stored = StoredClass(name, cls, self.codec)
        except (NameError, TypeError, ValueError) as error:
            return [f"{cls.__qualname__}: cannot be stored: {error}"]
        self._classes[name] = self._stored[cls] = stored
        self._aggregate_of[cls] = aggregate
        return []

    def _foreign(self, name: str, plugin: Plugin) -> list[str]:
        """What is wrong with the name that an upcaster leads from."""
        if not _NAME.fullmatch(name):
            return [f"upcaster from {name!r}: expected <kind>.<words>/<number from 1>"]
        kind = name.partition(".")[0]
        if kind not in {aggregate.kind for aggregate in plugin.aggregates}:
            rule = f"the plugin brings no kind {kind!r}, and only its own history"
            return [f"upcaster from {name!r}: {rule} is its to read; drop it"]
        return []

    def _add_older(
        self,
        name: str,
        upcasters: Mapping[str, Upcaster],
        sealed: Mapping[tuple[str, str], SealedUpcaster],
    ) -> list[str]:
        stem, number = _numbered(name)
        steps = []
        while f"{stem}/{number}" not in self._classes:
            older = f"{stem}/{number}"
            if older not in upcasters:
                return [f"no upcaster leads on from {older}"]
            fields = upcasters[older]
            steps.append(Step(fields=fields, sealed=sealed_steps(sealed, older)))
            number += 1
        if not steps:
            return [f"upcaster from {name!r}, but a class has that name"]
        newest = self._classes[f"{stem}/{number}"]
        self._older[name] = Older(stored=newest, steps=tuple(steps))
        return []

    def _gaps(self, plugin: Plugin) -> list[str]:
        own = [
            name
            for aggregate in plugin.aggregates
            for name in {**aggregate.events, **aggregate.commands}
            if name in self._classes
        ]
        return [
            f"{name}: no upcaster from {stem}/{older}"
            for name in own
            for stem, number in [_numbered(name)]
            for older in range(1, number)
            if f"{stem}/{older}" not in self._older
        ]

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        """What a plugin defines of a kind, such as its rules; () if nothing."""
        plugin = self.plugin(of)
        if plugin is None:
            return ()
        brought = (*plugin.rules, *plugin.forms, *plugin.definitions)
        return tuple(each for each in brought if isinstance(each, kind))

    def plugin(self, name: str) -> Plugin | None:
        """What the plugin of a name brings; None where there is none."""
        return next((each for each in self._plugins if each.name == name), None)

    def has_kind(self, kind: str) -> bool:
        """Whether there is an aggregate whose streams are of a kind."""
        self._bring_kind(kind)
        return kind in self._aggregates

    def numbers(self, name: str) -> frozenset[str]:
        """The stored names that are read as the class of this one, older ones too."""
        cls = self._classes[name].cls
        older = {each for each, shape in self._older.items() if shape.stored.cls is cls}
        return frozenset({name, *older})

    def stored(self, cls: type[Any]) -> StoredClass:
        """A class as it is stored, with its name.

        Raises:
            Unknown: No plugin of this journal has registered it.
        """
        if cls not in self._stored:
            self._bring_class(cls)
        try:
            return self._stored[cls]
        except KeyError:
            kind = "class"
            raise Unknown(
                kind, cls.__qualname__, hint="no plugin of this journal registers it"
            ) from None

    def aggregate_of(self, cls: type[Any]) -> Aggregate:
        """The aggregate that a state, event or command class belongs to."""
        if cls not in self._aggregate_of:
            self._bring_class(cls)
        try:
            return self._aggregate_of[cls]
        except KeyError:
            kind = "class"
            raise Unknown(
                kind, cls.__qualname__, hint="no plugin of this journal registers it"
            ) from None

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
        if not (kind in self._aggregates or self.has_kind(kind)):
            raise Unknown(
                "kind of stream", kind, nearest=nearest(kind, self.aggregates)
            )
        return self._aggregates[kind]

    def command(self, name: str) -> StoredClass:
        """The command class of a name, which may leave its number out.

        Raises:
            Unknown: There is none; the nearest names are told.
        """
        newest = {_numbered(full)[0]: full for full in self.commands}
        full = newest.get(name, name)
        if full not in self.commands:
            raise Unknown("command", name, nearest=nearest(name, newest))
        return self._classes[full]

    def read(self, row: tuple[int, str, int, str, bytes], opener: Opener) -> Any:
        """The event of a row, in its newest shape, or `UnknownEvent`.

        Raises:
            Malformed: The row does not hold what its name says.
        """
        _, stream, version, name, state = row
        sections = layout.split(state)
        stored = self._classes.get(name) or self._brought(name)
        try:
            if stored is None:
                return self._read_older(name, stream, version, sections, opener)
            event = stored.decode(sections.d)
            if stored.personal or sections.p:
                stored.bind(event, stream, version, sections.p, opener)
        except Malformed as error:
            raise Malformed(
                f"{stream} version {version} ({name})", *error.problems
            ) from error
        return event

    def is_known(self, name: str) -> bool:
        """Whether a stored name is known, in its newest shape or in an older one."""
        return self._brought(name) is not None or name in self._older

    def value(self, name: str, data: bytes) -> Any:
        """A value from canonical `d` bytes under any of its names, in its newest shape.

        Raises:
            Malformed: It does not hold what its name says, or an upcaster failed.
            Unknown: No installed class has the name.
        """
        stored = self._brought(name)
        if stored is not None:
            return stored.decode(data)
        if name not in self._older:
            raise Unknown("stored name", name, nearest=nearest(name, self.classes))
        older = self._older[name]
        newest, _ = older.raised(name, plain_copy(data))
        return older.stored.decode(newest)

    def _brought(self, name: str) -> StoredClass | None:
        """The class of a name, once what is known of the name is at hand."""
        self._bring(name)
        return self._classes.get(name)

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
        if name not in self._older:
            return UnknownEvent(name, fields)
        older = self._older[name]
        newest, sealed = older.raised(name, fields)
        event = older.stored.decode(newest)
        older.stored.bind(event, stream, version, sections.p, opener, older=sealed)
        return event


def _sealed_from_nowhere(plugin: Plugin) -> list[str]:
    return [
        f"sealed upcaster from {key!r}: expected an older stored name that an upcaster "
        "leads on from, and a personal field; mend the name, or drop it"
        for key in plugin.sealed_upcasters
        if key[0] not in plugin.upcasters
    ]


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Known names that look like this one, the likeliest first."""
    return get_close_matches(name, sorted(known), n=3)


def _numbered(name: str) -> tuple[str, int]:
    stem, _, number = name.partition("/")
    return stem, int(number)
