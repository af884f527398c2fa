"""Verify a bundle of a kvalitet-core journal, offline.

    python3 verify.py [DIR] [--since CHECKPOINT] [--policy FILE] [--appends] [--json]
        [--lang da|en]

One file, for Python 3.9 or later, with nothing but its standard library. It is written
from the text of RFC 6962, RFC 9162 and RFC 8032 and of C2SP's specifications, apart
from the code that makes bundles. DIR is its own folder by default.

Leaves with 0 where nothing is wrong; 1 where something was found, each named; 2 for
wrong usage, or a CHECKPOINT or FILE that is none; 3 where it could not look.
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
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

__all__ = ["FORMAT", "main", "verified"]

FORMAT = 1
"""The number of the bundle's format that this file knows."""

HASH = 32
WIDTH = 256
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EMPTY = sha256(b"").digest()
LISTED = 50
"""How many of a kind are told in words; all of them are in JSON."""

FEW = 5
"""How many places are told in one line."""


# What is said, in English and Danish; the words themselves are below.


class Said(str):
    """A text in English that knows what it says, so that Danish can say it too."""

    __slots__ = ("key", "values")

    key: str
    values: tuple[Any, ...]

    def __new__(cls, key: str, *values: Any) -> Said:
        """Say what stands under a key, with its values."""
        made = super().__new__(cls, in_language(0, key, values))
        made.key, made.values = key, values
        return made


class Count(int):
    """A number that is written with its noun: `{0:event}` is `1 event`, `2 events`."""

    language = 0

    def __format__(self, noun: str) -> str:
        """Write it, with the noun that is asked for."""
        if noun not in NOUNS:
            return super().__format__(noun)
        one, many = NOUNS[noun][self.language]
        return f"{int(self)} {one if self == 1 else many}"


def in_language(language: int, key: str, values: Iterable[Any]) -> str:
    """Say something in English (0) or Danish (1)."""
    return WORDS[key][language].format(*(shown(each, language) for each in values))


def shown(value: Any, language: int) -> Any:
    """A value, as it is written in a language."""
    if isinstance(value, Said):
        return in_language(language, value.key, value.values)
    if isinstance(value, int):
        value = Count(value)
        value.language = language
    return value


class Wrong(Exception):
    """Something is not as it must be: it was changed, or made for something else."""

    def __init__(self, place: str, key: str, *values: Any) -> None:
        self.place, self.text = place, Said(key, *values)
        super().__init__(f"{place}: {self.text}")


class CannotLook(Exception):
    """Something could not be looked at: nothing is said about whether it is right."""

    def __init__(self, place: str, key: str, *values: Any) -> None:
        self.place, self.text = place, Said(key, *values)
        super().__init__(f"{place}: {self.text}")


class OfNoUse(CannotLook):
    """A file that was given cannot be read, or is not what was asked for."""


class Odd(ValueError):
    """Something is not laid out as it must be; whoever reads it knows the place."""

    def __init__(self, key: str, *values: Any) -> None:
        self.text = Said(key, *values)
        super().__init__(self.text)


UNREAD = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    struct.error,
)
"""What comes of reading what is not laid out as it must be."""


def reason(error: BaseException) -> Said:
    """What is the matter, in our own words."""
    return error.text if isinstance(error, Odd) else Said("not_laid_out")


class Report:
    """What was checked, what was found, what could not be looked at."""

    def __init__(self) -> None:
        self.checked: list[tuple[str, tuple[Any, ...]]] = []
        self.found: list[tuple[str, str]] = []
        self.unchecked: list[str] = []
        self.notes: list[tuple[str, tuple[Any, ...]]] = []
        self.unsure: dict[str, list[str]] = {}
        self.told: dict[Any, None] = {}
        self.followed: list[str] = []
        self.size = 0
        self.root = b""
        self.whole = False
        self.misused = False

    def check(self, key: str, *values: Any) -> None:
        """Say that something was checked, and is right."""
        self.checked.append((key, values))

    def note(self, key: str, *values: Any) -> None:
        """Say something that is no fault, once."""
        if (key, values) not in self.notes:
            self.notes.append((key, values))

    def find(self, place: str, key: str, *values: Any) -> None:
        """Say that something is wrong, once."""
        self.find_said(place, Said(key, *values))

    def find_said(self, place: str, text: Said) -> None:
        """Say that something is wrong, once."""
        if (place, text) not in self.told:
            self.told[place, text] = None
            self.found.append((place, text))

    def blind(self, place: str, key: str, *values: Any) -> None:
        """Say that something could not be looked at, once."""
        line = Said("at", place, Said(key, *values))
        if line not in self.told:
            self.told[line] = None
            self.unchecked.append(line)

    def standing(self) -> tuple[int, int]:
        """How much was found and could not be looked at, up to now."""
        return len(self.found), len(self.unchecked)

    @property
    def code(self) -> int:
        """The exit code."""
        if self.found:
            return 1
        if self.misused:
            return 2
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


LONGEST = 20
"""So many characters a whole number has at most."""


def read_json(data: bytes | str) -> Any:
    """Read JSON strictly: UTF-8, no name twice, no endless number."""
    text = data if isinstance(data, str) else data.decode()
    return json.loads(
        text, object_pairs_hook=once, parse_int=whole_number, parse_constant=no_number
    )


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, in which each name stands once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise Odd("twice", next(each for each in names if names.count(each) > 1))
    return found


def whole_number(text: str) -> int:
    """A whole number that a journal can hold."""
    if len(text) > LONGEST:
        raise Odd("endless", len(text))
    return int(text)


def no_number(text: str) -> Any:
    """Refuse what JSON does not have."""
    raise Odd("no_json", text)


LENGTHS = {1: 32, 4: 32, 6: 1312}
"""Each type of key that is known here: Ed25519, its cosignatures, ML-DSA-44."""

DAILY = 6
"""The type of ML-DSA-44, which signs once a day."""

DATED = (4, 6)
"""The types of keys whose signatures say when they were made."""


class Key:
    """A public key: whose, which, how it signs."""

    def __init__(self, text: str, place: str) -> None:
        parts = text.split("+", 2)
        plain = from_base64(parts[2]) if len(parts) == 3 else None
        if not plain or not parts[0] or any(c.isspace() for c in parts[0]):
            raise Wrong(place, "key_form")
        self.text = text
        self.name, self.kind, self.public = parts[0], plain[0], plain[1:]
        self.id = sha256(self.name.encode() + b"\n" + plain).digest()[:4]
        self.called = f"{self.name}+{self.id.hex()}"
        if self.id.hex() != parts[1]:
            raise Wrong(place, "key_id", self.id.hex(), parts[1])
        if len(self.public) != LENGTHS.get(self.kind, len(self.public)):
            raise Wrong(place, "key_length", self.kind)

    def named(self, name: str) -> Key:
        """The same key under another name."""
        plain = bytes([self.kind]) + self.public
        key_id = sha256(name.encode() + b"\n" + plain).digest()[:4]
        text = f"{name}+{key_id.hex()}+{base64.b64encode(plain).decode()}"
        return Key(text, "key")


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
        self.members: set[str] = set()
        self.followed: dict[int, tuple[Key, Key, Checkpoint]] = {}
        self.quorum: str | None = None
        try:
            lines = data.decode().split("\n")
        except UnicodeDecodeError:
            raise Wrong(place, "not_utf8") from None
        if lines.pop():
            raise Wrong(place, "no_newline")
        for count, line in enumerate(lines, 1):
            words = line.split()
            if words and not words[0].startswith("#"):
                self._line(words, Said("line", place, count))
        if self.quorum is None or not self.logs:
            raise Wrong(place, "policy_short")

    def _line(self, words: list[str], place: str) -> None:
        if words[0] == "log" and len(words) in (2, 3):
            self.logs.append(self._key(words[1], place, (1, 6), self.logs))
        elif words[0] == "witness" and len(words) in (3, 4) and self._new(words[1]):
            known = self.witnesses.values()
            self.witnesses[words[1]] = self._key(words[2], place, (4, 6), known)
        elif words[0] == "group" and len(words) > 3 and self._new(words[1]):
            members = words[3:]
            needed = {"all": len(members), "any": 1}.get(words[2]) or number(words[2])
            names = {*self.witnesses, *self.groups} - self.members
            if not names.issuperset(members) or len(set(members)) < len(members):
                raise Wrong(place, "group_names")
            if not needed or needed > len(members):
                raise Wrong(place, "group_size", len(members), words[2])
            self.groups[words[1]] = (needed, members)
            self.members.update(members)
        elif words[0] == "quorum" and len(words) == 2 and self.quorum is None:
            if words[1] != "none" and self._new(words[1]):
                raise Wrong(place, "quorum_name", words[1])
            self.quorum = words[1]
        else:
            raise Wrong(place, "policy_line")

    def _new(self, name: str) -> bool:
        return name != "none" and name not in {*self.witnesses, *self.groups}

    def _key(
        self, text: str, place: str, kinds: tuple[int, ...], kept: Iterable[Key]
    ) -> Key:
        """A key that is named once, and signs as who has it does."""
        key = Key(text, place)
        if key.kind in LENGTHS and key.kind not in kinds:
            raise Wrong(place, "key_kind", key.kind)
        if any(key.public == each.public for each in kept):
            raise Wrong(place, "key_twice")
        return key

    def own(self, origin: str) -> list[Key]:
        """The keys of a log; those of another log of the journal are its own too."""
        found = [key for key in self.logs if key.name == origin]
        journal = log_of(origin)[0]
        return found or [
            key.named(origin) for key in self.logs if log_of(key.name)[0] == journal
        ]

    def has(self, name: str, signed: list[Key]) -> bool:
        """Tell whether a witness, or enough of a group, has signed."""
        if name in self.witnesses:
            return self.witnesses[name] in signed
        needed, members = self.groups[name]
        return sum(self.has(each, signed) for each in members) >= needed


MOST = 64
"""So many signatures a checkpoint has at most, here."""


class Checkpoint:
    """A log's size and root, as a note says them.

    `daily` is whether the log's own ML-DSA-44 signature holds: None where it has none,
    False where that cannot be told here. `dated` is when it was signed last, in
    seconds, and by whom, as far as a signature that holds says so. `signed` are the
    keys whose signatures hold.
    """

    daily: bool | None = None
    dated: tuple[int, str] = (-1, "")
    signed: tuple[Key, ...] = ()

    def __init__(self, data: bytes, place: str) -> None:
        self.text, empty, below = lines_of(data, place).rpartition("\n\n")
        self.text += "\n"
        lines = self.text.split("\n")
        if not empty or not below.endswith("\n") or len(lines) != 4:
            raise Wrong(place, "note_lines")
        size, root = number(lines[1]), from_base64(lines[2])
        if not lines[0] or size is None:
            raise Wrong(Said("line", place, 2), "note_size")
        if root is None or len(root) != HASH:
            raise Wrong(Said("line", place, 3), "note_root")
        if size == 0 and root != EMPTY:
            raise Wrong(Said("line", place, 3), "note_empty")
        self.origin, self.size, self.root = lines[0], size, root
        self.signatures = list(signatures_of(below, place))


