"""What the README of the plugin shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kvalitet_kompetence import PLUGIN

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    return str(block)


def test_the_example_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    """From a sign-up to an offer and why it was made."""
    run = subprocess.run(  # noqa: S603 - our own README
        [sys.executable, "-W", "error", "-c", _block("python")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == _block("text")


def test_each_rule_and_stage_of_the_readme_is_there() -> None:
    """It names what the plugin brings."""
    for rule in PLUGIN.rules:
        assert f"`{rule.code}`" in README
    for reaction in PLUGIN.reactions:
        assert f"`{reaction.name}`" in README
    for definition in PLUGIN.definitions:
        assert f"`{definition.code}`" in README
        for stage in definition.stages:
            assert f"| {stage.title} |" in README
