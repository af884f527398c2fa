"""What a bundle says of itself is held against what it has: each field, by its name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from tests.cli import shelter
from tests.conftest import Place
from tests.domain import programme
from tests.evidence.bundles import Item, found, rebuilt, resummed
from tests.evidence.sealing import note_some
from tests.journal import course
from tests.journal.processes import opened

from kvalitet_cli.commands import bundle as bundling
from kvalitet_core import Journal
from kvalitet_core.evidence import verify
from kvalitet_core.evidence.making.keys import SignerKey
from kvalitet_core.journal.clock import GivenClock, host_clock
from kvalitet_core.journal.instants import written
from kvalitet_core.opening_evidence import account_at

Told = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of a journal with people in it: full, of cases, without."""
    folder = tmp_path_factory.mktemp("made")
    place = Place(str(folder / "journal.db"), str(folder / "journal.keys"))
    with opened(place) as journal:
        note_some(journal, 2)
        journal.do(course.enrol(2, "p-1", "Anna", "q-1", "Bo"), by=course.ANNA)
    with account_at(place.url, key=folder / "signing-key") as account:
        early = account.seal().note or b""
        account.log_index()
        account.seal()
        account.anchor(early)
        account.bundle(folder / "full")
        account.bundle(folder / "without", persons=False)
        account.bundle(folder / "cases", cases=["lesson/1", "lesson/2"])
        account.bundle(folder / "few", cases=["lesson/2"], persons=False)
    return folder


@pytest.fixture
def saying(made: Path, tmp_path: Path) -> Callable[..., Path]:
    """Gives a copy of a bundle that says something else of itself."""

    def change(kind: str, said: Callable[[Told], object]) -> Path:
        target = tmp_path / kind
        shutil.copytree(made / kind, target)
        path = target / "provenance.json"
        told = json.loads(path.read_text("utf-8"))
        said(told)
        path.write_text(json.dumps(told) + "\n", "utf-8")
        return resummed(target)

    return change


@pytest.mark.parametrize("kind", ["full", "without", "cases", "few"])
def test_an_honest_one_is_right(saying: Callable[..., Path], kind: str) -> None:
    """However its JSON is spelled."""
    assert found(saying(kind, lambda _: None)) == (0, [])


