"""Points, rays and triangles: the closed formulas, for many at once."""

from __future__ import annotations

import numpy as np

from viewer.body.frame import Floats, Ints


def closest_weights(points: Floats, corners: Floats) -> Floats:
    """Barycentric weights of the point of each triangle that is closest to each point.

    Args:
        points: (k, 3) mm.
        corners: (k, 3, 3) mm, one triangle for each point.

    Returns:
        (k, 3) weights, each at least 0, rows that sum to 1.
    """
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    ab, ac, ap = b - a, c - a, points - a
    d00, d01, d11 = _dot(ab, ab), _dot(ab, ac), _dot(ac, ac)
    d20, d21 = _dot(ap, ab), _dot(ap, ac)
    area = np.maximum(d00 * d11 - d01 * d01, 1e-12)
    v = (d11 * d20 - d01 * d21) / area
    w = (d00 * d21 - d01 * d20) / area
    weights = np.stack([1.0 - v - w, v, w], axis=1)
    outside = np.flatnonzero((weights < 0.0).any(axis=1))
    if outside.size:
        weights[outside] = _closest_on_edges(points[outside], corners[outside])
    return weights


def plane_weights(points: Floats, corners: Floats) -> Floats:
    """Barycentric weights of points in triangles of a plane; beside a triangle, kept within it.

    Args:
        points: (k, 2) mm.
        corners: (k, 3, 2) mm, one triangle for each point.

    Returns:
        (k, 3) weights, each at least 0, rows that sum to 1.
    """
    a = corners[:, 0]
    e1, e2, p = corners[:, 1] - a, corners[:, 2] - a, points - a
    doubled = e1[:, 0] * e2[:, 1] - e1[:, 1] * e2[:, 0]
    doubled = np.where(np.abs(doubled) < 1e-6, 1e-6, doubled)
    v = (p[:, 0] * e2[:, 1] - p[:, 1] * e2[:, 0]) / doubled
    w = (e1[:, 0] * p[:, 1] - e1[:, 1] * p[:, 0]) / doubled
    weights = np.clip(np.stack([1.0 - v - w, v, w], axis=1), 0.0, 1.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def _closest_on_edges(points: Floats, corners: Floats) -> Floats:
    best = np.full(len(points), np.inf)
    weights = np.zeros((len(points), 3))
    rows = np.arange(len(points))
    for i, j in ((0, 1), (1, 2), (2, 0)):
        start, edge = corners[:, i], corners[:, j] - corners[:, i]
        t = np.clip(_dot(points - start, edge) / np.maximum(_dot(edge, edge), 1e-12), 0.0, 1.0)
        gap = points - start - t[:, None] * edge
        squared = _dot(gap, gap)
        nearer = squared < best
        best = np.where(nearer, squared, best)
        weights[nearer] = 0.0
        weights[rows[nearer], i] = 1.0 - t[nearer]
        weights[rows[nearer], j] = t[nearer]
    return weights


def first_hit(origin: Floats, direction: Floats, corners: Floats) -> tuple[int, Floats, float] | None:
    """The first triangle a ray meets.

    Args:
        origin, direction: (3,) mm; the direction has length 1.
        corners: (k, 3, 3) mm.

    Returns:
        Index into ``corners``, barycentric weights (3,) and millimetres from the origin;
        None where the ray meets none.
    """
    a = corners[:, 0]
    e1, e2 = corners[:, 1] - a, corners[:, 2] - a
    p = np.cross(direction, e2)
    det = _dot(e1, p)
    flat = np.abs(det) < 1e-12
    inverse = 1.0 / np.where(flat, 1.0, det)
    s = origin - a
    u = _dot(s, p) * inverse
    q = np.cross(s, e1)
    v = (q @ direction) * inverse
    t = _dot(e2, q) * inverse
    slack = 1e-6  # a ray through an edge must not slip between two triangles
    hit = ~flat & (u >= -slack) & (v >= -slack) & (u + v <= 1.0 + slack) & (t > 0.0)
    if not hit.any():
        return None
    i = int(np.argmin(np.where(hit, t, np.inf)))
    weights = np.clip([1.0 - u[i] - v[i], u[i], v[i]], 0.0, 1.0)
    return i, weights / weights.sum(), float(t[i])


def areas(vertices: Floats, faces: Ints) -> Floats:
    """The area of each triangle in mm², (m,)."""
    corners = vertices[faces]
    doubled = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(doubled, axis=1) / 2.0)


def vertex_normals(vertices: Floats, faces: Ints) -> Floats:
    """Outward unit normals (n, 3): the mean of each vertex's triangles, by area."""
    corners = vertices[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    total = np.zeros_like(vertices)
    for axis in range(3):
        for corner in range(3):
            total[:, axis] += np.bincount(faces[:, corner], normal[:, axis], minlength=len(vertices))
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))


def _dot(a: Floats, b: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", a, b))
