"""What a value looks like, in a few words: from the JSON Schema of a field."""

from __future__ import annotations

from typing import Any

__all__ = ["kind_of"]


def kind_of(schema: dict[str, Any]) -> str:
    """What a value looks like, in a few words."""
    match schema:
        case {"$ref": str(reference)}:
            return reference.rpartition("/")[2]
        case {"anyOf": list(parts)}:
            return " or ".join(map(kind_of, parts))
        case {"enum": list(values)}:
            return "one of " + ", ".join(map(str, values))
        case {"type": "array", "items": dict(items)}:
            return f"list of {kind_of(items)}"
        case {"x-rule": str(rule)}:
            return rule
        case {"format": str(form)}:
            return form
        case {"type": "string"}:
            return "text"
        case {"type": str(name)}:
            return name
        case _:
            return "anything"
