"""Laws about forms and catalogues: what is asked, and what is known beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.errors import KvalitetError
from kvalitet_core.forms import Form
from kvalitet_core.journal.questions import unanswerable
from kvalitet_core.schemas import DANISH, DIALECT
from kvalitet_core.testing.breaches import Breach, hold
from kvalitet_core.testing.examined import Examined
from kvalitet_core.testing.laws.classes import looks_personal
from kvalitet_core.testing.laws.law import Laws, as_breach
from kvalitet_core.values import Answers

__all__ = ["FormLaws"]

_TYPES: Final = ("string", "integer", "boolean", "array")


class FormLaws(Laws):
    """What forms ask, and what catalogues enter."""

    def test_a_form_can_be_asked(self) -> None:
        """A closed JSON Schema 2020-12, which needs nothing outside of itself."""
        hold(breach for form in _forms(self.examined) for breach in _unasked(form))

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


def _unasked(form: Form) -> Iterator[Breach]:
    dialect = form.schema.get("$schema")
    if dialect != DIALECT:
        rule = f"its schema names the dialect {dialect!r}"
        yield Breach(f"form {str(form.name)!r}", rule, f"write '$schema': {DIALECT!r}")
    for finding in unanswerable(form):
        subject, _, told = finding.partition(": ")
        yield as_breach(subject, told)


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
