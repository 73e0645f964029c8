"""Where the words about unseen points leave the figure: on it, on the points' side, where there is room."""

from __future__ import annotations

import numpy as np
import pytest

from viewer.body.atlas import Frame
from viewer.map.stub import leaving

# Two soles, 40 to 100 mm from the middle, 20 mm of picture outside them, 250 mm long.
SOLES = Frame(-120.0, 0.0, 1, 1.0, 240, 300)


def soles() -> np.ndarray:
    skin = np.zeros((300, 240), dtype=bool)
    skin[20:270, 20:80] = skin[20:270, 160:220] = True
    return skin


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("place", [(70, -100), (130, -100), (20, -250), (70, 90), (-70, -290), (-300, -100)])
def test_they_leave_from_the_edge_of_the_figure_wherever_the_points_are(place, framed) -> None:
    for sign in (1, -1):
        frame = Frame(-120.0 * sign, 0.0, sign, 1.0, 240, 300)
        edge = leaving(soles(), frame, *place, framed=framed)
        assert abs(edge.h_mm) in (40.0, 100.0)
        assert edge.h_mm * place[0] > 0, "the foot that the points are on"
        inner, row = frame.pixel(edge.h_mm - 0.5 * edge.way, edge.v_mm)
        outer, _ = frame.pixel(edge.h_mm + 0.5 * edge.way, edge.v_mm)
        assert soles()[row, inner]
        assert not soles()[row, outer]


def test_they_leave_between_the_feet_where_the_outer_side_has_no_room() -> None:
    assert leaving(soles(), SOLES, 70, -100, framed=True).way == -1
    assert leaving(soles(), SOLES, -70, -100, framed=True).h_mm == -40.0


def test_they_leave_outwards_where_the_map_goes_on_beyond_the_picture() -> None:
    edge = leaving(soles(), SOLES, 70, -100, framed=False)
    assert (edge.h_mm, edge.way) == (100.0, 1)


def test_they_leave_outwards_from_a_figure_without_a_gap() -> None:
    skin = np.ones((300, 240), dtype=bool)
    edge = leaving(skin, SOLES, 70, -100, framed=True)
    assert (edge.h_mm, edge.way) == (120.0, 1)
    assert leaving(np.zeros_like(skin), SOLES, 70, -100, framed=True).h_mm == 70
