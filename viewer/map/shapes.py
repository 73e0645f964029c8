"""The geometry of trigger points and their zones, as a map needs it: rings, dots, who is seen where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.body.records import Side
from viewer.body.views import VIEWS, ViewId
from viewer.catalog.resolve import CLEAR_MM, ResolvedPoint
from viewer.map.scene import ZoneShape

_FACING = 0.08
_DOT_DEPTH_MM = 6.0
_POINT_DEPTH_MM = 14.0


class Shapes:
    """Answers, from the body and the atlas, where a point and its zones are seen.

    Args:
        resolved: for a point's id the point as geometry, None while it is not resolved; kept.
    """

    def __init__(self, body: Body, atlas: Atlas, resolved: Callable[[str], ResolvedPoint | None]) -> None:
        self._body, self._atlas, self.resolved = body, atlas, resolved
        self._dots: dict[ViewId, tuple[NDArray[np.bool_], NDArray[np.float32]]] = {}
        self._zones: dict[tuple[tuple[str, ...], Side, ViewId], ZoneShape] = {}

    def forget(self) -> None:
        """Drop what came from the catalog, as when it was reloaded or a zone was resolved."""
        self._zones.clear()

    def place(self, point: str, side: Side, view: ViewId) -> tuple[float, float, bool] | None:
        """A point in a view's plane, and whether this view sees it; None while it is not resolved."""
        found = self.resolved(point)
        if found is None:
            return None
        turn = np.array([-1.0 if side == "right" else 1.0, 1.0, 1.0])
        xyz, normal = found.skin_xyz * turn, found.normal * turn
        h, v = VIEWS[view].project(xyz)
        return float(h), float(v), self._seen(view, xyz, normal, _POINT_DEPTH_MM)

    def zone(self, point: str, side: Side, view: ViewId) -> ZoneShape | None:
        """A point's pain pattern in a view; None while it is not resolved."""
        return self.zone_of((point,), side, view)

    def zone_of(self, points: tuple[str, ...], side: Side, view: ViewId) -> ZoneShape | None:
        """The pain patterns of several points as one, each place shown at its surest; None while
        none of them is resolved."""
        key = (points, side, view)
        if key not in self._zones:
            found = [one for one in map(self.resolved, points) if one is not None]
            if not found:
                return None
            if len(points) == 1:
                shape = self._zone(found[0], side, view)
            else:
                ones = (self.zone(one, side, view) for one in points)
                shape = self._united(found, [one for one in ones if one is not None])
            if len(found) < len(points):
                return shape
            self._zones[key] = shape
        return self._zones[key]

    def _united(self, found: Sequence[ResolvedPoint], shapes: Sequence[ZoneShape]) -> ZoneShape:
        essential, spillover = QPainterPath(), QPainterPath()
        for shape in shapes:
            essential, spillover = essential.united(shape.essential), spillover.united(shape.spillover)
        ranks, first = np.unique(np.concatenate([shape.ranks for shape in shapes]), return_index=True)
        dots = np.concatenate([shape.dots for shape in shapes])[first]
        # What one point refers surely is not dotted for another, who refers it now and then.
        count = len(self._body.surface.vertices)
        nearest = np.min([one.essential.dense(count) for one in found], axis=0)
        left_over = self._body.dots.values(nearest, ranks) > CLEAR_MM
        return ZoneShape.of(_rings(essential), _rings(spillover), dots[left_over], ranks[left_over])

    def _zone(self, found: ResolvedPoint, side: Side, view: ViewId) -> ZoneShape:
        seen = VIEWS[view].mirrored if side == "right" else view
        # In the side views the plane is (z, y): the mirror changes the view and no number.
        flip = np.float32(-1.0 if side == "right" and seen == view else 1.0)
        turn = np.array([flip, 1.0], np.float32)
        visible, places = self._visible_dots(seen)
        dots = found.dots[visible[found.dots]]
        outlines = found.outline(view, side)
        return ZoneShape.of(
            outlines.essential, outlines.spillover, places[dots] * turn, dots.astype(np.int32)
        )

    def _visible_dots(self, view: ViewId) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
        """Which of the body's dots a view sees, and where they all lie in its plane."""
        if view not in self._dots:
            dots, looks = self._body.dots, VIEWS[view]
            places = looks.project(dots.xyz)
            facing = dots.normals @ np.asarray(looks.toward) > _FACING
            # Both ways: in a side view the arm steps aside, and what is on it floats before the trunk.
            near = np.abs(looks.depth(dots.xyz) - self._skin_depth(view, places)) < _DOT_DEPTH_MM
            self._dots[view] = (facing & near, places.astype(np.float32))
        return self._dots[view]

    def _seen(
        self, view: ViewId, xyz: NDArray[np.float64], normal: NDArray[np.float64], depth_mm: float
    ) -> bool:
        looks = VIEWS[view]
        if float(normal @ np.asarray(looks.toward)) <= 0.0:
            return False
        front = self._skin_depth(view, looks.project(xyz)[None])[0]
        return bool(abs(looks.depth(xyz) - front) < depth_mm)

    def _skin_depth(self, view: ViewId, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """How near to the viewer the skin is at places (n, 2) of a view's plane; −inf without skin."""
        frame, faces = self._atlas.frame(view), self._atlas.faces(view)
        columns = ((places[:, 0] - frame.left_mm) * frame.screen_sign / frame.mm_per_pixel).astype(np.intp)
        rows = ((frame.top_mm - places[:, 1]) / frame.mm_per_pixel).astype(np.intp)
        face = faces[np.clip(rows, 0, frame.height - 1), np.clip(columns, 0, frame.width - 1)]
        surface = self._body.surface
        middle = surface.vertices[surface.faces[np.maximum(face, 0)]].mean(axis=1)
        return np.where(face >= 0, VIEWS[view].depth(middle), -np.inf)


def _rings(path: QPainterPath) -> list[NDArray[np.float32]]:
    return [
        np.array([(corner.x(), corner.y()) for corner in polygon], np.float32)
        for polygon in path.toSubpathPolygons()
    ]
