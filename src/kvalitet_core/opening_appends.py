"""Opening, the part about append signatures: where the key is, and whether to sign."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.journal.append_signatures import is_begun
from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.journal.store import Store
from kvalitet_core.opening_keys import KEY_FILE, POSTGRES

if TYPE_CHECKING:
    from kvalitet_core.evidence.append_key import AppendKey
    from kvalitet_core.evidence.append_keyring import AppendKeyring

__all__ = ["APPEND_KEY", "AppendKeyPlace"]

APPEND_KEY: Final = "KVALITET_APPEND_KEY"
"""The environment variable that names the file of this machine's append key."""


class AppendKeyPlace:
    """Where this machine's append key for a journal is, and whether it is asked for."""

    def __init__(
        self,
        url: str,
        *,
        given: bool | str | Path | None = None,
        keys: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Take it as it was given.

        Args:
            url: The journal's address.

            given: As given to `Journal.open`.

            keys: The key store's address, if one was given.

            clock: Gives the time, for a journal that is simulated.
        """
        self._url = url
        self._given = given
        self._keys = keys
        self._clock = clock or host_clock

    def path(self, journal_id: str) -> Path | None:
        """The file of the key; None where there is no place for one."""
        if isinstance(self._given, str | Path):
            return Path(self._given)
        if APPEND_KEY in os.environ:
            return Path(os.environ[APPEND_KEY])
        if not self._url.startswith(("memory:", *POSTGRES)):
            path = Path(self._url.removeprefix("sqlite:///")).expanduser()
            return path.with_name(f"{path.name}.append-key")
        return None if self._url == "memory:" else self._beside_keys(journal_id)

    def _beside_keys(self, journal_id: str) -> Path | None:
        if self._keys is not None and not self._keys.startswith(POSTGRES):
            keys = Path(self._keys)
            return keys.with_name(f"{keys.name.removesuffix('.keys')}.append-key")
        if KEY_FILE in os.environ:
            return Path(f"{os.environ[KEY_FILE]}.{journal_id}.append-key")
        return None

    def begin(self, store: Store, journal_id: str) -> None:
        """Have a journal that was just made signed, if it is to be.

        Raises:
            KeyUnavailable: The key cannot be used.
        """
        by_default = self._given is None and self._url.startswith(POSTGRES)
        if by_default and self.path(journal_id) is not None:
            self.keyring(store, journal_id).begin()

    def signer(self, store: Store, journal_id: str) -> AppendKey | None:
        """What signs each commit; None where the journal's rows are not signed.

        Raises:
            KeyUnavailable: They are, and this machine has no key that counts.
            Unproved: They were, and the journal does not say so any more.
        """
        if not is_begun(store, journal_id):
            self._refuse_forgotten(store, journal_id)
            if self._given in (None, False):
                return None
        keyring = self.keyring(store, journal_id)
        keyring.begin()
        return keyring.taken_up()

    def _refuse_forgotten(self, store: Store, journal_id: str) -> None:
        """Write nothing where who asked for signatures was deleted with them."""
        path = self.path(journal_id)
        if path is None or not Path(f"{path}.state").exists():
            return
        from kvalitet_core.evidence.append_key import forgotten, remembered
        from kvalitet_core.evidence.losses import losses_in

        kept = remembered(path, journal_id)
        if kept is not None:
            losses = losses_in(store, journal_id)
            lost = losses.takes(kept.since, after=kept.losses)
            raise forgotten(store.place, path, kept.since, lost=lost)

    def keyring(self, store: Store, journal_id: str) -> AppendKeyring:
        """The append keys of the journal, as this machine may change them.

        Raises:
            KeyUnavailable: There is no place for this machine's key.
        """
        from kvalitet_core.evidence.append_keyring import AppendKeyring

        path = self.path(journal_id)
        if path is None:
            problem = f"no append key is given: give its path, or set {APPEND_KEY}"
            raise KeyUnavailable("none", problem)
        return AppendKeyring(store, journal_id, key=path, clock=self._clock)
