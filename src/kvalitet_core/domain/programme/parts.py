"""What may be asked of a programme's sub-initiatives."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import Dated, Period, later_than
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.programme.checks import (
    part_there,
    track_there,
    within_the_programme,
)
from kvalitet_core.domain.programme.events import (
    BudgetStated,
    Event,
    PageSection,
    PageStated,
    SubInitiativeStated,
)
from kvalitet_core.domain.programme.state import Programme
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import KIND, StreamId, of_kind
from kvalitet_core.values import Money, ReasonCode, not_blank

__all__ = ["StateBudget", "StatePage", "StateSubInitiative"]


def _plugin(_: Any, attribute: attrs.Attribute[Any], name: object) -> None:
    if name is not None and not (isinstance(name, str) and KIND.fullmatch(name)):
        rule = "expected a plugin's name: a-z, then a-z, 0-9, - or _"
        raise Malformed(f"{attribute.name} {name!r}", rule)


@attrs.frozen(kw_only=True)
class StateSubInitiative:
    """Say what a sub-initiative is; what was said before is put right.

    Attributes:
        programme: The programme's stream: `programme/…`.
        number: The sub-initiative's number.
        title: What it is called.
        track: The number of the track that it belongs to.
        plugin: The name of the plugin that it is run by; None where there is none.
        begins: Its first day.
        ends: The first day without it; None where no end is known.
        source: The documents that this comes from.
        effective_from: The first day that this holds.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    number: int = attrs.field(validator=Whole(of="sub-initiatives"))
    title: str = attrs.field(validator=not_blank)
    track: int = attrs.field(validator=Whole(of="tracks"))
    plugin: str | None = attrs.field(default=None, validator=_plugin)
    begins: date
    ends: date | None = attrs.field(default=None, validator=later_than("begins"))
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Say so, unless it is known.

        Raises:
            Refused: `programme.unknown`; or for all that is wrong:
                `programme.track_unknown`, `programme.outside`,
                `programme.not_begun`, `programme.closed`.
        """
        known = registered(state, self.programme)
        fields = attrs.fields(SubInitiativeStated)
        said = SubInitiativeStated(
            **{each.name: getattr(self, each.name) for each in fields}
        )
        part = known.sub_initiative(self.number)
        if part is not None and _same(part.stated, said):
            return ()
        period = Period(start=self.begins, end=self.ends)
        refuse_for(
            track_there(known, self.track, stream=self.programme),
            within_the_programme(known, period, stream=self.programme),
            within(known.period, self.effective_from, stream=self.programme),
        )
        return (said,)


@attrs.frozen(kw_only=True)
class StateBudget:
    """Say how much money a sub-initiative has, or that nobody knows.

    Attributes:
        programme: The programme's stream: `programme/…`.
        sub_initiative: The sub-initiative's number.
        post: What the money is for, as a code: a sub-initiative may have several posts.
        amount: How much; None where it is not known.
        source: The document that says so, or where it was looked for in vain.
        effective_from: The first day that this holds.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    sub_initiative: int = attrs.field(validator=Whole(of="sub-initiatives"))
    post: ReasonCode
    amount: Money | None
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Say so, unless it is known.

        Raises:
            Refused: `programme.unknown`; or for all that is wrong:
                `programme.sub_initiative_unknown`, `programme.negative`,
                `programme.not_begun`, `programme.closed`.
        """
        known = registered(state, self.programme)
        fields = attrs.fields(BudgetStated)
        said = BudgetStated(**{each.name: getattr(self, each.name) for each in fields})
        part = known.sub_initiative(self.sub_initiative)
        if part is not None and _same(part.budget(self.post), said):
            return ()
        refuse_for(
            part_there(known, self.sub_initiative, stream=self.programme),
            self._negative(),
            within(known.period, self.effective_from, stream=self.programme),
        )
        return (said,)

    def _negative(self) -> Reason | None:
        if self.amount is None or self.amount.oere >= 0:
            return None
        text = f"{self.programme}: expected a budget of 0 or more, got {self.amount}"
        return Reason(code="programme.negative", text=text, source=self.source)


@attrs.frozen(kw_only=True)
class StatePage:
    """Write a sub-initiative's page, or write it anew.

    Attributes:
        programme: The programme's stream: `programme/…`.
        sub_initiative: The sub-initiative's number.
        sections: What stands on it; a heading that nothing is known under is left out.
        updated: The day that it says it was last updated; None where it says none.
        source: Where the page stands.
        effective_from: The first day that the page says this.
    """

    programme: StreamId = attrs.field(validator=of_kind("programme"))
    sub_initiative: int = attrs.field(validator=Whole(of="sub-initiatives"))
    sections: tuple[PageSection, ...]
    updated: date | None = None
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the programme."""
        return self.programme

    def decide(self, state: Programme | None, context: Context) -> tuple[Event, ...]:
        """Write it, unless it says that already.

        Raises:
            Refused: `programme.unknown`; or for all that is wrong:
                `programme.sub_initiative_unknown`, `programme.heading_unknown` and
                `programme.heading_twice` for each such heading,
                `programme.not_begun`, `programme.closed`.
        """
        known = registered(state, self.programme)
        fields = attrs.fields(PageStated)
        said = PageStated(**{each.name: getattr(self, each.name) for each in fields})
        part = known.sub_initiative(self.sub_initiative)
        if part is not None and _same(part.page, said):
            return ()
        refuse_for(
            part_there(known, self.sub_initiative, stream=self.programme),
            *self._headings(known),
            within(known.period, self.effective_from, stream=self.programme),
        )
        return (said,)

    def _headings(self, programme: Programme) -> list[Reason]:
        allowed, source = programme.established.headings, programme.established.source
        used = [each.heading for each in self.sections]
        unknown = [
            Reason(
                code="programme.heading_unknown",
                text=(
                    f"{self.programme}: expected one of the headings "
                    f"{', '.join(allowed) or 'none'}, got {heading!r}"
                ),
                source=source,
            )
            for heading in dict.fromkeys(used)
            if heading not in allowed
        ]
        twice = [
            Reason(
                code="programme.heading_twice",
                text=f"{self.programme}: got the heading {heading!r} twice",
                source=source,
            )
            for heading in dict.fromkeys(used)
            if used.count(heading) > 1
        ]
        return [*unknown, *twice]


def _same(known: Dated[Any], said: Any) -> bool:
    """Tell whether what is said holds from its day on, whenever it was said to."""
    day = said.effective_from
    return (
        all(
            span.value == attrs.evolve(said, effective_from=span.value.effective_from)
            for span in known.spans
            if span.period.end is None or span.period.end > day
        )
        and known.on(day) is not None
    )
