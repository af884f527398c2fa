"""What the README of the plugin shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kvalitet_ledelse import PLUGIN
from kvalitet_ledelse.admission import QUOTES
from kvalitet_ledelse.guidelines import GUIDELINES_ISBN, PRINCIPLES
from kvalitet_ledelse.networks import AREAS
from kvalitet_ledelse.sources import SUPPLIER, TITLE

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    (block,) = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    return str(block)


def test_the_example_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    """From the first member to the network's input to the guidelines."""
    run = subprocess.run(  # noqa: S603 - our own README
        [sys.executable, "-W", "error", "-c", _block("python")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""
    assert run.stdout == _block("text")


def test_the_readme_names_what_the_plugin_brings() -> None:
    """Rules, forms, catalogues, views, reactions and its own kinds of things."""
    for rule in PLUGIN.rules:
        assert f"`{rule.code}`" in README
    for form in PLUGIN.forms:
        assert f"`{form.name}`" in README
    for catalogue in PLUGIN.catalogues:
        assert f"`{PLUGIN.name}.{catalogue.name}`" in README
    for view in PLUGIN.views:
        assert f"`{view.name}`" in README
    for reaction in PLUGIN.reactions:
        assert f"`{reaction.name}`" in README
    for aggregate in PLUGIN.aggregates:
        assert f"`{aggregate.kind}`" in README


def test_the_readme_has_the_names_of_the_sources() -> None:
    """Letter by letter."""
    for number, principle in enumerate(PRINCIPLES, start=1):
        assert f"| {number} | {principle.title} |" in README
    for name in (*AREAS, *QUOTES, SUPPLIER, TITLE, GUIDELINES_ISBN):
        assert name in README
