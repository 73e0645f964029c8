"""The breastbone and the costal cartilages, which run from the ribs' ends to it and to each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator
from scipy.spatial import cKDTree

from tools.geometry import implicit as im
from tools.geometry.bone_shape import Mesh, joined

Inside = Callable[[np.ndarray, float], np.ndarray]
"""Points (n, 3) drawn to so many millimetres beneath the skin."""

BREASTBONE = (
    (1436.0, 17.0, 92.6, 8.8, 2.4), (1429.0, 22.5, 95.0, 9.0, 3.0), (1421.0, 27.5, 99.2, 9.0, 4.0),
    (1412.0, 26.0, 103.4, 8.8, 3.0), (1402.0, 21.0, 108.6, 8.6, 1.2), (1391.0, 18.6, 115.4, 9.2, 0.8),
    (1378.0, 16.2, 123.8, 8.8, 0.6), (1363.0, 17.0, 131.2, 8.6, 0.8), (1349.0, 17.6, 136.0, 8.4, 1.0),
    (1336.0, 18.6, 139.4, 8.0, 1.2), (1313.0, 20.4, 142.2, 7.6, 1.4), (1293.0, 20.0, 144.4, 7.2, 1.2),
    (1279.5, 16.5, 145.4, 6.8, 1.0), (1273.0, 10.5, 144.7, 5.8, 0.6), (1263.0, 8.0, 145.0, 4.8, 0.4),
    (1252.0, 4.8, 145.9, 4.0, 0.2),
)  # fmt: skip
"""From above: height, half the width, depth of the front in the midline, thickness, and by how much the
edges lie further back."""
NOTCHES_MM = (1391.0, 1364.0, 1337.5, 1313.0, 1292.0)
"""Where the second to the sixth cartilage meet it: its border stands out a little there."""
_NOTCH_MM, _NOTCH_HALF_MM = 1.8, 4.5
_ANGLE_MM, _ANGLE_HALF_MM = 0.9, 4.0
_HOLLOW_MM = 6.0
"""How much lower than its corners the jugular notch lies."""
_BONE_STEP_MM, _STEP_MM = 2.0, 1.6


@dataclass(frozen=True)
class Course:
    """The way of one cartilage, mm.

    Attributes:
        through: places from the rib's end to its own.
        half: half height and half thickness at its own end.
        outward: which way its front looks there.
    """

    through: tuple[tuple[float, float, float], ...]
    half: tuple[float, float]
    outward: tuple[float, float, float]


COURSES = {
    1: Course(((33.0, 1424.0, 87.5), (26.5, 1417.6, 92.8)), (6.0, 3.4), (0.35, 0.55, 0.75)),
    2: Course(((28.0, 1390.2, 111.0), (16.0, 1391.0, 111.4)), (4.8, 3.4), (0.1, 0.55, 0.83)),
    3: Course(((36.0, 1365.8, 125.6), (26.0, 1364.6, 125.8), (15.0, 1364.0, 126.0)),
              (5.6, 3.4), (0.1, 0.4, 0.9)),
    4: Course(((46.0, 1336.0, 135.4), (32.0, 1336.0, 135.0), (16.5, 1337.5, 134.2)),
              (6.2, 3.5), (0.1, 0.2, 0.97)),
    5: Course(((60.0, 1307.6, 139.4), (46.0, 1306.4, 139.4), (32.0, 1308.8, 138.4), (18.0, 1313.0, 137.4)),
              (6.6, 3.4), (0.1, 0.05, 1.0)),
    6: Course(((70.0, 1274.6, 143.8), (57.0, 1275.4, 145.2), (44.0, 1279.0, 145.0), (31.0, 1284.8, 143.0),
               (17.5, 1291.6, 140.4)), (6.2, 3.4), (0.05, -0.1, 1.0)),
    7: Course(((73.0, 1235.0, 146.0), (60.0, 1232.6, 149.2), (47.0, 1238.0, 150.8), (35.0, 1250.0, 150.0),
               (25.0, 1263.8, 146.8), (16.0, 1277.4, 142.4)), (6.2, 3.2), (0.1, -0.15, 1.0)),
    8: Course(((77.0, 1203.0, 138.6), (66.0, 1203.2, 144.4), (56.0, 1211.4, 148.0), (49.0, 1223.0, 150.0),
               (44.0, 1235.0, 150.8)), (5.6, 3.6), (0.3, -0.1, 1.0)),
    9: Course(((93.0, 1168.2, 128.2), (83.0, 1167.8, 134.4), (73.0, 1176.0, 139.8), (65.0, 1189.0, 144.2),
               (59.0, 1203.0, 147.2)), (5.0, 3.4), (0.4, -0.1, 1.0)),
    10: Course(((100.8, 1152.8, 114.6), (94.0, 1155.4, 123.8), (87.0, 1161.4, 130.6), (80.0, 1169.2, 135.8)),
               (4.0, 3.0), (0.6, -0.1, 0.9)),
}  # fmt: skip
ARCH = (6, 7, 8, 9, 10)
"""Those that run together in the costal arch."""
_SEAM_MM, _UNDER_SKIN_MM = 3.0, 4.5
SHORTER_MM = {"rib_1": 11.0, "rib_8": 3.5}
"""By so much ribs of the source are too long: what is cartilage in the first, a spur of the eighth."""
_INTO_MM, _ON_MM, _SAMPLE_MM = 4.0, 4.0, 0.6
_SQUARE, _THINNEST_MM, _NEAR_MM = 2.5, 2.4, 12.0


def breastbone() -> Mesh:
    """Manubrium, body and xiphoid process as one."""
    table = np.array(BREASTBONE)[::-1]
    y = np.linspace(table[0, 0], table[-1, 0], 60)
    half, front, thick, edge = PchipInterpolator(table[:, 0], table[:, 1:])(y).T
    for level in NOTCHES_MM:
        half = half + _NOTCH_MM * np.exp(-(((y - level) / _NOTCH_HALF_MM) ** 2))
    front = front + _ANGLE_MM * np.exp(-(((y - NOTCHES_MM[0]) / _ANGLE_HALF_MM) ** 2))  # the sternal angle
    across = np.linspace(-1, 1, 7)
    grid = np.empty((len(y), len(across), 4))
    grid[..., 3] = thick[:, None] / 2 * (1 - 0.22 * across**4)
    grid[..., 0] = across * np.maximum(half - grid[:, -1, 3], 0.6)[:, None]
    top = np.clip((y - 1418.0) / 18.0, 0, 1)[:, None] ** 2
    grid[..., 1] = y[:, None] + _HOLLOW_MM * top * (across**2 - 0.2)
    grid[..., 2] = (front - thick / 2)[:, None] - edge[:, None] * across**4
    return im.meshed_midline(im.plate(grid), (0, 1240.0, 70.0), (36.0, 1452.0, 158.0), _BONE_STEP_MM)


def shortened(rib: Mesh, mm: float) -> Mesh:
    """A rib with its front end cut off flat, where its cartilage begins."""
    vertices, faces = rib
    end = _RibEnd.of(vertices)
    past = np.maximum((vertices - end.middle) @ end.way + mm, 0.0)
    near = np.linalg.norm(vertices - end.middle, axis=1) < 3 * mm + _NEAR_MM
    return vertices - np.where(near, past, 0.0)[:, None] * end.way, faces


def costal_cartilages(ribs: Mapping[int, Mesh], inside: Inside) -> Mesh:
    """The cartilages of the left side: the upper ones each alone, the lower ones run together."""
    fields, lines = {}, {}
    for number, course in COURSES.items():
        fields[number], lines[number] = _cartilage(course, _RibEnd.of(ribs[number][0]), inside)
    groups = [(number,) for number in COURSES if number not in ARCH] + [ARCH]
    made = []
    for group in groups:
        field = im.union([fields[number] for number in group], _SEAM_MM)
        points = np.concatenate([lines[number] for number in group])
        made.append(im.meshed(field, points.min(0) - 15.0, points.max(0) + 15.0, _STEP_MM))
    return joined(made)


@dataclass(frozen=True)
class _RibEnd:
    """Middle of a rib's front end, the way it runs on, its outward side, half its height and thickness."""

    middle: np.ndarray
    way: np.ndarray
    outward: np.ndarray
    half: tuple[float, float]

    @classmethod
    def of(cls, vertices: np.ndarray) -> _RibEnd:
        turn = np.degrees(np.arctan2(vertices[:, 0], 45.0 - vertices[:, 2]))  # 0 behind, 180 in front
        before = turn.max() - turn
        tip, last = vertices[before < 4], vertices[before < 9]
        way = tip.mean(0) - vertices[(before > 8) & (before < 15)].mean(0)
        way = way / np.linalg.norm(way)
        across = last - last.mean(0)
        across = across - (across @ way)[:, None] * way
        outward = np.linalg.svd(across, full_matrices=False)[2][1]
        outward = outward * np.sign(outward @ (tip.mean(0) - [0.0, tip[:, 1].mean(), 45.0]))
        upright = np.cross(way, outward)
        u, n = (last - tip.mean(0)) @ upright, (last - tip.mean(0)) @ outward
        middle = tip.mean(0) + (u.max() + u.min()) / 2 * upright
        middle = middle + np.median((vertices[before < 2] - middle) @ way) * way
        half = float(np.ptp(u)) / 2, max(float(np.ptp(n)) / 2, _THINNEST_MM)
        return cls(middle, way, outward, half)


