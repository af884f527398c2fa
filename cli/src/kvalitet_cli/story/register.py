"""The register: real regions and municipalities, and made-up tilbud with contacts.

What happens here needs no plugin: it is told also where none is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import attrs

from kvalitet_cli.story.people import BIRK, SIGNE
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import CASEWORKER, LOADER, Scene, Stage, Told, at
from kvalitet_cli.story.told.register import TOLD
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
        said = say(
            TOLD["loaded"],
            loader=LOADER.id,
            regions=regions,
            municipalities=len(commands) - regions,
        )
        return Told(BEGINNING, self.title, said)

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

    def _registered(self) -> Said:
        self.laerkehoej = self._do(
            tilbud.Register(
                name="Bofællesskabet Lærkehøj",
                municipality=MunicipalityCode("0730"),
                driftsform=tilbud.Driftsform.KOMMUNAL,
                legal_grounds=resting_on(LegalGround.SEL107),
                effective_from=date(2019, 9, 1),
            ),
        )
        return say(TOLD["registered"], caseworker=CASEWORKER.id)

    def _contacts_named(self) -> Said:
        for person, card in ((self._signe, SIGNE), (self.birk, BIRK)):
            self._do(
                tilbud.NameContact(
                    tilbud=self.laerkehoej,
                    contact=person,
                    card=Personal(card),
                    effective_from=date(2019, 9, 1),
                ),
            )
        return say(TOLD["contacts_named"], first=self._signe, second=self.birk)

    def _second_registered(self) -> Said:
        self.egekrogen = self._do(
            tilbud.Register(
                name="Botilbuddet Egekrogen",
                municipality=MunicipalityCode("0461"),
                driftsform=tilbud.Driftsform.PRIVAT,
                legal_grounds=resting_on(LegalGround.SEL108),
                effective_from=date(2020, 1, 1),
            ),
        )
        return say(TOLD["second_registered"])

    def _renamed(self) -> Said:
        return self._rename("Bofællesskabet Mosevang", "renamed")

    def _corrected(self) -> Said:
        return self._rename("Bofællesskabet Mosebo", "corrected")

    def _rename(self, name: str, told: str) -> Said:
        day = date(2020, 1, 1)
        self._do(tilbud.Rename(tilbud=self.laerkehoej, name=name, effective_from=day))
        return say(TOLD[told])

    def _unknown_municipality(self) -> Said:
        reason = self._stage.refused(
            tilbud.Register(
                name="Opholdsstedet Ingensted",
                municipality=MunicipalityCode("0999"),
                driftsform=tilbud.Driftsform.REGIONAL,
                legal_grounds=resting_on(LegalGround.SEL107),
                effective_from=date(2020, 5, 1),
            ),
        )
        return say(TOLD["unknown_municipality"], reason=reason)

    def _closed(self) -> Said:
        self._do(
            tilbud.Close(
                tilbud=self.egekrogen,
                effective_from=date(2021, 1, 1),
                reason=ReasonCode("merged"),
            ),
        )
        return say(TOLD["closed"])

    def _too_late(self) -> Said:
        self._stage.refused(
            tilbud.Rename(
                tilbud=self.egekrogen,
                name="Botilbuddet Egelunden",
                effective_from=date(2021, 2, 1),
            ),
        )
        return say(TOLD["too_late"])

    def _forgotten(self) -> Said:
        sections = self._stage.forget(
            self._signe,
            by=ERASER,
            reason="no longer a contact, and no duty to keep the data",
        )
        return say(TOLD["forgotten"], eraser=ERASER.id, sections=sections)
