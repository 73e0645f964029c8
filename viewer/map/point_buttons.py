"""The trigger points of a map as real, transparent buttons, for the keyboard and screen readers.

They are drawn by the map and let the mouse through to it; they only carry focus, name and press.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from viewer.map.points import PlacedPoint
from viewer.map.scene import Pick, PointMark

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap


class PointButton(QAbstractButton):
    """One trigger point. Return presses it as Space does; arrows go to its neighbours."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map.viewport())
        self._map = body_map
        self.mark: PointMark | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.clicked.connect(self._press)

    def show_mark(self, mark: PointMark, selected: bool) -> None:
        if mark != self.mark:
            self.mark = mark
            self.setObjectName(f"point:{mark.id}:{mark.side}")
        name = f"{mark.title}, selected" if selected else mark.title
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the map draws the mark beneath."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            self._map.keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._map.focus_pick(self.mark.pick if self.mark else None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._map.focus_pick(None)

    def _press(self) -> None:
        if self.mark is not None:
            already = self._map.scene_shown and self._map.scene_shown.selected == self.mark.pick
            if already:
                self._map.open_requested.emit()
            else:
                self._map.request(self.mark.pick)


class PointButtons(QObject):
    """The buttons of one map, made once and used again; one of them is the map's tab stop."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._map = body_map
        self._spare: list[PointButton] = []
        self._shown: dict[Pick, PointButton] = {}

    @property
    def buttons(self) -> list[PointButton]:
        return list(self._shown.values())

    def set_marks(self, marks: tuple[PointMark, ...], selected: Pick | None) -> None:
        """One button for each mark; a button whose mark stays keeps the focus."""
        wanted = {mark.pick: mark for mark in marks}
        for pick in [p for p in self._shown if p not in wanted]:
            button = self._shown.pop(pick)
            if button.hasFocus():
                self._map.setFocus(Qt.FocusReason.OtherFocusReason)
            button.hide()
            self._spare.append(button)
        for pick, mark in wanted.items():
            if pick not in self._shown:
                self._shown[pick] = self._spare.pop() if self._spare else PointButton(self._map)
            self._shown[pick].show_mark(mark, pick == selected)
        self._shown = {pick: self._shown[pick] for pick in wanted}
        stop = selected if selected in self._shown else next(iter(self._shown), None)
        for pick, button in self._shown.items():
            policy = Qt.FocusPolicy.StrongFocus if pick == stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        if stop is not None:
            QWidget.setTabOrder(self._map, self._shown[stop])
        # With points, they are the tab stop; a bare map is one itself.
        self._map.setFocusPolicy(Qt.FocusPolicy.ClickFocus if self._shown else Qt.FocusPolicy.StrongFocus)

    def place(self, placed: list[PlacedPoint]) -> None:
        """Lay the buttons over the marks as they stand now."""
        size = round(self._map.target_px)
        room = self._map.viewport().rect().adjusted(-size, -size, size, size)
        for point in placed:
            for member in point.members:
                button = self._shown.get(member.pick)
                if button is None:
                    continue
                x, y = round(point.x - size / 2), round(point.y - size / 2)
                button.setGeometry(x, y, size, size)
                button.setVisible(room.contains(round(point.x), round(point.y)) or button.hasFocus())

    def focus(self, pick: Pick) -> bool:
        """Give a point the keyboard; False if it isn't on the map."""
        button = self._shown.get(pick)
        if button is None:
            return False
        button.show()
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def focused(self) -> Pick | None:
        return next((pick for pick, button in self._shown.items() if button.hasFocus()), None)
