"""A witness: somebody outside who cosigns a log as long as it only grows.

By file and offline: it is handed a bundle, verifies all of it, holds it against the
checkpoint that it cosigned last, and gives that checkpoint back with its signature.

    w.key          the key, for its owner's eyes only
    w.key.pub      the key that verifies, for everybody
    w.key.policy   whose log it witnesses
    w.key.state    the checkpoint that it cosigned last
"""

from __future__ import annotations

import secrets
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from kvalitet_core.errors import EvidenceUnavailable, KeyUnavailable, Unproved
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
from kvalitet_core.evidence.statefile import make_once, read_if_there, replaced

__all__ = ["Witness"]

_LISTED: Final = 5


class Witness:
    """A key that cosigns, and what it remembers."""

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

    @classmethod
    def init(cls, path: Path, *, name: str, policy: bytes) -> Witness:
        """Make a witness of a log.

        Args:
            path: The file of its key, which is made.

            name: Who it is: no space, no `+`.

            policy: Whose log it witnesses.

        Raises:
            Malformed: The name or the policy is none.
            EvidenceUnavailable: There is one already, or it cannot be made.
        """
        read_policy(policy)
        key = SignerKey(name=name, kind=COSIGNATURE, seed=secrets.token_bytes(32))
        if not make_once(path, f"{key.secret_text}\n".encode()):
            raise EvidenceUnavailable(str(path), "there is a witness already")
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
            Unproved: Something in it is wrong, or the log did not grow from what was
                cosigned last: nothing is signed.
            EvidenceUnavailable: It could not all be looked at, or is no bundle of a
                whole journal.
        """
        note = read_if_there(bundle / "checkpoint")
        last = read_if_there(self._state)
        report = self._verified(bundle, note, last)
        if report.found:
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
        replaced(self._state, note)
        return with_signature(note, signature_line(head, self.key, at=at))

    def _require_same_log(self, read: Read, last: bytes | None) -> None:
        if last is None:
            return
        before = read_checkpoint(read_note(last).text)
        if before.origin != read.origin:
            problem = (
                f"is of {read.origin}, which declares what {before.origin} lost: "
                "whoever trusts it makes a witness of it anew; nothing is cosigned"
            )
            raise EvidenceUnavailable(str(self._path), problem)

    def _verified(
        self, bundle: Path, note: bytes | None, last: bytes | None
    ) -> verify.Report:
        with tempfile.TemporaryDirectory() as folder:
            since = None
            if last is not None:
                since = Path(folder) / "the checkpoint that was cosigned last"
                since.write_bytes(last)
            report = verify.verified(bundle, since=since, policy=self._policy)
        if note is not None and read_if_there(bundle / "checkpoint") != note:
            report.unchecked.append("the checkpoint changed while it was verified")
        return report
