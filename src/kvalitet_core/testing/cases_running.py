"""Opening a case for a test, in a journal in memory, by a clock that is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kvalitet_core.casetypes.case_type import CaseType
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.cases_applying import applied
from kvalitet_core.testing.cases_course import Course, office
from kvalitet_core.testing.cases_setting import Setting, opening, plugins_for

__all__ = ["running"]


@contextmanager
def running(
    of: type[CaseType], setting: Setting, plugins: tuple[Plugin, ...]
) -> Iterator[Course]:
    """Open a case, and close its journal afterwards.

    Args:
        of: The case type.

        setting: What there is before.

        plugins: What brings the type, and other plugins.

    Raises:
        Refused: It cannot be opened.
    """
    brought = plugins_for(of, plugins, setting)
    clock = GivenClock(setting.instant)
    with Journal.open("memory:", plugins=brought, clock=clock, views=False) as journal:
        handles: StreamId | None = None
        if setting.definition.handles:
            handles = applied(journal, setting, brought[0])
        stream = journal.do(opening(setting, handles), by=office).stream
        course = Course(journal, clock, setting.definition, stream)
        course.states.append(course.state)
        yield course
