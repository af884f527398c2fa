"""A released definition never changes: running cases are bound to its digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest

from kvalitet_core.casetypes import CaseType, Fact, Renamed, Role, Stage, Task
from kvalitet_core.casetypes.reading import read_definition
from kvalitet_core.deadlines import DANISH, Term
from kvalitet_core.plugins import Plugin
from kvalitet_core.releases import check, export, files_in, release

FILE = "case_type.thing.course.2026-1.json"
NAME = "thing.course/2026-1"

clerk = Role("clerk", da="Sagsbehandler", en="Clerk")
asked = Fact("asked", date, da="ansøgt", en="asked")


def course(
    days: int = 14, *, version: str = "2026-1", title: str = "Mød", **said: Any
) -> type[CaseType]:
    """A case type with one task, due so many days after what it was asked."""
    space = Stage.__prepare__("Begin", (Stage,))
    due = Term(days, "days", after=asked)
    space["__doc__"], space["en"] = "Begynd", "Begin"
    space["meet"] = Task(title, en="Meet", role=clerk, due=due)
    begin = type(Stage)("Begin", (Stage,), space)
    body = {
        "__doc__": "Forløb",
        "__module__": __name__,
        "en": "Course",
        "code": "thing.course",
        "version": version,
        "valid_from": date(2026, 1, 1),
        "stages": (begin,),
        **said,
    }
    return type("Course", (CaseType,), body)


def plugin(*case_types: type[CaseType], **given: Any) -> Plugin:
    """A plugin with these case types, and nothing else."""
    return Plugin(name="thing", version="1", case_types=case_types, **given)


def told(subject: Plugin, folder: Path) -> str:
    """Everything that is found."""
    return "\n".join(map(str, check(subject, files_in(folder))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which the course is released."""
    assert release(plugin(course()), exported(tmp_path)) == ([FILE], [])
    return tmp_path


def exported(folder: Path, *case_types: type[CaseType]) -> Path:
    """The folder, with the files of these case types, or of the course."""
    assert export(plugin(*(case_types or (course(),))), folder)[1] == []
    return folder


def test_an_auditor_reads_it_without_running_code(folder: Path) -> None:
    """The file holds all that decides, and lists it, sorted, with its titles."""
    content = (folder / FILE).read_text("utf-8")
    definition = course().definition

    assert json.loads(content) == definition.as_json()
    assert read_definition(json.loads(content)).digest == definition.digest
    assert content.startswith('{\n  "calendar"')
    assert content.endswith("}\n")
    index = json.loads((folder / "index.json").read_text("utf-8"))
    assert index["case_types"] == [
        {
            "file": FILE,
            "name": NAME,
            "titles": {"da": "Forløb", "en": "Course"},
            "valid_from": "2026-01-01",
            "valid_to": None,
        }
    ]


def test_it_is_released_with_its_digest(folder: Path) -> None:
    """It stands in `released.txt` beside the schemas; then nothing is wrong."""
    digest = sha256((folder / FILE).read_bytes()).hexdigest()

    assert (folder / "released.txt").read_text() == f"{FILE} {digest}\n"
    assert told(plugin(course()), folder) == ""


def test_a_definition_that_changed_is_told_in_words(folder: Path) -> None:
    """With the case type, what changed, and the way to change it; nothing is written.

    `Term(14, "days")` has become `Term(21, "days")`, and a title another one.
    """
    before = files_in(folder)
    changed = plugin(course(21, title="Hold møde"))

    assert told(changed, folder) == (
        f"{FILE} (test_definitions.Course): case type {NAME} has changed under its "
        "version, by which cases run: begin.meet: due: 14 days after asked → 21 days "
        "after asked; begin.meet: title (da): Mød → Hold møde: let it say what it "
        "said, and write the change in a class of its own with a new version and "
        "migrate_from = {'2026-1': Renamed()}"
    )
    assert export(changed, folder)[0] == []
    assert release(changed, folder)[0] == []
    assert files_in(folder) == before


