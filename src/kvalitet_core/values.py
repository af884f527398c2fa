"""Values that every programme shares: codes, law, money, and Danish time.

Each checks its form and nothing else. Whether a municipality existed on a date, or a
law was in force, is asked where a decision is taken: a register that changes must not
make history unreadable.

Pure: the time is an argument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Final, Self, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import attrs
import msgspec

from kvalitet_core.dated import later_than
from kvalitet_core.errors import Malformed, Problem

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

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")
"""The time zone of Danish law: a date is a day there."""

Instant: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment, with its offset from UTC: the type of such a field in a stored class."""


@attrs.frozen
class _NotBlank:
    """An attrs validator: there must be something to read."""

    json_schema: ClassVar[Mapping[str, str]] = {
        "pattern": r"\S",
        "x-rule": "some text",
    }

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], text: object) -> None:
        """Refuse a text with nothing in it, and what is no text."""
        if not isinstance(text, str) or not text.strip():
            raise Malformed(f"{attribute.name} {text!r}", "expected some text")


not_blank: Final = _NotBlank()
"""Check, as an attrs validator, that there is something to read."""


class CheckedText(str):
    """A text whose form is checked when it is made; a `str` in every other way.

    A subclass says what it is and how it looks. One with a check digit extends
    `accepts`, and names a `format` of its own in its schema.

    Attributes:
        noun: What it is, for people: `municipality code`.
        rule: What its form is, for people: `four digits`.
        json_schema: The same as a JSON Schema; its `pattern` is what is checked.
    """

    __slots__ = ()

    noun: ClassVar[str]
    rule: ClassVar[str]
    json_schema: ClassVar[Mapping[str, str]]
    _form: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._form = re.compile(cls.json_schema["pattern"])

    def __new__(cls, text: str) -> Self:
        """Take a text of the right form.

        Raises:
            Malformed: It has another form.
        """
        if type(text) is str:
            checked: Self = _checked(cls, text)
            return checked
        return cls._made(text)

    @classmethod
    def _made(cls, text: str) -> Self:
        if not cls.accepts(text):
            raise Malformed(f"{cls.noun} {text!r}", f"expected {cls.rule}")
        return super().__new__(cls, text)

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Tell whether the value is a text of the right form."""
        return isinstance(value, str) and cls._form.fullmatch(value) is not None


C = TypeVar("C", bound=CheckedText)


@lru_cache(maxsize=4096)
def _checked(cls: type[C], text: str) -> C:
    """One text of a class, checked once: most are met again and again."""
    return cls._made(text)


class MunicipalityCode(CheckedText):
    """A municipality's four-digit code, with its leading zero: `0730` is Randers."""

    __slots__ = ()

    noun = "municipality code"
    rule = "four digits"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": "^[0-9]{4}$",
        "description": "A Danish municipality's code, four digits.",
    }


class RegionCode(CheckedText):
    """A region's four-digit code: `1082` is Region Midtjylland."""

    __slots__ = ()

    noun = "region code"
    rule = "four digits"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": "^[0-9]{4}$",
        "description": "A Danish region's code, four digits.",
    }


class CVR(CheckedText):
    """A legal entity's number in the Danish business register, with its check digit."""

    __slots__ = ()

    noun = "CVR number"
    rule = "eight digits, the first not 0, that pass the modulus 11 check"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": "^[1-9][0-9]{7}$",
        "format": "dk-cvr",
        "description": "A CVR number, eight digits that pass the modulus 11 check.",
    }

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Tell whether the value is eight digits whose check digit is right."""
        from stdnum.dk import cvr

        return super().accepts(value) and cvr.is_valid(str(value))


class PNumber(CheckedText):
    """A production unit's number in the Danish business register.

    No source that we could read states its length: ten digits is common knowledge,
    and no rule of a check digit is known.
    """

    __slots__ = ()

    noun = "P-number"
    rule = "ten digits"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": "^[0-9]{10}$",
        "description": "A production unit's number, ten digits.",
    }


class ISBN(CheckedText):
    """A book's 13-digit number, kept as it is written, with or without hyphens.

    Two that are written differently are two texts, and unequal.
    """

    __slots__ = ()

    noun = "ISBN"
    rule = "13 digits from 978 or 979, hyphens allowed, with a right check digit"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": "^97[89](-?[0-9]){10}$",
        "format": "isbn-13",
        "description": "An ISBN-13 as written, whose check digit is right.",
    }

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Tell whether the value is an ISBN-13 whose check digit is right."""
        from stdnum import isbn

        return super().accepts(value) and isbn.is_valid(str(value))


