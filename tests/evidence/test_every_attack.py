"""Every attack that the evidence is to withstand has a test: this is the list.

An attack is named as who thought of it named it; after it stand the tests in which it
is carried out, and for a test over a table, the line of the table.
"""

from __future__ import annotations

import importlib
from typing import Final

import pytest

JOURNALS: Final = "evidence.test_attacks_on_journals"
BUNDLES: Final = "evidence.test_bundles"
FILES: Final = "evidence.test_attacks_on_bundles"
STRAYS: Final = "evidence.test_bundle_files"
SAID: Final = "evidence.test_bundle_provenance"
WORDS: Final = "evidence.test_bundle_words"
ANCHORS: Final = "evidence.test_anchors_changed"
HELD: Final = "evidence.test_attacks_on_anchors"
TABLE: Final = f"{JOURNALS}:ATTACKS"
COLLUDING: Final = f"{BUNDLES}:COLLUDING"
APPENDS: Final = "evidence.test_attacks_on_appends"
SIGNED: Final = "evidence.test_appends_in_bundles"
LOSSES: Final = "evidence.test_losses"
HANDED: Final = "evidence.test_hand_overs"
STAMPS: Final = "evidence.test_timestamps"
DATED: Final = "evidence.test_back_dated"
WHOSE: Final = "evidence.test_whose"

INDEXES: Final = "evidence.test_false_indexes"

