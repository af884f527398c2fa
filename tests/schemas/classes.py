"""What schema tests have in common: small classes, and plugins of them."""

from __future__ import annotations

from typing import Any

import attrs

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.plugins import Plugin


@attrs.frozen
class State:
    """Nothing."""


def made(doc: str = "It happened.", **fields: Any) -> type[Any]:
    """A class `Happened` with these fields; a pair is a type and its `attrs.field`."""
    hints = {name: _pair(each)[0] for name, each in fields.items()}
    lines = "".join(f"    {name}: The {name}.\n" for name in fields)
    namespace = {
        "__annotations__": hints,
        "__doc__": f"{doc}\n\nAttributes:\n{lines}",
        "__module__": __name__,
        **{name: _pair(each)[1] for name, each in fields.items()},
    }
    return attrs.frozen(kw_only=True)(type("Happened", (), namespace))


def _pair(each: Any) -> tuple[Any, Any]:
    return each if isinstance(each, tuple) else (each, attrs.field())


def plugin(cls: type[Any], *, number: int = 1, **given: Any) -> Plugin:
    """A plugin with one event, `thing.happened/<number>`, and its Danish texts."""
    aggregate = Aggregate(
        kind="thing",
        state=State,
        evolve=lambda state, _: state,
        events={f"thing.happened/{number}": cls},
    )
    keys = [f"thing.happened.{field.name}" for field in attrs.fields(cls)]
    danish = dict.fromkeys(("thing.happened", *keys), "Tekst.")
    return Plugin(
        name="thing",
        version="1",
        aggregates=(aggregate,),
        **{"texts": {"da": danish}, **given},
    )