@pytest.mark.parametrize(
    ("kind", "change", "line"),
    [
        (
            "full",
            {"persons": False},
            "persons: says false, and the bundle has 4 sealed sections about people",
        ),
        (
            "cases",
            {"persons": False},
            "persons: says false, and the bundle has 4 sealed sections about people",
        ),
        (
            "without",
            {"persons": True},
            "persons: says true, and the bundle has 0 sealed sections about people",
        ),
        (
            "few",
            {"persons": True},
            "persons: says true, and the bundle has 0 sealed sections about people",
        ),
        (
            "full",
            {"kind": "cases"},
            "kind: says cases, and the bundle has the files of a whole journal",
        ),
        (
            "cases",
            {"kind": "full"},
            "kind: says full, and the bundle has the files of some cases",
        ),
        ("full", {"journal": "another"}, 'journal: says "another", and the bundle has'),
        ("cases", {"journal": "another"}, 'journal: says "another", and the bundle'),
        ("full", {"made_at": "yesterday"}, 'made_at: cannot be "yesterday"'),
        ("full", {"made_at": "2026-02-30T00:00:00.000000Z"}, "made_at: cannot be"),
        ("full", {"made_at": None}, "made_at: cannot be nothing"),
        ("full", {"made_by": "a\nb"}, 'made_by: cannot be "a\\nb"'),
        ("full", {"made_by": ["x"]}, "made_by: cannot be a list of 1"),
        ("full", {"approved": True}, "approved: a bundle of this kind says no such"),
        ("full", {"cases": []}, "cases: a bundle of this kind says no such thing"),
        ("full", {"consistency": []}, "consistency: a bundle of this kind says no"),
        ("cases", {"cases": []}, "cases: names none"),
        ("cases", {"cases": 1}, "cases: cannot be 1"),
        ("cases", {"index": {}}, "index: cannot be an object of 0 names"),
    ],
)
def test_a_field_that_is_contradicted_is_named(
    saying: Callable[..., Path], kind: str, change: Told, line: str
) -> None:
    """With what it says, and what was found."""
    code, lines = found(saying(kind, lambda told: told.update(change)))

    assert code == 1
    assert any(each.startswith(f"provenance.json: {line}") for each in lines), lines


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            lambda told: told["cases"][0].update(events=1),
            "lesson/1 events: says 1, and the bundle has 2",
        ),
        (
            lambda told: told["cases"][1].update(commands=7),
            "lesson/2 commands: says 7, and the bundle has 1",
        ),
        (
            lambda told: told["cases"].append(dict(told["cases"][0])),
            "cases: names lesson/1 twice",
        ),
        (
            lambda told: told["cases"][0].update(events="2"),
            'cases 1 events: cannot be "2"',
        ),
        (
            lambda told: told["cases"][0].update(stream="\x1b[2K"),
            'cases 1 stream: cannot be "\\u001b[2K"',
        ),
        (
            lambda told: told["cases"][0].update(more=1),
            "cases 1: cannot be an object of 6 names",
        ),
        (lambda told: told["index"].update(path=["AA=="]), "index path: cannot be"),
        (lambda told: told["erasures"].append(0), "erasures 1: cannot be 0"),
        (
            lambda told: told["consistency"][0].update(size=3),
            "consistency: a proof from 3 events, and no checkpoint of so many",
        ),
    ],
)
def test_what_is_said_of_cases_is_held_against_them(
    saying: Callable[..., Path], change: Callable[[Told], object], line: str
) -> None:
    """Counts, names and proofs."""
    code, lines = found(saying("cases", change))

    assert code == 1
    assert any(each.startswith(f"provenance.json: {line}") for each in lines), lines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"format": 1, "format": 1}', "has 'format' twice"),
        ('{"format": 1' + "0" * 5000 + "}", "has a number of 5001 digits"),
        ('{"format": NaN}', "has NaN, which is no JSON"),
        ('{"format": 1.0, "kind": "full"}', "does not say what the bundle is"),
        ('{"format": true}', "does not say what the bundle is"),
        ('{"format": 2}', "does not say what the bundle is"),
        ("5", "does not say what the bundle is"),
        ('\ufeff{"format": 1}', "does not say what the bundle is"),
        ("[" * 100_000, "is nested too deeply to be read"),
    ],
)
def test_what_says_nothing_could_not_be_looked_at(
    saying: Callable[..., Path], text: str, told: str
) -> None:
    """In a line of our own: never in Python's words."""
    bundle = saying("full", lambda _: None)
    (bundle / "provenance.json").write_text(text, "utf-8")

    assert found(resummed(bundle)) == (3, [f"provenance.json: {told}"])


def test_a_bundle_that_says_it_was_made_before_its_events_is_told_of(
    saying: Callable[..., Path],
) -> None:
    """No fault of the evidence: one of two clocks was wrong."""
    early = "2001-01-01T00:00:00.000000Z"
    for kind in ("full", "cases"):
        report = verify.verified(saying(kind, lambda told: told.update(made_at=early)))

        (values,) = [values for key, values in report.notes if key == "made_before"]
        assert (report.code, values[0]) == (0, early)


@pytest.mark.parametrize("kind", ["full", "cases"])
@pytest.mark.parametrize(("ahead", "count"), [(timedelta(days=9999), 1),
                                              (timedelta(minutes=4), 0)])  # fmt: skip
def test_a_bundle_that_says_it_is_made_in_days_to_come_is_told_of(
    saying: Callable[..., Path], kind: str, ahead: timedelta, count: int
) -> None:
    """No fault of the evidence; and a clock that is a little ahead is no matter."""
    made = written(host_clock() + ahead)

    report = verify.verified(saying(kind, lambda told: told.update(made_at=made)))

    notes = [values for key, values in report.notes if key == "made_ahead"]
    assert (report.code, notes) == (0, [(made,)] * count)


@pytest.mark.parametrize("kind", ["full", "cases"])
def test_a_clock_that_a_program_set_is_told_of_whatever_is_in_the_bundle(
    tmp_path: Path, kind: str
) -> None:
    """The journal's opening says it, which is in a bundle of a case too, and proved."""
    place = Place(str(tmp_path / "journal.db"), None)
    clock = GivenClock(datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=-11.5))))
    with opened(place, clock=clock) as journal:
        note_some(journal)
    with account_at(place.url) as account:
        account.seal()
        account.log_index()
        account.seal()
        some = ["lesson/1"] if kind == "cases" else []
        account.bundle(tmp_path / "bundle", cases=some)

    report = verify.verified(tmp_path / "bundle")

    assert (report.code, ("simulated", ()) in report.notes) == (0, True)


