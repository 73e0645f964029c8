"""The marks of zones, muscles and hazards, each a pure function of painter, geometry and style.

Painters here work in pixels of the map; paths are given in the plane's millimetres together
with the transform to pixels. So one function serves screen, SVG and print.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen, QTransform

from viewer.map.dots import stamp_dots
from viewer.map.hatch import along_ring, hatch_lines
from viewer.map.scene import HazardShape, MuscleShape, PaintShape, ZoneShape
from viewer.map.simpler import simpler
from viewer.map.style import MapStyle, colour

SKIN_MM2 = 1.75e6
"""Area of the reference body's skin, over which all dots are spread evenly."""


@dataclass(frozen=True, slots=True)
class Lens:
    """How the plane's millimetres come onto a picture.

    Attributes:
        to_px: from millimetres of the plane to pixels.
        room: the picture, in pixels; what lies outside need not be drawn.
        vector: the picture is made of lines and areas, not of pixels.
        fineness: device pixels in one of these pixels.
    """

    to_px: QTransform
    room: QRectF
    style: MapStyle
    vector: bool = False
    fineness: float = 1.0

    @property
    def px_per_mm(self) -> float:
        return math.hypot(self.to_px.m11(), self.to_px.m12())

    def mapped(self, path: QPainterPath) -> QPainterPath:
        """An outline in pixels, with no more corners than the picture shows."""
        return self.to_px.map(path if self.vector else simpler(path, self.px_per_mm * self.fineness))


def line(name: str, width: float, alpha: float = 1.0, dash: tuple[float, ...] = ()) -> QPen:
    """A round-joined pen; dashes are in pixels."""
    pen = QPen(colour(name, alpha), width, Qt.PenStyle.SolidLine)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dash else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        pen.setDashPattern([d / width for d in dash])
    return pen


def paint_cased(painter: QPainter, path: QPainterPath, pen: QPen, casing: QPen) -> None:
    """A line that keeps its contrast on anything: the same path twice."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, casing)
    painter.strokePath(path, pen)


def paint_essential(painter: QPainter, zone: ZoneShape, lens: Lens) -> None:
    """White wash, tint and 45° hatch of fixed screen size; the outline comes later, above."""
    path = lens.mapped(zone.essential)
    if path.isEmpty():
        return
    style, k = lens.style, lens.style.scale
    painter.fillPath(path, colour(style.casing, style.wash_essential))
    painter.fillPath(path, colour(style.pain, style.fill_essential))
    # Lines cut to the outline instead of a clipped brush: not every paint device keeps a clip.
    rings = [_mapped(lens.to_px, ring) for ring in zone.essential_rings]
    anchor = lens.to_px.map(QPointF(0.0, 0.0))
    lines = hatch_lines(rings, style.hatch_pitch_px * k, 45.0, anchor, lens.room)
    pen = line(style.essential, style.hatch_px * k)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLines(lines)


def paint_essential_outline(painter: QPainter, zone: ZoneShape, lens: Lens) -> None:
    _paint_outline(painter, zone.essential, lens.style.essential, lens)


def paint_painted(painter: QPainter, shape: PaintShape, lens: Lens) -> None:
    """A painted complaint: a tint, and lines that cross those of the essential zone; finer where worst."""
    path = lens.mapped(shape.whole)
    if path.isEmpty():
        return
    style, k = lens.style, lens.style.scale
    painter.fillPath(path, colour(style.painted_fill, style.fill_painted))
    anchor = lens.to_px.map(QPointF(0.0, 0.0))
    pen = line(style.painted, 1.25 * k)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for rings, shift in ((shape.whole_rings, 0.0), (shape.worst_rings, 3.5)):
        mapped = [_mapped(lens.to_px, ring) for ring in rings]
        at = anchor + QPointF(0.0, shift * k * math.sqrt(2.0))
        painter.drawLines(hatch_lines(mapped, style.painted_pitch_px * k, -45.0, at, lens.room))


def paint_painted_outline(painter: QPainter, shape: PaintShape, lens: Lens) -> None:
    _paint_outline(painter, shape.whole, lens.style.painted, lens)


def _paint_outline(painter: QPainter, path: QPainterPath, ink: str, lens: Lens) -> None:
    style, k = lens.style, lens.style.scale
    inner, casing = line(ink, style.outline_px * k), line(style.casing, style.outline_casing_px * k)
    paint_cased(painter, lens.mapped(path), inner, casing)


def paint_spillover(painter: QPainter, zone: ZoneShape, lens: Lens) -> None:
    """White wash, dots that are fixed on the skin, and a dotted edge."""
    path = lens.mapped(zone.spillover)
    if path.isEmpty() and not len(zone.dots):
        return
    style, k = lens.style, lens.style.scale
    painter.fillPath(path, colour(style.casing, style.wash_spillover))
    px_per_mm = lens.px_per_mm
    places = dots_shown(zone, px_per_mm, style)
    stamp_dots(
        painter, _mapped(lens.to_px, places), lens.room,
        dot_diameter(px_per_mm, style), style.pain, vector=lens.vector,
    )  # fmt: skip
    painter.setBrush(Qt.BrushStyle.NoBrush)
    casing = line(style.casing, 2.6 * k, 0.75)
    if not lens.vector:
        casing.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # as it looks on so fine a curve, and quicker
    painter.strokePath(path, casing)
    if lens.vector:
        painter.strokePath(path, line(style.pain, 1.25 * k, dash=(2.0 * k, 2.0 * k)))
        return
    # A dotted edge: stamped, since a pen that dashes a long outline takes most of a frame.
    for ring in zone.spillover_rings:
        edge = along_ring(_mapped(lens.to_px, ring), 3.6 * k)
        stamp_dots(painter, edge, lens.room, 1.8 * k, style.pain)


def dots_shown(zone: ZoneShape, px_per_mm: float, style: MapStyle) -> NDArray[np.float32]:
    """The prefix of a zone's dots whose spacing on the screen is that of the 8 px lattice."""
    wanted = SKIN_MM2 * px_per_mm**2 / (style.dot_cell_px2 * style.scale**2)
    return zone.dots[: int(np.searchsorted(zone.ranks, wanted))]


