"""Overviews: the views that every journal has, as declarations and pure functions.

A module a view. None reads a database or a clock: each says which events it follows,
and what they do to its rows.
"""

from typing import Final

from kvalitet_core.overviews.applications import APPLICATIONS
from kvalitet_core.overviews.budgets import BUDGETS
from kvalitet_core.overviews.cases import CASES
from kvalitet_core.overviews.commits import COMMITS
from kvalitet_core.overviews.deadlines import DEADLINES
from kvalitet_core.overviews.findings import FINDINGS
from kvalitet_core.overviews.grants import GRANTS
from kvalitet_core.overviews.indicators import INDICATORS
from kvalitet_core.overviews.meetings import MEETINGS
from kvalitet_core.overviews.memberships import MEMBERSHIPS
from kvalitet_core.overviews.municipalities import MUNICIPALITIES
from kvalitet_core.overviews.postings import POSTINGS
from kvalitet_core.overviews.publications import PUBLICATIONS
from kvalitet_core.overviews.seats import SEATS
from kvalitet_core.overviews.streams import STREAMS
from kvalitet_core.overviews.surveys import SURVEYS
from kvalitet_core.overviews.tilbud import TILBUD
from kvalitet_core.overviews.waiting_list import WAITING_LIST
from kvalitet_core.overviews.worklist import WORKLIST
from kvalitet_core.view import View

__all__ = [
    "APPLICATIONS",
    "BUDGETS",
    "CASES",
    "COMMITS",
    "DEADLINES",
    "FINDINGS",
    "GRANTS",
    "INDICATORS",
    "MEETINGS",
    "MEMBERSHIPS",
    "MUNICIPALITIES",
    "OVERVIEWS",
    "POSTINGS",
    "PUBLICATIONS",
    "SEATS",
    "STREAMS",
    "SURVEYS",
    "TILBUD",
    "WAITING_LIST",
    "WORKLIST",
]

OVERVIEWS: Final[tuple[View, ...]] = (
    APPLICATIONS,
    BUDGETS,
    CASES,
    COMMITS,
    DEADLINES,
    FINDINGS,
    GRANTS,
    INDICATORS,
    MEETINGS,
    MEMBERSHIPS,
    MUNICIPALITIES,
    POSTINGS,
    PUBLICATIONS,
    SEATS,
    STREAMS,
    SURVEYS,
    TILBUD,
    WAITING_LIST,
    WORKLIST,
)
"""All of them, by their names."""
