"""A policy: whose signatures make a checkpoint count (C2SP, tlog-policy).

    log <verifier key> [<url>]
    witness <name> <verifier key> [<url>]
    group <name> all|any|<k> <name>…
    quorum <name>|none

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from kvalitet_core.errors import Unknown, Unproved
from kvalitet_core.evidence.checking.checkpoints import Checkpoint, read_checkpoint
from kvalitet_core.evidence.checking.handing import HandOver, in_turn
from kvalitet_core.evidence.checking.keys import (
    ED25519,
    VerifierKey,
    of_one_journal,
)
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.signatures import Verified, verified

__all__ = ["Group", "Judged", "Policy"]


@attrs.frozen(kw_only=True)
class Group:
    """Some witnesses or groups, and how many of them it takes.

    Attributes:
        needed: How many.
        members: Their names.
    """

    needed: int
    members: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Judged:
    """A checkpoint that the policy accepts, and why.

    Attributes:
        checkpoint: What it says.
        signatures: The signatures that hold, by known keys, in order.
        untold: Known keys that are said to have signed, which nothing here can tell of.
        unknown: The names and ids of the other keys that are said to have signed.
    """

    checkpoint: Checkpoint
    signatures: tuple[Verified, ...]
    untold: tuple[str, ...]
    unknown: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Policy:
    """Which logs are known, which witnesses, and whose word is enough.

    Attributes:
        logs: The logs' keys; the name of each is its log's origin.
        witnesses: What each witness is called here → its key.
        groups: What each group is called → the group.
        quorum: The witness or group that must have signed; None: the log is enough.
        hand_overs: Where the journal says that its key gave over to another.
        anew: Where the journal declares losses: a hand-over may be among what is lost.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey] = attrs.field(factory=dict)
    groups: Mapping[str, Group] = attrs.field(factory=dict)
    quorum: str | None = None
    hand_overs: Sequence[HandOver] = ()
    anew: Sequence[int] = ()

    def judge(self, data: bytes, *, subject: str = "checkpoint") -> Judged:
        """Accept a checkpoint, or say why not.

        Raises:
            Malformed: It is no checkpoint.
            Unknown: It is of another log than those of the policy.
            Unproved: A signature does not hold, or one that is needed is not there.
            KeyUnavailable: The installed `cryptography` cannot tell of one that is
                needed.
        """
        note = read_note(data, subject=subject)
        checkpoint = read_checkpoint(note.text, subject=subject)
        own = self._own(checkpoint.origin)
        if not own:
            names = dict.fromkeys(key.name for key in self.logs)
            raise Unknown("log", checkpoint.origin, hint=f"expected {_or(names)}")
        keys = [*own, *self.witnesses.values()]
        due, last = self._due(own, checkpoint.size)
        untold: list[VerifierKey] = []
        signatures = verified(note, keys, subject=subject, untold=untold)
        signed = {each.key for each in signatures}
        if untold and not (self._enough(signed, due)):
            verified(note, untold, subject=subject)
        if last is not None and signed.isdisjoint(due):
            facts = {"position": last.position, "after": last.after.called}
            text = Said.of("key_retired", before=last.before.called, **facts)
            raise Unproved(subject, text)
        if signed.isdisjoint(due):
            expected = _or(key.called for key in own)
            problem = Said.of("no_log_signature", expected=expected)
            raise Unproved(subject, problem)
        if self.quorum is not None and not self._has(self.quorum, signed):
            raise Unproved(subject, self._missing(signed))
        known = {key.called for key in keys}
        claimed = dict.fromkeys(each.called for each in note.signatures)
        return Judged(
            checkpoint=checkpoint,
            signatures=signatures,
            untold=tuple(key.called for key in untold),
            unknown=tuple(each for each in claimed if each not in known),
        )

    def _own(self, origin: str) -> list[VerifierKey]:
        """The keys of a log; those of another log of the journal are its own too."""
        own = [key for key in self.logs if key.name == origin]
        return own or [
            key.named(origin) for key in self.logs if of_one_journal(origin, key.name)
        ]

    def _due(
        self, own: list[VerifierKey], size: int
    ) -> tuple[list[VerifierKey], HandOver | None]:
        """The keys of which one must have signed so many entries, and since when."""
        known = {key.public for key in own}
        before = [each for each in self.hand_overs if each.position < size]
        turns = list(in_turn(before, self.anew, known))
        if not turns:
            return own, None
        last, gone = turns[-1], {each.before.public for each in turns}
        due = [key for key in own if key.kind == ED25519 and key.public not in gone]
        if not any(last.position < at < size for at in self.anew):
            due = [key for key in due if key.public == last.after.public]
        return due, last

    def _enough(self, signed: set[VerifierKey], own: list[VerifierKey]) -> bool:
        """Whether the log has signed, and whoever else must."""
        quorum = self.quorum is None or self._has(self.quorum, signed)
        return quorum and not signed.isdisjoint(own)

    def _has(self, name: str, signed: set[VerifierKey]) -> bool:
        """Whether a witness has signed, or enough of a group."""
        if name in self.witnesses:
            return self.witnesses[name] in signed
        group = self.groups[name]
        return sum(self._has(each, signed) for each in group.members) >= group.needed

    def _missing(self, signed: set[VerifierKey]) -> str:
        have = [name for name, key in self.witnesses.items() if key in signed]
        return Said.of(
            "no_quorum",
            quorum=repr(self.quorum),
            signed=", ".join(have) or "none",
            known=", ".join(self.witnesses),
        )


def _or(names: Iterable[str]) -> str:
    return " or ".join(names) or "none"
