"""The skin for pictures: the surface made smooth and dense, so that no facet shows at the rim.

It differs from the surface by less than a millimetre or so; ids are drawn from the surface itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tools.atlas_render.muscle_body import vertex_normals

_ROUNDS = 12
_SHRINK, _GROW = 0.5, -0.52  # Taubin's pair: smooths without drawing the form together
_ROUNDNESS = 0.7  # of the new points, from flat 0 to the tangent planes' mean 1
_SMALL_MM, _LARGE_MM = 3.5, 7.0  # fine detail has short edges and stays as it is


def neighbours(faces: NDArray[np.int32], n: int) -> sparse.csr_matrix:
    """``(n, n)`` matrix that takes the mean over each vertex's neighbours."""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    graph = sparse.coo_matrix((np.ones(len(edges)), edges.T), shape=(n, n)).tocsr()
    graph = ((graph + graph.T) > 0).astype(np.float64)
    return sparse.diags(1.0 / np.asarray(graph.sum(axis=1)).ravel().clip(1)) @ graph


def _smooth(vertices: NDArray[np.float64], faces: NDArray[np.int32]) -> NDArray[np.float64]:
    mean = neighbours(faces, len(vertices))
    length = np.linalg.norm(vertices[faces] - vertices[np.roll(faces, 1, axis=1)], axis=2).max(axis=1)
    count = np.bincount(faces.ravel(), minlength=len(vertices)).clip(1)
    typical = np.bincount(faces.ravel(), np.repeat(length, 3), minlength=len(vertices)) / count
    for _ in range(4):
        typical = mean @ typical
    weight = np.clip((typical - _SMALL_MM) / (_LARGE_MM - _SMALL_MM), 0.0, 1.0)[:, None]
    for _ in range(_ROUNDS):
        for step in (_SHRINK, _GROW):
            vertices = vertices + step * weight * (mean @ vertices - vertices)
    return vertices


def _denser(
    vertices: NDArray[np.float64], normals: NDArray[np.float64], faces: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Every triangle in four, the new points lifted toward the tangent planes of their ends."""
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    edges, which = np.unique(pairs, axis=0, return_inverse=True)
    a, b = vertices[edges[:, 0]], vertices[edges[:, 1]]
    na, nb = normals[edges[:, 0]], normals[edges[:, 1]]
    middle = 0.5 * (a + b)
    lift = ((middle - a) * na).sum(1, keepdims=True) * na + ((middle - b) * nb).sum(1, keepdims=True) * nb
    middle -= 0.5 * _ROUNDNESS * lift
    direction = na + nb
    direction /= np.linalg.norm(direction, axis=1, keepdims=True).clip(1e-9)
    ab, bc, ca = which.reshape(3, -1) + len(vertices)
    i, j, k = faces.T
    made = [np.stack(t, axis=1) for t in ((i, ab, ca), (ab, j, bc), (ca, bc, k), (ab, bc, ca))]
    return np.vstack([vertices, middle]), np.vstack([normals, direction]), np.concatenate(made)


def fine(
    vertices: NDArray[np.float32], faces: NDArray[np.int32]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int32]]:
    """Vertices, unit normals and triangles of the smooth skin."""
    smooth = _smooth(vertices.astype(np.float64), faces)
    normals = vertex_normals(smooth, faces)
    dense = _denser(smooth, normals, faces.astype(np.int64))
    return dense[0].astype(np.float32), dense[1].astype(np.float32), dense[2].astype(np.int32)
