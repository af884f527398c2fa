"""A proof in words, line by line, as a caseworker would count the days by hand.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from kvalitet_core.deadlines.calendar import Calendar
from kvalitet_core.deadlines.stated import CalendarUsed, StartingPoint, StatedTerm
from kvalitet_core.deadlines.steps import Skipped, Step
from kvalitet_core.deadlines.words import (
    by_law,
    long_day,
    number_of,
    until,
    when,
)
from kvalitet_core.spoken import Language, short_day

if TYPE_CHECKING:
    from kvalitet_core.deadlines.proof import Proof

__all__ = ["Teller"]


@attrs.frozen(kw_only=True)
class Teller:
    """Somebody who tells a proof in one language.

    Attributes:
        language: The language.
        calendar: Where the names of closed days are looked up; a code that it does
            not know is told as it is.
    """

    language: Language
    calendar: Calendar

    def lines(self, proof: Proof) -> Iterator[str]:
        """Tell the deadline, then how it was got at, then by which calendar."""
        yield self._deadline(proof)
        if proof.fixed is not None:
            yield self._say("fixed", law=by_law([proof.fixed.hjemmel]))
        if proof.trigger is not None:
            yield self._start(proof.trigger)
        for step in proof.steps:
            yield self._step(step)
        if proof.term is not None:
            yield from self._choices(proof.term, extended=bool(proof.extensions))
        if proof.as_of is not None:
            yield self._say("provisional", day=long_day(proof.as_of, self.language))
        if proof.calendar is not None:
            yield self._calendar(proof.calendar)

    def _deadline(self, proof: Proof) -> str:
        if proof.deadline is None:
            return self._say("none")
        return self._say("deadline", until=until(proof.deadline, self.language))

    def _start(self, trigger: StartingPoint) -> str:
        name = trigger.da if self.language == "da" else trigger.en
        label = f"{name}, " if name else ""
        return self._say("start", label=label, when=when(trigger.value, self.language))

    def _step(self, step: Step) -> str:
        number = ""
        if step.count is not None and step.unit is not None:
            number = number_of(step.count, step.unit, self.language)
        said = self._say(
            step.done,
            number=number,
            reason=step.reason or "",
            first=long_day(step.from_day, self.language),
            last=long_day(step.to_day, self.language) if step.to_day else "",
            skipped=self._skipped(step.skipped),
        )
        return said + by_law([step.law])

    def _skipped(self, skipped: Sequence[Skipped]) -> str:
        if not skipped:
            return ""
        return self._say("skipped", days=", ".join(map(self._run, skipped)))

    def _run(self, run: Skipped) -> str:
        days = short_day(run.first, self.language)
        if run.last != run.first:
            last = short_day(run.last, self.language)
            days = self._say("run", first=days, last=last)
        return f"{days} ({self._why(run)})"

    def _why(self, run: Skipped) -> str:
        closing = self.calendar.named(run.why) if run.sort == "closed" else None
        if closing is None:
            return run.why
        return closing.da if self.language == "da" else closing.en

    def _choices(self, term: StatedTerm, *, extended: bool) -> Iterator[str]:
        """Tell the choices that the term has made, where they could matter."""
        if term.end == "stand":
            yield self._say("stand")
        elif extended:
            yield self._say(term.order)

    def _calendar(self, used: CalendarUsed) -> str:
        return self._say("calendar", name=used.name, version=str(used.version))

    def _say(self, key: str, **words: str) -> str:
        return _SENTENCES[key][self.language == "en"].format(**words)


_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "deadline": ("Frist: {until}.", "Deadline: {until}."),
    "none": (
        "Frist: ingen for nu; sagen er sat i bero uden slutdato.",
        "Deadline: none for now; the case is suspended without an end.",
    ),
    "fixed": (
        "Fastsat af myndigheden; flyttes ikke.{law}",
        "Set by the authority; it does not move.{law}",
    ),
    "start": (
        "Regnet fra: {label}{when}; dagen selv tæller ikke med.",
        "Counted from: {label}{when}; that day itself does not count.",
    ),
    "counted": (
        "{number}: til og med {last}.{skipped}",
        "{number}: up to and including {last}.{skipped}",
    ),
    "extended": (
        "Forlænget med {number} ({reason}): til og med {last}.{skipped}",
        "Extended by {number} ({reason}): up to and including {last}.{skipped}",
    ),
    "credited": (
        "Sat i bero i {number}, som lægges til: til og med {last}.{skipped}",
        "Suspended for {number}, given back: up to and including {last}.{skipped}",
    ),
    "rolled": (
        "Flyttet til den næste dag, der er mulig: {last}.{skipped}",
        "Moved to the next day that is possible: {last}.{skipped}",
    ),
    "stopped": (
        "Står stille fra {first}; {number} er tilbage.{skipped}",
        "Stands still from {first}; {number} left.{skipped}",
    ),
    "run": ("{first} til {last}", "{first} to {last}"),
    "skipped": (" Ikke talt med: {days}.", " Not counted: {days}."),
    "stand": (
        "Ender fristen på en lukket dag, flyttes den ikke.",
        "Where it ends on a closed day, it does not move.",
    ),
    "extend_then_roll": (
        "Rækkefølge: først forlænget, så flyttet fra en lukket dag.",
        "Order: extended first, then moved from a closed day.",
    ),
    "roll_then_extend": (
        "Rækkefølge: først flyttet fra en lukket dag, så forlænget.",
        "Order: moved from a closed day first, then extended.",
    ),
    "provisional": (
        "Foreløbig: regnet, som om sagen gik videre {day}.",
        "Provisional: counted as if the case went on on {day}.",
    ),
    "calendar": (
        "Kalender: {name}, version {version}.",
        "Calendar: {name}, version {version}.",
    ),
}
"""What is said, in Danish and in English."""
