"""A witness: somebody outside who cosigns a log as long as it only grows.

By file and offline: it is handed a bundle, verifies all of it, holds it against the
checkpoint that it cosigned last, and gives that checkpoint back with its signature.

    w.key          the key, for its owner's eyes only
    w.key.pub      the key that verifies, for everybody
    w.key.policy   whose log it witnesses
    w.key.state    the checkpoint that it cosigned last; one of no entries before that
    w.key.lock     keeps two from cosigning at once
"""

from __future__ import annotations

import secrets
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from kvalitet_core.errors import (
    EvidenceUnavailable,
    KeyUnavailable,
    Malformed,
    Unproved,
)
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.checking.checkpoints import Checkpoint as Read
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.making.checkpoints import (
    Checkpoint,
    signature_line,
    with_signature,
)
from kvalitet_core.evidence.making.keys import COSIGNATURE, SignerKey
from kvalitet_core.evidence.signer import secret_key
from kvalitet_core.evidence.signer_state import nothing_signed
from kvalitet_core.evidence.statefile import alone, make_once, read_if_there, replaced

__all__ = ["Witness"]

_LISTED: Final = 5
_LAST: Final = "the checkpoint that was cosigned last"


class Witness:
    """A key that cosigns, and what it remembers.

    Attributes:
        followed: The keys that the log's key gave over to, which it knows from now on.
    """

    def __init__(self, path: Path) -> None:
        """Take up a witness from its files.

        Raises:
            KeyUnavailable: There is no key, others may read it, or it is of another
                kind.
        """
        self.key = secret_key(path)
        if self.key.kind != COSIGNATURE:
            raise KeyUnavailable(str(path), "is no key of a witness")
        self._path = path
        self._state = Path(f"{path}.state")
        self._policy = Path(f"{path}.policy")
        self.followed: list[str] = []

    @classmethod
    def init(cls, path: Path, *, name: str, policy: bytes) -> Witness:
        """Make a witness of a log: its state first, so that no key is without one.

        Args:
            path: The file of its key, which is made.

            name: Who it is: no space, no `+`.

            policy: Whose log it witnesses.

        Raises:
            Malformed: The name or the policy is none, or the policy names no log.
            EvidenceUnavailable: There is one already, what it cosigned last is there
                without it, or it cannot be made.
        """
        logs = read_policy(policy).logs
        if not logs:
            raise Malformed("policy", "expected a log to witness, got none")
        key = SignerKey(name=name, kind=COSIGNATURE, seed=secrets.token_bytes(32))
        taken = EvidenceUnavailable(str(path), "there is a witness already")
        if path.exists():
            raise taken
        state, nothing = Path(f"{path}.state"), nothing_signed(logs[0].name)
        if not make_once(state, nothing) and read_if_there(state) != nothing:
            problem = "is what another witness cosigned last, whose key is lost"
            raise EvidenceUnavailable(str(state), problem)
        if not make_once(path, f"{key.secret_text}\n".encode()):
            raise taken
        replaced(Path(f"{path}.policy"), policy)
        replaced(Path(f"{path}.pub"), f"{key.verifier_key}\n".encode())
        return cls(path)

    def cosign(self, bundle: Path, *, at: datetime) -> bytes:
        """Verify a bundle of a whole journal, and cosign its checkpoint.

        Args:
            bundle: The folder.

            at: When.

        Returns:
            The checkpoint, with one more signature.

        Raises:
            Unproved: Something in it is wrong, or the log is another than the one that
                was cosigned last: nothing is signed.
            EvidenceUnavailable: It could not all be looked at, has less than was
                cosigned last, or is no bundle of a whole journal; or what was cosigned
                last is not known.
        """
        with alone(Path(f"{self._path}.lock")):
            return self._cosigned(bundle, at)

    def _cosigned(self, bundle: Path, at: datetime) -> bytes:
        """The checkpoint with one more signature, while nobody else cosigns."""
        note = read_if_there(bundle / "checkpoint")
        kept, last = self._remembered()
        report = self._verified(bundle, note, kept if last.size else None)
        if report.found:
            _require_as_much(bundle, note, last, report)
            told = (f"{place}: {text}" for place, text in report.found[:_LISTED])
            raise Unproved(f"bundle {bundle}", *told, "nothing is cosigned")
        if report.unchecked or note is None:
            problem = "; ".join(report.unchecked) or "has no checkpoint"
            raise EvidenceUnavailable(str(bundle), f"{problem}; nothing is cosigned")
        if not report.whole:
            problem = "is of some cases: a witness needs the whole journal"
            raise EvidenceUnavailable(str(bundle), problem)
        read = read_checkpoint(read_note(note).text)
        self._require_same_log(read, last)
        head = Checkpoint(origin=read.origin, size=read.size, root=read.root)
        self._keep(report.followed)
        replaced(self._state, note)
        return with_signature(note, signature_line(head, self.key, at=at))

    def _keep(self, keys: list[str]) -> None:
        """Have the policy name the keys, too, that it could be followed to."""
        if keys:
            policy = read_if_there(self._policy) or b""
            more = "".join(f"log {each}\n" for each in keys)
            replaced(self._policy, more.encode() + policy)
            self.followed += keys

    def _remembered(self) -> tuple[bytes, Read]:
        """What was cosigned last: as it was kept, and as it is read."""
        content = read_if_there(self._state)
        if content is None:
            problem = "is lost, and with it what was cosigned last"
            raise self._unknown(problem)
        try:
            text = content.decode()
            signed = "\n\n" in text
            return content, read_checkpoint(read_note(content).text if signed else text)
        except (Malformed, UnicodeDecodeError) as error:
            raise self._unknown(f"is damaged: {error}") from error

    def _unknown(self, problem: str) -> EvidenceUnavailable:
        text = f"{problem} (see docs/evidence.md); nothing is cosigned"
        return EvidenceUnavailable(str(self._state), text)

    def _require_same_log(self, read: Read, last: Read) -> None:
        if last.size and last.origin != read.origin:
            problem = (
                f"is of {read.origin}, which declares what {last.origin} lost: "
                "whoever trusts it makes a witness of it anew; nothing is cosigned"
            )
            raise EvidenceUnavailable(str(self._path), problem)

    def _verified(
        self, bundle: Path, note: bytes | None, last: bytes | None
    ) -> verify.Report:
        with tempfile.TemporaryDirectory() as folder:
            since = Path(folder) / "last"
            since.write_bytes(last or b"")
            report = verify.verified(
                bundle,
                since=since if last else None,
                policy=self._policy,
                appends=True,
            )
        gone = str(since)
        report.found = [(at.replace(gone, _LAST), text) for at, text in report.found]
        report.unchecked = [each.replace(gone, _LAST) for each in report.unchecked]
        if note is not None and read_if_there(bundle / "checkpoint") != note:
            report.unchecked.append("the checkpoint changed while it was verified")
        return report


def _require_as_much(
    bundle: Path, note: bytes | None, last: Read, report: verify.Report
) -> None:
    """Tell an older bundle, in which nothing else is wrong, from one that is."""
    if note is None or any(place != _LAST for place, _ in report.found):
        return
    read = read_checkpoint(read_note(note).text)
    if read.origin == last.origin and read.size < last.size:
        problem = (
            f"has {read.size} events, and this witness has cosigned {last.size}: "
            "it is an older bundle, or some are gone; nothing is cosigned"
        )
        raise EvidenceUnavailable(str(bundle), problem)
