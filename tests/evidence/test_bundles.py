"""Bundles: verified by one file with nothing of ours, and every change is found."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.bundles import Evidence, Item, found, made, rebuilt, resummed

from kvalitet_core.errors import EvidenceUnavailable, Unknown
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.making.keys import COSIGNATURE, SignerKey
from kvalitet_core.evidence.making.policyfile import policy_file
from kvalitet_core.opening_evidence import account_at

KINDS = ("full", "without", "cases")


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """A sealed journal and its bundles."""
    return made(tmp_path_factory.mktemp("evidence"))


@pytest.fixture
def full(evidence: Evidence, tmp_path: Path) -> Path:
    """A full bundle to be attacked."""
    return evidence.copy("full", tmp_path)


@pytest.fixture
def cases(evidence: Evidence, tmp_path: Path) -> Path:
    """A bundle of two cases to be attacked."""
    return evidence.copy("cases", tmp_path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_bundle_verifies_with_python_alone(
    evidence: Evidence, kind: str, language: str
) -> None:
    """No package, no network, no argument: its own folder."""
    done = subprocess.run(
        [
            sys.executable,
            *("-I", "-S", evidence.folder / kind / "verify.py", "--lang", language),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    told = {"en": "nothing wrong was found", "da": "der er ikke fundet fejl"}
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().split("\n")[-1] == told[language]


def test_it_says_what_it_checked(evidence: Evidence) -> None:
    """In words, and as JSON with the same facts."""
    report = verify.verified(evidence.folder / "full", since=evidence.early)
    told = verify.as_json(report)

    assert report.code == 0
    assert (
        "10 sealed sections about people, as they were sealed; erased by record: 2"
        in told["checked"]
    )
    assert any("has grown from its 13 events" in line for line in told["checked"])
    assert told["size"] == 292


def test_a_bundle_without_persons_has_no_ciphertext(evidence: Evidence) -> None:
    """And the same checkpoint: nothing is proved differently."""
    whole, without = evidence.folder / "full", evidence.folder / "without"
    payload = (without / "payload/000").read_bytes()

    assert (whole / "checkpoint").read_bytes() == (without / "checkpoint").read_bytes()
    assert all(not kept for _, kept in verify.payloads_of(payload, 256, ""))


DEEP: Final = b"[" * 200_000


def test_what_is_nested_too_deeply_could_not_be_looked_at(
    evidence: Evidence, tmp_path: Path
) -> None:
    """A line that names the file, and exit code 3: from the file alone, too."""
    for kind, name in [
        ("full", "provenance.json"),
        ("cases", "provenance.json"),
        ("full", "definitions/lesson.noted.1.json"),
    ]:
        bundle = evidence.copy(kind, tmp_path / f"{kind}-{Path(name).stem}")
        (bundle / "definitions").mkdir(exist_ok=True)
        (bundle / name).write_bytes(DEEP)
        alone = [sys.executable, "-I", "-S", bundle / "verify.py", "--lang", "en"]
        done = subprocess.run(alone, capture_output=True, text=True, check=False)
        line = f"could not look: {name}: is nested too deeply to be read"

        assert done.stderr == ""
        assert line in done.stdout.splitlines()
        assert done.returncode == (3 if name == "provenance.json" else 1)


@pytest.mark.parametrize("kind", ["full", "cases"])
def test_content_that_is_nested_too_deeply_could_not_be_looked_at(
    evidence: Evidence, tmp_path: Path, kind: str
) -> None:
    """The event is named, or the file of the case; nothing is said of the rest."""
    bundle = evidence.copy(kind, tmp_path)
    name = "payload/000" if kind == "full" else "cases/001.events.payload"
    data = (bundle / name).read_bytes()
    end = 4 + int.from_bytes(data[:4], "big")
    state = b'{"d":' + DEEP + data[data.rindex(b',"m":{', 0, end) : end]
    (bundle / name).write_bytes(len(state).to_bytes(4, "big") + state + data[end:])

    code, told = found(resummed(bundle))

    where = "position 1 (" if kind == "full" else name
    assert (code, len(told)) == (3, 1)
    assert told[0].startswith(where)
    assert told[0].endswith("is nested too deeply to be read")


def flip(path: Path, at: int | None = None) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("kind", ["full", "cases"])
def test_a_bit_flip_in_any_file_is_found(
    evidence: Evidence, tmp_path: Path, kind: str
) -> None:
    """Tables, README and the verifier too; the file is named."""
    bundle = evidence.copy(kind, tmp_path)
    for path in sorted(each for each in bundle.rglob("*") if each.is_file()):
        before = path.read_bytes()
        for at in (0, len(before) // 2, len(before) - 1):
            flip(path, at)
            code, told = found(bundle)
            assert code in (1, 3), path
            assert told, path
            path.write_bytes(before)
    assert found(bundle)[0] == 0


PROVED = ("tile/0/000", "tile/entries/000", "payload/000", "events.csv", "cases.csv")
PROVED_CASES = (
    "cases/001.events",
    "cases/001.events.payload",
    "cases/001.commands",
    "cases/001.commands.payload",
    "cases/002.events",
    "cases/index.entry",
    "cases/index.payload",
    "cases/erasure-001.entry",
    "cases/erasure-001.payload",
)


def test_a_time_that_no_calendar_has_is_named() -> None:
    """An entry that was changed may say any time."""
    with pytest.raises(ValueError, match="beyond the year 9999"):
        verify.instant(2**63)


@given(data=st.data())
def test_every_byte_of_what_is_proved_counts(evidence: Evidence, data: Any) -> None:
    """An attacker who lists the digests anew is found by the proofs themselves."""
    kind = data.draw(st.sampled_from(["full", "cases"]))
    names = PROVED if kind == "full" else PROVED_CASES
    name = data.draw(st.sampled_from([*names, "checkpoint"]))
    path = evidence.folder / kind / name
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    changed = bytearray(before)
    changed[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    try:
        resummed(evidence.folder / kind)
        assert found(evidence.folder / kind)[0] in (1, 3)
        assert found(evidence.folder / kind)[1]
    finally:
        path.write_bytes(before)
        resummed(evidence.folder / kind)


def test_every_hash_of_a_proof_counts(cases: Path) -> None:
    """Changed, left out or one too many: the case is not proved."""
    path = cases / "provenance.json"
    honest = json.loads(path.read_text("utf-8"))
    moments = random.Random(7)  # noqa: S311 - which hash, not a secret
    another = "A" * 43 + "="

    def places(told: Any) -> list[list[str]]:
        paths = [told["index"]["path"], *(each["path"] for each in told["cases"])]
        return [*paths, *(each["path"] for each in told["erasures"])]

    for number in range(len(places(honest))):
        for change in (
            lambda proof: proof.__setitem__(moments.randrange(len(proof)), another),
            lambda proof: proof.pop(),
            lambda proof: proof.append(another),
            lambda proof: proof.reverse(),
        ):
            told = json.loads(json.dumps(honest))
            change(places(told)[number])
            path.write_text(json.dumps(told), "utf-8")
            assert found(resummed(cases))[0] == 1
    path.write_text(json.dumps(honest), "utf-8")
    assert found(resummed(cases))[0] == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda case: case.update(events=case["events"] - 1),
            "lesson/1 events: says 140, and the bundle has 141",
        ),
        (
            lambda case: case.update(stream="lesson/0"),
            "is not the next one of the case",
        ),
        (
            lambda case: case.update(index=case["index"] + 1),
            "lesson/1: the proof",
        ),
        (lambda case: case.update(index=99), "is beyond the size"),
        (lambda case: case.update(index=-1), "is beyond the size"),
    ],
)
def test_a_case_is_whole_or_it_is_not_proved(
    cases: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    """No event of it may be kept back, and no other put in its place."""
    path = cases / "provenance.json"
    about = json.loads(path.read_text("utf-8"))
    change(about["cases"][0])
    path.write_text(json.dumps(about), "utf-8")

    code, lines = found(resummed(cases))

    assert code == 1
    assert any(told in line for line in lines), lines


def test_the_last_event_of_a_case_cannot_be_kept_back(cases: Path) -> None:
    """Not even with the count changed to match."""
    for kind in ("entries", "payload"):
        name = cases / ("cases/001.events" + (".payload" if kind == "payload" else ""))
        data = name.read_bytes()
        count = json.loads((cases / "provenance.json").read_text())["cases"][0][
            "events"
        ]
        if kind == "entries":
            kept = verify.entries_of(data, count, "")[:-1]
            name.write_bytes(b"".join(len(e).to_bytes(2, "big") + e for e in kept))
        else:
            last, sections = verify.payloads_of(data, count, "")[-1]
            assert not sections
            name.write_bytes(data[: -(len(last) + 6)])
    path = cases / "provenance.json"
    about = json.loads(path.read_text("utf-8"))
    about["cases"][0]["events"] -= 1
    path.write_text(json.dumps(about), "utf-8")

    code, lines = found(resummed(cases))

    assert code == 1
    assert "does not come to the root" in lines[0]


def place_of(items: list[Item], version: int) -> int:
    """Where a version of the lesson stands: the case index goes in when it is due."""
    called = f"lesson/1 version {version}"
    calls = [verify.Entry(entry).called for entry, _ in items]
    return calls.index(called)


def removed(items: list[Item]) -> list[Item]:
    """One event less."""
    at = place_of(items, 4)
    return [*items[:at], *items[at + 1 :]]


def swapped(items: list[Item]) -> list[Item]:
    """Two events in each other's place."""
    one, other = place_of(items, 4), place_of(items, 5)
    changed = list(items)
    changed[one], changed[other] = items[other], items[one]
    return changed


