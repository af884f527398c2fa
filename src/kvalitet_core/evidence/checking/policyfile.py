"""Policy files, read strictly (C2SP, tlog-policy, "Policy file syntax and structure").

Names are compared as they are written. A file that is not UTF-8 is refused.

Pure.
"""

from __future__ import annotations

import re
from typing import Final

from kvalitet_core.errors import Malformed
from kvalitet_core.evidence.checking.encoding import control_character
from kvalitet_core.evidence.checking.keys import (
    COSIGNATURE,
    ED25519,
    ML_DSA_44,
    VerifierKey,
)
from kvalitet_core.evidence.checking.policy import Group, Policy

__all__ = ["read_policy"]

_NONE: Final = "none"
_COUNT = re.compile(r"[1-9][0-9]{0,3}")
_BLANK = re.compile(r"[ \t]+")


def read_policy(data: bytes, *, subject: str = "policy") -> Policy:
    """Read a policy file.

    Raises:
        Malformed: It is none; all lines that are wrong are named.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        problem = f"line {data.count(10, 0, error.start) + 1}: expected UTF-8"
        raise Malformed(subject, problem) from error
    reading = _Reading()
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1], 1):
        reading.line(number, line)
    if lines[-1]:
        reading.problems.append(f"line {len(lines)}: expected a newline at its end")
    if reading.quorum is None:
        reading.problems.append("expected one quorum line, got none")
    if reading.problems:
        raise Malformed(subject, *reading.problems)
    return Policy(
        logs=tuple(reading.logs),
        witnesses=reading.witnesses,
        groups=reading.groups,
        quorum=None if reading.quorum == _NONE else reading.quorum,
    )


class _Reading:
    """What is read so far, line by line, and what was wrong."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self.problems: list[str] = []
        self._members: set[str] = set()

    def line(self, number: int, line: str) -> None:
        """Read one line."""
        try:
            self._line(line)
        except Malformed as error:
            self.problems += [f"line {number}: {each.text}" for each in error.problems]

    def _line(self, line: str) -> None:
        odd = control_character(line.replace("\t", ""))
        if odd:
            raise _wrong(f"expected no control character but tab, got {odd!r}")
        match [each for each in _BLANK.split(line) if each]:
            case []:
                return
            case [first, *_] if first.startswith("#"):
                return
            case ["log", key] | ["log", key, _]:
                self._log(VerifierKey.read(key))
            case ["witness", name, key] | ["witness", name, key, _]:
                self._witness(name, VerifierKey.read(key))
            case ["group", name, count, *members] if members:
                self._group(name, count, members)
            case ["quorum", name]:
                self._quorum(name)
            case _:
                raise _wrong(f"expected log, witness, group or quorum, got {line!r}")

    def _log(self, key: VerifierKey) -> None:
        _of_kind(key, ED25519, ML_DSA_44)
        if any(key.public == each.public for each in self.logs):
            raise _wrong(f"expected each log's key once, got {key.called} again")
        self.logs.append(key)

    def _witness(self, name: str, key: VerifierKey) -> None:
        _of_kind(key, COSIGNATURE, ML_DSA_44)
        self._new(name)
        if any(key.public == each.public for each in self.witnesses.values()):
            raise _wrong(f"expected each witness's key once, got {key.called} again")
        self.witnesses[name] = key

    def _group(self, name: str, count: str, members: list[str]) -> None:
        self._new(name)
        for each in members:
            self._defined(each)
            if each in self._members:
                raise _wrong(f"expected {each!r} in one group, once")
            self._members.add(each)
        words = {"any": 1, "all": len(members)}
        known = _COUNT.fullmatch(count)
        needed = int(count) if known else words.get(count, 0)
        if not 1 <= needed <= len(members):
            choice = f"any, all or 1 to {len(members)}"
            raise _wrong(f"expected {choice}, got {count!r}")
        self.groups[name] = Group(needed=needed, members=tuple(members))

    def _quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise _wrong(f"expected one quorum line, got another: {name!r}")
        if name != _NONE:
            self._defined(name)
        self.quorum = name

    def _new(self, name: str) -> None:
        if name == _NONE or name in self.witnesses or name in self.groups:
            raise _wrong(f"expected a new name, got {name!r}")

    def _defined(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise _wrong(f"expected a name from a line above, got {name!r}")


def _of_kind(key: VerifierKey, *kinds: int) -> None:
    if key.kind not in kinds:
        expected = " or ".join(f"0x{each:02x}" for each in kinds)
        problem = f"type of {key.called}: expected {expected}, got 0x{key.kind:02x}"
        raise _wrong(problem)


def _wrong(problem: str) -> Malformed:
    return Malformed("line", problem)
