"""What is to have come of something, as a test says it: decisions and refusals."""

from __future__ import annotations

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.case import Decided
from kvalitet_core.testing.cases_claims import Claim
from kvalitet_core.testing.cases_course import Course, Step
from kvalitet_core.testing.cases_values import Named

__all__ = [
    "application_decided",
    "because",
    "may",
    "may_not",
    "nothing",
    "outcome",
    "refused",
]


def outcome(expected: str, *, of: Named | None = None) -> Claim:
    """A decision that counts came to this: the newest, unless one is named."""

    def found(course: Course) -> tuple[bool, str]:
        decided = _decided(course, of)
        came = decided.outcome if decided is not None else None
        return came == expected, came or "no decision"

    words = (f"udfaldet {expected}", f"outcome {expected}")
    return Claim(found=found, words=words, item=of)


def because(rule: str, truth: bool | None, *, of: Named | None = None) -> Claim:  # noqa: FBT001 - read as `because("rettidig", False)`
    """A decision found that a rule is met, is not, or cannot be told.

    Args:
        rule: The rule's code, or the last word of it.

        truth: True, False, or None for unknown.

        of: Which decision; the newest, unless it is named.
    """
    expected = Truth.UNKNOWN if truth is None else Truth.of(truth)

    def found(course: Course) -> tuple[bool, str]:
        decided = _decided(course, of)
        if decided is None:
            return False, "no decision"
        for each in decided.findings:
            if rule in (each.rule, each.rule.rpartition(".")[2]):
                return each.truth is expected, _finding(each)
        rules = ", ".join(each.rule for each in decided.findings) or "none"
        return False, f"no finding on {rule!r}; there is one on {rules}"

    said = {None: "uklar", True: "opfyldt", False: "ikke opfyldt"}[truth]
    words = (f"regel {rule}: {said}", f"rule {rule}: {expected.value}")
    return Claim(found=found, words=words)


def _finding(finding: Finding) -> str:
    inputs = [f"{each.fact} = {each.value}" for each in finding.inputs]
    missing = [f"{name} is missing" for name in finding.missing]
    facts = ", ".join((*inputs, *missing)) or "no facts"
    return f"{finding.rule}: {finding.truth.value}, by {facts}"


def _decided(course: Course, of: Named | None) -> Decided | None:
    """The newest decision that counts, or the one of an item."""
    counting = {number: path for path, (_, number) in course.state.outcomes.items()}
    for recorded in reversed(course.history):
        event = recorded.event
        if not isinstance(event, Decided):
            continue
        if (of is None and (event.number in counting or event.invalidated)) or (
            of is not None and counting.get(event.number) == course.path(of)
        ):
            return event
    return None


def refused(*codes: str) -> Claim:
    """The last step was refused, for exactly these reasons; for any, with none.

    Args:
        codes: The codes, with `case.` before them or without, in any order.
    """

    def found(course: Course) -> tuple[bool, str]:
        tried = course.tried[-1] if course.tried else None
        if tried is None or tried.came != "refused":
            return False, f"{tried.came if tried else 'nothing was tried'}"
        got = {reason.code for reason in tried.reasons}
        wanted = {code if "." in code else f"case.{code}" for code in codes}
        return not wanted or got == wanted, f"refused: {', '.join(sorted(got))}"

    named = ", ".join(codes)
    words = (f"afvist {named}".strip(), f"refused {named}".strip())
    return Claim(found=found, words=words, about_refusal=True)


def nothing() -> Claim:
    """The last step changed nothing, as what it asks for was so already."""

    def found(course: Course) -> tuple[bool, str]:
        came = course.tried[-1].came
        return came == "nothing", came

    return Claim(found=found, words=("intet ændret", "nothing changed"))


def may(step: Step) -> Claim:
    """Somebody may do something now; it is asked about, and not done."""

    def found(course: Course) -> tuple[bool, str]:
        tried = course.ask(step)
        codes = ", ".join(reason.code for reason in tried.reasons)
        return tried.came != "refused", f"{tried.came} {codes}".strip()

    words = (f"må: {step.words[0]}", f"may: {step.words[1]}")
    return Claim(found=found, words=words, item=step.item)


def may_not(step: Step, *codes: str) -> Claim:
    """Somebody may not do something now, for exactly these reasons if any are named."""
    wanted = {code if "." in code else f"case.{code}" for code in codes}

    def found(course: Course) -> tuple[bool, str]:
        tried = course.ask(step)
        got = {reason.code for reason in tried.reasons}
        holds = tried.came == "refused" and (not wanted or got == wanted)
        return holds, f"{tried.came} {', '.join(sorted(got))}".strip()

    words = (f"må ikke: {step.words[0]}", f"may not: {step.words[1]}")
    return Claim(found=found, words=words, item=step.item)


def application_decided(expected: str) -> Claim:
    """The application that the case handles is decided so, in its own record."""

    def found(course: Course) -> tuple[bool, str]:
        handles = course.state.handles
        about = course.journal.get(Application, handles) if handles else None
        last = about.decisions[-1].outcome if about and about.decisions else None
        return last == expected, str(last or "not decided")

    words = (f"ansøgningen: {expected}", f"the application: {expected}")
    return Claim(found=found, words=words)
