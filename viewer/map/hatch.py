"""Hatching as real lines, cut to an outline: sharp at any zoom, and lines too in SVG and print."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainterPath


def hatch_lines(path: QPainterPath, pitch: float, angle_deg: float, anchor: QPointF) -> list[QLineF]:
    """Parallel lines inside a path (even-odd), in the path's own units.

    Args:
        path: closed outline of straight pieces.
        pitch: distance between lines.
        angle_deg: their direction, counter-clockwise on a screen (y down).
        anchor: a point that a line would pass through, so that hatches don't swim when panned.
    """
    edges = _edges(path)
    if len(edges) == 0 or pitch <= 0:
        return []
    turn = math.radians(angle_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    # (along, across) of the hatch's direction; y is down on a screen.
    to_hatch = np.array([[cos, sin], [-sin, cos]])
    at = np.array([anchor.x(), anchor.y()])
    turned = (edges - at) @ to_hatch
    along, across = turned[..., 0], turned[..., 1]
    first, last = math.ceil(across.min() / pitch), math.floor(across.max() / pitch)
    if last < first or last - first > 5000:
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
    places, crossed = places[order], crossed[order]
    if len(places) % 2:
        places, crossed = places[:-1], crossed[:-1]
    ends = np.stack([places, levels[crossed]], axis=1) @ to_hatch.T + at
    return [
        QLineF(a[0], a[1], b[0], b[1]) for a, b in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True)
    ]


def _edges(path: QPainterPath) -> NDArray[np.float64]:
    """The straight pieces of a path ``(n, 2 ends, 2)``, each ring closed."""
    rings = []
    for polygon in path.toSubpathPolygons():
        points = np.array([(p.x(), p.y()) for p in polygon.toList()])
        if len(points) > 2:
            rings.append(np.stack([points, np.roll(points, -1, axis=0)], axis=1))
    return np.concatenate(rings) if rings else np.zeros((0, 2, 2))


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
