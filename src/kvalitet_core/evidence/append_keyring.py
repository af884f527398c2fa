"""The append keys of one journal: begun with, added, given up, exchanged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from kvalitet_core.errors import EvidenceUnavailable, KeyUnavailable, Malformed, Unknown
from kvalitet_core.evidence.append_key import (
    AppendKey,
    LogKey,
    changes_in,
    counting,
    forgotten,
    key_name,
    remembered,
)
from kvalitet_core.evidence.checking.keys import ED25519, VerifierKey, of_one_journal
from kvalitet_core.evidence.losses import losses_in
from kvalitet_core.evidence.own_events import log_own
from kvalitet_core.evidence.signer import origin_of, secret_key
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.append_signatures import (
    KEY_CHANGED,
    AppendSigner,
    is_begun,
)
from kvalitet_core.journal.clock import Clock
from kvalitet_core.journal.own_events import AppendKeyChanged
from kvalitet_core.journal.store import Reader, Store

__all__ = ["AppendKeyring"]

_NOT_BEGUN: Final = "no row of it is signed: begin with kvalitet key append on"


class _AlreadyOn(Exception):
    """Someone else has begun to have rows signed meanwhile."""


class AppendKeyring:
    """Changes whose append signatures count. Each change is an event that is signed.

    Attributes:
        key: This machine's.
        place: Where that is, fit to print.
    """

    def __init__(
        self, store: Store, journal_id: str, *, key: Path, clock: Clock
    ) -> None:
        """Make it; nothing is read yet.

        Args:
            store: The journal.

            journal_id: Its id.

            key: The file of this machine's append key.

            clock: Says when something is changed.
        """
        self.key = AppendKey(key, journal_id)
        self.place = self.key.place
        self._path = key
        self._store = store
        self._journal_id = journal_id
        self._clock = clock

    def standing(self) -> dict[str, int]:
        """The keys that count now, as text, and from which position on."""
        return counting(changes_in(self._store, self._stream))

    def make(self) -> str:
        """Make this machine's key where there is none; gives what verifies it."""
        return self.key.make().verifier_key

    def begin(self) -> bool:
        """Have rows signed from here on; False where they are already.

        Raises:
            KeyUnavailable: The key cannot be used.
            JournalUnavailable: The journal cannot be read or written.
            Unproved: They were signed, and the journal does not say so any more.
        """
        if is_begun(self._store, self._journal_id):
            return False
        self._require_loss()
        after = self.make()

        def made(reader: Reader) -> AppendKeyChanged:
            if changes_in(reader, self._stream):
                raise _AlreadyOn
            return AppendKeyChanged(before=None, after=after)

        try:
            self._log(made, self.key)
        except _AlreadyOn:
            return False
        self.key.forget()
        self.taken_up()
        return True

    def _require_loss(self) -> None:
        """Begin anew only where that it was begun is lost, as is declared."""
        kept = remembered(self._path, self._journal_id)
        lost = losses_in(self._store, self._journal_id)
        if kept is not None and not lost.takes(kept.since, after=kept.losses):
            raise forgotten(self._store.place, self._path, kept.since, lost=False)

    def add(self, text: str, *, signing_key: Path | None = None) -> None:
        """Let another machine's key count.

        Args:
            text: The key that verifies it.

            signing_key: The file of the key that signs how far the log has come, where
                it is to vouch for it, and no append key is at hand.

        Raises:
            Malformed: It is no append key of this journal, or counts already.
            KeyUnavailable: The key that is to vouch for it cannot be used.
            EvidenceUnavailable: No row of the journal is signed.
        """
        self._require_own(text)
        self._change(None, text, signing_key)

    def retire(self, text: str, *, signing_key: Path | None = None) -> None:
        """Let a key count no more.

        Args:
            text: The key that verifies it, or its id.

            signing_key: As for `add`.

        Raises:
            Unknown: No such key counts.
            Malformed: It is the last one.
            KeyUnavailable: The key that is to sign this cannot be used.
            EvidenceUnavailable: No row of the journal is signed.
        """
        found = [each for each in self.standing() if text in (each, each.split("+")[1])]
        if not found:
            raise Unknown("append key", text, hint="see kvalitet key append list")
        self._change(found[0], None, signing_key)

    def rotate(self) -> str:
        """Go over to a new key on this machine; gives what verifies it.

        Stopped at any point, it goes on with the same new key the next time.

        Raises:
            KeyUnavailable: The key cannot be used.
            EvidenceUnavailable: A file cannot be written, or no row of the journal is
                signed.
        """
        if not is_begun(self._store, self._journal_id):
            raise EvidenceUnavailable(self._store.place, _NOT_BEGUN)
        begun = self.make()
        self.taken_up()
        before = self.make()
        if before != begun:
            return before
        after = self.key.rotated().verifier_key
        self._change(before, after, None)
        self.taken_up()
        return after

    @property
    def _stream(self) -> StreamId:
        return StreamId(f"journal/{self._journal_id}")

    def _change(
        self, before: str | None, after: str | None, signing_key: Path | None
    ) -> None:
        signer: AppendSigner = self.key
        if signing_key is not None:
            log_key = secret_key(signing_key)
            origin = origin_of(self._journal_id)
            if log_key.name != origin and not of_one_journal(log_key.name, origin):
                problem = f"signs for {log_key.name}"
                raise KeyUnavailable(str(signing_key), problem)
            signer = LogKey(log_key, self._journal_id)

        def made(reader: Reader) -> AppendKeyChanged:
            self._require_sense(
                counting(changes_in(reader, self._stream)), before, after
            )
            return AppendKeyChanged(before=before, after=after)

        self._log(made, signer)

    def _require_sense(
        self, keys: dict[str, int], before: str | None, after: str | None
    ) -> None:
        """Refuse a change that changes nothing, or leaves nobody who may sign."""
        if not keys:
            raise EvidenceUnavailable(self._store.place, _NOT_BEGUN)
        if before is not None and before not in keys:
            raise Unknown("append key", before)
        if after is not None and after in keys:
            raise Malformed("append key", f"counts already: {after}")
        if after is None and len(keys) == 1:
            problem = "is the only one that counts: add another first"
            raise Malformed("append key", problem)

    def _require_own(self, text: str) -> None:
        key = VerifierKey.read(text)
        expected = key_name(self._journal_id)
        if (key.name, key.kind) != (expected, ED25519):
            problem = f"expected an Ed25519 key of {expected}, got {key.called}"
            raise Malformed("append key", problem)

    def _log(
        self, make: Callable[[Reader], AppendKeyChanged], signer: AppendSigner
    ) -> None:
        self._store.signer = signer
        log_own(self._store, self._journal_id, KEY_CHANGED, make, clock=self._clock)

    def taken_up(self) -> AppendKey:
        """This machine's key, ready to sign.

        Raises:
            KeyUnavailable: It is not there, or the journal does not count it.
        """
        version = self._store.versions([self._stream])[self._stream]
        self.key.require_current(version, self._store)
        return self.key
