"""Verify a bundle of a kvalitet-core journal, offline.

    python3 verify.py [DIR] [--since CHECKPOINT] [--policy FILE] [--appends] [--json]
        [--lang da|en]

One file, for Python 3.9 or later, with nothing but its standard library. It is written
from the text of RFC 6962, RFC 9162 and RFC 8032 and of C2SP's specifications, apart
from the code that makes bundles. DIR is its own folder by default.

Leaves with 0 where nothing is wrong; 1 where something was found, each named; 2 for
wrong usage; 3 where it could not look.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import csv
import io
import json
import os
import re
import struct
import sys
from binascii import a2b_base64
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

__all__ = ["FORMAT", "main", "verified"]

FORMAT = 1
"""The number of the bundle's format that this file knows."""

HASH = 32
WIDTH = 256
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EMPTY = sha256(b"").digest()
LISTED = 50
"""How many findings are told in words; all of them are in JSON."""

NESTED = "is nested too deeply to be read"


class Wrong(Exception):
    """Something is not as it must be: it was changed, or made for something else."""

    def __init__(self, place: str, text: str) -> None:
        super().__init__(f"{place}: {text}")
        self.place, self.text = place, text


class CannotLook(Exception):
    """Something could not be looked at: nothing is said about whether it is right."""


class Report:
    """What was checked, what was found, what could not be looked at."""

    def __init__(self) -> None:
        self.checked: list[tuple[str, tuple[Any, ...]]] = []
        self.found: list[tuple[str, str]] = []
        self.unchecked: list[str] = []
        self.notes: list[tuple[str, tuple[Any, ...]]] = []
        self.size = 0
        self.root = b""
        self.whole = False

    def check(self, key: str, *values: Any) -> None:
        """Say that something was checked, and is right."""
        self.checked.append((key, values))

    def note(self, key: str, *values: Any) -> None:
        """Say something that is no fault."""
        self.notes.append((key, values))

    def find(self, place: str, text: str) -> None:
        """Say that something is wrong."""
        self.found.append((place, text))

    @property
    def code(self) -> int:
        """The exit code."""
        if self.found:
            return 1
        return 3 if self.unchecked else 0


# Notes, keys and policies (C2SP: signed-note, tlog-checkpoint, tlog-policy).


def from_base64(text: str) -> bytes | None:
    """Read base64 in its one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def number(text: str) -> int | None:
    """Read a number in its one spelling."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text):
        return None
    return int(text) if int(text) < 2**63 else None


LENGTHS = {1: 32, 4: 32, 6: 1312}
"""Each type of key that is known here: Ed25519, its cosignatures, ML-DSA-44."""


class Key:
    """A public key: whose, which, how it signs."""

    def __init__(self, text: str, place: str) -> None:
        parts = text.split("+", 2)
        plain = from_base64(parts[2]) if len(parts) == 3 else None
        if not plain or not parts[0] or any(c.isspace() for c in parts[0]):
            raise Wrong(place, "expected <name>+<key id>+<base64>")
        self.text = text
        self.name, self.kind, self.public = parts[0], plain[0], plain[1:]
        self.id = sha256(self.name.encode() + b"\n" + plain).digest()[:4]
        if self.id.hex() != parts[1]:
            raise Wrong(place, f"key id: expected {self.id.hex()}, got {parts[1]}")
        if len(self.public) != LENGTHS.get(self.kind, len(self.public)):
            raise Wrong(place, f"a key of type {self.kind} that is of another length")


LOG = re.compile(r"(kvalitet-core/journal/[^/]+)(?:/([2-9]|[1-9][0-9]{1,5}))?")


def log_of(origin: str) -> tuple[str, int]:
    """Which log of a journal an origin names: `…/2` succeeds the first, and so on."""
    found = LOG.fullmatch(origin)
    return (found[1], int(found[2] or 1)) if found else (origin, 1)


class Policy:
    """Whose signatures make a checkpoint count."""

    def __init__(self, data: bytes, place: str) -> None:
        self.logs: list[Key] = []
        self.witnesses: dict[str, Key] = {}
        self.groups: dict[str, tuple[int, list[str]]] = {}
        self.quorum: str | None = None
        try:
            lines = data.decode().split("\n")
        except UnicodeDecodeError:
            raise Wrong(place, "is not UTF-8") from None
        if lines.pop():
            raise Wrong(place, "expected a newline at its end")
        for count, line in enumerate(lines, 1):
            words = line.split()
            if words and not words[0].startswith("#"):
                self._line(words, f"{place} line {count}")
        if self.quorum is None or not self.logs:
            raise Wrong(place, "expected a log and a quorum")

    def _line(self, words: list[str], place: str) -> None:
        names = set(self.witnesses) | set(self.groups)
        if words[0] == "log" and len(words) in (2, 3):
            self.logs.append(Key(words[1], place))
        elif words[0] == "witness" and len(words) in (3, 4) and words[1] not in names:
            self.witnesses[words[1]] = Key(words[2], place)
        elif words[0] == "group" and len(words) > 3 and words[1] not in names:
            members = words[3:]
            needed = {"all": len(members), "any": 1}.get(words[2]) or number(words[2])
            if not needed or needed > len(members) or not names.issuperset(members):
                raise Wrong(place, "a group of names that are not known, or too few")
            self.groups[words[1]] = (needed, members)
        elif words[0] == "quorum" and len(words) == 2 and self.quorum is None:
            if words[1] != "none" and words[1] not in names:
                raise Wrong(place, f"the quorum {words[1]} is not known")
            self.quorum = words[1]
        else:
            raise Wrong(place, "is no line of a policy")

    def own(self, origin: str) -> list[Key]:
        """The keys of a log; those of another log of the journal are its own too."""
        found = [key for key in self.logs if key.name == origin]
        for key in [] if found else self.logs:
            if log_of(key.name)[0] == log_of(origin)[0]:
                plain = bytes([key.kind]) + key.public
                key_id = sha256(origin.encode() + b"\n" + plain).digest()[:4]
                text = f"{origin}+{key_id.hex()}+{base64.b64encode(plain).decode()}"
                found.append(Key(text, "policy"))
        return found

    def has(self, name: str, signed: list[Key]) -> bool:
        """Tell whether a witness, or enough of a group, has signed."""
        if name in self.witnesses:
            return self.witnesses[name] in signed
        needed, members = self.groups[name]
        return sum(self.has(each, signed) for each in members) >= needed


class Checkpoint:
    """A log's size and root, as a note says them."""

    def __init__(self, data: bytes, place: str) -> None:
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise Wrong(place, "is not UTF-8") from None
        for count, line in enumerate(whole.split("\n"), 1):
            if any(each < " " for each in line):
                raise Wrong(place, f"line {count}: has a control character")
        self.text, empty, below = whole.rpartition("\n\n")
        self.text += "\n"
        lines = self.text.split("\n")
        if not empty or not below.endswith("\n") or len(lines) != 4:
            raise Wrong(place, "expected three lines, an empty one, and signatures")
        size, root = number(lines[1]), from_base64(lines[2])
        if not lines[0] or size is None:
            raise Wrong(place, "line 2: expected a size in digits")
        if root is None or len(root) != HASH:
            raise Wrong(place, "line 3: expected a root in canonical base64")
        if size == 0 and root != EMPTY:
            raise Wrong(place, "line 3: expected the root of the empty tree")
        self.origin, self.size, self.root = lines[0], size, root
        self.signatures: list[tuple[str, bytes, bytes, int]] = []
        for count, line in enumerate(below[:-1].split("\n"), 5):
            words = line.split(" ")
            value = from_base64(words[2]) if len(words) == 3 else None
            if words[0] != "\u2014" or value is None or len(value) < 5:
                raise Wrong(place, f"line {count}: is no signature")
            self.signatures.append((words[1], value[:4], value[4:], count))


KINDS = {1: "Ed25519", 4: "Ed25519", 6: "ML-DSA-44"}


