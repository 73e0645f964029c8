"""Tabs that are anchors of one page: pressing one scrolls to it, scrolling marks it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from viewer.ui.parts.buttons import Chip, Painted
from viewer.ui.parts.flow import FlowLayout
from viewer.ui.theme import role_font, set_role, target_px, tokens

GAP_MIN, GAP_MAX = 7, 18
TABS_MAX = 8
ON_PAGE = "On this page: "


class _Tab(Painted):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # to a screen reader, one of several
        set_role(self, "medium")

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(role_font("strong"))
        return QSize(
            round(metrics.horizontalAdvance(self.text())) + 1,
            max(target_px(37), round(metrics.height() + 20)),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens()
        painter = QPainter(self)
        on = self.isChecked()
        painter.setFont(role_font("strong" if on else "medium"))
        painter.setPen(QColor(t.accent if on else t.text if self.underMouse() else t.text2))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter)
        painter.drawText(self.rect(), flags, self.text())
        if on:
            painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), QColor(t.accent))


class TabStrip(QWidget):
    """The tabs of a page, in one row or, where there is no room, in two.

    Signals:
        chosen: the tab the user pressed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self, gap=GAP_MAX, line_gap=0)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._tabs: dict[str, _Tab] = {}
        # So many parts do not fit in a row or two: then one button opens the list of them.
        self._menu = QMenu(self)
        self._contents = Chip("", pressable=True, parent=self)
        self._contents.setAccessibleName("Parts of the record")
        self._contents.clicked.connect(self._open_menu)
        self._contents.hide()
        self._listed: list[str] = []
        self.setProperty("ring_outside", True)
        self.setAccessibleName("Parts of the record")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """As wide a gap as lets all tabs stand in one row, if that can be."""
        wide = sum(tab.sizeHint().width() for tab in self._tabs.values())
        room = (self.width() - wide) // max(1, len(self._tabs) - 1)
        self._row.set_gap(min(max(room, GAP_MIN), GAP_MAX) if room >= GAP_MIN else GAP_MAX)

    def set_tabs(self, names: Sequence[str]) -> None:
        """Replace the tabs; the first one is on."""
        self._listed = list(names) if len(names) > TABS_MAX else []
        shown = [] if self._listed else list(names)
        if list(self._tabs) != shown:
            for tab in self._tabs.values():
                self._row.removeWidget(tab)
                tab.hide()
                tab.deleteLater()
            self._tabs = {name: self._add_tab(name) for name in shown}
        self._row.removeWidget(self._contents)
        if self._listed:
            self._row.addWidget(self._contents)
        self._contents.setVisible(bool(self._listed))
        self.setContentsMargins(0, *((2, 0, 10) if self._listed else (0, 0, 0)))
        self.mark(names[0] if names else "")
        self._spread()
        self.updateGeometry()

    def _add_tab(self, name: str) -> _Tab:
        tab = _Tab(name, self)
        tab.clicked.connect(lambda: self._pressed(name))
        self._row.addWidget(tab)
        tab.show()
        return tab

    def names(self) -> list[str]:
        """The tabs, in order."""
        return self._listed or list(self._tabs)

    def current(self) -> str:
        """The tab that is marked."""
        if self._listed:
            return self._contents.text().removeprefix(ON_PAGE)
        return next((n for n, tab in self._tabs.items() if tab.isChecked()), "")

    def mark(self, name: str) -> None:
        """Mark a tab without telling anyone."""
        if self._listed:
            self._contents.setText(ON_PAGE + name)
            self._contents.setAccessibleName(ON_PAGE + name)
            self._contents.updateGeometry()
        for n, tab in self._tabs.items():
            tab.setChecked(n == name)
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus if n == name else Qt.FocusPolicy.ClickFocus)

    def _open_menu(self) -> None:
        self._menu.clear()
        for name in self._listed:
            action = self._menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, n=name: self._pressed(n))
        self._menu.popup(self._contents.mapToGlobal(QPoint(0, self._contents.height() + 2)))

    def _pressed(self, name: str) -> None:
        self.mark(name)
        self.chosen.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        names = self.names()
        if step is None or not names:
            super().keyPressEvent(event)
            return
        name = names[(names.index(self.current()) + step) % len(names)] if self.current() else names[0]
        if name in self._tabs:
            self._tabs[name].setFocus(Qt.FocusReason.TabFocusReason)
        self._pressed(name)
