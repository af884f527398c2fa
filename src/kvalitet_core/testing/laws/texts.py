"""Laws about texts: what people read in Danish and in English."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from kvalitet_core.errors import Malformed
from kvalitet_core.schemas import text_keys
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.law import Laws
from kvalitet_core.texts import read_texts

__all__ = ["TextLaws"]


class TextLaws(Laws):
    """What things are called, for people."""

    def test_texts_can_be_read(self) -> None:
        """A file of texts is a flat table, and no text is empty."""
        try:
            texts = self.examined.plugin.texts
            hold(
                Breach(
                    f"text {key!r} in {language!r}",
                    "is empty",
                    "write it, or drop it",
                )
                for language, told in texts.items()
                for key, text in told.items()
                if not text.strip()
            )
        except Malformed as error:
            hold([Breach(error.subject, str(error), "mend the file")])

    def test_everything_is_said_in_danish(self) -> None:
        """The plugin, and each event, command, field, rule, form and catalogue."""
        hold(
            _untold(
                self.examined, "da", [*_written(self.examined), *_given(self.examined)]
            )
        )

    def test_everything_is_said_in_english(self) -> None:
        """The plugin, its rules, forms and catalogues; classes say it themselves."""
        hold(_untold(self.examined, "en", _given(self.examined)))

    def test_no_text_is_about_what_is_not_there(self) -> None:
        """A text's key is something that the plugin has, or a reason that it gives."""
        known = {
            *_written(self.examined),
            *_given(self.examined),
            *_titles(self.examined),
            *_reasons(self.examined),
            *_codes(self.examined),
        }
        hold(
            Breach(
                f"text {key!r} in {language!r}",
                "is about nothing that the plugin has",
                "mend its key, or drop it",
            )
            for language, told in self.examined.texts.items()
            for key in told
            if key not in known and not key.startswith(_elsewhere(self.examined))
        )


def _untold(examined: Examined, language: str, keys: list[str]) -> Iterator[Breach]:
    told = examined.texts.get(language, {})
    for key in sorted(keys):
        if key not in told:
            remedy = f'add "{key}" = "…" to texts/{language}.toml'
            yield Breach(key, f"has no text in {language!r}", remedy)


def _written(examined: Examined) -> list[str]:
    """The keys of what is stored, whose English stands in the docstrings."""
    keys: dict[str, str] = {}
    for name, cls in examined.sound.items():
        keys |= text_keys(cls, name)
    core = read_texts("kvalitet_core")["da"]
    return [key for key in keys if key not in core]


def _elsewhere(examined: Examined) -> tuple[str, ...]:
    """What keys begin with that other laws are about: case types, unsound classes."""
    names = examined.classes.keys() - examined.sound.keys()
    codes = {f"{each.code}." for each in examined.plugin.definitions}
    return tuple(sorted(codes | {name.partition("/")[0] for name in names}))


def _given(examined: Examined) -> list[str]:
    """The keys of what has no docstring: the plugin, rules, forms, catalogues."""
    plugin = examined.plugin
    return [
        plugin.name,
        *dict.fromkeys(rule.code for rule in plugin.rules),
        *(str(form.name) for form in plugin.forms),
        *(f"{plugin.name}.{each.name}" for each in plugin.catalogues),
    ]


def _codes(examined: Examined) -> set[str]:
    """The codes of case types, which may be called something in the texts."""
    return {each.code for each in examined.plugin.definitions}


def _titles(examined: Examined) -> set[str]:
    """The keys of case types, their stages and items; compiling tells what lacks."""
    return {
        f"{each.code}.{part}" if part else each.code
        for each in examined.plugin.definitions
        for part in each.titles[each.languages[0]]
    }


def _reasons(examined: Examined) -> set[str]:
    """The codes of reasons: those in the examples, and all texts in the code."""
    return {code for step in examined.steps for code in step.codes} | {
        node.value
        for source in examined.sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
