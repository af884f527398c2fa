"""Texts: everything that people meet is called something in Danish too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kvalitet_core.core import CORE
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.schemas import text_keys
from kvalitet_core.texts import LANGUAGES, read_texts


def wanted() -> set[str]:
    """The keys of everything that the core stores."""
    return {
        key
        for aggregate in CORE.aggregates
        for name, cls in {**aggregate.events, **aggregate.commands}.items()
        for key in text_keys(cls, name)
    }


def test_every_command_event_and_field_has_a_danish_text() -> None:
    """No text is missing, and none is of something that does not exist."""
    given = set(CORE.texts["da"])

    assert sorted(wanted() - given) == []
    assert sorted(given - wanted()) == []


def test_a_danish_text_is_a_sentence() -> None:
    """Each begins with a capital letter and ends with a full stop, without spaces."""
    for key, text in CORE.texts["da"].items():
        assert text == text.strip(), key
        assert text[0].isupper(), key
        assert text.endswith("."), key


def package(folder: Path, name: str, **files: str) -> str:
    """A package with texts."""
    texts = folder / name / "texts"
    texts.mkdir(parents=True)
    (folder / name / "__init__.py").touch()
    for language, content in files.items():
        (texts / f"{language}.toml").write_text(content, encoding="utf-8")
    return name


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which packages are found."""
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_a_plugin_reads_its_own_texts_the_same_way(folder: Path) -> None:
    """A language without a file is not there; one that is asked for is read once."""
    texts = read_texts(package(folder, "aeble", da='"aeble.spist" = "Spist."\n'))

    assert list(texts) == ["da"]
    assert len(texts) == 1
    assert texts["da"] == {"aeble.spist": "Spist."}
    assert texts["da"] is texts["da"]
    assert "en" not in texts
    assert texts.get("en") is None
    assert repr(texts) == "read_texts('aeble')"
    assert set(texts) <= set(LANGUAGES)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('aeble.spist = "Spist."', r"\$\.aeble: .* put the whole key in quotes"),
        ('"aeble" = 3', r"\$\.aeble: expected a text, got 3"),
        ('"aeble" = " "', "expected a text, got ' '"),
        ('"aeble" = ', "texts of paere, da.toml"),
    ],
)
def test_what_is_no_text_is_named_with_its_key(
    folder: Path, content: str, said: str
) -> None:
    """A reader who is no programmer is told which line to mend."""
    texts = read_texts(package(folder, "paere", da=content))

    with pytest.raises(Malformed, match=said):
        texts["da"]

    sys.modules.pop("paere")


def test_a_package_that_is_not_there_is_named() -> None:
    """A misspelt package is no plugin without texts."""
    with pytest.raises(Unknown, match="unknown package 'kvalitet_nowhere'"):
        read_texts("kvalitet_nowhere")["da"]
