"""The course of counselling runs as the offer says, and says whom it owes what."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from kvalitet_core.casetypes import CaseType, Decision, Role
from kvalitet_core.deadlines import Term
from kvalitet_core.testing.cases import (
    Claim,
    Trial,
    answers,
    applicant,
    application_decided,
    at,
    available,
    because,
    brought_to,
    case,
    close,
    closed,
    complete,
    correct,
    decide,
    done,
    due,
    extend,
    fact,
    may_not,
    migrate,
    no,
    not_owed,
    nothing,
    notify,
    outcome,
    overdue,
    received,
    refused,
    resume,
    suspend,
    waiting,
    warned,
)
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.examples import TOLD
from kvalitet_indsatsteam.forloeb import Forloeb2020, Forloeb2021, House, case_types
from kvalitet_indsatsteam.rounds import AUTUMN_2020, SUMMER_2021
from kvalitet_indsatsteam.rules import RULES
from kvalitet_indsatsteam.sources import THEMES

REASON = "Ansøgningen kom efter fristen."
IN_TIME = "2020-11-20T12:00:00+01:00"
LATE = "2020-11-28T00:00:00+01:00"


def round_of(announce: Any) -> dict[str, Any]:
    """What a real round was announced with, as the test kit says it."""
    return {
        "ansoegningsfrist": str(announce.deadline),
        "temaer": sorted(announce.themes),
        "lovgrundlag": sorted(announce.eligible_grounds),
        "driftsformer": sorted(announce.eligible_driftsformer),
        "maaneder_mindst": announce.months_min,
        "maaneder_hoejst": announce.months_max,
    }


def applied(of: type[CaseType] = Forloeb2020, when: str = IN_TIME) -> Trial:
    """A case in the round of its version, about an application that is in order."""
    announce = AUTUMN_2020 if of is Forloeb2020 else SUMMER_2021
    return case(of, round=round_of(announce), plugins=[PLUGIN]).given(
        received(when),
        applicant(driftsform="kommunal", lovgrundlag="SEL107"),
        answers(temaer=["Sundhed"], maaneder=6),
    )


def granted() -> Trial:
    """A case whose application is granted, and the tilbud told."""
    return (
        applied()
        .given(brought_to("ansoegning.afgoer"))
        .when(decide("ansoegning.afgoer", "imoedekommet", by="bo"), notify())
    )


def test_everything_that_is_known_can_be_told_on_the_way() -> None:
    """From the decision to the end; the same once more changes nothing."""
    told = granted().given(fact(TOLD))
    phases = ("opstartsfase", "analysefase", "udviklingsfase", "opfoelgning")

    told.given(brought_to("opfoelgning.saml")).when(complete("opfoelgning.saml")).then(
        *(done(phase) for phase in phases)
    ).when(complete("opfoelgning.saml")).then(nothing()).when(close()).then(closed())


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


class TestAfgoerelse:
    """Whether a refusal is an *afgørelse* is not to be found, so it is said.

    Before the decision the parties shall often have the chance to comment, § 19 [W95];
    a written decision needs reasons unless fully favourable, § 22 [W96]; a written
    appealable one must state appeal body, procedure and time limit, § 25 [W98].
    """

    def test_it_is_one_unless_that_is_said(self) -> None:
        """Hearing and guidance on complaints are owed before a refusal."""
        ready = applied(when=LATE).given(brought_to("ansoegning.afgoer"))
        heard = {"partshoering": "Hørt 2. december", "klagevejledning": "Vedlagt"}

        ready.when(
            decide("ansoegning.afgoer", "afslag", reasons=REASON, duties={})
        ).then(refused("case.duty", "case.duty"))
        ready.when(
            decide("ansoegning.afgoer", "afslag", reasons=REASON, duties=heard)
        ).then(outcome("afslag"))
        without = heard | {"partshoering": not_owed("Modtagelsen kender parten selv.")}
        ready.when(
            decide("ansoegning.afgoer", "afslag", reasons=REASON, duties=without)
        ).then(outcome("afslag"))

    def test_a_grant_in_full_owes_neither(self) -> None:
        """§§ 19, 22 and 25: not where the party is given all that was asked for."""
        applied().given(brought_to("ansoegning.afgoer")).when(
            decide("ansoegning.afgoer", "imoedekommet", duties={})
        ).then(outcome("imoedekommet"))

    def test_another_authority_can_say_that_it_is_none(self) -> None:
        """Then no duty attaches, and the digest tells the two apart."""
        (other, _) = case_types(House(afgoerelse=False))
        plugin = attrs.evolve(PLUGIN, case_types=(other,))
        told = case(other, round=round_of(AUTUMN_2020), plugins=[plugin]).given(
            received(LATE), answers(temaer=["Sundhed"], maaneder=6)
        )

        told.given(brought_to("ansoegning.afgoer")).when(
            decide("ansoegning.afgoer", "afslag", reasons=REASON, duties={}),
            close(),
        ).then(closed())
        assert other.definition.digest != Forloeb2020.definition.digest

    def test_another_role_can_decide(self) -> None:
        """Who decided within the agency is not in the sources either."""
        chief = Role("kontorchef", da="Kontorchef", en="Head of office")
        (other, _) = case_types(House(decides=chief))
        plugin = attrs.evolve(PLUGIN, case_types=(other,))
        told = case(other, round=round_of(AUTUMN_2020), plugins=[plugin]).given(
            received(IN_TIME), answers(temaer=["Sundhed"], maaneder=6)
        )

        told.given(brought_to("ansoegning.afgoer")).then(
            may_not(
                decide("ansoegning.afgoer", "imoedekommet", role="fagchef"), "case.role"
            )
        ).when(decide("ansoegning.afgoer", "imoedekommet", role="kontorchef")).then(
            outcome("imoedekommet")
        )


class TestTerm:
    """No source has a term: this one is the house's, and anybody's to change."""

    def test_six_weeks_end_on_the_same_weekday(self) -> None:
        """Received on Friday 20 November: Friday 1 January is closed, so Monday."""
        applied().then(due("ansoegning.afgoer", "2021-01-04"))

    def test_waiting_for_what_is_missing_does_not_count(self) -> None:
        """Nor does the hearing of the party; days that run are kept."""
        for cause in ("manglende_oplysninger", "partshoering"):
            applied().when(
                at("2020-11-23"),
                suspend(cause),
                at("2020-12-07"),
                resume(cause),
            ).then(due("ansoegning.afgoer", "2021-01-15"))

    def test_longer_time_can_be_given_with_a_reason(self) -> None:
        """By whoever decides; the same once more changes nothing."""
        longer = applied().when(
            extend("ansoegning.afgoer", 2, "weeks", reason="kompleks_sag")
        )

        longer.then(due("ansoegning.afgoer", "2021-01-15")).when(
            extend("ansoegning.afgoer", 2, "weeks", reason="kompleks_sag")
        ).then(nothing())

    def test_what_is_decided_too_late_is_noted(self) -> None:
        """And can still be decided."""
        applied().when(at("2021-01-05")).then(overdue("ansoegning.afgoer")).given(
            brought_to("ansoegning.afgoer")
        ).when(decide("ansoegning.afgoer", "imoedekommet")).then(
            outcome("imoedekommet")
        )

    def test_another_house_has_its_own_or_none(self) -> None:
        """It is an argument, and stands in the digest."""
        (none, _), (short, _) = (
            case_types(House(within=None)),
            case_types(House(within=Term(7, "days"))),
        )

        found = [each.definition.items["ansoegning.afgoer"] for each in (none, short)]

        assert [each.due for each in found if isinstance(each, Decision)] == [
            None,
            Term(7, "days"),
        ]


class TestPhases:
    """Three phases.

    "opstartsfase" (expectations aligned, course shaped); "analysefase" (tilbud and team
    analyse practice, name strengths and development areas; the tilbud then decides
    which recommendations to take on); "udviklingsfase" (supports organisational and
    managerial prerequisites for turning methods, tools and recommendations into
    practice) [S3].
    """

    def test_they_are_called_what_the_offer_calls_them(self) -> None:
        """The names "opstartsfase", "analysefase" and "udviklingsfase", as titles."""
        definition = Forloeb2020.definition
        found = [stage.title for stage in definition.stages]

        assert found == [
            "Ansøgning",
            "Opstartsfase",
            "Analysefase",
            "Udviklingsfase",
            "Opfølgning",
        ]

    def test_the_course_is_shaped_by_themes_and_length(self) -> None:
        """Six themes (one or more chosen), letter by letter [S3] [W20]."""
        shaped = granted().given(complete("opstartsfase.forvent"))

        shaped.when(complete("opstartsfase.tilret")).then(
            refused("case.requires", "case.requires")
        )
        shaped.given(fact({"aftale.temaer": ["Sundhed"], "aftale.maaneder": 6})).when(
            complete("opstartsfase.tilret")
        ).then(done("opstartsfase.aftalt"), done("opstartsfase"))
        themes = Forloeb2020.definition.known_facts["aftale.temaer"]
        assert {*themes.one_of} == THEMES

    @pytest.mark.parametrize(
        ("months", "claim"),
        [
            (3, warned("laengde")),
            (4, no(warned())),
            (12, no(warned())),
            (13, warned("laengde")),
        ],
    )
    def test_four_to_twelve_months_only_warn(self, months: int, claim: Claim) -> None:
        """Expected length: 4 to 12 months, by need and wish [S3] [W20]: no more."""
        course = granted().given(fact({"aftale.maaneder": months}))

        course.then(claim)
        course.when(correct({"aftale.maaneder": 8})).then(no(warned()))

    def test_only_the_tilbud_chooses_and_only_among_the_recommendations(self) -> None:
        """The team names them; it does not choose."""
        told = granted().given(fact(TOLD), brought_to("analysefase.vaelg"))

        told.then(
            may_not(complete("analysefase.vaelg", role="indsatsteam"), "case.role")
        )
        told.given(correct({"valg.anbefalinger": ["En helt anden"]})).when(
            complete("analysefase.vaelg")
        ).then(refused("case.requires"))
        told.when(complete("analysefase.vaelg", by="vita")).then(done("analysefase"))

    def test_the_follow_up_asks_what_was_turned_into_practice(self) -> None:
        """Only what the tilbud took on can be: none of it is an answer too."""
        told = granted().given(fact(TOLD), brought_to("opfoelgning.saml"))

        told.given(correct({"opfoelgning.omsat": ["Fælles mål"]})).when(
            complete("opfoelgning.saml")
        ).then(refused("case.requires"))
        told.given(correct({"opfoelgning.omsat": []})).when(
            complete("opfoelgning.saml")
        ).then(done("opfoelgning"))

    def test_both_analyse_before_strengths_are_named(self) -> None:
        """The tilbud and the team analyse practice."""
        told = granted().given(fact(TOLD), brought_to("analysefase.tilbuddet"))

        told.when(complete("analysefase.tilbuddet")).then(
            waiting("analysefase.benaevn"), available("analysefase.teamet")
        ).when(complete("analysefase.teamet")).then(available("analysefase.benaevn"))

    def test_each_task_is_the_teams_or_the_tilbuds(self) -> None:
        """The offer's two parties, once the application is decided."""
        definition = Forloeb2020.definition
        roles = {
            item.role
            for path, item in definition.items.items()
            if not path.startswith("ansoegning.") and item.sort == "task"
        }

        assert roles == {"indsatsteam", "tilbud"}


