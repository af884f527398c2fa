"""Time stamps of checkpoints: kept as they are, read where they can be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Place
from tests.evidence.bundles import found
from tests.evidence.changes import changed
from tests.evidence.sealing import note_some
from tests.journal.processes import opened

from kvalitet_core.errors import EvidenceUnavailable, Malformed
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.anchors import TIMESTAMP
from kvalitet_core.evidence.findings import Report
from kvalitet_core.evidence.timestamps import read_timestamp
from kvalitet_core.opening_evidence import account_at

OPENSSL = shutil.which("openssl") or "openssl"
CONFIGURATION = """
[ tsa ]
serial = {0}/serial
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_chain = no
"""


class Authority:
    """Somebody outside who stamps files: `openssl ts`, with a key of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder), "utf-8")
        (folder / "serial").write_text("01\n", "utf-8")
        self._run(
            *("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", "key", "-out", "certificate", "-subj", "/CN=Time"),
            *("-addext", "extendedKeyUsage=critical,timeStamping"),
        )

    def _run(self, *arguments: str) -> None:
        command = [OPENSSL, *arguments]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)

    def stamp(self, content: bytes, *options: str, digest: str = "sha256") -> bytes:
        """The token that it gives for a file."""
        (self.folder / "data").write_bytes(content)
        self._run("ts", "-query", "-data", "data", f"-{digest}", "-out", "query")
        self._run(
            *("ts", "-reply", "-queryfile", "query", "-signer", "certificate"),
            *("-inkey", "key", "-config", "tsa.cnf", "-section", "tsa"),
            *("-out", "answer", *options),
        )
        return (self.folder / "answer").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority for this module."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A journal that is sealed."""
    made = Place(str(tmp_path / "journal.db"), None)
    with opened(made) as journal:
        note_some(journal, 3)
    with account_at(made.url) as account:
        account.seal()
    return made


def note_of(place: Place) -> bytes:
    """Its newest checkpoint."""
    with account_at(place.url) as account:
        return account.checkpoint().note


def kept(place: Place, note: bytes, token: bytes) -> Report:
    """What verifying says once a time stamp is kept."""
    with account_at(place.url) as account:
        anchor = account.anchor(note, timestamp=token)
        assert (anchor.kind, anchor.content) == (TIMESTAMP, token)
        return account.verify()


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("options", [(), ("-token_out",)])
def test_the_time_that_it_states_is_told(
    authority: Authority, place: Place, digest: str, options: tuple[str, ...]
) -> None:
    """Of the answer as it came, and of the token alone."""
    note = note_of(place)
    token = authority.stamp(note, *options, digest=digest)

    stamp = read_timestamp(token)
    report = kept(place, note, token)

    assert abs(stamp.at - datetime.now(UTC)) < timedelta(hours=1)
    assert stamp.stamps([b"another", note])
    assert not stamp.stamps([b"another"])
    assert (report.found, report.unchecked) == ([], [])
    (line,) = [each for each in report.checked if each.startswith("time stamp")]
    assert "it is of that checkpoint; states 20" in line


def test_without_what_reads_it_it_is_not_checked(
    authority: Authority, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept all the same, and nothing is said to be wrong."""
    note = note_of(place)
    token = authority.stamp(note)
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)

    report = kept(place, note, token)

    assert (report.found, report.unchecked) == ([], [])
    assert "install kvalitet-core[timestamps]" in report.left_out[0]


@pytest.mark.parametrize("token", [b"", b"junk", b"\x30\x05\x30\x03\x02\x01\x02"])
def test_what_cannot_be_read_is_kept_and_not_called_tampering(
    place: Place, token: bytes
) -> None:
    """Another's format may be one that is not known here yet."""
    report = kept(place, note_of(place), token)

    assert (report.found, report.unchecked) == ([], [])
    assert "not checked: it cannot be read" in report.left_out[0]


@pytest.fixture(scope="module")
def token(authority: Authority) -> bytes:
    """A token of no file in particular."""
    return authority.stamp(b"content")


@given(data=st.data())
def test_whatever_a_token_is_reading_it_ends(token: bytes, data: st.DataObject) -> None:
    """It is read, or it is said that it cannot be: nothing else comes of it."""
    with suppress(EvidenceUnavailable):
        assert read_timestamp(data.draw(changed(token))).told


def test_a_time_stamp_of_another_file_is_not_kept(
    authority: Authority, place: Place
) -> None:
    """It would be no anchor; what it states is told."""
    token = authority.stamp(b"another file")

    with (
        account_at(place.url) as account,
        pytest.raises(Malformed, match="is of another file than this checkpoint"),
    ):
        account.anchor(note_of(place), timestamp=token)


def test_one_that_is_put_in_anothers_place_is_not_taken_for_it(
    authority: Authority, place: Place
) -> None:
    """Whoever owns the database can swap tokens: none is then said to be checked."""
    note = note_of(place)
    kept(place, note, authority.stamp(note))
    with opened(place) as journal, journal._rooms.store.sealing() as writer:
        other = authority.stamp(b"another file")
        writer._executed("UPDATE tree_anchors SET content = ? WHERE kind = ?",
                         (other, TIMESTAMP))  # fmt: skip

    with account_at(place.url) as account:
        report = account.verify()

    assert not [each for each in report.checked if each.startswith("time stamp")]
    assert "is of no checkpoint that is kept here" in report.left_out[0]


def test_it_goes_out_with_a_bundle_as_it_is(
    authority: Authority, place: Place, tmp_path: Path
) -> None:
    """With the checkpoint that it is of, for `openssl ts -verify`."""
    note = note_of(place)
    token = authority.stamp(note)
    kept(place, note, token)
    with account_at(place.url) as account:
        account.bundle(tmp_path / "bundle")
    files = {each.name: each for each in (tmp_path / "bundle/anchors").iterdir()}
    (stamp,) = [name for name in files if name.endswith("-rfc3161.bin")]
    (copy,) = [name for name in files if name.endswith("-copy.checkpoint")]

    verified = subprocess.run(
        [OPENSSL, "ts", "-verify", "-in", files[stamp], "-data", files[copy],
         "-CAfile", authority.folder / "certificate",
         "-untrusted", authority.folder / "certificate"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = verify.verified(tmp_path / "bundle")

    assert files[stamp].read_bytes() == token
    assert "Verification: OK" in verified.stdout, verified.stderr
    assert found(tmp_path / "bundle") == (0, [])
    assert ("timestamp", (f"anchors/{stamp}",)) in report.notes
