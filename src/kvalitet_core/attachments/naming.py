"""Which attachments a stored value names, wherever in it they stand.

Pure. What is sealed stays shut: an attachment is no secret itself, so it does not
stand in a personal field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import PersonId
from kvalitet_core.values import Digest, ReasonCode

__all__ = ["named_in"]

_FIELDS: Final = frozenset(field.name for field in attrs.fields(Attachment))


def named_in(value: object) -> Iterator[Attachment]:
    """The attachments that a value names; also in data that no class knows."""
    if isinstance(value, Attachment):
        yield value
    elif isinstance(value, Mapping):
        found = _read(value) if value.keys() == _FIELDS else None
        yield from (found,) if found else _among(value.values())
    elif isinstance(value, list | tuple | frozenset):
        yield from _among(value)
    elif attrs.has(kind := type(value)):
        yield from _among(getattr(value, field.name) for field in attrs.fields(kind))


def _among(values: Iterable[object]) -> Iterator[Attachment]:
    for each in values:
        yield from named_in(each)


def _read(fields: Mapping[Any, Any]) -> Attachment | None:
    """An attachment as it stands in stored data; None when it only looks like one."""
    try:
        return Attachment(
            sha256=Digest(fields["sha256"]),
            media_type=fields["media_type"],
            size=fields["size"],
            label=ReasonCode(fields["label"]),
            subject=fields["subject"] and PersonId(fields["subject"]),
            key=fields["key"] and Digest(fields["key"]),
        )
    except Malformed:
        return None
