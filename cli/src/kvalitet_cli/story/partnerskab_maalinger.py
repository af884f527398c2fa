"""What the four were asked and counted: a wave of questions, and a figure each.

The axes of the evaluation are real. What was answered and every figure is made up.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from kvalitet_cli.story.partnerskab import Partnerskab
from kvalitet_cli.story.saying import Said, say
from kvalitet_cli.story.stage import Scene, Stage
from kvalitet_cli.story.told.partnerskab_maalinger import TOLD
from kvalitet_core.domain import indicator, survey, survey_response
from kvalitet_core.ids import StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.values import Answers, Deadline, Figure, FormName, ReasonCode

__all__ = ["PartnerskabMaalinger"]

_FORM: Final = FormName("partnerskab.principper/1")
_LATE: Final = 3
"""Which of the four, Rudersdal, is made up to count the old way for too long."""


class PartnerskabMaalinger:
    """From the first wave of questions to a figure that is defined anew.

    Attributes:
        survey: What they are asked by, once it is planned.
        indicator: What they count, once it is defined.
    """

    title = "Partnerskab: arbejdet"

    def __init__(self, stage: Stage, applied: Partnerskab) -> None:
        self._stage = stage
        self._applied = applied
        self._towns = applied.towns
        self.survey = self.indicator = StreamId("")
        self._people = [stage.new_person() for _ in range(12)]

    def scenes(self) -> tuple[Scene, ...]:
        """What happens, each with its time in Denmark."""
        return (
            ("2021-05-03 09:00", self._asked),
            ("2021-06-14 12:00", self._answered),
            ("2021-07-01 08:30", self._too_late),
            ("2021-12-20 10:00", self._figures),
            ("2022-02-10 10:00", self._defined_anew),
            ("2022-02-11 09:00", self._superseded),
        )

    def _asked(self) -> Said:
        self.survey = self._stage.do(
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
                survey=self.survey,
                threshold=5,
                source="House rule (made up)",
                effective_from=date(2021, 1, 1),
            ),
            survey.OpenWave(
                survey=self.survey,
                wave="2021",
                opens=date(2021, 5, 3),
                closes=Deadline("2021-06-30"),
            ),
            survey.Invite(
                survey=self.survey,
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
        return say(TOLD["asked"])

    def _answer(self, number: int) -> survey_response.Answer:
        """What one of them answers; some principles are named by a few alone."""
        followed = ("1", "2", "4", *(["5"] if number % 2 else ["7", "8"]))
        useful = ("1", "8") if number % 3 else ("1", "3")
        return survey_response.Answer(
            survey=self.survey,
            wave="2021",
            respondent=self._people[number],
            questionnaire=_FORM,
            answers=Answers({"efterlevelse": followed, "brugbarhed": useful}),
            words=Personal(Answers({})),
        )

    def _answered(self) -> Said:
        for number in range(9):
            self._stage.do(self._answer(number))
        return say(TOLD["answered"])

    def _too_late(self) -> Said:
        self._stage.do(survey.CloseWave(survey=self.survey, wave="2021"))
        reason = self._stage.refused(self._answer(10))
        return say(TOLD["too_late"], reason=reason)

    def _observe(self, code: str, value: str, *, definition: int = 1) -> Any:
        return indicator.Observe(
            indicator=self.indicator,
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

    def _figures(self) -> Said:
        self.indicator = self._stage.do(self._define(1, date(2021, 1, 1)))
        for number, code in enumerate(self._towns):
            self._stage.do(self._observe(code, str(40 + 7 * number)))
        self._stage.do(
            indicator.Report(
                indicator=self.indicator,
                report="status-2021",
                effective_from=date(2021, 1, 1),
                effective_to=date(2021, 12, 1),
            ),
            indicator.Correct(
                indicator=self.indicator,
                definition=1,
                of=self._applied.town([*self._towns][2]),
                effective_from=date(2021, 1, 1),
                effective_to=date(2021, 12, 1),
                value=Figure("45"),
                source="Opgørelse, rettet (made up)",
                reason=ReasonCode("counted_twice"),
            ),
        )
        return say(TOLD["figures"])

    def _defined_anew(self) -> Said:
        self._stage.do(self._define(2, date(2021, 12, 1)))
        return say(TOLD["defined_anew"])

    def _superseded(self) -> Said:
        late = indicator.Observe(
            indicator=self.indicator,
            definition=1,
            of=self._applied.town([*self._towns][_LATE]),
            effective_from=date(2021, 12, 1),
            effective_to=date(2022, 1, 1),
            value=Figure("3"),
            source="Opgørelse (made up)",
        )
        reason = self._stage.refused(late)
        return say(TOLD["superseded"], reason=reason)