def judged(
    data: bytes, policy: Policy, place: str, report: Report, *, alone: bool = False
) -> Checkpoint:
    """Accept a checkpoint by a policy, or say why not; `alone` asks for no witness."""
    read = Checkpoint(data, place)
    own = policy.own(read.origin)
    if not own:
        raise CannotLook(f"{place}: is of another log: {read.origin}")
    signed: list[Key] = []
    unsure = False
    known = {(key.name, key.id): key for key in [*own, *policy.witnesses.values()]}
    for name, key_id, value, line in read.signatures:
        key = known.get((name, key_id))
        if key is None:
            report.note("stranger", place, line, name)
            continue
        holds = holding(read, key, value)
        if holds is None:
            unsure = True
            report.note("unsure", place, line, name, KINDS.get(key.kind, key.kind))
        elif holds:
            signed.append(key)
        else:
            raise Wrong(place, f"line {line}: the signature by {name} does not hold")
    if not any(key in own for key in signed):
        if unsure:
            raise CannotLook(f"{place}: no signature of the log can be verified here")
        raise Wrong(place, f"expected a signature by {own[0].name}+{own[0].id.hex()}")
    quorum = None if alone else policy.quorum
    if quorum and quorum != "none" and not policy.has(quorum, signed):
        if unsure:
            raise CannotLook(f"{place}: a signature of the quorum cannot be verified")
        raise Wrong(place, f"is not signed by the quorum {quorum!r} of the policy")
    return read


def holding(read: Checkpoint, key: Key, value: bytes) -> bool | None:
    """Tell whether a signature holds; None where that cannot be told here."""
    if key.kind == 1:
        return verified_ed25519(key.public, read.text.encode(), value)
    if key.kind not in KINDS:
        return None
    if len(value) < 9:
        return False
    (seconds,) = struct.unpack(">Q", value[:8])
    if key.kind == 4:
        message = f"cosignature/v1\ntime {seconds}\n{read.text}".encode()
        return verified_ed25519(key.public, message, value[8:])
    return verified_ml_dsa(key, read, value)


