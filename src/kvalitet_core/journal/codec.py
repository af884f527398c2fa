"""Values to bytes and back, so that the same value always gives the same bytes.

The port is `Codec`; `MsgspecCodec` is the adapter in use. Canonical bytes are JSON in
UTF-8 with sorted keys and no white space. Reading is strict: nothing is coerced, and
bytes that the value would not be written as are refused, which catches unknown keys,
keys given twice, and any other spelling of the same thing. Values that are equal
without being the same are kept as they came: 1.0 beside 1.00, 13:00+01:00 beside
12:00Z. Integers have 64 bits at most.

A personal value never enters these bytes: `{"personal": n}` stands in its place, where
n is the ordinal of the sealed section that holds it, or null when none does.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import Any, Protocol, get_args, get_origin
from unicodedata import normalize

import attrs
import msgspec

from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, CheckedText

__all__ = ["Codec", "MsgspecCodec", "Slot", "plain_copy"]


class Slot(Personal[Any]):
    """Stands for a personal value while a stored class is encoded or decoded.

    Its ordinal names the sealed section; None says that nothing was sealed, because
    the person had been forgotten when the event was written.
    """

    __slots__ = ("ordinal", "subject")

    ordinal: int | None
    subject: str | None

    @classmethod
    def at(cls, ordinal: int | None) -> Slot:
        """The place of the sealed section with this ordinal, or of none."""
        made = cls.__new__(cls)
        made.ordinal = ordinal
        made.subject = None
        return made

    def bind(self, source: Callable[[], Any], *, subject: str | None = None) -> None:
        """Say where the value comes from when it is opened, and whose it is."""
        self._source = source
        self.subject = subject


class Codec(Protocol):
    """How values become bytes. Another format would be another adapter."""

    def encode(self, value: Any) -> bytes:
        """The canonical bytes of a value whose personal fields are slots.

        Raises:
            Malformed: The value holds something that cannot be stored.
        """

    def encode_state(self, state: Any) -> bytes:
        """The canonical bytes of a state, to hold it against another by.

        A state is not stored, so what it keeps by number is written by the number's
        text.

        Raises:
            Malformed: The state holds something that has no canonical bytes.
        """

    def decoder(self, cls: Any) -> Callable[[bytes], Any]:
        """A function from canonical bytes to a value of this class, or Malformed."""

    def rereader(self, cls: Any) -> Callable[[bytes], Any]:
        """As `decoder`, for bytes of which it is known that they are canonical."""

    def from_input(self, cls: Any, text: bytes) -> Any:
        """A value from JSON that a person or another system wrote.

        Personal fields hold their values in the clear; any spelling of JSON will do.
        Letters that can be written in two ways (å) come out written in one (NFC).

        Raises:
            Malformed: It does not fit.
        """


class MsgspecCodec:
    """The codec in use: JSON by msgspec, for attrs classes and checked texts."""

    def __init__(self) -> None:
        self._encoder = msgspec.json.Encoder(order="sorted", enc_hook=_write_custom)
        self._by_number: set[type[Any]] = set()

    def encode(self, value: Any) -> bytes:
        """The canonical bytes of a value whose personal fields are slots."""
        try:
            return self._encoder.encode(value)
        except (TypeError, OverflowError, ValueError) as error:
            raise Malformed(
                type(value).__qualname__, f"cannot be stored: {error}"
            ) from error

    def encode_state(self, state: Any) -> bytes:
        """The canonical bytes of a state, to hold it against another by."""
        if type(state) not in self._by_number:
            try:
                return self._encoder.encode(state)
            except (TypeError, OverflowError, ValueError):
                self._by_number.add(type(state))
        with suppress(TypeError, OverflowError, ValueError):
            return self._encoder.encode(_by_text(state))
        try:
            plain = msgspec.to_builtins(
                state, order="sorted", str_keys=True, enc_hook=_write_custom
            )
        except (TypeError, OverflowError, ValueError) as error:
            raise Malformed(
                type(state).__qualname__, f"cannot be compared: {error}"
            ) from error
        return self.encode(plain)

    def rereader(self, cls: Any) -> Callable[[bytes], Any]:
        """As `decoder`, for bytes of which it is known that they are canonical."""
        decode = msgspec.json.Decoder(cls, dec_hook=_read_stored).decode

        def again(data: bytes) -> Any:
            try:
                return decode(data)
            except (msgspec.DecodeError, ValueError, RecursionError) as error:
                raise _malformed(cls, error) from error

        return again

    def decoder(self, cls: Any) -> Callable[[bytes], Any]:
        """A function from canonical bytes to a value of this class, or Malformed."""
        decode = msgspec.json.Decoder(cls, dec_hook=_read_stored).decode
        encode = self._encoder.encode

        def strictly(data: bytes) -> Any:
            try:
                value = decode(data)
            except (msgspec.DecodeError, ValueError, RecursionError) as error:
                raise _malformed(cls, error) from error
            if encode(value) != data:
                raise Malformed(_name_of(cls), *_differences(data, encode(value)))
            return value

        return strictly

    def from_input(self, cls: Any, text: bytes) -> Any:
        """A value from JSON that a person or another system wrote."""
        try:
            composed = normalize("NFC", text.decode()).encode()
            return msgspec.json.decode(composed, type=cls, dec_hook=_read_input)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise _malformed(cls, error) from error


def plain_copy(data: bytes) -> Any:
    """Decode any JSON to plain dicts and lists, numbers with a point refused.

    Raises:
        Malformed: It is no JSON, or has a number with a point or an exponent.
    """
    try:
        return _plain.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Malformed("stored data", _told(error)) from error


def _no_float(text: str) -> Any:
    raise ValueError(f"{text} is a floating-point number, and none is stored")


_plain = msgspec.json.Decoder(float_hook=_no_float)


def _by_text(state: Any) -> Any:
    """The fields of a state; what one keeps by whole numbers, by their texts.

    The bytes are those that all of it would have, and most of it is left as it is.
    """
    cls = type(state)
    if not attrs.has(cls):
        return state
    fields = {each.name: getattr(state, each.name) for each in attrs.fields(cls)}
    for name, value in fields.items():
        if isinstance(value, dict) and all(type(key) is int for key in value):
            fields[name] = {str(key): each for key, each in value.items()}
    return fields


def _write_custom(value: Any) -> Any:
    if isinstance(value, CheckedText):
        return str(value)
    if isinstance(value, Answers):
        return value.as_json()
    if isinstance(value, Slot):
        return {"personal": value.ordinal}
    if isinstance(value, Personal):
        raise TypeError("personal data that is not sealed")
    raise TypeError(f"{type(value).__qualname__} is no type that can be stored")


def _read_stored(cls: Any, raw: Any) -> Any:
    if isinstance(cls, type) or get_origin(cls) is not Personal:
        return _checked_reader(cls)(raw)
    match raw:
        case {"personal": int() | None as ordinal} if len(raw) == 1:
            return Slot.at(ordinal)
    raise ValueError("a personal value is stored in the clear")


def _read_input(cls: Any, raw: Any) -> Any:
    if get_origin(cls) is Personal:
        (inner,) = get_args(cls)
        try:
            return Personal(msgspec.convert(raw, inner, dec_hook=_read_input))
        except ValueError:
            raise ValueError("does not hold what its type says") from None
    return _checked_reader(cls)(raw)


@cache
def _checked_reader(cls: Any) -> Callable[[Any], Any]:
    """What makes a value of a class of ours, which is seen once for each class."""
    if isinstance(cls, type) and issubclass(cls, CheckedText | Answers):
        return cls
    raise TypeError(f"{cls!r} is no type that can be stored")


def _name_of(cls: Any) -> str:
    return str(getattr(cls, "__qualname__", cls))


def _told(error: Exception) -> str:
    """What went wrong, in words."""
    too_deep = isinstance(error, RecursionError)
    return "is nested too deeply to be read" if too_deep else str(error)


def _malformed(cls: Any, error: Exception) -> Malformed:
    text, _, path = _told(error).partition(" - at `")
    return Malformed(_name_of(cls), Problem(path=path.rstrip("`") or "$", text=text))


def _differences(given: bytes, canonical: bytes) -> tuple[Problem, ...]:
    """Name what stands in the bytes that the value would not be written as."""
    found = tuple(_extra("$", plain_copy(given), plain_copy(canonical)))
    return found or (Problem(path="$", text="is not in canonical form"),)


def _extra(path: str, given: Any, known: Any) -> list[Problem]:
    if isinstance(given, dict) and isinstance(known, dict):
        problems = []
        for key in sorted(given):
            place = f"{path}.{key}"
            if key in known:
                problems += _extra(place, given[key], known[key])
            else:
                problems.append(Problem(path=place, text="is not a known field"))
        return problems
    if isinstance(given, list) and isinstance(known, list):
        return [
            problem
            for number, (left, right) in enumerate(zip(given, known, strict=False))
            for problem in _extra(f"{path}[{number}]", left, right)
        ]
    return []


def finite(value: Any) -> bool:
    """Whether no Decimal in a stored value is infinite or not a number."""
    if isinstance(value, Decimal):
        return value.is_finite()
    if isinstance(value, tuple | list | frozenset):
        return all(map(finite, value))
    if attrs.has(type(value)):
        return all(
            finite(getattr(value, field.name)) for field in attrs.fields(type(value))
        )
    return True
