"""Definitions with one fault each, and what is found in each of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
from tests.casetypes import written
from tests.casetypes.written import (
    beloeb,
    changed,
    first,
    haster,
    hjemmel,
    maaneder,
    rettidig,
)

from kvalitet_core.casetypes.conditions import Fact, at_least
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Param
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.references import ref
from kvalitet_core.deadlines import Term

__all__ = ["AFGOER", "FAULTS", "Fault", "urgent"]

OPLYS, INDSTIL, AFGOER = "ansoegning.oplys", "ansoegning.indstil", "ansoegning.afgoer"
FORVENT, PLAN = "opstart.forvent", "opstart.plan"

afgoer = first.items[AFGOER]
urgent = haster.equals(True)  # noqa: FBT003 - the value that the fact is held against


@attrs.frozen
class Named:
    """Something that only has a name."""

    name: str


def owing(after: str, owed: str) -> Definition:
    """The definition in which the one item owes the other."""
    term = Term(30, "days")
    return changed(obliges=(Obligation(after=after, owed=owed, within=term),))


def waiting(path: str, *conditions: Any) -> Definition:
    """The definition in which an item waits for conditions, all at once."""
    when = conditions[0]
    for condition in conditions[1:]:
        when &= condition
    return changed(path, when=when)


def deadlocked() -> Definition:
    """The definition in which two items each require the other to be done."""
    one, other = ref(OPLYS).done, ref(INDSTIL).done
    stage, opstart = first.stages
    oplys = attrs.evolve(stage.items[0], requires=(other,))
    indstil = attrs.evolve(stage.items[1], when=None, requires=(one,))
    items = (oplys, indstil, stage.items[2])
    return changed(stages=(attrs.evolve(stage, items=items), opstart))


@attrs.frozen
class Fault:
    """A definition with one fault.

    Attributes:
        make: What makes the definition.
        place: Where the fault is.
        text: What is told of it.
    """

    make: Callable[[], Definition]
    place: str
    text: str


FAULTS: dict[str, Fault] = {
    "an item that cannot be reached": Fault(
        lambda: waiting(INDSTIL, hjemmel.equals("SEL85"), hjemmel.equals("SEL107")),
        f"{INDSTIL}.when",
        (
            "can never hold, so that 'ansoegning.indstil' is never reached; "
            "let its parts be able to hold at once"
        ),
    ),
    "an item that contradicts its stage": Fault(
        lambda: waiting(PLAN, ref(AFGOER).outcome.equals("afslag")),
        f"{PLAN}.when",
        (
            "can never hold while its stage's opstart.when does, so that "
            "'opstart.plan' is never reached; let its parts be able to hold "
            "at once"
        ),
    ),
    "an item that can never be completed": Fault(
        lambda: changed(FORVENT, requires=(maaneder >= 4, maaneder < 4)),
        f"{FORVENT}.requires",
        (
            "can never hold while 'opstart.forvent' is available, so that it "
            "is never completed; let its parts be able to hold at once"
        ),
    ),
    "a stage that cannot be reached": Fault(
        lambda: changed("opstart", when=ref(AFGOER).done & ~ref(AFGOER).done),
        "opstart.when",
        (
            "can never hold, so that 'opstart' is never reached; let its "
            "parts be able to hold at once"
        ),
    ),
    "too few of several that can hold at once": Fault(
        lambda: changed(
            "opstart",
            until=at_least(
                2,
                hjemmel.equals("SEL85"),
                hjemmel.equals("SEL107"),
                ~hjemmel.is_known(),
            ),
        ),
        "opstart.until",
        ("can never be met; let its parts be able to hold at once"),
    ),
    "items that require one another": Fault(
        deadlocked,
        f"{INDSTIL}.requires",
        (
            "can only be completed after one another: ansoegning.indstil → "
            "ansoegning.oplys → ansoegning.indstil; let one of them not "
            "require it"
        ),
    ),
    "a dead end, because the case cannot be closed": Fault(
        lambda: changed(ends=ref(PLAN).done),
        f"{AFGOER}.outcomes.afslag",
        (
            "is a dead end: after it the case can never end, because ends= "
            "can never be met; let it be met, or let something follow"
        ),
    ),
    "a dead end, because something can never be completed": Fault(
        lambda: changed(FORVENT, requires=(afgoer.outcome.equals("delvist"),)),  # type: ignore[attr-defined]
        f"{AFGOER}.outcomes.imoedekommet",
        (
            "is a dead end: after it 'opstart.forvent' is available and can "
            "never be completed; let what it requires stand in its when="
        ),
    ),
    "a decision that only sends the case back": Fault(
        lambda: changed(
            AFGOER,
            returns=dict.fromkeys(("imoedekommet", "delvist", "afslag"), INDSTIL),
        ),
        f"{AFGOER}.returns",
        (
            "each of them sends the case back, so that it never ends; let one"
            " outcome not return"
        ),
    ),
    "a cycle in when": Fault(
        lambda: waiting(OPLYS, ref(AFGOER).done),
        AFGOER,
        (
            "wait for one another: ansoegning.afgoer → ansoegning.indstil → "
            "ansoegning.oplys → ansoegning.afgoer; let one of them not wait"
        ),
    ),
    "an item that waits for itself": Fault(
        lambda: waiting(OPLYS, ref(OPLYS).done),
        OPLYS,
        (
            "wait for one another: ansoegning.oplys → ansoegning.oplys; let "
            "one of them not wait"
        ),
    ),
    "a path that is not there": Fault(
        lambda: waiting(INDSTIL, ref("ansoegning.oplyst").done),
        f"{INDSTIL}.when",
        (
            "names 'ansoegning.oplyst', which no stage declares; did you mean"
            " ansoegning.oplys or ansoegning.indstil?"
        ),
    ),
    "an outcome that is not there": Fault(
        lambda: changed("opstart", when=ref(AFGOER).outcome.equals("imodekommet")),
        "opstart.when",
        (
            "asks for outcome 'imodekommet' of 'ansoegning.afgoer', which can"
            " come to 'afslag', 'delvist', 'imoedekommet'; did you mean "
            "imoedekommet?"
        ),
    ),
    "an outcome of what is no decision": Fault(
        lambda: changed("opstart", when=ref(OPLYS).outcome.is_known()),
        "opstart.when",
        (
            "asks for the outcome of 'ansoegning.oplys', which is a task; ask"
            " whether it is done"
        ),
    ),
    "an unknown role": Fault(
        lambda: changed(FORVENT, role="sagsbehandlr"),
        f"{FORVENT}.role",
        (
            "names role 'sagsbehandlr', which is not among the case type's "
            "roles; did you mean sagsbehandler?"
        ),
    ),
    "an unknown role that plans": Fault(
        lambda: changed(FORVENT, discretionary=True, planned_by=["xyz"]),
        f"{FORVENT}.planned_by",
        (
            "names role 'xyz', which is not among the case type's roles; add "
            "it to roles="
        ),
    ),
    "a planner of what is not planned": Fault(
        lambda: changed(FORVENT, planned_by=["fagchef"]),
        f"{FORVENT}.planned_by",
        ("says who plans it, and nobody does; make it discretionary, or say not"),
    ),
    "four eyes with oneself": Fault(
        lambda: changed(AFGOER, four_eyes=[AFGOER]),
        f"{AFGOER}.four_eyes",
        "names itself, and nobody is another than themselves; leave it out",
    ),
    "four eyes with a milestone": Fault(
        lambda: changed(FORVENT, four_eyes=[PLAN]),
        f"{FORVENT}.four_eyes",
        (
            "names 'opstart.plan', which is a milestone, and no person "
            "reaches it; name the tasks before it"
        ),
    ),
    "four eyes with a stage": Fault(
        lambda: changed(FORVENT, four_eyes=["ansoegning"]),
        f"{FORVENT}.four_eyes",
        (
            "names 'ansoegning', which is a stage, and no person does a "
            "stage; name its items"
        ),
    ),
    "a quorum for nothing": Fault(
        lambda: changed(AFGOER, quorum=2, granting=()),
        f"{AFGOER}.quorum",
        (
            "asks for 2 people for an outcome that is granting, and none is; "
            "name those in granting="
        ),
    ),
    "a rule of another plugin": Fault(
        lambda: changed(
            AFGOER, rules=(attrs.evolve(rettidig("2020-11-27"), code="anden.rettidig"),)
        ),
        f"{AFGOER}.rules.anden.rettidig",
        (
            "rule 'anden.rettidig' is not of plugin 'kommune'; bring a rule "
            "of its own, so that nobody else changes it"
        ),
    ),
    "a rule that can never be met": Fault(
        lambda: changed(
            AFGOER,
            rules=(
                attrs.evolve(
                    rettidig("2020-11-27"), condition=(maaneder > 3) & (maaneder < 3)
                ),
            ),
        ),
        f"{AFGOER}.rules.kommune.rettidig",
        ("can never be met; let its parts be able to hold at once"),
    ),
    "an invariant that can never be met": Fault(
        lambda: changed(
            invariants=(
                Invariant("laengde", (maaneder >= 4) & (maaneder <= 3), written.OPSLAG),
            )
        ),
        "invariants.laengde",
        ("can never be met; let its parts be able to hold at once"),
    ),
    "an end that can never come": Fault(
        lambda: changed(ends=urgent & ~urgent),
        "ends",
        ("can never be met; let its parts be able to hold at once"),
    ),
    "a text missing in a language": Fault(
        lambda: changed(
            titles={**first.titles, "en": {**first.titles["en"], PLAN: " "}}
        ),
        PLAN,
        (
            "has no text in 'en'; write it under "
            "'kommune.forloeb.opstart.plan' in texts/en.toml, or en= in its "
            "class"
        ),
    ),
    "a case type without a docstring": Fault(
        lambda: changed(titles={**first.titles, "da": {**first.titles["da"], "": ""}}),
        "title",
        "has no text in 'da'; write one in the first line of its docstring",
    ),
    "a language that is not spoken": Fault(
        lambda: changed(languages=("da", "en", "de")),
        "languages.de",
        "language 'de' is not spoken here; write da or en",
    ),
    "a language told twice": Fault(
        lambda: changed(languages=("da", "en", "en")),
        "languages.en",
        "language 'en' is there twice; write it once",
    ),
    "no language": Fault(
        lambda: changed(languages=()),
        "languages",
        "has no language; let the one that its classes are in stand first",
    ),
    "a version that is no version": Fault(
        lambda: changed(version="nr. 2"),
        "version",
        (
            "version 'nr. 2' is no version; write a text of letters, digits, "
            "'.', '_' and '-', such as '2020-2'"
        ),
    ),
    "a validity that ends before it begins": Fault(
        lambda: changed(valid_to=date(2020, 1, 1)),
        "valid_to",
        ("2020-01-01 is not later than valid_from 2020-01-01; let it end later"),
    ),
    "an outcome that is favourable and none": Fault(
        lambda: changed(AFGOER, favourable=["xyz"]),
        f"{AFGOER}.favourable",
        ("names 'xyz', which is not among its outcomes; add it to outcomes="),
    ),
    "an outcome that is granting and none": Fault(
        lambda: changed(AFGOER, granting=["delvis"]),
        f"{AFGOER}.granting",
        ("names 'delvis', which is not among its outcomes; did you mean delvist?"),
    ),
    "an outcome that returns and is none": Fault(
        lambda: changed(AFGOER, returns={"tilbage": INDSTIL}),
        f"{AFGOER}.returns",
        ("names 'tilbage', which is not among its outcomes; add it to outcomes="),
    ),
    "a return to a stage": Fault(
        lambda: changed(AFGOER, returns={"afslag": "ansoegning"}),
        f"{AFGOER}.returns.afslag",
        "names 'ansoegning', which is a stage; name an item of it",
    ),
    "an amount without a mandate": Fault(
        lambda: changed(AFGOER, amount=beloeb),
        f"{AFGOER}.amount",
        "fact 'beloeb' is held against no mandate; say which in mandate=",
    ),
    "a mandate without an amount": Fault(
        lambda: changed(AFGOER, mandate="bevilling"),
        f"{AFGOER}.mandate",
        (
            "needs mandate 'bevilling', and no amount is held against its "
            "ceiling; say which fact in amount="
        ),
    ),
    "an amount that is no number": Fault(
        lambda: changed(AFGOER, mandate="bevilling", amount=hjemmel),
        f"{AFGOER}.amount",
        (
            "fact 'hjemmel' is a text, and an amount is a whole number of "
            "øre; make it of type int"
        ),
    ),
    "an afgoerelse without a law": Fault(
        lambda: changed(hooks=()),
        f"{AFGOER}.afgoerelse",
        (
            "is an afgørelse, and no law's hook attaches to it; add "
            "forvaltningsloven.afgoerelse to hooks="
        ),
    ),
    "a law without an afgoerelse": Fault(
        lambda: changed(AFGOER, afgoerelse=False),
        "hooks",
        "attach to no decision; mark those that are one by afgoerelse=True",
    ),
    "a term that is counted from nothing known": Fault(
        lambda: changed(FORVENT, due=Term(3, "days", after=Named("modtage"))),
        f"{FORVENT}.due",
        (
            "is counted from 'modtage', which is no fact of the case; did you"
            " mean modtaget?"
        ),
    ),
    "a term that is counted from a number": Fault(
        lambda: changed(FORVENT, due=Term(3, "days", after=maaneder)),
        f"{FORVENT}.due",
        (
            "is counted from fact 'maaneder', which is a whole number; count "
            "from a date or an instant"
        ),
    ),
    "a reminder of no deadline": Fault(
        lambda: changed(FORVENT, remind=[7]),
        f"{FORVENT}.remind",
        "reminds of no deadline; say which in due=, or do not remind",
    ),
    "something that owes itself": Fault(
        lambda: owing(OPLYS, OPLYS),
        f"obliges.{OPLYS}>{OPLYS}",
        "'ansoegning.oplys' owes itself; let something else be owed",
    ),
    "a milestone that is owed": Fault(
        lambda: owing(AFGOER, PLAN),
        f"obliges.{AFGOER}>{PLAN}",
        (
            "owes 'opstart.plan', which is a milestone, and nobody does one; "
            "let a task before it be owed"
        ),
    ),
    "something owed that is not there": Fault(
        lambda: owing(AFGOER, "opstart.x"),
        f"obliges.{AFGOER}>opstart.x",
        (
            "names 'opstart.x', which no stage declares; did you mean "
            "opstart.plan or opstart.forvent?"
        ),
    ),
    "two stages with one code": Fault(
        lambda: changed(stages=(*first.stages, first.stages[1])),
        "stages.opstart",
        "'opstart' is there 2 times; give each a code of its own",
    ),
    "an outcome told twice": Fault(
        lambda: changed(
            AFGOER, outcomes=("afslag", "delvist", "imoedekommet", "afslag")
        ),
        f"{AFGOER}.outcomes.afslag",
        "'afslag' is there 2 times; give each a code of its own",
    ),
    "a stage with nothing in it": Fault(
        lambda: changed(
            stages=(*first.stages, attrs.evolve(first.stages[1], code="tom", items=())),
            titles={
                language: {**names, "tom": "Tom"}
                for language, names in first.titles.items()
            },
        ),
        "tom",
        "is a stage with nothing in it; give it an item, or leave it out",
    ),
    "two facts with one name": Fault(
        lambda: changed(
            facts=(
                *first.facts,
                Fact("haster", str, da="hastesag", en="urgent"),
            )
        ),
        "facts.haster",
        (
            "fact 'haster' is not the same in facts: its type, its texts or "
            "its one_of differ; make it once, and use it everywhere"
        ),
    ),
    "a fact that is a parameter elsewhere": Fault(
        lambda: changed(
            PLAN, when=Param("maaneder", int, da="længden", en="the length") >= 4
        ),
        "facts.maaneder",
        (
            "fact 'maaneder' is not the same in facts, opstart.plan.when: its"
            " type, its texts or its one_of differ; make it once, and use it "
            "everywhere"
        ),
    ),
    "a fact named as an item's own": Fault(
        lambda: changed(facts=(*first.facts, Fact("x.done", bool, da="x", en="x"))),
        "facts.x.done",
        "fact 'x.done' is named as an item's own; name it otherwise",
    ),
    "a migration from itself": Fault(
        lambda: changed(migrate_from={"2020-1": Renamed()}),
        "migrate_from.2020-1",
        "names its own version '2020-1'; name an earlier one",
    ),
    "a migration to what is not there": Fault(
        lambda: changed(migrate_from={"2019": Renamed({"a.b": "ansoegning.oplyst"})}),
        "migrate_from.2019.a.b",
        (
            "'a.b' is called 'ansoegning.oplyst' now, which no stage "
            "declares; did you mean ansoegning.oplys or ansoegning.indstil?"
        ),
    ),
    "a migration of two to one": Fault(
        lambda: changed(migrate_from={"2019": Renamed({"a.b": OPLYS, "a.c": OPLYS})}),
        "migrate_from.2019",
        ("2 earlier ones are called 'ansoegning.oplys' now; let one of them be so"),
    ),
    "a migration of a stage to an item": Fault(
        lambda: changed(migrate_from={"2019": Renamed({"a": OPLYS})}),
        "migrate_from.2019.a",
        (
            "'a' is called 'ansoegning.oplys' now, and only one of them is a "
            "stage; let a stage follow on a stage, and an item on an item"
        ),
    ),
    "a migration that renames and drops": Fault(
        lambda: changed(
            migrate_from={"2019": Renamed({"a.b": OPLYS}, dropped=["a.b"])}
        ),
        "migrate_from.2019.a.b",
        "'a.b' is renamed and dropped; say one of them",
    ),
}
"""What is wrong → a definition with that fault alone."""
