"""Opening a case: by which version, with what, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.domain.case.samples import (
    AN,
    FAGCHEF,
    KONSULENT,
    Forloeb,
    Play,
    playing,
    plugin_of,
    version,
)

from kvalitet_core.casetypes import Document, Fact, Param
from kvalitet_core.domain import case as cases
from kvalitet_core.domain.case import Open, Opened, Settled, Stated
from kvalitet_core.values import Deadline

SAID = (
    Stated(fact="ansoegningsfrist", value="2020-11-27"),
    Stated(fact="beloeb", value=50_000_00),
    Stated(fact="grund", value="SEL85"),
)


def opening(**fields: object) -> dict[str, object]:
    """The case that is opened, with something else."""
    told = {"definition": "sag.forloeb", "key": "1", "title": "Sag 1", "facts": SAID}
    return told | fields


def test_opening_binds_the_case_to_version_and_digest(play: Play) -> None:
    """`cases.md` 2: it "is bound to its definition's version and digest"."""
    opened, settled = play.do(Open, **opening())

    assert isinstance(opened, Opened)
    assert (opened.version, opened.digest) == ("1", Forloeb.definition.digest)
    assert opened.facts == SAID
    assert isinstance(settled, Settled)
    assert [(each.part, each.to) for each in settled.changes] == [
        ("ansoegning", "active"),
        ("ansoegning.oplys", "available"),
    ]


def test_opening_is_silent_the_second_time(play: Play) -> None:
    """The same case said twice is one case."""
    play.opened()

    assert play.do(Open, **opening()) == ()


def test_opening_it_with_something_else_is_refused_with_all_of_it(play: Play) -> None:
    """Whoever opens it anew is told what it was opened with."""
    play.opened()
    other = opening(
        version="2",
        title="Sag 2",
        facts=(Stated(fact="beloeb", value=1), Stated(fact="maaneder", value=6)),
        received=datetime(2020, 10, 1, tzinfo=UTC),
    )

    reasons = play.no(Open, **other)

    assert [reason.code for reason in reasons] == ["case.opened"] * 5
    assert "$.version: is already opened, with 1, got 2" in reasons[0].text
    assert "beloeb: is already opened, with 5000000, got 1" in reasons[3].text


def test_what_it_is_opened_with_is_kept_in_one_spelling(play: Play) -> None:
    """A deadline at noon in Denmark; told in another offset, it is the same opening."""

    def until(noon: str) -> dict[str, object]:
        return opening(facts=(Stated(fact="ansoegningsfrist", value=noon),))

    opened, *_ = play.do(Open, **until("2020-11-27T12:00:00+01:00"))

    assert opened.facts[0].value == "2020-11-27T11:00:00+00:00"
    assert play.do(Open, **until("2020-11-27T11:00:00Z")) == ()
    assert play.codes(Open, **until("2020-11-27T12:00:00Z")) == ("case.opened",)


def test_every_problem_of_an_opening_is_told_at_once(play: Play) -> None:
    """A missing parameter, a fact that is not there, one of another type, one twice."""
    told = (
        Stated(fact="ansoegningsfrit", value="2020-11-27"),
        Stated(fact="beloeb", value="meget"),
        Stated(fact="grund", value="SEL85"),
        Stated(fact="grund", value="SEL107"),
        Stated(fact="ansoegningsskema", value="a" * 64),
    )
    reasons = play.no(
        Open, **opening(facts=told, received=datetime(2031, 1, 1, tzinfo=UTC))
    )

    assert [reason.code for reason in reasons] == [
        "case.received_in_future",
        "case.param_missing",
        "case.fact_twice",
        "case.fact_unknown",
        "case.fact_type",
        "case.fact_is_document",
    ]
    assert "did you mean ansoegningsfrist" in reasons[3].text


def test_a_case_that_handles_nothing_takes_no_application(play: Play) -> None:
    """And one whose application is not there is told so, with all else."""
    told = opening(key=None, handles="application/x.y.1")

    assert play.codes(Open, **told) == ("case.handles", "case.application_unknown")


def test_it_opens_by_the_version_that_began_last() -> None:
    """A newer version takes over on its day, so that no older one has to be touched."""
    newer = version("2", valid_from=date(2020, 11, 1))
    with playing(plugin_of(Forloeb, newer)) as given:
        given.opened()
        (before, _) = given.do(
            Open, **opening(key="2", received=datetime(2020, 10, 30, tzinfo=UTC))
        )

        assert given.case.version == "2"
        assert before.version == "1"


def test_two_versions_that_begin_on_one_day_are_refused_by_name() -> None:
    """Nobody chooses silently; said by its version, it opens."""
    with playing(plugin_of(Forloeb, version("1b"))) as given:
        reasons = given.no(Open, **opening())
        given.do(Open, **opening(version="1b"))

        assert [reason.code for reason in reasons] == ["case.definitions_overlap"]
        assert "versions 1 and 1b of sag.forloeb" in reasons[0].text
        assert given.case.version == "1b"


@pytest.mark.parametrize(
    "told",
    [
        {"definition": "sag.forlob"},
        {"version": "9"},
        {"received": datetime(2019, 1, 1, tzinfo=UTC)},
    ],
)
def test_a_definition_that_is_not_there_is_refused(
    play: Play, told: dict[str, object]
) -> None:
    """Neither code, nor version, nor one in force on the day of receipt."""
    assert play.codes(Open, **opening(**told)) == ("case.definition_unknown",)


def test_a_version_that_has_ended_opens_no_case() -> None:
    """Its last day is the one before `valid_to`."""
    with playing(plugin_of(version("1", valid_to=date(2020, 11, 2)))) as given:
        assert given.codes(Open, **opening()) == ("case.definition_unknown",)


def test_a_case_without_a_key_gets_a_new_id(play: Play) -> None:
    """Two that are opened so are two."""
    for _ in range(2):
        play.do(Open, **opening(key=None))

    assert len(list(play.journal.streams("case"))) == 2


def test_an_invariant_that_refuses_refuses_an_opening(play: Play) -> None:
    """`cases.md`: what would break it is not done."""
    told = (SAID[0], Stated(fact="beloeb", value=200_000_00))

    assert play.codes(Open, **opening(facts=told)) == ("case.invariant",)


def test_what_it_was_opened_with_is_known_from_the_day_of_receipt(play: Play) -> None:
    """A rule that counts as of receipt sees it."""
    play.opened(received=datetime(2020, 10, 1, tzinfo=UTC))

    (span,) = play.case.facts["grund"].spans

    assert span.period.start == date(2020, 10, 1)


def test_facts_documents_and_parameters_are_facts() -> None:
    """The case type has each by its name."""
    known = Forloeb.definition.known_facts

    assert type(known["ansoegningsskema"]) is Document
    assert type(known["ansoegningsfrist"]) is Param
    assert type(known["maaneder"]) is Fact
    assert known["ansoegningsfrist"].accepts(Deadline("2020-11-27"))
    assert {FAGCHEF.code, KONSULENT.code} < {r.code for r in Forloeb.roles}


def test_a_case_whose_definition_changed_is_named_and_can_be_read() -> None:
    """Same code, same version, other words: nothing is done by them silently."""
    with playing() as given:
        given.opened()
        rows = given.journal
        changed = version("1", valid_from=date(2019, 1, 1))
        rows.registry._plugins = (
            *(p for p in rows.registry.plugins if p.name != "sag"),
            plugin_of(changed),
        )

        reasons = given.no(cases.Claim, item="ansoegning.oplys")

        assert [reason.code for reason in reasons] == ["case.definition_differs"]
        assert Forloeb.definition.digest in reasons[0].text
        assert changed.definition.digest in reasons[0].text
        assert given.case.title == "Sag 1"


def test_a_case_whose_plugin_is_not_installed_can_be_read() -> None:
    """What runs it is not there; what happened to it is."""
    with playing() as given:
        given.opened()
        registry = given.journal.registry
        registry._plugins = tuple(p for p in registry.plugins if p.name != "sag")

        reasons = given.no(cases.Claim, by=AN, item="ansoegning.oplys")

        assert [reason.code for reason in reasons] == ["case.definition_unknown"]
        assert "installed are none" in reasons[0].text
        assert given.status("ansoegning.oplys") == "available"
