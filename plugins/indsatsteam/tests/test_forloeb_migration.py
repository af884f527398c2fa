"""A course that was begun goes on under the version of the year after."""

from __future__ import annotations

from indsatsteam_forloeb import applied, granted
from kvalitet_core.testing.cases import (
    application_decided,
    available,
    brought_to,
    close,
    closed,
    complete,
    decide,
    done,
    due,
    fact,
    may_not,
    migrate,
    nothing,
    outcome,
    refused,
)
from kvalitet_indsatsteam.examples import TOLD
from kvalitet_indsatsteam.forloeb import Forloeb2021


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
