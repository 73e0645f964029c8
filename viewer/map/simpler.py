"""Outlines with no more corners than can be seen at a zoom: stroking takes its time by the corner."""

from __future__ import annotations

import math
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

_OFF_PX = 0.04
"""How far a corner that one pass leaves out may lie off the line that replaces it."""
_PASSES = 4
_STEPS = 2
"""Simplified anew this often for each doubling of the scale."""
_KEPT = 256
_FEW = 60

_made: OrderedDict[tuple[int, int], tuple[QPainterPath, QPainterPath]] = OrderedDict()


def simpler(path: QPainterPath, px_per_mm: float) -> QPainterPath:
    """A path of straight lines as it is drawn at a scale, at most a sixth of a pixel off; made once."""
    if path.elementCount() < _FEW or px_per_mm <= 0:
        return path
    level = math.ceil(math.log2(px_per_mm) * _STEPS)
    key = (id(path), level)
    if key in _made:
        _made.move_to_end(key)
        return _made[key][1]
    off_mm = _OFF_PX / 2 ** (level / _STEPS)
    made = QPainterPath()
    made.setFillRule(path.fillRule())
    for polygon in path.toSubpathPolygons():
        corners = thinned(np.array([(p.x(), p.y()) for p in polygon]), off_mm).tolist()
        made.moveTo(*corners[0])
        for x, y in corners[1:]:
            made.lineTo(x, y)
        if polygon.isClosed():
            made.closeSubpath()
    _made[key] = (path, made)  # the path is held, so that its id stays its own
    if len(_made) > _KEPT:
        _made.popitem(last=False)
    return made


def thinned(line: NDArray[np.float64], off: float) -> NDArray[np.float64]:
    """A line ``(n, 2)`` without the corners that lie nearly on it; its ends stay.

    Args:
        off: how far a corner may lie from the line between its neighbours, in each of four passes.
    """
    for number in range(_PASSES):
        inner = np.arange(1 + number % 2, len(line) - 1, 2)
        if not len(inner):
            break
        before, at, after = line[inner - 1], line[inner], line[inner + 1]
        along = after - before
        length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
        away = at - before
        beside = np.abs(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]) / length
        forward = (away * along).sum(axis=1) / length
        # Beyond the ends of the chord it is the tip of something, however thin.
        dropped = inner[(beside < off) & (forward > 0) & (forward < length)]
        line = np.delete(line, dropped, axis=0)
    return line
