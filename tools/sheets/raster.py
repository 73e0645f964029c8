"""A small orthographic z-buffer, for looking at the sheets while they are made."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_UP = (0.0, 1.0, 0.0)
# view: (to the right of the picture, up in it, toward the viewer)
_FRAMES = {
    "anterior": ((1.0, 0.0, 0.0), _UP, (0.0, 0.0, 1.0)),
    "posterior": ((-1.0, 0.0, 0.0), _UP, (0.0, 0.0, -1.0)),
    "left_lateral": ((0.0, 0.0, -1.0), _UP, (1.0, 0.0, 0.0)),
    "medial": ((0.0, 0.0, 1.0), _UP, (-1.0, 0.0, 0.0)),
    "superior": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)),
    "inferior": ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, -1.0, 0.0)),
}
VIEWS = tuple(_FRAMES)


@numba.njit(cache=True)  # type: ignore[untyped-decorator]
def _fill(points, faces, depth, face_of, weights):  # type: ignore[no-untyped-def]
    height, width = depth.shape
    for f in range(faces.shape[0]):
        i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
        x0, y0, x1, y1, x2, y2 = (
            points[i, 0], points[i, 1], points[j, 0], points[j, 1], points[k, 0], points[k, 1],
        )  # fmt: skip
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if abs(area) < 1e-12:
            continue
        left, right = max(0, int(np.ceil(min(x0, x1, x2)))), min(width - 1, int(max(x0, x1, x2)))
        top, bottom = max(0, int(np.ceil(min(y0, y1, y2)))), min(height - 1, int(max(y0, y1, y2)))
        for y in range(top, bottom + 1):
            for x in range(left, right + 1):
                w1 = ((x - x0) * (y2 - y0) - (x2 - x0) * (y - y0)) / area
                w2 = ((x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)) / area
                w0 = 1.0 - w1 - w2
                if w0 < -1e-6 or w1 < -1e-6 or w2 < -1e-6:
                    continue
                z = w0 * points[i, 2] + w1 * points[j, 2] + w2 * points[k, 2]
                if z > depth[y, x]:
                    depth[y, x] = z
                    face_of[y, x] = f
                    weights[y, x, 0], weights[y, x, 1], weights[y, x, 2] = w0, w1, w2


@dataclass(frozen=True, slots=True)
class Camera:
    """An orthographic window on the body.

    Attributes:
        view: one of ``VIEWS``.
        low, high: (horizontal, vertical) corners in millimetres, measured along the picture's own
            right-hand and upward directions.
        pixels_per_mm: resolution.
    """

    view: str
    low: tuple[float, float]
    high: tuple[float, float]
    pixels_per_mm: float

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) in pixels."""
        return (
            int((self.high[1] - self.low[1]) * self.pixels_per_mm),
            int((self.high[0] - self.low[0]) * self.pixels_per_mm),
        )

    def project(self, xyz: Floats) -> Floats:
        """(n, 3) body millimetres to (n, 3) pixel x, pixel y, nearness."""
        right, up, toward = (np.array(v) for v in _FRAMES[self.view])
        s = self.pixels_per_mm
        return np.ascontiguousarray(
            np.c_[(xyz @ right - self.low[0]) * s, (self.high[1] - xyz @ up) * s, xyz @ toward * s]
        )

    def normals_in_view(self, normals: Floats) -> Floats:
        """Normals as (right, up, toward the viewer)."""
        return np.stack([normals @ np.array(v) for v in _FRAMES[self.view]], -1)


@dataclass(frozen=True, slots=True)
class Buffers:
    """What the z-buffer saw: nearness, face (-1 for none) and barycentric weights per pixel."""

    depth: Floats
    face: Ints
    weights: Floats

    def sample(self, faces: Ints, values: Floats) -> Floats:
        """Vertex values (n, c) interpolated at each pixel, (h, w, c)."""
        corner = values[faces[np.maximum(self.face, 0)]]
        out: Floats = (corner * self.weights[..., None]).sum(2)
        return out


def draw(camera: Camera, vertices: Floats, faces: Ints) -> Buffers:
    """Rasterise a mesh."""
    height, width = camera.size
    depth = np.full((height, width), -1e9)
    face = np.full((height, width), -1, np.int64)
    weights = np.zeros((height, width, 3))
    _fill(camera.project(vertices), np.ascontiguousarray(faces, np.int64), depth, face, weights)
    return Buffers(depth, face, weights)


def vertex_normals(vertices: Floats, faces: Ints) -> Floats:
    """Area-weighted unit normals, (n, 3)."""
    corner = vertices[faces]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    total = np.zeros_like(vertices)
    for k in range(3):
        np.add.at(total, faces[:, k], across)
    unit: Floats = total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)
    return unit
