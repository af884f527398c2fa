"""The course of counselling runs as the offer says, from its decision to its end."""

from __future__ import annotations

import pytest

from indsatsteam_forloeb import granted
from kvalitet_core.testing.cases import (
    Claim,
    available,
    brought_to,
    close,
    closed,
    complete,
    correct,
    done,
    fact,
    may_not,
    no,
    nothing,
    refused,
    waiting,
    warned,
)
from kvalitet_indsatsteam.examples import TOLD
from kvalitet_indsatsteam.forloeb import Forloeb2020
from kvalitet_indsatsteam.sources import THEMES


def test_everything_that_is_known_can_be_told_on_the_way() -> None:
    """From the decision to the end; the same once more changes nothing."""
    told = granted().given(fact(TOLD))
    phases = ("opstartsfase", "analysefase", "udviklingsfase", "opfoelgning")

    told.given(brought_to("opfoelgning.saml")).when(complete("opfoelgning.saml")).then(
        *(done(phase) for phase in phases)
    ).when(complete("opfoelgning.saml")).then(nothing()).when(close()).then(closed())


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
