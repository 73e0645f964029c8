"""Links from elsewhere: out of what is dropped, from the clipboard, or pasted into a window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from viewer.ui.parts.text import Text
from viewer.ui.theme import text_scale
from viewer.ui.uri import LONGEST, SCHEME, target_of


def catalog_in(data: QMimeData) -> str:
    """The path of a catalog among what is dropped, or an empty text."""
    paths = (url.toLocalFile() for url in data.urls())
    return next((path for path in paths if path.endswith((".yaml", ".yml"))), "")


def link_in(data: QMimeData | None) -> str:
    """The first link to something here, in a list of addresses or in plain text; else an empty text."""
    if data is None:
        return ""
    texts = [url.toString() for url in data.urls() if url.scheme() == SCHEME]
    if data.hasText():
        texts += data.text()[: 2 * LONGEST].split()
    return next((text for text in texts if text.startswith(f"{SCHEME}://") and target_of(text)), "")


WIDE_PX = 440


class LinkDialog(QDialog):
    """Asks for a link; one on the clipboard stands in the field already.

    Args:
        follow: goes where a link leads, and returns what is wrong with it or an empty text.
    """

    def __init__(self, follow: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follow = follow
        self.setWindowTitle("Open a link")
        self.field = QLineEdit(link_in(QGuiApplication.clipboard().mimeData()), self)
        self.field.setProperty("field", True)
        self.field.setPlaceholderText("trp://muscle/…")
        self.field.setAccessibleName("Link")
        self.field.setMaxLength(LONGEST)
        room = parent.width() - 80 if parent is not None else WIDE_PX
        self.field.setMinimumWidth(min(round(WIDE_PX * text_scale()), max(240, room)))
        self.field.selectAll()
        self._wrong = Text("", "body", "text2", self)
        self._wrong.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = buttons.addButton("Open", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._open)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(Text("A link leads to a record and shows it as it was shown.", "body"))
        column.addWidget(self.field)
        column.addWidget(self._wrong)
        column.addWidget(buttons)
        self.field.textChanged.connect(self._changed)
        self._changed()

    def _changed(self) -> None:
        self.go.setEnabled(bool(self.field.text().strip()))
        self._wrong.hide()

    def _open(self) -> None:
        wrong = self._follow(self.field.text().strip())
        if not wrong:
            self.accept()
            return
        self._wrong.setText(wrong)
        self._wrong.show()
        self.adjustSize()
        self.field.setFocus()
