"""`kvalitet why` and `kvalitet why-not`: what a decision rests on, what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.sheltering import Sheltering, completion, opening, receipt
from tests.cli.test_case import DECIDED, ME


@pytest.fixture
def decided(sheltering: Sheltering, kept: Path) -> Sheltering:
    """A shelter with a case that is granted against a rule."""
    return sheltering.once(kept / "decided", lambda made: made.give(*DECIDED))


class TestWhy:
    """Why a decision came out as it did."""

    def test_from_the_rule_to_the_person(self, decided: Sheltering) -> None:
        """Rule, legal basis, fact, event, and who brought it about."""
        text = decided.run("why", "shelter.stay.1").stdout

        rule = text.index("The law is “SEL107”: not met, set aside")
        law = text.index("Rule shelter.grundlag/1, Opslag 2020 hvem kan søge")
        fact = text.index("the law = SEL110")
        event = text.index("case.opened/1 by anna as clerk")
        assert rule < law < fact < event
        assert "Decision 1, Decide the application: imoedekommet" in text
        assert "Reason: Der er plads." in text

    def test_in_danish(self, decided: Sheltering) -> None:
        """In the words of the case type."""
        text = decided.run("why", "shelter.stay.1", "--lang", "da").stdout

        assert "Afgørelse 1, Afgør ansøgningen: imoedekommet" in text
        assert "Lovgrundlaget er »SEL107«: ikke opfyldt, fraveget" in text

    def test_programs_get_the_whole_tree(self, decided: Sheltering) -> None:
        """Data first: the ids of the events, and who acted in which role."""
        (told,) = decided.look("why", "shelter.stay.1", "--decision", "1")["decisions"]

        (rule,) = told["rules"]
        (given,) = rule["given"]
        assert (rule["rule"], rule["truth"]) == ("shelter.grundlag", "false")
        assert given["by"]["actor"]["id"] == "anna"
        assert given["by"]["stream"] == "case/shelter.stay.1"
        assert told["decided"]["actor"]["id"] == "bo"

    def test_a_decision_that_was_not_taken(self, decided: Sheltering) -> None:
        """How many there are is told."""
        result = decided.run("why", "shelter.stay.1", "--decision", "2")

        assert result.exit_code == 2
        assert "unknown decision" in result.stderr

    def test_a_case_without_decisions(self, sheltering: Sheltering) -> None:
        """What to ask instead is told."""
        sheltering.give(opening())

        result = sheltering.run("why", "shelter.stay.1")

        assert result.exit_code == 2
        assert "nothing was decided in it yet" in result.stderr


class TestWhyNot:
    """What keeps an item from being done."""

    def test_codes_and_texts_as_a_tree(self, sheltering: Sheltering) -> None:
        """Down to the fact that is missing."""
        sheltering.give(opening())

        told: list[dict[str, Any]] = sheltering.look(
            "why-not", "shelter.stay.1", "ansoegning.afgoer"
        )["reasons"]

        assert told[0]["code"] == "case.not_available"
        assert "fact_missing" in json.dumps(told)

    def test_it_is_told_in_danish(self, sheltering: Sheltering) -> None:
        """The tree in the words of the case type, the codes as they are."""
        sheltering.give(opening())
        ask = ("why-not", "shelter.stay.1", "--lang", "da")

        waits = sheltering.run(*ask, "ansoegning.afgoer").stdout
        lacks = sheltering.run(*ask, "ansoegning.oplys").stdout
        point = sheltering.run(*ask, "ophold.aftalt").stdout

        assert waits.startswith(
            "Afgør ansøgningen kan ikke udføres endnu (case.not_available)\n"
            "  ansoegning.afgoer: »Indstil« er udført: ikke opfyldt"
        )
        assert "Skemaet er ikke oplyst (case.fact_missing)\n" in waits
        assert "Det kræves, at skemaet er oplyst (case.requires)" in lacks
        assert "Fasen »Ophold« er ikke begyndt (case.stage_waiting)" in point

    def test_a_rule_that_is_unknown_keeps_a_decision_back(
        self, sheltering: Sheltering
    ) -> None:
        """It is named with what is missing, in the words of the case type."""
        steps = (completion("ansoegning.oplys"), completion("ansoegning.indstil"))
        sheltering.give(opening(), receipt(), *steps)
        ask = ("why-not", "shelter.stay.1", "ansoegning.afgoer")

        told = sheltering.run(*ask)
        danish = sheltering.run(*ask, "--lang", "da")

        assert told.stdout == (
            "rule 'shelter.grundlag' is unknown: hjemmel is missing as of its receipt "
            "2020-09-07 (case.finding_unknown) [Opslag 2020 hvem kan søge]\n"
        )
        assert danish.stdout == (
            "Reglen shelter.grundlag er uafklaret; mangler lovgrundlaget ved "
            "modtagelsen 2020-09-07 (case.finding_unknown) "
            "[Opslag 2020 hvem kan søge]\n"
        )
        assert "1 reason why it cannot be done now" in told.stderr
        assert "1 grund til, at det ikke kan gøres nu" in danish.stderr

    def test_what_lies_in_a_person_is_told_in_danish(
        self, sheltering: Sheltering
    ) -> None:
        """Role and four eyes."""
        sheltering.give(*DECIDED[:4])
        ask = ("why-not", "shelter.stay.1", "ansoegning.afgoer", "--lang", "da")

        text = sheltering.run(*ask, "--as", ME).stdout

        assert "Afgør ansøgningen udføres af Leder (case.role)" in text
        assert "to par øjne kræves (case.four_eyes)" in text

    def test_a_closed_case_and_a_case_type_that_is_gone(
        self, sheltering: Sheltering
    ) -> None:
        """What cannot go on is told as such."""
        sheltering.give(opening())
        sheltering.change("(Stay, NewerStay)", "(NewerStay,)")
        sheltering.manifested()

        result = sheltering.run(
            "why-not", "shelter.stay.1", "ansoegning.oplys", "--lang", "da"
        )

        assert result.exit_code == 0
        assert "Sagstypen er ikke installeret" in result.stdout

    def test_it_is_asked_for_somebody(self, sheltering: Sheltering) -> None:
        """Who has the wrong role is told so."""
        sheltering.give(opening(), receipt())
        ask = ("why-not", "shelter.stay.1", "ansoegning.oplys")

        anybody = sheltering.run(*ask)
        leader = sheltering.run(*ask, "--as", ME.replace("clerk", "head"))

        assert anybody.stdout == ""
        assert "nothing keeps it back" in anybody.stderr
        assert "(case.role)" in leader.stdout

    def test_an_unknown_item_names_the_nearest(self, sheltering: Sheltering) -> None:
        """A slip of the finger is recognised."""
        sheltering.give(opening())

        result = sheltering.run("why-not", "shelter.stay.1", "ophold.samtal")

        assert result.exit_code == 2
        assert "did you mean ophold.samtale" in result.stderr
