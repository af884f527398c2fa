"""`kvalitet case`: opening cases, and looking at them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.cli.sheltering import (
    ANNA,
    Sheltering,
    case_of,
    completion,
    decision,
    opening,
    receipt,
)

from kvalitet_cli.casesentences import SENTENCES
from kvalitet_core.domain.case import (
    AGGREGATE,
    AddTask,
    Close,
    CorrectTask,
    Notify,
    RecordFact,
    Revoke,
    Stated,
    Suspend,
)
from kvalitet_core.ids import ActorId
from kvalitet_core.values import Deadline, ReasonCode

ME = json.dumps(
    {
        "id": "anna",
        "role": "clerk",
        "organisation": "Eksempelherberget",
        "authority": "Opslag 2020",
    }
)
HEARING = Suspend(
    case=case_of("1"), cause=ReasonCode("partshoering"), start=date(2020, 9, 10)
)
SHORT = RecordFact(
    case=case_of("1"),
    fact="maaneder",
    value=3,
    effective_from=date(2020, 9, 7),
    source="samtale",
)
CALL = AddTask(
    case=case_of("1"),
    title="Ring op",
    role="head",
    reason=ReasonCode("aftalt"),
    due=Deadline("2020-09-18"),
)
BACK = Revoke(
    case=case_of("1"),
    number=1,
    reasons=("Der var ikke plads.",),
    effective_from=date(2020, 9, 12),
)
TIMELINE = ("case", "timeline", "shelter.stay.1")
DECIDED = (
    opening(facts=(Stated(fact="hjemmel", value="SEL110"),)),
    receipt(),
    completion("ansoegning.oplys"),
    completion("ansoegning.indstil"),
    decision(
        "imoedekommet",
        reasons=("Der er plads.",),
        despite=frozenset({"shelter.grundlag"}),
    ),
)
"""A case that is granted against a rule."""


@pytest.fixture
def decided(sheltering: Sheltering, kept: Path) -> Sheltering:
    """A shelter with a case that is decided."""
    return sheltering.once(kept / "decided", lambda made: made.give(*DECIDED))


class TestOpen:
    """Opening a case."""

    def test_it_is_a_command_like_any_other(self, sheltering: Sheltering) -> None:
        """Somebody opens it, and the receipt says what followed."""
        result = sheltering.run(
            *("case", "open", "shelter.stay", "--title", "Sag 7", "--key", "7"),
            *("--as", ME, "--fact", "maaneder=6", "--received", "2020-09-07"),
        )

        assert result.exit_code == 0, result.stderr
        assert "case.opened/1, version 1 of case/shelter.stay.7" in result.stdout
        shown = sheltering.look("case", "show", "shelter.stay.7")["cases"][0]
        assert (shown["version"], shown["title"]) == ("2020", "Sag 7")
        assert shown["facts"][0]["value"] == 6

    def test_a_version_can_be_named(self, sheltering: Sheltering) -> None:
        """Else the one in force on the day of receipt is taken."""
        ask = ("case", "open", "shelter.stay/2021", "--title", "x", "--as", ME)

        result = sheltering.run(*ask, "--format", "json", "--dry-run")

        (told,) = json.loads(result.stdout)["receipts"]
        assert told["events"][0]["fields"]["version"] == "2021"
        assert told["dry_run"] is True

    def test_somebody_must_act(self, sheltering: Sheltering) -> None:
        """Nothing is opened by nobody."""
        result = sheltering.run("case", "open", "shelter.stay", "--title", "x")

        assert result.exit_code == 2
        assert "say who acts" in result.stderr

    def test_every_fact_that_does_not_fit_is_told(self, sheltering: Sheltering) -> None:
        """Each by what its kind asks for."""
        result = sheltering.run(
            *("case", "open", "shelter.stay", "--title", "x", "--as", ME),
            *("--fact", "maaneder=seks", "--fact", "skema"),
        )

        assert result.exit_code == 2
        assert "maaneder: expected a whole number, got 'seks'" in result.stderr
        assert "'skema': expected NAME=VALUE" in result.stderr

    def test_a_rule_says_no(self, sheltering: Sheltering) -> None:
        """A fact that the case type does not have is refused, with its code."""
        result = sheltering.run(
            *("case", "open", "shelter.stay", "--title", "x", "--as", ME),
            *("--fact", "farve=roed"),
        )

        assert result.exit_code == 1
        assert "(case.fact_unknown)" in result.stderr

    def test_an_unknown_case_type_names_the_nearest(
        self, sheltering: Sheltering
    ) -> None:
        """A slip of the finger is recognised."""
        result = sheltering.run(
            "case", "open", "shelter.stays", "--title", "x", "--as", ME
        )

        assert result.exit_code == 2
        assert "did you mean shelter.stay" in result.stderr


class TestShow:
    """How a case stands."""

    def test_stages_and_items_stand_in_order(self, sheltering: Sheltering) -> None:
        """Each with its status, who can do it or has it, and by when."""
        sheltering.give(*DECIDED[:3])

        (shown,) = sheltering.look("case", "show", "case/shelter.stay.1")["cases"]

        first, second = shown["stages"]
        assert [each["item"] for each in first["items"]] == [
            "ansoegning.oplys",
            "ansoegning.indstil",
            "ansoegning.afgoer",
        ]
        assert [each["status"] for each in first["items"]] == [
            "done",
            "available",
            "waiting",
        ]
        assert first["items"][0]["holder"] == "anna"
        assert second["status"] == "waiting"
        assert shown["available"] == {"clerk": ["ansoegning.indstil"]}

    def test_deadlines_are_told_in_danish(self, sheltering: Sheltering) -> None:
        """As a caseworker would say them."""
        sheltering.give(opening())

        result = sheltering.run("case", "show", "shelter.stay.1", "--lang", "da")

        assert "frist udgangen af mandag den 21. september 2020" in result.stdout
        assert "Oplys sagen" in result.stdout

    def test_what_is_late_is_told(self, sheltering: Sheltering) -> None:
        """By the time that is told, or by now."""
        sheltering.give(opening())
        ask = ("case", "show", "shelter.stay.1", "--as-of")

        assert "LATE" in sheltering.run(*ask, "2020-09-22").stdout
        assert "LATE" not in sheltering.run(*ask, "2020-09-21T12:00").stdout

    def test_a_decision_has_its_findings_and_why(self, decided: Sheltering) -> None:
        """What each rule came to, and what was set aside."""
        (shown,) = decided.look("case", "show", "shelter.stay.1")["cases"]

        (told,) = shown["decisions"]
        assert (told["number"], told["outcome"], told["by"]) == (
            1,
            "imoedekommet",
            "bo",
        )
        assert told["findings"][0]["truth"] == "false"
        assert told["despite"] == ["shelter.grundlag"]
        text = decided.run("case", "show", "shelter.stay.1").stdout
        assert "1. Decide the application: imoedekommet, by bo" in text
        assert (
            "shelter.grundlag/1  not met [Opslag 2020 hvem kan søge]; set aside" in text
        )

    def test_what_is_owed_has_its_deadline(self, decided: Sheltering) -> None:
        """A duty that one item leaves to another."""
        (shown,) = decided.look("case", "show", "shelter.stay.1")["cases"]

        (owed,) = shown["owed"]
        assert owed["obligation"] == "ansoegning.afgoer>ophold.samtale"
        assert owed["deadline"] == "2020-10-12"
        assert owed["text"] == "Hold a talk, after Decide the application"

    def test_the_rest_of_a_case(self, sheltering: Sheltering) -> None:
        """What it waits for, what warns, what was added."""
        sheltering.give(opening(), HEARING, SHORT, CALL)

        (shown,) = sheltering.look("case", "show", "shelter.stay.1")["cases"]

        assert (shown["state"], shown["waits_for"]) == ("suspended", ["partshoering"])
        assert [each["invariant"] for each in shown["warnings"]] == ["laengde"]
        assert shown["stages"][-1]["items"][0]["title"] == "Ring op"
        text = sheltering.run("case", "show", "shelter.stay.1", "--lang", "da").stdout
        assert "åben, venter på: partshoering" in text
        assert "Ring op" in text

    @pytest.mark.parametrize("more", [(), ("--public",)])
    def test_when_it_was_received_is_told_to_the_second(
        self, sheltering: Sheltering, more: tuple[str, ...]
    ) -> None:
        """A host's clock is finer than anybody reads."""
        received = datetime(2020, 9, 7, 7, 30, 15, 123456, tzinfo=UTC)
        sheltering.give(opening(received=received))

        told = sheltering.run("case", "show", "shelter.stay.1", *more).stdout

        assert "Monday 7 September 2020 at 09:30:15 Danish time\n" in told

    def test_somebody_outside_sees_labels_only(self, decided: Sheltering) -> None:
        """Where it has come; a decision only once the party was told of it."""
        ask = ("case", "show", "shelter.stay.1", "--public")
        told = Notify(case=case_of("1"), number=1, on=date(2020, 9, 11))
        before = decided.run(*ask).stdout
        decided.later(told)

        after = decided.run(*ask, "--lang", "da").stdout
        (item,) = decided.look(*ask)["cases"]

        assert before.splitlines() == [
            "Sag 1",
            "Received: Monday 7 September 2020 at 10:00 Danish time",
            "Status: Stay",
        ]
        assert "Status: Ophold\nAfgør ansøgningen: imoedekommet, meddelt" in after
        assert "  Begrundelse: Der er plads." in after
        assert (item["en"], item["decisions"][0]["number"]) == ("Stay", 1)
        assert "stages" not in item

    def test_a_closed_case_has_nothing_to_do(self, sheltering: Sheltering) -> None:
        """Why it was closed is told."""
        closed = Close(case=case_of("1"), reason=ReasonCode("afsluttet"))
        refused = decision("afslag", reasons=("Der er ikke plads.",))
        sheltering.give(*DECIDED[:4], refused, closed)

        (shown,) = sheltering.look("case", "show", "shelter.stay.1")["cases"]

        assert (shown["state"], shown["reason"]) == ("closed", "afsluttet")
        assert shown["available"] == {}

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("shelter.stay.2", "did you mean case/shelter.stay.1"),
            ("municipality/0730", "is of another kind"),
            ("case/no good", "expected kind/key"),
        ],
    )
    def test_a_case_that_is_not_there(
        self, decided: Sheltering, typed: str, said: str
    ) -> None:
        """The nearest are named."""
        result = decided.run("case", "show", typed)

        assert result.exit_code == 2
        assert said in result.stderr


