"""Where the keyboard is in the window: the next panel, and back to the maps when its place goes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

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
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def home(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the first map, or to what stands in its place."""
        self._first_map().setFocus(reason)

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
                target.setFocus(Qt.FocusReason.TabFocusReason)
                w.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, True)
                return

    def _first_map(self) -> QWidget:
        w = self._window
        page = w.middle.currentWidget()
        if page is not None and not page.isAncestorOf(w.map_host):
            return _first_stop(page) or page
        content = w.map_host.content
        return next(iter(getattr(content, "maps", ())), content or w.map_host)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and isinstance(watched, QWidget):
            focus = QApplication.focusWidget()
            if focus is not None and (focus is watched or watched.isAncestorOf(focus)):
                self.home()
        return False

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None and self._window.isActiveWindow():
            # Not at once: what is being hidden or made anew may be about to pass it on itself.
            QTimer.singleShot(0, self, self._keep)

    def _keep(self) -> None:
        if QApplication.focusWidget() is None and self._window.isActiveWindow():
            self.home()


def _first_stop(page: QWidget | None) -> QWidget | None:
    """The first thing of a page that Tab comes to."""
    if page is None or not page.isVisible():
        return None
    widget = page.nextInFocusChain()
    while widget is not page:
        stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if stops and page.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
            return widget
        widget = widget.nextInFocusChain()
    return None
