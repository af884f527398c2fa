"""The partnership's pool: the call, who applied, and who was selected.

The pool, its deadlines, the four partners, how many applied, were invited and joined,
and the days of the selection and of the first meeting are real. The names of the other
eighteen are not to be found: they are made up, and so is what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import attrs

from kvalitet_cli.story.made_up import TOWNS
from kvalitet_cli.story.people import made_up
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, Scene, Stage
from kvalitet_cli.story.told.partnerskab import TOLD
from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.domain import application, case, municipality, network, region
from kvalitet_core.domain import round as rounds
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.personal import Personal
from kvalitet_core.values import (
    COPENHAGEN,
    Answers,
    MunicipalityCode,
    ReasonCode,
    RegionCode,
)

__all__ = ["HOPE", "PARTNERS", "Partnerskab"]

HOPE: Final = "Vi er allerede i gang, og vil gerne dele det vi ved."
"""What a municipality writes; it stands in no file in clear."""

PARTNERS: Final = {
    "0657": "Herning",
    "0730": "Randers",
    "0265": "Roskilde",
    "0230": "Rudersdal",
}
"""The four, by their codes."""

_MADE_UP_FROM: Final = 1000
"""The first code of those that take their places when it is played anew."""

_OTHERS: Final = {f"09{number:02}": name for number, name in enumerate(TOWNS, 71)}
_CASE_TYPE: Final = "partnerskab.ansoegning"
_ANNOUNCED: Final = date(2019, 7, 3)
_PUBLISHED: Final = date(2019, 12, 19)
_ANSWERED: Final = date(2020, 1, 6)
_JOINED: Final = 14
_REASONS: Final = ("Kommunen er ikke blandt de udvalgte.",)
_DUTIES: Final = (
    case.Discharged(
        duty="partshoering",
        way=case.Way.NOT_OWED,
        text="Kommunen kender selv sin ansøgning (made up)",
    ),
    case.Discharged(
        duty="klagevejledning", way=case.Way.DONE, text="Står i brevet (made up)"
    ),
)


class Partnerskab:
    """From the call to the partners, and the network of those who were not chosen."""

    title = "Partnerskab"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.head = attrs.evolve(CASEWORKER, id="a-22", role="fagchef")
        self.towns = PARTNERS if stage.number == 0 else _standing_in(stage.number)
        self._applicants: tuple[StreamId, ...] = ()
        self._applied: tuple[StreamId, ...] = ()
        self.selection = StreamId("")
        self.steering = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2019-07-03 09:00", self._announced),
            ("2019-09-17 10:00", self._moved),
            ("2019-09-24 11:30", self._all_applied),
            ("2019-12-09 10:00", self._judged),
            ("2019-12-16 14:00", self._selected),
            ("2019-12-16 14:20", self._a_fifth),
            ("2019-12-19 09:00", self._published),
            ("2019-12-19 13:00", self._decided),
            ("2020-01-06 10:00", self._answered),
            ("2020-01-07 14:10", self._met),
        )

    @property
    def partners(self) -> tuple[StreamId, ...]:
        """The applications of the four."""
        return self._applied[: len(self.towns)]

    def town(self, code: str) -> StreamId:
        """The stream of a partner municipality."""
        return stream_id("municipality", code)

    def _announced(self) -> Said:
        call, _ = self._stage.catalogue("partnerskab.rounds")
        (frame,) = self._stage.catalogue("partnerskab.frame")
        round_ = self._stage.do(call, by=self.head)
        self._stage.do(
            rounds.Open(round=round_, effective_from=_ANNOUNCED), frame, by=self.head
        )
        self.selection = stream_id("partnerskab-selection", round_.partition("/")[2])
        return say(
            TOLD["announced"],
            title=call.title,
            amount=frame.amount,
            account=frame.finance_act_account,
        )

    def _moved(self) -> Said:
        _, moved = self._stage.catalogue("partnerskab.rounds")
        self._stage.do(moved, by=self.head)
        return say(TOLD["moved"])

    def _all_applied(self) -> Said:
        made = tuple(self._made_up())
        if made:
            self._stage.enter(made)
        others = (stream_id("municipality", code) for code in _OTHERS)
        self._applicants = (*map(self.town, self.towns), *others)
        self._applied = self._stage.enter(self._applications(), by=CASEWORKER)
        return say(
            TOLD["all_applied"],
            number=len(self._applied),
            towns=", ".join(self.towns.values()),
        )

    def _made_up(self) -> Iterator[Command]:
        """The municipalities that are on no map, those that are not registered yet."""
        since = date(2019, 1, 1)
        nowhere = RegionCode("1099")
        if self._stage.get(region.Region, stream_id("region", nowhere)) is None:
            name = "Region Ingensteder (made up)"
            yield region.Register(code=nowhere, name=name, effective_from=since)
        for code, name in {**_OTHERS, **self.towns}.items():
            stream = stream_id("municipality", code)
            if self._stage.get(municipality.Municipality, stream) is None:
                yield municipality.Register(
                    code=MunicipalityCode(code),
                    name=f"{name} (made up)",
                    region=nowhere,
                    effective_from=since,
                )

    def _applications(self) -> Iterator[application.Submit]:
        received = datetime(2019, 9, 24, 11, 0, tzinfo=COPENHAGEN)
        for number, town in enumerate(self._applicants):
            yield application.Submit(
                round=self._stage.stream("round/partnerskab-2019-09"),
                applicant=town,
                received=received,
                answers=Answers(
                    {"beloeb": 3_250_000, "budget": True, "budgetnoter": True}
                ),
                contact_id=self._stage.new_person(),
                contact=Personal(made_up(30 + number)),
                description=Personal(HOPE),
            )

    def _case(self, applied: StreamId) -> StreamId:
        return StreamId(f"case/{_CASE_TYPE}.{applied.partition('/')[2]}")

    def _judged(self) -> Said:
        commands: list[Command] = []
        for applied in self._applied:
            own = self._case(applied)
            commands += [
                case.Complete(case=own, item="ansoegning.oplys"),
                case.Complete(case=own, item="ansoegning.vurder"),
                case.RecordFact(
                    case=own,
                    fact="indstilling.langt_i_udvikling",
                    value=applied in self.partners,
                    effective_from=date(2019, 12, 9),
                    source="Ansøgningen (made up)",
                ),
                case.Complete(case=own, item="ansoegning.indstil"),
            ]
        self._stage.enter(commands, by=CASEWORKER)
        return say(TOLD["judged"], caseworker=CASEWORKER.id)

    def _select(self, applied: StreamId) -> Any:
        return self._stage.asked(
            "partnerskab-selection.select",
            selection=self.selection,
            application=applied,
            reasons=("Kommunen er allerede langt i udviklingen (made up)",),
        )

    def _selected(self) -> Said:
        self._stage.do(*map(self._select, self.partners), by=self.head)
        return say(
            TOLD["selected"], head=self.head.id, towns=", ".join(self.towns.values())
        )

    def _a_fifth(self) -> Said:
        fifth = self._applied[len(self.towns)]
        reason = self._stage.refused(self._select(fifth), by=self.head)
        return say(TOLD["a_fifth"], head=self.head.id, reason=reason)

    def _published(self) -> Said:
        reference, steering, meeting = self._stage.catalogue("partnerskab.networks")
        self._stage.do(reference, by=self.head)
        self.steering = self._stage.do(steering, by=self.head)
        self._stage.do(meeting, by=self.head)
        self._stage.do(
            self._stage.asked(
                "partnerskab-selection.publish",
                selection=self.selection,
                effective_from=_PUBLISHED,
            ),
            by=self.head,
        )
        return say(TOLD["published"])

    def _decision(self, applied: StreamId, *, granted: bool) -> case.Decide:
        """The command that decides an application in its case."""
        return case.Decide(
            case=self._case(applied),
            item="ansoegning.afgoer",
            outcome="imoedekommet" if granted else "afslag",
            reasons=() if granted else _REASONS,
            duties=() if granted else _DUTIES,
        )

    def _decided(self) -> Said:
        not_selected = self._decision(self._applied[-1], granted=True)
        reason = self._stage.refused(not_selected, by=self.head)
        for applied in self._applied:
            granted = applied in self.partners
            self._stage.do(self._decision(applied, granted=granted), by=self.head)
            told = case.Notify(case=self._case(applied), number=1, on=_PUBLISHED)
            self._stage.do(told)
        return say(TOLD["decided"], reason=reason)

    def _close(self, applied: StreamId, item: str, by: Actor) -> None:
        own = self._case(applied)
        self._stage.do(case.Complete(case=own, item=item), by=by)
        self._stage.do(case.Close(case=own, reason=ReasonCode("completed")))

    def _answered(self) -> Said:
        town = attrs.evolve(CASEWORKER, id="k-31", role="kommune")
        for applied in self.partners:
            self._close(applied, "partner.indgaa", town)
        invited = self._applied[len(self.towns) :]
        for number, applied in enumerate(invited):
            self._stage.do(
                self._stage.asked(
                    "partnerskab-selection.answer",
                    selection=self.selection,
                    application=applied,
                    joins=number < _JOINED,
                    effective_from=_ANSWERED,
                )
            )
            self._close(applied, "reference.svar", town)
        reference = self._stage.stream("network/partnerskab-reference")
        found = self._stage.get(network.Network, reference)
        members = len(found.members) if found is not None else 0
        return say(TOLD["answered"], invited=len(invited), members=members)

    def _met(self) -> Said:
        self._stage.do(
            *(
                network.AdmitOrganisation(
                    network=self.steering,
                    organisation=self.town(code),
                    effective_from=_PUBLISHED,
                )
                for code in self.towns
            ),
            network.HoldMeeting(
                network=self.steering,
                meeting="2020-01-07",
                attended=frozenset(map(self.town, self.towns)),
            ),
            by=self.head,
        )
        return say(TOLD["met"])


def _standing_in(number: int) -> dict[str, str]:
    """Four made-up municipalities in the place of the real ones."""
    first = _MADE_UP_FROM + len(PARTNERS) * (number - 1)
    return {
        f"{first + place:04}": f"{name}s nabo {number}"
        for place, name in enumerate(TOWNS[: len(PARTNERS)])
    }
