"""What a questionnaire asks: what is personal in it, and what can be counted.

A questionnaire is a form, JSON Schema 2020-12, that a plugin brings; nothing here says
what is asked or on which scale. A question is personal where it says so, with
`x-personal`, or where it can be answered in free text, or by any number, which can be
one that is a person's own: whatever names the answers that it takes (`enum`, `const`,
whole numbers from a lowest to a highest, yes or no) is not. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, TypeAlias

import attrs

from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.forms import Form
from kvalitet_core.values import Answer, Answers

__all__ = [
    "Choices",
    "choices",
    "ill_answered",
    "parted",
    "personal_questions",
    "takes_several",
]

Choices: TypeAlias = tuple[Answer, ...]
"""All the answers that a question takes, in the order that it names them."""

_GIVEN: Final = (str, int, bool)
"""What one answer can be."""

_SCALE: Final = 101
"""So many whole numbers are a scale at most: 0 to 100."""


def personal_questions(form: Form) -> frozenset[str]:
    """The questions whose answers are sealed with the respondent's own key."""
    return frozenset(
        name
        for name, asked in _asked(form)
        if asked.get("x-personal") or not _is_closed(asked, form)
    )


def parted(form: Form, answers: Mapping[str, Any]) -> tuple[Answers, Answers]:
    """Part what a respondent answered: what stands in clear, and what is sealed.

    This is for whoever takes a response in: the two go into a command each in its
    field, and what is sealed can be checked nowhere later.

    Raises:
        Malformed: The answers do not fit; every problem is named, and no content of
            what is personal.
    """
    sealed = personal_questions(form)
    properties = {
        name: {**asked, "x-personal": True} if name in sealed else asked
        for name, asked in _asked(form)
    }
    given = Answers(answers)
    problems = _asking(form, properties).problems(given)
    if problems:
        raise Malformed(f"answers to {form.name}", *problems)
    clear = {name: given[name] for name in given if name not in sealed}
    hidden = {name: given[name] for name in given if name in sealed}
    return Answers(clear), Answers(hidden)


def ill_answered(
    form: Form, answers: Answers, *, sealed: AbstractSet[str]
) -> Iterator[Problem]:
    """Everything wrong with a response, so far as what stands in clear can tell.

    Args:
        form: The questionnaire.

        answers: What stands in clear.

        sealed: Which questions are answered in what is sealed.
    """
    secret = personal_questions(form)
    for name in sorted(secret & answers.keys()):
        text = "is personal, and is to be sealed; expected nothing of it in clear"
        yield Problem(path=f"$.answers.{name}", text=text)
    for name in sorted(sealed - secret):
        text = f"expected a personal question of {str(form.name)!r}, got {name!r}"
        yield Problem(path="$.sealed", text=text)
    properties = {name: {} if name in secret else a for name, a in _asked(form)}
    shown = dict.fromkeys((sealed | answers.keys()) & secret, "")
    clear = {name: answers[name] for name in answers if name not in secret}
    for problem in _asking(form, properties).problems(Answers(clear | shown)):
        path = problem.path.replace("$", "$.answers", 1)
        yield Problem(path=path, text=problem.text)


def choices(form: Form) -> dict[str, Choices]:
    """The questions that can be counted, each with all the answers that it takes.

    One that takes several answers has all that can be among them. What is personal is
    never counted, nor a number of which there are too many: which ones were given would
    tell of those who gave them.
    """
    sealed = personal_questions(form)
    found = {
        name: _each_once(_taken(_items(asked, form), form))
        for name, asked in _asked(form)
        if name not in sealed
    }
    return {name: taken for name, taken in found.items() if taken}


def _each_once(taken: Choices) -> Choices:
    """Those that can be given, once each: yes is not 1."""
    found = {(type(each), each): each for each in taken if isinstance(each, _GIVEN)}
    return tuple(found.values())


def takes_several(form: Form, question: str) -> bool:
    """Whether one can give several answers to a question."""
    return _is_list(_resolved(dict(_asked(form))[question], form))


def _asked(form: Form) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each question with its schema; one that says nothing of its answer is `{}`."""
    for name, asked in form.schema.get("properties", {}).items():
        yield name, asked if isinstance(asked, Mapping) else {}


def _asking(form: Form, properties: Mapping[str, Any]) -> Form:
    """The form, with other rules for what each of its questions takes."""
    return attrs.evolve(form, schema={**form.schema, "properties": properties})


def _resolved(schema: Any, form: Form) -> Mapping[str, Any]:
    """A schema, or what it refers to in the form's own definitions."""
    if not isinstance(schema, Mapping):
        return {}
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    found = form.schema.get("$defs", {}).get(name, {}) if name else {}
    return {**found, **schema} if isinstance(found, Mapping) else schema


def _items(schema: Any, form: Form) -> Mapping[str, Any]:
    """What one of several answers must be, or the one that there is."""
    found = _resolved(schema, form)
    return _resolved(found.get("items"), form) if _is_list(found) else found


def _is_list(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "array"


def _branches(schema: Mapping[str, Any]) -> list[Any]:
    found = schema.get("oneOf") or schema.get("anyOf") or []
    return list(found)


def _is_closed(schema: Any, form: Form) -> bool:
    """Whether no answer to it can be free text."""
    one = _items(schema, form)
    if "enum" in one or "const" in one or one.get("type") == "boolean":
        return True
    if one.get("type") == "integer":
        return "minimum" in one and "maximum" in one
    branches = _branches(one)
    return bool(branches) and all(_is_closed(each, form) for each in branches)


def _taken(schema: Any, form: Form) -> Choices:
    """All the answers that a schema takes, if it names them."""
    one = _resolved(schema, form)
    if "enum" in one:
        return tuple(one["enum"])
    if "const" in one:
        return (one["const"],)
    if one.get("type") == "boolean":
        return (False, True)
    if one.get("type") == "integer":
        return _scale(one)
    parts = [_taken(each, form) for each in _branches(one)]
    return tuple(each for part in parts for each in part) if all(parts) else ()


def _scale(one: Mapping[str, Any]) -> Choices:
    least, most = one.get("minimum"), one.get("maximum")
    if type(least) is not int or type(most) is not int or most - least >= _SCALE:
        return ()
    return tuple(range(least, most + 1))
