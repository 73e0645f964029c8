"""Places as they are said, found on a body whose shape is known."""

from __future__ import annotations

import numpy as np
import pytest
from shapes import LEG_RADIUS_MM, LEG_X_MM

from viewer.body.body import Body
from viewer.body.records import (
    LIMB_ANGLES_DEG,
    AtLandmark,
    AtLevel,
    AtXyz,
    Between,
    Depth,
    InMuscle,
    OnLimb,
    Place,
    Toward,
)
from viewer.body.resolver import LEVELS, PlaceError, resolve_place


def xyz(body: Body, place: Place) -> np.ndarray:
    return resolve_place(body, place).xyz


def test_a_landmark_lies_where_it_was_put(small_body):
    assert xyz(small_body, AtLandmark("knee")) == pytest.approx([75.0, 150.0, 0.0], abs=0.5)


def test_the_other_side_is_the_mirror_image(small_body):
    spot = resolve_place(small_body, AtLandmark("shin"))
    other = spot.mirrored(small_body.surface)
    assert other.xyz == pytest.approx(spot.xyz * [-1.0, 1.0, 1.0])
    assert small_body.surface.part_of(other.skin) == "leg_r"


def test_an_unknown_landmark_is_named(small_body):
    with pytest.raises(PlaceError, match="'elbow' is not a landmark"):
        resolve_place(small_body, AtLandmark("elbow"))


@pytest.mark.parametrize(
    ("angle", "expected"),
    [
        ("anterior", (45.0, 30.0)),
        ("lateral", (75.0, 0.0)),
        ("posterior", (45.0, -30.0)),
        ("medial", (15.0, 0.0)),
    ],
)
def test_a_limb_is_measured_about_its_axis(small_body, angle, expected):
    found = xyz(small_body, OnLimb("leg", 0.25, LIMB_ANGLES_DEG[angle]))
    assert found == pytest.approx([expected[0], 225.0, expected[1]], abs=0.5)


def test_between_goes_over_the_skin(small_body):
    # From the outside of the leg to its inside the way over the skin passes front or back.
    half = xyz(small_body, Between(AtLandmark("knee"), AtLandmark("inner_knee"), 0.5))
    assert half[:2] == pytest.approx([LEG_X_MM, 150.0], abs=5.0)
    assert abs(half[2]) == pytest.approx(LEG_RADIUS_MM, abs=0.5)


def test_toward_counts_millimetres_and_refuses_to_go_past(small_body):
    place = Toward(OnLimb("leg", 0.9, 0.0), OnLimb("leg", 0.1, 0.0), 60.0)
    assert xyz(small_body, place) == pytest.approx([LEG_X_MM, 90.0, 30.0], abs=1.5)
    with pytest.raises(PlaceError, match="more than the 240 mm"):
        resolve_place(small_body, Toward(OnLimb("leg", 0.9, 0.0), OnLimb("leg", 0.1, 0.0), 300.0))


def test_an_offset_runs_along_the_limb(small_body):
    moved = xyz(small_body, AtLandmark("shin", (("distal", 30.0),)))
    assert moved == pytest.approx([45.0, 170.0, 30.0], abs=1.5)


def test_two_offsets_make_one_way(small_body):
    moved = xyz(small_body, AtLandmark("shin", (("distal", 40.0), ("lateral", 30.0))))
    assert moved[1] < 175.0
    assert moved[0] > 60.0


def test_a_direction_of_another_part_is_refused_with_those_that_hold(small_body):
    with pytest.raises(PlaceError, match=r"'superior' is no direction on the leg; there it is .*proximal"):
        resolve_place(small_body, AtLandmark("shin", (("superior", 10.0),)))
    with pytest.raises(PlaceError, match=r"'distal' is no direction on the trunk; there it is .*inferior"):
        resolve_place(small_body, AtLandmark("top", (("distal", 10.0),)))


