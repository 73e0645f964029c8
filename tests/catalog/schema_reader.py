"""As much of JSON Schema as the editors' schema uses, over YAML as an editor reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

Schema = dict[str, Any]

_TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float),
}  # fmt: skip
KEYWORDS = {
    "$schema", "title", "description", "$defs", "type", "enum", "const", "pattern", "anyOf", "$ref", "items",
    "minItems", "maxItems", "minimum", "maximum", "properties", "required", "additionalProperties",
    "dependentRequired",
}  # fmt: skip


class _Loader(yaml.SafeLoader):
    """As editors read YAML: 1.2, where ``no`` is a word and a date is text."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in resolvers if tag.rpartition(":")[2] not in ("timestamp", "bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str) -> Any:
    return yaml.load(text, _Loader)


def problems(value: Any, schema: Schema, whole: Schema, at: str = "") -> Iterator[str]:
    """What a value has against a schema."""
    assert set(schema) <= KEYWORDS, set(schema) - KEYWORDS
    if "$ref" in schema:
        yield from problems(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, at)
        return
    if "anyOf" in schema and all(list(problems(value, each, whole)) for each in schema["anyOf"]):
        yield f"{at}: none of {len(schema['anyOf'])} forms fits {value!r:.80}"
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{at}: {value!r:.60} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r:.60} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r:.60} is not {schema['const']}"
    if isinstance(value, str) and re.search(schema.get("pattern", ""), value) is None:
        yield f"{at}: {value!r:.60} does not have the form {schema['pattern']}"
    if _is(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value} is out of range"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{at}: {len(value)} items"
        for number, item in enumerate(value):
            yield from problems(item, schema.get("items", {}), whole, f"{at}[{number}]")
    if isinstance(value, dict):
        yield from _of_mapping(value, schema, whole, at)


def _of_mapping(value: Schema, schema: Schema, whole: Schema, at: str) -> Iterator[str]:
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    wanted = list(schema.get("required", ()))
    for key, more in schema.get("dependentRequired", {}).items():
        wanted += more if key in value else ()
    yield from (f"{at}: {key} is missing" for key in wanted if key not in value)
    for key, item in value.items():
        if key in known:
            yield from problems(item, known[key], whole, f"{at}.{key}")
        elif rest is False:
            yield f"{at}: {key} is unknown"
        elif isinstance(rest, dict):
            yield from problems(item, rest, whole, f"{at}.{key}")


def _is(value: Any, kinds: str | list[str]) -> bool:
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if isinstance(value, bool) and kind != "boolean":
            continue
        if isinstance(value, _TYPES[kind]):
            return True
    return False
