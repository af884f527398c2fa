"""A decision has reasons, a role that may decide, and findings that are of today.

Forvaltningsloven, as `domain.md` section 7.7 has it: "Begrundelse § 22: written
decision needs reasons unless fully favourable. Content (§ 24): legal rules, main
considerations in discretion, facts of essential importance." A grant in full needs
none, unless it is against a rule.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.programme import (
    ANNOUNCED,
    ANSWERS,
    APPLICATION,
    CASEWORKER,
    DRAFTED,
    OPENED,
    OPSLAG,
    PLUGIN,
    REGISTERED,
    RULES,
    SUBMITTED,
    texts,
    trying,
)

from kvalitet_core.domain import application, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.application import Outcome
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.values import Answers, Deadline, ReasonCode

TODAY = date(2020, 12, 10)
LATE = attrs.evolve(SUBMITTED, received=datetime(2020, 11, 28, tzinfo=UTC))
SILENT = attrs.evolve(SUBMITTED, answers=Answers({"temaer": ("Sundhed",)}))

ASSESS = application.Assess(application=APPLICATION)
GRANT = application.Decide(
    application=APPLICATION,
    outcome=Outcome.IMOEDEKOMMET,
    reasons=("Alle krav er opfyldt.",),
    effective_from=TODAY,
)
REFUSE = attrs.evolve(
    GRANT, outcome=Outcome.AFSLAG, reasons=("Der er ikke plads til alle.",)
)
GRANTED = application.Decided(
    number=1,
    outcome=Outcome.IMOEDEKOMMET,
    reasons=GRANT.reasons,
    effective_from=TODAY,
)
REDECIDE = application.Redecide(
    application=APPLICATION,
    outcome=Outcome.DELVIST,
    reasons=("Et af temaerne er udgået.",),
    effective_from=date(2021, 1, 1),
)
REDECIDED = application.Decided(
    number=2,
    outcome=Outcome.DELVIST,
    reasons=REDECIDE.reasons,
    supersedes=1,
    effective_from=date(2021, 1, 1),
)


def assessed(*told: Any, **around: Any) -> tuple[Any, ...]:
    """What was told, and its assessment."""
    return (*told, *trying(ASSESS, *told, **around).events)


def test_deciding_acts_once_and_is_silent_the_second_time() -> None:
    """The same decision said twice is one decision."""
    told = assessed(SUBMITTED)

    trying(GRANT, *told).then(GRANTED)
    trying(GRANT, *told, GRANTED).then_nothing()


def test_redeciding_acts_once_and_is_silent_the_second_time() -> None:
    """The new decision names the one that it takes the place of."""
    told = (*assessed(SUBMITTED), GRANTED)

    trying(REDECIDE, *told).then(REDECIDED)
    trying(REDECIDE, *told, REDECIDED).then_nothing()


def test_the_first_decision_said_again_is_silent_after_others() -> None:
    """It was decided so, and what came since stands."""
    trying(GRANT, *assessed(SUBMITTED), GRANTED, REDECIDED).then_nothing()


def test_deciding_anew_goes_back_and_forth_in_a_chain() -> None:
    """Each decision supersedes the one before, the same outcome or not."""
    back = attrs.evolve(REDECIDE, outcome=Outcome.IMOEDEKOMMET, reasons=GRANT.reasons)

    (event,) = trying(back, *assessed(SUBMITTED), GRANTED, REDECIDED).events

    assert (event.number, event.supersedes) == (3, 2)


def test_a_decision_holds_from_its_day_and_the_old_one_before() -> None:
    """All decisions stay on record."""
    state = None
    for event in (SUBMITTED, GRANTED, REDECIDED):
        state = application.evolve(state, event)

    assert state is not None
    holds = [state.outcome.on(day) for day in (date(2020, 12, 9), TODAY)]
    holds.append(state.outcome.on(date(2021, 1, 1)))
    assert [each.outcome if each else None for each in holds] == [
        None,
        Outcome.IMOEDEKOMMET,
        Outcome.DELVIST,
    ]
    assert [(each.number, each.supersedes) for each in state.decisions] == [
        (1, None),
        (2, 1),
    ]


def test_what_is_decided_is_decided_anew_and_not_twice() -> None:
    """The refusal says how."""
    outcome = trying(REFUSE, *assessed(SUBMITTED), GRANTED)

    outcome.then_refused("application.decided")
    (text,) = texts(outcome)
    assert text == (
        f"{APPLICATION}: is decided, 'imoedekommet' from 2020-12-10; "
        "correct it or decide it anew"
    )


def test_only_what_is_decided_is_decided_anew() -> None:
    """There must be a decision to take the place of."""
    trying(REDECIDE, *assessed(SUBMITTED)).then_refused("application.not_decided")


@pytest.mark.parametrize("command", [GRANT, REDECIDE])
@pytest.mark.parametrize(
    ("told", "code"),
    [
        ((), "unknown"),
        ((DRAFTED,), "not_submitted"),
        (
            (SUBMITTED, application.Withdrawn(reason=ReasonCode("regretted"))),
            "withdrawn",
        ),
    ],
)
def test_only_what_is_handed_in_and_stands_is_decided(
    command: Any, told: tuple[Any, ...], code: str
) -> None:
    """A draft is the applicant's own; what is withdrawn asks for nothing."""
    trying(command, *told).then_refused(f"application.{code}")


