"""The template that new plugins are made from: a plugin that works, with another name.

It lies beside this code as a whole distribution, whose name is put in the place of
`skabelon` wherever that stands, in texts and in the names of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import attrs

from kvalitet_core.errors import Malformed
from kvalitet_core.plugins import CORE_NAME

__all__ = ["TEMPLATE", "Template", "checked_name", "digest"]

_NAME: Final = "skabelon"
_FORM: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
_MADE: Final = ("kvalitet-plugin.toml", "schemas/")
_LEFT_OUT: Final = (".hypothesis", ".pytest_cache", "__pycache__")


@attrs.frozen(kw_only=True)
class Template:
    """A plugin to copy.

    Attributes:
        number: Which version it is; a change of any file takes a new one.
        folder: Where it lies.
    """

    number: int
    folder: Traversable

    def rendered(self, name: str) -> Mapping[str, str]:
        """Every file for a plugin of this name: path in its folder → text."""
        dashed = name.replace("_", "-")
        return {
            _put(path, name, dashed): _put(text, name, dashed)
            for path, text in sorted(_texts(self.folder, ""))
        }


def _put(text: str, name: str, dashed: str) -> str:
    """Put a name in the place of the template's, as each place spells it."""
    return (
        text.replace(f"kvalitet-{_NAME}", f"kvalitet-{dashed}")
        .replace(_NAME.capitalize(), name.replace("_", " ").capitalize())
        .replace(_NAME, name)
    )


def _texts(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        if each.name in _LEFT_OUT:
            continue
        if each.is_dir():
            yield from _texts(each, f"{path}{each.name}/")
        else:
            yield f"{path}{each.name}", each.read_text(encoding="utf-8")


def is_made(path: str) -> bool:
    """Whether a file is made from the plugin, and so is nobody's text."""
    return any(each in path for each in _MADE)


def digest(text: str) -> str:
    """What tells one text from another."""
    return sha256(text.encode()).hexdigest()


def checked_name(name: str) -> str:
    """Take a name that a new plugin can have.

    Raises:
        Malformed: It has another form, or is the core's.
    """
    if not _FORM.fullmatch(name):
        form = "a-z, then a-z, 0-9 and _, 30 at most, such as naeste_aar"
        raise Malformed(f"plugin name {name!r}", f"expected {form}")
    if name in (CORE_NAME, _NAME):
        raise Malformed(f"plugin name {name!r}", "is taken; choose another")
    return name


TEMPLATE: Final = Template(number=2, folder=files("kvalitet_cli") / "template")
"""The template of this version of kvalitet-cli."""
