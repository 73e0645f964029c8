"""Names on a figure: words at its sides, each with a line to what it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath

from viewer.map.marks import Lens, line, mark_font, paint_cased, paint_label
from viewer.map.style import colour

LABEL_PX = 12.0
TOP, GAP, DOT = 34.0, 5.0, 3.6


@dataclass(frozen=True, slots=True)
class Label:
    """A name and the place it is about, in millimetres of the view's plane."""

    text: str
    h_mm: float
    v_mm: float


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A name as it stands on the picture.

    Attributes:
        at: where its words begin, or end at the right of the picture; the middle of their height.
        anchor: the end of its line.
    """

    text: str
    at: QPointF
    anchor: QPointF
    right: bool


def label_of(text: str, path: QPainterPath) -> Label | None:
    """A label for what an outline holds: at the middle of its largest part; None for no outline."""
    parts = [p for p in path.toSubpathPolygons() if not p.isEmpty()]
    if not parts:
        return None
    largest = max(parts, key=lambda p: p.boundingRect().width() * p.boundingRect().height())
    box = largest.boundingRect()
    inside = QPainterPath()
    inside.addPolygon(largest)
    # The middle of a bow lies beside it: look along the middle line for a place within.
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        y = box.top() + share * box.height()
        row = [x for x in _steps(box.left(), box.right()) if inside.contains(QPointF(x, y))]
        if row:
            return Label(text, row[len(row) // 2], y)
    return Label(text, box.center().x(), box.center().y())


def _steps(low: float, high: float, count: int = 41) -> list[float]:
    return [low + (high - low) * (n + 0.5) / count for n in range(count)]


def place_labels(labels: Sequence[Label], lens: Lens) -> list[PlacedLabel]:
    """Each label at the side its place is nearer to, in the order of heights, none over another."""
    k = lens.style.type_scale
    font = mark_font(lens.style, LABEL_PX, QFont.Weight.Medium)
    high = QFontMetricsF(font).height() + GAP * k
    room = lens.room.adjusted(12 * k, TOP * k, -12 * k, -8 * k)
    anchors = [(label, lens.to_px.map(QPointF(label.h_mm, label.v_mm))) for label in labels]
    seen = [(label, at) for label, at in anchors if lens.room.contains(at)]
    placed: list[PlacedLabel] = []
    for right in (False, True):
        of_side = [pair for pair in seen if (pair[1].x() > room.center().x()) is right]
        of_side.sort(key=lambda pair: pair[1].y())
        heights = _spread([at.y() for _, at in of_side], high, room.top(), room.bottom())
        edge = room.right() if right else room.left()
        placed += [
            PlacedLabel(label.text, QPointF(edge, y), at, right)
            for (label, at), y in zip(of_side, heights, strict=True)
        ]
    return placed


def _spread(wanted: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Ascending heights at least a step apart, as near to those wanted as the room allows."""
    heights: list[float] = []
    for y in wanted:
        heights.append(max(y, low, heights[-1] + step if heights else low))
    limit = high
    for number in range(len(heights) - 1, -1, -1):
        heights[number] = min(heights[number], limit)
        limit = heights[number] - step
    return heights


def paint_labels(painter: QPainter, labels: Sequence[Label], lens: Lens) -> list[QRectF]:
    """Draw labels; returns the rooms of their words."""
    style, k = lens.style, lens.style.type_scale
    font = mark_font(style, LABEL_PX, QFont.Weight.Medium)
    placed = place_labels(labels, lens)
    for each in placed:
        wide = QFontMetricsF(font).horizontalAdvance(each.text) + 5 * k
        path = QPainterPath(each.at + QPointF(-wide if each.right else wide, 0))
        path.lineTo(each.anchor)
        paint_cased(painter, path, line(style.ink, 1.1 * k), line(style.casing, 3.5 * k, 0.9))
        painter.setPen(line(style.casing, 1.2 * k))
        painter.setBrush(colour(style.ink))
        painter.drawEllipse(each.anchor, DOT * k / 2 + 0.6, DOT * k / 2 + 0.6)
    rooms = []
    for each in placed:
        align = Qt.AlignmentFlag.AlignRight if each.right else Qt.AlignmentFlag.AlignLeft
        rooms.append(paint_label(painter, each.text, each.at, font, style.ink, style, align=align))
    return rooms
