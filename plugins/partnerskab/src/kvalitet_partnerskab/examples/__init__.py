"""From the call to four partnerships; every municipality and person here is made up.

The real four stand in `known.PARTNERS`. Here five made-up municipalities apply and a
sixth withdraws, so that there is a fifth to say no to. All is registered afterwards,
with the days on which it was so.
"""

from typing import Final

from kvalitet_partnerskab.examples.calling import ANNA, BO, KOMMUNE, TOWNS
from kvalitet_partnerskab.examples.evaluating import an_evaluation
from kvalitet_partnerskab.examples.selecting import a_selection
from kvalitet_partnerskab.examples.working import a_partnership

__all__ = [
    "ANNA",
    "BO",
    "EXAMPLES",
    "KOMMUNE",
    "TOWNS",
    "a_partnership",
    "a_selection",
    "an_evaluation",
]

EXAMPLES: Final = (a_selection, a_partnership, an_evaluation)
"""All of them."""
