"""The register: real regions and municipalities, and made-up tilbud with contacts.

What happens here needs no plugin: it is told also where none is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import attrs

from kvalitet_cli.story.people import BIRK, SIGNE
from kvalitet_cli.story.stage import CASEWORKER, LOADER, Scene, Stage, Told, at
from kvalitet_core.domain import region, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import MunicipalityCode, ReasonCode

__all__ = ["BEGINNING", "Register", "resting_on"]

BEGINNING: Final = at("2019-03-01 09:00")

ERASER: Final = attrs.evolve(
    CASEWORKER,
    id="a-40",
    role="eraser",
    authority="Instruction on erasure 2021 (made up)",
)


def resting_on(ground: LegalGround) -> LegalGrounds:
    """The grounds of a tilbud that rests on one."""
    return LegalGrounds(grounds=frozenset({ground}), primary=ground)


class Register:
    """The tilbud of the story, which the other chapters know by these names."""

    title = "Registeret"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._do = stage.do
        self._signe = stage.new_person()
        self.birk = stage.new_person()
        self.laerkehoej = StreamId("")
        self.egekrogen = StreamId("")

    def load(self, progress: Callable[[int, int], None]) -> Told:
        """Load the real regions and municipalities, in one transaction."""
        self._stage.set(BEGINNING)
        commands = self._stage.catalogue("core.municipalities")
        self._stage.enter(commands, progress=lambda done: progress(done, len(commands)))
        regions = sum(isinstance(command, region.Register) for command in commands)
        return Told(
            BEGINNING,
            self.title,
            f"{LOADER.id} loads Denmark's {regions} regions and "
            f"{len(commands) - regions} municipalities. These are real.",
        )

    def scenes(self) -> tuple[Scene, ...]:
        """What happens after that, each with its time in Denmark."""
        return (
            ("2019-09-02 10:15", self._registered),
            ("2019-09-02 10:40", self._contacts_named),
            ("2020-01-15 14:05", self._second_registered),
            ("2020-03-10 13:20", self._renamed),
            ("2020-03-12 09:05", self._corrected),
            ("2020-05-04 11:30", self._unknown_municipality),
            ("2020-12-01 08:50", self._closed),
            ("2021-02-03 15:45", self._too_late),
            ("2021-06-14 10:00", self._forgotten),
        )

    def _registered(self) -> str:
        self.laerkehoej = self._do(
            tilbud.Register(
                name="Bofællesskabet Lærkehøj",
                municipality=MunicipalityCode("0730"),
                driftsform=tilbud.Driftsform.KOMMUNAL,
                legal_grounds=resting_on(LegalGround.SEL107),
                effective_from=date(2019, 9, 1),
            ),
        )
        return (
            f"{CASEWORKER.id}, a caseworker, registers the made-up tilbud "
            "Bofællesskabet Lærkehøj in Randers (0730), there from 1 September 2019. A "
            "tilbud is a place or a service that supports people with psychological "
            "difficulties; the law it rests on is told by its section: this one rests "
            "on § 107 of serviceloven, the act on social services (SEL107), a "
            "temporary stay."
        )

    def _contacts_named(self) -> str:
        for person, card in ((self._signe, SIGNE), (self.birk, BIRK)):
            self._do(
                tilbud.NameContact(
                    tilbud=self.laerkehoej,
                    contact=person,
                    card=Personal(card),
                    effective_from=date(2019, 9, 1),
                ),
            )
        return (
            "Two contact persons are named. Their names and addresses are sealed, each "
            "with a key of that person's own; the journal itself only holds their ids, "
            f"{self._signe} and {self.birk}."
        )

    def _second_registered(self) -> str:
        self.egekrogen = self._do(
            tilbud.Register(
                name="Botilbuddet Egekrogen",
                municipality=MunicipalityCode("0461"),
                driftsform=tilbud.Driftsform.PRIVAT,
                legal_grounds=resting_on(LegalGround.SEL108),
                effective_from=date(2020, 1, 1),
            ),
        )
        return "A second made-up tilbud, Botilbuddet Egekrogen in Odense (0461)."

    def _renamed(self) -> str:
        return self._rename(
            "Bofællesskabet Mosevang",
            "The office learns that Lærkehøj has been called Bofællesskabet Mosevang "
            "since 1 January 2020. The record keeps both dates: when the name took "
            "effect, and when the office learned of it.",
        )

    def _corrected(self) -> str:
        return self._rename(
            "Bofællesskabet Mosebo",
            "That was a slip of the pen: the name is Bofællesskabet Mosebo. The "
            "correction is a new event; the mistake stays in the history, so one can "
            "still see what the office believed on 11 March.",
        )

    def _rename(self, name: str, text: str) -> str:
        day = date(2020, 1, 1)
        self._do(tilbud.Rename(tilbud=self.laerkehoej, name=name, effective_from=day))
        return text

    def _unknown_municipality(self) -> str:
        reason = self._stage.refused(
            tilbud.Register(
                name="Opholdsstedet Ingensted",
                municipality=MunicipalityCode("0999"),
                driftsform=tilbud.Driftsform.REGIONAL,
                legal_grounds=resting_on(LegalGround.SEL107),
                effective_from=date(2020, 5, 1),
            ),
        )
        return (
            "Somebody tries to register a tilbud in municipality 0999. It is refused, "
            f"and the refusal is kept with its reason: {reason!r}."
        )

    def _closed(self) -> str:
        self._do(
            tilbud.Close(
                tilbud=self.egekrogen,
                effective_from=date(2021, 1, 1),
                reason=ReasonCode("merged"),
            ),
        )
        return "Egekrogen is to close on 1 January 2021."

    def _too_late(self) -> str:
        self._stage.refused(
            tilbud.Rename(
                tilbud=self.egekrogen,
                name="Botilbuddet Egelunden",
                effective_from=date(2021, 2, 1),
            ),
        )
        return (
            "Somebody tries to rename Egekrogen from 1 February 2021. Refused: it had "
            "closed by then."
        )

    def _forgotten(self) -> str:
        sections = self._stage.forget(
            self._signe,
            by=ERASER,
            reason="no longer a contact, and no duty to keep the data",
        )
        return (
            "The first contact person is forgotten: a-03 and a-08 approve, "
            f"{ERASER.id} carries it out, and the person's key and "
            f"{sections} sealed sections are destroyed. That it was decided, "
            "by whom and under which law, stays on record."
        )
