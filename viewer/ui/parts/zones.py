"""Zones as they are drawn off the body: bars of a pattern's share by area, swatches of marks."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.ui import tokens as mark
from viewer.ui.theme import text_scale

BAR_H = 12


@lru_cache(maxsize=8)
def hatch(ratio: float) -> QPixmap:
    """45° lines of 1.5 px, 5 px apart, as a tile."""
    side = 5 * math.sqrt(2)
    n = max(1, round(side * ratio))
    tile = QPixmap(n, n)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(mark.PAIN_LINE), 1.5 * ratio))
    for shift in (-n, 0, n):
        painter.drawLine(QPointF(shift - n * 0.5, n * 1.5), QPointF(shift + n * 1.5, -n * 0.5))
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return tile


@lru_cache(maxsize=8)
def stipple(ratio: float) -> QPixmap:
    """Dots of 2.5 px on a staggered lattice of 8 px, as a tile."""
    n = max(1, round(8 * ratio))
    tile = QPixmap(n, n)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mark.PAIN_FILL))
    for x, y in ((0.25, 0.25), (0.75, 0.75)):
        painter.drawEllipse(QPointF(x * n, y * n), 1.2 * ratio, 1.2 * ratio)
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return tile


def paint_essential(painter: QPainter, path: QPainterPath, ratio: float, outline_px: float = 1.5) -> None:
    """Fill a shape as an essential zone."""
    wash = QColor(mark.CASING)
    wash.setAlphaF(0.35)
    painter.fillPath(path, wash)
    tint = QColor(mark.PAIN_FILL)
    tint.setAlphaF(0.34)
    painter.fillPath(path, tint)
    painter.fillPath(path, QBrush(hatch(ratio)))
    painter.strokePath(path, QPen(QColor(mark.PAIN_LINE), outline_px))


def paint_spillover(painter: QPainter, path: QPainterPath, ratio: float, edge: bool = False) -> None:
    """Fill a shape as a spillover zone."""
    wash = QColor(mark.CASING)
    wash.setAlphaF(0.3)
    painter.fillPath(path, wash)
    painter.fillPath(path, QBrush(stipple(ratio)))
    if edge:
        pen = QPen(QColor(mark.PAIN_FILL), 1)
        pen.setDashPattern([1.5, 2.0])
        painter.strokePath(path, pen)


def paint_zone_bar(
    painter: QPainter, rect: QRectF, essential: float, spillover: float, ratio: float = 1.0
) -> None:
    """A bar of one area: the essential share, then the spillover share, on figure grey."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QPainterPath()
    ground.addRoundedRect(rect, 2, 2)
    painter.fillPath(ground, QColor(mark.FIGURE))
    first = min(max(essential, 0.0), 1.0) * rect.width()
    second = min(max(spillover, 0.0), 1.0 - min(essential, 1.0)) * rect.width()
    painter.save()
    painter.setClipPath(ground)
    if second > 0:
        box = QPainterPath()
        box.addRect(QRectF(rect.x() + first, rect.y(), max(second, 3.0), rect.height()))
        paint_spillover(painter, box, ratio)
    painter.restore()
    if first > 0:
        box = QPainterPath()
        wide = max(first, 4.0)
        inner = QRectF(rect.x() + 0.75, rect.y() + 0.75, wide - 1.5, rect.height() - 1.5)
        box.addRoundedRect(inner, 2, 2)
        paint_essential(painter, box, ratio)


class ZoneBar(QWidget):
    """How much of one area a pattern covers: essential hatched, then spillover stippled."""

    def __init__(self, name: str, essential: float, spillover: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = (essential, spillover)
        self.setAccessibleName(f"{name}: essential {essential:.0%}, spillover {spillover:.0%} of this area")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, round(BAR_H * min(1.5, text_scale())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_zone_bar(painter, QRectF(self.rect()), *self._shares, self.devicePixelRatioF())


SWATCHES = ("filter", "painted", "point", "essential", "spillover", "muscle", "behind", "area", "hazard")


def paint_swatch(painter: QPainter, rect: QRectF, kind: str, ratio: float = 1.0) -> None:
    """A small picture of one kind of mark, as it looks on the body."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind == "point":
        paint_point(painter, rect.center(), rect.height() / 18, selected=False)
        return
    shape = QPainterPath()
    shape.addRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3)
    painter.fillPath(shape, QColor(mark.FIGURE))
    if kind == "essential":
        paint_essential(painter, shape, ratio)
    elif kind == "spillover":
        paint_spillover(painter, shape, ratio, edge=True)
    elif kind == "painted":
        paint_painted(painter, shape)
    elif kind == "muscle":
        painter.fillPath(shape, QColor(mark.MUSCLE))
        painter.strokePath(shape, QPen(QColor(mark.MUSCLE_LINE), 1.5))
    elif kind == "filter":
        half = QPainterPath()
        half.addRect(rect.adjusted(1, 1, -rect.width() * 0.4, -1))
        painter.fillPath(shape.intersected(half), QColor(mark.MUSCLE))
    elif kind == "area":
        painter.strokePath(shape, QPen(QColor(mark.INK), 1.5))
    else:
        pen = QPen(QColor(mark.MUSCLE_LINE if kind == "behind" else mark.HAZARD_LINE), 1.2)
        pen.setDashPattern([2.5, 2.2] if kind == "behind" else [5, 2.2, 1.2, 2.2])
        painter.strokePath(shape, pen)


def paint_painted(painter: QPainter, shape: QPainterPath) -> None:
    """A painted complaint, off the body."""
    tint = QColor(mark.PAINTED_FILL)
    tint.setAlphaF(0.16)
    painter.fillPath(shape, tint)
    painter.save()
    painter.setClipPath(shape)
    painter.setPen(QPen(QColor(mark.PAINTED_LINE), 1.25))
    box = shape.boundingRect()
    for step in range(-4, 6):
        x = box.left() + step * 6.0
        painter.drawLine(QPointF(x, box.top()), QPointF(x + box.height(), box.bottom()))
    painter.restore()
    painter.strokePath(shape, QPen(QColor(mark.PAINTED_LINE), 1.5))


def paint_point(painter: QPainter, centre: QPointF, scale: float = 1.0, selected: bool = False) -> None:
    """The mark of a trigger point: an X in a disc, filled when selected."""
    ink, white = QColor(mark.INK), QColor(mark.CASING)
    rim = QColor(ink)
    rim.setAlphaF(0.55)
    if selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(white)
        painter.drawEllipse(centre, 13 * scale, 13 * scale)
        painter.setBrush(ink)
        painter.drawEllipse(centre, 11 * scale, 11 * scale)
    else:
        painter.setPen(QPen(rim, 1))
        painter.setBrush(white)
        painter.drawEllipse(centre, 8.5 * scale, 8.5 * scale)
    pen = QPen(white if selected else ink, 2.6 * scale)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    arm = 4.2 * scale * 0.85
    painter.drawLine(centre + QPointF(-arm, -arm), centre + QPointF(arm, arm))
    painter.drawLine(centre + QPointF(-arm, arm), centre + QPointF(arm, -arm))


class Swatch(QWidget):
    """A small picture of one kind of mark, for the legend."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setFixedSize(18 if kind == "point" else 22, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_swatch(QPainter(self), QRectF(self.rect()), self._kind, self.devicePixelRatioF())
