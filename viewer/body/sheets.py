"""Fibre sheets: the muscles' geometry, as the build leaves it in ``assets/body/sheets.npz``.

A part is a grid of fibres of the left side: rows run along them from origin (0) to insertion
(1), columns across from edge to edge. With its thickness it is a closed body. The right side
is the mirror (x → −x): mirror the query, not the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]
Faces: TypeAlias = NDArray[np.int32]

_NEIGHBOUR_ROWS = ((0, 0), (0, -1), (-1, 0), (-1, -1))


@dataclass(frozen=True, slots=True)
class Foot:
    """The place of a part's mid-surface that is nearest to a point.

    Attributes:
        along, across: fractions of the part.
        xyz: (3,) the place itself.
        gap_mm: from the point to the place.
        thickness_mm: of the muscle there.
    """

    along: float
    across: float
    xyz: Floats
    gap_mm: float
    thickness_mm: float

    @property
    def outside_mm(self) -> float:
        """How far the point lies outside the muscle's thickness; 0 inside."""
        return max(0.0, self.gap_mm - self.thickness_mm / 2)


class Part:
    """One fibre sheet of a muscle.

    Attributes:
        id: ``main`` for a muscle of one part.
        grid: (nt, nu, 3) mid-surface of the left side, body millimetres.
        thickness: (nt, nu) full thickness in millimetres.
        tendon: fractions along where the origin's tendon ends and the insertion's begins.
        bands: fractions along where tendinous bands cross the fibres.
    """

    def __init__(
        self,
        part_id: str,
        grid: ArrayLike,
        thickness: ArrayLike,
        tendon: tuple[float, float] = (0.0, 1.0),
        bands: tuple[float, ...] = (),
    ) -> None:
        self.id = part_id
        self.grid: Floats = np.asarray(grid, np.float64)
        self.thickness: Floats = np.asarray(thickness, np.float64)
        if self.grid.ndim != 3 or self.grid.shape[2] != 3 or self.thickness.shape != self.grid.shape[:2]:
            raise ValueError(f"part {part_id}: grid {self.grid.shape}, thickness {self.thickness.shape}")
        self.tendon, self.bands = tendon, bands

    def at(self, along: float, across: float) -> Floats:
        """Mid-surface at fractions of the part, (3,); fractions are clipped to 0 … 1."""
        (i, ti), (j, uj) = self._cell(along, 0), self._cell(across, 1)
        g = self.grid
        near = g[i, j] * (1 - uj) + g[i, j + 1] * uj
        far = g[i + 1, j] * (1 - uj) + g[i + 1, j + 1] * uj
        point: Floats = near * (1 - ti) + far * ti
        return point

    def thickness_at(self, along: float, across: float) -> float:
        """Full thickness in millimetres at fractions of the part."""
        (i, ti), (j, uj) = self._cell(along, 0), self._cell(across, 1)
        h = self.thickness
        near = h[i, j] * (1 - uj) + h[i, j + 1] * uj
        far = h[i + 1, j] * (1 - uj) + h[i + 1, j + 1] * uj
        return float(near * (1 - ti) + far * ti)

    def fibre_direction(self, along: float, across: float) -> Floats:
        """Unit vector along the fibres toward the insertion, (3,)."""
        step = 0.5 / (len(self.grid) - 1)
        run = self.at(min(1.0, along + step), across) - self.at(max(0.0, along - step), across)
        unit: Floats = run / max(float(np.linalg.norm(run)), 1e-9)
        return unit

    def normals(self) -> Floats:
        """Unit normals of the mid-surface, along × across, (nt, nu, 3)."""
        normal = np.cross(np.gradient(self.grid, axis=0), np.gradient(self.grid, axis=1))
        # where fibres meet in a point the cross product vanishes: borrow from the neighbours
        for axis in (0, 1):
            ahead, behind = np.roll(normal, -1, axis), np.roll(normal, 1, axis)
            edge: list[slice | int] = [slice(None)] * 2
            edge[axis] = -1
            ahead[tuple(edge)] = normal[tuple(edge)]
            edge[axis] = 0
            behind[tuple(edge)] = normal[tuple(edge)]
            normal = 0.5 * normal + 0.25 * (ahead + behind)
        unit: Floats = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
        return unit

    def foot(self, xyz: ArrayLike) -> Foot:
        """The nearest place of the mid-surface to one point of the left side."""
        point = np.asarray(xyz, np.float64)
        nt, nu = self.grid.shape[:2]
        squared = ((self.grid - point) ** 2).sum(-1)
        i, j = divmod(int(squared.argmin()), nu)
        best: tuple[float, float, float, Floats] | None = None
        for di, dj in _NEIGHBOUR_ROWS:
            a, b = i + di, j + dj
            if not (0 <= a < nt - 1 and 0 <= b < nu - 1):
                continue
            q = self.grid[a : a + 2, b : b + 2]
            for corners, places in (
                ((q[0, 0], q[1, 0], q[0, 1]), ((0, 0), (1, 0), (0, 1))),
                ((q[1, 1], q[0, 1], q[1, 0]), ((1, 1), (0, 1), (1, 0))),
            ):
                weights = _triangle_weights(point, corners)
                near: Floats = weights[0] * corners[0] + weights[1] * corners[1] + weights[2] * corners[2]
                gap = float(np.linalg.norm(point - near))
                if best is None or gap < best[0]:
                    t = sum(w * p[0] for w, p in zip(weights, places, strict=True))
                    u = sum(w * p[1] for w, p in zip(weights, places, strict=True))
                    best = (gap, (a + t) / (nt - 1), (b + u) / (nu - 1), near)
        assert best is not None
        gap, along, across, near = best
        return Foot(along, across, near, gap, self.thickness_at(along, across))

    def distance(self, xyz: ArrayLike) -> float:
        """Millimetres from a point of the left side to the muscle, 0 inside its thickness."""
        return self.foot(xyz).outside_mm

    def closed_mesh(self) -> tuple[Floats, Faces]:
        """Front face, back face and rim as one closed mesh, wound outward.

        Returns:
            vertices (2·nt·nu, 3): the front face's grid first, row by row, then the back's; and faces.
        """
        nt, nu = self.grid.shape[:2]
        half = self.normals() * self.thickness[..., None] / 2
        vertices = np.concatenate([(self.grid + half).reshape(-1, 3), (self.grid - half).reshape(-1, 3)])
        index = np.arange(nt * nu, dtype=np.int32).reshape(nt, nu)
        quads = np.stack([index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]], -1).reshape(-1, 4)
        back = quads[:, ::-1] + nt * nu
        loop = np.concatenate([index[0, :-1], index[:-1, -1], index[-1, :0:-1], index[:0:-1, 0]])
        ahead = np.roll(loop, -1)
        rim = np.stack([loop, ahead, ahead + nt * nu, loop + nt * nu], -1)
        every = np.concatenate([quads, back, rim])
        faces = np.concatenate([every[:, [0, 1, 2]], every[:, [0, 2, 3]]]).astype(np.int32)
        return vertices, faces

    def _cell(self, fraction: float, axis: int) -> tuple[int, float]:
        last = self.grid.shape[axis] - 1
        place = min(max(fraction, 0.0), 1.0) * last
        low = min(int(place), last - 1)
        return low, place - low


