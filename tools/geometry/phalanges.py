"""The left forefoot, modelled: phalanges with waisted shafts, and heads of the metatarsals at the ball."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from tools.geometry import implicit as im
from tools.geometry.bone_shape import Mesh, smoothed, subdivided

GAP_MM = 1.3
"""The joint spaces, as wide as cartilage makes them look."""
_STEP_MM, _FINE_MM, _SHAFT_EDGE_MM = 1.5, 0.9, 1.6
_OLD_HEAD_MM = 8.0
"""How long the head of the source's metatarsal is."""
_NECK = 0.3
"""From this share of its length on, a metatarsal is drawn to where its head belongs."""
Point = tuple[float, float, float]


INNER_COLUMN = ("navicular", "medial_cuneiform", "metatarsal_1")
_INNER_MM = 146.0
_NARROW = ((60.0, 0.56), (85.0, 0.52), (110.0, 0.52), (150.0, 1.0))
"""How far forward, and the share that is left of what lies nearer the midline than ``_INNER_MM``."""


class Ray(NamedTuple):
    """A toe and the head of its metatarsal.

    Attributes:
        head: centre of the metatarsal's head; size: half its width, height and length.
        joints: where the phalanges meet, from the metatarsal on; the last is the tip's end.
        widths: of each phalanx half the width of its base, its waist and its head.
    """

    head: Point
    size: Point
    joints: tuple[Point, ...]
    widths: tuple[Point, ...]


RAYS = {
    1: Ray(
        (141.5, 23.2, 158.6), (9.2, 8.8, 9.0),
        ((143.3, 22.2, 168.2), (150.6, 18.6, 207.0), (155.6, 13.2, 229.8)),
        ((8.8, 5.6, 7.2), (7.6, 4.8, 5.9)),
    ),
    2: Ray(
        (163.6, 21.7, 158.8), (5.1, 6.5, 6.9),
        ((165.2, 21.0, 166.4), (173.0, 20.8, 201.5), (175.8, 17.0, 217.0), (178.0, 14.2, 230.5)),
        ((5.2, 2.9, 4.2), (4.3, 3.1, 3.8), (3.8, 2.2, 3.0)),
    ),
    3: Ray(
        (179.4, 21.2, 151.8), (5.0, 6.4, 6.7),
        ((181.2, 20.6, 159.2), (188.6, 20.2, 192.5), (190.7, 16.8, 206.5), (192.0, 14.4, 219.0)),
        ((5.0, 2.8, 4.0), (4.1, 2.9, 3.6), (3.6, 2.1, 2.8)),
    ),
    4: Ray(
        (193.1, 20.8, 141.8), (4.9, 6.2, 6.6),
        ((195.2, 20.1, 149.1), (202.4, 19.3, 180.0), (204.2, 16.6, 192.3), (205.0, 14.6, 202.6)),
        ((4.9, 2.8, 3.8), (3.8, 2.8, 3.4), (3.4, 2.1, 2.7)),
    ),
    5: Ray(
        (206.4, 20.2, 130.9), (5.1, 5.9, 6.4),
        ((208.6, 19.4, 137.9), (215.4, 18.4, 167.8), (216.6, 16.0, 178.0), (217.0, 14.2, 188.6)),
        ((4.9, 2.9, 3.7), (3.7, 2.9, 3.4), (3.3, 2.1, 2.6)),
    ),
}  # fmt: skip
_UP = np.array([0.0, 1.0, 0.0])


def forefoot(bones: Mapping[str, Mesh]) -> dict[str, Mesh]:
    """The left metatarsals and phalanges of the toes, from the source's metatarsals."""
    made: dict[str, Mesh] = {}
    for k, ray in RAYS.items():
        name = f"metatarsal_{k}"
        field, box = _metatarsal(bones[name], ray)
        made[name] = _meshed(field, box, _STEP_MM)
        before = field
        for j, (kind, widths) in enumerate(zip(_kinds(ray), ray.widths, strict=True)):
            ends = np.array(ray.joints[j : j + 2])
            bone = _clear_of(phalanx(ends[0], ends[1], widths, kind == "distal"), before)
            made[f"{kind}_phalanx_toe_{k}"] = _meshed(bone, ends, _FINE_MM, 1.6 * widths[0] + 2.0)
            before = bone
    return made


def inner_column(mesh: Mesh) -> Mesh:
    """A bone of the foot's inner border, which in the source's wider foot lies outside this skin."""
    vertices, faces = mesh
    share = np.interp(vertices[:, 2], *np.array(_NARROW).T)
    inward = np.maximum(_INNER_MM - vertices[:, 0], 0)
    return vertices + np.outer((1 - share) * inward, [1.0, 0, 0]), faces


