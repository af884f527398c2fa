"""Forgetting a person: by a recorded decision, at once, and again after a restore.

The decision and the removal of the sealed bytes are one transaction. The key goes
next, then the person's attachments and what the deleted bytes left behind; what is
interrupted there, the next opening for writing carries out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.attachments.keeping import Attachments
from kvalitet_core.attachments.store import digest_of
from kvalitet_core.errors import AttachmentUnavailable, KeyUnavailable
from kvalitet_core.ids import CommandId, PersonId
from kvalitet_core.journal.codec import plain_copy
from kvalitet_core.journal.engine import Engine, or_refused
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.records import Receipt
from kvalitet_core.journal.store import Reader, Uncertain
from kvalitet_core.privacy.keystore import Destroyed, KeyStore
from kvalitet_core.privacy.person import AGGREGATE, Forget, SectionCovered
from kvalitet_core.values import Digest

__all__ = ["Erasure", "forget", "reapply"]

_RESTORER = Actor(
    id="kvalitet-core",
    role="restore",
    organisation="kvalitet-core",
    authority="the decision that the key store keeps",
)


@attrs.frozen(kw_only=True)
class Erasure:
    """What came of forgetting a person.

    Attributes:
        receipt: The receipt of the decision.
        sections: How many sealed sections it covered.
        attachments: How many sealed attachments it covered; None when the journal was
            given no place where they are, so that none was looked at.
        remnants: What could not be wiped yet, as a sentence; None when nothing is left.
    """

    receipt: Receipt
    sections: int
    attachments: int | None
    remnants: str | None


def forget(
    engine: Engine,
    keys: KeyStore | None,
    decision: Forget,
    *,
    attachments: Attachments,
    by: Actor,
    command_id: str | None,
) -> Erasure:
    """Record the decision, remove the sealed bytes, destroy the key.

    Args:
        engine: Writes the record.

        keys: Holds the key.

        decision: Without what it covers: that is found under the write lock.

        attachments: Where the person's attachments are.

        by: Who carries it out.

        command_id: As in `Journal.do`.

    Raises:
        Refused: Too few approve, or the person is held.
        KeyUnavailable: There is no key store to destroy the key in.
        AttachmentUnavailable: What there is to remove cannot be looked at.
    """
    if keys is None:
        problem = "no key store was given, so no key can be destroyed"
        raise KeyUnavailable("none", problem)
    engine.ensure_deployed()
    chosen = CommandId(command_id) if command_id else engine.new_command_id()
    receipt, decision = _recorded(
        engine,
        decision,
        lambda: attachments.of(decision.person),
        by=by,
        command_id=chosen,
    )
    keys.destroy(decision.person, _kept(engine, decision))
    return Erasure(
        receipt=receipt,
        sections=len(decision.covered),
        attachments=len(decision.attachments) if attachments.given else None,
        remnants=_wipe(engine, keys, attachments, decision.person),
    )


def _recorded(
    engine: Engine,
    decision: Forget,
    kept: Callable[[], Iterable[Digest]],
    *,
    by: Actor,
    command_id: CommandId,
) -> tuple[Receipt, Forget]:
    """Record the decision and remove what it covers, in one transaction."""

    def attempt() -> Receipt:
        with engine.store.writing() as (writer, _, _):
            command = _covering(engine, writer, decision, kept, command_id)
            request = engine.request(
                command, by=by, command_id=command_id, forgetting=True
            )
            outcome = engine.append(request, writer, given_id=True)
        return or_refused(outcome)

    try:
        receipt = attempt()
    except Uncertain:
        receipt = engine.answered(command_id, attempt)
    return receipt, _covering(engine, engine.store, decision, kept, command_id)


def _covering(
    engine: Engine,
    reader: Reader,
    decision: Forget,
    kept: Callable[[], Iterable[Digest]],
    command_id: CommandId,
) -> Forget:
    """The decision with what there is to remove; one on record, with what it found."""
    earlier = Records(engine.folder(reader)).commit(command_id)
    if earlier is not None and isinstance(earlier.command, Forget):
        found = earlier.command
        return attrs.evolve(
            decision, covered=found.covered, attachments=found.attachments
        )
    return attrs.evolve(
        decision,
        covered=tuple(
            SectionCovered(stream=stream, version=version, ordinal=ordinal)
            for stream, version, ordinal in reader.sections_of(decision.person)
        ),
        attachments=tuple(sorted({*decision.attachments, *kept()})),
    )


def _wipe(
    engine: Engine, keys: KeyStore, attachments: Attachments, subject: str
) -> str | None:
    """Remove the attachments, and overwrite what deleted bytes left behind."""
    left = attachments.remove(subject)
    journal_clean = engine.store.scrub()
    keys_clean = keys.scrub()
    if journal_clean and keys_clean:
        if left is None:
            keys.mark_wiped(subject)
        return left
    where = engine.store.place if not journal_clean else keys.place
    return (
        f"{where}: someone holds it open, so deleted bytes remain on the disk; "
        "they are wiped at the next opening for writing"
    )


def reapply(engine: Engine, keys: KeyStore, attachments: Attachments) -> int:
    """Carry out what was interrupted, and what a restored backup brought back.

    Returns:
        For how many people something was done.
    """
    destroyed = {item.subject: item for item in keys.destroyed()}
    on_record = _forgotten(engine)
    for subject, decision in on_record.items():
        if subject not in destroyed:
            kept = _kept(engine, decision)
            keys.destroy(subject, kept)
            destroyed[subject] = Destroyed(subject, kept, wiped=False)
    touched, present = 0, _present(attachments)
    for subject, item in destroyed.items():
        files = _files_left(attachments, subject) if subject in present else ()
        again = _decided_again(engine, item, on_record.get(subject), files)
        if again or files or not item.wiped:
            _wipe(engine, keys, attachments, subject)
            touched += 1
    return touched


def _present(attachments: Attachments) -> frozenset[str]:
    """Everyone of whom files may be kept: one question, however many are forgotten."""
    try:
        return attachments.subjects()
    except AttachmentUnavailable:
        return frozenset()


def _files_left(attachments: Attachments, subject: str) -> Sequence[str]:
    """What is kept of someone forgotten; not asked again if it cannot be asked now.

    Their key is gone, so nothing can be opened meanwhile: a store out of reach does
    not stop the journal. Whatever is left is removed when it is in reach.
    """
    try:
        return attachments.files_of(subject)
    except AttachmentUnavailable:
        return ()


def _decided_again(
    engine: Engine, item: Destroyed, known: Forget | None, files: Sequence[str]
) -> bool:
    """Record a decision again, if the journal does not know all that it removes."""
    decision = attrs.evolve(_read_back(engine, item.decision), restored=True)
    kept = [digest for path in files if (digest := digest_of(path))]
    removed = known.attachments if known else ()
    if not engine.store.sections_of(item.subject) and (
        {*decision.attachments, *kept}.issubset(removed)
    ):
        return False
    engine.ensure_deployed()
    chosen = engine.new_command_id()
    _recorded(engine, decision, lambda: kept, by=_RESTORER, command_id=chosen)
    return True


def _kept(engine: Engine, decision: Forget) -> bytes:
    """A decision as the key store keeps it: under its stored name, as in a record."""
    stored = engine.registry.stored(Forget)
    data = stored.encode(attrs.evolve(decision, covered=()))
    return b'{"data":%b,"name":"%b"}' % (data, stored.name.encode())


def _read_back(engine: Engine, kept: bytes) -> Forget:
    """A decision from the key store, in its newest shape."""
    parts = plain_copy(kept)
    data = engine.registry.codec.encode(parts["data"])
    decision: Forget = engine.registry.value(parts["name"], data)
    return decision


def _forgotten(engine: Engine) -> dict[str, Forget]:
    """Everyone whom the journal has decided to forget, with the decision."""
    found = {}
    for stream, person in engine.folder().states(AGGREGATE):
        if person.forgotten is not None:
            decided, subject = person.forgotten, stream.partition("/")[2]
            found[subject] = Forget(
                person=PersonId(subject),
                approved_by=decided.approved_by,
                archived=decided.archived,
                attachments=tuple(sorted(person.attachments)),
                legal_basis=decided.legal_basis,
                reason=decided.reason,
            )
    return found
