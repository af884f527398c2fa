"""Whether files lie there as they were released, and can be read at all."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from kvalitet_core.errors import Malformed
from kvalitet_core.plugins import Plugin
from kvalitet_core.releases.files import Files
from kvalitet_core.releases.finding import SchemaFinding, exporting

__all__ = ["altered"]

_RESTORE: Final = "restore the file as it was released"


def altered(plugin: Plugin, files: Files) -> Iterator[SchemaFinding]:
    """Tell of what is not as it was released, or cannot be read.

    Nothing else is asked of files then.
    """
    for file, digest in files.released.items():
        if file not in files.contents:
            yield SchemaFinding(
                subject=file, rule="was released, and is gone", remedy=_RESTORE
            )
        elif (found := sha256(files.contents[file]).hexdigest()) != digest:
            rule = f"was released with SHA-256 {digest}, and has {found}"
            yield SchemaFinding(subject=file, rule=rule, remedy=_RESTORE)
    for file in files.contents:
        try:
            files.content(file)
        except Malformed as error:
            rule = error.problems[0].text
            remedy = _RESTORE if file in files.released else exporting(plugin)
            yield SchemaFinding(subject=file, rule=rule, remedy=remedy)
