"""Trigger points on the map: where their marks stand on the screen, and how each state is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from viewer.map.marks import Lens, line, mark_font, paint_label
from viewer.map.scene import HiddenPoints, Pick, PointMark
from viewer.map.style import MapStyle, colour

DISC_PX = 18.0
SELECTED_PX = 22.0
SELECTED_RING_PX = 26.0
HOVER_PX = 25.0
FOCUS_PX = 31.0
CROWD_PX = 25.0
CROSS_PX = 8.4
_BESIDE_PX = 40.0


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """A mark on the screen: one point, or several that lie too near each other to tell apart."""

    x: float
    y: float
    members: tuple[PointMark, ...]
    number_left: bool = False

    @property
    def crowded(self) -> bool:
        return len(self.members) > 1

    @property
    def mark(self) -> PointMark:
        return self.members[0]


def place_points(
    points: tuple[PointMark, ...], lens: Lens, selected: Pick | None = None, focused: Pick | None = None
) -> list[PlacedPoint]:
    """The marks of a map in the order of drawing, the selected point last.

    Points too close to tell apart share a mark; the selected and the focused one are always
    marked themselves, and count the others.
    """
    near = lens.style.crowded_px * lens.style.scale
    places = {p: lens.to_px.map(QPointF(p.h_mm, p.v_mm)) for p in points}
    # The selected and the focused point each lead a group; what would vanish beneath them joins it.
    leaders = [p for p in points if p.pick in (selected, focused)]
    leaders.sort(key=lambda p: p.pick != selected)
    groups = [(places[p], [p], near * 0.8) for p in leaders]
    for point in points:
        if point in leaders:
            continue
        at = places[point]
        for centre, members, reach in groups:
            if math.hypot(centre.x() - at.x(), centre.y() - at.y()) < reach:
                members.append(point)
                break
        else:
            groups.append((at, [point], near))
    placed = [PlacedPoint(at.x(), at.y(), tuple(members)) for at, members, _ in groups]
    on_top = placed[: len(leaders)][::-1]
    return _numbered(placed[len(leaders) :] + on_top, _BESIDE_PX * lens.style.scale)


def nearest_point(placed: list[PlacedPoint], x: float, y: float, reach_px: float) -> PlacedPoint | None:
    """The mark whose centre is nearest to a pixel, within reach; of equals the one drawn on top."""
    best, best_px = None, reach_px
    for point in placed:
        away = math.hypot(point.x - x, point.y - y)
        if away <= best_px:
            best, best_px = point, away
    return best


def paint_point(
    painter: QPainter, placed: PlacedPoint, style: MapStyle,
    *, selected: bool = False, hovered: bool = False, focused: bool = False, listed: bool = False,
) -> None:  # fmt: skip
    """One mark in its state. Shape first: disc, ring and X say the state without colour.

    Args:
        listed: on paper nobody can open a crowd: its numbers are written out beside one X.
    """
    k = style.scale
    at = QPointF(placed.x, placed.y)
    other = placed.mark.other_side and not selected
    if focused:
        _ring(painter, at, FOCUS_PX * k, style.casing, 5.0 * k)
        _ring(painter, at, FOCUS_PX * k, style.accent, 2.5 * k)
    leads = selected or focused or listed
    if placed.crowded and not leads:
        _paint_crowd(painter, at, numbers_of(placed.members), style, hovered=hovered)
        return
    if selected:
        _disc(painter, at, SELECTED_RING_PX * k, style.casing)
        _disc(painter, at, SELECTED_PX * k, style.ink)
        _cross(painter, at, CROSS_PX * 1.1 * k, style.casing, 2.6 * k)
    else:
        _disc(painter, at, DISC_PX * k, style.casing, 0.6 if other else 1.0)
        _ring(painter, at, DISC_PX * k, style.ink, 1.0 * k, 0.55)
        _cross(painter, at, CROSS_PX * k, style.ink, 2.6 * k)
        if hovered:
            _ring(painter, at, HOVER_PX * k, style.casing, 3.5 * k)
            _ring(painter, at, HOVER_PX * k, style.ink, 1.5 * k)
    if not other:
        away = (SELECTED_RING_PX / 2 if selected else DISC_PX / 2) * k + 5.0 * k
        away += 5.0 * k if focused or (hovered and not selected) else 0.0
        font = mark_font(style, style.mark_px, QFont.Weight.Bold)
        left = placed.number_left
        words = ", ".join(member.number for member in placed.members)
        paint_label(
            painter, words, QPointF(at.x() + (-away if left else away), at.y()), font,
            style.ink, style, align=Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft,
        )  # fmt: skip


def numbers_of(members: tuple[PointMark, ...]) -> str:
    """The points that share a mark: "1–3", "1, 4". A count alone would read as a point's number."""
    numbers = [member.number for member in members]
    if any(len(number) > 3 for number in numbers):
        return f"{len(numbers)} points"
    if all(number.isdecimal() for number in numbers):
        known = sorted({int(number) for number in numbers})
        if len(known) > 2 and known[-1] - known[0] == len(known) - 1:
            return f"{known[0]}–{known[-1]}"
        return ", ".join(map(str, known))
    return ", ".join(dict.fromkeys(numbers))


