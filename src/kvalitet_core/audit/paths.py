"""Paths into plain values: `name`, `findings[0].truth`, `works["a.b"].status`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

__all__ = ["ABSENT", "Path", "at", "fields_of", "path_of", "told"]

Path: TypeAlias = tuple[str | int, ...]
"""The steps of a path: names and indexes."""

ABSENT: Final[Any] = object()
"""What stands at a path that leads nowhere."""


def path_of(node: ast.AST) -> Path | None:
    """The path that an expression's node is; None where it is something else."""
    steps: list[str | int] = []
    while True:
        match node:
            case ast.Attribute(value=value, attr=name):
                steps.append(name)
            case ast.Subscript(value=value, slice=index):
                step = _index(index)
                if step is None:
                    return None
                steps.append(step)
            case ast.Name(id=name):
                return (name, *reversed(steps))
            case _:
                return None
        node = value


def at(value: Any, path: Path) -> Any:
    """What stands at a path; a name in a mapping may have points of its own."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        if not isinstance(value, list) or not -len(value) <= step < len(value):
            return ABSENT
        return at(value[step], tuple(rest))
    if not isinstance(value, Mapping):
        return ABSENT
    names = [step]
    while True:
        key = ".".join(names)
        if key in value:
            found = at(value[key], tuple(rest))
            if found is not ABSENT:
                return found
        if not rest or not isinstance(rest[0], str):
            return ABSENT
        names.append(str(rest.pop(0)))


def told(path: Path) -> str:
    """A path as it is typed."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def fields_of(value: Any, before: str = "") -> Iterator[str]:
    """Every path that a plain value has."""
    match value:
        case dict():
            for key, item in value.items():
                path = f"{before}.{key}" if before else str(key)
                yield path
                yield from fields_of(item, path)
        case list():
            for number, item in enumerate(value):
                yield f"{before}[{number}]"
                yield from fields_of(item, f"{before}[{number}]")
        case _:
            return


def _index(node: ast.expr) -> str | int | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | str() as step):
            return step
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as number)):
            return -number
        case _:
            return None
