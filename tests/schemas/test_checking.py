"""Checking tells all that is wrong with released schemas: file, class and remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.schemas.classes import made, plugin

from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.personal import Personal, personal
from kvalitet_core.plugins import Plugin, unchanged
from kvalitet_core.releases import check, export, files_of, release
from kvalitet_core.releases.files import files_in

FIRST, SECOND = "thing.happened.1.json", "thing.happened.2.json"
NUMBER = made(value=int)
TEXT = made(value=str)


def told(plugin: Plugin, folder: Path) -> str:
    """Everything that is said, a line each."""
    return "\n".join(map(str, check(plugin, files_in(folder))))


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A folder in which `thing.happened/1`, a number, is released."""
    folder = tmp_path / "schemas"
    export(plugin(NUMBER), folder)
    assert release(plugin(NUMBER), folder) == ([FIRST], [])
    return folder


def second(
    cls: type[Any], step: Callable[..., Any] = unchanged, **given: Any
) -> Plugin:
    """The plugin with the class under the next number."""
    return plugin(cls, number=2, upcasters={"thing.happened/1": step}, **given)


def test_what_was_exported_is_right(tmp_path: Path) -> None:
    """Exporting again writes nothing."""
    new, against = export(plugin(NUMBER), tmp_path / "schemas")

    assert (new, against) == (["index.json", FIRST], [])
    assert told(plugin(NUMBER), tmp_path / "schemas") == ""
    assert export(plugin(NUMBER), tmp_path / "schemas") == ([], [])


def test_a_class_without_a_file_is_named(tmp_path: Path) -> None:
    """So is a plugin that has no folder at all."""
    said = told(plugin(NUMBER), tmp_path / "none")

    assert said == (
        f"{FIRST} (classes.Happened): the class stored as thing.happened/1 has no "
        "file: run `kvalitet plugin export`"
    )


def test_a_class_that_differs_from_its_file_is_named_with_both_remedies(
    tmp_path: Path,
) -> None:
    """While it is not released it may change; after that it takes a new number."""
    export(plugin(NUMBER), tmp_path)

    said = told(plugin(TEXT), tmp_path)

    assert said == (
        f"{FIRST} (classes.Happened): differs from the class at "
        "$.properties.value.type: give it a new number and an upcaster, or, while "
        "unreleased, run `kvalitet plugin export`"
    )
    assert export(plugin(TEXT), tmp_path) == ([FIRST], [])
    assert told(plugin(TEXT), tmp_path) == ""


def test_a_schema_changed_under_its_number_is_refused(released: Path) -> None:
    """Nothing is written, and the next number is told."""
    before = files_in(released)

    new, (finding,) = export(plugin(TEXT), released)

    assert new == []
    assert str(finding) == (
        f"{FIRST} (classes.Happened): the class has changed under its number at "
        "$.properties.value.type: give the class the stored name thing.happened/2 "
        "and an upcaster from thing.happened/1"
    )
    assert check(plugin(TEXT), before) == [finding]
    assert release(plugin(TEXT), released) == ([], [finding])
    assert files_in(released) == before


def test_a_released_file_keeps_its_words(released: Path) -> None:
    """A better docstring, or a better Danish text, is no change of shape."""
    before = files_in(released)
    reworded = plugin(made("It happened, in better words.", value=int))

    assert told(reworded, released) == ""
    assert export(reworded, released) == ([], [])
    assert files_in(released) == before


def test_the_order_of_fields_is_no_shape(tmp_path: Path) -> None:
    """What is stored has its keys sorted, whatever order the class has them in."""
    inner, other = (
        attrs.make_class(name, {"value": attrs.field(type=int)}, frozen=True)
        for name in ("Inner", "Other")
    )
    export(plugin(made(first=inner, second=other)), tmp_path)
    digest = sha256((tmp_path / FIRST).read_bytes()).hexdigest()
    (tmp_path / "released.txt").write_text(f"{FIRST} {digest}\n")

    assert export(plugin(made(second=other, first=inner)), tmp_path) == ([], [])