def test_where_the_opening_is_left_out_that_is_told(
    saying: Callable[..., Path],
) -> None:
    """As in bundles that were made before it was brought."""
    bundle = saying("cases", lambda told: told.pop("opening"))
    for ending in ("entry", "payload"):
        (bundle / f"cases/opening.{ending}").unlink()

    report = verify.verified(resummed(bundle))

    assert (report.code, ("no_opening", ()) in report.notes) == (0, True)


def test_a_case_has_its_own_journals_opening(saying: Callable[..., Path]) -> None:
    """Another event in its place is found, whatever the proof."""
    bundle = saying("cases", lambda told: told.update(opening=told["index"]))
    for ending in ("entry", "payload"):
        index = bundle / f"cases/index.{ending}"
        (bundle / f"cases/opening.{ending}").write_bytes(index.read_bytes())

    code, lines = found(resummed(bundle))

    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("cases/opening.entry: is not the opening of")


def test_a_definition_stands_under_its_own_name(made: Path, tmp_path: Path) -> None:
    """A schema under another's name would say whose a section is, and be wrong."""
    one, other = "lesson.enrolled/1", "lesson.noted/1"
    with (
        opened(Place(str(made / "journal.db"), str(made / "journal.keys"))) as journal,
        account_at(str(made / "journal.db"), key=made / "signing-key") as account,
    ):
        every = bundling._definitions(journal.registry)
        account.bundle(tmp_path / "all", definitions=every)
    folder = tmp_path / "all/definitions"
    paths = [folder / f"{name.replace('/', '.')}.json" for name in (one, other)]
    contents = [path.read_bytes() for path in paths]

    honest = verify.verified(tmp_path / "all")
    for path, content in zip(paths, reversed(contents), strict=True):
        path.write_bytes(content)
    code, lines = found(resummed(tmp_path / "all"))

    assert (honest.code, honest.found) == (0, [])
    assert code == 1
    assert [
        f"definitions/{name.replace('/', '.')}.json: is none of those that the journal "
        "names, by this name"
        for name in (one, other)
    ] == lines


def test_every_kind_of_definition_is_in_the_bundle(tmp_path: Path) -> None:
    """Schemas, rules, forms and case types: none that decided is left out."""
    path = tmp_path / "journal.db"
    plugins = [programme.PLUGIN, shelter.PLUGIN]
    with Journal.open(path, plugins=plugins, create=True) as journal:
        journal.do(programme.ANNOUNCE, by=course.ANNA)
        every = bundling._definitions(journal.registry)
    with account_at(str(path)) as account:
        account.seal()
        account.bundle(tmp_path / "all", definitions=every)
        twice = {**every, **{name.upper(): one for name, one in every.items()}}
        account.bundle(tmp_path / "twice", definitions=twice)

    report = verify.verified(tmp_path / "all")
    there = {path.name for path in (tmp_path / "all/definitions").iterdir()}

    assert (report.code, report.found) == (0, [])
    assert "definitions_missing" not in {key for key, _ in report.notes}
    assert {"proeve.ansoegning.1.json", "proeve.laengde.2.json"} < there
    assert there == {path.name for path in (tmp_path / "twice/definitions").iterdir()}


def test_definitions_that_are_left_out_could_not_be_looked_at(
    made: Path, tmp_path: Path
) -> None:
    """Unless it was said, where the bundle was made, that they are not there."""
    with (
        opened(Place(str(made / "journal.db"), str(made / "journal.keys"))) as journal,
        account_at(str(made / "journal.db"), key=made / "signing-key") as account,
    ):
        every = bundling._definitions(journal.registry)
        one = every.pop("lesson.noted/1")
        exported = account.bundle(tmp_path / "all", definitions=every)
    told = json.loads((tmp_path / "all/provenance.json").read_text("utf-8"))
    said = [{"digest": sha256(one).hexdigest(), "name": "lesson.noted/1"}]

    honest = verify.verified(tmp_path / "all")
    shutil.rmtree(tmp_path / "all/definitions")
    code, lines = found(resummed(tmp_path / "all"))

    assert (told["not_installed"], list(exported.absent)) == (said, ["lesson.noted/1"])
    assert ("definitions_missing", (1,)) in honest.notes
    assert (honest.code, honest.found) == (0, [])
    assert code == 3
    assert len(lines) == 1
    assert lines[0].startswith(f"definitions: {len(every)} schemas, rules, forms")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ([{"digest": "0", "name": "a/1"}], "not_installed: says "),
        ([{"digest": 0, "name": "a/1"}], "not_installed 1: cannot be an object of 2"),
        ([[]], "not_installed 1: cannot be a list of 0"),
        ("a/1", 'not_installed 1: cannot be "a/1"'),
    ],
)
def test_what_is_said_not_to_be_installed_is_named_by_the_journal(
    saying: Callable[..., Path], said: object, line: str
) -> None:
    """And is not there, and said as a bundle says it."""
    code, lines = found(saying("full", lambda told: told.update(not_installed=said)))

    assert code == 1
    assert any(each.startswith(f"provenance.json: {line}") for each in lines), lines


