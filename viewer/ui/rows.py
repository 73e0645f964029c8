"""How a row of the tree and of a list of results looks: one painted delegate for each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from viewer.find.snippet import Snippet
from viewer.ui.assets import paint_icon
from viewer.ui.theme import role_font, tokens, touch
from viewer.ui.tokens import ROW, TOUCH_ROW

CHOSEN = int(Qt.ItemDataRole.UserRole) + 1
COUNT = CHOSEN + 1
QUIET = CHOSEN + 2
MATCHED = CHOSEN + 3
REASON = CHOSEN + 4
HEADING = CHOSEN + 5
ICON = CHOSEN + 6
ON = CHOSEN + 7
INDENT, CHEVRON, INSET = 16, 14, 8

Index = QModelIndex | QPersistentModelIndex
VCENTER = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


def row_height(font: QFont) -> int:
    """The height of a row: 30 px, 48 for fingers, more where the text needs it."""
    return max(TOUCH_ROW if touch() else ROW, round(QFontMetricsF(font).height() * 1.6))


def paint_ground(painter: QPainter, box: QRectF, chosen: bool, hover: bool, focused: bool) -> None:
    """The ground of a row: chosen, under the pointer, with the keyboard on it."""
    t = tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = t.accent_soft if chosen else t.sunk if hover else ""
    painter.setPen(QPen(QColor(t.accent), 2) if chosen and t.high_contrast else Qt.PenStyle.NoPen)
    if ground:
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 6, 6)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(t.accent), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)


def _keyboard(option: QStyleOptionViewItem) -> bool:
    widget = option.widget
    shown = widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange) if widget else True
    return bool(option.state & QStyle.StateFlag.State_HasFocus) and shown


def _paint_tick(painter: QPainter, x: float, y: float, ink: str) -> None:
    painter.setPen(QPen(QColor(ink), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(x - 5, y), QPointF(x - 1.5, y + 3.5), QPointF(x + 5, y - 4)])


class TreeDelegate(QStyledItemDelegate):
    """A row of the tree: chevron, name, count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, row_height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = tokens()
        painter.save()
        depth, parent = 0, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        chosen = bool(index.data(CHOSEN))
        quiet = bool(index.data(QUIET))
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        box = QRectF(option.rect).adjusted(INSET, 0, -INSET, 0)
        paint_ground(painter, box, chosen, hover, _keyboard(option))
        x = box.x() + 8 + depth * INDENT
        view = option.widget
        if index.model().hasChildren(index):
            open_ = isinstance(view, QTreeView) and view.isExpanded(index)
            name = "chevron-down" if open_ else "chevron-right"
            top = box.center().y() - CHEVRON / 2
            if isinstance(view, QWidget):
                paint_icon(painter, view, name, x, top, CHEVRON, t.text2)
        if index.data(ON):
            _paint_tick(painter, x + CHEVRON / 2, box.center().y(), t.accent)
        x += CHEVRON + 6
        count = str(index.data(COUNT) or "")
        strong = role_font("strong", tabular=True)
        heading = depth == 0
        name_font = strong if chosen else role_font("medium" if heading else "body")
        count_font = strong if chosen else role_font("body", tabular=True)
        wide = QFontMetricsF(count_font).horizontalAdvance(count) if count else 0.0
        painter.setFont(count_font)
        painter.setPen(QColor(t.accent if chosen else t.text3))
        painter.drawText(box.adjusted(0, 0, -8, 0), RIGHT, count)
        painter.setFont(name_font)
        painter.setPen(QColor(t.accent if chosen else t.text3 if quiet else t.text))
        room = box.right() - 14 - wide - x
        title = QFontMetricsF(name_font).elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(QRectF(x, box.y(), room, box.height()), VCENTER, title)
        painter.restore()


