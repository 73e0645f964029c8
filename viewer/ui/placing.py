"""For those who edit the catalog: places of a map put into words, and strokes drawn on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QGuiApplication, QPainterPath
from PySide6.QtWidgets import QMenu

from viewer.body.frame import Floats, Floats32, mirrored
from viewer.body.records import Place, Side, Stroke
from viewer.body.resolver import PlaceError
from viewer.body.views import VIEWS, ViewId
from viewer.body.zones import zone_distance
from viewer.catalog.place_text import stroke_text
from viewer.catalog.place_words import Said, StrokeError, say_place, say_stroke, side_of
from viewer.map.hatch import path_of
from viewer.map.stroke import StrokeTool
from viewer.state.store import Change
from viewer.ui.words import plural

if TYPE_CHECKING:
    from viewer.body.body import Body
    from viewer.map.body_map import BodyMap
    from viewer.map.content import MapContent
    from viewer.map.linked import LinkedMaps
    from viewer.ui.window import Window

HOW = "Click places; Return copies, Esc leaves off"


class Placing(QObject):
    """Adds to the map's menu what an editor of the catalog needs.

    Args:
        body: the reference body, on which places are told.
        shown: what the maps are made of now.
    """

    def __init__(self, window: Window, maps: LinkedMaps, body: Body, shown: Callable[[], MapContent]) -> None:
        super().__init__(maps)
        self._window, self._maps, self._body, self._shown = window, maps, body, shown
        self.tool: StrokeTool | None = None
        self._before = maps.tool
        self._points: list[Floats] = []
        self._places: tuple[Place, ...] = ()
        self._distance: Floats32 | None = None
        self._paths: dict[ViewId, QPainterPath] = {}
        window.store.changed.connect(self._changed)

    def add_to(self, menu: QMenu, body_map: BodyMap, at: QPointF) -> None:
        """Offer what can be done with the place at a pixel of a map."""
        xyz = body_map.skin_at(at)
        menu.addSeparator()
        words = menu.addMenu("Copy place")
        words.setEnabled(xyz is not None)
        if xyz is not None:
            # Words are looked for when somebody wants them: it takes a moment.
            muscles = self._muscles(body_map, at)
            words.aboutToShow.connect(lambda: self._offer(words, xyz, muscles))
        if self.tool is None:
            menu.addAction("Draw a stroke", self.begin)
        else:
            menu.addAction("Copy the stroke\tReturn", self.finish).setEnabled(bool(self._points))
            menu.addAction("Leave off the stroke\tEsc", self.leave)

    # -- a place

    def _muscles(self, body_map: BodyMap, at: QPointF) -> list[str]:
        """The shapes of the selected muscle and of those at a pixel."""
        ids = [pick.id for pick in body_map.stack_at(at) if pick.kind == "muscle"]
        muscles = self._window.facts.catalog.muscles
        selected = self._window.store.state.muscle or ""
        found = [muscles[id] for id in (selected, *ids) if id in muscles]
        return [muscle.sheet or muscle.id for muscle in found]

    def _offer(self, menu: QMenu, xyz: Floats, muscles: list[str]) -> None:
        """Fill the menu with the ways to say a place, the nearest and shortest first."""
        menu.clear()
        left = mirrored(xyz) if xyz[0] < 0.0 else xyz
        for said in say_place(self._body, left, muscles):
            menu.addAction(said.text, partial(self._copy_place, said))
        if menu.isEmpty():
            menu.addAction("No words lead here").setEnabled(False)

    def _copy_place(self, said: Said) -> None:
        QGuiApplication.clipboard().setText(said.text)
        self._window.say(f"Place copied; it leads to within {max(said.off_mm, 0.1):.1f} mm")

    # -- a stroke

    def begin(self) -> None:
        """From now on each click on a map is a place of a stroke."""
        if self.tool is not None:
            return
        self.tool = tool = StrokeTool(self)
        tool.outline, tool.dots = self._outline, self._dots
        tool.placed.connect(self._add)
        tool.taken_back.connect(self._take_back)
        tool.width_changed.connect(lambda _: self._draw())
        tool.finished.connect(self.finish)
        tool.left.connect(self.leave)
        self._before = self._maps.tool
        self._maps.set_tool(tool)
        self._window.say(HOW)

    def finish(self) -> None:
        """Put the stroke on the clipboard as the catalog writes it."""
        if self.tool is None or not self._places:
            self.leave()
            return
        QGuiApplication.clipboard().setText(stroke_text(self._places, self.tool.width_mm))
        count = plural(len(self._places), "place")
        self._end()
        self._window.say(f"Stroke of {count} copied")

    def leave(self) -> None:
        """Forget the stroke."""
        if self.tool is not None:
            self._end()
            self._window.say("No stroke was copied")

    def _end(self) -> None:
        if self.tool is not None:
            self.tool.deleteLater()
        self.tool = None
        self._points, self._places, self._distance = [], (), None
        self._paths.clear()
        self._maps.set_tool(self._before)

    def _add(self, xyz: Floats) -> None:
        self._take([*self._points, xyz])

    def _take_back(self) -> None:
        self._take(self._points[:-1])

    def _take(self, points: list[Floats]) -> None:
        """Have these points as the stroke, if they can be said."""
        try:
            self._places = say_stroke(self._body, points) if points else ()
        except StrokeError as error:
            self._window.say(f"Not taken: {error}")
            return
        self._points = points
        self._draw()

    @property
    def _side(self) -> Side:
        return side_of(self._points)

    def _draw(self) -> None:
        """Work out what the stroke covers, from its words: what is seen is what is copied."""
        assert self.tool is not None
        self._distance = None
        self._paths.clear()
        if self._places:
            stroke = Stroke(self._places, (self.tool.width_mm,))
            try:
                self._distance = zone_distance(self._body, (stroke,), self._side)
            except PlaceError as error:
                self._window.say(f"Not drawn: {error}")
        for body_map in self._maps.maps:
            body_map.viewport().update()

    def _outline(self, view: ViewId) -> QPainterPath:
        if self._distance is None:
            return QPainterPath()
        if view not in self._paths:
            distance = np.minimum(self._distance, np.float32(1000.0))
            self._paths[view] = path_of(self._shown().seen(view).rings(distance))
        return self._paths[view]

    def _dots(self, view: ViewId) -> list[QPointF]:
        shown = self._shown()
        surface = shown.body.surface
        found = []
        for point in self._points:
            skin = self._body.surface.nearest(point)
            if shown.seen(view).visible[surface.faces[skin.face]].any():
                h_mm, v_mm = VIEWS[view].project(surface.xyz(skin)).tolist()
                found.append(QPointF(h_mm, v_mm))
        return found

    def _changed(self, change: Change) -> None:
        if self.tool is not None and change.parts & {"mode", "build"}:
            self.leave()