def lines_of(data: bytes, place: str) -> str:
    """The text of a note, in which no line is broken otherwise than by a newline."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Wrong(place, "not_utf8") from None
    for count, line in enumerate(text.split("\n"), 1):
        if any(each < " " for each in line):
            raise Wrong(Said("line", place, count), "control")
    return text


def signatures_of(below: str, place: str) -> Iterator[tuple[str, bytes, bytes, int]]:
    """The signatures below a note: whose, by which key, what, and on which line."""
    lines = below[:-1].split("\n")
    if len(lines) > MOST:
        raise Wrong(place, "note_signatures", MOST, len(lines))
    for count, line in enumerate(lines, 5):
        words = line.split(" ")
        value = from_base64(words[2]) if len(words) == 3 else None
        if words[0] != "\u2014" or value is None or len(value) < 5:
            raise Wrong(Said("line", place, count), "no_signature")
        yield words[1], value[:4], value[4:], count


KINDS = {1: "Ed25519", 4: "Ed25519", 6: "ML-DSA-44"}


def judged(
    data: bytes, policy: Policy, place: str, report: Report, *, alone: bool = False
) -> Checkpoint:
    """Accept a checkpoint by a policy, or say why not; `alone` asks for no witness."""
    read = Checkpoint(data, place)
    own = policy.own(read.origin)
    if not own:
        raise CannotLook(place, "another_log", read.origin)
    signed: list[Key] = []
    unsure = False
    known = {(key.name, key.id): key for key in [*own, *policy.witnesses.values()]}
    for name, key_id, value, line in read.signatures:
        key = known.get((name, key_id))
        if key is None:
            report.note("stranger", place, line, name)
            continue
        holds = holding(read, key, value)
        if key.kind == DAILY and log_of(key.name)[0] == log_of(read.origin)[0]:
            read.daily = holds or read.daily or False
        if holds is None:
            unsure = True
            kind = KINDS.get(key.kind, f"type {key.kind}")
            report.unsure.setdefault(kind, []).append(Said("line", place, line))
        elif holds:
            signed.append(key)
            if key.kind in DATED:
                read.dated = max(read.dated, (int.from_bytes(value[:8], "big"), name))
        else:
            raise Wrong(Said("line", place, line), "signature", name)
    require_enough(own, signed, None if alone else policy, place, unsure=unsure)
    read.signed = tuple(signed)
    return read


def require_enough(
    own: list[Key],
    signed: list[Key],
    policy: Policy | None,
    place: str,
    *,
    unsure: bool,
) -> None:
    """Refuse what too few have signed; `unsure` where more may have."""
    if not any(key in own for key in signed):
        if unsure:
            raise CannotLook(place, "unsure_log")
        raise Wrong(place, "unsigned", f"{own[0].name}+{own[0].id.hex()}")
    quorum = policy.quorum if policy else None
    if policy and quorum and quorum != "none" and not policy.has(quorum, signed):
        if unsure:
            raise CannotLook(place, "unsure_quorum")
        raise Wrong(place, "quorum", quorum)


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
    if len(name) > 255 or len(origin) > 255:
        return False
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
        raise Wrong(place, "proof_index", index, size)
    fn, sn, r = index, size - 1, leaf  # steps 2 and 3
    for p in path:  # step 4
        if sn == 0:
            raise Wrong(place, "proof_long")
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn:  # step 5
        raise Wrong(place, "proof_short")
    if r != root:
        raise Wrong(place, "proof_root")


def check_consistency(
    first: int,
    first_root: bytes,
    *,
    second: int,
    second_root: bytes,
    path: list[bytes],
    place: str,
) -> None:
    """Verify a consistency proof (RFC 9162, section 2.1.4.2); 0 < first < second."""
    if not path:  # step 1
        raise Wrong(place, "proof_short")
    hashes = path if first & (first - 1) else [first_root, *path]  # step 2
    fn, sn = first - 1, second - 1  # step 3
    while fn & 1:  # step 4
        fn, sn = fn >> 1, sn >> 1
    fr = sr = hashes[0]  # step 5
    for c in hashes[1:]:  # step 6
        if sn == 0:
            raise Wrong(place, "proof_long")
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn:  # step 7
        raise Wrong(place, "proof_short")
    if (fr, sr) != (first_root, second_root):
        raise Wrong(place, "proof_grown", first)


# Entries and payloads.


class Entry:
    """What the tree has of one event."""

    __slots__ = ("d", "m", "micros", "name", "persons", "stream", "version")

    def __init__(self, data: bytes) -> None:
        if data[:1] != b"\x01":
            raise Odd("entry_first")
        (length,) = struct.unpack_from(">H", data, 1)
        at = 3 + length
        self.stream = data[3:at].decode()
        self.version, self.micros, length = struct.unpack_from(">QQH", data, at)
        at += 18
        self.name = data[at : at + length].decode()
        at += length
        if data[at : at + 2] != b"\x02d" or data[at + 34 : at + 35] != b"m":
            raise Odd("entry_sections")
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
            raise Odd("entry_length", at, len(data))

    @property
    def called(self) -> str:
        """Its stream and version."""
        return f"{self.stream} version {self.version}"


def entries_of(data: bytes, width: int | None, place: str) -> list[bytes]:
    """Part a bundle of entries (C2SP, tlog-tiles): so many, or as many as there are."""
    entries: list[bytes] = []
    at, last = 0, len(data)
    while at < last:
        end = at + 2 + (data[at] << 8) + data[at + 1] if at + 1 < last else last + 1
        if end > last:
            raise Wrong(place, "entry_beyond", len(entries))
        entries.append(data[at + 2 : end])
        at = end
    if width is not None and len(entries) != width:
        raise Wrong(place, "entries", width, len(entries))
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
                if ordinal in sections:
                    raise Wrong(place, "section_twice", len(found), ordinal)
                sections[ordinal] = data[at + 6 : at + 6 + length]
                at += 6 + length
            found.append((state, sections))
    except struct.error:
        raise Wrong(place, "payload_beyond", len(found)) from None
    if at != len(data) or len(found) != width:
        raise Wrong(place, "payloads", width, len(found))
    return found


SCAN = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
COMMIT_D, COMMIT_M = (b"kvalitet/commit/v1\x00" + kind for kind in (b"d", b"m"))
SALT = rb'"([A-Za-z0-9+/]{21}[AQgw]==)"'
"""Sixteen bytes in base64, in their one spelling."""

ENDING = re.compile(rb',"s":\{"d":' + SALT + rb',"m":' + SALT + rb"\}\}\Z")


def parted(state: bytes) -> tuple[bytes, bytes, bytes, bytes, bytes]:
    """Part a state: `{"d":D,"m":M,"p":P,"s":S}`; gives d, m, p, and the two salts."""
    ending = ENDING.search(state)
    text = state[: ending.start()].decode() if ending else ""
    if not ending or not text.startswith('{"d":'):
        raise Odd("layout")
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
            raise Odd("layout")
        at += len(follows)
    d, m, p = [*sections, b""][:3]
    return d, m, p, base64.b64decode(ending[1]), base64.b64decode(ending[2])


def check_commitments(entry: Entry, state: bytes) -> tuple[bytes, bytes, bytes]:
    """Hold a payload against its entry; gives d, m and p."""
    try:
        d, m, p, salt_d, salt_m = parted(state)
    except UNREAD:
        raise Odd("layout") from None
    if sha256(COMMIT_D + salt_d + d).digest() != entry.d:
        raise Odd("content")
    if sha256(COMMIT_M + salt_m + m).digest() != entry.m:
        raise Odd("metadata")
    check_time(entry, m)
    check_persons(entry, d, p)
    return d, m, p


def check_time(entry: Entry, m: bytes) -> None:
    """Hold the time of an entry against its metadata."""
    at = m.rfind(b'"recorded_at":"') + 15
    if instant(entry.micros).encode() != m[at : at + 27]:
        raise Odd("time")


def check_persons(entry: Entry, d: bytes, p: bytes) -> None:
    """Hold what a payload says of its sealed sections against its entry."""
    told = read_json(p) if p else []
    found = [
        (each["ordinal"], bytes.fromhex(each["key"]), bytes.fromhex(each["sha256"]))
        for each in told
    ]
    if found != entry.persons or bool(p) != bool(found):
        raise Odd("persons")
    for each in told:
        if json.dumps(each["subject"], ensure_ascii=False).encode() not in d:
            raise Odd("whom", each["ordinal"])
        if sorted(each) != ["key", "ordinal", "sha256", "subject"]:
            raise Odd("persons")


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
            raise Odd("time_beyond") from None
        text = SECONDS[second] = at.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:06}Z"


TARGETS = b'"targets":['


def targets_of(d: bytes) -> list[bytes]:
    """The streams that a command's record is about; no other field comes after."""
    part = d[d.rindex(TARGETS) + len(TARGETS) - 1 : -1]
    if part.count(b'"') == 2 and b"\\" not in part and part.startswith(b'["'):
        return [part[2:-2]]
    return [each.encode() for each in read_json(part)]


class Index:
    """Events and commands of each stream, as trees of their own."""

    def __init__(self) -> None:
        self.streams: dict[bytes, tuple[Growing, Growing]] = {}
        self.hashes: dict[bytes, bytes] = {}

    def of(self, stream: bytes) -> tuple[Growing, Growing]:
        """The two trees of a stream, to be added to."""
        self.hashes.pop(stream, None)
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
        ordered, hashes = sorted(self.streams), self.hashes
        for each in ordered:
            if each not in hashes:
                leaf = index_leaf(each, *self.streams[each])
                hashes[each] = sha256(b"\0" + leaf).digest()
        return root_of([hashes[each] for each in ordered])


def index_leaf(stream: bytes, events: Growing, commands: Growing) -> bytes:
    """A leaf of the case index."""
    return b"".join(
        [
            b"\x02" + struct.pack(">H", len(stream)) + stream,
            struct.pack(">Q", events.count) + events.root(),
            struct.pack(">Q", commands.count) + commands.root(),
        ]
    )


Place = tuple[str, int, int]
"""Where a sealed section is: stream, version, ordinal."""


class Sections:
    """Sealed sections: there, erased by record, left out, or gone."""

    def __init__(self, report: Report, *, exported: bool) -> None:
        self.report = report
        self.exported = exported
        self.erased = self.left_out = 0
        self.given: dict[Place, None] = {}
        self.missing: dict[Place, str] = {}
        self.covered: dict[Place, tuple[str, str]] = {}
        self.present: dict[Place, None] = {}
        self.people: dict[bytes, str] = {}
        self.declared: dict[str, dict[str, set[str]]] = {}

    def check(self, entry: Entry, d: bytes, p: bytes, kept: dict[int, bytes]) -> None:
        """Hold the sections of one event against its entry, and whose they are."""
        if not p and not kept:
            return
        subjects = [each["subject"] for each in read_json(p or b"[]")]
        allowed = self._allowed(entry, d) if self.declared and subjects else {}
        self.given.update(dict.fromkeys((entry.stream, entry.version, o) for o in kept))
        for ordinal in sorted(set(kept) - {each[0] for each in entry.persons}):
            place = (entry.stream, entry.version, ordinal)
            self.report.find(named(place), "section_more")
        for (ordinal, key, digest), subject in zip(entry.persons, subjects):
            place = (entry.stream, entry.version, ordinal)
            whose = self.people.setdefault(key, subject)
            if whose != subject:
                self.report.find(named(place), "section_key", whose, subject)
            if subject not in allowed.get(ordinal, {subject}):
                self.report.find(named(place), "section_whose", subject)
            sealed = kept.get(ordinal)
            if sealed is None:
                self.missing[place] = subject
            elif sha256(sealed).digest() != digest:
                self.report.find(named(place), "section_changed")
            else:
                self.present[place] = None

    def _allowed(self, entry: Entry, d: bytes) -> dict[int, set[str]]:
        """Whom each section may be about, as the schema of the event declares."""
        told = read_json(d)
        command = entry.name == "journal.command/1"
        declared = self.declared.get(told["name"] if command else entry.name)
        return dict(people_in(told, declared)) if declared else {}

    def cover(self, entry: Entry, d: bytes) -> None:
        """Take in a decision to erase: it stands in the stream of the person."""
        kind, _, subject = entry.stream.partition("/")
        for each in read_json(d)["covered"] if kind == "person" else ():
            place = (each["stream"], each["version"], each["ordinal"])
            self.covered[place] = (subject, entry.called)

    def finish(self) -> None:
        """Hold what is missing against the decisions to erase."""
        gone = False
        for place, subject in self.missing.items():
            who, _ = self.covered.get(place, ("", ""))
            if who == subject:
                self.erased += 1
            elif not self.exported:
                self.left_out += 1
            else:
                gone = True
                self.report.find(named(place), "section_gone")
        for place, (_, event) in self.covered.items():
            if place in self.present:
                self.report.find(named(place), "section_still", event)
        given = Said("n_sections", len(self.given))
        if self.given and not self.exported:
            self.report.find("provenance.json", "said", "persons", "false", given)
        elif gone and not self.given:
            self.report.find("provenance.json", "said", "persons", "true", given)


def declared_in(schema: Any) -> Iterator[tuple[str, str]]:
    """The personal fields of a schema, and the fields that name whose they are."""
    for each in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(each, (dict, list)):
            yield from declared_in(each)
    found = schema.get("properties") if isinstance(schema, dict) else None
    for field, each in found.items() if isinstance(found, dict) else ():
        if isinstance(each, dict) and isinstance(each.get("x-subject"), str):
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


def named(place: Place) -> Said:
    """What a sealed section is called."""
    return Said("section", *place)


# The files of a bundle.

ALWAYS = (
    *("checkpoint", "policy.txt", "keys.txt", "provenance.json", "README.txt"),
    *("verify.py", "SHA256SUMS"),
)
"""The files that every bundle has."""

APPENDS = "append-signatures"
TABLES = ("events.csv", "cases.csv")
INDEX = ("cases/index.entry", "cases/index.payload")

ANCHOR = re.compile(
    r"anchors/[0-9]{3,}-(0|[1-9][0-9]{0,18})-"
    r"(?:(?:copy|cosignature|daily|handover)\.checkpoint|rfc3161\.bin)"
)
OF_THE_LOG = ("daily", "handover")
"""The kinds of older checkpoints that nobody else needs to hold or to sign."""

TILE = re.compile(
    r"(tile/(?:entries|0|[1-9][0-9]?)|payload)/((?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/([1-9][0-9]{0,2}))?"
)
TILES = re.compile(r"(?:tile(?:/(?:entries|0|[1-9][0-9]?))?|payload)(?:/[x0-9.p/]+)?")
"""What the name of a folder of tiles, or the like, looks like."""

DEFINITION = re.compile(r"definitions/[^/]+\.json")
SCHEMA = re.compile(r"definitions/([^/]+)\.([0-9]+)\.json")
OTHERS = re.compile(
    r"anchors/[^/]+|cases/[^/]+|definitions/[^/]+\.json"
    r"|(?:tile/(?:entries|[0-9]+)|payload)/[x0-9.p/]+"
)
"""What the names of other files look like, whatever the bundle is of."""

SUM = re.compile(r"[0-9a-f]{64}  [^\x00-\x1f\\]+")
CACHED = re.compile(r"__pycache__(?:/verify\.[a-z0-9.-]+\.pyc)?")
"""What Python itself puts beside verify.py where another program imports it."""

