"""The JSON Schema for editors, made from the loader's own tables.

The loader does not use it: it says less (nothing between records) and needs no library here.
``python -m viewer.catalog.json_schema`` writes ``data/schema/trigger_points.schema.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from viewer.catalog.fields import ListOf
from viewer.catalog.places import PLACE
from viewer.catalog.schema import FORMAT, HEADER, RECORDS

FILE = Path(__file__).resolve().parents[2] / "data" / "schema" / "trigger_points.schema.json"


def json_schema() -> dict[str, Any]:
    """Draft 2020-12, for the main file and the files it includes."""
    header = HEADER.schema()
    properties = {**header["properties"], "format": {"const": FORMAT}}
    properties |= {name: ListOf(table).schema() for name, table in RECORDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Trigger Point Viewer catalog",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        # A file that says its format is a main file and says the rest as well.
        "dependentRequired": {"format": [key for key in header["required"] if key != "format"]},
        "$defs": {"place": PLACE.definition()},
    }


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(text(), encoding="utf-8")
