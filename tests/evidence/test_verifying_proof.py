"""A proof of one event shows which it is, and that it says just this, or nothing."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Place
from tests.evidence import logs
from tests.evidence.changes import changed
from tests.evidence.sealing import note_some
from tests.journal.processes import opened

from kvalitet_core.errors import EvidenceUnavailable, Malformed
from kvalitet_core.evidence.checking.policy import Policy
from kvalitet_core.evidence.verifying_proof import verified_proof
from kvalitet_core.opening_evidence import account_at


@attrs.frozen
class Shown:
    """A proof of one event of a journal, and what the event says."""

    proof: bytes
    payload: bytes
    policy: Policy


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The third event of a journal of some."""
    folder: Path = tmp_path_factory.mktemp("shown")
    place = Place(str(folder / "journal.db"), None)
    with opened(place) as journal:
        note_some(journal, 5)
        event = next(iter(journal.events(after=2)))
    with account_at(place.url) as account:
        account.seal()
        policy = account.policy()
        assert policy is not None
        called = f"{event.stream}@{event.version}"
        return Shown(account.prove(called), account.payload(called), policy)


def test_it_tells_which_event_it_is(shown: Shown) -> None:
    """By its entry, which has no content."""
    report, event = verified_proof(shown.proof, shown.policy, payload=shown.payload)
    alone, same = verified_proof(shown.proof, shown.policy)

    assert event is not None
    assert event == same
    assert event.position == 3
    assert len(event.signed_by) >= 1
    assert (report.found, alone.found) == ([], [])
    assert "its content is what was sealed" in report.checked
    assert any("--payload" in line for line in alone.left_out)


@given(data=st.data())
def test_a_content_with_anything_changed_is_found(
    shown: Shown, data: st.DataObject
) -> None:
    """Any byte of what the event is said to say."""
    other = data.draw(changed(shown.payload))

    report, _ = verified_proof(shown.proof, shown.policy, payload=other)

    assert [each.place for each in report.found] == ["content"]


@given(data=st.data())
def test_a_proof_with_anything_changed_shows_nothing(
    shown: Shown, data: st.DataObject
) -> None:
    """Any byte of it: found, or no proof at all, or of another log.

    Where two keys have signed, one is enough: the other's line may be a stranger's.
    """
    other = data.draw(changed(shown.proof))
    _, same = verified_proof(shown.proof, shown.policy)

    try:
        report, event = verified_proof(other, shown.policy)
    except (Malformed, EvidenceUnavailable):
        return
    if not report.found:
        assert event is not None
        assert same is not None
        assert set(event.signed_by) < set(same.signed_by)
        assert attrs.evolve(event, signed_by=same.signed_by) == same


def test_what_is_no_event_is_told() -> None:
    """A log of the same keys may hold something else."""
    file = logs.log(300).proof(7, logs.LOG)

    report, event = verified_proof(file, logs.policy())

    assert event is None
    assert [each.text for each in report.found] == [
        "is a proof of something else than an event of a journal"
    ]


def test_another_log_could_not_be_looked_at(shown: Shown) -> None:
    """Nothing is said of it, either way."""
    with pytest.raises(EvidenceUnavailable, match="unknown log"):
        verified_proof(logs.log(3).proof(1, logs.LOG), shown.policy)