DROPPED = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What desktops leave in folders that somebody has looked at."""


def tile_path(level: str, index: int, width: int) -> str:
    """Where a tile stands (C2SP, tlog-tiles)."""
    digits = [f"{index % 1000:03}"]
    rest = index // 1000
    while rest:
        digits.insert(0, f"x{rest % 1000:03}")
        rest //= 1000
    partial = "" if width == WIDTH else f".p/{width}"
    return f"{level}/{'/'.join(digits)}{partial}"


def definition_path(name: str) -> str:
    """Where a definition stands."""
    return f"definitions/{name.replace('/', '.')}.json"


def is_tile(name: str, size: int) -> bool:
    """Tell whether a log of this size has a tile, or the like, of this name."""
    found = TILE.fullmatch(name)
    if not found:
        return False
    level = found[1].partition("/")[2]
    if level.isdigit() and level != "0":
        size //= WIDTH ** int(level)
    index = int(re.sub("[x/]", "", found[2]))
    width = size - index * WIDTH
    return width > 0 and name == tile_path(found[1], index, min(width, WIDTH))


def tiles_of(size: int) -> Iterator[str]:
    """Every tile, and the like, of a log of this size."""
    for level in range(64):
        count = size >> (8 * level)
        for index in range(-(-count // WIDTH)):
            width = min(WIDTH, count - index * WIDTH)
            yield tile_path(f"tile/{level}", index, width)
            if not level:
                yield tile_path("tile/entries", index, width)
                yield tile_path("payload", index, width)
        if not count:
            return


class Folder:
    """The bundle's files, and which of them is being read; no link is followed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reading = "bundle"
        self.files: list[str] = []
        self.folders: dict[str, None] = {}
        self.odd: dict[str, str] = {}
        self.gone: set[str] = set()
        self.lost: set[str] = set()
        self.empty: list[str] = []
        self.aside: set[str] = set()
        self._scan()
        self.files.sort()
        self.there = set(self.files)

    def _scan(self) -> None:
        waiting = [""]
        while waiting:
            above = waiting.pop()
            try:
                with os.scandir(self.path / above) as found:
                    for each in found:
                        self._put(each, f"{above}{each.name}", waiting)
            except OSError as error:
                name = above.rstrip("/") or str(self.path)
                raise unreadable(name, error) from None

    def _put(self, each: os.DirEntry[str], name: str, waiting: list[str]) -> None:
        if each.is_symlink():
            self.odd[name] = "is_link"
        elif each.is_dir(follow_symlinks=False):
            self.folders[name] = None
            waiting.append(f"{name}/")
        elif each.is_file(follow_symlinks=False):
            self.files.append(name)
        else:
            self.odd[name] = "is_special"

    def instead(self, name: str) -> str:
        """What is there where a file must be."""
        parts = name.split("/")
        for count in range(1, len(parts) + 1):
            above = "/".join(parts[:count])
            if above in self.odd:
                return self.odd[above]
        return "is_folder" if name in self.folders else "missing"

    def open(self, name: str) -> BinaryIO:
        """Open a file of the bundle."""
        self.reading = name
        if name not in self.there:
            raise CannotLook(name, self.instead(name))
        try:
            return open(f"{self.path}/{name}", "rb")  # noqa: PTH123 - of many files
        except OSError as error:
            raise unreadable(name, error) from None

    def read(self, name: str) -> bytes:
        """Read a file of the bundle."""
        with self.open(name) as file:
            try:
                return file.read()
            except OSError as error:
                raise unreadable(name, error) from None

    def digest(self, name: str) -> str:
        """The SHA-256 of a file of the bundle, some bytes at a time."""
        digest = sha256()
        with self.open(name) as file:
            try:
                while data := file.read(1 << 20):
                    digest.update(data)
            except OSError as error:
                raise unreadable(name, error) from None
        return digest.hexdigest()


def unreadable(name: str, error: OSError) -> CannotLook:
    """Say why something cannot be read."""
    if isinstance(error, FileNotFoundError):
        return CannotLook(name, "missing")
    if isinstance(error, NotADirectoryError):
        return CannotLook(name, "no_folder")
    if isinstance(error, IsADirectoryError):
        return CannotLook(name, "is_folder")
    return CannotLook(name, "unreadable", error.strerror or "?")


def check_sums(folder: Folder, report: Report) -> None:
    """Hold every file against SHA256SUMS, and the names against each other."""
    before, listed = report.standing(), sums_of(folder)
    folder.gone = {*ALWAYS, *listed} - folder.there
    folder.lost = {listed[name] for name in folder.gone.intersection(listed)}
    for name in sorted(folder.gone):
        report.blind(name, folder.instead(name))
    for name in folder.files:
        if name not in listed:
            check_unlisted(name, folder, report)
            continue
        try:
            if folder.digest(name) != listed[name]:
                report.find(name, "changed")
        except CannotLook as error:
            report.blind(name, error.text.key, *error.text.values)
    check_odd(folder, listed, report)
    if report.standing() == before:
        report.check("sums", len(listed))


def check_unlisted(name: str, folder: Folder, report: Report) -> None:
    """Say of a file that SHA256SUMS does not list what is to be thought of it."""
    if name.rpartition("/")[2] in DROPPED:
        folder.aside.add(name)
        report.note("aside", name)
    elif CACHED.fullmatch(name):
        folder.aside.add(name)
    elif name != "SHA256SUMS":
        known = name in (*ALWAYS, *TABLES, APPENDS) or OTHERS.fullmatch(name)
        report.find(name, "unlisted" if known else "stray")


def check_odd(folder: Folder, listed: dict[str, str], report: Report) -> None:
    """Find what is no file, nor a folder with one in it, nor where one should be."""
    for name in folder.odd:
        if not any(f"{each}/".startswith(f"{name}/") for each in listed):
            report.find(name, "stray")
    there = [*folder.files, *folder.odd, *listed]
    above = {name[:at] for name in there for at in slashes(name)}
    for name in folder.folders:
        if name in above or name in listed or CACHED.fullmatch(name):
            continue
        if TILES.fullmatch(name):
            folder.empty.append(name)  # how many tiles there are is not known yet
        else:
            report.find(f"{name}/", "stray")


def slashes(name: str) -> Iterator[int]:
    """Where the folders above a file end."""
    return (at for at, letter in enumerate(name) if letter == "/")


def sums_of(folder: Folder) -> dict[str, str]:
    """The digest of each file, as SHA256SUMS has it."""
    listed: dict[str, str] = {}
    try:
        lines = folder.read("SHA256SUMS").decode().split("\n")
    except UnicodeDecodeError:
        raise Wrong("SHA256SUMS", "not_utf8") from None
    for count, line in enumerate(lines[:-1], 1):
        name, odd = line[66:], ""
        if not SUM.fullmatch(line):
            odd = "sum_line"
        elif not {"", ".", ".."}.isdisjoint(name.split("/")) or name == "SHA256SUMS":
            odd = "sum_outside"
        elif name in listed:
            odd = "sum_twice"
        if odd:
            raise Wrong(Said("line", "SHA256SUMS", count), odd, name)
        listed[name] = line[:64]
    if lines[-1]:
        raise Wrong("SHA256SUMS", "no_newline")
    return listed


def check_files(
    folder: Folder, size: int, told: Mapping[str, Any], report: Report
) -> None:
    """Find every file that a bundle of this kind and size does not have."""
    told_of = (Said("stray"), Said("unlisted"))
    known = {place for place, text in report.found if text in told_of}
    own = {*ALWAYS, *(TABLES if report.whole else case_files(told))}
    for name in folder.files:
        if name in own or name in known or name in folder.aside:
            continue
        belongs = report.whole and (
            is_tile(name, size) or name == APPENDS or DEFINITION.fullmatch(name)
        )
        if not belongs and not ANCHOR.fullmatch(name):
            report.find(name, "stray")
    for name in folder.empty:
        if not report.whole or not any(
            each.startswith(f"{name}/") for each in tiles_of(size)
        ):
            report.find(f"{name}/", "stray")


def case_files(told: Mapping[str, Any]) -> Iterator[str]:
    """The files of a bundle of some cases."""
    yield from INDEX
    if "opening" in told:
        yield from ("cases/opening.entry", "cases/opening.payload")
    for number_ in range(1, len(told["cases"]) + 1):
        for kind in ("events", "commands"):
            yield f"cases/{number_:03}.{kind}"
            yield f"cases/{number_:03}.{kind}.payload"
    for number_ in range(1, len(told["erasures"]) + 1):
        yield f"cases/erasure-{number_:03}.entry"
        yield f"cases/erasure-{number_:03}.payload"


# What the bundle says that it is.

FIELDS = {"format", "journal", "kind", "made_at", "made_by", "persons"}
CASE_FIELDS = {"cases", "erasures", "index"}
CASE_MAY = {"consistency", "opening"}
ABSENT = "not_installed"
"""What of a whole journal was not installed where the bundle was made, if anything."""

LEFT_OUT = "anchors_left_out"
"""Where a whole journal names an anchor that the bundle was made without, if any."""

PROOF = {"index", "path"}
CASE = {"stream", "events", "commands", *PROOF}


def provenance(folder: Folder) -> dict[str, Any]:
    """What the bundle says that it is, if it says it in a way that is known here."""
    try:
        told = read_json(folder.read("provenance.json"))
        found = told["format"]
        known = isinstance(told["persons"], bool) and told["kind"] in ("full", "cases")
        known = known and isinstance(told["journal"], str)
    except Odd as error:
        raise CannotLook(
            "provenance.json", error.text.key, *error.text.values
        ) from None
    except UNREAD:
        raise CannotLook("provenance.json", "no_provenance") from None
    if type(found) is int and found != FORMAT:
        raise CannotLook("provenance.json", "another_format", found, FORMAT)
    if not known or type(found) is not int:
        raise CannotLook("provenance.json", "no_provenance")
    result: dict[str, Any] = told
    return result


def check_provenance(folder: Folder, told: dict[str, Any], report: Report) -> None:
    """Hold what can be held of it against the files, and against its own form."""
    report.whole = told["kind"] == "full"
    for name, needed in (("made_at", is_instant), ("made_by", is_name)):
        if not needed(told.get(name)):
            report.find("provenance.json", "field", name, short(told.get(name)))
    tiles = any(name.startswith("tile/") for name in folder.there)
    kind = {(True, False): "full", (False, True): "cases"}.get(
        (tiles, INDEX[0] in folder.there)
    )
    if kind and kind != told["kind"]:
        found = Said("kind_full" if tiles else "kind_cases")
        raise Wrong("provenance.json", "said", "kind", told["kind"], found)
    fields = FIELDS | ({ABSENT, LEFT_OUT} if report.whole else CASE_FIELDS | CASE_MAY)
    for name in sorted(set(told) - fields):
        report.find("provenance.json", "field_more", name)
    if report.whole:
        check_told_absent(told.setdefault(ABSENT, []))
        check_told_left_out(told.setdefault(LEFT_OUT, []))
    else:
        check_told_cases(told)


def check_told_absent(told: Any) -> None:
    """Read which definitions were not installed where the bundle was made."""
    for number_, each in enumerate(told if isinstance(told, list) else [told], 1):
        fits = isinstance(each, dict) and set(each) == {"digest", "name"}
        if not fits or not all(map(is_line, each.values())):
            field = f"{ABSENT} {number_}"
            raise Wrong("provenance.json", "field", field, short(each))


def check_told_left_out(told: Any) -> None:
    """Read where the journal names an anchor that the bundle was made without."""
    for number_, each in enumerate(told if isinstance(told, list) else [told], 1):
        if type(each) is not int:
            field = f"{LEFT_OUT} {number_}"
            raise Wrong("provenance.json", "field", field, short(each))


def check_told_cases(told: dict[str, Any]) -> None:
    """Read what it says of cases, and of what proves them; it may say anything."""
    told.setdefault("consistency", [])
    for name in ("cases", "erasures", "consistency"):
        if not isinstance(told.get(name), list):
            raise Wrong("provenance.json", "field", name, short(told.get(name)))
    for number_, each in enumerate(told["cases"], 1):
        check_told(f"cases {number_}", each, CASE)
    for number_, each in enumerate(told["erasures"], 1):
        check_told(f"erasures {number_}", each, PROOF)
    for number_, each in enumerate(told["consistency"], 1):
        check_told(f"consistency {number_}", each, {"size", "path"})
    check_told("index", told.get("index"), PROOF)
    if "opening" in told:
        check_told("opening", told["opening"], PROOF)
    if not told["cases"]:
        raise Wrong("provenance.json", "no_cases")
    streams = set()
    for each in told["cases"]:
        if each["stream"] in streams:
            raise Wrong("provenance.json", "case_twice", each["stream"])
        streams.add(each["stream"])


def check_told(name: str, told: Any, fields: set[str]) -> None:
    """Read one thing that it says; the path becomes hashes."""
    if not isinstance(told, dict) or set(told) != fields:
        raise Wrong("provenance.json", "field", name, short(told))
    for field, value in told.items():
        called = f"{name} {field}"
        if field == "path":
            told[field] = path_of(value, called)
        elif field == "stream":
            if not is_line(value) or len(value.encode()) > 0xFFFF:
                raise Wrong("provenance.json", "field", called, short(value))
        elif type(value) is not int:
            raise Wrong("provenance.json", "field", called, short(value))


def path_of(value: Any, called: str) -> list[bytes]:
    """The hashes of a proof."""
    found = []
    for each in value if isinstance(value, list) else [value]:
        plain = from_base64(each) if isinstance(each, str) else None
        if plain is None or len(plain) != HASH:
            raise Wrong("provenance.json", "field", called, short(each))
        found.append(plain)
    return found


def short(value: Any) -> str:
    """A value, fit to be told."""
    if value is None:
        return Said("nothing")
    if isinstance(value, (dict, list)):
        return Said("a_list" if isinstance(value, list) else "an_object", len(value))
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def is_line(value: Any) -> bool:
    """Tell whether something is a text of one line."""
    try:
        return isinstance(value, str) and value.isprintable() and bool(value.encode())
    except UnicodeEncodeError:
        return False


def is_name(value: Any) -> bool:
    """Tell whether something is a text that is no longer than a name."""
    return is_line(value) and len(value) <= WIDTH


def is_instant(value: Any) -> bool:
    """Tell whether something is a time as records keep it, in UTC."""
    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
    if not isinstance(value, str) or not re.fullmatch(form, value):
        return False
    try:
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ")  # noqa: DTZ007 - its form
    except ValueError:
        return False
    return True


