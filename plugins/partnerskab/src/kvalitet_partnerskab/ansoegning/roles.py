"""Who does what with an application.

The municipality is the call's own word. Who within the agency prepares an application
and who decides it is not in the sources: those two are the house's own.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.casetypes import Role

__all__ = ["CASEWORKER", "HEAD", "KOMMUNE"]

CASEWORKER: Final = Role("sagsbehandler", da="Sagsbehandler", en="Caseworker")
HEAD: Final = Role("fagchef", da="Fagchef", en="Head of department")
KOMMUNE: Final = Role("kommune", da="Kommunen", en="The municipality")
