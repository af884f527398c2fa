"""Which streams a question can be asked of that is asked of every stream."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from kvalitet_core.audit import Expression
from kvalitet_core.errors import Unknown
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import nearest

__all__ = ["Everywhere"]

_OWN = ("command", "deployment", "journal")


@attrs.define
class Everywhere:
    """The streams whose states have the fields that an expression begins with.

    Attributes:
        journal: The journal.
        expression: What is asked.
        looked: How many streams have been looked at.
        unknown: How many are of a kind that no installed plugin has.
    """

    journal: Journal
    expression: Expression
    looked: int = 0
    unknown: int = 0

    def streams(self) -> Iterator[StreamId]:
        """Each of them, in order.

        Raises:
            Unknown: No kind of stream has such a field; the nearest are named.
        """
        kinds = self._kinds()
        registry = self.journal.registry
        for stream, _ in self.journal.streams():
            kind = stream.partition("/")[0]
            if kind in kinds:
                self.looked += 1
                yield stream
            elif kind not in _OWN and not registry.has_kind(kind):
                self.unknown += 1

    def _kinds(self) -> set[str]:
        names = {str(path[0]) for path in self.expression.paths}
        fields = {
            kind: {each.name for each in attrs.fields(aggregate.state)}
            for kind, aggregate in self.journal.registry.aggregates.items()
        }
        known = set[str]().union(*fields.values())
        for name in sorted(names - known):
            hint = "no kind of stream that is known here has it"
            raise Unknown("field", name, nearest=nearest(name, known), hint=hint)
        return {kind for kind, has in fields.items() if names <= has}
