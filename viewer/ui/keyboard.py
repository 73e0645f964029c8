"""Where the keyboard is in the window: the next panel, and back to the maps when its place goes away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLayout, QSplitter, QToolTip, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from viewer.ui.window import Window


class Keyboard(QObject):
    """The panels of one window as places for the keyboard. It is never left without one.

    Qt passes the keyboard of what is hidden on to whatever comes next, which may be anywhere, or to
    nobody; here it goes back to the maps.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        w = window
        bars = (w.rail, w.notice, w.caution, w.lost, w.toolbar.second)
        for part in (w.left, w.right, w.drawer, w.popup, *bars):
            part.installEventFilter(self)
        self._tips = _TipCloser(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def home(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the map that shows the selection, or to what stands in its place.

        Who works with keys sees where it went: a ring about the point, or a frame about the map.
        """
        by_keys = self._window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self._enter(self._first_map(), Qt.FocusReason.TabFocusReason if by_keys else reason)

    def step(self, forward: bool) -> bool:
        """Go on to the next thing that Tab comes to, in the order in which things stand in the window.

        Qt's own order is that in which they were made, and pages are made anew all the time.
        """
        order = list(in_order(self._window))
        stops = [widget for widget in order if _is_stop(widget)]
        focus = QApplication.focusWidget()
        if not stops or focus is None:
            return False
        if focus in stops:
            at = stops.index(focus) + (1 if forward else -1)
        else:  # the bare map, say, whose points are the stop
            if focus not in order:
                return False
            before = sum(order.index(stop) < order.index(focus) for stop in stops)
            at = before if forward else before - 1
        why = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[at % len(stops)].setFocus(why)
        return True

    def next_panel(self, step: int) -> None:
        """Go on to the next panel that is in sight, or back to the one before."""
        w, focus = self._window, QApplication.focusWidget()
        left, middle, right = (stack.currentWidget() for stack in (w.left, w.middle, w.right))
        panels = [
            (left, w.find_panel.field if left is w.find_panel else _first_stop(left)),
            (middle, self._first_map()),
            (right, w.record_panel.area if right is w.record_panel else _first_stop(right)),
            (w.top, w.top.search),
        ]
        at = next((i for i, (p, _) in enumerate(panels) if focus and p and p.isAncestorOf(focus)), None)
        at = at if at is not None else -1 if step > 0 else 0
        for number in range(1, len(panels) + 1):
            target = panels[(at + number * step) % len(panels)][1]
            if target is not None and target.isVisible():
                self._enter(target, Qt.FocusReason.TabFocusReason)
                w.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, True)
                return

    def _first_map(self) -> QWidget:
        w = self._window
        page = w.middle.currentWidget()
        if page is not None and not page.isAncestorOf(w.map_host):
            return _first_stop(page) or page
        content = w.map_host.content
        maps = list(getattr(content, "maps", ()))
        with_points = (m for m in maps if m.points.buttons)
        return next(with_points, maps[0] if maps else content or w.map_host)

    def _enter(self, target: QWidget, reason: Qt.FocusReason) -> None:
        points = getattr(target, "points", None)
        if points is None or reason != Qt.FocusReason.TabFocusReason or not points.enter():
            target.setFocus(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and isinstance(watched, QWidget):
            focus = QApplication.focusWidget()
            if focus is not None and (focus is watched or watched.isAncestorOf(focus)):
                self.home()
        return False

    def _moved(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and isValid(old):
            old.removeEventFilter(self._tips)
        if now is not None:
            now.installEventFilter(self._tips)
        if now is None and isValid(self._window) and self._window.isActiveWindow():
            # Not at once: what is being hidden or made anew may be about to pass it on itself.
            QTimer.singleShot(0, self, self._keep)

    def _keep(self) -> None:
        if QApplication.focusWidget() is None and self._window.isActiveWindow():
            self.home()


class _TipCloser(QObject):
    """Escape takes a tooltip away, and does nothing else while there is one; Qt does so on macOS alone."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        escape = event.type() in kinds and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if not escape or not QToolTip.isVisible() or not QToolTip.text():
            return False
        if event.type() == QEvent.Type.KeyPress:
            QToolTip.hideText()
        event.accept()
        return True


def in_order(widget: QWidget) -> Iterator[QWidget]:
    """A widget and what is in sight in it, as they stand: by layout, else as they were made."""
    if not widget.isVisible():
        return
    yield widget
    placed: list[QWidget] = []
    if isinstance(widget, QSplitter):
        for number in range(widget.count()):
            pane = widget.widget(number)
            placed += [widget.handle(number)] + ([pane] if pane is not None else [])
    else:
        layout = widget.layout()
        placed = list(_laid_out(layout)) if layout is not None else []
    seen = set(map(id, placed))
    for child in [*placed, *(c for c in widget.children() if id(c) not in seen)]:
        if isinstance(child, QWidget) and not child.isWindow():
            yield from in_order(child)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        inner, widget = item.layout(), item.widget()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _is_stop(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isEnabled() and widget.focusProxy() is None


def _first_stop(page: QWidget | None) -> QWidget | None:
    """The first thing of a page that Tab comes to."""
    return next((widget for widget in in_order(page) if _is_stop(widget)), None) if page else None
