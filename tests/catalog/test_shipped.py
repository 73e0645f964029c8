"""The catalog that comes with the app, prose and geometry included."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from viewer.body.atlas import Atlas
from viewer.body.body import assets_folder, load_body
from viewer.catalog import json_schema
from viewer.catalog.loader import SHIPPED, Loaded, load
from viewer.catalog.rules_geometry import geometry_issues


@cache
def shipped() -> Loaded:
    return load(use_cache=False)


def test_no_issues() -> None:
    assert [str(issue) for issue in shipped().issues] == []
    assert not shipped().withheld


def test_every_file_of_the_folder_is_included() -> None:
    here = {path for path in SHIPPED.parent.rglob("*.yaml") if SHIPPED.parent / "body" not in path.parents}
    assert {path.resolve() for path in shipped().files} == here


def test_what_this_release_promises() -> None:
    catalog = shipped().catalog
    described = [muscle for muscle in catalog.muscles.values() if muscle.described]
    assert len(described) >= 150
    assert len(catalog.points()) >= 300
    assert catalog.techniques
    assert catalog.education
    assert catalog.red_flags
    for muscle in described:
        for name in ("synergists", "antagonists", "overload", "symptoms", "trigger_points"):
            assert getattr(muscle, name) or name in muscle.unknown, (muscle.id, name)


def test_every_source_is_cited() -> None:
    from viewer.catalog.citations import cited_sources

    catalog, body = shipped().catalog, shipped().body_data
    lists = (catalog.muscles, catalog.techniques, catalog.education, catalog.red_flags, body.structures)
    cited = Counter(
        source for records in lists for record in records.values() for source in cited_sources(record)
    )
    # The Latin names are from the terminology; nothing else is there for show.
    assert set(catalog.sources) - set(cited) == {"fipat_2019"}


def test_geometry() -> None:
    """Every point in its muscle, every zone on the skin, every direction between two places."""
    if not (assets_folder() / "atlas" / "atlas.json").is_file():
        pytest.skip("the body has not been built")
    found = geometry_issues(shipped(), load_body(), Atlas(assets_folder()))
    assert [str(issue) for issue in found] == []


def test_the_editors_schema_is_up_to_date() -> None:
    assert json_schema.FILE.read_text(encoding="utf-8") == json_schema.text(), (
        "run python -m viewer.catalog.json_schema"
    )


def test_the_editors_schema_knows_every_key_of_a_muscle() -> None:
    schema = json.loads(json_schema.text())
    muscle = schema["properties"]["muscles"]["items"]
    assert muscle["additionalProperties"] is False
    assert {"id", "name", "latin", "region", "layer"} == set(muscle["required"])
    assert muscle["properties"]["layer"] == {"enum": ["superficial", "intermediate", "deep"]}
    point = muscle["properties"]["trigger_points"]["items"]["properties"]
    assert point["at"] == {"$ref": "#/$defs/place"}
    assert "$ref" in json.dumps(schema["$defs"]["place"])
