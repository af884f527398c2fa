"""Imported once by the process that others are forked from, with what they all need.

A journal brings much only when it is asked for. Sixteen processes that each brought it
for themselves would spend most of a race on importing.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import tests.domain.course_run.races
import tests.domain.grant.processes  # noqa: F401 - theirs are forked too
from tests.conftest import Place
from tests.journal import course
from tests.journal.processes import opened

import kvalitet_core.journal.postgres.store  # noqa: F401 - imported by who opens one

with (
    tempfile.TemporaryDirectory() as folder,
    opened(Place(str(Path(folder) / "j.db"), None)) as journal,
):
    journal.do(course.enrol(1, "anna", "Anna", "bo", "Bo"), by=course.ANNA)
    journal.do(course.Note(course=course.course(1), text="first"), by=course.ANNA)
    assert journal.unusable == ()
