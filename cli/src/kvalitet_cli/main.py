"""The entrance: the table of commands, and what `kvalitet --help` says."""

from __future__ import annotations

from typing import Final

import click

from kvalitet_cli.lazy import LazyGroup
from kvalitet_cli.outermost import Outermost

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS: Final = {
    "demo": "Build a small journal to look at, and tell its story.",
    "init": "Make an empty journal.",
    "do": "Carry out a command that is given as JSON.",
    "log": "List commits, newest first: when, who, what, outcome, events.",
    "history": "List the events of a stream: when, who, what, why.",
    "show": "Show the state of a stream, now or as it was known.",
    "case": "Open cases, and tell how they stand and how they came there.",
    "timeline": "Tell what happened in a case, in dated sentences.",
    "worklist": "Show what there is to do in cases, and by when.",
    "why": "Tell why a decision of a case came out as it did.",
    "why-not": "Tell what keeps an item of a case from being done.",
    "deadline": "Show how a deadline was counted, and count it again.",
    "grant": "List what is posted of a grant, and trace each amount.",
    "survey": "Count what was answered in surveys, and withhold small numbers.",
    "migrate-cases": "Let open cases go on under another version of their type.",
    "tick": "Note what has fallen due in cases by an instant.",
    "definition": "List, check, compare and draw case types.",
    "diff": "Tell what of a stream is otherwise at one point than at another.",
    "blame": "Tell who last set each field of a stream, and on what ground.",
    "search": "Find what rests on a rule, a definition, a fact or a person.",
    "trace": "Tell what led to an event, and what followed from it, as a tree.",
    "refusals": "List the commands that were refused, and why.",
    "corrections": "List what was put right after it was recorded otherwise.",
    "overrides": "List what was let pass though a rule said otherwise.",
    "late": "List what was not done, or did not come, in time.",
    "first-true": "Tell when something first became true of a stream.",
    "access": "List who was shown persons and why, and remove old looks.",
    "export": "Write events or commands to a file, with where they come from.",
    "replay": "Fold the whole journal anew, and tell whether it holds together.",
    "redecide": "Tell where today's rules give another answer than was recorded.",
    "whatif": "Tell what would have followed if something had been otherwise.",
    "reform": "Tell what the rules of another definition had found in a round.",
    "streams": "List the streams and their newest versions.",
    "schema": "List commands and events, and show their JSON Schemas.",
    "catalogue": "List public facts that come with plugins, and load them.",
    "plugins": "List the installed plugins, and what state each is in.",
    "plugin": "Write a plugin: make its folder, check it, describe it.",
    "attachments": "Check attached files, and add or get one.",
    "run": "Bring reactions and views up to date, until stopped.",
    "reactions": "Look at what follows by itself, and see to what is parked.",
    "views": "Look at what views show, how they stand, and make them anew.",
    "status": "Tell whether all is well: head, lag, what is parked, plugins.",
    "seal": "Seal what is new, and sign how far the journal has come.",
    "checkpoint": "Give the newest signed checkpoint, to be kept out of reach.",
    "verify": "Verify that nothing was changed, removed, moved or back-dated.",
    "prove": "Prove that an event is in the journal, by a file.",
    "verify-proof": "Verify a proof of one event, offline.",
    "bundle": "Export a journal, or some cases, with all that proves them.",
    "verify-bundle": "Verify a bundle, offline.",
    "witness": "Cosign another's journal, as long as it only grows.",
    "anchor": "Keep what somebody outside holds or signed of a journal.",
    "key": "See to the keys that sign a journal and what is appended to it.",
    "recover": "Put back what a bundle has and a restored journal lacks.",
    "evidence": "Tell how far the journal is sealed, signed, and held by others.",
    "forget": "Destroy a person's key and data, by a recorded decision.",
    "backup": "Make a consistent copy of a journal, without keys and attachments.",
    "migrate": "Bring an older format up to today's, and make PostgreSQL's roles.",
}
"""Each command and what it is for; its code stands in `commands/<name>.py`."""


class Kvalitet(Outermost, LazyGroup):
    """All commands, and the one place that meets their errors."""


@click.group(
    name="kvalitet",
    cls=Kvalitet,
    table=COMMANDS,
    package="kvalitet_cli.commands",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)
@click.version_option(package_name="kvalitet-cli", message="kvalitet %(version)s")
def cli() -> None:
    r"""Look into a journal, and write to it: who decided what, when, on which facts.

    A tilbud is a place or service that supports people with psychological difficulties.

    Commands only read, unless their name says otherwise, and none asks questions.
    Results go to standard output, all else to standard error. Persons are masked
    unless `--persons PURPOSE` is given, which is noted in the journal's access store.

    \b
    Example:
      kvalitet demo --journal demo.db
      kvalitet log --journal demo.db --limit 5

    \b
    Environment:
      KVALITET_JOURNAL       the journal: a path, sqlite:///path, postgresql://…
      KVALITET_KEYS          the key store, where it is not beside the journal
      KVALITET_KEY_FILE      the file of the key that opens the key store
      KVALITET_SIGNING_KEY   the key that signs, where it is not beside the journal
      KVALITET_APPEND_KEY    the key that signs commits, where it is not beside them
      KVALITET_ATTACHMENTS   attached files, where they are not beside the journal
      KVALITET_VIEWS         the views database, where it is not beside the journal
      KVALITET_ACTOR         who acts: a JSON object, or @file
      KVALITET_PLUGINS       the plugins that are allowed, with commas; unset allows all
      KVALITET_ACCESS        the access store, where it is not beside the journal
      KVALITET_ACCESS_DAYS   how many days the access store keeps a look (183)
      KVALITET_BUSY_SECONDS  how long to wait for another writer
      KVALITET_DEBUG         show where an internal error comes from
      NO_COLOR               no colour, even on a terminal

    \b
    Exit codes:
      0    nothing wrong
      1    refused by a rule, overtaken by another writer, a command id used again, a
           plugin or a case type found broken, a deadline that comes to another day
           now, a run found parked, stopped or behind, or a command that comes to
           something else now, or evidence found tampered with
      2    wrong usage, malformed input, or an unknown name
      3    could not look: journal, keys, views, access store or plugin unavailable
      4    fine, but nobody outside has held or signed a checkpoint for too long
      130  interrupted
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    cli()
