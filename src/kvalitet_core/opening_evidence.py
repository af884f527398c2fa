"""Opening, the part about evidence: where the signing key of a journal is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Literal

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.opening_keys import POSTGRES

__all__ = ["SIGNING_KEY", "signing_key_at"]

SIGNING_KEY: Final = "KVALITET_SIGNING_KEY"
"""The environment variable that names the file of the key that signs."""


def signing_key_at(url: str, given: Literal[True] | str | Path | None) -> Path:
    """The file of the key that signs for a journal.

    Args:
        url: The journal's address.

        given: As given to `Journal.open`; True or None takes the environment's, or the
            one beside the journal.

    Raises:
        KeyUnavailable: None is given, and the journal is no file.
    """
    if isinstance(given, str | Path):
        return Path(given)
    if SIGNING_KEY in os.environ:
        return Path(os.environ[SIGNING_KEY])
    if url == "memory:" or url.startswith(POSTGRES):
        problem = f"the journal is no file: give its path, or set {SIGNING_KEY}"
        raise KeyUnavailable("none", problem)
    path = Path(url.removeprefix("sqlite:///")).expanduser()
    return path.with_name(f"{path.name}.signing-key")
