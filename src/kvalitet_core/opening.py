"""Opening: the only place that joins the rooms together.

Turns an address into a store, finds the keys, checks the format, and makes what a
journal needs to begin.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

import attrs

from kvalitet_core.attachments.addresses import store_at as attachments_at
from kvalitet_core.attachments.folder import FolderStore
from kvalitet_core.attachments.keeping import Attachments
from kvalitet_core.attachments.memory import MemoryAttachments
from kvalitet_core.attachments.store import AttachmentStore, any_personal
from kvalitet_core.errors import JournalUnavailable, PluginError
from kvalitet_core.journal.afterwards import Sealing
from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.journal.engine import Engine, Settings
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.own_events import Opened
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.store import Store
from kvalitet_core.journal.wiring import Wiring
from kvalitet_core.opening_appends import AppendKeyPlace
from kvalitet_core.opening_following import follows, views_at
from kvalitet_core.opening_keys import POSTGRES, KeyPlace
from kvalitet_core.opening_stores import (
    first_row,
    is_there,
    opened_in,
    path_of,
    store_at,
)
from kvalitet_core.plugins import Plugin
from kvalitet_core.privacy.keyfile import KeyInMemory
from kvalitet_core.privacy.keystore import Keys, KeyStore
from kvalitet_core.privacy.sealing import Sealer
from kvalitet_core.privacy.sqlite_keys import SqliteKeys
from kvalitet_core.running.addresses import MEMORY

__all__ = ["open_journal"]


def open_journal(
    url: str,
    *,
    plugins: Iterable[Plugin] | None = None,
    keys: str | None = None,
    attachments: str | None = None,
    clock: Clock | None = None,
    create: bool | None = None,
    read_only: bool = False,
    busy_seconds: float = 30.0,
    settings: Settings | None = None,
    views: str | Literal[False] | None = None,
    seal: bool | str | Path = False,
    append_key: bool | str | Path | None = None,
) -> Journal:
    """Open a journal; see `Journal.open`."""
    registry, unusable = _registry(plugins, read_only=read_only)
    afterwards = follows(
        None if read_only else views_at(url, views, registry.plugins),
        clock=clock,
        busy_seconds=busy_seconds,
    )
    opening = _Opening(
        url=url,
        registry=registry,
        keys=_key_place(url, keys),
        attachments=attachments,
        clock=clock,
        read_only=read_only,
        busy_seconds=busy_seconds,
        settings=settings or Settings(),
        signing_key=None if read_only else _signing_key(url, seal),
        appends=AppendKeyPlace(url, given=append_key, keys=keys, clock=clock),
    )
    may_create = not url.startswith(POSTGRES) if create is None else create
    place = opening.make_ready(may_create=may_create and not read_only)
    journal = Journal(
        opening.wire, place=place, unusable=unusable, afterwards=afterwards
    )
    if not read_only:
        try:
            journal.reapply_erasures()
        except BaseException:
            journal.close()
            raise
    return journal


def _registry(
    plugins: Iterable[Plugin] | None, *, read_only: bool
) -> tuple[Registry, Callable[[], tuple[PluginError, ...]]]:
    """The plugins that are named, or those that are installed and fit.

    And what tells of those that are done without. A reader brings in what it asks for;
    a writer has everything, or does not begin.
    """
    if plugins is not None:
        from kvalitet_core.core import CORE

        return Registry((CORE, *plugins)), tuple
    if read_only:
        from kvalitet_core.journal.on_demand import OnDemand
        from kvalitet_core.shelf import Installed

        on_demand = OnDemand(Installed())
        return on_demand, on_demand.unusable
    from kvalitet_core.discovery import assembled, problems_of, refuse

    found, registry = assembled()
    refuse(problems_of(found))
    return registry, tuple


def _signing_key(url: str, seal: bool | str | Path) -> Path | None:  # noqa: FBT001 - as given
    if seal is False:
        return None
    from kvalitet_core.opening_evidence import signing_key_at

    return signing_key_at(url, seal)


@attrs.define(kw_only=True)
class _Opening:
    """How a journal is opened, here and again in each process that is forked."""

    url: str
    registry: Registry
    keys: KeyPlace
    attachments: str | None
    clock: Clock | None
    read_only: bool
    busy_seconds: float
    settings: Settings
    signing_key: Path | None = None
    appends: AppendKeyPlace
    _memory: MemoryStore | None = None
    _memory_keys: SqliteKeys | None = None
    _memory_attachments: MemoryAttachments | None = None

    def store(self) -> Store:
        """The store, which for a journal in memory is always the same."""
        if self.url != MEMORY:
            return store_at(
                self.url, read_only=self.read_only, busy_seconds=self.busy_seconds
            )
        if self._memory is None:
            self._memory = MemoryStore(busy_seconds=self.busy_seconds)
            self._memory_keys = SqliteKeys(None, KeyInMemory(secrets.token_bytes(32)))
            self._memory_attachments = MemoryAttachments()
        return self._memory

    def attachment_store(self) -> AttachmentStore | None:
        """Where attachments are: as given, or beside the journal where it is a file."""
        if self.attachments is not None:
            return attachments_at(self.attachments)
        if self.url == MEMORY:
            return self._memory_attachments
        if self.url.startswith(POSTGRES):
            return None
        return FolderStore(Path(f"{path_of(self.url)}.attachments"))

    def make_ready(self, *, may_create: bool) -> str:
        """See that there is a journal of today's format; gives its place."""
        store = self.store()
        if not is_there(store):
            if not may_create:
                problem = "there is no journal; make one first"
                raise JournalUnavailable(store.place, problem)
            self.keys.make()
            store.create(first_row(self.clock))
            self.appends.begin(store, opened_in(store, self.registry).journal)
        if self.url != MEMORY:
            store.close()
        return store.place

    def wire(self) -> Wiring:
        """Join the rooms, for the process that it is called in."""
        store = self.store()
        try:
            return self._wired(store)
        except BaseException:
            if self.url != MEMORY:
                store.close()
            raise

    def _wired(self, store: Store) -> Wiring:
        opened = opened_in(store, self.registry)
        if self.clock is not None and opened.clock == "real":
            problem = "was opened with the host's clock and accepts no other"
            raise JournalUnavailable(store.place, problem)
        if not self.read_only:
            store.signer = self.appends.signer(store, opened.journal)
        kept: KeyStore | None = self._memory_keys
        found: Keys | None = None
        if kept is None and self.read_only:
            found = self.keys.found_late(opened.journal, store.place)
        elif kept is None:
            kept = self.keys.own(
                opened.journal,
                store.place,
                is_sealed=lambda: (
                    store.has_sections() or any_personal(self.attachment_store())
                ),
            )
        sealer = Sealer(opened.journal, kept, found_in=found)
        engine = Engine(
            store,
            self.registry,
            sealer,
            clock=self.clock or host_clock,
            settings=self.settings,
        )
        attachments = Attachments(
            self.attachment_store,
            sealer,
            is_forgotten=engine.folder().is_forgotten,
            read_only=self.read_only,
        )
        return Wiring(
            store=store,
            keys=kept,
            finder=found,
            engine=engine,
            opened=opened,
            attachments=attachments,
            sealing=self._sealing(store, opened),
        )

    def _sealing(self, store: Store, opened: Opened) -> Sealing | None:
        """What seals each commit, if any is to be."""
        if self.signing_key is None:
            return None
        from kvalitet_core.evidence.inline import Inline

        return Inline(
            store,
            opened.journal,
            key=self.signing_key,
            clock=self.clock or host_clock,
            seconds=self.settings.seal_within.total_seconds(),
        )


def _key_place(url: str, keys: str | None) -> KeyPlace:
    if url == MEMORY:
        return KeyPlace(None, beside=None, database=None)
    if not url.startswith(POSTGRES):
        return KeyPlace(keys, beside=path_of(url), database=None)
    from kvalitet_core.journal.postgres.address import schema_of

    return KeyPlace(keys, beside=None, database=schema_of(url)[0])
