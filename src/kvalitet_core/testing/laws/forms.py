"""Laws about forms and catalogues: what is asked, and what is known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import jsonschema

from kvalitet_core.errors import KvalitetError
from kvalitet_core.forms import Form
from kvalitet_core.schemas import DANISH
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.classes import looks_personal
from kvalitet_core.testing.laws.law import Laws
from kvalitet_core.values import Answers

__all__ = ["FormLaws"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final = ("string", "integer", "boolean", "array")


class FormLaws(Laws):
    """What forms ask, and what catalogues enter."""

    def test_a_form_is_a_json_schema(self) -> None:
        """The questions are a JSON Schema 2020-12, valid in itself."""
        hold(breach for form in _forms(self.examined) for breach in _invalid(form))

    def test_a_form_takes_no_other_answers(self) -> None:
        """The answers are an object, and nothing that is not asked is taken."""
        hold(
            Breach(
                str(form.name),
                f"expected {word} {expected!r}, got {form.schema.get(word)!r}",
                f"write {word!r}: {expected!r} in its schema",
            )
            for form in _forms(self.examined)
            for word, expected in (("type", "object"), ("additionalProperties", False))
            if form.schema.get(word) != expected
        )

    def test_every_question_is_put_in_both_languages(self) -> None:
        """Each question has a `description`, and one in Danish."""
        hold(
            Breach(
                f"{form.name}: {question}",
                f"has no {word}",
                f"write {word!r} beside its type",
            )
            for form, question, own in _questions(self.examined)
            for word in ("description", DANISH)
            if not str(own.get(word, "")).strip()
        )

    def test_every_question_can_be_answered(self) -> None:
        """An answer is text, a whole number, yes or no, or several texts."""
        hold(
            breach
            for form, question, own in _questions(self.examined)
            for breach in _unanswerable(form, question, own)
        )

    def test_a_form_asks_for_nothing_personal(self) -> None:
        """What is about a person is a personal field of a command, and sealed."""
        hold(
            Breach(
                f"{form.name}: {question}",
                "asks for something about a person, and answers are not sealed",
                "make it a personal field of the command that brings the answers",
            )
            for form, question, own in _questions(self.examined)
            if looks_personal(question) or own.get("x-personal")
        )

    def test_a_catalogue_can_be_loaded(self) -> None:
        """Each command of a catalogue is accepted, after the core's own facts."""
        hold(
            Breach(
                each.place,
                f"is {each.came}: {each.said}",
                "mend the command, or the order of the commands",
            )
            for each in self.examined.entered
            if not each.again and each.came in ("refused", "failed")
        )

    def test_a_catalogue_is_loaded_once(self) -> None:
        """Loading a catalogue again changes nothing."""
        hold(
            Breach(
                each.place,
                "enters something again when it is loaded once more",
                "let its command be silent the second time",
            )
            for each in self.examined.entered
            if each.again and each.came == "accepted"
        )


def _forms(examined: Examined) -> tuple[Form, ...]:
    return examined.plugin.forms


def _questions(examined: Examined) -> Iterator[tuple[Form, str, dict[str, Any]]]:
    for form in _forms(examined):
        for question, own in dict(form.schema.get("properties", {})).items():
            yield form, question, own


def _invalid(form: Form) -> Iterator[Breach]:
    schema = dict(form.schema)
    if schema.get("$schema") != _DIALECT:
        rule = f"expected $schema {_DIALECT}, got {schema.get('$schema')!r}"
        yield Breach(str(form.name), rule, "name the dialect that it is written in")
    try:
        jsonschema.Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        rule = f"is no JSON Schema: {error.json_path}: {error.message}"
        yield Breach(str(form.name), rule, "mend its schema")


def _unanswerable(form: Form, question: str, own: dict[str, Any]) -> Iterator[Breach]:
    subject = f"{form.name}: {question}"
    kind = own.get("type")
    items = own.get("items", {})
    if kind not in _TYPES or (kind == "array" and items.get("type") != "string"):
        rule = f"asks for {kind!r}, which no answer is"
        yield Breach(
            subject, rule, "ask for a string, an integer, a boolean or strings"
        )
    try:
        Answers({question: ""})
    except KvalitetError:
        rule = "is the name of no question"
        yield Breach(subject, rule, "name it with a-z, 0-9 and _, a letter first")
