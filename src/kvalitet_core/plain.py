"""From stored values to plain ones that JSON has, persons as the view allows.

{"personal": "masked"}                 not looked at
{"personal": "open", "value": …}       opened for a purpose
{"personal": "forgotten"}              destroyed by a recorded decision
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Final, get_type_hints

import attrs
import msgspec

from kvalitet_core.dated import Dated, Period
from kvalitet_core.ids import PersonId
from kvalitet_core.journal.codec import Slot, plain_copy
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.personal import SUBJECT, Forgotten, Personal
from kvalitet_core.privacy.person import Person
from kvalitet_core.values import Answers

__all__ = ["FORGOTTEN", "MASKED", "Plain"]

MASKED: Final = {"personal": "masked"}
"""What stands for a person who is not looked at."""

FORGOTTEN: Final = {"personal": "forgotten"}
"""What stands for a person whose data was destroyed."""


class Plain:
    """Makes values plain, and knows which persons it opened, and on which streams.

        plain = Plain(journal, effective=date(2020, 1, 15))
        plain.of(journal.get(Tilbud, stream), stream=stream)

    Given a day, it gives of what changes from day to day what held on that day.

    Masked persons are not opened, so no key is needed. That one was forgotten is read
    from the person's own stream.
    """

    def __init__(
        self, journal: Journal, *, opens: bool = False, effective: date | None = None
    ) -> None:
        self._journal = journal
        self._effective = effective
        self._opens = opens
        self.opened: set[str] = set()
        self.persons: set[str] = set()
        self._forgotten: dict[str, bool] = {}

    def of(  # noqa: PLR0911 - a match returns from each of its cases
        self, value: Any, *, stream: str, person: str | None = None
    ) -> Any:
        """The plain value of anything that is stored, or folded from it.

        Args:
            value: What to make plain.

            stream: The stream it was read from.

            person: The id of the person whom it is about, where that is known.
        """
        match value:
            case Personal():
                return self._person(value, stream, person)
            case UnknownEvent():
                return _unknown(dict(value.fields))
            case Dated() if self._effective is not None:
                held = value.on(self._effective)
                return self.of(held, stream=stream, person=person)
            case Dated():
                return [
                    {
                        **_period(span.period),
                        "value": self.of(span.value, stream=stream, person=person),
                    }
                    for span in value.spans
                ]
            case Period():
                return _period(value)
            case tuple() | list():
                return [self.of(item, stream=stream, person=person) for item in value]
            case frozenset() | set():
                items = [self.of(item, stream=stream, person=person) for item in value]
                return sorted(items, key=json.dumps)
            case dict() | Answers():
                return {
                    str(key): self.of(item, stream=stream, person=person)
                    for key, item in value.items()
                }
            case _ if attrs.has(type(value)):
                return self._fields(value, stream, person)
            case _:
                return _leaf(value)

    @property
    def opening(self) -> Callable[[Personal[Any], str], Any] | None:
        """What opens persons one by one; None where they are masked."""
        return self._opened if self._opens else None

    def _opened(self, value: Personal[Any], stream: str) -> Any:
        return self.of(value, stream=stream)

    def _fields(self, value: Any, stream: str, person: str | None) -> dict[str, Any]:
        about = _person_field(type(value))  # type: ignore[arg-type]  # it is hashable
        if about:
            person = getattr(value, about)
        plain = {}
        for field in attrs.fields(type(value)):
            named = field.metadata.get(SUBJECT)
            whose = getattr(value, named) if named else person
            item = getattr(value, field.name)
            plain[field.name] = self.of(item, stream=stream, person=whose)
        return plain

    def _person(self, value: Personal[Any], stream: str, person: str | None) -> Any:
        if not self._opens:
            gone = person is not None and self._is_forgotten(person)
            return FORGOTTEN if gone else MASKED
        content = value.reveal()
        if isinstance(content, Forgotten):
            return FORGOTTEN
        self.opened.add(stream)
        whose = value.subject if isinstance(value, Slot) else person
        if whose is not None:
            self.persons.add(whose)
        return {"personal": "open", "value": self.of(content, stream=stream)}

    def _is_forgotten(self, person: str) -> bool:
        if person not in self._forgotten:
            found = self._journal.get(Person, f"person/{person}")
            gone = found is not None and found.forgotten is not None
            self._forgotten[person] = gone
        return self._forgotten[person]


@cache
def _person_field(cls: type[Any]) -> str | None:
    """The one field that names a person, of a class that has one: it is about them."""
    hints = get_type_hints(cls)
    named = [name for name, hint in hints.items() if hint is PersonId]
    return named[0] if len(named) == 1 else None


def _period(period: Period) -> dict[str, Any]:
    return {
        "effective_from": period.start.isoformat(),
        "effective_to": period.end.isoformat() if period.end else None,
    }


def _unknown(value: Any) -> Any:
    """Data that no class knows: what is sealed in it stays so."""
    match value:
        case {"personal": int()} if len(value) == 1:
            return MASKED
        case dict():
            return {key: _unknown(item) for key, item in value.items()}
        case list():
            return [_unknown(item) for item in value]
        case _:
            return value


def _leaf(value: Any) -> Any:  # noqa: PLR0911 - the same
    match value:
        case None | bool() | int():
            return value
        case Enum():
            return value.value
        case datetime():
            return written(value)
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case msgspec.Raw():
            return _unknown(plain_copy(bytes(value)))
        case _:
            return str(value)
