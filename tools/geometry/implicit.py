"""Shapes as signed distances (negative within), joined with soft seams and turned into triangles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.interpolate import PchipInterpolator, RectBivariateSpline
from scipy.ndimage import map_coordinates
from scipy.spatial import cKDTree
from skimage.measure import marching_cubes

from tools.geometry.bone_shape import Mesh, welded

Field = Callable[[np.ndarray], np.ndarray]
"""Takes points (n, 3), gives their distances (n,)."""
_COARSE = 3
"""Far from the surface a field is known well enough at every third point."""


def ball(centre: Sequence[float], radius: float) -> Field:
    """A sphere."""
    middle = np.asarray(centre, float)
    return lambda p: np.linalg.norm(p - middle, axis=1) - radius


def ellipsoid(centre: Sequence[float], radii: Sequence[float], turn: np.ndarray | None = None) -> Field:
    """An ellipsoid; the rows of ``turn`` are its axes."""
    middle, size = np.asarray(centre, float), np.asarray(radii, float)
    axes = np.eye(3) if turn is None else turn

    def distance(p: np.ndarray) -> np.ndarray:
        q = (p - middle) @ axes.T
        near = np.linalg.norm(q / size, axis=1)
        return near * (near - 1) / np.maximum(np.linalg.norm(q / size**2, axis=1), 1e-9)

    return distance


def capsule(
    a: Sequence[float], b: Sequence[float], ra: float, rb: float | None = None,
    flat: Sequence[float] = (1.0, 1.0, 1.0),
) -> Field:  # fmt: skip
    """A rod with rounded ends, thinning from ``ra`` to ``rb``; stretched by ``flat`` along the axes."""
    stretch = np.asarray(flat, float)
    start, way = np.asarray(a, float) / stretch, (np.asarray(b, float) - np.asarray(a, float)) / stretch
    last = ra if rb is None else rb
    long = max(float(way @ way), 1e-9)
    least = float(stretch.min())

    def distance(p: np.ndarray) -> np.ndarray:
        q = p / stretch - start
        t = np.clip(q @ way / long, 0, 1)
        return least * (np.linalg.norm(q - t[:, None] * way, axis=1) - ra - (last - ra) * t)

    return distance


def tube(points: Sequence[Sequence[float]], radii: Sequence[float], steps: int = 10) -> Field:
    """A rod along a smooth curve through points, as thick as ``radii`` says at each."""
    through, wide = np.asarray(points, float), np.asarray(radii, float)
    at = np.r_[0, np.cumsum(np.linalg.norm(np.diff(through, axis=0), axis=1))]
    fine = np.linspace(0, at[-1], steps * (len(at) - 1) + 1)
    line, thick = PchipInterpolator(at, through)(fine), PchipInterpolator(at, wide)(fine)
    parts = [capsule(line[k], line[k + 1], thick[k], thick[k + 1]) for k in range(len(line) - 1)]
    return lambda p: np.min([part(p) for part in parts], axis=0)


def plate(grid: np.ndarray, step_mm: float = 0.8) -> Field:
    """A curved sheet through a grid of (x, y, z, half thickness)."""
    rows, columns = grid.shape[:2]
    u, v = np.arange(rows, dtype=float), np.arange(columns, dtype=float)
    size = [np.linalg.norm(np.diff(grid[..., :3], axis=k), axis=2).sum(k).max() for k in (0, 1)]
    fu, fv = (np.linspace(0, n - 1, int(s / step_mm) + 2) for n, s in zip((rows, columns), size, strict=True))
    orders = {"kx": min(3, rows - 1), "ky": min(3, columns - 1)}
    dense = np.stack([RectBivariateSpline(u, v, grid[..., k], s=0, **orders)(fu, fv) for k in range(4)], -1)
    normal = np.cross(np.gradient(dense[..., :3], axis=0), np.gradient(dense[..., :3], axis=1)).reshape(-1, 3)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    dense = dense.reshape(-1, 4)
    tree = cKDTree(dense[:, :3])

    def distance(p: np.ndarray) -> np.ndarray:
        _, which = tree.query(p)
        way = p - dense[which, :3]
        upright = np.einsum("ij,ij->i", way, normal[which])
        along = np.linalg.norm(way - upright[:, None] * normal[which], axis=1)
        return np.hypot(upright, np.maximum(along - 0.75 * step_mm, 0)) - dense[which, 3]

    return distance


def slab(corners: Sequence[Sequence[float]], half: float) -> Field:
    """A rounded plate in the midline plane: a polygon of (y, z) corners, ``half`` thick on each side."""
    ring = np.asarray(corners, float)
    after = np.roll(ring, -1, 0)

    def distance(p: np.ndarray) -> np.ndarray:
        q = p[:, 1:]
        near, inside = np.full(len(q), np.inf), np.zeros(len(q), bool)
        for a, b in zip(ring, after, strict=True):
            way, w = b - a, q - a
            t = np.clip(w @ way / (way @ way), 0, 1)
            near = np.minimum(near, np.linalg.norm(w - t[:, None] * way, axis=1))
            crosses = (a[1] <= q[:, 1]) != (b[1] <= q[:, 1])
            side = w[:, 0] * way[1] - w[:, 1] * way[0]
            inside ^= crosses & ((side < 0) == (way[1] > 0))
        return np.hypot(p[:, 0], np.where(inside, 0, near)) - half

    return distance


def drum(half_width: float, half_depth: float, half_height: float, waist: float, round_mm: float) -> Field:
    """A vertebral body about the origin: round before, flat behind, narrower in the middle."""

    def distance(p: np.ndarray) -> np.ndarray:
        x, y, z = p.T
        narrow = 1 - waist * np.clip(1 - (y / half_height) ** 2, 0, 1)
        behind = np.clip(-z / half_depth, 0, 1)
        a, b = half_width * narrow, half_depth * narrow
        power = 2.0 + 1.2 * behind
        out = (np.abs(x / a) ** power + np.abs(z / b) ** power) ** (1 / power)
        side = (out - 1) * np.minimum(a, b)
        return _rounded_corner(side, np.abs(y) - half_height, round_mm)

    return distance


def _rounded_corner(one: np.ndarray, other: np.ndarray, round_mm: float) -> np.ndarray:
    a, b = one + round_mm, other + round_mm
    return np.minimum(np.maximum(a, b), 0) + np.hypot(np.maximum(a, 0), np.maximum(b, 0)) - round_mm


def prism(heights: Sequence[float], sections: np.ndarray, round_mm: Sequence[float]) -> Field:
    """An upright three-sided rod: at each height the (x, z) of its three edges and how round they are."""
    y = np.asarray(heights, float)
    corners = PchipInterpolator(y, np.asarray(sections, float))
    radius = PchipInterpolator(y, np.asarray(round_mm, float))

    def distance(p: np.ndarray) -> np.ndarray:
        at = np.clip(p[:, 1], y[0], y[-1])
        ring, q = corners(at), p[:, [0, 2]]
        near, within = np.full(len(p), np.inf), np.full(len(p), -np.inf)
        for k in range(3):
            a, b, c = ring[:, k], ring[:, (k + 1) % 3], ring[:, (k + 2) % 3]
            way, w = b - a, q - a
            t = np.clip((w * way).sum(1) / (way**2).sum(1), 0, 1)
            near = np.minimum(near, np.linalg.norm(w - t[:, None] * way, axis=1))
            out = np.stack([way[:, 1], -way[:, 0]], 1) / np.linalg.norm(way, axis=1, keepdims=True)
            out *= -np.sign((out * (c - a)).sum(1))[:, None]
            within = np.maximum(within, (w * out).sum(1))
        flat = np.where(within < 0, within, near)
        return np.hypot(np.maximum(flat, 0), p[:, 1] - at) + np.minimum(flat, 0) - radius(at)

    return distance


def near_mesh(mesh: Mesh) -> Field:
    """How far outside a smooth closed mesh points lie, good near its surface."""
    from tools.geometry.meshes import vertex_normals

    vertices, faces = mesh
    middle = vertices[faces].mean(1)
    normals = vertex_normals(vertices, faces)
    across = normals[faces].mean(1)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    points, ways = np.r_[vertices, middle], np.r_[normals, across]
    tree = cKDTree(points)

    def distance(p: np.ndarray) -> np.ndarray:
        away, which = tree.query(p, k=4)
        height = np.einsum("ikj,ikj->ik", p[:, None] - points[which], ways[which])
        weight = 1 / (away + 0.3) ** 2
        mean = (height * weight).sum(1) / weight.sum(1)
        return np.where(away[:, 0] > 6.0, np.sign(mean) * away[:, 0], mean)

    return distance


def half_space(point: Sequence[float], outward: Sequence[float]) -> Field:
    """All that lies behind a plane."""
    normal = np.asarray(outward, float) / np.linalg.norm(outward)
    origin = np.asarray(point, float)
    return lambda p: (p - origin) @ normal


def union(parts: Sequence[Field], seam_mm: float) -> Field:
    """Parts run together, their seams filled over ``seam_mm``."""

    def distance(p: np.ndarray) -> np.ndarray:
        total = parts[0](p)
        for part in parts[1:]:
            total = soft_min(total, part(p), seam_mm)
        return total

    return distance


def soft_min(a: np.ndarray, b: np.ndarray, k: float) -> np.ndarray:
    """The lesser of two distances, rounded where they are nearly alike."""
    h = np.maximum(k - np.abs(a - b), 0) / k
    return np.minimum(a, b) - h * h * k / 4


def without(whole: Field, hole: Field, seam_mm: float) -> Field:
    """One shape with another taken out, the rim rounded."""
    return lambda p: -soft_min(-whole(p), hole(p), seam_mm)


def mirrored_field(part: Field) -> Field:
    """A part of the left side, on both sides."""
    return lambda p: part(np.abs(p) * [1, 0, 0] + p * [0, 1, 1])


def meshed(
    field: Field, low: Sequence[float], high: Sequence[float], step_mm: float, rounds: int = 3
) -> Mesh:
    """The surface of a field within a box, its vertices drawn onto it."""
    start = np.asarray(low, float)
    count = np.ceil((np.asarray(high, float) - start) / step_mm).astype(int) + 1
    values = _sampled(field, start, count, step_mm)
    vertices, faces, _, _ = marching_cubes(values, 0.0, spacing=(step_mm,) * 3)
    # the triangles look outward, where the distances are greater
    vertices, faces = welded((vertices + start, faces[:, ::-1].astype(np.int64)), 0.02 * step_mm)
    if volume((vertices, faces)) < 0:
        faces = faces[:, ::-1]
    return relaxed(field, vertices, faces, step_mm, rounds)


def meshed_midline(
    field: Field, low: Sequence[float], high: Sequence[float], step_mm: float, rounds: int = 3
) -> Mesh:
    """The same for a bone of the midline: its left half is made and mirrored; ``low[0]`` counts not."""
    start = np.array([0.0, low[1], low[2]])
    count = np.ceil((np.asarray(high, float) - start) / step_mm).astype(int) + 1
    values = _sampled(field, start, count, step_mm)
    vertices, faces, _, _ = marching_cubes(values, 0.0, spacing=(step_mm,) * 3)
    vertices = vertices + start
    vertices[vertices[:, 0] < 1e-6, 0] = 0.0
    vertices, faces = welded((vertices, faces[:, ::-1].astype(np.int64)), 0.02 * step_mm)
    vertices[vertices[:, 0] < 0.02 * step_mm, 0] = 0.0
    image = np.arange(len(vertices))
    off = vertices[:, 0] > 0
    image[off] = len(vertices) + np.arange(off.sum())
    whole = np.r_[vertices, vertices[off] * [-1, 1, 1]]
    faces = np.r_[faces, image[faces][:, ::-1]]
    distinct = (faces != np.roll(faces, 1, 1)).all(1)
    if volume((whole, faces)) < 0:
        faces = faces[:, ::-1]
    twin = np.r_[image, np.flatnonzero(off)]
    return relaxed(field, whole, faces[distinct], step_mm, rounds, twin)


def _sampled(field: Field, start: np.ndarray, count: np.ndarray, step_mm: float) -> np.ndarray:
    """The field at the points of a grid, exact near its surface."""
    few = -(-(count - 1) // _COARSE) + 1
    rough = field(start + step_mm * _COARSE * np.indices(few).reshape(3, -1).T).reshape(few)
    index = np.indices(count).reshape(3, -1)
    values = map_coordinates(rough, index / _COARSE, order=1)
    near = np.abs(values) < 1.6 * _COARSE * step_mm
    values[near] = field(start + step_mm * index[:, near].T)
    return values.reshape(count)


def volume(mesh: Mesh) -> float:
    """What a closed mesh holds, mm³; negative where it is inside out."""
    a, b, c = mesh[0][mesh[1]].transpose(1, 0, 2)
    return float(np.einsum("ij,ij->", a, np.cross(b, c))) / 6


def relaxed(
    field: Field, vertices: np.ndarray, faces: np.ndarray, step_mm: float, rounds: int,
    twin: np.ndarray | None = None,
) -> Mesh:  # fmt: skip
    """Vertices spread evenly over the surface; ``twin`` is each one's mirror image."""
    from tools.geometry.bone_shape import averaging

    mean = averaging(len(vertices), faces)
    for _ in range(rounds):
        vertices = vertices + 0.5 * (mean @ vertices - vertices)
        vertices = _drawn_on(field, vertices, step_mm)
        if twin is not None:
            vertices = (vertices + vertices[twin] * [-1, 1, 1]) / 2
    for share in (0.5, -0.52) * 2:
        vertices = vertices + share * (mean @ vertices - vertices)
    if twin is not None:
        vertices = (vertices + vertices[twin] * [-1, 1, 1]) / 2
    return vertices, faces


def _drawn_on(field: Field, points: np.ndarray, step_mm: float) -> np.ndarray:
    """One step of Newton's towards the surface, never further than half a step of the grid."""
    reach = 0.25 * step_mm
    value = field(points)
    slope = np.stack([(field(points + e) - field(points - e)) / (2 * reach) for e in reach * np.eye(3)], 1)
    steep = np.maximum((slope**2).sum(1), 0.2)
    move = np.clip(value / steep, -0.5 * step_mm, 0.5 * step_mm)
    return points - move[:, None] * slope
