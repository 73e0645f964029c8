"""Measuring on the skin, held against shapes whose answers are known by formula."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import BALL_MM, LEG_MM, LEG_RADIUS_MM, LEG_X_MM, ball, horseshoe

from viewer.body.polyline import arc_length
from viewer.body.surface import SkinError, SkinPoint, Surface

BALL = ball()
LEGS = horseshoe()
directions = st.tuples(*[st.floats(-1.0, 1.0)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1)


def unit(vector):
    return np.asarray(vector) / np.linalg.norm(vector)


def brute_nearest(surface: Surface, xyz: np.ndarray) -> float:
    """The distance to the skin by trying a fine net of points on every triangle."""
    corners = surface.vertices[surface.faces]
    near = np.linalg.norm(corners.mean(axis=1) - xyz, axis=1)
    corners = corners[near < near.min() + 25.0]
    steps = np.arange(13) / 12.0
    net = [(1 - u - v, u, v) for u in steps for v in steps if u + v <= 1.0 + 1e-9]
    points = np.einsum("kw,fwc->fkc", np.array(net), corners)
    return float(np.linalg.norm(points - xyz, axis=2).min())


@given(directions, st.floats(0.2, 1.6))
@settings(max_examples=40, deadline=None)
def test_nearest_is_as_near_as_an_exhaustive_search_finds(direction, radius):
    xyz = unit(direction) * BALL_MM * radius
    found = float(np.linalg.norm(BALL.xyz(BALL.nearest(xyz)) - xyz))
    best = brute_nearest(BALL, xyz)
    assert found <= best + 1e-9
    assert found >= best - 0.5


def test_nearest_keeps_to_the_parts_asked_for(legs):
    at_right_leg = np.array([-LEG_X_MM, 100.0, 40.0])
    assert legs.part_of(legs.nearest(at_right_leg)) == "leg_r"
    assert legs.part_of(legs.nearest(at_right_leg, ["leg_l"])) == "leg_l"
    with pytest.raises(SkinError):
        legs.nearest(at_right_leg, ["no such part"])


@given(directions)
@settings(max_examples=40, deadline=None)
def test_a_ray_from_the_middle_of_a_ball_meets_it_where_it_points(direction):
    hit = BALL.cast(np.zeros(3), np.asarray(direction))
    assert hit is not None
    xyz = BALL.xyz(hit)
    assert unit(xyz) @ unit(direction) > 0.99999
    assert BALL_MM * 0.99 < np.linalg.norm(xyz) <= BALL_MM + 1e-6


def test_a_ray_takes_the_first_skin_and_only_forward(legs):
    left_to_right = legs.cast(np.array([200.0, 100.0, 0.0]), np.array([-1.0, 0.0, 0.0]))
    assert legs.xyz(left_to_right)[0] == pytest.approx(LEG_X_MM + LEG_RADIUS_MM, abs=0.5)
    passed = legs.cast(np.array([200.0, 100.0, 0.0]), np.array([-1.0, 0.0, 0.0]), ["leg_r"])
    assert legs.xyz(passed)[0] == pytest.approx(-LEG_X_MM + LEG_RADIUS_MM, abs=0.5)
    assert legs.cast(np.array([200.0, 100.0, 0.0]), np.array([1.0, 0.0, 0.0])) is None


@given(directions, directions)
@settings(max_examples=30, deadline=None)
def test_a_path_over_a_ball_follows_the_great_circle(a, b):
    a, b = unit(a), unit(b)
    angle = float(np.arccos(np.clip(a @ b, -1.0, 1.0)))
    if not 0.2 < angle < 2.6:  # beyond that any way round is nearly as short
        return
    line = BALL.path(BALL.nearest(a * BALL_MM), BALL.nearest(b * BALL_MM))
    assert arc_length(line)[-1] == pytest.approx(BALL_MM * angle, rel=0.02)
    assert np.abs(np.linalg.norm(line, axis=1) - BALL_MM).max() < 1.5
    assert np.diff(arc_length(line)).max() <= 5.0 + 1e-6


def test_a_path_from_leg_to_leg_goes_over_the_arch(legs):
    a = legs.nearest(np.array([15.0, 100.0, 0.0]))
    b = legs.nearest(np.array([-15.0, 100.0, 0.0]))
    line = legs.path(a, b)
    assert line[:, 1].max() > LEG_MM
    assert arc_length(line)[-1] == pytest.approx(2.0 * 200.0 + np.pi * 15.0, rel=0.02)


def test_distances_on_a_ball_are_the_straight_ones(sphere):
    pole = np.array([[0.0, BALL_MM, 0.0]])
    ids, mm = sphere.distances(pole, 60.0)
    chord = np.linalg.norm(sphere.vertices - pole, axis=1)
    assert set(ids) == set(np.flatnonzero(chord <= 60.0))
    assert mm == pytest.approx(chord[ids], abs=0.2)


def test_distance_does_not_leap_from_one_leg_to_the_other(legs):
    inner = np.array([[15.0, 80.0, 0.0]])  # the right leg is 30 mm away, 500 mm over the skin
    ids, _ = legs.distances(inner, 50.0)
    straight = np.linalg.norm(legs.vertices - inner, axis=1)
    right = legs.vertices[:, 0] < 0.0
    assert (straight[right] < 35.0).any(), "the legs are too far apart for this test to say anything"
    assert (legs.vertices[ids, 0] > 0.0).all()


def test_a_wide_band_does_not_leap_either(legs):
    # The way over the arch to the other leg, 77 mm, is within what is looked at; yet the
    # straight 30 mm must not put the other leg's skin inside the band.
    near_arch = np.array([[15.0, 285.0, 0.0]])
    ids, mm, _ = legs.band(near_arch, np.array([45.0]), 24.0)
    opposite = ids[mm < 0.0]
    opposite = legs.vertices[opposite[legs.vertices[opposite, 0] < 0.0]]
    assert (opposite[:, 1] > 290.0).all()


def test_distance_crosses_the_border_of_a_part(legs):
    line = np.array([[75.0, LEG_MM - 10.0, 0.0]])
    ids, _ = legs.distances(line, 40.0)
    assert {"leg_l", "trunk"} <= {legs.part_names[p] for p in legs.part[ids]}


def test_a_narrower_end_makes_a_narrower_band(sphere):
    angle = np.linspace(-0.5, 0.5, 21)
    line = np.stack([np.sin(angle), np.cos(angle), np.zeros(21)], axis=1) * BALL_MM
    ids, mm, radius = sphere.band(line, np.linspace(25.0, 8.0, 21), 10.0)
    inside = sphere.vertices[ids[mm < 0.0]]
    wide, narrow = inside[inside[:, 0] < -25.0], inside[inside[:, 0] > 25.0]
    assert np.abs(wide[:, 2]).max() > 18.0
    assert np.abs(narrow[:, 2]).max() < 14.0
    assert radius.min() >= 8.0
    assert radius.max() <= 25.0


@given(directions, directions, st.floats(5.0, 80.0))
@settings(max_examples=30, deadline=None)
def test_a_walk_goes_the_distance_and_stays_on_the_skin(start, direction, mm):
    start, direction = unit(start), unit(direction)
    if abs(start @ direction) > 0.5:
        return
    point = BALL.nearest(start * BALL_MM)
    end = BALL.xyz(BALL.walk(point, direction, mm))
    turned = np.arccos(np.clip(unit(BALL.xyz(point)) @ unit(end), -1.0, 1.0)) * BALL_MM
    assert turned == pytest.approx(mm, rel=0.08)
    assert (end - BALL.xyz(point)) @ direction > 0.0


def test_a_walk_that_runs_into_the_body_is_refused(sphere):
    side = sphere.nearest(np.array([BALL_MM, 0.0, 0.0]))
    with pytest.raises(SkinError, match="gained"):
        sphere.walk(side, np.array([1.0, 0.0, 0.0]), 40.0)


@given(st.integers(0, len(LEGS.faces) - 1), st.floats(0.01, 0.9), st.floats(0.01, 0.9))
@settings(max_examples=40, deadline=None)
def test_a_mirrored_point_is_the_mirror_image(face, u, v):
    total = 1.0 + u + v
    point = SkinPoint(face, (1.0 / total, u / total, v / total))
    # The diagonals of this mesh do not mirror, so a point moves within its square.
    assert LEGS.xyz(LEGS.mirrored(point)) == pytest.approx(LEGS.xyz(point) * [-1.0, 1.0, 1.0], abs=1.0)


def test_vertex_areas_sum_to_the_ball(sphere):
    assert sphere.vertex_area_mm2.sum() == pytest.approx(4.0 * np.pi * BALL_MM**2, rel=0.01)
    assert (np.einsum("ij,ij->i", sphere.normals, sphere.vertices) > 0.0).all()