class Full:
    """The verification of a whole journal."""

    def __init__(
        self,
        folder: Folder,
        head: Checkpoint,
        report: Report,
        told: dict[str, Any],
    ) -> None:
        self.folder, self.head, self.report = folder, head, report
        self.sections = Sections(report, exported=told["persons"])
        self.absent = {
            (definition_path(each["name"]), each["digest"]) for each in told[ABSENT]
        }
        self.index = Index()
        self.indexed = 0
        self.opened = False
        self.simulated = False
        self.odd = False
        self.deployed: dict[tuple[str, str], None] = {}
        self.append_keys: list[tuple[int, dict[str, Any]]] = []
        self.hand_overs: list[tuple[int, str, str]] = []
        self.anchored: list[tuple[int, str, dict[str, Any]]] = []
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
            compare.moot = self.odd
        got = self._root(self.levels[0])
        if got != self.head.root:
            self.report.find("checkpoint", "root", self.head.root.hex(), got.hex())
        self._partial_tiles()
        self.sections.finish()
        self._cases_table()
        self._definitions()
        if self.odd:
            self.report.note("odd")

    def _cases_table(self) -> None:
        with Comparing(self.folder, self.report, "cases.csv") as compare:
            compare.more(csv_line(("stream", "events", "commands")))
            for stream in sorted(self.index.streams):
                events, commands = self.index.streams[stream]
                called = harmless(stream.decode())
                compare.more(csv_line([called, events.count, commands.count]))
            compare.moot = self.odd

    def _declared(self) -> None:
        """Read from the schemas whose each sealed section is to be."""
        for name in self.folder.files:
            found = SCHEMA.fullmatch(name)
            if not found:
                continue
            try:
                pairs = list(declared_in(json.loads(self.folder.read(name))))
            except UNREAD:
                continue  # its digest is that of no definition either
            except RecursionError:
                self.report.blind(name, "nested")
                continue
            if pairs:
                declared = self.sections.declared.setdefault(
                    f"{found[1]}/{found[2]}", {}
                )
                for field, subject in pairs:
                    declared.setdefault(field, set()).add(subject)

    def _definitions(self) -> None:
        """Each definition is one that the journal says has decided, by its name."""
        before, count, told = self.report.standing(), 0, set(self.folder.gone)
        missing = dict(self.deployed)
        for name in self.folder.files:
            if DEFINITION.fullmatch(name):
                count += 1
                found = (name, self.folder.digest(name))
                missing.pop(found, None)
                if found not in self.deployed:
                    told.add(name)
                    self.report.find(name, "definition")
        if count and self.report.standing() == before:
            self.report.check("definitions", count)
        self._absent(missing, told)

    def _absent(self, missing: dict[tuple[str, str], None], told: set[str]) -> None:
        """What is not there is said not to have been at hand, or was not looked at."""
        for name, digest in sorted(self.absent - set(missing)):
            what = f"{name} {digest}"
            self.report.find("provenance.json", "not_absent", ABSENT, short(what))
        said = self.absent.intersection(missing)
        if said:
            self.report.note("definitions_missing", len(said))
        gone = [each[0] for each in missing if each not in said and each[0] not in told]
        if gone:
            self.report.blind("definitions", "definitions_gone", len(gone), gone[0])

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
        if name not in self.folder.there:
            self.report.blind(name, self.folder.instead(name))
        elif self.folder.read(name) != b"".join(hashes):
            self.report.find(name, "tile")

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
            except (*UNREAD, RecursionError):
                pass  # what follows names what is odd
            try:
                entry = Entry(data)
            except UNREAD as error:
                self.odd = True
                self.report.find(f"position {position}", "its_entry", reason(error))
                continue
            self._order(position, entry)
            place = f"position {position} ({entry.called})"
            try:
                self._payload(position, entry, leaf, payload)
            except UNREAD as error:
                self.odd = True
                self.report.find_said(place, reason(error))
            except RecursionError:
                raise CannotLook(place, "content_nested") from None
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
        place = f"position {position} ({entry.called})"
        if entry.micros <= self.last:
            self.report.find(place, "order")
        self.last = entry.micros
        if stream.startswith(b"command/"):
            short = sha256(stream).digest()[:16]
            before = 1 if short in self.commands else 0
            self.commands.add(short)
        else:
            before = self.versions.get(stream, 0)
            self.versions[stream] = entry.version
        if entry.version != before + 1:
            self.report.find(place, "version", before + 1, entry.stream)

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
        if entry.name.startswith("journal."):
            self._own(position, entry, read_json(d))
        self.lines.append(csv_line(event_row(position, entry, read_json(m))))

    def _own(self, position: int, entry: Entry, told: dict[str, Any]) -> None:
        """Take in what the journal says of itself."""
        if entry.name == "journal.opened/1":
            journal = log_of(self.head.origin)[0].rpartition("/")[2]
            self.opened = position == 1 and told["journal"] == journal
            if told["clock"] != "real":
                self.simulated = True
                self.report.note("simulated")
        if entry.name == "journal.deployed/1":
            for name, digest in told["definitions"].items():
                self.deployed[definition_path(name), digest] = None
        if entry.name == "journal.loss_declared/1":
            require(told, str, "former", "successor", "by", "reason", "root")
            require(told, int, "size", "kept")
            self.losses.append((position, told))
        if entry.name == "journal.anchored/1":
            require(told, str, "digest", "kind", "origin", "root")
            require(told, int, "size")
            place = f"position {position} ({entry.called})"
            self.anchored.append((position, place, told))
        if entry.name == "journal.key_changed/1":
            require(told, str, "after", "before")
            self.hand_overs.append((position, told["before"], told["after"]))
        if entry.name == "journal.append_key_changed/1":
            require(told, (str, type(None)), "after", "before")
            self.append_keys.append((position, told))

    def _indexed(self, position: int, entry: Entry, d: bytes) -> None:
        told, place = read_json(d), f"position {position} ({entry.called})"
        got = (told["root"], told["streams"])
        if not self.odd:
            got = (self.index.root().hex(), len(self.index.streams))
        if told["size"] != position - 1 or (told["root"], told["streams"]) != got:
            self.report.find(place, "index_other")
        self.indexed += 1


def require(told: dict[str, Any], kind: Any, *fields: str) -> None:
    """Refuse what is said in another way than the journal says it."""
    if not all(isinstance(told[field], kind) for field in fields):
        raise Odd("not_laid_out")


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
        self.report, self.name, self.odd, self.moot = report, name, False, False
        self.file: BinaryIO | None = None
        try:
            self.file = folder.open(name)
        except CannotLook as error:
            report.blind(name, error.text.key, *error.text.values)

    def more(self, expected: bytes) -> None:
        """Compare what comes next."""
        if self.file and not self.odd:
            self.odd = self.file.read(len(expected)) != expected

    def __enter__(self) -> Comparing:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        if self.file:
            odd = self.odd or self.file.read(1)
            if failed is None and odd and not self.moot:
                self.report.find(self.name, "table")
            self.file.close()


Older = list[tuple[str, Checkpoint, bool]]
"""Checkpoints that the journal must have grown from: where, what, whether given."""


def check_full(
    folder: Folder,
    head: Checkpoint,
    told: dict[str, Any],
    older: Older,
    report: Report,
) -> Full:
    """Verify a bundle of a whole journal."""
    full = Full(folder, head, report, told)
    before = report.standing()
    full.run([each.size for _, each, _ in older if 0 < each.size <= head.size])
    if head.size and not full.opened:
        report.find("position 1", "not_opening", head.origin)
    check_losses(full)
    held: list[Checkpoint] = []
    for place, each, given in older:
        loss = covering(full.losses, each)
        there = each.size <= head.size
        if there and full.roots.get(each.size, EMPTY) == each.root:
            report.check("grew", place, each.size)
            held.append(each)
        elif loss and given:
            report.blind(place, "beyond_given", each.size, loss[0])
        elif loss:
            report.note("beyond", place, each.size, loss[0])
        elif there:
            report.find(place, "not_grown", each.size)
        else:
            report.find(place, "some_gone", each.size, head.size)
    if not full.simulated:
        check_times(full, held)
    if report.standing() == before:
        report.check("events", head.size, len(full.versions))
        if full.indexed:
            report.check("index", full.indexed)
    tell_sections(full.sections, before)
    check_anchored(full, told[LEFT_OUT])
    tell_made(told, full.last, report)
    return full


BEHIND = 5 * 60
"""So many seconds a clock may be behind another: a journal accepts no more."""

LATEST = 253_402_300_799
"""The last second of the year 9999."""


def check_times(full: Full, held: list[Checkpoint]) -> None:
    """Find events that say they are older than what was signed before they came."""
    name, entries, done = "", [], 0
    for each in sorted(held, key=lambda one: (one.size, one.dated)):
        for position in range(max(each.size, done) + 1, full.head.size + 1):
            number_, at = divmod(position - 1, WIDTH)
            width = min(WIDTH, full.head.size - number_ * WIDTH)
            if tile_path("tile/entries", number_, width) != name:
                name = tile_path("tile/entries", number_, width)
                entries = entries_of(full.folder.read(name), width, name)
            try:
                entry = Entry(entries[at])
            except UNREAD:
                continue
            place = f"position {position} ({entry.called})"
            if not is_earlier(entry, each, place, full.report):
                break
            done = position


def is_earlier(entry: Entry, signed: Checkpoint, place: str, report: Report) -> bool:
    """Tell, and say, that an event is said to be older than what came before it."""
    seconds, who = signed.dated
    if entry.micros >= (seconds - BEHIND) * 1_000_000:
        return False
    then = instant(min(seconds, LATEST) * 1_000_000)
    report.find(place, "earlier", instant(entry.micros), who, signed.size, then)
    return True


def check_anchored(full: Full, left_out: list[int]) -> None:
    """Hold each anchor that the journal names against those that are there."""
    report, there = full.report, anchors_in(full.folder)
    before, named_, left, right = report.standing(), set[AnchorKey](), set[int](), 0
    journal = log_of(full.head.origin)[0]
    for position, place, told in full.anchored:
        key = (told["size"], told["kind"], told["digest"])
        named_.add(key)
        root = full.roots.get(told["size"])
        if key in there:
            right += 1
            own = log_of(told["origin"])[0] == journal
            if not own or (root is not None and root.hex() != told["root"]):
                report.find(place, "anchor_other", key[0], key[1])
        elif position in left_out:
            left.add(position)
        elif key[2] not in full.folder.lost:
            report.find(place, "anchor_gone", *key)
    for position in sorted(set(left_out) - left):
        report.find("provenance.json", "not_left_out", LEFT_OUT, position)
    if left:
        report.note("anchors_left_out", len(left), min(left))
    others = [there[key] for key in there if key not in named_]
    if others:
        report.note("anchors_unnamed", len(others), others[0])
    if right and report.standing() == before:
        report.check("anchored", right)


AnchorKey = tuple[int, str, str]
"""Of how many events an anchor is, of what kind, and the digest of its bytes."""


def anchors_in(folder: Folder) -> dict[AnchorKey, str]:
    """What others hold or signed, as far as it is there: each with its file."""
    found = {}
    for name in folder.files:
        read = ANCHOR.fullmatch(name)
        kind = name.rpartition("-")[2].partition(".")[0]
        if read and kind not in OF_THE_LOG:
            found[int(read[1]), kind, folder.digest(name)] = name
    return found


def tell_sections(sections: Sections, before: tuple[int, int]) -> None:
    """Say how many sealed sections there are, and what became of the others."""
    report = sections.report
    if sections.people and report.standing() == before:
        report.check("sections", len(sections.present), sections.erased)
    if sections.left_out:
        report.note("left_out", sections.left_out)


def tell_made(told: dict[str, Any], last: int, report: Report) -> None:
    """Say what nothing proves of when and by whom the bundle was made."""
    made, newest = told.get("made_at"), instant(last) if last >= 0 else ""
    if made and is_instant(made) and made < newest:
        report.note("made_before", made, newest)
    now = datetime.now(timezone.utc) + timedelta(seconds=BEHIND)  # noqa: TID251
    ahead = made and is_instant(made) and made > now.strftime("%Y-%m-%dT%H:%M:%S")
    if ahead and ("simulated", ()) not in report.notes:
        report.note("made_ahead", made)


def check_losses(full: Full) -> None:
    """Hold what is declared to be lost against the logs that the journal has had."""
    journal, number_ = log_of(full.head.origin)
    before = 1
    for position, loss in full.losses:
        former, after = log_of(loss["former"]), log_of(loss["successor"])
        follows = former[0] == journal and former[1] >= before
        if not follows or after != (journal, former[1] + 1):
            full.report.find(f"position {position}", "loss_other")
        before = after[1]
        kept, by = loss["kept"], f"{loss['by']}: {loss['reason']}"
        full.report.note("loss", position, loss["former"], loss["size"], kept, by)
    if number_ != before:
        full.report.find("checkpoint", "loss_log", number_, before)


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


# The key that signs, from one to the next.

HandOvers = list[tuple[int, str, str]]
"""Where the journal says that a key gave over to another, and which, as text."""


def in_turn(
    every: HandOvers, anew: list[int], known: set[bytes]
) -> Iterator[tuple[int, Key, Key]]:
    """The hand-overs that count, in order: each from the key that is the log's then.

    `anew` are the positions of declared losses: a hand-over may be among what is lost.
    """
    trusted, gone = set(known), set[bytes]()
    last: tuple[int, Key, Key] | None = None
    for position, before, after in every:
        if last and any(last[0] < at < position for at in anew):
            last = None
        try:
            old, new = Key(before, "key"), Key(after, "key")
        except Wrong:
            continue
        own = old.public == last[2].public if last else old.public in trusted
        if own and not {old.public, new.public} & gone and old.public != new.public:
            gone.add(old.public)
            trusted.add(new.public)
            last = (position, old, new)
            yield last


def told_in(folder: Folder, size: int) -> tuple[HandOvers, list[int]]:
    """The hand-overs and losses that a bundle tells of, before it is verified.

    What is verified later is held against them: nothing rests on this alone.
    """
    every, anew = [], []
    for number_ in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number_ * WIDTH)
        name = tile_path("tile/entries", number_, width)
        data = folder.read(name)
        if b"journal.key_changed/1" not in data and b"journal.loss_" not in data:
            continue
        kept = tile_path("payload", number_, width)
        payloads = payloads_of(folder.read(kept), width, kept)
        entries = entries_of(data, width, name)
        first = number_ * WIDTH + 1
        for position, (each, (state, _)) in enumerate(zip(entries, payloads), first):
            if b"journal.key_changed/1" in each:
                entry = Entry(each)
                if entry.name == "journal.key_changed/1":
                    told = read_json(check_commitments(entry, state)[0])
                    require(told, str, "after", "before")
                    every.append((position, told["before"], told["after"]))
            elif b"journal.loss_declared/1" in each:
                anew.append(position)
    return every, anew


