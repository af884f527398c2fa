"""Codes, numbers and names of fixed forms: municipalities, firms, books, forms.

Each checks how it looks and its check digit; none asks whether the thing exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kvalitet_core.values.texts import CheckedText

__all__ = [
    "CVR",
    "ISBN",
    "Digest",
    "FormName",
    "MunicipalityCode",
    "PNumber",
    "ReasonCode",
    "RegionCode",
]


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
