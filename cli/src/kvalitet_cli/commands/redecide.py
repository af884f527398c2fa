"""`kvalitet redecide`: whether today's rules give what was recorded."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import click

from kvalitet_cli.asking_text import say
from kvalitet_cli.exits import COULD_NOT_LOOK, FOUND
from kvalitet_cli.instants import Instant
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.periods import refuse_unbegun
from kvalitet_cli.progressing import progressing
from kvalitet_cli.redecided import Found, Wanted, decided_again, lines
from kvalitet_cli.streams import checked_stream
from kvalitet_cli.telling import about, in_processes, note, tell
from kvalitet_cli.unmatched import refuse_untouched
from kvalitet_core.audit import Deployments, Verdict
from kvalitet_core.errors import Unknown
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import nearest

__all__ = ["command"]


@click.command(name="redecide")
@click.option("--stream", metavar="STREAM", help="Only commands on this stream.")
@click.option(
    "--plugin",
    metavar="NAME",
    help="Only this plugin's commands, and those on what bears its name.",
)
@click.option(
    "--since",
    type=Instant(last=False, ambiguous_dates=True),
    metavar="INSTANT",
    help="Only commands recorded at this date or instant, or later.",
)
@click.option(
    "--until",
    type=Instant(last=True, ambiguous_dates=True),
    metavar="INSTANT",
    help="Only commands recorded at this date or instant, or earlier.",
)
@in_processes
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    stream: str | None,
    plugin: str | None,
    since: datetime | None,
    until: datetime | None,
    jobs: int,
    language: Language,
    form: Form,
) -> int:
    r"""Decide recorded commands again; tell where today's rules give another answer.

    Each is decided by the code that is installed now, on what it read then, at its own
    time and with its own ids. What comes to something else is drift: each place is
    named, and what of the rules, definitions and versions is another since. What
    cannot be decided, as its plugin or the definition of its case is not installed, is
    listed as not checked, never as the same. Nothing is written, and nothing that is
    sealed is opened.

    Leaves with 0 where everything came to the same; 1 where there is drift; 3 where
    there is none, but not everything could be checked.

    \b
    Example:
      kvalitet redecide --journal programme.db
      kvalitet redecide --plugin indsatsteam --since 2020-11-01 --format jsonl
      kvalitet redecide --stream case/indsatsteam.forloeb.7
    """
    if since is not None and until is not None and since > until:
        message = "--since is later than --until: no command can be in between"
        raise click.UsageError(message, ctx=click.get_current_context())
    wanted = Wanted(stream=stream, plugin=plugin, since=since, until=until)
    with where.opened(read_only=True) as journal:
        read = about(journal, language)
        refuse_unbegun(journal, until, option="--until")
        _refuse_wrong_question(journal, wanted)
        head = journal.head()
    with progressing(say("deciding", language), total=head // jobs) as show:
        found = decided_again(where, wanted, head=head, jobs=jobs, show=show)
    note(_told(found.counts, language))
    laid_out = (
        line for item in found.items for line in (*lines(item, language), Line())
    )
    tell("redecided", found.items, laid_out, form=form, journal=read)
    return _left(found)


def _refuse_wrong_question(journal: Journal, wanted: Wanted) -> None:
    """Tell a name that nothing has from one of which nothing was found."""
    if wanted.stream is not None:
        checked_stream(wanted.stream)
        refuse_untouched(journal, wanted.stream)
    if wanted.plugin is not None:
        known = {plugin.name for plugin in journal.registry.plugins}
        for deployed in Deployments(journal).recorded.values():
            known.update(deployed.plugins)
        if wanted.plugin not in known:
            hint = "it is neither installed nor did it ever decide here"
            near = nearest(wanted.plugin, known)
            raise Unknown("plugin", wanted.plugin, nearest=near, hint=hint)


def _told(counts: Counter[str], language: Language) -> str:
    same, drift, unchecked = (
        counts[verdict.value]
        for verdict in (Verdict.SAME, Verdict.DRIFT, Verdict.NOT_CHECKED)
    )
    told = {"same": same, "drift": drift, "unchecked": unchecked}
    return say("redecided", language, **told)


def _left(found: Found) -> int:
    if found.counts[Verdict.DRIFT.value]:
        return FOUND
    return COULD_NOT_LOOK if found.counts[Verdict.NOT_CHECKED.value] else 0
