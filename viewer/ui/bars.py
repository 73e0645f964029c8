"""The bars around the maps: top bar, map toolbar, legend, status line, caution bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.state.view_state import LAYERS
from viewer.ui.parts.buttons import IconButton, Segmented, ToggleChip
from viewer.ui.parts.layer_slider import LayerSlider
from viewer.ui.parts.search_field import SearchField
from viewer.ui.parts.text import Elided
from viewer.ui.parts.zones import Swatch
from viewer.ui.theme import text_scale, tokens
from viewer.ui.tokens import LEGEND, STATUS, TOOLBAR, TOP_BAR
from viewer.ui.words import BUILD, LAYER, SIDE

SECOND_BAR = 40
LAYERS_MAX = 340
"""Widest the layer slider gets, at 100 % text."""
VIEW_SETS: dict[str, tuple[str, ...]] = {
    "front_back": ("anterior", "posterior"),
    "sides": ("right_lateral", "left_lateral"),
    "four": ("anterior", "posterior", "right_lateral", "left_lateral"),
}
VIEW_WORDS = (("front_back", "Front + back"), ("sides", "Sides"), ("four", "All four"))


class Bar(QWidget):
    """A bar of a least height with a line at one edge."""

    def __init__(self, height: int, line: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._least = height
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 0, 12, 0)
        self.row.setSpacing(8)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(self._least, hint.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        y = 0 if self._line == "top" else self.height() - 1
        painter.fillRect(0, y, self.width(), 1, QColor(tokens().line))


class TopBar(Bar):
    """Back and forward, the name, "Find anything", and buttons for actions."""

    def __init__(
        self, back: QAction, forward: QAction, modes: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(TOP_BAR, "bottom", parent)
        self.back = action_button(back, "arrow-left")
        self.forward = action_button(forward, "arrow-right")
        self.search = SearchField("Find anything", "Find anything", "Ctrl K", self)
        self.search.setMaximumWidth(420)
        self.row.setSpacing(4)
        self.row.addWidget(self.back)
        self.row.addWidget(self.forward)
        self.row.addSpacing(8)
        self.modes = Segmented("Mode", modes, self)
        self.row.addWidget(self.modes)
        self.row.addSpacing(8)
        self.name = Elided("Trigger Point Viewer", "strong", "text")
        self.row.addWidget(self.name)
        self.row.addStretch(2)
        self.row.addWidget(self.search, 3)
        self.row.addSpacing(6)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right end."""
        self.row.addWidget(button)


def action_button(action: QAction, icon: str) -> IconButton:
    """An icon button that is an action's second face."""
    button = IconButton(icon, action.text().replace("&", "").rstrip("…"), action.shortcut().toString())
    button.clicked.connect(action.trigger)
    button.setEnabled(action.isEnabled())
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    return button


def menu_button(name: str, icon: str, menu: QMenu) -> QToolButton:
    """An icon button that opens a menu."""
    button = IconButton(icon, name)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


