# ruff: noqa: E501 (lists of keys)
"""The contract of ``viewer export json``, on the catalog and body that ship."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import Any

import pytest

from viewer.body.atlas import Atlas
from viewer.body.body import assets_folder, load_body
from viewer.body.views import WHOLE_VIEWS
from viewer.catalog.export import export_json
from viewer.catalog.loader import load
from viewer.catalog.model import Note

pytestmark = pytest.mark.skipif(
    not (assets_folder() / "atlas" / "atlas.json").is_file(), reason="the body has not been built"
)


@cache
def exported() -> dict[str, Any]:
    """What a reader of the file gets."""
    return json.loads(json.dumps(export_json(load(), load_body(), Atlas(assets_folder())), allow_nan=False))


KEYS = {
    "muscles": "id name latin synonyms ids described region layer origin insertion innervation actions plain sources techniques outline_mm",
    "points": "id muscle label pain side_positions_mm in_muscle_mm essential spillover",
    "landmarks": "id name positions_mm bone_mm",
    "regions": "id name plain synonyms parent neighbours",
    "structures": "id name text sources",
    "red_flags": "id name text sources",
    "techniques": "id title text sources",
    "education": "id title sections",
    "sources": "id authors year title journal doi pmid kind grade seen",
}


@pytest.mark.parametrize("name", KEYS)
def test_every_list_has_its_keys(name: str) -> None:
    assert exported()["format"] == 1
    records = exported()[name]
    assert records
    for record in records:
        assert set(KEYS[name].split()) <= set(record), record["id"]
    ids = [record["id"] for record in records]
    assert len(ids) == len(set(ids))


def test_every_shape_is_a_muscle() -> None:
    data, body = exported(), load_body()
    muscles = {muscle["id"]: muscle for muscle in data["muscles"]}
    assert set(body.sheets) <= set(muscles)
    assert {muscle["described"] for muscle in muscles.values()} <= {True, False}
    for muscle in muscles.values():
        assert set(muscle["outline_mm"]) == set(WHOLE_VIEWS)
        assert any(muscle["outline_mm"].values()), muscle["id"]
        for ring in (ring for rings in muscle["outline_mm"].values() for ring in rings):
            assert len(ring) >= 3
            assert all(
                len(point) == 2 and -1000 <= point[0] <= 1000 and -50 <= point[1] <= 1900 for point in ring
            )


def test_outlines_are_of_the_left_side() -> None:
    """The left is +x: in the anterior view a limb's muscle lies at positive horizontals."""
    muscles = {muscle["id"]: muscle for muscle in exported()["muscles"]}
    for muscle in ("deltoid", "vastus_lateralis", "gastrocnemius"):
        for view in ("anterior", "posterior"):
            rings = muscles[muscle]["outline_mm"][view]
            assert rings
            assert all(x > 0 for ring in rings for x, _ in ring), (muscle, view)


def test_notes_keep_all_their_text() -> None:
    catalog = load().catalog
    for muscle in exported()["muscles"]:
        notes: tuple[Note, ...] = catalog.muscles[muscle["id"]].notes
        assert [note["kind"] for note in muscle["techniques"]] == [note.kind for note in notes]
        for data, note in zip(muscle["techniques"], notes, strict=True):
            assert data["steps"] == list(note.steps)
            assert data["plain"] == note.plain
            assert [hazard["structure"] for hazard in data["hazards"]] == [h.structure for h in note.hazards]
            assert all(hazard["name"] and hazard["text"] and hazard["avoid"] for hazard in data["hazards"])
            assert note.direction is None or data["direction"] == note.direction.text


def test_points_lie_in_their_muscles_on_both_sides() -> None:
    regions = {region["id"] for region in exported()["regions"]}
    for point in exported()["points"]:
        left, right = point["side_positions_mm"]["left"], point["side_positions_mm"]["right"]
        assert left[0] > 0
        assert right == [-left[0], left[1], left[2]]
        assert point["in_muscle_mm"] == 0
        assert point["pain"]
        for zone in ("essential", "spillover"):
            shares = [one["share"] for one in point[zone]]
            assert shares == sorted(shares, reverse=True)
            assert all(0 < share <= 1 and math.isfinite(share) for share in shares)
            assert {one["region"] for one in point[zone]} <= regions
            assert {one["side"] for one in point[zone]} <= {"same", "opposite", "midline"}
        assert point["essential"]


def test_landmarks_have_both_sides_or_a_midline() -> None:
    for landmark in exported()["landmarks"]:
        for key in ("positions_mm", "bone_mm"):
            place = landmark[key]
            assert set(place) in ({"left", "right"}, {"midline"})
            if "left" in place:
                assert place["left"][0] > 0
                assert place["right"] == [-place["left"][0], *place["left"][1:]]
            else:
                assert abs(place["midline"][0]) < 0.5


def test_neighbours_are_mutual() -> None:
    regions = {region["id"]: region for region in exported()["regions"]}
    for region in regions.values():
        assert region["neighbours"]
        assert region["id"] not in region["neighbours"]
        for other in region["neighbours"]:
            assert region["id"] in regions[other]["neighbours"]
    assert "forehead" in regions["temple"]["neighbours"]


def test_every_record_says_which_catalog_it_came_from() -> None:
    data = exported()
    for name in ("red_flags", "techniques", "education", "sources"):
        assert {record["origin_catalog"] for record in data[name]} == {data["title"]}
    for muscle in data["muscles"]:
        assert muscle["origin_catalog"] == (data["title"] if muscle["described"] else "")


def test_citations_lead_somewhere() -> None:
    data = exported()
    known = {source["id"] for source in data["sources"]}
    for name in ("muscles", "structures", "red_flags", "techniques"):
        for record in data[name]:
            assert set(record["sources"]) <= known, record["id"]
    for topic in data["education"]:
        for section in topic["sections"]:
            assert {"heading", "text", "evidence", "sources"} <= set(section)
            assert set(section["sources"]) <= known
    for muscle in data["muscles"]:
        assert not muscle["described"] or muscle["sources"], muscle["id"]


def test_sources_numbers_are_bare() -> None:
    for source in exported()["sources"]:
        assert re.fullmatch(r"(10\.\d{4,9}/\S+)?", source["doi"]), source["id"]
        assert re.fullmatch(r"(\d{1,9})?", source["pmid"]), source["id"]
        assert source["authors"]
        assert isinstance(source["year"], int)