class TestRefused:
    """A command on an item that is not available is refused with what keeps it back."""

    def test_the_tree_is_told(self, sheltering: Sheltering) -> None:
        """As text on standard error, and as data on standard output."""
        sheltering.give(opening())
        asked = json.dumps(
            {"case": "case/shelter.stay.1", "item": "ansoegning.indstil"}
        )

        result = sheltering.run(
            *("do", "case.complete", asked, "--as", ME, "--format", "json")
        )

        (reason,) = json.loads(result.stdout)["reasons"]
        assert result.exit_code == 1
        assert reason["code"] == "case.not_available"
        assert reason["because"][0]["code"] == "case.condition_false"
        lines = result.stderr.splitlines()
        assert lines[0].startswith("kvalitet: refused: case/shelter.stay.1: ")
        assert lines[1].startswith("kvalitet:   because: ansoegning.indstil: ")
        assert lines[-2].endswith("the form (case.fact_missing)")


class TestTimeline:
    """What happened, in sentences."""

    def test_every_event_says_who_and_why(self, decided: Sheltering) -> None:
        """In order, dated, in the words of the case type."""
        text = decided.run("case", "timeline", "shelter.stay.1").stdout

        assert (
            "Monday 7 September 2020 at 10:00 Danish time  The case was opened" in text
        )
        assert "Clarify the case was done" in text
        assert "by bo as head" in text
        assert "set aside: shelter.grundlag" in text
        assert "Recommend: can be done (Clerk) (since Clarify the case is done" in (
            text
        )

    def test_it_is_told_in_danish(self, decided: Sheltering) -> None:
        """Deadlines too."""
        text = decided.run("case", "timeline", "shelter.stay.1", "--lang", "da").stdout

        assert "mandag den 7. september 2020 kl. 10.00  Sagen blev åbnet: Sag 1" in text
        assert (
            "udestår: Hold samtale, efter Afgør ansøgningen, frist udgangen af" in text
        )

    def test_facts_and_documents_have_their_names(self, sheltering: Sheltering) -> None:
        """As in all else that people read: no codes."""
        sheltering.give(opening(), receipt(), SHORT)
        ask = ("case", "timeline", "shelter.stay.1")

        english, danish = (
            sheltering.run(*ask, "--lang", each).stdout for each in ("en", "da")
        )

        assert "Received: the form\n" in english
        assert "Told: the length is 3, from Monday 7 September 2020" in english
        assert "Modtaget: skemaet\n" in danish
        assert "Oplyst: længden er 3, fra mandag den 7. september 2020" in danish

    def test_a_correction_of_who_did_a_task_says_who(
        self, sheltering: Sheltering
    ) -> None:
        """And in whose name."""
        task = "ansoegning.oplys"
        slip = {"case": case_of("1"), "item": task, "reason": ReasonCode("login")}
        carl = CorrectTask(done_by=ActorId("carl"), **slip)
        for_dina = CorrectTask(
            done_by=ActorId("carl"), on_behalf_of=ActorId("dina"), **slip
        )
        sheltering.give(opening(), receipt(), completion(task), carl, for_dina)
        ask = ("case", "timeline", "shelter.stay.1")

        english, danish = (
            sheltering.run(*ask, "--lang", each).stdout for each in ("en", "da")
        )

        assert "Clarify the case was corrected: done by carl\n" in english
        assert "done by carl on behalf of dina\n" in english
        assert "Oplys sagen blev rettet: udført af carl på vegne af dina\n" in danish

    def test_programs_get_every_event(self, decided: Sheltering) -> None:
        """With its id, its command, and what followed."""
        told = decided.look("case", "timeline", "shelter.stay.1")["events"]

        assert [each["version"] for each in told] == list(range(1, len(told) + 1))
        assert told[0]["actor"]["id"] == ANNA.id
        assert told[0]["fields"]["title"] == "Sag 1"
        assert told[1]["name"] == "case.settled/1"
        assert told[1]["follows"]

    def test_it_has_a_short_name(self, decided: Sheltering) -> None:
        """What is asked most is typed with least."""
        short, long = (
            decided.run(*ask, "shelter.stay.1", "--internal")
            for ask in (("timeline",), ("case", "timeline"))
        )

        assert short.stdout == long.stdout == decided.run(*TIMELINE).stdout
        assert "by bo as head" in short.stdout

    def test_a_party_is_told_of_a_decision_when_it_is_notified(
        self, sheltering: Sheltering
    ) -> None:
        """With its outcome and reasons, in both languages; so too when revoked."""
        told = Notify(case=case_of("1"), number=1, on=date(2020, 9, 12))
        sheltering.give(*DECIDED, told, BACK)

        text = sheltering.run(*TIMELINE, "--public").stdout
        danish = sheltering.run(*TIMELINE, "--public", "--lang", "da").stdout

        assert "Decide the application: imoedekommet, notified on Sat" in text
        assert "reason: Der er plads." in text
        assert "Decision no. 1 was revoked" in text
        assert "reason: Der var ikke plads." in text
        assert "Afgør ansøgningen: imoedekommet, meddelt lørdag" in danish
        assert "begrundelse: Der er plads." in danish

    def test_a_party_is_told_nothing_of_who_and_what_is_inside(
        self, decided: Sheltering
    ) -> None:
        """No name, no task, no rule; how much stays inside is said."""
        result = decided.run(*TIMELINE, "--public", "--format", "json")

        told = json.loads(result.stdout)["events"]
        assert {each["name"] for each in told} == {
            "case.document_received/1",
            "case.opened/1",
        }
        for inside in ("anna", "clerk", "shelter.grundlag", "SEL110", "command"):
            assert inside not in result.stdout
        every = decided.look(*TIMELINE)["events"]
        assert f"{len(every) - len(told)} are internal" in result.stderr

    def test_what_a_party_was_never_told_is_taken_back_inside(
        self, sheltering: Sheltering
    ) -> None:
        """A revocation of what was not notified says nothing to a party."""
        sheltering.give(*DECIDED, BACK)

        told = sheltering.run(*TIMELINE, "--public").stdout

        assert "Decision no. 1 was revoked" in sheltering.run(*TIMELINE).stdout
        assert "revoked" not in told

    def test_every_event_of_a_case_has_a_sentence(self) -> None:
        """An event that is new needs one, in both languages."""
        stems = {name.partition("/")[0] for name in AGGREGATE.events}

        assert stems - set(SENTENCES) == set()


