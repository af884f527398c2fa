"""What the four did: teams, principles, waves of questions, and what came out in 2023.

The phases, the seven groups of a team, the eight principles, the axes of the evaluation
and the publications are real. Who was in a team, what was answered and every figure is
made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kvalitet_cli.story.made_up import parts_of
from kvalitet_cli.story.partnerskab import Partnerskab
from kvalitet_cli.story.stage import Scene, Stage
from kvalitet_core.domain import indicator, publication, survey, survey_response
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import (
    ISBN,
    Answers,
    Deadline,
    Figure,
    FormName,
    ReasonCode,
)

__all__ = ["OWN_WORDS", "PartnerskabArbejde"]

OWN_WORDS: Final = "Det er blevet lettere at tale om håb."
"""What one of them answers in her own words; it stands in no file in clear."""

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

_FORM: Final = FormName("partnerskab.principper/1")
_ISBNS: Final = {
    "partnerskab-vejledning-til-praksis": ISBN("978-87-94371-47-6"),
    "partnerskab-guide-tilbud": ISBN("978-87-94371-50-6"),
    "partnerskab-evaluering": ISBN("978-87-94371-78-0"),
}
_OUT: Final = date(2023, 3, 1)


class PartnerskabArbejde:
    """From the preparing phase to the concept."""

    title = "Partnerskab: arbejdet"

    def __init__(self, stage: Stage, applied: Partnerskab) -> None:
        self._stage = stage
        self._applied = applied
        self._towns = applied.towns
        self._short = [*applied.towns][_SHORT]
        self._books = stage.catalogue("partnerskab.publications")
        self._survey = self._indicator = self._evaluation = StreamId("")
        self._people = [stage.new_person() for _ in range(12)]

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2020-01-08 09:00", self._prepared),
            ("2020-03-02 11:00", self._teams),
            ("2020-06-30 09:00", self._news),
            ("2021-01-04 09:00", self._tested),
            ("2021-05-03 09:00", self._asked),
            ("2021-06-14 12:00", self._answered),
            ("2021-07-01 08:30", self._too_late),
            ("2021-12-20 10:00", self._figures),
            ("2022-02-10 10:00", self._defined_anew),
            ("2022-02-11 09:00", self._superseded),
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

    def _prepared(self) -> str:
        self._phase("forberedende", date(2020, 1, 1))
        self._stage.enter(self._books, by=self._applied.head)
        return (
            "The preparing phase: analysis, with a mapping by PwC that 84 "
            "municipalities gave input to, and an analysis of registers."
        )

    def _teams(self) -> str:
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
        return (
            f"Each municipality has its team. {len(_GROUPS)} groups must be in it; "
            "Rudersdal's lacks the region, which is found, and waits to be mended."
        )

    def _news(self) -> str:
        book = self._stage.stream("publication/partnerskab-nyheder")
        (begun,) = (
            each for each in self._books if _key(each).startswith("partnerskab-nyheder")
        )
        self._publish(book, begun, date(2020, 6, 30), version=1)
        return (
            f"The first issue of »{begun.title}«, which comes out every half year. "
            "Rudersdal tells."
        )

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

    def _tested(self) -> str:
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
        return (
            "Testing and development begins. The four take up the eight principles, "
            "Rudersdal all but the third."
        )

    def _take_up(self, code: str, number: int, day: date) -> None:
        self._stage.do(
            self._stage.asked(
                "partnerskab-partnership.take_up",
                partnership=self._partnership(code),
                principle=number,
                effective_from=day,
            )
        )

    def _asked(self) -> str:
        self._survey = self._stage.do(
            survey.Plan(
                key=self._stage.key("partnerskab-principper"),
                title="Principfokuseret evaluering",
                purpose="Arbejdet med de otte principper",
                questionnaire=_FORM,
                source="Partnerskab, 11-03-2021; the questions are the plugin's own",
                effective_from=date(2021, 1, 1),
            )
        )
        self._stage.do(
            survey.SetThreshold(
                survey=self._survey,
                threshold=5,
                source="House rule (made up)",
                effective_from=date(2021, 1, 1),
            ),
            survey.OpenWave(
                survey=self._survey,
                wave="2021",
                opens=date(2021, 5, 3),
                closes=Deadline("2021-06-30"),
            ),
            survey.Invite(
                survey=self._survey,
                wave="2021",
                invitations=tuple(
                    survey.Invitation(
                        respondent=person,
                        of=self._applied.town(
                            [*self._towns][number % len(self._towns)]
                        ),
                        group="ledere" if number < len(self._towns) else "medarbejdere",
                    )
                    for number, person in enumerate(self._people)
                ),
            ),
        )
        return (
            "A first wave of questions goes out to twelve made-up leaders and staff, "
            "on the three things that are evaluated: efterlevelse, brugbarhed and "
            "virkning. Fewer than five answers are not to be shown; that number is "
            "made up."
        )

    def _answer(self, person: PersonId, wave: str) -> survey_response.Answer:
        return survey_response.Answer(
            survey=self._survey,
            wave=wave,
            respondent=person,
            questionnaire=_FORM,
            answers=Answers({"efterlevelse": ("1", "2", "4"), "brugbarhed": ("1",)}),
            words=Personal(Answers({})),
        )

    def _answered(self) -> str:
        for person in self._people[:9]:
            self._stage.do(self._answer(person, "2021"))
        return "Nine of them answer. Who answered what is sealed; how many did is not."

    def _too_late(self) -> str:
        self._stage.do(survey.CloseWave(survey=self._survey, wave="2021"))
        reason = self._stage.refused(self._answer(self._people[10], "2021"))
        return f"A tenth answer comes when the wave is over. Refused: {reason!r}."

    def _observe(self, code: str, value: str, *, definition: int = 1) -> Any:
        return indicator.Observe(
            indicator=self._indicator,
            definition=definition,
            of=self._applied.town(code),
            effective_from=date(2021, 1, 1),
            effective_to=date(2021, 12, 1),
            value=Figure(value),
            source="Opgørelse (made up)",
        )

    def _define(self, version: int, day: date) -> indicator.Define:
        return indicator.Define(
            key=self._stage.key("partnerskab-mindre-indgribende"),
            version=version,
            name="Borgere med en mindre indgribende indsats (made up)",
            unit="borgere",
            decimals=0,
            direction=indicator.Direction.HIGHER,
            computation=f"Talt op, {version}. udgave (made up)",
            source="Opdigtet",
            valid_from=day,
        )

    def _figures(self) -> str:
        self._indicator = self._stage.do(self._define(1, date(2021, 1, 1)))
        for number, code in enumerate(self._towns):
            self._stage.do(self._observe(code, str(40 + 7 * number)))
        self._stage.do(
            indicator.Report(
                indicator=self._indicator,
                report="status-2021",
                effective_from=date(2021, 1, 1),
                effective_to=date(2021, 12, 1),
            ),
            indicator.Correct(
                indicator=self._indicator,
                definition=1,
                of=self._applied.town([*self._towns][2]),
                effective_from=date(2021, 1, 1),
                effective_to=date(2021, 12, 1),
                value=Figure("45"),
                source="Opgørelse, rettet (made up)",
                reason=ReasonCode("counted_twice"),
            ),
        )
        return (
            "The four report a made-up figure each. Roskilde's is put right the same "
            "day, and what the report said stands all the same."
        )

    def _defined_anew(self) -> str:
        self._stage.do(self._define(2, date(2021, 12, 1)))
        return "The figure is defined anew, to be counted otherwise from December."

    def _superseded(self) -> str:
        late = indicator.Observe(
            indicator=self._indicator,
            definition=1,
            of=self._applied.town(self._short),
            effective_from=date(2021, 12, 1),
            effective_to=date(2022, 1, 1),
            value=Figure("3"),
            source="Opgørelse (made up)",
        )
        reason = self._stage.refused(late)
        return f"Somebody still counts the old way. Refused: {reason!r}."

    def _reorganised(self) -> str:
        self._phase("afslutning", date(2022, 4, 1))
        day = date(2022, 6, 1)
        done = [code for code in self._towns if code != self._short]
        for code in done:
            self._stage.do(self._declared(code, day), by=self._applied.head)
        reason = self._stage.refused(
            self._declared(self._short, day), by=self._applied.head
        )
        return (
            f"{', '.join(self._towns[code] for code in done)} work by all eight "
            "principles. Rudersdal works by seven, and the principles count only all "
            f"together: {reason!r}."
        )

    def _declared(self, code: str, day: date) -> Any:
        return self._stage.asked(
            "partnerskab-partnership.declare_reorganised",
            partnership=self._partnership(code),
            effective_from=day,
        )

    def _out(self) -> str:
        begun = {
            key: each
            for each in self._books
            if (key := _key(each)) and not key.startswith("partnerskab-nyheder")
        }
        for key, each in begun.items():
            self._publish(StreamId(f"publication/{key}"), each, _OUT)
        self._conclude()
        with_isbn = sum(self._isbn(key) is not None for key in begun)
        return (
            f"It is 2023, and {len(begun)} publications come out, {with_isbn} of them "
            "with the ISBN that they have: the guide to practice, the guide to staff "
            "and leaders, the evaluation, and the concept of eight principles and "
            "eight prerequisites. Only the year is known, so the day is made up, and "
            "so are the names of the prerequisites."
        )

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
                indicator=self._indicator,
                effective_from=date(2021, 1, 1),
            ),
            self._stage.plain(
                "partnerskab-evaluation.take_wave",
                evaluation=self._evaluation,
                survey=self._survey,
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
