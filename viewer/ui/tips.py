"""Three tips for the first start, over the maps and out of the way; one key skips them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from viewer.ui.parts.text import Text

TIPS: tuple[tuple[str, str], ...] = (
    (
        "Click the body",
        "A click chooses a muscle or a trigger point; a second click goes one layer deeper. "
        "Violet shows where its pain is felt.",
    ),
    (
        "Find anything",
        "Ctrl+K finds muscles, areas, complaints and commands by any of their names; slips are forgiven.",
    ),
    (
        "Start from the pain",
        "Choose Pain above, paint where it hurts, and step through the documented patterns that "
        "cover the area.",
    ),
)
WIDTH, MARGIN = 380, 18


class Tips(QFrame):
    """One tip at a time, at the bottom of the maps.

    Signals:
        finished: the last was read, or the rest was skipped.
    """

    finished = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("card", "popup")
        self.setAutoFillBackground(True)
        self.setAccessibleName("Tips")
        self._at = 0
        self._count = Text("", "tiny", "text3", self)
        self._title = Text("", "heading", "text", self)
        self._text = Text("", "body", "text2", self)
        self.skip = QPushButton("Skip tips", self)
        self.next = QPushButton("Next", self)
        self.next.setDefault(True)
        self.skip.clicked.connect(self.close_tips)
        self.next.clicked.connect(self._go_on)
        buttons = QHBoxLayout()
        buttons.addWidget(self._count, 1)
        buttons.addWidget(self.skip)
        buttons.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        for part in (self._title, self._text):
            column.addWidget(part)
        column.addLayout(buttons)
        over.installEventFilter(self)
        self._show()

    def _show(self) -> None:
        title, text = TIPS[self._at]
        self._title.setText(title)
        self._text.setText(text)
        self._count.setText(f"{self._at + 1} of {len(TIPS)}")
        last = self._at == len(TIPS) - 1
        self.next.setText("Done" if last else "Next")
        self.skip.setVisible(not last)
        self._place()

    @property
    def title(self) -> str:
        """The title of the tip that is shown."""
        return self._title.text()

    def _go_on(self) -> None:
        if self._at + 1 == len(TIPS):
            self.close_tips()
            return
        self._at += 1
        self._show()

    def close_tips(self) -> None:
        """Take the tips away."""
        if self.isVisible():
            self.hide()
            self.finished.emit()
        self.deleteLater()

    def _place(self) -> None:
        over = self.parentWidget()
        wide = min(max(WIDTH, self.minimumSizeHint().width()), over.width() - 2 * MARGIN)
        tall = self.layout().totalHeightForWidth(wide)
        self.setGeometry((over.width() - wide) // 2, over.height() - tall - 3 * MARGIN, wide, tall)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_tips()
        else:
            super().keyPressEvent(event)
