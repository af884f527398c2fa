"""Searching: which commands and decisions rest on a rule, a definition, a fact, or one.

What is asked for is looked for in what stands in the journal, command by command: the
command's own record and the events that followed. Nothing that is sealed is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final, TypeAlias

import attrs
import msgspec

from kvalitet_core.audit import finding
from kvalitet_core.audit.acts import Act, acts, acts_within
from kvalitet_core.audit.binding import Bindings, Bound, Schemas
from kvalitet_core.audit.finding import Place
from kvalitet_core.audit.pointing import Pointers
from kvalitet_core.journal.journal import Journal

__all__ = ["Hit", "Wanted", "search"]

_Look: TypeAlias = Callable[[Act, Bindings], Iterator[Place]]

_PLAIN: Final[dict[str, Callable[[Act, str], Iterator[Place]]]] = {
    "rule": finding.rules,
    "fact": finding.facts,
    "event": finding.exactly,
    "actor": finding.exactly,
    "authority": finding.laws,
    "type": finding.types,
    "text": finding.texts,
}


@attrs.frozen(kw_only=True)
class Wanted:
    """What is searched for; None lets all pass, and all that is given must hold.

    Attributes:
        rule: A rule's code, or its code and version.
        definition: The code of a case type, or its code and version.
        digest: A digest of at least some of its signs: a case type's, an attachment's,
            a schema's, or that of what was installed.
        fact: The name of a fact that a rule looked at, or that was told.
        event: The id of an event that something rests on, or was caused by.
        actor: Who asked, or is named in what was recorded, by id.
        authority: A part of what it was done or decided on the ground of.
        type: The stored name of a command or an event; its number may be left out.
        text: A part of any text that is not sealed.
        since: Recorded at this instant, or later.
        until: Recorded at this instant, or earlier.
    """

    rule: str | None = None
    definition: str | None = None
    digest: str | None = None
    fact: str | None = None
    event: str | None = None
    actor: str | None = None
    authority: str | None = None
    type: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@attrs.frozen(kw_only=True)
class Hit:
    """A command that rests on what was searched for.

    Attributes:
        act: The command and its events.
        places: Where they say so.
    """

    act: Act
    places: tuple[Place, ...]


def search(
    journal: Journal, wanted: Wanted, *, pointers: Pointers | None = None
) -> Iterator[Hit]:
    """Find the commands for which all that is wanted holds, in order.

    Args:
        journal: The journal.

        wanted: What each of them must have; where nothing is, every command is a hit.

        pointers: Those of the journal, to leave out what cannot be a hit: with them a
            rule, a fact, an event, an actor or a type is found without reading all, and
            a definition without what was recorded before any case ran by it.
    """
    looks, bound = [*_looks(journal, wanted)], Bound()
    follows = wanted.definition is not None or wanted.digest is not None
    texts = () if follows else _texts(wanted)
    if pointers is not None and texts:
        given = _pointed_at(journal, texts, pointers)
    elif pointers is not None and wanted.definition and wanted.digest is None:
        begun = _bound_after(journal, wanted.definition, pointers)
        given = acts(journal, after=begun)
    else:
        given = acts(journal)
    for act in given:
        bindings = bound.of(act) if follows else {}
        if not _in_time(act, wanted.since, wanted.until):
            continue
        found: list[Place] = []
        for look in looks:
            places = tuple(look(act, bindings))
            if not places:
                break
            found += places
        else:
            yield Hit(act=act, places=tuple(found))


def _texts(wanted: Wanted) -> tuple[bytes, ...]:
    """What stands by itself wherever there is a hit, as it is written in JSON."""
    rule = wanted.rule.partition("/")[0] if wanted.rule is not None else None
    named = (rule, wanted.fact, wanted.event, wanted.actor, wanted.type)
    return tuple(msgspec.json.encode(text)[1:-1] for text in named if text is not None)


def _pointed_at(
    journal: Journal, texts: Sequence[bytes], pointers: Pointers
) -> Iterator[Act]:
    """The commands where all of some texts may be said, and all those written since."""
    for first, last in pointers.stretches(texts):
        yield from acts_within(journal, first, last)
    yield from acts(journal, after=pointers.position)


def _bound_after(journal: Journal, title: str, pointers: Pointers) -> int:
    """The position up to which no case runs by a definition.

    From there on all is read: which case runs by it is told once, when it is opened.
    """
    parts = title.split("/")
    codes = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
    begun = pointers.position
    for code in map(msgspec.json.encode, codes):
        for first, last in pointers.stretches([code[1:-1]]):
            told = (
                act.position - 1
                for act in acts_within(journal, first, min(last, begun))
                if act.mentions(b'"definition":' + code)
            )
            begun = min(next(told, begun), begun)
    return begun


def _in_time(act: Act, since: datetime | None, until: datetime | None) -> bool:
    if since is None and until is None:
        return True
    at = act.recorded_at
    return (since is None or at >= since) and (until is None or at <= until)


def _looks(journal: Journal, wanted: Wanted) -> Iterator[_Look]:
    """A way to look for each of what is wanted."""
    for name, look in _PLAIN.items():
        text = getattr(wanted, name)
        if text is not None:
            yield partial(_said, look, text)
    if wanted.definition is not None:
        yield partial(_run_by, wanted.definition)
    if wanted.digest is not None:
        yield partial(_with_digest, wanted.digest, Schemas(journal, wanted.digest))


def _said(
    look: Callable[[Act, str], Iterator[Place]], text: str, act: Act, _: Bindings
) -> Iterator[Place]:
    return look(act, text)


def _run_by(text: str, act: Act, bindings: Bindings) -> Iterator[Place]:
    """Where a command is on a case that runs by a definition."""
    for stream, definitions in bindings.items():
        for each in definitions:
            if each.is_called(text):
                yield Place.of(act.entry, f"runs by {stream}", each.title)


def _with_digest(
    text: str, schemas: Schemas, act: Act, bindings: Bindings
) -> Iterator[Place]:
    """Where a digest is said, and where it is that of what decided."""
    yield from finding.places(act, text)
    for stream, definitions in bindings.items():
        for each in definitions:
            if each.digest.startswith(text):
                yield Place.of(act.entry, f"runs by {stream}", each.digest)
    for entry, digest in schemas.of(act):
        yield Place.of(entry, "schema", digest)