class MapToolbar(Bar):
    """Views, side, layer.

    Signals:
        views_requested: a tuple of view ids.
        side_requested: right, left or both.
        layer_requested: id of a layer.
        depth_requested: (place between the layers, whether a drag begins with it).
        structures_requested: show nerves and vessels, or not.
        build_requested: id of the body to show.
    """

    views_requested = Signal(tuple)
    side_requested = Signal(str)
    layer_requested = Signal(str)
    depth_requested = Signal(float, bool)
    structures_requested = Signal(bool)
    build_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOLBAR, "bottom", parent)
        self.views = Segmented("Views", VIEW_WORDS, self)
        self.sides = Segmented("Side of the patient", [(k, SIDE[k]) for k in ("right", "left", "both")], self)
        self.layers = LayerSlider({k: LAYER[k] for k in LAYERS}, self)
        self.layer_menu = QMenu("Layer", self)
        for key in LAYERS:
            action = self.layer_menu.addAction(LAYER[key])
            action.triggered.connect(lambda _=False, k=key: self.layer_requested.emit(k))
        self.layer_drop = QPushButton(self)
        self.layer_drop.setMenu(self.layer_menu)
        self.layer_drop.setAccessibleName("Layer")
        self.row.setContentsMargins(12, 0, 10, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.views)
        self.row.addWidget(self.sides)
        self.builds = Segmented("Body", [(k, BUILD[k]) for k in BUILD], self)
        self.structures = ToggleChip("Nerves and vessels", parent=self)
        self.structures.setToolTip("Nerves and vessels (N)")
        self.more = QWidget(self)
        more = QHBoxLayout(self.more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(8)
        more.addWidget(self.builds)
        more.addWidget(self.structures)
        self.second = Bar(SECOND_BAR, "bottom", parent)
        self.second.row.addStretch(1)
        self.second.hide()
        for part in (self.builds, self.structures):
            part.hide()
        self.row.addWidget(self.more)
        self.row.addStretch(1)
        self.row.addWidget(self.layers, 6)
        self.row.addWidget(self.layer_drop)
        self.layer_drop.hide()
        self.views.chosen.connect(lambda key: self.views_requested.emit(VIEW_SETS[key]))
        self.sides.chosen.connect(self.side_requested)
        self.layers.stop_requested.connect(self.layer_requested)
        self.layers.depth_requested.connect(self.depth_requested)
        self.structures.clicked.connect(self.structures_requested)
        self.builds.chosen.connect(self.build_requested)

    @property
    def structures_offered(self) -> bool:
        """Whether a shown view has a picture of nerves and vessels."""
        return not self.structures.isHidden()

    def offer_structures(self, there: bool) -> None:
        """Offer nerves and vessels, or not."""
        self.structures.setHidden(not there)
        self._fit()

    def offer_builds(self, builds: Sequence[str]) -> None:
        """Offer the choice of a body, where there is one."""
        self.builds.setHidden(len(builds) < 2)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        wide = self.views.sizeHint().width() + self.sides.sizeHint().width() + 44
        return QSize(wide + 90, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The layers as a slider or, for want of room, a list; what else there is, in a second row."""
        used = self.views.sizeHint().width() + self.sides.sizeHint().width() + 44
        shown = [part for part in (self.builds, self.structures) if not part.isHidden()]
        wide = sum(part.sizeHint().width() + 8 for part in shown)
        room = self.width() - used - self.layers.minimumSizeHint().width()
        apart = bool(shown) and room < wide
        home = self.second.row if apart else self.row
        if home.indexOf(self.more) < 0:
            home.insertWidget(0 if apart else 2, self.more)
        self.more.setVisible(bool(shown))
        self.second.setVisible(apart)
        fits = room >= 0
        self.layers.setMaximumWidth(round(LAYERS_MAX * text_scale()))
        self.layers.setVisible(fits)
        self.layer_drop.setVisible(not fits)

    def show_state(self, views: tuple[str, ...], side: str, layer: str, peel: float = 0.0) -> None:
        """Show what is on, without telling anyone."""
        key = next((k for k, v in VIEW_SETS.items() if v == views), "")
        self.views.set_chosen(key)
        self.sides.set_chosen(side)
        self.layers.set_stop(layer, peel)
        self.layer_drop.setText(f"{LAYER[layer]}")

    def show_body(self, build: str, structures: bool) -> None:
        """Show whose body it is, and whether nerves and vessels are on, without telling anyone."""
        self.builds.set_chosen(build)
        self.structures.setChecked(structures)


GAP, SWATCH = 20, 22
LEGEND_WORDS = {
    "filter": "Filter",
    "painted": "Painted",
    "point": "Trigger point",
    "essential": "Essential: usually felt",
    "spillover": "Spillover: sometimes felt",
    "muscle": "Muscle",
    "behind": "Behind",
    "area": "Area",
    "hazard": "Structure to respect",
}


class Legend(Bar):
    """One row under the maps: only the marks now on the screen, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(LEGEND, "top", parent)
        self.setAccessibleName("Legend")
        self.row.setContentsMargins(16, 1, 4, 0)
        self.row.setSpacing(0)
        self._entries: dict[str, tuple[QWidget, Elided]] = {}
        self._words = dict(LEGEND_WORDS)
        self._empty = Elided("Choose a muscle or a point to see its marks.", "small", "text3")
        self.row.addWidget(self._empty)
        for key, words in LEGEND_WORDS.items():
            entry = QWidget(self)
            line = QHBoxLayout(entry)
            line.setContentsMargins(0, 0, GAP, 0)
            line.setSpacing(7)
            label = Elided(words, "small", "text2")
            line.addWidget(Swatch(key, entry))
            line.addWidget(label)
            self.row.addWidget(entry)
            self._entries[key] = (entry, label)
        self.row.addStretch(1)
        self.show_marks(())

    def show_marks(self, kinds: Sequence[str], words: Mapping[str, str] | None = None) -> None:
        """Show the entries of these kinds of marks; ``words`` for those that have no fixed ones."""
        self._words = LEGEND_WORDS | dict(words or {})
        for key, (entry, _) in self._entries.items():
            entry.setVisible(key in kinds)
        self._empty.setVisible(not kinds)

        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Where there is no room for the sentence, its first word.
        wide = 32
        for key, (entry, label) in self._entries.items():
            if not entry.isHidden():
                words = label.fontMetrics().horizontalAdvance(self._words[key])
                wide += words + SWATCH + 7 + GAP
        for key, (_, label) in self._entries.items():
            full = self._words[key]
            label.setText(full.partition(":")[0] if wide > self.width() else full)

    def shown(self) -> list[str]:
        """The kinds of marks that are listed."""
        return [key for key, (entry, _) in self._entries.items() if not entry.isHidden()]


class StatusLine(Bar):
    """What is selected, what is under the pointer, the zoom, the catalog."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(STATUS, "top", parent)
        self.row.setContentsMargins(12, 1, 12, 0)
        self.selection = Elided("", "small_strong", "text")
        self.selection_side = Elided("", "small", "text2")
        self.pointer = Elided("", "small", "text2")
        self.said = Elided("", "small", "text2")
        self.zoom = Elided("", "small", "text2")
        self.catalog = Elided("", "small", "text2")
        self.row.setSpacing(10)
        self.row.addWidget(self.selection)
        self.row.addWidget(self.selection_side)
        self.row.addWidget(Divider(self))
        self.row.addWidget(self.pointer, 3)
        self.row.addWidget(self.said, 2)
        self.row.addWidget(Divider(self))
        self.row.addWidget(self.zoom)
        self.row.addWidget(Divider(self))
        self.row.addWidget(self.catalog)
        for label in (self.selection, self.zoom):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(STATUS, self.fontMetrics().height() + 10))


class Divider(QWidget):
    """A short upright line between parts of the status line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(1, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().line))


class Rail(QWidget):
    """What is left of a collapsed panel: one button that opens it again."""

    def __init__(self, action: QAction, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 10, 6, 10)
        button = action_button(action, icon)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setFixedWidth(48)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.width() - 1, 0, 1, self.height(), QColor(tokens().line))
