# ruff: noqa: E501 (rows of a table)
"""Rules that need the body, against the body that ships."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.body.atlas import Atlas
from viewer.body.body import assets_folder, load_body
from viewer.catalog.issues import Issue
from viewer.catalog.loader import load
from viewer.catalog.rules_geometry import geometry_issues

AT = "at: {muscle: upper_trapezius, along: 0.6, across: 0.2}"
TOO_FAR = "{from: acromion, toward: c7_spinous_process, mm: 900}"
SPILLOVER = "[{area: [tragus, mastoid_process, {landmark: acromion, offset: {medial: 30}}], round: 12}, {region: temple, side: opposite}]"
# rule, line, what is replaced, by what
BROKEN = [
    ("point-outside-muscle", 20, AT, "at: heel_plantar"),
    ("place-not-found", 20, AT, f"at: {TOO_FAR}"),
    ("place-not-found", 24, "stroke: [mastoid_process,", f"stroke: [{TOO_FAR},"),
    ("place-not-found", 44, "direction: {from: acromion", f"direction: {{from: {TOO_FAR}"),
    ("empty-zone", 29, SPILLOVER, "[{stroke: [mastoid_process], width: 5}]"),
]


@pytest.fixture
def found(catalog: Path) -> Callable[[str, str], list[Issue]]:
    """Replace text in the good catalog, and try it on the body that ships."""
    if not (assets_folder() / "atlas" / "atlas.json").is_file():
        pytest.skip("the body has not been built")

    def spoiled(old: str, new: str) -> list[Issue]:
        path = catalog.parent / "muscles" / "neck.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        loaded = load(catalog, use_cache=False)
        assert "upper_trapezius.1" in loaded.catalog.points()
        return geometry_issues(loaded, load_body(), Atlas(assets_folder()))

    return spoiled


def test_the_good_catalog_lies_on_the_body(found: Callable[[str, str], list[Issue]]) -> None:
    assert found("along: 0.6", "along: 0.61") == []


@pytest.mark.parametrize(("rule", "line", "old", "new"), BROKEN)
def test_broken(rule: str, line: int, old: str, new: str, found: Callable[[str, str], list[Issue]]) -> None:
    issues = found(old, new)
    assert [(issue.rule, issue.line, issue.severity) for issue in issues] == [(rule, line, "error")], issues