def _kinds(ray: Ray) -> tuple[str, ...]:
    return ("proximal", "distal") if len(ray.widths) == 2 else ("proximal", "middle", "distal")


def _metatarsal(mesh: Mesh, ray: Ray) -> tuple[im.Field, np.ndarray]:
    """The source's bone drawn out to the ball of the foot, with a head on it; and what it lies within."""
    vertices, faces = mesh
    z = vertices[:, 2]
    old = vertices[z > z.max() - _OLD_HEAD_MM].mean(0)
    base = vertices[z < z.min() + _OLD_HEAD_MM].mean(0)
    way = old - base
    share = np.clip(((vertices - base) @ way / (way @ way) - _NECK) / (1 - _NECK), 0, 1)
    drawn = vertices + np.outer(share * share * (3 - 2 * share), np.array(ray.head) - old)
    along = np.array(ray.joints[0]) - base
    axes = axes_along(along)
    wide, high, long = ray.size
    head = im.ellipsoid(ray.head, (wide, high, long), axes)
    # beneath, the head ends in two condyles for the flexors to run between
    below = np.array(ray.head) - 0.45 * high * axes[1] - 0.2 * long * axes[2]
    condyles = [im.ball(below + side * 0.5 * wide * axes[0], 0.52 * wide) for side in (-1.0, 1.0)]
    neck = im.capsule(ray.head, (np.array(ray.head) - 2.8 * long * axes[2]).tolist(), 0.8 * wide, 0.4 * wide)
    shaft = im.near_mesh(smoothed(subdivided((drawn, faces), _SHAFT_EDGE_MM), 6))
    field = im.union([im.union([head, *condyles], 2.5), neck, shaft], 4.0)
    around = np.r_[drawn, [np.array(ray.head) + 1.2 * s * np.array(ray.size).max() for s in (-1.0, 1.0)]]
    return field, np.array([around.min(0), around.max(0)])


def phalanx(base: np.ndarray, end: np.ndarray, widths: Point, distal: bool, up: np.ndarray = _UP) -> im.Field:
    """A phalanx between two joints: broad base, waisted shaft, two condyles or a tuft at the end.

    Args:
        base, end: the middles of its joint surfaces.
        widths: half the width of base, waist and head.
        up: which way its back looks.
    """
    long = float(np.linalg.norm(end - base)) - (0.0 if distal else GAP_MM)
    wide, waist, head = widths
    axes = axes_along(end - base, up)
    short = min(1.0, 0.3 * long / wide)
    foot = im.ellipsoid((0, 0, 0.75 * short * wide), (wide, 0.88 * wide, 1.05 * short * wide))
    heel = im.ellipsoid((0, -0.45 * wide, 0.75 * short * wide), (0.8 * wide, 0.5 * wide, 0.7 * short * wide))
    at = np.array([0.5 * short * wide, 0.3 * long, 0.58 * long, 0.8 * long, long - 0.8 * head])
    back = np.array([0.0, 0.25, 0.3, 0.2, 0.0]) * waist
    thick = np.array([0.78 * wide, 1.08 * waist, waist, 1.05 * waist, 0.7 * head])
    shaft = im.tube([(0, y, z) for y, z in zip(back, at, strict=True)], thick.tolist())
    if distal:
        tuft = im.ellipsoid((0, 0.1 * head, long - 0.62 * head), (head, 0.58 * head, 0.75 * head))
        whole = im.union([foot, heel, _flat(shaft, 0.9), tuft], 1.6)
    else:
        r = 0.66 * head
        condyles = [im.ellipsoid((s * 0.42 * head, -0.1 * r, long - r), (0.58 * head, r, r)) for s in (-1, 1)]
        whole = im.union([im.union([foot, heel], 1.5), _flat(shaft, 0.92), im.union(condyles, 0.8)], 2.0)
    return lambda p: whole((p - base) @ axes.T)


def _flat(field: im.Field, share: float) -> im.Field:
    """A shape pressed flat from the back, about the axis."""
    return lambda p: share * field(p / [1.0, share, 1.0])


def axes_along(along: np.ndarray, up: np.ndarray = _UP) -> np.ndarray:
    """Rows: to the side, to the back, along."""
    third = along / np.linalg.norm(along)
    first = np.cross(up, third)
    first /= np.linalg.norm(first)
    return np.stack([first, np.cross(third, first), third])


def _clear_of(bone: im.Field, other: im.Field) -> im.Field:
    return im.without(bone, lambda p: other(p) - GAP_MM, 0.6)


def _meshed(field: im.Field, within: np.ndarray, step_mm: float, margin_mm: float = 4.0) -> Mesh:
    return im.meshed(field, within.min(0) - margin_mm, within.max(0) + margin_mm, step_mm)
