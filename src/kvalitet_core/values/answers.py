"""What was answered in a form; nothing in it is about a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final, TypeAlias

from kvalitet_core.errors import Malformed, Problem

__all__ = ["Answer", "Answers"]

Answer: TypeAlias = str | int | bool | tuple[str, ...]
"""What was answered to one question of a form."""

_QUESTION: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Answers(Mapping[str, Answer]):
    """What was answered in a form: names of questions to answers; never changed.

    An answer is a text, a whole number, yes or no, or several texts. What a form asks
    for about a person does not belong here: that is personal, and sealed.
    """

    __slots__ = ("_given",)

    noun: ClassVar[str] = "answers"
    rule: ClassVar[str] = "questions to texts, whole numbers, yes or no, or texts"
    json_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "description": "Answers by the names of the questions.",
        "propertyNames": {"pattern": f"^{_QUESTION.pattern}$"},
        "additionalProperties": {
            "anyOf": [
                {"type": "string"},
                {"type": "integer"},
                {"type": "boolean"},
                {"type": "array", "items": {"type": "string"}},
            ]
        },
    }

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take answers; lists of texts become tuples.

        Raises:
            Malformed: Some are of another kind; every one is named.
        """
        if not isinstance(given, Mapping):
            raise Malformed("answers", f"expected {self.rule}, got {given!r}")
        wrong = [
            item
            for item in given.items()
            if not _is_question(item[0]) or not _is_answer(item[1])
        ]
        if wrong:
            problems = (
                Problem(path=f"$.{name}", text=f"expected an answer, got {value!r}")
                for name, value in sorted(wrong, key=str)
            )
            raise Malformed("answers", *problems)
        self._given: dict[str, Answer] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in sorted(given.items())
        }

    def __getitem__(self, name: str) -> Answer:
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answers):
            return NotImplemented
        return self._typed() == other._typed()

    def __hash__(self) -> int:
        return hash(self._typed())

    def __repr__(self) -> str:
        return f"Answers({self._given!r})"

    def as_json(self) -> dict[str, Any]:
        """The answers as a plain object, several texts as a list."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self._given.items()
        }

    def with_(self, later: Answers) -> Answers:
        """These answers, with those given later in their places."""
        return Answers({**self._given, **later})

    def _typed(self) -> tuple[tuple[str, str, Answer], ...]:
        """What tells two apart: yes is not 1."""
        return tuple((n, type(v).__name__, v) for n, v in self._given.items())


def _is_question(name: object) -> bool:
    return isinstance(name, str) and _QUESTION.fullmatch(name) is not None


def _is_answer(value: object) -> bool:
    if type(value) in (str, int, bool):
        return True
    return isinstance(value, list | tuple) and all(type(each) is str for each in value)
