"""The one item of a map's view box: it draws the scene where the view box looks."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget


class SceneItem(pg.GraphicsObject):
    """Covers the whole plane; paints in pixels of the map, so that lines keep their width."""

    def __init__(self, paint: Callable[[QPainter], None], bounds: QRectF) -> None:
        super().__init__()
        self._paint = paint
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        painter.save()
        painter.resetTransform()
        self._paint(painter)
        painter.restore()
