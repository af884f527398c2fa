"""What a bundle says of itself to whoever opens it."""

from __future__ import annotations

from typing import Final

__all__ = ["README"]

README: Final = """\
This folder is evidence of a journal kept by kvalitet-core.
Denne mappe er bevis for en journal, der er foert med kvalitet-core.

To verify it, with Python 3.9 or later and no network:
Efterproev den med Python 3.9 eller nyere og uden netvaerk:

    python3 verify.py
    python3 verify.py --since CHECKPOINT --policy POLICY

Use a verify.py, a policy and a checkpoint that you have from elsewhere or from
earlier, where you can: what is in this folder cannot vouch for itself.
Brug helst en verify.py, en politik og et checkpoint, som du har andetsteds fra eller
fra tidligere: det, der ligger i mappen, kan ikke staa inde for sig selv.

    checkpoint        how far the journal had come, signed
    policy.txt        whose signatures count
    keys.txt          the keys that verify them
    anchors/          older checkpoints, and what others signed
    tile/             the tree (C2SP, tlog-tiles), with the entries in tile/entries/
    payload/          the events themselves, in the order of the entries
    append-signatures who signed the events as they were appended, where that was asked
                      for: python3 verify.py --appends
    cases/            the events of some cases, where it is not a whole journal
    definitions/      schemas, rules, forms and case types that decided
    events.csv        every event, for a spreadsheet
    cases.csv         every case, for a spreadsheet
    provenance.json   what this bundle is
    SHA256SUMS        the digest of every file: sha256sum -c SHA256SUMS
"""
