"""Who does what in a course.

The team and the tilbud are the offer's own two parties. Who within the agency prepares
an application and who decides it is not in the sources: those two are the house's own.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import Role

__all__ = ["CASEWORKER", "HEAD", "TEAM", "TILBUD"]

CASEWORKER: Final = Role("sagsbehandler", da="Sagsbehandler", en="Caseworker")
HEAD: Final = Role("fagchef", da="Fagchef", en="Head of department")
TEAM: Final = Role("indsatsteam", da="Indsatsteamet", en="The outgoing team")
TILBUD: Final = Role("tilbud", da="Tilbuddet", en="The tilbud")
