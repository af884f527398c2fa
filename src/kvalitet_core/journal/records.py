"""What the journal itself records: who, when, at whose request, and on what reads.

Metadata, salts and references of each row; the command's record; the journal's own
events. Imports no store.
"""
# These names and fields are stored. Do not rename; add a version.

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

import attrs
import msgspec

from kvalitet_core.actor import Actor
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import CommandId, EventId, StreamId
from kvalitet_core.recorded import Recorded

__all__ = [
    "AppendKeyChanged",
    "CommandRecord",
    "Deployed",
    "Indexed",
    "KeptReason",
    "KeyChanged",
    "LossDeclared",
    "Metadata",
    "Opened",
    "Receipt",
    "Salts",
    "SealedReference",
    "instant",
    "metadata",
    "recorded_at",
    "salts",
    "sealed_references",
    "written",
]


class Metadata(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `m` section of a row.

    Attributes:
        actor: Who caused it, or null for the journal's own events.
        command: The command that caused it, or null.
        correlation: The first command of the chain that led here, or null.
        event: The event's own id.
        recorded_at: When it was written, six decimals and `Z`; unique in a journal.
    """

    actor: str | None
    command: str | None
    correlation: str | None
    event: str
    recorded_at: str


class Salts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `s` section of a row: sixteen random bytes for each plain section."""

    d: bytes
    m: bytes


class SealedReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item of the `p` section of a row.

    Attributes:
        key: SHA-256 of the key that sealed it, in hex.
        ordinal: Its number within the row.
        sha256: SHA-256 of the sealed bytes, in hex.
        subject: The id of the person whose data it is.
    """

    key: str
    ordinal: int
    sha256: str
    subject: str


class KeptReason(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
):
    """Why a command was refused, as it is stored.

    Attributes:
        because: What that comes from; left out where there is nothing, as it was before
            reasons had any.
        code: The reason's permanent code.
        source: The statute or document that it comes from.
        text: What it says.
    """

    because: tuple[KeptReason, ...] = ()
    code: str
    source: str | None
    text: str

    @classmethod
    def of(cls, reason: Reason) -> KeptReason:
        """Keep a reason, with what it comes from."""
        return cls(
            because=tuple(map(cls.of, reason.because)),
            code=reason.code,
            source=reason.source,
            text=reason.text,
        )

    @property
    def reason(self) -> Reason:
        """The reason that was kept."""
        return Reason(
            code=self.code,
            text=self.text,
            source=self.source,
            because=tuple(each.reason for each in self.because),
        )


class CommandRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, by whom, what was read, and what came of it.

    Attributes:
        actor: Who asked.
        cause: The event that made a reaction ask, if one did.
        channel: How it came in (`cli`, `web`), if that was told.
        data: The command's fields; personal ones stand sealed.
        deployment: Digest of the code and definitions that decided.
        events: The ids of the events that followed, in order.
        name: The command's stored name.
        now: The time that the decision was given.
        outcome: `accepted`, `nothing` (there was nothing to do) or `refused`.
        reaction: The reaction that asked, if one did.
        reads: Every stream that was read, and its version then; 0 is absent.
        kept: Why it was refused, as that is stored, under the name of `reasons`.
        seed: Sixteen random bytes from which all new ids are derived.
        targets: The streams that the command is about.
    """

    actor: Actor
    cause: EventId | None
    channel: str | None
    data: msgspec.Raw
    deployment: str
    events: tuple[EventId, ...]
    name: str
    now: str
    outcome: Literal["accepted", "nothing", "refused"]
    reaction: str | None
    reads: dict[StreamId, int]
    kept: tuple[KeptReason, ...] = msgspec.field(name="reasons")
    seed: bytes
    targets: tuple[StreamId, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it was refused."""
        return tuple(each.reason for each in self.kept)


@attrs.frozen(kw_only=True)
class Opened:
    """The journal was made: always the first event.

    Attributes:
        clock: `real`, or `simulated` when the time was given by a program.
        format: The number of the stored format.
        journal: The journal's own random id.
    """

    clock: Literal["real", "simulated"]
    format: int
    journal: str


@attrs.frozen(kw_only=True)
class Deployed:
    """A set of code and definitions began to decide here.

    Attributes:
        definitions: Stored name → SHA-256 of its JSON Schema.
        packages: Distribution → version, of what decides and stores.
        plugins: Plugin → version.
        python: The version of Python.
    """

    definitions: dict[str, str]
    packages: dict[str, str]
    plugins: dict[str, str]
    python: str


@attrs.frozen(kw_only=True)
class Indexed:
    """What there was of each case up to here, as the root of a tree over all streams.

    Attributes:
        root: The root of the case index, in hex.
        size: Of how many rows it is: all before this one.
        streams: How many streams there were, `command/` ones left out.
    """

    root: str
    size: int
    streams: int


@attrs.frozen(kw_only=True)
class KeyChanged:
    """From here on another key signs how far the journal has come.

    Attributes:
        before: The key that verifies what was signed up to here, as text.
        after: The key that verifies what is signed from here on, as text.
    """

    before: str
    after: str


@attrs.frozen(kw_only=True)
class AppendKeyChanged:
    """From here on rows must be signed as they are appended, and these keys count.

    Attributes:
        after: The key that counts from here on, as text; None where one is given up.
        before: The key that counts no more, as text; None where one is added.
    """

    after: str | None
    before: str | None


@attrs.frozen(kw_only=True)
class LossDeclared:
    """What was signed is not all there any more, and another log goes on from here.

    Attributes:
        by: Who declares it.
        former: What the log was called up to here.
        kept: Of how many of its rows a signature shows that they are there.
        reason: Why the others are lost.
        root: The root of its tree as it was signed last, in hex.
        size: How many rows it had then.
        successor: What the log is called from here on.
    """

    by: str
    former: str
    kept: int
    reason: str
    root: str
    size: int
    successor: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a command, once it is durable.

    Attributes:
        command_id: The id that the command is on record under.
        stream: The stream that the command was about.
        outcome: `accepted`, or `nothing` when there was nothing to do.
        events: What followed, in order.
        position: The place of the last row of the commit; None after a dry run.
        recorded_at: When the command's record was written; None after a dry run.
        rows: The rows as they are kept, the command's record first: stream, version,
            stored name, state; empty after a dry run.
    """

    command_id: CommandId
    stream: StreamId
    outcome: Literal["accepted", "nothing"]
    events: tuple[Recorded, ...]
    position: int | None
    recorded_at: datetime | None
    rows: tuple[tuple[StreamId, int, str, bytes], ...] = ()

    @property
    def leaf_hashes(self) -> tuple[bytes, ...]:
        """What the journal's tree will have of each row: proof of what was answered."""
        from kvalitet_core.journal.entry import (  # noqa: PLC0415 - it knows records
            entry,
            leaf_hash,
        )

        return tuple(leaf_hash(entry(*row)) for row in self.rows)


_encode = msgspec.json.Encoder(order="sorted").encode
_metadata = msgspec.json.Decoder(Metadata)
_salts = msgspec.json.Decoder(Salts)
_references = msgspec.json.Decoder(tuple[SealedReference, ...])
_WRITTEN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
)
_RECORDED_AT = b'"recorded_at":"'
_INSTANT_LENGTH = 27
_SALT_LENGTH = 16
_DIGEST = re.compile(r"[0-9a-f]{64}")


def metadata(section: bytes) -> Metadata:
    """Decode the `m` section."""
    try:
        found = _metadata.decode(section)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("metadata of a stored event", str(error)) from error
    _require_canonical("metadata of a stored event", found, section)
    return found


def recorded_at(state: bytes) -> datetime:
    """When a row was written, found without decoding the rest of it.

    No text inside the sections after it can look like the member's name.
    """
    start = state.rfind(_RECORDED_AT) + len(_RECORDED_AT)
    return instant(state[start : start + _INSTANT_LENGTH].decode("ascii", "replace"))


def salts(section: bytes) -> Salts:
    """Decode the `s` section: sixteen bytes for `d` and for `m`."""
    try:
        found = _salts.decode(section)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("salts of a stored event", str(error)) from error
    if len(found.d) != _SALT_LENGTH or len(found.m) != _SALT_LENGTH:
        raise Malformed(
            "salts of a stored event", f"expected {_SALT_LENGTH} bytes each"
        )
    _require_canonical("salts of a stored event", found, section)
    return found


def sealed_references(section: bytes | None) -> tuple[SealedReference, ...]:
    """Decode the `p` section, which is absent when nothing is sealed."""
    if section is None:
        return ()
    try:
        found = _references.decode(section)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("person sections of a stored event", str(error)) from error
    ordinals = [reference.ordinal for reference in found]
    if not found or ordinals != sorted(set(ordinals)):
        raise Malformed(
            "person sections of a stored event",
            "expected one or more, in the order of their ordinals",
        )
    for reference in found:
        if not (
            _DIGEST.fullmatch(reference.key) and _DIGEST.fullmatch(reference.sha256)
        ):
            subject = "person sections of a stored event"
            raise Malformed(
                subject, "expected 64 hexadecimal digits for key and sha256"
            )
    _require_canonical("person sections of a stored event", found, section)
    return found


def _require_canonical(subject: str, found: object, section: bytes) -> None:
    """Refuse bytes that what they say would not be written as."""
    if _encode(found) != section:
        raise Malformed(subject, "is not in canonical form")


def written(at: datetime) -> str:
    """Write an instant as records keep it: UTC, six decimals, `Z`.

    Raises:
        Malformed: It has no offset, so nobody knows when it is.
    """
    if at.tzinfo is None:
        raise Malformed(f"instant {at.isoformat()}", "expected an offset from UTC")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    text = _encode(utc).decode()[1:-1]
    return text if utc.microsecond else f"{text[:-1]}.000000Z"


def instant(text: str) -> datetime:
    """Read an instant as records keep it.

    Raises:
        Malformed: It is not in that form.
    """
    if not _WRITTEN.fullmatch(text):
        raise Malformed(f"instant {text!r}", "expected UTC with six decimals and Z")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"instant {text!r}", str(error)) from error
