"""The zones of a muscle's points as one shape, on the shipped body."""

from __future__ import annotations

import numpy as np
import pytest

from viewer.body.atlas import Atlas
from viewer.body.body import assets_folder, load_body
from viewer.catalog.loader import load
from viewer.catalog.resolve import resolve_point, sights_of
from viewer.map.shapes import Shapes

MUSCLE = "sternocleidomastoid"


@pytest.fixture(scope="module")
def world(qapp):
    body, atlas = load_body(), Atlas(assets_folder())
    sights = sights_of(body, atlas)
    points = load().catalog.muscles[MUSCLE].trigger_points
    resolved = {p.id: resolve_point(body, p, sheet=MUSCLE, sights=sights) for p in points}
    return body, resolved, Shapes(body, atlas, resolved.get)


@pytest.mark.parametrize("side", ["left", "right"])
def test_zones_of_several_points_are_drawn_as_one(world, side) -> None:
    body, resolved, shapes = world
    ids = tuple(resolved)
    whole = shapes.zone_of(ids, side, "anterior")
    frame = whole.essential.boundingRect().adjusted(-0.1, -0.1, 0.1, 0.1)
    for id in ids:
        one = shapes.zone(id, side, "anterior")
        assert one.essential.isEmpty() or frame.contains(one.essential.boundingRect())
    assert len(np.unique(whole.ranks)) == len(whole.ranks)
    count = len(body.surface.vertices)
    for point in resolved.values():
        depths = body.dots.values(point.essential.dense(count))[whole.ranks]
        assert depths.min() > 0, "no dot lies in what any of them refers surely"


def test_what_is_not_resolved_yet_is_left_out_and_not_remembered(world) -> None:
    body, resolved, _ = world
    first, second = list(resolved)[:2]
    known = {first: resolved[first]}
    shapes = Shapes(body, Atlas(assets_folder()), known.get)
    before = shapes.zone_of((first, second), "left", "anterior")
    known[second] = resolved[second]
    after = shapes.zone_of((first, second), "left", "anterior")
    assert len(after.ranks) > len(before.ranks)
    assert shapes.zone_of(("nobody",), "left", "anterior") is None
