"""What a plugin may import: the modules whose names are promised, listed once.

A plugin is data and pure functions. It imports the words of the core, and nothing that
reads a clock, draws at random, or reaches a file, a process or a network.
"""

from __future__ import annotations

from typing import Final

__all__ = ["BUILT_IN", "CLOCKS", "IMPURE", "PUBLIC"]

PUBLIC: Final = frozenset(
    {
        "kvalitet_core",
        "kvalitet_core.actor",
        "kvalitet_core.aggregate",
        "kvalitet_core.attachment",
        "kvalitet_core.casetypes",
        "kvalitet_core.casetypes.conditions",
        "kvalitet_core.casetypes.rules",
        "kvalitet_core.catalogue",
        "kvalitet_core.dated",
        "kvalitet_core.deadlines",
        "kvalitet_core.deadlines.calendar",
        "kvalitet_core.deadlines.closings",
        "kvalitet_core.deadlines.proof",
        "kvalitet_core.deadlines.term",
        "kvalitet_core.deferred",
        "kvalitet_core.domain",
        "kvalitet_core.domain.application",
        "kvalitet_core.domain.case",
        "kvalitet_core.domain.course",
        "kvalitet_core.domain.course_run",
        "kvalitet_core.domain.fields",
        "kvalitet_core.domain.frame",
        "kvalitet_core.domain.frame.handbook",
        "kvalitet_core.domain.grant",
        "kvalitet_core.domain.indicator",
        "kvalitet_core.domain.legal_grounds",
        "kvalitet_core.domain.municipality",
        "kvalitet_core.domain.network",
        "kvalitet_core.domain.officer",
        "kvalitet_core.domain.programme",
        "kvalitet_core.domain.publication",
        "kvalitet_core.domain.region",
        "kvalitet_core.domain.round",
        "kvalitet_core.domain.rules",
        "kvalitet_core.domain.survey",
        "kvalitet_core.domain.survey_response",
        "kvalitet_core.domain.tilbud",
        "kvalitet_core.errors",
        "kvalitet_core.forms",
        "kvalitet_core.ids",
        "kvalitet_core.personal",
        "kvalitet_core.plugins",
        "kvalitet_core.reaction",
        "kvalitet_core.recorded",
        "kvalitet_core.testing",
        "kvalitet_core.testing.cases",
        "kvalitet_core.testing.cases_coverage",
        "kvalitet_core.testing.cases_machine",
        "kvalitet_core.testing.scenarios",
        "kvalitet_core.texts",
        "kvalitet_core.values",
        "kvalitet_core.view",
    }
)
"""The modules that a plugin imports names from, those in their `__all__`."""

IMPURE: Final = frozenset(
    {
        "asyncio",
        "ctypes",
        "getpass",
        "glob",
        "http",
        "httpx",
        "io",
        "locale",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "pickle",
        "psycopg",
        "queue",
        "random",
        "requests",
        "sched",
        "secrets",
        "select",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid",
    }
)
"""The modules that no plugin imports: time, chance, files, processes, networks."""

CLOCKS: Final = frozenset(
    {
        ("date", "today"),
        ("datetime", "now"),
        ("datetime", "today"),
        ("datetime", "utcnow"),
    }
)
"""The methods that read the host's clock, by class and name."""

BUILT_IN: Final = frozenset(
    {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}
)
"""The functions that no plugin calls, though they need no import."""
