"""Why a decision came out as it did: rule → fact → event → person → legal basis.

It stands in the record as it was found; nothing is worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.casetypes.truth import Truth
from kvalitet_core.domain.case import KeptApart, Mandated, Way
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.spoken import Language, checked_language
from kvalitet_core.values import COPENHAGEN, Hjemmel

__all__ = ["DutyMet", "Given", "Happened", "Ruled", "Why"]

_TRUTHS: Final[dict[Truth, tuple[str, str]]] = {
    Truth.TRUE: ("opfyldt", "met"),
    Truth.FALSE: ("ikke opfyldt", "not met"),
    Truth.UNKNOWN: ("uafklaret", "open"),
}


@attrs.frozen(kw_only=True)
class Happened:
    """An event, and who brought it about.

    Attributes:
        stream: The stream that it is in.
        version: Its place there.
        event_id: Its id.
        name: Its stored name.
        recorded_at: When it was recorded.
        actor: Who asked for it; None for the journal's own.
    """

    stream: StreamId
    version: int
    event_id: EventId
    name: str
    recorded_at: datetime
    actor: Actor | None

    def says(self, language: Language) -> str:
        """Say it in a line: what, who, on what authority, when and where."""
        da = language == "da"
        local = self.recorded_at.astimezone(COPENHAGEN)
        when = f"{local:%d-%m-%Y kl. %H.%M}" if da else f"{local:%Y-%m-%d %H:%M}"
        who = ""
        if self.actor is not None:
            by, as_, on = (
                ("af", "som", "efter") if da else ("by", "as", "on the authority of")
            )
            actor = self.actor
            who = f" {by} {actor.id} {as_} {actor.role}, {on} {actor.authority}"
        return f"{self.name}{who}, {when} ({self.stream} {self.version})"


@attrs.frozen(kw_only=True)
class Given:
    """A fact as it was known, and the event that it was known from.

    Attributes:
        fact: Its name.
        value: Its value as text.
        da: What it is called in Danish.
        en: What it is called in English.
        by: The event; None where no event set it.
    """

    fact: str
    value: str
    da: str
    en: str
    by: Happened | None = None

    def lines(self, language: Language, *, depth: int) -> Iterator[str]:
        """Give it, and below it what it is known from."""
        name = self.da if language == "da" else self.en
        yield f"{'  ' * depth}{name} = {self.value}"
        if self.by is not None:
            yield f"{'  ' * (depth + 1)}{self.by.says(language)}"


@attrs.frozen(kw_only=True)
class Ruled:
    """What a rule came to.

    Attributes:
        rule: Its code.
        version: Its version.
        hjemmel: The law or text that it rests on.
        truth: Whether it was met.
        da: What it asks, in Danish; its code, where its case type is not installed.
        en: What it asks, in English.
        despite: Whether it was set aside by name.
        given: The facts that it looked at.
        missing: The names of the facts that left it open.
    """

    rule: str
    version: int
    hjemmel: Hjemmel
    truth: Truth
    da: str
    en: str
    despite: bool = False
    given: tuple[Given, ...] = ()
    missing: tuple[str, ...] = ()

    def lines(self, language: Language, *, depth: int) -> Iterator[str]:
        """Give it, and below it the facts."""
        da = language == "da"
        indent = "  " * depth
        truth = _TRUTHS[self.truth][0 if da else 1]
        aside = (", fraveget" if da else ", set aside") if self.despite else ""
        yield f"{indent}{self.da if da else self.en}: {truth}{aside}"
        by = "Regel" if da else "Rule"
        yield f"{indent}  {by} {self.rule}/{self.version}, {self.hjemmel}"
        for each in self.given:
            yield from each.lines(language, depth=depth + 1)
        if self.missing:
            word = "mangler" if da else "missing"
            yield f"{indent}  {word}: {', '.join(self.missing)}"


@attrs.frozen(kw_only=True)
class DutyMet:
    """A duty around a decision, as it was met.

    Attributes:
        duty: Its code.
        way: How it was met.
        text: What was done, or why it was not owed.
        da: What it is called in Danish; its code, where its case type is not installed.
        en: What it is called in English.
        hjemmel: The law that it rests on; None where that is not installed.
    """

    duty: str
    way: Way
    text: str
    da: str
    en: str
    hjemmel: Hjemmel | None

    def lines(self, language: Language) -> Iterator[str]:
        """Give it, and below it the law."""
        yield f"  {self.da if language == 'da' else self.en}: {self.text}"
        if self.hjemmel is not None:
            yield f"    {self.hjemmel}"


@attrs.frozen(kw_only=True)
class Why:
    """A decision, with all that it rests on.

    Attributes:
        case: The case's stream.
        number: Which of the case's decisions it is.
        item: The decision's path.
        da: What it is called in Danish.
        en: What it is called in English.
        outcome: What it came to, as a code.
        outcome_da: What that is called in Danish.
        outcome_en: What that is called in English.
        counts: Whether it counts still: neither revoked, superseded nor sent back.
        effective_from: The first day that it holds.
        notified: The day when the party was told.
        revoked: The first day that it no longer holds.
        supersedes: The number of the decision that it takes the place of.
        reasons: Why, as it was said to the party.
        mandate: The mandate that it was decided by.
        duties: How each duty around it was met.
        apart: Whom it was kept apart from.
        decided: The event, and who decided.
        on_behalf_of: Who had delegated the authority to do so, if anybody.
        rules: What each rule came to, in order of code.
        available: What made it possible to decide: the facts, as they were known.
    """

    case: StreamId
    number: int
    item: str
    da: str
    en: str
    outcome: str
    outcome_da: str
    outcome_en: str
    counts: bool
    effective_from: date
    notified: date | None
    revoked: date | None
    supersedes: int | None
    reasons: tuple[str, ...]
    mandate: Mandated | None
    duties: tuple[DutyMet, ...]
    apart: tuple[KeptApart, ...]
    decided: Happened
    on_behalf_of: str | None
    rules: tuple[Ruled, ...]
    available: tuple[Given, ...]

    def text(self, language: str) -> str:
        """Draw it as a tree: rule → fact → event → person → legal basis.

        Args:
            language: `da` or `en`.

        Raises:
            Malformed: It is another language.
        """
        return "\n".join(self.lines(checked_language(language)))

    def lines(self, language: Language) -> Iterator[str]:
        """Give the lines of its tree."""
        da = language == "da"
        word, title, outcome = (
            ("Afgørelse", self.da, self.outcome_da)
            if da
            else ("Decision", self.en, self.outcome_en)
        )
        yield f"{word} {self.number}, {title}: {outcome}"
        yield f"  {self.decided.says(language)}"
        if self.on_behalf_of is not None:
            word = "på vegne af" if da else "on behalf of"
            yield f"    {word} {self.on_behalf_of}"
        yield from self._basis(da=da)
        for rule in self.rules:
            yield from rule.lines(language, depth=1)
        if self.available:
            yield "  Kunne afgøres, fordi" if da else "  It could be decided because"
            for each in self.available:
                yield from each.lines(language, depth=2)

    def _basis(self, *, da: bool) -> Iterator[str]:
        if self.mandate is not None:
            word, most = ("bemyndigelse", "højst") if da else ("mandate", "at most")
            yield f"    {word} {_spelled(self.mandate, most)}"
        for each in self.apart:
            word = "ikke samme som" if da else "not the same as"
            yield f"    {word} {', '.join(each.persons)} ({each.item})"
        for reason in self.reasons:
            yield f"  {'Begrundelse' if da else 'Reason'}: {reason}"
        for duty in self.duties:
            yield from duty.lines("da" if da else "en")
        if not self.counts:
            since = ""
            if self.revoked is not None:
                word = "tilbagekaldt fra" if da else "revoked from"
                since = f"; {word} {self.revoked}"
            yield f"  {'Gælder ikke mere' if da else 'It counts no more'}{since}"


def _spelled(mandate: Mandated, most: str) -> str:
    ceiling = f", {most} {mandate.ceiling}" if mandate.ceiling is not None else ""
    return f"{mandate.mandate}: {mandate.holder}{ceiling}, {mandate.source}"
