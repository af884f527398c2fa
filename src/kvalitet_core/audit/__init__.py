"""Asking the past: what was recorded is read again, decided again, and compared.

`redecide` gives each recorded command anew to the code that is installed now, with what
it read then, and tells where that comes to something else. `versions` gives a stream's
state after each event, and `unlike` names where two of them differ. `replay` folds the
whole journal, and tells whether it holds together. Only reads.
"""

from kvalitet_core.audit.comparing import Difference
from kvalitet_core.audit.deployments import Changed, Deployments
from kvalitet_core.audit.redeciding import Drifted, Redecided, Verdict, redecide
from kvalitet_core.audit.replaying import Flaw, Replayed, replay
from kvalitet_core.audit.unlike import Unlike, unlike
from kvalitet_core.audit.versions import versions

__all__ = [
    "Changed",
    "Deployments",
    "Difference",
    "Drifted",
    "Flaw",
    "Redecided",
    "Replayed",
    "Unlike",
    "Verdict",
    "redecide",
    "replay",
    "unlike",
    "versions",
]
