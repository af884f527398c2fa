"""Reporting over rounds: what was applied for, what was decided, and what came of it.

Two views keep the figures up with the journal, and `report` sums their rows up, round
by round. No figure is taken from elsewhere: how many courses were given, and what they
led to, stands in no source that could be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from kvalitet_core.domain import application, case
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.case import Case
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View
from kvalitet_indsatsteam.forloeb.case_types import CODE
from kvalitet_indsatsteam.forloeb.facts import (
    GAINS,
    IMPLEMENTED,
    MONTHS,
    PARTICIPANTS,
    WORKED_ON,
)
from kvalitet_indsatsteam.rules import DRIFTSFORM
from kvalitet_indsatsteam.sources import NAME

__all__ = ["APPLICATIONS", "COURSES", "VIEWS", "RoundReport", "report"]

_ROUND: Final = f"round/{NAME}-"
_MANY: Final = {"themes": WORKED_ON, "gains": GAINS, "implemented": IMPLEMENTED}


def _several(name: str, title: str, *, of: str) -> Table:
    """A table with a row for each of several texts of a thing."""
    return Table(
        name=name,
        columns=(
            Column(name=of, type="text", title=of.capitalize()),
            Column(name="text", type="text", title=title),
        ),
        key=(of, "text"),
    )


def _applied(recorded: Recorded, state: Application) -> tuple[Change, ...]:
    if not state.round.startswith(_ROUND):
        return ()
    own = recorded.stream
    submission, decision = state.submission, state.outcome.newest
    months = state.answers.get("maaneder")
    row: dict[str, Any] = {
        "application": own,
        "round": state.round,
        "applicant": state.applicant,
        "handed_in": submission is not None,
        "withdrawn": state.withdrawn is not None,
        "outcome": decision.outcome if decision else None,
        "driftsform": _driftsform(state),
        "months": months if isinstance(months, int) else None,
    }
    themes = state.answers.get("temaer", ())
    wished = themes if isinstance(themes, tuple) else ()
    return (
        Upsert(table="applications", row=row),
        *_texts("themes", {"application": own}, wished),
    )


def _driftsform(state: Application) -> str | None:
    """Who ran the applicant, as the rule saw it when it was last assessed."""
    for finding in state.findings:
        if finding.rule == DRIFTSFORM.code:
            for given in finding.inputs:
                if given.fact == "driftsform":
                    return given.value
    return None


def _run(recorded: Recorded, state: Case) -> tuple[Change, ...]:
    if state.definition != CODE or state.handles is None:
        return ()
    row: dict[str, Any] = {
        "case_id": recorded.stream,
        "application": state.handles,
        "version": state.version,
        "begun": state.work("opstartsfase").version > 0,
        "followed_up": state.work("opfoelgning.saml").status == "done",
        "closed": state.closed is not None,
        "months": _told(state, MONTHS.name),
        "participants": _told(state, PARTICIPANTS.name),
    }
    key = {"case_id": recorded.stream}
    several = (
        change
        for table, fact in _MANY.items()
        for change in _texts(table, key, _told(state, fact.name) or ())
    )
    return (Upsert(table="courses", row=row), *several)


def _told(state: Case, fact: str) -> Any:
    """What was told of a fact last; None where nothing was."""
    known = state.facts.get(fact)
    told = known.newest if known is not None else None
    return told.value if told is not None else None


def _texts(
    table: str, key: Mapping[str, str], texts: Iterable[str]
) -> tuple[Change, ...]:
    rows = (Upsert(table=table, row={**key, "text": text}) for text in sorted(texts))
    return (Delete(table=table, where=key), *rows)


APPLICATIONS: Final = View(
    name=f"{NAME}.applications",
    title="Ansøgninger om forløb efter runde",
    tables=(
        Table(
            name="applications",
            columns=(
                Column(name="application", type="text", title="Ansøgning"),
                Column(name="round", type="text", title="Runde"),
                Column(name="applicant", type="text", title="Ansøger"),
                Column(name="handed_in", type="boolean", title="Indsendt"),
                Column(name="withdrawn", type="boolean", title="Trukket tilbage"),
                Column(name="outcome", type="text", title="Afgørelse", nullable=True),
                Column(
                    name="driftsform", type="text", title="Driftsform", nullable=True
                ),
                Column(
                    name="months", type="integer", title="Ønsket længde", nullable=True
                ),
            ),
            key=("application",),
            indexes=(("round",),),
        ),
        _several("themes", "Ønsket tema", of="application"),
    ),
    events=frozenset(application.AGGREGATE.events),
    project=_applied,
    state=Application,
)
"""Every application in the programme's rounds, and the themes that it wishes."""

