"""A stroke of a zone being written: each click on a map is one of its places.

The tool knows where was clicked and what is drawn; what the places are called is not its business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath

from viewer.map.brush import BrushTool
from viewer.map.marks import Lens, line, paint_cased
from viewer.map.scene import Pick
from viewer.map.style import colour

if TYPE_CHECKING:
    from viewer.body.views import ViewId
    from viewer.map.body_map import BodyMap

DOT_PX = 3.0


class StrokeTool(BrushTool):
    """Gathers the places of a stroke.

    Signals:
        placed: a place was clicked, (3,) mm on the skin.
        taken_back: the last place is to go.
        finished, left: the stroke is done; it is to be forgotten.

    Attributes:
        outline: what a view sees of the stroke so far.
        dots: what a view sees of its places, in mm of its plane.
    """

    placed = Signal(object)
    taken_back = Signal()
    finished = Signal()
    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on = True
        self.outline: Callable[[ViewId], QPainterPath] = lambda view: QPainterPath()
        self.dots: Callable[[ViewId], list[QPointF]] = lambda view: []

    def press(self, body_map: BodyMap, at: QPointF) -> bool:
        """Add a place; False beside the body, where the map moves instead."""
        place = body_map.skin_at(at)
        if place is None:
            return False
        self.placed.emit(place)
        return True

    def double_click(self) -> bool:
        """The first of the two clicks was the last place."""
        self.finished.emit()
        return True

    def key(self, body_map: BodyMap, event: QKeyEvent) -> bool:
        """Return ends the stroke, Backspace takes a place back, Escape leaves off, Space adds a place."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        elif key == Qt.Key.Key_Backspace:
            self.taken_back.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Space:
            self.press(body_map, body_map.place())
        else:
            return False
        return True

    def pick(self, pick: Pick) -> bool:
        """Nothing is selected while a stroke is drawn."""
        return True

    def pick_at(self, body_map: BodyMap, at: QPointF) -> bool:
        return True

    def paint(self, painter: QPainter, body_map: BodyMap, lens: Lens) -> None:
        """The stroke as the zone will be, its places, and the ring of the brush."""
        scene = body_map.scene_shown
        if scene is not None:
            style, path = lens.style, lens.mapped(self.outline(scene.view))
            painter.fillPath(path, colour(style.painted_fill, style.fill_painted))
            paint_cased(painter, path, line(style.painted, 1.5), line(style.casing, 3.5, 0.8))
            painter.setPen(line(style.casing, 1.0))
            painter.setBrush(colour(style.painted))
            for dot in self.dots(scene.view):
                painter.drawEllipse(lens.to_px.map(dot), DOT_PX * style.scale, DOT_PX * style.scale)
        super().paint(painter, body_map, lens)
