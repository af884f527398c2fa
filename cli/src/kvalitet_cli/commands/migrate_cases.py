"""`kvalitet migrate-cases`: let open cases go on under another version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias

import attrs
import click

from kvalitet_cli.casetypes import CaseTypes
from kvalitet_cli.casewords import say, say_count
from kvalitet_cli.exits import FOUND
from kvalitet_cli.inputs import actor, actor_from
from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line
from kvalitet_cli.options import Form, Where, acting, in_form, stored_in
from kvalitet_cli.telling import about, note, tell
from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.domain.case import Case, Migrate, Migrated
from kvalitet_core.errors import Malformed, Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.values import ReasonCode

__all__ = ["command"]

Way: TypeAlias = Literal["plan", "dry_run", "apply"]
_LOOKING: Final = Actor(
    id="anybody", role="-", organisation="-", authority="kvalitet migrate-cases"
)


@click.command(name="migrate-cases")
@click.argument("old")
@click.argument("new")
@click.option("--plan", "way", flag_value="plan", help="Sum up what would be done.")
@click.option(
    "--dry-run", "way", flag_value="dry_run", help="Do all but write, case by case."
)
@click.option("--apply", "way", flag_value="apply", help="Do it: one event a case.")
@click.option(
    "--reason",
    metavar="CODE",
    help="Why, as a code: new_round. Needed to do it.",
)
@in_language
@in_form
@acting
@stored_in
def command(
    *,
    where: Where,
    by: str | None,
    old: str,
    new: str,
    way: Way | None,
    reason: str | None,
    language: Language,
    form: Form,
) -> int:
    r"""Let the open cases under OLD go on under NEW, each spelled code/version.

    --plan, --dry-run and --apply go through the same code, and only the last writes.
    Whatever a case has come to must have a place in NEW, or be dropped there by name;
    where anything in any case has none, all of it is told, and nothing is written.
    OLD need not be installed any more. A second --apply finds nothing to do.

    \b
    Example:
      kvalitet migrate-cases indsatsteam.forloeb/2020-2 indsatsteam.forloeb/2021 --plan
      kvalitet migrate-cases indsatsteam.forloeb/2020-2 indsatsteam.forloeb/2021 \
        --apply --reason new_round --as @me.json
    """
    if way is None:
        message = "say what to do: --plan, --dry-run or --apply"
        raise click.UsageError(message, ctx=click.get_current_context())
    is_real = way == "apply"
    acts = actor(by) if is_real else _LOOKING if by is None else actor_from(by)
    why = _reason(reason, required=is_real)
    with where.opened(read_only=not is_real) as journal:
        read = about(journal, language)
        to = CaseTypes(journal.registry).one(new)
        streams = list(_concerned(journal, old, to))
        moving = _Moving(journal=journal, to=to, reason=why, by=acts)
        items = [moving.tried(each, dry_run=True) for each in streams]
        refused = [item for item in items if item["reasons"]]
        if is_real and not refused:
            items = [moving.tried(each, dry_run=False) for each in streams]
            refused = [item for item in items if item["reasons"]]
    names = {"old": old, "new": f"{to.code}/{to.version}"}
    note(say_count("migrating", language, count=len(items), **names))
    key = _told(way, refused) if items else "migrating_nothing"
    note(say_count(key, language, count=len(refused)))
    lines = _planned(items, language) if way == "plan" else _lines(items, language)
    tell("cases", items, lines, form=form, journal=read)
    return FOUND if refused else 0


def _told(way: Way, refused: list[dict[str, Any]]) -> str:
    if refused:
        return "migrating_some_refused"
    return "migrating_done" if way == "apply" else "migrating_unwritten"


def _reason(code: str | None, *, required: bool) -> ReasonCode:
    if code is None and required:
        message = "--apply needs --reason: why the cases go on under another version"
        raise click.UsageError(message, ctx=click.get_current_context())
    return ReasonCode("planned" if code is None else code)


def _concerned(journal: Journal, old: str, to: Definition) -> Iterator[StreamId]:
    """The open cases that run by the older version, or by another text of the newer.

    Raises:
        Malformed: It is not spelled code/version, or is of another case type.
    """
    code, slash, version = old.partition("/")
    if not slash or code != to.code:
        expected = f"expected {to.code}/VERSION, an earlier version of {to.code}"
        raise Malformed(f"case type {old!r}", expected)
    for stream, case in journal.states(Case):
        is_theirs = (case.definition, case.version) == (code, version)
        is_done = (case.version, case.digest) == (to.version, to.digest)
        if case.closed is None and is_theirs and not is_done:
            yield stream


@attrs.frozen(kw_only=True)
class _Moving:
    """The same for every case: where to, why, and by whom."""

    journal: Journal
    to: Definition
    reason: ReasonCode
    by: Actor

    def tried(self, stream: StreamId, *, dry_run: bool) -> dict[str, Any]:
        """What comes of it for one case, plain."""
        item: dict[str, Any] = {
            "case": stream,
            "outcome": "nothing",
            "moved": [],
            "dropped": [],
            "events": 0,
            "reasons": [],
        }
        asked = Migrate(case=stream, to=self.to.version, reason=self.reason)
        try:
            receipt = self.journal.do(asked, by=self.by, channel="cli", dry_run=dry_run)
        except Refused as no:
            reasons = [attrs.asdict(each) for each in no.reasons]
            return item | {"outcome": "refused", "reasons": reasons}
        for recorded in receipt.events:
            if isinstance(recorded.event, Migrated):
                item["moved"] = [attrs.asdict(each) for each in recorded.event.moved]
                item["dropped"] = list(recorded.event.dropped)
        done = "would_migrate" if dry_run else "migrated"
        outcome = done if receipt.events else "nothing"
        return item | {"outcome": outcome, "events": len(receipt.events)}


def _lines(items: list[dict[str, Any]], language: Language) -> Iterator[Line]:
    """Each case, with what moves in it, or why it cannot."""
    for item in items:
        name, outcome = item["case"].removeprefix("case/"), item["outcome"]
        style = "red" if outcome == "refused" else "green"
        word = say(f"migrating_{outcome}", language)
        yield Line(0, ((f"{name}  ", "bold"), (word, style)))
        for text in _changes(item, language):
            yield Line.of(text, indent=4)


def _planned(items: list[dict[str, Any]], language: Language) -> Iterator[Line]:
    """Each thing that moves or cannot, with how many cases it concerns."""
    counts: Counter[str] = Counter(
        text for item in items for text in _changes(item, language)
    )
    for text, count in sorted(counts.items()):
        cases = say(
            "case_count" if count == 1 else "cases_count", language, count=count
        )
        yield Line(0, ((text, ""), (f": {cases}", "dim")))


def _changes(item: dict[str, Any], language: Language) -> Iterator[str]:
    for each in item["moved"]:
        yield f"{each['was']} → {each['now']}"
    for path in item["dropped"]:
        yield say("migrating_dropped", language, path=path)
    for reason in item["reasons"]:
        text = reason["text"].removeprefix(f"{item['case']}: ")
        yield f"{say('migrating_refused', language)}: {text} ({reason['code']})"
