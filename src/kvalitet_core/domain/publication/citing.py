"""Whether a publication can be cited: by whom, what of it, and on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.citation import Citation
from kvalitet_core.domain.publication.edition import Edition
from kvalitet_core.domain.publication.state import Publication
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId

__all__ = ["cannot_cite", "uncitable"]


def uncitable(
    citations: Iterable[Citation], *, on: date, by: StreamId, context: Context
) -> tuple[Reason, ...]:
    """Say no to each citation of what is not there to cite on the day.

    What another aggregate's command cites is checked so, and refused with all that it
    gives: `publication.unknown`, `publication.version_unknown`,
    `publication.not_published`, `publication.superseded`, `publication.part_unknown`.
    Each publication is read through the context, so what it said is on record.

    Args:
        citations: What is cited.

        on: The day that it is cited.

        by: The stream of what cites it.

        context: The command's own.
    """
    reasons: list[Reason] = []
    for citation in dict.fromkeys(citations):
        found = context.get(Publication, citation.publication)
        reasons += cannot_cite(citation, found, on=on, by=by)
    return tuple(reasons)


def cannot_cite(
    citation: Citation, found: Publication | None, *, on: date, by: StreamId
) -> tuple[Reason, ...]:
    """Say no to one citation, by what is known of the publication.

    Args:
        citation: What is cited.

        found: The publication, if there is one.

        on: The day that it is cited.

        by: The stream of what cites it.
    """
    cites = f"{by}: cites {citation}"
    if found is None:
        text = f"{cites}: no such publication is registered"
        return (Reason(code="publication.unknown", text=text),)
    edition = found.edition(citation.version)
    if edition is None:
        known = ", ".join(str(each.version) for each in found.editions) or "none"
        text = f"{cites}: expected one of its versions, which are {known}"
        return (_reason("version_unknown", text, found),)
    no = (_not_in_force(edition, on, cites, found), _no_part(citation, edition, found))
    return tuple(reason for reason in no if reason is not None)


def _not_in_force(
    edition: Edition, on: date, cites: str, found: Publication
) -> Reason | None:
    if edition.published is None or on < edition.published:
        when = (
            f"it is {edition.stage}"
            if edition.published is None
            else f"it is published on {edition.published}"
        )
        text = f"{cites} on {on}: expected what is published by that day, {when}"
        return _reason("not_published", text, found)
    if edition.superseded is not None and edition.superseded <= on:
        text = (
            f"{cites} on {on}: expected what holds that day, it is superseded by "
            f"{edition.superseded_by} from {edition.superseded}"
        )
        return _reason("superseded", text, found)
    return None


def _no_part(citation: Citation, edition: Edition, found: Publication) -> Reason | None:
    if citation.part is None or edition.part(citation.part) is not None:
        return None
    text = (
        f"{found.key} version {edition.version}: expected one of its "
        f"{len(edition.parts)} parts, got {citation.part!r}"
    )
    return _reason("part_unknown", text, found)


def _reason(code: str, text: str, found: Publication) -> Reason:
    return Reason(code=f"publication.{code}", text=text, source=found.source)
