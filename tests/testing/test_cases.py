"""Given, when, then for cases: each course runs through the real engine."""

from __future__ import annotations

import pytest
from tests.testing.counselling import Ansoegning, Forloeb, Opstart

from kvalitet_core import Plugin
from kvalitet_core.actor import Actor
from kvalitet_core.domain import case as cases
from kvalitet_core.errors import Malformed, Refused, Unknown
from kvalitet_core.testing import cases as kit
from kvalitet_core.testing.cases import (
    add_task,
    at,
    available,
    because,
    breached,
    brought_to,
    case,
    claim,
    close,
    closed,
    complete,
    correct,
    correct_task,
    decide,
    delegate,
    deputy,
    do,
    document,
    done,
    due,
    extend,
    fact,
    fail,
    follow_up,
    held,
    known,
    link,
    look_again,
    may,
    may_not,
    no,
    not_owed,
    nothing,
    notify,
    outcome,
    overdue,
    owed,
    plan,
    reachable,
    received,
    refused,
    release,
    reopen,
    reopen_item,
    resume,
    revoke,
    skip,
    skipped,
    start,
    suspend,
    under_way,
    waiting,
    waits_for,
    waive,
    warned,
)

ROUND = {"ansoegningsfrist": "2020-11-27"}

begun = case(Forloeb, round=ROUND).given(received("2020-11-20"), fact(hjemmel="SEL107"))
ready = begun.given(brought_to(Ansoegning.afgoer))
granted = ready.when(decide(Ansoegning.afgoer, "imoedekommet", by="bo"))


def test_the_example_of_the_design() -> None:
    """`cases.md`, section 4: who applies at midnight after the deadline is refused."""
    case(Forloeb, round={"ansoegningsfrist": "2020-11-27"}).given(
        received("2020-11-28T00:00:00+01:00"),
        fact(hjemmel="SEL107"),
        brought_to("ansoegning.afgoer"),
    ).when(complete("ansoegning.afgoer", by="bo", reasons="For sent")).then(
        outcome("afslag"), because("rettidig", False)
    )


def test_a_course_from_receipt_to_close() -> None:
    """Each verb is a command, each clause a look at the case."""
    ready.when(claim("Afgør ansøgning", by="bo")).then(
        held(Ansoegning.afgoer, "bo"), under_way("ansoegning.afgoer")
    ).when(complete("Afgør ansøgning", reasons="Opfylder alt")).then(
        outcome("imoedekommet"),
        because("proeve.rettidig", True),
        done(Ansoegning),
        under_way(Opstart),
        owed("opstart.forvent", by="2020-12-21"),
        no(closed()),
    ).when(
        start("opstart.forvent", by="ko"),
        release("opstart.forvent", by="ko"),
        complete("opstart.forvent", by="ko", note="aftalt"),
        skip("opstart.brev", by="ko"),
        plan("opstart.besoeg", by="ko"),
        fail("opstart.besoeg", by="ko"),
        start("opstart.besoeg", by="ko"),
        delegate("opstart.besoeg", to="lis", by="ko"),
        complete("opstart.besoeg", by="lis"),
        notify(),
        close(by="ko"),
    ).then(
        closed("afsluttet"), skipped("opstart.brev"), no(owed("opstart.forvent"))
    ).when(reopen()).then(no(closed()))


def test_time_is_told_and_what_falls_due_is_noted() -> None:
    """`at` moves the clock, and lets the runner of timers look."""
    begun.when(
        suspend("partshoering"), follow_up("ansoegning.oplys", "2020-11-25")
    ).then(waits_for("partshoering"), due("ansoegning.afgoer", None)).when(
        at("2020-12-01"), resume("partshoering")
    ).then(
        due("ansoegning.afgoer", "2021-01-11"), no(overdue("ansoegning.afgoer"))
    ).when(extend("ansoegning.afgoer", 1, "week")).then(
        due("ansoegning.afgoer", "2021-01-18")
    ).when(at("2021-01-19")).then(overdue("ansoegning.afgoer"))


def test_what_is_owed_and_not_done_is_breached() -> None:
    """An obligation is told from when its day has passed, unless it is waived."""
    granted.when(at("2021-02-01")).then(breached("opstart.forvent"))
    granted.when(waive("opstart.forvent"), at("2021-02-01")).then(
        no(breached(Opstart.forvent)), no(owed("ansoegning.afgoer>opstart.forvent"))
    )


def test_four_eyes_hold_for_deputies_and_delegates() -> None:
    """Who stands in for somebody is no other."""
    acts = (
        document("ansoegningsskema"),
        *(complete(i, by="an") for i in ("Oplys sagen", "Indstil")),
    )
    told = begun.given(*acts, deputy("bo", of="an"))

    for who in (
        decide(Ansoegning.afgoer, "imoedekommet", by="an"),
        decide(Ansoegning.afgoer, "imoedekommet", by="bo"),
        decide(Ansoegning.afgoer, "imoedekommet", by="eva", on_behalf_of="an"),
    ):
        told.when(who).then(refused("four_eyes"), no(done(Ansoegning.afgoer)))
    told.when(decide(Ansoegning.afgoer, "imoedekommet", by="eva")).then(
        done(Ansoegning.afgoer)
    )


