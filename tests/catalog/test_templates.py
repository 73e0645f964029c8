"""The templates of CONTRIBUTING.md are a catalog; the editors' schema agrees with the loader."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest

from tests.catalog.schema_reader import problems, read_yaml
from viewer.body.atlas import Atlas
from viewer.body.body import assets_folder, load_body
from viewer.catalog.json_schema import json_schema
from viewer.catalog.loader import SHIPPED, load
from viewer.catalog.rules_geometry import geometry_issues

ROOT = Path(__file__).resolve().parents[2]
HEAD = "format: 1\ntitle: Templates\nedition: 1\nreviewed: 2026-11-26\n"


def templates() -> dict[str, str]:
    """The blocks of YAML by the heading they stand under."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)[1:]
    found = {}
    for heading, body in zip(parts[::2], parts[1::2], strict=True):
        block = re.search(r"^```yaml\n(.*?)^```", body, re.MULTILINE | re.DOTALL)
        if block:
            found[heading] = block[1]
    return found


def filled_in() -> str:
    """The muscle with its point, and in its zone every item of the template for zones."""
    found = templates()
    zone = textwrap.indent(found["A zone"], " " * 6)
    point = found["A trigger point"].replace("      spillover:\n", "      spillover:\n" + zone)
    muscle = found["A muscle"]
    assert "trigger_points: []" in muscle
    return re.sub(r"trigger_points: \[\].*\n", "trigger_points:\n" + point, muscle)


def test_there_is_a_template_for_each() -> None:
    assert set(templates()) == {"A muscle", "A trigger point", "A zone", "An overlay"}


def test_a_muscle_with_a_point_and_its_zones_is_read_and_found_on_the_body(tmp_path) -> None:
    # Alone: the shape it borrows has an owner in the shipped catalog.
    file = tmp_path / "template.yaml"
    file.write_text(HEAD + filled_in(), encoding="utf-8")
    loaded = load(file, use_cache=False)
    assert [str(issue) for issue in loaded.issues] == []
    muscle = loaded.catalog.muscles["example_muscle"]
    assert len(muscle.trigger_points[0].pain.spillover) == 5
    if (assets_folder() / "atlas" / "atlas.json").is_file():
        found = geometry_issues(loaded, load_body(), Atlas(assets_folder()))
        assert [str(issue) for issue in found] == []


def test_an_overlay_is_laid_over(tmp_path) -> None:
    file = tmp_path / "overlay.yaml"
    file.write_text(templates()["An overlay"], encoding="utf-8")
    loaded = load(None, [file], use_cache=False)
    assert [str(issue) for issue in loaded.issues] == []
    assert loaded.catalog.origin["our_advice"] == "Our school"


@pytest.mark.parametrize("text", [HEAD + filled_in(), templates()["An overlay"]], ids=["muscle", "overlay"])
def test_the_templates_fit_the_editors_schema(text) -> None:
    schema = json_schema()
    assert list(problems(read_yaml(text), schema, schema)) == []


FILES = sorted(path for path in SHIPPED.parent.rglob("*.yaml") if SHIPPED.parent / "body" not in path.parents)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_ships_fits_the_editors_schema(path) -> None:
    schema = json_schema()
    assert list(problems(read_yaml(path.read_text(encoding="utf-8")), schema, schema)) == []


def test_what_does_not_fit_is_told() -> None:
    schema = json_schema()
    for spoiled in (
        "muscles: [{id: one}]",
        "muscles: [{id: One, name: N, latin: L, region: neck, layer: deep}]",
        "muscles: [{id: one, name: N, latin: L, region: tail, layer: deep}]",
        "muscles: [{id: one, name: N, latin: L, region: neck, layer: deep, colour: red}]",
        "format: 2",
        "sources: {}",
    ):
        assert list(problems(read_yaml(spoiled), schema, schema)), spoiled
