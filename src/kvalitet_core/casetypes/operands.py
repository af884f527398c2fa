"""What a fact can be held against that is no fact itself: a value, or several.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from kvalitet_core.casetypes.kinds import Kind, alternatives
from kvalitet_core.casetypes.truth import Facts
from kvalitet_core.errors import Malformed

__all__ = ["Choices", "Constant"]


@attrs.frozen
class Constant:
    """A value that stands in the condition itself.

    Attributes:
        kind: What sort of value it is.
        value: The value, as it is compared.
    """

    kind: Kind
    value: Any

    @classmethod
    def of(cls, where: str, kinds: tuple[Kind, ...], value: object) -> Constant:
        """Take a value of one of these kinds.

        Raises:
            Malformed: It is of none of them; `where` says which comparison asked.
        """
        for kind in kinds:
            if kind.accepts(value):
                return cls(kind, kind.taken(value))
        expected = alternatives(tuple(kind.noun for kind in kinds))
        raise Malformed(where, f"expected {expected}, got {value!r}")

    @property
    def needs(self) -> Mapping[str, Kind]:
        """The facts that it depends on, which are none."""
        return {}

    def value_in(self, _: Facts) -> Any:
        """Give the value, whatever is known."""
        return self.value

    def as_json(self) -> dict[str, Any]:
        """Give the value with its kind."""
        return {"type": self.kind.value, "value": self.kind.as_json(self.value)}


@attrs.frozen
class Choices:
    """Several values that stand in the condition itself; their order does not count.

    Attributes:
        kind: What sort of values they are.
        values: The values, as they are compared.
    """

    kind: Kind
    values: frozenset[Any]

    @classmethod
    def of(cls, where: str, kind: Kind, values: object) -> Choices:
        """Take several values of this kind, one at least.

        Raises:
            Malformed: There is none, or one is of another kind.
        """
        if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
            raise Malformed(where, f"expected several values, got {values!r}")
        taken = [Constant.of(where, (kind,), value).value for value in values]
        if not taken:
            raise Malformed(where, "expected one value at least, got none")
        return cls(kind, frozenset(taken))

    @property
    def needs(self) -> Mapping[str, Kind]:
        """The facts that they depend on, which are none."""
        return {}

    @property
    def in_order(self) -> list[Any]:
        """The values, sorted."""
        return sorted(self.values)

    def value_in(self, _: Facts) -> frozenset[Any]:
        """Give the values, whatever is known."""
        return self.values

    def as_json(self) -> dict[str, Any]:
        """Give the values, sorted, with their kind."""
        values = [self.kind.as_json(value) for value in self.in_order]
        return {"type": self.kind.value, "values": values}
