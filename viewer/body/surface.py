"""The skin: one triangle mesh, its parts and mirror, and measuring on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from viewer.body.frame import Floats, Ints, Mask, unit
from viewer.body.geodesic import SkinGraph
from viewer.body.grid import VertexGrid, expand
from viewer.body.polyline import arc_length, margin, resampled
from viewer.body.triangles import areas, closest_weights, first_hit, vertex_normals

GATE = 1.25
"""How much longer than the straight line the way over the skin may be."""
_GATE_SLACK_MM = 3.0
_WALK_STEP_MM = 4.0
_SMOOTHING_ROUNDS = 30
_OFF_SKIN_MM = 3.0
_LEAPS = (2.0, 4.0, 6.0)
_MIN_TANGENT = 0.15  # the sine under which a direction counts as going straight in or out


class SkinError(ValueError):
    """Something cannot be done on the skin as asked."""


@dataclass(frozen=True, slots=True)
class SkinPoint:
    """A point on the skin; it holds for every build of the body, since only vertices move.

    Attributes:
        face: index of the triangle.
        weights: barycentric weights of its corners.
    """

    face: int
    weights: tuple[float, float, float]


class Surface:
    """The skin of one build of the body.

    Attributes:
        vertices: (n, 3) mm in the body frame.
        faces: (m, 3) vertex ids, outside seen anticlockwise.
        part: (n,) index into ``part_names`` for each vertex.
        mirror: (n,) the vertex of the other side; of itself in the midline.
        normals: (n, 3) outward unit normals.
    """

    def __init__(
        self, vertices: Floats, faces: Ints, part: Ints, part_names: Iterable[str], mirror: Ints
    ) -> None:
        self.vertices: Floats = np.ascontiguousarray(vertices, dtype=np.float64)
        self.faces: Ints = np.ascontiguousarray(faces, dtype=np.int32)
        self.part = np.asarray(part, dtype=np.uint8)
        self.part_names = tuple(str(name) for name in part_names)
        self.mirror: Ints = np.asarray(mirror, dtype=np.intp)
        self.normals: Floats = vertex_normals(self.vertices, self.faces)
        sides = self.vertices[self.faces] - self.vertices[np.roll(self.faces, 1, axis=1)]
        # A point of a triangle is at most this far from its nearest corner.
        self._corner_mm = float(np.sqrt((sides**2).sum(axis=2).max() / 3.0))
        self._parts: dict[frozenset[str], tuple[Mask, Ints]] = {}

    @classmethod
    def load(cls, path: Path) -> Surface:
        """Read ``surface.npz``. Raises OSError or KeyError where it is missing or not one."""
        with np.load(path) as stored:
            return cls(
                stored["vertices"], stored["faces"], stored["part"], stored["part_names"], stored["mirror"]
            )

    @cached_property
    def graph(self) -> SkinGraph:
        """Neighbours along the skin."""
        return SkinGraph(self.vertices, self.faces)

    @cached_property
    def vertex_area_mm2(self) -> Floats:
        """(n,) a third of the triangles about each vertex; they sum to the whole area."""
        third = np.repeat(areas(self.vertices, self.faces) / 3.0, 3)
        summed = np.bincount(self.faces.ravel(), third, minlength=len(self.vertices))
        return np.asarray(summed, dtype=np.float64)

    @cached_property
    def edge_mm(self) -> float:
        """The length of the longest edge."""
        return self._corner_mm * float(np.sqrt(3.0))

    def part_of(self, point: SkinPoint) -> str:
        """The name of the part of the body the point lies on."""
        corner = int(np.argmax(point.weights))
        return self.part_names[int(self.part[self.faces[point.face, corner]])]

    def xyz(self, point: SkinPoint) -> Floats:
        """The point in the body frame, (3,) mm."""
        return np.asarray(np.array(point.weights) @ self.vertices[self.faces[point.face]])

    def normal(self, point: SkinPoint) -> Floats:
        """The outward unit normal at the point, (3,)."""
        return unit(np.array(point.weights) @ self.normals[self.faces[point.face]])

    def mirrored(self, point: SkinPoint) -> SkinPoint:
        """The same place on the other side of the body."""
        wanted = self.mirror[self.faces[point.face]]
        faces = self._faces_of(wanted[:1])
        match = np.flatnonzero((np.sort(self.faces[faces], axis=1) == np.sort(wanted)).all(axis=1))
        if not match.size:  # the mesh is not symmetric here
            return self.nearest(self.xyz(point) * (-1.0, 1.0, 1.0))
        face = int(faces[match[0]])
        weights = dict(zip(wanted.tolist(), point.weights, strict=True))
        a, b, c = (weights[int(v)] for v in self.faces[face])
        return SkinPoint(face, (a, b, c))

    def nearest(self, xyz: Floats, parts: Iterable[str] | None = None) -> SkinPoint:
        """The point of the skin (of some parts of it) that is nearest to ``xyz`` (3,) mm.

        Raises:
            SkinError: no vertex belongs to ``parts``.
        """
        faces, weights = self.nearest_many(np.asarray(xyz, dtype=np.float64)[None], parts)
        return _skin_point(int(faces[0]), weights[0])

    def nearest_many(self, points: Floats, parts: Iterable[str] | None = None) -> tuple[Ints, Floats]:
        """The nearest points of the skin to ``points`` (k, 3): faces (k,) and weights (k, 3)."""
        mask = None if parts is None else self._restrict(parts)[0]
        rows, ids = self._candidates(points, mask)
        gap = self.vertices[ids] - points[rows]
        distance = np.sqrt(np.einsum("ij,ij->i", gap, gap))
        first = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
        closest = np.minimum.reduceat(distance, first)
        # The triangle looked for has a corner within this distance, so all such are tried.
        close = distance <= closest[rows] + self._corner_mm
        rows, ids = rows[close], ids[close]
        counts = self._face_start[ids + 1] - self._face_start[ids]
        rows, faces = np.repeat(rows, counts), self._face_of[expand(self._face_start[ids], counts)]
        if mask is not None:
            inside = mask[self.faces[faces]].any(axis=1)
            rows, faces = rows[inside], faces[inside]
        weights = closest_weights(points[rows], self.vertices[self.faces[faces]])
        gap = np.einsum("ij,ijk->ik", weights, self.vertices[self.faces[faces]]) - points[rows]
        order = np.lexsort((np.einsum("ij,ij->i", gap, gap), rows))
        best = order[np.concatenate([[True], np.diff(rows[order]) > 0])]
        return faces[best].astype(np.intp), weights[best]

    def cast(self, origin: Floats, direction: Floats, parts: Iterable[str] | None = None) -> SkinPoint | None:
        """The first point of the skin on a ray, or None where the ray meets none.

        Args:
            origin: (3,) mm.
            direction: (3,) of any length.
            parts: the parts of the body that count; all where left out.
        """
        origin, direction = np.asarray(origin, dtype=np.float64), unit(direction)
        ids = None if parts is None else self._restrict(parts)[1]
        arm = (self.vertices if ids is None else self.vertices[ids]) - origin
        along = arm @ direction
        # A triangle on the ray has a corner this near to it.
        near = np.einsum("ij,ij->i", arm, arm) - along * along <= self._corner_mm**2 + 1e-6
        close = np.flatnonzero(near & (along > -self.edge_mm))
        faces = self._faces_of(close if ids is None else ids[close])
        if not faces.size:
            return None
        hit = first_hit(origin, direction, self.vertices[self.faces[faces]])
        return None if hit is None else _skin_point(int(faces[hit[0]]), hit[1])

    def path(self, a: SkinPoint, b: SkinPoint, step_mm: float = 5.0) -> Floats:
        """The way over the skin from ``a`` to ``b``, (k, 3) mm in even steps.

        A shortest route through the graph, pulled straight on the skin.

        Raises:
            SkinError: no skin joins the two.
        """
        start, end = self.xyz(a), self.xyz(b)
        if np.linalg.norm(end - start) < 1.0:
            return np.stack([start, end])
        from_ids, to_ids = self.faces[a.face].astype(np.intp), self.faces[b.face].astype(np.intp)
        try:
            route = self.graph.route(
                from_ids,
                np.linalg.norm(self.vertices[from_ids] - start, axis=1),
                to_ids,
                np.linalg.norm(self.vertices[to_ids] - end, axis=1),
            )
        except ValueError as error:
            raise SkinError(str(error)) from None
        line = np.concatenate([start[None], self.vertices[route], end[None]])
        # Coarse steps first: they carry away a long bend, where fine ones take only its corners.
        # Where the skin turns too sharply for them, the fine steps have to do.
        coarse = resampled(self._straightened(resampled(line, 4.0 * step_mm), route), step_mm)
        faces, weights = self.nearest_many(coarse)
        off = np.einsum("ij,ijk->ik", weights, self.vertices[self.faces[faces]]) - coarse
        if np.linalg.norm(off, axis=1).max() < _OFF_SKIN_MM:
            line, route = coarse, np.unique(self.faces[faces])
        return resampled(self._straightened(resampled(line, step_mm), route), step_mm)

    def walk(self, point: SkinPoint, direction: Floats, mm: float) -> SkinPoint:
        """Go ``mm`` along the skin in a direction of the body frame.

        The direction is laid onto the skin anew every few millimetres.

        Raises:
            SkinError: less than half the distance is gained, since the direction runs into or
                out of the body there.
        """
        if mm <= 0.0:
            return point
        direction = unit(direction)
        step = mm / max(1, int(np.ceil(mm / _WALK_STEP_MM)))
        here, left = point, mm
        while left > 0.5 * step:
            moved = self._step(here, direction, step)
            if moved is None:
                break
            here, done = moved
            left -= done
        gained = float(np.linalg.norm(self.xyz(here) - self.xyz(point)))
        if gained < 0.5 * mm:
            raise SkinError(
                f"{mm:.0f} mm are asked and {gained:.0f} mm gained: the direction leaves the skin here"
            )
        return here

    def _step(self, here: SkinPoint, direction: Floats, step: float) -> tuple[SkinPoint, float] | None:
        """One step of a walk and how many mm it takes, or None where there is no going on."""
        xyz, normal = self.xyz(here), self.normal(here)
        tangent = direction - (direction @ normal) * normal
        length = float(np.linalg.norm(tangent))
        if length >= _MIN_TANGENT:
            there = self.nearest(xyz + tangent * (step / length))
            if (self.xyz(there) - xyz) @ direction > 0.05 * step:
                return there, step
        # At the rim of an ear, or in a fold, the way goes on a little further.
        for leap in _LEAPS:
            there = self.nearest(xyz + direction * (leap * step))
            if (self.xyz(there) - xyz) @ direction > 0.5 * leap * step:
                return there, leap * step
        return None

    def distances(self, line: Floats, reach_mm: float) -> tuple[Ints, Floats]:
        """Distances of the skin about a line that lies on it.

        Args:
            line: (k, 3) mm.
            reach_mm: how far to look.

        Returns:
            The vertices within reach and their distances from the line in mm.
        """
        ids, mm, _ = self.band(line, np.zeros(len(line)), reach_mm)
        return ids, mm

    def band(self, line: Floats, radii: Floats, reach_mm: float) -> tuple[Ints, Floats, Floats]:
        """Signed distances of the skin from a band about a line that lies on it.

        The distance is the straight one, as long as the way over the skin is at most a
        quarter longer; else it is the way over the skin, over 1.25. So it neither leaks across
        a gap to another limb nor stops at the border of a part of the body.

        Args:
            line: (k, 3) mm.
            radii: (k,) half width of the band at each point.
            reach_mm: how far beyond the band's edge to look.

        Returns:
            The vertices within reach, their distances from the edge in mm (negative inside) and
            the half width of the band beside them.
        """
        line = np.atleast_2d(np.asarray(line, dtype=np.float64))
        limit = GATE * (float(radii.max()) + reach_mm) + _GATE_SLACK_MM
        sources, start = self._about(line)
        ids, over_skin = self.graph.field(sources, start, limit)
        mm, radius = margin(self.vertices[ids], line, radii)
        mm = np.maximum(mm, (over_skin - _GATE_SLACK_MM) / GATE - radius)
        within = mm <= reach_mm
        return ids[within], mm[within], radius[within]

    def _about(self, line: Floats) -> tuple[Ints, Floats]:
        """Vertices about each point of a line on the skin and their distances from it."""
        faces, _ = self.nearest_many(line)
        corners = self.faces[faces].astype(np.intp)
        mm = np.linalg.norm(self.vertices[corners] - line[:, None], axis=2)
        return corners.ravel(), mm.ravel()

    def _straightened(self, line: Floats, about: Ints) -> Floats:
        """``line`` pulled straight, while it stays on the skin about some vertices."""
        near = self.graph.ring(self.graph.ring(about))
        vertices, normals = self.vertices[near], self.normals[near]
        for round_ in range(_SMOOTHING_ROUNDS):
            line[1:-1] = 0.25 * line[:-2] + 0.5 * line[1:-1] + 0.25 * line[2:]
            if round_ % 3 == 2 and len(line) > 2:
                line[1:-1] = _pressed(line[1:-1], vertices, normals)
        return line

    def _candidates(self, points: Floats, mask: Mask | None) -> tuple[Ints, Ints]:
        rows, ids = self._grid.near(points)
        if mask is not None:
            keep = mask[ids]
            rows, ids = rows[keep], ids[keep]
        gap = self.vertices[ids] - points[rows]
        squared = np.full(len(points), np.inf)
        np.minimum.at(squared, rows, np.einsum("ij,ij->i", gap, gap))
        far = np.flatnonzero(np.sqrt(squared) > self._corner_mm * 1.05)
        if not far.size:
            return rows, ids
        # A point away from the skin: the grid may have missed what is nearest.
        keep = ~np.isin(rows, far)
        all_rows, all_ids = [rows[keep]], [ids[keep]]
        pool = np.flatnonzero(mask) if mask is not None else np.arange(len(self.vertices))
        if not pool.size:
            raise SkinError("no skin belongs to these parts of the body")
        for row in far:
            mm = np.linalg.norm(self.vertices[pool] - points[row], axis=1)
            close = pool[mm <= mm.min() + self._corner_mm]
            all_rows.append(np.full(len(close), row))
            all_ids.append(close)
        rows, ids = np.concatenate(all_rows), np.concatenate(all_ids)
        order = np.argsort(rows, kind="stable")
        return rows[order], ids[order]

    def _restrict(self, parts: Iterable[str]) -> tuple[Mask, Ints]:
        key = frozenset(parts)
        if key not in self._parts:
            mask = np.isin(self.part, [i for i, name in enumerate(self.part_names) if name in key])
            self._parts[key] = mask, np.flatnonzero(mask)
        return self._parts[key]

    def _faces_of(self, ids: Ints) -> Ints:
        counts = self._face_start[ids + 1] - self._face_start[ids]
        return np.unique(self._face_of[expand(self._face_start[ids], counts)])

    @cached_property
    def _grid(self) -> VertexGrid:
        # Wide enough that for a point on the skin every triangle in question is seen.
        return VertexGrid(self.vertices, 2.1 * self._corner_mm)

    @cached_property
    def _face_of(self) -> Ints:
        return np.argsort(self.faces.ravel(), kind="stable").astype(np.int32) // 3

    @cached_property
    def _face_start(self) -> Ints:
        counts = np.bincount(self.faces.ravel(), minlength=len(self.vertices))
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def length_mm(line: Floats) -> float:
    """The length of a line (k, 3)."""
    return float(arc_length(line)[-1])


def _pressed(points: Floats, vertices: Floats, normals: Floats) -> Floats:
    """``points`` moved onto the planes of the three vertices nearest to each."""
    centre = points.mean(axis=0)
    p, q = (points - centre).astype(np.float32), (vertices - centre).astype(np.float32)
    squared = np.einsum("ij,ij->i", q, q) - 2.0 * (p @ q.T)
    count = min(3, len(vertices))
    nearest = np.argpartition(squared, count - 1, axis=1)[:, :count]
    gap = points[:, None] - vertices[nearest]
    weight = 1.0 / (np.einsum("ijk,ijk->ij", gap, gap) + 1.0)
    weight /= weight.sum(axis=1, keepdims=True)
    height = (np.einsum("ijk,ijk->ij", gap, normals[nearest]) * weight).sum(axis=1)
    return np.asarray(points - height[:, None] * unit((normals[nearest] * weight[..., None]).sum(axis=1)))


def _skin_point(face: int, weights: Floats) -> SkinPoint:
    a, b, c = (float(w) for w in weights)
    return SkinPoint(face, (a, b, c))
