"""Deciding: outcome, findings, reasons, duties, mandate and authority."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from tests.domain.case.samples import (
    BO,
    DUTIES,
    FAGCHEF,
    KO,
    OPSLAG,
    Play,
    actor,
    playing,
    plugin_of,
)

from kvalitet_core.casetypes import CaseType, Decision, Fact, Rule, Stage
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case import (
    Claim,
    Complete,
    CorrectFact,
    Decide,
    Discharged,
    Mandated,
    RecordFact,
    Stated,
    Way,
)
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Money

DAY = date(2020, 11, 2)
LATE = "2020-12-01T09:00:00+00:00"


def late(play: Play) -> Play:
    """A case that was received too late, recommended."""
    play.at(LATE).recommended()
    return play


def test_deciding_acts_once_and_is_silent_the_second_time(play: Play) -> None:
    """The decision tells all that it rests on."""
    play.recommended()

    event, *_ = play.decide()

    assert (event.number, event.outcome, event.by) == (1, "imoedekommet", "bo")
    assert (event.authority, event.decided_on) == ("Opdigtet opslag", DAY)
    assert event.effective_from == DAY
    assert [(f.rule, f.truth) for f in event.findings] == [
        ("sag.grund", Truth.TRUE),
        ("sag.rettidig", Truth.TRUE),
    ]
    assert event.duties == DUTIES
    assert play.decide() == ()


def test_everything_that_stands_against_a_decision_is_told_at_once(play: Play) -> None:
    """Bad input gets one answer with all its problems."""
    play.opened()

    assert play.codes(
        Decide,
        by=KO,
        item="ansoegning.afgoer",
        outcome="maaske",
        reasons=(" ",),
        despite=frozenset({"sag.x"}),
        effective_from=date(2020, 1, 1),
    ) == (
        "case.outcome_unknown",
        "case.role",
        "case.not_available",
        "case.reasons",
        "case.duty",
        "case.duty",
        "case.mandate",
        "case.despite",
        "case.effective_before_receipt",
    )


def test_a_task_is_not_decided_and_a_milestone_even_less(play: Play) -> None:
    """It is completed."""
    play.opened()

    codes = [
        play.codes(Decide, item=item, outcome="x")
        for item in ("ansoegning.oplys", "opstart.plan", "x")
    ]

    assert codes == [
        ("case.not_a_decision",),
        ("case.not_a_task",),
        ("case.item_unknown",),
    ]


def test_what_is_decided_is_not_decided_otherwise(play: Play) -> None:
    """It is revoked first."""
    play.recommended().decided()

    assert play.codes(Decide, by=BO, **play.decision("afslag")) == ("case.item_done",)


def test_a_decision_that_somebody_has_is_theirs(play: Play) -> None:
    """They have said to take it."""
    play.recommended().do(Claim, by=actor("da", "fagchef"), item="ansoegning.afgoer")

    assert play.codes(Decide, by=BO, **play.decision()) == ("case.held",)


class TestReasons:
    """Forvaltningsloven § 22: a decision has reasons, unless it is fully in favour."""

    def test_what_is_fully_in_favour_needs_none(self, play: Play) -> None:
        """And no hearing either."""
        play.recommended()

        event, *_ = play.decide(reasons=(), duties=())

        assert event.reasons == ()

    @pytest.mark.parametrize("outcome", ["delvist", "afslag"])
    def test_all_else_says_why(self, play: Play, outcome: str) -> None:
        """The refusal names the law."""
        play.recommended()

        (reason,) = play.no(Decide, by=BO, **play.decision(outcome, reasons=()))

        assert (reason.code, reason.source) == (
            "case.reasons",
            "forvaltningsloven §§ 22 and 24",
        )

    def test_a_reason_says_something(self, play: Play) -> None:
        """Each that says nothing is named."""
        play.recommended()

        (reason,) = play.no(Decide, by=BO, **play.decision(reasons=("Ja.", " ")))

        assert "$.reasons[1]" in reason.text


class TestDuties:
    """What the law asks around an *afgørelse* attaches itself, by the hooks."""

    def test_each_that_is_not_met_is_named_with_its_law(self, play: Play) -> None:
        """Hearing, § 19, and guidance on how to complain, § 25."""
        play.recommended()

        reasons = play.no(Decide, by=BO, **play.decision("afslag", duties=()))

        assert [(r.code, r.source) for r in reasons] == [
            ("case.duty", "Forvaltningsloven § 19"),
            ("case.duty", "Forvaltningsloven § 25"),
        ]

    def test_one_may_say_why_it_is_not_owed(self, play: Play) -> None:
        """Which of the two is kept with the decision."""
        play.recommended()
        heard = Discharged(
            duty="partshoering", way=Way.NOT_OWED, text="Alt kom fra parten selv"
        )

        event, *_ = play.decide("afslag", duties=(heard, DUTIES[1]))

        assert event.duties[0].way is Way.NOT_OWED

    @pytest.mark.parametrize(
        "duty",
        [
            Discharged(duty="underretning", way=Way.DONE, text="Sendt"),
            Discharged(duty="partshoering", way=Way.DONE, text="To gange"),
            attrs.evolve(DUTIES[0], duty="x"),
        ],
    )
    def test_what_is_not_owed_before_it_is_refused(
        self, play: Play, duty: Discharged
    ) -> None:
        """Or what is told twice."""
        play.recommended()

        codes = play.codes(
            Decide, by=BO, **play.decision("afslag", duties=(*DUTIES, duty))
        )

        assert set(codes) == {"case.duty"}

    def test_a_duty_is_met_in_words(self, play: Play) -> None:
        """An empty text says nothing."""
        play.recommended()
        silent = attrs.evolve(DUTIES[0], text=" ")

        (reason,) = play.no(
            Decide, by=BO, **play.decision("afslag", duties=(silent, DUTIES[1]))
        )

        assert "'partshoering' without a text" in reason.text


class TestRules:
    """Each rule's result stands in the decision, on the facts as they were."""

    def test_granting_against_a_rule_names_it(self, play: Play) -> None:
        """Otherwise it is refused."""
        late(play)

        silently = play.no(Decide, by=BO, **play.decision())
        event, *_ = play.decide(despite=frozenset({"sag.rettidig"}))

        assert [reason.code for reason in silently] == ["case.finding_false"]
        assert event.despite == {"sag.rettidig"}
        assert [f.truth for f in event.findings] == [Truth.TRUE, Truth.FALSE]

    def test_setting_a_rule_aside_is_not_silent(self, play: Play) -> None:
        """Also what is fully in favour says why then."""
        late(play)
        told = play.decision(despite=frozenset({"sag.rettidig"}), reasons=())

        assert play.codes(Decide, by=BO, **told) == ("case.reasons",)

    def test_refusing_for_a_rule_needs_nothing_set_aside(self, play: Play) -> None:
        """And nothing can be: it is refused by it."""
        late(play)
        told = play.decision("afslag", despite=frozenset({"sag.rettidig"}))

        assert play.codes(Decide, by=BO, **told) == ("case.despite",)
        assert play.decide("afslag")[0].outcome == "afslag"

    @pytest.mark.parametrize("outcome", ["imoedekommet", "afslag"])
    def test_nobody_decides_in_the_dark(self, play: Play, outcome: str) -> None:
        """What is missing is named; one rule that is not met is enough to refuse."""
        play.recommended().do(CorrectFact, fact="grund", value=None, effective_from=DAY)

        (reason,) = play.no(Decide, by=BO, **play.decision(outcome))

        assert reason.code == "case.finding_unknown"
        assert "grund is missing as of its receipt 2020-11-02" in reason.text
        assert reason.source == "Opdigtet opslag hvem kan søge"

    def test_a_rule_as_of_receipt_does_not_see_what_held_only_later(
        self, play: Play
    ) -> None:
        """`cases.md` 1.4: a rule says whether it holds as of receipt or decision."""
        play.opened(facts=(Stated(fact="ansoegningsfrist", value="2020-11-27"),))
        play.informed().do(Complete, item="ansoegning.indstil")
        play.mandated(BO, None).at("2020-11-10T09:00:00")
        told = {"source": "brev", "effective_from": date(2020, 11, 9)}
        play.do(RecordFact, fact="grund", value="SEL85", **told)
        play.do(RecordFact, fact="beloeb", value=1, **told)

        assert play.codes(Decide, by=BO, **play.decision()) == ("case.finding_unknown",)

    def test_a_finding_names_the_events_of_its_facts(self, play: Play) -> None:
        """The chain from the decision back to what was told."""
        play.recommended()
        first = next(iter(play.journal.history(play.stream)))

        event, *_ = play.decide()

        inputs = [each for finding in event.findings for each in finding.inputs]
        assert [(each.fact, each.set_by) for each in inputs] == [
            ("grund", first.event_id),
            ("ansoegningsfrist", first.event_id),
            ("modtaget", first.event_id),
        ]


