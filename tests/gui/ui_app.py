"""The whole app over the shipped catalog and atlas, for the tests that use it as a person does."""

from __future__ import annotations

import gc
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from viewer.body.body import assets_folder

if TYPE_CHECKING:
    from viewer.app import App

READY_MS = 60_000
needs_atlas = pytest.mark.skipif(
    not (assets_folder() / "atlas" / "atlas.json").is_file(), reason="the atlas is not built"
)


def opened(qapp: QApplication, folder: Path, **options: str) -> App:
    """The app with its window shown, started with options; its settings are kept in a folder."""
    from viewer.app import App
    from viewer.ui.folders import Folders
    from viewer.ui.settings import Settings

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    asked = Namespace(size=(1440, 900), theme="light", **options)
    made = App(qapp, asked, Settings(folder), Folders(folder, folder / "own"))
    made.window.show()
    return made


def close(made: App) -> None:
    """Close the app and let all of it go: the next one begins with an empty machine."""
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()  # an app freezes what lives at its start
    gc.collect()


def settled(app: App, qtbot) -> None:
    """Wait until everything that will be seen is there."""
    qtbot.waitUntil(lambda: app.maps is not None, timeout=READY_MS)
    qtbot.waitUntil(
        lambda: not app.patterns.busy and not app.pictures.busy and not app.maps.gliding, timeout=READY_MS
    )
    QApplication.processEvents()
