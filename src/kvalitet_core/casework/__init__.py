"""Asking a journal about its cases: why something was decided, and why not yet.

    why(journal, "case/indsatsteam.forloeb.…").text("da")
    why_not(journal, "case/indsatsteam.forloeb.…", "opstart.forvent", by=ACTOR, now=NOW)

It only reads. An answer is data first, and text in Danish or English from that.
"""

from kvalitet_core.casework.causes import Given, Happened, Ruled, Why
from kvalitet_core.casework.looking import Looking
from kvalitet_core.casework.reasoning import why, why_not

__all__ = ["Given", "Happened", "Looking", "Ruled", "Why", "why", "why_not"]
