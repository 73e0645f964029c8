"""Hyoid bone, thyroid and cricoid cartilage, which the source lacks: modelled under the skin of the throat.

Each is a smooth union of rods and balls; their surface is found on a grid.
"""

from __future__ import annotations

import numpy as np
from skimage import measure

from tools.geometry.bone_shape import Mesh

FRONT_MM = {
    "hyoid": (1522.0, 109.0), "thyroid_cartilage": (1505.0, 105.5), "cricoid_cartilage": (1488.0, 101.5),
}  # fmt: skip
"""Height and depth of the front of each: the hyoid in the angle between chin and neck, the cricoid at C6."""
_LARYNX_DEPTH = 0.72  # what there is between the skin of the throat and the spine
_STEP_MM = 1.2
_BLEND_MM = 2.0
_LAMINA_RODS = 18
Rod = tuple[tuple[float, float, float], tuple[float, float, float], float, float]
"""From, to, radius at either end; millimetres, x and z from the middle and the front of the thing."""


def _distance(points: np.ndarray, rod: Rod) -> np.ndarray:
    a, b, ra, rb = np.array(rod[0]), np.array(rod[1]), rod[2], rod[3]
    along = np.clip(((points - a) @ (b - a)) / max(float((b - a) @ (b - a)), 1e-9), 0, 1)
    middle = a + along[..., None] * (b - a)
    near: np.ndarray = np.linalg.norm(points - middle, axis=-1) - (ra + (rb - ra) * along)
    return near


def union(rods: list[Rod], step_mm: float = _STEP_MM, blend_mm: float = _BLEND_MM) -> Mesh:
    """The surface of a smooth union of rods, each given for the left and mirrored."""
    both = [*rods, *(((-a[0], a[1], a[2]), (-b[0], b[1], b[2]), ra, rb) for a, b, ra, rb in rods)]
    ends = np.array([end for a, b, *_ in both for end in (a, b)])
    reach = max(max(ra, rb) for *_, ra, rb in both) + 3 * step_mm
    low, high = ends.min(0) - reach, ends.max(0) + reach
    # the grid is symmetric about the midline
    half = np.ceil(high[0] / step_mm) * step_mm
    axes = [np.arange(-half, half + step_mm / 2, step_mm)] + [
        np.arange(low[k], high[k] + step_mm, step_mm) for k in (1, 2)
    ]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
    total = sum(np.exp(-_distance(points, rod) / blend_mm) for rod in both)
    field = -blend_mm * np.log(np.maximum(total, 1e-12))
    vertices, faces, _, _ = measure.marching_cubes(field, 0.0, spacing=(step_mm,) * 3)
    vertices = vertices + np.array([axes[0][0], axes[1][0], axes[2][0]])
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    if np.einsum("ij,ij->i", a, np.cross(b, c)).sum() < 0:
        faces = faces[:, ::-1]
    return vertices, faces.astype(np.int64)


def _between(line: np.ndarray, count: int) -> np.ndarray:
    """A line of points (n, 3) spread over so many."""
    at = np.linspace(0, len(line) - 1, count)
    return np.stack([np.interp(at, np.arange(len(line)), line[:, k]) for k in range(3)], 1)


def throat() -> dict[str, Mesh]:
    """The three, in place."""
    hyoid: list[Rod] = [
        ((0, 0, -3), (9, 0.5, -5), 4.2, 3.8),
        ((9, 0.5, -5), (17, 2, -16), 3.0, 2.4),
        ((17, 2, -16), (21, 5, -34), 2.4, 1.9),
        ((21, 5, -34), (21.5, 5.5, -38), 2.4, 2.2),
        ((9, 1.5, -6), (12, 8, -10), 1.8, 1.1),
    ]
    lamina = np.array([
        ((1.6, 6, -3), (1.2, -11, -4.5)), ((4, 8, -6), (3, -11, -7)), ((8, 10, -12), (7, -10, -12)),
        ((12, 11, -18), (11, -9, -18)), ((15.5, 11, -24), (14, -9, -23)), ((18, 11, -29), (16, -10, -28)),
    ], dtype=float)  # fmt: skip
    fine = np.stack([_between(lamina[:, k], _LAMINA_RODS) for k in (0, 1)], 1)
    thyroid: list[Rod] = [(tuple(top), tuple(bottom), 1.5, 1.5) for top, bottom in fine.tolist()]
    thyroid += [((18, 11, -29), (19.5, 17, -32), 1.9, 1.5), ((16, -10, -28), (14.5, -19, -27), 1.9, 1.5)]
    cricoid: list[Rod] = [
        ((0, 0, -3), (8, 1, -6), 2.6, 2.6),
        ((8, 1, -6), (12, 3, -15), 2.6, 2.6),
        ((12, 3, -15), (9, 7, -25), 2.7, 3.2),
        ((9, 7, -25), (0, 8, -28), 3.6, 3.8),
        ((9, 2, -25), (0, 2, -28), 3.0, 3.2),
    ]
    made = {}
    for name, rods in (("hyoid", hyoid), ("thyroid_cartilage", thyroid), ("cricoid_cartilage", cricoid)):
        vertices, faces = union(rods)
        room = np.array([1.0, 1.0, 1.0 if name == "hyoid" else _LARYNX_DEPTH])
        made[name] = vertices * room + np.array([0.0, *FRONT_MM[name]]), faces
    return made
