"""Making coarse bone meshes into smooth, symmetric ones."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.spatial import cKDTree

from tools.geometry.holes import filled
from tools.geometry.meshes import components, edges_of, midpoint, vertex_normals

Mesh = tuple[np.ndarray, np.ndarray]
"""Vertices (n, 3) and triangles (m, 3)."""
Stiff = Callable[[np.ndarray], np.ndarray]
"""Takes points (n, 3), gives a share of 0 to 1 for each."""


def welded(mesh: Mesh, grid_mm: float = 0.01) -> Mesh:
    """Join the vertices that share a cell of a grid; triangles that vanish are dropped."""
    vertices, faces = mesh
    _, cell = np.unique(np.round(vertices / grid_mm), axis=0, return_inverse=True)
    cell = cell.ravel()
    count = np.bincount(cell)
    joined = np.stack([np.bincount(cell, vertices[:, k]) / count for k in range(3)], 1)
    faces = cell[faces]
    distinct = (faces != np.roll(faces, 1, 1)).all(1)
    _, first = np.unique(np.sort(faces[distinct], 1), axis=0, return_index=True)
    return compact((joined, faces[distinct][np.sort(first)]))


def compact(mesh: Mesh) -> Mesh:
    vertices, faces = mesh
    used, index = np.unique(faces, return_inverse=True)
    return vertices[used], index.reshape(faces.shape)


def pieces(mesh: Mesh) -> list[Mesh]:
    """The connected pieces of a welded mesh, the largest first."""
    vertices, faces = mesh
    label = components(len(vertices), edges_of(faces))
    order = np.argsort(-np.bincount(label), kind="stable")
    return [compact((vertices, faces[label[faces[:, 0]] == k])) for k in order]


def joined(meshes: list[Mesh]) -> Mesh:
    """Several meshes as one, unwelded."""
    offsets = np.cumsum([0, *(len(v) for v, _ in meshes)])
    return np.concatenate([v for v, _ in meshes]), np.concatenate(
        [f + o for (_, f), o in zip(meshes, offsets, strict=False)]
    )


def mirrored(mesh: Mesh) -> Mesh:
    """The same bone of the other side."""
    vertices, faces = mesh
    return vertices * [-1, 1, 1], faces[:, ::-1]


def two_halves(mesh: Mesh) -> Mesh:
    """A midline bone made of its left half and the image of that."""
    vertices, faces = mesh
    vertices = vertices.copy()
    vertices[np.abs(vertices[:, 0]) < 0.05, 0] = 0
    x = vertices[faces][:, :, 0]
    whole = (x >= 0).all(1) & (x > 0).any(1)
    cut = (x > 0).any(1) & (x < 0).any(1)
    points, triangles = list(vertices), list(faces[whole])
    for face in faces[cut]:
        polygon: list[int] = []
        for a, b in zip(face, np.roll(face, -1), strict=True):
            if vertices[a, 0] >= 0:
                polygon.append(a)
            if vertices[a, 0] * vertices[b, 0] < 0:
                share = vertices[a, 0] / (vertices[a, 0] - vertices[b, 0])
                point = vertices[a] + share * (vertices[b] - vertices[a])
                point[0] = 0
                polygon.append(len(points))
                points.append(point)
        triangles += [np.array([polygon[0], *pair]) for pair in pairwise(polygon[1:])]
    half = compact((np.array(points), np.array(triangles)))
    return welded(joined([half, mirrored(half)]))


def left_half(mesh: Mesh) -> Mesh:
    """What of a symmetric midline bone, no triangle of which crosses the midline, lies to the left."""
    vertices, faces = mesh
    return compact((vertices, faces[vertices[faces][:, :, 0].sum(1) > 0]))


def subdivided(mesh: Mesh, edge_mm: float, most: int = 3, stiff: Stiff | None = None) -> Mesh:
    """Split every edge in the middle until the typical one is no longer than ``edge_mm``."""
    vertices, faces = mesh
    for _ in range(most):
        edges = edges_of(faces)
        if np.median(np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)) <= edge_mm:
            break
        a, b, c = faces.T
        n = len(vertices)
        key = edges[:, 0] * n + edges[:, 1]
        sides = ((a, b), (b, c), (c, a))
        ab, bc, ca = (n + np.searchsorted(key, np.minimum(i, j) * n + np.maximum(i, j)) for i, j in sides)
        whole = np.r_[vertices, vertices[edges].mean(1)]
        bulging = np.r_[vertices, midpoint(vertices, vertex_normals(vertices, faces), edges, 0.5)]
        vertices = _kept(bulging, _rounded(whole, n, edges), stiff)
        quarters = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
        faces = np.concatenate([np.stack(corners, 1) for corners in quarters])
    return vertices, faces


def _rounded(vertices: np.ndarray, n: int, edges: np.ndarray) -> np.ndarray:
    """Draw the ``n`` old vertices a little towards the means of their new neighbours (as Loop's rule)."""
    vertices = vertices.copy()
    total, degree = np.zeros((n, 3)), np.bincount(edges.ravel(), minlength=n)[:, None]
    for k in (0, 1):
        np.add.at(total, edges[:, k], vertices[n:])
    vertices[:n] += 0.5 * (total / np.maximum(degree, 1) - vertices[:n])
    return vertices


def averaging(n: int, faces: np.ndarray) -> csr_matrix:
    """A matrix that replaces each vertex by the mean of its neighbours."""
    edges = edges_of(faces)
    rows, columns = np.r_[edges[:, 0], edges[:, 1]], np.r_[edges[:, 1], edges[:, 0]]
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), (n, n)).tocsr()
    degree = np.maximum(np.asarray(graph.sum(1)).ravel(), 1)
    return csr_matrix(graph.multiply(1 / degree[:, None]))