@dataclass(frozen=True, slots=True)
class Sheet:
    """A muscle's geometry: its parts by id, in the order of the data.

    Every query is about the left side.
    """

    id: str
    parts: Mapping[str, Part]

    def at(self, along: float, across: float, part: str | None = None) -> Floats:
        """Mid-surface at fractions of a part, (3,); the first part where none is named.

        Raises:
            KeyError: for a part that the muscle does not have.
        """
        return self._named(part).at(along, across)

    def fibre_direction(self, along: float, across: float, part: str | None = None) -> Floats:
        """Unit vector along the fibres toward the insertion, (3,)."""
        return self._named(part).fibre_direction(along, across)

    def coordinates(self, xyz: ArrayLike) -> tuple[str, float, float]:
        """(part, along, across) of the place of the muscle nearest to a point."""
        part, foot = min(
            ((p.id, p.foot(xyz)) for p in self.parts.values()), key=lambda pair: pair[1].outside_mm
        )
        return part, foot.along, foot.across

    def distance(self, xyz: ArrayLike) -> float:
        """Millimetres from a point to the muscle, 0 inside its thickness."""
        return min(part.distance(xyz) for part in self.parts.values())

    def closed_mesh(self, part: str | None = None) -> tuple[Floats, Faces]:
        """A part as a closed mesh: see ``Part.closed_mesh``."""
        return self._named(part).closed_mesh()

    def _named(self, part: str | None) -> Part:
        if part is None:
            return next(iter(self.parts.values()))
        return self.parts[part]


class Sheets(Mapping[str, Sheet]):
    """All sheets of ``sheets.npz`` by muscle id; each is read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._file = np.load(path, allow_pickle=False)
        self._parts: dict[str, list[str]] = {}
        for name in self._file["names"]:
            muscle, part = str(name).split("/")
            self._parts.setdefault(muscle, []).append(part)
        self._read: dict[str, Sheet] = {}

    def __getitem__(self, muscle: str) -> Sheet:
        if muscle not in self._read:
            parts = {part: self._load(f"{muscle}/{part}", part) for part in self._parts[muscle]}
            self._read[muscle] = Sheet(muscle, parts)
        return self._read[muscle]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def _load(self, name: str, part: str) -> Part:
        start, end = (float(v) for v in self._file[f"{name}/tendon"])
        return Part(
            part,
            self._file[f"{name}/grid"],
            self._file[f"{name}/thickness"],
            (start, end),
            tuple(float(v) for v in self._file[f"{name}/bands"]),
        )


def _triangle_weights(point: Floats, corners: tuple[Floats, Floats, Floats]) -> tuple[float, float, float]:
    """Barycentric weights of the point of a triangle nearest to ``point``, by its Voronoi regions."""
    a, b, c = corners
    ab, ac, ap = b - a, c - a, point - a
    d1, d2 = float(ab @ ap), float(ac @ ap)
    if d1 <= 0 and d2 <= 0:
        return 1.0, 0.0, 0.0
    bp = point - b
    d3, d4 = float(ab @ bp), float(ac @ bp)
    if d3 >= 0 and d4 <= d3:
        return 0.0, 1.0, 0.0
    vc = d1 * d4 - d3 * d2
    if vc <= 0 and d1 >= 0 and d3 <= 0:
        v = d1 / max(d1 - d3, 1e-12)
        return 1 - v, v, 0.0
    cp = point - c
    d5, d6 = float(ab @ cp), float(ac @ cp)
    if d6 >= 0 and d5 <= d6:
        return 0.0, 0.0, 1.0
    vb = d5 * d2 - d1 * d6
    if vb <= 0 and d2 >= 0 and d6 <= 0:
        w = d2 / max(d2 - d6, 1e-12)
        return 1 - w, 0.0, w
    va = d3 * d6 - d5 * d4
    if va <= 0 and d4 - d3 >= 0 and d5 - d6 >= 0:
        w = (d4 - d3) / max((d4 - d3) + (d5 - d6), 1e-12)
        return 0.0, 1 - w, w
    total = max(va + vb + vc, 1e-12)
    return va / total, vb / total, vc / total
