"""The focus ring: two pixels of accent around whatever the keyboard is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QSplitter, QSplitterHandle, QWidget
from shiboken6 import isValid

from viewer.ui.theme import tokens

REACH = 4


class _Ring(QWidget):
    """A ring around one widget: its sibling, so that it scrolls and is clipped with it."""

    def __init__(self, target: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._target = target
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self._follow()
        self.show()
        self.raise_()

    def _follow(self) -> None:
        at = self._target.mapTo(self.parentWidget(), QPoint(0, 0))
        box = QRect(at, self._target.size())
        self.setGeometry(box.adjusted(-REACH, -REACH, REACH, REACH))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is not self._target:
            return False
        if kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        elif kind in (QEvent.Type.Hide, QEvent.Type.Show):
            self.setVisible(kind == QEvent.Type.Show)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = min(11.0, self.height() / 2)
        painter.setPen(QPen(QColor(t.panel), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), radius - 2, radius - 2)
        painter.setPen(QPen(QColor(t.accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)


class FocusRing(QObject):
    """Keeps a ring around the focused control, while the keyboard is in use."""

    def __init__(self, app: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent or app)
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        # The ring dies with a page that is made anew, and takes nothing with it.
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None
        if now is None or not isinstance(now, QAbstractButton | QSlider | QSplitterHandle):
            return
        if not now.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            return
        parent = now.parentWidget()
        if parent is not None and parent.property("ring_outside"):
            parent = parent.parentWidget()
        # A splitter would take a new child for a pane.
        if parent is None or isinstance(parent, QSplitter):
            return
        # The buttons over the marks of a map are drawn by the map, ring and all.
        if now.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
            return
        self._ring = _Ring(now, parent)
