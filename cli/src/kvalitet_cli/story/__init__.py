"""The story that `kvalitet demo` plays: what is done, and how it is told.

A module a part of the programme, told where the plugin of that part is installed.
Dates, calls, municipalities, principles and publications are real; every tilbud,
person, figure and authority is made up, and so is what no source tells.
"""

from kvalitet_cli.story.chance import Chance
from kvalitet_cli.story.people import PERSONAL_VALUES
from kvalitet_cli.story.playing import Play
from kvalitet_cli.story.register import BEGINNING
from kvalitet_cli.story.stage import CASEWORKER, Stage, Told

__all__ = [
    "BEGINNING",
    "CASEWORKER",
    "PERSONAL_VALUES",
    "Chance",
    "Play",
    "Stage",
    "Told",
]
