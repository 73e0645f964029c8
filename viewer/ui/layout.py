"""How the window divides its room: panels, rail, drawer or one column, by width and text size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from viewer.ui.theme import tokens

Find = Literal["panel", "rail", "palette"]
STEP_PX = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """Where things go in a window of a size.

    Attributes:
        find: a panel, a rail with a drawer, or the palette alone.
        find_px, record_px: widths by default.
        column: the record lies beneath the maps.
        maps: how many maps there is room for.
        legend: the legend is shown in full.
    """

    find: Find
    find_px: int
    record_px: int
    column: bool
    maps: int
    legend: bool


def plan(width: int, height: int, scale: float = 1.0) -> Plan:
    """The plan for a window of a size in device-independent pixels, at a size of text."""
    room = width / max(1.0, scale)
    legend = height >= 700 and room >= 700
    grow = max(1.0, scale)
    if room >= 2200:
        return Plan("panel", round(320 * grow), round(480 * grow), False, 3, legend)
    if room >= 1400:
        return Plan("panel", round(280 * grow), round(408 * grow), False, 2, legend)
    if room >= 1280:
        return Plan("panel", round(240 * grow), round(376 * grow), False, 2, legend)
    if room > 1024:
        return Plan("rail", round(280 * grow), round(376 * grow), False, 2, legend)
    if room >= 900:
        return Plan("rail", round(280 * grow), round(340 * grow), False, 1, legend)
    return Plan("palette", round(280 * grow), 0, True, 1, legend)


class _Handle(QSplitterHandle):
    """One line to see, a few pixels to grab; arrows move it, a double click puts it back."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Divider between panels")

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        focused = self.hasFocus() and self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        QPainter(self).fillRect(self.rect(), QColor(t.accent if focused else t.line))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        splitter = self.splitter()
        if isinstance(splitter, Splitter):
            splitter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: -STEP_PX, Qt.Key.Key_Up: -STEP_PX,
            Qt.Key.Key_Right: STEP_PX, Qt.Key.Key_Down: STEP_PX,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step is None:
            super().keyPressEvent(event)
            return
        across = self.orientation() == Qt.Orientation.Horizontal
        at = self.pos().x() if across else self.pos().y()
        self.moveSplitter(at + step)


class Splitter(QSplitter):
    """A splitter whose panes do not collapse and that knows its default sizes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._default: list[int] = []

    def createHandle(self) -> QSplitterHandle:
        return _Handle(self.orientation(), self)

    def set_default(self, sizes: list[int]) -> None:
        """Remember and take these sizes."""
        self._default = sizes
        self.setSizes(sizes)

    def told(self) -> str:
        """The sizes as text, to be remembered; empty while they are the default."""
        moved = any(abs(a - b) > 2 for a, b in zip(self.sizes(), self._default, strict=False))
        return ",".join(map(str, self.sizes())) if moved else ""

    def take(self, text: str) -> None:
        """Take sizes that were remembered, if they are of as many panes as there are."""
        parts = text.split(",")
        if len(parts) == len(self._default) and all(p.isdigit() for p in parts):
            self.setSizes([int(p) for p in parts])

    def restore(self) -> None:
        """Take the default sizes again."""
        if self._default:
            self.setSizes(self._default)


class Drawer(QWidget):
    """A panel that opens over the maps from the left edge."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAutoFillBackground(True)
        self._content: QWidget | None = None
        self.hide()

    def hold(self, content: QWidget) -> None:
        """Take a panel in."""
        self._content = content
        content.setParent(self)
        content.show()

    def open_beside(self, rail: QWidget, width: int, *, over: bool = False) -> None:
        """Open at the right edge of the rail, as high as it; ``over`` what is no rail, at its left edge."""
        at = rail.mapTo(self.parentWidget(), QPoint(0 if over else rail.width(), 0))
        self.setGeometry(at.x(), at.y(), min(width, self.parentWidget().width() - at.x()), rail.height())
        self._fit()
        self.show()
        self.raise_()

    def _fit(self) -> None:
        if self._content is not None:
            self._content.setGeometry(0, 0, self.width() - 1, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.width() - 1, 0, 1, self.height(), QColor(tokens().edge))
