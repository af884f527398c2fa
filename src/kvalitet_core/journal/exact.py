"""Whether a class has but one way to be written: what is equal has the same bytes.

Of such a class, bytes that were written of a value and are read as an equal one are
those that the value read would be written as. A `Decimal` is not so: 1 is read as
equal to "1", and written in another way. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, Final, Union, get_origin

import attrs

from kvalitet_core.journal.storable import parts_of
from kvalitet_core.values import CheckedText

__all__ = ["is_exact"]

_PLAIN: Final = (str, int, bool, date, type(None))
_OF_OTHERS: Final = (tuple, Union, UnionType)


def is_exact(cls: type[Any]) -> bool:
    """Tell whether all that a class holds, however deep, has one way to be written.

    Whatever is not known to have is taken not to.
    """
    parts: Iterable[Any] = parts_of(cls)
    return all(get_origin(part) in _OF_OTHERS or _has_one_way(part) for part in parts)


def _has_one_way(part: Any) -> bool:
    if part in _PLAIN:
        return True
    if not isinstance(part, type):
        return False
    if attrs.has(part):
        return _is_compared_whole(part)
    if issubclass(part, CheckedText):
        return part.__eq__ is str.__eq__ and part.__str__ is str.__str__
    return issubclass(part, Enum)


def _is_compared_whole(cls: type[Any]) -> bool:
    """Whether two of a class are equal where, and only where, all fields are."""
    made = vars(cls).get("__attrs_props__")
    fields = attrs.fields(cls)
    by_all = all(each.eq is True and each.eq_key is None for each in fields)
    return made is not None and made.added_eq and by_all