def test_a_calendar_that_changed_is_told_too(folder: Path) -> None:
    """Deadlines are counted by it, so it is part of what a case is bound to."""
    calendar = attrs.evolve(DANISH, version=DANISH.version + 1)

    said = told(plugin(course(calendar=calendar)), folder)

    assert f"calendar: {DANISH.name} version {DANISH.version} (" in said
    assert f"→ {DANISH.name} version {DANISH.version + 1} (" in said


def test_a_file_that_cannot_be_read_as_one_is_told_by_its_places(
    tmp_path: Path,
) -> None:
    """Where words fail, the places that differ are named."""
    exported(tmp_path)
    (tmp_path / FILE).write_text('{"code": "thing.course"}')

    said = told(plugin(course()), tmp_path)

    assert f"differs from case type {NAME}: at $.calendar, $.ends, $.facts" in said


def test_a_change_takes_a_new_version(folder: Path) -> None:
    """Both are there, and the older one is as it was released."""
    newer = course(
        21,
        version="2027-1",
        valid_from=date(2027, 1, 1),
        migrate_from={"2026-1": Renamed()},
    )
    older = course(valid_to=None)

    new, against = export(plugin(older, newer), folder)

    assert (new, against) == (["case_type.thing.course.2027-1.json", "index.json"], [])
    assert told(plugin(older, newer), folder) == ""


def test_while_unreleased_a_file_follows_its_class(tmp_path: Path) -> None:
    """It is only forgotten to be written."""
    exported(tmp_path)

    assert told(plugin(course(21)), tmp_path) == (
        f"{FILE} (test_definitions.Course): differs from case type {NAME}: begin.meet: "
        "due: 14 days after asked → 21 days after asked: run `kvalitet plugin export`"
    )
    exported(tmp_path, course(21))
    assert told(plugin(course(21)), tmp_path) == ""


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A case type without a file cannot be released, nor read without its code."""
    assert told(plugin(course()), tmp_path) == (
        f"{FILE} (test_definitions.Course): case type {NAME} has no file: run "
        "`kvalitet plugin export`"
    )


def test_a_file_without_a_class_is_told(tmp_path: Path) -> None:
    """Unreleased it is litter; released, cases may still run by it."""
    exported(tmp_path)
    assert f"{FILE}: no class is case type {NAME}: delete the file" in (
        told(plugin(), tmp_path)
    )

    release(plugin(course()), tmp_path)

    assert told(plugin(), tmp_path) == (
        f"{FILE}: no class is case type {NAME}, by which cases may still run: bring "
        f"the class back; or, where no case runs by it any more, add {NAME!r} to the "
        "plugin's retired="
    )
    assert told(plugin(retired=(NAME,)), tmp_path) == ""


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ({"case_types": (course(),)}, "is said to be retired, and has a class"),
        ({"retired": ("thing.curse/1",)}, "is said to be retired, and was never"),
    ],
)
def test_what_is_retired_was_released_and_is_gone(
    folder: Path, given: Mapping[str, Any], finding: str
) -> None:
    """Anything else would hide what it is said of."""
    said = told(attrs.evolve(plugin(retired=(NAME,)), **given), folder)

    assert finding in said


@pytest.mark.parametrize("change", [Path.unlink, lambda file: file.write_text("{}")])
def test_a_released_file_is_kept_as_it_is(folder: Path, change: Any) -> None:
    """By its SHA-256, as a released schema."""
    change(folder / FILE)

    said = told(plugin(course()), folder)

    assert said.startswith(f"{FILE}: was released")
    assert said.endswith(": restore the file as it was released")


def test_without_case_types_the_index_is_as_it_was(tmp_path: Path) -> None:
    """Who brings none sees nothing of them."""
    export(plugin(), tmp_path)

    assert "case_types" not in json.loads((tmp_path / "index.json").read_text())
