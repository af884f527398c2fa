"""What a survey must be: the rules that several of its commands share."""

from __future__ import annotations

from typing import Final

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Written
from kvalitet_core.domain.survey.events import Questionnaire
from kvalitet_core.domain.survey.state import Survey, Wave
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Digest, FormName

__all__ = ["LABEL", "asked_now", "form_of", "wave_of"]

LABEL: Final = Written("[a-z0-9][a-z0-9-]{0,39}", "a-z, 0-9 and -, 40 at most")
"""How keys of surveys and labels of waves are written."""


def form_of(name: FormName, context: Context) -> Form | None:
    """The questionnaire with this name, if its plugin defines it."""
    forms = context.definitions(Form, of=name.owner)
    return next((form for form in forms if form.name == name), None)


def asked_now(
    stream: StreamId, name: FormName, context: Context, *, source: str
) -> Questionnaire:
    """Give a questionnaire by its content as it is installed.

    Raises:
        Refused: `survey.form_unknown`.
    """
    form = form_of(name, context)
    if form is None:
        defined = sorted(each.name for each in context.definitions(Form, of=name.owner))
        text = (
            f"{stream}: questionnaire {str(name)!r} is not one of plugin "
            f"{name.owner!r}, which has {', '.join(defined) or 'none'}"
        )
        raise Refused.because("survey.form_unknown", text, source=source)
    return Questionnaire(name=name, digest=Digest(form.digest))


def wave_of(survey: Survey, label: str, stream: StreamId) -> Wave:
    """Give the wave that a command is about.

    Raises:
        Refused: `survey.wave_unknown`.
    """
    wave = survey.wave(label)
    if wave is None:
        known = ", ".join(each.label for each in survey.waves) or "none"
        text = f"{stream}: expected one of its waves, which are {known}, got {label!r}"
        reason = Reason(code="survey.wave_unknown", text=text, source=survey.source)
        raise Refused(reason)
    return wave
