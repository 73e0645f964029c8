"""The brush in the hand: where it goes on a map becomes a line on the skin.

A tool is given to every map; it keeps the wish of whoever paints and says what was done. What
the paint covers, and how it is kept, is not its business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath

from viewer.body.frame import Floats
from viewer.body.paint import WIDTHS_MM
from viewer.map.marks import Lens, line, paint_cased
from viewer.map.scene import Pick

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap

LEAP_MM = 30.0
"""Two places of a stroke further apart than this lie on different parts of the body."""
STEP_MM = 4.0


class BrushTool(QObject):
    """Paints, rubs out, or picks areas.

    Attributes:
        on: whether a press on the body paints.
        picking: whether it picks whole areas instead.
        width_mm: of the brush.

    Signals:
        begun: a stroke begins.
        reached: the stroke goes on along this line, (k, 3) mm on the skin.
        ended: the stroke is done.
        dropped: the stroke was broken off, and is to be as if it had never been.
        area_picked: (region id, side or "").
        width_changed: the brush's width was changed on the map.
    """

    begun = Signal()
    reached = Signal(object)
    ended = Signal()
    dropped = Signal()
    area_picked = Signal(str, str)
    width_changed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on = False
        self.picking = False
        self.width_mm = 30.0
        self._at: QPointF | None = None
        self._last: Floats | None = None
        self.pointer: tuple[BodyMap, QPointF] | None = None

    @property
    def stroking(self) -> bool:
        return self._at is not None

    def press(self, body_map: BodyMap, at: QPointF) -> bool:
        """Begin at a pixel; False where there is nothing to paint on, and the map moves instead."""
        if not self.on or self.picking:
            return False
        place = body_map.skin_at(at)
        if place is None:
            return False
        self._at, self._last = at, place
        self.begun.emit()
        self.reached.emit(place[None])
        return True

    def drag(self, body_map: BodyMap, at: QPointF) -> None:
        """Go on to a pixel, over every place between."""
        if self._at is None:
            return
        steps = max(1, int(np.hypot(at.x() - self._at.x(), at.y() - self._at.y())
                           / max(STEP_MM * body_map.camera.px_per_mm, 1.0)))  # fmt: skip
        run: list[Floats] = [] if self._last is None else [self._last]
        for share in np.linspace(0.0, 1.0, steps + 1)[1:].tolist():
            place = body_map.skin_at(self._at + (at - self._at) * share)
            if place is None or (run and np.linalg.norm(place - run[-1]) > LEAP_MM):
                self._tell(run)
                run = []
            if place is not None:
                run.append(place)
        self._tell(run)
        self._at, self._last = at, run[-1] if run else None

    def release(self) -> None:
        if self._at is not None:
            self._at = self._last = None
            self.ended.emit()

    def cancel(self) -> None:
        """Break off, as when a second finger makes a pinch of it."""
        if self._at is not None:
            self._at = self._last = None
            self.dropped.emit()

    def widen(self, steps: float) -> None:
        """A wider brush, or a narrower one, as the wheel asks."""
        width = min(max(self.width_mm + 2.0 * steps, WIDTHS_MM[0]), WIDTHS_MM[1])
        if width != self.width_mm:
            self.width_mm = width
            self.width_changed.emit(width)

    def pick(self, pick: Pick) -> bool:
        """Take a region that was pressed; False for what is no region, or when none is wanted."""
        if not self.on or pick.kind != "region":
            return False
        self.area_picked.emit(pick.id, pick.side or "")
        return True

    def pick_at(self, body_map: BodyMap, at: QPointF) -> bool:
        """Take the region at a pixel; False when none is wanted."""
        if not self.on or not self.picking:
            return False
        region = next((pick for pick in body_map.stack_at(at) if pick.kind == "region"), None)
        return region is not None and self.pick(region)

    def point_at(self, body_map: BodyMap, at: QPointF | None) -> None:
        """Show the brush at a pixel; None where the pointer has left."""
        before = self.pointer
        self.pointer = (body_map, at) if self.on and not self.picking and at is not None else None
        if before is not None or self.pointer is not None:
            body_map.viewport().update()

    def paint(self, painter: QPainter, body_map: BodyMap, lens: Lens) -> None:
        """The ring of the brush, as wide as it paints."""
        if self.pointer is None or self.pointer[0] is not body_map:
            return
        radius = self.width_mm * lens.px_per_mm / 2.0
        ring = QPainterPath()
        ring.addEllipse(self.pointer[1], radius, radius)
        style = lens.style
        paint_cased(painter, ring, line(style.painted, 1.5), line(style.casing, 3.5, 0.8))

    def double_click(self) -> bool:
        """A second click came at once; False to let the map zoom there, as it does without a tool."""
        return False

    def key(self, body_map: BodyMap, event: QKeyEvent) -> bool:
        """Do what a key asks of the tool; False for what is no key of it."""
        return False

    def _tell(self, run: list[Floats]) -> None:
        if len(run) > 1 or (run and self._last is None):
            self.reached.emit(np.array(run))
