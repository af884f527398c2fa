"""`kvalitet replay`: whether the record holds together."""

from __future__ import annotations

import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.progressing import progressing
from kvalitet_cli.replayed import item_of, lines, replayed_in
from kvalitet_cli.telling import about, in_processes, note, tell
from kvalitet_core.audit import Replayed

__all__ = ["command"]


@click.command(name="replay")
@click.option(
    "--check",
    is_flag=True,
    help="Fold each stream by itself too, and check schemas, reactions and timers.",
)
@in_processes
@in_language
@in_form
@stored_in
def command(
    *, where: Where, check: bool, jobs: int, language: Language, form: Form
) -> int:
    r"""Read and fold the whole journal anew, and tell whether it holds together.

    Every row is read strictly, in the order of the log: positions, times and versions
    follow on each other, each command's events follow it, and everything holds what
    its class says. The digest of all states is the same wherever the same history is
    folded by the same code.

    With --check, each stream is folded by itself as well, and comes to the same state;
    each event fits its schema; each event that a reaction answers has its command on
    record, unless the reaction has not come to it or has parked it; and what had
    fallen due by the newest tick of a timer is noted. How far a reaction has come is
    kept beside the journal. Nothing is written, and nothing that is sealed is opened.

    That nobody has changed the rows themselves is what `kvalitet verify` is for.

    Leaves with 0 where everything holds; 1 where something does not; 3 where it does,
    but something could not be looked at, as its plugin is not installed, or nobody
    knows here how far a reaction has come.

    \b
    Example:
      kvalitet replay --journal programme.db
      kvalitet replay --check --jobs 2 --format json --journal programme.db
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, language)
        with progressing(say("folding", language), total=None):
            found = replayed_in(where, journal, check=check, jobs=jobs)
    item = item_of(found, check=check)
    note(_told(found, language))
    tell("replayed", [item], lines(item, language), form=form, journal=read)
    return _left(found)


def _left(found: Replayed) -> int:
    if found.flaws:
        return FOUND
    return COULD_NOT_LOOK if found.unknown or found.unchecked else 0


def _told(found: Replayed, language: Language) -> str:
    flaws, unknown = len(found.flaws), sum(found.unknown.values())
    told = say("flaws" if flaws else "holds", language, count=flaws)
    if unknown:
        told = say("not_installed", language, told=told, count=unknown)
    unchecked = sum(each.count for each in found.unchecked)
    if unchecked:
        told = say("some_unchecked", language, told=told, count=unchecked)
    return told
