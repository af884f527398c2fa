"""Texts whose form is checked when they are made, and texts that must say something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar, Final, Self, TypeVar

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["CheckedText", "not_blank"]


@attrs.frozen
class _NotBlank:
    """An attrs validator: there must be something to read."""

    json_schema: ClassVar[Mapping[str, str]] = {
        "pattern": r"\S",
        "x-rule": "some text",
    }

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], text: object) -> None:
        """Refuse a text with nothing in it, and what is no text."""
        if not isinstance(text, str) or not text.strip():
            raise Malformed(f"{attribute.name} {text!r}", "expected some text")


not_blank: Final = _NotBlank()
"""Check, as an attrs validator, that there is something to read."""


class CheckedText(str):
    """A text whose form is checked when it is made; a `str` in every other way.

    A subclass says what it is and how it looks. One with a check digit extends
    `accepts`, and names a `format` of its own in its schema.

    Attributes:
        noun: What it is, for people: `municipality code`.
        rule: What its form is, for people: `four digits`.
        json_schema: The same as a JSON Schema; its `pattern` is what is checked.
    """

    __slots__ = ()

    noun: ClassVar[str]
    rule: ClassVar[str]
    json_schema: ClassVar[Mapping[str, str]]
    _form: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._form = re.compile(cls.json_schema["pattern"])

    def __new__(cls, text: str) -> Self:
        """Take a text of the right form.

        Raises:
            Malformed: It has another form.
        """
        if type(text) is str:
            checked: Self = _checked(cls, text)
            return checked
        return cls._made(text)

    @classmethod
    def _made(cls, text: str) -> Self:
        if not cls.accepts(text):
            raise Malformed(f"{cls.noun} {text!r}", f"expected {cls.rule}")
        return super().__new__(cls, text)

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Tell whether the value is a text of the right form."""
        return isinstance(value, str) and cls._form.fullmatch(value) is not None


C = TypeVar("C", bound=CheckedText)


@lru_cache(maxsize=4096)
def _checked(cls: type[C], text: str) -> C:
    """One text of a class, checked once: most are met again and again."""
    return cls._made(text)