def test_the_names_of_classes_inside_are_no_shape(released: Path) -> None:
    """Stored names are what is stored; a class may be called something better."""
    inner, other = (
        attrs.make_class(name, {"value": attrs.field(type=int)}, frozen=True)
        for name in ("Inner", "Other")
    )
    second_of = partial(second, step=dict)
    export(second_of(made(value=inner)), released)
    lines = [
        f"{file} {sha256((released / file).read_bytes()).hexdigest()}\n"
        for file in (FIRST, SECOND)
    ]
    (released / "released.txt").write_text("".join(lines))

    assert export(second_of(made(value=other)), released) == ([], [])


def test_a_new_number_keeps_the_older_files(released: Path) -> None:
    """Both are there; the older one stays as it was."""
    older = files_in(released).schemas[FIRST]

    new, against = export(second(made(value=int | None)), released)

    assert (new, against) == (["index.json", SECOND], [])
    assert files_in(released).schemas[FIRST] == older
    assert told(second(made(value=int | None)), released) == ""


def test_an_unchanged_step_must_be_proved(released: Path) -> None:
    """A number is no text: the upcaster may not leave it as it stands."""
    export(second(TEXT), released)

    assert told(second(TEXT), released) == (
        f"{SECOND} (classes.Happened): not every value of thing.happened/1 is proved "
        "to fit thing.happened/2 as it stands: write an upcaster from "
        "thing.happened/1 in place of `unchanged`"
    )
    assert told(second(TEXT, lambda fields: fields), released) == ""


def test_a_step_between_two_numbers_gone_by_is_judged_too(released: Path) -> None:
    """No class has them any more; their files are compared all the same."""
    export(second(TEXT), released)
    steps = {"thing.happened/1": unchanged, "thing.happened/2": unchanged}
    third = plugin(TEXT, number=3, upcasters=steps)
    export(third, released)

    assert told(third, released) == (
        f"{SECOND} (no class): not every value of thing.happened/1 is proved to fit "
        "thing.happened/2 as it stands: write an upcaster from thing.happened/1 in "
        "place of `unchanged`"
    )


@pytest.mark.parametrize(
    ("cls", "verdict"),
    [(made(value=int | None), "will do"), (TEXT, "will not do")],
)
def test_a_missing_step_is_named_with_what_it_may_be(
    released: Path, cls: type[Any], verdict: str
) -> None:
    """The gate says whether the upcaster may be the identity."""
    without = attrs.evolve(second(cls), upcasters={})
    export(without, released)

    said = told(without, released)

    assert "no upcaster leads from thing.happened/1 to thing.happened/2" in said
    assert f"`unchanged` {verdict}" in said


def about(hint: Any) -> type[Any]:
    """A class with a personal field."""
    return made(who=str, value=(Personal[hint], personal(subject="who")))


def test_sealed_content_of_another_shape_needs_a_sealed_step(tmp_path: Path) -> None:
    """The place of the section fits; what is in it does not."""
    export(plugin(about(int)), tmp_path)
    export(second(about(str)), tmp_path)

    assert told(second(about(str)), tmp_path) == (
        f"{SECOND} (classes.Happened): not all that thing.happened/1 sealed as value "
        "is proved to fit thing.happened/2: add a sealed upcaster from "
        "('thing.happened/1', 'value')"
    )
    sealed = {("thing.happened/1", "value"): str}
    assert told(second(about(str), sealed_upcasters=sealed), tmp_path) == ""


def test_a_file_that_was_released_may_not_change(released: Path) -> None:
    """Not by a letter: its SHA-256 stands in `released.txt`."""
    content = (released / FIRST).read_text(encoding="utf-8")
    (released / FIRST).write_text(content.replace("The value.", "A value."), "utf-8")

    said = told(plugin(NUMBER), released)

    assert said.startswith(f"{FIRST}: was released with SHA-256 ")
    assert said.endswith(": restore the file as it was released")
    assert release(plugin(NUMBER), released)[0] == []


def test_a_file_that_was_released_may_not_be_taken_away(released: Path) -> None:
    """It says for ever what its name and number hold."""
    (released / FIRST).unlink()

    assert told(plugin(NUMBER), released) == (
        f"{FIRST}: was released, and is gone: restore the file as it was released"
    )


