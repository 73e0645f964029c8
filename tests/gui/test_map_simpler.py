"""Outlines thinned for a zoom: fewer corners, nothing that could be seen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from viewer.map.hatch import path_of
from viewer.map.simpler import simpler, thinned


def circle(radius: float, count: int) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([radius * np.cos(turn), radius * np.sin(turn)], axis=1)


def test_thinned_outline_stays_within_a_sixth_of_a_pixel() -> None:
    for px_per_mm in (0.3, 1.0, 4.0):
        path = path_of([circle(60.0, 800)])
        made = simpler(path, px_per_mm)
        assert made.elementCount() < path.elementCount() / 2
        away = [abs(np.hypot(p.x(), p.y()) - 60.0) for q in made.toSubpathPolygons() for p in q]
        chords = [
            60.0 - np.hypot((a.x() + b.x()) / 2, (a.y() + b.y()) / 2)
            for polygon in made.toSubpathPolygons()
            for a, b in pairwise(polygon)
        ]
        assert max(max(away), max(chords)) * px_per_mm < 1 / 6


def test_corners_and_ends_stay() -> None:
    square = np.array([(x, 0.0) for x in range(50)] + [(49.0, y) for y in range(1, 50)])
    made = thinned(square, 0.05)
    assert len(made) < 20
    assert [49.0, 0.0] in made.tolist()
    assert made[[0, -1]].tolist() == square[[0, -1]].tolist()


def test_the_tip_of_a_needle_stays() -> None:
    needle = np.array([(0.0, 0.0), (100.0, 0.001), (0.0, 0.002), (-1.0, 0.0)])
    assert [100.0, 0.001] in thinned(needle, 0.05).tolist()


def test_holes_and_the_fill_rule_are_kept() -> None:
    path = path_of([circle(60.0, 400), circle(20.0, 400)])
    made = simpler(path, 1.0)
    assert len(made.toSubpathPolygons()) == 2
    assert made.fillRule() == path.fillRule()
    assert simpler(path, 1.0) is made
