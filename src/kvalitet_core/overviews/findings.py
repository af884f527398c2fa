"""What the rules came to, as each application was last assessed."""

from __future__ import annotations

from typing import Final

from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["FINDINGS"]

_TABLE: Final = Table(
    name="findings",
    columns=(
        Column(name="application", type="text", title="Ansøgning"),
        Column(name="rule", type="text", title="Regel"),
        Column(name="version", type="integer", title="Reglens version"),
        Column(name="truth", type="text", title="Opfyldt"),
        Column(name="missing", type="text", title="Det, der mangler", nullable=True),
        Column(name="assessed_at", type="instant", title="Vurderet"),
    ),
    key=("application", "rule"),
    indexes=(("rule", "truth"),),
)


def _project(recorded: Recorded) -> tuple[Change, ...]:
    stream = recorded.stream
    rows = (
        {
            "application": stream,
            "rule": finding.rule,
            "version": finding.version,
            "truth": finding.truth.value,
            "missing": ", ".join(finding.missing) or None,
            "assessed_at": recorded.recorded_at,
        }
        for finding in recorded.event.findings
    )
    return (
        Delete(table="findings", where={"application": stream}),
        *(Upsert(table="findings", row=row) for row in rows),
    )


FINDINGS: Final = View(
    name="core.findings",
    title="Reglernes udfald",
    tables=(_TABLE,),
    events=frozenset({"application.assessed/1"}),
    project=_project,
)
"""One row a rule and application: met, not met, or not known and what is missing."""
