"""The programme itself: tracks, sub-initiatives, goals, budgets, and who to ask."""

from __future__ import annotations

from datetime import date

from kvalitet_cli.story.people import made_up
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import LOADER, Scene, Stage
from kvalitet_cli.story.told.programmet import TOLD
from kvalitet_core.domain import programme
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Personal

__all__ = ["CATALOGUE", "Programmet"]

CATALOGUE = "programmet.programme"


class Programmet:
    """The programme, from its catalogue, each thing when it came to be known."""

    title = "Programmet"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._contact = stage.new_person()
        self.stream = StreamId("")
        self._entered = 0

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2019-03-01 09:30", self._established),
            ("2019-03-04 10:00", self._contact_named),
            ("2021-03-11 09:00", self._page_of_1),
            ("2021-09-22 09:00", self._page_of_6),
            ("2023-01-02 09:00", self._new_authority),
        )

    def _enter(self, by_day: date) -> None:
        """Enter what holds by a day, and is not entered yet."""
        known = self._stage.catalogue(CATALOGUE, by_day=by_day)
        self._stage.enter(known)
        first = known[0].target(None)
        self.stream = StreamId(first)

    def _known(self) -> programme.Programme:
        found = self._stage.get(programme.Programme, self.stream)
        return found if found is not None else self._lost()

    def _lost(self) -> programme.Programme:
        message = f"the demo's programme {self.stream} is not there"
        raise AssertionError(message)

    def _established(self) -> Said:
        self._enter(date(2019, 3, 1))
        found = self._known()
        amounts = [
            said.amount
            for part in found.sub_initiatives
            for budget in part.budgets
            if (said := budget.stated.newest) is not None
        ]
        unknown = sum(amount is None for amount in amounts)
        return say(
            TOLD["established"],
            loader=LOADER.id,
            title=found.established.title,
            tracks=len(found.tracks),
            parts=len(found.sub_initiatives),
            goals=len(found.goals),
            known=len(amounts) - unknown,
            unknown=unknown,
        )

    def _contact_named(self) -> Said:
        self._stage.do(
            programme.NameContact(
                programme=self.stream,
                contact=self._contact,
                card=Personal(made_up(0)),
                sub_initiative=6,
                effective_from=date(2019, 3, 4),
            )
        )
        return say(TOLD["contact_named"])

    def _page_of_1(self) -> Said:
        self._enter(date(2021, 3, 11))
        return say(TOLD["page_of_1"])

    def _page_of_6(self) -> Said:
        self._enter(date(2021, 9, 22))
        return say(TOLD["page_of_6"])

    def _new_authority(self) -> Said:
        self._enter(date(2023, 1, 2))
        found = self._known()
        before, after = (
            found.authority.on(day) for day in (date(2022, 12, 31), date(2023, 1, 1))
        )
        return say(TOLD["new_authority"], after=after, before=before)
