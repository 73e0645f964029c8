"""What the user prefers, taken from the settings and given to the parts it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from PySide6.QtCore import QObject, Signal

from viewer.state.view_state import ViewState
from viewer.ui.folders import Folders
from viewer.ui.theme import CHOICES, TEXT_SCALES, Look

if TYPE_CHECKING:
    from argparse import Namespace

    from viewer.map.linked import LinkedMaps
    from viewer.state.store import Change
    from viewer.ui.settings import Settings
    from viewer.ui.window import Window

Role = Literal["student", "therapist", "patient"]
ROLES: tuple[tuple[Role, str], ...] = (
    ("student", "Student"),
    ("therapist", "Therapist"),
    ("patient", "Patient, with a therapist"),
)
ROLE_MEANS: dict[Role, str] = {
    "student": "Muscle first: where it runs, what it does, its points and their pain.",
    "therapist": "Points, safety and technique stand first in a record.",
    "patient": "Larger text, plain words first, and the list folded away.",
}
SECTIONS: dict[Role, tuple[str, ...]] = {
    "student": (),
    "therapist": ("Points", "Safety", "Technique", "Pain"),
    "patient": ("Overview", "Pain", "Points"),
}
"""The sections of a record that stand first, by role; the others keep their order behind them."""
SIZE = (1440, 900)
LABEL_SCALES = (1.0, 1.25, 1.5, 2.0)
TARGET_PX, TOUCH_PX = 24.0, 44.0
GLIDE_MS = 180
PATIENT_TEXT = 1.25


class Preferences(QObject):
    """Reads and writes the settings that somebody may choose, and applies them at once.

    Signals:
        changed: (key) of what was chosen.
    """

    changed = Signal(str)

    def __init__(
        self, settings: Settings, look: Look, folders: Folders | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings, self._look = settings, look
        self.folders = folders or Folders.of()
        self._window: Window | None = None
        self._maps: LinkedMaps | None = None

    # -- what is chosen

    @property
    def role(self) -> Role:
        """Which of the three kinds of people sits before the screen; a matter of layout alone."""
        told = self.settings.text("role")
        return next((role for role in get_args(Role) if role == told), "student")

    @property
    def label_scale(self) -> float:
        """Size of the letters on the maps: as the text, unless chosen apart from it."""
        chosen = self.settings.number("labels", 0.0)
        return chosen if chosen in LABEL_SCALES else self._look.scale

    @property
    def labels_follow(self) -> bool:
        """Whether the letters on the maps grow with the text."""
        return self.settings.number("labels", 0.0) not in LABEL_SCALES

    def flag(self, key: str) -> bool:
        """``reduced_motion``, ``touch``, ``mirrored`` or ``map_letters`` (on unless switched off)."""
        return self.settings.flag(key, key == "map_letters")

    # -- at the start

    def choose_look(self, options: Namespace) -> None:
        """The theme and the size of text: the command line's, else those remembered."""
        choice = getattr(options, "theme", None) or self.settings.text("theme", "system")
        scale = self.settings.number("text", 1.0)
        self._look.set_touch(self.flag("touch"))
        self._look.choose(choice if choice in CHOICES else "system", scale if scale in TEXT_SCALES else 1.0)

    def first_state(self) -> ViewState:
        """What is shown before anything is chosen."""
        return ViewState(mirrored=self.flag("mirrored"))

    def give_window(self, window: Window) -> None:
        """Apply what concerns the window."""
        self._window = window
        window.store.changed.connect(self._store_changed)
        self._show_role()

    def give_maps(self, maps: LinkedMaps) -> None:
        """Apply what concerns the maps."""
        self._maps = maps
        self._show_map_flags()

    def first_size(self, options: Namespace, window: Window) -> tuple[int, int]:
        """Width and height: those asked for, else as the window was left, else what fits the screen."""
        asked = getattr(options, "size", None)
        if asked:
            return int(asked[0]), int(asked[1])
        if getattr(options, "screenshot", None):
            return SIZE  # a picture has no screen to fit
        geometry = self.settings.data("geometry")
        if geometry is not None and window.restoreGeometry(geometry):
            return window.width(), window.height()
        screen = window.screen()
        room = screen.availableGeometry().size() if screen is not None else None
        return (min(SIZE[0], room.width()), min(SIZE[1], room.height())) if room else SIZE

    # -- choosing

    def choose_role(self, role: str) -> None:
        """Lay the window out for one of the three kinds of people."""
        self.settings.put("role", role)
        if role == "patient" and self._look.scale < PATIENT_TEXT:
            self.choose_text(PATIENT_TEXT)
        self._show_role()
        if self._window is not None:
            self._window.show_panels(find=role != "patient", record=True)
        self.changed.emit("role")

    def choose_theme(self, theme: str) -> None:
        """Switch the theme and remember it."""
        self.settings.put("theme", theme)
        self._look.choose(theme)
        self.changed.emit("theme")

    def choose_text(self, scale: float) -> None:
        """Switch the size of text and remember it."""
        self.settings.put("text", scale)
        self._look.choose(self._look.choice, scale)
        self.changed.emit("text")

    def choose_labels(self, scale: float) -> None:
        """Set the size of letters on the maps; 0 lets it follow the text."""
        self.settings.put("labels", scale)
        self._look.changed.emit()
        self.changed.emit("labels")

    def choose_flag(self, key: str, on: bool) -> None:
        """Switch one of the flags and remember it."""
        self.settings.put(key, on)
        if key == "mirrored" and self._window is not None:
            self._window.store.set_mirrored(on, initiator=self)
        if key == "touch":
            self._look.set_touch(on)
        self._show_map_flags()
        self.changed.emit(key)

    # -- applying

    def _show_role(self) -> None:
        if self._window is None:
            return
        self._window.record_panel.set_first(SECTIONS[self.role])
        if self.role == "patient":
            self._window.show_panels(find=False)

    def _show_map_flags(self) -> None:
        if self._maps is None:
            return
        self._maps.set_target(TOUCH_PX if self.flag("touch") else TARGET_PX)
        self._maps.set_keys_on(self.flag("map_letters"))
        self._maps.glide_ms = 0 if self.flag("reduced_motion") else GLIDE_MS

    def _store_changed(self, change: Change) -> None:
        if "mirrored" in change.parts and change.initiator is not self:
            self.settings.put("mirrored", change.state.mirrored)
            self.changed.emit("mirrored")
