"""The left hand's middle and distal phalanges, modelled: the source's are too coarse to be seen near."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from tools.geometry import implicit as im
from tools.geometry.bone_shape import Mesh
from tools.geometry.phalanges import GAP_MM, Point, axes_along

_STEP_MM, _MARGIN_MM = 0.9, 8.0
_MIDDLE: Point = (4.6, 3.0, 4.0)
_DISTAL: Point = (4.1, 2.4, 3.2)
"""Half the width of base, waist and head of an index finger's phalanx, mm."""
_PALMAR_MM = 1.3
"""How much nearer the palm than the source's they lie: over their backs, where tendons run, skin is thin."""
_THUMB: Point = (5.8, 3.7, 4.6)
_SIZE = {2: 1.0, 3: 1.02, 4: 0.96, 5: 0.85}
"""How the other fingers compare with the index finger."""
_FLAT = 0.62  # how thick a phalanx is to its width; what runs over its back has little room beneath the skin


def fingertips(bones: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """The left middle and distal phalanges, each where the source's lies.

    Args:
        bones: the source's phalanges by name, each mesh a closed bone; proximal ones show how the finger
            is bent, and where its back looks.
    """
    made: dict[str, Mesh] = {}
    for k in range(1, 6):
        names = [f"{kind}_phalanx_{k}" for kind in ("proximal", "middle", "distal")]
        ends = {name: _ends(bones[name][0]) for name in names if name in bones}
        chain = list(ends.values())
        joints = [(one[1] + two[0]) / 2 for one, two in pairwise(chain)]
        joints.append(chain[-1][1])
        back = _along(chain[0]) - _along(chain[-1])
        joints = [joint - _PALMAR_MM * back / np.linalg.norm(back) for joint in joints]
        for n, (base, end) in enumerate(pairwise(joints), 1):
            name, distal = list(ends)[n], n == len(joints) - 1
            size = _SIZE.get(k, 1.0)
            widths = size * np.array(_THUMB if k == 1 else _DISTAL if distal else _MIDDLE)
            field = _phalanx(base, end, widths, distal, back)
            low, high = np.minimum(base, end) - _MARGIN_MM, np.maximum(base, end) + _MARGIN_MM
            made[name] = im.meshed(field, low, high, _STEP_MM)
    return made


def _phalanx(
    base: np.ndarray, end: np.ndarray, widths: np.ndarray, distal: bool, back: np.ndarray
) -> im.Field:
    """Between two joints: a flat base, a waisted shaft that bulges to the back, two condyles or a tuft.

    Args:
        base, end: the middles of its joint surfaces.
        widths: half the width of base, waist and head, mm.
        back: which way its back looks.
    """
    wide, waist, head = widths
    way = end - base
    axes = axes_along(way, back)
    first, last = 0.6 * GAP_MM, float(np.linalg.norm(way)) - (0.0 if distal else 0.6 * GAP_MM)
    long = last - first
    foot = im.ellipsoid((0, 0, first + 0.55 * wide), (wide, _FLAT * wide, 0.55 * wide))
    at = first + np.array([0.45 * wide, 0.28 * long, 0.5 * long, 0.72 * long, long - 0.8 * head])
    bulge = np.array([0.0, 0.15, 0.2, 0.15, 0.0]) * waist
    thick = np.array([0.86 * wide, 0.5 * (wide + waist), 1.04 * waist, waist, 0.8 * head])
    tube = im.tube([(0, y, z) for y, z in zip(bulge, at, strict=True)], thick)
    if distal:
        ends = [im.ellipsoid((0, 0, last - 0.6 * head), (head, 0.48 * head, 0.8 * head))]
    else:
        size = 0.6 * head, 0.58 * head, 0.62 * head
        ends = [im.ellipsoid((s * 0.4 * head, -0.08 * head, last - 0.62 * head), size) for s in (-1, 1)]
    whole = im.union([foot, lambda p: _FLAT * tube(p / [1.0, _FLAT, 1.0]), *ends], 1.8)
    return lambda p: whole((p - base) @ axes.T)


def _ends(vertices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of a phalanx along its length, the one nearer the wrist first."""
    middle = vertices.mean(0)
    axis = np.linalg.svd(vertices - middle)[2][0]
    axis = axis if axis[1] < 0 else -axis  # the arm hangs: what is lower is nearer the fingertip
    along = (vertices - middle) @ axis
    return middle + along.min() * axis, middle + along.max() * axis


def _along(ends: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    way = ends[1] - ends[0]
    return np.asarray(way / np.linalg.norm(way))
