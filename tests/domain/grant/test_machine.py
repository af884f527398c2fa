"""The ledger balances in every state that commands can reach, accepted and refused.

Whatever is asked in whatever order, each posting moves its amount from one account to
another, the accounts agree with what was said in kroner, no commitment is beyond the
frame, and every posting leads to its decision and back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from tests.domain.grant import samples
from tests.domain.grant.samples import (
    ACTOR,
    BUDGET,
    FRAME,
    GRANTED,
    OWN,
    TRAVEL,
    WAGE,
    WHY,
    kr,
    line,
    paid_by,
)

from kvalitet_core import Journal
from kvalitet_core.domain import frame, grant
from kvalitet_core.domain.grant import (
    GRANT,
    Account,
    AccountLine,
    Budget,
    ChangeKind,
    Collection,
    Instalment,
    LapseGround,
    RecoveryGround,
    decided_by,
    resting_on,
)
from kvalitet_core.domain.grant.ledger import balances
from kvalitet_core.errors import Refused
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import GivenClock
from kvalitet_core.values import Deadline, Money, ReasonCode

NOTHING: Final = kr(0)
OTHER: Final = StreamId("grant/proeve-2")
AMOUNTS: Final = st.sampled_from(
    [*map(kr, (0, 1, 400, 500, 20_000, 80_000, 150_000, 300_000, 900_000)), kr(-5)]
) | st.integers(1, 40_000_000).map(lambda oere: Money(oere=oere))
GRANTS: Final = st.sampled_from([GRANTED, GRANTED, OTHER])
FLAGS: Final = st.booleans()
NUMBERS: Final = st.integers(1, 4)
FEW: Final = st.integers(1, 2)


def budget(grant_2020: int, grant_2021: int) -> Budget:
    """A budget that is split so between the years."""
    return Budget(
        lines=(
            line(WAGE, 2020, 1, grant_2020),
            line(TRAVEL, 2020, 1, 50_000),
            line(WAGE, 2021, 1, grant_2021),
            line(TRAVEL, 2021, 1, 50_000),
        ),
        financing=(
            paid_by(GRANT, 2020, grant_2020),
            paid_by(OWN, 2020, 50_000),
            paid_by(GRANT, 2021, grant_2021),
            paid_by(OWN, 2021, 50_000),
        ),
    )


BUDGETS: Final = st.sampled_from([BUDGET, budget(300_000, 300_000), budget(1, 599_999)])


def noon(day: date) -> datetime:
    """The middle of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class Ledger(RuleBasedStateMachine):
    """Two grants of a frame, and all that can be asked of them, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._open = ExitStack()
        self.clock = GivenClock(samples.NOW)
        self.journal = self._open.enter_context(
            Journal.open("memory:", plugins=(), clock=self.clock)
        )

    def teardown(self) -> None:
        """Close the journal."""
        self._open.close()

    @initialize(told=st.sampled_from(["GIVEN", "READY", "PAID", "PAID", "SETTLED"]))
    def begin(self, told: str) -> None:
        """A frame, and a grant that has come so far."""
        for command in getattr(samples, told):
            self.clock.set(max(self.clock(), samples.time_of(command)))
            self.journal.do(command, by=ACTOR)

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.clock().date()

    def ask(self, command: Any) -> None:
        """Ask for something; it is done or said no to, and done no second time."""
        try:
            self.journal.do(command, by=ACTOR)
        except Refused:
            return
        assert self.journal.do(command, by=ACTOR).events == ()

    @rule(months=st.integers(1, 7))
    def wait(self, months: int) -> None:
        """Time goes on."""
        if self.today < date(2030, 1, 1):
            self.clock.set(self.clock() + timedelta(days=31 * months))

    @rule(amount=AMOUNTS)
    def commit_other(self, amount: Money) -> None:
        """Somebody else is to have some of the frame."""
        self.ask(
            attrs.evolve(
                samples.COMMIT, key="proeve-2", amount=amount, effective_from=self.today
            )
        )

    @rule(amount=AMOUNTS, on=GRANTS)
    def raise_(self, amount: Money, on: StreamId) -> None:
        """More is to be granted."""
        source = f"Brev {self.clock().isoformat()} {amount}"
        self.ask(
            grant.Raise(
                grant=on,
                amount=amount,
                reason=WHY,
                source=source,
                effective_from=self.today,
            )
        )

    @rule(amount=AMOUNTS)
    def change_frame(self, amount: Money) -> None:
        """The frame is to have another amount."""
        self.ask(
            frame.ChangeAmount(
                frame=FRAME,
                amount=amount,
                reason=WHY,
                source="Aktstykke (opdigtet)",
                effective_from=self.today,
            )
        )

    @rule(on=GRANTS)
    def acknowledge(self, on: StreamId) -> None:
        """The recipient takes the grant."""
        self.ask(grant.Acknowledge(grant=on, received=self.clock()))

    @rule(on=GRANTS, known=BUDGETS)
    def approve_budget(self, on: StreamId, known: Budget) -> None:
        """A first budget is to be approved."""
        self.ask(
            grant.ApproveBudget(
                grant=on, budget=known, source="Brev", effective_from=self.today
            )
        )

    @rule(known=BUDGETS, kind=st.sampled_from([ChangeKind.BUDGET, ChangeKind.TRANSFER]))
    def request(self, known: Budget, kind: ChangeKind) -> None:
        """Another budget is asked for, and mostly approved."""
        asked = grant.RequestChange(
            grant=GRANTED,
            kind=kind,
            budget=known,
            reasons=(WHY,),
            received=self.clock(),
        )
        self.ask(asked)
        number = len(self.known(GRANTED).requests)
        self.ask(
            grant.ApproveChange(
                grant=GRANTED, request=number, source="Brev", effective_from=self.today
            )
        )

    @rule(on=GRANTS, amounts=st.lists(AMOUNTS, min_size=1, max_size=4))
    def plan(self, on: StreamId, amounts: list[Money]) -> None:
        """The grant is to be paid in other instalments."""
        found = self.journal.get(grant.Grant, on)
        paid = found.payments if found else {}
        kept = (
            [each for each in found.instalments if each.number in paid] if found else []
        )
        more = (
            Instalment(number=len(kept) + n, due=self.today, amount=amount)
            for n, amount in enumerate(amounts, start=1)
        )
        self.ask(grant.Plan(grant=on, instalments=(*kept, *more), source="Brev"))

    @rule(on=GRANTS, number=NUMBERS, amount=st.none() | AMOUNTS)
    def pay(self, on: StreamId, number: int, amount: Money | None) -> None:
        """An instalment is to be paid, as planned or otherwise."""
        found = self.journal.get(grant.Grant, on)
        unpaid = [
            each
            for each in (found.instalments if found else ())
            if found and each.number not in found.payments
        ]
        if amount is None and unpaid:
            number = unpaid[0].number
            self.clock.set(max(self.clock(), noon(unpaid[0].due)))
        told = amount or (unpaid[0].amount if unpaid else kr(1))
        late = frozenset({"regnskab_2020", "status_2020"})
        self.ask(
            grant.Pay(
                grant=on,
                instalment=number,
                amount=told,
                paid_on=self.today,
                despite=late,
            )
        )

    @rule(number=FEW)
    def return_payment(self, number: int) -> None:
        """A payment came back."""
        self.ask(
            grant.ReturnPayment(
                grant=GRANTED, instalment=number, reason=WHY, returned_on=self.today
            )
        )

    @rule(
        year=st.sampled_from([2020, 2021]),
        used=AMOUNTS,
        wage=st.sampled_from([kr(100_000), kr(250_000), kr(280_000)]),
    )
    def accounts(self, year: int, used: Money, wage: Money) -> None:
        """Accounts come in, and are mostly approved."""
        lines = (
            AccountLine(post=WAGE, amount=wage),
            AccountLine(post=TRAVEL, amount=kr(50_000)),
        )
        self.ask(
            grant.ReceiveAccounts(
                grant=GRANTED,
                year=year,
                received=self.clock(),
                lines=lines,
                income=(
                    grant.Financing(source=GRANT, year=year, amount=wage),
                    paid_by(OWN, year, 50_000),
                ),
                signed_on=self.today,
                audit=samples.AUDIT,
            )
        )
        self.ask(
            grant.ApproveAccounts(
                grant=GRANTED,
                accounts=len(self.known(GRANTED).accounts),
                used=min(max(used, NOTHING), wage),
                disallowed=tuple(
                    grant.Disallowed(
                        post=WAGE, amount=left, lacks=grant.Eligible.IN_PERIOD
                    )
                    for left in (wage - min(max(used, NOTHING), wage),)
                    if left > NOTHING
                ),
                effective_from=self.today,
            )
        )

    @rule(amount=st.none() | AMOUNTS, ground=st.sampled_from(RecoveryGround))
    def demand(self, amount: Money | None, ground: RecoveryGround) -> None:
        """Something is to be repaid, mostly all that can be."""
        found = self.known(GRANTED)
        left = min(found.balances[Account.ADVANCE], found.paid - found.demanded)
        about = {
            RecoveryGround.CONDITION_BREACHED: samples.BREACH,
            RecoveryGround.LATE: ReasonCode("status_2020"),
            RecoveryGround.NO_ACCOUNTS: ReasonCode("regnskab_2020"),
        }
        self.ask(
            grant.Demand(
                grant=GRANTED,
                ground=ground,
                of=about.get(ground),
                amount=amount or left,
                due=Deadline(self.today.isoformat()),
                effective_from=self.today,
            )
        )

    @rule(
        left=st.sampled_from([kr(0), kr(300), kr(501)]),
        then=st.sampled_from(["close", "return", "nothing"]),
    )
    def wind_up(self, left: Money, then: str) -> None:
        """All that is not used is repaid but for little, which is let go, or not."""
        found = self.known(GRANTED)
        advance, number = found.balances[Account.ADVANCE], len(found.claims) + 1
        self.demand(advance, RecoveryGround.UNUSED)
        self.repay(number, advance - left)
        self.clock.set(self.clock() + timedelta(days=2))
        self.collect(number, Collection.INVOICED)
        self.let_go(number)
        self.repay(number, None)
        if then == "return":
            self.return_repayment(number)
        if then == "close":
            for duty in samples.DUTIES.duties[1:]:
                self.ask(
                    grant.ReceiveReport(
                        grant=GRANTED,
                        kind=duty.kind,
                        duty=duty.code,
                        received=self.clock(),
                    )
                )
            self.close(to_frame=True, on=GRANTED)

    @rule(number=FEW, amount=st.none() | AMOUNTS)
    def repay(self, number: int, amount: Money | None) -> None:
        """Something is repaid: what is left, or another amount."""
        claim = self.known(GRANTED).claims.get(number)
        told = amount or (claim.left if claim else kr(1))
        self.ask(
            grant.Repay(
                grant=GRANTED,
                claim=number,
                amount=told,
                reference=f"{self.clock().isoformat()} {told}",
                received_on=self.today,
            )
        )

    @rule(number=FEW)
    def return_repayment(self, number: int) -> None:
        """A repayment went back."""
        claim = self.known(GRANTED).claims.get(number)
        for reference in list(claim.repayments)[:1] if claim else ():
            self.ask(
                grant.ReturnRepayment(
                    grant=GRANTED,
                    claim=number,
                    reference=reference,
                    reason=WHY,
                    returned_on=self.today,
                )
            )

    @rule(number=FEW)
    def reopen(self, number: int) -> None:
        """The approval of accounts is to be taken back."""
        self.ask(
            grant.ReopenAccounts(
                grant=GRANTED,
                accounts=number,
                reason=WHY,
                effective_from=self.today,
            )
        )

    @rule(number=FEW, step=st.sampled_from(Collection))
    def collect(self, number: int, step: Collection) -> None:
        """A claim is to be collected."""
        self.ask(
            grant.Collect(
                grant=GRANTED, claim=number, step=step, effective_from=self.today
            )
        )

    @rule(number=FEW)
    def let_go(self, number: int) -> None:
        """A claim is to be let go."""
        self.ask(grant.LetGo(grant=GRANTED, claim=number, effective_from=self.today))

    @rule(ground=st.sampled_from(LapseGround), to_frame=FLAGS, on=GRANTS)
    def lapse(self, ground: LapseGround, to_frame: bool, on: StreamId) -> None:  # noqa: FBT001 - the same
        """A grant is to lapse."""
        self.ask(
            grant.Lapse(
                grant=on, ground=ground, to_frame=to_frame, effective_from=self.today
            )
        )

    @precondition(lambda self: self.today > date(2020, 6, 1))
    @rule(to_frame=FLAGS, on=GRANTS)
    def close(self, to_frame: bool, on: StreamId) -> None:  # noqa: FBT001 - the same
        """A grant is to be closed."""
        self.ask(grant.Close(grant=on, to_frame=to_frame, effective_from=self.today))

    def known(self, stream: StreamId) -> grant.Grant:
        """A grant that is there."""
        found = self.journal.get(grant.Grant, stream)
        assert found is not None
        return found

    def grants(self) -> Iterator[tuple[StreamId, grant.Grant]]:
        """Those that are there."""
        for stream in (GRANTED, OTHER):
            found = self.journal.get(grant.Grant, stream)
            if found is not None:
                yield stream, found

    @invariant()
    def the_ledger_balances(self) -> None:
        """Debits are credits, and no account has what it cannot have."""
        for _, found in self.grants():
            on = found.balances
            assert sum((on[each] for each in Account), start=NOTHING) == NOTHING
            assert all(entry.posting.amount > NOTHING for entry in found.ledger)
            assert on[Account.COMMITMENT] <= NOTHING
            assert on[Account.BANK] <= NOTHING
            assert on[Account.COST] >= NOTHING
            assert on[Account.CLAIM] >= NOTHING
            assert on[Account.LOSS] >= NOTHING
            assert found.payable >= NOTHING
            assert found.paid <= found.committed

    @invariant()
    def the_accounts_say_what_the_events_say(self) -> None:
        """Each balance is what it is when it is counted without any posting."""
        for stream, found in self.grants():
            said, state = Told(), None
            for recorded in self.journal.history(stream):
                said.tell(recorded.event)
                state = grant.evolve(state, recorded.event)
            assert state == found
            on = found.balances
            assert on[Account.BANK] == said.returned + said.repaid - said.paid
            assert on[Account.CLAIM] == said.demanded - said.repaid - said.let_go
            assert on[Account.LOSS] == said.let_go
            assert on[Account.COST] == (said.committed - said.released - said.demanded)

    @invariant()
    def no_commitment_is_beyond_the_frame(self) -> None:
        """What is committed is never more than there is."""
        known = self.journal.get(frame.Frame, FRAME)
        if known is None:
            return
        newest = known.amount.newest
        assert newest is not None
        assert NOTHING <= known.committed <= newest
        for stream, found in self.grants():
            assert NOTHING <= known.commitments[stream] <= found.committed

    @invariant()
    def every_posting_leads_to_its_decision_and_back(self) -> None:
        """By its number to an event on record, and from that event to it."""
        for stream, found in self.grants():
            history = list(self.journal.history(stream))
            seen = set()
            for entry in found.ledger:
                basis = decided_by(found.ledger, entry.number)
                assert basis is not None
                decision = history[basis.version - 1]
                assert (decision.event_id, stream) == (basis.event, basis.stream)
                assert entry in resting_on(found.ledger, basis.event)
                assert entry.posting in history[entry.version - 1].event.postings
                assert basis.version <= entry.version
                seen.add(basis.event)
            rested = {e for event in seen for e in resting_on(found.ledger, event)}
            assert rested == set(found.ledger)

    @invariant()
    def a_closed_grant_has_nothing_left_to_settle(self) -> None:
        """Nothing is promised, advanced or owed; what it cost is what was paid."""
        for _, found in self.grants():
            if found.closed is not None:
                on = balances(found.ledger)
                assert on[Account.COMMITMENT] == on[Account.ADVANCE] == NOTHING
                assert on[Account.CLAIM] == NOTHING
                assert on[Account.COST] + on[Account.LOSS] + on[Account.BANK] == NOTHING


class Told:
    """What events say in kroner, counted without any posting."""

    def __init__(self) -> None:
        self.committed = self.paid = self.returned = NOTHING
        self.released = self.demanded = self.repaid = self.let_go = NOTHING
        self._payments: dict[int, Money] = {}
        self._repayments: dict[tuple[int, str], Money] = {}

    def tell(self, event: Any) -> None:
        """Count one event."""
        match event:
            case grant.Committed(amount=amount) | grant.Raised(amount=amount):
                self.committed += amount
            case grant.InstalmentPaid(instalment=number, amount=amount):
                self.paid += amount
                self._payments[number] = amount
            case grant.PaymentReturned(instalment=number):
                self.returned += self._payments.pop(number)
            case grant.Lapsed(released=amount) | grant.Closed(released=amount):
                self.released += amount
            case grant.RepaymentDemanded(amount=amount):
                self.demanded += amount
            case grant.Repaid(claim=claim, reference=reference, amount=amount):
                self.repaid += amount
                self._repayments[claim, reference] = amount
            case grant.RepaymentReturned(claim=claim, reference=reference):
                self.repaid -= self._repayments.pop((claim, reference))
            case grant.ClaimLetGo(amount=amount):
                self.let_go += amount


Ledger.TestCase.settings = settings(stateful_step_count=20)
TestLedger = pytest.mark.slow(Ledger.TestCase)


def test_the_day_of_the_samples_is_before_the_first_payment() -> None:
    """The machine begins on a day when nothing can be paid yet."""
    assert datetime(2020, 1, 20, tzinfo=UTC) > samples.NOW
