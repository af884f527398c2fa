"""An assessment finds what each rule comes to, and on which events."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.domain.programme import (
    ANNOUNCED,
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

from kvalitet_core.casetypes.conditions import Fact, Truth
from kvalitet_core.casetypes.rules import Finding, Input, Rule
from kvalitet_core.domain import application, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.values import Answers, Deadline, Instant, ReasonCode

ASSESS = application.Assess(application=APPLICATION)
ROUND_1 = "round/proeve-2020-11@1"
TILBUD_1 = "tilbud/t-1@1"
CALL = Input(fact="runde.kilde", value="Opdigtet opslag", set_by=ROUND_1)

EVERYTHING = (
    Fact("modtaget", Instant, da="a", en="a"),
    Fact("lovgrundlag", str, da="a", en="a"),
    Fact("lovgrundlag_alle", frozenset, da="a", en="a"),
    Fact("driftsform", str, da="a", en="a"),
    Fact("runde.ansoegningsfrist", Deadline, da="a", en="a"),
    Fact("runde.kilde", str, da="a", en="a"),
    Fact("runde.temaer", frozenset, da="a", en="a"),
    Fact("runde.lovgrundlag", frozenset, da="a", en="a"),
    Fact("runde.driftsformer", frozenset, da="a", en="a"),
    Fact("runde.maaneder_mindst", int, da="a", en="a"),
    Fact("runde.maaneder_hoejst", int, da="a", en="a"),
    Fact("svar.temaer", tuple, da="a", en="a"),
    Fact("svar.maaneder", int, da="a", en="a"),
    Fact("svar.ressourcer", bool, da="a", en="a"),
)


def asking(*facts: Fact, as_of: Any = "received") -> Any:
    """The plugin with one rule a fact, which asks whether it is known."""
    rules = tuple(
        Rule(
            f"proeve.{fact.name.replace('.', '_')}",
            1,
            fact.is_known(),
            OPSLAG,
            "…",
            as_of=as_of,
        )
        for fact in facts
    )
    return attrs.evolve(PLUGIN, rules=rules)


def found(*told: Any, **around: Any) -> dict[str, Finding]:
    """What an assessment finds, by the rules' codes."""
    (event,) = trying(ASSESS, *told, **around).events
    return {each.rule: each for each in event.findings}


def inputs(*told: Any, **around: Any) -> dict[str, tuple[str, str | None]]:
    """What the rules look at: the value of each fact, and the event that set it."""
    return {
        each.fact: (each.value, each.set_by)
        for finding in found(*told, **around).values()
        for each in finding.inputs
    }


def test_an_assessment_acts_once_and_is_silent_the_second_time() -> None:
    """Whoever asks for it, and whenever, while nothing has changed."""
    (assessed,) = trying(ASSESS, SUBMITTED, by=CASEWORKER).events

    later = datetime(2020, 12, 30, tzinfo=UTC)
    trying(ASSESS, SUBMITTED, assessed, now=later).then_nothing()
    assert application.evolve(
        application.evolve(None, SUBMITTED), assessed
    ).findings == (assessed.findings)


def test_a_finding_has_its_rule_its_law_and_the_events_that_set_its_facts() -> None:
    """One finding a rule, in the order of their codes."""
    findings = found(SUBMITTED)

    assert list(findings) == [
        "proeve.driftsform",
        "proeve.laengde",
        "proeve.lovgrundlag",
        "proeve.rettidig",
    ]
    assert findings["proeve.lovgrundlag"] == Finding(
        rule="proeve.lovgrundlag",
        version=1,
        hjemmel=OPSLAG,
        truth=Truth.TRUE,
        inputs=(
            Input(fact="lovgrundlag_alle", value="SEL107, SEL85", set_by=TILBUD_1),
            CALL,
            Input(fact="runde.lovgrundlag", value="SEL107, SEL108", set_by=ROUND_1),
        ),
    )


def test_a_late_application_is_found_late_and_by_which_deadline() -> None:
    """It is kept; the finding names the deadline and the event that set it."""
    late = attrs.evolve(SUBMITTED, received=datetime(2020, 11, 27, 23, tzinfo=UTC))

    finding = found(late)["proeve.rettidig"]

    assert finding.truth is Truth.FALSE
    assert finding.inputs == (
        Input(
            fact="modtaget",
            value="2020-11-27T23:00:00+00:00",
            set_by=f"{APPLICATION}@1",
        ),
        Input(fact="runde.ansoegningsfrist", value="2020-11-27", set_by=ROUND_1),
        CALL,
    )


def test_what_is_not_answered_is_unknown_and_never_false() -> None:
    """The finding names what is missing."""
    silent = attrs.evolve(SUBMITTED, answers=Answers({"temaer": ("Sundhed",)}))

    finding = found(silent)["proeve.laengde"]

    assert (finding.truth, finding.missing) == (Truth.UNKNOWN, ("svar.maaneder",))


