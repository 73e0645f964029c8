"""Buttons: icon, link, chip, reference, segment."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from viewer.ui.assets import TOOL_PX, paint_icon, set_icon
from viewer.ui.parts.text import Text
from viewer.ui.theme import role_font, set_role, target_px, text_scale, tokens, touch
from viewer.ui.tokens import TARGET, TOUCH_TARGET


def name_with_shortcut(name: str, shortcut: str) -> str:
    """The tooltip of a button without words."""
    return f"{name} ({shortcut})" if shortcut else name


class IconButton(QToolButton):
    """A button that shows an icon alone; its name is spoken and is its tooltip."""

    def __init__(
        self, icon: str, name: str, shortcut: str = "", px: int = TOOL_PX, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("plain", True)
        set_icon(self, icon, px)
        self.setAccessibleName(name)
        self.setToolTip(name_with_shortcut(name, shortcut))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        side = target_px(max(32, self.iconSize().width() + 12))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Painted(QAbstractButton):
    """A button that paints itself: hover, accessible name from its words, Return presses it too."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)


class Link(Painted):
    """Words that open something; wraps like a paragraph."""

    def __init__(self, text: str, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._words = Text(text, role, "accent", self)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, text: str) -> None:
        """Say something else."""
        self.setText(text)
        self.setAccessibleName(text)
        self._words.setText(text)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._words.heightForWidth(width), TOUCH_TARGET if touch() else 0)

    def sizeHint(self) -> QSize:
        hint = self._words.sizeHint()
        return QSize(hint.width(), max(hint.height(), TOUCH_TARGET if touch() else 0))

    def minimumSizeHint(self) -> QSize:
        return self._words.minimumSizeHint()

    def resizeEvent(self, event: QEvent) -> None:
        high = self._words.heightForWidth(self.width())
        self._words.setGeometry(0, max(0, (self.height() - high) // 2), self.width(), max(high, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.underMouse():
            return
        layout, _, _ = self._words.set_lines(self.width())
        painter = QPainter(self)
        painter.setPen(QPen(QColor(tokens().accent), 1))
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            y = self._words.y() + line.y() + line.ascent() + 2.5
            painter.drawLine(QPointF(0, y), QPointF(line.naturalTextWidth(), y))


class Chip(Painted):
    """A fact (quiet, not focusable) or something to press (a border and a chevron)."""

    SIGN = "chevron-right"

    def __init__(
        self, text: str, icon: str = "", pressable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.pressable = pressable
        set_role(self, "small")
        if not pressable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(self.text()) + 20
        width += 18 if self._icon else 0
        width += 16 if self.pressable else 0
        return QSize(
            round(width), max(target_px() if self.pressable else TARGET, round(metrics.height() + 8))
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = t.border_px / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        hover = self.pressable and self.underMouse()
        painter.setPen(QPen(QColor(t.edge if self.pressable else t.line), t.border_px))
        painter.setBrush(QColor(t.window if hover else t.panel if self.pressable else t.sunk))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        x, middle = 10.0, self.height() / 2
        if self._icon:
            paint_icon(painter, self, self._icon, x - 1, middle - 7, 14, t.text2)
            x += 18
        painter.setPen(QColor(t.text if self.pressable else t.text2))
        painter.setFont(self.font())
        room = self.width() - x - (24 if self.pressable else 9)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(room + 1))
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(QRectF(x, 0, room + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), shown)
        if self.pressable:
            paint_icon(painter, self, self.SIGN, self.width() - 21, middle - 6, 12, t.text2)


class ToggleChip(QToolButton):
    """A chip that is on or off; on is told by a tick and the weight of its words, too."""

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = icon
        set_role(self, "medium")

    def sizeHint(self) -> QSize:
        # Room for the words when on, so that switching moves nothing.
        metrics = QFontMetricsF(role_font("strong"))
        wide = metrics.horizontalAdvance(self.text()) + 24 + (20 if self._icon else 0)
        return QSize(round(wide), max(target_px(28), round(metrics.height() + 12)))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset, on = t.border_px / 2, self.isChecked()
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(QColor(t.accent if on else t.edge), t.border_px))
        painter.setBrush(QColor(t.accent_soft if on else t.window if self.underMouse() else t.panel))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        ink = t.accent if on else t.text2
        x = 12.0
        if self._icon:
            paint_icon(painter, self, self._icon, x - 2, self.height() / 2 - 8, 16, ink)
            x += 20
        painter.setFont(role_font("strong" if on else "medium"))
        painter.setPen(QColor(ink))
        room = QRectF(x, 0, self.width() - x, self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())


class Reference(Painted):
    """In few words what stands behind a statement ("Simons 1999") or what it is about; opens it."""

    def __init__(self, text: str, opens: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._opens = opens
        self.setAccessibleName(text if opens else f"Source: {text}")
        set_role(self, "small_medium" if opens else "tiny_medium")

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        wide = metrics.horizontalAdvance(self.text()) + (24 if self._opens else 14)
        return QSize(round(wide), round(metrics.height() + 5))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        hover = self.underMouse()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.edge if hover or self._opens or t.high_contrast else t.line), 1))
        painter.setBrush(QColor(t.accent_soft if hover else t.panel if self._opens else t.sunk))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(t.accent if hover or self._opens else t.text2))
        painter.setFont(self.font())
        words = QRectF(7, 0, self.width() - (19 if self._opens else 14) + 2, self.height())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, round(words.width()))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), shown)
        if self._opens:
            paint_icon(painter, self, "chevron-right", self.width() - 16, self.height() / 2 - 6, 12, t.accent)


