"""Text that is set with the line height of its role; always plain, never markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from viewer.ui.theme import colour, set_role, text_scale, tokens
from viewer.ui.tokens import ROLES

WIDTHS_KEPT = 6


class Text(QLabel):
    """A paragraph that wraps. Its words can be copied from the context menu."""

    def __init__(
        self, text: str = "", role: str = "body", token: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._role = role
        self._set: dict[float, tuple[QTextLayout, float, float]] = {}
        self._line = 0.0
        self.token = token
        set_role(self, role)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction("Copy", self)
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self.addAction(copy)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._set = {}
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set, self._line = {}, 0.0
        super().changeEvent(event)

    def line_height(self) -> float:
        """Height of one line in device-independent pixels."""
        if not self._line:
            self._line = max(ROLES[self._role].line * text_scale(), QFontMetricsF(self.font()).height())
        return self._line

    def set_lines(self, width: float) -> tuple[QTextLayout, float, float]:
        """The text set at a width: the layout, its height and the width of its last line."""
        # A layout asks for the height at the same few widths again and again.
        if width not in self._set:
            if len(self._set) > WIDTHS_KEPT:
                self._set.clear()
            self._set[width] = self._lines_at(width)
        return self._set[width]

    def _lines_at(self, width: float) -> tuple[QTextLayout, float, float]:
        layout = QTextLayout(self.text(), self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        step, y, last = self.line_height(), 0.0, 0.0
        extra = (step - QFontMetricsF(self.font()).height()) / 2
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1.0))
            line.setPosition(QPointF(0, y + extra))
            y += step
            last = line.naturalTextWidth()
        layout.endLayout()
        return layout, y, last

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(self.set_lines(width)[1] + 0.49) if self.text() else 0

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(self.font()).horizontalAdvance(self.text()) + 2
        width = min(round(wide + 1), round(360 * text_scale()))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        words = self.text().split()
        longest = max((metrics.horizontalAdvance(w) for w in words), default=0.0)
        return QSize(round(min(longest, 160 * text_scale())) + 1, round(self.line_height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        layout, _, _ = self.set_lines(self.width())
        painter.setPen(colour(self.token))
        layout.draw(painter, QPointF(0, 0))


class Rule(QFrame):
    """A separator, one device pixel or two in high contrast."""

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.vertical = vertical
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().line))


class Elided(QLabel):
    """One line; what does not fit is elided, and then the whole text is the tooltip."""

    def __init__(
        self, text: str = "", role: str = "body", token: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.token = token
        set_role(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._tell_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        self.setToolTip("" if fits else self.text())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(colour(self.token))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
