"""Compare: two to four patterns side by side, on linked maps over a table of differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from viewer.body.frame import Floats32
from viewer.find.alike import confused_with
from viewer.map.body_map import BodyMap
from viewer.map.linked import MapPictures
from viewer.map.scene import PaintShape
from viewer.state.store import Change
from viewer.state.view_state import COMPARED_MOST, MAIN_VIEWS, ZOOM_MIN
from viewer.ui.bars import TOOLBAR, Bar
from viewer.ui.pain.differences import Differences
from viewer.ui.parts.buttons import Link, Segmented, ToggleChip
from viewer.ui.parts.flow import FlowLayout, clear_layout
from viewer.ui.parts.name_field import NameField
from viewer.ui.parts.text import Text
from viewer.ui.words import percent

if TYPE_CHECKING:
    from viewer.catalog.resolve import ResolvedPoint
    from viewer.map.content import MapContent
    from viewer.map.pictures import PictureStore
    from viewer.map.style import MapStyle
    from viewer.state.store import Store
    from viewer.ui.facts import Facts
    from viewer.ui.pain.work import PainWork

VIEWS = (
    ("anterior", "Front"), ("posterior", "Back"),
    ("right_lateral", "Right side"), ("left_lateral", "Left side"),
)  # fmt: skip
SIDES = (("right", "Right"), ("left", "Left"))
FEW = "Add two to four trigger points: by name, or with Compare from a record or from Pain."
SUGGESTED = 3


class _Pane(QWidget):
    """One compared point: its name over its map."""

    def __init__(self, body_map: BodyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = body_map
        self.title = Link("", "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(14, 8, 14, 6)
        line.addWidget(self.title)
        column.addLayout(line)
        column.addWidget(body_map, 1)


class ComparePage(QWidget):
    """The page of Compare.

    Args:
        get: a point as geometry, None while it is not worked out.
        work: knows the table of all patterns.

    Signals:
        record_requested: (kind, id) to be opened.
    """

    record_requested = Signal(str, str)

    def __init__(
        self, store: Store, facts: Facts, work: PainWork,
        get: Callable[[str], ResolvedPoint | None], parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._store, self._facts, self._work, self._get = store, facts, work, get
        self._content: MapContent | None = None
        self._pictures: PictureStore | None = None
        self._style: MapStyle | None = None
        self._panes: list[_Pane] = []
        self._view = "right_lateral"
        self.setAutoFillBackground(True)
        self.bar = Bar(TOOLBAR, "bottom", self)
        chips = QWidget(self)
        self._chips = FlowLayout(chips)
        self.field = NameField("Add a point", "Add a trigger point by name", self)
        self.field.setMaximumWidth(260)
        self.views = Segmented("View", VIEWS, self)
        self.sides = Segmented("Side of the patient", SIDES, self)
        self.linked = ToggleChip("Link zoom", parent=self)
        self.linked.setChecked(True)
        self.common = ToggleChip("Common area", parent=self)
        self.common.setChecked(True)
        self.bar.row.addWidget(self.field, 1)
        self.bar.row.addStretch(1)
        for part in (self.sides, self.views, self.linked, self.common):
            self.bar.row.addWidget(part)
        self.empty = Text(FEW, "body", "text2")
        maps = QWidget(self)
        self._maps = QHBoxLayout(maps)
        self._maps.setContentsMargins(0, 0, 0, 0)
        self._maps.setSpacing(1)
        self.table = Differences(self)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(maps)
        self._splitter.addWidget(self.table)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([600, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        line = QVBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.addWidget(chips)
        line.addWidget(self.empty)
        column.addLayout(line)
        column.addWidget(self._splitter, 1)
        self._wire()
        self.set_facts(facts)

    def _wire(self) -> None:
        self.views.chosen.connect(self._choose_view)
        self.sides.chosen.connect(lambda side: self._store.set_side(side, initiator=self))
        self.common.clicked.connect(lambda: self._show_maps())
        self.field.returnPressed.connect(lambda: self._add(self.field.text()))
        self._store.changed.connect(self._changed)
        self._work.built.connect(self.refresh)

    # -- what it is given

    def set_facts(self, facts: Facts) -> None:
        """The points that can be added."""
        self._facts = facts
        self._named = {facts.name("point", id): id for id in facts.points}
        self.field.offer(self._named).activated.connect(self._add)

    def set_maps(self, content: MapContent, pictures: PictureStore, style: MapStyle) -> None:
        """What the maps are made of; they are made when the page is first seen."""
        another = pictures is not self._pictures
        self._content, self._pictures, self._style = content, pictures, style
        if another:
            for pane in self._panes:
                self._maps.removeWidget(pane)
                pane.deleteLater()
            self._panes = []
        for pane in self._panes:
            pane.map.set_ground(content)
            pane.map.set_style(style)
        self.refresh()

    @property
    def maps(self) -> list[BodyMap]:
        """The maps that are shown."""
        return [pane.map for pane in self._panes[: len(self._store.state.compared)]]

    # -- what it shows

    def refresh(self) -> None:
        """Show the compared points anew, if anybody sees it."""
        if self._store.state.mode != "compare" or self._content is None:
            return
        state = self._store.state
        self._show_chips()
        enough = len(state.compared) >= 1
        self.empty.setVisible(len(state.compared) < 2)
        self._splitter.setVisible(enough)
        self.sides.set_chosen(state.at_side)
        self.views.set_chosen(self._view)
        while len(self._panes) < len(state.compared):
            self._add_pane()
        for number, pane in enumerate(self._panes):
            pane.setVisible(number < len(state.compared))
        self._show_maps()
        ground = self._work.ground
        self.table.show_points(self._facts, state.compared, state.at_side, ground.table if ground else None)

    def _show_chips(self) -> None:
        clear_layout(self._chips)
        compared = self._store.state.compared
        for id in compared:
            button = QPushButton(f"{self._facts.name('point', id)}  ×")
            button.setToolTip("Take it out of the comparison")
            button.clicked.connect(lambda _=False, i=id: self._store.compare(
                [c for c in compared if c != i], initiator=self))  # fmt: skip
            self._chips.addWidget(button)
        ground = self._work.ground
        if ground is None or not compared or len(compared) >= COMPARED_MOST:
            return
        side = self._store.state.at_side
        if (compared[0], side) not in ground.table.number:
            return
        alike = confused_with(ground.table, compared[0], side, most=SUGGESTED + 3)
        others = [each for each in alike if each.row.point not in compared and each.row.side == side]
        for each in others[:SUGGESTED]:
            name = self._facts.name("point", each.row.point)
            link = Link(f"+ {name} ({percent(each.overlap)} alike)", "small")
            link.clicked.connect(lambda _=False, i=each.row.point: self._add_id(i))
            self._chips.addWidget(link)

    def _show_maps(self) -> None:
        if self._content is None:
            return
        state, view = self._store.state, self._view
        shape = self._common_shape() if self.common.isChecked() and len(state.compared) > 1 else None
        for id, pane in zip(state.compared, self._panes, strict=False):
            if id not in self._facts.owners:
                continue
            pane.title.set_words(self._facts.name("point", id))
            muscle = self._facts.owners[id].id
            own = replace(
                state, muscle=muscle, point=id, record=None, side=state.at_side, layer="skin", peel=0.0,
                hidden=(), alone=(), hazards=(), structures=False,
            )  # fmt: skip
            scene = self._content.scene(own, view)
            points = tuple(mark for mark in scene.points if mark.id == id)
            pane.map.set_scene(replace(scene, paint=shape, points=points, hidden=None))

    def _common_shape(self) -> PaintShape | None:
        """Where all compared patterns are felt, as the view sees it."""
        found = [self._get(id) for id in self._store.state.compared]
        if self._content is None or any(point is None for point in found):
            return None
        surface = self._content.body.surface
        count = len(surface.vertices)
        felt: list[Floats32] = [
            np.minimum(p.essential.dense(count), p.spillover.dense(count)) for p in found if p is not None
        ]
        mm = np.max(felt, axis=0)
        if self._store.state.at_side == "right":
            mm = mm[surface.mirror]
        rings = self._content.seen(self._view).rings(mm)
        return PaintShape.of(rings, ()) if rings else None

    def _add_pane(self) -> None:
        if self._content is None or self._pictures is None or self._style is None:
            return
        body_map = BodyMap(self._content, self._style, self)
        source = MapPictures(self._pictures, body_map)
        body_map.set_pictures(source)
        body_map.controls.chip.hide()
        self._pictures.loaded.connect(body_map.refresh)
        pane = _Pane(body_map, self)
        number = len(self._panes)
        pane.title.clicked.connect(lambda: self._open(number))
        body_map.camera_moved.connect(lambda c, z, a: self._moved(body_map, c, z, a))
        body_map.view_requested.connect(lambda view: self._choose_view(view or self._next_view()))
        body_map.zoom_requested.connect(lambda _pick: self.frame())
        body_map.side_requested.connect(
            lambda: self._store.set_side("left" if self._store.state.at_side == "right" else "right")
        )
        self._panes.append(pane)
        self._maps.addWidget(pane, 1)

    # -- what one does

    def _changed(self, change: Change) -> None:
        if change.parts & {"mode", "compared"} and change.state.mode == "compare":
            self._view = self._best_view()
            self.refresh()
            self.frame()
        elif change.parts & {"side", "at_side", "catalog"} and change.state.mode == "compare":
            if self._view in ("left_lateral", "right_lateral") and "at_side" in change.parts:
                self._view = f"{change.state.at_side}_lateral"
            self.refresh()

    def frame(self) -> None:
        """Zoom all maps to what they compare."""
        if self._content is None:
            return
        state = self._store.state
        zones = [
            zone for id in state.compared
            if (zone := self._content.shapes.zone(id, state.at_side, self._view)) is not None
        ]  # fmt: skip
        rects = [zone.essential.united(zone.spillover).boundingRect() for zone in zones]
        seen = [(r.left(), r.top(), r.right(), r.bottom()) for r in rects if not r.isEmpty()]
        if not seen:
            return
        lefts, lows, rights, highs = zip(*seen, strict=True)
        left, low, right, high = min(lefts), min(lows), max(rights), max(highs)
        shape = max((m.height() / max(m.width(), 1) for m in self.maps), default=1.0)
        span = max(high - low, (right - left) * shape, 160.0) * 1.3
        zoom = max(ZOOM_MIN, 1750.0 / span)
        for body_map in self.maps:
            body_map.set_camera((low + high) / 2.0, zoom, (left + right) / 2.0)

    def _best_view(self) -> str:
        """The whole view that shows most of all compared patterns together."""
        state = self._store.state
        found = [point for point in map(self._get, state.compared) if point is not None]
        if not found:
            return self._view
        return max(MAIN_VIEWS, key=lambda view: min(p.outline(view, state.at_side).share for p in found))

    def _next_view(self) -> str:
        names = [view for view, _ in VIEWS]
        return names[(names.index(self._view) + 1) % len(names)]

    def _choose_view(self, view: str) -> None:
        if view in MAIN_VIEWS:
            self._view = view
            self.refresh()
            self.frame()

    def _moved(self, moved: BodyMap, centre_mm: float, zoom: float, across_mm: float) -> None:
        if self.linked.isChecked():
            for body_map in self.maps:
                if body_map is not moved:
                    body_map.set_camera(centre_mm, zoom, across_mm)

    def _add(self, name: str) -> None:
        wanted = name.strip().lower()
        exact = [id for title, id in self._named.items() if title.lower() == wanted]
        begins = [id for title, id in self._named.items() if wanted and title.lower().startswith(wanted)]
        if found := exact or begins:
            self._add_id(found[0])
            self.field.taken()
        else:
            self.field.selectAll()

    def _add_id(self, id: str) -> None:
        compared = self._store.state.compared
        if id not in compared:
            self._store.compare((*compared, id), initiator=self)

    def _open(self, number: int) -> None:
        compared = self._store.state.compared
        if number < len(compared):
            self.record_requested.emit("point", compared[number])
