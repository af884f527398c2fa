"""What the plugin brings is what the sources say, and holds the contract."""

from __future__ import annotations

from datetime import date

from kvalitet_core.testing import PluginContract
from kvalitet_kompetence import PLUGIN, sources
from kvalitet_kompetence.kompetenceplan import POINTS, Kompetenceplan
from kvalitet_kompetence.made_up import example_course, example_run


class TestContract(PluginContract):
    """Everything that every plugin must hold."""

    plugin = PLUGIN


def test_the_themes_are_the_eleven_of_the_list() -> None:
    """Letter by letter, in the order of the list."""
    assert "; ".join(sources.THEMES) == (
        "rehabilitering og recovery; inddragelse og medbestemmelse; helhed og "
        "sammenhæng; pårørende; misbrug; peers; fritid; sundhed; civilsamfund; "
        "uddannelse og beskæftigelse; dokumentation af progression og udvikling"
    )


def test_the_target_group_is_leaders_and_staff() -> None:
    """Leaders responsible for quality, and staff who deliver support."""
    assert {"ledere", "medarbejdere"} == sources.TARGET_GROUPS


def test_the_companion_material_is_named_as_it_was_published() -> None:
    """20 October 2020, with its number, and those who made it."""
    assert sources.INSPIRATION == (
        "Inspiration til Ledelse af strategisk kompetenceudvikling i socialpsykiatrien"
    )
    assert sources.INSPIRATION_ISBN == "978-87-94059-18-3"
    assert date(2020, 10, 20) == sources.INSPIRATION_DATE
    assert sources.INSPIRATION_MADE_BY == (
        "Implement Consulting Group",
        "Københavns Professionshøjskole",
    )
    assert sources.INSPIRATION_EARLIER == "Seminar.dk"


def test_the_plan_has_the_five_phases_in_their_order() -> None:
    """By the model's own names."""
    titles = [stage.title for stage in Kompetenceplan.definition.stages]

    assert sources.MODEL == "Fem faser i strategisk kompetenceudvikling"
    assert tuple(titles) == sources.PHASES
    assert len(titles) == 5


def test_every_phase_attends_to_the_five_points() -> None:
    """By the model's own names, and nothing else."""
    assert sources.ATTENTION_POINTS == (
        "Forventningsafstemning",
        "Inddragelse",
        "Motivation",
        "Kobling til faglig praksis",
        "Ansvar og organisering",
    )
    assert len(POINTS) == len(sources.PHASES)
    assert all({*each.one_of} == {*sources.ATTENTION_POINTS} for each in POINTS)


def test_what_is_made_up_says_so() -> None:
    """No source has the catalogue, so nothing in it looks like a fact."""
    assert example_course().themes <= {*sources.THEMES}
    assert "Opdigtet" in example_course().source
    assert "Opdigtet" in example_run().terms.source
    assert example_run().terms.price is None
    assert PLUGIN.catalogues == ()
    assert all(rule.quote.startswith("Made up") for rule in PLUGIN.rules)
