"""One to four maps side by side that share zoom and height, wired to the store.

This is the one place where a map's wishes become verbs of the store, and the store's changes
become scenes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QPalette, QPixmap
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from viewer.body.atlas import Box, Sprite
from viewer.body.views import ViewId
from viewer.map.body_map import BodyMap
from viewer.map.brush import BrushTool
from viewer.map.camera import Camera
from viewer.map.content import MapContent
from viewer.map.glide import Glide
from viewer.map.pictures import PictureKey, PictureStore, level_for, sprite_key, tile_keys, whole_key
from viewer.map.points import PlacedPoint
from viewer.map.scene import STRUCTURES, PaintShape, Pick, Scene, Tint
from viewer.map.style import MapStyle
from viewer.state.store import Change, Store, exchange_view, next_view
from viewer.state.view_state import CLOSE_UPS, MAIN_VIEWS, SIDES, ZOOM_MIN, Hovered

_SCENE_PARTS = {
    "muscle", "point", "record", "side", "at_side", "layer", "mirrored", "hazards", "catalog",
    "peel", "hidden", "alone", "rest", "structures", "filter",
}  # fmt: skip
_CAMERA_PARTS = {"centre_mm", "zoom", "across_mm", "close_ups"}


class MapPictures:
    """The pictures of one map; while one is loading, the last that was shown."""

    def __init__(self, store: PictureStore, widget: QWidget) -> None:
        self._store, self._widget = store, widget
        self._last: dict[tuple[str, bool], QPixmap] = {}

    def figure(self, scene: Scene, px_per_mm: float) -> QPixmap | None:
        level = level_for(px_per_mm, self._widget.devicePixelRatioF())
        key = whole_key(scene.view, scene.layer, level, ghost=scene.ghost)
        over = scene.layer == STRUCTURES  # never in place of the figure, nor the figure for it
        place = (scene.view, over)
        found = self._store.picture(key, now=not over and place not in self._last)
        if found is not None:
            kept = {at: p for at, p in self._last.items() if at[0] == scene.view}
            self._last = {**kept, place: found}
        return self._last.get(place)

    def sprite(self, scene: Scene, sprite: Sprite, px_per_mm: float) -> QPixmap | None:
        level = level_for(px_per_mm, self._widget.devicePixelRatioF())
        return self._store.picture(sprite_key(self._store.atlas, scene.view, sprite, level))

    def tiles(self, scene: Scene, camera: Camera) -> list[tuple[QPixmap, Box]]:
        """What of the picture is there in finer tiles, for what is in sight."""
        level = level_for(camera.px_per_mm, self._widget.devicePixelRatioF())
        keys = tile_keys(self._store.atlas, scene.view, scene.layer, level, camera, ghost=scene.ghost)
        found = ((self._store.picture(key), box) for key, box in keys)
        return [(pixmap, box) for pixmap, box in found if pixmap is not None]

    def bare(self, view: str) -> QPixmap | None:
        """The figure without muscles, small."""
        return self._store.picture(PictureKey(view, "skin", 1), now=True)

    def set_store(self, store: PictureStore) -> None:
        """Take the pictures from another body's store."""
        self._store = store
        self.forget()

    def forget(self) -> None:
        """Drop the last picture, which is of another theme."""
        self._last.clear()


