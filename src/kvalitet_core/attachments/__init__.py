"""Attachments: files outside the journal, each addressed by the digest of its bytes.

Below the journal: imports the vocabulary and `privacy`, and no store of events.
"""
