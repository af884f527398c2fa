"""One class under its stored name: how a value of it is written, checked and read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.naming import named_in
from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.journal.codec import Codec, Slot, finite
from kvalitet_core.journal.exact import is_exact
from kvalitet_core.journal.sections import SealedReference, sealed_references
from kvalitet_core.journal.storable import (
    PersonalField,
    fields_holding,
    holds,
    personal_fields,
)
from kvalitet_core.personal import Forgotten, Personal
from kvalitet_core.plugins import SealedUpcaster

__all__ = ["Opener", "StoredClass"]


class Opener(Protocol):
    """Gives the way to open one sealed section, when it is wanted."""

    def __call__(
        self,
        stream: str,
        version: int,
        reference: SealedReference,
        hint: Any,
        steps: tuple[SealedUpcaster, ...],
    ) -> Callable[[], Any]:
        """A function that opens the section, takes it by the steps, and decodes it."""


class StoredClass:
    """A class under its stored name, ready to be written and read.

    Attributes:
        name: The stored name.
        cls: The class.
        personal: Its personal fields, by name.
        about_people: Whether anything may be sealed that it holds or refers to.
    """

    def __init__(self, name: str, cls: type[Any], codec: Codec) -> None:
        self.name = name
        self.cls = cls
        self.personal: tuple[PersonalField, ...] = personal_fields(cls)
        self._encode = codec.encode
        self._decode = codec.decoder(cls)
        self._codec = codec
        self._checks_decimals = holds(cls, Decimal)
        self._attaching = fields_holding(cls, Attachment)
        self.about_people = bool(self.personal) or bool(self._attaching)

    def subjects(self, value: Any) -> set[str]:
        """The people of whom something in a value is sealed, or in its attachments."""
        people = {getattr(value, field.subject) for field in self.personal}
        for field in self._attaching:
            named = named_in(getattr(value, field))
            people |= {each.subject for each in named if each.subject}
        return people

    def encode(self, value: Any, *, unsealed: Collection[str] = ()) -> bytes:
        """The `d` section of a value; see `written`."""
        data, _ = self.written(value, unsealed=unsealed)
        return data

    def written(
        self, value: Any, *, unsealed: Collection[str] = ()
    ) -> tuple[bytes, Any]:
        """The `d` section of a value, its personal fields replaced by their places.

        And what is read from it: the value itself, where nothing in it is personal.

        Args:
            value: Of this class.

            unsealed: The personal fields of which nothing is sealed.

        Raises:
            Malformed: The value does not hold what its class says.
        """
        if self.personal:
            self._require_wrapped(value)
            slots = {
                field.name: Slot.at(None if field.name in unsealed else ordinal)
                for ordinal, field in enumerate(self.personal)
            }
            value = attrs.evolve(value, **slots)
        data = self._encode(value)
        back = self._read_back(data)
        if self._checks_decimals:
            self._require_finite(back)
        if not (self._reads_as(back, value) if self.personal else back == value):
            raise Malformed(self.name, *self._otherwise(back, value))
        return data, back

    def bytes_of(self, value: Any) -> bytes:
        """The `d` section that a value would have, to be held against one there is.

        Whether it would be read back as the value is not looked at.

        Raises:
            Malformed: The value holds something that cannot be stored.
        """
        if self.personal:
            return self.encode(value)
        if self._checks_decimals:
            self._require_finite(value)
        return self._encode(value)

    def _reads_as(self, back: Any, value: Any) -> bool:
        """Whether what is read is what was written, but for what is sealed."""
        if not self.personal:
            return bool(back == value)
        sealed = {field.name for field in self.personal}
        return all(
            getattr(back, field.name) == getattr(value, field.name)
            for field in attrs.fields(self.cls)
            if field.name not in sealed
        )

    def _otherwise(self, back: Any, value: Any) -> tuple[Problem, ...]:
        """Each field that is not sealed and would be read back as another value."""
        sealed = {field.name for field in self.personal}
        fields = (
            (field.name, getattr(back, field.name), getattr(value, field.name))
            for field in attrs.fields(self.cls)
            if field.name not in sealed
        )
        return tuple(
            Problem(path=f"$.{name}", text=f"expected {known!r}, got {given!r}")
            for name, known, given in fields
            if known != given
        )

    def same(self, one: bytes, other: bytes) -> bool:
        """Whether two `d` sections hold the same, however it is written."""
        first, second = self.decode(one), self.decode(other)
        return self._reads_as(first, second)

    def _require_wrapped(self, value: Any) -> None:
        for field in self.personal:
            if not isinstance(getattr(value, field.name), Personal):
                problem = Problem(
                    path=f"$.{field.name}", text="is personal: wrap it in Personal(…)"
                )
                raise Malformed(self.name, problem)

    def unsealed(self, data: bytes) -> list[str]:
        """The personal fields of which nothing was sealed, from a `d` section."""
        value = self.decode(data)
        return [f.name for f in self.personal if getattr(value, f.name).ordinal is None]

    def decode(self, data: bytes) -> Any:
        """A value from its `d` section; personal fields are unbound slots."""
        value = self._decode(data)
        if self._checks_decimals:
            self._require_finite(value)
        return value

    @cached_property
    def decode_again(self) -> Callable[[bytes], Any]:
        """As `decode`, for a `d` section that was decoded before: nothing is checked.

        It is for classes without personal fields.
        """
        return self._codec.rereader(self.cls)

    @cached_property
    def _read_back(self) -> Callable[[bytes], Any]:
        """What reads bytes just written, so that they are held against their value.

        Where that is equal, an exact class has been read from its canonical bytes.
        """
        return self.decode_again if is_exact(self.cls) else self._decode

    def _require_finite(self, value: Any) -> None:
        if not finite(value):
            raise Malformed(self.name, "a Decimal is infinite or not a number")

    def bind(
        self,
        value: Any,
        stream: str,
        version: int,
        p: bytes | None,
        opener: Opener,
        *,
        older: Mapping[int, tuple[SealedUpcaster, ...]] | None = None,
    ) -> None:
        """Tell each personal field of a decoded value where its content is.

        Args:
            value: The value.

            stream: The stream that it was read from.

            version: Its version there.

            p: What the row says of its sealed sections.

            opener: Gives the way to open one.

            older: Ordinal → the steps that the content must take, when the value was
                written in an older shape. That may have had more sections; in the
                newest, one that belongs to no field is refused.
        """
        steps = older or {}
        references = {item.ordinal: item for item in sealed_references(p)}
        where = f"{stream} version {version}"
        for field in self.personal:
            slot: Slot = getattr(value, field.name)
            if slot.ordinal is None:
                slot.bind(_forgotten)
                continue
            reference = references.pop(slot.ordinal, None)
            subject = getattr(value, field.subject)
            if reference is None or reference.subject != subject:
                found = (
                    "for nobody" if reference is None else f"for {reference.subject}"
                )
                text = f"expected a section sealed for {subject}, got one {found}"
                raise Malformed(where, Problem(path=f"$.{field.name}", text=text))
            taken = steps.get(slot.ordinal, ())
            source = opener(stream, version, reference, field.type, taken)
            slot.bind(source, subject=subject)
        if references and older is None:
            raise Malformed(where, f"sections {sorted(references)} belong to no field")


def _forgotten() -> Forgotten:
    return Forgotten.FORGOTTEN
