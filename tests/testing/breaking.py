"""Plugins that break one law each: the template, with a few words changed.

An edit is (file, old text, new text), or `*` for every file. It is made in the
template, whose plugin is called `skabelon`, before that is given a name of its own.
"""

from __future__ import annotations

import sys
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import attrs

from kvalitet_cli.kit.template import TEMPLATE, Template
from kvalitet_core.manifest import MANIFEST, write_manifest
from kvalitet_core.plugins import Plugin
from kvalitet_core.releases import export
from kvalitet_core.testing.judging import Verdict, judge

Edit = tuple[str, str, str]

_numbers = count(1)


@attrs.frozen
class Breaking:
    """A plugin that breaks a law.

    Attributes:
        law: The name of the law.
        says: What the law says of it.
        edits: How it differs from the template.
        also: The laws that it cannot help breaking too.
        exports: Whether its manifest and schemas are made anew.
    """

    law: str
    says: str
    edits: tuple[Edit, ...]
    also: frozenset[str] = frozenset()
    exports: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen
class Made:
    """A plugin in a folder of its own, imported.

    Attributes:
        plugin: The plugin.
        package: Its package.
    """

    plugin: Plugin
    package: str

    def judged(self, *, drawn: int = 12) -> list[Verdict]:
        """What came of every law."""
        return list(judge(self.plugin, package=self.package, drawn=drawn))


def made(edits: tuple[Edit, ...], folder: Path, *, exports: bool = True) -> Made:
    """Make the template's plugin with some edits, under a name that no other has."""
    name = f"p{next(_numbers)}"
    changed = folder / "template"
    for path, text in TEMPLATE.rendered("skabelon").items():
        place = changed / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_edited(path, text, edits), encoding="utf-8")
    for path, text in Template(number=1, folder=changed).rendered(name).items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder / "src"))
    try:
        plugin = import_module(f"kvalitet_{name}.plugin").PLUGIN
        import_module(f"kvalitet_{name}.examples")
    finally:
        sys.path.remove(str(folder / "src"))
    package = sys.modules[f"kvalitet_{name}"]
    if exports:
        place = Path(str(package.__file__)).parent
        (place / MANIFEST).write_text(write_manifest(plugin), encoding="utf-8")
        export(plugin, place / "schemas")
    return Made(plugin, f"kvalitet_{name}")


def _edited(path: str, text: str, edits: tuple[Edit, ...]) -> str:
    for file, old, new in edits:
        if file == "*" or path.endswith(f"/{file}"):
            assert file == "*" or old in text, f"{path} has no {old!r}"
            text = text.replace(old, new)
    return text


def line(*lines: str) -> str:
    """Lines of code."""
    return "".join(f"{each}\n" for each in lines)


def told(verdict: Any) -> str:
    """Everything that a verdict says."""
    return "\n".join(map(str, verdict.breaches))
