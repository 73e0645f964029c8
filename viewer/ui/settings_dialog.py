"""The settings: who sits before the screen, how it looks and moves, and where the files lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from viewer.ui.assets import paint_icon
from viewer.ui.dialogs import Dialog
from viewer.ui.parts.buttons import Segmented
from viewer.ui.parts.check_box import CheckBox
from viewer.ui.parts.text import Text
from viewer.ui.preferences import LABEL_SCALES, ROLE_MEANS, ROLES, Preferences
from viewer.ui.theme import CHOICES, TEXT_SCALES, tokens
from viewer.ui.words import percent

FLAGS: tuple[tuple[str, str, str], ...] = (
    (
        "mirrored",
        "Mirror the maps",
        "As in a mirror: the patient’s right is on the right. Words go along.",
    ),
    ("touch", "Large targets", "Points and controls of 44 pixels, for fingers."),
    ("map_letters", "Single letters act on a map", "V, S, M, Z and others, while a map has the keyboard."),
    ("reduced_motion", "No movement", "Maps jump to where they are asked to look, and do not glide."),
)


class SettingsDialog(Dialog):
    """Every choice takes effect at once and is remembered."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__("Settings", parent, 560, 720)
        self._preferences = preferences
        self._heading("Who is it for?")
        self.role = Segmented("Who is it for?", ROLES, self)
        self.role.chosen.connect(preferences.choose_role)
        self.add(self.role)
        self._means = Text("", "small", "text2")
        self.add(self._means)

        self._heading("Look")
        self.theme = self._choice("Colours", list(CHOICES.items()), preferences.choose_theme)
        self.text = self._choice(
            "Size of text", [(f"{s:g}", percent(s)) for s in TEXT_SCALES],
            lambda key: preferences.choose_text(float(key)),
        )  # fmt: skip
        self.labels = self._choice(
            "Size of letters on the maps",
            [("0", "As the text"), *((f"{s:g}", percent(s)) for s in LABEL_SCALES)],
            lambda key: preferences.choose_labels(float(key)),
        )

        self._heading("Maps and movement")
        self.flags: dict[str, CheckBox] = {}
        for key, words, means in FLAGS:
            box = CheckBox(words)
            box.setAccessibleDescription(means)
            box.toggled.connect(lambda on, k=key: preferences.choose_flag(k, on))
            self.flags[key] = box
            self.add(box)
            self.add(Text(means, "small", "text2"))

        self._heading("Files")
        self._folder("Own data and logs", preferences.folders.data)
        self._folder("Settings", preferences.folders.config)
        self.column.addStretch(1)
        self.add_close()
        preferences.changed.connect(self._show)
        self._show()

    def _heading(self, words: str) -> None:
        self.column.addSpacing(6)
        self.add(Text(words, "heading"))

    def _choice(
        self, name: str, choices: Sequence[tuple[str, str]], choose: Callable[[str], object]
    ) -> QComboBox:
        label, box = QLabel(name), _Choice()
        for key, words in choices:
            box.addItem(words, key)
        label.setBuddy(box)
        box.setAccessibleName(name)
        box.activated.connect(lambda at: choose(str(box.itemData(at))))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(box)
        self.add(holder)
        return box

    def _folder(self, name: str, folder: Path) -> None:
        self.add(Text(f"{name}: {folder}", "small", "text2"))
        button = self.buttons.addButton(
            f"Open folder: {name.lower()}", QDialogButtonBox.ButtonRole.ActionRole
        )
        button.setAutoDefault(False)
        button.setEnabled(folder.is_dir())
        button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))

    def _show(self, _key: str = "") -> None:
        """Show what is in force, without choosing it again."""
        p = self._preferences
        self.role.set_chosen(p.role)
        self._means.setText(ROLE_MEANS[p.role])
        _pick(self.theme, p.settings.text("theme", "system"))
        _pick(self.text, f"{p.settings.number('text', 1.0):g}")
        _pick(self.labels, "0" if p.labels_follow else f"{p.label_scale:g}")
        for key, box in self.flags.items():
            box.blockSignals(True)
            box.setChecked(p.flag(key))
            box.blockSignals(False)


class _Choice(QComboBox):
    """A field with a list; the sign that it opens is the app's own."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_icon(
            painter, self, "chevron-down", self.width() - 26, self.height() / 2 - 8, 16, tokens().text2
        )


def _pick(box: QComboBox, key: str) -> None:
    at = box.findData(key)
    if at >= 0:
        box.setCurrentIndex(at)
