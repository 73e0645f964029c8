"""The resolved patterns that ship: they belong to the catalog and the body that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from viewer.body.atlas import Atlas
from viewer.body.body import Body, assets_folder, data_folder
from viewer.body.views import VIEWS
from viewer.catalog.loader import load
from viewer.catalog.model import Catalog
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint

if not (assets_folder() / "patterns.npz").is_file():
    pytest.skip("the assets have not been built", allow_module_level=True)


@pytest.fixture(scope="module")
def body() -> Body:
    return Body(assets_folder() / "body")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(data_folder() / "trigger_points.yaml").catalog


@pytest.fixture(scope="module")
def resolved(
    body: Body, catalog: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, ResolvedPoint | None]:
    empty: Path = tmp_path_factory.mktemp("no-cache")
    cache = PatternCache(assets_folder(), body, Atlas(assets_folder()), empty)
    return {
        point.id: cache.get(point, muscle.sheet or muscle.id)
        for muscle in catalog.muscles.values()
        for point in muscle.trigger_points
    }


def test_every_point_is_resolved_before_the_app_starts(resolved):
    stale = [name for name, found in resolved.items() if found is None]
    assert resolved
    assert not stale, "run: python -m tools.patterns"


def test_every_point_lies_in_its_muscle(resolved):
    outside = {
        name: found.in_muscle_mm for name, found in resolved.items() if found and found.in_muscle_mm > 0.0
    }
    assert not outside


def test_every_pattern_covers_skin_that_some_view_shows(resolved, body):
    for name, found in resolved.items():
        if found is None:
            continue
        assert body.cells.area(found.essential_vector) > 100.0, name
        best = found.outline(found.views()[0])
        assert best.share > 0.2, name
        assert best.essential, name
        assert found.essential_shares[0].share > 0.0, name


def test_essential_and_spillover_never_sum_to_more_than_all(resolved):
    for name, found in resolved.items():
        if found is not None:
            assert (found.essential_vector + found.spillover_vector).max() <= 1.0 + 1e-5, name


def test_outlines_lie_on_the_figure(resolved):
    frames = Atlas(assets_folder())
    for name, found in resolved.items():
        for view in VIEWS if found else ():
            frame = frames.frame(view)
            for ring in found.outline(view).essential:
                column = (ring[:, 0] - frame.left_mm) * frame.screen_sign
                assert np.ptp(ring[:, 1]) > 1.0, name
                assert column.min() >= 0.0, name
                assert column.max() <= frame.width, name


def test_the_right_is_the_mirror_of_the_left(resolved):
    for found in filter(None, resolved.values()):
        assert np.array_equal(found.position_mm("right"), found.position_mm("left") * [-1.0, 1.0, 1.0])
        assert found.outline("left_lateral", "left").share == found.outline("right_lateral", "right").share
