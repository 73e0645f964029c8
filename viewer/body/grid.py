"""A uniform grid of the skin's vertices, for finding those near a point."""

from __future__ import annotations

import numpy as np

from viewer.body.frame import Floats, Ints


class VertexGrid:
    """Vertices by cubic cells.

    Args:
        vertices: (n, 3) mm.
        cell_mm: edge of a cell; all vertices within it of a point lie in the 27 cells about the point.
    """

    def __init__(self, vertices: Floats, cell_mm: float) -> None:
        self._vertices = vertices
        self._cell_mm = cell_mm
        self._low = vertices.min(axis=0) - cell_mm
        cells = np.floor((vertices - self._low) / cell_mm).astype(np.intp)
        self._shape = cells.max(axis=0) + 2
        keys = self._key(cells)
        self._order = np.argsort(keys, kind="stable").astype(np.int32)
        counts = np.bincount(keys, minlength=int(np.prod(self._shape)))
        self._start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        # Cells that follow each other in z lie next to each other in the order, so that
        # nine runs of three cells are read rather than 27 cells.
        steps = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)], dtype=np.intp)
        self._runs = steps

    def near(self, points: Floats) -> tuple[Ints, Ints]:
        """Candidate pairs: row of ``points`` (k, 3) and vertex, rows ascending.

        Every vertex within ``cell_mm`` of a point is among them, and some further away.
        """
        cells = np.floor((points - self._low) / self._cell_mm).astype(np.intp)
        inside = ((cells >= -1) & (cells <= self._shape)).all(axis=1)
        columns = cells[:, None, :2] + self._runs[None]  # (k, 9, 2)
        z0 = np.clip(cells[:, 2] - 1, 0, self._shape[2] - 1)
        z1 = np.clip(cells[:, 2] + 1, 0, self._shape[2] - 1)
        valid = ((columns >= 0) & (columns < self._shape[:2])).all(axis=2) & inside[:, None]
        base = (columns[..., 0] * self._shape[1] + columns[..., 1]) * self._shape[2]
        base = np.where(valid, base, 0)
        first = self._start[base + z0[:, None]]
        last = self._start[base + z1[:, None] + 1]
        counts = np.where(valid, last - first, 0).ravel()
        rows = np.repeat(np.repeat(np.arange(len(points)), 9), counts)
        return rows, self._order[expand(first.ravel(), counts)]

    def _key(self, cells: Ints) -> Ints:
        return np.asarray((cells[:, 0] * self._shape[1] + cells[:, 1]) * self._shape[2] + cells[:, 2])


def expand(first: Ints, counts: Ints) -> Ints:
    """The runs ``first[i] … first[i] + counts[i] - 1``, one after another."""
    total = int(counts.sum())
    ends = np.cumsum(counts)
    return np.asarray(np.repeat(first - (ends - counts), counts) + np.arange(total))
