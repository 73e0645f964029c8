"""Own notes in a window over the sample catalog, as the tests of them use them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from viewer.store.database import Database
from viewer.store.own_data import OwnData
from viewer.ui.own.keeper import Keeper
from viewer.ui.own.own import Own
from viewer.ui.window import Window


@contextmanager
def own_in(window: Window, qtbot, folder: Path) -> Iterator[Own]:
    """Own data of a folder, read, in a window that shows a point."""
    made = Own(window, Keeper(folder, window))
    made.keeper.open()
    qtbot.waitUntil(lambda: made.keeper.is_open)
    window.store.select_point("alpha.1")
    settle(qtbot)
    yield made
    made.keeper.close()


def settle(qtbot) -> None:
    """Let come what is put off until nothing else is to be done."""
    for _ in range(4):
        QApplication.processEvents()
        qtbot.wait(10)


def on_disk(folder: Path) -> OwnData:
    """What is on the disk, read by another connection."""
    with Database.open(folder) as database:
        return database.read()


def kept(own: Own) -> OwnData:
    """What is on the disk as soon as all of it should be."""
    until = time.monotonic() + 5
    while (own.keeper.unsaved or own.keeper.busy) and time.monotonic() < until:
        QApplication.processEvents()
    return on_disk(own.keeper.folder)
