"""Zones: what they cover, and what must hold for any of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapes import LEG_MM, horseshoe_body

from viewer.body.body import Body
from viewer.body.records import Area, AtLandmark, AtLevel, OnLimb, Stroke, WholeRegion
from viewer.body.resolver import PlaceError
from viewer.body.zones import REACH_MM, SOFT_MM, softened, zone_distance, zone_field

SHIN = AtLandmark("shin")
settings.register_profile(
    "zones",
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("zones")

spots = st.builds(OnLimb, st.just("leg"), st.floats(0.1, 0.9), st.floats(0.0, 359.0))
strokes = st.builds(
    Stroke,
    st.lists(spots, min_size=1, max_size=3).map(tuple),
    st.lists(st.floats(8.0, 50.0), min_size=1, max_size=3).map(tuple),
    st.sampled_from(["same", "opposite", "midline"]),
)
zones = st.lists(strokes, min_size=1, max_size=3).map(tuple)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Body]:
    folder: Path = tmp_path_factory.mktemp("zones")
    return horseshoe_body(folder)


def area_cm2(body: Body, distance: np.ndarray) -> float:
    inside = np.clip(0.5 - distance / 7.0, 0.0, 1.0)
    return float(body.surface.vertex_area_mm2 @ inside) / 100.0


@given(zones)
def test_the_right_is_the_mirror_image_of_the_left(body, zone):
    left, right = zone_field(body, zone, "left"), zone_field(body, zone, "right")
    assert np.array_equal(left.distance[body.surface.mirror], right.distance)
    assert np.array_equal(left.intensity[body.surface.mirror], right.intensity)


@given(zones, zones)
def test_a_union_is_the_nearer_of_the_two(body, a, b):
    both = zone_distance(body, a + b)
    assert np.array_equal(both, np.minimum(zone_distance(body, a), zone_distance(body, b)))


@given(st.lists(spots, min_size=1, max_size=3).map(tuple), st.floats(8.0, 40.0), st.floats(1.0, 10.0))
def test_a_wider_stroke_covers_all_that_a_narrower_one_does(body, places, width, more):
    narrow = zone_distance(body, (Stroke(places, (width,)),))
    wide = zone_distance(body, (Stroke(places, (width + more,)),))
    known = np.isfinite(narrow) & np.isfinite(wide)
    assert (wide[known] <= narrow[known] + 1e-4).all()
    assert (wide[narrow < 0.0] < 0.0).all()


@given(strokes)
def test_no_zone_of_one_leg_reaches_the_other(body, stroke):
    distance = zone_distance(body, (Stroke(stroke.places, stroke.widths_mm, "same"),))
    # The way from leg to leg is over the arch, far beyond what is looked at.
    far = body.surface.vertices[:, 0] < -15.0
    assert not np.isfinite(distance[far & (body.surface.vertices[:, 1] < LEG_MM - 60.0)]).any()


@given(zones)
def test_distances_end_at_reach_and_intensity_follows_them(body, zone):
    field = zone_field(body, zone)
    known = np.isfinite(field.distance)
    assert known.any()
    assert field.distance[known].max() <= REACH_MM
    assert (field.intensity >= 0.0).all()
    assert (field.intensity <= 1.0).all()
    assert (field.intensity[~known] == 0.0).all()
    assert (field.intensity[field.distance > SOFT_MM] == 0.0).all()
    assert (field.intensity[field.distance < -0.1] > 0.5 - 1e-3).all()


def test_one_place_is_a_round_spot_of_that_diameter(body):
    distance = zone_distance(body, (Stroke((SHIN,), (40.0,)),))
    spread = np.linalg.norm(body.surface.vertices - [45.0, 200.0, 30.0], axis=1)
    assert ((distance < 0.0) == (spread < 20.0))[np.abs(spread - 20.0) > 0.6].all()


def test_a_narrow_stroke_is_fully_felt_at_its_middle(body):
    field = zone_field(body, (Stroke((SHIN,), (12.0,)),))
    assert field.intensity.max() > 0.99


def test_the_short_way_round_a_limb_is_taken(body):
    across_the_front = Stroke((OnLimb("leg", 0.5, 350.0), OnLimb("leg", 0.5, 10.0)), (10.0,))
    inside = zone_distance(body, (across_the_front,)) < 0.0
    assert (body.surface.vertices[inside, 2] > 25.0).all()


def test_sides_are_told_from_the_side_of_the_point(body):
    def legs(side):
        inside = zone_distance(body, (Stroke((SHIN,), (30.0,), side),)) < 0.0
        return {str(body.surface.part_names[p]) for p in body.surface.part[inside]}

    assert legs("same") == {"leg_l"}
    assert legs("opposite") == {"leg_r"}
    assert legs("midline") == {"leg_l", "leg_r"}


def test_an_area_holds_its_inside_and_nothing_else(body):
    # About the front of the leg: 100 mm high, a quarter of the way round.
    corners = tuple(OnLimb("leg", along, angle) for along, angle in
                    ((0.35, 315.0), (0.35, 45.0), (0.68, 45.0), (0.68, 315.0)))  # fmt: skip
    distance = zone_distance(body, (Area(corners),))
    wall = 2.0 * np.pi * 30.0 / 4.0
    assert area_cm2(body, distance) == pytest.approx(0.33 * LEG_MM * wall / 100.0, rel=0.08)
    middle = body.surface.nearest(np.array([45.0, 145.0, 30.0]))
    assert distance[body.surface.faces[middle.face]].max() < -15.0
    assert (distance[body.surface.vertices[:, 2] < 0.0] > 0.0).all()
    assert np.isinf(distance[body.surface.vertices[:, 0] < 0.0]).all()


def test_the_way_round_an_area_does_not_matter(body):
    corners = (
        OnLimb("leg", 0.3, 0.0),
        OnLimb("leg", 0.5, 80.0),
        OnLimb("leg", 0.7, 0.0),
        OnLimb("leg", 0.5, 280.0),
    )
    one = zone_distance(body, (Area(corners, 10.0),))
    other = zone_distance(body, (Area(corners[::-1], 10.0),))
    assert area_cm2(body, one) == pytest.approx(area_cm2(body, other), rel=0.02)
    assert area_cm2(body, one) > 30.0


def test_a_small_area_is_still_an_area(body):
    corners = (OnLimb("leg", 0.48, 350.0), OnLimb("leg", 0.48, 10.0), OnLimb("leg", 0.53, 0.0))
    distance = zone_distance(body, (Area(corners),))
    assert 0.3 < area_cm2(body, distance) < 4.0


def test_rounding_takes_off_corners(body):
    corners = tuple(OnLimb("leg", along, angle) for along, angle in
                    ((0.3, 300.0), (0.3, 60.0), (0.7, 60.0), (0.7, 300.0)))  # fmt: skip
    sharp, round_ = zone_distance(body, (Area(corners),)), zone_distance(body, (Area(corners, 30.0),))
    assert 0.8 * area_cm2(body, sharp) < area_cm2(body, round_) < area_cm2(body, sharp)


def test_a_region_is_a_zone(body):
    distance = zone_distance(body, (WholeRegion("limb"),), "right")
    inside = distance < 0.0
    assert (body.surface.vertices[inside, 0] < 0.0).all()
    assert (body.surface.vertices[inside, 1] < LEG_MM).all()
    assert zone_distance(body, (WholeRegion("limb"),))[inside].min() > 0.0
    with pytest.raises(PlaceError, match="'wing' is not a region"):
        zone_distance(body, (WholeRegion("wing"),))


def test_what_a_region_share_counts(body):
    shares = body.regions.shares(zone_distance(body, (WholeRegion("limb"),)))
    assert (shares[0].region, shares[0].side) == ("limb", "same")
    assert shares[0].share == pytest.approx(1.0, abs=0.05)
    other = body.regions.shares(zone_distance(body, (WholeRegion("limb", "opposite"),)))
    assert (other[0].region, other[0].side) == ("limb", "opposite")
    spot = body.regions.shares(zone_distance(body, (Stroke((AtLevel("l1"),), (20.0,)),)))
    assert [(s.region, s.side) for s in spot] == [("arch", "midline")]
    assert 0.0 < spot[0].share < 0.1


def test_the_region_at_a_point_has_a_side(body):
    surface = body.surface
    assert body.regions.at(surface.nearest(np.array([45.0, 100.0, 30.0]))) == ("limb", "left")
    assert body.regions.at(surface.nearest(np.array([-45.0, 100.0, 30.0]))) == ("limb", "right")
    assert body.regions.at(surface.nearest(np.array([0.0, 380.0, 0.0]))) == ("arch", None)


@pytest.mark.parametrize("item", [Stroke((SHIN,), (0.0,)), Stroke((), (10.0,)), Area((SHIN, SHIN), 2.0)])
def test_an_item_that_makes_no_sense_is_refused(body, item):
    with pytest.raises(PlaceError):
        zone_distance(body, (item,))


def test_softness_is_half_on_the_border(body):
    assert softened(np.array([-8.0, 0.0, 8.0])) == pytest.approx([1.0, 0.5, 0.0])
    assert softened(np.array([-2.0, 0.0, 2.0]), 2.0) == pytest.approx([1.0, 0.5, 0.0])


# On the body that ships: where skin lies close to other skin, nothing leaks across.
LEAKS = [
    (
        "inner arm",
        Stroke((OnLimb("upper_arm", 0.5, 270.0), OnLimb("upper_arm", 0.9, 270.0)), (50.0,)),
        ("arm_l",),
    ),
    ("inner thigh", Stroke((OnLimb("thigh", 0.5, 270.0), OnLimb("thigh", 0.9, 270.0)), (80.0,)), ("leg_l",)),
    (
        "inner calf",
        Stroke((OnLimb("leg", 0.2, 270.0), OnLimb("leg", 0.9, 270.0)), (60.0,)),
        ("leg_l", "foot_l"),
    ),
    ("index finger", Stroke((OnLimb("index", 0.3, 0.0), OnLimb("index", 0.9, 0.0)), (16.0,)), ("hand_l",)),
    (
        "hand by the thigh",
        Stroke((OnLimb("hand", 0.2, 270.0), OnLimb("hand", 0.9, 270.0)), (40.0,)),
        ("arm_l", "hand_l"),
    ),
]


@pytest.mark.parametrize(("name", "stroke", "allowed"), LEAKS, ids=[leak[0] for leak in LEAKS])
def test_nothing_leaks_on_the_shipped_body(shipped_body, name, stroke, allowed):
    surface = shipped_body.surface
    distance = zone_distance(shipped_body, (stroke,))
    parts = {surface.part_names[p] for p in surface.part[distance < 0.0]}
    assert parts <= set(allowed)
    assert area_cm2(shipped_body, distance) > 2.0


def test_a_whole_region_of_the_shipped_body_covers_itself(shipped_body):
    for region in ("front_of_thigh", "palm", "breastbone"):
        share = shipped_body.regions.shares(zone_distance(shipped_body, (WholeRegion(region),)))[0]
        assert share.region == region
        assert share.share > 0.9
