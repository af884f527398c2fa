"""Hypothesis strategies for whatever is stored: any value of a registered class."""

from __future__ import annotations

import enum
import re
import types
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

import attrs
from hypothesis import strategies as st

from kvalitet_core.errors import Malformed
from kvalitet_core.opening import CORE
from kvalitet_core.personal import Personal
from kvalitet_core.values import (
    CVR,
    ISBN,
    Answers,
    Deadline,
    Digest,
    FormName,
    MunicipalityCode,
    PNumber,
    ReasonCode,
    RegionCode,
)

TEXTS = st.text(max_size=20)
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - Hypothesis adds the offset
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
DATES = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2)

CHECKED: dict[type[Any], st.SearchStrategy[Any]] = {
    MunicipalityCode: st.from_regex(r"\A[0-9]{4}\Z").map(MunicipalityCode),
    RegionCode: st.from_regex(r"\A[0-9]{4}\Z").map(RegionCode),
    PNumber: st.from_regex(r"\A[0-9]{10}\Z").map(PNumber),
    ReasonCode: st.from_regex(r"\A[a-z][a-z0-9_]{0,39}\Z").map(ReasonCode),
    CVR: st.sampled_from(["19174883", "29190623", "29190925"]).map(CVR),
    Digest: st.from_regex(r"\A[0-9a-f]{64}\Z").map(Digest),
    FormName: st.from_regex(r"\A[a-z]{1,8}\.[a-z]{1,8}/[1-9]\Z").map(FormName),
    Deadline: st.one_of(
        DATES.map(date.isoformat),
        INSTANTS.map(lambda at: at.isoformat(timespec="microseconds")),
    ).map(Deadline),
    Answers: st.dictionaries(
        st.from_regex(r"\A[a-z]{1,8}\Z"),
        st.one_of(
            TEXTS,
            st.integers(-(2**53), 2**53),
            st.booleans(),
            st.lists(TEXTS, max_size=3).map(tuple),
        ),
        max_size=3,
    ).map(Answers),
    ISBN: st.sampled_from(["978-87-7023-000-1", "9780306406157"])
    .filter(ISBN.accepts)
    .map(ISBN),
}

STORED = {
    name: cls
    for aggregate in CORE.aggregates
    for name, cls in {**aggregate.events, **aggregate.commands}.items()
}
"""Every class that the core stores, by its stored name."""


def stored(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Values of a stored class: those that its validators let be made."""
    hints = typing.get_type_hints(cls, include_extras=True)
    fields = {
        field.name: _of_field(field, hints[field.name]) for field in attrs.fields(cls)
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


def _of_field(field: attrs.Attribute[Any], hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field, of the form that its validator asks for."""
    rule = getattr(field.validator, "json_schema", {})
    whole = re.fullmatch(r"\^(.*)\$", rule.get("pattern", ""))
    if whole and _plain(hint) is str:
        return st.from_regex(rf"\A(?:{whole[1]})\Z")
    if "minimum" in rule:
        whole_numbers = st.integers(rule["minimum"], 2**53)
        return whole_numbers if hint is int else st.none() | whole_numbers
    if field.name == "effective_to":
        return st.none() | st.dates(date(2101, 1, 1), date(2200, 1, 1))
    return values(hint)


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one line a type
    """Values of a type."""
    if get_origin(hint) is Annotated:
        return INSTANTS if get_args(hint)[0] is datetime else values(get_args(hint)[0])
    hint = _plain(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Personal:
        return values(inner[0]).map(Personal)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values, inner))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is frozenset:
        return st.frozensets(values(inner[0]), min_size=1, max_size=3)
    if hint in CHECKED:
        return CHECKED[hint]
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return st.sampled_from(hint)
    if attrs.has(hint):
        return stored(hint)
    return _SIMPLE[hint]


_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS.filter(str.strip),
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    date: DATES,
    Decimal: DECIMALS,
    bytes: st.binary(max_size=20),
    type(None): st.none(),
}


def _plain(hint: Any) -> Any:
    while isinstance(hint, NewType):
        hint = hint.__supertype__
    return hint