def verified_ml_dsa(key: Key, read: Checkpoint, value: bytes) -> bool | None:
    """Verify by `cryptography`, where it is there and has ML-DSA-44."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

        public = MLDSA44PublicKey.from_public_bytes(key.public)
    except Exception:  # whatever is the matter with it, it cannot be told
        return None
    name, origin = key.name.encode(), read.origin.encode()
    parts = [b"subtree/v1\n\0", bytes([len(name)]), name, value[:8]]
    parts += [bytes([len(origin)]), origin, struct.pack(">QQ", 0, read.size), read.root]
    try:
        public.verify(value[8:], b"".join(parts))
    except InvalidSignature:
        return False
    return True


# Ed25519, as RFC 8032, section 6, has it in Python.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def point_add(one: Point, other: Point) -> Point:
    """Add two points (RFC 8032, section 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_mul(scalar: int, point: Point) -> Point:
    """Multiply a point."""
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def point_equal(one: Point, other: Point) -> bool:
    """Compare two points."""
    if (one[0] * other[2] - other[0] * one[2]) % P:
        return False
    return (one[1] * other[2] - other[1] * one[2]) % P == 0


def recover_x(y: int, sign: int) -> int | None:
    """Find x (RFC 8032, section 5.1.3)."""
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P:
        return None
    return P - x if (x & 1) != sign else x


def decompressed(data: bytes) -> Point | None:
    """Read a point."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def verified_ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Verify a signature (RFC 8032, section 5.1.7)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompressed(public), decompressed(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    digest = sha512(signature[:32] + public + message).digest()
    h = int.from_bytes(digest, "little") % L
    return point_equal(point_mul(s, BASE), point_add(r, point_mul(h, a)))


def verified_soon(public: bytes, message: bytes, signature: bytes) -> bool:
    """Verify one of many signatures: by `cryptography`, which is faster, if there."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        return verified_ed25519(public, message, signature)
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# The tree (RFC 6962, section 2.1; RFC 9162, section 2.1).


def node(left: bytes, right: bytes) -> bytes:
    """Give HASH(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """Give the root over some hashes, by halves from below."""
    while len(hashes) > 1:
        odd = hashes[-1:] if len(hashes) % 2 else []
        pairs = range(0, len(hashes) - 1, 2)
        hashes = [
            sha256(b"\x01" + hashes[at] + hashes[at + 1]).digest() for at in pairs
        ] + odd
    return hashes[0] if hashes else EMPTY


class Growing:
    """A tree that grows leaf by leaf (RFC 9162, section 2.1.2)."""

    __slots__ = ("count", "stack")

    def __init__(self) -> None:
        self.count = 0
        self.stack: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add the hash of a leaf, or of a whole subtree where all are such."""
        count = self.count
        while count & 1:
            leaf = sha256(b"\x01" + self.stack.pop() + leaf).digest()
            count >>= 1
        self.stack.append(leaf)
        self.count += 1

    def root(self, *right: bytes) -> bytes:
        """The root, with what stands right of it."""
        stack = [*self.stack, *right]
        while len(stack) > 1:
            last = stack.pop()
            stack[-1] = node(stack[-1], last)
        return stack[0] if stack else EMPTY


def check_inclusion(
    leaf: bytes, *, index: int, size: int, root: bytes, path: list[bytes], place: str
) -> None:
    """Verify an inclusion proof (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:  # step 1
        raise Wrong(place, f"index {index} is beyond the size {size}")
    fn, sn, r = index, size - 1, leaf  # steps 2 and 3
    for p in path:  # step 4
        if sn == 0:
            raise Wrong(place, "the proof is too long")
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn:  # step 5
        raise Wrong(place, "the proof is too short")
    if r != root:
        raise Wrong(place, "the proof does not come to the root")


# Entries and payloads.


class Entry:
    """What the tree has of one event."""

    __slots__ = ("d", "m", "micros", "name", "persons", "stream", "version")

    def __init__(self, data: bytes) -> None:
        if data[:1] != b"\x01":
            raise ValueError("begins with another byte than 0x01")
        (length,) = struct.unpack_from(">H", data, 1)
        at = 3 + length
        self.stream = data[3:at].decode()
        self.version, self.micros, length = struct.unpack_from(">QQH", data, at)
        at += 18
        self.name = data[at : at + length].decode()
        at += length
        if data[at : at + 2] != b"\x02d" or data[at + 34 : at + 35] != b"m":
            raise ValueError("expected the sections d and m")
        self.d, self.m = data[at + 2 : at + 34], data[at + 35 : at + 67]
        at += 67
        (count,) = struct.unpack_from(">H", data, at)
        at += 2
        self.persons = []
        for _ in range(count):
            (ordinal,) = struct.unpack_from(">H", data, at)
            self.persons.append(
                (ordinal, data[at + 2 : at + 34], data[at + 34 : at + 66])
            )
            at += 66
        if at != len(data):
            raise ValueError(f"expected {at} bytes, got {len(data)}")

    @property
    def called(self) -> str:
        """Its stream and version."""
        return f"{self.stream} version {self.version}"


def entries_of(data: bytes, width: int, place: str) -> list[bytes]:
    """Part a bundle of entries (C2SP, tlog-tiles)."""
    entries: list[bytes] = []
    at, last = 0, len(data)
    while at < last:
        end = at + 2 + (data[at] << 8) + data[at + 1] if at + 1 < last else last + 1
        if end > last:
            raise Wrong(place, f"entry {len(entries)} goes beyond the end")
        entries.append(data[at + 2 : end])
        at = end
    if len(entries) != width:
        raise Wrong(place, f"expected {width} entries, got {len(entries)}")
    return entries


Payload = tuple[bytes, dict[int, bytes]]
NO_SECTIONS: dict[int, bytes] = {}
LENGTH, COUNT = struct.Struct(">I"), struct.Struct(">H")


def payloads_of(data: bytes, width: int, place: str) -> list[Payload]:
    """Part payloads.

    u32 length and state, u16 count of sections; of each u16 ordinal, u32 length, bytes.
    """
    found: list[Payload] = []
    at = 0
    try:
        while at < len(data):
            (length,) = LENGTH.unpack_from(data, at)
            state = data[at + 4 : at + 4 + length]
            at += 6 + length
            (count,) = COUNT.unpack_from(data, at - 2)
            sections = {} if count else NO_SECTIONS
            for _ in range(count):
                ordinal, length = struct.unpack_from(">HI", data, at)
                sections[ordinal] = data[at + 6 : at + 6 + length]
                at += 6 + length
            found.append((state, sections))
    except struct.error:
        raise Wrong(place, f"payload {len(found)} goes beyond the end") from None
    if at != len(data) or len(found) != width:
        raise Wrong(place, f"expected {width} payloads, got {len(found)}")
    return found


SCAN = json.JSONDecoder().raw_decode
COMMIT_D, COMMIT_M = (b"kvalitet/commit/v1\x00" + kind for kind in (b"d", b"m"))
SALT = rb'"([A-Za-z0-9+/]{21}[AQgw]==)"'
"""Sixteen bytes in base64, in their one spelling."""

ENDING = re.compile(rb',"s":\{"d":' + SALT + rb',"m":' + SALT + rb"\}\}\Z")


def parted(state: bytes) -> tuple[bytes, bytes, bytes, bytes, bytes]:
    """Part a state: `{"d":D,"m":M,"p":P,"s":S}`; gives d, m, p, and the two salts."""
    ending = ENDING.search(state)
    text = state[: ending.start()].decode() if ending else ""
    if not ending or not text.startswith('{"d":'):
        raise ValueError("is not laid out as d, m, p, s")
    plain = text.isascii()
    sections, at = [], 5
    for follows in (',"m":', ',"p":', None):
        start = at
        _, at = SCAN(text, at)
        part = state[start:at] if plain else text[start:at].encode()
        sections.append(part)
        if at == len(text) and follows != ',"m":':
            break
        if follows is None or not text.startswith(follows, at):
            raise ValueError("is not laid out as d, m, p, s")
        at += len(follows)
    d, m, p = [*sections, b""][:3]
    return d, m, p, base64.b64decode(ending[1]), base64.b64decode(ending[2])


def check_commitments(entry: Entry, state: bytes) -> tuple[bytes, bytes, bytes]:
    """Hold a payload against its entry; gives d, m and p."""
    d, m, p, salt_d, salt_m = parted(state)
    if sha256(COMMIT_D + salt_d + d).digest() != entry.d:
        raise ValueError("its content is not the one that was sealed: tampered")
    if sha256(COMMIT_M + salt_m + m).digest() != entry.m:
        raise ValueError("its metadata is not the one that was sealed: tampered")
    check_time(entry, m)
    check_persons(entry, d, p)
    return d, m, p


def check_time(entry: Entry, m: bytes) -> None:
    """Hold the time of an entry against its metadata."""
    at = m.rfind(b'"recorded_at":"') + 15
    if instant(entry.micros).encode() != m[at : at + 27]:
        raise ValueError("its time is not the one that was sealed: tampered")


def check_persons(entry: Entry, d: bytes, p: bytes) -> None:
    """Hold what a payload says of its sealed sections against its entry."""
    told = json.loads(p) if p else []
    found = [
        (each["ordinal"], bytes.fromhex(each["key"]), bytes.fromhex(each["sha256"]))
        for each in told
    ]
    if found != entry.persons or bool(p) != bool(found):
        raise ValueError("its person sections are not those that were sealed: tampered")
    for each in told:
        if json.dumps(each["subject"], ensure_ascii=False).encode() not in d:
            text = "is sealed for somebody whom its content does not name: tampered"
            raise ValueError(f"section {each['ordinal']} {text}")
        if sorted(each) != ["key", "ordinal", "sha256", "subject"]:
            raise ValueError("its person sections are not laid out as they must be")


SECONDS: dict[int, str] = {}
"""The instants of whole seconds that were asked for of late."""


def instant(micros: int) -> str:
    """An instant as records keep it."""
    second, rest = divmod(micros, 1_000_000)
    text = SECONDS.get(second)
    if text is None:
        if len(SECONDS) > WIDTH:
            SECONDS.clear()
        try:
            at = EPOCH + timedelta(seconds=second)
        except OverflowError:
            raise ValueError("its time is beyond the year 9999") from None
        text = SECONDS[second] = at.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:06}Z"


TARGETS = b'"targets":['


def targets_of(d: bytes) -> list[bytes]:
    """The streams that a command's record is about; no other field comes after."""
    part = d[d.rindex(TARGETS) + len(TARGETS) - 1 : -1]
    if part.count(b'"') == 2 and b"\\" not in part and part.startswith(b'["'):
        return [part[2:-2]]
    return [each.encode() for each in json.loads(part)]


class Index:
    """Events and commands of each stream, as trees of their own."""

    def __init__(self) -> None:
        self.streams: dict[bytes, tuple[Growing, Growing]] = {}

    def of(self, stream: bytes) -> tuple[Growing, Growing]:
        """The two trees of a stream."""
        found = self.streams.get(stream)
        if found is None:
            found = self.streams[stream] = (Growing(), Growing())
        return found

    def add(self, entry: Entry, leaf: bytes, d: bytes) -> None:
        """Add an event, or the record of a command to all that it targets."""
        if not entry.stream.startswith("command/"):
            self.of(entry.stream.encode())[0].add(leaf)
        elif entry.name == "journal.command/1":
            for target in targets_of(d):
                self.of(target)[1].add(leaf)

    def root(self) -> bytes:
        """The root over all streams, in the order of their ids as bytes."""
        leaves = [
            index_leaf(each, *self.streams[each]) for each in sorted(self.streams)
        ]
        return root_of([sha256(b"\0" + leaf).digest() for leaf in leaves])


def index_leaf(stream: bytes, events: Growing, commands: Growing) -> bytes:
    """A leaf of the case index."""
    return b"".join(
        [
            b"\x02" + struct.pack(">H", len(stream)) + stream,
            struct.pack(">Q", events.count) + events.root(),
            struct.pack(">Q", commands.count) + commands.root(),
        ]
    )


class Sections:
    """Sealed sections: there, erased by record, left out, or gone."""

    def __init__(self, report: Report, *, exported: bool) -> None:
        self.report = report
        self.exported = exported
        self.there = self.left_out = self.erased = 0
        self.missing: dict[tuple[str, int, int], str] = {}
        self.covered: dict[tuple[str, int, int], tuple[str, str]] = {}
        self.present: dict[tuple[str, int, int], bool] = {}
        self.people: dict[bytes, str] = {}
        self.declared: dict[str, dict[str, set[str]]] = {}

    def check(self, entry: Entry, d: bytes, p: bytes, kept: dict[int, bytes]) -> None:
        """Hold the sections of one event against its entry, and whose they are."""
        if not p and not kept:
            return
        subjects = [each["subject"] for each in json.loads(p or b"[]")]
        allowed = self._allowed(entry, d) if self.declared and subjects else {}
        for ordinal in sorted(set(kept) - {each[0] for each in entry.persons}):
            place = (entry.stream, entry.version, ordinal)
            self.report.find(named(place), "is of no section that was sealed")
        for (ordinal, key, digest), subject in zip(entry.persons, subjects):
            place = (entry.stream, entry.version, ordinal)
            whose = self.people.setdefault(key, subject)
            if whose != subject:
                text = f"is sealed by a key of {whose}, not of {subject}: tampered"
                self.report.find(named(place), text)
            if subject not in allowed.get(ordinal, {subject}):
                text = f"is about somebody else than {subject}: tampered"
                self.report.find(named(place), text)
            sealed = kept.get(ordinal)
            if sealed is None:
                self.missing[place] = subject
            elif sha256(sealed).digest() != digest:
                text = "its sealed bytes are not those that were sealed: tampered"
                self.report.find(named(place), text)
            else:
                self.there += 1
                self.present[place] = True

    def _allowed(self, entry: Entry, d: bytes) -> dict[int, set[str]]:
        """Whom each section may be about, as the schema of the event declares."""
        told = json.loads(d)
        command = entry.name == "journal.command/1"
        declared = self.declared.get(told["name"] if command else entry.name)
        return dict(people_in(told, declared)) if declared else {}

    def cover(self, entry: Entry, d: bytes) -> None:
        """Take in a decision to erase."""
        subject = entry.stream.partition("/")[2]
        for each in json.loads(d)["covered"]:
            place = (each["stream"], each["version"], each["ordinal"])
            self.covered[place] = (subject, entry.called)

    def finish(self) -> None:
        """Hold what is missing against the decisions to erase."""
        for place, subject in self.missing.items():
            who, _ = self.covered.get(place, ("", ""))
            if who == subject:
                self.erased += 1
            elif not self.exported:
                self.left_out += 1
            else:
                text = "its sealed bytes are gone, and no record says so: tampered"
                self.report.find(named(place), text)
        for place, (_, event) in self.covered.items():
            if place in self.present:
                text = f"erased by record {event}, but its sealed bytes are there"
                self.report.find(named(place), text)


def declared_in(schema: Any) -> Iterator[tuple[str, str]]:
    """The personal fields of a schema, and the fields that name whose they are."""
    for each in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(each, (dict, list)):
            yield from declared_in(each)
    found = schema.get("properties") if isinstance(schema, dict) else None
    for field, each in found.items() if isinstance(found, dict) else ():
        if isinstance(each, dict) and "x-subject" in each:
            yield field, each["x-subject"]


def people_in(
    data: Any, declared: dict[str, set[str]]
) -> Iterator[tuple[int, set[str]]]:
    """Each sealed section that stands in some data, and whom it may be about."""
    for each in data.values() if isinstance(data, dict) else data:
        if isinstance(each, (dict, list)):
            yield from people_in(each, declared)
    for field, each in data.items() if isinstance(data, dict) else ():
        if field in declared and isinstance(each, dict) and list(each) == ["personal"]:
            yield each["personal"], {str(data.get(one)) for one in declared[field]}


def named(place: tuple[str, int, int]) -> str:
    """What a sealed section is called."""
    return f"{place[0]} version {place[1]}, section {place[2]}"


# The files of a bundle.


def tile_path(level: str, index: int, width: int) -> str:
    """Where a tile stands (C2SP, tlog-tiles)."""
    digits = [f"{index % 1000:03}"]
    rest = index // 1000
    while rest:
        digits.insert(0, f"x{rest % 1000:03}")
        rest //= 1000
    partial = "" if width == WIDTH else f".p/{width}"
    return f"{level}/{'/'.join(digits)}{partial}"


class Folder:
    """The bundle's files, and which of them were verified."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_files: dict[str, bool] = {}
        self.reading = "bundle"

    def read(self, name: str) -> bytes:
        """Read a file of the bundle."""
        self.read_files[name] = True
        self.reading = name
        try:
            return (self.path / name).read_bytes()
        except OSError as error:
            raise CannotLook(f"{name}: {error.strerror}") from None

    def digest(self, name: str) -> str:
        """The SHA-256 of a file of the bundle, some bytes at a time."""
        digest = sha256()
        try:
            with (self.path / name).open("rb") as file:
                while data := file.read(1 << 20):
                    digest.update(data)
        except OSError as error:
            raise CannotLook(f"{name}: {error.strerror}") from None
        return digest.hexdigest()

    def names(self) -> list[str]:
        """Every file of the bundle, in order."""
        found = []
        for folder, _, files in os.walk(self.path):
            for file in files:
                full = Path(folder) / file
                found.append(full.relative_to(self.path).as_posix())
        return sorted(found)


def check_sums(folder: Folder, report: Report) -> None:
    """Hold every file against SHA256SUMS, and the names against each other."""
    listed: dict[str, str] = {}
    try:
        lines = folder.read("SHA256SUMS").decode().split("\n")
    except UnicodeDecodeError:
        raise Wrong("SHA256SUMS", "is not UTF-8") from None
    for count, line in enumerate(lines[:-1], 1):
        if not re.fullmatch(r"[0-9a-f]{64}  [^/\x00-\x1f][^\x00-\x1f]*", line):
            raise Wrong(f"SHA256SUMS line {count}", "expected a digest and a path")
        listed[line[66:]] = line[:64]
    if lines[-1]:
        raise Wrong("SHA256SUMS", "expected a newline at its end")
    there = [name for name in folder.names() if name != "SHA256SUMS"]
    for name in sorted(set(listed) - set(there)):
        report.unchecked.append(f"{name}: is missing")
    for name in there:
        if name.startswith("__pycache__/"):
            continue
        if name not in listed:
            report.find(name, "does not belong to the bundle")
        elif folder.digest(name) != listed[name]:
            report.find(name, "is not the file that was exported")
    report.check("sums", len(there))


class Full:
    """The verification of a whole journal."""

    def __init__(
        self, folder: Folder, head: Checkpoint, report: Report, *, persons: bool
    ) -> None:
        self.folder, self.head, self.report = folder, head, report
        self.sections = Sections(report, exported=persons)
        self.index = Index()
        self.indexed = 0
        self.deployed: dict[str, None] = {}
        self.append_keys: list[tuple[int, dict[str, Any]]] = []
        self.losses: list[tuple[int, dict[str, Any]]] = []
        self.versions: dict[bytes, int] = {}
        self.commands: set[bytes] = set()
        self.levels: list[list[bytes]] = [[]]
        self.chunks = Growing()
        self.last = -1
        self.roots: dict[int, bytes] = {}
        self.lines: list[bytes] = []
        self.seconds: dict[bytes, int] = {}
        self.plain: set[bytes] = set()

    def run(self, wanted: list[int]) -> None:
        """Go through all entries once."""
        size = self.head.size
        self._declared()
        self.lines.append(csv_line(EVENTS))
        with Comparing(self.folder, self.report, "events.csv") as compare:
            for number_ in range(-(-size // WIDTH)):
                width = min(WIDTH, size - number_ * WIDTH)
                leaves = self._chunk(number_, width)
                for each in wanted:
                    if number_ * WIDTH < each <= number_ * WIDTH + width:
                        self.roots[each] = self._root(leaves[: each - number_ * WIDTH])
                self._tiles(number_, leaves)
                compare.more(b"".join(self.lines))
                self.lines.clear()
        got = self._root(self.levels[0])
        if got != self.head.root:
            root = self.head.root.hex()
            text = f"expected the root {root}, the entries give {got.hex()}"
            self.report.find("checkpoint", text)
        self._partial_tiles()
        self.sections.finish()
        self._cases_table()
        self._definitions()

    def _cases_table(self) -> None:
        with Comparing(self.folder, self.report, "cases.csv") as compare:
            compare.more(csv_line(("stream", "events", "commands")))
            for stream in sorted(self.index.streams):
                events, commands = self.index.streams[stream]
                called = harmless(stream.decode())
                compare.more(csv_line([called, events.count, commands.count]))

    def _declared(self) -> None:
        """Read from the schemas whose each sealed section is to be."""
        for name in self.folder.names():
            found = re.fullmatch(r"definitions/(.+)\.([0-9]+)\.json", name)
            try:
                pairs = (
                    list(declared_in(json.loads(self.folder.read(name))))
                    if found
                    else []
                )
            except ValueError:
                continue
            except RecursionError:
                self.report.unchecked.append(f"{name}: {NESTED}")
                continue
            if found and pairs:
                declared = self.sections.declared.setdefault(
                    f"{found[1]}/{found[2]}", {}
                )
                for field, subject in pairs:
                    declared.setdefault(field, set()).add(subject)

    def _definitions(self) -> None:
        """Each definition is one that the journal says has decided."""
        names = [
            each for each in self.folder.names() if each.startswith("definitions/")
        ]
        for name in names:
            if sha256(self.folder.read(name)).hexdigest() not in self.deployed:
                self.report.find(name, "is none of those that the journal names")
        self.report.check("definitions", len(names))

    def _root(self, leaves: list[bytes]) -> bytes:
        """The root with so many leaves of the chunk that is not added yet."""
        if len(leaves) == WIDTH:
            both = Growing()
            both.count, both.stack = self.chunks.count, list(self.chunks.stack)
            both.add(root_of(leaves))
            return both.root()
        return self.chunks.root(*([root_of(leaves)] if leaves else []))

    def _tiles(self, number_: int, leaves: list[bytes]) -> None:
        """Take a chunk in, and compare every tile that is full now."""
        if len(leaves) < WIDTH:
            self.levels[0] = leaves
            return
        self._compare(0, number_, leaves)
        above = root_of(leaves)
        self.chunks.add(above)
        level = 1
        while True:
            if len(self.levels) == level:
                self.levels.append([])
            self.levels[level].append(above)
            if len(self.levels[level]) < WIDTH:
                return
            index = (number_ + 1) // WIDTH**level - 1
            self._compare(level, index, self.levels[level])
            above = root_of(self.levels[level])
            self.levels[level] = []
            level += 1

    def _partial_tiles(self) -> None:
        for level, hashes in enumerate(self.levels):
            if hashes:
                index = self.head.size // WIDTH ** (level + 1)
                self._compare(level, index, hashes)

    def _compare(self, level: int, index: int, hashes: list[bytes]) -> None:
        name = tile_path(f"tile/{level}", index, len(hashes))
        data = self.folder.read(name)
        if data != b"".join(hashes):
            self.report.find(name, "does not have the hashes of its entries")

    def _chunk(self, number_: int, width: int) -> list[bytes]:
        name = tile_path("tile/entries", number_, width)
        kept = tile_path("payload", number_, width)
        entries = entries_of(self.folder.read(name), width, name)
        payloads = payloads_of(self.folder.read(kept), width, kept)
        leaves = []
        first = number_ * WIDTH + 1
        for position, (data, payload) in enumerate(zip(entries, payloads), first):
            leaf = sha256(b"\0" + data).digest()
            leaves.append(leaf)
            try:
                if self._usual(position, data, leaf, payload):
                    continue
                entry = Entry(data)
            except (ValueError, LookupError, TypeError, struct.error) as error:
                self.report.find(f"position {position}", f"its entry: {error}")
                continue
            self._order(position, entry)
            try:
                self._payload(position, entry, leaf, payload)
            except (ValueError, LookupError, TypeError) as error:
                self.report.find(f"position {position} ({entry.called})", str(error))
            except RecursionError:
                text = f"position {position} ({entry.called}): its content {NESTED}"
                raise CannotLook(text) from None
        return leaves

    def _usual(self, position: int, data: bytes, leaf: bytes, payload: Payload) -> bool:
        """Take in an event that is laid out as most are, and right; False where not.

        Then nothing was done, and what follows reads it part by part and judges it.
        """
        state, kept = payload
        told = ENDED.match(state, max(0, state.rfind(BETWEEN)))
        if not told or kept or not state.startswith(b'{"d":'):
            return False
        m, actor, command, event, second, rest, salt_d, salt_m = told.groups()
        d = state[5 : told.start()]
        at = 3 + (data[1] << 8) + data[2]
        version, micros, length = HEAD.unpack_from(data, at)
        stream, name = data[3:at], data[at + 18 : at + 18 + length]
        sealed = b"\x02d%bm%b\0\0" % (
            sha256(COMMIT_D + a2b_base64(salt_d) + d).digest(),
            sha256(COMMIT_M + a2b_base64(salt_m) + m).digest(),
        )
        if (
            data[at + 18 + length :] != sealed
            or data[0] != 1
            or micros <= self.last
            or micros != self._since(second, micros) + int(rest)
            or not (self._plain(name) and self._plain(actor) and PLAIN(stream))
        ):
            return False
        if stream.startswith(b"command/"):
            short = sha256(stream).digest()[:16]
            if name != b"journal.command/1" or version != 1 or short in self.commands:
                return False
            for target in targets_of(d):
                self.index.of(target)[1].add(leaf)
            self.commands.add(short)
        else:
            if name.startswith(OWN) or version != self.versions.get(stream, 0) + 1:
                return False
            self.index.of(stream)[0].add(leaf)
            self.versions[stream] = version
        self.last = micros
        self.lines.append(
            b"%d,%b,%d,%b,%b%bZ,%b,%b,%b\r\n"
            % (position, stream, version, name, second, rest, event, command, actor)
        )
        return True

    def _plain(self, text: bytes) -> bool:
        """Tell whether a text stands in a table as it is; for texts that come again."""
        if text not in self.plain and PLAIN(text) and len(self.plain) < WIDTH:
            self.plain.add(text)
        return text in self.plain

    def _since(self, second: bytes, micros: int) -> int:
        """The microseconds of a whole second, as it is written; -1 where it is none."""
        found = self.seconds.get(second)
        if found is None:
            found = micros - micros % 1_000_000
            if instant(found)[:20].encode() != second:
                return -1_000_000
            if len(self.seconds) > WIDTH:
                self.seconds.clear()
            self.seconds[second] = found
        return found

    def _order(self, position: int, entry: Entry) -> None:
        stream = entry.stream.encode()
        if entry.micros <= self.last:
            text = "is recorded no later than the event before it"
            self.report.find(f"position {position} ({entry.called})", text)
        self.last = entry.micros
        if stream.startswith(b"command/"):
            short = sha256(stream).digest()[:16]
            before = 1 if short in self.commands else 0
            self.commands.add(short)
        else:
            before = self.versions.get(stream, 0)
            self.versions[stream] = entry.version
        if entry.version != before + 1:
            text = f"expected version {before + 1} of {entry.stream}"
            self.report.find(f"position {position} ({entry.called})", text)

    def _payload(
        self, position: int, entry: Entry, leaf: bytes, payload: Payload
    ) -> None:
        state, kept = payload
        d, m, p = check_commitments(entry, state)
        if entry.name == "journal.indexed/1":
            self._indexed(position, entry, d)
        self.index.add(entry, leaf, d)
        self.sections.check(entry, d, p, kept)
        if entry.name.startswith("person.forgotten/"):
            self.sections.cover(entry, d)
        if entry.name == "journal.deployed/1":
            self.deployed.update(dict.fromkeys(json.loads(d)["definitions"].values()))
        if entry.name == "journal.loss_declared/1":
            self.losses.append((position, json.loads(d)))
        if entry.name == "journal.append_key_changed/1":
            self.append_keys.append((position, json.loads(d)))
        self.lines.append(csv_line(event_row(position, entry, json.loads(m))))

    def _indexed(self, position: int, entry: Entry, d: bytes) -> None:
        told = json.loads(d)
        if told["size"] != position - 1 or told["root"] != self.index.root().hex():
            text = "its case index is not that of the events before it"
            self.report.find(f"position {position} ({entry.called})", text)
        self.indexed += 1


EVENTS = (
    "position",
    "stream",
    "version",
    "name",
    "recorded_at",
    "event_id",
    "command_id",
    "actor_id",
)


HEAD = struct.Struct(">QQH")
OWN = (b"journal.", b"person.")
PLAIN = re.compile(rb"[A-Za-z0-9][A-Za-z0-9/_.:@-]*").fullmatch
BETWEEN = b',"m":{"actor":'
ID = rb'"([0-9a-z][0-9a-z-]*)"'
ENDED = re.compile(
    rb',"m":(\{"actor":"([^"]*)","command":' + ID + rb',"correlation":"[^"]*","event":'
    + ID + rb',"recorded_at":"([^"]{20})([0-9]{6})Z"\}),"s":\{"d":'
    + SALT + rb',"m":' + SALT + rb"\}\}\Z"
)  # fmt: skip
"""What follows the data of an event that is laid out as most are."""


def csv_line(values: Iterable[Any]) -> bytes:
    """A line of a table."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(values)
    return text.getvalue().encode()


def event_row(position: int, entry: Entry, meta: dict[str, Any]) -> list[Any]:
    """A line of events.csv; no spreadsheet takes a value for a formula."""
    values = [meta["event"], meta["command"] or "", meta["actor"] or ""]
    texts = [entry.stream, entry.version, entry.name, instant(entry.micros), *values]
    return [position, *map(harmless, texts)]


def harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula."""
    odd = isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{value}" if odd else value


class Comparing:
    """Compares a file with what it should have, some bytes at a time."""

    def __init__(self, folder: Folder, report: Report, name: str) -> None:
        self.report, self.name, self.odd = report, name, False
        folder.read_files[name] = True
        try:
            self.file = (folder.path / name).open("rb")
        except OSError as error:
            raise CannotLook(f"{name}: {error.strerror}") from None

    def more(self, expected: bytes) -> None:
        """Compare what comes next."""
        self.odd = self.odd or self.file.read(len(expected)) != expected

    def __enter__(self) -> Comparing:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if failed is None and (self.file.read(1) or self.odd):
            self.report.find(self.name, "does not say what the events say")
        self.file.close()


def check_full(
    folder: Folder,
    head: Checkpoint,
    told: dict[str, Any],
    older: list[tuple[str, Checkpoint]],
    report: Report,
) -> Full:
    """Verify a bundle of a whole journal."""
    full = Full(folder, head, report, persons=bool(told["persons"]))
    before = len(report.found)
    full.run([each.size for _, each in older if 0 < each.size <= head.size])
    check_losses(full)
    for place, each in older:
        loss = covering(full.losses, each)
        if loss:
            report.note("beyond", place, each.size, loss[0])
        elif each.size > head.size:
            text = (
                f"is of {each.size} events, the bundle has {head.size}: some are gone"
            )
            report.find(place, text)
        elif full.roots.get(each.size, EMPTY) != each.root:
            text = f"its first {each.size} events are not those of the bundle: tampered"
            report.find(place, text)
        else:
            report.check("grew", place, each.size)
    sections = full.sections
    if len(report.found) == before:
        report.check("events", head.size, len(full.versions))
        report.check("sections", sections.there, sections.erased)
        report.check("index", full.indexed)
    if sections.left_out:
        report.note("left_out", sections.left_out)
    return full


def check_losses(full: Full) -> None:
    """Hold what is declared to be lost against the logs that the journal has had."""
    journal, number_ = log_of(full.head.origin)
    before = 1
    for position, loss in full.losses:
        former, after = log_of(loss["former"]), log_of(loss["successor"])
        if (
            former[0] != journal
            or former[1] < before
            or after
            != (
                journal,
                former[1] + 1,
            )
        ):
            text = "does not declare the loss of the log that was there"
            full.report.find(f"position {position}", text)
        before = after[1]
        kept, by = loss["kept"], f"{loss['by']}: {loss['reason']}"
        full.report.note("loss", position, loss["former"], loss["size"], kept, by)
    if number_ != before:
        text = f"is log {number_} of the journal, whose losses end with log {before}"
        full.report.find("checkpoint", text)


def covering(
    losses: list[tuple[int, dict[str, Any]]], earlier: Checkpoint
) -> tuple[int, dict[str, Any]] | None:
    """The loss by which what a checkpoint is of need not all be there any more."""
    for count, (position, loss) in enumerate(losses):
        if loss["former"] == earlier.origin:
            last = (loss["size"], loss["root"])
            within = (
                earlier.size < last[0] or (earlier.size, earlier.root.hex()) == last
            )
            kept = min(each["kept"] for _, each in losses[count:])
            return (position, loss) if within and earlier.size > kept else None
    return None


APPENDS = "append-signatures"
APPEND = struct.Struct(">qq4s64s")


class Appends:
    """The verification of what was signed as it was appended."""

    def __init__(self, full: Full, policy: Policy) -> None:
        self.folder, self.head, self.report = full.folder, full.head, full.report
        self.changes = full.append_keys
        self.begins = self.changes[0][0]
        journal, number_ = log_of(self.head.origin)
        logs = [journal, *(f"{journal}/{each}" for each in range(2, number_ + 1))]
        keys = [key for each in logs for key in policy.own(each)]
        self.log = {key.id: key for key in keys if key.kind == 1}
        self.active: dict[bytes, Key] = {}
        self.begun = False
        self.tile = (-1, b"")

    def run(self) -> None:
        """Hold every signature against its rows, and every row against them."""
        data, size, end, count = self.folder.read(APPENDS), self.head.size, 0, 0
        if len(data) % APPEND.size:
            raise Wrong(APPENDS, f"expected {APPEND.size} bytes for each signature")
        before = len(self.report.found)
        for first, rows, key_id, value in APPEND.iter_unpack(data):
            last = first + rows - 1
            place = f"append signature of positions {first} to {last}"
            if rows < 1 or not end < first <= size:
                self.report.find(place, "is not of events one after another")
                continue
            self._unsigned(end + 1, first - 1)
            end = min(last, size)
            if last > size:
                text = f"{place}: is of more events than the checkpoint"
                self.report.unchecked.append(text)
                break
            problem = self._problem(first, last, key_id, value)
            if problem:
                self.report.find(f"{self._called(first)} to {last}", problem)
            count += 1
        self._unsigned(end + 1, size)
        if len(self.report.found) == before:
            self.report.check("appends", self.begins, count)

    def _problem(self, first: int, last: int, key_id: bytes, value: bytes) -> str:
        """Say why the signature of some events does not hold; nothing where it does."""
        own = [told for at, told in self.changes if first <= at <= last]
        key: Key | None
        if self.begun:
            alone = len(own) == last - first + 1
            key = self.active.get(key_id) or (self.log.get(key_id) if alone else None)
        else:
            key = self._key(own[0]["after"]) if own else None
            key = key if key and key.id == key_id else None
        if key is None:
            return f"is signed by {key_id.hex()}, which is no append key there"
        origin = log_of(self.head.origin)[0].encode()
        leaves = [self._leaf(each) for each in range(first, last + 1)]
        message = b"".join(
            [
                b"kvalitet/append/v1\0" + struct.pack(">H", len(origin)) + origin,
                struct.pack(">QQ", first, last - first + 1) + root_of(leaves),
            ]
        )
        if not verified_soon(key.public, message, value):
            return f"is not what {key_id.hex()} signed, or not there: tampered"
        for told in own:
            gone, new = self._key(told["before"]), self._key(told["after"])
            if gone:
                self.active.pop(gone.id, None)
            if new:
                self.active[new.id] = new
            self.begun = True
        return ""

    def _key(self, text: str | None) -> Key | None:
        key = Key(text, "append key") if text else None
        named = f"{log_of(self.head.origin)[0]}/append"
        own = key and key.kind == 1 and key.name == named
        return key if own else None

    def _leaf(self, position: int) -> bytes:
        number_, at = divmod(position - 1, WIDTH)
        if self.tile[0] != number_:
            width = min(WIDTH, self.head.size - number_ * WIDTH)
            name = tile_path("tile/0", number_, width)
            self.tile = (number_, self.folder.read(name))
        return self.tile[1][at * HASH : at * HASH + HASH]

    def _unsigned(self, first: int, last: int) -> None:
        """Tell of events that no signature is of."""
        first = max(first, self.begins)
        if first <= last:
            more = f" to {last}" if last > first else ""
            text = "no append key has signed what is there: no commit put it there"
            self.report.find(f"{self._called(first)}{more}", text)

    def _called(self, position: int) -> str:
        number_, at = divmod(position - 1, WIDTH)
        width = min(WIDTH, self.head.size - number_ * WIDTH)
        name = tile_path("tile/entries", number_, width)
        entry = Entry(entries_of(self.folder.read(name), width, name)[at])
        return f"position {position} ({entry.called})"


def check_appends(full: Full, policy: Policy, *, asked: bool) -> None:
    """Verify what was signed as it was appended, where that is asked for."""
    there = (full.folder.path / APPENDS).exists()
    report = full.report
    if there and not full.append_keys:
        report.find(APPENDS, "the journal names no append key")
    elif full.append_keys and not there:
        text = (
            f"is missing: the journal is signed from position {full.append_keys[0][0]}"
        )
        report.find(APPENDS, text)
    elif there and not asked:
        report.note("appends_unchecked", full.append_keys[0][0])
    elif there:
        Appends(full, policy).run()


def check_cases(
    folder: Folder, head: Checkpoint, told: dict[str, Any], report: Report
) -> None:
    """Verify a bundle of some cases: each is whole, as of the index that was logged."""
    entry = folder.read("cases/index.entry")
    ((state, _),) = payloads_of(folder.read("cases/index.payload"), 1, "cases/index")
    index = told["index"]
    path = [from_base64(each) or b"" for each in index["path"]]
    leaf = sha256(b"\0" + entry).digest()
    check_inclusion(
        leaf,
        index=index["index"],
        size=head.size,
        root=head.root,
        path=path,
        place="case index",
    )
    logged = Entry(entry)
    if logged.name != "journal.indexed/1":
        raise Wrong("case index", "is another event")
    d, _, _ = check_commitments(logged, state)
    case_index = json.loads(d)
    report.check("logged", case_index["streams"], case_index["size"])
    sections = Sections(report, exported=bool(told["persons"]))
    for number_, case in enumerate(told["cases"], 1):
        check_case(folder, f"cases/{number_:03}", case, case_index, sections)
        report.check("case", case["stream"], case["events"], case["commands"])
    for number_, erasure in enumerate(told["erasures"], 1):
        check_erasure(folder, f"cases/erasure-{number_:03}", erasure, head, sections)
    sections.finish()
    report.check("sections", sections.there, sections.erased)
    report.note("as_of", case_index["size"], instant(logged.micros))
    if log_of(head.origin)[1] > 1:
        report.note("succeeds", head.origin, log_of(head.origin)[1] - 1)
    if sections.left_out:
        report.note("left_out", sections.left_out)


def check_case(
    folder: Folder,
    place: str,
    case: dict[str, Any],
    index: dict[str, Any],
    sections: Sections,
) -> None:
    """Verify that one case is whole."""
    stream, trees = case["stream"], []
    for kind in ("events", "commands"):
        name, tree, last = f"{place}.{kind}", Growing(), -1
        entries = entries_of(folder.read(name), case[kind], name)
        payloads = payloads_of(folder.read(f"{name}.payload"), case[kind], name)
        for count, (data, (state, kept)) in enumerate(zip(entries, payloads), 1):
            entry = Entry(data)
            d, _, p = check_commitments(entry, state)
            own = entry.stream == stream and entry.version == count
            if kind == "commands":
                own = (
                    entry.name == "journal.command/1"
                    and stream.encode() in targets_of(d)
                )
            if not own or entry.micros <= last:
                raise Wrong(f"{name} {count}", "is not the next one of the case")
            last = entry.micros
            tree.add(sha256(b"\0" + data).digest())
            sections.check(entry, d, p, kept)
        trees.append(tree)
    leaf = sha256(b"\0" + index_leaf(stream.encode(), trees[0], trees[1])).digest()
    path = [from_base64(each) or b"" for each in case["path"]]
    root = bytes.fromhex(index["root"])
    check_inclusion(
        leaf,
        index=case["index"],
        size=index["streams"],
        root=root,
        path=path,
        place=stream,
    )


def check_erasure(
    folder: Folder,
    name: str,
    proof: dict[str, Any],
    head: Checkpoint,
    sections: Sections,
) -> None:
    """Verify that a decision to erase is in the journal, and take it in."""
    data = folder.read(f"{name}.entry")
    ((state, _),) = payloads_of(folder.read(f"{name}.payload"), 1, name)
    path = [from_base64(each) or b"" for each in proof["path"]]
    leaf = sha256(b"\0" + data).digest()
    check_inclusion(
        leaf,
        index=proof["index"],
        size=head.size,
        root=head.root,
        path=path,
        place=name,
    )
    entry = Entry(data)
    d, _, _ = check_commitments(entry, state)
    if not entry.name.startswith("person.forgotten/"):
        raise Wrong(name, "is no decision to erase")
    sections.cover(entry, d)


def anchors_of(folder: Folder) -> Iterator[str]:
    """The older checkpoints that were exported too."""
    for name in folder.names():
        if name.startswith("anchors/") and name.endswith(".checkpoint"):
            yield name


def verified(
    path: Path,
    *,
    since: Path | None = None,
    policy: Path | None = None,
    appends: bool = False,
) -> Report:
    """Verify a bundle; `appends` asks for every signature of what was appended, too."""
    report = Report()
    folder = Folder(path)
    try:
        _verify(folder, report, since, policy, appends=appends)
    except Wrong as error:
        report.find(error.place, error.text)
    except CannotLook as error:
        report.unchecked.append(str(error))
    except RecursionError:
        report.unchecked.append(f"{folder.reading}: {NESTED}")
    return report


def _verify(
    folder: Folder,
    report: Report,
    since: Path | None,
    given: Path | None,
    *,
    appends: bool,
) -> None:
    told = provenance(folder)
    check_sums(folder, report)
    if given:
        policy = Policy(_outside(given), str(given))
    else:
        policy = Policy(folder.read("policy.txt"), "policy.txt")
        report.note("own_policy")
    head = judged(folder.read("checkpoint"), policy, "checkpoint", report)
    if log_of(head.origin)[0] != f"kvalitet-core/journal/{told['journal']}":
        raise CannotLook(f"checkpoint: is of another log: {head.origin}")
    known = {key.text for key in policy.logs}
    if not given and set(folder.read("keys.txt").decode().split()) != known:
        report.find("keys.txt", "does not have the keys of the policy")
    report.size, report.root = head.size, head.root
    report.check("signed", head.origin, head.size)
    older = [
        (name, judged(folder.read(name), policy, name, report, alone=True))
        for name in anchors_of(folder)
    ]
    for name in folder.names():
        if re.fullmatch(r"anchors/.*-rfc3161\.bin", name):
            report.note("timestamp", name)
    if since:
        place = str(since)
        kept = judged(_outside(since), policy, place, report, alone=True)
        older.append((place, kept))
    try:
        report.whole = told["kind"] == "full"
        if report.whole:
            full = check_full(folder, head, told, older, report)
            check_appends(full, policy, asked=appends)
        else:
            check_cases(folder, head, told, report)
            for place, _ in older:
                report.note("not_compared", place)
    except (ValueError, LookupError, TypeError, struct.error) as error:
        report.find("bundle", f"cannot be read: {error}")


def _outside(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotLook(f"{path}: {error.strerror}") from None


def provenance(folder: Folder) -> dict[str, Any]:
    """What the bundle says that it is."""
    try:
        told = json.loads(folder.read("provenance.json"))
        found = told["format"]
        known = isinstance(told["persons"], bool) and told["kind"] in ("full", "cases")
    except (ValueError, LookupError, TypeError):
        raise CannotLook("provenance.json: does not say what the bundle is") from None
    if found != FORMAT:
        text = f"the bundle's format is {found}, this verify.py knows {FORMAT}"
        raise CannotLook(text)
    if not known:
        raise CannotLook("provenance.json: does not say what the bundle is")
    result: dict[str, Any] = told
    return result


# Words.

WORDS = {
    "signed": (
        "the checkpoint of {0} is signed as the policy asks, and is of {1} events",
        (
            "checkpointet for {0} er underskrevet, som politikken kræver, og er på {1} "
            "hændelser"
        ),
    ),
    "sums": (
        "all {0} files are those that SHA256SUMS lists",
        "alle {0} filer er dem, som SHA256SUMS nævner",
    ),
    "events": (
        (
            "all {0} events of {1} streams: content, order, versions and time, and the "
            "tree over them"
        ),
        (
            "alle {0} hændelser i {1} strømme: indhold, rækkefølge, versioner og tid, "
            "og træet over dem"
        ),
    ),
    "sections": (
        (
            "{0} sealed sections about people are those that were sealed; {1} were "
            "erased by record"
        ),
        (
            "{0} forseglede afsnit om personer er dem, der blev forseglet; {1} er "
            "slettet ved en registreret afgørelse"
        ),
    ),
    "index": (
        "{0} case indexes that were logged are those of the events",
        "{0} sagsregistre, der er logget, svarer til hændelserne",
    ),
    "definitions": (
        "{0} schemas, rules, forms and case types are those that the journal names",
        "{0} skemaer, regler, formularer og sagstyper er dem, journalen nævner",
    ),
    "grew": (
        "{0}: the journal has grown from its {1} events, and none was changed",
        "{0}: journalen er vokset fra dens {1} hændelser, og ingen er ændret",
    ),
    "logged": (
        "the case index of {0} streams, over {1} events, is logged in the journal",
        "sagsregistret over {0} strømme, på {1} hændelser, er logget i journalen",
    ),
    "case": (
        "{0} is whole: {1} events, and {2} commands about it, refused ones included",
        "{0} er komplet: {1} hændelser og {2} kommandoer om den, også de afviste",
    ),
    "as_of": (
        (
            "the cases are whole as of the first {0} events, {1}; what came later is "
            "not in the bundle"
        ),
        (
            "sagerne er komplette for de første {0} hændelser, {1}; hvad der kom siden,"
            " er ikke med"
        ),
    ),
    "left_out": (
        "{0} sealed sections about people are not in the bundle, or erased",
        "{0} forseglede afsnit om personer er ikke med, eller er slettet",
    ),
    "own_policy": (
        (
            "the keys are the bundle's own: compare keys.txt with what you were given "
            "earlier, or name your own with --policy"
        ),
        (
            "nøglerne er pakkens egne: sammenlign keys.txt med dem, du tidligere har "
            "fået, eller angiv dine egne med --policy"
        ),
    ),
    "appends": (
        (
            "every event from position {0} on was signed as it was appended: {1} "
            "signatures"
        ),
        (
            "alle hændelser fra position {0} blev underskrevet, da de blev tilføjet: "
            "{1} underskrifter"
        ),
    ),
    "appends_unchecked": (
        (
            "events were signed as they were appended, from position {0} on; the "
            "signatures were not verified: --appends does"
        ),
        (
            "hændelserne blev underskrevet, da de blev tilføjet, fra position {0}; "
            "underskrifterne er ikke efterprøvet: det gør --appends"
        ),
    ),
    "not_compared": (
        "{0}: cannot be compared with a bundle of some cases",
        "{0}: kan ikke sammenholdes med en pakke med enkelte sager",
    ),
    "timestamp": (
        (
            "{0}: a time stamp (RFC 3161), not checked here: openssl ts -verify does, "
            "with the checkpoint beside it"
        ),
        (
            "{0}: et tidsstempel (RFC 3161), ikke efterprøvet her: det gør openssl ts "
            "-verify med checkpointet ved siden af"
        ),
    ),
    "loss": (
        (
            "a loss is declared at position {0}: {1} had {2} events, of which {3} are "
            "known to be there; {4}"
        ),
        (
            "et tab er oplyst på plads {0}: {1} havde {2} hændelser, hvoraf {3} vides "
            "at være der; {4}"
        ),
    ),
    "beyond": (
        (
            "{0}: of its {1} events not all are there, as is declared at position {2}; "
            "they cannot be held against it"
        ),
        (
            "{0}: af dens {1} hændelser er ikke alle der, som oplyst på plads {2}; de "
            "kan ikke sammenholdes med den"
        ),
    ),
    "succeeds": (
        (
            "{0} succeeds {1} logs of the journal that ended with a loss: a bundle of "
            "the whole journal says which"
        ),
        (
            "{0} afløser {1} af journalens logge, der endte med et tab: en pakke med "
            "hele journalen siger hvilke"
        ),
    ),
    "unsure": (
        (
            "{0} line {1}: the signature by {2} was not checked: this Python has "
            "nothing that knows {3} (for ML-DSA-44: cryptography 48 or later)"
        ),
        (
            "{0} linje {1}: underskriften fra {2} er ikke efterprøvet: denne Python "
            "har intet, der kender {3} (til ML-DSA-44: cryptography 48 eller nyere)"
        ),
    ),
    "stranger": (
        "{0} line {1}: the signature by {2} was not checked: its key is not known",
        "{0} linje {1}: underskriften fra {2} er ikke efterprøvet: nøglen er ukendt",
    ),
    "checked": ("checked", "efterprøvet"),
    "found": ("found", "fundet"),
    "unchecked": ("could not look", "kunne ikke se efter"),
    "note": ("note", "bemærk"),
    "more": ("and {0} more; --json lists all", "og {0} til; --json nævner alle"),
    "right": ("nothing wrong was found", "der er ikke fundet fejl"),
    "one_wrong": ("1 thing is wrong", "1 ting er forkert"),
    "wrong": ("{0} things are wrong", "{0} ting er forkerte"),
    "blind": (
        "it could not all be looked at, so nothing is said about the rest",
        "det hele kunne ikke ses efter, så der siges intet om resten",
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Verify a bundle of a journal.")
    here = Path(__file__).resolve().parent
    parser.add_argument("folder", nargs="?", type=Path, default=here, metavar="DIR")
    parser.add_argument("--since", type=Path, metavar="CHECKPOINT")
    parser.add_argument("--policy", type=Path, metavar="FILE")
    parser.add_argument("--appends", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("da", "en"))
    asked = parser.parse_args(arguments)
    report = verified(
        asked.folder, since=asked.since, policy=asked.policy, appends=asked.appends
    )
    language = asked.lang or ("da" if os.environ.get("LANG", "")[:2] == "da" else "en")

    def put(text: str) -> object:
        return sys.stdout.write(f"{text}\n")

    if asked.json:
        put(json.dumps(as_json(report), ensure_ascii=False, indent=2))
    else:
        for line in in_words(report, 1 if language == "da" else 0):
            put(line)
    return report.code


def as_json(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return {
        "size": report.size,
        "root": report.root.hex(),
        "checked": [WORDS[key][0].format(*values) for key, values in report.checked],
        "found": [{"place": place, "text": text} for place, text in report.found],
        "unchecked": report.unchecked,
        "notes": [WORDS[key][0].format(*values) for key, values in report.notes],
    }


def in_words(report: Report, language: int) -> Iterator[str]:
    """The report for people."""

    def say(key: str, *values: Any) -> str:
        return WORDS[key][language].format(*values)

    for key, values in report.checked:
        yield f"{say('checked')}: {say(key, *values)}"
    for key, values in report.notes:
        yield f"{say('note')}: {say(key, *values)}"
    for place, text in report.found[:LISTED]:
        yield f"{say('found')}: {place}: {text}"
    if len(report.found) > LISTED:
        yield say("more", len(report.found) - LISTED)
    for text in report.unchecked:
        yield f"{say('unchecked')}: {text}"
    if report.found:
        count = len(report.found)
        yield say("one_wrong" if count == 1 else "wrong", count)
    else:
        yield say("blind") if report.unchecked else say("right")


if __name__ == "__main__":
    sys.exit(main())
