"""The account of a course that did not go as expected, for whoever knows the work.

It tells the course so far with its dates, what was expected, what was found, and what
keeps an item from being done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import attrs

from kvalitet_core.casetypes.blocking import blockers
from kvalitet_core.casetypes.items import Item
from kvalitet_core.casetypes.status import Status
from kvalitet_core.domain import case as cases
from kvalitet_core.recorded import Recorded
from kvalitet_core.spoken import Language
from kvalitet_core.testing.cases_claims import Claim
from kvalitet_core.testing.cases_course import Course, Tried
from kvalitet_core.values import COPENHAGEN

__all__ = ["account", "refusal", "unexpected"]

_HEADS: Final[dict[Language, tuple[str, ...]]] = {
    "da": (
        "det gik ikke som ventet",
        "Forløbet indtil nu",
        "Sidste skridt",
        "Ventet",
        "Fundet",
        "Hvorfor ikke",
    ),
    "en": (
        "it did not go as expected",
        "The course so far",
        "The last step",
        "Expected",
        "Found",
        "Why not",
    ),
}

_EVENTS: Final[dict[type[Any], tuple[str, str]]] = {
    cases.Opened: ("sagen er åbnet: {title}", "the case was opened: {title}"),
    cases.FactRecorded: ("oplyst: {fact} = {value}", "told: {fact} = {value}"),
    cases.FactCorrected: ("rettet: {fact} = {value}", "corrected: {fact} = {value}"),
    cases.DocumentReceived: ("modtaget: {document}", "received: {document}"),
    cases.TaskClaimed: ("{by} tog {item}", "{by} claimed {item}"),
    cases.TaskStarted: ("{by} begyndte på {item}", "{by} started {item}"),
    cases.TaskDelegated: ("{by} gav {item} til {to}", "{by} handed {item} to {to}"),
    cases.TaskReleased: ("{by} slap {item}", "{by} released {item}"),
    cases.TaskCompleted: ("{by} udførte {item}", "{by} completed {item}"),
    cases.TaskSkipped: ("{by} sprang {item} over", "{by} skipped {item}"),
    cases.TaskFailed: ("{by} måtte opgive {item}", "{by} failed {item}"),
    cases.TaskCorrected: (
        "{by} rettede, at {done_by} udførte {item}",
        "{by} corrected that {done_by} completed {item}",
    ),
    cases.TaskRepeated: ("{by} gentog {item}", "{by} repeated {item}"),
    cases.FollowUpSet: ("{by} følger op på {item} {on}", "{by} follows up {item} {on}"),
    cases.FollowUpDue: ("opfølgning på {item} {on}", "follow-up of {item} {on}"),
    cases.ItemPlanned: ("{by} planlagde {item}", "{by} planned {item}"),
    cases.TaskAdded: ("{by} tilføjede {item}: {title}", "{by} added {item}: {title}"),
    cases.ItemReopened: ("{by} genåbnede {item}", "{by} reopened {item}"),
    cases.Voted: ("{by} stemte {outcome} i {item}", "{by} voted {outcome} in {item}"),
    cases.Decided: (
        "{by} afgjorde {item}: {outcome}",
        "{by} decided {item}: {outcome}",
    ),
    cases.Notified: (
        "parten fik besked om afgørelse {number}",
        "the party was told of decision {number}",
    ),
    cases.Revoked: (
        "{by} tilbagekaldte afgørelse {number}",
        "{by} revoked decision {number}",
    ),
    cases.Suspended: ("sagen afventer {cause}", "the case waits for {cause}"),
    cases.Resumed: (
        "sagen afventer ikke længere {cause}",
        "the case waits for {cause} no more",
    ),
    cases.Extended: ("{by} forlængede {item}", "{by} extended {item}"),
    cases.ObligationWaived: (
        "{by} frafaldt {obligation}",
        "{by} waived {obligation}",
    ),
    cases.Cited: (
        "{by} henviste i {item} til {citation}",
        "{by} cited {citation} in {item}",
    ),
    cases.Linked: ("knyttet til {to}", "tied to {to}"),
    cases.Migrated: (
        "overført til version {to_version}",
        "moved to version {to_version}",
    ),
    cases.Closed: ("{by} lukkede sagen: {reason}", "{by} closed the case: {reason}"),
    cases.Reopened: ("{by} genåbnede sagen", "{by} reopened the case"),
    cases.ReminderDue: (
        "påmindelse: {item} har frist {deadline}",
        "reminder: {item} is due {deadline}",
    ),
    cases.DeadlinePassed: (
        "fristen {deadline} for {item} er overskredet",
        "deadline {deadline} of {item} has passed",
    ),
    cases.ObligationBreached: (
        "{obligation} skulle være opfyldt {deadline}",
        "{obligation} should have been met by {deadline}",
    ),
}


def account(
    course: Course,
    language: Language,
    *,
    expected: Iterable[str],
    found: Iterable[str],
    about: Iterable[str] = (),
    last: Tried | None = None,
) -> str:
    """Tell of a course that did not go as expected.

    Args:
        course: The course.

        language: The language to tell it in.

        expected: What was expected.

        found: What was found.

        about: The paths of items, of which to say what keeps each from being done.

        last: The step that it came of, if one was refused.
    """
    heads = _HEADS[language]
    definition = course.definition
    name = definition.name_of("", language)
    parts = [
        (heads[1], _course(course, language)),
        (heads[2], _last(last, language)),
        (heads[3], expected),
        (heads[4], found),
        (heads[5], _why_not(course, about, language)),
    ]
    lines = [f"{name} ({definition.code} {definition.version}): {heads[0]}"]
    for head, told in parts:
        listed = list(told)
        if listed:
            lines += [head, *(f"  {line}" for line in listed)]
    return "\n".join(lines)


def _course(course: Course, language: Language) -> Iterator[str]:
    for recorded in course.history:
        when = _stamp(recorded.recorded_at)
        if isinstance(recorded.event, cases.Settled):
            followed = ", ".join(_followed(course, recorded.event, language))
            if followed:
                yield f"{' ' * len(when)}    {followed}"
        else:
            yield f"{when}  {_told(course, recorded, language)}"


def _stamp(at: datetime) -> str:
    return at.astimezone(COPENHAGEN).strftime("%d-%m-%Y %H.%M")


def _told(course: Course, recorded: Recorded, language: Language) -> str:
    event = recorded.event
    said = {
        field.name: getattr(event, field.name) for field in attrs.fields(type(event))
    }
    if "item" in said:
        said["item"] = _named(course, said["item"], language)
    if said.get("on_behalf_of"):
        said["by"] = f"{said['by']} ({said['on_behalf_of']})"
    return _EVENTS[type(event)][language != "da"].format(**said)


def _named(course: Course, path: str, language: Language) -> str:
    name = course.definition.name_of(path, language)
    return path if name == path else f"{path} »{name}«"


def _followed(
    course: Course, event: cases.Settled, language: Language
) -> Iterator[str]:
    for change in event.changes:
        name = _named(course, change.part, language)
        yield f"{name} → {_status(change.to, language)}"
    for due in event.dues:
        deadline = due.proof.deadline if due.proof is not None else None
        yield f"{due.item} {_DUE[language]} {deadline or _NONE[language]}"
    for owed in event.owed:
        yield f"{owed.obligation} {_OWED[language]}"
    for breach in event.breaches:
        yield f"{breach.invariant}: {breach.truth.value}"


_STATUSES: Final = {
    Status.WAITING: "venter",
    Status.AVAILABLE: "kan udføres",
    Status.CLAIMED: "taget",
    Status.STARTED: "påbegyndt",
    Status.DONE: "udført",
    Status.SKIPPED: "sprunget over",
    Status.FAILED: "opgivet",
    Status.ACTIVE: "i gang",
    Status.LEFT: "afsluttet før tid",
}


def _status(status: Status, language: Language) -> str:
    return _STATUSES[status] if language == "da" else str(status)


_DUE: Final[dict[Language, str]] = {"da": "frist", "en": "due"}
_NONE: Final[dict[Language, str]] = {"da": "ingen", "en": "none"}
_OWED: Final[dict[Language, str]] = {"da": "skyldes", "en": "owed"}


def _last(tried: Tried | None, language: Language) -> Iterator[str]:
    if tried is None:
        return
    yield f"{tried.step.text(language)}: {tried.came}"
    for reason in tried.reasons:
        yield f"  {reason.code}: {reason.text}"


def _why_not(course: Course, about: Iterable[str], language: Language) -> Iterator[str]:
    on = course.running
    for path in dict.fromkeys(about):
        item = course.definition.items.get(path)
        if not isinstance(item, Item):
            continue
        found = blockers(course.definition, path, on.standing, on.settlement)
        if found:
            yield _named(course, path, language)
        for blocker in found:
            yield from (f"  {line}" for line in blocker.lines(language))


def _paths_of(course: Course, claims: Iterable[Claim]) -> Iterator[str]:
    """The paths of the items that claims are about."""
    for claim in claims:
        if claim.item is not None:
            yield course.path(claim.item)


def refusal(course: Course, tried: Tried, language: Language) -> AssertionError:
    """Tell of a step that was refused, and was not to be."""
    about = () if tried.item is None else (tried.item,)
    reasons = [f"{reason.code}: {reason.text}" for reason in tried.reasons]
    told = account(
        course,
        language,
        expected=[tried.step.text(language)],
        found=reasons,
        about=about,
    )
    return AssertionError(told)


def unexpected(
    course: Course, claims: list[Claim], found: list[str], language: Language
) -> AssertionError:
    """Tell of what is not so, and was to be."""
    last = course.tried[-1] if course.tried else None
    told = account(
        course,
        language,
        expected=[claim.text(language) for claim in claims],
        found=found,
        about=_paths_of(course, claims),
        last=last if last is not None and last.came == "refused" else None,
    )
    return AssertionError(told)