def test_the_journal_begins_with_its_own_opening(made: Path, tmp_path: Path) -> None:
    """Whoever has the key and leaves it out is found."""
    bundle = shutil.copytree(made / "full", tmp_path / "full")
    key = SignerKey.read((made / "signing-key").read_text("utf-8"))

    def headless(items: list[Item]) -> list[Item]:
        return items[1:]

    code, lines = found(rebuilt(bundle, key, headless))

    assert code == 1
    assert any(line.startswith("position 1: is not the opening of") for line in lines)


def test_a_case_shows_that_it_has_grown_from_what_others_hold(
    made: Path, tmp_path: Path
) -> None:
    """There is a proof of each; of a later one it is found that it is not reached."""
    bundle = made / "cases"
    (kept,) = (bundle / "anchors").iterdir()
    other = tmp_path / "other"
    origin, size, root, rest = kept.read_text("utf-8").split("\n", 3)
    key = SignerKey.read((made / "signing-key").read_text("utf-8"))
    with account_at(str(made / "journal.db"), key=made / "signing-key") as account:
        account.log_index()
        later = account.seal().note or b""
    other.write_bytes(later)

    grown = verify.verified(bundle, since=kept)
    beyond = verify.verified(bundle, since=other)

    assert grown.code == 0
    assert ("grew", (str(kept), int(size))) in grown.checked
    assert (beyond.code, "some are gone" in beyond.found[0][1]) == (1, True)
    assert (origin, bool(root), bool(rest), key.name) == (key.name, True, True, origin)


@pytest.mark.parametrize("kind", ["full", "cases"])
def test_a_bad_anchor_hides_nothing_else(made: Path, tmp_path: Path, kind: str) -> None:
    """It is named, and all else is looked at."""
    bundle = shutil.copytree(made / kind, tmp_path / kind)
    (anchor,) = (bundle / "anchors").iterdir()
    anchor.write_bytes(anchor.read_bytes().replace(b"\n\xe2", b"\n\xe2\xe2"))
    another = bundle / "anchors" / "009-7-copy.checkpoint"
    name = "somebody.example/log"
    note = f"{name}\n7\n{'A' * 43}=\n\n\u2014 {name} AAAAAAAA\n"
    another.write_text(note, "utf-8")
    (path,) = bundle.glob(
        "payload/000.p/*" if kind == "full" else "*/001.events.payload"
    )
    path.write_bytes(path.read_bytes().replace(b'"text":"', b'"text":"x'))

    report = verify.verified(resummed(bundle))

    places = {place for place, _ in report.found}
    assert f"anchors/{anchor.name}" in places
    assert any("another log: somebody.example/log" in x for x in report.unchecked)
    assert len(places) == 2
    assert any(place.startswith(("cases/001.events", "payload")) for place in places)


def test_what_cannot_be_compared_and_was_asked_for_is_not_passed_over(
    made: Path, tmp_path: Path
) -> None:
    """Exit code 3: nobody is told that nothing is wrong."""
    bundle = shutil.copytree(made / "cases", tmp_path / "cases")
    (kept,) = (bundle / "anchors").iterdir()
    pocket = kept.rename(tmp_path / "pocket")
    path = bundle / "provenance.json"
    told = json.loads(path.read_text("utf-8"))
    told["consistency"] = []
    path.write_text(json.dumps(told) + "\n", "utf-8")
    kept.parent.rmdir()

    code, lines = found(resummed(bundle), since=pocket)

    assert (code, len(lines)) == (3, 1)
    assert "cannot be compared with this bundle of some cases" in lines[0]
