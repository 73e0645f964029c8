"""The outline of a closed shape as a view sees it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF

from viewer.body.atlas import Frame
from viewer.body.records import Side
from viewer.body.structures import Structure
from viewer.body.views import VIEWS, ViewId
from viewer.map.contour import mask_path

_ROOM_MM = 6


def structure_path(structure: Structure, side: Side, view: ViewId) -> QPainterPath:
    """A structure's silhouette in millimetres of the plane.

    What says which faces are the right side's is drawn as it lies, and one without a right side as
    the only one there is; the rest is written for the left and mirrored for the right.
    """
    right = structure.right
    if right is None:
        turn = np.array([-1.0 if side == "right" else 1.0, 1.0, 1.0])
        corners = VIEWS[view].project(structure.vertices * turn)[structure.faces[_of_the_left(structure)]]
    else:
        faces = structure.faces[right == (side == "right" and bool(right.any()))]
        corners = VIEWS[view].project(structure.vertices)[faces]
    if not len(corners):
        return QPainterPath()
    left, low = np.floor(corners.min(axis=(0, 1))) - _ROOM_MM
    right, high = np.ceil(corners.max(axis=(0, 1))) + _ROOM_MM
    image = QImage(int(right - left), int(high - low), QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setPen(Qt.GlobalColor.white)
    painter.setBrush(Qt.GlobalColor.white)
    for triangle in (corners * (1.0, -1.0) + (-left, high)).tolist():
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in triangle]))
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    frame = Frame(float(left), float(high), 1, 1.0, image.width(), image.height())
    return mask_path(rows[:, : image.width()] > 127, frame, every=6)


def _of_the_left(structure: Structure) -> np.ndarray:
    """Which faces belong to the left side or the midline, and not to a piece wholly on the right."""
    piece = np.arange(len(structure.vertices))
    while True:  # each vertex takes the lowest number among its neighbours until nothing moves
        lowest = piece[structure.faces].min(axis=1)
        spread = piece.copy()
        np.minimum.at(spread, structure.faces.ravel(), np.repeat(lowest, 3))
        spread = spread[spread]
        if np.array_equal(spread, piece):
            break
        piece = spread
    reach = np.full(len(piece), -np.inf)
    np.maximum.at(reach, piece, structure.vertices[:, 0])
    return reach[piece[structure.faces[:, 0]]] > 0.0
