"""A definition is written as it was: running cases are bound to its digest.

`tests/golden/definitions` has a made-up one with a part of each sort. Where what is
written of it changes, every case that runs stops: so that takes a way of its own for
those that were opened before.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Document,
    Fact,
    Invariant,
    Milestone,
    Param,
    Renamed,
    Role,
    Rule,
    Stage,
    Task,
    forvaltningsloven,
    ref,
)
from kvalitet_core.casetypes.conditions import at_least
from kvalitet_core.casetypes.reading import read_definition
from kvalitet_core.deadlines import Term
from kvalitet_core.releases import definition_file, written
from kvalitet_core.values import Deadline, Hjemmel, Instant

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "definitions"

clerk = Role("sagsbehandler", da="Sagsbehandler", en="Clerk")
head = Role("leder", da="Leder", en="Head")
hjemmel = Fact("hjemmel", one_of=("SEL85", "SEL107"), da="hjemlen", en="the ground")
temaer = Fact("temaer", frozenset, da="temaerne", en="the themes")
beloeb = Fact("beloeb", int, da="beløbet", en="the amount")
haster = Fact("haster", bool, da="hastesag", en="urgent")
modtaget = Fact("modtaget", Instant, da="modtaget", en="received")
frist = Param("frist", Deadline, da="fristen", en="the deadline")
skema = Document("skema")
LAW: Final = Hjemmel(
    source="Opslag (made up)", paragraph="frist", valid_from=date(2020, 1, 1)
)


class Sag(Stage):
    """Sag"""

    en = "Matter"
    until = haster.is_known() & (modtaget >= datetime(2029, 1, 1, tzinfo=UTC))
    oplys = Task(
        "Oplys",
        en="Inform",
        role=clerk,
        requires=[skema, temaer.includes("Bolig")],
        due=Term(6, "weeks", after=modtaget, suspendable=("hoering",), hjemmel=LAW),
        remind=(7,),
        repeatable=True,
    )
    besoeg = Task(
        "Besøg", en="Visit", role=clerk, discretionary=True, planned_by=[head]
    )
    afgoer = Decision(
        "Afgør",
        en="Decide",
        role=head,
        when=oplys.done & (hjemmel.is_in(("SEL85", "SEL107")) | ~haster.is_known()),
        four_eyes=[oplys],
        outcomes=("imoedekommet", "afslag", "tilbage"),
        returns={"tilbage": oplys},
        rules=(
            Rule("proeve.rettidig", 1, modtaget <= frist, LAW, "Senest ved fristen."),
        ),
        afgoerelse=True,
        mandate="bevilling",
        amount=beloeb,
        quorum=2,
    )


class Forloeb(Stage):
    """Forløb"""

    en = "Course"
    when = Sag.afgoer.outcome.equals("imoedekommet")
    moede = Task("Mød", en="Meet", role=clerk, optional=True)
    naaet = Milestone(
        "Nået", en="Met", when=at_least(1, moede.done, ref("sag.besoeg").done)
    )


class Alt(CaseType):
    """Alt"""

    en = "All of it"
    code, version, valid_from = "proeve.alt", "1", date(2020, 1, 1)
    valid_to = date(2030, 1, 1)
    stages = (Sag, Forloeb)
    facts = (Fact("note", da="noten", en="the note"),)
    obliges = (Sag.afgoer.obliges(Forloeb.moede, within=Term(30, "days")),)
    invariants = (Invariant("beloeb", beloeb <= 100_00, LAW, breach="refuses"),)
    hooks = (forvaltningsloven.afgoerelse,)
    migrate_from = {  # noqa: RUF012 - as an author writes it
        "0": Renamed({"sag.oplyst": "sag.oplys"}, dropped=("sag.brev",))
    }


def test_what_is_written_never_changes() -> None:
    """Byte by byte, the file is what is written of the same case type today."""
    (file,) = GOLDEN.iterdir()

    assert file.name == definition_file(Alt.definition)
    assert written(Alt.definition.as_json()).decode() == file.read_text("utf-8")


def test_what_was_written_is_read() -> None:
    """It has the digest that cases are bound to."""
    (file,) = GOLDEN.iterdir()

    found = read_definition(json.loads(file.read_bytes()))

    assert found.digest == Alt.definition.digest
    assert found.digest.startswith("cc98f9581465")
