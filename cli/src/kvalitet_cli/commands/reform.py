"""`kvalitet reform`: what other rules had found in a round."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import click

from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.exits import COULD_NOT_LOOK
from kvalitet_cli.inputs import parsed, text_of
from kvalitet_cli.instants import Day
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.options import Form, Where, in_form, stored_in
from kvalitet_cli.progressing import progressing
from kvalitet_cli.reformed import case_of, lines, summed_up
from kvalitet_cli.reformed_text import say
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.audit import Effect, reform
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.reading import read_definition
from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.journal.codec import plain_copy
from kvalitet_core.journal.registry import Registry, nearest

__all__ = ["command"]

_TEXTS: Final = frozenset({Kind.TEXT, Kind.DATE, Kind.INSTANT, Kind.DEADLINE})
_DIGEST: Final = re.compile(r"[0-9a-f]{8,64}")


@click.command(name="reform")
@click.option(
    "--definition",
    "named",
    required=True,
    metavar="NEW",
    help="The other definition: code/version, a code for its newest, a digest, or "
    "@FILE with one as JSON, as plugins release them.",
)
@click.option(
    "--round",
    "round_",
    required=True,
    metavar="ROUND",
    help="The round whose cases are looked at: round/…, or its name.",
)
@click.option(
    "--rules-on",
    "on",
    type=Day(),
    metavar="DATE",
    help="Take the rules in force on DATE, not those on the days of each case.",
)
@click.option(
    "--set",
    "facts",
    multiple=True,
    metavar="FACT=VALUE",
    help="A fact had been VALUE in every case, such as a limit: JSON, or a text.",
)
@click.option("--all", "every", is_flag=True, help="Also list the cases that stay.")
@in_language
@in_form
@stored_in
def command(
    *,
    where: Where,
    named: str,
    round_: str,
    on: date | None,
    facts: tuple[str, ...],
    every: bool,
    language: Language,
    form: Form,
) -> int:
    r"""Tell what the rules of the definition NEW had found in the cases of ROUND.

    Each decision that counts is held against NEW on what was known when it was taken,
    and what NEW's rules had found is compared with what was found. A case flips where
    it met the rules and had not met those, or the other way; each rule that flips it is
    named, with the facts. It is unknown where they ask for what nobody knew.

    It is a sensitivity and no decision: what people chose is theirs, and nothing is
    written. NEW is a definition of the case type that the cases run by, and its rules
    count as if it had been in force. --set varies a limit, with the same
    definition or another.

    Leaves with 0, and with 3 where a case could not be held against NEW.

    \b
    Example:
      kvalitet reform --definition indsatsteam.forloeb/2021-08 \
        --round indsatsteam-2020-11 --journal demo.db
      kvalitet reform --definition indsatsteam.forloeb --round indsatsteam-2020-11 \
        --set runde.maaneder_hoejst=5
      kvalitet reform --definition @draft.json --round indsatsteam-2020-11 --all
    """
    with where.opened(read_only=True, following=False) as journal:
        read = about(journal, language)
        definition = _definition(journal.registry, named)
        given = _facts(definition, facts)
        cases: list[dict[str, Any]] = []
        with progressing(say("progress", language), total=None) as show:
            for found in reform(journal, definition, round_, on=on, facts=given):
                cases.append(case_of(found))
                show(len(cases))
    item = summed_up(definition, round_, cases, every=every)
    note(say("sensitivity", language))
    tell("sensitivity", [item], lines(item, language), form=form, journal=read)
    return COULD_NOT_LOOK if item["counts"][Effect.NOT_CHECKED] else 0


def _facts(definition: Definition, texts: tuple[str, ...]) -> dict[str, Any]:
    """Facts and their values, as they were typed.

    Raises:
        Malformed: One is not spelled so, or is given twice.
    """
    found: dict[str, Any] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not (name and sign) or name in found:
            problem = "is given twice" if name in found else "expected FACT=VALUE"
            raise Malformed(f"--set {text}", problem)
        fact = definition.known_facts.get(name)
        is_text = fact is None or fact.type in _TEXTS
        found[name] = value if is_text else _json(value)
    return found


def _json(text: str) -> Any:
    """What a text is as JSON, or itself."""
    try:
        return plain_copy(text.encode())
    except Malformed:
        return text


def _definition(registry: Registry, text: str) -> Definition:
    """A definition: installed, by its name or its digest; or in a file, after `@`.

    Raises:
        Unknown: There is none; the nearest are named.
        Malformed: The file holds no definition.
    """
    if text.startswith("@"):
        written = parsed(text_of(text), subject=text)
        if not isinstance(written, dict):
            raise Malformed(text, "expected a definition as JSON, got something else")
        return read_definition(written)
    known = CaseTypes(registry)
    if _DIGEST.fullmatch(text):
        digests = {each.digest: each for each in known}
        found = [each for name, each in digests.items() if name.startswith(text)]
        if len(found) == 1:
            return found[0]
        hint = f"installed are {', '.join(each[:12] for each in digests) or 'none'}"
        kind, near = "digest of a definition", nearest(text, digests)
        raise Unknown(kind, text, nearest=near, hint=hint)
    return known.one(text)
