"""What the fields of a command must look like: validators that schemas know too."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["SomeText", "Texts", "Whole", "Written"]


@attrs.frozen
class SomeText:
    """An attrs validator: a text with something to read in it, if one is given."""

    @property
    def json_schema(self) -> dict[str, str]:
        """What a schema says of such a field."""
        return {"pattern": r"\S", "x-rule": "some text"}

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], text: object) -> None:
        """Refuse what has nothing to read."""
        if text is not None and (not isinstance(text, str) or not text.strip()):
            raise Malformed(f"{attribute.name} {text!r}", "expected some text")


@attrs.frozen
class Written:
    """An attrs validator: a text that is written in one way.

    Attributes:
        form: How, as a regular expression.
        rule: The same for people.
    """

    form: str
    rule: str

    @property
    def json_schema(self) -> dict[str, str]:
        """What a schema says of such a field."""
        return {"pattern": f"^{self.form}$", "x-rule": self.rule}

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], text: object) -> None:
        """Refuse what is written otherwise."""
        if not isinstance(text, str) or not re.fullmatch(self.form, text):
            raise Malformed(f"{attribute.name} {text!r}", f"expected {self.rule}")


@attrs.frozen
class Texts:
    """An attrs validator: texts with something to read in each, if any are given.

    Attributes:
        least: How many there are at least.
    """

    least: int = 0

    @property
    def json_schema(self) -> dict[str, Any]:
        """What a schema says of such a field."""
        items = {"type": "string", "pattern": r"\S", "x-rule": "some text"}
        return {"items": items, "minItems": self.least}

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], texts: Collection[Any] | None
    ) -> None:
        """Refuse too few, and what has nothing to read."""
        if texts is None:
            return
        if len(texts) < self.least:
            problem = f"expected {self.least} or more, got {len(texts)}"
            raise Malformed(attribute.name, problem)
        for text in texts:
            if not isinstance(text, str) or not text.strip():
                raise Malformed(f"{attribute.name} {text!r}", "expected some text")


@attrs.frozen(kw_only=True)
class Whole:
    """An attrs validator: a whole number of something, 1 or more, if one is given.

    Attributes:
        of: What is counted: `months`.
        not_below: The field with the lowest number that this one may have.
    """

    of: str
    not_below: str | None = None

    @property
    def json_schema(self) -> dict[str, int]:
        """What a schema says of such a field."""
        return {"minimum": 1}

    def __call__(
        self, instance: Any, attribute: attrs.Attribute[Any], number: int | None
    ) -> None:
        """Refuse what is no number, and what is too low."""
        if number is None:
            return
        if type(number) is not int or number < 1:
            problem = f"expected a whole number of {self.of}, 1 or more"
            raise Malformed(f"{attribute.name} {number!r}", problem)
        least = getattr(instance, self.not_below) if self.not_below else None
        if least is not None and number < least:
            problem = f"expected no less than {self.not_below} {least}"
            raise Malformed(f"{attribute.name} {number}", problem)
