"""Every file of a bundle, and what may be done to it: each is found, the file named.

The files are those of real bundles, walked: a kind of file that is in one and not in
the table here fails, and so does a kind in the table that is in none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import attrs
import msgspec
import pytest
from tests.conftest import Place
from tests.evidence.bundles import resummed
from tests.evidence.sealing import note_some
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_core.evidence import verify
from kvalitet_core.evidence.witness import Witness
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.opening_evidence import account_at
from kvalitet_core.schemas import json_schema

PROVED: Final = {
    "checkpoint": r"checkpoint",
    "policy": r"policy\.txt",
    "keys": r"keys\.txt",
    "provenance": r"provenance\.json",
    "events": r"events\.csv",
    "cases": r"cases\.csv",
    "append signatures": r"append-signatures",
    "definition": r"definitions/[^/]+\.json",
    "older checkpoint": r"anchors/[0-9]{3}-[0-9]+-copy\.checkpoint",
    "cosigned checkpoint": r"anchors/[0-9]{3}-[0-9]+-cosignature\.checkpoint",
    "daily checkpoint": r"anchors/[0-9]{3}-[0-9]+-daily\.checkpoint",
    "tile": r"tile/0/000",
    "partial tile": r"tile/[0-9]/00[0-9]\.p/[0-9]+",
    "entries": r"tile/entries/000",
    "last entries": r"tile/entries/001\.p/[0-9]+",
    "payload": r"payload/000",
    "last payload": r"payload/001\.p/[0-9]+",
    "case": r"cases/[0-9]{3}\.(events|commands)",
    "payload of a case": r"cases/[0-9]{3}\.(events|commands)\.payload",
    "index": r"cases/index\.entry",
    "payload of the index": r"cases/index\.payload",
    "opening": r"cases/opening\.entry",
    "payload of the opening": r"cases/opening\.payload",
    "erasure": r"cases/erasure-[0-9]{3}\.entry",
    "payload of an erasure": r"cases/erasure-[0-9]{3}\.payload",
}
"""Each kind of file that is found to be changed, even where it is listed anew."""

TOLD: Final = {
    "readme": r"README\.txt",
    "verifier": r"verify\.py",
    "time stamp": r"anchors/[0-9]{3}-[0-9]+-rfc3161\.bin",
}
"""Each kind of file of which it is said that nothing proves it."""

SUMS: Final = {"sums": r"SHA256SUMS"}


@attrs.frozen
class Pair:
    """Bundles of two journals, alike but for their content: full, and of cases."""

    mine: Path
    others: Path

    def files(self, kind: str) -> list[str]:
        """Every file of a bundle."""
        folder = self.mine / kind
        return sorted(
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file()
        )

    def another(self, kind: str, name: str) -> bytes:
        """The same file of the other journal."""
        pattern = next(each for each in EVERY.values() if re.fullmatch(each, name))
        folder = self.others / kind
        found = [folder / name] if (folder / name).exists() else []
        found += [
            path
            for path in sorted(folder.rglob("*"))
            if re.fullmatch(pattern, path.relative_to(folder).as_posix())
        ]
        return found[0].read_bytes()


EVERY: Final = {**PROVED, **TOLD, **SUMS}
DEFINED: Final = ("lesson.enrolled/1", "lesson.noted/1")


def journal_in(folder: Path) -> Path:
    """A journal whose bundles have every kind of file."""
    folder.mkdir()
    place = Place(str(folder / "journal.db"), str(folder / "journal.keys"))
    key = folder / "signing-key"
    with opened(place, append_key=True) as journal:
        note_some(journal, 1)
        shapes = ((n, journal.registry.classes[n].cls) for n in DEFINED)
        definitions = {
            name: msgspec.json.encode(json_schema(cls, name), order="sorted")
            for name, cls in shapes
        }
    with account_at(place.url, key=key) as account:
        account.seal()
    with opened(place) as journal:
        for n in range(3):
            command = course.enrol(n, f"p-{n}", "Anna", f"q-{n}", "Bo")
            journal.do(command, by=course.ANNA)
    with account_at(place.url, key=key) as account:
        early = account.seal().note or b""
        account.anchor(early)
        account.anchor(early, timestamp=b"a token")
        account.bundle(folder / "early")
        own = (folder / "early" / "policy.txt").read_bytes()
        witness = Witness.init(folder / "w.key", name="auditor.example/w", policy=own)
        account.anchor(witness.cosign(folder / "early", at=host_clock()))
        logs = own.decode().removesuffix("quorum none\n")
        known = f"{logs}witness w {witness.key.verifier_key}\nquorum none\n"
        (folder / "policy.txt").write_text(known, "utf-8")
    with opened(place) as journal:
        journal.forget(
            "p-1",
            by=course.ANNA,
            legal_basis="GDPR art. 17",
            reason="no longer needed",
            approved_by=["a-1", "a-2"],
        )
        with journal.batch() as batch:
            for number in range(130):
                note = course.Note(course=course.course(1), text=f"{number}")
                batch.do(note, by=course.ANNA)
    with account_at(place.url, key=key) as account:
        account.seal()
        account.log_index()
        account.seal()
        account.bundle(folder / "full", definitions=definitions)
        account.bundle(folder / "cases", cases=["lesson/1", "lesson/2"])
    return folder


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """Both journals."""
    folder = tmp_path_factory.mktemp("pair")
    return Pair(journal_in(folder / "mine"), journal_in(folder / "others"))


ATTACKS: Final[dict[str, Callable[[bytes, bytes], bytes | None]]] = {
    "flipped at its beginning": lambda data, _: bytes([data[0] ^ 1]) + data[1:],
    "flipped at its end": lambda data, _: data[:-1] + bytes([data[-1] ^ 1]),
    "removed": lambda _data, _: None,
    "truncated": lambda data, _: data[:-2],
    "emptied": lambda _data, _: b"",
    "extended": lambda data, _: data + b"x",
    "another's": lambda _data, other: other,
}
"""What is done to a file, given what another journal's bundle has in its place."""


