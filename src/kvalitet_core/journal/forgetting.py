"""Forgetting a person: by a recorded decision, at once, and again after a restore.

The decision and the removal of the sealed bytes are one transaction. The key goes
next, then what the deleted bytes left behind; what is interrupted there, the next
opening for writing carries out.
"""

from __future__ import annotations

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.ids import CommandId, PersonId
from kvalitet_core.journal.codec import plain_copy
from kvalitet_core.journal.engine import Engine, or_refused
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.records import Receipt
from kvalitet_core.journal.store import Reader, Uncertain
from kvalitet_core.privacy.keystore import Destroyed, KeyStore
from kvalitet_core.privacy.person import AGGREGATE, Forget, SectionCovered

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
        remnants: What could not be wiped yet, as a sentence; None when nothing is left.
    """

    receipt: Receipt
    sections: int
    remnants: str | None


def forget(
    engine: Engine,
    keys: KeyStore | None,
    decision: Forget,
    *,
    by: Actor,
    command_id: str | None,
) -> Erasure:
    """Record the decision, remove the sealed bytes, destroy the key.

    Args:
        engine: Writes the record.

        keys: Holds the key.

        decision: Without what it covers: that is found under the write lock.

        by: Who carries it out.

        command_id: As in `Journal.do`.

    Raises:
        Refused: Too few approve, or the person is held.
        KeyUnavailable: There is no key store to destroy the key in.
    """
    if keys is None:
        problem = "no key store was given, so no key can be destroyed"
        raise KeyUnavailable("none", problem)
    engine.ensure_deployed()
    chosen = CommandId(command_id) if command_id else engine.new_command_id()
    receipt, decision = _recorded(engine, decision, by=by, command_id=chosen)
    keys.destroy(decision.person, _kept(engine, decision))
    return Erasure(
        receipt=receipt,
        sections=len(decision.covered),
        remnants=_wipe(engine, keys, decision.person),
    )


def _recorded(
    engine: Engine, decision: Forget, *, by: Actor, command_id: CommandId
) -> tuple[Receipt, Forget]:
    """Record the decision and remove what it covers, in one transaction."""

    def attempt() -> Receipt:
        with engine.store.writing() as (writer, _, _):
            covered = _covered(engine, writer, decision.person, command_id)
            command = attrs.evolve(decision, covered=covered)
            request = engine.request(
                command, by=by, command_id=command_id, forgetting=True
            )
            outcome = engine.append(request, writer, given_id=True)
        return or_refused(outcome)

    try:
        receipt = attempt()
    except Uncertain:
        receipt = engine.answered(command_id, attempt)
    covered = _covered(engine, engine.store, decision.person, command_id)
    return receipt, attrs.evolve(decision, covered=covered)


def _covered(
    engine: Engine, reader: Reader, subject: str, command_id: CommandId
) -> tuple[SectionCovered, ...]:
    """What there is to remove; for a decision on record, what it found then."""
    earlier = Records(engine.folder(reader)).commit(command_id)
    if earlier is not None and isinstance(earlier.command, Forget):
        return earlier.command.covered
    return tuple(
        SectionCovered(stream=stream, version=version, ordinal=ordinal)
        for stream, version, ordinal in reader.sections_of(subject)
    )


def _wipe(engine: Engine, keys: KeyStore, subject: str) -> str | None:
    """Overwrite what deleted bytes left behind, in both places."""
    journal_clean = engine.store.scrub()
    keys_clean = keys.scrub()
    if journal_clean and keys_clean:
        keys.mark_wiped(subject)
        return None
    where = engine.store.place if not journal_clean else keys.place
    return (
        f"{where}: someone holds it open, so deleted bytes remain on the disk; "
        "they are wiped at the next opening for writing"
    )


def reapply(engine: Engine, keys: KeyStore) -> int:
    """Carry out what was interrupted, and what a restored backup brought back.

    Returns:
        For how many people something was done.
    """
    destroyed = {item.subject: item for item in keys.destroyed()}
    touched = set()
    for subject, decision in _forgotten(engine).items():
        if subject not in destroyed:
            kept = _kept(engine, decision)
            keys.destroy(subject, kept)
            destroyed[subject] = Destroyed(subject, kept, wiped=False)
    for subject, item in destroyed.items():
        if engine.store.sections_of(subject):
            engine.ensure_deployed()
            again = attrs.evolve(_read_back(engine, item.decision), restored=True)
            chosen = engine.new_command_id()
            _recorded(engine, again, by=_RESTORER, command_id=chosen)
            touched.add(subject)
        if subject in touched or not item.wiped:
            _wipe(engine, keys, subject)
            touched.add(subject)
    return len(touched)


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
                legal_basis=decided.legal_basis,
                reason=decided.reason,
            )
    return found