def duplicated(items: list[Item]) -> list[Item]:
    """One event twice."""
    at = place_of(items, 4)
    return [*items[: at + 1], *items[at:]]


def redated(items: list[Item]) -> list[Item]:
    """One event recorded ten years before."""
    at = place_of(items, 4)
    entry, payload = items[at]
    where = entry.index(b"lesson/1") + 16
    micros = int.from_bytes(entry[where:][:8], "big") - 10 * 365 * 86_400_000_000
    dated = entry[:where] + micros.to_bytes(8, "big") + entry[where + 8 :]
    return [*items[:at], (dated, payload), *items[at + 1 :]]


def rewritten(items: list[Item]) -> list[Item]:
    """The content of one event changed, its entry left as it is."""
    at = place_of(items, 4)
    entry, payload = items[at]
    written = (entry, payload.replace(b"note ", b"nota "))
    return [*items[:at], written, *items[at + 1 :]]


def moved(items: list[Item]) -> list[Item]:
    """The payload of one event put with another."""
    at = place_of(items, 4)
    put = (items[at][0], items[place_of(items, 5)][1])
    return [*items[:at], put, *items[at + 1 :]]


COLLUDING: Final[dict[str, tuple[Callable[[list[Item]], list[Item]], str]]] = {
    "removed": (removed, "expected version 4 of lesson/1"),
    "swapped": (swapped, "is recorded no later than the event before it"),
    "duplicated": (duplicated, "is recorded no later than the event before it"),
    "re-dated": (redated, "(lesson/1 version 4): is recorded no later"),
    "rewritten": (rewritten, "(lesson/1 version 4): its content is not"),
    "moved": (moved, "(lesson/1 version 4): its content is not"),
}