def test_an_offset_into_the_body_is_refused(small_body):
    with pytest.raises(PlaceError, match="goes nowhere"):
        resolve_place(small_body, AtLandmark("knee", (("lateral", 40.0),)))


def test_a_long_offset_is_refused(small_body):
    with pytest.raises(PlaceError, match="distal 81 is more than 80 mm"):
        resolve_place(small_body, AtLandmark("shin", (("distal", 81.0),)))


def test_levels_without_a_landmark_lie_between_their_neighbours(small_body):
    t11, t12, l1 = (xyz(small_body, AtLevel(level)) for level in ("t11", "t12", "l1"))
    assert t11[1] > t12[1] > l1[1]
    assert t12[0] == pytest.approx(0.0, abs=1.0)
    with pytest.raises(PlaceError, match="no landmarks of the spine"):
        resolve_place(small_body, AtLevel("c3"))
    with pytest.raises(PlaceError, match="'t13' is no vertebral level"):
        resolve_place(small_body, AtLevel("t13"))


def test_beside_the_spine_is_lateral_over_the_skin(small_body):
    beside = xyz(small_body, AtLevel("l1", 20.0))
    assert 15.0 < beside[0] <= 20.5


def test_depths_lie_under_the_skin(small_body):
    deep = resolve_place(small_body, AtLandmark("shin", depth=Depth(depth_mm=12.0)))
    assert deep.xyz == pytest.approx([45.0, 200.0, 18.0], abs=0.5)
    assert small_body.surface.xyz(deep.skin) == pytest.approx([45.0, 200.0, 30.0], abs=0.5)
    near_axis = resolve_place(small_body, OnLimb("leg", 0.5, 90.0, depth=Depth(radius_mm=10.0)))
    assert near_axis.xyz == pytest.approx([55.0, 150.0, 0.0], abs=1e-6)
    on_bone = resolve_place(small_body, AtLandmark("knee", depth=Depth(on_bone=True)))
    assert on_bone.xyz == pytest.approx([67.5, 150.0, 0.0], abs=1e-6)


def test_a_plain_point_has_the_skin_over_it(small_body):
    spot = resolve_place(small_body, AtXyz((60.0, 120.0, 0.0)))
    assert spot.xyz == pytest.approx([60.0, 120.0, 0.0])
    assert small_body.surface.xyz(spot.skin) == pytest.approx([75.0, 120.0, 0.0], abs=2.5)


def test_a_muscle_without_a_shape_is_named(small_body, monkeypatch):
    monkeypatch.setitem(small_body.__dict__, "sheets", {})
    with pytest.raises(PlaceError, match="'plantaris' is not a muscle with a shape"):
        resolve_place(small_body, InMuscle("plantaris", 0.5, 0.5))


def test_every_landmark_and_level_of_the_shipped_body_resolves(shipped_body):
    for name, landmark in shipped_body.landmarks.items():
        x = xyz(shipped_body, AtLandmark(name))[0]
        assert abs(x) < 1.0 if landmark.midline else x > 1.0, name
    heights = [xyz(shipped_body, AtLevel(level))[1] for level in LEVELS]
    assert heights == sorted(heights, reverse=True)
    for level in LEVELS:
        assert xyz(shipped_body, AtLevel(level, 25.0))[0] > 15.0, level


@pytest.mark.parametrize("angle", range(0, 360, 45))
@pytest.mark.parametrize("along", [0.15, 0.5, 0.85])
def test_every_limb_of_the_shipped_body_has_skin_all_round(shipped_body, along, angle):
    for name, limb in shipped_body.limbs.items():
        if name in {"upper_arm", "thigh"} and along < 0.3 and angle > 180:
            continue  # there the limb is joined to the trunk
        spot = resolve_place(shipped_body, OnLimb(name, along, float(angle)))
        assert shipped_body.surface.part_of(spot.skin) in limb.parts
        assert limb.distance(spot.xyz) < 140.0
