"""What "Håndbog om tilskudsregler" says: each rule with its place in the handbook.

The handbook is Social- og Boligstyrelsen's, as it reads from 2023 on. Which order the
pool of 2019 was under was not found, so nothing here applies by itself: whoever sets
the terms of a frame chooses them, and the caveat goes on record with them.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.domain.frame.terms import (
    AuditLevel,
    Auditor,
    BeginLimit,
    ChangeBase,
    ChangeLimit,
    DeMinimis,
    GrantTerms,
)
from kvalitet_core.values import Hjemmel, Money

__all__ = [
    "ACCOUNTS",
    "AUDIT",
    "AUDITOR_CHECKS",
    "AUDIT_LEVELS",
    "BEGIN",
    "BUDGET",
    "CAVEAT",
    "CHANGE",
    "COVERAGE",
    "ELIGIBLE",
    "EXTENSION",
    "GENERAL_ORDER",
    "HANDBOOK",
    "PAYMENT",
    "RECOVERY",
    "REPORT",
    "SIGNATURE",
    "TRANSFER",
    "VAT",
    "handbook_terms",
]

HANDBOOK: Final = "Håndbog om tilskudsregler"
"""Where all of it stands:

https://www.sbst.dk/puljer-og-tilskud/social-og-aeldreomraadet/haandbog-om-tilskudsregler/
"""

CAVEAT: Final = (
    "The handbook is the text of 2023 and later; which order applied to the pool of "
    "2019, that of January 2014 or one of its own, was not found"
)
"""What is to be known by whoever chooses these terms for an earlier pool."""


def _rule(place: str) -> Hjemmel:
    return Hjemmel(source=HANDBOOK, paragraph=place)


BUDGET: Final = _rule("finansiering-af-projekter")
"""Posts as units at a price, truthful and complete; financing equals the costs."""

ELIGIBLE: Final = _rule("oekonomi/tilskudsberettigede-udgifter")
"""Costs are held, booked, approved, paid, the project's, and within its period."""

VAT: Final = _rule("oekonomi")
"""VAT is covered only where the recipient bears it in the end."""

COVERAGE: Final = _rule("oekonomi/dokumentation-for-betaling")
"""A grant covers paid costs, at most what was granted; vouchers may be called in."""

PAYMENT: Final = _rule("oekonomi/udbetaling")
"""Paid once conditions are met and the recipient has answered in time; may be stopped.

By the latest approved budget, to the NemKonto, as a rule quarterly in advance; the
tilskudsbrev decides.
"""

BEGIN: Final = _rule("projektperiode-og-tilskuddets-anvendelse")
"""What is not begun within six months of the start of the grant period may lapse."""

CHANGE: Final = _rule("aendringer-til-projektets-rammer/projekt-og-budgetaendringer")
"""Changes are approved in writing first; accounts have approved budget posts only."""

EXTENSION: Final = Hjemmel(source="Husets egen regel", paragraph="forlængelse")
"""A longer period is asked for before the period of the tilskudsbrev is over.

The house's own: no source that was read says until when one can ask.
"""

TRANSFER: Final = _rule(
    "aendringer-til-projektets-rammer/overfoersel-af-uforbrugte-midler"
)
"""Unused money goes on once that is approved, before the accounts of its year.

Changes above 10 pct. or above 100,000 kr. need it; of what is not said.
"""

ACCOUNTS: Final = _rule("afrapportering/regnskab")
"""The grant stands as an income of its own; dated and signed; split as the budget."""

AUDIT: Final = _rule("afrapportering/revision")
"""Who audits, by the amount of the grant; with a statement and a long-form report."""

SIGNATURE: Final = Hjemmel(
    source="Bekendtgørelse nr. 614 af 14. maj 2020", paragraph="§ 21"
)
"""The recipient signs; for an institution or association those who sign for it.

The order of one pool of the same agency: an example, and no rule for others.
"""

AUDITOR_CHECKS: Final = (
    "accounts right",
    "conditions met",
    "used for the purpose",
    "management has reported",
    "economy shown",
    "for grants above 500,000 kr.: result data documented and reliable",
)
"""What an auditor looks into, by samples: § 25 of the same order."""

GENERAL_ORDER: Final = "Bekendtgørelse om regnskab og revision, januar 2014"
"""What applies where a pool has no order of its own; one of its own prevails."""

REPORT: Final = _rule("afrapportering/faglig-afrapportering")
"""A project statement or a status report, for the periods of the tilskudsbrev."""

RECOVERY: Final = _rule("oekonomi/tilbageholdelse-bortfald-eller-tilbagebetaling")
"""Five grounds; voluntarily, then by invoice, then Gældsstyrelsen; 500 kr. at least."""

AUDIT_LEVELS: Final = (
    AuditLevel(
        above=Money(oere=0),
        auditor=Auditor.INDEPENDENT,
        performance=False,
        hjemmel=AUDIT,
    ),
    AuditLevel(
        above=Money(oere=100_000_00),
        auditor=Auditor.REGISTERED,
        performance=False,
        hjemmel=AUDIT,
    ),
    AuditLevel(
        above=Money(oere=500_000_00),
        auditor=Auditor.REGISTERED,
        performance=True,
        hjemmel=AUDIT,
    ),
)
"""Up to 100,000 kr., above it, and above 500,000 kr."""


def handbook_terms(
    *, change_of: ChangeBase, at_de_minimis: bool, caveat: str | None = CAVEAT
) -> GrantTerms:
    """The handbook's terms, once what it leaves open has been settled.

    Args:
        change_of: What a change is 10 pct. of; the handbook does not say.

        at_de_minimis: Whether exactly 500 kr. is too little to collect; nor does it
            say that.

        caveat: What is doubtful about using them; None only for a pool that is known
            to be under them.
    """
    return GrantTerms(
        source=HANDBOOK,
        caveat=caveat,
        change=ChangeLimit(
            percent=10, of=change_of, amount=Money(oere=100_000_00), hjemmel=TRANSFER
        ),
        audit=AUDIT_LEVELS,
        de_minimis=DeMinimis(
            amount=Money(oere=500_00), at_amount=at_de_minimis, hjemmel=RECOVERY
        ),
        begin=BeginLimit(months=6, hjemmel=BEGIN),
    )
