"""Released files: what is stored under a name, and what cases run by, for ever.

A package keeps them in its folder `schemas`, one a stored name and number and one a
case type and version, and notes in `released.txt` those that never change again.
`check` tells all that is wrong with them, `export` writes them, and `release` notes
them.
"""

from kvalitet_core.releases.checking import (
    check,
    check_definitions,
    of_another,
    text_findings,
)
from kvalitet_core.releases.definitions import about_case_types
from kvalitet_core.releases.files import (
    CORE_PACKAGE,
    INDEX,
    RELEASED,
    Files,
    definition_file,
    definition_named,
    file_of,
    files_in,
    files_of,
    name_of,
    schemas_of,
    written,
)
from kvalitet_core.releases.finding import SchemaFinding
from kvalitet_core.releases.gate import Fit, fit
from kvalitet_core.releases.writing import export, release

__all__ = [
    "CORE_PACKAGE",
    "INDEX",
    "RELEASED",
    "Files",
    "Fit",
    "SchemaFinding",
    "about_case_types",
    "check",
    "check_definitions",
    "definition_file",
    "definition_named",
    "export",
    "file_of",
    "files_in",
    "files_of",
    "fit",
    "name_of",
    "of_another",
    "release",
    "schemas_of",
    "text_findings",
    "written",
]
