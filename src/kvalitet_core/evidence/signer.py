"""The signer: it signs how far a journal has come, and never goes back or aside.

It keeps the last checkpoint that it signed in a file of its own, outside the database,
and signs another only with a proof that the journal has grown from that one. Whoever
can change the database cannot have it sign another past.

    journal.db.signing-key          the key, for its owner's eyes only
    journal.db.signing-key.daily    the key for ML-DSA-44, which signs once a day
    journal.db.signing-key.state    the text of the last checkpoint that was signed
    journal.db.signing-key.pub      the keys that verify, for everybody
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import attrs

from kvalitet_core.errors import (
    EvidenceUnavailable,
    KeyUnavailable,
    Malformed,
)
from kvalitet_core.evidence.checking.checkpoints import Checkpoint as Read
from kvalitet_core.evidence.checking.keys import VerifierKey
from kvalitet_core.evidence.making.checkpoints import Checkpoint, signed
from kvalitet_core.evidence.making.keys import ML_DSA_44, SignerKey, has_ml_dsa
from kvalitet_core.evidence.signer_state import (
    Prove,
    nothing_signed,
    require_growth,
    state_in,
)
from kvalitet_core.evidence.statefile import alone, make_once, read_if_there, replaced

__all__ = ["Signer", "origin_of", "public_keys", "secret_key"]

_LONGEST_KEY: Final = 1_000
"""No key is longer, in bytes; a longer file holds none."""

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def origin_of(journal_id: str, number: int = 1) -> str:
    """What a journal's log is called, and the name of its key.

    Args:
        journal_id: The journal's id.

        number: Which of its logs: 1, or more where it declared losses.
    """
    origin = f"kvalitet-core/journal/{journal_id}"
    return origin if number == 1 else f"{origin}/{number}"


class Signer:
    """A key and the memory of what it signed last.

    Attributes:
        key: Signs.
        place: Where the key is, fit to print.
    """

    def __init__(self, path: Path, key: SignerKey) -> None:
        self.key = key
        self.place = str(path)
        self._path = path
        self._state = Path(f"{path}.state")
        self._lock = Path(f"{path}.lock")
        self._made = False
        self._following = Path(f"{path}.next")
        self._depth = 0

    @classmethod
    def open(cls, path: Path, *, origin: str, create: bool = False) -> Signer:
        """Take up a signer from its files.

        Args:
            path: The file of its key.

            origin: Of which log it must be.

            create: Whether to make it where there is none.

        Raises:
            KeyUnavailable: There is none, others may read its key, or it holds none.
            EvidenceUnavailable: It signs for another journal, or its state is lost.
        """
        if create and not path.exists():
            _make(path, origin)
        key = secret_key(path)
        if key.name != origin:
            problem = f"signs for {key.name}, not for {origin}"
            raise EvidenceUnavailable(str(path), problem)
        signer = cls(path, key)
        signer.last()
        if not Path(f"{path}.pub").exists():
            signer._publish()
        return signer

    def _publish(self, *more: SignerKey) -> None:
        """Tell everybody what verifies: what did before, and what does now."""
        now = [self.key, *self._daily(), *more]
        keys = [*public_keys(self._path), *(key.verifier_key for key in now)]
        text = "".join(f"{each}\n" for each in dict.fromkeys(keys))
        replaced(Path(f"{self._path}.pub"), text.encode())

    def _daily(self) -> list[SignerKey]:
        """The key that signs once a day; none where there is none, or it is no use."""
        path = Path(f"{self._path}.daily")
        return [secret_key(path)] if has_ml_dsa() and path.exists() else []

    def last(self) -> Read:
        """What it signed last; of size 0 before the first time.

        Raises:
            EvidenceUnavailable: The state is lost, damaged, or that of another log.
        """
        last = state_in(self._state)
        if last.origin != self.key.name:
            problem = f"is of {last.origin}, not of {self.key.name}"
            raise EvidenceUnavailable(str(self._state), problem)
        return last

    def rotate(self, log: Callable[[str, str], object]) -> SignerKey:
        """Go over to a new key, which the old one vouches for.

        Nobody else signs meanwhile. Stopped at any point, it goes on with the same new
        key the next time.

        Args:
            log: Records the change, given the old key that verifies and the new one,
                and has what ends with it sealed and signed by the old one.

        Raises:
            EvidenceUnavailable: A file cannot be written.
            KeyUnavailable: A key cannot be used.
        """
        with self.alone():
            if self.next_key() == VerifierKey.read(self.key.verifier_key).public:
                self._following.unlink()
            fresh = SignerKey(name=self.key.name, seed=secrets.token_bytes(32))
            text = f"{fresh.secret_text}\n".encode()
            self._made = make_once(self._following, text)
            new = secret_key(self._following)
            log(self.key.verifier_key, new.verifier_key)
            self.go_over()
            return self.key

    def next_key(self) -> bytes | None:
        """The public key that this is going over to; None where it goes to none.

        Raises:
            KeyUnavailable: It cannot be used.
        """
        if not self._following.exists():
            return None
        key = secret_key(self._following)
        return VerifierKey.read(key.verifier_key).public

    def go_over(self) -> None:
        """Take up the key that this is going over to. Used while it is alone.

        Raises:
            EvidenceUnavailable: A file cannot be written.
            KeyUnavailable: A key cannot be used.
        """
        new = secret_key(self._following)
        _make_daily(self._path, self.key.name)
        self._publish(new)
        replaced(self._path, self._following.read_bytes())
        self._following.unlink()
        self.key = new

    def stay(self) -> None:
        """Have no new key follow, where it was made just now and nothing names it."""
        if self._made:
            self._following.unlink(missing_ok=True)

    def succeed(self, origin: str) -> None:
        """Go on as the signer of a log that succeeds this one's, of which nothing is.

        The keys are the same, by another name. The state goes first: stopped between,
        it signs nothing until this is done again.

        Raises:
            EvidenceUnavailable: A file cannot be written.
            KeyUnavailable: A key cannot be used.
        """
        path = self._path
        with self.alone():
            replaced(self._state, nothing_signed(origin))
            for place, key in ((f"{path}.daily", self._daily()), (path, [self.key])):
                for each in key:
                    own = attrs.evolve(each, name=origin)
                    replaced(Path(place), f"{own.secret_text}\n".encode())
            self.key = secret_key(path)
            if self._following.exists():
                own = attrs.evolve(secret_key(self._following), name=origin)
                replaced(self._following, f"{own.secret_text}\n".encode())
            keys = (VerifierKey.read(each).named(origin) for each in public_keys(path))
            text = "".join(f"{each.text}\n" for each in keys)
            replaced(Path(f"{path}.pub"), text.encode())

    def sign(
        self, head: Checkpoint, *, prove: Prove, at: datetime, daily: bool = False
    ) -> bytes:
        """Sign how far the log has come; the state is on the disk before the note is.

        Args:
            head: The log as it is now.

            prove: Proves that it has grown from what was signed last.

            at: When.

            daily: Whether it is the one of the day, which is signed by ML-DSA-44 too.

        Raises:
            Unproved: The log is shorter than what was signed, or another; nothing is
                signed.
            EvidenceUnavailable: The state cannot be read or written, or the key signs
                for another log by now.
        """
        with self.alone():
            if self.key.name != head.origin:
                problem = f"signs for {self.key.name}, not for {head.origin}: open anew"
                raise EvidenceUnavailable(self.place, problem)
            last = self.last()
            if last.size:
                require_growth(last, head, prove)
            if (last.size, last.root) != (head.size, head.root):
                replaced(self._state, head.text.encode())
            keys = [self.key, *(self._daily() if daily else [])]
            return signed(head, *keys, at=at)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others that sign with the same key waiting, and take up what it is now.

        Raises:
            EvidenceUnavailable: The lock cannot be had.
            KeyUnavailable: The key cannot be used.
        """
        if self._depth:
            yield
            return
        with alone(self._lock):
            self._depth += 1
            try:
                self.key = secret_key(self._path)
                yield
            finally:
                self._depth -= 1


