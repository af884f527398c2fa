"""What verifying says: by a code, and with its facts, so that it can be said in Danish.

English stands here, once; another language has a text for each code. What is said is
that of a journal, a tree (RFC 6962) and its checkpoints (C2SP, tlog-checkpoint).

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any, Final, Self

from kvalitet_core.evidence.checking.said_of_databases import OF_DATABASES

__all__ = ["SAID", "Said", "printable", "with_nouns"]

SAID: Final = {
    **OF_DATABASES,
    # Where something is.
    "at": "position {position}",
    "at_row": "position {position} ({stream} version {version})",
    "at_rows": "positions {first} to {last}",
    "from_to": "{first} to {last}",
    "at_section": "{stream} version {version}, section {ordinal}",
    "at_head": "tree head",
    "at_tree": "tree of {size:row}",
    "at_log": "log of {size} entries",
    "at_checkpoint": "checkpoint of {size:row}",
    "at_timestamp": "time stamp of {size:row}",
    "at_append": "append signature of positions {first} to {last}",
    "at_append_from": "append signature from position {position} on",
    "at_policy": "policy",
    "at_journal": "journal",
    "given": "the checkpoint given",
    "signer": "the signer",
    "quorum": "the newest checkpoint that the policy's quorum {quorum} signed",
    # What is the matter with a row.
    "missing_row": "the row is missing",
    "missing_rows": "the rows are missing",
    "before_first": "is before the first position",
    "not_opening": "is not the opening of journal {journal}: tampered",
    "changed_row": "is not the row that was sealed: tampered",
    "unreadable": "cannot be read: {problem}",
    "version": "expected version {version} of {stream}",
    "time": "is recorded no later than the row before it",
    # What is the matter with what is sealed about people.
    "whom": "is sealed for somebody whom its content does not name: tampered",
    "whose_key": "is sealed by a key of {whose}, not of {subject}: tampered",
    "section_type": "its sealed bytes are kept as another type: tampered",
    "changed_section": "its sealed bytes are not those that were sealed: tampered",
    "gone": "its sealed bytes are gone, and no record says so: tampered",
    "gone_another": (
        "its sealed bytes are gone, and no record says so: {event} forgot another "
        "person: tampered"
    ),
    "still_there": "erased by record {event}, but its sealed bytes are there",
    # What is the matter with the tree.
    "head_size": "cannot be of {size:row}: tampered",
    "nothing_sealed": "nothing is sealed yet: there is nothing to verify by",
    "none_sealed": "nothing is sealed, but {size} entries were",
    "signed_no_tree": "signed {size:row}, and there is no tree: it is gone",
    "no_tree": "there is no tree: it is gone",
    "missing": "is missing",
    "tiles_head": "its tiles do not come to its head",
    "tile_size": "expected {width} hashes ({wanted} bytes), got {got} bytes",
    "tile_hash": "is not what {above} has the hash of",
    "tiles_root": "expected the root {expected}, its tiles give {got}",
    # What is the matter with what was signed.
    "no_key": "no key is known to verify signatures with",
    "unsigned": "no checkpoint is signed yet",
    "quorum_none": "no checkpoint is signed by its quorum {quorum}",
    "other_size": "says that it is of {size}",
    "other_log": "is of another log: {origin}",
    "not_told": "{key}: {problem}",
    "some_gone": "is of {size:row}, the tree has {now}: some are gone",
    "changed_below": (
        "what was sealed in its {size:row} is not what is there now: tampered"
    ),
    "no_signature": "expected a signature by {expected}, got {got}",
    "no_log_signature": "expected a signature by the log: {expected}",
    "key_retired": (
        "is beyond position {position}, where {before} gave over to {after}, and is "
        "not signed by that key: whoever has an older key does not sign for the log"
    ),
    "key_not_followed": (
        "the journal says at position {position} that {before} gave over to {after}, "
        "and no signature by the former key shows it: ask whoever runs the journal"
    ),
    "key_handed_over": (
        "position {position} gives over from {before} to {after}, which is not what "
        "this signer was asked to do: nothing is signed"
    ),
    "no_quorum": (
        "expected the quorum {quorum} of the policy: signed by {signed} of {known}"
    ),
    "two_keys": "expected one key of the name and id {key}, got two",
    "signature": "the signature by {key} is not of this text, or was changed",
    "signature_size": "the signature by {key}: expected {length} bytes, got {got}",
    "signature_time": "the signature by {key}: its time is beyond 2⁶³ - 1",
    "on_line": "line {line}: {problem}",
    # What is the matter with a file of a checkpoint.
    "note_size": "expected {most} bytes at most, got {got}",
    "note_signatures": "expected {most} signatures at most, got {got}",
    "note_utf8": "expected UTF-8",
    "note_control": "expected no control character, got {got}",
    "note_newline": "expected a newline at its end",
    "note_below": "expected an empty line, then signature lines",
    "note_line": "expected '— <name> <base64>', got {got}",
    "note_base64": "the signature by {name} is not in canonical base64",
    "note_short": "the signature by {name} is too short",
    "checkpoint_lines": "expected 3 lines (origin, size, root), got {got}",
    "checkpoint_origin": "expected an origin, got an empty line",
    "checkpoint_size": "expected a size in digits, got {got}",
    "checkpoint_root": "expected a root in base64, got {got}",
    "checkpoint_empty": "expected the root of the empty tree at size 0",
    # What is the matter with what was signed as it was appended.
    "append_key": "is by {key}, which is no append key there",
    "append_signature": "is not what {key} signed, or not there",
    "append_of": "cannot be of {rows} rows: tampered",
    "append_rows": "its rows are not there",
    "append_order": "it is not of rows one after another",
    "append_nobody": "no append key has signed it: it was not put there by a commit",
    "append_nobodies": (
        "no append key has signed them: they were not put there by commits"
    ),
    "append_forgotten": (
        "rows are signed from position {since} on, and it does not say so: tampered"
    ),
    "append_lost": (
        "rows were signed from position {since} on, which is lost, as is declared; "
        "{begun}"
    ),
    "append_begun": "they are again from position {first} on",
    "append_not_begun": (
        "begin anew with kvalitet key append on: until then nothing is written here"
    ),
    # What is the matter with a proof of one event.
    "at_content": "content",
    "proof_entry": "is a proof of something else than an event of a journal",
    "proof_other_content": "is not what was sealed as this event: tampered",
    "proof_index": "index: expected 0 to below the size {size}, got {got}",
    "proof_root": "{what}: expected {expected}, it gives {got}",
    "proof_root_at": "the root at size {size}",
    "proof_hash": "expected hashes of {length} bytes, got one of {got}",
    "proof_long": "hash {number} of {count}: expected no more, the proof is too long",
    "proof_short": "expected more than {count} hashes, it is too short",
    "proof_other_entry": "expected the entry that is asked about",
    # What was looked at, and is right.
    "proof_signed": (
        "the checkpoint of {size:event} is signed as the policy asks, of {origin}"
    ),
    "proof_event": (
        "the event at position {position} of them is {stream} version {version}, "
        "{name}, recorded {recorded_at}"
    ),
    "proof_content": "its content is what was sealed",
    "all_tiles": "every tile of the tree over {size:row}",
    "new_tiles": "the newest tiles of the tree over {size:row}",
    "all_rows": "every row to position {last}: its content, order, version and time",
    "all_sections": "{sections} sealed sections, {erased} erased by record",
    "all_checkpoints": (
        "{count} checkpoints: signatures, and that the tree grew from them"
    ),
    "new_checkpoint": (
        "the newest checkpoint: signatures, and that the tree grew from them"
    ),
    "grew": "{who}: the tree grew from its {size:row}",
    "all_appends": (
        "every row from position {first} on is signed by an append key: {count} "
        "signatures"
    ),
    "all_appends_one": (
        "every row from position {first} on is signed by an append key: 1 signature"
    ),
    "stamped": "{which}: it is of that checkpoint; {stamp}",
    # What was not looked at.
    "proof_no_content": "what the event says: --payload has it verified",
    "proof_persons": (
        "what is sealed about people in it, sections: {count}; only the keys open it"
    ),
    "not_rows": "the rows themselves, and all but the newest tiles",
    "not_appends": "append signatures",
    "no_appends": "append signatures: no append key signs the rows",
    "not_stamp": "{which}: {problem}",
    "stamp_of_none": (
        "{which}: not checked: it is of no checkpoint that is kept here; {stamp}"
    ),
    "stamp_states": "states {at}; who signed that is not verified here",
    "stamp_not_read": "not checked: install kvalitet-core[timestamps] to read it",
    "stamp_unreadable": "not checked: it cannot be read: {problem}",
    "not_signature": (
        "what {key} signed: not checked, as the installed cryptography has no "
        "ML-DSA-44 (install kvalitet-core[ml-dsa]); the log's other signatures were"
    ),
    "no_ml_dsa": "the installed cryptography has no ML-DSA-44; upgrade it",
    # What is declared to be lost.
    "loss": (
        "position {position} declares that {former} had {size:row} and {kept} of "
        "them are known to be there; {by}: {reason}"
    ),
    "loss_unsigned": "declares a loss that nobody has signed: see kvalitet recover",
    "loss_of": (
        "{who}: of its {size:row} not all are there, as is declared: {declared}"
    ),
}
"""Each thing that is said, by its code, with the facts that go with it."""


_NOUNS: Final = {"event": ("event", "events"), "row": ("row", "rows")}
"""What is counted: one, and more."""


class _Counting(Formatter):
    """Writes a number with its noun: `{size:row}` is `1 row`, `2 rows`."""

    def __init__(self, nouns: Mapping[str, tuple[str, str]]) -> None:
        self._nouns = nouns

    def format_field(self, value: Any, format_spec: str) -> Any:
        """A value; what is no number, as a damaged column has it, counts as many."""
        if format_spec not in self._nouns:
            return super().format_field(value, format_spec)
        one, many = self._nouns[format_spec]
        return f"{value} {one if value == 1 else many}"


def with_nouns(
    text: str, facts: Mapping[str, Any], nouns: Mapping[str, tuple[str, str]]
) -> str:
    """A sentence with its facts, in which what is counted agrees with its number."""
    return _Counting(nouns).vformat(text, (), facts)


class Said(str):
    """A sentence in English that knows its code and its facts.

    Attributes:
        code: Which sentence: a key of `SAID`.
        facts: What it is about, by name; a fact may be a sentence itself.
    """

    __slots__ = ("code", "facts")

    code: str
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, code: str, **facts: Any) -> Self:
        """A sentence, with its facts by name."""
        said = cls(with_nouns(SAID[code], facts, _NOUNS))
        said.code, said.facts = code, facts
        return said

    @classmethod
    def on_line(cls, line: int, code: str, **facts: Any) -> Self:
        """A sentence about a line of a file."""
        return cls.of("on_line", line=line, problem=cls.of(code, **facts))


def printable(fact: Any) -> Any:
    """What a damaged column holds, with what cannot be printed as an escape."""
    if isinstance(fact, Said):
        facts = {name: printable(each) for name, each in fact.facts.items()}
        return Said.of(fact.code, **facts)
    if not isinstance(fact, str) or fact.isprintable():
        return fact
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in fact)
