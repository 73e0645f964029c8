"""A picture of the window, once everything is on the screen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

SETTLE_MS, LIMIT_MS = 120, 60_000


class Screenshot(QObject):
    """Waits until nothing is being made any more, saves a picture of the window, and leaves.

    Args:
        busy: whether something that will be seen is still being made.
        problem: what went wrong, or "".
    """

    def __init__(
        self, window: QWidget, path: Path, busy: Callable[[], bool], problem: Callable[[], str]
    ) -> None:
        super().__init__(window)
        self._window, self._path, self._busy, self._problem = window, path, busy, problem
        self._status = self._calm = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._look)

    def run(self) -> int:
        """The exit status: 0 if the picture was saved and shows what was asked for."""
        self._timer.start()
        QTimer.singleShot(LIMIT_MS, self._give_up)
        QApplication.exec()
        return self._status

    def _look(self) -> None:
        self._calm = 0 if not self._problem() and self._busy() else self._calm + 1
        if self._calm >= 3:
            self._save()

    def _save(self) -> None:
        self._timer.stop()
        saved = self._window.grab().save(str(self._path), "PNG")
        if not saved or self._problem():
            print(self._problem() or f"{self._path} cannot be written", file=sys.stderr)
        self._status = 0 if saved and not self._problem() else 1
        self._window.close()
        QApplication.quit()

    def _give_up(self) -> None:
        print("the window did not get ready", file=sys.stderr)
        self._status = 1
        QApplication.quit()
