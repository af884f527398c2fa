"""A policy that asks for witnesses: met by what comes back from outside, or not."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from tests.evidence.bundles import Evidence, found, made

from kvalitet_core.errors import EvidenceUnavailable, Unproved
from kvalitet_core.evidence.making.policyfile import policy_file
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
    assert not (tmp_path / "w.key.state").exists()
    assert attrs.evolve(witness.key).kind == 0x04
