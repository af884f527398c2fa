"""Why, and why not: asked of the record, as data first and text from that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.domain.case import samples
from tests.domain.case.samples import (
    AN,
    BO,
    CASE,
    JO,
    Forloeb,
    Play,
    actor,
    playing,
    plugin_of,
    version,
)

from kvalitet_core.casetypes import CaseType, Decision, Renamed, Stage, Task
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.casework import Given, Happened, Looking, Ruled, Why, why, why_not
from kvalitet_core.domain.case import (
    Claim,
    Close,
    Complete,
    CorrectFact,
    Migrate,
    Notify,
    Revoke,
)
from kvalitet_core.errors import Malformed, Reason, Unknown
from kvalitet_core.ids import StreamId

AFGOER = "ansoegning.afgoer"


def _renamed() -> type[CaseType]:
    class Ansoegning(Stage):
        """Ansøgning"""

        oplys = Task("Oplys sagen", role="sagsbehandler")
        anbefal = Task("Anbefal", role="sagsbehandler", when=oplys.done)
        beslut = Decision(
            "Beslut",
            role="fagchef",
            when=anbefal.done,
            four_eyes=[anbefal],
            outcomes=("imoedekommet", "afslag"),
            rules=samples.Ansoegning.afgoer.rules,
            afgoerelse=True,
        )

    moved = {"indstil": "anbefal", "afgoer": "beslut"}
    paths = {f"ansoegning.{was}": f"ansoegning.{now}" for was, now in moved.items()}
    return version(
        "2",
        stages=(Ansoegning,),
        obliges=(),
        migrate_from={"1": Renamed(paths, dropped={"ansoegning.gennemse"})},
        valid_from=date(2021, 1, 1),
    )


RENAMED = _renamed()
"""The next version: the decision and what it waits for are called otherwise."""
DAY = date(2020, 11, 2)


def not_yet(play: Play, item: str, **fields: object) -> list[str]:
    """The codes of what keeps an item back, with those that they come from."""
    found = why_not(play.journal, CASE, item, now=play.now, **fields)  # type: ignore[arg-type]
    return [*_codes(found)]


def _codes(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons:
        yield reason.code
        yield from _codes(reason.because)


class TestWhyNot:
    """`cases.md` 2: "`why_not`: what blocks an item, as codes and texts"."""

    def test_it_goes_down_to_what_is_missing(self, play: Play) -> None:
        """The item that is waited for, and the document that this lacks."""
        play.opened()

        assert not_yet(play, "ansoegning.indstil") == [
            "case.not_available",
            "case.condition_false",
            "case.item_open",
            "case.requires_not_met",
            "case.fact_missing",
        ]

    def test_nothing_keeps_back_what_can_be_done(self, play: Play) -> None:
        """By one who may."""
        play.recommended()

        assert not_yet(play, AFGOER) == []
        assert not_yet(play, AFGOER, by=BO) == []

    def test_what_nobody_can_decide_for_want_of_a_fact_says_so(
        self, play: Play
    ) -> None:
        """Whatever it would come to: the rule is named with its law, and the fact."""
        play.recommended()
        play.do(CorrectFact, fact="grund", value=None, effective_from=DAY)

        (reason,) = why_not(play.journal, CASE, AFGOER, now=play.now)

        assert reason.code == "case.finding_unknown"
        assert "'sag.grund' is unknown: grund is missing as of its" in reason.text
        assert reason.source == "Opdigtet opslag hvem kan søge"

    def test_what_can_be_refused_is_not_kept_back(self, play: Play) -> None:
        """One rule that is not met is enough to decide, whatever else is unknown."""
        play.at("2020-12-01T09:00:00").recommended()
        day = date(2020, 12, 1)
        play.do(CorrectFact, fact="grund", value=None, effective_from=day)

        assert not_yet(play, AFGOER) == []

    def test_it_may_be_asked_for_somebody(self, play: Play) -> None:
        """Role, who has it, four eyes and mandate are theirs."""
        play.recommended().do(Claim, by=BO, item=AFGOER)

        assert not_yet(play, AFGOER, by=AN) == [
            "case.role",
            "case.held",
            "case.four_eyes",
            "case.mandate",
        ]
        assert not_yet(play, AFGOER) == []

    def test_a_milestone_says_what_it_waits_for(self, play: Play) -> None:
        """Though nobody does it."""
        play.opened()

        assert not_yet(play, "opstart.plan")[:2] == [
            "case.stage_waiting",
            "case.condition_unknown",
        ]

    def test_what_it_requires_is_told_before_it_is_tried(self, play: Play) -> None:
        """An item that is available lacks something still."""
        play.opened()

        assert not_yet(play, "ansoegning.oplys") == ["case.requires"]

    def test_what_is_done_and_what_is_not_there_are_told(self, play: Play) -> None:
        """So is a case that is closed, and one that is not there."""
        nowhere = not_yet(play, AFGOER)
        play.recommended().decided("afslag")
        play.do(Notify, number=1, on=DAY)
        play.do(Close, by=BO)

        assert nowhere == ["case.unknown"]
        assert not_yet(play, AFGOER) == [
            "case.closed",
            "case.item_done",
            "case.already_done",
        ]
        assert not_yet(play, "x") == ["case.item_unknown"]

    def test_it_can_be_asked_as_of_an_instant(self, play: Play) -> None:
        """What kept it back then."""
        play.opened()
        then = play.now + timedelta(minutes=1)
        play.informed().do(Complete, item="ansoegning.indstil")

        assert not_yet(play, "ansoegning.indstil", known=then)[0] == (
            "case.not_available"
        )

    def test_looking_writes_nothing_and_makes_no_id(self, play: Play) -> None:
        """It only reads."""
        play.opened()
        before = play.journal.head()
        looking = Looking(
            journal=play.journal, stream=CASE, actor=AN, now=play.now, known=None
        )

        not_yet(play, AFGOER, by=JO)

        assert play.journal.head() == before
        with pytest.raises(Malformed, match="new id"):
            looking.new_id()
        with pytest.raises(Malformed, match="version 99 is missing"):
            looking.event_id(CASE, 99)


class TestWhy:
    """`cases.md` 2: "`why`: the tree of rules → facts → events → who"."""

    def refused(self, play: Play) -> Why:
        """A case that was received too late, and refused."""
        play.at("2020-12-01T09:00:00").recommended().decide("afslag")
        return why(play.journal, CASE)

    def test_it_goes_from_rule_to_fact_to_event_to_person(self, play: Play) -> None:
        """And each rule to its legal basis."""
        found = self.refused(play)

        rule = found.rules[1]
        assert isinstance(rule, Ruled)
        assert (rule.rule, rule.truth) == ("sag.rettidig", Truth.FALSE)
        assert str(rule.hjemmel) == "Opdigtet opslag hvem kan søge"
        assert [given.fact for given in rule.given] == ["ansoegningsfrist", "modtaget"]
        event = rule.given[1].by
        assert isinstance(event, Happened)
        assert event.actor is not None
        assert (event.name, event.version) == ("case.opened/1", 1)
        assert (event.actor.id, event.actor.role) == ("an", "sagsbehandler")

    def test_it_says_how_each_duty_was_met_and_by_which_law(self, play: Play) -> None:
        """By what the duty is called, and the paragraph that it rests on."""
        found = self.refused(play)

        heard = "Hørt den 2. november\n    Forvaltningsloven § 19\n"
        assert [each.duty for each in found.duties] == [
            "partshoering",
            "klagevejledning",
        ]
        assert f"\n  Partshøring: {heard}" in found.text("da")
        assert f"\n  Hearing of the party: {heard}" in found.text("en")

    def test_it_says_who_decided_by_what_and_apart_from_whom(self, play: Play) -> None:
        """As it stood then."""
        found = self.refused(play)

        assert found.decided.actor == BO
        assert found.mandate is not None
        assert found.mandate.source == "Opdigtet delegation"
        assert [each.persons for each in found.apart] == [("an",)]
        assert [each.fact for each in found.available] == ["ansoegning.indstil.done"]

    @pytest.mark.parametrize(
        ("language", "lines"),
        [
            (
                "da",
                [
                    "Afgørelse 1, Afgør ansøgning: afslag",
                    "    bemyndigelse sag.bevilling: bo, højst 80.000,00 kr.",
                    "    ikke samme som an (ansoegning.indstil)",
                    "  Begrundelse: Sådan er det.",
                    "    Regel sag.rettidig/1, Opdigtet opslag hvem kan søge",
                    "    modtaget = 2020-12-01T09:10:00+00:00",
                    "      case.opened/1 af an som sagsbehandler, efter Opdigtet",
                    "  Kunne afgøres, fordi",
                    "    ”Indstil” udført = true",
                ],
            ),
            (
                "en",
                [
                    "Decision 1, Afgør ansøgning: afslag",
                    "    mandate sag.bevilling: bo, at most 80.000,00 kr.",
                    "    Rule sag.rettidig/1, Opdigtet opslag hvem kan søge",
                    "    received = 2020-12-01T09:10:00+00:00",
                    "  It could be decided because",
                ],
            ),
        ],
    )
    def test_it_is_read_in_danish_and_english(
        self, play: Play, language: str, lines: list[str]
    ) -> None:
        """A line a thing, each below what it explains."""
        told = self.refused(play).text(language)

        assert [line for line in lines if f"\n{line}" not in f"\n{told}"] == []

    def test_any_decision_may_be_asked_about(self, play: Play) -> None:
        """The newest, unless told; one that counts no more says so."""
        play.recommended().decided()
        play.do(Revoke, by=BO, number=1, reasons=("Fejl.",), effective_from=DAY)
        play.decide("afslag")

        first, newest = why(play.journal, CASE, 1), why(play.journal, CASE)

        assert (first.counts, first.revoked) == (False, DAY)
        assert "It counts no more; revoked from 2020-11-02" in first.text("en")
        assert "Gælder ikke mere; tilbagekaldt fra 2020-11-02" in first.text("da")
        assert (newest.number, newest.supersedes, newest.counts) == (2, 1, True)

    @pytest.mark.parametrize("migrated", ["before it", "after it"])
    def test_it_is_told_in_the_words_of_then_under_another_version(
        self, migrated: str
    ) -> None:
        """Also where the decision is called otherwise there, and so is its task."""
        with playing(plugin_of(Forloeb, RENAMED)) as play:
            play.at("2020-12-01T09:00:00").recommended()
            if migrated == "before it":
                play.do(Migrate, to="2")
                play.decide("afslag", item="ansoegning.beslut")
            else:
                play.decide("afslag")
                play.do(Migrate, to="2")

            found = why(play.journal, CASE)

        title = "Beslut" if migrated == "before it" else "Afgør ansøgning"
        assert (found.da, found.counts) == (title, True)
        assert found.rules[0].da == "Grunden er »SEL85«"
        assert [each.da for each in found.available] == ["”Indstil” udført"]

    def test_what_was_decided_in_anothers_name_says_so(self, play: Play) -> None:
        """Whose authority it was."""
        play.recommended().decide(by=actor("ib", "fagchef", delegated_by="bo"))

        assert "on behalf of bo" in why(play.journal, CASE).text("en")

    def test_what_is_not_there_is_named(self, play: Play) -> None:
        """The case, or the decision."""
        with pytest.raises(Unknown, match="case"):
            why(play.journal, CASE)
        play.opened()
        with pytest.raises(Unknown, match="it has none"):
            why(play.journal, CASE)
        play.informed().do(Complete, item="ansoegning.indstil")
        play.mandated(BO).decided()
        with pytest.raises(Unknown, match="it has 1"):
            why(play.journal, CASE, 2)

    def test_it_is_told_without_the_plugin_too(self) -> None:
        """By codes, for what nothing installed has a name for."""
        with playing() as play:
            play.recommended().decided()
            registry = play.journal.registry
            registry._plugins = tuple(p for p in registry.plugins if p.name != "sag")

            found = why(play.journal, StreamId(CASE))

            assert found.da == AFGOER
            assert found.rules[0].da == "sag.grund"
            assert found.rules[0].given[0] == Given(
                fact="grund",
                value="SEL85",
                da="grund",
                en="grund",
                by=found.rules[0].given[0].by,
            )

    def test_a_rule_that_was_set_aside_says_so(self, play: Play) -> None:
        """Granted against it, by name."""
        play.at("2020-12-01T09:00:00").recommended()
        play.decide(despite=frozenset({"sag.rettidig"}))

        assert ": not met, set aside" in why(play.journal, CASE).text("en")
