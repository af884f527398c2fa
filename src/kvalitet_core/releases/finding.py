"""What is wrong with a released file, and which command writes it anew."""

from __future__ import annotations

import attrs

from kvalitet_core.plugins import CORE_NAME, Plugin

__all__ = ["SchemaFinding", "exporting"]


@attrs.frozen(kw_only=True, order=True)
class SchemaFinding:
    """One thing that is wrong with a plugin's released files.

    Attributes:
        subject: The file, and the class where there is one.
        rule: What is expected, and what was found.
        remedy: What to do.
    """

    subject: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.rule}: {self.remedy}"


def exporting(plugin: Plugin) -> str:
    """What writes the files of a plugin: another command than for the core."""
    if plugin.name == CORE_NAME:
        return "run `kvalitet schema export FOLDER`"
    return "run `kvalitet plugin export`"