def follow(
    folder: Folder, policy: Policy, since: Path | None, report: Report
) -> HandOvers:
    """Let a policy know the keys that those it knows gave over to.

    A hand-over is followed where a checkpoint of what ends with it is there that the
    key before signed, which is held against the tree like every other. Where there is
    none, nothing tells who signs.
    """
    notes, handed = noted(folder, since)
    if all(is_known(each, policy) for each in notes):
        return []
    if not report.whole:
        check_handed([notes[0], *handed], policy)
        return []
    every, anew = told_in(folder, notes[0].size)
    logs = {key.public: key for key in policy.logs}
    for position, old, new in in_turn(every, anew, set(logs)):
        if new.public in logs:
            continue
        last = [each for each in notes if is_last(each, position, old)]
        if not last:
            raise CannotLook(
                "checkpoint", "not_followed", position, old.called, new.called
            )
        logs[new.public] = new.named(logs[old.public].name)
        policy.logs.append(logs[new.public])
        policy.followed[position] = (old, logs[new.public], last[0])
    return every


def noted(
    folder: Folder, since: Path | None
) -> tuple[list[Checkpoint], list[Checkpoint]]:
    """The checkpoints that are there, unjudged; and the last ones of keys.

    A key signed its last one where it gave over to another.
    """
    data = {"checkpoint": folder.read("checkpoint")}
    for name in folder.files:
        if ANCHOR.fullmatch(name) and name.endswith(".checkpoint"):
            data[name] = folder.read(name)
    notes, handed = [], []
    for name, each in data.items():
        try:
            notes.append(Checkpoint(each, name))
        except Wrong:
            if name == "checkpoint":
                raise
            continue  # it is told where it is judged
        if name.endswith("-handover.checkpoint"):
            handed.append(notes[-1])
    if since:
        notes.append(from_outside(Checkpoint, since))
    return notes, handed


def is_known(read: Checkpoint, policy: Policy) -> bool:
    """Tell whether a checkpoint says that one of the log's known keys signed it."""
    own = policy.own(read.origin)
    known = {(key.name, key.id) for key in own}
    return not own or any(each[:2] in known for each in read.signatures)


def is_last(read: Checkpoint, position: int, key: Key) -> bool:
    """Tell whether a key signed the tree that ends with a hand-over."""
    if read.size != position or log_of(read.origin)[0] != log_of(key.name)[0]:
        return False
    public = bytes([key.kind]) + key.public
    own = sha256(read.origin.encode() + b"\n" + public).digest()[:4]
    return any(
        (name, key_id) == (read.origin, own)
        and verified_ed25519(key.public, read.text.encode(), value)
        for name, key_id, value, _ in read.signatures
    )


def check_handed(notes: list[Checkpoint], policy: Policy) -> None:
    """Of some cases: say where a known key may have given over to another."""
    head = notes[0]
    for each in [] if is_known(head, policy) else notes[1:]:
        if each.size < head.size:
            for key in policy.own(each.origin):
                if key.kind == 1 and is_last(each, each.size, key):
                    name, key_id, *_ = head.signatures[0]
                    who = f"{name}+{key_id.hex()}"
                    raise CannotLook(
                        "checkpoint", "not_followed_cases", each.size, key.called, who
                    )


def check_keys(
    full: Full, policy: Policy, seen: Iterable[tuple[str, Checkpoint]], told: HandOvers
) -> None:
    """Find what is signed only by a key that had given over to another."""
    report, anew = full.report, [position for position, _ in full.losses]
    if told and told != full.hand_overs:
        report.find("checkpoint", "hand_overs_other")
    for place, each in seen:
        known = {key.public for key in policy.own(each.origin)}
        before = [one for one in full.hand_overs if one[0] < each.size]
        turns = list(in_turn(before, anew, known))
        if not turns:
            continue
        position, old, new = turns[-1]
        gone = {one.public for _, one, _ in turns}
        due = {key.public for key in each.signed if key.kind == 1} & known - gone
        if not any(position < at < each.size for at in anew):
            due &= {new.public}
        if not due:
            report.find(place, "retired", position, old.called, new.called)
    for position, (old, new, last) in policy.followed.items():
        got = full.head.root if position == full.head.size else full.roots.get(position)
        if got != last.root:
            report.find("checkpoint", "not_grown", position)
        else:
            report.check("followed", old.called, new.called, position)


# What was signed as it was appended.

APPEND = struct.Struct(">qq4s64s")


class Appends:
    """The verification of what was signed as it was appended.

    Where each signature is not asked for, only that there is one of each event, by a
    key that counts there.
    """

    def __init__(self, full: Full, policy: Policy, *, asked: bool) -> None:
        self.asked = asked
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
            raise Wrong(APPENDS, "append_size", APPEND.size)
        before = self.report.standing()
        for first, rows, key_id, value in APPEND.iter_unpack(data):
            last = first + rows - 1
            place = Said("append_at", first, last)
            if rows < 1 or not end < first <= size:
                self.report.find(place, "append_order")
                continue
            self._unsigned(end + 1, first - 1)
            end = min(last, size)
            if last > size:
                self.report.blind(place, "append_beyond")
                break
            problem = self._problem(first, last, key_id, value)
            if problem:
                self.report.find_said(
                    Said("events_to", self._called(first), last), problem
                )
            count += 1
        self._unsigned(end + 1, size)
        if self.report.standing() == before:
            told = "appends" if self.asked else "appends_each"
            self.report.check(told, self.begins, count)
        if not self.asked:
            self.report.note("appends_unchecked", self.begins)

    def _problem(
        self, first: int, last: int, key_id: bytes, value: bytes
    ) -> Said | None:
        """Say why the signature of some events does not hold; None where it does."""
        own = [told for at, told in self.changes if first <= at <= last]
        key: Key | None
        if self.begun:
            alone = len(own) == last - first + 1
            key = self.active.get(key_id) or (self.log.get(key_id) if alone else None)
        else:
            key = self._key(own[0]["after"]) if own else None
            key = key if key and key.id == key_id else None
        if key is None:
            return Said("append_key", key_id.hex())
        if self.asked:
            message = self._message(first, last)
            if not verified_soon(key.public, message, value):
                return Said("append_other", key_id.hex())
        for told in own:
            gone, new = self._key(told["before"]), self._key(told["after"])
            if gone:
                self.active.pop(gone.id, None)
            if new:
                self.active[new.id] = new
            self.begun = True
        return None

    def _message(self, first: int, last: int) -> bytes:
        """What is signed of some events."""
        origin = log_of(self.head.origin)[0].encode()
        leaves = [self._leaf(each) for each in range(first, last + 1)]
        return b"".join(
            [
                b"kvalitet/append/v1\0" + struct.pack(">H", len(origin)) + origin,
                struct.pack(">QQ", first, last - first + 1) + root_of(leaves),
            ]
        )

    def _key(self, text: str | None) -> Key | None:
        try:
            key = Key(text, "append key") if text else None
        except Wrong:
            return None
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
            place = self._called(first)
            place = Said("events_to", place, last) if last > first else place
            self.report.find(place, "append_none")

    def _called(self, position: int) -> str:
        number_, at = divmod(position - 1, WIDTH)
        width = min(WIDTH, self.head.size - number_ * WIDTH)
        name = tile_path("tile/entries", number_, width)
        data = entries_of(self.folder.read(name), width, name)[at]
        try:
            return f"position {position} ({Entry(data).called})"
        except UNREAD:
            return f"position {position}"


def check_appends(full: Full, policy: Policy, *, asked: bool) -> None:
    """Verify what was signed as it was appended; each signature if it is asked for."""
    there = APPENDS in full.folder.there
    report = full.report
    if there and not full.append_keys:
        report.find(APPENDS, "append_unnamed")
    elif full.append_keys and not there and APPENDS not in full.folder.gone:
        report.find(APPENDS, "append_missing", full.append_keys[0][0])
    elif there and full.append_keys:
        Appends(full, policy, asked=asked).run()
    elif asked:
        report.note("appends_never")


# A bundle of some cases.


def check_cases(
    folder: Folder,
    head: Checkpoint,
    told: dict[str, Any],
    older: Older,
    report: Report,
) -> None:
    """Verify a bundle of some cases: each is whole, as of the index that was logged."""
    before = report.standing()
    logged, d = proved_alone(folder, "cases/index", told["index"], head)
    at = told["index"]["index"]
    if "opening" in told:
        check_opening(folder, told["opening"], head, report)
    else:
        report.note("no_opening")
    own = logged.stream == f"journal/{log_of(head.origin)[0].rpartition('/')[2]}"
    if logged.name != "journal.indexed/1" or not own:
        raise Wrong(INDEX[0], "no_index")
    index = read_json(d)
    require(index, str, "root")
    require(index, int, "size", "streams")
    if index["size"] != at:
        raise Wrong(INDEX[0], "index_of", index["size"], at)
    report.check("logged", index["streams"], index["size"])
    sections = Sections(report, exported=told["persons"])
    for number_, case in enumerate(told["cases"], 1):
        try:
            check_case(folder, f"cases/{number_:03}", case, index, sections)
            report.check("case", case["stream"], case["events"], case["commands"])
        except Wrong as error:
            report.find_said(error.place, error.text)
    for number_, erasure in enumerate(told["erasures"], 1):
        name = f"cases/erasure-{number_:03}"
        entry, d = proved_alone(folder, name, erasure, head)
        if not entry.name.startswith("person.forgotten/"):
            raise Wrong(f"{name}.entry", "no_erasure")
        sections.cover(entry, d)
    sections.finish()
    tell_sections(sections, before)
    report.note("as_of", index["size"], instant(logged.micros))
    check_older(head, told, older, folder.gone | folder.there, report)
    if "opening" in told and ("simulated", ()) not in report.notes:
        same = [each for _, each, _ in older if each.origin == head.origin]
        check_logged(logged, at, same, report)
    if log_of(head.origin)[1] > 1:
        report.note("succeeds", head.origin, log_of(head.origin)[1] - 1)
    tell_made(told, logged.micros, report)


def check_logged(
    logged: Entry, at: int, older: list[Checkpoint], report: Report
) -> None:
    """Hold the one event whose place is shown against when others signed before it."""
    for each in older:
        if each.size <= at:
            is_earlier(logged, each, INDEX[0], report)


def check_opening(
    folder: Folder, proof: dict[str, Any], head: Checkpoint, report: Report
) -> None:
    """Verify the journal's opening, which says whose clock its times are by."""
    opening, d = proved_alone(folder, "cases/opening", proof, head)
    journal, told = log_of(head.origin)[0].rpartition("/")[2], read_json(d)
    first = opening.name == "journal.opened/1" and proof["index"] == 0
    if not first or told["journal"] != journal:
        raise Wrong("cases/opening.entry", "not_opening", head.origin)
    if told["clock"] != "real":
        report.note("simulated")


def proved_alone(
    folder: Folder, name: str, proof: dict[str, Any], head: Checkpoint
) -> tuple[Entry, bytes]:
    """Verify that one event is in the journal, by itself; gives it and its data."""
    data, kept = folder.read(f"{name}.entry"), f"{name}.payload"
    ((state, sections),) = payloads_of(folder.read(kept), 1, kept)
    check_inclusion(
        sha256(b"\0" + data).digest(),
        index=proof["index"],
        size=head.size,
        root=head.root,
        path=proof["path"],
        place=f"{name}.entry",
    )
    try:
        entry = Entry(data)
        d, _, _ = check_commitments(entry, state)
    except UNREAD as error:
        raise failed(kept, error) from None
    if sections:
        raise Wrong(kept, "sections_more")
    return entry, d


def failed(place: str, error: BaseException) -> Wrong:
    """What is the matter with something that could not be read."""
    text = reason(error)
    return Wrong(place, text.key, *text.values)


def check_case(
    folder: Folder,
    place: str,
    case: dict[str, Any],
    index: dict[str, Any],
    sections: Sections,
) -> None:
    """Verify that one case is whole."""
    trees = [
        case_tree(folder, f"{place}.{kind}", case, kind, sections)
        for kind in ("events", "commands")
    ]
    leaf = index_leaf(case["stream"].encode(), trees[0], trees[1])
    try:
        root = bytes.fromhex(index["root"])
    except ValueError:
        raise Wrong(INDEX[0], "not_laid_out") from None
    check_inclusion(
        sha256(b"\0" + leaf).digest(),
        index=case["index"],
        size=index["streams"],
        root=root,
        path=case["path"],
        place=case["stream"],
    )


def case_tree(
    folder: Folder, name: str, case: dict[str, Any], kind: str, sections: Sections
) -> Growing:
    """The tree over the events of a case, or over the commands about it."""
    stream, tree, last = case["stream"], Growing(), -1
    entries = entries_of(folder.read(name), None, name)
    if len(entries) != case[kind]:
        field = f"{stream} {kind}"
        raise Wrong("provenance.json", "said", field, case[kind], len(entries))
    kept = f"{name}.payload"
    payloads = payloads_of(folder.read(kept), len(entries), kept)
    for count, (data, (state, sealed)) in enumerate(zip(entries, payloads), 1):
        at = Said("entry", name, count)
        try:
            entry = Entry(data)
            d, _, p = check_commitments(entry, state)
            own = entry.stream == stream and entry.version == count
            if kind == "commands":
                named_ = entry.name == "journal.command/1"
                own = named_ and stream.encode() in targets_of(d)
            if not own or entry.micros <= last:
                raise Wrong(at, "case_next")
            last = entry.micros
            tree.add(sha256(b"\0" + data).digest())
            sections.check(entry, d, p, sealed)
        except UNREAD as error:
            raise failed(at, error) from None
    return tree


def check_older(
    head: Checkpoint,
    told: dict[str, Any],
    older: Older,
    names: set[str],
    report: Report,
) -> None:
    """Hold older checkpoints against this one, by the proofs that were exported."""
    proofs = {each["size"]: each["path"] for each in told["consistency"]}
    sizes = {int(found[1]) for found in map(ANCHOR.fullmatch, names) if found}
    for size in sorted(set(proofs) - sizes):
        report.find("provenance.json", "proof_of_none", size)
    for place, each, given in older:
        try:
            compared = has_grown(head, each, proofs, place)
        except Wrong as error:
            report.find_said(error.place, error.text)
            continue
        if compared:
            report.check("grew", place, each.size)
        elif given:
            report.blind(place, "not_compared_given")
        else:
            report.note("not_compared", place)


