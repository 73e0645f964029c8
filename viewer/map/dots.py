"""Many equal dots at once: stamped from a small picture on the screen, true circles in a file."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap
from shiboken6 import Shiboken

_MARGIN_PX = 4.0


def stamp_dots(
    painter: QPainter, places: NDArray[np.float64], room: QRectF, diameter: float, colour: str,
    *, vector: bool = False,
) -> None:  # fmt: skip
    """Dots at pixel places ``(n, 2)``; those outside ``room`` are left out."""
    low = (room.left() - _MARGIN_PX, room.top() - _MARGIN_PX)
    high = (room.right() + _MARGIN_PX, room.bottom() + _MARGIN_PX)
    inside = np.all((places > low) & (places < high), axis=1)
    places = places[inside]
    if not len(places):
        return
    if vector:
        path = QPainterPath()
        for x, y in places.tolist():
            path.addEllipse(QPointF(x, y), diameter / 2, diameter / 2)
        painter.fillPath(path, QColor(colour))
        return
    ratio = painter.device().devicePixelRatioF()
    stamp = _stamp(round(diameter, 1), ratio, colour)
    # Qt's C array of fragments: x, y, source left, top, width, height, scale x, y, rotation, opacity
    table = np.zeros((len(places), 10))
    table[:, 0:2] = places
    table[:, 4], table[:, 5] = stamp.width(), stamp.height()
    table[:, 6:8] = 1.0 / ratio
    table[:, 9] = 1.0
    first = Shiboken.wrapInstance(table.ctypes.data, QPainter.PixmapFragment)
    painter.drawPixmapFragments(first, len(table), stamp)


@lru_cache(maxsize=64)
def _stamp(diameter: float, ratio: float, colour: str) -> QPixmap:
    """A dot in device pixels; its device pixel ratio stays 1, fragments are scaled instead."""
    side = int(diameter * ratio) + 3
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(side / 2, side / 2), diameter * ratio / 2, diameter * ratio / 2)
    painter.end()
    return pixmap
