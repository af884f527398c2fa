"""Laws about the package: what it imports, and what lies in it beside the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from kvalitet_core.errors import Malformed, Unavailable
from kvalitet_core.manifest import MANIFEST, differences, read_manifest
from kvalitet_core.public import BUILT_IN, CLOCKS, IMPURE, PUBLIC
from kvalitet_core.releases import (
    about_case_types,
    check,
    files_of,
    text_findings,
)
from kvalitet_core.testing.breaches import Breach, NotJudged, hold
from kvalitet_core.testing.examined import Source, folder_of
from kvalitet_core.testing.laws.law import Laws

__all__ = ["PackageLaws"]

_ROOT = "kvalitet_core"


class PackageLaws(Laws):
    """What lies in the package."""

    def test_the_package_is_found(self) -> None:
        """The plugin is installed, and its entry point has its name."""
        package = self.examined.package
        if not package or folder_of(package) is None:
            name = self.examined.plugin.name
            rule = f"there is no package {package!r}" if package else "is not installed"
            remedy = (
                f"name the entry point {name!r} in the group kvalitet.plugins, "
                "and install the distribution: pip install -e ."
            )
            hold([Breach(f"plugin {name!r}", rule, remedy)])

    def test_the_package_imports_public_names_only(self) -> None:
        """Of the core, it imports what is promised: names in `__all__` of its words."""
        hold(
            Breach(
                f"{source.name}, line {line}",
                f"imports {what}, which is not promised to plugins",
                "take it from one of the modules in kvalitet_core.public",
            )
            for source in self.examined.sources
            for what, line in _unpromised(source)
        )

    def test_the_package_reads_no_clock_and_no_file(self) -> None:
        """Time, chance and ids come as arguments; nothing outside is reached."""
        hold(
            Breach(
                f"{source.name}, line {line}",
                f"uses {what}, which reaches outside of the record",
                "take time and ids from the context, and facts from a command",
            )
            for source in self.examined.sources
            for what, line in _reached(source)
        )

    def test_the_manifest_says_what_the_plugin_is(self) -> None:
        """Who does not run the plugin reads in its manifest what it brings."""
        _ = self.examined.texts
        remedy = "write it anew: kvalitet plugin export"
        path = self.examined.folder / MANIFEST
        if not path.is_file():
            hold([Breach(MANIFEST, "is missing in the package", remedy)])
        try:
            manifest = read_manifest(path.read_text(encoding="utf-8"))
        except Malformed as error:
            hold(Breach(MANIFEST, each.text, remedy) for each in error.problems)
            return
        hold(
            Breach(MANIFEST, finding.removeprefix(f"{MANIFEST} "), remedy)
            for finding in differences(manifest, self.examined.plugin)
        )

    def test_the_schemas_say_what_the_classes_are(self) -> None:
        """Each class has its schema file; a released one never changes."""
        plugin = self.examined.plugin
        if len(self.examined.sound) < len(self.examined.classes):
            raise NotJudged("a class cannot be stored")
        _ = self.examined.texts, self.examined.folder
        told = set(text_findings(plugin))
        try:
            found = check(plugin, files_of(self.examined.package))
        except Malformed as error:
            hold([Breach(error.subject, str(error), "restore the file")])
        except Unavailable as error:
            raise NotJudged(str(error)) from error
        hold(
            Breach(f"schemas/{each.subject}", each.rule, each.remedy)
            for each in found
            if each not in told and not about_case_types(each.subject)
        )


def _unpromised(source: Source) -> Iterator[tuple[str, int]]:
    """What a file imports of the core without being promised it."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == _ROOT and alias.name not in PUBLIC:
                    yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.partition(".")[0] == _ROOT and not node.level:
                for alias in node.names:
                    if not _is_promised(module, alias.name):
                        yield f"{module}.{alias.name}", node.lineno


def _is_promised(module: str, name: str) -> bool:
    if f"{module}.{name}" in PUBLIC:
        return True
    if module not in PUBLIC or find_spec(module) is None:
        return False
    return name in getattr(import_module(module), "__all__", ())


def _reached(source: Source) -> Iterator[tuple[str, int]]:
    """What a file uses that is not pure."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    if alias.name.partition(".")[0] in IMPURE:
                        yield alias.name, node.lineno
            case ast.ImportFrom(module=str(module)) if not node.level:
                if module.partition(".")[0] in IMPURE:
                    yield module, node.lineno
            case ast.Call(func=ast.Name(id=name)) if name in BUILT_IN:
                yield f"{name}()", node.lineno
            case ast.Attribute(attr=method, value=owner):
                cls = owner.attr if isinstance(owner, ast.Attribute) else None
                cls = owner.id if isinstance(owner, ast.Name) else cls
                if (cls, method) in CLOCKS:
                    yield f"{cls}.{method}", node.lineno
            case _:
                continue
