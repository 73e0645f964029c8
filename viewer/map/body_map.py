"""One map of the body: shows a scene, says what the user points at and asks for.

A map changes nothing but where it looks; every wish is a signal for whoever owns the state.
"""

from __future__ import annotations

from dataclasses import replace

import pyqtgraph as pg
from PySide6 import QtGui
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QCursor, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from viewer.body.frame import Floats
from viewer.map.brush import BrushTool
from viewer.map.camera import Camera
from viewer.map.controls import MapControls
from viewer.map.gestures import Gestures
from viewer.map.ground import Ground
from viewer.map.item import SceneItem
from viewer.map.keys import MapKeys
from viewer.map.mouse import Mouse
from viewer.map.painting import Pictures, lens_of, paint_focus_frame, paint_map
from viewer.map.picking import next_beneath
from viewer.map.places import Mark, areas_of, place_of_key, points_of, room_of
from viewer.map.point_buttons import PointButtons
from viewer.map.points import PlacedPoint, nearest_point, place_points
from viewer.map.scene import Highlight, PaintShape, Pick, Scene
from viewer.map.style import MapStyle
from viewer.state.view_state import ZOOM_MAX, ZOOM_MIN

_TOOLTIP_MS = 600
_WHY = Qt.FocusReason
_UNFRAMED = (_WHY.MouseFocusReason, _WHY.OtherFocusReason, _WHY.PopupFocusReason)
_PLANE = QRectF(-2000.0, -1000.0, 4000.0, 4000.0)


