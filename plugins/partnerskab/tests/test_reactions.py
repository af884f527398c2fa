"""An application leads to a case, and to a place among those who are selected from."""

from __future__ import annotations

import pytest

from kvalitet_core.domain import application, case
from kvalitet_core.ids import StreamId
from kvalitet_core.reaction import Reaction
from kvalitet_core.testing import reacting
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab import PLUGIN, selection
from kvalitet_partnerskab.reactions import REACTIONS
from kvalitet_partnerskab.rounds import ROUND
from kvalitet_partnerskab.selection import selection_of
from partnerskab_situation import applied, submitted

_ASKED = [each for each in REACTIONS if "application.submitted/1" in each.events]


@pytest.mark.parametrize("reaction", _ASKED, ids=lambda each: each.name)
def test_an_application_elsewhere_leads_to_nothing(reaction: Reaction) -> None:
    """It is another programme's."""
    event = submitted(1, round=StreamId("round/indsatsteam-2020-11"))

    assert reacting(reaction, to=event, plugins=[PLUGIN]) is None


def test_a_tilbud_that_applies_has_a_case_and_is_not_selected_from() -> None:
    """So it gets its answer; and a round of another year goes by the day of receipt."""
    opens, enters = _ASKED
    event = submitted(1, applicant=StreamId("tilbud/laerkehoej"))
    another = submitted(1, round=StreamId("round/partnerskab-2030-01"))

    assert reacting(enters, to=event, plugins=[PLUGIN]) is None
    opened = reacting(opens, to=event, plugins=[PLUGIN])
    later = reacting(opens, to=another, plugins=[PLUGIN])
    assert isinstance(opened, case.Open)
    assert isinstance(later, case.Open)
    assert (opened.version, later.version) == ("2019-09", None)


def test_who_withdraws_is_selected_from_no_longer() -> None:
    """By itself; a withdrawal elsewhere strikes nobody here."""
    strikes = next(each for each in REACTIONS if each.name == "partnerskab.strikes")
    withdrawn = application.Withdrawn(reason=ReasonCode("fortrudt"))

    follows = reacting(strikes, to=withdrawn, stream=applied(1), plugins=[PLUGIN])
    elsewhere = reacting(
        strikes,
        to=withdrawn,
        stream=StreamId("application/indsatsteam-2020-11.t.1"),
        plugins=[PLUGIN],
    )

    assert follows == selection.Strike(
        selection=selection_of(ROUND),
        application=applied(1),
        reason=ReasonCode("fortrudt"),
    )
    assert elsewhere is None
