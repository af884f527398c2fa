"""The pool's money: its frame of 13.0 mio. kr., and a partner's grant from it.

What each municipality got, which order the pool was under, and the days by which
recipients were to answer are not to be found: they are arguments. Nothing is given
from the frame before somebody has set its terms.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from kvalitet_core.domain.frame import Register
from kvalitet_core.domain.grant import Commit, GrantCondition
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import Deadline, Money, ReasonCode
from kvalitet_partnerskab.call import (
    ACCOUNT,
    AMOUNT,
    ANNOUNCED,
    ENDS,
    OBLIGATIONS,
    STARTS,
    TITLE,
)
from kvalitet_partnerskab.rounds import POOL_2019, ROUND
from kvalitet_partnerskab.sources import POOL

__all__ = ["CONDITIONS", "FRAME", "POOL_FRAME", "commitment"]

POOL_FRAME: Final = Register(
    key="partnerskab-2019",
    title=TITLE,
    amount=AMOUNT,
    finance_act_account=ACCOUNT,
    year=2019,
    call=ROUND,
    source=POOL,
    effective_from=ANNOUNCED,
)
"""The pool of § 15.75.55.10: what is committed never exceeds 13.0 mio. kr."""

FRAME: Final[StreamId] = stream_id("frame", POOL_FRAME.key)
"""The frame's stream."""

CONDITIONS: Final = tuple(
    GrantCondition(
        code=ReasonCode(f"forpligtelse_{number}"), text=text, before_payment=False
    )
    for number, text in enumerate(OBLIGATIONS, start=1)
)
"""What the call asks of a partner, as the conditions of its grant.

That any of it comes before the payment is not said.
"""


def commitment(
    application: StreamId,
    *,
    recipient: StreamId,
    amount: Money,
    acknowledge_by: Deadline,
    letter: str,
    on: date,
    conditions: tuple[GrantCondition, ...] = CONDITIONS,
) -> Commit:
    """The command that gives a partner its grant, for the call's project period.

    Args:
        application: The partner's application, which is granted.

        recipient: The municipality.

        amount: How much; not to be found.

        acknowledge_by: The last time for its tilkendegivelse; not to be found.

        letter: The tilskudsbrev.

        on: The first day that the commitment holds.

        conditions: What it is given on.
    """
    code = recipient.partition("/")[2]
    return Commit(
        key=f"{POOL_2019.programme}-{POOL_2019.label}-{code}",
        frame=FRAME,
        recipient=recipient,
        application=application,
        title=TITLE,
        amount=amount,
        starts=STARTS,
        ends=ENDS,
        acknowledge_by=acknowledge_by,
        conditions=conditions,
        source=letter,
        effective_from=on,
    )
