"""The spine put in order: bodies at even steps, as tall as their step allows, with discs between them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.geometry.bone_shape import Mesh

_BODY_FROM = 0.72  # of a vertebra's depth, from the tip of its spinous process: there its body is alone
_BODY_SHARE = {"c": 0.74, "t": 0.82, "l": 0.77}
"""How much of the step from one body to the next is bone; the rest is disc."""
_BODY_DEPTH = {"c": 0.30, "t": 0.42, "l": 0.46}
"""How much of a vertebra's depth is its body."""
_HALF_WIDTH_MM = {"c": 11.5, "t": 17.0, "l": 27.0}
"""No disc is wider: beside the bodies of the neck stand the transverse processes."""
_BEHIND_MM = {"c": 3.0, "t": 0.8, "l": 0.8}
"""So much behind the front of the bodies a disc ends, whose rims stand out."""
_TALLER = (0.8, 1.6)
_ROUND, _RINGS = 48, 5
_THINNEST_MM = 2.0


def _body(mesh: Mesh) -> np.ndarray:
    vertices = mesh[0]
    low, high = vertices[:, 2].min(), vertices[:, 2].max()
    return vertices[vertices[:, 2] > low + _BODY_FROM * (high - low)]


def _span(mesh: Mesh) -> tuple[float, float]:
    """Lower and upper height of the body."""
    low, high = np.percentile(_body(mesh)[:, 1], [4, 96])
    return float(low), float(high)


def ordered(vertebrae: dict[str, Mesh], base_mm: float) -> dict[str, Mesh]:
    """The vertebrae with their bodies at even steps; the spinous processes keep their heights.

    Each is stretched upright about the tip of its spinous process and tilted until its body stands
    where a smooth curve through all of them wants it.

    Args:
        vertebrae: C1 to L5 by level, from above.
        base_mm: height of the sacrum's base in front, on which the last disc rests.
    """
    levels = [level for level in vertebrae if level not in ("c1", "c2")]
    middle = np.array([sum(_span(vertebrae[level])) / 2 for level in levels])
    index = np.arange(len(levels), dtype=float)
    step = (middle[0] - base_mm) / len(levels)
    # The last body stands on the sacrum; the curve is drawn through that as well.
    last = base_mm + 0.62 * 1.5 * step
    weights = np.r_[np.ones(len(levels) - 1), 3.0]
    curve = np.polynomial.Polynomial.fit(index, np.r_[middle[:-1], last], 5, w=weights)
    wanted = curve(index)
    steps = -np.gradient(wanted)
    made = {level: vertebrae[level] for level in ("c1", "c2") if level in vertebrae}
    for level, goal, pitch in zip(levels, wanted, steps, strict=True):
        vertices, faces = vertebrae[level]
        tip = vertices[vertices[:, 2].argmin()]
        low, high = _span((vertices, faces))
        taller = float(np.clip(_BODY_SHARE[level[0]] * pitch / (high - low), *_TALLER))
        placed = vertices.copy()
        placed[:, 1] = tip[1] + (vertices[:, 1] - tip[1]) * taller
        low, high = _span((placed, faces))
        ahead = np.clip((placed[:, 2] - tip[2]) / (_body((placed, faces))[:, 2].mean() - tip[2]), 0, 1.2)
        placed[:, 1] += ahead * (goal - (low + high) / 2)
        made[level] = placed, faces
    return made


def discs(vertebrae: dict[str, Mesh], base_mm: float) -> dict[str, Mesh]:
    """``c2_disc`` to ``l5_disc``, each named for the vertebra above it."""
    levels = [level for level in vertebrae if level != "c1"]
    made = {f"{a}_disc": _disc(a, vertebrae[a], vertebrae[b]) for a, b in pairwise(levels)}
    lowest = levels[-1]
    below = vertebrae[lowest][0] - [0.0, _span(vertebrae[lowest])[1] - base_mm, 0.0]
    return made | {f"{lowest}_disc": _disc(lowest, vertebrae[lowest], (below, vertebrae[lowest][1]))}


def _disc(level: str, above: Mesh, below: Mesh) -> Mesh:
    top, bottom = _span(above)[0] + 0.8, _span(below)[1] - 0.8
    if top - bottom < _THINNEST_MM:
        middle = (top + bottom) / 2
        top, bottom = middle + _THINNEST_MM / 2, middle - _THINNEST_MM / 2
    ends = []
    for mesh, y in ((below, bottom), (above, top)):
        body, whole = _body(mesh), mesh[0]
        depth = np.ptp(whole[:, 2]) * _BODY_DEPTH[level[0]]
        front = whole[:, 2].max() - _BEHIND_MM[level[0]]
        ends.append(
            (y, min(np.abs(body[:, 0]).max() * 0.95, _HALF_WIDTH_MM[level[0]]), front - depth / 2, depth / 2)
        )
    angle = np.arange(_ROUND) * 2 * np.pi / _ROUND
    rings = []
    for k in range(_RINGS):
        s = k / (_RINGS - 1)
        y, wide, z, deep = (a + (b - a) * s for a, b in zip(*ends, strict=True))
        bulge = 1.0 + 0.03 * np.sin(np.pi * s)
        # The back of a body is flat or a little hollow.
        along = np.where(np.cos(angle) < 0, 0.82, 1.0) * np.cos(angle)
        rings.append(
            np.stack([wide * bulge * np.sin(angle), np.full(_ROUND, y), z + deep * bulge * along], 1)
        )
    caps = [np.array([[0.0, ring[0, 1], ring[:, 2].mean()]]) for ring in (rings[0], rings[-1])]
    vertices = np.concatenate([*rings, *caps])
    return vertices, tube_faces(_RINGS, _ROUND)


def tube_faces(rings: int, around: int) -> np.ndarray:
    """Triangles of a closed tube: rings from below, then the middles of its lower and upper end."""
    j = np.arange(around)
    after = (j + 1) % around
    faces = []
    for k in range(rings - 1):
        a, b, c, d = k * around + j, k * around + after, (k + 1) * around + after, (k + 1) * around + j
        faces += [np.stack([a, b, c], 1), np.stack([a, c, d], 1)]
    low, high = rings * around, rings * around + 1
    top = (rings - 1) * around
    faces += [
        np.stack([np.full(around, low), after, j], 1),
        np.stack([np.full(around, high), top + j, top + after], 1),
    ]
    return np.concatenate(faces)
