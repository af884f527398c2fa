"""`kvalitet why` and `kvalitet why-not`: what a decision rests on, what is missing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.sheltering import (
    MONDAY,
    Sheltering,
    case_of,
    completion,
    opening,
    receipt,
)
from tests.cli.test_case import DECIDED, ME

from kvalitet_core.domain.case import Notify

NOTIFIED = MONDAY + timedelta(days=len(DECIDED))


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


class TestAsKnown:
    """What was known on a day, of a case that has gone on since."""

    @pytest.fixture
    def notified(self, sheltering: Sheltering) -> Sheltering:
        """Opened, decided, told of the day after; and then another is opened."""
        told = Notify(case=case_of("1"), number=1, on=NOTIFIED.date())
        sheltering.give(*DECIDED, told, opening("2"))
        return sheltering

    def test_why_tells_nothing_that_came_later(self, notified: Sheltering) -> None:
        """The decision was known on its day, its notice was not."""
        ask = ("why", "shelter.stay.1", "--known")
        day = NOTIFIED.date()

        (then,) = notified.look(*ask, f"{day - timedelta(days=1)}")["decisions"]
        (now,) = notified.look(*ask, f"{day:%d-%m-%Y}")["decisions"]

        assert (then["notified"], now["notified"]) == (None, f"{day}")
        assert then["rules"] == now["rules"]

    def test_a_decision_that_was_not_taken_yet(self, notified: Sheltering) -> None:
        """The day on which the case was opened, it was none."""
        result = notified.run(
            "why", "shelter.stay.1", "--known", "2020-09-07", "--decision", "1"
        )

        assert result.exit_code == 2
        assert "nothing was decided in it yet" in result.stderr

    def test_why_not_tells_what_was_in_the_way_then(self, notified: Sheltering) -> None:
        """In both languages: what has been done since had not been."""
        ask = ("why-not", "shelter.stay.1", "ansoegning.afgoer", "--lang")
        then = ("--known", "2020-09-07")

        for language, waits in (("da", "endnu (case.not"), ("en", "expected it to be")):
            before = notified.run(*ask, language, *then).stdout
            after = notified.run(*ask, language).stdout

            assert waits in before
            assert "case.item_done" in after
            assert "case.item_done" not in before

    @pytest.mark.parametrize(
        ("known", "said"),
        [
            ("2020-09-06", "expected a time after the journal began, 2020-09-07"),
            ("06-09-2020", "--known 06-09-2020 understood as 2020-09-06T23:59:59"),
        ],
    )
    @pytest.mark.parametrize(
        "ask",
        [("why", "shelter.stay.1"), ("why-not", "shelter.stay.1", "ansoegning.afgoer")],
    )
    def test_a_time_before_the_journal_began(
        self, notified: Sheltering, ask: tuple[str, ...], known: str, said: str
    ) -> None:
        """It is told how it was understood, and when the journal began."""
        result = notified.run(*ask, "--known", known)

        assert result.exit_code == 2
        assert said in result.stderr
        assert result.stdout == ""

    def test_a_case_that_was_not_opened_yet(self, notified: Sheltering) -> None:
        """It is told when it was."""
        result = notified.run("why", "shelter.stay.2", "--known", "2020-09-08")

        opened = (NOTIFIED + timedelta(days=1)).date()
        assert result.exit_code == 2
        assert f"it was first recorded at {opened}T10:00:00+02:00" in result.stderr


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
