"""Every claim of docs/networks.md that can be run is run."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "networks.md"

_BLOCK = re.compile(r"```(?P<kind>python|text)\n(?P<content>.*?)```", re.DOTALL)


def test_the_programs_print_what_they_are_said_to_print() -> None:
    """What is shown below a program is its output; one without any prints nothing."""
    known: dict[str, Any] = {}
    printed, checked = "", 0
    for block in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["kind"] == "text":
            assert printed == block["content"]
            printed, checked = "", checked + 1
            continue
        assert printed == ""
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(block["content"], known)  # noqa: S102 - the page's own program
        printed = output.getvalue()
    known["journal"].close()

    assert (printed, checked) == ("", 3)
