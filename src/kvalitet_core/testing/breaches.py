"""How a law says that it is broken: by what, which rule, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from unittest import SkipTest

import attrs

__all__ = ["Breach", "LawBroken", "NotJudged", "hold"]


@attrs.frozen
class Breach:
    """One thing that breaks a law.

    Attributes:
        subject: The class, the stored name or the file that breaks it.
        rule: What is expected, and what was found.
        remedy: What to do.
    """

    subject: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.rule}; {self.remedy}"


class LawBroken(AssertionError):
    """A law does not hold.

    Attributes:
        breaches: Everything that breaks it, in a stable order.
    """

    def __init__(self, *breaches: Breach) -> None:
        self.breaches = breaches
        super().__init__("\n".join(map(str, breaches)))


class NotJudged(SkipTest):
    """A law cannot be judged before something else is mended; pytest skips it."""


def hold(breaches: Iterable[Breach]) -> None:
    """Let a law hold when nothing breaks it.

    Raises:
        LawBroken: Something does; all of it is named.
    """
    found = tuple(dict.fromkeys(breaches))
    if found:
        raise LawBroken(*found)
