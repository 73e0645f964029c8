"""What lies beneath a place of a view, in order, along the direction in which one looks.

The order alone: how deep a thing lies differs between people, and nothing here is for measuring.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.body.frame import Floats, Ints
from viewer.body.records import Side
from viewer.body.views import VIEWS, ViewId

_SIDES: tuple[Side, ...] = ("right", "left")
_REACH_MM = 150.0
_OUTSIDE_MM = 6.0
"""What is drawn so far outside the skin still counts as beneath it."""
_NEAR_MM = 3.0


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that is passed; the side of what lies in the midline is None."""

    kind: Literal["region", "muscle", "structure", "bone"]
    id: str
    side: Side | None


class _Mesh:
    """A mesh that lines along the views' directions are passed through.

    Args:
        vertices: (n, 3) mm.
        faces: (m, 3).
    """

    def __init__(self, vertices: Floats, faces: Ints) -> None:
        self._vertices, self.faces = np.asarray(vertices, np.float64), faces
        self._seen: dict[ViewId, tuple[NDArray[np.float64], ...]] = {}

    def crossings(self, view: ViewId, h: float, v: float) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Where a line crosses: nearness to the viewer in mm, the nearest first, and the faces."""
        corners, low, high = self._of(view)
        boxed = (low[0] <= h) & (h <= high[0]) & (low[1] <= v) & (v <= high[1])
        near = np.flatnonzero(boxed)
        a, b, c = (corners[near, k] for k in range(3))
        d1, d2 = b - a, c - a
        area = d1[:, 0] * d2[:, 1] - d1[:, 1] * d2[:, 0]
        flat = np.abs(area) < 1e-9
        inverse = 1.0 / np.where(flat, 1.0, area)
        x, y = h - a[:, 0], v - a[:, 1]
        s, t = (x * d2[:, 1] - y * d2[:, 0]) * inverse, (y * d1[:, 0] - x * d1[:, 1]) * inverse
        hit = ~flat & (s >= -1e-6) & (t >= -1e-6) & (s + t <= 1.0 + 1e-6)
        depth = (a[:, 2] + s * d1[:, 2] + t * d2[:, 2])[hit]
        order = np.argsort(-depth)
        return depth[order], near[hit][order]

    def _of(self, view: ViewId) -> tuple[NDArray[np.float64], ...]:
        if view not in self._seen:
            looks = VIEWS[view]
            flat = np.column_stack([looks.project(self._vertices), looks.depth(self._vertices)])
            corners = flat[self.faces]
            plane = corners[..., :2]
            self._seen[view] = (
                corners, np.ascontiguousarray(plane.min(axis=1).T), np.ascontiguousarray(plane.max(axis=1).T)
            )  # fmt: skip
        return self._seen[view]


class Needle:
    """Passes straight lines through a body. Keeps the meshes that it has needed."""

    def __init__(self, body: Body, atlas: Atlas) -> None:
        self._body, self._atlas = body, atlas
        self._muscles: dict[str, _Mesh | None] = {}
        self._boxes: dict[ViewId, dict[str, NDArray[np.float64]]] = {}

    def warm(self, view: ViewId) -> None:
        """Read what a view needs, as on a thread while nobody waits."""
        self.passed(view, 60.0, 1000.0)

    def passed(self, view: ViewId, h: float, v: float) -> list[Passed]:
        """What a line passes from the skin on: region, muscles, structures, and the first bone.

        Empty where there is no skin. Ends at a bone, where the line leaves the body, or after
        the length of the longest needle.

        Args:
            h, v: the place in the view's plane, mm.
        """
        pixel = self._atlas.pixel(view, h, v)
        face = int(self._atlas.faces(view)[pixel[1], pixel[0]]) if pixel else -1
        if face < 0 or pixel is None:
            return []
        surface = self._body.surface
        seen = float(VIEWS[view].depth(surface.vertices[surface.faces[face]].mean(axis=0)))
        begin, end = self._inside(view, h, v, seen)
        found: list[tuple[float, Passed]] = []
        for muscle, side in self._near(view, h, v):
            depth = self._first(self._mesh(muscle), view, h, v, side, begin)
            if depth is not None:
                found.append((depth, Passed("muscle", muscle, None if self._midline(muscle) else side)))
        for id, halves in self._structures.items():
            for mesh, own in halves:
                depth = self._first(mesh, view, h, v, "left", begin)
                if depth is not None:
                    found.append((depth, Passed("structure", id, own)))
        bone = self._bone(view, h, v, begin)
        if bone is not None:
            end = max(end, bone[0])
            found.append(bone)
        kept = sorted((each for each in found if each[0] >= end), key=lambda each: -each[0])
        return [*self._region(view, pixel), *(passed for _, passed in kept)]

    def _inside(self, view: ViewId, h: float, v: float, seen: float) -> tuple[float, float]:
        """Where the line enters the skin that is seen, and where it must end."""
        depths, _ = self._skin.crossings(view, h, v)
        if not len(depths):
            return seen, seen - _REACH_MM
        begin = float(depths[np.argmin(np.abs(depths - seen))])
        out = depths[depths < begin - _NEAR_MM]
        return begin, max(begin - _REACH_MM, float(out[0]) if len(out) else -np.inf)

    def _first(
        self, mesh: _Mesh | None, view: ViewId, h: float, v: float, side: Side, begin: float
    ) -> float | None:
        if mesh is None:
            return None
        seen, across = (VIEWS[view].mirrored, _mirrored(view, h)) if side == "right" else (view, h)
        depths, _ = mesh.crossings(seen, across, v)
        depths = depths[depths <= begin + _OUTSIDE_MM]
        return float(depths[0]) if len(depths) else None

    def _near(self, view: ViewId, h: float, v: float) -> list[tuple[str, Side]]:
        """The muscles whose outline's box holds a place, with the side that they are of."""
        found: list[tuple[str, Side]] = []
        for side in _SIDES:
            seen, across = (VIEWS[view].mirrored, _mirrored(view, h)) if side == "right" else (view, h)
            for muscle, box in self._boxes_of(seen).items():
                if box[0] <= across <= box[2] and box[1] <= v <= box[3]:
                    found.append((muscle, side))
        return found

    def _boxes_of(self, view: ViewId) -> dict[str, NDArray[np.float64]]:
        if view not in self._boxes:
            boxes = {}
            for entry in self._atlas.table:
                rings = self._atlas.outline(entry.id, view).whole if entry.kind == "muscle" else ()
                if rings:
                    corners = np.concatenate(rings).astype(np.float64)
                    boxes[entry.id] = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
            self._boxes[view] = boxes
        return self._boxes[view]

    def _mesh(self, muscle: str) -> _Mesh | None:
        if muscle not in self._muscles:
            sheet = self._body.sheets.get(muscle)
            self._muscles[muscle] = _Mesh(*sheet.closed_mesh()) if sheet is not None else None
        return self._muscles[muscle]

    def _midline(self, muscle: str) -> bool:
        return self._atlas.table[self._atlas.numbers[muscle]].midline

    @cached_property
    def _skin(self) -> _Mesh:
        return _Mesh(self._body.surface.vertices, self._body.surface.faces)

    @cached_property
    def _structures(self) -> dict[str, list[tuple[_Mesh, Side | None]]]:
        """For each structure its halves as they lie, with the side of each."""
        found: dict[str, list[tuple[_Mesh, Side | None]]] = {}
        for id, each in self._body.structures.items():
            right = each.right if each.right is not None else np.zeros(len(each.faces), dtype=bool)
            paired = bool(right.any())
            halves = [(_Mesh(each.vertices, each.faces[~right]), "left" if paired else None)]
            if paired:
                halves.append((_Mesh(each.vertices, each.faces[right]), "right"))
            found[id] = halves  # type: ignore[assignment]
        return found

    @cached_property
    def _skeleton(self) -> tuple[_Mesh, NDArray[np.int_], list[str]]:
        with np.load(self._body.folder / "skeleton.npz") as stored:
            faces = stored["faces"].astype(np.int64)
            bones = stored["bone"][faces[:, 0]].astype(np.int_)
            return _Mesh(stored["vertices"], faces), bones, stored["bone_names"].tolist()

    def _bone(self, view: ViewId, h: float, v: float, begin: float) -> tuple[float, Passed] | None:
        mesh, bones, names = self._skeleton
        depths, faces = mesh.crossings(view, h, v)
        beneath = np.flatnonzero(depths <= begin + _OUTSIDE_MM)
        if not len(beneath):
            return None
        at = beneath[0]
        name = names[bones[faces[at]]]
        side: Side | None = {"_l": "left", "_r": "right"}.get(name[-2:])  # type: ignore[assignment]
        return float(depths[at]), Passed("bone", name[:-2] if side else name, side)

    def _region(self, view: ViewId, pixel: tuple[int, int]) -> list[Passed]:
        code = int(self._atlas.regions(view)[pixel[1], pixel[0]])
        regions = self._body.regions
        number, right = divmod(code - 1, 2)
        if code == 0 or number >= len(regions.ids):
            return []
        side: Side = "right" if right else "left"
        return [Passed("region", regions.ids[number], None if regions.midline[number] else side)]


def _mirrored(view: ViewId, h: float) -> float:
    """The horizontal of the mirror image of a place, in the mirrored view."""
    return -h if VIEWS[view].horizontal_axis == 0 else h
