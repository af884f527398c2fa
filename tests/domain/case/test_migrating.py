"""Letting a case go on under another version: nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.domain.case.samples import (
    BO,
    KO,
    OWED,
    Ansoegning,
    Forloeb,
    Play,
    playing,
    plugin_of,
    version,
)

from kvalitet_core.casetypes import CaseType, Fact, Milestone, Renamed, Stage, Task
from kvalitet_core.deadlines import Term
from kvalitet_core.domain.case import Claim, Complete, Migrate, Open, RecordFact, Repeat


class Begyndelse(Stage):
    """Begyndelse"""

    when = Ansoegning.afgoer.outcome.is_in(["imoedekommet", "delvist"])
    afstem = Task("Afstem forventninger", role="konsulent")
    plan = Milestone("Plan", when=afstem.done)
    moede = Task("Statusmøde", role="konsulent", when=afstem.done, repeatable=True)


RENAMED = Renamed(
    {"opstart": "begyndelse"}
    | {
        f"opstart.{was}": f"begyndelse.{now}"
        for was, now in (("forvent", "afstem"), ("plan", "plan"), ("moede", "moede"))
    },
    dropped={"opstart.samtale", "udvikling", "udvikling.udvikl", "udvikling.godkend"},
)


def newer(renamed: Renamed | None = RENAMED, **said: Any) -> type[CaseType]:
    """The next version, in which a stage is called otherwise and another is gone."""
    told: dict[str, Any] = {
        "stages": (Ansoegning, Begyndelse),
        "obliges": (
            Ansoegning.afgoer.obliges(Begyndelse.afstem, within=Term(30, "days")),
        ),
        "migrate_from": {} if renamed is None else {"1": renamed},
        "valid_from": Forloeb.valid_from.replace(year=2021),
    }
    return version("2", **(told | said))


@contextmanager
def two_versions(new: type[CaseType]) -> Iterator[Play]:
    """A case under the first of two versions that are installed."""
    with playing(plugin_of(Forloeb, new)) as play:
        yield play


def test_it_is_one_event_with_both_digests_and_a_reason() -> None:
    """And what follows under the new version; silent the second time."""
    new = newer()
    with two_versions(new) as play:
        play.started()

        event, *_ = play.do(Migrate, by=BO, to="2")

        assert (event.from_version, event.to_version) == ("1", "2")
        assert event.from_digest == Forloeb.definition.digest
        assert event.to_digest == new.definition.digest
        assert (event.by, event.reason) == ("bo", "fordi")
        assert play.do(Migrate, by=BO, to="2") == ()


def test_everything_goes_on_where_it_stood_under_its_new_name() -> None:
    """What was done is done, what is owed is owed, decisions stand."""
    with two_versions(newer()) as play:
        play.recommended().decided()
        due = play.case.owed[OWED]

        play.do(Migrate, by=BO, to="2")

        assert {*play.case.owed} == {"ansoegning.afgoer>begyndelse.afstem"}
        assert next(iter(play.case.owed.values())).trigger == due.trigger
        assert play.status("begyndelse.afstem") == "available"
        assert "opstart.forvent" not in play.case.works
        assert play.case.outcomes == {"ansoegning.afgoer": ("imoedekommet", 1)}
        play.do(Complete, by=KO, item="begyndelse.afstem")
        assert play.case.owed == {}


def test_all_that_is_due_and_owed_is_told_anew_under_its_new_name() -> None:
    """Whoever lists deadlines need not know what was called what; none is lost."""
    with two_versions(newer()) as play:
        play.opened().informed().do(Migrate, by=BO, to="2")

        (*_, settled) = play.events()

        assert {each.item: each.proof.deadline for each in settled.dues} == {
            "ansoegning.afgoer": "2020-12-14",
            "ansoegning.indstil": "2020-11-16",
        }


def test_what_another_role_does_from_now_on_is_that_roles_and_nobodys() -> None:
    """Also what somebody has who cannot do it any more, or is doing once more."""

    class Begyndelse(Stage):
        """Begyndelse"""

        when = Ansoegning.afgoer.outcome.is_in(["imoedekommet", "delvist"])
        afstem = Task("Afstem forventninger", role="konsulent")
        plan = Milestone("Plan", when=afstem.done)
        moede = Task("Statusmøde", role="fagchef", when=afstem.done, repeatable=True)

    new = newer(stages=(Ansoegning, Begyndelse))
    with two_versions(new) as play:
        play.started().do(Complete, by=KO, item="opstart.moede")
        play.do(Repeat, by=KO, item="opstart.moede")
        play.do(Claim, by=KO, item="opstart.moede#2")

        _, settled = play.do(Migrate, by=BO, to="2")

        again = "begyndelse.moede#2"
        work = play.case.work(again)
        assert [(each.part, each.role) for each in settled.changes] == [
            (again, "fagchef")
        ]
        assert (work.status, work.role, work.holder) == ("available", "fagchef", None)
        play.do(Complete, by=BO, item=again)


def test_what_was_repeated_is_called_after_its_task() -> None:
    """Each time of it."""
    with two_versions(newer()) as play:
        play.started().do(Complete, by=KO, item="opstart.moede")
        play.do(Repeat, by=KO, item="opstart.moede")

        play.do(Migrate, by=BO, to="2")

        assert [*play.case.added] == ["begyndelse.moede#2"]
        play.do(Complete, by=KO, item="begyndelse.moede#2")


def test_whatever_has_no_place_is_refused_by_name() -> None:
    """All of it at once; nothing is written."""
    short = Renamed({"opstart": "begyndelse", "opstart.forvent": "begyndelse.afstem"})
    with two_versions(newer(short)) as play:
        play.started()

        reasons = play.no(Migrate, by=BO, to="2")

        assert {reason.code for reason in reasons} == {"case.unmapped"}
        told = "\n".join(reason.text for reason in reasons)
        for path in ("opstart.moede", "opstart.plan", "udvikling", "udvikling.udvikl"):
            assert f"{path}: has no place" in told
        assert play.case.version == "1"


def test_a_version_that_says_nothing_of_the_old_one_is_refused() -> None:
    """Its author has to say how it goes on."""
    with two_versions(newer(None)) as play:
        play.opened()

        (reason,) = play.no(Migrate, to="2")

        assert reason.code == "case.unmapped"
        assert "does not say how to go on from '1'" in reason.text


def test_what_somebody_has_begun_is_not_dropped() -> None:
    """It is finished, or given a place."""
    with two_versions(newer()) as play:
        play.started().do(Claim, by=KO, item="udvikling.udvikl")

        (reason,) = play.no(Migrate, by=BO, to="2")

        assert reason.code == "case.unmapped"
        assert "udvikling.udvikl: is claimed, and is dropped" in reason.text


def test_what_is_owed_is_not_dropped() -> None:
    """It is waived, or kept in the new version."""
    with two_versions(newer(obliges=())) as play:
        play.recommended().decided()

        (reason,) = play.no(Migrate, by=BO, to="2")

        assert reason.code == "case.unmapped"
        assert f"{OWED}: is owed" in reason.text


def test_a_fact_of_another_type_is_named() -> None:
    """Nobody guesses what it would be."""
    texts = Fact("maaneder", da="længden", en="the length")
    with two_versions(newer(facts=(texts,), invariants=())) as play:
        play.opened()
        play.do(
            RecordFact,
            fact="maaneder",
            value=6,
            effective_from=play.now.date(),
            source="x",
        )

        (reason,) = play.no(Migrate, to="2")

        assert reason.code == "case.fact_type"
        assert "'maaneder': expected a text, as 2 has it, got 6" in reason.text


def test_a_version_that_is_not_installed_is_named(play: Play) -> None:
    """Nothing goes on under what is not there."""
    play.opened()

    assert play.codes(Migrate, to="9") == ("case.definition_unknown",)


def test_a_definition_that_changed_in_place_can_be_taken_over() -> None:
    """Same version, other words: it is said so, with both digests."""
    with playing() as play:
        play.opened().informed()
        changed = version("1", valid_from=Forloeb.valid_from.replace(year=2019))
        registry = play.journal.registry
        registry._plugins = (
            *(each for each in registry.plugins if each.name != "sag"),
            plugin_of(changed),
        )

        event, *_ = play.do(Migrate, to="1")

        assert event.from_digest != event.to_digest
        assert event.moved == event.dropped == ()
        play.do(Complete, item="ansoegning.indstil")


def test_opening_it_again_is_silent_after_it_went_on() -> None:
    """It was opened under the first."""
    with two_versions(newer()) as play:
        play.opened().do(Migrate, to="2")
        told = {
            "definition": "sag.forloeb",
            "key": "1",
            "title": "Sag 1",
            "version": "1",
        }

        assert play.do(Open, **told) == ()


def test_a_fact_that_the_new_version_does_not_have_stays_on_record() -> None:
    """It is not asked about any more."""
    with two_versions(newer(facts=(), invariants=())) as play:
        play.opened()
        told = {"effective_from": play.now.date(), "source": "x"}
        play.do(RecordFact, fact="maaneder", value=6, **told)

        play.do(Migrate, to="2")

        assert "maaneder" in play.case.facts
        assert play.codes(RecordFact, fact="maaneder", value=7, **told) == (
            "case.fact_unknown",
        )
