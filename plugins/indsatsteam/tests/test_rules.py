"""Each rule acts where its source says so, names its facts, and says nothing twice."""

from __future__ import annotations

from datetime import date, datetime

import attrs
import pytest

from indsatsteam_situation import (
    ANSWERS,
    NOON,
    REGISTERED,
    applied,
    assess,
    finding,
    stream_of,
    submitted,
    truth,
)
from kvalitet_core import Actor
from kvalitet_core.casetypes.conditions import Truth
from kvalitet_core.domain import application, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.round import Announce
from kvalitet_core.values import Answers, ReasonCode
from kvalitet_indsatsteam.rounds import AUTUMN_2020, SUMMER_2021
from kvalitet_indsatsteam.rules import RETTIDIG, RULES
from kvalitet_indsatsteam.sources import OFFER_2020, OFFER_2021, THE_CALL

RECEIVED_2021 = datetime.fromisoformat("2021-08-20T12:00:00+02:00")


def resting_on(*grounds: LegalGround) -> tilbud.Registered:
    """The tilbud, resting on these grounds."""
    legal = LegalGrounds(grounds=frozenset(grounds), primary=grounds[0])
    return attrs.evolve(REGISTERED, legal_grounds=legal)


def run_by(driftsform: tilbud.Driftsform) -> tilbud.Registered:
    """The tilbud, run by this kind of owner."""
    return attrs.evolve(REGISTERED, driftsform=driftsform)


class TestRettidig:
    """Application rounds: deadline 27 Nov 2020 [S3]; deadline 20 Aug 2021 [W20]."""

    @pytest.mark.parametrize(
        ("announce", "received", "expected"),
        [
            (AUTUMN_2020, "2020-11-27T23:59:59.999999+01:00", Truth.TRUE),
            (AUTUMN_2020, "2020-11-28T00:00:00+01:00", Truth.FALSE),
            (SUMMER_2021, "2021-08-20T23:59:59+02:00", Truth.TRUE),
            (SUMMER_2021, "2021-08-21T00:00:00+02:00", Truth.FALSE),
        ],
    )
    def test_the_deadlines_day_is_in_time_to_its_end(
        self, announce: Announce, received: str, expected: Truth
    ) -> None:
        """A bare date ends at local midnight after it."""
        event = submitted(announce, received=datetime.fromisoformat(received))

        assert truth("indsatsteam.rettidig", event, announce=announce) is expected

    def test_a_late_application_says_by_which_call(self) -> None:
        """It is received and kept; the finding names both facts and who set them."""
        late = datetime.fromisoformat("2020-11-28T09:00:00+01:00")
        situation = applied(submitted(received=late))

        found = finding("indsatsteam.rettidig", situation, assess())

        assert found.truth is Truth.FALSE
        assert "ansøgningsfrist" in found.hjemmel.paragraph
        told = {each.fact: (each.value, each.set_by) for each in found.inputs}
        own, round_ = assess().application, stream_of(AUTUMN_2020)
        assert told["runde.ansoegningsfrist"] == ("2020-11-27", f"{round_}@1")
        assert told["modtaget"][1] == f"{own}@1"
        assert told["runde.kilde"] == (OFFER_2020, f"{round_}@1")

    def test_a_late_application_in_2021_does_not_cite_the_call_of_2020(self) -> None:
        """The deadline is from the call of its own round, and so is what it cites."""
        late = datetime.fromisoformat("2021-08-21T09:00:00+02:00")
        situation = applied(submitted(SUMMER_2021, received=late), announce=SUMMER_2021)

        found = finding("indsatsteam.rettidig", situation, assess(SUMMER_2021))

        assert found.truth is Truth.FALSE
        told = {each.fact: each.value for each in found.inputs}
        assert told["runde.kilde"] == SUMMER_2021.source
        assert told["runde.kilde"].startswith(OFFER_2021)
        assert "2020" not in str(found.hjemmel)

    def test_what_comes_when_the_programme_is_over_is_late_and_can_be_refused(
        self,
    ) -> None:
        """The rules do not end with it: such an application gets an answer too."""
        years_after = datetime.fromisoformat("2023-03-01T09:00:00+01:00")
        now = datetime.fromisoformat("2023-03-02T09:00:00+01:00")
        told = [submitted(received=years_after)]
        (assessed,) = applied(*told).when(assess(), now=now).events

        refusal = application.Decide(
            application=assess().application,
            outcome=application.Outcome.AFSLAG,
            reasons=("Ansøgningen kom efter fristen.",),
            effective_from=date(2023, 3, 2),
        )
        head = Actor(id="a-2", role="fagchef", organisation="test", authority="test")
        outcome = applied(*told, assessed).when(refusal, now=now, by=head)

        assert {each.rule: each.truth for each in assessed.findings} == {
            rule.code: Truth.FALSE if rule is RETTIDIG else Truth.TRUE for rule in RULES
        }
        assert len(outcome.events) == 1

    def test_every_rule_rests_on_the_call_and_says_that_it_restates_it(self) -> None:
        """No source was there letter by letter, and none of them dates from 2019."""
        for rule in RULES:
            assert rule.hjemmel.source == THE_CALL
            assert rule.quote.startswith("Restated: ")
            assert (rule.valid_from, rule.hjemmel.valid_from) == (None, None)


