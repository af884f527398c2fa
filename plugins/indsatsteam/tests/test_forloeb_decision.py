"""What is owed with the decision: duties of an *afgørelse*, and a term for it."""

from __future__ import annotations

import attrs

from indsatsteam_forloeb import IN_TIME, LATE, REASON, applied, round_of
from kvalitet_core.casetypes import Decision, Role
from kvalitet_core.deadlines import Term
from kvalitet_core.testing.cases import (
    answers,
    at,
    brought_to,
    case,
    close,
    closed,
    decide,
    due,
    extend,
    may_not,
    not_owed,
    nothing,
    outcome,
    overdue,
    received,
    refused,
    resume,
    suspend,
)
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.forloeb import Forloeb2020, House, case_types
from kvalitet_indsatsteam.rounds import AUTUMN_2020


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
