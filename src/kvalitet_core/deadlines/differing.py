"""What changed from one proof to another: of the trigger, the calendar, or the rest.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import attrs

from kvalitet_core.deadlines.proof import Proof
from kvalitet_core.spoken import checked_language

__all__ = ["Difference", "differences"]


@attrs.frozen(kw_only=True)
class Difference:
    """One thing that is not the same in two proofs.

    Attributes:
        path: What it is: `trigger.value`, `calendar`, `term.count`, `suspensions`,
            `extensions`, `as_of`, `fixed.hjemmel`, `deadline`.
        old: What it was, as text; None where there was none.
        new: What it is, as text; None where there is none.
    """

    path: str
    old: str | None
    new: str | None

    @property
    def what(self) -> str:
        """The part of the proof that it is in."""
        return self.path.partition(".")[0]

    def text(self, language: str) -> str:
        """Say it: `kalender: danish 1 (…) → danish 2 (…)`."""
        danish = checked_language(language) == "da"
        none = "ingen" if danish else "none"
        label = _LABELS[self.path][not danish]
        return f"{label}: {self.old or none} → {self.new or none}"


def differences(old: Proof, new: Proof) -> tuple[Difference, ...]:
    """Say all that changed from the one proof to the other; the deadline comes last.

    Steps are left out, because they follow from the rest, and so are labels.
    """
    return tuple(_found(old, new))


def _found(old: Proof, new: Proof) -> Iterator[Difference]:
    for path in _LABELS:
        was, now = _at(old, path), _at(new, path)
        if was == now:
            continue
        parts: list[Difference] = []
        if isinstance(was, tuple) and isinstance(now, tuple):
            parts += (_gone(path, each) for each in was if each not in now)
            parts += (_come(path, each) for each in now if each not in was)
        yield from parts or [Difference(path=path, old=_text(was), new=_text(now))]


def _gone(path: str, part: object) -> Difference:
    return Difference(path=path, old=_text(part), new=None)


def _come(path: str, part: object) -> Difference:
    return Difference(path=path, old=None, new=_text(part))


def _at(proof: Proof, path: str) -> Any:
    value: Any = proof
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    return str(value)


_LABELS: Final[dict[str, tuple[str, str]]] = {
    "trigger.name": ("regnet fra", "counted from"),
    "trigger.value": ("udgangspunktets tid", "time of the starting point"),
    "trigger.set_by": ("hændelse bag udgangspunktet", "event of the starting point"),
    "calendar": ("kalender", "calendar"),
    "term.count": ("fristens længde", "length of the term"),
    "term.unit": ("fristens enhed", "unit of the term"),
    "term.after": ("frist efter", "term after"),
    "term.end": ("på en lukket dag", "on a closed day"),
    "term.order": ("rækkefølge", "order"),
    "term.suspendable": ("årsager til bero", "causes of suspension"),
    "term.hjemmel": ("fristens hjemmel", "legal basis of the term"),
    "suspensions": ("bero", "suspension"),
    "extensions": ("forlængelse", "extension"),
    "as_of": ("foreløbig pr.", "provisional as of"),
    "fixed.deadline": ("fastsat frist", "deadline that was set"),
    "fixed.set_by": ("hændelse bag fristen", "event of the deadline"),
    "fixed.hjemmel": ("den fastsatte frists hjemmel", "legal basis of what was set"),
    "deadline": ("frist", "deadline"),
}
"""What can change, in the order that it is told, with its names."""
