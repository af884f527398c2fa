"""Stages: the way of writing a case down, one class a stage.

The first line of its docstring is what a stage is called.

    class Ansoegning(Stage):
        oplys = Task("Oplys sagen", role=sagsbehandler)
        indstil = Task("Indstil", role=sagsbehandler, when=oplys.done)

    class Opstart(Stage, when=Ansoegning.done):
        forvent = Task("Afstem forventninger", role=konsulent)

A stage names its items as they are assigned, as `enum.Enum` does with its members, so
that `oplys.done` can be used on the next line.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

import attrs

from kvalitet_core.casetypes.items import Item
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.references import Done
from kvalitet_core.errors import Malformed

__all__ = ["Stage"]

_WORD: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def stage_code(name: str) -> str:
    """Give a stage's permanent code: `PartsHoering` is `parts_hoering`."""
    return _WORD.sub("_", name).lower()


class _Names(dict[str, Any]):
    """The body of a stage's class, in which each item gets its path."""

    def __init__(self, stage: str) -> None:
        super().__init__()
        self.stage = stage
        self.items_named: dict[str, Item] = {}

    def __setitem__(self, name: str, value: Any) -> None:
        if isinstance(value, Item):
            value = self._named(name, value)
        super().__setitem__(name, value)

    def _named(self, name: str, item: Item) -> Item:
        path = f"{self.stage}.{name}"
        if item.path or name in self.items_named:
            taken = item.path or path
            raise Malformed(f"item {path}", f"expected an item of its own, got {taken}")
        named = attrs.evolve(item, path=path)
        self.items_named[name] = named
        return named


class _StageType(type):
    """The type of stages: it gives each class its code, its title and its items."""

    code: str
    items: Mapping[str, Item]

    @classmethod
    def __prepare__(
        cls, name: str, _: tuple[type, ...], /, **begins: Condition
    ) -> _Names:
        names = _Names(stage_code(name))
        names.update(begins)
        return names

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        body: _Names,
        *,
        when: Condition | None = None,
    ) -> Any:
        if body.get("when") is not when is not None:
            text = "is said twice; say it in the class or in its first line"
            raise Malformed(f"stage {body.stage}: when", text)
        made = super().__new__(mcs, name, bases, dict(body))
        made.code = body.stage
        made.items = body.items_named
        return made

    @property
    def done(cls) -> Condition:
        """Ask whether the stage is completed."""
        return Done(cls.code, sort="stage", da=cls.title)

    @property
    def title(cls) -> str:
        """What it is called: the first line of its docstring."""
        return (cls.__doc__ or "").strip().partition("\n")[0]


class Stage(metaclass=_StageType):
    """A part of a case, with its items; subclass it, and assign them.

    Attributes:
        when: What must hold for it to be active, in its class or in the first line of
            it; None from the opening on.
        until: What ends it early; None for when all in it is done.
        en: What it is called in English, unless the plugin's texts say so.
    """

    when: ClassVar[Condition | None] = None
    until: ClassVar[Condition | None] = None
    en: ClassVar[str | None] = None
