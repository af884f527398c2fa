"""`kvalitet log`: commits, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import islice

import attrs
import click

from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import LARGEST, View, Where, reading_from
from kvalitet_cli.periods import between, refuse_backwards, refuse_unbegun
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.records import commit_item, commit_lines
from kvalitet_cli.records_text import say
from kvalitet_cli.streams import checked_stream
from kvalitet_cli.unmatched import refuse_unknown_name, refuse_untouched, streams_of
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Commit

__all__ = ["command"]

_WINDOW = 2000


@attrs.frozen(kw_only=True)
class Wanted:
    """Which commits are wanted; None lets all pass."""

    stream: str | None
    actor: str | None
    name: str | None
    event: str | None
    since: datetime | None
    until: datetime | None

    def takes(self, commit: Commit) -> bool:
        """Tell whether a commit is one of them."""
        record, events = commit.record, commit.events
        return (
            (self.stream is None or self.stream in streams_of(commit))
            and self.actor in (None, record.actor.id)
            and _named(self.name, [record.name])
            and _named(self.event, [event.name for event in events])
            and (self.until is None or commit.recorded.recorded_at <= self.until)
        )


@click.command(name="log")
@click.option(
    "--limit",
    type=click.IntRange(0, LARGEST),
    default=20,
    show_default=True,
    help="How many commits at most; 0 is all.",
)
@click.option("--stream", metavar="STREAM", help="Only commits on this stream.")
@click.option("--actor", metavar="ID", help="Only commits by this actor.")
@click.option(
    "--command",
    "name",
    metavar="NAME",
    help="Only this command, as tilbud.rename or tilbud.rename/1.",
)
@click.option("--event", metavar="NAME", help="Only commits with such an event.")
@between("commits")
@in_language
@reading_from
def command(
    *,
    where: Where,
    view: View,
    limit: int,
    stream: str | None,
    actor: str | None,
    name: str | None,
    event: str | None,
    since: datetime | None,
    until: datetime | None,
    language: Language,
) -> None:
    r"""List commits, newest first: when, who, what, outcome, events.

    Refused commands are listed too. Dates and instants are ISO, Danish time where they
    have no offset; --to takes in all of the day or the second that it names.

    \b
    Example:
      kvalitet log --journal demo.db --limit 5
      kvalitet log --journal demo.db --command tilbud.rename --from 2020-01-01
      kvalitet log --journal demo.db --format jsonl --limit 0
    """
    refuse_backwards(since, until, none="no commit")
    if stream is not None:
        checked_stream(stream)
    wanted = Wanted(
        stream=stream, actor=actor, name=name, event=event, since=since, until=until
    )
    with reading(where, view, language=language) as journal:
        refuse_unbegun(journal.journal, until)
        _report(journal, wanted, limit)


def _report(journal: Reading, wanted: Wanted, limit: int) -> None:
    matching = filter(wanted.takes, newest_first(journal.journal, since=wanted.since))
    shown = list(islice(matching, limit or None))
    more = next(matching, None) is not None
    if not shown:
        _refuse_wrong_question(journal.journal, wanted)
    items = [commit_item(commit, journal.plain) for commit in shown]
    key = "some_commits" if more else "all_commits" if items else "no_commits"
    found = say(key, journal.language, count=len(items))
    text = partial(commit_lines, language=journal.language)
    journal.report("commits", items, text, found=found)


def _refuse_wrong_question(journal: Journal, wanted: Wanted) -> None:
    """Tell a name that nothing has from one of which nothing was found."""
    if wanted.name is not None:
        refuse_unknown_name(journal, "command", wanted.name)
    if wanted.event is not None:
        refuse_unknown_name(journal, "event", wanted.event)
    if wanted.stream is not None:
        refuse_untouched(journal, wanted.stream)


def newest_first(journal: Journal, *, since: datetime | None) -> Iterator[Commit]:
    """The commits of a journal, the newest first, back to an instant."""
    upto = journal.head()
    while upto > 0:
        after = max(0, upto - _WINDOW)
        for commit in reversed(list(journal.commits(after=after, upto=upto))):
            if since is not None and commit.recorded.recorded_at < since:
                return
            yield commit
        upto = after


def _named(wanted: str | None, names: list[str]) -> bool:
    if wanted is None:
        return True
    return any(wanted in (name, name.partition("/")[0]) for name in names)
