"""Prøveprogrammet: a made-up programme with one form and one round, for tests."""

from __future__ import annotations

from datetime import date

from kvalitet_core import Plugin
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround
from kvalitet_core.domain.tilbud import Driftsform
from kvalitet_core.forms import Form
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Deadline, FormName

FORM = Form(
    name=FormName("proeve.ansoegning/1"),
    title="Ansøgning til Prøveprogrammet",
    source="Opdigtet opslag",
    schema={
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "temaer": {
                "type": "array",
                "items": {"type": "string"},
                "minItems": 1,
                "uniqueItems": True,
            },
            "maaneder": {"type": "integer", "minimum": 1},
            "ressourcer": {"type": "boolean"},
        },
        "required": ["temaer"],
        "additionalProperties": False,
    },
)

PLUGIN = Plugin(name="proeve", version="1", forms=(FORM,))

ROUND = StreamId("round/proeve-2020-11")
THEMES = frozenset({"Sundhed", "Civilsamfund"})

ANNOUNCE = rounds.Announce(
    programme="proeve",
    label="2020-11",
    title="Prøverunden",
    deadline=Deadline("2020-11-27"),
    opens=date(2020, 10, 1),
    themes=THEMES,
    eligible_grounds=frozenset({LegalGround.SEL107, LegalGround.SEL108}),
    eligible_driftsformer=frozenset({Driftsform.KOMMUNAL, Driftsform.PRIVAT}),
    months_min=4,
    months_max=12,
    form=FORM.name,
    decides=frozenset({"fagchef"}),
    source="Opdigtet opslag",
    effective_from=date(2020, 9, 1),
)
ANNOUNCED = rounds.Announced(
    programme="proeve",
    label="2020-11",
    title="Prøverunden",
    deadline=Deadline("2020-11-27"),
    opens=date(2020, 10, 1),
    themes=THEMES,
    eligible_grounds=frozenset({LegalGround.SEL107, LegalGround.SEL108}),
    eligible_driftsformer=frozenset({Driftsform.KOMMUNAL, Driftsform.PRIVAT}),
    months_min=4,
    months_max=12,
    form=FORM.name,
    decides=frozenset({"fagchef"}),
    source="Opdigtet opslag",
    effective_from=date(2020, 9, 1),
)
OPENED = rounds.Opened(effective_from=date(2020, 10, 1))