def test_a_refusal_is_told_by_all_its_codes() -> None:
    """In any order, with `case.` or without; and no others."""
    asked = begun.when(complete("ansoegning.indstil", by="bo", role="fagchef"))

    asked.then(refused(), refused("role", "case.not_available"), waiting("Indstil"))
    with pytest.raises(
        AssertionError, match=r"refused: case\.not_available, case\.role"
    ):
        asked.then(refused("role"))
    with pytest.raises(AssertionError, match="accepted"):
        begun.when(document("ansoegningsskema")).then(refused())


def test_what_is_asked_about_is_not_done() -> None:
    """`may` and `may_not` try, and leave no trace."""
    granting = decide(Ansoegning.afgoer, "imoedekommet", by="bo")

    ready.then(
        may(granting), may_not(close(), "unfinished"), available("Afgør ansøgning")
    )
    begun.then(may_not(granting, "not_available"), reachable("opstart"))
    with pytest.raises(AssertionError, match="må ikke: bo afgør"):
        ready.then(may_not(granting))
    with pytest.raises(AssertionError, match=r"case\.unfinished"):
        ready.then(may(close()))


def test_facts_are_told_put_right_and_told_anew() -> None:
    """A fact holds from the day of receipt; told once more, from today."""
    begun.when(fact("maaneder", 14)).then(
        known("maaneder", 14), warned("laengde")
    ).when(correct(maaneder=12)).then(known("maaneder", 12), no(warned())).when(
        at("2020-12-01"), fact(maaneder=20), look_again()
    ).then(warned()).when(correct(maaneder=None, since="2020-12-01")).then(
        known("maaneder", None)
    )
    begun.when(fact(maaneder="otte")).then(refused("fact_type"))
    begun.when(fact(maanederne=8)).then(refused("fact_unknown"))
    begun.when(fact(hjemmel="SEL107")).then(nothing())


def test_duties_are_met_as_the_law_asks_unless_told() -> None:
    """How each was met, or why it is not owed."""
    no_duties = decide(Ansoegning.afgoer, "afslag", by="bo", reasons="Nej", duties={})
    some = {"partshoering": not_owed("Intet nyt"), "klagevejledning": "I brevet"}

    ready.when(no_duties).then(refused("duty"))
    ready.when(
        decide(Ansoegning.afgoer, "afslag", by="bo", reasons=["Nej"], duties=some)
    ).then(outcome("afslag"))


def test_granting_against_a_rule_names_it() -> None:
    """By the last word of its code."""
    late = case(Forloeb, round=ROUND).given(
        received("2020-12-24"), fact(hjemmel="SEL85"), brought_to(Ansoegning.afgoer)
    )

    late.when(decide("ansoegning.afgoer", "delvist", by="bo", reasons="Sygdom")).then(
        refused("finding_false")
    )
    late.when(
        decide(
            "ansoegning.afgoer",
            "delvist",
            by="bo",
            reasons="Sygdom",
            despite="rettidig",
        )
    ).then(outcome("delvist", of="ansoegning.afgoer"), because("rettidig", False))


def test_what_was_decided_is_done_anew() -> None:
    """Revoked, reopened, put right."""
    granted.when(revoke(Ansoegning.afgoer, reasons="Fejl", by="bo")).then(
        no(done(Ansoegning.afgoer)), waiting(Opstart)
    ).when(reopen_item("ansoegning.indstil", by="an")).then(available("Indstil"))
    ready.when(
        correct_task("ansoegning.indstil", done_by="ib", by="an"),
        decide(Ansoegning.afgoer, "imoedekommet", by="ib"),
    ).then(refused("four_eyes"))


def test_other_commands_are_given_too() -> None:
    """Tasks of the case's own, ties, and whatever has no verb."""
    begun.when(
        add_task("Ring til kommunen", role="konsulent", due="2020-12-01"),
        link("case/proeve.forloeb.andet", "opfoelgning"),
        do(lambda stream: cases.LookAgain(case=stream), by="bo"),
        complete("Ring til kommunen", by="ko"),
    ).then(done("Ring til kommunen"))
    actor = Actor(id="x", role="y", organisation="z", authority="z")
    begun.when(do(lambda stream: cases.LookAgain(case=stream), by=actor)).then(
        nothing()
    )


def test_a_trial_is_a_value() -> None:
    """What is told half can be told on twice, and neither knows of the other."""
    ready.when(complete(Ansoegning.afgoer, by="bo")).then(outcome("imoedekommet"))
    ready.then(available(Ansoegning.afgoer))


