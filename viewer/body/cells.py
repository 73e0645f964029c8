"""Cells of the skin: intensities as short vectors, and the algebra of patterns."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from viewer.body.frame import Floats, Floats32, Ints


class Cells:
    """Graded cells that tile the skin, smaller where the body is finely made.

    A vector holds the mean intensity over each cell, so that areas come out exact however
    coarse the cells are.

    Attributes:
        cell: (n,) the cell of each vertex.
        count: how many cells there are.
        area_mm2: (count,) the area of each.
        mirror: (count,) the cell of the other side; left and right cells are mirror images.

    Args:
        vertex_mirror: (n,) the vertex of the other side of each vertex.
    """

    def __init__(self, cell: Ints, vertex_area_mm2: Floats, vertex_mirror: Ints | None = None) -> None:
        self.cell = np.asarray(cell, dtype=np.int32)
        self.count = int(self.cell.max()) + 1
        self._weight = vertex_area_mm2
        area = np.bincount(self.cell, vertex_area_mm2, minlength=self.count)
        self.area_mm2: Floats = np.asarray(area, dtype=np.float64)
        self.mirror: Ints = np.arange(self.count) if vertex_mirror is None else self._mirrored(vertex_mirror)

    @classmethod
    def load(cls, path: Path, vertex_area_mm2: Floats, vertex_mirror: Ints | None = None) -> Cells:
        """Read ``cells.npz``."""
        with np.load(path) as stored:
            return cls(stored["cell"], vertex_area_mm2, vertex_mirror)

    def _mirrored(self, vertex_mirror: Ints) -> Ints:
        """The cell that most of each cell's area is mirrored to; the midline's vertices are of the left."""
        pair = self.cell.astype(np.int64) * self.count + self.cell[vertex_mirror]
        pairs, inverse = np.unique(pair, return_inverse=True)
        area = np.bincount(inverse.ravel(), self._weight)
        order = np.argsort(area, kind="stable")  # the largest is written last, and stays
        found = np.arange(self.count)
        found[pairs[order] // self.count] = pairs[order] % self.count
        return found

    def vector(self, intensity: Floats | Floats32) -> Floats32:
        """The mean over each cell, (count,), of an intensity (n,) of the vertices."""
        total = np.bincount(self.cell, self._weight * intensity, minlength=self.count)
        return (total / np.maximum(self.area_mm2, 1e-9)).astype(np.float32)

    def area(self, vector: Floats32) -> float:
        """The area a vector covers, in mm²."""
        return float(self.area_mm2 @ vector)

    def overlap(self, a: Floats32, b: Floats32) -> float:
        """How alike two vectors are: the area both cover over the area either covers, 0 to 1."""
        return overlap(self.area_mm2, a, b)

    def share(self, whole: Floats32, covered_by: Floats32) -> float:
        """How much of ``whole`` lies in ``covered_by``, 0 to 1."""
        area = float(self.area_mm2 @ whole)
        return float(self.area_mm2 @ np.minimum(whole, covered_by)) / area if area > 0.0 else 0.0


def overlap(area_mm2: Floats, a: Floats32, b: Floats32) -> float:
    """The area two vectors both cover over the area either covers, 0 to 1; 0 where neither covers any."""
    either = float(area_mm2 @ np.maximum(a, b))
    return float(area_mm2 @ np.minimum(a, b)) / either if either > 0.0 else 0.0
