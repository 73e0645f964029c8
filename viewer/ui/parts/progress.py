"""Where the maps stand: their ground until they come, and a line of progress on top."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from viewer.ui.theme import tokens
from viewer.ui.tokens import LOADING_AFTER_MS


class ProgressLine(QWidget):
    """Two pixels of progress; nothing for the first moments, so that what is quick stays calm."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(LOADING_AFTER_MS)
        self._patience.timeout.connect(self.show)
        self.setAccessibleName("Progress")
        self.hide()

    def set_share(self, share: float) -> None:
        """0 to 1; 1 and more is done."""
        self._share = share
        if share >= 1:
            self._patience.stop()
            self.hide()
        elif self.isHidden() and not self._patience.isActive():
            self._patience.start()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.line))
        wide = round(self.width() * max(self._share, 0.03))
        painter.fillRect(QRect(0, 0, wide, self.height()), QColor(t.accent))


class MapHost(QWidget):
    """Holds the maps, and the line of progress over them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.content: QWidget | None = None
        self.progress = ProgressLine(self)

    def set_content(self, content: QWidget) -> None:
        """Put the maps in, in place of others if there were any."""
        if self.content is not None:
            self._column.removeWidget(self.content)
            self.content.deleteLater()
        self.content = content
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it stood for the maps until they were there
        self._column.addWidget(content)
        self.progress.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.progress.setGeometry(0, 0, self.width(), 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().map))
