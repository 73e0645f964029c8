"""What the user wrote as files: taken along, brought in, backed up, checked, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from viewer.catalog.disk import replace_file
from viewer.store import backups
from viewer.store.checks import Report, check
from viewer.store.database import now, restore
from viewer.store.exchange import ExchangeError, content_of, from_bytes, merged, to_bytes
from viewer.ui.own.dialogs import BackupsDialog, CheckDialog, DeleteDialog, counts_in_words, show
from viewer.ui.own.keeper import Keeper
from viewer.ui.own.saved_list import is_known

if TYPE_CHECKING:
    from viewer.ui.window import Window

KIND = "What I wrote (*.json)"


class OwnFiles(QObject):
    """Files of one window's own data."""

    def __init__(self, window: Window, keeper: Keeper) -> None:
        super().__init__(window)
        self._window, self.keeper = window, keeper
        self.dialog: QDialog | None = None

    def export(self) -> None:
        """Ask where everything goes as one file."""
        dialog = QFileDialog(self._window, "Export what I wrote", "what-i-wrote.json", KIND)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path)))
        dialog.open()

    def export_to(self, path: Path) -> bool:
        """Write everything into a file; says why where it cannot be done."""
        try:
            replace_file(path, to_bytes(self.keeper.data))
        except OSError as error:
            self._window.caution.say(f"It was not exported: {error.strerror or error}", "")
            return False
        self._window.say(f"Exported {counts_in_words(self.keeper.data.counts)}")
        return True

    def import_(self) -> None:
        """Ask for a file whose notes are to be merged in."""
        dialog = QFileDialog(self._window, "Import", "", KIND)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.import_from(Path(path)))
        dialog.open()

    def import_from(self, path: Path) -> bool:
        """Merge a file in; undone as one step."""
        try:
            edits = merged(self.keeper.data, from_bytes(content_of(path)))
        except OSError as error:
            self._window.caution.say(f"{path.name} cannot be read: {error.strerror or error}", "")
            return False
        except ExchangeError as error:
            self._window.caution.say(f"{path.name} was not imported: {error}", "")
            return False
        if not self.keeper.do("import", edits):
            return False
        self._window.say("Imported" if edits else "Everything in it was here already")
        return True

    def show_backups(self) -> None:
        """List the backups, to restore one."""
        found = backups.found(self.keeper.folder)
        self._open(BackupsDialog(found, lambda b: self._restore(b.path), self._window))

    def _restore(self, path: Path) -> None:
        self.keeper.reopen(lambda: restore(self.keeper.folder, path))
        self._window.say("Restoring the backup")

    def check_data(self) -> None:
        """Check the file and what is in it."""

        def told(found: Any) -> None:
            if isinstance(found, Report):
                mend = lambda: self.keeper.do("mend", found.edits)  # noqa: E731
                self._open(CheckDialog(found, mend, self._window))
            else:
                self._window.lost.say(str(found))

        facts = self._window.facts
        self.keeper.ask(lambda database: check(database, lambda ref: is_known(facts, ref), now()), told)

    def forget(self) -> None:
        """What was deleted is gone for good, from every backup as well."""

        def told(found: Any) -> None:
            if isinstance(found, Exception):
                self._window.lost.say(str(found))
            else:
                self.keeper.undo_stack.clear()
                self._window.say("What was deleted is gone, from the backups as well")

        self.keeper.ask(lambda database: database.forget(), told)

    def delete_everything(self) -> None:
        """Ask, then delete all that was written, backups as well."""

        def go() -> None:
            self.keeper.ask(lambda database: database.delete_everything(), lambda found: self._gone(found))

        self._open(DeleteDialog(self.keeper.data.counts, go, self._window))

    def _gone(self, found: Any) -> None:
        if isinstance(found, Exception):
            self._window.lost.say(str(found))
        else:
            self.keeper.reopen()
            self._window.say("Everything you wrote is deleted")

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        show(dialog)