def _paint_crowd(painter: QPainter, at: QPointF, words: str, style: MapStyle, *, hovered: bool) -> None:
    """A pill with the numbers of its points."""
    k = style.scale
    font = mark_font(style, style.mark_px, QFont.Weight.Bold)
    high = max(CROWD_PX * k, QFontMetricsF(font).height() + 4.0 * k)
    wide = max(high, QFontMetricsF(font).horizontalAdvance(words) + 14.0 * k)
    pill = QRectF(at.x() - wide / 2, at.y() - high / 2, wide, high)
    painter.setPen(line(style.ink, 1.5 * k))
    painter.setBrush(colour(style.casing))
    painter.drawRoundedRect(pill, high / 2, high / 2)
    paint_label(painter, words, at, font, style.ink, style, align=Qt.AlignmentFlag.AlignHCenter)
    if hovered:
        around = pill.adjusted(-3 * k, -3 * k, 3 * k, 3 * k)
        painter.setPen(line(style.ink, 1.5 * k))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)


def paint_hidden(
    painter: QPainter, hidden: HiddenPoints, lens: Lens, outwards: int, marks: Sequence[PlacedPoint] = ()
) -> QRectF | None:
    """A dashed stub at the edge of the figure: there are more points than this view sees.

    Args:
        outwards: 1 where the stub leaves the figure to the right of the picture, else −1.
        marks: what the words must not run into; they stand lower or higher then.

    Returns:
        The room of the words, None where there are none.
    """
    k = lens.style.scale
    edge = lens.to_px.map(QPointF(hidden.h_mm, hidden.v_mm))
    if not lens.room.top() + 40 * k < edge.y() < lens.room.bottom() - 10 * k:
        return None
    font = mark_font(lens.style, lens.style.label_px, QFont.Weight.Medium)
    wide = QFontMetricsF(font).horizontalAdvance(hidden.text) + 8.0 * k
    room = lens.room.adjusted(8 * k, 0, -8 * k, 0)
    # The words stay on the map even where the edge of the figure does not.
    near = edge.x() + outwards * 31.0 * k
    near = min(near, room.right() - wide) if outwards > 0 else max(near, room.left() + wide)
    edge.setY(_clear_of(marks, edge.y(), near, near + outwards * wide, k))
    words = QPointF(near, edge.y())
    end = QPointF(words.x() - outwards * 5.0 * k, edge.y())
    if (end.x() - edge.x()) * outwards > 4.0 * k:
        painter.setPen(line(lens.style.casing, 3.5 * k, 0.9))
        painter.drawLine(edge, end)
        painter.setPen(line(lens.style.ink, 1.5 * k, dash=(3.0 * k, 2.5 * k)))
        painter.drawLine(edge, end)
    align = Qt.AlignmentFlag.AlignLeft if outwards > 0 else Qt.AlignmentFlag.AlignRight
    return paint_label(painter, hidden.text, words, font, lens.style.ink, lens.style, align=align)


def _clear_of(marks: Sequence[PlacedPoint], y: float, begin: float, end: float, k: float) -> float:
    """The height nearest to ``y`` at which words between two sides meet no mark and no number."""
    left, right = min(begin, end) - _BESIDE_PX * k, max(begin, end) + _BESIDE_PX * k
    high = 22.0 * k
    taken = [mark.y for mark in marks if left < mark.x < right]
    free = [y, *(m + way * high for m in taken for way in (1, -1))]
    clear = [v for v in free if all(abs(v - m) >= high - 0.01 for m in taken)]
    return min(clear, key=lambda v: abs(v - y), default=y)


def _numbered(placed: list[PlacedPoint], beside: float) -> list[PlacedPoint]:
    """The marks with their numbers on the side where no other mark stands."""
    done = []
    for point in placed:
        row = [o.x - point.x for o in placed if o is not point and abs(o.y - point.y) < beside * 0.6]
        right = min((dx for dx in row if 0 <= dx < beside), default=beside)
        left = min((-dx for dx in row if -beside < dx < 0), default=beside)
        done.append(PlacedPoint(point.x, point.y, point.members, number_left=right < left))
    return done


def _disc(painter: QPainter, at: QPointF, across: float, name: str, alpha: float = 1.0) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(name, alpha))
    painter.drawEllipse(at, across / 2, across / 2)


def _ring(painter: QPainter, at: QPointF, across: float, name: str, width: float, alpha: float = 1.0) -> None:
    painter.setPen(line(name, width, alpha))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(at, across / 2, across / 2)


def _cross(painter: QPainter, at: QPointF, across: float, name: str, width: float) -> None:
    # The size is the X's whole extent, so the round ends of the strokes count.
    half = (across - width) / 2 + width * 0.15
    painter.setPen(line(name, width))
    painter.drawLine(at + QPointF(-half, -half), at + QPointF(half, half))
    painter.drawLine(at + QPointF(-half, half), at + QPointF(half, -half))
