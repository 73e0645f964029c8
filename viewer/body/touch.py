"""Where on the skin a place of a view's plane lies."""

from __future__ import annotations

import numpy as np

from viewer.body.atlas import Atlas
from viewer.body.frame import Floats
from viewer.body.surface import Surface
from viewer.body.triangles import plane_weights
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
        weights = plane_weights(np.array([[h_mm, v_mm]]), plane[None])[0]
        told = self._reference.vertices[self._reference.faces[face]]
        return np.asarray(weights @ told, dtype=np.float64)
