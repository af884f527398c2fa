"""The parts of a publication, and what its parts must be in number and name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import attrs

from kvalitet_core.domain.citation import part_code
from kvalitet_core.domain.fields import Written
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId
from kvalitet_core.values import not_blank

__all__ = ["Composition", "Part", "against_composition", "badly_made"]

_KIND: Final = Written("[a-z][a-z0-9_]{0,39}", "a-z, 0-9 and '_', a letter first")


def _some(written: Written) -> Any:
    """The same of a field that may be left out."""
    return attrs.validators.optional(written)


# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Part:
    """A part of a publication: what can be cited of it, by its code.

    Attributes:
        code: What it is cited by, the same in every version that has it.
        kind: What it is, as a code: `principle`, `marker`, `core_element`,
            `recommendation`, `method`, `tool`.
        title: What it is called, letter by letter.
        under: The code of the part that it is a part of; None where it is of the
            publication itself.
    """

    code: str = attrs.field(validator=part_code)
    kind: str = attrs.field(validator=_KIND)
    title: str = attrs.field(validator=not_blank)
    under: str | None = attrs.field(default=None, validator=_some(part_code))


def _number(_: Any, attribute: attrs.Attribute[Any], number: object) -> None:
    if type(number) is not int or number < 0:
        problem = "expected a whole number of parts, 0 or more"
        raise Malformed(f"{attribute.name} {number!r}", problem)


def _no_fewer(
    composition: Composition, attribute: attrs.Attribute[Any], most: int | None
) -> None:
    if most is None:
        return
    _number(composition, attribute, most)
    if most < composition.least:
        problem = f"expected no fewer than least {composition.least}"
        raise Malformed(f"{attribute.name} {most}", problem)


def _as_many(
    composition: Composition, attribute: attrs.Attribute[Any], titles: tuple[str, ...]
) -> None:
    """Refuse names that nothing could bear: too few, too many, or blank."""
    if not titles:
        return
    number, most = len(titles), composition.most
    if number < composition.least or (most is not None and number > most):
        to = f" to {most}" if most is not None else " or more"
        problem = f"expected {composition.least}{to}, as least and most say"
        raise Malformed(f"{attribute.name} {titles!r}", f"{problem}, got {number}")
    for title in titles:
        if not title.strip():
            raise Malformed(f"{attribute.name} {title!r}", "expected some text")


@attrs.frozen(kw_only=True)
class Composition:
    """How many parts of a kind there must be, and what they must be called.

    Attributes:
        kind: The kind of part.
        under: The kind of part that each is counted under; None for the publication
            itself.
        least: How many there are at least.
        most: How many there are at most; None where nothing is said.
        titles: What they are called, in their order, letter by letter; none where
            nothing is said.
        source: The document that says so.
    """

    kind: str = attrs.field(validator=_KIND)
    under: str | None = attrs.field(default=None, validator=_some(_KIND))
    least: int = attrs.field(default=0, validator=_number)
    most: int | None = attrs.field(default=None, validator=_no_fewer)
    titles: tuple[str, ...] = attrs.field(default=(), validator=_as_many)
    source: str = attrs.field(validator=not_blank)


# What follows is not stored.


def badly_made(stream: StreamId, parts: tuple[Part, ...]) -> Iterator[Reason]:
    """Say no to codes that are used twice, and to parts of what is not there yet."""
    seen: set[str] = set()
    for part in parts:
        if part.code in seen:
            text = f"{stream}: part {part.code!r}: expected a code of its own"
            yield Reason(code="publication.part_twice", text=text)
        if part.under is not None and part.under not in seen:
            text = (
                f"{stream}: part {part.code!r}: expected to stand after the part that "
                f"it is under, got {part.under!r}"
            )
            yield Reason(code="publication.part_misplaced", text=text)
        seen.add(part.code)


def against_composition(
    stream: StreamId, parts: tuple[Part, ...], composition: tuple[Composition, ...]
) -> Iterator[Reason]:
    """Say no to too few, too many, or others than what it must be made of."""
    for rule in composition:
        for above, found in _counted(parts, rule):
            yield from _miscounted(stream, rule, above, found)


def _counted(
    parts: tuple[Part, ...], rule: Composition
) -> Iterator[tuple[Part | None, list[Part]]]:
    """What a rule counts: under the publication, or under each part of a kind."""
    if rule.under is None:
        yield None, [each for each in parts if each.kind == rule.kind]
        return
    for above in parts:
        if above.kind == rule.under:
            own = [each for each in parts if each.under == above.code]
            yield above, [each for each in own if each.kind == rule.kind]


def _miscounted(
    stream: StreamId, rule: Composition, above: Part | None, found: list[Part]
) -> Iterator[Reason]:
    where = f"{stream}: part {above.code!r}" if above else f"{stream}"
    number = len(found)
    if number < rule.least or (rule.most is not None and number > rule.most):
        most = f" to {rule.most}" if rule.most is not None else " or more"
        text = f"{where}: expected {rule.least}{most} of kind {rule.kind!r}"
        yield _told(f"{text}, got {number}", rule)
    titles = tuple(each.title for each in found)
    if rule.titles and titles != rule.titles:
        text = f"{where}: expected of kind {rule.kind!r} {_listed(rule.titles)}"
        yield _told(f"{text}, got {_listed(titles)}", rule)


def _told(text: str, rule: Composition) -> Reason:
    return Reason(code="publication.composition", text=text, source=rule.source)


def _listed(titles: tuple[str, ...]) -> str:
    return ", ".join(map(repr, titles)) or "none"