class TestDraw:
    """The picture of a case."""

    def test_how_far_it_has_come_is_laid_over(self, sheltering: Sheltering) -> None:
        """With deadlines as lines, and who did what."""
        sheltering.give(*DECIDED[:1])

        text = sheltering.run(
            *("case", "draw", "shelter.stay.1", "--as", "mermaid"),
            *("--as-of", "2020-09-10", "--lang", "da"),
        ).stdout

        assert "frist udgangen af mandag den 21. september 2020" in text
        assert "Sag 1" in text

    def test_what_was_added_is_drawn_too(self, sheltering: Sheltering) -> None:
        """With its role, and by when."""
        sheltering.give(opening(), CALL)
        ask = ("case", "draw", "shelter.stay.1", "--as", "mermaid")

        text = sheltering.run(*ask, "--as-of", "2020-09-10", "--lang", "da").stdout

        assert '["Tilføjede opgaver"]' in text
        assert (
            "▶ Ring op<br/>Leder<br/>frist udgangen af fredag den 18. september 2020"
            in text
        )

    def test_late_items_are_marked(self, sheltering: Sheltering) -> None:
        """By the time that is told."""
        sheltering.give(*DECIDED[:1])
        ask = ("case", "draw", "shelter.stay.1", "--as", "mermaid", "--as-of")

        late = sheltering.run(*ask, "2020-09-22").stdout
        in_time = sheltering.run(*ask, "2020-09-10").stdout

        assert late != in_time
        assert sheltering.run(*ask[:-2], "svg").stdout.lstrip().startswith("<svg")


