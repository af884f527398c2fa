"""Values that every programme shares: codes, law, money, and Danish time.

Each checks its form and nothing else. Whether a municipality existed on a date, or a
law was in force, is asked where a decision is taken: a register that changes must not
make history unreadable.

Pure: the time is an argument. A module a part: `texts`, `codes`, `numbers`, `times`,
`answers`, `law`.
"""

from kvalitet_core.values.answers import Answer, Answers
from kvalitet_core.values.codes import (
    CVR,
    ISBN,
    Digest,
    FormName,
    MunicipalityCode,
    PNumber,
    ReasonCode,
    RegionCode,
)
from kvalitet_core.values.law import Hjemmel
from kvalitet_core.values.numbers import Figure, Money
from kvalitet_core.values.texts import CheckedText, not_blank
from kvalitet_core.values.times import (
    COPENHAGEN,
    Deadline,
    Instant,
    danish_date,
    end_of_day,
    instant_at,
)

__all__ = [
    "COPENHAGEN",
    "CVR",
    "ISBN",
    "Answer",
    "Answers",
    "CheckedText",
    "Deadline",
    "Digest",
    "Figure",
    "FormName",
    "Hjemmel",
    "Instant",
    "Money",
    "MunicipalityCode",
    "PNumber",
    "ReasonCode",
    "RegionCode",
    "danish_date",
    "end_of_day",
    "instant_at",
    "not_blank",
]
