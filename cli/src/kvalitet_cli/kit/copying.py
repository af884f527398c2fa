"""Making a plugin's folder from the template, and bringing it up to date later."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

import attrs

from kvalitet_cli.kit.note import Note, read_note, write_note
from kvalitet_cli.kit.template import Template, digest, is_made
from kvalitet_core.errors import Malformed

__all__ = ["Done", "make", "update"]


@attrs.frozen
class Done:
    """What became of one file.

    Attributes:
        file: Its path in the folder.
        done: `written`; `same`; `kept`, as its author changed it and the template did
            not; `beside`: its author changed it, and the template's text stands beside
            it; `deleted` by its author, and left so; `dropped` from the template, and
            left.
    """

    file: str
    done: Literal["written", "same", "kept", "beside", "deleted", "dropped"]


def make(template: Template, name: str, folder: Path) -> list[Done]:
    """Make a plugin's folder.

    Raises:
        Malformed: There is something in it already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Malformed(f"folder {folder}", "expected none, or an empty one")
    rendered = template.rendered(name)
    for path, text in rendered.items():
        _write(folder / path, text)
    files = {path: digest(text) for path, text in rendered.items() if not is_made(path)}
    write_note(Note(name=name, template=template.number, files=files), folder)
    return [Done(path, "written") for path in rendered]


def update(template: Template, folder: Path) -> tuple[Note, list[Done]]:
    """Bring the files that nobody has changed up to date, and leave the others.

    Returns:
        The note as it was; and what became of each file.

    Raises:
        Malformed: The folder was not made from the template, or from a newer one.
    """
    before = read_note(folder)
    if before.template > template.number:
        problem = (
            f"was made from template {before.template}, this kvalitet-cli has "
            f"{template.number}: upgrade kvalitet-cli"
        )
        raise Malformed(f"folder {folder}", problem)
    rendered = {
        path: text
        for path, text in template.rendered(before.name).items()
        if not is_made(path)
    }
    done = [_updated(folder, path, text, before) for path, text in rendered.items()]
    files = {path: digest(text) for path, text in rendered.items()}
    write_note(Note(name=before.name, template=template.number, files=files), folder)
    return before, sorted([*done, *_dropped(before, rendered.keys())], key=_file)


def _updated(folder: Path, path: str, text: str, before: Note) -> Done:
    place, was = folder / path, before.files.get(path)
    if not place.exists():
        if was is not None:
            return Done(path, "deleted")
        _write(place, text)
        return Done(path, "written")
    now = digest(place.read_text(encoding="utf-8"))
    if now == digest(text):
        return Done(path, "same")
    if now == was:
        _write(place, text)
        return Done(path, "written")
    if was == digest(text):
        return Done(path, "kept")
    _write(place.with_name(f"{place.name}.new"), text)
    return Done(path, "beside")


def _dropped(before: Note, paths: Collection[str]) -> Iterator[Done]:
    for path in before.files:
        if path not in paths:
            yield Done(path, "dropped")


def _file(done: Done) -> str:
    return done.file


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
