"""A round that some have applied in, each with a case that decides the application.

What each asked for is all that tells them apart; whoever meets the rules is granted,
and whoever does not is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import new_class
from typing import Any

import attrs
from tests.domain.programme import (
    ANNOUNCE,
    CASEWORKER,
    FORM,
    FRIST,
    HEAD,
    MAANEDER,
    MODTAGET,
    OPSLAG,
    ROUND,
    SUBMIT,
)

from kvalitet_core import Journal, Plugin
from kvalitet_core.casetypes import (
    CaseType,
    Decision,
    Fact,
    Renamed,
    Role,
    Rule,
    Stage,
    Task,
)
from kvalitet_core.domain import case as cases
from kvalitet_core.domain import municipality, region, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.reaction import Reaction
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import Answers, MunicipalityCode, RegionCode

__all__ = [
    "APPLYING",
    "BEGUN",
    "FIRST",
    "MOST",
    "OPENS",
    "Applied",
    "Round",
    "played",
    "plugin",
    "version",
]

MOST = 12
"""The greatest length that the rules of the first version let pass."""

BEGUN = datetime(2020, 9, 1, 8, tzinfo=UTC)
APPLYING = datetime(2020, 11, 20, 8, tzinfo=UTC)
LATE = datetime(2020, 11, 29, 8, tzinfo=UTC)
DECIDING = datetime(2020, 12, 10, 8, tzinfo=UTC)
DAY = date(2019, 1, 1)

SAGSBEHANDLER = Role("sagsbehandler", da="Sagsbehandler", en="Case worker")
FAGCHEF = Role("fagchef", da="Fagchef", en="Head")
HENSYN = Fact("hensyn", str, da="særlige hensyn", en="special regard")


@attrs.frozen
class Applied:
    """What one asked for.

    Attributes:
        months: How long.
        late: Whether it came after the deadline.
        decided: Whether it is decided.
    """

    months: int
    late: bool = False
    decided: bool = True

    @property
    def meets(self) -> bool:
        """Whether the rules of the first version are met."""
        return not self.late and self.months <= MOST


def rules(most: int, number: int, **said: Any) -> tuple[Rule, ...]:
    """What is asked: to be in time, and not to ask for too long."""
    asked, text = MAANEDER, f"Højst {most} måneder"
    return (
        Rule("proeve.rettidig", 1, MODTAGET <= FRIST, OPSLAG, "Fristen er …"),
        Rule("proeve.laengde", number, asked <= most, OPSLAG, text, **said),
    )


REGARD = Rule("proeve.hensyn", 1, HENSYN.is_in(["ja"]), OPSLAG, "Særlige hensyn")


def _decision(after: Task, of: Sequence[Rule]) -> Decision:
    return Decision(
        "Afgør",
        role=FAGCHEF,
        when=after.done,
        outcomes=("imoedekommet", "afslag"),
        granting=("imoedekommet",),
        rules=tuple(of),
    )


def _clarified(of: Sequence[Rule]) -> type[Stage]:
    class Ansoegning(Stage):
        """Ansøgning"""

        oplys = Task("Oplys", role=SAGSBEHANDLER)
        afgoer = _decision(oplys, of)

    return Ansoegning


def assessed(of: Sequence[Rule]) -> type[Stage]:
    """A stage in which both items are called otherwise."""

    class Ansoegning(Stage):
        """Ansøgning"""

        vurder = Task("Vurdér", role=SAGSBEHANDLER)
        bestem = _decision(vurder, of)

    return Ansoegning


RENAMED = {
    "1": Renamed(
        {
            "ansoegning.oplys": "ansoegning.vurder",
            "ansoegning.afgoer": "ansoegning.bestem",
        }
    )
}


class _Sag(CaseType):
    """Sag"""

    code, version, valid_from = "proeve.sag", "1", DAY
    languages = ("da",)
    roles = (SAGSBEHANDLER, FAGCHEF)
    facts = (HENSYN,)
    stages = (_clarified(rules(MOST, 1)),)
    handles = "application"


FIRST = _Sag
"""The first version of the case type."""


def version(name: str, *of: Rule, **said: Any) -> type[CaseType]:
    """Another version of the case type, by other rules."""
    body = {"__doc__": "Sag", "version": name, "stages": (_clarified(of),), **said}
    return new_class("Sag", (_Sag,), exec_body=lambda space: space.update(body))


def _opened(recorded: Recorded) -> cases.Open:
    return cases.Open(
        definition="proeve.sag", version="1", title="Sag", handles=recorded.stream
    )


OPENS = Reaction(
    name="proeve.opens",
    title="En ansøgning åbner en sag",
    events=frozenset({"application.submitted/1"}),
    command=_opened,
    issues=frozenset({"case.open/1"}),
)


def plugin(*types: type[CaseType], **said: Any) -> Plugin:
    """The programme, with versions of its case type; the first, where none is told."""
    name, number = "proeve", "1"
    return Plugin(
        name=name,
        version=number,
        forms=(FORM,),
        rules=rules(MOST, 1),
        case_types=types or (FIRST,),
        **said,
    )


@attrs.frozen(kw_only=True)
class Round:
    """A round, as it was played.

    Attributes:
        journal: Where.
        cases: The case of each who applied, in order.
    """

    journal: Journal
    cases: tuple[StreamId, ...]

    @property
    def applications(self) -> tuple[StreamId, ...]:
        """The application that each of them decides."""
        return tuple(
            StreamId(each.replace("case/proeve.sag.", "application/"))
            for each in self.cases
        )


@contextmanager
def played(
    *applied: Applied, plugin: Plugin, place: str = "memory:"
) -> Iterator[Round]:
    """Let some apply in the round, and decide.

    Args:
        applied: Who.

        plugin: The programme.

        place: Where the journal is made.
    """
    clock = GivenClock(BEGUN)
    with Journal.open(place, plugins=(plugin,), clock=clock, views=False) as journal:
        teller = _Teller(journal, clock)
        teller.places()
        found: dict[int, StreamId] = {}
        for number, each in sorted(enumerate(applied), key=_late):
            found[number] = teller.applied(each)
        for number, each in enumerate(applied):
            if each.decided:
                teller.decided(each, found[number])
        yield Round(journal=journal, cases=tuple(found[n] for n in sorted(found)))


def _late(numbered: tuple[int, Applied]) -> bool:
    return numbered[1].late


@attrs.frozen
class _Teller:
    """Who asks what, in order, an hour between any two commands."""

    journal: Journal
    clock: GivenClock

    def places(self) -> None:
        """The places, and the round."""
        code = RegionCode("1081")
        self._do(region.Register(code=code, name="Nord", effective_from=DAY))
        self._do(
            municipality.Register(
                code=MunicipalityCode("0730"),
                name="Randers",
                region=code,
                effective_from=DAY,
            )
        )
        self._do(attrs.evolve(ANNOUNCE, effective_from=BEGUN.date()))
        self._do(rounds.Open(round=ROUND, effective_from=date(2020, 10, 1)))

    def applied(self, each: Applied) -> StreamId:
        """One registers, applies, and has a case: give its stream."""
        applicant = self._do(
            tilbud.Register(
                name="Lindehuset",
                municipality=MunicipalityCode("0730"),
                driftsform=Driftsform.KOMMUNAL,
                legal_grounds=LegalGrounds(
                    grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
                ),
                effective_from=DAY,
            )
        )
        self._until(LATE if each.late else APPLYING)
        answers = Answers({"temaer": ("Sundhed",), "maaneder": each.months})
        submit = attrs.evolve(
            SUBMIT, applicant=applicant, received=None, answers=answers
        )
        receipt = self.journal.do(submit, by=CASEWORKER)
        (submitted,) = receipt.events
        self._until(self.clock() + timedelta(hours=1))
        opened = self.journal.do(
            _opened(submitted),
            by=CASEWORKER,
            command_id=f"{submitted.event_id}.{OPENS.name}",
            cause=submitted.event_id,
            reaction=OPENS.name,
        )
        return opened.stream

    def decided(self, each: Applied, case: StreamId) -> None:
        """It is clarified and decided."""
        self._until(DECIDING)
        self._do(cases.Complete(case=case, item="ansoegning.oplys"))
        self._do(
            cases.Decide(
                case=case,
                item="ansoegning.afgoer",
                outcome="imoedekommet" if each.meets else "afslag",
                reasons=() if each.meets else ("Reglerne er ikke opfyldt.",),
            )
        )

    def _do(self, command: Any) -> StreamId:
        self._until(self.clock() + timedelta(hours=1))
        by = HEAD if isinstance(command, cases.Decide) else CASEWORKER
        return self.journal.do(command, by=by).stream

    def _until(self, at: datetime) -> None:
        self.clock.set(max(at, self.clock()))
