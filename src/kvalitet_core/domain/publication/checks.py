"""What a publication must be: the rules that several of its commands share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kvalitet_core.domain.publication.edition import Edition, Stage
from kvalitet_core.domain.publication.parts import Part
from kvalitet_core.domain.publication.state import Publication
from kvalitet_core.domain.rules import registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId

__all__ = ["at_stage", "code_reused", "no_approver", "not_before", "version_of"]


def version_of(
    state: Publication | None, stream: StreamId, version: int
) -> tuple[Publication, Edition]:
    """Give the publication and the version of it that a command is about.

    Raises:
        Refused: `publication.unknown` or `publication.version_unknown`.
    """
    known = registered(state, stream)
    edition = known.edition(version)
    if edition is None:
        numbers = ", ".join(str(each.version) for each in known.editions) or "none"
        text = f"{stream}: expected one of its versions, {numbers}, got {version}"
        raise Refused(
            Reason(code="publication.version_unknown", text=text, source=known.source)
        )
    return known, edition


def at_stage(
    edition: Edition, *stages: Stage, stream: StreamId, source: str
) -> Reason | None:
    """Say no to what is done with a version that has come to another stage."""
    if edition.stage in stages:
        return None
    expected = " or ".join(stages)
    text = (
        f"{stream}: version {edition.version}: expected it to be {expected}, "
        f"it is {edition.stage}"
    )
    return Reason(code="publication.stage", text=text, source=source)


def not_before(edition: Edition, day: date, *, stream: StreamId) -> Reason | None:
    """Say no to what is done with a version before it had come that far."""
    if edition.moved <= day:
        return None
    text = (
        f"{stream}: version {edition.version}: expected no earlier than "
        f"{edition.moved}, when it came to be {edition.stage}, got {day}"
    )
    return Reason(code="publication.too_early", text=text)


def no_approver(known: Publication, role: str, *, stream: StreamId) -> Reason | None:
    """Say no to whoever acts in a role that does not approve."""
    approves = known.begun.approves
    if role in approves:
        return None
    roles = ", ".join(map(repr, sorted(approves)))
    text = f"{stream}: expected one who acts as {roles}, got {role!r}"
    return Reason(code="publication.role", text=text, source=known.source)


def code_reused(
    known: Publication, version: int, parts: tuple[Part, ...], *, stream: StreamId
) -> Iterator[Reason]:
    """Say no to a code that meant a part of another kind in a published version.

    What is cited by its code must mean the same thing in every version.
    """
    earlier = [
        each
        for each in known.editions
        if each.published is not None and each.version != version
    ]
    for part in parts:
        meant = [old for each in earlier if (old := each.part(part.code)) is not None]
        if meant and meant[-1].kind != part.kind:
            text = (
                f"{stream}: part {part.code!r}: expected a {meant[-1].kind}, as it is "
                f"in a published version, got a {part.kind}"
            )
            yield Reason(code="publication.part_other", text=text)
