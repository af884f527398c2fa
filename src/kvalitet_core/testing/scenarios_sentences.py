"""The sentences that scenario files are made of, in Danish and in English.

A slot stands in braces, what may be left out in brackets, and the two forms of a verb
between `<` and `>`: the one that tells, and the one after *kunne* and *must*.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs

from kvalitet_core.spoken import Language
from kvalitet_core.testing import cases
from kvalitet_core.testing.cases import Claim, Setup, Step
from kvalitet_core.testing.scenarios_values import Words

__all__ = ["ACTS", "GIVEN", "HAPPENINGS", "Make", "Sentence"]

Make: TypeAlias = Callable[[Words], Setup | Step | Claim]


@attrs.frozen(kw_only=True)
class Sentence:
    """One sentence: how it is said in both languages, and what it does.

    Attributes:
        da: In Danish.
        en: In English.
        make: Gives what it does.
    """

    da: str
    en: str
    make: Make = attrs.field(repr=False)

    def said(self, language: Language) -> str:
        """How it is said."""
        return self.da if language == "da" else self.en


def _act(verb: Callable[..., Step], words: Words, *more: Any, **also: Any) -> Step:
    who = {"by": words.text("who"), "role": words.text("role")}
    return verb(words.item, *more, **who, **also)


def _delegable(
    verb: Callable[..., Step], words: Words, *more: Any, **also: Any
) -> Step:
    return _act(verb, words, *more, on_behalf_of=words.text("behalf"), **also)


def _reason(words: Words) -> dict[str, Any]:
    return {"reason": words["code"]} if words.text("code") else {}


ACTS: Final = (
    Sentence(
        da="{who} <lukker|lukke> sagen",
        en="{who} <closes|close> the case",
        make=lambda words: cases.close(by=words["who"]),
    ),
    Sentence(
        da="{who} <genåbner|genåbne> sagen",
        en="{who} <reopens|reopen> the case",
        make=lambda words: cases.reopen(by=words["who"]),
    ),
    Sentence(
        da="{who} <udfører|udføre> {item}",
        en="{who} <completes|complete> {item}",
        make=lambda words: _delegable(cases.complete, words),
    ),
    Sentence(
        da="{who} <afgør|afgøre> {item} som {outcome}[ trods {rules}][ fordi {text}]",
        en="{who} <decides|decide> {item} as {outcome}[ despite {rules}]"
        "[ because {text}]",
        make=lambda words: _delegable(
            cases.decide,
            words,
            words.outcome,
            despite=words.rules,
            reasons=words.texts,
        ),
    ),
    Sentence(
        da="{who} <tager|tage> {item}",
        en="{who} <claims|claim> {item}",
        make=lambda words: _delegable(cases.claim, words),
    ),
    Sentence(
        da="{who} <begynder|begynde> på {item}",
        en="{who} <starts|start> {item}",
        make=lambda words: _delegable(cases.start, words),
    ),
    Sentence(
        da="{who} <slipper|slippe> {item}",
        en="{who} <releases|release> {item}",
        make=lambda words: _act(cases.release, words),
    ),
    Sentence(
        da="{who} <giver|give> {item} til {other}",
        en="{who} <hands|hand> {item} to {other}",
        make=lambda words: _act(cases.delegate, words, to=words["other"]),
    ),
    Sentence(
        da="{who} <springer|springe> {item} over[ fordi {code}]",
        en="{who} <skips|skip> {item}[ because {code}]",
        make=lambda words: _act(cases.skip, words, **_reason(words)),
    ),
    Sentence(
        da="{who} <opgiver|opgive> {item}[ fordi {code}]",
        en="{who} <fails|fail> {item}[ because {code}]",
        make=lambda words: _act(cases.fail, words, **_reason(words)),
    ),
    Sentence(
        da="{who} <planlægger|planlægge> {item}[ fordi {code}]",
        en="{who} <plans|plan> {item}[ because {code}]",
        make=lambda words: _act(cases.plan, words, **_reason(words)),
    ),
    Sentence(
        da="{who} <gentager|gentage> {item}[ fordi {code}]",
        en="{who} <repeats|repeat> {item}[ because {code}]",
        make=lambda words: _act(cases.repeat, words, **_reason(words)),
    ),
    Sentence(
        da="{who} <genåbner|genåbne> {item}[ fordi {code}]",
        en="{who} <reopens|reopen> {item}[ because {code}]",
        make=lambda words: _act(cases.reopen_item, words, **_reason(words)),
    ),
    Sentence(
        da="{who} <forlænger|forlænge> {item} med {count} {unit}[ fordi {code}]",
        en="{who} <extends|extend> {item} by {count} {unit}[ because {code}]",
        make=lambda words: _act(
            cases.extend, words, int(words["count"]), words.unit, **_reason(words)
        ),
    ),
    Sentence(
        da="{who} <tilbagekalder|tilbagekalde> {item} fordi {text}",
        en="{who} <revokes|revoke> {item} because {text}",
        make=lambda words: _act(cases.revoke, words, reasons=words.texts),
    ),
    Sentence(
        da="{who} <frafalder|frafalde> {item}[ fordi {code}]",
        en="{who} <waives|waive> {item}[ because {code}]",
        make=lambda words: cases.waive(words.item, by=words["who"], **_reason(words)),
    ),
)
"""What people do; in `Når`, and in `Givet`, where it must be possible."""

HAPPENINGS: Final = (
    Sentence(
        da="det er {day}", en="it is {day}", make=lambda words: cases.at(words.instant)
    ),
    Sentence(
        da="sagen afventer ikke længere {code}",
        en="the case no longer waits for {code}",
        make=lambda words: cases.resume(words["code"]),
    ),
    Sentence(
        da="sagen afventer {code}",
        en="the case waits for {code}",
        make=lambda words: cases.suspend(words["code"]),
    ),
    Sentence(
        da="parten får besked",
        en="the party is told",
        make=lambda _: cases.notify(),
    ),
    Sentence(
        da="{name} bliver modtaget",
        en="{name} comes in",
        make=lambda words: cases.document(words.document),
    ),
    Sentence(
        da="{name} bliver {value}",
        en="{name} becomes {value}",
        make=lambda words: cases.fact({words["name"]: words.value}),
    ),
)
"""What happens; in `Når` and in `Givet`."""

GIVEN: Final = (
    Sentence(
        da="en sag af {name}", en="a case of {name}", make=lambda words: words.case_type
    ),
    Sentence(
        da="sagen er modtaget {day}",
        en="the case is received {day}",
        make=lambda words: cases.received(words.instant),
    ),
    Sentence(
        da="sagen er nået til {item}",
        en="the case has come to {item}",
        make=lambda words: cases.brought_to(words.item),
    ),
    Sentence(
        da="{who} er stedfortræder for {other}",
        en="{who} is a deputy of {other}",
        make=lambda words: cases.deputy(words["who"], of=words["other"]),
    ),
    Sentence(
        da="{who} har mandatet {code}[ til {count} kr.]",
        en="{who} has mandate {code}[ up to {count} kr.]",
        make=lambda words: cases.mandate(
            words["who"],
            words["code"],
            ceiling=int(words["count"]) if words.text("count") else None,
        ),
    ),
    Sentence(
        da="{name} er modtaget",
        en="{name} is in",
        make=lambda words: cases.document(words.document),
    ),
    Sentence(
        da="{name} er {value}", en="{name} is {value}", make=lambda words: words.told
    ),
)
"""What there is before; in `Givet` only."""
