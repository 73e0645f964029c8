"""Trigger points resolved on a small body, their outlines in each view, and the cache."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "body"))
from shapes import LEG_X_MM, horseshoe_body

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.body.records import AtLandmark, InMuscle, OnLimb, Stroke
from viewer.body.resolver import PlaceError
from viewer.body.sheets import Part, Sheet
from viewer.body.views import VIEWS, WHOLE_VIEWS
from viewer.catalog.model import Catalog, Muscle, Pain, Statement, TriggerPoint
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint, Unresolved, resolve_catalog, resolve_point, sights_of

FRONT = OnLimb("leg", 0.3, 0.0)


def strap() -> Sheet:
    """A strap 20 mm wide and 20 mm thick that runs down the left leg along its axis."""
    along, across = np.meshgrid(np.linspace(280.0, 20.0, 27), np.linspace(-10.0, 10.0, 3), indexing="ij")
    grid = np.stack([LEG_X_MM + across, along, np.zeros_like(along)], axis=-1)
    return Sheet("cord", {"main": Part("main", grid, np.full(along.shape, 20.0))})


def point(id="cord.1", at=InMuscle("cord", 0.4, 0.5), essential=None, spillover=()):  # noqa: B008
    zone = essential or (Stroke((FRONT, OnLimb("leg", 0.6, 0.0)), (24.0,)),)
    pain = Pain("down the shin", "traditional", (), zone, spillover)
    return TriggerPoint(id, "TrP 1", "Middle", at, Statement("here"), pain)


def paint_faces(body: Body, view: str, frame: dict) -> np.ndarray:
    """The face buffer of a view by the plainest way there is."""
    looks, surface = VIEWS[view], body.surface
    plane, depth = looks.project(surface.vertices), looks.depth(surface.vertices)
    faces = np.full((frame["height"], frame["width"]), -1, dtype=np.int32)
    front = np.full(faces.shape, -np.inf)
    column = (plane[:, 0] - frame["left_mm"]) * looks.screen_sign
    row = frame["top_mm"] - plane[:, 1]
    for number, (a, b, c) in enumerate(surface.faces):
        x, y = column[[a, b, c]], row[[a, b, c]]
        area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
        if abs(area) < 1e-9:
            continue
        xs = np.arange(int(x.min()), int(x.max()) + 1)
        ys = np.arange(int(y.min()), int(y.max()) + 1)
        px, py = xs[None, :] + 0.5, ys[:, None] + 0.5
        v = ((px - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (py - y[0])) / area
        w = ((x[1] - x[0]) * (py - y[0]) - (px - x[0]) * (y[1] - y[0])) / area
        near = (1 - v - w) * depth[a] + v * depth[b] + w * depth[c]
        block = (slice(ys[0], ys[-1] + 1), slice(xs[0], xs[-1] + 1))
        won = (v >= 0) & (w >= 0) & (v + w <= 1) & (near > front[block])
        front[block][won] = near[won]
        faces[block][won] = number
    return faces


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assets")
    (folder / "body").mkdir()
    body = horseshoe_body(folder / "body")
    views = {}
    for view in WHOLE_VIEWS:
        half = 90 if VIEWS[view].horizontal_axis == 0 else 50
        views[view] = {
            "left_mm": -half * VIEWS[view].screen_sign, "top_mm": 390, "width": 2 * half, "height": 440,
            "mm_per_pixel": 1.0,
        }  # fmt: skip
        faces = paint_faces(body, view, views[view])
        (folder / "atlas" / view).mkdir(parents=True)
        stored = np.diff(faces, axis=1, prepend=0)
        np.savez(folder / "atlas" / view / "ids.npz", face=stored)
    index = {"format": 2, "finest": 4, "views": views, "table": [], "tiles": {}, "sprites": {}, "sharp": {}}
    (folder / "atlas" / "atlas.json").write_text(json.dumps(index))
    return folder


@pytest.fixture(scope="module")
def body(assets):
    body = Body(assets / "body")
    body.__dict__["sheets"] = {"cord": strap()}
    return body


@pytest.fixture(scope="module")
def atlas(assets):
    return Atlas(assets)


@pytest.fixture(scope="module")
def sights(body, atlas):
    return sights_of(body, atlas)


def box(rings):
    points = np.concatenate(rings)
    return [float(value) for value in (*points.min(axis=0), *points.max(axis=0))]


def test_a_point_lies_in_its_muscle_and_has_skin_over_it(body):
    found = resolve_point(body, point())
    assert found.position_mm("left") == pytest.approx([45.0, 176.0, 0.0])
    assert found.position_mm("right") == pytest.approx([-45.0, 176.0, 0.0])
    assert found.in_muscle_mm == 0.0
    assert np.linalg.norm(found.skin_xyz - found.xyz) == pytest.approx(30.0, abs=1.0)


def test_a_point_said_on_the_skin_lies_straight_beneath_it(body):
    found = resolve_point(body, point(at=AtLandmark("shin")), sheet="cord")
    assert found.skin_xyz == pytest.approx([45.0, 200.0, 30.0], abs=0.5)
    assert found.xyz == pytest.approx([45.0, 200.0, 0.0], abs=2.0)
    assert found.in_muscle_mm == 0.0


@pytest.mark.parametrize(("beside_mm", "in_muscle"), [(3.0, True), (8.0, False)])
def test_a_point_that_just_misses_its_muscle_lies_in_its_edge(body, monkeypatch, beside_mm, in_muscle):
    grid = strap().parts["main"].grid + np.array([10.0 + beside_mm, 0.0, 0.0])
    thin = Part("main", grid, np.full(grid.shape[:2], 2.0))
    monkeypatch.setitem(body.__dict__, "sheets", {"cord": Sheet("cord", {"main": thin})})
    found = resolve_point(body, point(at=AtLandmark("shin")), sheet="cord")
    assert found.skin_xyz == pytest.approx([45.0, 200.0, 30.0], abs=0.5)
    assert (found.in_muscle_mm == 0.0) is in_muscle
    assert found.xyz[0] == pytest.approx(50.0 if in_muscle else 45.0)


def test_a_point_beside_its_muscle_is_told(body):
    found = resolve_point(body, point(at=AtLandmark("top")), sheet="cord")
    assert found.in_muscle_mm > 10.0


def test_spillover_leaves_out_the_essential_zone(body):
    wide = (Stroke((FRONT, OnLimb("leg", 0.6, 0.0)), (50.0,)),)
    found = resolve_point(body, point(spillover=wide))
    count = len(body.surface.vertices)
    essential, spillover = found.essential.dense(count), found.spillover.dense(count)
    assert (spillover < 0.0).any()
    assert not ((essential < 0.0) & (spillover < 0.0)).any()
    assert (found.essential_vector + found.spillover_vector <= 1.0 + 1e-6).all()
    shown = body.dots.values(np.minimum(essential, 24.0))[found.dots]
    assert len(found.dots) > 10
    assert (shown > 2.0).all()


def test_shares_are_said_from_the_side_of_the_point(body):
    found = resolve_point(body, point(spillover=(Stroke((FRONT,), (30.0,), "opposite"),)))
    assert [(s.region, s.side) for s in found.essential_shares] == [("limb", "same")]
    assert [(s.region, s.side) for s in found.spillover_shares] == [("limb", "opposite")]


def test_outlines_show_what_a_view_sees(body, sights):
    found = resolve_point(body, point(), sights=sights)
    front = found.outline("anterior")
    left, low, right, high = box(front.essential)
    assert (left, right) == pytest.approx((LEG_X_MM - 12.0, LEG_X_MM + 12.0), abs=2.0)
    assert (low, high) == pytest.approx((120.0 - 12.0, 210.0 + 12.0), abs=2.5)
    assert front.share > 0.95
    assert found.outline("posterior").essential == ()
    assert found.outline("posterior").share == 0.0
    assert found.views()[0] == "anterior"


def test_outlines_of_the_right_are_mirrored(body, sights):
    found = resolve_point(body, point(essential=(Stroke((AtLandmark("knee"),), (40.0,)),)), sights=sights)
    left, right = found.outline("left_lateral"), found.outline("right_lateral", "right")
    assert box(left.essential) == pytest.approx(box(right.essential))
    assert found.outline("left_lateral", "right").essential == ()
    assert found.views("right")[0] == "right_lateral"
    a, b = found.outline("anterior"), found.outline("anterior", "right")
    (l0, b0, r0, t0), (l1, b1, r1, t1) = box(a.essential), box(b.essential)
    assert (l1, b1, r1, t1) == pytest.approx((-r0, b0, -l0, t0))


def test_a_leg_in_front_hides_the_zone_behind_it(body, sights):
    inner = (Stroke((AtLandmark("inner_knee"),), (40.0,)),)
    found = resolve_point(body, point(essential=inner), sights=sights)
    # The inside of the left leg looks to the right, but the right leg stands before it.
    assert found.outline("right_lateral").essential == ()
    assert found.outline("right_lateral").share == 0.0


def test_a_place_that_cannot_be_found_names_the_zone(body):
    with pytest.raises(PlaceError, match=r"pain zones of cord\.1: 'wing' is not a landmark"):
        resolve_point(body, point(essential=(Stroke((AtLandmark("wing"),), (20.0,)),)))


def same(a: ResolvedPoint, b: ResolvedPoint) -> bool:
    plain = ("id", "skin", "essential_shares", "spillover_shares")
    arrays = ("skin_xyz", "normal", "xyz", "essential_vector", "spillover_vector", "dots")
    return (
        all(getattr(a, name) == getattr(b, name) for name in plain)
        and all(np.array_equal(getattr(a, name), getattr(b, name)) for name in arrays)
        and np.array_equal(a.essential.ids, b.essential.ids)
        and np.array_equal(a.spillover.mm, b.spillover.mm)
        and all(
            len(a.outlines[view].essential) == len(b.outlines[view].essential)
            and all(map(np.array_equal, a.outlines[view].essential, b.outlines[view].essential))
            for view in a.outlines
        )
    )  # fmt: skip


def test_the_cache_gives_back_what_was_put(assets, body, atlas, sights, tmp_path):
    cache, wanted = PatternCache(assets, body, atlas, tmp_path), point(spillover=(Stroke((FRONT,), (60.0,)),))
    assert cache.get(wanted) is None
    found = resolve_point(body, wanted, sights=sights)
    cache.put(wanted, "", found)
    again = PatternCache(assets, body, atlas, tmp_path).get(wanted)
    assert again is not None
    assert same(again, found)


def test_the_cache_knows_nothing_of_another_zone_or_body(assets, body, atlas, tmp_path):
    cache = PatternCache(assets, body, atlas, tmp_path)
    cache.put(point(), "", resolve_point(body, point()))
    wider = replace(point().pain, essential=(Stroke((FRONT,), (25.0,)),))
    assert cache.get(replace(point(), pain=wider)) is None
    assert cache.get(replace(point(), at=AtLandmark("shin"))) is None
    other = Body(assets / "body")
    other.__dict__["digest"] = "another body"
    assert PatternCache(assets, other, atlas, tmp_path).get(point()) is None


@pytest.mark.parametrize("damage", [b"", b"not a pattern", None])
def test_a_damaged_file_is_as_if_it_were_not_there(assets, body, atlas, tmp_path, damage):
    cache = PatternCache(assets, body, atlas, tmp_path)
    cache.put(point(), "", resolve_point(body, point()))
    (file,) = tmp_path.iterdir()
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data) if damage is None else damage)
    assert PatternCache(assets, body, atlas, tmp_path).get(point()) is None


def test_a_pattern_under_the_wrong_name_is_not_trusted(assets, body, atlas, tmp_path):
    cache = PatternCache(assets, body, atlas, tmp_path)
    cache.put(point(), "", resolve_point(body, point()))
    (file,) = tmp_path.iterdir()
    other = point(at=AtLandmark("shin"))
    file.rename(tmp_path / f"pattern-{cache.key(other)}.bin")
    assert cache.get(other) is None


def test_a_folder_that_cannot_be_written_to_is_no_problem(assets, body, atlas, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    cache = PatternCache(assets, body, atlas, blocked / "cache")
    cache.put(point(), "", resolve_point(body, point()))
    assert cache.get(point()) is None


def test_shipped_patterns_are_found_without_a_cache_folder(assets, body, atlas, tmp_path):
    cache = PatternCache(assets, body, atlas, tmp_path / "none")
    found = resolve_point(body, point())
    try:
        assert cache.ship([(point(), "cord", found)]) == 1
        again = PatternCache(assets, body, atlas, tmp_path / "none").get(point(), "cord")
        assert again is not None
        assert same(again, found)
        assert PatternCache(assets, body, atlas, tmp_path / "none").get(point(), "another") is None
        (assets / "patterns.npz").write_bytes(b"damaged")
        assert PatternCache(assets, body, atlas, tmp_path / "none").get(point(), "cord") is None
    finally:
        (assets / "patterns.npz").unlink(missing_ok=True)


@pytest.fixture
def catalog():
    def muscle(id, *points):
        return Muscle(id, id, id, "thigh", "superficial", sheet="cord", trigger_points=points)

    lost = point("b.2", essential=(Stroke((AtLandmark("wing"),), (20.0,)),))
    muscles = (muscle("a", point("a.1")), muscle("b", point("b.1"), lost))
    return Catalog("test", "1", "2026", muscles=MappingProxyType({m.id: m for m in muscles}))


def test_the_selected_muscle_is_resolved_first(assets, body, atlas, catalog, tmp_path):
    cache, told = PatternCache(assets, body, atlas, tmp_path), []
    found = list(
        resolve_catalog(body, atlas, catalog, cache, first="b", progress=lambda *done: told.append(done))
    )
    assert [each.id for each in found] == ["b.1", "b.2", "a.1"]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert isinstance(found[1], Unresolved)
    assert "'wing'" in found[1].problem
    # The second time nothing is resolved: the cache has it.
    broken = Body(assets / "body")
    broken.__dict__["surface"] = None
    cached = PatternCache(assets, broken, atlas, tmp_path)
    again = next(iter(resolve_catalog(broken, atlas, catalog, cached, first="a")))
    assert isinstance(again, ResolvedPoint)


def test_resolving_can_be_cancelled(assets, body, atlas, catalog, tmp_path):
    cache, asked = PatternCache(assets, body, atlas, tmp_path), []

    def cancelled():
        asked.append(None)
        return len(asked) > 1

    assert len(list(resolve_catalog(body, atlas, catalog, cache, cancelled=cancelled))) == 1


def test_a_part_that_the_muscle_does_not_have_is_refused(body):
    with pytest.raises(PlaceError, match=r"no part 'long'; its parts are main"):
        resolve_point(body, point(at=InMuscle("cord", 0.5, 0.5, "long")))
