"""Where the words about points that a view does not see leave the figure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viewer.body.atlas import Frame

_ROOM_MM = 90.0  # beside the figure; with less, the words may lie on it


@dataclass(frozen=True, slots=True)
class Leaving:
    """A place on the edge of the figure.

    Attributes:
        h_mm, v_mm: in the view's plane.
        way: 1 where the plane's horizontal grows away from the figure there, else -1.
    """

    h_mm: float
    v_mm: float
    way: int


def leaving(skin: NDArray[np.bool_], frame: Frame, h_mm: float, v_mm: float, *, framed: bool) -> Leaving:
    """The edge beside a place, on the side on which it lies.

    A place that the picture does not show (a calf, seen from the soles) is taken to the part of the
    figure nearest to it.

    Args:
        skin: where the figure is, ``(h, w)`` of the frame.
        framed: the frame's edge is the map's, so that the words need their room within it; where the
            outer side has none and a gap in the figure has more, they leave towards the gap.
    """
    column, row = frame.pixel(h_mm, v_mm)
    row = min(max(row, 0), frame.height - 1)
    column = min(max(column, 0), frame.width - 1)
    if not skin[row, column]:
        rows, columns = np.nonzero(skin)
        if not len(rows):
            return Leaving(h_mm, v_mm, 1 if h_mm >= 0 else -1)
        nearest = int(((rows - row) ** 2 + (columns - column) ** 2).argmin())
        row, column = int(rows[nearest]), int(columns[nearest])
    way = 1 if h_mm >= 0 else -1
    edge, room = _edge(skin[row], column, way * frame.screen_sign)
    if framed and room * frame.mm_per_pixel < _ROOM_MM:
        inner, gap = _edge(skin[row], column, -way * frame.screen_sign)
        if gap > room and frame.plane(inner, 0)[0] * way > 0:
            edge, way = inner, -way
    return Leaving(*frame.plane(edge, row + 0.5), way)


def _edge(skin: NDArray[np.bool_], column: int, step: int) -> tuple[int, int]:
    """The edge of the run of skin that ``column`` is in, and how many columns beyond it are bare."""
    # Only over the part of the body that the place is on: an arm beside the hip is another.
    beyond = ~(skin[column:] if step > 0 else skin[column::-1])
    run = int(beyond.argmax()) if beyond.any() else len(beyond)
    bare = beyond[run:]
    gap = len(bare) if bare.all() else int((~bare).argmax())
    return (column + run if step > 0 else column + 1 - run), gap
