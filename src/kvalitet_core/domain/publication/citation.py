"""A citation: a publication, a version of it, and perhaps one of its parts."""

from __future__ import annotations

import attrs

from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.publication.parts import part_code
from kvalitet_core.ids import StreamId, of_kind

__all__ = ["Citation"]

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
