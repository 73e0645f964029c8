"""A field into which one types a name that is offered as one types."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from viewer.ui.theme import target_px
from viewer.ui.tokens import FIELD

LONGEST = 80


class NameField(QLineEdit):
    """A line that offers the names which hold what is typed.

    Args:
        hint: what stands in the empty field.
        name: what a screen reader says of it.
    """

    def __init__(self, hint: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("field", True)
        self.setMaxLength(LONGEST)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), target_px(FIELD)))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def offer(self, names: Iterable[str]) -> QCompleter:
        """Offer these names from now on."""
        completer = QCompleter(sorted(names), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        return completer

    def taken(self) -> None:
        """What was typed has been used: make room for the next."""
        self.clear()
        self.completer().popup().hide()
