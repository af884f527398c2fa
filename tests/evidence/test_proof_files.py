"""A proof file shows that one entry is in a log, to whoever has the policy."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import logs
from tests.evidence.changes import changed

from kvalitet_core.errors import Malformed, Unknown, Unproved
from kvalitet_core.evidence.checking.proofs import proved, read_proof
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.evidence.making.policyfile import policy_file

LOG = logs.log(300, 400)
POLICY = logs.policy(logs.WITNESS)
FILE = LOG.proof(421, logs.LOG, logs.WITNESS)
BARE = LOG.proof(421, logs.LOG, logs.WITNESS, carried=False)
HASH = base64.b64encode(bytes(32)).decode()
FIRST = "c2sp.org/tlog-proof@v1"


@pytest.mark.parametrize("index", [0, 1, 255, 256, 299, 300, 698, 699])
def test_an_entry_that_is_in_the_log_is_shown_to_be(index: int) -> None:
    """Carried along, or known already."""
    carried = LOG.proof(index, logs.LOG, logs.WITNESS)
    bare = LOG.proof(index, logs.LOG, logs.WITNESS, carried=False)

    shown = proved(carried, policy=POLICY)

    assert (shown.index, shown.entry) == (index, LOG.entries[index])
    assert shown.judged.checkpoint.root == LOG.root
    assert proved(bare, policy=POLICY, entry=LOG.entries[index]) == shown
    assert proved(carried, policy=POLICY, entry=LOG.entries[index]) == shown


def test_a_log_of_one_entry_needs_no_hashes() -> None:
    """The root is the hash of the entry."""
    file = logs.log(1).proof(0, logs.LOG)

    assert read_proof(file).path == ()
    assert proved(file, policy=logs.policy()).index == 0


@given(data=st.data())
def test_a_proof_file_with_anything_changed_is_refused(data: st.DataObject) -> None:
    """What it carries, the index, each hash, and each byte of the checkpoint."""
    bad = data.draw(changed(FILE))

    with pytest.raises((Malformed, Unknown)):
        proved(bad, policy=POLICY)


@given(data=st.data())
def test_a_bare_proof_file_with_anything_changed_is_refused(
    data: st.DataObject,
) -> None:
    """The same where the entry is known from elsewhere."""
    bad = data.draw(changed(BARE))

    with pytest.raises((Malformed, Unknown)):
        proved(bad, policy=POLICY, entry=LOG.entries[421])


def test_another_entry_is_not_shown() -> None:
    """By the same proof; the first hash that does not fit is the root."""
    with pytest.raises(Unproved, match="proof: the root at size 700: expected"):
        proved(BARE, policy=POLICY, entry=LOG.entries[420])
    with pytest.raises(
        Unproved, match="line 2: expected the entry that is asked about"
    ):
        proved(FILE, policy=POLICY, entry=LOG.entries[420])


def test_without_an_entry_there_is_nothing_to_show() -> None:
    """It is in the file, or it is given."""
    with pytest.raises(Malformed, match="line 2: expected 'extra <base64>'"):
        proved(BARE, policy=POLICY)


def test_an_index_beyond_the_size_is_refused() -> None:
    """The log has no such entry."""
    bad = FILE.replace(b"index 421", b"index 700")

    with pytest.raises(Unproved, match="expected 0 to below the size 700, got 700"):
        proved(bad, policy=POLICY)


def test_a_proof_below_a_checkpoint_that_the_policy_refuses_is_refused() -> None:
    """Too few signatures, or another's log."""
    with pytest.raises(Unproved, match="checkpoint of proof: expected the quorum"):
        proved(LOG.proof(3, logs.LOG), policy=POLICY)

    other = SignerKey(name="another.example", seed=bytes(32))
    policy = logs.read_policy(policy_file([other.verifier_key]))
    with pytest.raises(Unknown, match="unknown log"):
        proved(FILE, policy=policy)


def test_an_entry_may_be_empty() -> None:
    """It is carried as no bytes, not as nothing."""
    lines = [FIRST, "extra ", "index 0", "", "o"]

    assert read_proof(logs.lines(lines)).extra == b""


def test_a_proof_may_have_as_many_hashes_as_a_tree_can_be_high() -> None:
    """63, for a size that is below two to the power of 63."""
    lines = [FIRST, "index 0", *[HASH] * 63, "", "o"]

    assert len(read_proof(logs.lines(lines)).path) == 63


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([], "expected 'c2sp.org/tlog-proof@v1' as line 1"),
        ([FIRST, "index 1", HASH], "an empty line before a checkpoint"),
        (["c2sp.org/tlog-proof@v2", "index 1", "", "o"], "expected 'c2sp.org/tlog-"),
        ([FIRST, "", "o"], "line 2: expected 'index <number>', got ''"),
        ([FIRST, "index 01", "", "o"], "line 2: expected 'index <number>'"),
        ([FIRST, "index -1", "", "o"], "line 2: expected 'index <number>'"),
        ([FIRST, "index  1", "", "o"], "line 2: expected 'index <number>'"),
        ([FIRST, "Index 1", "", "o"], "line 2: expected 'index <number>'"),
        ([FIRST, "index 1\r", "", "o"], "line 2: expected 'index <number>'"),
        ([FIRST, "index 1", "index 1", "", "o"], "line 3: expected a hash in base64"),
        ([FIRST, "index 1", "extra AA==", "", "o"], "line 3: expected a hash in base"),
        ([FIRST, "extra AA==", "extra AA==", "", "o"], "line 3: expected 'index"),
        ([FIRST, "extra AB==", "index 1", "", "o"], "line 2: expected base64 after"),
        ([FIRST, "extra AB==", "index x", "", "o"], "line 3: expected 'index"),
        ([FIRST, "index 1", HASH[:-1], "", "o"], "line 3: expected a hash in base64"),
        ([FIRST, "index 1", HASH[:-2] + "B=", "", "o"], "line 3: expected a hash"),
        ([FIRST, "index 1", HASH, "AAAA", "", "o"], "line 4: expected a hash in base"),
        (
            [FIRST, "index 1", *[HASH] * 64, "", "o"],
            "expected 63 hashes at most, got 64",
        ),
        ([FIRST, "index 1", "é", "", "o"], "line 3: expected ASCII"),
    ],
)
def test_what_is_no_proof_file_is_refused(lines: list[str], problem: str) -> None:
    """The line is named, and what was expected of it."""
    with pytest.raises(Malformed) as refused:
        read_proof(logs.lines(lines))

    assert problem in str(refused.value)
