"""Expressions over a state: a small closed language, in which nothing is carried out.

Comparison, membership, arithmetic on whole numbers, `and`, `or`, `not`, and paths with
points and indexes: `seats - enrolled <= 2 and "kommunal" in driftsformer`. The text is
parsed, and each node of what it says must be one of these; no code is evaluated.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from kvalitet_core.audit.evaluating import holds
from kvalitet_core.audit.paths import Path, path_of
from kvalitet_core.errors import Malformed

__all__ = ["Expression"]

_LONGEST: Final = 2_000
_DEEPEST: Final = 100
_SIGNS: Final = (
    *(ast.And, ast.Or, ast.Not, ast.USub),
    *(ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Mod),
    *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
)
_SHAPES: Final = (ast.BoolOp, ast.UnaryOp, ast.BinOp, ast.Compare, ast.Tuple, ast.List)
_SAID: Final = "comparison, in, and, or, not, + - * // %, paths and literals"


@attrs.frozen
class Expression:
    """A condition on a state, as somebody has typed it.

    Attributes:
        text: As it was typed.
        tree: What it says.
        paths: The fields that it looks at, in order.
    """

    text: str
    tree: ast.expr = attrs.field(repr=False, eq=False)
    paths: tuple[Path, ...] = attrs.field(repr=False, eq=False)

    @classmethod
    def of(cls, text: str) -> Expression:
        """Read an expression.

        Raises:
            Malformed: It does not parse, or says what the language does not have.
        """
        tree = _parsed(text)
        problems = [*_foreign(tree, 0)]
        if problems:
            raise Malformed(f"expression {text!r}", *dict.fromkeys(problems))
        return cls(text, tree, tuple(dict.fromkeys(_paths(tree))))

    def holds(self, state: Mapping[str, Any]) -> bool:
        """Whether it is so of a state, given as plain values.

        A field that is not there is nothing, which is equal to None and to nothing
        else: a comparison by size with it does not hold.

        Raises:
            Malformed: It compares or counts what cannot be.
        """
        return holds(self.tree, state, self.text)


def _parsed(text: str) -> ast.expr:
    if len(text) > _LONGEST:
        problem = f"expected at most {_LONGEST} signs, got {len(text)}"
        raise Malformed("expression", problem)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        at = f" at sign {error.offset}" if error.offset else ""
        raise Malformed(f"expression {text!r}", f"{error.msg}{at}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Malformed(f"expression {text!r}", "cannot be read") from error


def _foreign(node: ast.expr, depth: int) -> Iterator[str]:
    """What of an expression the language does not have."""
    if depth > _DEEPEST:
        yield f"is nested deeper than {_DEEPEST}"
        return
    if path_of(node) is not None:
        return
    if isinstance(node, ast.Constant):
        if node.value is not None and type(node.value) not in (bool, int, str):
            yield f"expected whole numbers and texts, got {ast.unparse(node)}"
        return
    if not isinstance(node, _SHAPES):
        yield f"{ast.unparse(node)!r} is not of the language, which has {_SAID}"
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from _foreign(child, depth + 1)
        elif not isinstance(child, (*_SIGNS, ast.expr_context)):
            yield f"{type(child).__name__} is not of the language, which has {_SAID}"


def _paths(node: ast.AST) -> Iterator[Path]:
    found = path_of(node)
    if found is not None:
        yield found
        return
    for child in ast.iter_child_nodes(node):
        yield from _paths(child)
