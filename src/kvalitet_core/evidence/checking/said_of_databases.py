"""What verifying says of the database itself, and of what is kept beside the events.

Each by its code, as `said` has them; what was signed is of C2SP, tlog-checkpoint. Pure.
"""

from __future__ import annotations

from typing import Final

__all__ = ["OF_DATABASES"]

OF_DATABASES: Final = {
    # Where something is.
    "at_database": "database",
    "at_table": "table {table}",
    "at_part": "{kind} {name} of table {table}",
    "at_sections": "sealed sections",
    "at_level": "tiles of level {level}",
    "at_tile": "tile/{level}/{number}",
    "at_case_index": "the case index that is kept",
    "at_anchor": "anchor of {size:row} ({kind})",
    "kind_trigger": "trigger",
    "kind_index": "index",
    "kind_rule": "rule",
    "kind_policy": "policy",
    "kind_view": "view",
    "kind_table": "table",
    # What each table holds.
    "holds_stored_events": "the journal's events",
    "holds_sealed_sections": "what is sealed about people",
    "holds_tracking": "how far others have read the journal",
    "holds_notification_tracking": "how far others have read the journal",
    "holds_kvalitet_format": "which format the journal is kept in",
    "holds_tree_head": "how far the journal is sealed",
    "holds_tree_tiles": "the tree over the journal's rows",
    "holds_tree_checkpoints": "what was signed of the journal",
    "holds_tree_anchors": "what others hold or signed of the journal",
    "holds_append_signatures": "who signed the rows as they were appended",
    # What is the matter with the database.
    "table_missing": "is missing: it held {held}",
    "table_instead": "is a {kind} in a table's place: tampered",
    "table_changed": (
        "is made otherwise than the journal makes it: its columns, its rules, or the "
        "formats it has"
    ),
    "part_missing": "is missing: the journal makes it",
    "part_changed": "is another than the journal makes",
    "part_added": "is none of the journal's: it can change what is written or read",
    "disagrees": "is at odds with itself: {problem}",
    # What is the matter with what is kept beside the events.
    "section_nobody": "is there, and no event has it: it was put there",
    "section_subject": (
        "is kept as {whose}'s, and the event says that it is {subject}'s: tampered"
    ),
    "section_twice": "is there more than once: tampered",
    "sections_more": "{count} more are there, and no event has them",
    "heads": "there are {count} of it: tampered",
    "level_more": "there are {count}, and the tree has {wanted}: tampered",
    "tile_longer": "has more hashes than the tree over {size:row}: tampered",
    "case_index": (
        "is not the one that was logged at position {position}: tampered, and not used"
    ),
    "index_other": "its case index is not that of the rows before it: tampered",
    "appends_nobody": (
        "has signatures from position {first} on, and no append key counts: tampered"
    ),
    # What is the matter with a checkpoint or an anchor beside what is signed in it.
    "instant": "is kept with the time {at}, which is none",
    "time_signed": "is kept as of {at}, and what is signed says {signed}: tampered",
    "time_row": (
        "is kept as of {at}, before its last row was recorded at {then}: tampered"
    ),
    "time_earlier": (
        "is said to be recorded {at}, but {who} signed a log of {size:row} without it"
        " at {then}: back-dated, or a clock was wrong"
    ),
    "time_before": "is kept as of {at}, before the one before it at {then}: tampered",
    "time_ahead": "is kept as of {at}, which is yet to come: tampered",
    "time_named": (
        "is kept as of {at}, and position {position} has it as of {then}: tampered"
    ),
    "anchor_kind": "is kept as {kept}, and is {kind}: tampered",
    "anchor_kind_unknown": "is kept as {kept}, and there is no such kind: tampered",
    "anchor_nothing": "is kept of nothing that is kept here: tampered",
    "anchor_gone": (
        "names an anchor of {size:row} ({kind}, SHA-256 {digest}) that is gone, or has "
        "other bytes"
    ),
    "anchor_other": (
        "names another checkpoint of {size:row} than its anchor ({kind}) has: tampered"
    ),
    # What was looked at, and is right.
    "all_anchors": "{count} anchors: signatures, and that the tree grew from them",
    "one_anchor": "1 anchor: signatures, and that the tree grew from it",
    "all_named": "anchors that the journal names: {count}, and each is there",
    "all_made": "the database: its tables, and that nothing else is fixed to them",
    "index_right": "1 case index that was logged: made again from the rows before it",
    "indexes_right": (
        "{count} case indexes that were logged: each made again from the rows before it"
    ),
    # What was not looked at.
    "indexes_not": (
        "case indexes from position {position} on: a row before them is not what it was"
    ),
    "not_indexes": (
        "whether the case indexes that were logged are those of the rows before them"
    ),
    "tables_missing": "anything else, as a table is missing",
    "rest": "the rest: {problem}",
    "beside": "what is in the database and is none of the journal's: {names}",
    "times": (
        "to the minute, when checkpoints were signed and anchors came back: where no "
        "signature says so, only the database does"
    ),
    "signer_unknown": (
        "what the signer signed last: {problem}; it may have signed more than is there"
    ),
    "anchor_untold": "{which}: whoever signed it is not known here: {problem}",
    "anchor_unnamed": (
        "{which}: no event names it: it was taken in before events did, or put there "
        "past the program (kvalitet anchor add of it has one do so)"
    ),
    "newest_not_kept": (
        "the checkpoint of {size:row} that the signer signed last: it is not kept here"
    ),
}
"""Each thing that is said, by its code, with the facts that go with it."""
