"""How a case runs: who does what in it, when, and by when.

A programme without cases deletes this file and its test, and `case_types` in the
plugin; then it makes `schemas/` anew.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import CaseType, Role, Stage, Task
from kvalitet_core.deadlines import Term
from kvalitet_skabelon.sources import BEGINS, NAME

__all__ = ["SAGSBEHANDLER", "Forloeb", "Opstart"]

SAGSBEHANDLER: Final = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")


class Opstart(Stage):
    """Opstart"""

    en = "Start"
    samtale = Task(
        "Hold den første samtale",
        en="Hold the first talk",
        role=SAGSBEHANDLER,
        due=Term(14, "days"),
    )
    plan = Task(
        "Skriv en plan", en="Write a plan", role=SAGSBEHANDLER, when=samtale.done
    )


class Forloeb(CaseType):
    """Forløb i Skabelon"""

    en = "Course of Skabelon"
    code, version, valid_from = f"{NAME}.forloeb", "2026-1", BEGINS
    stages = (Opstart,)
