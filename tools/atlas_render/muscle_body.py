"""From a fibre sheet with its thickness to a closed body that can be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_ALONG_MM, _ACROSS_MM = 3.0, 2.0  # spacing of the drawn grid
_LEAST, _MOST = (24, 14), (240, 160)


@dataclass(frozen=True, slots=True)
class MuscleBody:
    """A closed mesh of one muscle part.

    Attributes:
        vertices, normals: ``(n, 3)`` float32, body millimetres; normals point outward.
        faces: ``(m, 3)`` int32.
        fibre: ``(n, 5)`` float32: across 0 to 1, along 0 to 1, across in mm of the widest place,
            along in mm, how much the fibres run together here (1 at the widest place).
        across: ``(n, 3)`` float32 unit vectors across the fibres.
    """

    vertices: NDArray[np.float32]
    normals: NDArray[np.float32]
    faces: NDArray[np.int32]
    fibre: NDArray[np.float32]
    across: NDArray[np.float32]

    def mirrored(self) -> MuscleBody:
        """The other side of the body."""
        flip = np.array([-1, 1, 1], dtype=np.float32)
        return MuscleBody(
            self.vertices * flip, self.normals * flip, self.faces[:, ::-1].copy(), self.fibre,
            self.across * flip,
        )  # fmt: skip


def _lengths(grid: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    return np.linalg.norm(np.diff(grid, axis=axis), axis=2).sum(axis=axis)


def _resample(values: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float64]:
    t = np.linspace(0, values.shape[0] - 1, rows)
    u = np.linspace(0, values.shape[1] - 1, columns)
    places = np.meshgrid(t, u, indexing="ij")
    planes = values[..., None] if values.ndim == 2 else values
    made = [
        ndimage.map_coordinates(planes[..., c], places, order=3, mode="nearest")
        for c in range(planes.shape[-1])
    ]
    return made[0] if values.ndim == 2 else np.stack(made, axis=-1)


def _quads(index: NDArray[np.int64]) -> NDArray[np.int64]:
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    return np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])


def vertex_normals(vertices: NDArray[np.float64], faces: NDArray[np.int64]) -> NDArray[np.float64]:
    """Area-weighted unit normals ``(n, 3)``."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    normal = np.cross(b - a, c - a)
    total = np.stack(
        [np.bincount(faces.ravel(), np.repeat(normal[:, k], 3), minlength=len(vertices)) for k in range(3)],
        axis=1,
    )
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12)


def close(grid: NDArray[np.float32], thickness: NDArray[np.float32]) -> MuscleBody:
    """Front, back and rounded rim of a sheet.

    Args:
        grid: ``(nt, nu, 3)`` mid-surface, origin to insertion, edge to edge.
        thickness: ``(nt, nu)`` full thickness in millimetres.
    """
    coarse = np.asarray(grid, dtype=np.float64)
    length, width = float(np.median(_lengths(coarse, 0))), float(_lengths(coarse, 1).max())
    rows = int(np.clip(round(length / _ALONG_MM), _LEAST[0], _MOST[0]))
    columns = int(np.clip(round(width / _ACROSS_MM), _LEAST[1], _MOST[1]))
    middle = _resample(coarse, rows, columns)
    full = np.maximum(_resample(np.asarray(thickness, dtype=np.float64), rows, columns), 0.3)

    along, across = np.gradient(middle, axis=0), np.gradient(middle, axis=1)
    normal = np.cross(across, along)
    normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12)
    for _ in range(3):
        normal = ndimage.uniform_filter(normal, (3, 3, 1), mode="nearest")
        normal /= np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12)

    # The rim is rounded: the body thins like a semicircle within half its thickness of an edge.
    steps = np.linalg.norm(np.diff(middle, axis=1), axis=2)
    from_edge = np.concatenate([np.zeros((rows, 1)), np.cumsum(steps, axis=1)], axis=1)
    from_edge = np.minimum(from_edge, from_edge[:, -1:] - from_edge)
    radius = np.maximum(np.minimum(full * 0.9, from_edge.max(axis=1, keepdims=True)), 1e-3)
    rim = np.sqrt(np.clip(1.0 - (1.0 - np.minimum(from_edge / radius, 1.0)) ** 2, 0.0, 1.0))
    half = 0.5 * full * np.maximum(rim, 0.04)
    half[[0, -1]] *= 0.3

    index = np.arange(rows * columns).reshape(rows, columns)
    back = index + rows * columns
    out = normal * half[..., None]
    vertices = np.concatenate([(middle + out).reshape(-1, 3), (middle - out).reshape(-1, 3)])
    faces = [_quads(index)[:, ::-1], _quads(back)]
    edges = ((index[:, 0], back[:, 0]), (back[:, -1], index[:, -1]),
             (back[0], index[0]), (index[-1], back[-1]))  # fmt: skip
    faces += [_quads(np.stack([near, far], axis=1)) for near, far in edges]
    triangles = np.concatenate(faces)
    normals = vertex_normals(vertices, triangles)
    # Outward is what the volume says, whichever way the grid was written.
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    if np.einsum("fc,fc->", a, np.cross(b, c)) < 0:
        triangles, normals = triangles[:, ::-1], -normals

    widths = _lengths(middle, 1)
    u = np.broadcast_to(np.linspace(0, 1, columns), (rows, columns))
    t = np.broadcast_to(np.linspace(0, 1, rows)[:, None], (rows, columns))
    gather = np.broadcast_to((widths / max(widths.max(), 1e-6))[:, None], (rows, columns))
    fibre = np.stack([u, t, u * widths.max(), t * length, gather], axis=-1).reshape(-1, 5)
    across /= np.maximum(np.linalg.norm(across, axis=2, keepdims=True), 1e-12)
    return MuscleBody(
        vertices.astype(np.float32),
        normals.astype(np.float32),
        np.ascontiguousarray(triangles, dtype=np.int32),
        np.tile(fibre, (2, 1)).astype(np.float32),
        np.tile(across.reshape(-1, 3), (2, 1)).astype(np.float32),
    )
