"""Plugins that break a law about reactions."""

from __future__ import annotations

from tests.testing.breaking import Breaking, Edit, line


def _reacting(*body: str) -> tuple[Edit, ...]:
    """A reaction to a meeting that was planned."""
    code = line(
        "def _after(recorded: Any) -> Any:",
        '    """What follows when a meeting was planned."""',
        *(f"    {each}" for each in body),
        "",
        "",
        "PLUGIN: Final = Plugin(",
        "    reactions=(",
        "        Reaction(",
        '            name=f"{NAME}.hold",',
        '            title="Afhold",',
        '            events=frozenset({"skabelon-meeting.planned/1"}),',
        "            command=_after,",
        '            issues=frozenset({"skabelon-meeting.hold/1"}),',
        "        ),",
        "    ),",
    )
    imports = line(
        "from itertools import count",
        "from typing import Any, Final",
        "",
        "from kvalitet_core.reaction import Reaction",
    )
    return (
        ("plugin.py", "from typing import Final\n", imports),
        ("plugin.py", "PLUGIN: Final = Plugin(\n", f"_COUNT = count(1)\n\n\n{code}"),
    )


_HOLD = "meeting.Hold(meeting=recorded.stream, attended={})"

BREAKING_REACTIONS = (
    Breaking(
        "a_reaction_asks_for_what_it_may",
        "gave str: expected a command of a plugin of this journal, or None",
        _reacting('return "hold it"'),
    ),
    Breaking(
        "a_reaction_asks_for_what_it_may",
        "raises ZeroDivisionError",
        _reacting("return 1 // 0"),
    ),
    Breaking(
        "a_reaction_depends_on_its_event_alone",
        "gives one command now and another later",
        _reacting(f"return {_HOLD.format('next(_COUNT)')}"),
    ),
    Breaking(
        "every_reaction_is_shown",
        "asks for nothing in any example",
        _reacting("return None"),
    ),
)
