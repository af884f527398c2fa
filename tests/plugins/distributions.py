"""Small distributions with a plugin each, installed in a folder on Python's path."""

from __future__ import annotations

import importlib
import importlib.util
import runpy
import shutil
import sys
from pathlib import Path
from typing import Final

from kvalitet_core.manifest import MANIFEST, write_manifest

SOURCE: Final = '''
"""A plugin of the tests: a bed in which things are sown."""

from __future__ import annotations

import attrs

from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.plugins import Catalogue, Plugin


@attrs.frozen(kw_only=True)
class Sown:
    """Something was sown."""

    what: str


@attrs.frozen(kw_only=True)
class Bed:
    """A bed."""

    what: str


def evolve(state: Bed | None, event: Sown) -> Bed:
    """Give the bed after the event."""
    return Bed(what=event.what)


@attrs.frozen(kw_only=True)
class Sow:
    """Sow something."""

    what: str

    def target(self, context: Context) -> StreamId:
        """The one bed."""
        return stream_id("NAME", "1")

    def decide(self, state: Bed | None, context: Context) -> tuple[Sown, ...]:
        """Sow it, unless it is there."""
        return () if state == Bed(what=self.what) else (Sown(what=self.what),)


PLUGIN = Plugin(
    name="NAME",
    version="1.0",
    aggregates=(
        Aggregate(
            kind="NAME",
            state=Bed,
            evolve=evolve,
            events={"NAME.sown/1": Sown},
            commands={"NAME.sow/1": Sow},
        ),
    ),
    catalogues=(
        Catalogue(
            name="seeds", title="Frø", source="Made up", commands=(Sow(what="dill"),)
        ),
    ),
    texts={"da": {"NAME": "Bedet"}, "en": {"NAME": "The bed"}},
)
'''


class Site:
    """A folder like `site-packages`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def package(self, name: str) -> Path:
        """The folder of the package that brings the plugin of a name."""
        return self.folder / f"kvalitet_{name.replace('-', '_')}"

    def install(
        self,
        name: str,
        *,
        source: str = SOURCE,
        manifest: str | None = None,
        distribution: str | None = None,
        version: str = "1.0",
        entry: str | None = None,
    ) -> None:
        """Install a distribution with one plugin.

        Args:
            name: The plugin's name; `NAME` in the source stands for it.

            source: The code of its package.

            manifest: The text of its manifest; by default what the usual source gives.

            distribution: Its own name, `kvalitet-<name>` by default.

            version: Its own version.

            entry: What the entry point leads to; `PLUGIN` of its package by default.
        """
        package = self.package(name)
        package.mkdir(exist_ok=True)
        code = package / "__init__.py"
        code.write_text(SOURCE.replace("NAME", name), "utf-8")
        usual = runpy.run_path(str(code), run_name=package.name)["PLUGIN"]
        (package / MANIFEST).write_text(manifest or write_manifest(usual), "utf-8")
        code.write_text(source.replace("NAME", name), "utf-8")
        self.register(
            name,
            distribution or f"kvalitet-{name}",
            version=version,
            entry=entry or f"{package.name}:PLUGIN",
        )

    def register(
        self, name: str, distribution: str, *, version: str, entry: str
    ) -> None:
        """Write what an installer writes about a distribution."""
        stem = distribution.replace("-", "_")
        about = self.folder / f"{stem}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n"
        )
        (about / "entry_points.txt").write_text(
            f"[kvalitet.plugins]\n{name} = {entry}\n"
        )
        importlib.invalidate_caches()

    def manifest(self, name: str) -> Path:
        """Where the manifest of an installed plugin is."""
        return self.package(name) / MANIFEST

    def change(self, name: str, old: str, new: str) -> None:
        """Change a plugin's manifest by hand, which nobody should."""
        path = self.manifest(name)
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def change_code(self, name: str, old: str, new: str) -> None:
        """Change a plugin's code; what was compiled of it may be as long and as old."""
        code = self.package(name) / "__init__.py"
        text = code.read_text("utf-8")
        assert old in text
        code.write_text(text.replace(old, new), "utf-8")
        Path(importlib.util.cache_from_source(str(code))).unlink(missing_ok=True)
        self.forget_imports()

    def forget_imports(self) -> None:
        """Let nothing that was imported from here stay."""
        inside = str(self.folder)
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "") or "").startswith(inside):
                del sys.modules[name]

    def uninstall(self, name: str) -> None:
        """Remove a plugin's package and what was written about its distributions."""
        self.forget_imports()
        shutil.rmtree(self.package(name))
        for about in self.folder.glob("*.dist-info"):
            if f"\n{name} = " in (about / "entry_points.txt").read_text():
                shutil.rmtree(about)
        importlib.invalidate_caches()
