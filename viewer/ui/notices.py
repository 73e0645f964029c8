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


class _Bar(QWidget):
    """An icon, words and a button in the colours of a token; hidden where there are no words.

    Signals:
        told: the words that the bar shows now, for those who do not see it.
    """

    told = Signal(str)
    _ink = _icon = ""

    def __init__(self, button: str, right_px: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._words = Text("", "body", "text", self)
        self.button = QPushButton(button, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(46, 8, right_px, 9)
        self._row.setSpacing(12)
        self._row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.button)
        self.hide()

    def words(self) -> str:
        """What the bar says."""
        return self._words.text()

    def _show_words(self, words: str) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))
        self.told.emit(words)

    def _edge_px(self) -> int:
        return tokens().border_px

    def paintEvent(self, event: QPaintEvent) -> None:
        t, edge = tokens(), self._edge_px()
        ink = getattr(t, self._ink)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(getattr(t, f"{self._ink}_soft")))
        painter.fillRect(0, self.height() - edge, self.width(), edge, QColor(ink))
        paint_icon(painter, self, self._icon, 16, self.height() / 2 - 10, 20, ink)


class CautionBar(_Bar):
    """What is wrong with the catalog, and a button that opens the list.

    Signals:
        details_requested: the button was pressed.
    """

    details_requested = Signal()
    _ink, _icon = "caution", "alert-triangle"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Show list", 12, parent)
        self._then: Callable[[], object] = self.details_requested.emit
        self.button.clicked.connect(lambda: self._then())
        close = IconButton("x", "Close this notice", px=16)
        close.clicked.connect(self.hide)
        self._row.addWidget(close)

    def say(self, words: str, button: str = "Show list", *, then: Callable[[], object] | None = None) -> None:
        """Show the bar with these words; empty words hide it. ``then`` is what its button does."""
        self._then = then or self.details_requested.emit
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._show_words(words)


class LostBar(_Bar):
    """Stays while something the user wrote is not on the disk: what is the matter, and "Try again".

    Signals:
        try_again: the button was pressed.
    """

    try_again = Signal()
    _ink, _icon = "hazard", "alert-octagon"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Try again", 16, parent)
        self.button.clicked.connect(self.try_again)

    def say(self, words: str) -> None:
        """Say what was not saved, and why; nothing takes the bar away."""
        self._show_words(f"Not saved yet: {words} Your text is kept here until it is." if words else "")

    def _edge_px(self) -> int:
        return 2