class LinkedMaps(QWidget):
    """The maps of the shown views.

    Signals:
        status: words for the status line.
        open_requested: the record of the selection is asked for.
        structure_requested: the record of a nerve, vessel or organ is asked for; (id).
    """

    status = Signal(str)
    open_requested = Signal()
    structure_requested = Signal(str)

    def __init__(
        self, store: Store, content: MapContent, pictures: PictureStore, style: MapStyle,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._store, self._content, self._pictures, self._style = store, content, pictures, style
        self._maps: list[BodyMap] = []
        self._sources: list[MapPictures] = []
        self._glides: list[Glide] = []
        self.glide_ms = 0
        self._target_px, self._keys_on = 24.0, True
        self._tool: BrushTool | None = None
        self._tint_of: Callable[[ViewId], Tint | None] = lambda view: None
        self._paint_of: Callable[[ViewId], PaintShape | None] = lambda view: None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self.setAutoFillBackground(True)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(0)
        self._redraw.timeout.connect(self._refresh)
        pictures.loaded.connect(self._redraw.start)
        store.changed.connect(self._on_changed)
        self.set_style(style)
        self._arrange()

    @property
    def pictures(self) -> PictureStore:
        return self._pictures

    @property
    def maps(self) -> tuple[BodyMap, ...]:
        """The maps that are shown, from left to right."""
        return tuple(self._maps[: len(self._store.state.views)])

    @property
    def gliding(self) -> bool:
        """Whether a map is on its way to where it is asked to look."""
        return any(glide.running for glide in self._glides)

    def set_style(self, style: MapStyle) -> None:
        """Change the theme: pictures are composed again, marks drawn anew."""
        self._style = style
        self._pictures.set_style(style)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(style.control_line))
        self.setPalette(palette)
        for source in self._sources:
            source.forget()
        for body_map in self._maps:
            body_map.set_style(style)

    def set_content(self, content: MapContent) -> None:
        """Show another catalog's records, or zones that have been resolved since."""
        self._content = content
        for body_map in self._maps:
            body_map.set_ground(content)
            body_map.controls.chip.offer(content.views)
        self.show_scenes()

    def set_pictures(self, pictures: PictureStore) -> None:
        """Show another body's pictures; its content follows."""
        self._pictures.loaded.disconnect(self._redraw.start)
        self._pictures = pictures
        pictures.loaded.connect(self._redraw.start)
        pictures.set_style(self._style)
        for source in self._sources:
            source.set_store(pictures)

    @property
    def tool(self) -> BrushTool | None:
        """What is in the hand on every map."""
        return self._tool

    def set_tool(self, tool: BrushTool | None) -> None:
        """Give every map a tool, or take it away."""
        self._tool = tool
        for body_map in self._maps:
            body_map.tool = tool
            body_map.viewport().update()

    def set_pain(
        self, paint_of: Callable[[ViewId], PaintShape | None], tint_of: Callable[[ViewId], Tint | None]
    ) -> None:
        """Where the painted pain of a view and the tint of its regions come from."""
        self._paint_of, self._tint_of = paint_of, tint_of

    def show_paint(self) -> None:
        """The paint has changed: draw it, and nothing else anew."""
        for body_map, view in zip(self._maps, self._store.state.views, strict=False):
            body_map.set_paint(self._paint_of(view))

    def set_keys_on(self, on: bool) -> None:
        """Whether single letters act on a map that has the focus."""
        self._keys_on = on
        for body_map in self._maps:
            body_map.keys_on = on

    def set_target(self, pixels: float) -> None:
        """How large a trigger point's target is: 24, or 44 for chairside and touch."""
        self._target_px = pixels
        for body_map in self._maps:
            body_map.target_px = pixels
            body_map.controls.set_target(pixels)
            body_map.refresh()

    def refresh_zones(self) -> None:
        """Zones have been resolved: draw them."""
        self._content.shapes.forget()
        self.show_scenes()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._pictures.drop()
            self._redraw.start()
        return super().event(event)

    # -- from the store

    def _on_changed(self, change: Change) -> None:
        if "views" in change.parts:
            self._arrange()
        elif change.parts & _SCENE_PARTS or ("mode" in change.parts and change.state.filter):
            self.show_scenes()
        if change.parts & (_CAMERA_PARTS | {"views"}):
            # What is dragged or wheeled in one map, the others follow at once.
            glides = "views" not in change.parts and change.initiator not in self._maps
            self._show_cameras(change.initiator, self.glide_ms if glides else 0)
        if "hovered" in change.parts and change.initiator not in self._maps:
            self._show_hover()

    def _arrange(self) -> None:
        """As many maps as views, in one row; four in two."""
        views = self._store.state.views
        while len(self._maps) < len(views):
            self._add_map()
        grid = self._grid
        for body_map in self._maps:
            grid.removeWidget(body_map)
        columns = 2 if len(views) == 4 else len(views)
        for number, body_map in enumerate(self._maps):
            shown = number < len(views)
            if shown:
                grid.addWidget(body_map, number // columns, number % columns)
            body_map.setVisible(shown)
        for column in range(4):
            grid.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(2):
            grid.setRowStretch(row, 1 if row * columns < len(views) else 0)
        self.show_scenes()
        self._show_cameras(None)

    def _add_map(self) -> None:
        number = len(self._maps)
        body_map = BodyMap(self._content, self._style, self)
        body_map.controls.chip.offer(self._content.views)
        body_map.controls.tells_cut = number == 0
        source = MapPictures(self._pictures, body_map)
        body_map.set_pictures(source)
        body_map.tool = self._tool
        body_map.target_px, body_map.keys_on = self._target_px, self._keys_on
        body_map.controls.set_target(self._target_px)
        self._maps.append(body_map)
        self._sources.append(source)
        self._glides.append(Glide(body_map))
        store = self._store
        body_map.hovered.connect(lambda pick: self._hover(pick, body_map))
        body_map.point_requested.connect(
            lambda id, side: store.select_point(id, side or None, initiator=body_map)
        )
        body_map.muscle_requested.connect(
            lambda id, side: store.select_muscle(id, side or None, initiator=body_map)
        )
        body_map.region_requested.connect(
            lambda id, side: store.select_region(id, side or None, initiator=body_map)
        )
        body_map.structure_requested.connect(lambda id, _side: self.structure_requested.emit(id))
        body_map.zoom_requested.connect(lambda pick: self._zoom_to(pick, body_map))
        body_map.camera_moved.connect(lambda c, z, a: self._camera_moved(body_map, c, z, a))
        body_map.view_requested.connect(lambda view: self._show_view(number, view))
        body_map.layer_step_requested.connect(lambda steps: store.step_layer(steps, initiator=body_map))
        body_map.side_requested.connect(self._next_side)
        body_map.mirror_requested.connect(lambda: store.set_mirrored(not store.state.mirrored))
        body_map.clear_requested.connect(lambda: store.clear_step(initiator=body_map))
        body_map.open_requested.connect(self.open_requested)
        body_map.status.connect(self.status)
        body_map.crowd_requested.connect(lambda placed: self._open_crowd(placed, body_map))

    def show_scenes(self) -> None:
        """Make every map's scene anew."""
        state = self._store.state
        for body_map, view in zip(self._maps, state.views, strict=False):
            if view in self._content.views:  # else another body's content is on its way
                scene = self._content.scene(state, view)
                tint = self._tint_of(view)
                ghost = scene.ghost and tint is None
                body_map.set_scene(replace(scene, paint=self._paint_of(view), tint=tint, ghost=ghost))

    def _show_cameras(self, initiator: object | None, ms: int = 0) -> None:
        state = self._store.state
        for body_map, glide, view in zip(self._maps, self._glides, state.views, strict=False):
            if body_map is not initiator:
                if view in CLOSE_UPS:
                    across, centre, zoom = dict(state.close_ups).get(view, (0.0, 0.0, ZOOM_MIN))
                    glide.go(centre, zoom, across, ms)
                else:
                    glide.go(state.centre_mm, state.zoom, state.across(view), ms)

    def _show_hover(self) -> None:
        hovered = self._store.state.hovered
        pick = Pick(hovered.kind, hovered.id, hovered.side) if hovered else None
        for body_map in self.maps:
            body_map.highlight_pick(pick, silent=True)

    def _refresh(self) -> None:
        for body_map in self.maps:
            body_map.refresh()

    # -- from the maps

    def _hover(self, pick: Pick | None, body_map: BodyMap) -> None:
        self._store.hover(Hovered(pick.kind, pick.id, pick.side) if pick else None, initiator=body_map)
        for other in self.maps:
            if other is not body_map:
                other.highlight_pick(pick, silent=True)

    def _camera_moved(self, body_map: BodyMap, centre_mm: float, zoom: float, across_mm: float) -> None:
        if body_map not in self.maps:
            return
        view = self._store.state.views[self._maps.index(body_map)]
        if view in CLOSE_UPS:
            self._store.set_close_up(view, (across_mm, centre_mm, zoom), initiator=body_map)
        else:
            self._store.set_viewport(centre_mm, zoom, {view: across_mm}, initiator=body_map)

    def _show_view(self, number: int, view: str) -> None:
        views = self._store.state.views
        if view and view not in self._content.views:
            return
        self._store.set_views(exchange_view(views, number, view or next_view(views[number])))

    def _next_side(self) -> None:
        at = SIDES.index(self._store.state.side)
        self._store.set_side(SIDES[(at + 1) % len(SIDES)])

    def _zoom_to(self, pick: Pick | None, body_map: BodyMap) -> None:
        if pick is None:
            self._store.zoom_to_selection()
            return
        side = pick.side or self._store.state.at_side
        whole = [view for view in self._store.state.views if view in MAIN_VIEWS]
        boxes = {view: self._content.box_of(pick.kind, pick.id, side, view) for view in whole}
        self._store.zoom_to({view: box for view, box in boxes.items() if box})

    def _open_crowd(self, placed: PlacedPoint, body_map: BodyMap) -> None:
        """Several points under one mark: a list of them, and a way to zoom in."""
        menu = QMenu(body_map)
        for mark in placed.members:
            action = menu.addAction(self._content.title(mark.pick))
            action.triggered.connect(lambda _checked=False, pick=mark.pick: body_map.request(pick))
        menu.addSeparator()
        at = QPoint(round(placed.x), round(placed.y))
        zoom = menu.addAction("Zoom in here")
        zoom.triggered.connect(lambda: body_map.zoom_by(2.5, at.toPointF()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(body_map.viewport().mapToGlobal(at) if body_map.isVisible() else QCursor.pos())