@pytest.mark.parametrize(
    ("content", "rule"),
    [("{", "is no JSON"), ("[]", "expected a JSON object")],
)
def test_a_file_that_is_no_schema_is_named(
    tmp_path: Path, content: str, rule: str
) -> None:
    """Before anything else is asked of it."""
    export(plugin(NUMBER), tmp_path)
    (tmp_path / FIRST).write_text(content)

    said = told(plugin(NUMBER), tmp_path)

    assert said.startswith(f"{FIRST}: {rule}")
    assert said.endswith("run `kvalitet plugin export`")


def test_a_file_without_a_class_is_named(tmp_path: Path, released: Path) -> None:
    """Unreleased it is litter; released it is what nobody can read any more."""
    other = plugin(NUMBER, number=1)
    aggregate = attrs.evolve(other.aggregates[0], events={"thing.hapened/1": NUMBER})
    misspelt = attrs.evolve(other, aggregates=(aggregate,))
    export(plugin(NUMBER), tmp_path)

    assert f"{FIRST}: no class has this name; the nearest is thing.hapened: delete" in (
        told(misspelt, tmp_path)
    )
    assert "bring the class back" in told(misspelt, released)


def test_a_file_that_resembles_no_class_is_named(tmp_path: Path) -> None:
    """There may be none near it."""
    export(plugin(NUMBER), tmp_path)
    (tmp_path / "zz.qqq.1.json").write_text("{}")

    assert "zz.qqq.1.json: no class has this name: delete the file" in (
        told(plugin(NUMBER), tmp_path)
    )


def test_an_older_number_without_a_file_is_named(tmp_path: Path) -> None:
    """Whoever finds an old row must find what it holds."""
    export(second(NUMBER), tmp_path)

    assert told(second(NUMBER), tmp_path) == (
        f"{FIRST}: is missing, and thing.happened/2 is there: keep the file of every "
        "older number"
    )


def test_an_index_that_lies_is_named(tmp_path: Path) -> None:
    """It lists the files as they are."""
    export(plugin(NUMBER), tmp_path)
    index = json.loads((tmp_path / "index.json").read_text())
    (tmp_path / "index.json").write_text(json.dumps(index | {"schemas": []}))

    assert told(plugin(NUMBER), tmp_path) == (
        "index.json: does not list the files as they are: run `kvalitet plugin export`"
    )


def test_texts_are_checked_with_the_schemas(tmp_path: Path) -> None:
    """A missing text, and one of a field that does not exist, with the nearest."""
    texts = {"da": {"thing.happened": "Tekst.", "thing.happened.valeu": "Tekst."}}
    wordless = plugin(NUMBER, texts=texts)
    export(wordless, tmp_path)

    assert told(wordless, tmp_path) == (
        "texts/da.toml: 'thing.happened.valeu' is no field; did you mean "
        "'thing.happened.value'?: mend the key, or take it out\n"
        "texts/da.toml: 'thing.happened.value' has no text in Danish: add "
        '"thing.happened.value" = "…" to it'
    )


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    """In the order of the files."""
    export(plugin(NUMBER), tmp_path)
    (tmp_path / "index.json").unlink()
    (tmp_path / "other.happened.1.json").write_text("{}")

    findings = check(plugin(TEXT), files_in(tmp_path))

    assert [finding.subject.partition(" ")[0] for finding in findings] == [
        "index.json",
        "other.happened.1.json",
        FIRST,
    ]


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ("thing.happened.1.json abc\n", "line 1: expected a file and its SHA-256"),
        (f"b {'0' * 64}\na {'0' * 64}\n", "expected its lines sorted"),
        (f"a {'0' * 64}\na {'0' * 64}\n", "each once"),
    ],
)
def test_a_note_of_releases_that_cannot_be_read_is_named(
    tmp_path: Path, lines: str, rule: str
) -> None:
    """A guess would let a released file change."""
    (tmp_path / "released.txt").write_text(lines)

    with pytest.raises(Malformed, match=f"released.txt: .*{rule}"):
        files_in(tmp_path)


def test_a_package_keeps_its_files_in_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin's schemas are found like its code."""
    package = tmp_path / "kvalitet_thing"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    export(plugin(NUMBER), package / "schemas")

    assert list(files_of("kvalitet_thing").schemas) == [FIRST]
    with pytest.raises(Unknown, match="unknown package 'kvalitet_nowhere'"):
        files_of("kvalitet_nowhere")
