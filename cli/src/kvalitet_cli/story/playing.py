"""Playing: which chapters there are, in which order it all happens, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Final

from kvalitet_cli.story.indsatsteam import Indsatsteam
from kvalitet_cli.story.indsatsteam_cases import IndsatsteamCases
from kvalitet_cli.story.register import Register
from kvalitet_cli.story.stage import Chapter, Stage, Told, at

__all__ = ["PLUGINS", "Play"]

PLUGINS: Final = ("indsatsteam",)
"""The plugins whose parts of the programme are told, where they are installed."""


class Play:
    """The story as it is told with the plugins that are installed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        installed = {plugin.name for plugin in stage.registry.plugins}
        self.left_out = tuple(name for name in PLUGINS if name not in installed)
        self.register = Register(stage)
        self.indsatsteam: Indsatsteam | None = None
        self.cases: IndsatsteamCases | None = None
        if "indsatsteam" in installed:
            self.indsatsteam = Indsatsteam(stage, self.register)
            self.cases = IndsatsteamCases(stage, self.indsatsteam)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """What is told, in the order of the programme's parts."""
        told = (self.register, self.indsatsteam, self.cases)
        return tuple(chapter for chapter in told if chapter is not None)

    def played(self, progress: Callable[[int, int], None]) -> Iterator[Told]:
        """Let it all happen, in the order of its times, and tell it."""
        yield self.register.load(progress)
        scenes = [
            (when, chapter.title, happen)
            for chapter in self.chapters
            for when, happen in chapter.scenes()
        ]
        for when, title, happen in sorted(scenes, key=itemgetter(0)):
            self._stage.set(at(when))
            yield Told(at(when), title, happen())