@pytest.mark.parametrize("name", sorted(COLLUDING))
def test_who_has_the_key_too_is_found(
    evidence: Evidence, full: Path, name: str
) -> None:
    """The whole bundle made again and signed: an older checkpoint tells, and more."""
    change, told = COLLUDING[name]

    rebuilt(full, evidence.key, change)

    code, lines = found(full, since=evidence.early)
    assert code == 1
    assert any(told in line for line in lines), lines[:5]
    assert name in ("rewritten", "moved") or any(
        "are not those of the bundle: tampered" in line for line in lines
    )


def without_sections(items: list[Item]) -> list[Item]:
    """Every sealed section taken away."""
    kept = []
    for entry, payload in items:
        ((state, _),) = verify.payloads_of(payload, 1, "")
        kept.append((entry, len(state).to_bytes(4, "big") + state + b"\0\0"))
    return kept


def test_sealed_bytes_that_no_record_covers_are_missed(
    evidence: Evidence, full: Path
) -> None:
    """Gone without a record is tampering; with one, it is not."""
    assert found(rebuilt(full, evidence.key, list))[0] == 0

    code, lines = found(rebuilt(full, evidence.key, without_sections))

    assert code == 1
    assert any(
        "lesson/0 version 1, section 0: its sealed bytes are gone" in line
        for line in lines
    )
    assert not any("lesson/1" in line and "section 0" in line for line in lines)


def test_misframed_files_are_named(full: Path) -> None:
    """Cut short, too long, or framed wrongly: the file is told."""
    for name in ("tile/0/000", "tile/entries/000", "payload/000", "tile/1/000.p/1"):
        path = full / name
        before = path.read_bytes()
        for changed in (before[:-1], before + b"\0", b"", before[1:], before * 2):
            path.write_bytes(changed)
            code, lines = found(resummed(full))
            assert (code, any(name in line for line in lines)) == (1, True), name
        path.write_bytes(before)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda note: note.replace(b"\n", b"\r\n"), "control character"),
        (lambda note: b"\n".join([note.split(b"\n")[0], note]), "expected three lines"),
        (lambda note: note.replace(b"\n29", b"\n029"), "expected a size"),
        (lambda note: note.replace(b"=\n\n", b"\n\n"), "canonical base64"),
        (lambda note: note.replace(b"kvalitet", b"Kvalitet", 1), "another log"),
        (
            lambda note: note[:-3] + (b"Q=\n" if note[-3:-2] == b"A" else b"A=\n"),
            "line 5",
        ),
        (lambda note: note.split(b"\n\n")[0] + b"\n\n", "expected three lines"),
        (lambda note: note[:-1], "expected three lines"),
        (lambda note: b"\xff" + note, "is not UTF-8"),
    ],
)
def test_a_checkpoint_is_read_strictly(
    full: Path, change: Callable[[bytes], bytes], told: str
) -> None:
    """One spelling only, and no signature but one that holds."""
    path = full / "checkpoint"
    size = path.read_bytes().split(b"\n")[1]
    assert size.startswith(b"29") or size
    changed = change(path.read_bytes())
    if changed == path.read_bytes():
        changed = path.read_bytes().replace(b"\n" + size, b"\n0" + size)
    path.write_bytes(changed)

    code, lines = found(resummed(full))

    assert code == (3 if told == "another log" else 1)
    assert any(told in line for line in lines), lines