class ReasonCode(CheckedText):
    """A permanent code that says why, such as `merged`.

    It stands where a sentence would tempt people to write about a person.
    """

    __slots__ = ()

    noun = "reason code"
    rule = "lower-case letters a-z, digits and _, a letter first, 40 at most"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": "^[a-z][a-z0-9_]{0,39}$",
        "description": "A permanent code that says why; never about a person.",
    }


class Digest(CheckedText):
    """The SHA-256 of some bytes, which names them and nothing else."""

    __slots__ = ()

    noun = "digest"
    rule = "64 digits of 0-9 and a-f"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "A SHA-256 digest in lower-case hexadecimal.",
    }


class Figure(CheckedText):
    """A number with the decimals that it was stated with: `12.50` is not `12.5`.

    It is a text, so that nothing is rounded on the way, and none is written in two
    ways; `decimal` counts with it. Two are unequal where their decimals differ in
    number: `with_places` gives them as many.
    """

    __slots__ = ()

    noun = "figure"
    rule = "digits, and at most 6 decimals after a point: 12.50, -3 or 0.5"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": r"^(?!-0(\.0*)?$)-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$",
        "description": "A number written out, with a point before its decimals.",
    }

    @property
    def decimal(self) -> Decimal:
        """The number, to count with; 28 digits of it are exact."""
        return Decimal(self)

    @property
    def places(self) -> int:
        """How many decimals it is stated with."""
        return len(self.partition(".")[2])

    @property
    def scaled(self) -> int:
        """The number without its point: 1250 for `12.50`. It has 64 bits at most."""
        return int(self.replace(".", ""))

    def with_places(self, places: int) -> Figure:
        """The same number with so many decimals.

        Raises:
            Malformed: It has more than that, other than noughts, or 6 are too few.
        """
        whole, _, decimals = self.partition(".")
        kept = decimals[:places].ljust(places, "0")
        if decimals[places:].strip("0"):
            problem = f"expected {places} decimals at most"
            raise Malformed(f"{self.noun} {str(self)!r}", problem)
        return Figure(f"{whole}.{kept}" if kept else whole)


class FormName(CheckedText):
    """A form with its version: `indsatsteam.ansoegning/1`, its plugin's name first."""

    __slots__ = ()

    noun = "form"
    rule = "plugin.words/number, such as indsatsteam.ansoegning/1"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": r"^[a-z][a-z0-9_-]{0,39}\.[a-z][a-z0-9_]*/[1-9][0-9]*$",
        "description": "A form's name and version; the plugin that brings it first.",
    }

    @property
    def owner(self) -> str:
        """The name of the plugin that brings the form."""
        return self.partition(".")[0]


class Deadline(CheckedText):
    """A last time: an instant with its offset, or a date until its end in Denmark.

    `2020-11-27` ends when the day does; `2020-11-27T12:00:00+01:00` at noon sharp.
    """

    __slots__ = ()

    noun = "deadline"
    rule = "a date, or an instant with its offset, such as 2020-11-27T12:00:00+01:00"
    json_schema: ClassVar[Mapping[str, str]] = {
        "type": "string",
        "pattern": (
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
            r"(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2}))?$"
        ),
        "format": "kvalitet-deadline",
        "description": "A date, or an instant with its offset from UTC.",
    }

    @classmethod
    def accepts(cls, value: object) -> bool:
        """Tell whether the value is a date or an instant that exists."""
        if not super().accepts(value):
            return False
        try:
            datetime.fromisoformat(str(value))
        except ValueError:
            return False
        return True

    @property
    def is_date(self) -> bool:
        """Whether it is a whole day, and not an instant."""
        return "T" not in self

    @property
    def instant(self) -> datetime:
        """The instant, in UTC, when it ends: for a date, local midnight after it."""
        if self.is_date:
            return end_of_day(date.fromisoformat(self))
        return datetime.fromisoformat(self).astimezone(UTC)

    def met_by(self, instant: datetime) -> bool:
        """Tell whether what happened at the instant was in time.

        At the very instant is in time; midnight after a date is not.

        Raises:
            Malformed: The instant has no offset.
        """
        if instant.utcoffset() is None:
            raise Malformed(
                f"instant {instant.isoformat()!r}", "expected an offset from UTC"
            )
        return instant < self.instant if self.is_date else instant <= self.instant


Answer: TypeAlias = str | int | bool | tuple[str, ...]
"""What was answered to one question of a form."""

