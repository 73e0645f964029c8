"""The region of the skin under the pointer, for the status line: maps tell only the topmost thing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer
from PySide6.QtGui import QMouseEvent

from viewer.map.body_map import BodyMap
from viewer.map.linked import LinkedMaps
from viewer.map.scene import Pick

LAG_MS = 30


class PointerRegion(QObject):
    """Follows the pointer over the maps and says which region lies there.

    Args:
        say: told the region, or None where there is none.
    """

    def __init__(self, maps: LinkedMaps, say: Callable[[Pick | None], None]) -> None:
        super().__init__(maps)
        self._maps, self._say = maps, say
        self._watched: dict[QObject, BodyMap] = {}
        self._at: tuple[BodyMap, QPointF] | None = None
        self._last: Pick | None = None
        self._lag = QTimer(self)
        self._lag.setSingleShot(True)
        self._lag.setInterval(LAG_MS)
        self._lag.timeout.connect(self._look)
        self.watch()

    def watch(self) -> None:
        """Follow the pointer over maps that have come since, too."""
        for body_map in self._maps.maps:
            viewport = body_map.viewport()
            if viewport not in self._watched:
                self._watched[viewport] = body_map
                viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and watched in self._watched:
            self._at = (self._watched[watched], event.position())
            if not self._lag.isActive():
                self._lag.start()
        elif kind == QEvent.Type.Leave and watched in self._watched:
            self._at = None
            self._tell(None)
        return False

    def _look(self) -> None:
        if self._at is not None:
            body_map, at = self._at
            self._tell(next((p for p in body_map.stack_at(at) if p.kind == "region"), None))

    def _tell(self, region: Pick | None) -> None:
        if region != self._last:
            self._last = region
            self._say(region)
