"""Whether everything is called something, in every language.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kvalitet_core.casetypes.items import Decision
from kvalitet_core.errors import Problem

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["texts"]

_SPOKEN = ("da", "en")


def texts(definition: Definition) -> Iterator[Problem]:
    """Tell of languages that the library does not speak, and of missing texts."""
    if not definition.languages:
        text = "has no language; let the one that its classes are in stand first"
        yield Problem(path="languages", text=text)
    for language in dict.fromkeys(definition.languages):
        if language not in _SPOKEN:
            text = f"language {language!r} is not spoken here; write da or en"
            yield Problem(path=f"languages.{language}", text=text)
        elif definition.languages.count(language) > 1:
            text = f"language {language!r} is there twice; write it once"
            yield Problem(path=f"languages.{language}", text=text)
        else:
            yield from _missing(definition, language)
    if len(definition.languages) > 1:
        yield from _roles(definition)


def _roles(definition: Definition) -> Iterator[Problem]:
    """A code is of one language, so it can name a role in one language only."""
    for role in definition.roles:
        if not role.is_told:
            text = "is called by its code in every language; write da= and en= in it"
            yield Problem(path=f"roles.{role.code}", text=text)


def _missing(definition: Definition, language: str) -> Iterator[Problem]:
    told = definition.titles.get(language, {})
    parts = [
        "",
        *(stage.code for stage in definition.stages),
        *definition.items,
        *(
            f"{item.path}.{code}"
            for item in definition.items.values()
            if isinstance(item, Decision)
            for code in item.called
        ),
    ]
    for part in dict.fromkeys(parts):
        if (told.get(part) or "").strip():
            continue
        yield Problem(
            path=part or "title",
            text=f"has no text in {language!r}; {_remedy(definition, part, language)}",
        )


def _remedy(definition: Definition, part: str, language: str) -> str:
    if language == definition.languages[0]:
        return (
            "give it a title"
            if part in definition.items
            else "write one in the first line of its docstring"
        )
    key = f"{definition.code}.{part}" if part else definition.code
    inline = ", or en= in its class" if language == "en" else ""
    return f"write it under {key!r} in texts/{language}.toml{inline}"
