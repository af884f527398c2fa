"""Given, when, then for cases, run through the real engine.

    case(Forloeb, round={"ansoegningsfrist": "2020-11-27"}).given(
        received("2020-11-28T00:00:00+01:00"), fact(hjemmel="SEL107")
    ).when(complete("ansoegning.afgoer", by="bo", reasons="For sent")).then(
        outcome("afslag"), because("rettidig", False)
    )

Each course runs in a journal in memory of its own, by a clock that is told; it begins
when what it is about is received. What is given must be possible. Of what is done, the
last may be refused: `refused` must say so then. A failure tells the course so far, what
was expected, what was found, and what keeps an item from being done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import attrs

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.plugins import Plugin
from kvalitet_core.spoken import Language
from kvalitet_core.testing.cases_account import refusal, unexpected
from kvalitet_core.testing.cases_acting import (
    claim,
    correct_task,
    delegate,
    extend,
    fail,
    follow_up,
    plan,
    release,
    reopen_item,
    repeat,
    skip,
    start,
)
from kvalitet_core.testing.cases_claims import (
    Claim,
    available,
    done,
    due,
    held,
    left,
    no,
    overdue,
    reachable,
    skipped,
    under_way,
    waiting,
)
from kvalitet_core.testing.cases_course import Course, Played, Step
from kvalitet_core.testing.cases_deciding import (
    brought_to,
    complete,
    decide,
    not_owed,
    notify,
    revoke,
)
from kvalitet_core.testing.cases_guiding import (
    add_task,
    close,
    do,
    link,
    look_again,
    migrate,
    reopen,
    resume,
    suspend,
    waive,
)
from kvalitet_core.testing.cases_outcomes import (
    application_decided,
    because,
    may,
    may_not,
    nothing,
    outcome,
    refused,
)
from kvalitet_core.testing.cases_running import running
from kvalitet_core.testing.cases_setting import (
    Setting,
    Setup,
    answers,
    applicant,
    received,
)
from kvalitet_core.testing.cases_standing import (
    breached,
    closed,
    known,
    owed,
    waits_for,
    warned,
)
from kvalitet_core.testing.cases_telling import (
    at,
    correct,
    deputy,
    document,
    fact,
    mandate,
)

__all__ = [
    "Claim",
    "Played",
    "Setup",
    "Step",
    "Trial",
    "add_task",
    "answers",
    "applicant",
    "application_decided",
    "at",
    "available",
    "because",
    "breached",
    "brought_to",
    "case",
    "claim",
    "close",
    "closed",
    "complete",
    "correct",
    "correct_task",
    "decide",
    "delegate",
    "deputy",
    "do",
    "document",
    "done",
    "due",
    "extend",
    "fact",
    "fail",
    "follow_up",
    "held",
    "known",
    "left",
    "link",
    "look_again",
    "mandate",
    "may",
    "may_not",
    "migrate",
    "no",
    "not_owed",
    "nothing",
    "notify",
    "outcome",
    "overdue",
    "owed",
    "plan",
    "reachable",
    "received",
    "refused",
    "release",
    "reopen",
    "reopen_item",
    "repeat",
    "resume",
    "revoke",
    "skip",
    "skipped",
    "start",
    "suspend",
    "under_way",
    "waiting",
    "waits_for",
    "waive",
    "warned",
]

Part: TypeAlias = "Given | Act | Then"
Watch: TypeAlias = Callable[[Course], None]


@attrs.frozen
class Given:
    """Steps that must be possible."""

    steps: tuple[Step, ...]


@attrs.frozen
class Act:
    """Steps of which the last may be refused."""

    steps: tuple[Step, ...]


@attrs.frozen
class Then:
    """What is to be so, after what was done."""

    claims: tuple[Claim, ...]


def case(
    of: type[CaseType],
    *,
    round: Mapping[str, Any] | None = None,  # noqa: A002 - the domain's word
    plugins: Iterable[Plugin] = (),
    title: str = "Eksempelsag",
    language: Language | None = None,
) -> Trial:
    """Begin to tell of a case of a type.

    Args:
        of: The case type.

        round: What varies from round to round: the type's parameters; and of a type
            that handles an application, what its round is announced with.

        plugins: The plugin that brings it, and others; else the installed one that
            does, or one that is made up of nothing but the case type.

        title: What the case is called.

        language: The language that a failure is told in; that of the type's classes,
            unless it is told.
    """
    definition = of.definition
    first: Language = "da" if definition.languages[:1] == ("da",) else "en"
    setting = Setting(definition=definition, round=dict(round or {}), title=title)
    return Trial(
        of=of,
        plugins=tuple(plugins),
        setting=setting,
        language=language or first,
    )


@attrs.frozen(kw_only=True)
class Trial:
    """A course that is told; a value, so one that is told half can be told on twice.

    Attributes:
        of: The case type.
        setting: What there is before the case is opened.
        plugins: What brings the type, and other plugins.
        language: The language that a failure is told in.
        parts: What is told so far.
    """

    of: type[CaseType]
    setting: Setting
    plugins: tuple[Plugin, ...] = ()
    language: Language = "da"
    parts: tuple[Part, ...] = ()

    def given(self, *told: Setup | Step) -> Trial:
        """Tell what there is, and what was done; nothing of it may be refused."""
        setting = self.setting
        for each in told:
            if isinstance(each, Setup):
                setting = each.change(setting)
        steps = tuple(each for each in told if isinstance(each, Step))
        return attrs.evolve(self, setting=setting, parts=(*self.parts, Given(steps)))

    def when(self, *steps: Step) -> Trial:
        """Tell what is done then; the last step may be refused."""
        return attrs.evolve(self, parts=(*self.parts, Act(steps)))

    def then(self, *claims: Claim) -> Trial:
        """Require that all of this is so then.

        Raises:
            AssertionError: It is not; the message is the account of the course.
        """
        __tracebackhide__ = True
        told = attrs.evolve(self, parts=(*self.parts, Then(claims)))
        told.play()
        return told

    def play(self) -> Played:
        """Run the course from its beginning, and give it as data.

        Raises:
            AssertionError: Something is not as it is told.
            Refused: The case cannot be opened.
        """
        __tracebackhide__ = True
        with running(self.of, self.setting, self.plugins) as course:
            for part in self.parts:
                if isinstance(part, Then):
                    self._require(course, part.claims)
                else:
                    self._take(course, part)
            return course.played()

    def _take(self, course: Course, part: Given | Act) -> None:
        __tracebackhide__ = True
        for place, step in enumerate(part.steps, start=1):
            is_last = isinstance(part, Act) and place == len(part.steps)
            tried = course.take(step)
            if tried.came == "refused" and not is_last:
                raise refusal(course, tried, self.language)

    def _require(self, course: Course, claims: tuple[Claim, ...]) -> None:
        __tracebackhide__ = True
        last = course.tried[-1] if course.tried else None
        refused_last = last is not None and last.came == "refused"
        if refused_last and not any(claim.about_refusal for claim in claims):
            assert last is not None
            raise refusal(course, last, self.language)
        failed = [
            (claim, what)
            for claim in claims
            for holds, what in [claim.found(course)]
            if not holds
        ]
        if failed:
            broken = [claim for claim, _ in failed]
            raise unexpected(
                course, broken, [what for _, what in failed], self.language
            )