class TestList:
    """Which cases there are."""

    @pytest.fixture
    def several(self, sheltering: Sheltering, kept: Path) -> Sheltering:
        """Three cases, one of which waits, and one runs by the newer version."""

        def build(made: Sheltering) -> None:
            newer = opening("2", version="2021")
            made.give(opening("1"), HEARING, SHORT, newer, opening("3"))
            made.followed()

        return sheltering.once(kept / "several", build)

    def test_each_has_its_state_and_its_stages(self, several: Sheltering) -> None:
        """In the order of their streams."""
        told = several.look("case", "list")["cases"]

        assert [(each["case"], each["state"]) for each in told] == [
            ("case/shelter.stay.1", "suspended"),
            ("case/shelter.stay.2", "open"),
            ("case/shelter.stay.3", "open"),
        ]
        assert told[0]["under_way"] == ["Application"]
        assert told[0]["warnings"] == ["laengde"]

    @pytest.mark.parametrize(
        ("ask", "found"),
        [
            (("--state", "open"), ["2", "3"]),
            (("--definition", "shelter.stay/2021"), ["2"]),
            (("--definition", "shelter.stay"), ["1", "2", "3"]),
            (("--waits-for", "partshoering"), ["1"]),
            (("--warned",), ["1"]),
            (("--municipality", "0730"), []),
            (("--limit", "1"), ["1"]),
        ],
    )
    def test_they_are_chosen_by_what_they_are(
        self, several: Sheltering, ask: tuple[str, ...], found: list[str]
    ) -> None:
        """By state, case type, municipality, what they wait for, and warnings."""
        told = several.look("case", "list", *ask)["cases"]

        assert [each["case"].rpartition(".")[2] for each in told] == found

    def test_text_is_a_table(self, several: Sheltering) -> None:
        """Of what any of them has."""
        told = several.run("case", "list", "--lang", "da").stdout.splitlines()

        assert told[0].split() == [
            *("sag", "titel", "tilstand", "i", "gang", "venter", "på", "advarsler"),
        ]
        assert "partshoering" in told[1]

    def test_an_unknown_case_type_is_told(self, several: Sheltering) -> None:
        """Which is no empty answer."""
        result = several.run("case", "list", "--definition", "shelter.sty")

        assert result.exit_code == 2
        assert "did you mean shelter.stay" in result.stderr

    def test_without_views_it_says_what_to_do(self, sheltering: Sheltering) -> None:
        """There is nothing to look at."""
        assert sheltering.run("case", "list").exit_code == 3


class TestAnotherDefinition:
    """A case whose case type is gone or differs is still readable."""

    CHANGES: tuple[tuple[str, Callable[[Sheltering], Any], str], ...] = (
        (
            "gone",
            lambda made: made.change("(Stay, NewerStay)", "(NewerStay,)"),
            "is not installed",
        ),
        (
            "differs",
            lambda made: made.change("Term(14, ", "Term(15, "),
            "only readable",
        ),
    )

    @pytest.mark.parametrize("change", CHANGES, ids=lambda each: each[0])
    def test_it_is_shown_with_a_note(self, decided: Sheltering, change: Any) -> None:
        """Whatever the plugin says now; nothing is hidden, and the exit code is 0."""
        decided.followed()
        change[1](decided)
        decided.manifested()

        for ask in (("case", "show"), ("case", "timeline")):
            result = decided.run(*ask, "shelter.stay.1")
            assert result.exit_code == 0, result.stderr
            assert change[2] in result.stderr
            assert "imoedekommet" in result.stdout
        assert decided.run("case", "list").exit_code == 0
