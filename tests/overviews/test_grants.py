"""Frames, grants and ledgers as tables, as they follow from what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.domain.grant.samples import (
    DEMAND,
    FRAME,
    GRANTED,
    PAID,
    RANDERS,
    SETTLED,
    office,
)
from tests.domain.grant.test_ending import CLOSE, DONE, GIVEN_UP
from tests.domain.grant.test_giving import BEGIN
from tests.domain.grant.test_paying import STOP

from kvalitet_core.aggregate import At, at
from kvalitet_core.overviews import BUDGETS, GRANTS, POSTINGS
from kvalitet_core.testing import given_events


def done(*commands: Any) -> tuple[Any, tuple[At, ...]]:
    """What views make of commands, and the events that they follow."""
    with office(*commands) as made:
        events = tuple(
            at(each.stream, each.event)
            for each in made.journal.events()
            if each.stream in (FRAME, GRANTED)
        )
    return given_events(*events), events


def test_a_frame_shows_what_is_left_of_it() -> None:
    """With its account, and the terms that its grants are given on."""
    made, _ = done(*PAID)

    rows = made.rows(BUDGETS)
    commitments = made.rows(BUDGETS, table="commitments")

    assert rows == (
        {
            "frame": FRAME,
            "effective_from": date(2020, 1, 1),
            "effective_to": None,
            "title": "Prøvepuljen",
            "finance_act_account": "§ 99.99.99.99",
            "year": 2020,
            "call": None,
            "amount": 1_000_000_00,
            "committed": 600_000_00,
            "left": 400_000_00,
            "terms": "Håndbog om tilskudsregler",
            "caveat": None,
        },
    )
    assert commitments == (
        {"frame": FRAME, "grant_id": GRANTED, "committed": 600_000_00},
    )


def test_a_frame_without_terms_shows_none() -> None:
    """Before they are set, nobody has chosen any."""
    made, _ = done(PAID[2])

    (row,) = made.rows(BUDGETS)

    assert (row["terms"], row["caveat"], row["left"]) == (None, None, 1_000_000_00)


def test_a_grant_shows_what_is_paid_used_and_owed() -> None:
    """In whole øre, with the next instalment."""
    made, _ = done(*SETTLED, DEMAND)

    (row,) = made.rows(GRANTS)

    assert row == {
        "grant_id": GRANTED,
        "frame": FRAME,
        "recipient": RANDERS,
        "application": None,
        "title": "Prøveprojekt",
        "state": "acknowledged",
        "starts": date(2020, 1, 1),
        "ends": date(2022, 1, 1),
        "committed": 600_000_00,
        "paid": 300_000_00,
        "payable": 300_000_00,
        "used": 280_000_00,
        "unaccounted": 0,
        "owed": 20_000_00,
        "next_due": date(2021, 1, 1),
    }


def test_a_grant_is_in_the_state_that_its_events_took_it_to() -> None:
    """Committed, acknowledged, begun, stopped, lapsed, closed."""
    reached = [
        done(*commands)[0].rows(GRANTS)[0]["state"]
        for commands in (
            PAID[:5],
            PAID,
            (*PAID, BEGIN),
            (*PAID, STOP),
            (*PAID, GIVEN_UP),
            (*DONE, CLOSE),
        )
    ]

    assert reached == [
        "committed",
        "acknowledged",
        "begun",
        "payments_stopped",
        "lapsed",
        "closed",
    ]


def test_a_duty_shows_whether_it_was_met_in_time() -> None:
    """Nothing is said of what has not come yet."""
    made, _ = done(*SETTLED)

    accounts, status = made.rows(GRANTS, table="duties")

    assert (accounts["duty"], accounts["late"]) == ("regnskab_2020", False)
    assert isinstance(accounts["received"], datetime)
    assert (status["duty"], status["received"], status["late"]) == (
        "status_2020",
        None,
        None,
    )


def test_each_posting_leads_to_its_decision_and_back() -> None:
    """By one row's decision all that rests on it is found."""
    made, _ = done(*DONE)

    rows = made.rows(POSTINGS)

    demands = [row for row in rows if row["name"] == "grant.repayment_demanded/1"]
    rested = [row for row in rows if row["decision"] == demands[0]["decision"]]
    assert [row["purpose"] for row in rested] == ["claimed", "withdrawn", "repaid"]
    assert {row["decision_stream"] for row in rows} == {GRANTED}
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert demands[0]["amount"] == 20_000_00


def test_the_balances_come_to_nothing_together() -> None:
    """Debits are credits, over all accounts of a grant."""
    made, _ = done(*DONE, CLOSE)

    rows = made.rows(POSTINGS, table="balances")

    on = {row["account"]: row["debit"] - row["credit"] for row in rows}
    assert sum(on.values()) == 0
    assert {account: oere for account, oere in on.items() if oere} == {
        "cost": 280_000_00,
        "bank": -280_000_00,
    }