@contextmanager
def attacked(path: Path, content: bytes | None) -> Iterator[None]:
    """Have something else in a file for a while."""
    before = path.read_bytes()
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


def kind_of(name: str) -> list[str]:
    """Which kinds of file have such a name."""
    return [kind for kind, pattern in EVERY.items() if re.fullmatch(pattern, name)]


def test_every_file_is_of_one_kind_and_every_kind_is_there(pair: Pair) -> None:
    """Who adds a file to bundles says here how it is known to be right."""
    files = [name for kind in ("full", "cases") for name in pair.files(kind)]
    kinds = [kind_of(name) for name in files]

    assert [name for name, found in zip(files, kinds, strict=True) if not found] == []
    assert all(len(found) == 1 for found in kinds)
    assert {found[0] for found in kinds} == set(EVERY)


@pytest.mark.parametrize("kind", ["full", "cases"])
def test_an_honest_one_is_right_and_nothing_is_left_unsaid(
    pair: Pair, kind: str
) -> None:
    """With a policy that knows the witness, every signature is verified."""
    report = verify.verified(
        pair.mine / kind, policy=pair.mine / "policy.txt", appends=True
    )

    assert (report.code, report.found, report.unchecked) == (0, [], [])
    assert {key for key, _ in report.notes} <= {
        *("definitions_missing", "unsigned_files", "timestamp", "as_of"),
        "appends_cases",
        "keys_cases",
    }


@pytest.mark.parametrize("kind", ["full", "cases"])
@pytest.mark.parametrize("attack", sorted(ATTACKS))
def test_whatever_is_done_to_a_file_it_is_named(
    pair: Pair, kind: str, attack: str
) -> None:
    """SHA256SUMS is of all others; a file that is gone takes one line."""
    bundle = pair.mine / kind
    for name in pair.files(kind):
        data = (bundle / name).read_bytes()
        content = ATTACKS[attack](data, pair.another(kind, name))
        if content == data:
            continue
        with attacked(bundle / name, content):
            report = verify.verified(bundle)
        lines = [*(f"{place}: {text}" for place, text in report.found)]
        lines += report.unchecked

        assert report.code == (3 if attack == "removed" else 1) or (
            report.code == 3 and name in ("provenance.json", "checkpoint", "policy.txt")
        ), name
        if name != "SHA256SUMS":
            assert any(line.startswith(f"{name}: ") for line in lines), (name, lines)
        if attack == "removed":
            assert lines == [f"{name}: is missing"]


@pytest.mark.parametrize("kind", ["full", "cases"])
@pytest.mark.parametrize("attack", sorted(ATTACKS))
def test_it_is_found_when_it_is_listed_anew(pair: Pair, kind: str, attack: str) -> None:
    """Nobody signs SHA256SUMS: the proofs find it, or it is said that none is of it."""
    bundle, policy = pair.mine / kind, pair.mine / "policy.txt"
    sums = (bundle / "SHA256SUMS").read_bytes()
    for name in pair.files(kind):
        data = (bundle / name).read_bytes()
        content = ATTACKS[attack](data, pair.another(kind, name))
        if content == data or name == "SHA256SUMS":
            continue
        with attacked(bundle / name, content):
            resummed(bundle)
            report = verify.verified(bundle, policy=policy, appends=True)
        (bundle / "SHA256SUMS").write_bytes(sums)

        named = kind == "full" and re.fullmatch(NAMED, name)
        if content is None:
            left_out = name.startswith(MAY_BE_LEFT_OUT) and not named
            assert report.code in ((0, 1) if left_out else (1, 3)), name
        elif kind_of(name)[0] in PROVED or named:
            assert report.code in (1, 3), name
        else:
            assert report.code == 0, (name, report.found, report.unchecked)
            told = [verify.in_language(0, *each) for each in report.notes]
            assert any(name in line for line in told), name


MAY_BE_LEFT_OUT: Final = ("anchors/",)
"""What whoever makes a bundle may not have, or not give."""

NAMED: Final = r"anchors/[0-9]{3}-[0-9]+-(?:copy|cosignature|rfc3161)\.[a-z]+"
"""What the journal names in an event, where the bundle is of the whole journal."""