class TestMandates:
    """`cases.md` 2: "mandates with ceilings, snapshotted in the decision"."""

    def test_the_mandate_stands_in_the_decision_as_it_was(self, play: Play) -> None:
        """Later changes of it change nothing of that."""
        play.recommended()

        event, *_ = play.decide()

        assert event.mandate == Mandated(
            mandate="sag.bevilling",
            holder="bo",  # type: ignore[arg-type]
            ceiling=Money(oere=80_000_00),
            amount=Money(oere=50_000_00),
            source="Opdigtet delegation",
        )

    def test_without_one_nobody_decides(self, play: Play) -> None:
        """Whose it would have to be is named."""
        play.recommended()

        (reason,) = play.no(Decide, by=actor("ib", "fagchef"), **play.decision())

        assert reason.code == "case.mandate"
        assert "'ib' does not have it on 2020-11-02" in reason.text

    def test_nobody_decides_beyond_their_ceiling(self, play: Play) -> None:
        """Both amounts are named, and the document."""
        play.recommended().mandated(actor("ib", "fagchef"), 40_000_00)

        (reason,) = play.no(Decide, by=actor("ib", "fagchef"), **play.decision())

        assert "expected at most 40.000,00 kr., got 50.000,00 kr." in reason.text
        assert reason.source == "Opdigtet delegation"

    def test_one_without_a_ceiling_goes_to_any_amount(self, play: Play) -> None:
        """None is no ceiling, not zero."""
        by = actor("ib", "fagchef")
        play.recommended().mandated(by, None)

        event, *_ = play.decide(by=by)

        assert event.mandate.ceiling is None

    def test_who_acts_for_another_acts_by_their_mandate(self, play: Play) -> None:
        """The holder is the one who delegated."""
        play.recommended()

        event, *_ = play.decide(by=actor("ib", "fagchef", delegated_by="bo"))

        assert (event.mandate.holder, event.by, event.on_behalf_of) == (
            "bo",
            "ib",
            "bo",
        )

    def test_an_amount_that_is_not_known_is_named(self, play: Play) -> None:
        """Nobody decides on an unknown amount."""
        play.recommended()
        play.do(CorrectFact, fact="beloeb", value=None, effective_from=DAY)

        (reason,) = play.no(Decide, by=BO, **play.decision())

        assert (reason.code, "'beloeb' is not known" in reason.text) == (
            "case.mandate",
            True,
        )


