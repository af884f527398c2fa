"""Hypothesis strategies for whatever is stored: any value of a stored class."""

from __future__ import annotations

import enum
import re
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NewType,
    TypeAlias,
    Union,
    get_args,
    get_origin,
)
from uuid import UUID

import attrs
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st

from kvalitet_core.errors import Malformed
from kvalitet_core.ids import ActorId, CommandId, EventId, PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing.breaches import Breach
from kvalitet_core.values import CVR, ISBN, Answers, CheckedText, Deadline

__all__ = [
    "DATES",
    "INSTANTS",
    "LETTERS",
    "TEXTS",
    "Values",
    "simplest_breach",
    "stored",
    "values",
]

Values: TypeAlias = st.SearchStrategy[Any]
"""Whatever Hypothesis can draw."""

LETTERS: Final = st.characters(exclude_categories=["Cs"])
"""What UTF-8 can write; by the category, as a table of the codec takes a second."""

TEXTS: Final = st.text(LETTERS, max_size=20)
DATES: Final = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
INSTANTS: Final = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - Hypothesis adds the offset
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)


def _matching(form: str | re.Pattern[str]) -> Values:
    """Texts that are wholly of a form."""
    return st.from_regex(form, fullmatch=True, alphabet=LETTERS)


_ANSWERS: Final = st.dictionaries(
    _matching(r"[a-z][a-z0-9_]{0,9}"),
    st.one_of(
        TEXTS, st.integers(-9, 9), st.booleans(), st.lists(TEXTS, max_size=2).map(tuple)
    ),
    max_size=3,
).map(Answers)

_SIMPLE: Final[dict[Any, Values]] = {
    str: TEXTS.filter(str.strip),
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    date: DATES,
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    bytes: st.binary(max_size=20),
    UUID: st.uuids(),
    type(None): st.none(),
    Answers: _ANSWERS,
    CVR: st.sampled_from(["19174883", "29190623", "29190925"]).map(CVR),
    ISBN: st.sampled_from(["9780306406157", "978-0-306-40615-7"]).map(ISBN),
    Deadline: st.one_of(DATES, INSTANTS).map(lambda end: Deadline(end.isoformat())),
    StreamId: _matching(r"[a-z]{1,5}/[a-z]{1,8}"),
    PersonId: _matching(r"person-[0-9a-f]{8}"),
    ActorId: _matching(r"[a-z]-[1-9][0-9]{0,2}"),
    CommandId: st.uuids().map(str),
    EventId: st.uuids().map(str),
}


def simplest_breach(
    drawn_from: Values, judge: Callable[[Any], Breach | None], *, drawn: int
) -> Breach | None:
    """Draw values, the same in every run, and give the shortest one's breach, if any.

    Args:
        drawn_from: What the law is about.

        judge: What is wrong with one value.

        drawn: How many values are drawn at most.
    """
    found: list[tuple[int, Breach]] = []

    @settings(
        max_examples=drawn,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(drawn_from)
    def judged(value: Any) -> None:
        breach = judge(value)
        if breach is not None:
            found.append((len(repr(value)), breach))

    judged()
    return min(found, key=itemgetter(0))[1] if found else None


def stored(cls: type[Any], *, plain: Values | None = None) -> Values:
    """Values of a stored class: those that its validators let be made.

    Args:
        cls: The class.

        plain: What plain texts are drawn from, where not from any text.
    """
    return _stored(cls, plain)  # type: ignore[arg-type]  # it is hashable


@cache
def _stored(cls: Any, plain: Values | None) -> Values:
    """The strategy of a class, which is put together once."""
    return _made_of(cls, {}, plain)


def values(hint: Any) -> Values:
    """Values of a type that a stored field can have."""
    return _values(hint, {}, None)


def _made_of(cls: type[Any], bound: dict[Any, Any], plain: Values | None) -> Values:
    hints = typing.get_type_hints(cls, include_extras=True)
    fields = {
        field.name: _of_field(field, hints[field.name], bound, plain)
        for field in attrs.fields(cls)
    }
    return (
        st.fixed_dictionaries(fields)
        .map(lambda given: _made(cls, given))
        .filter(lambda value: value is not None)
    )


def _made(cls: type[Any], given: dict[str, Any]) -> Any:
    try:
        return cls(**given)
    except Malformed:
        return None


def _of_field(
    field: attrs.Attribute[Any], hint: Any, bound: dict[Any, Any], plain: Values | None
) -> Values:
    """Values of a field, of the form that its validator asks for."""
    rule = getattr(field.validator, "json_schema", {})
    forms = [
        whole[1]
        for each in (rule, *rule.get("anyOf", ()))
        if (whole := re.fullmatch(r"\^(.*)\$", each.get("pattern", "")))
    ]
    optional = type(None) in get_args(hint)
    if forms:
        found: Values = st.one_of([_matching(form) for form in forms])
        return st.none() | found if optional else found
    if "minimum" in rule:
        found = st.integers(rule["minimum"], 2**53)
        return st.none() | found if optional else found
    return _values(hint, bound, plain)


def _values(  # noqa: PLR0911 - one line a kind of type
    hint: Any, bound: dict[Any, Any], plain: Values | None
) -> Values:
    hint = bound.get(hint, hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        if inner[0] is datetime:
            return INSTANTS
        return _values(inner[0], bound, plain)
    if hint is str and plain is not None:
        return plain
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, NewType):
        return _values(hint.__supertype__, bound, plain)
    if origin is not None:
        return _of_generic(origin, inner, bound, plain)
    return _of_class(hint, bound, plain)


def _of_generic(
    origin: Any, inner: tuple[Any, ...], bound: dict[Any, Any], plain: Values | None
) -> Values:
    if origin is Literal:
        return st.sampled_from(inner)
    if attrs.has(origin):
        of = dict(zip(vars(origin)["__parameters__"], inner, strict=True))
        return _made_of(origin, bound | of, plain)
    if origin is tuple and inner[1:] == (Ellipsis,):
        return st.lists(_values(inner[0], bound, plain), max_size=3).map(tuple)
    if origin is frozenset:
        return st.frozensets(_values(inner[0], bound, plain), max_size=3)
    parts = [_values(part, bound, plain) for part in inner]
    if origin in (Union, types.UnionType):
        return st.one_of(parts)
    return parts[0].map(Personal) if origin is Personal else st.tuples(*parts)


def _of_class(hint: Any, bound: dict[Any, Any], plain: Values | None) -> Values:
    if attrs.has(hint):
        return _made_of(hint, bound, plain)
    if issubclass(hint, CheckedText):
        whole = re.fullmatch(r"\^(.*)\$", hint.json_schema["pattern"])
        form = whole[1] if whole else hint.json_schema["pattern"]
        return _matching(form).filter(hint.accepts).map(hint)
    if issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    raise TypeError(f"{hint!r} is no type that can be stored")
