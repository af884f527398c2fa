"""Benchmarks of the evidence: sealing, exporting and verifying a journal.

Of 1,000,000 rows in 20,000 cases, the commands' records among them, in an order in
which every case comes by ten times. A ratio above 1 means that ours is faster, or
smaller, than what it is held against.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter

from facts import ACTOR, PLUGIN, Note, Open
from measure import Result, seconds

from kvalitet_core import Journal
from kvalitet_core.evidence.checking.encoding import HASH_SIZE
from kvalitet_core.evidence.sequencer import Sequencer
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.opening_evidence import account_at

CASES = 20_000
ROUNDS = 9
"""Each case is opened by a command of 4 events, and noted upon by so many others."""

AT_ONCE = 2_000
"""Commands a batch."""

SEAL = 8.0
"""So many times the plain loop may sealing from nothing take."""

COMMIT = 0.8
"""So many times the commit may its update of the tree take."""

DO = 0.7
"""So much of its speed must `journal.do` keep while a journal is sealed."""

VERIFY_SECONDS = 15.0
VERIFY_MEGABYTES = 200.0
CASE_MAKE_SECONDS = 0.5
CASE_VERIFY_SECONDS = 0.2
CASE_PROOF_BYTES = 2_000
STORAGE = 0.15


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kvalitet-bench-") as name:
        yield Path(name)


def _fill(path: Path, cases: int) -> str:
    """Write the journal; gives the stream of the first case, which has 50 events."""
    with Journal.open(path, plugins=(PLUGIN,)) as journal:
        streams = []
        for start in range(0, cases, AT_ONCE):
            with journal.batch() as batch:
                for number in range(start, min(start + AT_ONCE, cases)):
                    opening = Open(title=f"Case {number}", notes=3 + (not number))
                    streams.append(batch.do(opening, by=ACTOR).stream)
        for _ in range(ROUNDS):
            for start in range(0, cases, AT_ONCE):
                with journal.batch() as batch:
                    for stream in streams[start : start + AT_ONCE]:
                        times = 4 + (stream == streams[0])
                        batch.do(Note(stream=stream, times=times), by=ACTOR)
        return streams[0]


def _plain(path: Path) -> float:
    """The seconds of hashing every row's bytes and making a root, with hashlib alone.

    Reading the rows is not counted.
    """
    stack: list[bytes] = []
    count, taken = 0, 0.0
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT state FROM stored_events ORDER BY position")
    while page := rows.fetchmany(10_000):
        begun = perf_counter()
        for (state,) in page:
            digest, number = sha256(b"\0" + state).digest(), count
            while number & 1:
                digest = sha256(b"\1" + stack.pop() + digest).digest()
                number >>= 1
            stack.append(digest)
            count += 1
        taken += perf_counter() - begun
    begun = perf_counter()
    root = stack.pop()
    while stack:
        root = sha256(b"\1" + stack.pop() + root).digest()
    connection.close()
    return taken + perf_counter() - begun


def _size(path: Path) -> int:
    """How many bytes a journal takes, without what SQLite has left free."""
    connection = sqlite3.connect(path)
    pages, free, size = (
        connection.execute(f"PRAGMA {each}").fetchone()[0]
        for each in ("page_count", "freelist_count", "page_size")
    )
    connection.close()
    return int((pages - free) * size)


def _limit(name: str, ours: float, limit: float, unit: str) -> Result:
    return Result(name, ours, limit, limit / ours, 1.0, None, unit)


_VERIFYING = """
import pathlib, sys, time
sys.path.insert(0, {folder!r})
begun = time.perf_counter()
import verify
code = verify.main([{folder!r}])
taken = time.perf_counter() - begun
status = pathlib.Path("/proc/self/status").read_text()
peak = status.partition("VmHWM:")[2].split()[0]
print(code, taken, int(peak) / 1024)
"""
"""The peak is Linux's own: what `getrusage` says may be the parent's."""


def _verified(bundle: Path) -> tuple[float, float]:
    """The seconds and the megabytes that a bundle's own `verify.py` takes.

    In a process of its own, with nothing but the standard library; its import counts.
    """
    script = _VERIFYING.format(folder=str(bundle))
    command = [sys.executable, "-I", "-S", "-B", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, taken, peak = done.stdout.splitlines()[-1].split()
    if code != "0":
        raise RuntimeError(done.stdout)
    return float(taken), float(peak)


def _proof(bundle: Path) -> int:
    """The bytes that prove a case whole: the checkpoint, and every path to it.

    Those of the case and its index, and of the event that opened the journal; a hash
    is 32 bytes, and 44 letters in the file.
    """
    told = json.loads((bundle / "provenance.json").read_bytes())
    proved = [told["opening"], told["index"], *told["cases"]]
    hashes = sum(len(each["path"]) for each in proved)
    return len((bundle / "checkpoint").read_bytes()) + hashes * HASH_SIZE


def evidence(*, quick: bool) -> Iterator[Result]:
    """Seal a journal from nothing, export it, and verify it offline; then one case."""
    with _folder() as folder:
        path = folder / "ours.db"
        case = _fill(path, 200 if quick else CASES)
        before = _size(path)
        plain = median(_plain(path) for _ in range(3))
        with account_at(str(path)) as account:
            sealing = seconds(account.seal)
            yield Result(
                "seal-from-nothing",
                sealing,
                plain,
                plain / sealing,
                1 / SEAL,
                None,
                "s",
            )
            account.log_index()
            account.seal()
            yield _limit("seal-storage", _size(path) / before - 1, STORAGE, "of events")
            account.bundle(folder / "whole")
            taken, peak = _verified(folder / "whole")
            yield _limit("verify-offline", taken, VERIFY_SECONDS, "s")
            yield _limit("verify-memory", peak, VERIFY_MEGABYTES, "MB")
            made = [
                seconds(
                    lambda at=number: account.bundle(folder / f"{at}", cases=[case])
                )  # type: ignore[misc]
                for number in range(5)
            ]
            yield _limit("case-bundle-make", median(made), CASE_MAKE_SECONDS, "s")
        checked = [_verified(folder / f"{number}")[0] for number in range(5)]
        yield _limit("case-bundle-verify", median(checked), CASE_VERIFY_SECONDS, "s")
        proof = _proof(folder / "0")
        yield _limit("case-bundle-proof", proof, CASE_PROOF_BYTES, "bytes")


def seal_commit(*, quick: bool) -> Iterator[Result]:
    """The update of the tree for one commit, against the commit; nothing is signed."""
    with _folder() as folder:
        commits, updates = [], []
        with Journal.open(folder / "ours.db", plugins=(PLUGIN,)) as journal:
            store = journal._rooms.store  # noqa: SLF001 - as when it is sealed inline
            sequencer = Sequencer(store, origin="-", signer=None, clock=host_clock)
            for number in range(100 if quick else 2_000):
                commit = Open(title=f"Case {number}")
                commits.append(seconds(lambda: journal.do(commit, by=ACTOR)))  # noqa: B023
                updates.append(seconds(sequencer.advance))
    mine, theirs = median(updates), median(commits)
    yield Result(
        "seal-commit", mine * 1000, theirs * 1000, theirs / mine, 1 / COMMIT, None, "ms"
    )


def seal_inline(*, quick: bool) -> Iterator[Result]:
    """`journal.do` while the journal is sealed and signed in the background.

    By turns with a journal that is not; each turn is longer than signing waits.
    """
    turn, rounds = (0.4, 2) if quick else (3.0, 5)
    done = {"plain": 0, "sealed": 0}
    taken = {"plain": 0.0, "sealed": 0.0}
    with (
        _folder() as folder,
        Journal.open(folder / "plain.db", plugins=(PLUGIN,)) as plain,
        Journal.open(folder / "sealed.db", plugins=(PLUGIN,), seal=True) as sealed,
    ):
        for _ in range(rounds):
            for name, journal in (("plain", plain), ("sealed", sealed)):
                begun = perf_counter()
                while (now := perf_counter() - begun) < turn:
                    journal.do(Open(title="Case"), by=ACTOR)
                    done[name] += 1
                taken[name] += now
        if sealed.unsealed is not None:
            raise sealed.unsealed
    rate, other = (done[each] / taken[each] for each in ("sealed", "plain"))
    yield Result("seal-inline", rate, other, rate / other, DO, None, "commands/s")


BENCHMARKS: dict[str, Callable[..., Iterator[Result]]] = {
    "evidence": evidence,
    "seal-commit": seal_commit,
    "seal-inline": seal_inline,
}
"""The benchmarks of this module."""
