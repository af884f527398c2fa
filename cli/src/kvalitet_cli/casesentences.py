"""What each event of a case says, in Danish and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["SENTENCES"]

SENTENCES: Final = {
    "case.opened": ("Sagen blev åbnet: {title}", "The case was opened: {title}"),
    "case.fact_recorded": (
        "Oplyst: {fact} er {value}, fra {effective_from} ({source})",
        "Told: {fact} is {value}, from {effective_from} ({source})",
    ),
    "case.fact_corrected": (
        "Rettet: {fact} er {value}, fra {effective_from}",
        "Corrected: {fact} is {value}, from {effective_from}",
    ),
    "case.document_received": ("Modtaget: {document}", "Received: {document}"),
    "case.task_claimed": ("{item} blev taget", "{item} was claimed"),
    "case.task_started": ("{item} blev begyndt", "{item} was begun"),
    "case.task_delegated": (
        "{item} blev givet videre til {to}",
        "{item} was handed on to {to}",
    ),
    "case.task_released": ("{item} blev sluppet", "{item} was released"),
    "case.task_completed": ("{item} blev udført", "{item} was done"),
    "case.task_corrected": (
        "{item} blev rettet: udført af {done_by}",
        "{item} was corrected: done by {done_by}",
    ),
    "case.task_repeated": ("{item} skal gøres igen", "{item} is to be done once more"),
    "case.follow_up_set": (
        "{item} tages op igen {on}",
        "{item} is to be come back to on {on}",
    ),
    "case.follow_up_due": (
        "{item} skal tages op igen",
        "{item} is to be come back to now",
    ),
    "case.task_skipped": ("{item} blev sprunget over", "{item} was skipped"),
    "case.task_failed": (
        "{item} kunne ikke gennemføres",
        "{item} could not be done",
    ),
    "case.item_planned": ("{item} blev planlagt", "{item} was planned"),
    "case.task_added": ("Opgave tilføjet: {title}", "Task added: {title}"),
    "case.item_reopened": ("{item} skal gøres om", "{item} is to be done anew"),
    "case.voted": (
        "Stemme i {item}: {outcome}",
        "Vote in {item}: {outcome}",
    ),
    "case.decided": (
        "{item}: afgørelse nr. {number}, {outcome}",
        "{item}: decision no. {number}, {outcome}",
    ),
    "case.notified": (
        "Afgørelse nr. {number} blev meddelt {on}",
        "Decision no. {number} was notified on {on}",
    ),
    "case.revoked": (
        "Afgørelse nr. {number} blev tilbagekaldt fra {effective_from}",
        "Decision no. {number} was revoked from {effective_from}",
    ),
    "case.suspended": (
        "Sagen blev sat i bero fra {start}: {cause}",
        "The case was suspended from {start}: {cause}",
    ),
    "case.resumed": (
        "Sagen går videre fra {end}: {cause}",
        "The case goes on from {end}: {cause}",
    ),
    "case.extended": (
        "{item} fik {longer} mere",
        "{item} was given {longer} more",
    ),
    "case.obligation_waived": (
        "Ikke længere krævet: {obligation}",
        "Not owed any more: {obligation}",
    ),
    "case.linked": (
        "Hører sammen med {to} ({relation})",
        "Belongs together with {to} ({relation})",
    ),
    "case.cited": (
        "{item} hviler på {citation}",
        "{item} rests on {citation}",
    ),
    "case.migrated": (
        "Sagen følger nu version {to_version} i stedet for {from_version}",
        "The case runs under version {to_version} instead of {from_version}",
    ),
    "case.closed": ("Sagen blev lukket", "The case was closed"),
    "case.reopened": ("Sagen blev genåbnet", "The case was opened again"),
    "case.settled": ("Deraf fulgte", "From that followed"),
    "case.reminder_due": (
        "Påmindelse: {item}, {days} dage før fristen {deadline}",
        "Reminder: {item}, {days} days before the deadline {deadline}",
    ),
    "case.deadline_passed": (
        "Fristen for {item} blev overskredet: {deadline}",
        "The deadline of {item} passed: {deadline}",
    ),
    "case.obligation_breached": (
        "Ikke overholdt: {obligation}, frist {deadline}",
        "Not met: {obligation}, due {deadline}",
    ),
}
"""What each event says, by the stem of its stored name."""
