"""A form: which questions an applicant is asked, and what an answer must be.

A form is data that a plugin brings, in a version of its own; a round names the one that
its applications are made on. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import attrs
import msgspec

from kvalitet_core.errors import Problem
from kvalitet_core.schemas import own_problems
from kvalitet_core.values import Answers, FormName, not_blank

__all__ = ["Form"]


@attrs.frozen(kw_only=True)
class Form:
    """The questions of one version of a form.

    What it asks about a person has no place here: that is a personal field of the
    command that brings the answers.

    Attributes:
        name: The plugin, the form and its version: `indsatsteam.ansoegning/1`.
        title: What people call it.
        source: The document that the questions come from.
        schema: JSON Schema 2020-12 of the answers, an object that allows no others.
    """

    name: FormName
    title: str = attrs.field(validator=not_blank)
    source: str = attrs.field(validator=not_blank)
    schema: Mapping[str, Any] = attrs.field(hash=False)

    def problems(self, answers: Answers) -> list[Problem]:
        """Everything in the answers that does not fit, each with its path."""
        return own_problems(dict(self.schema), answers.as_json())

    @property
    def digest(self) -> str:
        """SHA-256 of the questions, in hex: what was asked under this name."""
        content = (str(self.name), self.title, self.source, self.schema)
        return sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
