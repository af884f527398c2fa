"""What is told in a case: the time, facts and documents, and who people are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain import case as cases
from kvalitet_core.domain import officer
from kvalitet_core.errors import Malformed
from kvalitet_core.ids import ActorId
from kvalitet_core.testing.cases_course import Asked, Course, Step, office
from kvalitet_core.testing.cases_values import (
    When,
    day_of,
    instant_of,
    kept,
)
from kvalitet_core.values import Digest, Money, ReasonCode, danish_date

__all__ = [
    "at",
    "correct",
    "deputy",
    "document",
    "document_received",
    "fact",
    "mandate",
]

_TOLD: Final = "et opdigtet brev"


def at(when: When) -> Step:
    """Let it be another time; what has fallen due by then is noted.

    Args:
        when: A day, at ten in the morning, or an instant with its offset.
    """
    instant = instant_of(when)

    def asks(course: Course) -> Iterator[Asked]:
        if instant < course.now:
            raise Malformed(
                f"time {when!s}",
                f"expected no earlier than {course.now.isoformat()}: time runs forward",
            )
        course.clock.set(instant)
        if course.state.closed is None:
            yield cases.Tick(case=course.stream, at=instant), office

    return Step(asks=asks, words=(f"det er {when!s}", f"it is {when!s}"), doable=False)


def fact(
    named: Mapping[str, Any] | str | None = None,
    value: Any = None,
    *,
    since: When | None = None,
    source: str = _TOLD,
    **facts: Any,
) -> Step:
    """Let facts become known: `fact(hjemmel="SEL107")`, `fact("svar.hast", True)`.

    Args:
        named: A fact's name, with its value; or several names with their values.

        value: The value of the fact that is named.

        since: The first day that they hold: the day of receipt, unless it is told, or
            today for what was known otherwise.

        source: Where they are known from.

        facts: Facts whose names are a single word.
    """
    given = _given(named, value, facts)
    day = day_of(since) if since is not None else None

    def asks(course: Course) -> Iterator[Asked]:
        for name, each in given.items():
            told = course.state.facts.get(name)
            first = danish_date(course.state.received)
            fresh = told is None or told.on(first) is None
            yield (
                cases.RecordFact(
                    case=course.stream,
                    fact=name,
                    value=kept(course.definition, name, each),
                    effective_from=day or (first if fresh else course.today),
                    source=source,
                ),
                office,
            )

    said = ", ".join(f"{name}: {each}" for name, each in given.items())
    return Step(asks=asks, words=(f"oplysning {said}", f"fact {said}"))


def correct(
    named: Mapping[str, Any] | str | None = None,
    value: Any = None,
    *,
    since: When | None = None,
    reason: str = "fejl",
    **facts: Any,
) -> Step:
    """Put facts right that were recorded wrongly; None for one that is not known."""
    given = _given(named, value, facts)
    day = day_of(since) if since is not None else None

    def asks(course: Course) -> Iterator[Asked]:
        for name, each in given.items():
            right = None if each is None else kept(course.definition, name, each)
            yield (
                cases.CorrectFact(
                    case=course.stream,
                    fact=name,
                    value=right,
                    effective_from=day or danish_date(course.state.received),
                    reason=ReasonCode(reason),
                ),
                office,
            )

    said = ", ".join(f"{name}: {each}" for name, each in given.items())
    return Step(asks=asks, words=(f"rettelse {said}", f"correction {said}"))


def _given(named: Any, value: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
    told = {named: value} if isinstance(named, str) else dict(named or {})
    return {**told, **facts}


def document(*names: str, since: When | None = None) -> Step:
    """Let documents of the case be received, whose content is made up."""
    day = day_of(since) if since is not None else None

    def asks(course: Course) -> Iterator[Asked]:
        for name in names:
            yield document_received(course, name, day), office

    said = ", ".join(names)
    return Step(asks=asks, words=(f"modtaget: {said}", f"received: {said}"))


def document_received(course: Course, name: str, day: Any = None) -> Any:
    """Give the command by which a document is received, with made-up content."""
    digest = Digest(name.encode().hex().ljust(64, "0")[:64])
    return cases.ReceiveDocument(
        case=course.stream,
        document=name,
        attachment=Attachment(
            sha256=digest, media_type="application/pdf", size=1, label=ReasonCode(name)
        ),
        effective_from=day or danish_date(course.state.received),
    )


def deputy(who: str, *, of: str, since: When = "2000-01-01") -> Step:
    """Let somebody be registered as another's deputy."""

    def asks(_: Course) -> Iterator[Asked]:
        command = officer.NameDeputy(
            officer=ActorId(of),
            deputy=ActorId(who),
            effective_from=day_of(since),
            reason=ReasonCode("stedfortraeder"),
        )
        yield command, office

    words = (f"{who} er stedfortræder for {of}", f"{who} is a deputy of {of}")
    return Step(asks=asks, words=words, doable=False)


def mandate(
    who: str, code: str, *, ceiling: int | None = None, since: When = "2000-01-01"
) -> Step:
    """Give somebody a mandate.

    Args:
        who: Who gets it.

        code: Which.

        ceiling: The most that it goes to, in whole kroner; None where it has none.

        since: The first day that it holds.
    """

    def asks(_: Course) -> Iterator[Asked]:
        command = officer.GiveMandate(
            officer=ActorId(who),
            mandate=officer.MandateCode(code),
            ceiling=Money(oere=ceiling * 100) if ceiling is not None else None,
            effective_from=day_of(since),
            source=_TOLD,
        )
        yield command, office

    words = (f"{who} har mandatet {code}", f"{who} has mandate {code}")
    return Step(asks=asks, words=words, doable=False)