def test_a_signature_by_an_unknown_key_does_not_count(
    evidence: Evidence, full: Path
) -> None:
    """Nor a wrong one under the id of a known key; nor too few of a quorum."""
    stranger = SignerKey(name=evidence.origin, seed=b"s" * 32)
    witness = SignerKey(name="auditor.example/w", kind=COSIGNATURE, seed=b"w" * 32)
    strangers = full.parent / "strangers.txt"
    strangers.write_bytes(policy_file([stranger.verifier_key]))
    quorum = full.parent / "quorum.txt"
    quorum.write_bytes(
        policy_file([evidence.key.verifier_key], witnesses={"w": witness.verifier_key})
    )

    unknown = found(full, policy=strangers)
    missing = found(full, policy=quorum)
    note = (full / "checkpoint").read_bytes()
    (full / "checkpoint").write_bytes(
        note.replace(note[-60:-50], note[-60:-50].swapcase())
    )
    wrong = found(resummed(full))

    assert (unknown[0], "expected a signature by" in unknown[1][0]) == (1, True)
    assert (missing[0], "not signed by the quorum 'needed'" in missing[1][0]) == (
        1,
        True,
    )
    assert (wrong[0], "does not hold" in wrong[1][0]) == (1, True)


def test_a_checkpoint_beyond_or_beside_is_found(
    evidence: Evidence, full: Path, tmp_path: Path
) -> None:
    """A bundle of a shorter journal, or of a fork."""
    later = tmp_path / "later"
    rebuilt_folder = evidence.copy("full", later)
    rebuilt(rebuilt_folder, evidence.key, lambda items: [*items, items[-1]])
    fork = tmp_path / "fork"
    forked = evidence.copy("full", fork)
    rebuilt(forked, evidence.key, lambda items: [*items[:-2], items[-1], items[-2]])

    beyond = found(full, since=rebuilt_folder / "checkpoint")
    beside = found(full, since=forked / "checkpoint")

    assert (beyond[0], "some are gone" in beyond[1][0]) == (1, True)
    assert (beside[0], "not those of the bundle: tampered" in beside[1][0]) == (1, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: (b / "tile/0/000").unlink(), "tile/0/000"),
        (lambda b: (b / "payload/000").unlink(), "payload/000"),
        (lambda b: (b / "checkpoint").unlink(), "checkpoint"),
        (lambda b: (b / "policy.txt").unlink(), "policy.txt"),
        (lambda b: (b / "provenance.json").unlink(), "provenance.json"),
        (lambda b: (b / "provenance.json").write_text("[]"), "does not say what"),
        (lambda b: (b / "SHA256SUMS").unlink(), "SHA256SUMS"),
        (
            lambda b: (b / "provenance.json").write_text(
                (b / "provenance.json")
                .read_text()
                .replace('"format": 1', '"format": 2')
            ),
            "the bundle's format is 2",
        ),
    ],
)
def test_what_cannot_be_looked_at_is_said(
    full: Path, change: Callable[[Path], object], told: str
) -> None:
    """Never 0, and never taken for tampering."""
    change(full)
    code, lines = found(full)

    assert code == 3
    assert any(told in line for line in lines)


def test_what_does_not_belong_is_found(full: Path) -> None:
    """A file more is no harm to the proof, but nobody vouches for it."""
    (full / "afgoerelse.pdf").write_bytes(b"a decision")

    assert found(full) == (1, ["afgoerelse.pdf: does not belong to the bundle"])


def test_a_folder_that_is_there_is_left_alone(
    evidence: Evidence, tmp_path: Path
) -> None:
    """Nor is anything left behind where a bundle could not be made."""
    with account_at(
        evidence.place.url, key=evidence.folder / "signing-key", read_only=True
    ) as account:
        with pytest.raises(EvidenceUnavailable, match="something is there"):
            account.bundle(tmp_path)
        with pytest.raises(Unknown, match="unknown case 'lesson/none'"):
            account.bundle(tmp_path / "new", cases=["lesson/none"])
        with pytest.raises(EvidenceUnavailable, match="cannot be written"):
            account.bundle(tmp_path / "no" / "folder")
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(EvidenceUnavailable, match="cannot be written"):
            account.bundle(tmp_path / "file" / "new")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
