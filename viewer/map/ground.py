"""What a map asks about the body that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtGui import QPainterPath

from viewer.body.frame import Floats
from viewer.body.views import ViewId
from viewer.map.scene import Pick, Scene


class Ground(Protocol):
    """What lies where, what it is called and how it is outlined. ``MapContent`` is one."""

    def picks(self, scene: Scene, h_mm: float, v_mm: float) -> Sequence[Pick]: ...

    def path(self, pick: Pick, view: str) -> QPainterPath: ...

    def figure_path(self, view: str) -> QPainterPath: ...

    def title(self, pick: Pick) -> str: ...

    def spoken_name(self, pick: Pick, scene: Scene) -> str: ...

    def skin_at(self, view: ViewId, h_mm: float, v_mm: float) -> Floats | None: ...

    def centres(self, scene: Scene) -> Sequence[tuple[Pick, float, float]]: ...
