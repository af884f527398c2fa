"""What a plugin value must be made of, before anything in it is read.

A plugin is written by others, and nothing checks the types that its fields say. Each
finding names the thing, what was expected and what was there. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from kvalitet_core.aggregate import Aggregate, Command
from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.deferred import Deferred
from kvalitet_core.errors import KvalitetError
from kvalitet_core.forms import Form
from kvalitet_core.plugins import Catalogue, Later, Plugin
from kvalitet_core.reaction import Reaction
from kvalitet_core.values import FormName
from kvalitet_core.view import Column, Table, View

__all__ = ["looked_at", "misshapen"]

_Fits: TypeAlias = Callable[[object], bool]
_Shape: TypeAlias = Mapping[str, tuple[str, _Fits]]


def looked_at(look: Callable[[], Iterable[str]]) -> list[str]:
    """What is found by a look at a plugin, or that it cannot be looked at.

    What others wrote can fail in any way while it is read; whoever asks what is wrong
    with a plugin must hear of that too, and of the plugins beside it.
    """
    try:
        return list(look())
    except KvalitetError as error:
        return [str(error)]
    except Exception as error:  # noqa: BLE001 - a plugin's own code may be behind it
        first = (str(error).strip().splitlines() or ["without a word"])[0]
        return [f"cannot be read: {type(error).__name__}: {first}"]


def misshapen(plugin: Plugin) -> list[str]:
    """What in a plugin value is of another type than its field says."""
    found = list(_fields(plugin, "its", _PLUGIN))
    for name, cls in _ITEMS.items():
        found += _not_of(cls, name, getattr(plugin, name))
    found += _fields(plugin, "its", _MAPPINGS)
    return found or [*_inner(plugin), *_fields(plugin, "its", _KEYED)]


def _is(*classes: type[Any]) -> _Fits:
    return lambda value: isinstance(value, classes)


def _all(fits: _Fits, kind: type[Any] = tuple) -> _Fits:
    return lambda value: isinstance(value, kind) and all(map(fits, value))


def _map(key: _Fits, item: _Fits) -> _Fits:
    return lambda value: (
        isinstance(value, Mapping)
        and all(key(each) and item(value[each]) for each in value)
    )


_text: Final = _is(str)
_TEXT: Final = ("text", _text)
_MAPPING: Final = ("a mapping", _is(Mapping))
_deferred: Final = _is(Deferred)
_classes: Final = _map(_text, _is(type))
_CLASSES: Final = ("stored names with a class each", _classes)
_NAMES: Final = ("a frozenset of text", _all(_text, frozenset))
_FUNCTION: Final = ("a function", callable)


def _pair(value: object) -> bool:
    return _all(_text)(value) and isinstance(value, tuple) and len(value) == len("ab")


def _case_type(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, CaseType)


def _command(value: object) -> bool:
    return isinstance(value, Command) and not isinstance(value, type)


def _commands(value: object) -> bool:
    return isinstance(value, Later) or _all(_command)(value)


_PLUGIN: Final[_Shape] = MappingProxyType(
    {
        "name": _TEXT,
        "version": _TEXT,
        "api": ("a whole number", lambda value: type(value) is int),
        "case_types": ("a tuple of case types", _all(_case_type)),
        "retired": ("a tuple of text", _all(_text)),
    }
)
_MAPPINGS: Final[_Shape] = MappingProxyType(
    dict.fromkeys(("sealed_upcasters", "texts", "upcasters"), _MAPPING)
)
_KEYED: Final[_Shape] = MappingProxyType(
    {
        "sealed_upcasters": (
            "pairs of a stored name and a field with a function each",
            _map(_pair, callable),
        ),
        "texts": (
            "languages with texts by their keys",
            _map(_text, _map(_text, _text)),
        ),
        "upcasters": ("stored names with a function each", _map(_text, callable)),
    }
)
_ITEMS: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        "aggregates": Aggregate,
        "catalogues": Catalogue,
        "forms": Form,
        "reactions": Reaction,
        "rules": Rule,
        "views": View,
    }
)
_SHAPES: Final[Mapping[type[Any], _Shape]] = MappingProxyType(
    {
        Aggregate: {
            "kind": _TEXT,
            "state": ("a class", _is(type)),
            "evolve": _FUNCTION,
            "events": _CLASSES,
            "commands": (
                _CLASSES[0],
                lambda value: _deferred(value) or _classes(value),
            ),
        },
        Catalogue: {
            "name": _TEXT,
            "title": _TEXT,
            "source": _TEXT,
            "commands": ("a tuple of commands", _commands),
        },
        Form: {
            "name": ("a FormName", _is(FormName)),
            "title": _TEXT,
            "source": _TEXT,
            "schema": _MAPPING,
        },
        Reaction: {
            "name": _TEXT,
            "title": _TEXT,
            "events": _NAMES,
            "command": _FUNCTION,
            "issues": _NAMES,
        },
        Rule: {},
        View: {
            "name": _TEXT,
            "title": _TEXT,
            "tables": ("a tuple of Table", _all(_is(Table))),
            "events": _NAMES,
            "project": _FUNCTION,
            "state": ("a class or None", _is(type, type(None))),
        },
        Table: {
            "name": _TEXT,
            "columns": ("a tuple of Column", _all(_is(Column))),
            "key": ("a tuple of text", _all(_text)),
            "indexes": ("a tuple of tuples of text", _all(_all(_text))),
        },
        Column: {
            "name": _TEXT,
            "type": _TEXT,
            "title": _TEXT,
            "nullable": ("a bool", _is(bool)),
            "person": ("text or None", _is(str, type(None))),
        },
    }
)
"""What each part is made of; a rule checks that itself."""


def _fields(value: object, where: str, shape: _Shape) -> Iterator[str]:
    for name, (expected, fits) in shape.items():
        got = getattr(value, name)
        if not fits(got):
            yield f"{where} {name}: expected {expected}, got {got!r}"


def _not_of(cls: type[Any], name: str, items: object) -> Iterator[str]:
    if not isinstance(items, tuple):
        got = type(items).__name__
        yield f"its {name}: expected a tuple of {cls.__name__}, got a {got}"
        return
    for item in items:
        if not isinstance(item, cls):
            yield f"its {name}: expected {cls.__name__}, got {item!r}"


def _inner(plugin: Plugin) -> Iterator[str]:
    for name, cls in _ITEMS.items():
        for number, item in enumerate(getattr(plugin, name)):
            yield from _fields(item, f"its {name}[{number}]:", _SHAPES[cls])
    for number, view in enumerate(plugin.views):
        yield from _tables(f"its views[{number}]", view)


def _tables(where: str, view: View) -> Iterator[str]:
    tables = view.tables if _all(_is(Table))(view.tables) else ()
    for number, table in enumerate(tables):
        at = f"{where}.tables[{number}]"
        yield from _fields(table, f"{at}:", _SHAPES[Table])
        columns = table.columns if _all(_is(Column))(table.columns) else ()
        for place, column in enumerate(columns):
            yield from _fields(column, f"{at}.columns[{place}]:", _SHAPES[Column])
