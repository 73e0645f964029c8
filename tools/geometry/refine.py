"""Making a mesh finer in places, without cracks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tools.geometry.bone_shape import Mesh, averaging
from tools.geometry.meshes import edges_of

_MOST_ROUNDS = 8


def refined(mesh: Mesh, longest_mm: Callable[[np.ndarray], np.ndarray]) -> Mesh:
    """Halve edges until none is longer than ``longest_mm`` says of its middle (n, 3)."""
    vertices, faces = mesh
    for _ in range(_MOST_ROUNDS):
        edges = edges_of(faces)
        ends = vertices[edges]
        middle = ends.mean(1)
        long = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1) > longest_mm(middle)
        if not long.any():
            break
        n = len(vertices)
        number = np.full(len(edges), -1)
        number[long] = n + np.arange(long.sum())
        key = edges[:, 0] * n + edges[:, 1]
        a, b, c = faces.T
        of_side = [
            number[np.searchsorted(key, np.minimum(i, j) * n + np.maximum(i, j))]
            for i, j in ((a, b), (b, c), (c, a))
        ]
        vertices = np.r_[vertices, middle[long]]
        faces = _split(vertices, faces, np.stack(of_side, 1))
    return vertices, faces


def _split(vertices: np.ndarray, faces: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """Triangles (m, 3) split where ``cut`` (m, 3) names a vertex in the middle of a side, else -1."""
    count = (cut >= 0).sum(1)
    parts = [faces[count == 0]]
    # turned so that a lone cut side, or a lone whole one, is the first
    first = np.where(count == 1, (cut >= 0).argmax(1), (cut < 0).argmax(1))
    turn = (first[:, None] + np.arange(3)) % 3
    f, m = np.take_along_axis(faces, turn, 1), np.take_along_axis(cut, turn, 1)
    (a, b, c), ab = f[count == 1].T, m[count == 1][:, 0]
    parts += [np.stack([a, ab, c], 1), np.stack([ab, b, c], 1)]
    (a, b, c), (_, bc, ca) = f[count == 2].T, m[count == 2].T
    parts.append(np.stack([bc, c, ca], 1))

    def long(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        return np.linalg.norm(vertices[i] - vertices[j], axis=1)

    # the quadrangle a b bc ca is parted by its shorter diagonal
    short = long(a, bc) <= long(b, ca)
    for way, (one, other) in ((short, ((a, b, bc), (a, bc, ca))), (~short, ((a, b, ca), (b, bc, ca)))):
        parts += [np.stack(corners, 1)[way] for corners in (one, other)]
    (a, b, c), (ab, bc, ca) = f[count == 3].T, m[count == 3].T
    parts += [np.stack(q, 1) for q in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    return np.concatenate(parts)


def evened(mesh: Mesh, weight: np.ndarray, melting: int, rounds: int) -> Mesh:
    """Facets smoothed away where ``weight`` (n,) is not 0: first as they shrink, then as they do not.

    What lies on the midline stays on it.
    """
    vertices, faces = mesh
    midline = vertices[:, 0] == 0
    mean, weight = averaging(len(vertices), faces), weight[:, None]
    for share in (0.5,) * melting + (0.5, -0.52) * rounds:
        vertices = vertices + weight * share * (mean @ vertices - vertices)
        vertices[midline, 0] = 0
    return vertices, faces
