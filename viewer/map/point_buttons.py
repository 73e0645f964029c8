"""What the keyboard can stand on in a map, as real, transparent buttons, for keys and screen readers.

Each trigger point has one. Of the areas of the skin, or the muscles of a layer, the one under the
keyboard has one. They are drawn by the map and let the mouse through to it; they only carry focus,
name and press.
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

MARGIN_PX = 40.0
"""What gets the keyboard is brought so far inside the map."""
_AWAY = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class MarkButton(QAbstractButton):
    """Something on the map. Return presses it as Space does; arrows go to its neighbours."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map.viewport())
        self._map = body_map
        self.pick: Pick | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        # Made late, it would stand at the end of the whole window's tab order.
        QWidget.setTabOrder(body_map, self)
        self.clicked.connect(self._press)

    def say(self, name: str) -> None:
        """Take a name; screen readers hear of it when it is another."""
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
        self._map.points.make_stop(self)
        self._map.focus_pick(self.pick)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._map.focus_pick(None)

    def _press(self) -> None:
        scene, tool = self._map.scene_shown, self._map.tool
        if self.pick is None:
            return
        if scene is not None and scene.selected == self.pick and not (tool is not None and tool.on):
            self._map.open_requested.emit()
        else:
            self._map.request(self.pick)


class PointButton(MarkButton):
    """One trigger point."""

    mark: PointMark | None = None

    def show_mark(self, mark: PointMark, selected: bool) -> None:
        if mark != self.mark:
            self.mark, self.pick = mark, mark.pick
            self.setObjectName(f"point:{mark.id}:{mark.side}")
        self.say(f"{mark.title}, selected" if selected else mark.title)


class AreaButton(MarkButton):
    """The area or the muscle that the keyboard stands on; it goes when the keyboard does."""

    def show_pick(self, pick: Pick, name: str) -> None:
        self.pick = pick
        self.setObjectName(f"{pick.kind}:{pick.id}:{pick.side or ''}")
        self.say(name)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _AWAY:  # from a menu or another window it comes back
            self.hide()
            self._map.points.choose_stop()


class PointButtons(QObject):
    """The buttons of one map, made once and used again; one of them is the map's tab stop."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._map = body_map
        self._spare: list[PointButton] = []
        self._shown: dict[Pick, PointButton] = {}
        self._selected: Pick | None = None
        # Two take turns: a button that only changed its name would not be read out.
        self._areas: list[AreaButton] = []

    @property
    def buttons(self) -> list[PointButton]:
        return list(self._shown.values())

    @property
    def area(self) -> AreaButton | None:
        """The button of the area that the keyboard stands on."""
        return next((button for button in self._areas if not button.isHidden()), None)

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
        self._selected = selected
        self._name_area()
        self.choose_stop()

    def choose_stop(self) -> None:
        """Let Tab come to what has the keyboard, else to the selected point, else to the first."""
        held = next((b for b in [*self._shown.values(), *self._areas] if b.hasFocus()), None)
        stop = held or self._shown.get(self._selected) or next(iter(self._shown.values()), None)
        self.make_stop(stop)

    def make_stop(self, stop: MarkButton | None) -> None:
        """Let Tab come to one button alone; a bare map is a stop itself."""
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        for button in [*self._shown.values(), *self._areas]:
            button.setFocusPolicy(strong if button is stop else click)
        self._map.setFocusPolicy(click if stop is not None else strong)
        if stop is not None and not stop.hasFocus():
            QWidget.setTabOrder(self._map, stop)

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
        self._place_area()

    def focus(self, pick: Pick) -> bool:
        """Give a point or an area the keyboard, and bring it into sight; False if it isn't on the map."""
        button: MarkButton | None = self._shown.get(pick)
        if button is None and pick.kind != "point":
            button = self._area_for(pick)
        if button is None:
            return False
        self._bring_into_sight(pick)
        button.show()
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def enter(self) -> bool:
        """Give the keyboard to the selected point, or to the first; False where there is none."""
        pick = self._selected if self._selected in self._shown else next(iter(self._shown), None)
        return pick is not None and self.focus(pick)

    @property
    def focused(self) -> Pick | None:
        return next((pick for pick, button in self._shown.items() if button.hasFocus()), None)

    # -- areas

    def _area_for(self, pick: Pick) -> AreaButton:
        while len(self._areas) < 2:
            button = AreaButton(self._map)
            button.hide()
            self._areas.append(button)
        free = next(button for button in self._areas if not button.hasFocus())
        free.show_pick(pick, self._map.spoken_name(pick))
        self._put(free)
        return free

    def _name_area(self) -> None:
        """What is shown may be another: what has the keyboard says so, or gives it back."""
        for button in self._areas:
            if button.pick is None or button.isHidden():
                continue
            if not any(pick == button.pick for pick, _, _ in self._map.areas()):
                if button.hasFocus():
                    self._map.setFocus(Qt.FocusReason.OtherFocusReason)
                button.hide()
                continue
            name = self._map.spoken_name(button.pick)
            button.say(f"{name}, selected" if button.pick == self._selected else name)

    def _place_area(self) -> None:
        for button in self._areas:
            if not button.isHidden():
                self._put(button)

    def _put(self, button: AreaButton) -> None:
        size = round(self._map.target_px)
        at = next(((x, y) for pick, x, y in self._map.areas() if pick == button.pick), None)
        if at is not None:
            button.setGeometry(round(at[0] - size / 2), round(at[1] - size / 2), size, size)

    def _bring_into_sight(self, pick: Pick) -> None:
        room = self._map.viewport().rect()
        for each, x, y in self._map.marks():
            if each == pick:
                dx = max(MARGIN_PX - x, 0.0) - max(x - room.width() + MARGIN_PX, 0.0)
                dy = max(MARGIN_PX - y, 0.0) - max(y - room.height() + MARGIN_PX, 0.0)
                if dx or dy:
                    self._map.pan(dx, dy)
                return
