"""What a network gives: to something that is written, or to others."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.attachment import Attachment
from kvalitet_core.domain.citation import Citation

__all__ = ["Contributed", "Informed"]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Contributed:
    """A network gave something to a version of a publication.

    Attributes:
        to: The publication and its version, and the part of it, if it was to a part.
        about: What it gave, in a sentence; nothing about a person.
        meeting: The meeting that it came from; None where it came from no meeting.
        document: What it gave in writing, if it did.
    """

    to: Citation
    about: str
    meeting: str | None = None
    document: Attachment | None = None


@attrs.frozen(kw_only=True)
class Informed:
    """A network was told of something that is published.

    Attributes:
        of: The publication and its version, and the part of it, if it is of a part.
        effective_from: The day that it was told.
    """

    of: Citation
    effective_from: date
