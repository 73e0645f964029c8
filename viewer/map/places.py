"""Where on a map the keyboard works: what its arrows step over, and the pixel a key is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF

from viewer.map.camera import Camera
from viewer.map.ground import Ground
from viewer.map.scene import PaintShape, Pick

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap

Mark = tuple[Pick, float, float]


def points_of(body_map: BodyMap) -> list[Mark]:
    """The trigger points with their places in pixels; none with a tool in the hand, which fills areas."""
    scene, camera, tool = body_map.scene_shown, body_map.camera, body_map.tool
    if scene is None or (tool is not None and tool.on):
        return []
    places = [(p.pick, camera.to_px(p.h_mm, p.v_mm)) for p in scene.points]
    return [(pick, at.x(), at.y()) for pick, at in places]


def areas_of(body_map: BodyMap, ground: Ground) -> list[Mark]:
    """The areas of the skin, or the muscles of the layer, whose middle is in sight."""
    scene, camera = body_map.scene_shown, body_map.camera
    if scene is None:
        return []
    room = QRectF(0, 0, camera.width, camera.height)
    centres = [(pick, camera.to_px(h, v)) for pick, h, v in ground.centres(scene)]
    return [(pick, at.x(), at.y()) for pick, at in centres if room.contains(at)]


def place_of_key(body_map: BodyMap, pointer: QPoint | None) -> QPointF:
    """The pixel that a key is about: under the pointer, else what has the keyboard's ring or is
    selected, else the middle."""
    highlight, scene = body_map.highlight, body_map.scene_shown
    if highlight.hovered is not None and pointer is not None:
        return QPointF(pointer)
    wanted = highlight.focused or (scene.selected if scene else None)
    for pick, x, y in [*body_map.marks(), *(body_map.areas() if highlight.focused else ())]:
        if pick == wanted:
            return QPointF(x, y)
    path = body_map.path_of(wanted)
    room = QRectF(body_map.viewport().rect())
    if path is not None and not path.isEmpty():
        inside = body_map.camera.transform().map(path).boundingRect().intersected(room)
        if not inside.isEmpty():
            return inside.center()
    return room.center()


def room_of(camera: Camera, *shapes: PaintShape | None) -> QRect:
    """The pixels that paint takes, with room for its outline."""
    room = QRectF()
    for shape in shapes:
        if shape is not None:
            room |= camera.transform().mapRect(shape.whole.boundingRect())
    return room.adjusted(-12, -12, 12, 12).toAlignedRect()
