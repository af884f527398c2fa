"""How an application is judged: the case type `partnerskab.ansoegning`."""

from kvalitet_partnerskab.ansoegning.case_types import CODE, Ansoegning2019, case_type
from kvalitet_partnerskab.ansoegning.facts import ADVANCED, JOINS
from kvalitet_partnerskab.ansoegning.stages import House

__all__ = ["ADVANCED", "CODE", "JOINS", "Ansoegning2019", "House", "case_type"]
