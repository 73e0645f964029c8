"""A callout: what lies there, what to do. A hazard can not be closed or collapsed."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from viewer.ui.assets import CALLOUT_PX, paint_icon
from viewer.ui.parts.text import Text
from viewer.ui.theme import tokens

Level = Literal["hazard", "caution", "note"]
ICONS: dict[str, str] = {"hazard": "alert-octagon", "caution": "alert-triangle", "note": "info-circle"}


class Callout(QWidget):
    """A framed note in one of three levels, with an icon, a title and rows of text."""

    def __init__(self, level: Level, title: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        self._icon = icon or ICONS[level]
        self.setAccessibleName(f"{level.capitalize()}: {title}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(42, 10, 14, 11)
        self._column.setSpacing(2)
        token = "text" if level == "note" else level
        self.add(Text(title, "strong", token, self))

    def add(self, widget: QWidget) -> None:
        """Put a row beneath the title."""
        self._column.addWidget(widget)

    def say(self, text: str) -> None:
        """Put a line of text beneath the title."""
        if text:
            self.add(Text(text, "small", "text", self))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        note = self.level == "note"
        hue = QColor(t.edge if note else getattr(t, self.level))
        border = QColor(t.line) if note else QColor(hue)
        if not note and not t.high_contrast:
            border.setAlphaF(0.45)
        ground = t.sunk if note else getattr(t, f"{self.level}_soft")
        inset = t.border_px / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(border, t.border_px))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 8, 8)
        if t.high_contrast and not note:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(hue)
            painter.drawRect(QRectF(2, 8, 4, self.height() - 16))
        ink = t.text2 if note else getattr(t, self.level)
        paint_icon(painter, self, self._icon, 12, 10, CALLOUT_PX, ink)
