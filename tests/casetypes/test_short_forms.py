"""What an author need not write twice, or at all."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any, ClassVar

import pytest

from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Definition,
    Milestone,
    Role,
    Stage,
    Task,
    ref,
)
from kvalitet_core.errors import Malformed

clerk = Role("clerk")


class Review(Stage):
    """Review"""

    money = Task("Look at the money", role=clerk)
    law = Task("Look at the law", role=clerk)
    sign = Decision(
        "Sign",
        role=clerk,
        when=money.done & law.done,
        outcomes=("full", "partly", "no"),
        favourable=("full",),
        granting=("full", "partly"),
    )
    signed = Milestone("Signed", when=sign.granted)


def case_type(*stages: type[Stage], **said: Any) -> type[CaseType]:
    """A case type of some stages, in English."""
    own = {
        "__doc__": "Course",
        "code": "plant.course",
        "version": "1",
        "valid_from": date(2020, 1, 1),
        "stages": stages,
        "languages": ("en",),
    }
    return type("Course", (CaseType,), own | said)


class TestGranted:
    """A decision's `granted`."""

    def test_it_asks_for_every_outcome_that_gives_something(self) -> None:
        """Also for one that is not fully in favour."""
        assert Review.sign.granted == Review.sign.outcome.is_in(("full", "partly"))


class TestFourEyes:
    """Several items at once that nobody may do two of."""

    def test_each_is_kept_apart_from_every_other(self) -> None:
        """Whatever they wait for, and whatever else each says."""
        paths = ("review.money", "review.law", "review.sign")
        together = case_type(Review, four_eyes=paths)

        apart = together.definition.kept_apart

        for path in paths:
            assert apart[path] == {*paths} - {path}

    def test_the_order_in_which_they_are_named_makes_no_difference(self) -> None:
        """The digest is the same."""
        items = (Review.law, Review.sign, ref("review.money"))

        digests = {
            case_type(Review, four_eyes=order).definition.digest
            for order in permutations(items)
        }

        assert len(digests) == 1
        assert digests != {case_type(Review).definition.digest}

    @pytest.mark.parametrize("path", ["review.signed", "review.moneys", "review"])
    def test_what_no_person_does_is_refused(self, path: str) -> None:
        """A milestone, a stage, and what nobody declares."""
        with pytest.raises(Malformed) as caught:
            case_type(Review, four_eyes=("review.law", path))

        assert any(
            f"names {path!r}" in problem.text for problem in caught.value.problems
        )

    def test_a_stage_itself_is_refused(self) -> None:
        """It is not an item."""
        with pytest.raises(Malformed) as caught:
            case_type(Review, four_eyes=(Review,))

        assert "each of it an item" in str(caught.value)

    def test_parts_that_wait_for_one_another_are_told_of_as_ever(self) -> None:
        """Keeping apart does not hide what is wrong."""

        class Round(Stage):
            """Round"""

            one = Task("One", role=clerk, when=ref("round.two").done)
            two = Task("Two", role=clerk, when=one.done)

        with pytest.raises(Malformed) as caught:
            case_type(Round, four_eyes=(Round.one, Round.two))

        assert "wait for one another" in str(caught.value)


class TestRoles:
    """Roles that items name by themselves."""

    def test_they_are_roles_of_the_case_type(self) -> None:
        """Each once, besides those that it tells."""
        other = Role("visitor")
        made = case_type(Review, roles=(other, clerk))

        assert case_type(Review).definition.roles == (clerk,)
        assert made.definition.roles == (other, clerk)

    def test_one_that_is_named_by_its_code_must_be_told(self) -> None:
        """So that a slip of the pen is found."""

        class Short(Stage):
            """Short"""

            look = Task("Look", role="clark")

        with pytest.raises(Malformed, match="names role 'clark'"):
            case_type(Short, roles=(clerk,))

    def test_two_roles_of_one_code_are_refused(self) -> None:
        """They would be called differently in two places."""
        with pytest.raises(Malformed, match="'clerk' is there 2 times"):
            case_type(Review, roles=(Role("clerk", en="Case clerk"),))

    def test_a_role_is_called_by_its_code(self) -> None:
        """As a document is."""
        role = Role("budget_officer", da="Budgetmedarbejder")

        assert (role.da, role.en) == ("Budgetmedarbejder", "Budget officer")

    def test_but_not_in_two_languages(self) -> None:
        """A code is of one language."""
        with pytest.raises(Malformed, match=r"roles\.clerk"):
            case_type(Review, languages=("en", "da"))

    def test_a_code_that_is_none_is_refused(self) -> None:
        """Before it is anywhere."""
        with pytest.raises(Malformed, match="permanent code"):
            Task("Look", role="Case clerk")


