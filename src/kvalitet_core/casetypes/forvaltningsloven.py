"""Forvaltningsloven: what is owed around an *afgørelse*.

    class Forloeb(CaseType):
        hooks = (forvaltningsloven.afgoerelse,)

Whether a given decision is an *afgørelse* is for the case type's author to say.

Pure.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes.hooks import Duty, Hook
from kvalitet_core.values import Hjemmel

__all__ = ["afgoerelse"]

_LAW: Final = "Forvaltningsloven"

afgoerelse: Final = Hook(
    code="forvaltningsloven",
    duties=(
        Duty(
            code="partshoering",
            when="before",
            unless_favourable=True,
            hjemmel=Hjemmel(source=_LAW, paragraph="§ 19"),
            da="Partshøring",
            en="Hearing of the party",
        ),
        Duty(
            code="begrundelse",
            when="with",
            unless_favourable=True,
            hjemmel=Hjemmel(source=_LAW, paragraph="§ 22 og § 24"),
            da="Begrundelse",
            en="Reasons",
        ),
        Duty(
            code="klagevejledning",
            when="before",
            unless_favourable=True,
            hjemmel=Hjemmel(source=_LAW, paragraph="§ 25"),
            da="Klagevejledning",
            en="Guidance on how to complain",
        ),
        Duty(
            code="underretning",
            when="after",
            hjemmel=Hjemmel(source=_LAW, paragraph="§ 25"),
            da="Underretning af parten",
            en="Notification of the party",
        ),
    ),
)
"""Hearing, reasons, guidance on complaints, and notification.

When a hearing is owed, § 19 says, whose words were not to be read: so each decision
says whether it was held, or why it was not owed.
"""
