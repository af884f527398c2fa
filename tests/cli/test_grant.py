"""`kvalitet grant`: the ledger of a grant, and each amount traced both ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tests.cli.running import run_here
from tests.domain.grant import samples
from tests.domain.grant.samples import GRANTED
from tests.domain.grant.test_ending import DONE

from kvalitet_core import Journal
from kvalitet_core.journal.clock import GivenClock

Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with a grant of which something was repaid."""
    place = tmp_path_factory.mktemp("grant") / "programme.db"
    clock = GivenClock(samples.NOW)
    with Journal.open(place, plugins=(), clock=clock, create=True) as journal:
        for command in DONE:
            clock.set(max(clock(), samples.time_of(command)))
            journal.do(command, by=samples.ACTOR)
    return place


@pytest.fixture
def ask(kept: Path) -> Ask:
    """Ask about it at the command line."""

    def asked(*args: str) -> Result:
        return run_here("grant", *args, "--journal", kept)

    return asked


def told(ask: Ask, *args: str) -> list[dict[str, Any]]:
    """The items, as programs get them."""
    result = ask(*args, "--format", "json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return next(value for value in answer.values() if isinstance(value, list))


def test_a_ledger_is_listed_with_its_balances(ask: Ask) -> None:
    """In the words of either language; a grant may leave out its kind."""
    text = ask("postings", "proeve-0730", "--lang", "da").stdout
    english = ask("postings", GRANTED, "--lang", "en").stdout

    assert "600.000,00 kr." in text
    assert "krævet tilbage" in text
    assert "instalments_planned" in text
    assert "Saldi" in text
    assert "demanded back" in english
    assert "-320.000,00 kr." not in english


def test_programs_get_each_posting_with_its_decision(ask: Ask) -> None:
    """Ids of events, streams and versions, and whole øre."""
    postings = told(ask, "postings", GRANTED)

    assert [each["number"] for each in postings] == list(range(1, len(postings) + 1))
    first = postings[0]
    assert (first["oere"], first["debit"], first["credit"]) == (
        600_000_00,
        "cost",
        "commitment",
    )
    assert first["decision"]["event"] == first["event"]
    assert first["decision"]["name"] == "grant.committed/1"


def test_an_amount_leads_to_its_decision_and_back(ask: Ask) -> None:
    """From the repayment to the demand, and from that to all that followed."""
    postings = told(ask, "postings", GRANTED)
    last = postings[-1]

    (by_number,) = told(ask, "trace", GRANTED, "--posting", str(last["number"]))
    (by_event,) = told(ask, "trace", GRANTED, "--decision", last["decision"]["event"])

    assert by_number == by_event
    assert by_number["name"] == "grant.repayment_demanded/1"
    assert by_number["actor"] == "a-1"
    assert by_number["command"]
    assert [each["purpose"] for each in by_number["postings"]] == [
        "claimed",
        "withdrawn",
        "repaid",
    ]
    assert last in by_number["postings"]


def test_a_trace_reads_as_sentences(ask: Ask) -> None:
    """The decision first, then each posting that rests on it."""
    text = ask("trace", GRANTED, "--posting", "1", "--lang", "da").stdout

    assert text.startswith("grant.committed/1, nr. 1 i grant/proeve-0730")
    assert "1. 2020-01-10: 600.000,00 kr. fra tilsagn til tilskud: bevilget" in text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("postings", "proeve-9"), "unknown stream"),
        (("postings", "frame/proeve-2020"), "is of another kind"),
        (("trace", "proeve-0730"), "expected --posting or --decision"),
        (("trace", "proeve-0730", "--posting", "99"), "unknown posting"),
        (("trace", "proeve-0730", "--decision", "0"), "no posting of grant/proeve"),
    ],
)
def test_what_is_not_there_is_named(ask: Ask, args: tuple[str, ...], said: str) -> None:
    """With what there is instead."""
    result = ask(*args)

    assert result.exit_code == 2
    assert said in result.stderr
