"""Graded cells of the skin: small where the body is finely made, large on the trunk and limbs."""

from __future__ import annotations

import heapq

import numba
import numpy as np
from scipy.sparse import csr_matrix

from tools.geometry.meshes import edges_of
from viewer.body.surface import Surface

RANKS = {"head": 26_000, "hand": 26_000, "foot": 16_000, "neck": 10_000}
"""Points of lower rank than this become the centres of cells, by part of the body."""
RANK_ELSEWHERE = 3_200


def graded_cells(surface: Surface, face: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(n,) the cell of each vertex: that of the nearest centre over the skin.

    The centres are prefixes, by part of the body, of the dots on the left; the cells of the right are
    their mirror image. A vertex of the midline belongs to the left.

    Args:
        face, weights: the dots, in order.
    """
    corners = surface.faces[face]
    part = surface.part[corners[np.arange(len(face)), weights.argmax(1)]]
    limit = np.array([_rank(name) for name in surface.part_names])
    centre = np.flatnonzero(np.arange(len(face)) < limit[part])
    centre = centre[np.einsum("ij,ij->i", weights[centre], surface.vertices[corners[centre], 0]) > 0]
    points = np.einsum("ij,ijk->ik", weights[centre], surface.vertices[corners[centre]])

    edges = edges_of(surface.faces)
    length = np.linalg.norm(surface.vertices[edges[:, 0]] - surface.vertices[edges[:, 1]], axis=1)
    n = len(surface.vertices)
    # the left half alone, so that no cell reaches over the midline
    left = surface.vertices[:, 0] >= 0
    keep = left[edges].all(1)
    graph = csr_matrix((length[keep], (edges[keep, 0], edges[keep, 1])), (n, n))
    graph = graph + graph.T
    source = corners[centre].ravel().astype(np.int64)
    start = np.linalg.norm(surface.vertices[source] - np.repeat(points, 3, 0), axis=1)
    start[~left[source]] = np.inf
    number = np.repeat(np.arange(len(centre)), 3)
    owner = _nearest(graph.indptr, graph.indices, graph.data, source, start, number)
    cell = np.full(n, -1)
    cell[left] = owner[left]
    right = ~left
    cell[right] = owner[surface.mirror[right]] + len(centre)
    return np.unique(cell, return_inverse=True)[1].ravel()


def _rank(part: str) -> int:
    return RANKS.get(part.removesuffix("_l").removesuffix("_r"), RANK_ELSEWHERE)


@numba.njit(cache=True)
def _nearest(start_of, neighbour, length, source, distance, label):  # type: ignore[no-untyped-def]
    """(n,) the label of the source nearest to each vertex along the edges."""
    n = len(start_of) - 1
    best = np.full(n, np.inf)
    owner = np.full(n, -1, np.int64)
    heap = [(0.0, np.int64(0))]
    heap.pop()
    for k in range(len(source)):
        if distance[k] < best[source[k]]:
            best[source[k]] = distance[k]
            owner[source[k]] = label[k]
            heapq.heappush(heap, (distance[k], source[k]))
    while len(heap) > 0:
        d, v = heapq.heappop(heap)
        if d > best[v]:
            continue
        for e in range(start_of[v], start_of[v + 1]):
            w = np.int64(neighbour[e])
            if d + length[e] < best[w]:
                best[w] = d + length[e]
                owner[w] = owner[v]
                heapq.heappush(heap, (best[w], w))
    return owner