INDKOMMET = Fact("indkommet", date, da="indkommet", en="come in")


class Enkelt(Stage):
    """Enkelt"""

    afgoer = Decision(
        "Afgør",
        role=FAGCHEF,
        outcomes=("ja", "nej"),
        favourable=("ja",),
        rules=(
            Rule(
                "sag.indkommet",
                1,
                date(2020, 1, 1) <= INDKOMMET,
                OPSLAG,
                "Tidligst 2020",
                as_of="decided",
            ),
        ),
    )


class Sag(CaseType):
    """Sag"""

    code, version, valid_from = "sag.enkelt", "1", date(2020, 1, 1)
    languages = ("da",)
    roles = (FAGCHEF,)
    stages = (Enkelt,)


def test_a_rule_as_of_the_decision_asks_what_is_known_now() -> None:
    """Whatever was so on the day of receipt."""
    with playing(plugin_of(Sag), stream=StreamId("case/sag.enkelt.1")) as play:
        play.opened(definition="sag.enkelt", facts=())
        told = {"item": "enkelt.afgoer", "outcome": "ja"}

        (reason,) = play.no(Decide, by=BO, **told)
        play.do(
            RecordFact,
            fact="indkommet",
            value="2020-11-02",
            effective_from=DAY,
            source="brev",
        )
        event, *_ = play.do(Decide, by=BO, **told)

        assert reason.text.endswith("indkommet is missing")
        assert (event.mandate, event.outcome) == (None, "ja")
