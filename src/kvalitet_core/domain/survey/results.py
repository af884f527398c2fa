"""The results of a wave: who answered, and how many gave each answer.

Numbers are counted, never averaged, and what is too small is withheld; see
`suppression`. Groups with few responses are put together before anything is counted, so
that every row has responses enough and its total can be shown. Nothing that is personal
is counted.

What holds is said of one set of results. Two ways of dividing the same wave can be held
against each other: publish one. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from kvalitet_core.domain.survey.events import Invitation
from kvalitet_core.domain.survey.questions import choices, takes_several
from kvalitet_core.domain.survey.state import Wave
from kvalitet_core.domain.survey.suppression import suppressed
from kvalitet_core.errors import Malformed
from kvalitet_core.forms import Form
from kvalitet_core.ids import PersonId
from kvalitet_core.values import Answer, Answers, Figure

__all__ = ["BY", "By", "Results", "Row", "Tally", "response_rate", "results"]

By: TypeAlias = Literal["none", "group", "of"]
"""What a wave's results are divided by: nothing, the group, or who is answered for."""

BY: Final[tuple[By, ...]] = ("none", "group", "of")
"""All of them."""


@attrs.frozen(kw_only=True)
class Row:
    """Some of those who were invited, and how many of them answered.

    Attributes:
        names: Who they are; several where groups were put together, and a text with
            nothing in it for those without a group.
        invited: How many were invited.
        answered: How many answered; None where that is withheld.
        rate: How many of a hundred answered, with one decimal; None where nobody was
            invited, or it is withheld.
    """

    names: tuple[str, ...]
    invited: int
    answered: int | None
    rate: Figure | None


@attrs.frozen(kw_only=True)
class Tally:
    """How many gave each answer to a question.

    Attributes:
        question: The question's name.
        option: For a question with several answers, the one that is counted here, as
            yes or no.
        answers: The answers, one a column; None where the question was not answered.
        cells: How many, by row and answer; None where it is withheld.
        totals: How many gave each answer; None where it is withheld.
    """

    question: str
    option: Answer | None = None
    answers: tuple[Answer | None, ...]
    cells: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]


@attrs.frozen(kw_only=True)
class Results:
    """The results of a wave, as they can be shown.

    Attributes:
        wave: The wave's label.
        by: What they are divided by.
        threshold: The least number that is shown, besides 0.
        total: All who were invited.
        rows: The same, divided; none where too few answered to show any number.
        tallies: The questions that can be counted, in the order of the questionnaire.
    """

    wave: str
    by: By
    threshold: int
    total: Row
    rows: tuple[Row, ...]
    tallies: tuple[Tally, ...]

    @property
    def withheld(self) -> int:
        """How many numbers are withheld."""
        shown = [
            number
            for tally in self.tallies
            for numbers in (*tally.cells, tally.totals)
            for number in numbers
        ]
        return shown.count(None) + (self.total.answered is None)


def results(
    form: Form,
    wave: Wave,
    answers: Mapping[PersonId, Answers],
    *,
    threshold: int,
    by: By = "none",
) -> Results:
    """Count what was answered in a wave, and withhold what is too small.

    Args:
        form: The questionnaire that the wave asks.

        wave: Which wave.

        answers: What counts, by respondent: no response that was withdrawn. Of whoever
            is not invited it is left out.

        threshold: The least number that is shown, besides 0; 1 or more.

        by: What the numbers are divided by.

    Raises:
        Malformed: The threshold is below 1, or the form is not the wave's.
    """
    _fit(form, wave, threshold)
    groups = _groups(wave.invitations, answers, by)
    everybody = sum(groups.values(), _Group())
    few = 0 < len(everybody.answers) < threshold
    rows = {} if few else _put_together(groups, threshold)
    return Results(
        wave=wave.label,
        by=by,
        threshold=threshold,
        total=_row((), everybody, few=few),
        rows=tuple(_row(names, group) for names, group in rows.items()),
        tallies=tuple(_tallies(form, tuple(rows.values()), threshold)),
    )


