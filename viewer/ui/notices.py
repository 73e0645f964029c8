"""Bars beneath the top bar that say what is the matter, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from viewer.ui.assets import paint_icon
from viewer.ui.parts.buttons import IconButton
from viewer.ui.parts.text import Text
from viewer.ui.theme import tokens


class CautionBar(QWidget):
    """A bar beneath the top bar that says what is wrong with the catalog and opens the list.

    Signals:
        details_requested: the button was pressed.
        told: the words that the bar shows now, for those who do not see it.
    """

    details_requested = Signal()
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text("", "body", "text", self)
        self.button = QPushButton("Show list", self)
        self._then: Callable[[], object] = self.details_requested.emit
        self.button.clicked.connect(lambda: self._then())
        close = IconButton("x", "Close this notice", px=16)
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 8, 12, 9)
        row.setSpacing(12)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button)
        row.addWidget(close)
        self.hide()

    def say(self, words: str, button: str = "Show list", *, then: Callable[[], object] | None = None) -> None:
        """Show the bar with these words; empty words hide it. ``then`` is what its button does."""
        self._then = then or self.details_requested.emit
        self._words.setText(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(words))
        self.told.emit(words)

    def words(self) -> str:
        """What the bar says."""
        return self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.caution_soft))
        painter.fillRect(0, self.height() - t.border_px, self.width(), t.border_px, QColor(t.caution))
        paint_icon(painter, self, "alert-triangle", 16, self.height() / 2 - 10, 20, t.caution)


class LostBar(QWidget):
    """Stays while something the user wrote is not on the disk: what is the matter, and "Try again".

    Signals:
        try_again: the button was pressed.
        told: the words that the bar shows now, for those who do not see it.
    """

    try_again = Signal()
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text("", "body", "text", self)
        self.button = QPushButton("Try again", self)
        self.button.clicked.connect(self.try_again)
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 8, 16, 9)
        row.setSpacing(12)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button)
        self.hide()

    def say(self, words: str) -> None:
        """Say what was not saved, and why; nothing takes the bar away."""
        self._words.setText(f"Not saved yet: {words} Your text is kept here until it is." if words else "")
        self.setVisible(bool(words))
        self.told.emit(self._words.text())

    def words(self) -> str:
        """What the bar says."""
        return self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.hazard_soft))
        painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(t.hazard))
        paint_icon(painter, self, "alert-octagon", 16, self.height() / 2 - 10, 20, t.hazard)
