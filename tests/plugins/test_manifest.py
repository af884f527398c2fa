"""The manifest says what the plugin says, and whatever else is told."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.journal import course

from kvalitet_core.core import CORE
from kvalitet_core.errors import Malformed
from kvalitet_core.manifest import (
    differences,
    manifest_of,
    read_manifest,
    write_manifest,
)
from kvalitet_core.plugins import Plugin

TITLED = attrs.evolve(course.PLUGIN, texts={"da": {"lesson": "Forløb"}})


@pytest.mark.parametrize("plugin", [CORE, course.PLUGIN, TITLED])
def test_what_is_written_is_read_again(plugin: Plugin) -> None:
    """The text holds all of it, and the same every time."""
    text = write_manifest(plugin)

    assert read_manifest(text) == manifest_of(plugin)
    assert differences(read_manifest(text), plugin) == []
    assert text == write_manifest(plugin)


ANY = st.text(alphabet=st.characters(codec="utf-8"))


@given(version=ANY, title=ANY)
def test_any_text_can_be_written(version: str, title: str) -> None:
    """Quotation marks, control signs and Danish letters come back as they were."""
    plugin = Plugin(name="thing", version=version, texts={"en": {"thing": title}})

    assert read_manifest(write_manifest(plugin)) == manifest_of(plugin)


def test_a_title_is_the_text_under_the_plugins_name() -> None:
    """Where a language has no such text, the name stands for it."""
    assert manifest_of(TITLED).title == {"da": "Forløb", "en": "lesson"}


def test_the_order_of_names_is_no_difference() -> None:
    """A file is compared by what it says."""
    lines = write_manifest(course.PLUGIN).splitlines(keepends=True)
    first, second = (
        lines.index(f'    "lesson.{n}/1",\n') for n in ("noted", "enrolled")
    )
    lines[first], lines[second] = lines[second], lines[first]

    assert differences(read_manifest("".join(lines)), course.PLUGIN) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "lesson"', "", "$.name: is missing"),
        ('name = "lesson"', "name = 7", "$.name: expected a text, got 7"),
        ("api = 1", 'api = "1"', "$.api: expected a whole number, got '1'"),
        ("api = 1", "api = true", "$.api: expected a whole number, got True"),
        ("forms = []", 'forms = "no"', "$.forms: expected names, each once, got 'no'"),
        ("forms = []", "forms = [1]", "$.forms: expected names, each once, got [1]"),
        ("forms = []", 'forms = ["a", "a"]', "$.forms: expected names, each once"),
        ("forms = []", "forms = []\nfroms = []", "$.froms: is not a known field"),
        ('en = "lesson"', "", "$.title: expected a text for each of da and en"),
        ('en = "lesson"', "en = 1", "$.title: expected a text for each of da and en"),
        ("api = 1", "api == 1", "is no TOML: "),
    ],
)
def test_what_is_no_manifest_is_told(old: str, new: str, said: str) -> None:
    """Each with its path, and what was expected."""
    text = write_manifest(course.PLUGIN)
    assert old in text

    with pytest.raises(Malformed) as error:
        read_manifest(text.replace(old, new))

    assert said in str(error.value)
    assert str(error.value).startswith("kvalitet-plugin.toml: ")


def test_all_problems_come_at_once() -> None:
    """In the order of their paths."""
    with pytest.raises(Malformed) as error:
        read_manifest('name = 1\nkind = "x"\n')

    paths = [problem.path for problem in error.value.problems]
    assert paths == sorted(paths)
    assert len(paths) == 11