def _cartilage(course: Course, rib: _RibEnd, inside: Inside) -> tuple[im.Field, np.ndarray]:
    """A rod with an oval section along a course, and the line down its middle."""
    through = np.array([rib.middle - _INTO_MM * rib.way, rib.middle + _ON_MM * rib.way, *course.through])
    at = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(through, axis=0), axis=1))]
    fine = np.linspace(0, at[-1], int(at[-1] / _SAMPLE_MM) + 2)
    line = inside(CubicSpline(at, through)(fine), _UNDER_SKIN_MM + course.half[1])
    way = np.gradient(line, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    share = (fine / at[-1])[:, None]
    last = np.asarray(course.outward) / np.linalg.norm(course.outward)
    outward = (1 - share) * rib.outward + share * last
    outward -= np.einsum("ij,ij->i", outward, way)[:, None] * way
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    # it covers the rib's end, is as tall as that, and grows rounder on its way
    knots = [0.0, _INTO_MM - 1.0, _INTO_MM + 3.0, 0.55 * (at[-1] + _INTO_MM), at[-1]]
    (h0, t0), (h1, t1) = rib.half, course.half
    height = PchipInterpolator(knots, [h0, h0 + 0.5, h0 + 0.2, 0.3 * h0 + 0.7 * h1, h1])(fine)
    thick = PchipInterpolator(knots, [t0, t0 + 0.6, t0 + 0.7, max(t0, t1 + 0.2), t1])(fine)
    return _oval_rod(line, way, outward, np.stack([height, thick], 1)), line


def _oval_rod(line: np.ndarray, way: np.ndarray, outward: np.ndarray, half: np.ndarray) -> im.Field:
    tree = cKDTree(line)
    rows = np.hstack([line, way, outward, half])
    step = float(np.linalg.norm(line[1] - line[0]))

    def distance(p: np.ndarray) -> np.ndarray:
        _, nearest = tree.query(p)
        on = nearest + np.einsum("ij,ij->i", p - line[nearest], way[nearest]) / step
        on = np.clip(on, 0, len(line) - 1)
        below = np.minimum(on.astype(int), len(line) - 2)
        here = rows[below] + (on - below)[:, None] * (rows[below + 1] - rows[below])
        middle, ahead, out, size = here[:, :3], here[:, 3:6], here[:, 6:9], here[:, 9:]
        q = p - middle
        up = np.cross(ahead, out)
        up /= np.linalg.norm(up, axis=1, keepdims=True)
        own = np.abs(np.stack([np.einsum("ij,ij->i", q, a) for a in (up, out, ahead)], 1))
        size = np.column_stack([size, size[:, 1]])
        reached = own / size
        near = np.maximum((reached**_SQUARE).sum(1) ** (1 / _SQUARE), 1e-6)
        slope = np.linalg.norm((reached / near[:, None]) ** (_SQUARE - 1) / size, axis=1)
        return np.asarray((near - 1) / np.maximum(slope, 1e-6))

    return distance
