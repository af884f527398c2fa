"""A survey: a questionnaire that is answered in waves, by those who are invited.

The questionnaire is a form that a plugin brings, JSON Schema in a version of its own;
the survey keeps its name and the digest of what it asked. A response is a stream of its
own, `survey_response`, that reads the survey. What may be shown of small numbers is
dated data in the survey, and never a figure in code.

A module a part: `events`, `state` with its fold, the commands in `planning`, `waves`
and `inviting`, the rules that they share in `checks`; `questions` says what is personal
in a questionnaire, `results` counts, and `suppression` withholds what is too small.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.survey.events import (
    Change,
    Event,
    Invitation,
    InvitationWithdrawn,
    Invited,
    Planned,
    Questionnaire,
    QuestionnaireChanged,
    ThresholdSet,
    WaveClosed,
    WaveDeadlineChanged,
    WaveOpened,
)
from kvalitet_core.domain.survey.questions import (
    choices,
    parted,
    personal_questions,
)
from kvalitet_core.domain.survey.results import (
    BY,
    By,
    Results,
    Row,
    Tally,
    response_rate,
    results,
)
from kvalitet_core.domain.survey.state import Survey, Threshold, Wave, evolve

if TYPE_CHECKING:
    from kvalitet_core.domain.survey.inviting import Invite, WithdrawInvitation
    from kvalitet_core.domain.survey.planning import (
        ChangeQuestionnaire,
        Plan,
        SetThreshold,
    )
    from kvalitet_core.domain.survey.waves import (
        ChangeWaveDeadline,
        CloseWave,
        OpenWave,
    )

__all__ = [
    "AGGREGATE",
    "BY",
    "By",
    "Change",
    "ChangeQuestionnaire",
    "ChangeWaveDeadline",
    "CloseWave",
    "Event",
    "Invitation",
    "InvitationWithdrawn",
    "Invite",
    "Invited",
    "OpenWave",
    "Plan",
    "Planned",
    "Questionnaire",
    "QuestionnaireChanged",
    "Results",
    "Row",
    "SetThreshold",
    "Survey",
    "Tally",
    "Threshold",
    "ThresholdSet",
    "Wave",
    "WaveClosed",
    "WaveDeadlineChanged",
    "WaveOpened",
    "WithdrawInvitation",
    "choices",
    "evolve",
    "parted",
    "personal_questions",
    "response_rate",
    "results",
]

_COMMANDS = Deferred(
    __name__,
    {
        "survey.plan/1": "planning.Plan",
        "survey.change_questionnaire/1": "planning.ChangeQuestionnaire",
        "survey.set_threshold/1": "planning.SetThreshold",
        "survey.open_wave/1": "waves.OpenWave",
        "survey.change_wave_deadline/1": "waves.ChangeWaveDeadline",
        "survey.close_wave/1": "waves.CloseWave",
        "survey.invite/1": "inviting.Invite",
        "survey.withdraw_invitation/1": "inviting.WithdrawInvitation",
    },
)

AGGREGATE = Aggregate(
    kind="survey",
    state=Survey,
    evolve=evolve,
    events={
        "survey.planned/1": Planned,
        "survey.questionnaire_changed/1": QuestionnaireChanged,
        "survey.threshold_set/1": ThresholdSet,
        "survey.wave_opened/1": WaveOpened,
        "survey.wave_deadline_changed/1": WaveDeadlineChanged,
        "survey.wave_closed/1": WaveClosed,
        "survey.invited/1": Invited,
        "survey.invitation_withdrawn/1": InvitationWithdrawn,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
