"""A plugin as the contract looks at it: its classes, its package, and its examples.

Each is worked out once, when a law first asks for it.
"""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from kvalitet_core.core import CORE
from kvalitet_core.errors import KvalitetError, Malformed, PluginError
from kvalitet_core.journal.codec import MsgspecCodec
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.storable import findings
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.breaches import Breach, NotJudged, hold
from kvalitet_core.testing.catalogues import Entered, enter_all
from kvalitet_core.testing.examples import Example, Played, Step, play

__all__ = ["Examined", "Source", "examples_of"]


class Source(NamedTuple):
    """A file of the plugin's package, and what is written in it.

    Attributes:
        name: The file's path in the package.
        tree: Its statements.
    """

    name: str
    tree: ast.Module


class Examined:
    """A plugin, and what can be seen of it.

    Attributes:
        plugin: The plugin.
        package: The package that it comes in.
        examples: What its author shows.
        drawn: How many values are drawn of each class.
    """

    def __init__(
        self,
        plugin: Plugin,
        *,
        package: str,
        examples: tuple[Example, ...],
        drawn: int,
    ) -> None:
        self.plugin = plugin
        self.package = package
        self.examples = examples
        self.drawn = drawn

    @cached_property
    def events(self) -> dict[str, type[Any]]:
        """Every class of events, by its stored name."""
        return {
            name: cls
            for aggregate in self.plugin.aggregates
            for name, cls in aggregate.events.items()
        }

    @cached_property
    def commands(self) -> dict[str, type[Any]]:
        """Every class of commands, by its stored name."""
        return {
            name: cls
            for aggregate in self.plugin.aggregates
            for name, cls in aggregate.commands.items()
        }

    @cached_property
    def classes(self) -> dict[str, type[Any]]:
        """Every class that is stored, by its stored name."""
        return dict(sorted((self.events | self.commands).items()))

    @cached_property
    def sound(self) -> dict[str, type[Any]]:
        """Those of the classes that can be stored at all."""
        return {name: cls for name, cls in self.classes.items() if not findings(cls)}

    @cached_property
    def stored(self) -> dict[str, StoredClass]:
        """The same, ready to be written and read."""
        codec = MsgspecCodec()
        return {name: StoredClass(name, cls, codec) for name, cls in self.sound.items()}

    @cached_property
    def registry(self) -> Registry:
        """The plugin beside the core, as a journal knows them.

        Raises:
            NotJudged: It does not fit; a law of its own says how.
        """
        _ = self.texts
        try:
            return Registry((CORE, self.plugin))
        except PluginError as error:
            raise NotJudged("no journal opens with the plugin") from error

    @cached_property
    def played(self) -> tuple[Played, ...]:
        """Every example, carried out in memory."""
        return tuple(self._played(example, "memory:") for example in self.examples)

    @cached_property
    def played_on_file(self) -> tuple[Played, ...]:
        """Every example, carried out in a file."""
        with tempfile.TemporaryDirectory() as folder:
            return tuple(
                self._played(example, str(Path(folder) / f"{number}.db"))
                for number, example in enumerate(self.examples)
            )

    def _played(self, example: Example, place: str) -> Played:
        _ = self.registry
        return play(example, plugins=(self.plugin,), place=place)

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        """Every text, by language and key.

        Raises:
            NotJudged: They cannot be read; a law of its own says why.
        """
        try:
            return {each: dict(told) for each, told in self.plugin.texts.items()}
        except Malformed as error:
            raise NotJudged("the texts cannot be read") from error

    @property
    def steps(self) -> Iterator[Step]:
        """Every step of every example."""
        for played in self.played:
            yield from played.steps

    def hold_shown(self, missing: Iterable[Breach]) -> None:
        """Let a law hold when nothing is missing in the examples.

        Raises:
            NotJudged: Something is, and an example ended before it was told.
            LawBroken: Something is, in examples that came to their ends.
        """
        found = tuple(missing)
        if found and not all(step.is_as_told for step in self.steps):
            raise NotJudged("an example does not come to what it says")
        hold(found)

    @cached_property
    def entered(self) -> tuple[Entered, ...]:
        """What came of every command of the catalogues, loaded and loaded again."""
        _ = self.registry
        return enter_all(self.plugin) if self.plugin.catalogues else ()

    @cached_property
    def folder(self) -> Path:
        """The folder of the package.

        Raises:
            NotJudged: There is no such package; a law of its own says so.
        """
        folder = folder_of(self.package)
        if folder is None:
            raise NotJudged(f"the package {self.package} is not found")
        return folder

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every module of the package."""
        return tuple(
            Source(
                path.relative_to(self.folder).as_posix(),
                ast.parse(path.read_text(encoding="utf-8")),
            )
            for path in sorted(self.folder.rglob("*.py"))
        )


def folder_of(package: str) -> Path | None:
    """The folder of a package that can be imported, or None."""
    spec = find_spec(package) if package else None
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def examples_of(package: str) -> tuple[Example, ...]:
    """What stands as `EXAMPLES` in a package's module `examples`; () without one.

    Raises:
        KvalitetError: The module is there, and has no such tuple.
    """
    if folder_of(package) is None or find_spec(f"{package}.examples") is None:
        return ()
    found = getattr(import_module(f"{package}.examples"), "EXAMPLES", None)
    if not isinstance(found, tuple) or not all(map(callable, found)):
        text = f"{package}.examples: expected EXAMPLES, a tuple of functions"
        raise KvalitetError(text)
    return found
