"""What an expression comes to on a state: a walk over its closed set of nodes."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, Final

from kvalitet_core.audit.paths import ABSENT, Path, at, path_of
from kvalitet_core.errors import Malformed

__all__ = ["holds"]

_COUNTING: Final[dict[type[ast.operator], Callable[[int, int], int]]] = {
    ast.Add: operator.add,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Mult: operator.mul,
    ast.Sub: operator.sub,
}
_ORDER: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}


def holds(node: ast.expr, state: Mapping[str, Any], text: str) -> bool:
    """Whether an expression is so of a state.

    Args:
        node: What it says; only nodes of the language.

        state: The state, as plain values.

        text: The expression as it was typed, for errors.

    Raises:
        Malformed: It compares or counts what cannot be.
    """
    return _Evaluating(state, text).condition(node)


class _Evaluating:
    """One expression on one state."""

    def __init__(self, state: Mapping[str, Any], text: str) -> None:
        self._state = state
        self._text = text

    def condition(self, node: ast.expr) -> bool:
        """What must be so or not; nothing is not so."""
        found = self._value(node)
        if found is None:
            return False
        if isinstance(found, bool):
            return found
        hint = "compare it, such as with != None"
        raise self._wrong(f"{ast.unparse(node)} is no condition: {hint}")

    def _value(self, node: ast.expr) -> Any:
        path = path_of(node)
        match node:
            case _ if path is not None:
                return self._at(path)
            case ast.Constant(value=value):
                return value
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                return [self._value(each) for each in elts]
            case ast.BoolOp(op=sign, values=values):
                every = all if isinstance(sign, ast.And) else any
                return every(map(self.condition, values))
            case ast.Compare():
                return self._compared(node)
            case _:
                return self._operated(node)

    def _at(self, path: Path) -> Any:
        found = at(self._state, path)
        return None if found is ABSENT else found

    def _compared(self, node: ast.Compare) -> bool:
        values = [self._value(each) for each in (node.left, *node.comparators)]
        signs = zip(node.ops, pairwise(values), strict=True)
        return all(self._holds(sign, *two) for sign, two in signs)

    def _holds(self, sign: ast.cmpop, left: Any, right: Any) -> bool:
        match sign:
            case ast.Eq():
                return self._equal(left, right)
            case ast.NotEq():
                return not self._equal(left, right)
            case ast.In():
                return self._within(left, right)
            case ast.NotIn():
                return not self._within(left, right)
            case _:
                return self._ordered(sign, left, right)

    def _equal(self, left: Any, right: Any) -> bool:
        """Whether they are equal; what has parts and what has none never can be."""
        made = [isinstance(each, (dict, list)) for each in (left, right)]
        if any(made) and not all(made) and None not in (left, right):
            several, one = (left, right) if made[0] else (right, left)
            hint = "name one of its parts, or a day if it changes from day to day"
            raise self._wrong(f"{one!r} can never be {several!r}: {hint}")
        return _same(left, right)

    def _ordered(self, sign: ast.cmpop, left: Any, right: Any) -> bool:
        if left is None or right is None:
            return False
        kinds = {type(left), type(right)}
        if kinds not in ({int}, {str}):
            raise self._wrong(
                f"{left!r} and {right!r} have no order: expected two whole numbers "
                "or two texts"
            )
        return _ORDER[type(sign)](left, right)

    def _within(self, left: Any, right: Any) -> bool:
        match right:
            case None:
                return False
            case list():
                return any(self._equal(left, each) for each in right)
            case dict():
                return isinstance(left, str) and left in right
            case str() if isinstance(left, str):
                return left in right
            case _:
                raise self._wrong(f"{left!r} cannot be in {right!r}")

    def _operated(self, node: ast.expr) -> int | None:
        if isinstance(node, ast.UnaryOp):
            if isinstance(node.op, ast.Not):
                return not self.condition(node.operand)
            number = self._number(node.operand)
            return None if number is None else -number
        if not isinstance(node, ast.BinOp):
            raise self._wrong(f"{ast.unparse(node)} is not of the language")
        left, right = self._number(node.left), self._number(node.right)
        if left is None or right is None:
            return None
        try:
            return _COUNTING[type(node.op)](left, right)
        except ZeroDivisionError:
            raise self._wrong(f"{ast.unparse(node)} divides by nought") from None

    def _number(self, node: ast.expr) -> int | None:
        found = self._value(node)
        if found is None or type(found) is int:
            return found
        text = f"expected a whole number for {ast.unparse(node)}, got {found!r}"
        raise self._wrong(text)

    def _wrong(self, text: str) -> Malformed:
        return Malformed(f"expression {self._text!r}", text)


def _same(left: Any, right: Any) -> bool:
    """Equal and of one sort: yes is not 1."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return type(left) is type(right) and bool(left == right)
