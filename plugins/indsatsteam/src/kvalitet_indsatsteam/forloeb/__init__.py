"""The course of counselling, as a case: from an application to what came of it.

What the offer of autumn 2020 tells of it is restated: three phases, what is done in
each, and that the tilbud itself decides which recommendations to take on. What it does
not tell is the house's own, is said to be so where it stands, and can be had otherwise
from `case_types`.
"""

from kvalitet_indsatsteam.forloeb.ansoegning import House
from kvalitet_indsatsteam.forloeb.case_types import Forloeb2020, Forloeb2021, case_types
from kvalitet_indsatsteam.forloeb.opening import OPENS

__all__ = ["OPENS", "Forloeb2020", "Forloeb2021", "House", "case_types"]
