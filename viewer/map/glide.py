"""A map goes to where it is asked to look in a short glide, so that the eye can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation

if TYPE_CHECKING:
    from viewer.map.body_map import BodyMap


class Glide(QObject):
    """Moves one map's camera; whoever takes the map in hand meanwhile stops it."""

    def __init__(self, body_map: BodyMap) -> None:
        super().__init__(body_map)
        self._map = body_map
        self._from = self._to = (0.0, 1.0, 0.0)
        self._animation = QVariantAnimation(self)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._step)
        body_map.camera_moved.connect(self.stop)

    @property
    def running(self) -> bool:
        """Whether the map is on its way."""
        return self._animation.state() == QVariantAnimation.State.Running

    def stop(self) -> None:
        """Leave the map where it is."""
        self._animation.stop()

    def go(self, centre_mm: float, zoom: float, across_mm: float, ms: int) -> None:
        """Look elsewhere within so many milliseconds; at once where that is 0 or nobody sees it."""
        self.stop()
        camera = self._map.camera
        self._from = (camera.centre_mm, camera.zoom, camera.across_mm)
        self._to = (centre_mm, zoom, across_mm)
        if ms <= 0 or not self._map.isVisible() or self._from == self._to:
            self._map.set_camera(*self._to)
            return
        self._animation.setDuration(ms)
        self._animation.start()

    def _step(self, share: float) -> None:
        if share >= 1.0:
            self._map.set_camera(*self._to)
            return
        (centre, zoom, across), (to_centre, to_zoom, to_across) = self._from, self._to
        self._map.set_camera(
            centre + share * (to_centre - centre),
            zoom * (to_zoom / zoom) ** share,
            across + share * (to_across - across),
        )
