"""A registry for those who only read: what it knows is brought in when it is asked for.

To tell of one stream takes its own aggregate, and of a case the plugin that runs it.
What is brought in is looked at then. Where anything is wrong with it, and where all is
asked for, everything installed is brought in and looked at, as for a writer; so a
reader comes to the same answers, and only pays for what it asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.plugins import Plugin, SealedUpcaster, Upcaster

__all__ = ["Brought", "OnDemand", "Shelf"]


class Brought(NamedTuple):
    """An aggregate, and what leads from the older shapes of its events to today's."""

    aggregate: Aggregate
    upcasters: Mapping[str, Upcaster]
    sealed_upcasters: Mapping[tuple[str, str], SealedUpcaster]


class Shelf(Protocol):
    """What is installed, to be brought in piece by piece."""

    def aggregate(self, kind: str) -> Brought | None:
        """The aggregate of a kind; None where nobody brings it.

        Raises:
            PluginError: The plugin that should bring it is not fit to be used.
        """

    def plugin(self, name: str) -> Plugin | None:
        """The plugin of a name; None where it is not installed, or not allowed.

        Raises:
            PluginError: It is not fit to be used.
        """

    def kind_of(self, cls: type[Any]) -> str | None:
        """The kind of the aggregate that a class belongs to, where that can be told."""

    def brought(self, what: str) -> Iterable[str]:
        """The names of what is installed, with their numbers, as manifests say.

        Args:
            what: `rule`, `definition` or `type`: an event or a command.
        """

    def everything(self) -> tuple[Registry, tuple[PluginError, ...]]:
        """All that is fit to be used, and what is wrong with the rest."""


class OnDemand(Registry):
    """A registry that takes from a shelf what it is asked for.

    It has no lock, which a fork could leave held. Threads that ask for the same at once
    bring it in twice, which comes to the same; or one finds that a name is there
    already, and brings in everything, which comes to the same too.

    Args:
        shelf: What is installed.
    """

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(())
        self._shelf = shelf
        self._pieces: dict[str, Brought] = {}
        self._absent: set[str] = set()
        self._problems_found: tuple[PluginError, ...] = ()
        self._is_whole = False

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """What is brought, by whom: the core first."""
        self._bring_everything()
        return super().plugins

    @property
    def aggregates(self) -> Mapping[str, Aggregate]:
        """Every aggregate by its kind."""
        self._bring_everything()
        return super().aggregates

    @property
    def classes(self) -> Mapping[str, StoredClass]:
        """Every class of an event or a command, by its stored name."""
        self._bring_everything()
        return super().classes

    @property
    def done_without(self) -> tuple[PluginError, ...]:
        """What is wrong with each plugin that was come upon, and is done without."""
        return self._problems_found

    def unusable(self) -> tuple[PluginError, ...]:
        """What is wrong with each plugin; all are looked at for it."""
        self._bring_everything()
        return self._problems_found

    def plugin(self, name: str) -> Plugin | None:
        """What the plugin of a name brings; None where there is none."""
        if not self._is_whole:
            try:
                return self._shelf.plugin(name)
            except PluginError:
                self._bring_everything()
        return super().plugin(name)

    def numbers(self, name: str) -> frozenset[str]:
        """The stored names that are read as the class of this one, older ones too."""
        self._bring_everything()
        return super().numbers(name)

    def brought(self, what: str) -> frozenset[str]:
        """The names of what plugins bring, with their numbers, as manifests say."""
        if self._is_whole:
            return super().brought(what)
        return frozenset(self._shelf.brought(what))

    def _bring_everything(self) -> None:
        if self._is_whole:
            return
        whole, self._problems_found = self._shelf.everything()
        self._plugins = whole._plugins  # noqa: SLF001 - of the same kind
        self._names = whole._names  # noqa: SLF001 - the same
        self._is_whole = True

    def _bring_kind(self, kind: str) -> None:
        if self._is_whole or kind in self._names.aggregates or kind in self._absent:
            return
        try:
            brought = self._shelf.aggregate(kind)
        except PluginError:
            self._bring_everything()
            return
        if brought is None:
            self._absent.add(kind)
            return
        self._pieces[kind] = brought
        self._names.add_aggregate(brought.aggregate)

    def _bring(self, name: str) -> None:
        kind = name.partition(".")[0]
        self._bring_kind(kind)
        if self._is_whole or kind not in self._pieces or name in self._absent:
            return
        if self._problems_with(name, self._pieces[kind]):
            self._bring_everything()

    def _problems_with(self, name: str, piece: Brought) -> list[str]:
        """Take in a name, and the newest that it leads to; gives what is wrong."""
        if name in self._names.classes or name in self._names.older:
            return []
        aggregate, upcasters, sealed = piece
        for known in (aggregate.events, aggregate.commands):
            if name in known:
                return self._names.add_class(name, known[name], aggregate)
        if name not in upcasters:
            self._absent.add(name)
            return []
        stem, _, number = name.partition("/")
        later = f"{stem}/{int(number) + 1}"
        return self._problems_with(later, piece) or self._names.add_older(
            name, upcasters, sealed
        )

    def _bring_class(self, cls: type[Any]) -> None:
        kind = None if self._is_whole else self._shelf.kind_of(cls)
        if kind is None:
            self._bring_everything()
            return
        self._bring_kind(kind)
        piece = self._pieces.get(kind)
        if piece is None or cls is piece.aggregate.state:
            return
        for known in (piece.aggregate.events, piece.aggregate.commands):
            for name, each in known.items():
                if each is cls:
                    self._bring(name)
                    return
        self._bring_everything()
