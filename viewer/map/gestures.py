"""Fingers on a map: pinch to zoom, two fingers to pan, one finger to select, on screens and trackpads.

pyqtgraph knows no touch; without this a finger would be a mouse that can't zoom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from viewer.map.mouse import Mouse

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap


class Gestures:
    """Touch, pinch and native gestures of one map."""

    def __init__(self, body_map: BodyMap, mouse: Mouse) -> None:
        self._map, self._mouse = body_map, mouse
        viewport = body_map.viewport()
        viewport.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        viewport.grabGesture(Qt.GestureType.PinchGesture)

    def event(self, event: QEvent) -> bool:
        """Handle an event of the viewport; False to pass it on."""
        if event.type() == QEvent.Type.Gesture:
            return self._gesture(event)
        if event.type() == QEvent.Type.NativeGesture:
            return self._native(event)
        return False

    def wheel(self, event: QWheelEvent) -> bool:
        """Two fingers on a trackpad pan, unless Ctrl is held; a real wheel zooms (not handled here)."""
        touchpad = event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad
        pixels = event.pixelDelta()
        if not touchpad or pixels.isNull() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._map.pan(pixels.x(), pixels.y())
        event.accept()
        return True

    def _gesture(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self._mouse.cancel()
        at = QPointF(self._map.viewport().mapFromGlobal(pinch.centerPoint()))
        flags = pinch.changeFlags()
        if flags & QPinchGesture.ChangeFlag.CenterPointChanged:
            moved = pinch.centerPoint() - pinch.lastCenterPoint()
            self._map.pan(moved.x(), moved.y())
        if flags & QPinchGesture.ChangeFlag.ScaleFactorChanged and pinch.scaleFactor() > 0:
            self._map.zoom_by(pinch.scaleFactor(), at)
        event.accept(pinch)
        return True

    def _native(self, event: QNativeGestureEvent) -> bool:
        kind = event.gestureType()
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self._map.zoom_by(1.0 + event.value(), event.position())
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._map.zoom_requested.emit(None)
        elif kind == Qt.NativeGestureType.PanNativeGesture:
            self._map.pan(event.delta().x(), event.delta().y())
        else:
            return False
        return True