_QUESTION: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Answers(Mapping[str, Answer]):
    """What was answered in a form: names of questions to answers; never changed.

    An answer is a text, a whole number, yes or no, or several texts. What a form asks
    for about a person does not belong here: that is personal, and sealed.
    """

    __slots__ = ("_given",)

    noun: ClassVar[str] = "answers"
    rule: ClassVar[str] = "questions to texts, whole numbers, yes or no, or texts"
    json_schema: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "description": "Answers by the names of the questions.",
        "propertyNames": {"pattern": f"^{_QUESTION.pattern}$"},
        "additionalProperties": {
            "anyOf": [
                {"type": "string"},
                {"type": "integer"},
                {"type": "boolean"},
                {"type": "array", "items": {"type": "string"}},
            ]
        },
    }

    def __init__(self, given: Mapping[str, Any]) -> None:
        """Take answers; lists of texts become tuples.

        Raises:
            Malformed: Some are of another kind; every one is named.
        """
        if not isinstance(given, Mapping):
            raise Malformed("answers", f"expected {self.rule}, got {given!r}")
        problems = [
            Problem(path=f"$.{name}", text=f"expected an answer, got {value!r}")
            for name, value in sorted(given.items(), key=str)
            if not _is_question(name) or not _is_answer(value)
        ]
        if problems:
            raise Malformed("answers", *problems)
        self._given: dict[str, Answer] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in sorted(given.items())
        }

    def __getitem__(self, name: str) -> Answer:
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Answers):
            return NotImplemented
        return self._typed() == other._typed()

    def __hash__(self) -> int:
        return hash(self._typed())

    def __repr__(self) -> str:
        return f"Answers({self._given!r})"

    def as_json(self) -> dict[str, Any]:
        """The answers as a plain object, several texts as a list."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self._given.items()
        }

    def with_(self, later: Answers) -> Answers:
        """These answers, with those given later in their places."""
        return Answers({**self._given, **later})

    def _typed(self) -> tuple[tuple[str, str, Answer], ...]:
        """What tells two apart: yes is not 1."""
        return tuple((n, type(v).__name__, v) for n, v in self._given.items())


def _is_question(name: object) -> bool:
    return isinstance(name, str) and _QUESTION.fullmatch(name) is not None


def _is_answer(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(type(each) is str for each in value)
    return type(value) in (str, int, bool)


@attrs.frozen(kw_only=True)
class Hjemmel:
    """The law or text that something rests on, and when it holds.

    Attributes:
        source: The law or the call text: `Serviceloven`, `Opslag 2020`.
        paragraph: The place in it: `§ 85`, or a heading.
        valid_from: The first day it holds; None where no first day is known.
        valid_to: The first day it no longer holds; None while it holds.
    """

    source: str = attrs.field(validator=not_blank)
    paragraph: str = attrs.field(validator=not_blank)
    valid_from: date | None = None
    valid_to: date | None = attrs.field(
        default=None, validator=later_than("valid_from")
    )

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on the day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)

    def __str__(self) -> str:
        return f"{self.source} {self.paragraph}"


def _whole(_: Any, attribute: attrs.Attribute[Any], amount: int) -> None:
    if type(amount) is not int:
        raise Malformed(
            f"{attribute.name} {amount!r}", "expected a whole number of øre"
        )


@attrs.frozen(kw_only=True, order=True)
class Money:
    """An amount of Danish kroner, counted in whole øre, so that nothing is rounded.

    Attributes:
        oere: The amount in øre, a hundredth of a krone; negative where owed.
    """

    oere: int = attrs.field(validator=_whole)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(oere=self.oere + other.oere)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(oere=self.oere - other.oere)

    def __str__(self) -> str:
        kroner, oere = divmod(abs(self.oere), 100)
        sign = "-" if self.oere < 0 else ""
        grouped = f"{kroner:,}".replace(",", ".")
        return f"{sign}{grouped},{oere:02} kr."


def danish_date(instant: datetime) -> date:
    """Give the date that it is in Denmark at this instant.

    Raises:
        Malformed: The instant has no offset, so nobody knows when it is.
    """
    if instant.utcoffset() is None:
        raise Malformed(
            f"instant {instant.isoformat()!r}",
            "expected an offset, such as Z or +01:00",
        )
    return instant.astimezone(COPENHAGEN).date()


def end_of_day(day: date) -> datetime:
    """Give the instant, in UTC, when the day ends: local midnight after it.

    What must happen by a date has until then, and not that instant itself.
    """
    return instant_at(day + timedelta(days=1), time.min)


def instant_at(day: date, clock: time) -> datetime:
    """Give the instant, in UTC, when Danish clocks show this time on this day.

    When summer time begins, an hour's times do not exist; when it ends, they exist
    twice. Of the two readings the later one counts, so that no deadline gets shorter:
    02:30 that is skipped is 03:30, and 02:30 that comes twice is the second one.

    Raises:
        Malformed: The time has an offset of its own, so it is not a local time.
    """
    if clock.tzinfo is not None:
        raise Malformed(
            f"time {clock.isoformat()!r}", "expected a local time, without an offset"
        )
    local = datetime.combine(day, clock, tzinfo=COPENHAGEN)
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
