"""The application for a course is clarified, recommended, and decided by five rules."""

from __future__ import annotations

import pytest

from indsatsteam_forloeb import IN_TIME, LATE, REASON, applied, granted, round_of
from kvalitet_core.casetypes import CaseType
from kvalitet_core.testing.cases import (
    answers,
    applicant,
    application_decided,
    available,
    because,
    brought_to,
    case,
    close,
    closed,
    complete,
    decide,
    may_not,
    nothing,
    notify,
    outcome,
    received,
    refused,
    waiting,
)
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.forloeb import Forloeb2020, Forloeb2021
from kvalitet_indsatsteam.rounds import AUTUMN_2020
from kvalitet_indsatsteam.rules import RULES


class TestApplication:
    """Clarified, recommended, decided by somebody else, by five rules."""

    def test_in_time_it_meets_every_rule_and_the_application_is_decided(self) -> None:
        """By the same commit; all five rules are found."""
        granted().then(
            outcome("imoedekommet"),
            application_decided("imoedekommet"),
            *(because(rule.code, True) for rule in RULES),
            available("opstartsfase.forvent"),
        )

    def test_late_it_can_only_be_refused_with_reasons(self) -> None:
        """A bare date ends at local midnight after it; § 22 asks for reasons."""
        late = applied(when=LATE).given(brought_to("ansoegning.afgoer"))

        late.when(decide("ansoegning.afgoer", "imoedekommet")).then(
            refused("case.finding_false")
        )
        late.when(decide("ansoegning.afgoer", "afslag")).then(refused("case.reasons"))
        late.when(decide("ansoegning.afgoer", "afslag", reasons=REASON)).then(
            because("rettidig", False),
            application_decided("afslag"),
            waiting("opstartsfase"),
        ).when(decide("ansoegning.afgoer", "afslag", reasons=REASON)).then(nothing())

    def test_late_it_is_granted_only_by_naming_the_rule(self) -> None:
        """Nobody grants against a rule in silence."""
        applied(when=LATE).given(brought_to("ansoegning.afgoer")).when(
            decide(
                "ansoegning.afgoer",
                "delvist",
                despite="indsatsteam.rettidig",
                reasons="Posten var forsinket.",
            )
        ).then(outcome("delvist"), available("opstartsfase.forvent"))

    def test_a_length_that_is_not_told_keeps_it_from_being_granted(self) -> None:
        """What is missing is named; nobody decides in the dark."""
        silent = case(Forloeb2020, round=round_of(AUTUMN_2020), plugins=[PLUGIN]).given(
            received(IN_TIME), answers(temaer=["Sundhed"])
        )

        silent.given(brought_to("ansoegning.afgoer")).when(
            decide("ansoegning.afgoer", "imoedekommet")
        ).then(refused("case.finding_unknown"))

    def test_selvejende_are_named_in_2021_only(self) -> None:
        """The text of 2021 adds them; each round decides by its own."""
        owner = applicant(driftsform="selvejende", lovgrundlag="SEL107")
        later = "2021-08-10T12:00:00+02:00"
        for of, when, truth in (
            (Forloeb2020, IN_TIME, False),
            (Forloeb2021, later, True),
        ):
            applied(of, when).given(owner, brought_to("ansoegning.afgoer")).when(
                complete("ansoegning.afgoer", reasons="Se fundene.")
            ).then(because("driftsform", truth))

    @pytest.mark.parametrize("of", [Forloeb2020, Forloeb2021])
    def test_whoever_recommended_does_not_decide(self, of: type[CaseType]) -> None:
        """Nor in the other's role, nor on the other's behalf."""
        item = "vurder" if of is Forloeb2020 else "indstil"
        when = IN_TIME if of is Forloeb2020 else "2021-08-10T12:00:00+02:00"
        clarified = applied(of, when).given(
            complete("ansoegning.oplys", by="anna"),
            complete(f"ansoegning.{item}", by="anna"),
        )

        clarified.then(
            may_not(
                decide("ansoegning.afgoer", "imoedekommet", by="anna"), "case.four_eyes"
            ),
            may_not(
                decide(
                    "ansoegning.afgoer", "imoedekommet", by="bo", on_behalf_of="anna"
                ),
                "case.four_eyes",
            ),
            may_not(
                decide(
                    "ansoegning.afgoer", "imoedekommet", by="bo", role="sagsbehandler"
                ),
                "case.role",
            ),
        )

    def test_what_is_refused_can_be_closed_once_the_tilbud_is_told(self) -> None:
        """Nothing is left to do, and the party has a right to know (§ 25)."""
        over = (
            applied(when=LATE)
            .given(brought_to("ansoegning.afgoer"))
            .when(decide("ansoegning.afgoer", "afslag", reasons=REASON))
        )

        over.when(close()).then(refused("case.not_notified"))
        over.when(notify(), close(reason="refused")).then(closed("refused"))
