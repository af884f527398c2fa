"""Texts: what people call commands, events, fields, rules and reasons, by language.

A package keeps them beside its code, in `texts/da.toml` and `texts/en.toml`: one flat
table of keys and texts, which a reader who is no programmer can correct.

    "tilbud.registered" = "Et tilbud blev optaget i registret."
    "tilbud.registered.name" = "Tilbuddets navn."
    "LegalGrounds.primary" = "Det grundlag, der afgør tilbudstypen."

The core's own Danish lies here too. In schemas, English comes from the docstrings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from kvalitet_core.errors import Malformed, Problem, Unknown

__all__ = ["LANGUAGES", "read_texts"]

LANGUAGES: Final = ("da", "en")
"""The languages that texts can be given in."""


def read_texts(package: str) -> Mapping[str, Mapping[str, str]]:
    """The texts of a package: language → key → text.

    A file is read when its language is first asked for, so that whoever needs no text
    pays for none. A language without a file is not in the mapping.

    Args:
        package: The name of the package whose folder `texts` holds the files.
    """
    return _Texts(package)


class _Texts(Mapping[str, Mapping[str, str]]):
    """Files that are read when they are asked for, each once."""

    def __init__(self, package: str) -> None:
        self._package = package
        self._read: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, language: str) -> Mapping[str, str]:
        if language not in self._read:
            if language not in self:
                raise KeyError(language)
            self._read[language] = _texts_in(self._file(language), self._package)
        return self._read[language]

    def __contains__(self, language: object) -> bool:
        return language in LANGUAGES and self._file(str(language)).is_file()

    def __iter__(self) -> Iterator[str]:
        return (language for language in LANGUAGES if language in self)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __repr__(self) -> str:
        return f"read_texts({self._package!r})"

    def _file(self, language: str) -> Traversable:
        try:
            return files(self._package) / "texts" / f"{language}.toml"
        except ModuleNotFoundError as missing:
            raise Unknown("package", self._package) from missing


def _texts_in(file: Traversable, package: str) -> Mapping[str, str]:
    """The keys and texts of one file.

    Raises:
        Malformed: It is no TOML, or holds something else than texts.
    """
    subject = f"texts of {package}, {file.name}"
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Malformed(subject, str(error)) from error
    problems = [
        Problem(path=f"$.{key}", text=_wrong(text))
        for key, text in found.items()
        if not isinstance(text, str) or not text.strip()
    ]
    if problems:
        raise Malformed(subject, *problems)
    return found


def _wrong(text: object) -> str:
    if isinstance(text, dict):
        return "expected a text, got a table: put the whole key in quotes"
    return f"expected a text, got {text!r}"
