"""What the four did: teams, principles, and what came out in 2023.

The phases, the seven groups of a team, the eight principles and the publications are
real. Who was in a team is made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kvalitet_cli.story.made_up import parts_of
from kvalitet_cli.story.partnerskab import Partnerskab
from kvalitet_cli.story.partnerskab_maalinger import PartnerskabMaalinger
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import Scene, Stage
from kvalitet_cli.story.told.partnerskab_arbejde import TOLD
from kvalitet_core.domain import publication
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import StreamId
from kvalitet_core.values import ISBN

__all__ = ["PartnerskabArbejde"]

_GROUPS: Final = (
    "ledelse",
    "myndighed",
    "tilbud",
    "borgere",
    "forvaltninger",
    "regioner",
    "civilsamfund",
)
_PRINCIPLES: Final = range(1, 9)
_SHORT: Final = 3
"""Which of the four, Rudersdal, is made up to have left a principle for later."""

_ISBNS: Final = {
    "partnerskab-vejledning-til-praksis": ISBN("978-87-94371-47-6"),
    "partnerskab-guide-tilbud": ISBN("978-87-94371-50-6"),
    "partnerskab-evaluering": ISBN("978-87-94371-78-0"),
}
_OUT: Final = date(2023, 3, 1)


class PartnerskabArbejde:
    """From the preparing phase to the concept."""

    title = "Partnerskab: arbejdet"

    def __init__(
        self, stage: Stage, applied: Partnerskab, measured: PartnerskabMaalinger
    ) -> None:
        self._stage = stage
        self._applied = applied
        self._measured = measured
        self._towns = applied.towns
        self._short = [*applied.towns][_SHORT]
        self._books = stage.catalogue("partnerskab.publications")
        self._evaluation = StreamId("")

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-01-08 09:00", self._prepared),
            ("2020-03-02 11:00", self._teams),
            ("2020-06-30 09:00", self._news),
            ("2021-01-04 09:00", self._tested),
            ("2022-06-01 10:00", self._reorganised),
            ("2023-03-01 09:00", self._out),
        )

    def _partnership(self, code: str) -> StreamId:
        return StreamId(f"partnerskab-partnership/{code}")

    def _phase(self, phase: str, day: date) -> None:
        for code in self._towns:
            entered = self._stage.plain(
                "partnerskab-partnership.enter_phase",
                partnership=self._partnership(code),
                phase=phase,
                effective_from=day,
            )
            self._stage.do(entered, by=self._applied.head)

    def _prepared(self) -> Said:
        self._phase("forberedende", date(2020, 1, 1))
        self._stage.enter(self._books, by=self._applied.head)
        return say(TOLD["prepared"])

    def _teams(self) -> Said:
        for code in self._towns:
            groups = [
                each for each in _GROUPS if (code, each) != (self._short, "regioner")
            ]
            named = self._stage.plain(
                "partnerskab-partnership.name_team",
                partnership=self._partnership(code),
                groups=groups,
                effective_from=date(2020, 3, 1),
            )
            self._stage.do(named, by=self._applied.head)
        return say(TOLD["teams"], number=len(_GROUPS))

    def _news(self) -> Said:
        book = self._stage.stream("publication/partnerskab-nyheder")
        (begun,) = (
            each for each in self._books if _key(each).startswith("partnerskab-nyheder")
        )
        self._publish(book, begun, date(2020, 6, 30), version=1)
        return say(TOLD["news"], title=begun.title)

    def _publish(
        self, book: StreamId, begun: publication.Begin, day: date, *, version: int = 1
    ) -> None:
        self._stage.do(
            publication.Draft(
                publication=book,
                version=version,
                title=begun.title,
                parts=parts_of(begun.composition, {}),
                effective_from=day,
            ),
            publication.Approve(publication=book, version=version, effective_from=day),
            publication.Publish(
                publication=book,
                version=version,
                isbn=self._isbn(begun.key),
                effective_from=day,
            ),
            by=self._applied.head,
        )

    def _tested(self) -> Said:
        day = date(2021, 1, 1)
        self._phase("afproevning", day)
        for number in _PRINCIPLES:
            for code in self._towns:
                if (code, number) != (self._short, 3):
                    self._take_up(code, number, day)
        self._evaluation = self._stage.do(
            self._stage.asked(
                "partnerskab-evaluation.plan",
                key=self._stage.key("partnerskab"),
                title="Monitorering og principfokuseret evaluering",
                source="Partnerskab om strategisk udvikling og omlægning, 11-03-2021",
                effective_from=day,
            ),
            by=self._applied.head,
        )
        return say(TOLD["tested"])

    def _take_up(self, code: str, number: int, day: date) -> None:
        self._stage.do(
            self._stage.asked(
                "partnerskab-partnership.take_up",
                partnership=self._partnership(code),
                principle=number,
                effective_from=day,
            )
        )

    def _reorganised(self) -> Said:
        self._phase("afslutning", date(2022, 4, 1))
        day = date(2022, 6, 1)
        done = [code for code in self._towns if code != self._short]
        for code in done:
            self._stage.do(self._declared(code, day), by=self._applied.head)
        reason = self._stage.refused(
            self._declared(self._short, day), by=self._applied.head
        )
        return say(
            TOLD["reorganised"],
            towns=", ".join(self._towns[code] for code in done),
            reason=reason,
        )

    def _declared(self, code: str, day: date) -> Any:
        return self._stage.asked(
            "partnerskab-partnership.declare_reorganised",
            partnership=self._partnership(code),
            effective_from=day,
        )

    def _out(self) -> Said:
        begun = {
            key: each
            for each in self._books
            if (key := _key(each)) and not key.startswith("partnerskab-nyheder")
        }
        for key, each in begun.items():
            self._publish(StreamId(f"publication/{key}"), each, _OUT)
        self._conclude()
        with_isbn = sum(self._isbn(key) is not None for key in begun)
        return say(TOLD["out"], number=len(begun), with_isbn=with_isbn)

    def _isbn(self, key: str) -> ISBN | None:
        """The ISBN of a publication, where it has one; a book has it only once."""
        return None if self._stage.number else _ISBNS.get(key)

    def _cited(self, key: str) -> Citation:
        book = self._stage.stream(f"publication/{key}")
        return Citation(publication=book, version=1)

    def _conclude(self) -> None:
        self._stage.do(
            self._stage.asked(
                "partnerskab-evaluation.take_indicator",
                evaluation=self._evaluation,
                indicator=self._measured.indicator,
                effective_from=date(2021, 1, 1),
            ),
            self._stage.plain(
                "partnerskab-evaluation.take_wave",
                evaluation=self._evaluation,
                survey=self._measured.survey,
                wave="2021",
                axes=["efterlevelse", "brugbarhed", "virkning"],
            ),
            self._stage.asked(
                "partnerskab-evaluation.conclude",
                evaluation=self._evaluation,
                report=self._cited("partnerskab-evaluering"),
                concept=self._cited("partnerskab-koncept"),
                effective_from=_OUT,
            ),
            by=self._applied.head,
        )


def _key(command: Any) -> str:
    return str(getattr(command, "key", ""))