class TestTilbudstype:
    """Eligible tilbud types.

    Tilbud in the citizen's own home after § 85 serviceloven; botilbud after §§ 107,
    108; botilbud after almenboligloven with support after § 85 [S3].
    """

    @pytest.mark.parametrize("ground", LegalGround)
    def test_each_named_ground_is_enough(self, ground: LegalGround) -> None:
        """The four grounds of the three types."""
        rule = "indsatsteam.tilbudstype"

        assert truth(rule, submitted(), applicant=resting_on(ground)) is Truth.TRUE

    def test_a_ground_that_the_round_does_not_name_is_not(self) -> None:
        """A round can be narrower."""
        narrow = attrs.evolve(
            AUTUMN_2020, eligible_grounds=frozenset({LegalGround.SEL85})
        )
        rule = "indsatsteam.tilbudstype"

        assert truth(rule, submitted(), announce=narrow) is Truth.FALSE
        two = resting_on(LegalGround.SEL107, LegalGround.SEL85)
        assert truth(rule, submitted(), announce=narrow, applicant=two) is Truth.TRUE


class TestDriftsform:
    """Regional, private (2021 text adds selvejende) and municipal tilbud [S3] [W20]."""

    @pytest.mark.parametrize("driftsform", tilbud.Driftsform)
    def test_selvejende_were_named_in_2021(self, driftsform: tilbud.Driftsform) -> None:
        """All others were named in both rounds."""
        selvejende = driftsform is tilbud.Driftsform.SELVEJENDE
        rule, owner = "indsatsteam.driftsform", run_by(driftsform)
        later = submitted(SUMMER_2021, received=RECEIVED_2021)

        first = truth(rule, submitted(), applicant=owner)
        second = truth(rule, later, announce=SUMMER_2021, applicant=owner)

        assert first is (Truth.FALSE if selvejende else Truth.TRUE)
        assert second is Truth.TRUE

    def test_what_counts_is_who_ran_it_when_it_applied(self) -> None:
        """A driftsform that changed afterwards changes no finding."""
        changed = tilbud.DriftsformChanged(
            driftsform=tilbud.Driftsform.SELVEJENDE, effective_from=date(2021, 1, 1)
        )
        before = applied(submitted())
        (told_round, (stream, events)) = before.told[1:]
        after = attrs.evolve(
            before, told=(before.told[0], told_round, (stream, [*events, changed]))
        )

        found = finding("indsatsteam.driftsform", after, assess())

        assert found.truth is Truth.TRUE


class TestTemaer:
    """Six themes, one or more chosen [S3] [W20]."""

    @pytest.mark.parametrize("theme", sorted(AUTUMN_2020.themes))
    def test_each_official_theme_can_be_chosen(self, theme: str) -> None:
        """Letter by letter."""
        answers = Answers({"temaer": (theme,), "maaneder": 6})

        assert truth("indsatsteam.temaer", submitted(answers=answers)) is Truth.TRUE

    def test_no_other_can(self) -> None:
        """One that is not among the round's is found, whoever registered it."""
        answers = Answers({"temaer": ("Sundhed", "Sport"), "maaneder": 6})

        assert truth("indsatsteam.temaer", submitted(answers=answers)) is Truth.FALSE


class TestLaengde:
    """Expected length: 4 to 12 months, by need and wish [S3] [W20]."""

    @pytest.mark.parametrize(
        ("months", "expected"),
        [
            (3, Truth.FALSE),
            (4, Truth.TRUE),
            (12, Truth.TRUE),
            (13, Truth.FALSE),
        ],
    )
    def test_four_to_twelve_months(self, months: int, expected: Truth) -> None:
        """Both ends included."""
        answers = Answers({**ANSWERS, "maaneder": months})

        assert truth("indsatsteam.laengde", submitted(answers=answers)) is expected

    def test_a_length_that_is_not_told_is_unknown_and_not_false(self) -> None:
        """The finding says what is missing; a supplement can bring it."""
        silent = submitted(answers=Answers({"temaer": ("Sundhed",)}))
        told = application.Supplemented(received=NOON, answers=Answers({"maaneder": 8}))

        found = finding("indsatsteam.laengde", applied(silent), assess())

        assert found.truth is Truth.UNKNOWN
        assert found.missing == ("svar.maaneder",)
        assert truth("indsatsteam.laengde", silent, told) is Truth.TRUE

    def test_a_corrected_length_counts_from_then_on(self) -> None:
        """What was registered wrongly is put right by a new event, and found anew."""
        corrected = application.Corrected(
            answers=Answers({"maaneder": 14}),
            reason=ReasonCode("misread"),
            effective_from=date(2020, 11, 20),
        )

        assert truth("indsatsteam.laengde", submitted(), corrected) is Truth.FALSE