class TestFirstLine:
    """What stands in the first line of a stage's class."""

    def test_it_can_say_when_the_stage_begins(self) -> None:
        """As `when` in the class does."""

        class Later(Stage, when=Review.done):
            """Later"""

            end = Task("End", role=clerk)

        class Same(Stage):
            """Same"""

            when = Review.done
            end = Task("End", role=clerk)

        assert Later.when == Same.when == Review.done
        assert list(Later.items) == ["end"]

    def test_it_is_said_once(self) -> None:
        """Two conditions would leave one of them out."""
        with pytest.raises(Malformed, match="said twice"):

            class Twice(Stage, when=Review.done):
                """Twice"""

                when = Review.sign.granted


class TestTitles:
    """What is called by its own name."""

    def test_an_english_class_is_called_by_its_name(self) -> None:
        """Where it has no docstring; so is a case type."""

        class MoneyReview(Stage):
            look = Task("Look", role=clerk)

        titles = case_type(MoneyReview, __doc__=None).definition.titles["en"]

        assert (titles["money_review"], titles[""]) == ("Money review", "Course")

    def test_a_danish_class_has_a_docstring(self) -> None:
        """Its name is ASCII, which Danish is not."""

        class Opfoelgning(Stage):
            look = Task("Se efter", role=clerk)

        with pytest.raises(Malformed, match=r"opfoelgning.*first line"):
            case_type(Opfoelgning, languages=("da",))


class TestOutcomes:
    """An outcome is a code for ever, and called something for people."""

    class Sag(Stage):
        """Sag"""

        en = "Case"
        afgoer = Decision(
            "Afgør",
            en="Decide",
            role=Role("leder", da="Leder", en="Head"),
            outcomes={"imoedekommet": "Imødekommet", "afslag": "Afslag"},
        )
        slut = Milestone("Slut", en="End", when=afgoer.outcome.equals("imoedekommet"))
        igen = Milestone(
            "Igen", en="Again", when=ref("sag.afgoer").outcome.equals("afslag")
        )

    TEXTS: ClassVar[dict[str, dict[str, str]]] = {
        "en": {
            "proeve.sag": "A case",
            "proeve.sag.sag.afgoer.imoedekommet": "Granted",
            "proeve.sag.sag.afgoer.afslag": "Refused",
        }
    }

    def written(self, told: dict[str, dict[str, str]]) -> Definition:
        """A case type of that stage, with these texts."""

        class Sagen(CaseType):
            """En sag"""

            code, version, valid_from = "proeve.sag", "1", date(2020, 1, 1)
            stages = (self.Sag,)
            texts = told

        return Sagen.definition

    def test_it_is_called_so_in_each_language(self) -> None:
        """The code is what is recorded; people read the name."""
        definition = self.written(self.TEXTS)
        when = definition.items["sag.slut"].when

        assert definition.outcome_name("sag.afgoer", "afslag", "da") == "Afslag"
        assert definition.outcome_name("sag.afgoer", "afslag", "en") == "Refused"
        assert when is not None
        assert when.text("da") == "Udfaldet af »Afgør« er »Imødekommet«"
        assert when.text("en") == "The outcome of “Decide” is “Granted”"
        later = definition.items["sag.igen"].when
        assert later is not None
        assert later.text("en") == "The outcome of “Decide” is “Refused”"
        assert definition.item("sag.afgoer").outcomes == ("imoedekommet", "afslag")

    def test_its_name_is_wanted_in_every_language(self) -> None:
        """As every text is that people read."""
        with pytest.raises(
            Malformed, match=r"sag\.afgoer\.afslag: has no text in 'en'"
        ):
            self.written({"en": {"proeve.sag": "A case"}})

    def test_what_it_is_called_is_in_the_digest(self) -> None:
        """It is part of what people decided by."""
        changed = {"en": {**self.TEXTS["en"], "proeve.sag.sag.afgoer.afslag": "No"}}

        assert self.written(self.TEXTS).digest != self.written(changed).digest
