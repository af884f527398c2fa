"""A citation: a publication, a version of it, and perhaps one of its parts."""

from __future__ import annotations

from typing import Final

import attrs

from kvalitet_core.domain.fields import Whole, Written
from kvalitet_core.ids import StreamId, of_kind

__all__ = ["Citation", "part_code"]

part_code: Final = Written(
    "[a-z0-9][a-z0-9._-]{0,63}", "a-z, 0-9, '.', '_' and '-', 64 at most"
)
"""Check, as an attrs validator, that a text can be the code of a part."""

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True, order=True)
class Citation:
    """What is cited of a publication.

    Attributes:
        publication: The publication's stream: `publication/…`.
        version: Which version of it, from 1.
        part: The code of the part; None for the version as a whole.
    """

    publication: StreamId = attrs.field(validator=of_kind("publication"))
    version: int = attrs.field(validator=Whole(of="versions"))
    part: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(part_code)
    )

    def __str__(self) -> str:
        whole = f"{self.publication} version {self.version}"
        return f"{whole}, {self.part}" if self.part else whole
