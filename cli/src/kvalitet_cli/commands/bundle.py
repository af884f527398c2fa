"""`kvalitet bundle`: what an auditor takes with her."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from kvalitet_cli.evidence import account, events, read_policy_file, signing_with
from kvalitet_cli.evidence_said_text import told
from kvalitet_cli.evidence_text import say
from kvalitet_cli.exits import FOUND, INPUT
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Where, stored_in
from kvalitet_cli.telling import note
from kvalitet_core.errors import Unknown
from kvalitet_core.schemas import json_schema

if TYPE_CHECKING:
    from kvalitet_core.journal.registry import Registry

__all__ = ["command"]

_FEW: Final = 5


@click.command(name="bundle")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--case",
    "cases",
    multiple=True,
    metavar="STREAM",
    help="Only this case, proved to be whole; again for more.",
)
@click.option(
    "--without-persons",
    is_flag=True,
    help="Leave out what is sealed about people; the proof is the same.",
)
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the signer's own by default.",
)
@in_language
@signing_with
@stored_in
def command(
    *,
    where: Where,
    signing_key: str | None,
    folder: Path,
    cases: tuple[str, ...],
    without_persons: bool,
    policy: Path | None,
    language: Language,
) -> int:
    r"""Export the journal to DIR as of its newest checkpoint, with all that proves it.

    DIR is made, and is there whole or not at all. Anybody can verify it with the
    `verify.py` that is in it, or with any tool for C2SP's transparency logs. A case is
    proved whole as of the newest case index: see `kvalitet seal --index`. Where an
    anchor is gone, or something else was changed that is seen at once, that is told,
    and the exit code is 1.

    \b
    Example:
      kvalitet bundle audit-2026 --journal programme.db
      kvalitet bundle a-17 --case application/a-17 --journal programme.db
    """
    with where.opened(read_only=True) as journal:
        definitions = _definitions(journal.registry)
    with account(where, signing_key) as evidence:
        try:
            made = evidence.bundle(
                folder,
                cases=cases,
                persons=not without_persons,
                policy=read_policy_file(policy),
                definitions=definitions,
            )
        except Unknown as error:
            if error.kind != "case":
                raise
            note(say("unknown_case", language, name=repr(error.name)))
            return INPUT
        standing = evidence.standing()
    facts = {"folder": folder, "files": made.files, "size": made.size}
    click.echo(say("bundled", language, **facts))
    if made.as_of is not None:
        note(say("bundled_cases", language, position=made.as_of))
    if made.absent:
        note(say("bundled_absent", language, names=_few(made.absent, language)))
    if made.unsigned:
        positions = _few(list(map(str, made.unsigned)), language)
        note(say("bundled_unsigned", language, positions=positions))
    if standing.rows > made.size:
        left = events(standing.rows - made.size, language)
        note(say("bundled_before", language, events=left))
    for each in standing.problems:
        place, text = told(each.place, language), told(each.text, language)
        note(say("found", language, place=place, text=text))
    return FOUND if standing.problems else 0


def _few(names: Sequence[str], language: Language) -> str:
    """Some names, and how many more there are."""
    told = ", ".join(names[:_FEW])
    if len(names) <= _FEW:
        return told
    return say("and_more", language, names=told, count=len(names) - _FEW)


def _definitions(registry: Registry) -> dict[str, bytes]:
    """Every schema, case type, rule and form, spelled as it is digested."""
    found = {
        name: msgspec.json.encode(json_schema(stored.cls, name), order="sorted")
        for name, stored in registry.classes.items()
    }
    for plugin in registry.plugins:
        for rule in plugin.rules:
            spelled = msgspec.json.encode(rule.as_json(), order="sorted")
            found[f"{rule.code}/{rule.version}"] = spelled
        for form in plugin.forms:
            content = (str(form.name), form.title, form.source, form.schema)
            found[str(form.name)] = msgspec.json.encode(content, order="sorted")
        for each in plugin.definitions:
            spelled = msgspec.json.encode(each.as_json(), order="sorted")
            found[f"{each.code}/{each.version}"] = spelled
    return found
