"""What is told of a scene, in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from kvalitet_cli.language import Language

__all__ = ["Said", "say"]


@attrs.frozen
class Said:
    """What is told of a scene, in both languages.

    Attributes:
        danish: The text in Danish, with places for what is filled in.
        english: The same in English, with the same places.
        facts: What is filled in.
    """

    danish: str
    english: str
    facts: Mapping[str, object]

    def spoken(self, language: Language) -> str:
        """The text in a language, filled in."""
        text = self.danish if language == "da" else self.english
        return text.format(**self.facts)


def say(texts: tuple[str, str], **facts: object) -> Said:
    """What a scene tells: a text in Danish and in English, and what is filled in."""
    danish, english = texts
    return Said(danish, english, facts)
