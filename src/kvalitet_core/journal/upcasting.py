"""Upcasting: from an older number to the newest, the fields and what is sealed.

The fields of a row are upcast when it is read. What a person section holds is upcast
when it is opened, and never before: nobody's data is opened to read a history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs
import msgspec

from kvalitet_core.errors import Malformed
from kvalitet_core.journal.codec import Codec, plain_copy
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.plugins import SealedUpcaster, Upcaster

__all__ = ["Older", "Step", "newest_content", "sealed_steps"]

_FAILURES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
_encode: Final = msgspec.json.Encoder(order="sorted").encode


@attrs.frozen(kw_only=True)
class Step:
    """From one number to the next.

    Attributes:
        fields: What makes the fields of the next number.
        sealed: Personal field, as the old number calls it → what makes its content.
    """

    fields: Upcaster
    sealed: Mapping[str, SealedUpcaster]


@attrs.frozen(kw_only=True)
class Older:
    """How values under an older name become values of the newest class.

    Attributes:
        stored: The newest class.
        steps: From the older number to the newest, in order.
    """

    stored: StoredClass
    steps: tuple[Step, ...]

    def raised(
        self, name: str, fields: Any
    ) -> tuple[bytes, Mapping[int, tuple[SealedUpcaster, ...]]]:
        """The newest fields in bytes; and the steps each sealed section must take.

        A section is known by its ordinal, which stands in the fields: it is followed
        when a step gives its field another name.

        Args:
            name: The older name.

            fields: The fields under it.

        Raises:
            Malformed: An upcaster failed.
        """
        sealed: dict[int, tuple[SealedUpcaster, ...]] = {}
        try:
            for step in self.steps:
                for field, change in step.sealed.items():
                    ordinal = _ordinal(fields.get(field))
                    if ordinal is not None:
                        sealed[ordinal] = (*sealed.get(ordinal, ()), change)
                fields = step.fields(fields)
            return _encode(fields), sealed
        except _FAILURES as error:
            raise Malformed(name, f"its upcaster failed: {error!r}") from error


def _ordinal(value: Any) -> int | None:
    """The number of the section that a field refers to, if it refers to one."""
    match value:
        case {"personal": int() as ordinal} if len(value) == 1:
            return ordinal
    return None


def sealed_steps(
    sealed: Mapping[tuple[str, str], SealedUpcaster], name: str
) -> dict[str, SealedUpcaster]:
    """Personal field → its sealed upcaster, of those that lead on from a name."""
    return {field: step for (older, field), step in sealed.items() if older == name}


def newest_content(
    codec: Codec, hint: Any, steps: tuple[SealedUpcaster, ...]
) -> Callable[[bytes], Any]:
    """A function from the plain bytes of a section to what its field holds today.

    It raises Malformed, and never tells what stands in the bytes.
    """
    decode = codec.decoder(hint)

    def read(plain: bytes) -> Any:
        content = plain_copy(plain)
        if _encode(content) != plain:
            raise Malformed("sealed content", "is not in canonical form")
        try:
            for step in steps:
                content = step(content)
            raised = _encode(content)
        except _FAILURES:
            raise Malformed("sealed content", "its upcaster failed") from None
        return decode(raised)

    return read if steps else decode
