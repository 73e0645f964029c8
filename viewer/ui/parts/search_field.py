"""The search field: an icon, the words, a key cap; keys go on to the list beneath it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from viewer.ui.assets import FIELD_PX, paint_icon
from viewer.ui.theme import role_font, set_role, target_px, text_scale, tokens
from viewer.ui.tokens import FIELD

_ENTERING = (
    Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
)  # fmt: skip


class SearchField(QLineEdit):
    """A field for words to search for.

    Signals:
        moved: the arrow keys ask for the next (+1) or previous (-1) result.
        accepted: Return was pressed.
        left: Escape was pressed in an empty field, or focus went elsewhere.
        entered: the keyboard came to the field, and not with the whole window.
    """

    moved = Signal(int)
    accepted = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, placeholder: str, name: str, key_cap: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key_cap = key_cap
        self.setProperty("field", True)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setMaxLength(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(26, 0, 4, 0)
        set_role(self, "body")
        self.textChanged.connect(self._room_for_cap)
        self._room_for_cap()

    def sizeHint(self) -> QSize:
        height = max(target_px(FIELD), round(self.fontMetrics().height() + 14))
        return QSize(round(220 * min(1.5, text_scale())), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def _cap_width(self) -> float:
        return QFontMetricsF(role_font("tiny")).horizontalAdvance(self._key_cap) + 12

    def _room_for_cap(self) -> None:
        cap = round(self._cap_width()) + 4 if self._key_cap and not self.text() else 4
        self.setTextMargins(26, 0, cap, 0)
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self.textEdited.emit("")  # Qt is silent here, and the list would stay
            else:
                self.left.emit()
                event.ignore()  # whatever holds the field may close now
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _ENTERING:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - FIELD_PX) / 2
        paint_icon(painter, self, "search", 11, top, FIELD_PX, t.text2)
        if self._key_cap and not self.text():
            font = role_font("tiny")
            width, height = self._cap_width(), QFontMetricsF(font).height() + 4
            box = QRectF(self.width() - width - 10, (self.height() - height) / 2, width, height)
            painter.setPen(QPen(QColor(t.line), 1))
            painter.setBrush(QColor(t.sunk))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(t.text2))
            painter.setFont(font)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._key_cap)