COURSES: Final = View(
    name=f"{NAME}.courses",
    title="Forløb, og hvad der kom ud af dem",
    tables=(
        Table(
            name="courses",
            columns=(
                Column(name="case_id", type="text", title="Sag"),
                Column(name="application", type="text", title="Ansøgning"),
                Column(name="version", type="text", title="Sagstypens version"),
                Column(name="begun", type="boolean", title="Begyndt"),
                Column(name="followed_up", type="boolean", title="Fulgt op"),
                Column(name="closed", type="boolean", title="Lukket"),
                Column(
                    name="months", type="integer", title="Aftalt længde", nullable=True
                ),
                Column(
                    name="participants",
                    type="integer",
                    title="Deltagere",
                    nullable=True,
                ),
            ),
            key=("case_id",),
            indexes=(("application",),),
        ),
        _several("themes", "Aftalt tema", of="case_id"),
        _several("gains", "Udbytte", of="case_id"),
        _several("implemented", "Omsat anbefaling", of="case_id"),
    ),
    events=frozenset(case.AGGREGATE.events),
    project=_run,
    state=Case,
)
"""Every course: what was agreed, and what came of it."""

VIEWS: Final = (APPLICATIONS, COURSES)
"""Both of them."""


@attrs.frozen(kw_only=True)
class RoundReport:
    """What is reported of a round.

    Attributes:
        round: The round's stream.
        applications: How many applications were handed in.
        withdrawn: How many of them were withdrawn.
        outcomes: Outcome → how many applications came to it.
        undecided: How many are neither decided nor withdrawn.
        themes: Theme → how many applications wish it.
        lengths: Wished length in months → how many applications wish it.
        driftsformer: Driftsform → how many assessed applications are of it.
        courses: How many courses have begun.
        followed_up: How many courses were followed up.
        gains: Output that the offer expects → how many courses led to it.
    """

    round: str
    applications: int
    withdrawn: int
    outcomes: Mapping[str, int]
    undecided: int
    themes: Mapping[str, int]
    lengths: Mapping[int, int]
    driftsformer: Mapping[str, int]
    courses: int
    followed_up: int
    gains: Mapping[str, int]


_Rows = Iterable[Mapping[str, Any]]


def report(
    *, applications: _Rows, themes: _Rows, courses: _Rows, gains: _Rows
) -> tuple[RoundReport, ...]:
    """Sum up the rows of the two views, round by round.

    Args:
        applications: The rows of `indsatsteam.applications`.

        themes: Those of its table `themes`.

        courses: The rows of `indsatsteam.courses`.

        gains: Those of its table `gains`.
    """
    by_round: dict[str, list[Mapping[str, Any]]] = {}
    for row in applications:
        if row["handed_in"]:
            by_round.setdefault(str(row["round"]), []).append(row)
    wished, run, led_to = list(themes), list(courses), list(gains)
    return tuple(
        _of_round(name, rows, wished, run, led_to)
        for name, rows in sorted(by_round.items())
    )


def _of_round(
    name: str,
    rows: list[Mapping[str, Any]],
    themes: list[Mapping[str, Any]],
    courses: list[Mapping[str, Any]],
    gains: list[Mapping[str, Any]],
) -> RoundReport:
    own = {row["application"] for row in rows}
    run = [row for row in courses if row["application"] in own]
    cases = {row["case_id"] for row in run}
    return RoundReport(
        round=name,
        applications=len(rows),
        withdrawn=sum(row["withdrawn"] for row in rows),
        outcomes=_counted(row["outcome"] for row in rows),
        undecided=sum(not row["withdrawn"] and not row["outcome"] for row in rows),
        themes=_counted(row["text"] for row in themes if row["application"] in own),
        lengths=_counted(row["months"] for row in rows),
        driftsformer=_counted(row["driftsform"] for row in rows),
        courses=sum(row["begun"] for row in run),
        followed_up=sum(row["followed_up"] for row in run),
        gains=_counted(row["text"] for row in gains if row["case_id"] in cases),
    )


def _counted(values: Iterable[Any]) -> dict[Any, int]:
    """How often each value stands, in order; what is not known is not counted."""
    return dict(sorted(Counter(value for value in values if value is not None).items()))
