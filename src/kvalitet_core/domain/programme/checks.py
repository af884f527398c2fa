"""What a programme must be: the rules that several of its commands share."""

from __future__ import annotations

from kvalitet_core.dated import Period
from kvalitet_core.domain.programme.state import Programme
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId

__all__ = ["part_there", "track_there", "within_the_programme"]


def part_there(
    programme: Programme, number: int | None, *, stream: StreamId
) -> Reason | None:
    """Say no to a sub-initiative that the programme has not; None is the whole."""
    part = programme.sub_initiative(number) if number is not None else None
    if number is None or (part is not None and part.stated.spans):
        return None
    known = [str(each.number) for each in programme.sub_initiatives]
    text = (
        f"{stream}: expected one of its sub-initiatives, "
        f"{', '.join(known) or 'none'}, got {number}"
    )
    return Reason(
        code="programme.sub_initiative_unknown",
        text=text,
        source=programme.established.source,
    )


def track_there(
    programme: Programme, number: int, *, stream: StreamId
) -> Reason | None:
    """Say no to a track that the programme has not."""
    if programme.track(number) is not None:
        return None
    known = [str(each.number) for each in programme.tracks]
    text = (
        f"{stream}: expected one of its tracks, {', '.join(known) or 'none'}, "
        f"got {number}"
    )
    return Reason(
        code="programme.track_unknown",
        text=text,
        source=programme.established.source,
    )


def within_the_programme(
    programme: Programme, period: Period, *, stream: StreamId
) -> Reason | None:
    """Say no to a part that begins before the programme, or outlasts it."""
    whole = programme.period
    late = whole.end is not None and (period.end is None or whole.end < period.end)
    if whole.start <= period.start and not late:
        return None
    text = f"{stream}: expected days within the programme's, {whole}, got {period}"
    return Reason(
        code="programme.outside", text=text, source=programme.established.source
    )