ATTACKS: Final[dict[str, tuple[str, ...]]] = {
    "a case index that is not that of the rows before it": (
        f"{INDEXES}:test_a_false_index_is_found_at_its_position",
        f"{INDEXES}:test_one_that_tells_another_number_is_found",
        f"{INDEXES}:test_the_next_index_does_not_go_on_from_a_false_one",
        f"{INDEXES}:test_a_case_is_not_given_out_by_a_false_one",
    ),
    "bit flips in every file": (
        f"{BUNDLES}:test_a_bit_flip_in_any_file_is_found",
        f"{FILES}:ATTACKS:flipped at its beginning",
        f"{FILES}:ATTACKS:flipped at its end",
        f"{FILES}:test_whatever_is_done_to_a_file_it_is_named",
        f"{FILES}:test_it_is_found_when_it_is_listed_anew",
    ),
    "a file of a bundle removed, cut, stretched or put in another's place": (
        f"{FILES}:ATTACKS:removed",
        f"{FILES}:ATTACKS:truncated",
        f"{FILES}:ATTACKS:emptied",
        f"{FILES}:ATTACKS:extended",
        f"{FILES}:ATTACKS:another's",
        f"{FILES}:test_every_file_is_of_one_kind_and_every_kind_is_there",
    ),
    "a file that no such bundle has": (
        f"{STRAYS}:test_a_file_that_no_such_bundle_has_is_found",
        f"{STRAYS}:test_a_folder_of_cases_has_no_place_in_a_whole_journal",
        f"{STRAYS}:test_an_empty_folder_does_not_belong_either",
    ),
    "a link, a folder or a device where a file must be": (
        f"{STRAYS}:test_what_is_no_file_could_not_be_looked_at",
        f"{STRAYS}:test_a_folder_that_is_a_link_is_not_followed",
    ),
    "a bundle that says of itself what it has not": (
        f"{SAID}:test_a_field_that_is_contradicted_is_named",
        f"{SAID}:test_what_is_said_of_cases_is_held_against_them",
        f"{WORDS}:test_whatever_the_provenance_says_verifying_ends",
    ),
    "definitions that are left out": (
        f"{SAID}:test_definitions_that_are_left_out_could_not_be_looked_at",
        f"{SAID}:test_what_is_said_not_to_be_installed_is_named_by_the_journal",
    ),
    "a definition under another's name": (
        f"{SAID}:test_a_definition_stands_under_its_own_name",
    ),
    "an older checkpoint of another past, in a bundle of a case": (
        "evidence.test_daily:test_a_daily_one_of_another_past_is_found",
        f"{SAID}:test_what_cannot_be_compared_and_was_asked_for_is_not_passed_over",
    ),
    "an event that says what no event says": (
        f"{WORDS}:test_whatever_an_event_says_it_is_named_in_our_own_words",
    ),
    "bit flips in every column": (
        f"{TABLE}:bit flip in the content",
        f"{TABLE}:bit flip in the metadata",
        f"{TABLE}:bit flip in the salts",
        f"{TABLE}:bit flip in the stream",
        f"{TABLE}:bit flip in the version",
        f"{TABLE}:bit flip in the stored name",
        f"{TABLE}:bit flip in a tile",
        f"{TABLE}:sealed bytes changed",
        f"{TABLE}:another root",
        f"{TABLE}:a smaller head",
        f"{TABLE}:checkpoint of another root",
    ),
    "removed events": (f"{TABLE}:removed event", f"{COLLUDING}:removed"),
    "anything done to the first event": (
        f"{JOURNALS}:FIRST:its state",
        f"{JOURNALS}:FIRST:the id in it",
        f"{JOURNALS}:FIRST:its name",
        f"{JOURNALS}:FIRST:its name, by no text",
        f"{JOURNALS}:FIRST:its stream",
        f"{JOURNALS}:FIRST:all of it",
        "evidence.test_attacks_on_postgres:FIRST:all of it",
        "evidence.test_attacks_on_postgres:test_what_is_done_to_the_first_row_is_found",
        f"{JOURNALS}:test_a_changed_first_row_is_told_wherever_evidence_is_asked_for",
        f"{JOURNALS}:test_what_is_done_to_the_first_row_is_found",
    ),
    "anything in any column of any table": (
        "evidence.test_every_column:test_what_is_done_to_any_column_is_found",
        "evidence.test_every_column:test_every_table_has_rows_to_be_attacked",
        "evidence.test_every_column:test_what_is_not_found_is_told_on_the_page",
    ),
    "a table that is gone, or a view, a trigger or an index in its way": (
        f"{JOURNALS}:test_a_table_that_is_gone_is_named_with_what_it_held",
        f"{JOURNALS}:test_a_view_in_a_tables_place_is_found_and_looked_through",
        f"{JOURNALS}:test_a_trigger_of_somebodys_own_is_found",
        f"{JOURNALS}:test_an_index_that_hides_a_row_is_found",
        "journal.test_inspecting:test_each_oddity_is_told",
    ),
    "an anchor, or a time of a checkpoint, that is changed": (
        f"{ANCHORS}:test_what_is_changed_is_found",
        f"{ANCHORS}:test_what_is_changed_is_not_counted_or_given_out",
        f"{ANCHORS}:test_a_kind_is_no_path",
        f"{ANCHORS}:test_a_date_that_is_moved_hides_nothing",
        "evidence.test_daily:test_a_time_far_ahead_in_the_database_is_not_gone_on_from",
    ),
    "an anchor removed": (
        f"{HELD}:ATTACKS:an anchor removed",
        f"{HELD}:ATTACKS:every anchor removed",
        f"{HELD}:test_it_is_found_and_named",
        f"{HELD}:test_it_is_found_by_a_quick_look_too",
        f"{HELD}:test_an_anchor_that_is_gone_is_found_in_a_bundle",
        f"{HELD}:test_an_anchor_that_a_bundle_lacks_is_found",
        "evidence.test_named_anchors:test_what_a_bundle_says_of_that_is_held_against_it",
    ),
    "an anchor's bytes exchanged": (
        f"{HELD}:ATTACKS:an anchor's bytes exchanged",
        f"{HELD}:ATTACKS:an anchor's bytes exchanged for those of another that holds",
        f"{HELD}:ATTACKS:an anchor's kind exchanged",
        f"{HELD}:test_a_date_beyond_that_of_its_row_is_found",
        f"{HELD}:test_an_anchor_that_a_bundle_lacks_is_found",
    ),
    "an anchor row removed": (
        f"{HELD}:ATTACKS:an anchor row removed",
        f"{HELD}:ATTACKS:an anchor and its row removed",
        f"{HELD}:ATTACKS:an anchor and all that came with it removed",
        f"{HELD}:ATTACKS:an anchor row renamed",
        f"{HELD}:test_an_anchor_whose_row_is_gone_is_told_of",
        f"{HELD}:test_an_anchor_row_that_a_bundle_lacks_is_found",
    ),
    "an anchor row that says what its anchor does not": (
        f"{HELD}:test_a_row_that_names_another_checkpoint_is_found",
        f"{HELD}:test_what_an_anchor_row_cannot_say_is_found",
    ),
    "a checkpoint given out of another tree or other rows": (
        (
            f"{JOURNALS}:"
            "test_a_checkpoint_is_given_out_of_the_tree_and_rows_that_are_there"
        ),
    ),
    "a row that no program can read": (
        "cli.test_damaged_rows:test_a_row_that_cannot_be_read_is_named",
        "cli.test_damaged_rows:test_what_is_proved_or_sealed_of_it_is_refused",
    ),
    "text that is no text": (
        f"{TABLE}:text that is no text in the stored name",
        f"{TABLE}:text that is no text in the stream",
    ),
    "columns of another type": (
        f"{TABLE}:sealed bytes of another type",
        f"{TABLE}:a version that is no number",
        f"{TABLE}:a head that is no number",
        f"{TABLE}:a head of less than nothing",
        f"{JOURNALS}:test_whatever_a_column_holds_it_is_found",
    ),
    "an emptied tree": (f"{JOURNALS}:test_an_emptied_tree_is_found",),
    "more rows than there are": (
        f"{JOURNALS}:test_missing_rows_are_told_in_one_line",
        f"{TABLE}:an event moved far away",
    ),
    "swapped events": (f"{TABLE}:swapped events", f"{COLLUDING}:swapped"),
    "duplicated events": (f"{TABLE}:duplicated event", f"{COLLUDING}:duplicated"),
    "inserted events": (f"{TABLE}:inserted event",),
    "re-dated events": (f"{TABLE}:re-dated event", f"{COLLUDING}:re-dated"),
    "truncated tail": (f"{TABLE}:truncated tail",),
    "truncated tail, then continued": (
        f"{JOURNALS}:test_a_truncated_tail_that_was_written_on_is_found",
        "evidence.test_sequencer:test_a_truncated_tail_is_found",
    ),
    "a restored older database, then continued": (
        f"{JOURNALS}:test_a_restored_older_database_is_found",
        "evidence.test_sequencer:test_a_restored_older_database_is_not_signed",
    ),
    "a fork at the same size": (
        f"{JOURNALS}:test_a_fork_of_the_same_size_is_found",
        f"{BUNDLES}:test_a_checkpoint_beyond_or_beside_is_found",
        "evidence.test_signer:test_it_does_not_go_sideways",
    ),
    "an old root replayed": (f"{TABLE}:an old root replayed",),
    "tile or bundle misframed": (
        f"{TABLE}:a tile cut short",
        f"{BUNDLES}:test_misframed_files_are_named",
        "evidence.test_tiles:test_a_bundle_that_is_misframed_is_refused",
    ),
    "proof too long, too short": (
        f"{BUNDLES}:test_every_hash_of_a_proof_counts",
        "evidence.test_tree_proofs:test_what_is_wrong_with_a_proof_is_said",
    ),
    "index beyond size, empty ranges": (
        f"{BUNDLES}:test_a_case_is_whole_or_it_is_not_proved",
        "evidence.test_tree_proofs:test_what_is_wrong_with_a_proof_is_said",
        "evidence.test_tree_proofs:test_no_proof_is_made_from_a_size_that_never_was",
    ),
    "unknown key": (
        f"{BUNDLES}:test_a_signature_by_an_unknown_key_does_not_count",
        "evidence.test_notes:test_a_note_that_no_known_key_has_signed_is_refused",
    ),
    "wrong signature under a known key id": (
        f"{TABLE}:signature of another text",
        f"{BUNDLES}:test_a_signature_by_an_unknown_key_does_not_count",
        "evidence.test_notes:test_a_wrong_signature_under_a_known_key_id_is_refused",
    ),
    "two size lines, CRLF, non-canonical base64": (
        f"{BUNDLES}:test_a_checkpoint_is_read_strictly",
        "evidence.test_checkpoints:test_what_is_no_checkpoint_is_refused",
        "evidence.test_notes:test_what_is_no_note_is_refused",
    ),
    "sealed bytes erased with no erasure event": (
        f"{TABLE}:sealed bytes erased with no erasure event",
        f"{BUNDLES}:test_sealed_bytes_that_no_record_covers_are_missed",
    ),
    "an erasure event that does not cover them": (
        f"{TABLE}:an erasure event that does not cover them",
    ),
    "ciphertext moved to another event": (
        f"{TABLE}:ciphertext moved to another event",
        f"{COLLUDING}:moved",
    ),
    "ciphertext moved to another person": (
        f"{TABLE}:sealed bytes said to be of another person",
        f"{TABLE}:sealed bytes said to be of another person of the event",
        f"{WHOSE}:test_people_swapped_in_one_event_are_found_by_their_keys",
        f"{WHOSE}:test_people_swapped_everywhere_are_found_by_the_schema",
    ),
    "ciphertext that was never sealed": (
        f"{WHOSE}:test_a_section_that_was_never_sealed_is_found",
    ),
    "a loss that was not declared": (
        f"{LOSSES}:test_a_declared_loss_is_told_and_not_found",
        f"{LOSSES}:test_what_goes_on_is_held_against_the_successor",
    ),
    "a loss declared by who has not the key": (
        f"{LOSSES}:test_who_has_not_the_key_declares_no_loss",
    ),
    "more lost than is declared": (
        f"{LOSSES}:test_no_more_than_is_declared_may_be_missing",
    ),
    "something changed under a declared loss": (
        f"{LOSSES}:test_what_was_kept_must_be_what_was_signed",
    ),
    "a checkpoint of what is lost, to somebody who holds it": (
        f"{LOSSES}:test_a_declared_loss_is_told_and_not_found",
        f"{LOSSES}:test_a_proof_of_as_many_is_no_proof_of_what_was_lost",
    ),
    "a declared loss that is hidden": (
        f"{LOSSES}:test_a_bundle_that_hides_the_declaration_is_found",
    ),
    "a time stamp of something else": (
        f"{STAMPS}:test_a_time_stamp_of_another_file_is_not_kept",
        f"{STAMPS}:test_one_that_is_put_in_anothers_place_is_not_taken_for_it",
    ),
    "a case index that is changed where it is kept": (
        "evidence.test_kept_index:test_a_damaged_one_is_not_believed",
    ),
    "a ciphertext that opens under two keys": (
        "privacy.test_keystore:TestKeys.test_the_id_of_a_key_is_its_digest",
        "privacy.test_keystore:TestKeys.test_a_key_that_was_exchanged_is_not_used",
    ),
    "events back-dated by a clock that was set back": (
        f"{DATED}:test_what_is_older_than_a_cosignature_before_it_is_found",
        f"{DATED}:test_a_cosignature_that_is_kept_as_an_anchor_counts_too",
        f"{DATED}:test_the_logs_own_daily_signature_counts_too",
        f"{DATED}:test_of_a_case_the_index_is_held_against_it",
    ),
    "clock running backwards": (
        f"{TABLE}:re-dated event",
        f"{COLLUDING}:re-dated",
        "evidence.test_sequencer:test_what_has_a_gap_is_not_sealed",
    ),
    "a second sequencer": (
        "evidence.test_sequencer:test_of_two_sequencers_each_does_what_is_left",
        "evidence.test_sealing_killed:test_two_that_seal_are_killed_again_and_again",
    ),
    "a crash at every point of the sequencer": (
        "evidence.test_sealing_killed:test_it_is_killed_at_every_line",
    ),
    "a key that gave over to another, stolen": (
        f"{HANDED}:test_a_bundle_that_a_stolen_old_key_signed_is_found",
        f"{HANDED}:test_a_journal_that_a_stolen_old_key_signs_is_found",
    ),
    "a change of key by who has not the key": (
        f"{HANDED}:test_a_change_that_nobody_asked_the_signer_for_is_not_signed",
        f"{HANDED}:test_a_last_checkpoint_of_another_tree_leads_nowhere",
        f"{HANDED}:test_a_witness_that_cannot_follow_cosigns_nothing",
    ),
    "a policy that no signature meets": (
        f"{BUNDLES}:test_a_signature_by_an_unknown_key_does_not_count",
        "evidence.test_policies:test_who_has_signed_of_those_who_should_is_told",
    ),
    "a row inserted past the program, with no append signature": (
        f"{APPENDS}:ATTACKS:row inserted with no signature",
        f"{APPENDS}:test_it_is_found_when_it_was_sealed_too",
    ),
    "append signatures deleted": (
        f"{APPENDS}:ATTACKS:signature rows deleted",
        f"{APPENDS}:ATTACKS:one signature row deleted",
        (
            f"{APPENDS}:test_who_deletes_all_signatures_and_the_event_that_asks_for_them_"
            "is_found"
        ),
    ),
    "append signatures of a bundle emptied, cut off or full of holes": (
        f"{SIGNED}:test_signatures_that_end_before_the_bundle_are_found",
        f"{SIGNED}:test_all_that_needs_no_arithmetic_is_found_unasked",
        f"{SIGNED}:test_what_was_signed_by_nobody_is_not_put_back_or_cosigned",
    ),
    "an append signature copied from another commit": (
        f"{APPENDS}:ATTACKS:signature copied from another commit",
        f"{APPENDS}:ATTACKS:signatures of two commits exchanged",
        f"{APPENDS}:ATTACKS:signature stretched over a row",
    ),
    "an append signature by another key": (
        f"{APPENDS}:ATTACKS:signature by a key id that is not known",
        f"{APPENDS}:test_a_key_of_ones_own_signs_nothing_that_counts",
        f"{APPENDS}:test_a_key_cannot_name_itself",
    ),
    "any byte of any proof": (
        f"{BUNDLES}:test_every_byte_of_what_is_proved_counts",
        "evidence.test_proof_files:test_a_proof_file_with_anything_changed_is_refused",
    ),
}


@pytest.mark.parametrize("attack", sorted(ATTACKS))
def test_it_has_a_case(attack: str) -> None:
    """Each test that is named is there, and each line of a table."""
    for named in ATTACKS[attack]:
        module, test, *line = named.split(":")
        found = importlib.import_module(f"tests.{module}")
        for part in test.split("."):
            found = getattr(found, part)
        assert not line or line[0] in found


def test_the_list_is_as_long_as_it_was() -> None:
    """No attack is taken off the list unseen."""
    assert len(ATTACKS) == 68
