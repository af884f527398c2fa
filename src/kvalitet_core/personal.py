"""What is about a person: carried around unseen, opened on purpose, forgettable.

A field that holds a name, an e-mail, a phone number, a CPR number or free text about
a person is declared so, in a stored class:

    contact: PersonId
    name: Personal[str] = personal(subject="contact")

The value is sealed with the person's own key when it is stored. While a command is
being decided, a `Personal` can be copied but not looked at, so that forgetting a
person can never change what a rule says. Outside of that, `reveal()` opens it.

Pure vocabulary: keys and ciphers live in `kvalitet_core.privacy`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final, Generic, TypeVar

import attrs

from kvalitet_core.errors import PluginError

__all__ = ["Forgotten", "Personal", "personal", "unseen"]

T = TypeVar("T")

SUBJECT: Final = "kvalitet.subject"
"""The key in an attrs field's metadata that names the field with the person's id."""

_deciding: ContextVar[bool] = ContextVar("deciding", default=False)


class Forgotten(enum.Enum):
    """What stands where a person's data stood, after the person was forgotten."""

    FORGOTTEN = "forgotten"

    def __repr__(self) -> str:
        return "Forgotten"


class Personal(Generic[T]):
    """A value about a person. It never shows itself: not when printed, not in a rule.

    Made from a value (`Personal("Anna")`) by whoever enters it, and from the sealed
    bytes by the journal, which then opens it only when `reveal` is called.
    """

    __slots__ = ("_source",)

    def __init__(self, value: T) -> None:
        self._source: Callable[[], T | Forgotten] = lambda: value

    def reveal(self) -> T | Forgotten:
        """Open it: the value, or `Forgotten`.

        Raises:
            PluginError: A rule tried to look at it while deciding.
            KeyUnavailable: The person's key is lost, wrong or was not given.
            Malformed: The sealed bytes are gone or changed, and no record says why.
        """
        self._refuse_in_rules("opened")
        return self._source()

    def __eq__(self, other: object) -> bool:
        self._refuse_in_rules("compared")
        if not isinstance(other, Personal):
            return NotImplemented
        return self.reveal() == other.reveal()

    def __hash__(self) -> int:
        self._refuse_in_rules("hashed")
        return hash(self.reveal())

    def __bool__(self) -> bool:
        self._refuse_in_rules("used as a condition")
        return True

    def __repr__(self) -> str:
        return "Personal(…)"

    @staticmethod
    def _refuse_in_rules(what: str) -> None:
        if _deciding.get():
            rule = "personal data may be copied while deciding, not looked at"
            remedy = "let the command carry a plain fact that the rule can read"
            raise PluginError("rule", f"personal data was {what}: {rule}; {remedy}")


def personal(*, subject: str) -> Any:
    """Declare a personal field, whose person is named by the field `subject`."""
    return attrs.field(metadata={SUBJECT: subject})


class unseen:  # noqa: N801 - reads as `with unseen():`
    """Keep personal data shut while a command is being decided, or a history folded."""

    __slots__ = ("_token",)

    def __enter__(self) -> None:
        self._token = _deciding.set(True)

    def __exit__(self, *_: object) -> None:
        _deciding.reset(self._token)
