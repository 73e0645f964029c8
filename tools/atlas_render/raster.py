"""An orthographic z-buffer: for each sample which triangle, and how near."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

FAR = np.float32(-1e9)


@numba.njit(cache=True, nogil=True)
def _fill(points, faces, first, clip, z, face):  # type: ignore[no-untyped-def]
    rows, columns = z.shape
    for f in range(faces.shape[0]):
        i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
        if clip[i] > 0 and clip[j] > 0 and clip[k] > 0:
            continue
        x0, y0 = float(points[i, 0]), float(points[i, 1])
        x1, y1 = float(points[j, 0]) - x0, float(points[j, 1]) - y0
        x2, y2 = float(points[k, 0]) - x0, float(points[k, 1]) - y0
        area = x1 * y2 - x2 * y1
        if abs(area) < 1e-9:
            continue
        left = max(0, int(np.ceil(x0 + min(0.0, x1, x2) - 0.5)))
        right = min(columns - 1, int(np.floor(x0 + max(0.0, x1, x2) - 0.5)))
        top = max(0, int(np.ceil(y0 + min(0.0, y1, y2) - 0.5)))
        bottom = min(rows - 1, int(np.floor(y0 + max(0.0, y1, y2) - 0.5)))
        if left > right or top > bottom:
            continue
        cut = clip[i] > 0 or clip[j] > 0 or clip[k] > 0
        inverse = 1.0 / area
        for y in range(top, bottom + 1):
            dy = y + 0.5 - y0
            for x in range(left, right + 1):
                dx = x + 0.5 - x0
                w1 = (dx * y2 - x2 * dy) * inverse
                w2 = (x1 * dy - dx * y1) * inverse
                w0 = 1.0 - w1 - w2
                if w0 < -1e-7 or w1 < -1e-7 or w2 < -1e-7:
                    continue
                depth = w0 * points[i, 2] + w1 * points[j, 2] + w2 * points[k, 2]
                if depth > z[y, x]:
                    if cut and w0 * clip[i] + w1 * clip[j] + w2 * clip[k] > 0:
                        continue
                    z[y, x] = depth
                    face[y, x] = first + f


@dataclass(slots=True)
class Samples:
    """A z-buffer.

    Attributes:
        z: millimetres toward the viewer ``(rows, columns)``, ``FAR`` where there is nothing.
        face: number of the triangle in the scene, -1 where there is nothing.
    """

    z: NDArray[np.float32]
    face: NDArray[np.int32]

    @staticmethod
    def empty(shape: tuple[int, int]) -> Samples:
        return Samples(np.full(shape, FAR, dtype=np.float32), np.full(shape, -1, dtype=np.int32))

    def copy(self) -> Samples:
        return Samples(self.z.copy(), self.face.copy())

    def draw(
        self,
        points: NDArray[np.float32],
        faces: NDArray[np.int32],
        clip: NDArray[np.float32],
        first: int = 0,
    ) -> None:
        """Draw triangles; what has a positive ``clip`` (of each vertex) is left out.

        Args:
            points: ``(n, 3)`` pixels right, pixels down, millimetres toward the viewer.
            first: number of the first of these triangles in the scene.
        """
        _fill(points, faces, first, clip, self.z, self.face)

    def merge(self, other: Samples, bias_mm: float = 0.0) -> None:
        """Keep whichever is nearer; ``bias_mm`` pushes the other one back for the comparison."""
        _merge(self.z, self.face, other.z, other.face, np.float32(bias_mm))


@numba.njit(cache=True, nogil=True)
def _merge(z, face, other_z, other_face, bias):  # type: ignore[no-untyped-def]
    for y in range(z.shape[0]):
        for x in range(z.shape[1]):
            if other_face[y, x] >= 0 and other_z[y, x] - bias > z[y, x]:
                z[y, x] = other_z[y, x]
                face[y, x] = other_face[y, x]


@numba.njit(cache=True, nogil=True)
def weights(points, i, j, k, x, y):  # type: ignore[no-untyped-def]
    """Barycentric weights of the place ``(x, y)`` in a projected triangle, clamped into it."""
    x0, y0 = float(points[i, 0]), float(points[i, 1])
    x1, y1 = float(points[j, 0]) - x0, float(points[j, 1]) - y0
    x2, y2 = float(points[k, 0]) - x0, float(points[k, 1]) - y0
    area = x1 * y2 - x2 * y1
    if abs(area) < 1e-12:
        return 1.0, 0.0, 0.0
    dx, dy = x - x0, y - y0
    w1 = min(1.0, max(0.0, (dx * y2 - x2 * dy) / area))
    w2 = min(1.0 - w1, max(0.0, (x1 * dy - dx * y1) / area))
    return 1.0 - w1 - w2, w1, w2
