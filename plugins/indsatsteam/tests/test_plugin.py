"""What the plugin brings is what the sources say, and holds the contract."""

from __future__ import annotations

from datetime import datetime

from indsatsteam_situation import ANSWERS, TILBUD
from kvalitet_core import Actor, Journal
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.round import Round
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.testing import PluginContract
from kvalitet_core.values import Answers, Deadline
from kvalitet_indsatsteam import PLUGIN
from kvalitet_indsatsteam.forms import ANSOEGNING
from kvalitet_indsatsteam.rounds import AUTUMN_2020, SUMMER_2021, announcements
from kvalitet_indsatsteam.sources import THEMES

ANNA = Actor(
    id="a-17", role="sagsbehandler", organisation="19174883", authority="made up"
)


class TestContract(PluginContract):
    """Everything that every plugin must hold."""

    plugin = PLUGIN


def test_both_known_rounds_are_announced_as_the_sources_say() -> None:
    """Deadlines 27 Nov 2020 and 20 Aug 2021; selvejende named in the second."""
    with Journal.open("memory:", plugins=[PLUGIN]) as journal:
        first, second = (
            journal.get(Round, journal.do(command, by=ANNA).stream)
            for command in announcements()
        )

    assert first is not None
    assert second is not None
    assert first.deadline.on(AUTUMN_2020.effective_from) == Deadline("2020-11-27")
    assert second.deadline.on(SUMMER_2021.effective_from) == Deadline("2021-08-20")
    assert second.eligible_driftsformer - first.eligible_driftsformer == {
        Driftsform.SELVEJENDE
    }
    for known in (first, second):
        assert known.themes == THEMES
        assert len(known.themes) == 6
        assert known.eligible_grounds == {*LegalGround}
        assert (known.months_min, known.months_max) == (4, 12)
        assert known.form == ANSOEGNING.name


def test_who_decides_is_for_whoever_runs_it() -> None:
    """The sources do not say, so the roles can be given."""
    (first, second) = announcements(decides=frozenset({"kontorchef"}))

    assert first.decides == second.decides == {"kontorchef"}
    assert first.deadline.instant == datetime.fromisoformat("2020-11-28T00:00:00+01:00")


def test_the_form_asks_for_themes_and_takes_a_length() -> None:
    """Everything that does not fit is named, with its path."""
    assert ANSOEGNING.problems(ANSWERS) == []
    assert ANSOEGNING.problems(Answers({"temaer": ("Sundhed",)})) == []

    found = ANSOEGNING.problems(
        Answers({"temaer": (), "maaneder": 0, "tilbud": TILBUD})
    )

    assert [each.path for each in found] == ["$.maaneder", "$.temaer", "$.tilbud"]
