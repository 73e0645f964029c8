"""What is asked and said of the user's file: backups, its check, a name, deleting everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from viewer.store.backups import Backup
from viewer.store.checks import Report
from viewer.ui.dialogs import Dialog
from viewer.ui.parts.check_box import CheckBox
from viewer.ui.parts.text import Text
from viewer.ui.words import plural


class BackupsDialog(Dialog):
    """The backups with date and counts; one can be put in the place of the file."""

    def __init__(
        self, backups: Sequence[Backup], restore: Callable[[Backup], object], parent: QWidget | None
    ) -> None:
        super().__init__("Backups of what you wrote", parent, 560, 460)
        self.add(Text("What is there now is kept beside the restored file, so nothing is lost by trying."))
        self.list = QListWidget()
        self.list.setAccessibleName("Backups")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for backup in backups:
            counts = backup.counts()
            when = backup.made.astimezone().strftime("%Y-%m-%d %H:%M")
            words = "cannot be read" if counts is None else counts_in_words(counts)
            item = QListWidgetItem(f"{when}    {words}")
            item.setData(Qt.ItemDataRole.UserRole, backup)
            if counts is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.column.addWidget(self.list, 1)
        if not backups:
            self.add(
                Text("There are none yet. One is made at each start after something was written.", "small")
            )
        self.restore_button = self.buttons.addButton("Restore", QDialogButtonBox.ButtonRole.ActionRole)
        self.restore_button.setEnabled(False)
        self.list.currentRowChanged.connect(lambda row: self.restore_button.setEnabled(row >= 0))
        self.restore_button.clicked.connect(
            lambda: restore(self.list.currentItem().data(Qt.ItemDataRole.UserRole))
        )
        self.restore_button.clicked.connect(self.accept)
        self.add_close()


class CheckDialog(Dialog):
    """What a check found; it mends when asked."""

    def __init__(self, report: Report, mend: Callable[[], object], parent: QWidget | None) -> None:
        super().__init__("Check of what you wrote", parent, 560, 420)
        for line in report.lines:
            self.add(Text(line))
        if report.damage:
            self.add(Text("Restore a backup from the menu “Saved”.", "body", "text2"))
        self.column.addStretch(1)
        if report.edits:
            button = self.buttons.addButton("Mend", QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda: mend())
            button.clicked.connect(self.accept)
        self.add_close()


class NameDialog(Dialog):
    """Asks for the name of a collection."""

    def __init__(self, title: str, name: str, then: Callable[[str], object], parent: QWidget | None) -> None:
        super().__init__(title, parent, 420, 220)
        label = QLabel("Name")
        self.field = QLineEdit(name)
        self.field.setMaxLength(200)
        self.field.setAccessibleName("Name of the collection")
        self.field.setProperty("field", True)
        self.field.setMinimumHeight(34)
        label.setBuddy(self.field)
        self.add(label)
        self.add(self.field)
        ok = self.buttons.addButton("Keep", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        ok.setDefault(True)
        ok.setEnabled(bool(name.strip()))
        self.field.textChanged.connect(lambda text: ok.setEnabled(bool(text.strip())))
        self.accepted.connect(lambda: then(self.field.text().strip()))
        self.field.setFocus()


class DeleteDialog(Dialog):
    """Asks before everything goes for good; it is one of the few questions of the app."""

    def __init__(
        self, counts: tuple[int, int, int], then: Callable[[], object], parent: QWidget | None
    ) -> None:
        super().__init__("Delete everything you wrote?", parent, 500, 300)
        self.add(Text(f"{counts_in_words(counts).capitalize()}, and every backup of them, will be gone."))
        self.add(Text("This cannot be undone. Export first what you want to keep.", "body", "caution"))
        self.sure = CheckBox("Yes, delete all of it and the backups")
        self.add(self.sure)
        self.column.addStretch(1)
        button = self.buttons.addButton("Delete everything", QDialogButtonBox.ButtonRole.ActionRole)
        button.setEnabled(False)
        self.delete_button = button
        self.sure.toggled.connect(button.setEnabled)
        button.clicked.connect(lambda: then())
        button.clicked.connect(self.accept)
        self.buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)


def show(dialog: QDialog) -> None:
    """Show a dialog that stays out of the way, and forget it when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()


def counts_in_words(counts: tuple[int, int, int]) -> str:
    """“3 notes, 1 bookmark, 2 collections”."""
    notes, marks, collections = counts
    return f"{plural(notes, 'note')}, {plural(marks, 'bookmark')}, {plural(collections, 'collection')}"
