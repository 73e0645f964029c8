"""Hatching as real lines, cut to an outline: sharp at any zoom, and lines too in SVG and print."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath


def hatch_lines(
    rings: Sequence[NDArray[np.floating]], pitch: float, angle_deg: float, anchor: QPointF, room: QRectF
) -> list[QLineF]:
    """Parallel lines inside closed rings (even-odd), in pixels.

    Args:
        rings: each (n, 2); the first point is not repeated.
        pitch: distance between lines.
        angle_deg: their direction, counter-clockwise on a screen (y down).
        anchor: a point that a line would pass through, so that hatches don't swim when panned.
        room: the picture; lines outside it are left out.
    """
    parts = [np.stack([ring, np.roll(ring, -1, axis=0)], axis=1) for ring in rings if len(ring) > 2]
    if not parts or pitch <= 0:
        return []
    turn = math.radians(angle_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    # (along, across) of the hatch's direction; y is down on a screen.
    to_hatch = np.array([[cos, sin], [-sin, cos]])
    at = np.array([anchor.x(), anchor.y()])
    turned = (np.concatenate(parts) - at) @ to_hatch
    along, across = turned[..., 0], turned[..., 1]
    corners = [room.topLeft(), room.topRight(), room.bottomLeft(), room.bottomRight()]
    seen = ((np.array([(c.x(), c.y()) for c in corners]) - at) @ to_hatch)[:, 1]
    first = math.ceil(max(across.min(), seen.min()) / pitch)
    last = math.floor(min(across.max(), seen.max()) / pitch)
    if last < first:
        return []
    levels = np.arange(first, last + 1) * pitch
    low, high = across.min(axis=1), across.max(axis=1)
    # Half-open, so that a corner on a line is counted once.
    crossed, edge = np.nonzero((low <= levels[:, None]) & (levels[:, None] < high))
    if len(crossed) < 2:
        return []
    share = (levels[crossed] - across[edge, 0]) / (across[edge, 1] - across[edge, 0])
    places = along[edge, 0] + share * (along[edge, 1] - along[edge, 0])
    order = np.lexsort((places, crossed))
    ends = np.stack([places[order], levels[crossed[order]]], axis=1) @ to_hatch.T + at
    count = len(ends) // 2 * 2
    starts, stops = ends[0:count:2], ends[1:count:2]
    inside = _near(starts, stops, room)
    return [QLineF(*a, *b) for a, b in zip(starts[inside].tolist(), stops[inside].tolist(), strict=True)]


def _near(starts: NDArray[np.float64], stops: NDArray[np.float64], room: QRectF) -> NDArray[np.bool_]:
    """Which lines have a bounding box that meets the room."""
    low, high = np.minimum(starts, stops), np.maximum(starts, stops)
    return np.asarray(
        (high[:, 0] >= room.left()) & (low[:, 0] <= room.right())
        & (high[:, 1] >= room.top()) & (low[:, 1] <= room.bottom())
    )  # fmt: skip


def along_ring(ring: NDArray[np.floating], step: float) -> NDArray[np.float64]:
    """Points (n, 2) evenly along a closed ring, about ``step`` apart."""
    closed = np.concatenate([ring, ring[:1]]).astype(np.float64)
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = max(3, round(run[-1] / step))
    at = np.arange(count) * (run[-1] / count)
    return np.stack([np.interp(at, run, closed[:, 0]), np.interp(at, run, closed[:, 1])], axis=1)


def path_of(rings: Sequence[NDArray[np.floating]]) -> QPainterPath:
    """Closed rings ``(n, 2)`` as one even-odd path."""
    path = QPainterPath()
    for ring in rings:
        if len(ring) < 3:
            continue
        points = ring.tolist()
        path.moveTo(*points[0])
        for x, y in points[1:]:
            path.lineTo(x, y)
        path.closeSubpath()
    return path
