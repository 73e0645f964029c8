"""The note on a record: read, written, taken away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from viewer.store.own_data import TEXT_MOST
from viewer.ui.own.safe_text import NoteView
from viewer.ui.parts.text import Text

LINES = 7
HINT = "*emphasis*, **strong**, - list, [words](trp://muscle/soleus). Ctrl+Return saves, Esc leaves off."
TOO_LONG = f"A note holds {TEXT_MOST:,} characters. Shorten it to save it."
DRAFT_AFTER_MS = 1500


class _Field(QPlainTextEdit):
    """Where a note is typed.

    Signals:
        accepted, left: Ctrl+Return and Escape.
    """

    accepted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class NotePart(QWidget):
    """One note, or the way to write one.

    Args:
        about: what it is about, in words.

    Signals:
        typed: the text as it is being typed, after a moment; "" is possible.
        saved: the text that is to be kept; "" takes the note away.
        left: typing was given up; (what was typed).
    """

    typed = Signal(str)
    saved = Signal(str)
    left = Signal(str)

    def __init__(self, about: str, text: str, draft: str | None, can_write: bool) -> None:
        super().__init__()
        self.about = about
        self._text, self._can_write = text, can_write
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.field: _Field | None = None
        self.view: NoteView | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DRAFT_AFTER_MS)
        self._later.timeout.connect(self._tell)
        if draft is not None and draft != text:
            self._offer(draft)
        else:
            self._read()

    @property
    def typing(self) -> bool:
        """Whether a note is being written."""
        return self.field is not None

    def _clear(self) -> None:
        self.field = self.view = None
        while (item := self._column.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()

    def _read(self) -> None:
        self._clear()
        if self._text:
            self._column.addWidget(Text(self.about, "small_medium", "text3"))
            self.view = NoteView()
            self.view.show_note(self._text)
            self._column.addWidget(self.view)
        words = "Edit note" if self._text else f"Write a note: {self.about}"
        self.edit_button = QPushButton(words)
        self.edit_button.setAccessibleName(f"{words}: {self.about}" if self._text else words)
        self.edit_button.setEnabled(self._can_write)
        self.edit_button.clicked.connect(lambda: self.write(self._text))
        row = [self.edit_button]
        if self._text:
            self.delete_button = QPushButton("Delete note")
            self.delete_button.setAccessibleName(f"Delete note: {self.about}")
            self.delete_button.setEnabled(self._can_write)
            self.delete_button.clicked.connect(lambda: self.saved.emit(""))
            row.append(self.delete_button)
        self._column.addWidget(_row(row))

    def _offer(self, draft: str) -> None:
        """What was typed when the app ended: to go on with, or to leave."""
        self._clear()
        self._column.addWidget(Text(f"{self.about}: not saved yet.", "small", "caution"))
        self.view = NoteView()
        self.view.show_note(draft)
        self._column.addWidget(self.view)
        self.restore_button, self.discard_button = QPushButton("Go on writing"), QPushButton("Discard")
        self.restore_button.clicked.connect(lambda: self.write(draft))
        self.discard_button.clicked.connect(lambda: self._leave(draft))
        self._column.addWidget(_row([self.restore_button, self.discard_button]))

    def write(self, text: str) -> None:
        """Show the field with a text to go on with."""
        self._clear()
        label = Text(self.about, "small_medium", "text3")
        self._column.addWidget(label)
        self.field = _Field(text)
        self.field.setAccessibleName(f"Own note: {self.about}")
        label.setBuddy(self.field)
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(round(self.field.fontMetrics().lineSpacing() * LINES + 20))
        self.field.textChanged.connect(self._changed)
        self.field.accepted.connect(self._save)
        self.field.left.connect(self._leave)
        self._column.addWidget(self.field)
        self.too_long = Text(TOO_LONG, "small", "caution")
        self.too_long.hide()
        self._column.addWidget(self.too_long)
        self._column.addWidget(Text(HINT, "tiny", "text3"))
        self.save_button, self.cancel_button = QPushButton("Save note"), QPushButton("Cancel")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._save)
        self.cancel_button.clicked.connect(lambda: self._leave())
        self._column.addWidget(_row([self.save_button, self.cancel_button]))
        self.field.setFocus()
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    def _changed(self) -> None:
        assert self.field is not None
        over = self.field.document().characterCount() - 1 - TEXT_MOST
        self.too_long.setVisible(over > 0)
        self.save_button.setEnabled(over <= 0)
        self._later.start()

    def _tell(self) -> None:
        if self.field is not None:
            self.typed.emit(self.field.toPlainText())

    def _save(self) -> None:
        if self.field is not None and not self.save_button.isEnabled():
            return
        self._later.stop()
        if self.field is not None:
            self._text = self.field.toPlainText().strip()
            self._read()
            self.saved.emit(self._text)

    def _leave(self, draft: str = "") -> None:
        self._later.stop()
        typed = self.field.toPlainText() if self.field is not None else draft
        self._read()
        self.left.emit("" if typed.strip() == self._text else typed)

    def tell_now(self) -> None:
        """Tell what is being typed without waiting for the moment to pass."""
        if self._later.isActive():
            self._later.stop()
            self._tell()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.tell_now()
        return super().event(event)


def _row(buttons: list[QPushButton]) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 2, 0, 4)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return holder
