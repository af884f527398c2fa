"""Whether a case type's class says what it says in values of the right sort.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from kvalitet_core.casetypes.facts import Fact
from kvalitet_core.casetypes.hooks import Hook
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Item
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.references import Ref
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.casetypes.stages import Stage
from kvalitet_core.errors import Problem

__all__ = ["misfits"]

_NEEDED: Final = ("code", "version", "valid_from", "stages")
_SEVERAL: Final[dict[str, type]] = {
    "roles": Role,
    "facts": Fact,
    "obliges": Obligation,
    "invariants": Invariant,
    "hooks": Hook,
    "languages": str,
}


def misfits(written: type[Any]) -> Iterator[Problem]:
    """Tell of what is not set, and of what is of another sort than it has to be.

    Args:
        written: The case type's class.
    """
    absent = [name for name in _NEEDED if not hasattr(written, name)]
    for name in absent:
        yield _problem(name, "is not set; set it in the class")
    for name in ("code", "version"):
        if name not in absent and not isinstance(getattr(written, name), str):
            yield _not(written, name, "a text")
    yield from _dates(written, absent)
    if "stages" not in absent:
        yield from _stages(written)
    for name, sort in _SEVERAL.items():
        value = getattr(written, name)
        if type(value) is not tuple or not all(isinstance(one, sort) for one in value):
            noun = "text" if sort is str else sort.__name__
            yield _not(written, name, f"a tuple, each of it a {noun}")
    eyes = written.four_eyes
    if type(eyes) is not tuple or not all(
        isinstance(e, Item | Ref | str) for e in eyes
    ):
        yield _not(written, "four_eyes", "a tuple, each of it an item")
    yield from _others(written)


def _dates(written: type[Any], absent: list[str]) -> Iterator[Problem]:
    if "valid_from" not in absent and type(written.valid_from) is not date:
        yield _not(written, "valid_from", "a date")
    if written.valid_to is not None and type(written.valid_to) is not date:
        yield _not(written, "valid_to", "a date or None")


def _stages(written: type[Any]) -> Iterator[Problem]:
    stages = written.stages
    if type(stages) is not tuple or not all(map(_is_stage, stages)):
        yield _not(written, "stages", "a tuple, each of it a subclass of Stage")
        return
    for stage in stages:
        for word in ("when", "until"):
            value = getattr(stage, word)
            if value is not None and not isinstance(value, Condition):
                text = f"expected a condition or None, got {value!r}"
                yield _problem(f"{stage.code}.{word}", text)


def _is_stage(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Stage)


def _others(written: type[Any]) -> Iterator[Problem]:
    if written.handles not in (None, "application"):
        yield _not(written, "handles", "'application' or None")
    if written.ends is not None and not isinstance(written.ends, Condition):
        yield _not(written, "ends", "a condition or None")
    moves = written.migrate_from
    if not isinstance(moves, Mapping) or not all(
        isinstance(key, str) and isinstance(value, Renamed)
        for key, value in moves.items()
    ):
        yield _not(written, "migrate_from", "earlier versions, each with a Renamed")


def _not(written: type[Any], name: str, noun: str) -> Problem:
    return _problem(name, f"expected {noun}, got {getattr(written, name)!r}")


def _problem(place: str, text: str) -> Problem:
    return Problem(path=place, text=text)
