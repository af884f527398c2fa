"""A policy that asks for witnesses: met by what comes back from outside, or not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import attrs
import pytest
from tests.evidence.bundles import Evidence, found, made

from kvalitet_core.errors import EvidenceUnavailable, Malformed, Unproved
from kvalitet_core.evidence.checking.checkpoints import read_checkpoint
from kvalitet_core.evidence.checking.notes import read_note
from kvalitet_core.evidence.making.checkpoints import Checkpoint, signed
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.evidence.statefile import alone
from kvalitet_core.evidence.witness import Witness
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.opening_evidence import account_at


@pytest.fixture
def evidence(tmp_path: Path) -> Evidence:
    """A sealed journal and its bundles."""
    return made(tmp_path)


def test_a_policy_is_met_when_the_witness_has_signed(
    evidence: Evidence, tmp_path: Path
) -> None:
    """Before, verifying finds it wanting, and nothing can be exported by it."""
    key = evidence.folder / "signing-key"
    log = evidence.key.verifier_key
    witness = Witness.init(
        tmp_path / "w.key", name="auditor.example/w1", policy=policy_file([log])
    )
    policy = policy_file([log], witnesses={"w1": witness.key.verifier_key})
    given = tmp_path / "policy.txt"
    given.write_bytes(policy)

    with account_at(evidence.place.url, key=key) as account:
        before = account.verify(policy=policy)
        with pytest.raises(EvidenceUnavailable, match="signed as the policy asks"):
            account.bundle(tmp_path / "early", policy=policy)
        account.anchor(witness.cosign(evidence.folder / "full", at=host_clock()))
        after = account.verify(policy=policy)
        account.bundle(tmp_path / "late", policy=policy)

    assert [each.place for each in before.found] == ["policy"]
    assert (after.found, after.unchecked) == ([], [])
    assert any("the policy's quorum 'needed' signed" in each for each in after.checked)
    assert found(tmp_path / "late", policy=given) == (0, [])
    assert found(evidence.folder / "full", policy=given)[0] == 1


def test_a_witness_needs_a_whole_journal_that_it_can_look_at(
    evidence: Evidence, tmp_path: Path
) -> None:
    """Not some cases, not a bundle that is not there, and nothing that is changed."""
    witness = Witness.init(
        tmp_path / "w.key",
        name="auditor.example/w1",
        policy=policy_file([evidence.key.verifier_key]),
    )

    with pytest.raises(EvidenceUnavailable, match="needs the whole journal"):
        witness.cosign(evidence.folder / "cases", at=host_clock())
    with pytest.raises(EvidenceUnavailable, match="nothing is cosigned"):
        witness.cosign(tmp_path / "none", at=host_clock())
    changed = evidence.copy("full", tmp_path / "changed")
    (changed / "events.csv").write_bytes(b"")
    with pytest.raises(Unproved, match="nothing is cosigned"):
        witness.cosign(changed, at=host_clock())
    assert (tmp_path / "w.key.state").read_text("utf-8").split("\n")[1] == "0"
    assert attrs.evolve(witness.key).kind == 0x04


def test_a_witness_that_does_not_know_what_it_signed_last_signs_nothing(
    evidence: Evidence, tmp_path: Path
) -> None:
    """As with the signer: an empty state would sign anything, a smaller tree too."""
    key, state = tmp_path / "w.key", tmp_path / "w.key.state"
    policy = policy_file([evidence.key.verifier_key])
    witness = Witness.init(key, name="auditor.example/w1", policy=policy)
    witness.cosign(evidence.folder / "full", at=host_clock())
    kept = state.read_bytes()

    state.unlink()
    with pytest.raises(EvidenceUnavailable, match=r"is lost.*; nothing is cosigned"):
        witness.cosign(evidence.folder / "full", at=host_clock())
    for damaged in (b"", b"\xff", kept[:20], b"\n\n"):
        state.write_bytes(damaged)
        with pytest.raises(EvidenceUnavailable, match="is damaged"):
            witness.cosign(evidence.folder / "full", at=host_clock())
        assert state.read_bytes() == damaged
    state.write_bytes(kept)
    assert witness.cosign(evidence.folder / "full", at=host_clock())


def test_a_witness_is_not_made_over_what_another_remembers(
    evidence: Evidence, tmp_path: Path
) -> None:
    """A key that is lost takes nothing with it; a policy without a log has no state."""
    key = tmp_path / "w.key"
    policy = policy_file([evidence.key.verifier_key])
    Witness.init(key, name="w1", policy=policy).cosign(
        evidence.folder / "full", at=host_clock()
    )

    with pytest.raises(EvidenceUnavailable, match="there is a witness already"):
        Witness.init(key, name="w1", policy=policy)
    key.unlink()
    with pytest.raises(EvidenceUnavailable, match="whose key is lost"):
        Witness.init(key, name="w1", policy=policy)
    with pytest.raises(Malformed, match="expected a log to witness"):
        Witness.init(tmp_path / "v.key", name="v", policy=b"quorum none\n")
    assert not key.exists()
    assert not (tmp_path / "v.key").exists()


def test_a_witness_names_what_lasts_where_the_past_is_another(
    evidence: Evidence, tmp_path: Path
) -> None:
    """A fork is found, whichever is longer, and no temporary file is named."""
    key, state = tmp_path / "w.key", tmp_path / "w.key.state"
    policy = policy_file([evidence.key.verifier_key])
    witness = Witness.init(key, name="auditor.example/w1", policy=policy)
    head = Checkpoint(origin=evidence.origin, size=5, root=b"another".ljust(32))
    state.write_bytes(signed(head, evidence.key, at=host_clock()))

    with pytest.raises(Unproved) as refused:
        witness.cosign(evidence.folder / "full", at=host_clock())

    last = "the checkpoint that was cosigned last: its first 5 events are not"
    assert f"bundle {evidence.folder / 'full'}: {last} " in str(refused.value)


def test_two_never_cosign_at_once(evidence: Evidence, tmp_path: Path) -> None:
    """What was cosigned last is read when it is one's turn, so a fork is found."""
    key, state = tmp_path / "w.key", tmp_path / "w.key.state"
    policy = policy_file([evidence.key.verifier_key])
    witness = Witness.init(key, name="auditor.example/w1", policy=policy)
    size = read_checkpoint(
        read_note((evidence.folder / "full" / "checkpoint").read_bytes()).text
    ).size
    fork = Checkpoint(origin=evidence.origin, size=size, root=b"another".ljust(32))

    with ThreadPoolExecutor() as others:
        with alone(tmp_path / "w.key.lock"):
            asked = others.submit(
                witness.cosign, evidence.folder / "full", at=host_clock()
            )
            wait([asked], timeout=1)
            state.write_bytes(signed(fork, evidence.key, at=host_clock()))
        refused = asked.exception()

    assert isinstance(refused, Unproved)
    assert state.read_bytes() == signed(fork, evidence.key, at=host_clock())
