"""What a test says in short, as what a case takes: times, people, and facts' values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final, TypeAlias

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Item
from kvalitet_core.casetypes.kinds import COLLECTIONS, Kind
from kvalitet_core.domain.case.events import FactValue
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Deadline, instant_at

__all__ = [
    "MORNING",
    "Named",
    "When",
    "day_of",
    "instant_of",
    "kept",
    "named_path",
    "path_in",
    "person",
]

When: TypeAlias = "str | date | datetime"
"""A day, at ten in the morning, or an instant with its offset."""

Named: TypeAlias = "str | Item | Any"
"""An item by its path or its title, or the item itself; a stage likewise."""

MORNING: Final = time(10, 0)

_ORGANISATION: Final = "Eksempelmyndigheden (made up)"
_AUTHORITY: Final = "Eksempelopslaget (made up)"


def person(
    id_: str, role: str, *, on_behalf_of: str | None = None, authority: str = ""
) -> Actor:
    """Give a made-up official by a short id.

    Args:
        id_: The short id: `bo`.

        role: The role that the official acts in.

        on_behalf_of: Who had delegated the authority, if anybody.

        authority: What the official acts on.
    """
    return Actor(
        id=id_,
        role=role,
        organisation=_ORGANISATION,
        authority=authority or _AUTHORITY,
        delegated_by=on_behalf_of,
    )


def instant_of(when: When) -> datetime:
    """Give the instant of a time that a test says.

    Raises:
        Malformed: It is neither a day nor an instant with its offset.
    """
    if isinstance(when, str):
        try:
            when = (
                datetime.fromisoformat(when)
                if len(when) > len("2020-12-01")
                else date.fromisoformat(when)
            )
        except ValueError:
            when = datetime.min  # noqa: DTZ901 - told of below, as it has no offset
    if not isinstance(when, datetime):
        return instant_at(when, MORNING)
    if when.utcoffset() is None:
        expected = "expected a day, such as 2020-12-01, or an instant with its offset"
        raise Malformed(f"time {when!s}", expected)
    return when


def day_of(when: When) -> date:
    """Give the day that a test says.

    Raises:
        Malformed: It is no day.
    """
    if isinstance(when, str):
        try:
            return date.fromisoformat(when)
        except ValueError as error:
            raise Malformed(
                f"day {when!r}", "expected one such as 2020-12-01"
            ) from error
    return when.date() if isinstance(when, datetime) else when


def named_path(named: Named) -> str:
    """Give the path or the title that names an item or a stage."""
    if isinstance(named, str):
        return named
    return str(getattr(named, "path", None) or getattr(named, "code", named))


def path_in(definition: Definition, named: Named, *, added: Iterable[str] = ()) -> str:
    """Give the path of an item or a stage that is named by its path or its title.

    Raises:
        Malformed: Several have this title.
        Unknown: None has it.
    """
    text = named_path(named)
    if text in definition.stage_of or text in added:
        return text
    found = [
        path
        for path in definition.stage_of
        if any(definition.name_of(path, lang) == text for lang in definition.titles)
    ]
    if len(found) > 1:
        several = ", ".join(found)
        raise Malformed(f"title {text!r}", f"expected one item, got {several}")
    return found[0] if found else definition.item(text).path


def kept(definition: Definition, name: str, value: Any) -> FactValue:
    """Give a fact's value as an event keeps it; a wrong one as it stands."""
    fact = definition.known_facts.get(name)
    given = _read(fact.type, value) if fact is not None else value
    if fact is not None and fact.type.accepts(given):
        return fact.type.stored(given)
    if isinstance(given, list | set | frozenset | tuple):
        return tuple(map(str, given))
    return given if isinstance(given, str | int) else str(given)


def _read(kind: Kind, value: Any) -> Any:
    """Let a text be a time, and a row of texts be a set, where the fact is one."""
    if kind in COLLECTIONS:
        several = [value] if isinstance(value, str) else value
        of = frozenset if kind is Kind.SET else tuple
        return of(several) if isinstance(several, Iterable) else several
    if kind is Kind.DEADLINE and isinstance(value, date):
        return Deadline(value.isoformat())
    if isinstance(value, str) and kind in (Kind.DATE, Kind.INSTANT, Kind.DEADLINE):
        try:
            return kind.restored(value)
        except ValueError:
            return value
    return value
