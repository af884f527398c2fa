"""What is to be so in a case, as a test says it after `then`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.casetypes.status import Status
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.case import Decided
from kvalitet_core.spoken import Language
from kvalitet_core.testing.cases_course import Course, Step
from kvalitet_core.testing.cases_values import Named, kept, named_path
from kvalitet_core.values import Deadline

__all__ = [
    "Claim",
    "application_decided",
    "available",
    "because",
    "breached",
    "closed",
    "done",
    "due",
    "held",
    "known",
    "left",
    "may",
    "may_not",
    "no",
    "nothing",
    "outcome",
    "overdue",
    "owed",
    "reachable",
    "refused",
    "skipped",
    "under_way",
    "waiting",
    "waits_for",
    "warned",
]


@attrs.frozen(kw_only=True)
class Claim:
    """Something that is to be so.

    Attributes:
        found: Looks; gives whether it is so, and what was found.
        words: What is to be so, in Danish and in English.
        item: The item that it is about, as it was named.
        about_refusal: Whether it is about a step that was refused.
    """

    found: Callable[[Course], tuple[bool, str]] = attrs.field(repr=False)
    words: tuple[str, str]
    item: Named | None = None
    about_refusal: bool = False

    def text(self, language: Language) -> str:
        """Say what is to be so."""
        return self.words[language != "da"]


def no(claim: Claim) -> Claim:
    """Say that something is not to be so: `no(available("opstart.forvent"))`."""

    def found(course: Course) -> tuple[bool, str]:
        holds, what = claim.found(course)
        return not holds, what

    words = (f"ikke: {claim.words[0]}", f"not: {claim.words[1]}")
    return attrs.evolve(claim, found=found, words=words)


_STATUSES: Final[dict[str, tuple[str, str]]] = {
    "available": ("kan udføres", "can be done"),
    "done": ("er udført", "is done"),
    "waiting": ("venter", "waits"),
    "left": ("er afsluttet før tid", "is ended early"),
    "skipped": ("er sprunget over", "is skipped"),
    "under_way": ("er i gang", "is under way"),
}


def _status(what: str, item: Named, *statuses: Status) -> Claim:
    def found(course: Course) -> tuple[bool, str]:
        status = course.work(item).status
        return status in statuses, f"{course.path(item)}: {status}"

    title, said = named_path(item), _STATUSES[what]
    words = (f"»{title}« {said[0]}", f"“{title}” {said[1]}")
    return Claim(found=found, words=words, item=item)


def available(item: Named) -> Claim:
    """An item can be done now, or somebody is at it."""
    return _status("available", item, *(each for each in Status if each.is_open))


def waiting(item: Named) -> Claim:
    """An item or a stage waits, for whatever it is."""
    return _status("waiting", item, Status.WAITING)


def done(item: Named) -> Claim:
    """An item is done, decided or reached; or a stage is completed."""
    return _status("done", item, Status.DONE)


def left(stage: Named) -> Claim:
    """A stage was ended early."""
    return _status("left", stage, Status.LEFT)


def skipped(item: Named) -> Claim:
    """A task was left out."""
    return _status("skipped", item, Status.SKIPPED)


def under_way(item: Named) -> Claim:
    """A stage is active, or somebody is at an item."""
    return _status("under_way", item, Status.ACTIVE, Status.STARTED, Status.CLAIMED)


def reachable(item: Named) -> Claim:
    """An item or a stage is not done, and still can be."""

    def found(course: Course) -> tuple[bool, str]:
        path = course.path(item)
        possible = path in course.settlement.possible
        return possible, f"{path}: {course.work(item).status}, {_POSSIBLE[possible]}"

    title = named_path(item)
    words = (f"»{title}« kan stadig nås", f"“{title}” can still be reached")
    return Claim(found=found, words=words, item=item)


_POSSIBLE: Final = {True: "still possible", False: "not possible"}


def held(item: Named, by: str) -> Claim:
    """Somebody has a task."""

    def found(course: Course) -> tuple[bool, str]:
        work = course.work(item)
        at_it = work.status in (Status.CLAIMED, Status.STARTED)
        who = work.holder if at_it else None
        return who == by, f"{course.path(item)}: {work.status}, {who or 'nobody'}"

    title = named_path(item)
    words = (f"{by} har »{title}«", f"{by} has “{title}”")
    return Claim(found=found, words=words)


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


def due(item: Named, on: str | None) -> Claim:
    """An item must be done by then; None where no deadline runs."""
    expected = Deadline(on) if on is not None else None

    def found(course: Course) -> tuple[bool, str]:
        proof = course.work(item).proof
        deadline = proof.deadline if proof is not None else None
        return deadline == expected, f"{course.path(item)}: {deadline or 'no deadline'}"

    title = named_path(item)
    words = (
        f"»{title}« har frist {on or 'ingen'}",
        f"“{title}” is due {on or 'never'}",
    )
    return Claim(found=found, words=words)


def overdue(item: Named) -> Claim:
    """An item's deadline passed before it was done."""

    def found(course: Course) -> tuple[bool, str]:
        passed = course.work(item).passed
        what = f"passed {passed}" if passed is not None else "none has passed"
        return passed is not None, f"{course.path(item)}: {what}"

    title = named_path(item)
    words = (f"»{title}« er over fristen", f"“{title}” is overdue")
    return Claim(found=found, words=words)


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


def application_decided(expected: str) -> Claim:
    """The application that the case handles is decided so, in its own record."""

    def found(course: Course) -> tuple[bool, str]:
        handles = course.state.handles
        about = course.journal.get(Application, handles) if handles else None
        last = about.decisions[-1].outcome if about and about.decisions else None
        return last == expected, str(last or "not decided")

    words = (f"ansøgningen: {expected}", f"the application: {expected}")
    return Claim(found=found, words=words)
