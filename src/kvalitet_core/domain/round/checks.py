"""What the fields of an announcement must look like."""

from __future__ import annotations

import re
from typing import Any

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["Months", "Texts", "Written"]


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
    """An attrs validator: texts with something to read in each.

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
        self, _: Any, attribute: attrs.Attribute[Any], texts: frozenset[Any]
    ) -> None:
        """Refuse too few, and what has nothing to read."""
        if len(texts) < self.least:
            problem = f"expected {self.least} or more, got {len(texts)}"
            raise Malformed(attribute.name, problem)
        for text in texts:
            if not isinstance(text, str) or not text.strip():
                raise Malformed(f"{attribute.name} {text!r}", "expected some text")


@attrs.frozen
class Months:
    """An attrs validator: a length in whole months, if one is given.

    Attributes:
        longest_of: The field with the shortest length, where this is the longest.
    """

    longest_of: str | None = None

    @property
    def json_schema(self) -> dict[str, int]:
        """What a schema says of such a field."""
        return {"minimum": 1}

    def __call__(
        self, instance: Any, attribute: attrs.Attribute[Any], months: int | None
    ) -> None:
        """Refuse what is no length, or is shorter than the shortest."""
        if months is None:
            return
        if type(months) is not int or months < 1:
            problem = "expected a whole number of months, 1 or more"
            raise Malformed(f"{attribute.name} {months!r}", problem)
        least = getattr(instance, self.longest_of) if self.longest_of else None
        if least is not None and months < least:
            problem = f"expected no less than {self.longest_of} {least}"
            raise Malformed(f"{attribute.name} {months}", problem)
