"""The layer slider: five stops from the skin to the bone, and everything between."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from viewer.ui.theme import role_font, target_px, text_scale, tokens

THUMB = 14
GAP_MIN = 6
DRAG_PX = 4
SNAP = 0.15
"""Let go of so near to a stop (in stops), the thumb goes to it."""


class LayerSlider(QSlider):
    """A slider whose stops have names. A click on a name or the arrows choose one; a drag goes
    between them, and its value stays the nearest stop.

    Signals:
        stop_requested: the key of the stop the user chose.
        depth_requested: (place between the stops, whether a drag begins with it).
    """

    stop_requested = Signal(str)
    depth_requested = Signal(float, bool)

    def __init__(self, stops: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._keys = list(stops)
        self._names = list(stops.values())
        self._quiet = False
        self._depth = 0.0
        self._pressed_x: float | None = None
        self._held = False  # the thumb itself, which must not jump
        self._dragging = False
        self.setRange(0, len(stops) - 1)
        self.setPageStep(1)
        self.setSingleStep(1)
        self.setAccessibleName("Layer")
        self.setToolTip("Layer ([ nearer to the skin, ] deeper)")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._value_changed)
        self._describe()

    @property
    def depth(self) -> float:
        """Where the thumb is, in stops from the first."""
        return self._depth

    def set_stop(self, key: str, peel: float = 0.0) -> None:
        """Show a stop, or a place within half a stop of it, without telling anyone."""
        self._quiet = True
        self.setValue(self._keys.index(key))
        self._quiet = False
        self._depth = self.value() + peel
        self._describe()
        self.update()

    def _value_changed(self, value: int) -> None:
        self._depth = float(value)
        self._describe()
        if not self._quiet:
            self.stop_requested.emit(self._keys[value])

    def _describe(self) -> None:
        # A screen reader says the name of the stop, not its number, and only when it is another.
        if self.accessibleDescription() == self._names[self.value()]:
            return
        self.setAccessibleDescription(self._names[self.value()])
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, self._names[self.value()]))

    def _metrics(self, role: str) -> QFontMetricsF:
        return QFontMetricsF(role_font(role))

    def sizeHint(self) -> QSize:
        metrics = self._metrics("tiny_medium")
        widest = max(self._label_widths())
        width = (widest + 2 * GAP_MIN) * (len(self._names) - 1)
        return QSize(round(width), max(target_px(), round(THUMB + 8 + metrics.height())))

    def minimumSizeHint(self) -> QSize:
        return QSize(
            round(sum(self._label_widths()) + self._gap() * len(self._names)), self.sizeHint().height()
        )

    def _top(self) -> float:
        """Where the track begins: in the middle, where there is more room than it needs."""
        return max(0.0, (self.height() - THUMB - 8 - self._metrics("tiny_medium").height()) / 2)

    def _gap(self) -> float:
        return GAP_MIN * max(1.0, text_scale())

    def _label_widths(self) -> list[float]:
        metrics = self._metrics("tiny_medium")
        return [max(metrics.horizontalAdvance(n), float(THUMB)) + 2 for n in self._names]

    def _stop_x(self, stop: int) -> float:
        widths = self._label_widths()
        last = len(widths) - 1
        left, right = widths[0] / 2 + 1, self.width() - widths[-1] / 2 - 1
        step = (right - left) / last
        if all(step >= (a + b) / 2 + self._gap() for a, b in pairwise(widths)):
            return left + step * stop
        # Too narrow for even stops: even gaps between the names instead.
        gap = (self.width() - 2 - sum(widths)) / last
        return 1 + sum(widths[:stop]) + gap * stop + widths[stop] / 2

    def _stop_at(self, x: float) -> int:
        return min(range(len(self._names)), key=lambda stop: abs(self._stop_x(stop) - x))

    def _x_of(self, depth: float) -> float:
        low = min(int(depth), len(self._names) - 2)
        left, right = self._stop_x(low), self._stop_x(low + 1)
        return left + (right - left) * (depth - low)

    def _depth_at(self, x: float) -> float:
        places = [self._stop_x(stop) for stop in range(len(self._names))]
        for low, (left, right) in enumerate(pairwise(places)):
            if x < right:
                return low + max(0.0, x - left) / (right - left)
        return float(len(places) - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self._pressed_x, self._dragging = at.x(), False
            self._held = (
                abs(at.x() - self._x_of(self._depth)) <= THUMB / 2 and at.y() <= self._top() + THUMB + 4
            )
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_x is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        begins = not self._dragging and abs(x - self._pressed_x) >= DRAG_PX
        if begins or self._dragging:
            self._dragging = True
            self._ask(self._depth_at(x), begins)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._pressed_x is None:
            return
        self._pressed_x = None
        if self._dragging:
            self._dragging = False
            if abs(self._depth - self.value()) <= SNAP:
                self._ask(float(self.value()), False)
        elif not self._held and self.rect().contains(event.position().toPoint()):
            stop = self._stop_at(event.position().x())
            if stop == self.value() and self._depth != stop:
                self._ask(float(stop), True)
            self.setValue(stop)

    def _ask(self, depth: float, begins: bool) -> None:
        nearest = int(depth + 0.5)
        self.set_stop(self._keys[nearest], depth - nearest)
        self.depth_requested.emit(depth, begins)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self._top() + THUMB / 2 + 1
        last = len(self._names) - 1
        painter.setPen(QPen(QColor(t.edge), 2))
        painter.drawLine(QPointF(self._stop_x(0), y), QPointF(self._stop_x(last), y))
        for stop in range(last + 1):
            x = self._stop_x(stop)
            on = stop == self.value()
            painter.setPen(QPen(QColor(t.edge), 1.5))
            painter.setBrush(QColor(t.panel))
            painter.drawEllipse(QPointF(x, y), 3.5, 3.5)
            painter.setFont(role_font("tiny_medium"))
            if on:
                font = role_font("tiny_medium")
                font.setWeight(font.Weight.DemiBold)
                painter.setFont(font)
            painter.setPen(QColor(t.accent if on else t.text2))
            wide = 120.0
            box = QRectF(x - wide / 2, y + THUMB / 2 + 3, wide, self.height())
            flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            painter.drawText(box, flags, self._names[stop])
        painter.setPen(QPen(QColor(t.panel), 2))
        painter.setBrush(QColor(t.accent))
        painter.drawEllipse(QPointF(self._x_of(self._depth), y), THUMB / 2, THUMB / 2)
