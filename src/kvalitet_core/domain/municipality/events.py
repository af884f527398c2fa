"""What can happen to a municipality on the list. These are what is stored."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from kvalitet_core.values import MunicipalityCode, RegionCode

__all__ = ["Event", "Left", "Merged", "Moved", "Registered", "Renamed"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Registered:
    """A municipality was entered in the programme's list.

    Attributes:
        code: The municipality's four-digit code.
        name: Its short name, as the register has it: `Vesthimmerlands`.
        region: The region it lies in.
        effective_from: The first day that the record speaks of it.
    """

    code: MunicipalityCode
    name: str
    region: RegionCode
    effective_from: date


@attrs.frozen(kw_only=True)
class Renamed:
    """A municipality got another name.

    Attributes:
        name: The name.
        effective_from: The first day it has the name.
        effective_to: The first day it no longer has it; None where none is known.
    """

    name: str
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Moved:
    """A municipality came to lie in another region.

    Attributes:
        region: The region.
        effective_from: The first day it lies there.
        effective_to: The first day it no longer does; None where none is known.
    """

    region: RegionCode
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Merged:
    """A municipality became part of another.

    Attributes:
        into: The municipality that goes on.
        effective_from: The first day that it is part of the other.
    """

    into: MunicipalityCode
    effective_from: date


@attrs.frozen(kw_only=True)
class Left:
    """A municipality left the programme.

    Attributes:
        effective_from: The first day that it takes no part.
    """

    effective_from: date


Event: TypeAlias = Registered | Renamed | Moved | Merged | Left