def _kept(was: np.ndarray, now: np.ndarray, stiff: Stiff | None) -> np.ndarray:
    """The vertices as they are now, but as they were where the bone is stiff."""
    return now if stiff is None else now + stiff(was)[:, None] * (was - now)


def smoothed(mesh: Mesh, rounds: int, stiff: Stiff | None = None) -> Mesh:
    """Taubin smoothing, then stretched back to its own extent so that no process grows shorter."""
    vertices, faces = mesh
    mean = averaging(len(vertices), faces)
    smooth = vertices
    for _ in range(rounds):
        for share in (0.5, -0.52):
            smooth = smooth + share * (mean @ smooth - smooth)
    low, size = smooth.min(0), np.ptp(smooth, axis=0)
    smooth = vertices.min(0) + (smooth - low) * np.ptp(vertices, axis=0) / np.maximum(size, 1e-9)
    return _kept(vertices, smooth, stiff), faces


def remodelled(mesh: Mesh, midline: bool, edge_mm: float, rounds: int, stiff: Stiff | None = None) -> Mesh:
    """A bone as it is shown: welded, symmetric if it is a midline one, fine and smooth.

    Args:
        stiff: how far (0 to 1) vertices stay where they are when the others are smoothed.
    """
    mesh = welded(mesh)
    edges = edges_of(mesh[1])
    fine = np.median(np.linalg.norm(mesh[0][edges[:, 0]] - mesh[0][edges[:, 1]], axis=1))
    if fine < 1.0:  # the hand's bones come far finer than anyone sees
        mesh = welded(mesh, 1.6)
    mesh = mesh[0], filled(*mesh)
    if midline:
        mesh = two_halves(mesh)
    box = mesh[0].min(0), mesh[0].max(0)
    vertices, faces = smoothed(subdivided(mesh, edge_mm, stiff=stiff), rounds, stiff)
    extent = np.maximum(np.ptp(vertices, axis=0), 1e-9)
    vertices = box[0] + (vertices - vertices.min(0)) * (box[1] - box[0]) / extent
    return (exactly_symmetric(vertices) if midline else vertices), faces


def exactly_symmetric(vertices: np.ndarray) -> np.ndarray:
    """The mean of a midline bone and its mirror image, vertex by vertex."""
    _, image = cKDTree(vertices).query(vertices * [-1, 1, 1])
    involution = image[image] == np.arange(len(image))
    mean = (vertices + vertices[image] * [-1, 1, 1]) / 2
    return np.where(involution[:, None], mean, vertices)
