"""The sentences that scenario files are made of, in Danish and in English.

A slot stands in braces, what may be left out in brackets, and the two forms of a verb
between `<` and `>`: the one that tells, and the one after *kunne* and *must*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, TypeAlias

import attrs

from kvalitet_core.spoken import Language
from kvalitet_core.testing import cases
from kvalitet_core.testing.cases import Claim, Setup, Step
from kvalitet_core.testing.scenarios_values import Words

__all__ = [
    "ACTS",
    "CLAIMS",
    "GIVEN",
    "HAPPENINGS",
    "Mood",
    "Sentence",
    "claims_of",
    "form_of",
    "tellings_of",
]

Mood: TypeAlias = Literal["must", "must_not"]
Make: TypeAlias = Callable[[Words], Setup | Step | Claim]

_ITEM: Final = r'"[^"]+"|[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*'
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


@attrs.frozen(kw_only=True)
class Predicate:
    """What can be asked of a subject after `must`.

    Attributes:
        subject: What is asked about, in Danish and in English.
        says: What is asked, in both.
        make: Gives the claim.
    """

    subject: tuple[str, str]
    says: tuple[str, str]
    make: Make = attrs.field(repr=False)


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


def _of_item(da: str, en: str, make: Make) -> Predicate:
    return Predicate(subject=("{item}", "{item}"), says=(da, en), make=make)


def _of_case(da: str, en: str, make: Make) -> Predicate:
    return Predicate(subject=("sagen", "the case"), says=(da, en), make=make)


def _of_rule(da: str, en: str, truth: bool | None) -> Predicate:  # noqa: FBT001 - True, False or unknown
    return Predicate(
        subject=("reglen {rule}", "rule {rule}"),
        says=(da, en),
        make=lambda words: cases.because(words.rule, truth),
    )


CLAIMS: Final = (
    _of_case("være lukket", "be closed", lambda _: cases.closed()),
    _of_case("kunne lukkes", "be closable", lambda _: cases.may(cases.close())),
    _of_case(
        "vente på {code}",
        "wait for {code}",
        lambda words: cases.waits_for(words["code"]),
    ),
    Predicate(
        subject=("det", "it"),
        says=("afvises[ som {codes}]", "be refused[ as {codes}]"),
        make=lambda words: cases.refused(*words.several("codes")),
    ),
    Predicate(
        subject=("ansøgningen", "the application"),
        says=("være afgjort som {code}", "be decided as {code}"),
        make=lambda words: cases.application_decided(words["code"]),
    ),
    _of_rule("være opfyldt", "be met", True),  # noqa: FBT003 - as in `because`
    _of_rule("være brudt", "be broken", False),  # noqa: FBT003 - as in `because`
    _of_rule("være uklar", "be unclear", None),
    Predicate(
        subject=("advarslen {code}", "warning {code}"),
        says=("være givet", "be given"),
        make=lambda words: cases.warned(words["code"]),
    ),
    Predicate(
        subject=("oplysningen {name}", "fact {name}"),
        says=("være {value}", "be {value}"),
        make=lambda words: cases.known(words["name"], words.value),
    ),
    _of_item(
        "være tilgængelig", "be available", lambda words: cases.available(words.item)
    ),
    _of_item("være udført", "be done", lambda words: cases.done(words.item)),
    _of_item("vente", "wait", lambda words: cases.waiting(words.item)),
    _of_item("være i gang", "be under way", lambda words: cases.under_way(words.item)),
    _of_item(
        "være sprunget over", "be skipped", lambda words: cases.skipped(words.item)
    ),
    _of_item(
        "være afsluttet før tid", "be ended early", lambda words: cases.left(words.item)
    ),
    _of_item("kunne nås", "be reachable", lambda words: cases.reachable(words.item)),
    _of_item(
        "være afgjort som {outcome}",
        "be decided as {outcome}",
        lambda words: cases.outcome(words.outcome, of=words.item),
    ),
    _of_item(
        "have frist {day}",
        "be due {day}",
        lambda words: cases.due(words.item, words.deadline),
    ),
    _of_item(
        "være over fristen", "be overdue", lambda words: cases.overdue(words.item)
    ),
    _of_item("skyldes", "be owed", lambda words: cases.owed(words.item)),
    _of_item(
        "være hos {other}",
        "be with {other}",
        lambda words: cases.held(words.item, words["other"]),
    ),
)
"""What is asked; in `Så` and in `Før eller siden`."""


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
