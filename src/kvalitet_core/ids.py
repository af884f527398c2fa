"""Identifiers: distinct types for each, time-ordered where the library makes them.

Pure: the time and the randomness are arguments. Nothing here reads a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import count
from typing import Any, NewType

import attrs

from kvalitet_core.errors import Malformed

__all__ = [
    "KIND",
    "ActorId",
    "CommandId",
    "EventId",
    "PersonId",
    "StreamId",
    "checked_command_id",
    "checked_id",
    "derived_ids",
    "is_stream",
    "of_kind",
    "of_kinds",
    "stream_id",
    "time_of",
    "time_ordered_id",
]

StreamId = NewType("StreamId", str)
"""One aggregate's events: `kind/key`, such as `municipality/0730`."""

CommandId = NewType("CommandId", str)
"""One request to change something; using it again repeats nothing."""

EventId = NewType("EventId", str)
"""One event, wherever it is copied to."""

PersonId = NewType("PersonId", str)
"""A person in the record: random, and never made from a CPR number or a name."""

ActorId = NewType("ActorId", str)
"""Who acts: an employee's or a system's id in the host system, never a name."""

_KEY = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}"
KIND = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""What a kind of stream is called."""

_STREAM = re.compile(rf"{KIND.pattern}/{_KEY}")
_COMMAND_ID = re.compile(_KEY)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}")
_CPR = re.compile(r"[0-9]{6}-?[0-9]{4}")
_TIME_ORDERED = re.compile(
    r"([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def stream_id(kind: str, key: str) -> StreamId:
    """Name the stream of the thing of this kind with this key.

    Raises:
        Malformed: The two do not make a stream id: `kind/key`, where kind is lower
            case and key letters, digits, `.`, `_`, `:` or `-`.
    """
    text = f"{kind}/{key}"
    if not _STREAM.fullmatch(text):
        raise Malformed(
            f"stream id {text!r}",
            "expected kind/key, the kind in lower case, the key of letters, digits "
            "and . _ : - (128 at most)",
        )
    if kind == "person" and _CPR.fullmatch(key):
        raise Malformed("person id", "expected a random id, got a CPR number")
    return StreamId(text)


@attrs.frozen
class of_kind:  # noqa: N801 - used as attrs' own validators are
    """An attrs validator for a field that names a stream of this kind."""

    kind: str

    @property
    def json_schema(self) -> dict[str, str]:
        """What a schema says of such a field."""
        return {
            "pattern": f"^{self.kind}/{_KEY}$",
            "x-rule": f"a stream of its kind: {self.kind}/…",
        }

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], stream: StreamId
    ) -> None:
        """Refuse what names no stream of this kind."""
        self.require(attribute.name, stream)

    def require(self, what: str, stream: object) -> None:
        """Refuse what names no stream of this kind.

        Raises:
            Malformed: It does not.
        """
        if not _form_of(self.kind).fullmatch(str(stream)):
            problem = f"expected a stream of its kind: {self.kind}/…"
            raise Malformed(f"{what} {stream!r}", problem)


@cache
def _form_of(kind: str) -> re.Pattern[str]:
    """How the id of a stream of a kind looks."""
    return re.compile(f"{kind}/{_KEY}")


@attrs.frozen
class of_kinds:  # noqa: N801 - used as attrs' own validators are
    """An attrs validator for a field that names a stream of one of these kinds."""

    kinds: tuple[str, ...]

    @property
    def json_schema(self) -> dict[str, Any]:
        """What a schema says of such a field."""
        return {
            "anyOf": [{"pattern": f"^{kind}/{_KEY}$"} for kind in self.kinds],
            "x-rule": f"a stream of one of its kinds: {self._said}",
        }

    def __call__(
        self, _: Any, attribute: attrs.Attribute[Any], stream: StreamId
    ) -> None:
        """Refuse what names no stream of these kinds."""
        if not any(_form_of(kind).fullmatch(str(stream)) for kind in self.kinds):
            problem = f"expected a stream of one of its kinds: {self._said}"
            raise Malformed(f"{attribute.name} {stream!r}", problem)

    @property
    def _said(self) -> str:
        return " or ".join(f"{kind}/…" for kind in self.kinds)


def is_stream(text: object) -> bool:
    """Tell whether something is the id of a stream."""
    return isinstance(text, str) and _STREAM.fullmatch(text) is not None


def checked_id(what: str, text: object) -> str:
    """Take an id of someone or something from outside: no name, no CPR number.

    Raises:
        Malformed: It is not of letters, digits and `. _ : - @`, 128 at most, or looks
            like a CPR number.
    """
    if not isinstance(text, str) or not _ID.fullmatch(text):
        raise Malformed(
            f"{what} {text!r}", "expected letters, digits and . _ : - @ (128 at most)"
        )
    if _CPR.fullmatch(text):
        raise Malformed(what, "expected an id that is no CPR number")
    return text


def checked_command_id(text: object) -> CommandId:
    """Take a command id from outside.

    Raises:
        Malformed: It is not of letters, digits and `. _ : -`, 128 at most.
    """
    if not isinstance(text, str) or not _COMMAND_ID.fullmatch(text):
        raise Malformed(
            f"command id {text!r}", "expected letters, digits and . _ : - (128 at most)"
        )
    return CommandId(text)


def time_ordered_id(at: datetime, randomness: bytes) -> str:
    """Make a UUID of version 7 (RFC 9562): ids made later sort later.

    Args:
        at: The time, with its offset; milliseconds are kept.

        randomness: Ten bytes.
    """
    return _uuid7(_beginning(at), randomness.hex())


def time_of(text: str) -> datetime | None:
    """When a time-ordered id was made, to the millisecond; None for any other id."""
    found = _TIME_ORDERED.fullmatch(text)
    if found is None:
        return None
    try:
        return _EPOCH + timedelta(milliseconds=int(found[1] + found[2], 16))
    except OverflowError:
        return None


@lru_cache(maxsize=64)
def _beginning(at: datetime) -> str:
    """How an id begins: milliseconds since 1970 in twelve digits, and the version."""
    since = at - _EPOCH
    seconds = since.days * 86_400 + since.seconds
    millis = f"{seconds * 1000 + since.microseconds // 1000:012x}"
    return f"{millis[:8]}-{millis[8:]}-7"


def _uuid7(beginning: str, rest: str) -> str:
    """Put the variant in its place among the random digits."""
    return f"{beginning}{rest[1:4]}-{_VARIANTS[rest[4]]}{rest[5:8]}-{rest[8:]}"


def derived_ids(seed: bytes, at: datetime) -> Iterator[str]:
    """Give ids without end, the same ones in the same order from the same seed."""
    beginning = _beginning(at)
    for number in count():
        digits = blake2b(b"%d" % number, key=seed).hexdigest()
        for start in range(0, 120, 20):
            yield _uuid7(beginning, digits[start : start + 20])