@pytest.mark.parametrize(("command", "decided"), [(GRANT, ()), (REDECIDE, (GRANTED,))])
class TestWhatStandsAgainstADecision:
    """The rules are the same for the first decision and for those after it."""

    def test_one_decides_in_a_role_that_decides(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """The round says which roles; the refusal names both."""
        outcome = trying(command, *assessed(SUBMITTED), *decided, by=CASEWORKER)

        outcome.then_refused("application.role")
        assert texts(outcome) == [
            (
                f"{APPLICATION}: expected a decision by one who acts as 'fagchef', "
                "got 'sagsbehandler'"
            )
        ]

    @pytest.mark.parametrize(
        ("reasons", "paths"),
        [
            ((), ["$.reasons"]),
            ((" ",), ["$.reasons[0]"]),
            (("Plads.", "", "\t"), ["$.reasons[1]", "$.reasons[2]"]),
        ],
    )
    def test_a_decision_has_reasons(
        self,
        command: Any,
        decided: tuple[Any, ...],
        reasons: tuple[str, ...],
        paths: list[str],
    ) -> None:
        """Each has something to read; forvaltningsloven §§ 22 and 24."""
        bare = attrs.evolve(command, reasons=reasons, outcome=Outcome.DELVIST)

        outcome = trying(bare, *assessed(SUBMITTED), *decided)

        outcome.then_refused(*["application.reasons"] * len(paths))
        assert texts(outcome) == [
            f"{APPLICATION}: {path}: expected some text that says why, got none"
            for path in paths
        ]
        assert {reason.source for reason in outcome.proposal.reasons} == {
            "forvaltningsloven §§ 22 and 24"
        }

    def test_what_is_granted_in_full_needs_no_reasons(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """Section 22 exempts it. Against a rule, the house asks why all the same."""
        bare = attrs.evolve(command, reasons=(), outcome=Outcome.IMOEDEKOMMET)
        against = attrs.evolve(bare, despite=frozenset({"proeve.rettidig"}))
        blank = attrs.evolve(bare, reasons=(" ",))

        assert trying(bare, *assessed(SUBMITTED), *decided).events
        for refused in (
            trying(against, *assessed(LATE), *decided),
            trying(blank, *assessed(SUBMITTED), *decided),
        ):
            refused.then_refused("application.reasons")
            assert [each.source for each in refused.proposal.reasons] == [None]

    def test_no_decision_holds_before_the_application_came(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """On the day of receipt at the earliest."""
        early = attrs.evolve(command, effective_from=date(2020, 11, 19))
        same_day = attrs.evolve(command, effective_from=date(2020, 11, 20))

        outcome = trying(early, *assessed(SUBMITTED), *decided)

        outcome.then_refused("application.effective_before_receipt")
        assert "2020-11-20, got 2020-11-19" in texts(outcome)[0]
        assert trying(same_day, *assessed(SUBMITTED), *decided).events

    def test_one_rule_that_is_not_met_is_enough_to_refuse(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """Whatever else is unknown; granting still waits for what is missing."""
        told = (*assessed(attrs.evolve(LATE, answers=SILENT.answers)), *decided)
        refusal = attrs.evolve(command, outcome=Outcome.AFSLAG)
        knowing = attrs.evolve(command, despite=frozenset({"proeve.rettidig"}))

        (event,) = trying(refusal, *told).events

        assert event.outcome is Outcome.AFSLAG
        trying(knowing, *told).then_refused("application.finding_unknown")

    def test_a_refusal_sets_no_rule_aside(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """Nothing is granted against it."""
        refusal = attrs.evolve(
            command, outcome=Outcome.AFSLAG, despite=frozenset({"proeve.rettidig"})
        )

        outcome = trying(refusal, *assessed(LATE), *decided)

        outcome.then_refused("application.despite")
        assert "no rule, since nothing is granted" in texts(outcome)[0]

    def test_a_decision_rests_on_an_assessment(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """Even a refusal does."""
        trying(command, SUBMITTED, *decided).then_refused("application.not_assessed")

    @pytest.mark.parametrize(
        ("later", "around", "rule"),
        [
            (
                (
                    application.Supplemented(
                        received=datetime(2020, 12, 1, tzinfo=UTC),
                        answers=Answers({"maaneder": 7}),
                    ),
                ),
                {},
                "proeve.laengde",
            ),
            (
                (
                    application.Corrected(
                        answers=Answers({"maaneder": 7}),
                        reason=ReasonCode("misread"),
                        effective_from=date(2020, 11, 20),
                    ),
                ),
                {},
                "proeve.laengde",
            ),
            (
                (),
                {
                    "called": (
                        ANNOUNCED,
                        OPENED,
                        rounds.DeadlineChanged(
                            deadline=Deadline("2020-12-04"),
                            reason=ReasonCode("it_problems"),
                            effective_from=date(2020, 11, 1),
                        ),
                    )
                },
                "proeve.rettidig",
            ),
            (
                (),
                {
                    "called": (
                        ANNOUNCED,
                        OPENED,
                        rounds.Corrected(
                            reason=ReasonCode("misread"),
                            eligible_driftsformer=frozenset(Driftsform),
                        ),
                    )
                },
                "proeve.driftsform",
            ),
            (
                (),
                {
                    "applicant": (
                        REGISTERED,
                        tilbud.DriftsformChanged(
                            driftsform=Driftsform.PRIVAT,
                            effective_from=date(2020, 12, 1),
                        ),
                    )
                },
                "proeve.driftsform",
            ),
            (
                (),
                {"plugin": attrs.evolve(PLUGIN, rules=RULES[1:])},
                "proeve.rettidig",
            ),
            (
                (),
                {"now": datetime(2021, 3, 1, tzinfo=UTC)},
                "proeve.ressourcer",
            ),
        ],
    )
    def test_an_assessment_is_of_what_is_known_now(
        self,
        command: Any,
        decided: tuple[Any, ...],
        later: tuple[Any, ...],
        around: dict[str, Any],
        rule: str,
    ) -> None:
        """Not from before the application, the round, the tilbud or a rule changed.

        It counts even where the rule comes to the same: the facts have other origins.
        """
        told = (*assessed(SUBMITTED), *later)

        outcome = trying(command, *told, *decided, **around)

        outcome.then_refused("application.assessment_old")
        assert texts(outcome) == [
            (
                f"{APPLICATION}: expected an assessment of what is known now, got one "
                f"from before {rule} changed; assess it again"
            )
        ]
        again = assessed(*told, **around)
        if "now" not in around:
            assert trying(command, *again, *decided, **around).events

    @pytest.mark.parametrize("outcome", Outcome)
    def test_nothing_is_decided_while_a_finding_is_unknown(
        self, command: Any, decided: tuple[Any, ...], outcome: Outcome
    ) -> None:
        """The refusal says what is missing; no `despite` helps."""
        either = attrs.evolve(command, outcome=outcome)

        refused = trying(either, *assessed(SILENT), *decided)

        refused.then_refused("application.finding_unknown")
        assert texts(refused) == [
            f"{APPLICATION}: rule 'proeve.laengde' is unknown: svar.maaneder is missing"
        ]
        (reason,) = refused.proposal.reasons
        assert reason.source == str(OPSLAG)

    @pytest.mark.parametrize("outcome", [Outcome.IMOEDEKOMMET, Outcome.DELVIST])
    def test_granting_against_a_rule_names_the_rule(
        self, command: Any, decided: tuple[Any, ...], outcome: Outcome
    ) -> None:
        """Discretion is shown, not hidden."""
        grant = attrs.evolve(command, outcome=outcome)
        told = (*assessed(LATE), *decided)

        refused = trying(grant, *told)
        knowing = attrs.evolve(grant, despite=frozenset({"proeve.rettidig"}))
        (event,) = trying(knowing, *told).events

        refused.then_refused("application.finding_false")
        assert texts(refused) == [
            (
                f"{APPLICATION}: rule 'proeve.rettidig' is not met: "
                "name it in despite to grant against it"
            )
        ]
        assert event.despite == {"proeve.rettidig"}

    def test_refusing_needs_no_rule(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """There may be too many who meet every rule; nor must a broken one be named."""
        refusal = attrs.evolve(command, outcome=Outcome.AFSLAG)

        for told in (SUBMITTED, LATE):
            (event,) = trying(refusal, *assessed(told), *decided).events
            assert event.outcome is Outcome.AFSLAG

    @pytest.mark.parametrize(
        ("told", "unmet"), [(SUBMITTED, "none"), (LATE, "proeve.rettidig")]
    )
    @pytest.mark.parametrize("named", ["proeve.laengde", "proeve.findes_ikke"])
    def test_only_a_rule_that_is_not_met_is_decided_against(
        self,
        command: Any,
        decided: tuple[Any, ...],
        told: Any,
        unmet: str,
        named: str,
    ) -> None:
        """A rule that is met, or is none, is named by mistake."""
        despite = frozenset({named, "proeve.rettidig"} if told is LATE else {named})
        mistaken = attrs.evolve(command, despite=despite)

        outcome = trying(mistaken, *assessed(told), *decided)

        outcome.then_refused("application.despite")
        assert texts(outcome) == [
            (
                f"{APPLICATION}: $.despite: expected rules that are not met, which are "
                f"{unmet}, got {named!r}"
            )
        ]

    def test_everything_that_stands_against_it_is_named_at_once(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """Who, why, and each finding."""
        silent = attrs.evolve(LATE, answers=SILENT.answers)
        bare = attrs.evolve(
            command,
            reasons=(),
            despite=frozenset({"proeve.driftsform"}),
            effective_from=date(1900, 12, 10),
        )

        outcome = trying(bare, *assessed(silent), *decided, by=CASEWORKER)

        outcome.then_refused(
            "application.role",
            "application.effective_before_receipt",
            "application.reasons",
            "application.finding_unknown",
            "application.finding_false",
            "application.despite",
        )

    def test_rules_that_are_gone_leave_no_decision(
        self, command: Any, decided: tuple[Any, ...]
    ) -> None:
        """Without its plugin's rules an application can be read, not decided."""
        bare = attrs.evolve(PLUGIN, rules=())

        trying(command, *assessed(SUBMITTED), *decided, plugin=bare).then_refused(
            "application.no_rules"
        )


def test_a_decision_is_put_right_by_correcting_assessing_and_deciding_anew() -> None:
    """Each step says what it does; nothing that was decided is lost."""
    told = [*assessed(LATE), attrs.evolve(GRANTED, outcome=Outcome.AFSLAG)]
    correct = application.Correct(
        application=APPLICATION,
        answers=ANSWERS.with_(Answers({"maaneder": 5})),
        reason=ReasonCode("misread"),
        effective_from=date(2020, 11, 28),
    )
    anew = attrs.evolve(REDECIDE, despite=frozenset({"proeve.rettidig"}))

    for command in (correct, ASSESS, anew):
        told += trying(command, *told).events

    decided = [event for event in told if isinstance(event, application.Decided)]
    assert [event.outcome for event in decided] == [Outcome.AFSLAG, Outcome.DELVIST]
    assert [event.supersedes for event in decided] == [None, 1]