def has_grown(
    head: Checkpoint, each: Checkpoint, proofs: dict[int, list[bytes]], place: str
) -> bool:
    """Verify that the journal has grown from a checkpoint; False if nothing tells."""
    same = each.origin == head.origin
    if same and each.size > head.size:
        raise Wrong(place, "some_gone", each.size, head.size)
    if each.size == head.size and same and each.root != head.root:
        raise Wrong(place, "not_grown", each.size)
    if 0 < each.size < head.size and each.size in proofs:
        try:
            check_consistency(
                each.size,
                each.root,
                second=head.size,
                second_root=head.root,
                path=proofs[each.size],
                place=place,
            )
        except Wrong:
            if same:
                raise
            return False  # it may be of what is declared to be lost
        return True
    return not each.size or (each.size, each.root) == (head.size, head.root)


# All of it.


def verified(
    path: Path,
    *,
    since: Path | None = None,
    policy: Path | None = None,
    appends: bool = False,
) -> Report:
    """Verify a bundle; `appends` asks for every signature of what was appended, too."""
    report = Report()
    try:
        folder = Folder(path)
    except CannotLook as error:
        report.blind(error.place, error.text.key, *error.text.values)
        return report
    try:
        _verify(folder, report, since, policy, appends=appends)
    except Wrong as error:
        report.find_said(error.place, error.text)
        report.note("stopped")
    except CannotLook as error:
        report.misused = isinstance(error, OfNoUse)
        report.blind(error.place, error.text.key, *error.text.values)
    except RecursionError:
        report.blind(folder.reading, "nested")
    except MemoryError:
        report.blind(folder.reading, "no_memory")
    except UNREAD as error:
        report.find_said(folder.reading, reason(error))
        report.note("stopped")
    tell_unsure(report)
    tell_once(report)
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
    check_provenance(folder, told, report)
    policy = chosen_policy(folder, given, report)
    told_keys = follow(folder, policy, since, report)
    report.followed = [new.text for _, new, _ in policy.followed.values()]
    head = judged(folder.read("checkpoint"), policy, "checkpoint", report)
    journal = log_of(head.origin)[0].rpartition("/")[2]
    if told["journal"] != journal:
        said = short(told["journal"])
        report.find("provenance.json", "said", "journal", said, journal)
    report.size, report.root = head.size, head.root
    report.check("signed", head.origin, head.size)
    check_files(folder, head.size, told, report)
    older = anchors_of(folder, policy, report)
    tell_daily([("checkpoint", head, False), *older], policy, report)
    if since:
        from_outside(Checkpoint, since)
        older += judged_too(_outside(since), policy, str(since), report, given=True)
    if report.whole:
        full = check_full(folder, head, told, older, report)
        seen = [("checkpoint", head), *((place, each) for place, each, _ in older)]
        check_keys(full, policy, seen, told_keys)
        check_appends(full, policy, asked=appends)
    else:
        check_cases(folder, head, told, older, report)
        report.note("keys_cases")
        if appends:
            report.note("appends_cases")
    report.note("unsigned_files")


def chosen_policy(folder: Folder, given: Path | None, report: Report) -> Policy:
    """Whose signatures count; and the bundle's own policy and keys must agree."""
    own = Policy(folder.read("policy.txt"), "policy.txt")
    try:
        keys = folder.read("keys.txt").decode().split("\n")
    except UnicodeDecodeError:
        raise Wrong("keys.txt", "not_utf8") from None
    if keys != [*(key.text for key in own.logs), ""]:
        report.find("keys.txt", "keys")
    if not given:
        report.note("own_policy")
        return own
    policy: Policy = from_outside(Policy, given)
    for key in own.logs:
        if key.public not in {each.public for each in policy.logs}:
            report.note("other_key", f"{key.name}+{key.id.hex()}", str(given))
    return policy


def anchors_of(folder: Folder, policy: Policy, report: Report) -> Older:
    """The older checkpoints that were exported too; and what stands beside them."""
    older = []
    for name in folder.files:
        found = ANCHOR.fullmatch(name)
        if found and name.endswith(".checkpoint"):
            some = judged_too(folder.read(name), policy, name, report)
            if some and some[0][1].size != int(found[1]):
                report.find(name, "anchor_size", some[0][1].size)
            older += some
        elif found:
            report.note("timestamp", name)
    return older


def judged_too(
    data: bytes, policy: Policy, place: str, report: Report, *, given: bool = False
) -> Older:
    """A further checkpoint; where something is the matter with it, it is told only."""
    try:
        return [(place, judged(data, policy, place, report, alone=True), given)]
    except Wrong as error:
        report.find_said(error.place, error.text)
    except CannotLook as error:
        report.blind(error.place, error.text.key, *error.text.values)
    return []


def tell_daily(older: Older, policy: Policy, report: Report) -> None:
    """Say which is the newest checkpoint that ML-DSA-44 signed, and if that holds."""
    signed = [(each.size, place, each) for place, each, _ in older
              if each.daily is not None]  # fmt: skip
    if signed:
        size, place, each = max(signed, key=lambda one: (one[0], one[2].daily))
        tell = report.check if each.daily else report.note
        tell("daily" if each.daily else "daily_unsure", place, size)
    elif any(key.kind == DAILY for key in policy.logs):
        report.note("no_daily")


def tell_unsure(report: Report) -> None:
    """Say once of each kind of signature that it was not checked, and where it is."""
    for kind, places in report.unsure.items():
        text = places[0]
        for place in places[1:FEW]:
            text = Said("and", text, place)
        if len(places) > FEW:
            text = Said("and_more", text, len(places) - FEW)
        report.note("unsure", kind, text)


def tell_once(report: Report) -> None:
    """Leave out that a file was changed where it is said what is wrong with it."""
    changed = Said("changed")
    known = {place for place, text in report.found if text != changed}
    report.found = [
        (place, text)
        for place, text in report.found
        if text != changed or place not in known
    ]


def from_outside(kind: type[Any], path: Path) -> Any:
    """Read a file that was given: what is wrong with it is no fault of the bundle."""
    try:
        return kind(_outside(path), str(path))
    except (Wrong, CannotLook) as error:
        raise OfNoUse(error.place, error.text.key, *error.text.values) from None


LARGEST = 1_000_000
"""No checkpoint and no policy has more bytes; a larger file is not read whole."""


