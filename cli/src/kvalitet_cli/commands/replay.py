"""`kvalitet replay`: whether the record holds together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, stored_in
from kvalitet_cli.telling import about, in_form, note, tell
from kvalitet_core.audit import Replayed, replay

__all__ = ["command"]


@click.command(name="replay")
@click.option(
    "--check",
    is_flag=True,
    help="Fold each stream by itself too, and hold both against each other.",
)
@in_language
@in_form
@stored_in
def command(*, where: Where, check: bool, language: Language, form: Form) -> int:
    r"""Read and fold the whole journal anew, and tell whether it holds together.

    Every row is read strictly, in the order of the log: positions, times and versions
    follow on each other, each command's events follow it, and everything holds what
    its class says. With --check, each stream is folded by itself as well, and comes to
    the same state. The digest of all states is the same wherever the same history is
    folded by the same code. Nothing is written, and nothing that is sealed is opened.

    That nobody has changed the rows themselves is what `kvalitet verify` is for.

    Leaves with 0 where everything holds; 1 where something does not; 3 where it does,
    but a name is of no installed plugin, so that its streams were not folded.

    \b
    Example:
      kvalitet replay --journal programme.db
      kvalitet replay --check --format json --journal programme.db
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, language)
        found = replay(journal, check=check)
    item = {"checked": check, **attrs.asdict(found)}
    note(_told(found, language))
    tell("replayed", [item], _lines(item, language), form=form, journal=read)
    return _left(found)


def _left(found: Replayed) -> int:
    if found.flaws:
        return FOUND
    return COULD_NOT_LOOK if found.unknown else 0


def _told(found: Replayed, language: Language) -> str:
    flaws, unknown = len(found.flaws), sum(found.unknown.values())
    told = say("flaws" if flaws else "holds", language, count=flaws)
    if not unknown:
        return told
    return say("not_installed", language, told=told, count=unknown)


def _lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    for name in ("commands", "events"):
        yield _label(say(name, language), str(item[name]))
    for kind, count in item["states"].items():
        yield _label(kind, say("streams", language, count=count))
    yield _label(say("digest", language), item["digest"])
    for name, count in item["unknown"].items():
        text = say("occurs", language, name=name, count=count)
        yield _label(say("unknown", language), text, "yellow")
    for flaw in item["flaws"]:
        key = "flaw_at" if flaw["position"] else "flaw_in"
        yield _label(say("flaw", language), say(key, language, **flaw), "red")


def _label(name: str, text: str, style: str = "") -> Line:
    return Line(0, ((f"{name}  ".ljust(18), "dim"), (text, style)))
