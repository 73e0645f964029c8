"""The keyboard on a map: single keys work only while the map has the focus, and can be turned off."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from viewer.map.scene import Pick
from viewer.state.view_state import VIEWS_OFFERED

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap

PAN_PX = 64.0
ZOOM_STEP = 1.25
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class MapKeys:
    """Keys of one map, turned into its signals and moves."""

    def __init__(self, body_map: BodyMap) -> None:
        self._map = body_map

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks; False for a key that is not the map's."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if modifiers & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        ):
            return False
        if self._map.tool is not None and self._map.tool.key(self._map, event):
            return True
        if key in _ARROWS:
            dx, dy = _ARROWS[key]
            if shift:
                self._map.pan(-dx * PAN_PX, -dy * PAN_PX)
            else:
                self._step(dx, dy)
            return True
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            marks = self._map.marks()
            if marks:
                self._go(marks[0 if key == Qt.Key.Key_Home else -1][0])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._enter(space=key == Qt.Key.Key_Space)
            return True
        if key == Qt.Key.Key_Escape:
            self._map.clear_requested.emit()
            return True
        return self._map.keys_on and self._single(event.text(), shift)

    def _single(self, text: str, shift: bool) -> bool:
        body_map = self._map
        simple: dict[str, Callable[[], object]] = {
            "?": lambda: body_map.verb_requested.emit("shortcuts"),
            "+": lambda: body_map.zoom_by(ZOOM_STEP), "=": lambda: body_map.zoom_by(ZOOM_STEP),
            "-": lambda: body_map.zoom_by(1 / ZOOM_STEP), "−": lambda: body_map.zoom_by(1 / ZOOM_STEP),
            "0": body_map.zoom_to_fit,
            "[": lambda: body_map.layer_step_requested.emit(-1),
            "]": lambda: body_map.layer_step_requested.emit(1),
            "v": lambda: body_map.view_requested.emit(""),
            "s": body_map.side_requested.emit,
            "m": body_map.mirror_requested.emit,
            "h": lambda: body_map.verb_requested.emit("hide"),
            "i": lambda: body_map.verb_requested.emit("isolate"),
            "f": lambda: body_map.verb_requested.emit("fade"),
            "n": lambda: body_map.verb_requested.emit("structures"),
            "b": lambda: body_map.beneath_requested.emit(body_map.place()),
            "z": lambda: body_map.zoom_requested.emit(body_map.highlight.focused),
        }  # fmt: skip
        for number, view in enumerate(VIEWS_OFFERED[:9], start=1):
            simple[str(number)] = partial(body_map.view_requested.emit, view)
        if shift and text.lower() == "h":
            simple["h"] = lambda: body_map.verb_requested.emit("show_all")
        act = simple.get(text.lower())
        if act is None:
            return False
        act()
        return True

    def _enter(self, *, space: bool) -> None:
        focused = self._map.highlight.focused
        scene = self._map.scene_shown
        if focused is None or (scene is not None and focused == scene.selected and not space):
            self._map.open_requested.emit()
        else:
            self._map.request(focused)

    def _step(self, dx: int, dy: int) -> None:
        """From a point to the next point that way, or past the last one to an area; from an area to
        whatever is nearest."""
        marks = self._map.marks()
        if not marks:
            return
        at = self._map.highlight.focused
        scene = self._map.scene_shown
        if at is None and scene is not None and any(pick == scene.selected for pick, _, _ in marks):
            at = scene.selected
        if at is None:
            camera = self._map.camera
            self._go(_closest(marks, camera.width / 2, camera.height / 2))
            return
        found = nearest_in_direction(marks, at, dx, dy) if _among(marks, at) else None
        if found is None or at.kind != "point":
            every = [*(marks if marks[0][0].kind == "point" else ()), *self._map.areas()]
            found = nearest_in_direction(every, at, dx, dy)
        if found is not None:
            self._go(found)

    def _go(self, pick: Pick) -> None:
        if not self._map.points.focus(pick):
            self._map.focus_pick(pick)


def _among(marks: Sequence[tuple[Pick, float, float]], pick: Pick) -> bool:
    return any(each == pick for each, _, _ in marks)


def nearest_in_direction(
    marks: Sequence[tuple[Pick, float, float]], current: Pick, dx: int, dy: int
) -> Pick | None:
    """The mark that one would call the next one to the left, right, above or below.

    Distances across the direction weigh double, and what lies more across than along is no
    candidate unless nothing else is.
    """
    here = next(((x, y) for pick, x, y in marks if pick == current), None)
    if here is None:
        return marks[0][0] if marks else None
    best: tuple[bool, float] | None = None
    found = None
    for pick, x, y in marks:
        along = (x - here[0]) * dx + (y - here[1]) * dy
        across = abs((x - here[0]) * dy) + abs((y - here[1]) * dx)
        if pick == current or along <= 0:
            continue
        rank = (across > along, along + 2 * across)
        if best is None or rank < best:
            best, found = rank, pick
    return found


def _closest(marks: Sequence[tuple[Pick, float, float]], x: float, y: float) -> Pick:
    return min(marks, key=lambda mark: math.hypot(mark[1] - x, mark[2] - y))[0]