class _Segment(QAbstractButton):
    """One choice of a segmented control."""

    def __init__(self, text: str, parent: QWidget, narrow: bool = False) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # to a screen reader, one of several
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        set_role(self, "medium")

    def sizeHint(self) -> QSize:
        # Room for the words when chosen, so that choosing moves nothing.
        metrics = QFontMetricsF(role_font("strong"))
        pad = 12 if self._narrow else 20 if text_scale() < 1.5 else 16
        return QSize(
            round(metrics.horizontalAdvance(self.text()) + pad),
            max(target_px(26), round(metrics.height() + 10)),
        )

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on:
            inset = t.border_px / 2
            ground = t.sunk if t.dark and not t.high_contrast else t.panel
            painter.setPen(QPen(QColor(t.line), t.border_px))
            painter.setBrush(QColor(t.line if t.dark and not t.high_contrast else ground))
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(box, 6, 6)
        painter.setFont(role_font("strong" if on else "medium"))
        painter.setPen(QColor(t.text if on or self.underMouse() else t.text2))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


class Segmented(QWidget):
    """One choice of a few, all in sight. One tab stop; the arrows move.

    Signals:
        chosen: the key of the choice the user made.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ring_outside", True)  # a ring within would be cut off
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, words in choices:
            button = _Segment(words, self, narrow=len(choices) > 3)
            button.setAccessibleDescription(name)
            button.clicked.connect(lambda _=False, k=key: self.chosen.emit(k))
            self._buttons[key] = button
            self._group.addButton(button)
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._order_focus()

    def set_chosen(self, key: str) -> None:
        """Show a choice without telling anyone."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
        else:
            self._group.setExclusive(False)
            for button in self._buttons.values():
                button.setChecked(False)
            self._group.setExclusive(True)
        self._order_focus()

    def key(self) -> str:
        """The key of the choice that is on, or an empty string."""
        return next((k for k, b in self._buttons.items() if b.isChecked()), "")

    def button(self, key: str) -> QAbstractButton:
        """The button of a choice."""
        return self._buttons[key]

    def _order_focus(self) -> None:
        on = self.key() or next(iter(self._buttons), "")
        for key, button in self._buttons.items():
            strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(strong if key == on else click)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        at = keys.index(self.key()) if self.key() else 0
        target = self._buttons[keys[(at + step) % len(keys)]]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        target.click()
        self._order_focus()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(t.edge), t.border_px) if t.high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