def test_all_facts_are_known_by_their_names() -> None:
    """The names are permanent; each value is text, with the event that set it."""
    answered = Answers({"temaer": ("Sundhed",), "maaneder": 6, "ressourcer": False})
    submitted = attrs.evolve(SUBMITTED, answers=answered)
    by = f"{APPLICATION}@1"

    assert inputs(submitted, plugin=asking(*EVERYTHING)) == {
        "modtaget": ("2020-11-20T09:00:00+00:00", by),
        "svar.temaer": ("Sundhed", by),
        "svar.maaneder": ("6", by),
        "svar.ressourcer": ("false", by),
        "lovgrundlag": ("SEL107", TILBUD_1),
        "lovgrundlag_alle": ("SEL107, SEL85", TILBUD_1),
        "driftsform": ("kommunal", TILBUD_1),
        "runde.ansoegningsfrist": ("2020-11-27", ROUND_1),
        "runde.kilde": ("Opdigtet opslag", ROUND_1),
        "runde.temaer": ("Civilsamfund, Sundhed", ROUND_1),
        "runde.lovgrundlag": ("SEL107, SEL108", ROUND_1),
        "runde.driftsformer": ("kommunal, privat", ROUND_1),
        "runde.maaneder_mindst": ("4", ROUND_1),
        "runde.maaneder_hoejst": ("12", ROUND_1),
    }


def test_what_nobody_has_said_is_not_known() -> None:
    """A round need not say who can apply, for what, or for how long."""
    bare = rounds.Announced(
        programme="proeve",
        label="2020-11",
        title="Prøverunden",
        deadline=Deadline("2020-11-27"),
        form=ANNOUNCED.form,
        decides=frozenset({"fagchef"}),
        source="Opdigtet opslag",
        effective_from=date(2020, 12, 1),
    )
    begun = attrs.evolve(REGISTERED, effective_from=date(2020, 12, 1))
    submitted = attrs.evolve(SUBMITTED, answers=Answers({}))

    known = inputs(
        submitted, called=(bare,), applicant=(begun,), plugin=asking(*EVERYTHING)
    )

    assert sorted(known) == ["modtaget", "runde.kilde"]


CHANGED = rounds.DeadlineChanged(
    deadline=Deadline("2020-12-04"),
    reason=ReasonCode("it_problems"),
    effective_from=date(2020, 11, 24),
)
MOVED = (
    REGISTERED,
    tilbud.DriftsformChanged(
        driftsform=Driftsform.SELVEJENDE, effective_from=date(2020, 11, 24)
    ),
    tilbud.LegalGroundsChanged(
        legal_grounds=LegalGrounds(
            grounds=frozenset({LegalGround.SEL108}), primary=LegalGround.SEL108
        ),
        effective_from=date(2020, 11, 24),
        effective_to=date(2021, 2, 1),
    ),
)
DATED = [
    fact
    for fact in EVERYTHING
    if fact.name
    in ("driftsform", "lovgrundlag", "lovgrundlag_alle", "runde.ansoegningsfrist")
]


@pytest.mark.parametrize(
    ("as_of", "now", "expected"),
    [
        (
            "received",
            datetime(2020, 12, 10, tzinfo=UTC),
            {
                "driftsform": ("kommunal", TILBUD_1),
                "lovgrundlag": ("SEL107", TILBUD_1),
                "lovgrundlag_alle": ("SEL107, SEL85", TILBUD_1),
                "runde.ansoegningsfrist": ("2020-11-27", ROUND_1),
            },
        ),
        (
            "decided",
            datetime(2020, 12, 10, tzinfo=UTC),
            {
                "driftsform": ("selvejende", "tilbud/t-1@2"),
                "lovgrundlag": ("SEL108", "tilbud/t-1@3"),
                "lovgrundlag_alle": ("SEL108", "tilbud/t-1@3"),
                "runde.ansoegningsfrist": ("2020-12-04", "round/proeve-2020-11@3"),
            },
        ),
        (
            "decided",
            datetime(2021, 2, 1, tzinfo=UTC),
            {
                "driftsform": ("selvejende", "tilbud/t-1@2"),
                "lovgrundlag": ("SEL107", TILBUD_1),
                "lovgrundlag_alle": ("SEL107, SEL85", TILBUD_1),
                "runde.ansoegningsfrist": ("2020-12-04", "round/proeve-2020-11@3"),
            },
        ),
    ],
)
def test_a_rule_sees_the_day_that_it_counts_as_of(
    as_of: str, now: datetime, expected: dict[str, tuple[str, str]]
) -> None:
    """As of receipt, the round and the tilbud as on that day; as of decision, today."""
    known = inputs(
        SUBMITTED,
        called=(ANNOUNCED, OPENED, CHANGED),
        applicant=MOVED,
        plugin=asking(*DATED, as_of=as_of),
        now=now,
    )

    assert known == expected | {"runde.kilde": ("Opdigtet opslag", ROUND_1)}