def response_rate(answered: int, invited: int) -> Figure | None:
    """How many of a hundred answered, with one decimal, the half rounded up."""
    if invited == 0:
        return None
    tenths = (2000 * answered + invited) // (2 * invited)
    return Figure(f"{tenths // 10}.{tenths % 10}")


@attrs.frozen(kw_only=True)
class _Group:
    """Some of those who were invited, and what they answered."""

    invited: int = 0
    answers: tuple[Answers, ...] = ()

    def __add__(self, other: _Group) -> _Group:
        return _Group(
            invited=self.invited + other.invited, answers=self.answers + other.answers
        )


def _fit(form: Form, wave: Wave, threshold: int) -> None:
    asked = wave.questionnaire
    if threshold < 1:
        raise Malformed(f"threshold {threshold}", "expected 1 or more")
    if (form.name, form.digest) != (asked.name, asked.digest):
        problem = (
            f"expected what wave {wave.label!r} asks, {str(asked.name)!r} with digest "
            f"{asked.digest}, got {form.digest}"
        )
        raise Malformed(f"form {str(form.name)!r}", problem)


def _groups(
    invitations: Iterable[Invitation], answers: Mapping[PersonId, Answers], by: By
) -> dict[str, _Group]:
    """Those who were invited, divided, in the order of the groups' names."""
    divided: dict[str, list[PersonId]] = {}
    for each in invitations:
        name = {"none": "", "group": each.group or "", "of": each.of or ""}[by]
        divided.setdefault(name, []).append(each.respondent)
    return {
        name: _Group(
            invited=len(divided[name]),
            answers=tuple(answers[who] for who in divided[name] if who in answers),
        )
        for name in sorted(divided)
    }


def _put_together(
    groups: Mapping[str, _Group], threshold: int
) -> dict[tuple[str, ...], _Group]:
    """The groups, those with few responses as one that has enough.

    One in which nobody answered stands for itself: nothing in it is small.
    """
    size = {name: len(group.answers) for name, group in groups.items()}
    together: list[str] = []
    number = 0
    for name in sorted(filter(size.get, size), key=lambda each: (size[each], each)):
        if size[name] >= threshold and (not number or number >= threshold):
            break
        together.append(name)
        number += size[name]
    alone = (name for name in groups if name not in together)
    rows: dict[tuple[str, ...], _Group] = {(name,): groups[name] for name in alone}
    if together:
        pooled = sum((groups[name] for name in together), _Group())
        rows[tuple(sorted(together))] = pooled
    return rows


def _row(names: tuple[str, ...], group: _Group, *, few: bool = False) -> Row:
    answered = len(group.answers)
    return Row(
        names=names,
        invited=group.invited,
        answered=None if few else answered,
        rate=None if few else response_rate(answered, group.invited),
    )


def _tallies(form: Form, rows: tuple[_Group, ...], threshold: int) -> Iterator[Tally]:
    """Each question as it can be shown; none where there is nobody to show."""
    for question, taken in choices(form).items() if rows else ():
        if takes_several(form, question):
            for option in taken:
                yield _tally(question, option, (True, False), rows, threshold)
        else:
            yield _tally(question, None, (*taken, None), rows, threshold)


def _tally(
    question: str,
    option: Answer | None,
    columns: tuple[Answer | None, ...],
    rows: tuple[_Group, ...],
    threshold: int,
) -> Tally:
    counts = []
    for row in rows:
        given = [_given(answers, question, option) for answers in row.answers]
        counts.append([given.count(_typed(column)) for column in columns])
    shown = suppressed(counts, threshold=threshold)
    return Tally(
        question=question,
        option=option,
        answers=columns,
        cells=shown.cells,
        totals=shown.totals,
    )


def _given(answers: Answers, question: str, option: Answer | None) -> object:
    """What was answered, or whether the option was among what was answered."""
    given = answers.get(question)
    if option is None:
        return _typed(given)
    return _typed(option in given if isinstance(given, tuple) else False)


def _typed(answer: Answer | None) -> object:
    """What tells two answers apart: yes is not 1."""
    return type(answer).__name__, answer