def test_a_failure_tells_the_course_and_why_not() -> None:
    """In the language of the case type, or another: dates, what was expected, found."""
    with pytest.raises(AssertionError) as failed:
        begun.when(complete("Indstil", by="an")).then(done("Indstil"))
    with pytest.raises(AssertionError) as in_english:
        case(Forloeb, round=ROUND, language="en").then(outcome("afslag"))

    assert str(failed.value).splitlines() == [
        "Rådgivningsforløb (proeve.forloeb 2020-2): det gik ikke som ventet",
        "Forløbet indtil nu",
        "  20-11-2020 10.00  sagen er åbnet: Eksempelsag",
        (
            "                      ansoegning »Ansøgning« → i gang, "
            "ansoegning.oplys »Oplys sagen« → kan udføres, "
            "ansoegning.afgoer frist 2021-01-04"
        ),
        "  20-11-2020 10.00  oplyst: hjemmel = SEL107",
        "Ventet",
        "  an udfører »Indstil«",
        "Fundet",
        (
            "  case.not_available: case/proeve.forloeb.eksempel: ansoegning.indstil: "
            "is waiting, expected it to be available"
        ),
        "Hvorfor ikke",
        "  ansoegning.indstil »Indstil«",
        "    »Oplys sagen« er udført: ikke opfyldt",
        "      »Oplys sagen« er ikke udført endnu",
        "        Det kræves: Ansoegningsskema er oplyst",
        "          Ansoegningsskema er ikke oplyst",
    ]
    assert "Expected\n  outcome afslag\nFound\n  no decision" in str(in_english.value)


def test_what_is_given_must_be_possible() -> None:
    """Also the steps before the last one."""
    with pytest.raises(AssertionError, match=r"case\.not_available"):
        begun.given(complete("Indstil", by="an")).then()
    with pytest.raises(AssertionError, match=r"case\.not_available"):
        begun.when(complete("Indstil", by="an"), look_again()).then(refused())


def test_each_clause_tells_what_it_found() -> None:
    """A clause that does not hold says how things are."""
    claims = (
        available("opstart.forvent"),
        waiting("Oplys sagen"),
        skipped("opstart.brev"),
        under_way("opstart"),
        held("Oplys sagen", "an"),
        because("rettidig", None),
        due("ansoegning.oplys", "2021-01-01"),
        overdue("ansoegning.afgoer"),
        owed("opstart.forvent"),
        breached("opstart.forvent"),
        warned("laengde"),
        closed(),
        waits_for("partshoering"),
        known("maaneder", 4),
        kit.left("opstart"),
        kit.application_decided("afslag"),
        nothing(),
    )

    with pytest.raises(AssertionError) as failed:
        begun.then(*claims)

    found = str(failed.value).split("Fundet\n")[1].splitlines()
    assert found[:3] == [
        "  opstart.forvent: waiting",
        "  ansoegning.oplys: available",
        "  opstart.brev: waiting",
    ]
    assert len([line for line in found if not line.startswith("    ")]) >= len(claims)


def test_rules_that_a_decision_does_not_have_are_named() -> None:
    """A misspelt rule is told with those there are."""
    with pytest.raises(
        AssertionError, match=r"one on proeve\.hjemmel, proeve\.rettidig"
    ):
        granted.then(because("rettidigt", True))


def test_misspelt_items_and_times_are_told() -> None:
    """A mistake in the telling is no failure of the case type."""
    with pytest.raises(Unknown, match=r"did you mean ansoegning\.indstil"):
        begun.when(complete("ansoegning.indstille")).then(done("Indstil"))
    with pytest.raises(Malformed, match="expected a day"):
        at("2020-12-01T10:00:00")
    with pytest.raises(Malformed, match="expected a day"):
        at("i morgen")
    with pytest.raises(Malformed, match="time runs forward"):
        begun.when(at("2020-11-19")).then()
    with pytest.raises(Malformed, match="expected ansoegningsfrist, got 'frist'"):
        case(Forloeb, round={"frist": "2020-11-27"}).then()
    with pytest.raises(Malformed, match="expected one such as"):
        fact(hjemmel="SEL107", since="i går")


def test_a_case_that_cannot_be_opened_is_refused() -> None:
    """Its parameters are told, as for any case."""
    with pytest.raises(Refused, match="ansoegningsfrist"):
        case(Forloeb).given(received("2020-11-20")).then()


def test_a_plugin_of_ones_own_brings_the_type() -> None:
    """The one that is named, with whatever else it brings."""
    other = Plugin(name="andet", version="1")
    own = Plugin(name="proeve", version="7", case_types=(Forloeb,))

    case(Forloeb, round=ROUND, plugins=[other, own]).then(available("Oplys sagen"))
    case(Forloeb, round=ROUND, plugins=[other]).then(available("Oplys sagen"))
