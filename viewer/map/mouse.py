"""The pointer on a map: move to preview, click to select, drag to pan, wheel to zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap

WHEEL_STEP = 1.2
HOLD_MS = 550


class Mouse:
    """The mouse of one map. What is pressed acts on release, so that leaving cancels it."""

    def __init__(self, body_map: BodyMap) -> None:
        self._map = body_map
        self._pressed: QPoint | None = None
        self._panning = False
        self._held = QTimer(body_map, singleShot=True, interval=HOLD_MS)
        self._held.timeout.connect(self._hold)

    def press(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._panning = event.position().toPoint(), False
            self._map.setFocus(Qt.FocusReason.MouseFocusReason)
            tool, plain = self._map.tool, event.modifiers() == Qt.KeyboardModifier.NoModifier
            if tool is not None and plain and tool.press(self._map, event.position()):
                self._pressed = None
                event.accept()
                return
            if event.pointerType() == QPointingDevice.PointerType.Finger:
                self._held.start()
            event.accept()

    def move(self, event: QMouseEvent) -> None:
        at = event.position()
        tool = self._map.tool
        if tool is not None:
            tool.point_at(self._map, at)
            if tool.stroking:
                tool.drag(self._map, at)
                return
        if self._pressed is None:
            self._map.hover(at)
            return
        moved = at.toPoint() - self._pressed
        if self._panning or moved.manhattanLength() >= QApplication.startDragDistance():
            self._panning = True
            self._held.stop()
            self._pressed = at.toPoint()
            self._map.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._map.pan(moved.x(), moved.y())

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._map.tool is not None and self._map.tool.stroking:
            self._map.tool.release()
            return
        if self._pressed is None:
            return
        panned = self._panning
        self.cancel()
        if not panned and self._map.viewport().rect().contains(event.position().toPoint()):
            self._map.click(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """The first click has selected; the second zooms there, not on to the thing beneath."""
        tool = self._map.tool
        if event.button() != Qt.MouseButton.LeftButton or (tool is not None and tool.double_click()):
            return
        if self._map.clicked is not None:
            self._map.zoom_requested.emit(self._map.clicked)

    def wheel(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120.0
        tool = self._map.tool
        if tool is not None and tool.on and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            # Qt turns the wheel sideways while Alt is held.
            tool.widen((event.angleDelta().x() or event.angleDelta().y()) / 120.0)
            self._map.viewport().update()
        elif steps:
            self._map.zoom_by(WHEEL_STEP**steps, event.position())
        event.accept()

    def cancel(self) -> None:
        """Forget a press, as when a second finger makes a pinch of it."""
        self._pressed, self._panning = None, False
        self._held.stop()
        if self._map.tool is not None:
            self._map.tool.cancel()
        self._map.viewport().unsetCursor()

    def _hold(self) -> None:
        """A finger that stays asks for the menu, and selects nothing when it goes."""
        at = self._pressed
        self.cancel()
        if at is not None:
            self._map.menu_requested.emit(QPointF(at))