def _outside(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise unreadable(str(path), error) from None
    if len(content) > LARGEST:
        raise CannotLook(str(path), "too_large")
    return content


# Words.

NOUNS = {
    "anchor": (("anchor", "anchors"), ("anker", "ankre")),
    "case": (("case", "cases"), ("sag", "sager")),
    "command": (("command", "commands"), ("kommando", "kommandoer")),
    "definition": (
        ("schema, rule, form or case type", "schemas, rules, forms and case types"),
        ("skema, regel, formular eller sagstype",
         "skemaer, regler, formularer og sagstyper"),
    ),
    "entry": (("entry", "entries"), ("post", "poster")),
    "event": (("event", "events"), ("hændelse", "hændelser")),
    "file": (("file", "files"), ("fil", "filer")),
    "index": (("case index", "case indexes"), ("sagsregister", "sagsregistre")),
    "log": (("log", "logs"), ("log", "logge")),
    "name": (("name", "names"), ("navn", "navne")),
    "payload": (("payload", "payloads"), ("indhold", "indhold")),
    "section": (
        ("sealed section about people", "sealed sections about people"),
        ("forseglet afsnit om personer", "forseglede afsnit om personer"),
    ),
    "signature": (("signature", "signatures"), ("underskrift", "underskrifter")),
    "stream": (("stream", "streams"), ("strøm", "strømme")),
}  # fmt: skip
"""What is counted: one and more, in English and in Danish."""

WORDS: dict[str, tuple[str, str]] = {
    # Where something is.
    "and": ("{0}, {1}", "{0}, {1}"),
    "and_more": ("{0} and {1} more", "{0} og {1} til"),
    "at": ("{0}: {1}", "{0}: {1}"),
    "append_at": (
        "append signature of positions {0} to {1}",
        "tilføjelsesunderskrift for positionerne {0} til {1}",
    ),
    "entry": ("{0} entry {1}", "{0} post {1}"),
    "events_to": ("{0} to {1}", "{0} til {1}"),
    "line": ("{0} line {1}", "{0} linje {1}"),
    "n_sections": ("{0:section}", "{0:section}"),
    "section": ("{0} version {1}, section {2}", "{0} version {1}, afsnit {2}"),
    # What may be the matter with a file.
    "changed": (
        "is not the file that was exported",
        "er ikke den fil, der blev eksporteret",
    ),
    "stray": ("does not belong to the bundle", "hører ikke til pakken"),
    "unlisted": ("is not listed in SHA256SUMS", "står ikke i SHA256SUMS"),
    "missing": ("is missing", "mangler"),
    "no_folder": ("is a file, not a folder", "er en fil, ikke en mappe"),
    "too_large": ("is too large to be read here", "er for stor til at læses her"),
    "is_folder": (
        "is a folder, where a file must be",
        "er en mappe, hvor der skal være en fil",
    ),
    "is_link": (
        "is a link, not a file: what it leads to was not read",
        "er et link, ikke en fil: det, det fører til, er ikke læst",
    ),
    "is_special": (
        "is no plain file: it was not read",
        "er ikke en almindelig fil: den er ikke læst",
    ),
    "unreadable": ("cannot be read: {0}", "kan ikke læses: {0}"),
    "no_memory": ("is too large to be read here", "er for stor til at læses her"),
    "nested": ("is nested too deeply to be read", "er indlejret for dybt til at læses"),
    "content_nested": (
        "its content is nested too deeply to be read",
        "indholdet er indlejret for dybt til at læses",
    ),
    "not_utf8": ("is not UTF-8", "er ikke UTF-8"),
    "no_newline": (
        "expected a newline at its end",
        "forventede et linjeskift til sidst",
    ),
    "not_laid_out": (
        "is not laid out as it must be",
        "er ikke opbygget, som det skal være",
    ),
    "table": ("does not say what the events say", "siger ikke det, hændelserne siger"),
    "definition": (
        "is none of those that the journal names, by this name",
        "er ikke en af dem, journalen nævner, under dette navn",
    ),
    "definitions_gone": (
        "{0:definition} that the journal names: not there, the first of them {1}",
        "{0:definition}, som journalen nævner: ikke der, den første af dem {1}",
    ),
    "keys": ("does not have the keys of the policy", "har ikke politikkens nøgler"),
    "sum_line": (
        "expected a digest, two spaces and a path",
        "forventede en kontrolsum, to mellemrum og en sti",
    ),
    "sum_outside": (
        "names {0}, which is no file of a bundle",
        "nævner {0}, som ikke er en fil i en pakke",
    ),
    "sum_twice": ("names {0} twice", "nævner {0} to gange"),
    # JSON, and what the bundle says of itself.
    "twice": ("has {0!r} twice", "har {0!r} to gange"),
    "endless": ("has a number of {0} digits", "har et tal på {0} cifre"),
    "no_json": ("has {0}, which is no JSON", "har {0}, som ikke er JSON"),
    "a_list": ("a list of {0}", "en liste på {0}"),
    "an_object": ("an object of {0:name}", "et objekt med {0:name}"),
    "nothing": ("nothing", "ingenting"),
    "no_provenance": ("does not say what the bundle is", "siger ikke, hvad pakken er"),
    "another_format": (
        "the bundle's format is {0}, this verify.py knows {1}",
        "pakkens format er {0}, denne verify.py kender {1}",
    ),
    "field": ("{0}: cannot be {1}", "{0}: kan ikke være {1}"),
    "field_more": (
        "{0}: a bundle of this kind says no such thing",
        "{0}: det siger en pakke af denne slags ikke",
    ),
    "said": (
        "{0}: says {1}, and the bundle has {2}",
        "{0}: siger {1}, og pakken har {2}",
    ),
    "not_absent": (
        "{0}: says {1}, and the journal names no such thing that is not there",
        "{0}: siger {1}, og journalen nævner ikke noget sådant, som ikke er der",
    ),
    "kind_full": ("the files of a whole journal", "filerne fra en hel journal"),
    "kind_cases": ("the files of some cases", "filerne fra enkelte sager"),
    "no_cases": ("cases: names none", "cases: nævner ingen"),
    "case_twice": ("cases: names {0} twice", "cases: nævner {0} to gange"),
    # Keys and policies.
    "key_form": (
        "expected <name>+<key id>+<base64>",
        "forventede <navn>+<nøgle-id>+<base64>",
    ),
    "key_id": ("key id: expected {0}, got {1}", "nøgle-id: forventede {0}, fik {1}"),
    "key_length": (
        "a key of type {0} that is of another length",
        "en nøgle af type {0}, som har en anden længde",
    ),
    "key_kind": (
        "a key of type {0} does not sign so",
        "en nøgle af type {0} underskriver ikke sådan",
    ),
    "key_twice": ("names a key twice", "nævner en nøgle to gange"),
    "policy_short": ("expected a log and a quorum", "forventede en log og et kvorum"),
    "policy_line": ("is no line of a policy", "er ikke en linje i en politik"),
    "group_names": (
        "a group takes names from lines above, each in one group, once",
        "en gruppe tager navne fra linjerne ovenfor, hvert i én gruppe, én gang",
    ),
    "group_size": (
        "expected any, all or 1 to {0}, got {1}",
        "forventede any, all eller 1 til {0}, fik {1}",
    ),
    "quorum_name": ("the quorum {0} is not known", "kvorummet {0} er ukendt"),
    # Checkpoints.
    "control": ("has a control character", "har et styretegn"),
    "note_lines": (
        "expected three lines, an empty one, and signatures",
        "forventede tre linjer, en tom linje og underskrifter",
    ),
    "note_size": ("expected a size in digits", "forventede et antal i cifre"),
    "note_root": (
        "expected a root in canonical base64",
        "forventede en rod i kanonisk base64",
    ),
    "note_empty": (
        "expected the root of the empty tree",
        "forventede det tomme træs rod",
    ),
    "note_signatures": (
        "expected {0} signatures at most, got {1}",
        "forventede højst {0} underskrifter, fik {1}",
    ),
    "no_signature": ("is no signature", "er ikke en underskrift"),
    "another_log": ("is of another log: {0}", "er for en anden log: {0}"),
    "signature": (
        "the signature by {0} does not hold",
        "underskriften fra {0} holder ikke",
    ),
    "unsigned": ("expected a signature by {0}", "forventede en underskrift fra {0}"),
    "retired": (
        (
            "is beyond position {0}, where {1} gave over to {2}, and is not signed by "
            "that key: whoever has an older key does not sign for the log"
        ),
        (
            "er efter position {0}, hvor {1} gav over til {2}, og er ikke "
            "underskrevet med den nøgle: den, der har en ældre nøgle, underskriver "
            "ikke for loggen"
        ),
    ),
    "not_followed": (
        (
            "the journal says at position {0} that {1} gave over to {2}, and no "
            "checkpoint by the former key shows it: ask whoever runs the journal"
        ),
        (
            "journalen siger på position {0}, at {1} gav over til {2}, og intet "
            "checkpoint med den tidligere nøgle viser det: spørg den, der driver "
            "journalen"
        ),
    ),
    "not_followed_cases": (
        (
            "is signed by {2}; at position {0} {1} gave over to another key, and "
            "which is not in a bundle of some cases: one of the whole journal says; "
            "ask whoever runs the journal"
        ),
        (
            "er underskrevet med {2}; på position {0} gav {1} over til en anden "
            "nøgle, og hvilken er ikke med i en pakke med enkelte sager: det siger en "
            "med hele journalen; spørg den, der driver journalen"
        ),
    ),
    "hand_overs_other": (
        "the changes of key in the bundle are not those that were followed",
        "nøgleskiftene i pakken er ikke dem, der blev fulgt",
    ),
    "unsure_log": (
        "no signature of the log can be verified here",
        "ingen af loggens underskrifter kan efterprøves her",
    ),
    "unsure_quorum": (
        "a signature of the quorum cannot be verified here",
        "en underskrift fra kvorummet kan ikke efterprøves her",
    ),
    "quorum": (
        "is not signed by the quorum {0!r} of the policy",
        "er ikke underskrevet af politikkens kvorum {0!r}",
    ),
    "anchor_size": (
        "is of {0:event}, and its name says another number",
        "er for {0:event}, og navnet siger et andet tal",
    ),
    "anchor_gone": (
        (
            "names an anchor of {0:event} ({1}, SHA-256 {2}), and the bundle does not "
            "have it, or has other bytes of it"
        ),
        (
            "nævner et anker for {0:event} ({1}, SHA-256 {2}), og pakken har det ikke, "
            "eller har andre bytes af det"
        ),
    ),
    "anchor_other": (
        "names another checkpoint of {0:event} than its anchor ({1}) has: tampered",
        (
            "nævner et andet checkpoint for {0:event}, end dens anker ({1}) har: "
            "manipuleret"
        ),
    ),
    "not_left_out": (
        "{0}: says {1}, and no event there names an anchor that is not in the bundle",
        (
            "{0}: siger {1}, og ingen hændelse der nævner et anker, som ikke er med i "
            "pakken"
        ),
    ),
    "anchored": (
        "{0:anchor} that the journal names, byte for byte",
        "{0:anchor}, som journalen nævner, byte for byte",
    ),
    "anchors_left_out": (
        (
            "{0:anchor} that the journal names, the first at position {1}: not in the "
            "bundle, as it says, since no key of its policy signed them"
        ),
        (
            "{0:anchor}, som journalen nævner, første gang på position {1}: ikke med i "
            "pakken, som den siger, da ingen af politikkens nøgler har underskrevet dem"
        ),
    ),
    "anchors_unnamed": (
        (
            "{0:anchor} that no event in the bundle names, the first of them {1}: "
            "taken in after the last event, or before events did name them"
        ),
        (
            "{0:anchor}, som ingen hændelse i pakken nævner, det første af dem {1}: "
            "taget ind efter den sidste hændelse, eller før hændelser nævnte dem"
        ),
    ),
    # Proofs.
    "proof_index": (
        "index {0} is beyond the size {1}",
        "indeks {0} ligger uden for størrelsen {1}",
    ),
    "proof_long": ("the proof is too long", "beviset er for langt"),
    "proof_short": ("the proof is too short", "beviset er for kort"),
    "proof_root": (
        "the proof does not come to the root",
        "beviset når ikke frem til roden",
    ),
    "proof_of_none": (
        "consistency: a proof from {0:event}, and no checkpoint of so many is there",
        "consistency: et bevis fra {0:event}, og intet checkpoint på så mange er der",
    ),
    "proof_grown": (
        (
            "the proof does not show that the journal has grown from its {0:event}: "
            "tampered"
        ),
        "beviset viser ikke, at journalen er vokset fra dens {0:event}: manipuleret",
    ),
    "root": (
        "expected the root {0}, the entries give {1}",
        "forventede roden {0}, posterne giver {1}",
    ),
    "tile": (
        "does not have the hashes of its entries",
        "har ikke hashværdierne af sine poster",
    ),
    "some_gone": (
        "is of {0:event}, the bundle has {1}: some are gone",
        "er for {0:event}, pakken har {1}: nogle er væk",
    ),
    "not_grown": (
        "its first {0:event} are not those of the bundle: tampered",
        "dens første {0:event} er ikke pakkens: manipuleret",
    ),
    "not_compared_given": (
        (
            "cannot be compared with this bundle of some cases: ask for one that is "
            "made after kvalitet anchor add of it, or for the whole journal"
        ),
        (
            "kan ikke sammenholdes med denne pakke med enkelte sager: bed om en, der "
            "er lavet efter kvalitet anchor add af det, eller om hele journalen"
        ),
    ),
    "beyond_given": (
        (
            "of its {0:event} not all are there, as is declared at position {1}; they "
            "cannot be held against it"
        ),
        (
            "af dens {0:event} er ikke alle der, som oplyst på position {1}; de kan "
            "ikke sammenholdes med den"
        ),
    ),
    # Entries and payloads.
    "entries": ("expected {0:entry}, got {1}", "forventede {0:entry}, fik {1}"),
    "entry_beyond": (
        "entry {0} goes beyond the end",
        "post {0} går ud over slutningen",
    ),
    "entry_first": (
        "begins with another byte than 0x01",
        "begynder med en anden byte end 0x01",
    ),
    "entry_sections": ("expected the sections d and m", "forventede afsnittene d og m"),
    "entry_length": ("expected {0} bytes, got {1}", "forventede {0} bytes, fik {1}"),
    "its_entry": ("its entry {0}", "dens post {0}"),
    "payloads": ("expected {0:payload}, got {1}", "forventede {0:payload}, fik {1}"),
    "payload_beyond": (
        "payload {0} goes beyond the end",
        "indhold {0} går ud over slutningen",
    ),
    "section_twice": (
        "payload {0} has section {1} twice",
        "indhold {0} har afsnit {1} to gange",
    ),
    "layout": (
        "its payload is not laid out as one is (d, m, p, s): tampered",
        "indholdet er ikke opbygget som det skal være (d, m, p, s): manipuleret",
    ),
    "content": (
        "its content is not the one that was sealed: tampered",
        "indholdet er ikke det, der blev forseglet: manipuleret",
    ),
    "metadata": (
        "its metadata is not the one that was sealed: tampered",
        "dens metadata er ikke det, der blev forseglet: manipuleret",
    ),
    "time": (
        "its time is not the one that was sealed: tampered",
        "tidspunktet er ikke det, der blev forseglet: manipuleret",
    ),
    "time_beyond": ("its time is beyond the year 9999", "tidspunktet er efter år 9999"),
    "persons": (
        "its person sections are not those that were sealed: tampered",
        "afsnittene om personer er ikke dem, der blev forseglet: manipuleret",
    ),
    "whom": (
        "section {0} is sealed for somebody whom its content does not name: tampered",
        "afsnit {0} er forseglet for en, som indholdet ikke nævner: manipuleret",
    ),
    "order": (
        "is recorded no later than the event before it",
        "er ikke registreret senere end hændelsen før den",
    ),
    "version": ("expected version {0} of {1}", "forventede version {0} af {1}"),
    "earlier": (
        (
            "is said to be recorded {0}, but {1} signed a log of {2:event} without it "
            "at {3}: back-dated, or a clock was wrong"
        ),
        (
            "siges at være registreret {0}, men {1} underskrev {3} en log på {2:event} "
            "uden den: tilbagedateret, eller et ur gik forkert"
        ),
    ),
    "index_other": (
        "its case index is not that of the events before it",
        "dens sagsregister svarer ikke til hændelserne før den",
    ),
    "not_opening": (
        "is not the opening of the journal whose log is {0}: tampered",
        "er ikke åbningen af den journal, hvis log er {0}: manipuleret",
    ),
    "index_of": (
        "is the case index of {0:event}, and {1} stand before it",
        "er sagsregistret over {0:event}, og {1} står før det",
    ),
    "no_index": (
        "is another event than the journal's case index",
        "er en anden hændelse end journalens sagsregister",
    ),
    "no_erasure": ("is no decision to erase", "er ikke en afgørelse om at slette"),
    "case_next": ("is not the next one of the case", "er ikke den næste i sagen"),
    "sections_more": (
        "has sealed sections, which belong elsewhere",
        "har forseglede afsnit, som hører hjemme et andet sted",
    ),
    "section_more": (
        "is of no section that was sealed",
        "hører ikke til noget afsnit, der blev forseglet",
    ),
    "section_key": (
        "is sealed by a key of {0}, not of {1}: tampered",
        "er forseglet med en nøgle, der hører til {0}, ikke til {1}: manipuleret",
    ),
    "section_whose": (
        "is about somebody else than {0}: tampered",
        "handler om en anden end {0}: manipuleret",
    ),
    "section_changed": (
        "its sealed bytes are not those that were sealed: tampered",
        "de forseglede bytes er ikke dem, der blev forseglet: manipuleret",
    ),
    "section_gone": (
        "its sealed bytes are gone, and no record says so: tampered",
        "de forseglede bytes er væk, og det er ikke registreret: manipuleret",
    ),
    "section_still": (
        "erased by record {0}, but its sealed bytes are there",
        "er slettet ifølge {0}, men de forseglede bytes er der",
    ),
    # Losses, and what was signed as it was appended.
    "loss_other": (
        "does not declare the loss of the log that was there",
        "oplyser ikke et tab af den log, der var der",
    ),
    "loss_log": (
        "is log {0} of the journal, whose losses end with log {1}",
        "er log {0} for journalen, hvis tab ender med log {1}",
    ),
    "append_size": (
        "expected {0} bytes for each signature",
        "forventede {0} bytes for hver underskrift",
    ),
    "append_order": (
        "is not of events one after another",
        "er ikke på hændelser, der følger efter hinanden",
    ),
    "append_beyond": (
        "is of more events than the checkpoint",
        "er på flere hændelser end checkpointet",
    ),
    "append_key": (
        "is signed by {0}, which is no append key there",
        "er underskrevet af {0}, som ikke er en tilføjelsesnøgle der",
    ),
    "append_other": (
        "is not what {0} signed, or not there: tampered",
        "er ikke det, {0} underskrev, eller ikke der: manipuleret",
    ),
    "append_none": (
        "no append key has signed what is there: no commit put it there",
        (
            "ingen tilføjelsesnøgle har underskrevet det, der står der: det er ikke "
            "kommet med en registrering"
        ),
    ),
    "append_unnamed": (
        "the journal names no append key",
        "journalen nævner ingen tilføjelsesnøgle",
    ),
    "append_missing": (
        "is missing: the journal is signed from position {0}",
        "mangler: journalen er underskrevet fra position {0}",
    ),
    # What was checked, and is right.
    "signed": (
        "the checkpoint of {0} is signed as the policy asks, and is of {1:event}",
        (
            "checkpointet for {0} er underskrevet, som politikken kræver, og er på "
            "{1:event}"
        ),
    ),
    "sums": (
        "no file was changed, added or removed since SHA256SUMS was written: {0:file}",
        (
            "ingen fil er ændret, lagt til eller fjernet, siden SHA256SUMS blev "
            "skrevet: {0:file}"
        ),
    ),
    "events": (
        (
            "{0:event} in {1:stream}: content, order, versions and time, and the "
            "tree over them"
        ),
        (
            "{0:event} i {1:stream}: indhold, rækkefølge, versioner og tid, og træet "
            "over dem"
        ),
    ),
    "sections": (
        "{0:section}, as they were sealed; erased by record: {1}",
        "{0:section}, som de blev forseglet; slettet ved en registreret afgørelse: {1}",
    ),
    "index": (
        "{0:index} in the journal: of the events before it, as they are",
        "{0:index} i journalen: over hændelserne før det, som de er",
    ),
    "definitions": (
        "{0:definition}, as the journal names them",
        "{0:definition}, som journalen nævner dem",
    ),
    "grew": (
        "{0}: the journal has grown from its {1:event}, and none was changed",
        "{0}: journalen er vokset fra dens {1:event}, og ingen er ændret",
    ),
    "logged": (
        "the case index of {0:stream}, over {1:event}, is logged in the journal",
        "sagsregistret over {0:stream}, på {1:event}, er logget i journalen",
    ),
    "case": (
        "{0} is whole: {1:event}, and {2:command} about it, refused ones included",
        "{0} er komplet: {1:event} og {2:command} om den, også de afviste",
    ),
    "appends": (
        "every event from position {0} on was signed as it was appended: {1:signature}",
        (
            "alle hændelser fra position {0} blev underskrevet, da de blev tilføjet: "
            "{1:signature}"
        ),
    ),
    "appends_each": (
        "every event from position {0} on has a signature, in order: {1:signature}",
        (
            "alle hændelser fra position {0} har en underskrift, i rækkefølge: "
            "{1:signature}"
        ),
    ),
    "followed": (
        (
            "{0} gave over to {1} at position {2}, as the checkpoint that it signed "
            "there shows"
        ),
        (
            "{0} gav over til {1} på position {2}, som det checkpoint viser, den "
            "underskrev der"
        ),
    ),
    "daily": (
        (
            "{0}, of {1:event}, is the newest checkpoint here that ML-DSA-44 signed "
            "too: that signature holds"
        ),
        (
            "{0}, på {1:event}, er det nyeste checkpoint her, som også er "
            "underskrevet med ML-DSA-44: den underskrift holder"
        ),
    ),
    # What is no fault, and is told.
    "daily_unsure": (
        (
            "{0}, of {1:event}, is the newest checkpoint here that ML-DSA-44 signed "
            "too; that signature was not checked"
        ),
        (
            "{0}, på {1:event}, er det nyeste checkpoint her, som også er "
            "underskrevet med ML-DSA-44; den underskrift er ikke efterprøvet"
        ),
    ),
    "no_daily": (
        "no checkpoint here is signed by ML-DSA-44 too, for which the policy has a key",
        (
            "intet checkpoint her er også underskrevet med ML-DSA-44, som politikken "
            "har en nøgle til"
        ),
    ),
    "unsure": (
        (
            "signatures by {0} were not checked, as nothing here can (for ML-DSA-44: "
            "cryptography 48 or later): {1}; those by Ed25519 were checked"
        ),
        (
            "underskrifter med {0} er ikke efterprøvet, da intet her kan det (til "
            "ML-DSA-44: cryptography 48 eller nyere): {1}; dem med Ed25519 er "
            "efterprøvet"
        ),
    ),
    "stranger": (
        "{0} line {1}: the signature by {2} was not checked: its key is not known",
        "{0} linje {1}: underskriften fra {2} er ikke efterprøvet: nøglen er ukendt",
    ),
    "keys_cases": (
        (
            "whether the key that signed had given over to another is not in this "
            "bundle of some cases: one of the whole journal says"
        ),
        (
            "om nøglen, der underskrev, havde givet over til en anden, er ikke med i "
            "denne pakke med enkelte sager: det siger en med hele journalen"
        ),
    ),
    "as_of": (
        (
            "the cases are whole up to position {0}, {1}; what came later is not in "
            "the bundle"
        ),
        (
            "sagerne er komplette til og med position {0}, {1}; hvad der kom siden, "
            "er ikke med"
        ),
    ),
    "left_out": (
        "not in the bundle, as provenance.json says: {0:section}",
        "ikke med i pakken, som provenance.json siger: {0:section}",
    ),
    "own_policy": (
        (
            "the keys are the bundle's own: compare keys.txt with what you were "
            "given earlier, or name your own with --policy"
        ),
        (
            "nøglerne er pakkens egne: sammenlign keys.txt med dem, du tidligere har "
            "fået, eller angiv dine egne med --policy"
        ),
    ),
    "other_key": (
        (
            "policy.txt names {0}, which {1} does not: a key that came later, or "
            "somebody else's"
        ),
        (
            "policy.txt nævner {0}, som {1} ikke gør: en nøgle, der er kommet til "
            "siden, eller en andens"
        ),
    ),
    "unsigned_files": (
        (
            "no signature is of README.txt and verify.py, nor of what "
            "provenance.json says of when and by whom the bundle was made"
        ),
        (
            "ingen underskrift omfatter README.txt og verify.py, eller hvad "
            "provenance.json siger om, hvornår og af hvem pakken er lavet"
        ),
    ),
    "made_ahead": (
        "the bundle says that it was made {0}, which is yet to come by this clock",
        "pakken siger, at den er lavet {0}, hvilket efter dette ur ikke er sket endnu",
    ),
    "made_before": (
        (
            "the bundle says that it was made {0}, and its newest event is of {1}: "
            "one of the clocks was wrong"
        ),
        (
            "pakken siger, at den er lavet {0}, og dens nyeste hændelse er fra {1}: "
            "et af urene gik forkert"
        ),
    ),
    "no_opening": (
        "whether the journal's clock was real is not in this bundle of some cases",
        "om journalens ur var virkeligt, er ikke med i denne pakke med enkelte sager",
    ),
    "simulated": (
        "the journal's clock was set by a program: its times prove nothing",
        "journalens ur blev stillet af et program: dens tidspunkter beviser intet",
    ),
    "definitions_missing": (
        (
            "named by the journal, and not installed where the bundle was made, as "
            "provenance.json says: {0:definition}"
        ),
        (
            "nævnt af journalen, men ikke installeret, hvor pakken blev lavet, som "
            "provenance.json siger: {0:definition}"
        ),
    ),
    "aside": (
        "{0}: a desktop put it there; it was left aside, and is no part of the bundle",
        (
            "{0}: et skrivebord har lagt den der; den er ladt ude af betragtning og "
            "hører ikke til pakken"
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
    "appends_never": (
        "no event was to be signed as it was appended: there are no such signatures",
        (
            "ingen hændelse skulle underskrives, da den blev tilføjet: der er ingen "
            "sådanne underskrifter"
        ),
    ),
    "appends_cases": (
        (
            "a bundle of some cases has no append signatures: each event is under "
            "the checkpoint"
        ),
        (
            "en pakke med enkelte sager har ingen tilføjelsesunderskrifter: hver "
            "hændelse er under checkpointet"
        ),
    ),
    "not_compared": (
        "{0}: cannot be compared with a bundle of some cases",
        "{0}: kan ikke sammenholdes med en pakke med enkelte sager",
    ),
    "timestamp": (
        (
            "{0}: a time stamp (RFC 3161), not checked here: openssl ts -verify "
            "does, with the checkpoint beside it"
        ),
        (
            "{0}: et tidsstempel (RFC 3161), ikke efterprøvet her: det gør openssl "
            "ts -verify med checkpointet ved siden af"
        ),
    ),
    "loss": (
        (
            "a loss is declared at position {0}: {1} had {2:event}, of which {3} are "
            "known to be there; {4}"
        ),
        (
            "et tab er oplyst på position {0}: {1} havde {2:event}, hvoraf {3} vides "
            "at være der; {4}"
        ),
    ),
    "beyond": (
        (
            "{0}: of its {1:event} not all are there, as is declared at position "
            "{2}; they cannot be held against it"
        ),
        (
            "{0}: af dens {1:event} er ikke alle der, som oplyst på position {2}; de "
            "kan ikke sammenholdes med den"
        ),
    ),
    "succeeds": (
        (
            "{0} succeeds {1:log} of the journal that ended with a loss: a bundle of "
            "the whole journal says which"
        ),
        (
            "{0} afløser {1:log} for journalen, der endte med et tab: en pakke med "
            "hele journalen siger hvilke"
        ),
    ),
    "odd": (
        (
            "the tables and the case indexes were not compared, as events that they "
            "are of are wrong"
        ),
        (
            "tabellerne og sagsregistrene er ikke sammenholdt, da der er fejl i "
            "hændelser, de er over"
        ),
    ),
    "stopped": (
        (
            "it was not looked at further: what comes after the last thing that was "
            "found cannot be told"
        ),
        (
            "der er ikke set videre efter: hvad der kommer efter det sidste, der er "
            "fundet, kan ikke siges"
        ),
    ),
    # What it comes to.
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
    # Help.
    "help": (
        (
            "Verify a bundle of a journal, offline. Leaves with 0 where nothing is "
            "wrong; 1 where something was found; 2 for wrong usage, or a file given "
            "that is none; 3 where it could not look."
        ),
        (
            "Efterprøv en pakke fra en journal, uden netværk. Slutter med 0, hvor "
            "intet er forkert; 1, hvor noget er fundet; 2 ved forkert brug, eller en "
            "angivet fil, der ingen er; 3, hvor der ikke kunne ses efter."
        ),
    ),
    "help_folder": (
        "the bundle; the folder of this file by default",
        "pakken; ellers den mappe, som denne fil ligger i",
    ),
    "help_since": (
        "a checkpoint that you kept: the journal must have grown from it",
        "et checkpoint, som du har gemt: journalen skal være vokset fra det",
    ),
    "help_policy": (
        "whose signatures count (C2SP, tlog-policy); the bundle's own by default",
        "hvis underskrifter tæller (C2SP, tlog-policy); ellers pakkens egen",
    ),
    "help_appends": (
        "also verify each signature of what was appended, where there are any",
        "efterprøv også hver underskrift på det, der blev tilføjet, hvis der er nogen",
    ),
    "help_json": ("one JSON value, for programs", "én JSON-værdi, til programmer"),
    "help_lang": (
        "the language: da or en; the locale's by default",
        "sproget: da eller en; ellers maskinens",
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line."""
    asked = parsed(arguments)
    report = verified(
        asked.folder, since=asked.since, policy=asked.policy, appends=asked.appends
    )
    language = {"en": 0, "da": 1}.get(asked.lang, spoken())
    if asked.json:
        put(json.dumps(as_json(report), ensure_ascii=not is_utf8(), indent=2))
    else:
        for line in in_words(report, language):
            put(printable(line))
    return report.code


class Asking(argparse.ArgumentParser):
    """Says in Danish, too, what is wrong with what is asked for."""

    language = 0

    def format_usage(self) -> str:
        """How it is used."""
        told = super().format_usage()
        return told.replace("usage:", "brug:", 1) if self.language else told

    def error(self, message: str) -> NoReturn:
        """Leave with 2, and say what is wrong."""
        if not self.language:
            super().error(message)
        for pattern, text in MISUSED.items():
            found = re.fullmatch(pattern, message, re.DOTALL)
            message = text.format(*found.groups()) if found else message
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: fejl: {message}\n")


MISUSED = {
    r"unrecognized arguments: (.*)": "ukendte argumenter: {0}",
    r"argument (\S+): expected one argument": "{0}: forventede en værdi",
    r"argument (\S+): ignored explicit argument (.*)": (
        "{0}: tager ingen værdi, fik {1}"
    ),
    r"argument (\S+): invalid choice: (.*) \(choose from .*\)": (
        "{0}: forventede da eller en, fik {1}"
    ),
    r"ambiguous option: (.*) could match (.*)": "{0} kan være {1}",
}
"""What argparse says in English, and how it is said in Danish."""


def wanted_in(arguments: list[str] | None) -> int:
    """The language that is asked for, before anything else is read."""
    given = sys.argv[1:] if arguments is None else arguments
    for one, other in zip([*given, ""], [*given[1:], ""]):
        if one in ("--lang=da", "--lang=en") or one == "--lang":
            named_ = other if one == "--lang" else one[-2:]
            return {"en": 0, "da": 1}.get(named_, spoken())
    return spoken()


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """What is asked for."""
    here, language = Path(__file__).resolve().parent, wanted_in(arguments)

    def text(key: str) -> str:
        return in_language(language, key, ())

    parser = Asking(description=text("help"))
    parser.language = language
    parser.add_argument(
        *("folder",),
        nargs="?",
        type=Path,
        default=here,
        metavar="DIR",
        help=text("help_folder"),
    )
    parser.add_argument(
        "--since", type=Path, metavar="CHECKPOINT", help=text("help_since")
    )
    parser.add_argument("--policy", type=Path, metavar="FILE", help=text("help_policy"))
    parser.add_argument("--appends", action="store_true", help=text("help_appends"))
    parser.add_argument("--json", action="store_true", help=text("help_json"))
    parser.add_argument("--lang", choices=("da", "en"), help=text("help_lang"))
    return parser.parse_args(arguments)


def spoken() -> int:
    """The language of the locale: Danish (1) where it says so, else English (0)."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    named_ = next((os.environ[each] for each in names if os.environ.get(each)), "")
    return 1 if named_.lower().startswith("da") else 0


def is_utf8() -> bool:
    """Tell whether what is put out is UTF-8."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return encoding.lower().replace("-", "").replace("_", "") == "utf8"


def put(line: str) -> None:
    """Put a line out, whatever letters are in it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    safe = line.encode(encoding, "backslashreplace").decode(encoding)
    sys.stdout.write(f"{safe}\n")


def printable(line: str) -> str:
    """A line in which nothing breaks it, or makes it look like another."""
    if line.isprintable():
        return line
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode()
        for each in line
    )


def as_json(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return {
        "size": report.size,
        "root": report.root.hex(),
        "checked": [in_language(0, key, values) for key, values in report.checked],
        "found": [{"place": place, "text": text} for place, text in report.found],
        "unchecked": report.unchecked,
        "notes": [in_language(0, key, values) for key, values in report.notes],
    }


def in_words(report: Report, language: int) -> Iterator[str]:
    """The report for people."""

    def say(key: str, *values: Any) -> str:
        return in_language(language, key, values)

    def some(kind: str, lines: list[str]) -> Iterator[str]:
        for line in lines[:LISTED]:
            yield f"{say(kind)}: {line}"
        if len(lines) > LISTED:
            yield f"{say(kind)}: {say('more', len(lines) - LISTED)}"

    found = [say("at", place, text) for place, text in report.found[:LISTED]]
    found += [""] * (len(report.found) - LISTED)
    yield from some("checked", [say(key, *values) for key, values in report.checked])
    yield from some("note", [say(key, *values) for key, values in report.notes])
    yield from some("found", found)
    yield from some("unchecked", [shown(each, language) for each in report.unchecked])
    if report.found:
        count = len(report.found)
        yield say("one_wrong" if count == 1 else "wrong", count)
    if report.unchecked:
        yield say("blind")
    if not report.found and not report.unchecked:
        yield say("right")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 3
    except KeyboardInterrupt:
        code = 3
    sys.exit(code)
