"""An application: someone applies in a round, is assessed by rules, and decided.

Whoever applies is a tilbud, or a municipality where the round is open to them.

Whoever is to be asked about it is a person: an id that says nothing, and a card and a
description that are sealed with that person's own key. An applicant has one application
at a time in a round; when it is withdrawn, another may follow it.

A module a part: `events`, `state` with its fold, the commands in `submitting`,
`commands` and `decisions`, the rules that they share in `checks`, and in `facts` what
the programme's own rules are told.
"""

from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.deferred import Deferred
from kvalitet_core.domain.application.events import (
    Assessed,
    Change,
    Corrected,
    Decided,
    Drafted,
    Event,
    InformationRequested,
    Outcome,
    Submitted,
    Supplemented,
    Withdrawn,
)
from kvalitet_core.domain.application.state import (
    Application,
    Asked,
    Decision,
    Submission,
    evolve,
)
from kvalitet_core.domain.application.statements import Statement

if TYPE_CHECKING:
    from kvalitet_core.domain.application.commands import (
        Correct,
        RequestInformation,
        Supplement,
        Withdraw,
    )
    from kvalitet_core.domain.application.decisions import Assess, Decide, Redecide
    from kvalitet_core.domain.application.submitting import Draft, Submit, SubmitDraft

__all__ = [
    "AGGREGATE",
    "Application",
    "Asked",
    "Assess",
    "Assessed",
    "Change",
    "Correct",
    "Corrected",
    "Decide",
    "Decided",
    "Decision",
    "Draft",
    "Drafted",
    "Event",
    "InformationRequested",
    "Outcome",
    "Redecide",
    "RequestInformation",
    "Statement",
    "Submission",
    "Submit",
    "SubmitDraft",
    "Submitted",
    "Supplement",
    "Supplemented",
    "Withdraw",
    "Withdrawn",
    "evolve",
]

_COMMANDS = Deferred(
    __name__,
    {
        "application.draft/2": "submitting.Draft",
        "application.submit/2": "submitting.Submit",
        "application.submit_draft/1": "submitting.SubmitDraft",
        "application.supplement/1": "commands.Supplement",
        "application.withdraw/1": "commands.Withdraw",
        "application.request_information/1": "commands.RequestInformation",
        "application.assess/1": "decisions.Assess",
        "application.decide/1": "decisions.Decide",
        "application.redecide/1": "decisions.Redecide",
        "application.correct/1": "commands.Correct",
    },
)

AGGREGATE = Aggregate(
    kind="application",
    state=Application,
    evolve=evolve,
    events={
        "application.drafted/1": Drafted,
        "application.submitted/1": Submitted,
        "application.supplemented/1": Supplemented,
        "application.withdrawn/1": Withdrawn,
        "application.information_requested/1": InformationRequested,
        "application.assessed/1": Assessed,
        "application.decided/1": Decided,
        "application.corrected/1": Corrected,
    },
    commands=_COMMANDS,
)

if not TYPE_CHECKING:
    __getattr__ = _COMMANDS.attribute