class BodyMap(pg.GraphicsView):
    """A map of one view.

    Signals:
        hovered: the thing under the pointer (a ``Pick``) or None.
        point_requested, muscle_requested, region_requested, structure_requested: select it
            (id, side; "" for midline).
        zoom_requested: frame this ``Pick``, or the selection if None.
        camera_moved: the user looks elsewhere; (centre_mm, zoom, across_mm).
        view_requested: show another view in this map; "" for the next one.
        layer_step_requested: go so many layers deeper.
        side_requested, mirror_requested, open_requested, clear_requested: what S, M, Enter, Esc ask.
        verb_requested: the action that a key asks for ("hide").
        menu_requested, beneath_requested: a menu, or what lies beneath, is asked for at a pixel.
        crowd_requested: a mark that stands for several points was pressed (``PlacedPoint``).
        status: words for the status line.
    """

    hovered = Signal(object)
    point_requested = Signal(str, str)
    muscle_requested = Signal(str, str)
    region_requested = Signal(str, str)
    structure_requested = Signal(str, str)
    zoom_requested = Signal(object)
    camera_moved = Signal(float, float, float)
    view_requested = Signal(str)
    layer_step_requested = Signal(int)
    side_requested = Signal()
    mirror_requested = Signal()
    open_requested = Signal()
    clear_requested = Signal()
    verb_requested = Signal(str)
    menu_requested = Signal(QPointF)
    beneath_requested = Signal(QPointF)
    crowd_requested = Signal(object)
    status = Signal(str)

    def __init__(self, ground: Ground, style: MapStyle, parent: QWidget | None = None) -> None:
        self._ready = False  # the base class sends events while it is being made
        super().__init__(parent, background=None)
        self._ground, self._style = ground, style
        self._pictures: Pictures | None = None
        self._scene: Scene | None = None
        self._wanted = self._camera = Camera(100, 100)
        self._highlight = Highlight()
        self._placed: list[PlacedPoint] | None = None
        self._clicked: tuple[QPointF, Pick] | None = None
        self._framed = False  # the keyboard came to the map itself, not yet to a mark
        self.keys_on = True
        self.tool: BrushTool | None = None
        self.target_px = 24.0
        self._box = pg.ViewBox(enableMenu=False, enableMouse=False, lockAspect=True, defaultPadding=0.0)
        self._box.setLimits(xMin=_PLANE.left(), xMax=_PLANE.right(), yMin=_PLANE.top(), yMax=_PLANE.bottom())
        self._box.disableAutoRange()
        self.setCentralItem(self._box)
        self._item = SceneItem(self._paint_scene, _PLANE)
        self._box.addItem(self._item, ignoreBounds=True)
        self.viewport().setMouseTracking(True)
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self.setMinimumSize(200, 200)
        # Every change goes through ``refresh``; the scene's own updates would paint a frame twice.
        self.setViewportUpdateMode(pg.GraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.points = PointButtons(self)
        self.controls = MapControls(self, style)
        self._keys = MapKeys(self)
        self._mouse = Mouse(self)
        self._gestures = Gestures(self, self._mouse)
        self._tooltip = QTimer(self, singleShot=True, interval=_TOOLTIP_MS)
        self._tooltip.timeout.connect(self._show_tooltip)
        self._ready = True
        self.set_style(style)

    # -- what it shows

    @property
    def scene_shown(self) -> Scene | None:
        return self._scene

    @property
    def camera(self) -> Camera:
        return self._camera

    @property
    def style_shown(self) -> MapStyle:
        return self._style

    @property
    def clicked(self) -> Pick | None:
        """What the last click chose."""
        return self._clicked[1] if self._clicked else None

    @property
    def highlight(self) -> Highlight:
        return self._highlight

    def set_pictures(self, pictures: Pictures) -> None:
        """Where the figure's pictures come from; until then the map is bare."""
        self._pictures = pictures

    def set_ground(self, ground: Ground) -> None:
        self._ground = ground

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; where the map looks stays."""
        turned = self._scene is None or self._scene.view != scene.view
        self._scene = scene
        self._camera = replace(self._camera, direction=scene.direction, frame=scene.close_up)
        if turned:
            self._highlight = replace(
                self._highlight,
                hover_path=self.path_of(self._highlight.hovered),
                focus_path=self.path_of(self._highlight.focused),
            )  # fmt: skip
        self.points.set_marks(scene.points, scene.selected)
        self.controls.set_scene(scene)
        self._look()

    def set_paint(self, shape: PaintShape | None) -> None:
        """Show other paint on the same scene; only where it changed is drawn again."""
        if self._scene is not None and (shape is not None or self._scene.paint is not None):
            self.viewport().update(room_of(self._camera, self._scene.paint, shape))
            self._scene = replace(self._scene, paint=shape)

    def set_style(self, style: MapStyle) -> None:
        self._style = style
        self.setBackground(QColor(style.ground))
        self.controls.set_style(style)
        self.refresh()

    def set_camera(self, centre_mm: float, zoom: float, across_mm: float) -> None:
        """Look elsewhere, as a linked map or the history asks."""
        self._wanted = replace(self._camera, centre_mm=centre_mm, zoom=zoom, across_mm=across_mm)
        self._camera = self._wanted.kept_in_room()
        self._look()

    def refresh(self) -> None:
        """Draw again, as when a picture has come."""
        self._placed = None
        self.viewport().update()
        self.controls.update_frame(self._camera)
        self.points.place(self.placed_points())

    def thumbnail(self, scene: Scene) -> QPixmap | None:
        """The bare figure, for the navigator."""
        return self._pictures.bare(scene.view) if self._pictures else None

    def placed_points(self) -> list[PlacedPoint]:
        """The marks of the trigger points as they stand on the screen."""
        if self._scene is None:
            return []
        if self._placed is None:
            lens = lens_of(self._camera, self._style)
            self._placed = place_points(
                self._scene.points, lens, self._scene.selected, self._highlight.focused
            )
        return self._placed

    # -- what the user does

    def move_camera(self, camera: Camera) -> None:
        """Look elsewhere on the user's wish, and say so to the linked maps."""
        if camera != self._camera:
            self._wanted = self._camera = camera
            self._look()
            self.camera_moved.emit(camera.centre_mm, camera.zoom, camera.across_mm)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by so many pixels."""
        self.move_camera(self._camera.panned(dx, dy))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a pixel, or about the middle."""
        at = at or QPointF(self._camera.width / 2, self._camera.height / 2)
        self.move_camera(self._camera.zoomed(factor, at.x(), at.y(), ZOOM_MIN, ZOOM_MAX))

    def zoom_to_fit(self) -> None:
        self.move_camera(replace(self._camera, zoom=ZOOM_MIN, across_mm=0.0).kept_in_room())

    def stack_at(self, at: QPointF) -> list[Pick]:
        """Everything at a pixel: the nearest trigger point within reach, then what lies beneath."""
        stack: list[Pick] = []
        if self._scene is None:
            return stack
        if near := nearest_point(self.placed_points(), at.x(), at.y(), self._reach()):
            stack = [member.pick for member in near.members]
        stack += self._ground.picks(self._scene, *self._camera.to_mm(at.x(), at.y()))
        return stack

    def skin_at(self, at: QPointF) -> Floats | None:
        """The place on the skin, (3,) mm, at a pixel."""
        scene = self._scene
        return self._ground.skin_at(scene.view, *self._camera.to_mm(at.x(), at.y())) if scene else None

    def click(self, at: QPointF) -> None:
        """Select what is at a pixel; on the same place again, the next thing beneath."""
        if self.tool is not None and self.tool.pick_at(self, at):
            return
        near = nearest_point(self.placed_points(), at.x(), at.y(), self._reach())
        if near is not None and near.crowded:
            self.crowd_requested.emit(near)
            return
        stack = self.stack_at(at)
        if not stack:
            return
        same = self._clicked is not None and (self._clicked[0] - at).manhattanLength() < 6
        number = next_beneath(stack, self._clicked[1]) if same and self._clicked else 0
        pick = stack[number]
        self._clicked = (at, pick)
        if len(stack) > 1:
            self.status.emit(f"{self._ground.title(pick)}, {number + 1} of {len(stack)} here")
        self.request(pick)

    def request(self, pick: Pick) -> None:
        """Ask for the selection of something on the map, or give it to the tool in the hand."""
        if self.tool is not None and self.tool.pick(pick):
            return
        wishes = {
            "point": self.point_requested, "zone": self.point_requested, "muscle": self.muscle_requested,
            "region": self.region_requested, "structure": self.structure_requested,
        }  # fmt: skip
        if pick.kind in wishes:
            wishes[pick.kind].emit(pick.id, pick.side or "")

    def hover(self, at: QPointF | None) -> None:
        """Preview what is at a pixel: its outline and its name at once, a tooltip after a while."""
        stack = self.stack_at(at) if at is not None else []
        self.highlight_pick(stack[0] if stack else None)

    def place(self) -> QPointF:
        """The pixel that a key is about."""
        return place_of_key(self, self.viewport().mapFromGlobal(QCursor.pos()) if self.underMouse() else None)

    def highlight_pick(self, pick: Pick | None, *, silent: bool = False) -> None:
        """Outline a thing, as under the pointer; silent where another map or a list asks for it."""
        if pick == self._highlight.hovered:
            return
        self._highlight = replace(self._highlight, hovered=pick, hover_path=self.path_of(pick))
        self.viewport().update()
        if silent:
            return
        QToolTip.hideText()
        self._tooltip.start() if pick is not None else self._tooltip.stop()
        self.hovered.emit(pick)

    def focus_pick(self, pick: Pick | None) -> None:
        """Put the keyboard's ring about something, without selecting it."""
        self._highlight = replace(self._highlight, focused=pick, focus_path=self.path_of(pick))
        self._placed = None
        self.viewport().update()
        if pick is not None:
            self.status.emit(self._ground.title(pick))

    def marks(self) -> list[Mark]:
        """What arrows step over first, with its place in pixels: points, else areas or muscles."""
        return points_of(self) or self.areas()

    def areas(self) -> list[Mark]:
        """What arrows step over where there is no point."""
        return areas_of(self, self._ground)

    def spoken_name(self, pick: Pick) -> str:
        """What is read out where a thing has the keyboard."""
        scene = self._scene
        return self._ground.spoken_name(pick, scene) if scene is not None else self._ground.title(pick)

    # -- Qt

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        self._mouse.press(event)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent) -> None:
        self._mouse.double_click(event)

    def wheelEvent(self, event: QtGui.QWheelEvent) -> None:
        if not self._gestures.wheel(event):
            self._mouse.wheel(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if not self._keys.press(event):
            event.ignore()

    def contextMenuEvent(self, event: QtGui.QContextMenuEvent) -> None:
        by_key = event.reason() == QtGui.QContextMenuEvent.Reason.Keyboard
        self.menu_requested.emit(self.place() if by_key else QPointF(event.pos()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.highlight_pick(None)
        if self.tool is not None:
            self.tool.point_at(self, None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusInEvent(event)
        self._framed = event.reason() not in _UNFRAMED
        self.viewport().update()

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        self._framed = False
        self.viewport().update()
        if self._highlight.focused is not None and self._highlight.focused.kind != "point":
            self.focus_pick(None)
        super().focusOutEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        return (self._ready and self._gestures.event(event)) or super().viewportEvent(event)

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None and self._ready:
            # From what was asked for: a small map may have had to look elsewhere for want of room.
            self._wanted = replace(self._wanted, width=self.width(), height=self.height())
            kept = replace(self._wanted, direction=self._camera.direction, frame=self._camera.frame)
            self._camera = kept.kept_in_room()
            self.controls.arrange()
            self._look()

    def _look(self) -> None:
        """Bring the view box, the marks and the navigator to where the camera looks."""
        seen = self._camera.visible_mm()
        # The box's horizontal runs with the screen, whichever way the plane's runs.
        middle = self._camera.across_mm * self._camera.direction
        self._box.setRange(
            xRange=(middle - seen.width() / 2, middle + seen.width() / 2), yRange=(seen.top(), seen.bottom()),
            padding=0, disableAutoRange=True,
        )  # fmt: skip
        # Done lazily, it would change the transform while painting and ask for a second frame.
        self._box.updateMatrix()
        self.refresh()

    def _paint_scene(self, painter: QPainter) -> None:
        if self._scene is not None and self._pictures is not None:
            outline = self._ground.figure_path(self._scene.view)
            paint_map(painter, self._scene, self._camera, self._pictures, self._style, self._highlight,
                      outline=outline)  # fmt: skip
            lens = lens_of(self._camera, self._style)
            if self.tool is not None:
                self.tool.paint(painter, self, lens)
            if self._framed and self._highlight.focused is None:
                paint_focus_frame(painter, lens)

    def path_of(self, pick: Pick | None) -> QPainterPath | None:
        """What is drawn about a thing; a trigger point has its own ring."""
        if pick is None or pick.kind == "point" or self._scene is None:
            return None
        return self._ground.path(pick, self._scene.view)

    def _reach(self) -> float:
        return max(self._style.reach_px * self._style.scale, self.target_px / 2)

    def _show_tooltip(self) -> None:
        if self._highlight.hovered is not None and self.underMouse():
            QToolTip.showText(self.cursor().pos(), self._ground.title(self._highlight.hovered), self)