class ResultDelegate(QStyledItemDelegate):
    """A row of the results: icon, title with the matched letters in 600, why beneath it or behind it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        high = row_height(role_font("body"))
        if not index.data(HEADING) and index.data(REASON).text:
            high += round(QFontMetricsF(role_font("small")).height())
        return QSize(160, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = tokens()
        painter.save()
        box = QRectF(option.rect).adjusted(6, 0, -6, 0)
        if index.data(HEADING):
            painter.setFont(role_font("small_medium"))
            painter.setPen(QColor(t.text3))
            painter.drawText(box.adjusted(8, 6, 0, 0), VCENTER, str(index.data()))
            painter.restore()
            return
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint_ground(painter, box, current, hover, False)
        why: Snippet = index.data(REASON)
        top = QRectF(box)
        if why.text:
            small_high = QFontMetricsF(role_font("small")).height()
            top.setHeight(box.height() - small_high)
            top.translate(0, 1)
        x = box.x() + 8
        icon = index.data(ICON)
        if icon and isinstance(option.widget, QWidget):
            ink = t.accent if current else t.text2
            paint_icon(painter, option.widget, icon, x, top.center().y() - 8, 16, ink)
            x += 24
        title = _Run(str(index.data() or ""), index.data(MATCHED) or (), "body", "strong")
        room = box.right() - 8 - x
        ink = t.accent if current else t.text
        if why.text:
            title.paint(painter, QRectF(x, top.y(), room, top.height()), ink)
            self._why(painter, QRectF(x, top.bottom() - 4, room, small_high), why, current)
        else:
            self._beside(painter, title, QRectF(x, top.y(), room, top.height()), why.reason, ink)
        painter.restore()

    @staticmethod
    def _beside(painter: QPainter, title: _Run, box: QRectF, reason: str, ink: str) -> None:
        """A title, and at its right a word why."""
        small = QFontMetricsF(role_font("small"))
        reason_w = small.horizontalAdvance(reason) if reason else 0.0
        room = max(box.width() - reason_w - 12, box.width() * 0.55) if reason else box.width()
        end = title.paint(painter, QRectF(box.x(), box.y(), room, box.height()), ink)
        if reason:
            painter.setFont(role_font("small"))
            painter.setPen(QColor(tokens().text3))
            left = box.right() - end - 12
            shown = small.elidedText(reason, Qt.TextElideMode.ElideRight, left)
            painter.drawText(QRectF(end + 12, box.y(), left, box.height()), RIGHT, shown)

    @staticmethod
    def _why(painter: QPainter, box: QRectF, why: Snippet, current: bool) -> None:
        """The words about the match, after what kind of text they are."""
        t, lead = tokens(), f"{why.reason[:1].upper()}{why.reason[1:]}: " if why.reason else ""
        shifted = tuple((a + len(lead), b + len(lead)) for a, b in why.matched)
        line = _Run(lead + why.text, shifted, "small", "small_strong")
        line.paint(painter, box, t.text if current else t.text2)


@dataclass(frozen=True, slots=True)
class _Run:
    """A line of text, parts of which are in a stronger font."""

    text: str
    matched: tuple[tuple[int, int], ...]
    plain: str
    strong: str

    def paint(self, painter: QPainter, box: QRectF, ink: str) -> float:
        """Paint it, cut at the end of the box; returns where it ends."""
        marks = [False] * len(self.text)
        for start, end in self.matched:
            marks[start:end] = [True] * (min(end, len(self.text)) - start)
        x, at = box.x(), 0
        painter.setPen(QColor(ink))
        while at < len(self.text):
            stop = at
            while stop < len(self.text) and marks[stop] == marks[at]:
                stop += 1
            font = role_font(self.strong if marks[at] else self.plain)
            metrics = QFontMetricsF(font)
            run = metrics.elidedText(self.text[at:stop], Qt.TextElideMode.ElideRight, box.right() - x)
            painter.setFont(font)
            painter.drawText(QRectF(x, box.y(), box.right() - x + 2, box.height()), VCENTER, run)
            x += metrics.horizontalAdvance(run)
            if x >= box.right() - 2:
                break
            at = stop
        return x
