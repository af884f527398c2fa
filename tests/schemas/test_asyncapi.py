"""The AsyncAPI document of the events is one, and is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7, DRAFT202012

from kvalitet_core.asyncapi import SCHEMA_FORMAT, asyncapi
from kvalitet_core.core import CORE
from kvalitet_core.releases import files_of
from kvalitet_core.schemas import DANISH

OFFICIAL = json.loads(
    (Path(__file__).parent / "asyncapi" / "3.0.0.json").read_text(encoding="utf-8")
)
DOCUMENT = asyncapi(CORE)


def official() -> Draft7Validator:
    """A validator of AsyncAPI documents, with all that their schema refers to."""
    resources = [
        (uri, DRAFT7.create_resource(definition))
        for uri, definition in OFFICIAL["definitions"].items()
    ]
    whole = (OFFICIAL["$id"], DRAFT7.create_resource(OFFICIAL))
    registry: Registry[Any] = Registry().with_resources([whole, *resources])
    return Draft7Validator(OFFICIAL, registry=registry)


def test_it_is_a_document_of_asyncapi_3() -> None:
    """Held against the official schema of AsyncAPI 3.0.0."""
    assert [error.message for error in official().iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"asyncapi": "2.6.0"},
        {"channels": {"tilbud": {"addres": "tilbud/{key}"}}},
        {"operations": {"receive": {"action": "receives"}}},
    ],
)
def test_the_official_schema_finds_what_is_wrong(wrong: dict[str, Any]) -> None:
    """The schema is whole here: it tells a document that is none."""
    assert not official().is_valid(DOCUMENT | wrong)


def references(part: Any) -> Iterator[str]:
    """Every reference, at any depth."""
    if isinstance(part, list):
        for each in part:
            yield from references(each)
    elif isinstance(part, dict):
        for word, inner in part.items():
            if word == "$ref":
                yield inner
            else:
                yield from references(inner)


def at(pointer: str) -> Any:
    """What a reference within the document leads to."""
    found: Any = DOCUMENT
    for step in pointer.removeprefix("#/").split("/"):
        found = found[step]
    return found


@pytest.mark.parametrize("reference", sorted(set(references(DOCUMENT))))
def test_every_reference_leads_somewhere(reference: str) -> None:
    """A reader who follows it from the document's root finds what it names."""
    assert reference.startswith("#/")
    assert at(reference)


def test_every_event_is_a_message_of_the_channel_of_its_kind() -> None:
    """No event is left out, and one operation a channel receives them all."""
    for aggregate in CORE.aggregates:
        channel = DOCUMENT["channels"][aggregate.kind]
        operation = DOCUMENT["operations"][f"receive_{aggregate.kind}"]
        messages = [at(each["$ref"]) for each in channel["messages"].values()]

        assert {message["name"] for message in messages} == set(aggregate.events)
        assert channel["address"] == f"{aggregate.kind}/{{key}}"
        assert operation["action"] == "receive"
        assert [at(each["$ref"]) for each in operation["messages"]] == [
            {"$ref": f"#/components/messages/{key}"} for key in channel["messages"]
        ]


@pytest.mark.parametrize("key", DOCUMENT["components"]["messages"])
def test_a_payload_is_the_schema_that_is_released(key: str) -> None:
    """But for its id, and references that begin at the document's root."""
    message = DOCUMENT["components"]["messages"][key]
    payload = at(message["payload"]["$ref"])
    schema = files_of("kvalitet_core").content(f"{key}.json")
    root = f"#/components/schemas/{key}/schema"

    assert payload["schemaFormat"] == SCHEMA_FORMAT
    text = json.dumps(payload["schema"]).replace(f'"{root}/', '"#/')
    assert json.loads(text) == {
        word: part for word, part in schema.items() if word not in ("$id", "$schema")
    }
    assert message["summary"] == schema["description"]
    assert message[DANISH] == schema[DANISH]


def test_a_payload_is_checked_within_the_document() -> None:
    """Its references are followed from where they stand."""
    uri = "urn:kvalitet:core"
    whole = DRAFT202012.create_resource(DOCUMENT)
    registry: Registry[Any] = Registry().with_resource(uri, whole)
    pointer = "#/components/schemas/tilbud.legal_grounds_changed.1/schema"
    validator = Draft202012Validator({"$ref": f"{uri}{pointer}"}, registry=registry)
    grounds = {"grounds": ["SEL85"], "primary": "SEL85"}
    fitting = {"effective_from": "2020-01-01", "legal_grounds": grounds}

    assert validator.is_valid(fitting)
    assert not validator.is_valid(fitting | {"legal_grounds": {"grounds": ["§ 85"]}})
