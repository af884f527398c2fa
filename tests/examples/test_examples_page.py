"""What the page of the examples says is so."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.examples.awards import FILE

PAGE = (FILE.parent / "README.md").read_text(encoding="utf-8")


def test_the_award_review_runs_as_shown() -> None:
    """The program prints what stands below it."""
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    (shown,) = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=FILE.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == shown


def test_it_has_as_many_lines_as_the_page_says() -> None:
    """Every line counts."""
    lines = FILE.read_text(encoding="utf-8").splitlines()

    assert f"in {len(lines)} lines" in PAGE


def test_every_link_leads_somewhere() -> None:
    """A file that the page names is there."""
    links = re.findall(r"\]\(([^)]+)\)", PAGE)

    assert [each for each in links if not (FILE.parent / each).exists()] == []
