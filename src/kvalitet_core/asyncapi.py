"""A plugin's events as an AsyncAPI 3.0 document, for systems that are told of them.

A channel for each kind of stream, a message for each event, and its schema as it is
released. In English, with Danish beside it as `x-description-da`. Pure.
"""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.plugins import Plugin
from kvalitet_core.releases import schemas_of
from kvalitet_core.schemas import DANISH

__all__ = ["SCHEMA_FORMAT", "asyncapi"]

SCHEMA_FORMAT: Final = "application/schema+json;version=draft-2020-12"
"""What the payloads' schemas are written in."""

_JSON: Final = "application/json"


def asyncapi(plugin: Plugin) -> dict[str, Any]:
    """The AsyncAPI 3.0 document of a plugin's events."""
    schemas = schemas_of(plugin)
    kinds = {each.kind: each for each in plugin.aggregates if each.events}
    events = sorted(name for each in kinds.values() for name in each.events)
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:kvalitet:{plugin.name}",
        "info": {
            "title": f"kvalitet: the events of {plugin.name}",
            "version": plugin.version,
            "description": "What happens to the things that it brings, as recorded.",
            DANISH: "Det, der sker med de ting, det rummer, som det er registreret.",
        },
        "defaultContentType": _JSON,
        "channels": {kind: _channel(each) for kind, each in sorted(kinds.items())},
        "operations": {
            f"receive_{kind}": _operation(each) for kind, each in sorted(kinds.items())
        },
        "components": {
            "messages": {_key(name): _message(name, schemas[name]) for name in events},
            "schemas": {_key(name): _payload(name, schemas[name]) for name in events},
        },
    }


def _key(name: str) -> str:
    return name.replace("/", ".")


def _channel(aggregate: Aggregate) -> dict[str, Any]:
    """The streams of one kind."""
    return {
        "address": f"{aggregate.kind}/{{key}}",
        "title": aggregate.kind,
        "description": f"The events of one {aggregate.kind}, in their order.",
        DANISH: (
            f"Begivenhederne i én række af slagsen `{aggregate.kind}`, i rækkefølge."
        ),
        "parameters": {
            "key": {
                "description": "What tells it from the others of its kind.",
                DANISH: "Det, der skiller den fra de andre af sin slags.",
            }
        },
        "messages": {
            _key(name): {"$ref": f"#/components/messages/{_key(name)}"}
            for name in sorted(aggregate.events)
        },
    }


def _operation(aggregate: Aggregate) -> dict[str, Any]:
    """That one can be told of them."""
    channel = f"#/channels/{aggregate.kind}"
    return {
        "action": "receive",
        "channel": {"$ref": channel},
        "summary": f"Be told what happens to each {aggregate.kind}.",
        DANISH: f"Få besked om, hvad der sker i slagsen `{aggregate.kind}`.",
        "messages": [
            {"$ref": f"{channel}/messages/{_key(name)}"}
            for name in sorted(aggregate.events)
        ],
    }


def _message(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    danish = {DANISH: schema[DANISH]} if DANISH in schema else {}
    return {
        "name": name,
        "title": name,
        "summary": schema["description"],
        **danish,
        "contentType": _JSON,
        "payload": {"$ref": f"#/components/schemas/{_key(name)}"},
    }


def _payload(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, with its references led on from the document's root."""
    own = {word: schema[word] for word in schema if word not in ("$id", "$schema")}
    root = f"#/components/schemas/{_key(name)}/schema"
    return {"schemaFormat": SCHEMA_FORMAT, "schema": _led_on(own, root)}


def _led_on(part: Any, root: str) -> Any:
    if isinstance(part, list):
        return [_led_on(each, root) for each in part]
    if not isinstance(part, dict):
        return part
    led = {word: _led_on(inner, root) for word, inner in part.items()}
    if isinstance(part.get("$ref"), str):
        led["$ref"] = root + part["$ref"].removeprefix("#")
    return led
