"""The sequencer: it takes the journal's rows into the tree, and has it signed.

It takes the rows beyond what is sealed, up to a fence; checks that nothing is missing
between them; writes tiles and moves the head, if nobody else has; and signs last.
Killed at any point, it goes on where the head is. Of several, each does what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import attrs

from kvalitet_core.errors import KvalitetError, Malformed, Unproved
from kvalitet_core.evidence.checking.handing import HandOver
from kvalitet_core.evidence.checking.keys import VerifierKey, journal_of
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.hand_overs import HandOvers
from kvalitet_core.evidence.leaves import leaf_of
from kvalitet_core.evidence.making.checkpoints import Checkpoint
from kvalitet_core.evidence.making.growing import Edge, Grown, restored
from kvalitet_core.evidence.making.hashing import HASH_SIZE
from kvalitet_core.evidence.making.proving import Prover
from kvalitet_core.evidence.making.tiles import WIDTH, Tile
from kvalitet_core.evidence.signer import Signer
from kvalitet_core.evidence.times import LEEWAY, read_time
from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.entry import entry_and_time, leaf_hash
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.layout import damaged
from kvalitet_core.journal.store import Row, Store
from kvalitet_core.journal.tree_store import Signed, TreeHead

__all__ = ["Sealed", "Sequencer", "prover_of"]

_PAGE: Final = 4096
_DAY: Final = len("1970-01-01")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_REMEMBERED: Final = 65_536
"""Of so many streams it is remembered how far they are sealed."""


@attrs.frozen(kw_only=True)
class Sealed:
    """What came of sealing.

    Attributes:
        size: How many rows are sealed.
        root: The root of the tree over them.
        added: How many of them were not sealed before.
        note: The checkpoint of them, where it was signed.
    """

    size: int
    root: bytes
    added: int
    note: bytes | None


@attrs.frozen(kw_only=True)
class _Following:
    """What the tree takes of some rows.

    Attributes:
        hashes: The hash of each leaf.
        versions: How far each of their streams is.
        recorded_at: When the last of them was recorded.
    """

    hashes: list[bytes]
    versions: dict[str, int]
    recorded_at: int


def prover_of(store: Store, size: int) -> Prover:
    """What proves things about the tree as it was at a size, from the stored tiles."""

    def read(tile: Tile) -> bytes:
        return store.tile(tile.level, tile.index) or b""

    return Prover(size, read=read)


class Sequencer:
    """Seals one journal. Not to be used from several threads at a time."""

    def __init__(
        self, store: Store, *, origin: str, signer: Signer | None, clock: Clock
    ) -> None:
        """Make it; nothing is read before it seals.

        Args:
            store: The journal's rows, and the tree over them.

            origin: What the log is called.

            signer: Signs; None seals without signing.

            clock: Says when something was signed.
        """
        self._store = store
        self._origin = origin
        self._signer = signer
        self._clock = clock
        self._edge = Edge()
        self._recorded_at = -1
        self._versions: dict[str, int] = {}
        self._hand_overs = HandOvers(store, journal_of(origin))

    def seal(self) -> Sealed:
        """Seal every row that is there, and sign.

        Raises:
            Unproved: What is there does not follow on what is sealed or signed.
            Damaged: A row cannot be read.
            EvidenceUnavailable: The signer cannot sign.
            JournalUnavailable: The journal cannot be read or written.
        """
        added = self.advance()
        return Sealed(
            size=self._edge.size, root=self._edge.root, added=added, note=self.sign()
        )

    def advance(self) -> int:
        """Take every row that is there into the tree; gives how many there were.

        Raises:
            Unproved: A row is missing, or what is sealed is not what is there.
            Damaged: A row cannot be read.
            JournalUnavailable: The journal cannot be read or written.
        """
        fence, added = self._store.fence(), 0
        while True:
            head = self._store.tree_head()
            if head != self._head:
                self._take_up(head)
            if fence < self._edge.size:
                fence = self._store.fence()
            rows = self._store.log(after=self._edge.size, upto=fence, limit=_PAGE)
            if not rows:
                self._require_all(fence)
                return added
            following = self._following(rows)
            grown = self._edge.grown(following.hashes)
            if self._kept(head, grown):
                self._edge, self._recorded_at = grown.edge, following.recorded_at
                self._remember(following.versions)
                added += len(rows)

    def _remember(self, versions: dict[str, int]) -> None:
        if len(self._versions) > _REMEMBERED:
            self._versions.clear()
        self._versions.update(
            item for item in versions.items() if not item[0].startswith("command/")
        )

    @property
    def _head(self) -> TreeHead | None:
        """The head as it was when this last looked."""
        edge = self._edge
        return TreeHead(edge.size, edge.root) if edge.size else None

    def sign(self) -> bytes | None:
        """Sign what is in the tree, and keep the note; None without a signer.

        Raises:
            Unproved: The tree is not one that grew from what was signed last.
            EvidenceUnavailable: The signer cannot sign.
            JournalUnavailable: The note cannot be kept.
        """
        if self._signer is None or not self._edge.size:
            return None
        while True:
            try:
                with self._signer.alone():
                    self._finish(self._signer)
                    return self._signed(self._signer, self._edge.size, self._edge.root)
            except Unproved:
                head = self._store.tree_head()
                if head == self._head:
                    raise
                self._take_up(head)

    def hand_over(self, signer: Signer, after: str, log: Callable[[], int]) -> None:
        """Have the event logged that names the next key, and sign what ends with it.

        Args:
            signer: Signs by the key before; nobody else does meanwhile.

            after: The next key, as text.

            log: Logs the event; not called where it is there already. Gives where.

        Raises:
            Unproved: What is there does not follow on what is sealed or signed.
            Damaged: A row cannot be read.
            EvidenceUnavailable: The signer cannot sign.
            JournalUnavailable: The journal cannot be read or written.
        """
        new = VerifierKey.read(after).public
        position = self._logged(signer, new)
        if position is None:
            try:
                position = log()
            except KvalitetError:
                if self._logged(signer, new) is None:
                    signer.stay()
                raise
        self.advance()
        self._sign_at(signer, position)

    def _logged(self, signer: Signer, new: bytes) -> int | None:
        """Where it is said that the signer goes over to a key, unless too late."""
        last = signer.last().size
        for each in self._from(signer):
            if each.after.public == new and each.position >= last:
                return each.position
        return None

    def _finish(self, signer: Signer) -> None:
        """Go over to the next key where that was stopped; nobody else is asked to."""
        for each in self._from(signer):
            if each.position > self._edge.size:
                return
            if signer.next_key() != each.after.public:
                facts = {"before": each.before.called, "after": each.after.called}
                told = Said.of("key_handed_over", position=each.position, **facts)
                raise Unproved(f"journal {self._store.place}", told)
            self._sign_at(signer, each.position)
            signer.go_over()
            return

    def _from(self, signer: Signer) -> list[HandOver]:
        """The events by which the key that signs gives over to another."""
        own = VerifierKey.read(signer.key.verifier_key).public
        return [each for each in self._hand_overs.every() if each.before.public == own]

    def _sign_at(self, signer: Signer, size: int) -> None:
        self._signed(signer, size, prover_of(self._store, size).root())

    def _signed(self, signer: Signer, size: int, root: bytes) -> bytes:
        """Sign; refused where someone else has sealed and signed more meanwhile."""
        kept = self._store.signed()
        now = self._now(kept)
        head = Checkpoint(origin=self._origin, size=size, root=root)
        prover = prover_of(self._store, head.size)
        daily = kept is None or kept.signed_at[:_DAY] != written(now)[:_DAY]
        note = signer.sign(head, prove=prover.consistency, at=now, daily=daily)
        if kept is not None and kept.note.startswith(note):
            return kept.note
        if kept is None or kept.size != head.size:
            with self._store.sealing() as writer:
                writer.put_signed(Signed(head.size, written(now), note))
        return note

    def _now(self, kept: Signed | None) -> datetime:
        """What time it is: no earlier than the newest row, and what was signed last.

        A clock may be a little behind. What is further ahead is not believed.
        """
        now = instant_of(self._clock)
        row = _EPOCH + timedelta(microseconds=max(self._recorded_at, 0))
        last = read_time(kept.signed_at) if kept is not None else None
        return max(each for each in (now, row, last) if each and each <= now + LEEWAY)

    def _take_up(self, head: TreeHead | None) -> None:
        """Go on from the head; its tiles must come to it, and its last row be there."""
        self._versions.clear()
        if head is None:
            self._edge, self._recorded_at = Edge(), -1
            return
        size, root = head
        odd = self._odd(f"the tiles of its {size} sealed rows are not its head's")
        if type(size) is not int or size < 1:
            raise odd
        try:
            edge = restored(
                size, lambda tile: self._store.tile(tile.level, tile.index) or b""
            )
        except Malformed as error:
            raise odd from error
        if edge.root != root:
            raise odd
        rows = self._store.log(after=size - 1, upto=size, limit=1)
        last = leaf_of(rows[0]) if rows else None
        number, place = divmod(size - 1, WIDTH)
        tile = self._store.tile(0, number) or b""
        if last is None or last.hash != tile[place * HASH_SIZE :][:HASH_SIZE]:
            raise self._odd(f"the row at position {size} is not the one that is sealed")
        self._edge, self._recorded_at = edge, last.recorded_at

    def _kept(self, head: TreeHead | None, grown: Grown) -> bool:
        """Keep tiles and head together; False where someone else has sealed first."""
        after = TreeHead(grown.edge.size, grown.edge.root)
        with self._store.sealing() as writer:
            if not writer.advance_tree(head, after):
                return False
            writer.put_tiles(
                [(tile.level, tile.index, data) for tile, data in grown.tiles]
            )
        return True

    def _following(self, rows: Sequence[Row]) -> _Following:
        """What the tree takes of rows that follow on what is sealed, without a gap."""
        hashes: list[bytes] = []
        versions: dict[str, int] = {}
        before = self._recorded_at
        for expected, row in enumerate(rows, self._edge.size + 1):
            _, stream, version, name, state = row
            try:
                made, recorded_at = entry_and_time(stream, version, name, state)
            except Malformed as error:
                raise damaged(row, error) from error
            if row[0] != expected:
                raise self._odd(f"the row at position {expected} is missing")
            if recorded_at <= before:
                raise self._odd(
                    f"position {expected}: is recorded no later than the one before"
                )
            before = recorded_at
            known = versions.get(stream) or self._versions.get(stream)
            if known is None:
                known = self._sealed_version(stream, version)
            if version != known + 1:
                raise self._odd(
                    f"position {expected}: version {version} of {stream} does not "
                    f"follow a version {version - 1}"
                )
            versions[stream] = version
            hashes.append(leaf_hash(made))
        return _Following(hashes=hashes, versions=versions, recorded_at=before)

    def _sealed_version(self, stream: str, version: int) -> int:
        """The newest version of a stream among what is sealed, if it is just below."""
        if version == 1:
            return 0
        rows = self._store.stream(stream, after=version - 2, upto=version - 1, limit=1)
        there = bool(rows) and rows[0][0] <= self._edge.size
        return version - 1 if there else version - 2

    def _require_all(self, fence: int) -> None:
        if self._edge.size > fence:
            raise self._odd(
                f"ends at position {fence}, but {self._edge.size} rows are sealed"
            )
        if self._edge.size < fence:
            raise self._odd(f"the row at position {self._edge.size + 1} is missing")

    def _odd(self, problem: str) -> Unproved:
        return Unproved(f"journal {self._store.place}", f"{problem}; nothing is sealed")
