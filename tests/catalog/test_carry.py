"""Trigger points and their zones on the second body."""

from __future__ import annotations

import numpy as np
import pytest

from viewer.body.atlas import Atlas
from viewer.body.body import Body, assets_folder, data_folder
from viewer.body.builds import available, folder
from viewer.catalog.carry import carried
from viewer.catalog.loader import load
from viewer.catalog.resolve import ResolvedPoint, resolve_point, sights_of

ASSETS = assets_folder()
built = pytest.mark.skipif("female" not in available(ASSETS), reason="the second body is not built")
POINTS = ("upper_trapezius.1", "infraspinatus.1", "gluteus_minimus.1", "gastrocnemius.1")


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, ResolvedPoint, ResolvedPoint]]:
    male, female = Body(ASSETS / "body"), Body(folder(ASSETS, "female") / "body")
    catalog = load(data_folder() / "trigger_points.yaml").catalog
    points, sights = catalog.points(), sights_of(female, Atlas(folder(ASSETS, "female")))
    made = []
    for id in POINTS:
        sheet = catalog.muscle_of(id).sheet or catalog.muscle_of(id).id
        found = resolve_point(male, points[id], sheet=sheet)
        made.append((sheet, found, carried(found, sheet, male, female, sights)))
    return made


@built
def test_a_point_lies_in_the_same_muscle_of_the_other_body(
    pairs: list[tuple[str, ResolvedPoint, ResolvedPoint]],
) -> None:
    female = Body(folder(ASSETS, "female") / "body")
    for sheet, _, moved in pairs:
        assert female.sheets[sheet].distance(moved.xyz) == 0.0, moved.id
        # where one presses and the point beneath stay near each other
        assert np.linalg.norm(moved.skin_xyz - moved.xyz) < 90.0


@built
def test_the_skin_place_is_the_same_triangle_and_the_body_is_smaller(
    pairs: list[tuple[str, ResolvedPoint, ResolvedPoint]],
) -> None:
    for _, found, moved in pairs:
        assert moved.skin == found.skin
        assert moved.skin_xyz[1] < found.skin_xyz[1]
        assert np.linalg.norm(moved.skin_xyz - found.skin_xyz) < 160.0


@built
def test_zones_cover_the_same_regions_and_are_seen_in_the_same_views(
    pairs: list[tuple[str, ResolvedPoint, ResolvedPoint]],
) -> None:
    for _, found, moved in pairs:
        assert moved.essential_shares == found.essential_shares
        assert set(moved.outlines) == {"anterior", "posterior", "left_lateral", "right_lateral"}
        assert any(outline.essential for outline in moved.outlines.values())
