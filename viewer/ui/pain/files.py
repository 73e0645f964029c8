"""A painting in a file of its own: saved when asked for, and never else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from viewer.body.paint import PaintError, from_json, to_json
from viewer.catalog.disk import replace_file

if TYPE_CHECKING:
    from viewer.ui.window import Window

KIND = "Paintings (*.json)"
MOST_BYTES = 10_000_000


class PaintFiles(QObject):
    """Asks where, and says in words what went wrong."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.verbs.paint_save_requested.connect(self._ask_to_save)
        window.verbs.paint_open_requested.connect(self._ask_to_open)

    def save(self, path: Path) -> bool:
        """Write the painting, whole or not at all."""
        data = json.dumps(to_json(self._window.store.state.painting)).encode("utf-8")
        try:
            replace_file(path, data)
        except OSError as error:
            self._window.caution.say(f"The painting was not saved: {error.strerror or error}", "")
            return False
        self._window.say("Painting saved")
        return True

    def open(self, path: Path) -> bool:
        """Show a painting from a file; what was painted before can be had back by Undo."""
        try:
            if path.stat().st_size > MOST_BYTES:
                raise PaintError("the file is far too large")
            painting = from_json(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            self._window.caution.say(f"{path.name} cannot be read: {error.strerror or error}", "")
            return False
        except (ValueError, RecursionError) as error:
            self._window.caution.say(f"{path.name} is no painting: {error}", "")
            return False
        self._window.store.paint(painting, initiator=self)
        self._window.store.set_mode("pain", initiator=self)
        return True

    def _ask_to_save(self) -> None:
        dialog = QFileDialog(self._window, "Save the painting", "", KIND)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.open()

    def _ask_to_open(self) -> None:
        dialog = QFileDialog(self._window, "Open a painting", "", KIND)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open(Path(path)))
        dialog.open()
