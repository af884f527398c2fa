"""What a plugin is: a frozen value that names what it brings.

The core's own aggregates come as a plugin too. How installed plugins are found stands
in `kvalitet_core.discovery`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from kvalitet_core.aggregate import Aggregate, Command
from kvalitet_core.errors import Malformed
from kvalitet_core.reaction import Reaction
from kvalitet_core.values import not_blank

if TYPE_CHECKING:
    from kvalitet_core.casetypes.case_type import CaseType
    from kvalitet_core.casetypes.definition import Definition
    from kvalitet_core.casetypes.rules import Rule
    from kvalitet_core.forms import Form
    from kvalitet_core.view import View

__all__ = [
    "CORE_NAME",
    "PLUGIN_API",
    "Catalogue",
    "Later",
    "Plugin",
    "SealedUpcaster",
    "Upcaster",
    "unchanged",
]

CORE_NAME: Final = "core"
"""The name that is the core's own."""

PLUGIN_API: Final = 1
"""The number of what a plugin may rely on; it changes when a plugin must."""

Upcaster: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""A pure function from the fields of version n to the fields of version n + 1."""


SealedUpcaster: TypeAlias = Callable[[Any], Any]
"""A pure function from the sealed content of version n to that of version n + 1."""


def unchanged(fields: dict[str, Any]) -> dict[str, Any]:
    """The upcaster for values that fit the next version as they stand.

    `kvalitet schema check` refuses it where that is not proved.
    """
    return fields


class Later(Sequence[Command]):
    """The commands of a catalogue, made when somebody asks for one of them.

    Whoever shows a case needs the plugin that runs it, and none of its catalogues.
    """

    def __init__(self, make: Callable[[], Sequence[Command]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> tuple[Command, ...]:
        made: object = self._make()
        if not isinstance(made, tuple) or not all(map(_is_command, made)):
            text = f"expected a tuple of commands, got {made!r}"
            raise Malformed("what makes the commands of a catalogue", text)
        return made

    def __getitem__(self, place: Any) -> Any:
        return self._made[place]

    def __iter__(self) -> Iterator[Command]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _is_command(value: object) -> bool:
    return isinstance(value, Command) and not isinstance(value, type)


def _later(
    given: Sequence[Command] | Callable[[], Sequence[Command]],
) -> Sequence[Command]:
    return Later(given) if callable(given) else given


@attrs.frozen(kw_only=True)
class Catalogue:
    """Public facts that come with a plugin, as commands to be given to a journal.

    Attributes:
        name: Unique within the plugin: `rounds`.
        title: What people call it.
        source: The documents that the facts come from.
        commands: What enters them in the record, in order: a tuple, or a function that
            gives one, which is called when they are asked for.
    """

    name: str
    title: str = attrs.field(validator=not_blank)
    source: str = attrs.field(validator=not_blank)
    commands: Sequence[Command] = attrs.field(converter=_later)


@attrs.frozen(kw_only=True)
class Plugin:
    """A programme's own part: its kinds of things, and how their old shapes are read.

    Attributes:
        name: Unique among the plugins of a journal, lower case.
        version: The plugin's own version, kept with every decision.
        aggregates: What it brings; their kinds are unique among all plugins.
        upcasters: Old stored name (`tilbud.renamed/1`) → function to the next number.
        sealed_upcasters: (old stored name, personal field) → function to what the field
            holds in the next number, when what is sealed has changed its shape.
        case_types: How its cases run.
        retired: The released versions of case types by which no case runs any more,
            and which it brings no class of: `mentor.forloeb/2026-1`.
        rules: What its applications are judged by.
        forms: What its applicants are asked.
        catalogues: Public facts that a journal can be filled with.
        views: Tables that are kept up with the journal.
        reactions: What follows by itself from what has happened.
        texts: Language (`da`, `en`) → key → text. A key is the stem of a stored name
            (`tilbud.renamed`), a field of it (`tilbud.renamed.name`), or the code of
            a rule, a form or a reason.
        api: The number of the plugin interface that it is written for.
    """

    name: str
    version: str
    aggregates: tuple[Aggregate, ...] = ()
    upcasters: Mapping[str, Upcaster] = attrs.field(factory=dict)
    sealed_upcasters: Mapping[tuple[str, str], SealedUpcaster] = attrs.field(
        factory=dict
    )
    case_types: tuple[type[CaseType], ...] = ()
    retired: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    forms: tuple[Form, ...] = ()
    catalogues: tuple[Catalogue, ...] = ()
    views: tuple[View, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    api: int = PLUGIN_API

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What its case types are compiled to."""
        return tuple(each.definition for each in self.case_types)
