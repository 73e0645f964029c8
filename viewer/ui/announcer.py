"""Has a screen reader read out what happened: results, what was saved, what is shown now."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

_Announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)  # not in every PySide that we allow


class Announcer(QObject):
    """Speaks for one window.

    Signals:
        announced: words that were given to the screen reader, whether one runs or not.
    """

    announced = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def say(self, words: str) -> None:
        """Read words out once, without moving the keyboard."""
        if not words:
            return
        self.announced.emit(words)
        if QAccessible.isActive() and _Announcement is not None:
            QAccessible.updateAccessibility(_Announcement(self._window, words))
