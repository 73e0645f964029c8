"""The app: says when the shell was painted, when the maps can be used, and its memory with four views."""

from __future__ import annotations

import sys
import time
from argparse import Namespace

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from benchmarks.children.said import say_memory, say_time
from viewer.app import App


class FirstPaint(QObject):
    """Tells the first paint of the window."""

    said = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.said and event.type() == QEvent.Type.Paint:
            self.said = True
            say_time("shell")
        return False


app = QApplication(sys.argv[:1])
made = App(app, Namespace(size=(1280, 800)))
first = FirstPaint()
made.window.centralWidget().installEventFilter(first)
made.window.show()


def ready() -> bool:
    maps = made.maps
    return (
        maps is not None
        and made.pictures is not None
        and not made.pictures.busy
        and made.store.catalog.muscles != {}
    )


deadline = time.monotonic() + 60
while not ready() and time.monotonic() < deadline:
    app.processEvents()
app.processEvents()
say_time("frame")
made.store.set_views(("anterior", "posterior", "left_lateral", "right_lateral"), initiator=made)
settled = time.monotonic() + 1.5
while time.monotonic() < settled:
    app.processEvents()
say_memory()
made.window.close()
