"""How the sentences of scenario files are recognised, each as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from kvalitet_core.spoken import Language
from kvalitet_core.testing import cases
from kvalitet_core.testing.cases import Claim, Step
from kvalitet_core.testing.scenarios_asking import CLAIMS
from kvalitet_core.testing.scenarios_sentences import (
    ACTS,
    GIVEN,
    HAPPENINGS,
    Make,
    Sentence,
)
from kvalitet_core.testing.scenarios_values import Words

__all__ = ["Mood", "claims_of", "form_of", "tellings_of"]

Mood: TypeAlias = Literal["must", "must_not"]
_ITEM: Final = r'"[^"]+"|[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*(?:#[0-9]+)?'
_PERSON: Final = r"[a-zæøå][a-zæøå0-9-]*"
_WHO: Final = (
    rf"(?P<who>{_PERSON})(?: \((?P<role>[a-z0-9_]+)\))?"
    rf"(?: (?:på vegne af|on behalf of) (?P<behalf>{_PERSON}))?"
)
_SLOTS: Final[Mapping[str, str]] = {
    "who": _WHO,
    "other": rf"(?P<other>{_PERSON})",
    "item": rf"(?P<item>{_ITEM})",
    "outcome": r"(?P<outcome>[a-z][a-z0-9_]*)",
    "name": r"(?P<name>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)",
    "code": r"(?P<code>[a-z][a-z0-9_.]*)",
    "rule": r"(?P<rule>[a-z][a-z0-9_.]*)",
    "rules": r"(?P<rules>[a-z][a-z0-9_.]*(?:, [a-z][a-z0-9_.]*)*)",
    "codes": r"(?P<codes>[a-z][a-z0-9_.]*(?:, [a-z][a-z0-9_.]*)*)",
    "text": r'(?P<text>"[^"]+")',
    "value": r"(?P<value>.+)",
    "day": r"(?P<day>\d{4}-\d{2}-\d{2}(?: (?:kl\.|at) \d{1,2}[:.]\d{2})?)",
    "count": r"(?P<count>\d+)",
    "unit": r"(?P<unit>[a-zæøå]+(?: days)?)",
}


@cache
def tellings_of(language: Language, *, given: bool) -> tuple[tuple[Any, Sentence], ...]:
    """The sentences that tell, each with how it is recognised, in order.

    Args:
        language: The language.

        given: Whether they stand in `Givet`.
    """
    rows = (*HAPPENINGS, *ACTS, *(GIVEN if given else ()))
    return tuple((_recognised(form_of(each.said(language), 0)), each) for each in rows)


@cache
def claims_of(language: Language) -> tuple[tuple[Any, Mood, str, Make], ...]:
    """The sentences that ask: how each is recognised, its mood, and what it makes."""
    return tuple(_asking(language))


def _asking(language: Language) -> Iterator[tuple[Any, Mood, str, Make]]:
    for act in ACTS:
        who, _, rest = form_of(act.said(language), 1).partition(" ")
        for mood, said in _may(language, who, rest):
            yield _recognised(said), mood, said, _permission(act.make, mood)
    for each in CLAIMS:
        place = language != "da"
        subject, says = each.subject[place], each.says[place]
        for mood, said in _must(language, subject, says):
            yield _recognised(said), mood, said, _mooded(each.make, mood)


def _may(language: Language, who: str, rest: str) -> Iterator[tuple[Mood, str]]:
    if language == "da":
        yield "must", f"skal {who} kunne {rest}"
        yield "must_not", f"må {who} ikke {rest}"
    else:
        yield "must", f"{who} must be able to {rest}"
        yield "must_not", f"{who} must not {rest}"


def _must(language: Language, subject: str, says: str) -> Iterator[tuple[Mood, str]]:
    if language == "da":
        yield "must", f"skal {subject} {says}"
        yield "must_not", f"må {subject} ikke {says}"
    else:
        yield "must", f"{subject} must {says}"
        yield "must_not", f"{subject} must not {says}"


def _permission(make: Make, mood: Mood) -> Make:
    def made(words: Words) -> Claim:
        step = make(words)
        assert isinstance(step, Step)
        return cases.may(step) if mood == "must" else cases.may_not(step)

    return made


def _mooded(make: Make, mood: Mood) -> Make:
    def made(words: Words) -> Claim:
        claim = make(words)
        assert isinstance(claim, Claim)
        return claim if mood == "must" else cases.no(claim)

    return made


def form_of(sentence: str, form: int = 0) -> str:
    """Give a sentence with its verb in one of its two forms."""
    return re.sub(r"<([^|]+)\|([^>]+)>", lambda verb: verb[form + 1], sentence)


def _recognised(sentence: str) -> re.Pattern[str]:
    """How a sentence is recognised, as a whole."""
    parts = re.split(r"(\{[a-z]+\}|\[|\])", sentence)
    written = {"[": "(?:", "]": ")?"}
    return re.compile(
        "".join(
            written.get(part) or _SLOTS.get(part.strip("{}"), re.escape(part))
            if part.startswith("{") or part in written
            else re.escape(part)
            for part in parts
        )
    )
