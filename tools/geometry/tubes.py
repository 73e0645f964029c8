"""Vessels and nerves as closed tapered tubes about smooth lines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.interpolate import CubicSpline

from tools.geometry.bone_shape import Mesh
from tools.sheets.ground import Floats, Ground

SIDES, THICK_SIDES, THICK_MM = 8, 20, 10.0
"""Sides of a tube, and of one that is thicker than this."""
STEP_MM = 4.0
ROUNDS = 40
UNDER_SKIN_MM = 1.5
OFF_BONE_MM = 0.8
DEEPEST_MM = 9.0
"""No tube begins deeper in a bone than this."""


def line(points: Floats, step_mm: float = STEP_MM) -> Floats:
    """(n, 3) evenly spaced points of the smooth line through some places (k, 3)."""
    gap = np.linalg.norm(np.diff(points, axis=0), axis=1)
    at = np.r_[0.0, np.cumsum(np.sqrt(np.maximum(gap, 1e-6)))]
    curve = CubicSpline(at, points) if len(points) > 2 else _straight(at, points)
    fine = curve(np.linspace(0.0, at[-1], 40 * len(points)))
    run = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(fine, axis=0), axis=1))]
    count = max(3, round(run[-1] / step_mm) + 1)
    even = np.linspace(0.0, run[-1], count)
    return np.stack([np.interp(even, run, fine[:, k]) for k in range(3)], 1)


def _straight(at: Floats, points: Floats) -> Callable[[Floats], Floats]:
    return lambda t: points[0] + (points[1] - points[0]) * (np.asarray(t) / at[-1])[:, None]


def spread(radii: tuple[float, ...], count: int) -> Floats:
    """Radii spread evenly from the first point to the last."""
    return np.interp(np.linspace(0.0, 1.0, count), np.linspace(0.0, 1.0, len(radii)), radii)


def off_bone(ground: Ground, xyz: Floats) -> tuple[Floats, Floats]:
    """Signed height over the nearest bone (negative within) of the left half, and the way out.

    Far from bone the nearest facet may be turned away; nothing so far away is within a bone.
    """
    over, out = ground.bone.height(xyz)
    distance, _ = ground.bone.nearest(xyz)
    return np.where((over < 0.0) & (distance > DEEPEST_MM), distance, over), out


def cleared(ground: Ground, middle: Floats, radius: Floats) -> Floats:
    """The line bent out of bone and in under the skin, smoothly, as little as will do.

    Lines right of the midline are held by the mirror image of the left half of the body.
    """
    side = np.where(middle[:, :1] < 0.0, -1.0, 1.0) * [1.0, 0.0, 0.0] + [0.0, 1.0, 1.0]
    start = middle * side
    moved = np.zeros_like(start)
    for _ in range(ROUNDS):
        here = start + moved
        over, out = off_bone(ground, here)
        above, up = ground.skin.height(here)
        push = np.clip(radius + OFF_BONE_MM - over, 0.0, 6.0)[:, None] * out
        push -= np.clip(above + radius + UNDER_SKIN_MM, 0.0, 6.0)[:, None] * up
        if np.abs(push).max() < 0.05:
            break
        moved += 0.6 * push
        mean = (moved + np.roll(moved, 1, 0) + np.roll(moved, -1, 0)) / 3.0
        mean[[0, -1]] = (moved[[0, -1]] + moved[[1, -2]]) / 2.0
        moved = 0.5 * moved + 0.5 * mean
    return (start + moved) * side


def tube(middle: Floats, radius: Floats) -> Mesh:
    """A closed mesh, wound outwards, about a line (n, 3) with a radius at each point, both ends round."""
    along = np.gradient(middle, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.zeros_like(along)
    first = np.eye(3)[np.argmin(np.abs(along[0]))]
    for k, way in enumerate(along):
        first = first - way * (first @ way)
        first /= np.linalg.norm(first)
        across[k] = first
    other = np.cross(along, across)
    count = THICK_SIDES if radius.max() > THICK_MM else SIDES
    turn = np.arange(count) * 2.0 * np.pi / count
    ring = np.cos(turn)[None, :, None] * across[:, None] + np.sin(turn)[None, :, None] * other[:, None]
    n = len(middle)
    body = (middle[:, None] + radius[:, None, None] * ring).reshape(-1, 3)
    tips = np.stack([middle[0] - along[0] * radius[0] * 0.6, middle[-1] + along[-1] * radius[-1] * 0.6])
    k, s = np.meshgrid(np.arange(n - 1), np.arange(count), indexing="ij")
    a, b = k * count + s, k * count + (s + 1) % count
    c, d = a + count, b + count
    sides = np.concatenate([np.stack([a, b, d], -1).reshape(-1, 3), np.stack([a, d, c], -1).reshape(-1, 3)])
    s = np.arange(count)
    after, last, tip = (s + 1) % count, (n - 1) * count, n * count
    start = np.stack([after, s, np.full(count, tip)], 1)
    end = np.stack([last + s, last + after, np.full(count, tip + 1)], 1)
    return np.concatenate([body, tips]), np.concatenate([sides, start, end]).astype(np.int64)
