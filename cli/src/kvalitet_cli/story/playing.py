"""Playing: which chapters there are, in which order it all happens, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Final

from kvalitet_cli.story.indsatskatalog import Indsatskatalog
from kvalitet_cli.story.indsatsteam import Indsatsteam
from kvalitet_cli.story.indsatsteam_cases import IndsatsteamCases
from kvalitet_cli.story.kompetence import Kompetence
from kvalitet_cli.story.kompetence_plan import KompetencePlan
from kvalitet_cli.story.ledelse import Ledelse
from kvalitet_cli.story.partnerskab import Partnerskab
from kvalitet_cli.story.partnerskab_arbejde import PartnerskabArbejde
from kvalitet_cli.story.partnerskab_maalinger import PartnerskabMaalinger
from kvalitet_cli.story.partnerskab_tilskud import PartnerskabTilskud
from kvalitet_cli.story.pejlemaerker import Pejlemaerker
from kvalitet_cli.story.programmet import Programmet
from kvalitet_cli.story.register import Register
from kvalitet_cli.story.saying import Said
from kvalitet_cli.story.stage import Chapter, Stage, Told, at

__all__ = ["PLUGINS", "Play"]

PLUGINS: Final = (
    "programmet",
    "partnerskab",
    "kompetence",
    "indsatsteam",
    "pejlemaerker",
    "indsatskatalog",
    "ledelse",
)
"""The plugins whose parts of the programme are told, where they are installed."""


class Play:
    """The story as it is told with the plugins that are installed.

    Attributes:
        left_out: The plugins whose parts are not told, since they are not installed.
        register: The tilbud, which are there in any case.
        indsatsteam: The rounds of the Indsatsteam, if it is installed.
        cases: What becomes of the applications in them, if it is.
        granted: The partners' grants, if the partnership is installed.
        measured: What is measured of the partnership, if it is.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        installed = {plugin.name for plugin in stage.registry.plugins}
        self.left_out = tuple(name for name in PLUGINS if name not in installed)
        self.register = Register(stage)
        self.indsatsteam: Indsatsteam | None = None
        self.cases: IndsatsteamCases | None = None
        self.granted: PartnerskabTilskud | None = None
        self.measured: PartnerskabMaalinger | None = None
        self._chapters: list[Chapter] = [self.register]
        if "programmet" in installed:
            self._chapters.append(Programmet(stage))
        if "partnerskab" in installed:
            called = Partnerskab(stage)
            self.granted = PartnerskabTilskud(stage, called)
            self.measured = PartnerskabMaalinger(stage, called)
            worked = PartnerskabArbejde(stage, called, self.measured)
            self._chapters += [called, self.granted, worked, self.measured]
        if "kompetence" in installed:
            course = Kompetence(stage, self.register)
            self._chapters += [course, KompetencePlan(stage, self.register)]
        if "indsatsteam" in installed:
            self.indsatsteam = Indsatsteam(stage, self.register)
            self.cases = IndsatsteamCases(stage, self.indsatsteam)
            self._chapters += [self.indsatsteam, self.cases]
        if "pejlemaerker" in installed:
            self._chapters.append(Pejlemaerker(stage))
        if "indsatskatalog" in installed:
            self._chapters.append(Indsatskatalog(stage))
        if "ledelse" in installed:
            self._chapters.append(Ledelse(stage, self.register))

    @property
    def order(self) -> tuple[tuple[str, int, int], ...]:
        """Every scene, in the order of their times: when, and its two numbers."""
        scenes = [
            (when, chapter, scene)
            for chapter, each in enumerate(self._chapters)
            for scene, (when, _) in enumerate(each.scenes())
        ]
        return tuple(sorted(scenes, key=itemgetter(0)))

    def happen(self, chapter: int, scene: int) -> Said:
        """Let a scene happen; gives what is told of it."""
        _, happen = self._chapters[chapter].scenes()[scene]
        return happen()

    def played(self, progress: Callable[[int, int], None]) -> Iterator[Told]:
        """Let it all happen, in the order of its times, and tell it."""
        yield self.register.load(progress)
        for when, chapter, scene in self.order:
            self._stage.set(at(when))
            title = self._chapters[chapter].title
            yield Told(at(when), title, self.happen(chapter, scene))
