"""What a restored backup lacks is put back, and what it brought back is gone again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from tests.conftest import Place
from tests.evidence.sealing import note_some
from tests.evidence.test_attacks_on_appends import attack
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.opening_evidence import account_at

_KEPT: Final = "stream, version, ordinal, subject, bytes"


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_who_is_forgotten_in_what_is_put_back_is_forgotten_again(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    """At once: nobody has to write first for the journal to verify."""
    url, server = str(tmp_path / "journal.db"), None
    if kind == "postgres":
        url = request.getfixturevalue("postgres_url")
        server = request.getfixturevalue("postgres")
    place, key = Place(url, str(tmp_path / "keys")), tmp_path / "key"
    with opened(place, append_key=False) as journal:
        journal.do(course.enrol(1, "p-1", "Anna", "q-1", "Bo"), by=course.ANNA)
        before = journal.head()
    aside = f"CREATE TABLE {{t}}aside AS SELECT {_KEPT} FROM {{t}}sealed_sections"
    attack(place, aside, postgres=server)
    with opened(place, append_key=False) as journal:
        note_some(journal, 1)
        journal.forget(
            "p-1",
            by=course.ANNA,
            legal_basis="GDPR art. 17",
            reason="no longer needed",
            approved_by=["a-1", "a-2"],
        )
        note_some(journal, 1)
    with account_at(place.url, key=key) as account:
        account.seal()
        account.bundle(tmp_path / "bundle")
        erased = account.verify().erased
    attack(
        place,
        f"DELETE FROM {{t}}stored_events WHERE {{p}} > {before}",
        "DELETE FROM {t}sealed_sections",
        f"INSERT INTO {{t}}sealed_sections ({_KEPT}) SELECT {_KEPT} FROM {{t}}aside",
        "DROP TABLE {t}aside",
        *(f"DELETE FROM {{t}}{table}"
          for table in ("tree_head", "tree_tiles", "tree_checkpoints")),
        postgres=server,
    )  # fmt: skip

    with account_at(place.url, key=key) as account:
        count = account.restore(tmp_path / "bundle")
        account.seal()
        report = account.verify()

    assert count > 0
    assert report.found == []
    assert report.erased == erased > 0
