"""A course and a run of it, plainly made up: no source has the catalogue.

journal.do(example_course(), by=ACTOR)
journal.do(example_run(), by=ACTOR)
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from kvalitet_core.domain import course, course_run
from kvalitet_core.ids import StreamId
from kvalitet_kompetence.rules import LEADERS_FIRST
from kvalitet_kompetence.sources import NAME, TARGET_GROUPS

__all__ = ["COURSE", "MADE_UP", "RUN", "example_course", "example_run"]

MADE_UP: Final = "Opdigtet eksempel: kursuskataloget kendes ikke"
COURSE: Final = StreamId(f"course/{NAME}-eksempel")
RUN: Final = StreamId(f"course_run/{NAME}-eksempel-1")


def example_course() -> course.Register:
    """A course that nobody gave, on two of the central themes."""
    return course.Register(
        key=f"{NAME}-eksempel",
        programme=NAME,
        title="Eksempelkursus om peers og recovery",
        themes=frozenset({"rehabilitering og recovery", "peers"}),
        target_groups=TARGET_GROUPS,
        source=MADE_UP,
        effective_from=date(2021, 1, 1),
    )


def example_run(*, seats: int = 2) -> course_run.Plan:
    """A run of it, of two days in the autumn of 2021.

    Args:
        seats: How many can take part.
    """
    days = (datetime(2021, 9, 7, tzinfo=UTC), datetime(2021, 9, 21, tzinfo=UTC))
    return course_run.Plan(
        key=f"{NAME}-eksempel-1",
        course=COURSE,
        sessions=tuple(
            course_run.CourseSession(
                starts=day.replace(hour=7), ends=day.replace(hour=13)
            )
            for day in days
        ),
        place=course_run.CoursePlace(place="Eksempelvej 1, Randers"),
        seats=seats,
        terms=course_run.RunTerms(
            opens=datetime(2021, 5, 3, 7, tzinfo=UTC),
            deadline=datetime(2021, 8, 20, 10, tzinfo=UTC),
            seating=course_run.Seating.AT_ONCE,
            order=LEADERS_FIRST,
            offer_hours=72,
            sessions_required=2,
            source=MADE_UP,
        ),
        effective_from=date(2021, 4, 26),
    )
