"""Append signatures, verified: whether a key that counted then signed these rows.

What is signed has the root of a tree (RFC 6962, section 2.1) and a place:

    "kvalitet/append/v1" 0x00 | u16 length, origin | u64 first | u64 rows | root

The journal's own events say whose signatures count. The first key takes itself up;
every later change must be signed by a key that counts, or by one of the log's.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from kvalitet_core.errors import Malformed, Unproved
from kvalitet_core.evidence.checking.keys import ED25519, VerifierKey
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.tree import root_of_hashes

__all__ = ["AppendKeys", "KeyChange"]

_DOMAIN: Final = b"kvalitet/append/v1\0"


@attrs.frozen(kw_only=True)
class KeyChange:
    """A journal's own event that says whose append signatures count from there on.

    Attributes:
        position: Where it stands.
        before: The key that counts no more, as text; None where one is added.
        after: The key that counts, as text; None where one is given up.
    """

    position: int
    before: str | None
    after: str | None


class AppendKeys:
    """Whose signatures count, as far as the rows have been gone through.

    Attributes:
        begins: From which position on rows must be signed; None where never.
    """

    def __init__(
        self,
        origin: str,
        changes: Iterable[KeyChange],
        *,
        log_keys: Iterable[VerifierKey] = (),
    ) -> None:
        """Take the changes in; none counts before the rows it is among are judged.

        Args:
            origin: What the journal's log is called.

            changes: All that the journal has, in order.

            log_keys: Those that sign how far the log has come.
        """
        self._origin = origin
        self._changes = list(changes)
        self._log = {each.key_id: each for each in log_keys if each.kind == ED25519}
        self._active: dict[bytes, VerifierKey] = {}
        self._begun = False
        self.begins = self._changes[0].position if self._changes else None

    def judge(
        self, first: int, leaves: Sequence[bytes], *, key_id: bytes, value: bytes
    ) -> None:
        """Accept the signature of some rows; they must be judged in order.

        Args:
            first: The position of the first row.

            leaves: The leaf hash of each.

            key_id: Whose signature it says it is.

            value: The signature.

        Raises:
            Unproved: It is by nobody whose signature counts there, or not of these
                rows.
        """
        last = first + len(leaves) - 1
        own = [each for each in self._changes if first <= each.position <= last]
        place = Said.of("at_append", first=first, last=last)
        key = self._key(key_id, own, alone=len(own) == len(leaves))
        if key is None:
            raise Unproved(place, Said.of("append_key", key=key_id.hex()))
        name = self._origin.encode()
        head = _DOMAIN + len(name).to_bytes(2, "big") + name
        at = first.to_bytes(8, "big") + len(leaves).to_bytes(8, "big")
        message = head + at + root_of_hashes(leaves)
        if not key.verifies(message, value):
            raise Unproved(place, Said.of("append_signature", key=key_id.hex()))
        for change in own:
            self._take_up(change)

    def _key(
        self, key_id: bytes, own: Sequence[KeyChange], *, alone: bool
    ) -> VerifierKey | None:
        """The key of an id whose signature counts for rows with these changes."""
        if not self._begun:
            named = [self._read(each.after) for each in own[:1]]
            return next((k for k in named if k and k.key_id == key_id), None)
        return self._active.get(key_id) or (self._log.get(key_id) if alone else None)

    def _take_up(self, change: KeyChange) -> None:
        before, after = self._read(change.before), self._read(change.after)
        if before is not None:
            self._active.pop(before.key_id, None)
        if after is not None:
            self._active[after.key_id] = after
        self._begun = True

    def _read(self, text: str | None) -> VerifierKey | None:
        """A key of this journal's; None where it is none."""
        try:
            key = VerifierKey.read(text) if text else None
        except Malformed:
            return None
        named = key is not None and key.name == f"{self._origin}/append"
        return key if named and key is not None and key.kind == ED25519 else None
