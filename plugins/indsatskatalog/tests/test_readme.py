"""What the README of the plugin shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kvalitet_indsatskatalog import PLUGIN
from kvalitet_indsatskatalog.rules import RULES

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    return str(block)


def test_the_example_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    """A tilbud's case rests on a core element once the catalogue is out."""
    run = subprocess.run(  # noqa: S603 - our own README
        [sys.executable, "-W", "error", "-c", _block("python")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == _block("text")


def test_what_the_plugin_brings_is_in_the_readme() -> None:
    """Its rules, and its case type with its stages."""
    for rule in RULES:
        assert f"`{rule.code}`" in README
    for definition in PLUGIN.definitions:
        assert f"`{definition.code}`" in README
        for stage in definition.stages:
            assert f"| {stage.title} |" in README
