"""Verifying a proof file: that one event is in a journal, and that it says just this.

Offline, and without the journal: by the file, by whose signatures count, and by what
the event is said to say (C2SP, tlog-proof).
"""

from __future__ import annotations

import attrs

from kvalitet_core.errors import EvidenceUnavailable, Malformed, Unknown, Unproved
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.checking.policy import Judged, Policy
from kvalitet_core.evidence.checking.proofs import Proved, proved
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.findings import Report
from kvalitet_core.journal.entry import entry

__all__ = ["ProvedEvent", "verified_proof"]


@attrs.frozen(kw_only=True)
class ProvedEvent:
    """The event that a proof file is of.

    Attributes:
        position: Its place in the journal, from 1.
        stream: Its stream.
        version: Its version there.
        name: Its stored name.
        recorded_at: When it was recorded.
        origin: What the log is called whose checkpoint it is proved by.
        size: Of how many events that checkpoint is.
        signed_by: The keys whose signatures of it hold.
    """

    position: int
    stream: str
    version: int
    name: str
    recorded_at: str
    origin: str
    size: int
    signed_by: tuple[str, ...]


def verified_proof(
    data: bytes, policy: Policy, *, payload: bytes | None = None, place: str = "proof"
) -> tuple[Report, ProvedEvent | None]:
    """Verify a proof file, and what its event is said to say.

    Args:
        data: The file.

        policy: Whose signatures count.

        payload: What the event is said to say, as the journal keeps it.

        place: What the file is called.

    Returns:
        What was looked at and found; and the event, where it is proved.

    Raises:
        Malformed: It is no proof file.
        EvidenceUnavailable: It is of another log than those of the policy.
        KeyUnavailable: The installed `cryptography` cannot tell of a signature.
    """
    report = Report()
    try:
        shown = proved(data, policy=policy, subject=place)
    except Unproved as error:
        report.refuse(error, place)
        return report, None
    except Unknown as error:
        raise EvidenceUnavailable(place, str(error)) from error
    try:
        read = verify.Entry(shown.entry)
        event = _event(read, shown)
    except verify.UNREAD:
        report.find(place, Said.of("proof_entry"))
        return report, None
    _tell(event, shown.judged, report)
    _check_payload(read, shown.entry, payload, report)
    return report, event


def _event(read: verify.Entry, shown: Proved) -> ProvedEvent:
    checkpoint = shown.judged.checkpoint
    return ProvedEvent(
        position=shown.index + 1,
        stream=read.stream,
        version=read.version,
        name=read.name,
        recorded_at=verify.instant(read.micros),
        origin=checkpoint.origin,
        size=checkpoint.size,
        signed_by=tuple(each.key.called for each in shown.judged.signatures),
    )


def _tell(event: ProvedEvent, judged: Judged, report: Report) -> None:
    """Say what the proof shows, and which signatures nothing here can tell of."""
    facts = attrs.asdict(event)
    report.size, report.root = event.size, judged.checkpoint.root
    report.checked += [
        Said.of("proof_signed", size=event.size, origin=event.origin),
        Said.of("proof_event", **facts),
    ]
    report.left_out += [Said.of("not_signature", key=key) for key in judged.untold]


def _check_payload(
    read: verify.Entry, sealed: bytes, payload: bytes | None, report: Report
) -> None:
    """Hold what the event is said to say against what was sealed."""
    if payload is None:
        report.left_out.append(Said.of("proof_no_content"))
        return
    try:
        made = entry(read.stream, read.version, read.name, payload)
    except Malformed as error:
        text = Said.of("unreadable", problem=str(error))
        report.find(Said.of("at_content"), text)
        return
    if made != sealed:
        report.find(Said.of("at_content"), Said.of("proof_other_content"))
        return
    report.checked.append(Said.of("proof_content"))
    if read.persons:
        report.left_out.append(Said.of("proof_persons", count=len(read.persons)))
