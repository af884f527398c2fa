"""What a fact may be declared as: its name, its type, its label, what it is one of.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

import attrs

from kvalitet_core.casetypes.kinds import COLLECTIONS, Kind
from kvalitet_core.errors import Malformed

if TYPE_CHECKING:
    from kvalitet_core.casetypes.facts import Fact

__all__ = ["few_texts", "kind_or_type", "labelled", "named", "of_a_kind", "row"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def named(_: Any, __: attrs.Attribute[Any], name: object) -> None:
    """Refuse a name of another form, as an attrs validator."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise Malformed(
            f"fact {name!r}",
            "expected words of a-z, digits and _, with points between, such as "
            "runde.ansoegningsfrist",
        )


def kind_or_type(type_: Any) -> Any:
    """The kind that a type is of; the type itself where it is of none."""
    return Kind.of(type_) or type_


def of_a_kind(fact: Fact, _: attrs.Attribute[Any], kind: object) -> None:
    """Refuse a type that no fact is of, as an attrs validator."""
    if not isinstance(kind, Kind):
        raise Malformed(
            f"fact {fact.name!r}",
            "expected its type to be str, int, bool, date, Instant, Deadline, "
            f"frozenset or tuple, got {kind!r}",
        )


def labelled(fact: Fact, attribute: attrs.Attribute[Any], label: object) -> None:
    """Refuse a label that says nothing, as an attrs validator."""
    if not isinstance(label, str) or not label.strip():
        raise Malformed(
            f"fact {fact.name!r}",
            f"expected {attribute.name} to be its label, got {label!r}",
        )


def row(texts: Iterable[str]) -> tuple[str, ...]:
    """Several texts as a tuple."""
    return tuple(texts)


def few_texts(
    fact: Fact, attribute: attrs.Attribute[Any], texts: tuple[object, ...]
) -> None:
    """Refuse alternatives where there can be none, or that are no texts."""
    if not texts:
        return
    if fact.type not in (Kind.TEXT, *COLLECTIONS):
        raise Malformed(
            f"fact {fact.name!r}",
            f"expected no {attribute.name} of one that is {fact.type.noun}",
        )
    if not all(map(Kind.TEXT.accepts, texts)) or len({*texts}) != len(texts):
        raise Malformed(
            f"fact {fact.name!r}",
            f"expected {attribute.name} to be texts, each once, got {texts!r}",
        )
