"""Judging: what cannot be looked at is told as such, and never passes for held."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.testing.breaking import Made, made, told
from tests.testing.broken_history import SECOND_NUMBER

import kvalitet_core.testing
from kvalitet_core.errors import KvalitetError
from kvalitet_core.manifest import MANIFEST
from kvalitet_core.testing.examined import examples_of
from kvalitet_core.testing.judging import Verdict


def verdict(plugin: Made, law: str) -> Verdict:
    """What came of one law."""
    return next(each for each in plugin.judged(drawn=1) if each.law == law)


def package_folder(plugin: Made) -> Path:
    """Where the plugin's package lies."""
    return Path(str(sys.modules[plugin.package].__file__)).parent


def test_a_law_that_fails_of_itself_is_broken(tmp_path: Path) -> None:
    """A story that raises is the author's to mend; nothing passes because of it."""
    plugin = made(
        (("examples.py", "    round_ = yield", "    1 / 0\n    round_ = yield"),),
        tmp_path,
    )

    found = verdict(plugin, "examples_come_to_what_they_say")

    assert found.state == "broken"
    assert "ZeroDivisionError" in told(found)


def test_examples_are_a_tuple_of_functions(tmp_path: Path) -> None:
    """A module `examples` without them is told; no module means none."""
    plugin = made(
        (("examples.py", "EXAMPLES: Final = (", "OTHER: Final = ("),), tmp_path
    )

    with pytest.raises(KvalitetError, match="expected EXAMPLES, a tuple of functions"):
        examples_of(plugin.package)
    assert examples_of("kvalitet_core") == ()
    assert examples_of("kvalitet_nowhere") == ()


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    """Without it, nobody knows what the plugin brings before running it."""
    plugin = made((), tmp_path)
    (package_folder(plugin) / MANIFEST).unlink()

    found = verdict(plugin, "the_manifest_says_what_the_plugin_is")

    assert told(found) == (
        f"{MANIFEST}: is missing in the package; write it anew: kvalitet plugin export"
    )


def test_a_note_of_released_schemas_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """What is released for ever must be known for ever."""
    plugin = made((), tmp_path)
    (package_folder(plugin) / "schemas" / "released.txt").write_text("not so\n")

    found = verdict(plugin, "the_schemas_say_what_the_classes_are")

    assert found.state == "broken"
    assert "released.txt" in told(found)


def test_without_the_comparer_two_numbers_are_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be proved here is neither held nor broken."""
    plugin = made(SECOND_NUMBER, tmp_path)
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)

    found = verdict(plugin, "the_schemas_say_what_the_classes_are")

    assert found.state == "unjudged"
    assert "kvalitet-core[schemas]" in found.why


def test_the_room_offers_what_it_lists() -> None:
    """The contract of plugins is imported when it is asked for, and nothing else is."""
    assert all(hasattr(kvalitet_core.testing, n) for n in kvalitet_core.testing.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Contract'"):
        _ = kvalitet_core.testing.Contract  # type: ignore[attr-defined]