def test_what_is_put_right_in_a_round_is_found_and_by_what() -> None:
    """Every input names the event that it stands by now; the others stand."""
    right = rounds.Corrected(
        reason=ReasonCode("misread"),
        source="Opslaget, som det blev trykt",
        eligible_grounds=frozenset({LegalGround.SEL85}),
        months_min=2,
        announced=date(2020, 8, 1),
    )
    third = "round/proeve-2020-11@3"

    known = inputs(SUBMITTED, called=(ANNOUNCED, OPENED, right))

    assert known["runde.kilde"] == ("Opslaget, som det blev trykt", third)
    assert known["runde.lovgrundlag"] == ("SEL85", third)
    assert known["runde.maaneder_mindst"] == ("2", third)
    assert known["runde.maaneder_hoejst"] == ("12", ROUND_1)
    assert known["runde.ansoegningsfrist"] == ("2020-11-27", ROUND_1)


def test_a_deadline_before_the_wrong_day_is_set_by_what_put_it_right() -> None:
    """The announcement was registered as of a later day than it held."""
    wrong = attrs.evolve(ANNOUNCED, effective_from=date(2020, 12, 1))
    right = rounds.Corrected(
        reason=ReasonCode("misread"), announced=ANNOUNCED.effective_from
    )

    known = inputs(SUBMITTED, called=(wrong, OPENED, right))

    assert known["runde.ansoegningsfrist"] == ("2020-11-27", "round/proeve-2020-11@3")


@pytest.mark.parametrize(
    ("received", "version"),
    [(datetime(2020, 12, 31, tzinfo=UTC), 1), (datetime(2021, 1, 1, tzinfo=UTC), 2)],
)
def test_the_version_that_was_in_force_that_day_is_asked(
    received: datetime, version: int
) -> None:
    """One version of each rule; the day of receipt decides, or the day of decision."""
    submitted = attrs.evolve(SUBMITTED, received=received)

    findings = found(submitted, now=datetime(2021, 3, 1, tzinfo=UTC))

    assert findings["proeve.laengde"].version == version
    assert "proeve.ressourcer" in findings
    assert "proeve.ressourcer" not in found(SUBMITTED)


SUPPLEMENTED = application.Supplemented(
    received=datetime(2020, 12, 1, tzinfo=UTC), answers=Answers({"maaneder": 5})
)
CORRECTED = application.Corrected(
    answers=Answers({"maaneder": 14}),
    reason=ReasonCode("misread"),
    effective_from=date(2020, 11, 20),
)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((SUBMITTED,), ("6", f"{APPLICATION}@1")),
        ((DRAFTED, SUBMITTED), ("6", f"{APPLICATION}@2")),
        ((SUBMITTED, SUPPLEMENTED), ("5", f"{APPLICATION}@2")),
        ((SUBMITTED, SUPPLEMENTED, CORRECTED), ("14", f"{APPLICATION}@3")),
        (
            (
                SUBMITTED,
                SUPPLEMENTED,
                attrs.evolve(
                    SUPPLEMENTED,
                    received=datetime(2020, 11, 24, tzinfo=UTC),
                    answers=Answers({"maaneder": 11}),
                ),
            ),
            ("5", f"{APPLICATION}@2"),
        ),
        (
            (
                SUBMITTED,
                CORRECTED,
                attrs.evolve(SUPPLEMENTED, answers=Answers({"ressourcer": True})),
            ),
            ("14", f"{APPLICATION}@2"),
        ),
    ],
)
def test_an_answer_is_set_by_who_gave_it_last(
    told: tuple[Any, ...], expected: tuple[str, str]
) -> None:
    """What completes an application counts as of its receipt."""
    assert inputs(*told)["svar.maaneder"] == expected


@pytest.mark.parametrize(
    "around",
    [
        {
            "called": (
                ANNOUNCED,
                OPENED,
                attrs.evolve(CHANGED, effective_from=date(2020, 11, 1)),
            )
        },
        {
            "applicant": (
                REGISTERED,
                attrs.evolve(MOVED[1], effective_from=date(2020, 11, 1)),
            )
        },
        {"plugin": attrs.evolve(PLUGIN, rules=RULES[:1])},
    ],
)
def test_what_changes_around_an_application_is_found_again(
    around: dict[str, Any],
) -> None:
    """The deadline, the tilbud and the rules are others."""
    (assessed,) = trying(ASSESS, SUBMITTED).events

    (again,) = trying(ASSESS, SUBMITTED, assessed, **around).events

    assert again.findings != assessed.findings


@pytest.mark.parametrize("rules", [(), RULES[-1:]])
def test_a_programme_without_rules_in_force_assesses_nothing(
    rules: tuple[Rule, ...],
) -> None:
    """No finding is not the same as nothing against it."""
    outcome = trying(ASSESS, SUBMITTED, plugin=attrs.evolve(PLUGIN, rules=rules))

    outcome.then_refused("application.no_rules")
    assert texts(outcome) == [
        (
            f"{APPLICATION}: expected rules of programme 'proeve' in force for what is "
            "received 2020-11-20 and decided 2020-12-10, got none"
        )
    ]


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
def test_only_what_is_handed_in_and_stands_is_assessed(
    told: tuple[Any, ...], code: str
) -> None:
    """A draft is the applicant's own; what is withdrawn asks for nothing."""
    trying(ASSESS, *told).then_refused(f"application.{code}")
