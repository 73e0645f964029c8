"""A check box whose frame and tick are seen in every theme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from viewer.ui.theme import target_px, tokens

BOX_PX, GAP = 18, 10


class CheckBox(QCheckBox):
    """On or off; the whole line is its target."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        wide = BOX_PX + GAP + metrics.horizontalAdvance(self.text()) + 4
        return QSize(round(wide), max(target_px(), round(metrics.height() + 6)))

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        t, on = tokens(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - BOX_PX) / 2
        box = QRectF(0.5, top + 0.5, BOX_PX - 1, BOX_PX - 1)
        painter.setPen(QPen(QColor(t.accent if on else t.edge), max(1.25, t.border_px)))
        painter.setBrush(QColor(t.accent if on else t.window if self.underMouse() else t.panel))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            pen = QPen(QColor(t.on_accent), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            corners = [QPointF(4.5, top + 9.5), QPointF(7.8, top + 12.8), QPointF(13.5, top + 5.8)]
            painter.drawPolyline(corners)
        painter.setPen(QColor(t.text if self.isEnabled() else t.text3))
        words = QRectF(BOX_PX + GAP, 0, self.width() - BOX_PX - GAP, self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
