"""What a view sees of a zone on the skin: its outline in the view's plane, and how much of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viewer.body.atlas import Atlas, Polygon
from viewer.body.frame import Floats, Floats32, Mask
from viewer.body.surface import Surface
from viewer.body.triangles import plane_weights
from viewer.body.views import VIEWS, ViewId

_EDGE_ON = 0.1  # skin that faces the viewer less than this is left out: it gives slivers only
_OUTSIDE_MM = 12.0
_FINE_PIXELS = 40_000  # a zone with more pixels than this is contoured at half resolution
_THINNEST_PX = 2.0


class Seen:
    """The skin as one view sees it.

    Args:
        surface: the skin the atlas was drawn from.
        atlas: its face buffer says what hides what, and which arm steps aside.
    """

    def __init__(self, surface: Surface, atlas: Atlas, view: ViewId) -> None:
        self._surface = surface
        self._view = VIEWS[view]
        self._frame = atlas.frame(view)
        self._faces = atlas.faces(view)
        self._plane = self._view.project(surface.vertices)
        self._facing = (surface.normals @ np.asarray(self._view.toward)).astype(np.float32)

    @cached_property
    def visible(self) -> Mask:
        """(n,) whether each vertex faces the viewer and nothing lies before it."""
        shown = np.zeros(len(self._surface.faces) + 1, dtype=bool)
        shown[self._faces] = True  # -1, no skin, marks the one too many
        found = np.zeros(len(self._surface.vertices), dtype=bool)
        found[self._surface.faces[shown[:-1]].ravel()] = True
        return np.asarray(found & (self._facing > _EDGE_ON))

    def share(self, distance: Floats | Floats32) -> float:
        """How much of a zone this view sees, 0 to 1, by area; 0 for a zone that is empty."""
        area = self._surface.vertex_area_mm2 * (distance < 0.0)
        whole = float(area.sum())
        return float(area[self.visible].sum()) / whole if whole > 0.0 else 0.0

    def rings(self, distance: Floats | Floats32) -> tuple[Polygon, ...]:
        """The outline of what is seen of a zone, as closed rings in mm of the view's plane.

        Rings may be holes: fill them by the even-odd rule.

        Args:
            distance: (n,) signed mm of each vertex, negative inside.
        """
        wanted = (distance < _OUTSIDE_MM) & self.visible
        if not (wanted & (distance < 0.0)).any():
            return ()
        left, top, right, bottom = self._box(self._plane[wanted])
        step = 1 if (right - left) * (bottom - top) <= _FINE_PIXELS else 2
        columns, rows = np.arange(left, right, step), np.arange(top, bottom, step)
        values = self._values(columns, rows, np.minimum(distance, _OUTSIDE_MM).astype(np.float32))

        from contourpy import contour_generator  # imported late: the first picture does without it

        found = []
        for line in contour_generator(z=values).lines(0.0):
            ring = _tidied(np.asarray(line))
            if ring is None:
                continue
            column, row = columns[0] + ring[:, 0] * step, rows[0] + ring[:, 1] * step
            found.append(self._centres(column, row).astype(np.float32))
        return tuple(found)

    def _box(self, plane: Floats) -> tuple[int, int, int, int]:
        frame = self._frame
        column = (plane[:, 0] - frame.left_mm) * frame.screen_sign / frame.mm_per_pixel
        row = (frame.top_mm - plane[:, 1]) / frame.mm_per_pixel
        left, right = int(column.min()) - 6, int(column.max()) + 7
        top, bottom = int(row.min()) - 6, int(row.max()) + 7
        return max(left, 0), max(top, 0), min(right, frame.width), min(bottom, frame.height)

    def _centres(self, column: NDArray[Any], row: NDArray[Any]) -> Floats:
        """The middle of pixels in the view's plane, (k, 2) mm."""
        frame = self._frame
        h_mm = frame.left_mm + frame.screen_sign * (column + 0.5) * frame.mm_per_pixel
        return np.stack([h_mm, frame.top_mm - (row + 0.5) * frame.mm_per_pixel], axis=1)

    def _values(
        self, columns: NDArray[np.intp], rows: NDArray[np.intp], distance: Floats32
    ) -> NDArray[np.float32]:
        """The signed distance at pixel centres, with a rim of outside about it."""
        faces = self._faces[np.ix_(rows, columns)]
        values = np.full(faces.shape, _OUTSIDE_MM, dtype=np.float32)
        row, column = np.nonzero(faces >= 0)
        corners = self._surface.faces[faces[row, column]]
        inside = (distance[corners] < _OUTSIDE_MM).any(axis=1)
        row, column, corners = row[inside], column[inside], corners[inside]
        weights = plane_weights(self._centres(columns[column], rows[row]), self._plane[corners])
        value = np.einsum("ij,ij->i", weights, distance[corners])
        facing = np.einsum("ij,ij->i", weights, self._facing[corners])
        values[row, column] = np.where(facing < _EDGE_ON, _OUTSIDE_MM, value)
        values[0], values[-1], values[:, 0], values[:, -1] = (_OUTSIDE_MM,) * 4
        return values


def _tidied(line: Floats) -> Floats | None:
    """A contour without the stairs of its pixels; None for a sliver. The first point is not repeated."""
    ring = line[:-1]
    if len(ring) < 8:
        return None
    after = np.roll(ring, -1, axis=0)
    area = abs(float((ring[:, 0] * after[:, 1] - ring[:, 1] * after[:, 0]).sum())) / 2.0
    length = float(np.linalg.norm(after - ring, axis=1).sum())
    if 2.0 * area / length < _THINNEST_PX:
        return None
    for _ in range(2):
        ring = 0.25 * np.roll(ring, 1, axis=0) + 0.5 * ring + 0.25 * np.roll(ring, -1, axis=0)
    return ring[::2]
