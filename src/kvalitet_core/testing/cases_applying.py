"""A made-up application: by a made-up applicant and round, on whatever form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kvalitet_core.casetypes.conditions import Fact
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.domain import application, municipality, region, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.tilbud import ContactCard, Driftsform
from kvalitet_core.forms import Form
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.personal import Personal
from kvalitet_core.plugins import Plugin
from kvalitet_core.testing.cases_course import office
from kvalitet_core.testing.cases_setting import (
    ROUND,
    Setting,
    days_before,
    deciders,
)
from kvalitet_core.values import (
    Answers,
    Deadline,
    FormName,
    Hjemmel,
    MunicipalityCode,
    RegionCode,
)

__all__ = ["a_form", "a_rule", "applied"]

_MADE_UP: Final = "Eksempelopslaget (made up)"
_CODE: Final = MunicipalityCode("0999")
_REGION: Final = RegionCode("1089")
_TYPES: Final[Mapping[Kind, dict[str, Any]]] = {
    Kind.NUMBER: {"type": "integer"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.SET: {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
    Kind.LIST: {"type": "array", "items": {"type": "string"}},
}


def a_form(definition: Definition) -> Form:
    """Give a form that asks for each answer that a case type knows of."""
    asked = {
        name.removeprefix("svar."): _TYPES.get(fact.type, {"type": "string"})
        for name, fact in definition.known_facts.items()
        if name.startswith("svar.")
    }
    return Form(
        name=FormName(f"{definition.owner}.ansoegning/1"),
        title="Ansøgning",
        source=_MADE_UP,
        schema={
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": asked,
            "additionalProperties": False,
        },
    )


def a_rule(owner: str) -> Rule:
    """Give a rule that every application meets: a round needs one to be announced."""
    known = Fact("modtaget", Kind.INSTANT, da="modtaget", en="received")
    return Rule(
        code=f"{owner}.modtaget",
        version=1,
        condition=known.is_known(),
        hjemmel=Hjemmel(source=_MADE_UP, paragraph="hvem der kan søge"),
        quote="Ansøgningen er modtaget.",
    )


def applied(journal: Journal, setting: Setting, plugin: Plugin) -> StreamId:
    """Let someone apply in a round; gives the stream of the application."""
    since = days_before(setting, 90)
    form = plugin.forms[0]
    round_ = _announced(journal, setting, plugin, form)
    place = (
        region.Register(code=_REGION, name="Region Eksempel", effective_from=since),
        municipality.Register(
            code=_CODE, name="Eksempelkøbing", region=_REGION, effective_from=since
        ),
    )
    streams = [journal.do(command, by=office).stream for command in place]
    who = streams[-1]
    if not setting.by_municipality:
        who = journal.do(_registered(setting), by=office).stream
    submit = application.Submit(
        round=round_,
        applicant=who,
        received=setting.instant,
        answers=Answers(_answered(setting, form)),
        contact_id=PersonId("p-eksempel"),
        contact=Personal(
            ContactCard(name="Eksempel Eksempelsen", email="eksempel@example.dk")
        ),
        description=Personal("En opdigtet ansøgning."),
    )
    return journal.do(submit, by=office).stream


def _announced(
    journal: Journal, setting: Setting, plugin: Plugin, form: Form
) -> StreamId:
    since = days_before(setting, 60)
    said = {ROUND[name]: value for name, value in setting.of_round.items()}
    announce = rounds.Announce(
        programme=plugin.name,
        label="eksempel",
        title="Eksempelrunden",
        deadline=Deadline(str(said.get("deadline", days_before(setting, -30)))),
        opens=since,
        themes=_themes(setting),
        eligible_grounds=frozenset(
            map(LegalGround, _several(said.get("eligible_grounds", ())))
        ),
        eligible_driftsformer=frozenset(
            map(Driftsform, _several(said.get("eligible_driftsformer", ())))
        ),
        months_min=said.get("months_min"),
        months_max=said.get("months_max"),
        form=form.name,
        decides=deciders(setting.definition) or frozenset({office.role}),
        source=_MADE_UP,
        effective_from=since,
    )
    stream = journal.do(announce, by=office).stream
    journal.do(rounds.Open(round=stream, effective_from=since), by=office)
    return stream


def _themes(setting: Setting) -> frozenset[str]:
    said = setting.of_round.get("temaer", setting.answers.get("temaer", "Eksempel"))
    return frozenset(_several(said))


def _registered(setting: Setting) -> tilbud.Register:
    said, round_ = setting.applicant, setting.of_round
    eligible = sorted(_several(round_.get("lovgrundlag", ())))
    primary = said.get("lovgrundlag", eligible[0] if eligible else "SEL107")
    grounds = {primary, *_several(said.get("lovgrundlag_alle", ()))}
    forms = sorted(_several(round_.get("driftsformer", ())))
    return tilbud.Register(
        name=said.get("name", "Lindehuset"),
        municipality=_CODE,
        driftsform=Driftsform(
            said.get("driftsform", forms[0] if forms else Driftsform.KOMMUNAL)
        ),
        legal_grounds=LegalGrounds(
            grounds=frozenset(map(LegalGround, grounds)), primary=LegalGround(primary)
        ),
        effective_from=days_before(setting, 60),
    )


def _several(said: Any) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(map(str, said))


def _answered(setting: Setting, form: Form) -> dict[str, Any]:
    """The answers that are told, and the simplest ones to whatever must be answered."""
    schema = form.schema
    least = {
        name: _simplest(schema["properties"].get(name, {}))
        for name in schema.get("required", ())
    }
    if "temaer" in schema["properties"]:
        least["temaer"] = tuple(sorted(_themes(setting)))[:1]
    return {**least, **{name: _told(value) for name, value in setting.answers.items()}}


def _told(value: Any) -> Any:
    if isinstance(value, list | set | frozenset):
        return tuple(sorted(value) if isinstance(value, set | frozenset) else value)
    return value


def _simplest(schema: Mapping[str, Any]) -> Any:
    """The simplest answer that a question takes."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    if kind == "array":
        return (_simplest(schema.get("items", {})),) * schema.get("minItems", 0)
    if kind == "integer":
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    return "eksempel".ljust(schema.get("minLength", 0), ".")
