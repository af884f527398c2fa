"""What the README of the plugin shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kvalitet_programmet import PLUGIN

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    return str(block)


def test_the_example_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    """The programme is entered, and a contact named."""
    run = subprocess.run(  # noqa: S603 - our own README
        [sys.executable, "-W", "error", "-c", _block("python")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == _block("text")


def test_each_catalogue_and_reaction_of_the_readme_is_there() -> None:
    """It names what the plugin brings."""
    for catalogue in PLUGIN.catalogues:
        assert f"`{PLUGIN.name}.{catalogue.name}`" in README
    for reaction in PLUGIN.reactions:
        assert f"`{reaction.name}`" in README