def secret_key(path: Path) -> SignerKey:
    """The key in a file that only its owner may read.

    Raises:
        KeyUnavailable: There is none, others may read it, or it holds none.
    """
    try:
        mode = path.stat().st_mode
        with path.open("rb") as file:
            text = file.read(_LONGEST_KEY).decode()
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "it is no text"
        problem = f"the signing key cannot be read: {told}"
        raise KeyUnavailable(str(path), problem) from error
    if os.name == "posix" and mode & _OTHERS:
        problem = f"others may read it (mode {stat.S_IMODE(mode):04o}): chmod 600"
        raise KeyUnavailable(str(path), problem)
    try:
        return SignerKey.read(text)
    except Malformed as error:
        raise KeyUnavailable(str(path), f"holds no signing key: {error}") from error


def _make(path: Path, origin: str) -> None:
    """Make key and state: the state first, so that no key is ever without one."""
    state = Path(f"{path}.state")
    nothing = nothing_signed(origin)
    if not make_once(state, nothing) and read_if_there(state) != nothing:
        problem = "the signing key is lost: what it signed last is there without it"
        raise KeyUnavailable(str(path), problem)
    _make_daily(path, origin)
    key = SignerKey(name=origin, seed=secrets.token_bytes(32))
    make_once(path, f"{key.secret_text}\n".encode())


def _make_daily(path: Path, origin: str) -> None:
    """Make the key that signs once a day, where `cryptography` has ML-DSA-44."""
    if has_ml_dsa():
        key = SignerKey(name=origin, kind=ML_DSA_44, seed=secrets.token_bytes(32))
        make_once(Path(f"{path}.daily"), f"{key.secret_text}\n".encode())


def public_keys(path: Path) -> list[str]:
    """The keys that verify what this signer signed; none where it is not known here.

    Raises:
        EvidenceUnavailable: They cannot be read.
    """
    content = read_if_there(Path(f"{path}.pub"))
    return content.decode("utf-8", "replace").split() if content else []
