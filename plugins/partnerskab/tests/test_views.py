"""Who runs the partnership sees who joined, and what is lacking, at a glance."""

from __future__ import annotations

from datetime import date

from kvalitet_core.ids import StreamId
from kvalitet_core.testing import given_events
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab import PLUGIN, partnership, selection
from kvalitet_partnerskab.call import OBLIGATIONS
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.partnership import Group, Phase
from kvalitet_partnerskab.partnership.team import found_of
from kvalitet_partnerskab.sources import POOL
from kvalitet_partnerskab.views import CANDIDATES, PARTNERSHIPS
from partnerskab_situation import OPENED, SELECTION, applied, chosen, entered, town


def test_each_applicant_stands_as_the_selection_does() -> None:
    """A partner, one that joined, and one that withdrew."""
    second = {"application": applied(2), "applicant": town(2)}
    events = [
        OPENED,
        *(entered(number) for number in (1, 2, 3)),
        selection.Struck(application=applied(3), reason=ReasonCode("fortrudt")),
        chosen(1),
        selection.Published(effective_from=PUBLISHED),
        selection.PartnerNamed(
            application=applied(1), applicant=town(1), effective_from=PUBLISHED
        ),
        selection.ReferenceOffered(**second, effective_from=PUBLISHED),
        selection.Answered(**second, joins=True, effective_from=date(2020, 1, 6)),
    ]

    rows = given_events((SELECTION, events), plugins=[PLUGIN]).rows(CANDIDATES)

    told = [(each["applicant"], each["standing"], each["answered"]) for each in rows]
    assert told == [
        (town(1), "partner", None),
        (town(2), "reference", date(2020, 1, 6)),
        (town(3), "trukket", None),
    ]


def test_a_partnership_shows_what_it_lacks() -> None:
    """Its phase, the groups that its team lacks, and how many of the eight."""
    groups = frozenset(Group) - {Group.REGIONER, Group.BORGERE}
    events = [
        partnership.Begun(
            municipality=town(1),
            selection=SELECTION,
            obligations=OBLIGATIONS,
            source=POOL,
            effective_from=PUBLISHED,
        ),
        partnership.PhaseEntered(
            phase=Phase.FORBEREDENDE, effective_from=date(2020, 1, 1)
        ),
        partnership.TeamNamed(
            groups=groups,
            missing=frozenset(Group) - groups,
            finding=found_of(groups),
            effective_from=date(2020, 2, 1),
        ),
        partnership.PrincipleTakenUp(principle=2, effective_from=date(2021, 1, 1)),
    ]
    own = StreamId("partnerskab-partnership/0001")

    rows = given_events((own, events), plugins=[PLUGIN]).rows(PARTNERSHIPS)

    (row,) = rows
    assert (row["phase"], row["phase_since"]) == ("forberedende", date(2020, 1, 1))
    assert row["team_lacks"] == "borgere, regioner"
    assert row["principles"] == 1
    assert row["reorganised"] is None
