"""How a case is to stand, as a test says it: what is owed, warned of, known."""

from __future__ import annotations

from typing import Any

from kvalitet_core.testing.cases_claims import Claim
from kvalitet_core.testing.cases_course import Course
from kvalitet_core.testing.cases_values import Named, kept, named_path
from kvalitet_core.values import Deadline

__all__ = [
    "breached",
    "closed",
    "known",
    "owed",
    "waits_for",
    "warned",
]


def owed(obligation: Named, *, by: str | None = None) -> Claim:
    """Something is owed: by its code, or by the item that is owed.

    Args:
        obligation: The code, or the item.

        by: When it must be met by, if that is asked.
    """

    def found(course: Course) -> tuple[bool, str]:
        owing = course.state.owed
        codes = [code for code in owing if code in _codes(course, obligation)]
        dates = [owing[code].deadline for code in codes]
        holds = bool(codes) and (by is None or Deadline(by) in dates)
        listed = (f"{code} by {proof.deadline}" for code, proof in owing.items())
        return holds, ", ".join(listed) or "nothing is owed"

    title = named_path(obligation)
    until = f" {by}" if by else ""
    words = (f"»{title}« skyldes{until}", f"“{title}” is owed{until}")
    return Claim(found=found, words=words)


def breached(obligation: Named) -> Claim:
    """Something was owed, and not done in time."""

    def found(course: Course) -> tuple[bool, str]:
        found = course.state.breached
        holds = not found.isdisjoint(_codes(course, obligation))
        return holds, ", ".join(sorted(found)) or "nothing is breached"

    title = named_path(obligation)
    words = (f"»{title}« er misligholdt", f"“{title}” is breached")
    return Claim(found=found, words=words)


def _codes(course: Course, obligation: Named) -> set[str]:
    text = named_path(obligation)
    if ">" in text:
        return {text}
    path = course.path(obligation)
    return {each.code for each in course.definition.obliges if each.owed == path}


def warned(*invariants: str) -> Claim:
    """These invariants do not hold; with none named, at least one does not."""

    def found(course: Course) -> tuple[bool, str]:
        breaches = course.state.breaches
        listed = ", ".join(sorted(breaches)) or "no warning"
        holds = {*invariants} <= {*breaches} and bool(breaches)
        return holds, listed

    named = ", ".join(invariants)
    return Claim(found=found, words=(f"advarsel {named}", f"warning {named}"))


def closed(reason: str | None = None) -> Claim:
    """The case is closed, for this reason if one is named."""

    def found(course: Course) -> tuple[bool, str]:
        why = course.state.closed
        holds = why is not None and reason in (None, str(why))
        return holds, f"closed: {why}" if why is not None else "open"

    return Claim(found=found, words=("sagen er lukket", "the case is closed"))


def waits_for(cause: str) -> Claim:
    """The case is suspended, and waits for this."""

    def found(course: Course) -> tuple[bool, str]:
        waits = course.state.suspended
        return cause in waits, ", ".join(waits) or "waits for nothing"

    words = (f"sagen afventer {cause}", f"the case waits for {cause}")
    return Claim(found=found, words=words)


def known(name: str, value: Any) -> Claim:
    """A fact is known today with this value; None where it is not known."""

    def found(course: Course) -> tuple[bool, str]:
        told = course.facts.get(name)
        fact = course.definition.known_facts.get(name)
        if told is None or fact is None:
            return value is None, f"{name} is not known"
        got = fact.type.stored(told.value)
        return got == kept(course.definition, name, value), f"{name} = {got}"

    return Claim(found=found, words=(f"{name}: {value}", f"{name}: {value}"))
