"""A window over the sample catalog, as the tests of the interface use it."""

from __future__ import annotations

from pathlib import Path

import sample
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from viewer.state.store import Store
from viewer.ui.assets import load_fonts
from viewer.ui.settings import Settings
from viewer.ui.theme import Look
from viewer.ui.window import Window


def make_window(
    qapp: QApplication, qtbot, folder: Path, size: tuple[int, int] = (1440, 900), scale: float = 1.0
):
    """A shown window with the sample catalog; text at a scale."""
    # The windows of earlier tests are only marked for deletion: no event loop has run since.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    load_fonts()
    look = Look(qapp)
    look.choose("light", scale)
    store = Store(sample.CATALOG)
    window = Window(sample.facts(), store, look, Settings(folder))
    store.setParent(window)  # it lives as long as the window that speaks to it
    window.verbs.look_changed()
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    return window


def active_window(qapp: QApplication, qtbot, folder: Path):
    """The same, with the keyboard in it."""
    window = make_window(qapp, qtbot, folder)
    window.activateWindow()
    QApplication.processEvents()
    return window