class TestMigration:
    """A course that was begun under the version of 2020 goes on under that of 2021.

    In 2021 it was called an "udviklingsforløb" [W20]; else the two differ by the house.
    """

    def test_what_was_assessed_is_recommended(self) -> None:
        """Everything keeps its place, and the decision its four eyes."""
        moved = (
            applied()
            .given(
                complete("ansoegning.oplys", by="anna"),
                complete("ansoegning.vurder", by="anna"),
            )
            .when(migrate("2021-08"))
        )

        moved.then(
            done("ansoegning.indstil"),
            available("ansoegning.afgoer"),
            due("ansoegning.afgoer", "2021-01-04"),
            may_not(
                decide("ansoegning.afgoer", "imoedekommet", by="anna"), "case.four_eyes"
            ),
        ).when(migrate("2021-08")).then(nothing())

    def test_a_course_in_its_last_phase_ends_there(self) -> None:
        """Facts and statuses are as they were."""
        granted().given(fact(TOLD), brought_to("udviklingsfase.omsaet")).when(
            migrate("2021-08")
        ).then(done("analysefase"), available("udviklingsfase.omsaet")).given(
            brought_to("opfoelgning.saml")
        ).when(complete("opfoelgning.saml"), close()).then(closed())

    def test_there_is_no_way_back(self) -> None:
        """The version of 2020 says nothing of a later one."""
        later = applied(Forloeb2021, "2021-08-10T12:00:00+02:00")

        later.when(migrate("2020-11")).then(refused())

    def test_a_decided_case_keeps_its_decision(self) -> None:
        """With what it was found on."""
        granted().when(migrate("2021-08")).then(
            outcome("imoedekommet"), application_decided("imoedekommet")
        )
