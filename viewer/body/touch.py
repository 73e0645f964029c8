"""Where on the skin a place of a view's plane lies."""

from __future__ import annotations

import numpy as np

from viewer.body.atlas import Atlas
from viewer.body.frame import Floats
from viewer.body.surface import Surface
from viewer.body.views import VIEWS, ViewId


class Touch:
    """The skin as one view shows it, to be touched at a pixel.

    Args:
        surface: the skin that the atlas was drawn from.
        reference: the skin on which places are told, where it is another build's.
    """

    def __init__(
        self, surface: Surface, atlas: Atlas, view: ViewId, reference: Surface | None = None
    ) -> None:
        self._surface, self._view = surface, VIEWS[view]
        self._reference = reference or surface
        self._frame, self._faces = atlas.frame(view), atlas.faces(view)

    def skin_at(self, h_mm: float, v_mm: float) -> Floats | None:
        """The place on the skin, (3,) mm, that is seen at a place of the plane; None beside the figure."""
        column, row = self._frame.pixel(h_mm, v_mm)
        if not (0 <= row < self._frame.height and 0 <= column < self._frame.width):
            return None
        face = int(self._faces[row, column])
        if face < 0:
            return None
        corners = self._surface.vertices[self._surface.faces[face]]
        plane = self._view.project(corners)
        weights = _weights(np.array([h_mm, v_mm]), plane)
        told = self._reference.vertices[self._reference.faces[face]]
        return np.asarray(weights @ told, dtype=np.float64)


def _weights(point: Floats, corners: Floats) -> Floats:
    """(3,) barycentric weights in a triangle of the plane; beside it, of its nearest part."""
    e1, e2, p = corners[1] - corners[0], corners[2] - corners[0], point - corners[0]
    doubled = e1[0] * e2[1] - e1[1] * e2[0]
    if abs(doubled) < 1e-6:
        return np.full(3, 1.0 / 3.0)
    v = (p[0] * e2[1] - p[1] * e2[0]) / doubled
    w = (e1[0] * p[1] - e1[1] * p[0]) / doubled
    weights = np.clip(np.array([1.0 - v - w, v, w]), 0.0, 1.0)
    return np.asarray(weights / weights.sum())