def dot_diameter(px_per_mm: float, style: MapStyle) -> float:
    """2.5 px; grows slowly once every dot of the skin is shown and they draw apart."""
    apart = px_per_mm / style.scale / 1.48
    return style.dot_px * style.scale * float(max(1.0, apart) ** 0.45)


def paint_muscle_behind(painter: QPainter, shape: MuscleShape, lens: Lens) -> None:
    style, k = lens.style, lens.style.scale
    dash = (style.behind_dash[0] * k, style.behind_dash[1] * k)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(
        lens.to_px.map(shape.behind),
        line(style.muscle_behind, style.behind_px * k, style.muscle_behind_alpha, dash),
    )


def paint_muscle_outline(painter: QPainter, shape: MuscleShape, lens: Lens) -> None:
    _paint_outline(painter, shape.near, lens.style.muscle, lens)


def paint_hover(painter: QPainter, path: QPainterPath, lens: Lens) -> None:
    style, k = lens.style, lens.style.scale
    paint_cased(
        painter,
        lens.to_px.map(path),
        line(style.ink, style.hover_px * k),
        line(style.casing, 3.5 * k, 0.8),
    )


def paint_region(painter: QPainter, path: QPainterPath, lens: Lens) -> None:
    """The selected region of the skin: an ink outline, no fill that could be read as pain."""
    style, k = lens.style, lens.style.scale
    paint_cased(
        painter, lens.to_px.map(path),
        line(style.ink, 2.0 * k), line(style.casing, style.outline_casing_px * k),
    )  # fmt: skip


def paint_focus_path(painter: QPainter, path: QPainterPath, lens: Lens) -> None:
    """The keyboard's ring about an area."""
    style, k = lens.style, lens.style.scale
    paint_cased(painter, lens.to_px.map(path), line(style.accent, 2.5 * k), line(style.casing, 5.0 * k))


def paint_hazard(painter: QPainter, shape: HazardShape, lens: Lens) -> None:
    """Outline of what a needle must respect, with its name; never a depth, never 'safe'."""
    style, k = lens.style, lens.style.scale
    path = lens.to_px.map(shape.path)
    painter.fillPath(path, colour(style.hazard, style.hazard_fill))
    dash = tuple(d * k for d in style.hazard_dash)
    paint_cased(
        painter, path, line(style.hazard, style.hazard_px * k, dash=dash),
        line(style.casing, style.hazard_casing_px * k),
    )  # fmt: skip
    box = path.boundingRect()
    at = QPointF(box.center().x(), box.bottom() - min(box.height() * 0.25, 48.0 * k))
    label = mark_font(style, style.hazard_label_px, QFont.Weight.DemiBold)
    paint_label(painter, shape.name, at, label, style.hazard, style, align=Qt.AlignmentFlag.AlignHCenter)


def mark_font(style: MapStyle, size_px: float, weight: QFont.Weight) -> QFont:
    font = QFont(style.font_family)
    font.setPixelSize(max(1, round(size_px * style.type_scale)))
    font.setWeight(weight)
    return font


def paint_label(
    painter: QPainter, text: str, at: QPointF, font: QFont, ink: str, style: MapStyle,
    *, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> QRectF:  # fmt: skip
    """Words with a white casing, vertically centred on a point; returns the room they take."""
    metrics = QFontMetricsF(font)
    wide = metrics.horizontalAdvance(text)
    aligned = {Qt.AlignmentFlag.AlignHCenter: wide / 2, Qt.AlignmentFlag.AlignRight: wide}
    left = at.x() - aligned.get(align, 0.0)
    base = at.y() + (metrics.capHeight() or metrics.ascent() * 0.7) / 2
    path, cased = words_path(text, font.key(), style.text_casing_px * style.type_scale)
    painter.save()
    painter.translate(left, base)
    painter.fillPath(cased, colour(style.casing))
    painter.fillPath(path, colour(ink))
    painter.restore()
    return QRectF(left, base - metrics.ascent(), wide, metrics.height())


def _mapped(to_px: QTransform, places: NDArray[np.float32]) -> NDArray[np.float64]:
    turn = np.array([[to_px.m11(), to_px.m12()], [to_px.m21(), to_px.m22()]])
    return np.asarray(places.astype(np.float64) @ turn + np.array([to_px.dx(), to_px.dy()]))


@lru_cache(maxsize=256)
def words_path(words: str, font_key: str, casing_px: float) -> tuple[QPainterPath, QPainterPath]:
    """Words as a path at the origin, and the outline about them; made once, they never change."""
    font = QFont()
    font.fromString(font_key)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, words)
    stroker = QPainterPathStroker()
    stroker.setWidth(casing_px)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return path, stroker.createStroke(path).simplified()
