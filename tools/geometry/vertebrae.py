# ruff: noqa: E501, RUF005, RUF059 (rows of places; arrays are added, not joined)
"""The vertebrae and discs, modelled level by level along one curve of the spine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tools.geometry import implicit as im
from tools.geometry.bone_shape import Mesh
from tools.geometry.spine import tube_faces

GAP_MM = 0.6
"""Between the joint surfaces of neighbours."""
_STEP_MM = {"c": 1.3, "t": 1.6, "l": 1.8}
_ROUND, _RINGS = 48, 5


@dataclass(frozen=True)
class Level:
    """One vertebra's measures, mm.

    Attributes:
        y, front: height of the middle of its body, and depth of its front.
        half: half width, half depth and half height of the body.
        canal: half width and half depth of the canal.
        spinous, transverse: tips (y, z) and (x, y, z) of the processes.
        wedge: by how much the body is taller before than behind.
    """

    y: float
    front: float
    half: tuple[float, float, float]
    canal: tuple[float, float]
    spinous: tuple[float, float]
    transverse: tuple[float, float, float]
    wedge: float = 0.0


LEVELS = {
    "c3": Level(1556.3, 75.5, (8.5, 7.5, 6.4), (11.5, 7.2), (1548.4, 21.0), (27, 1556, 57), 0.02),
    "c4": Level(1538.2, 75.8, (8.7, 7.5, 6.4), (11.5, 7.2), (1535.5, 18.8), (28, 1538.8, 57), 0.02),
    "c5": Level(1520.6, 74.5, (9.0, 7.6, 6.3), (11.8, 7.2), (1520.3, 15.7), (30, 1521, 57), 0.02),
    "c6": Level(1503.8, 70.5, (9.6, 7.8, 6.2), (11.8, 7.2), (1504.5, 5.7), (32, 1504.5, 51.5), 0.02),
    "c7": Level(1487.6, 63.0, (11.0, 8.0, 6.2), (11.5, 7.0), (1484.9, -2.0), (35, 1493, 33), 0.0),
    "t1": Level(1472.0, 54.5, (13.5, 8.6, 6.4), (10.5, 7.0), (1464.9, -8.2), (37, 1483, 14)),
    "t2": Level(1455.5, 46.5, (13.5, 9.2, 6.7), (9.0, 6.8), (1445.0, -16.2), (32, 1466, 2.5)),
    "t3": Level(1438.6, 40.0, (13.2, 9.8, 7.1), (8.5, 6.8), (1424.1, -22.0), (31, 1447.5, -6)),
    "t4": Level(1421.2, 34.5, (13.0, 10.5, 7.5), (8.3, 6.8), (1403.4, -26.8), (30.5, 1430.5, -11)),
    "t5": Level(1402.6, 30.0, (13.2, 11.2, 7.9), (8.3, 6.8), (1381.9, -31.7), (31, 1409, -16)),
    "t6": Level(1383.0, 26.0, (13.6, 12.0, 8.2), (8.3, 6.8), (1359.9, -36.0), (31, 1389.5, -20.5)),
    "t7": Level(1362.5, 22.8, (14.2, 12.6, 8.7), (8.3, 6.8), (1337.9, -40.2), (31, 1368.5, -24.5)),
    "t8": Level(1341.0, 20.5, (14.8, 13.0, 9.1), (8.3, 6.8), (1316.1, -41.7), (31, 1345, -28.5)),
    "t9": Level(1318.5, 19.5, (15.5, 13.4, 9.5), (8.5, 6.8), (1293.1, -41.7), (28, 1323.5, -27.5)),
    "t10": Level(1294.9, 19.7, (16.5, 13.8, 10.0), (8.8, 7.0), (1270.1, -40.1), (25, 1297.5, -21)),
    "t11": Level(1269.6, 20.8, (18.0, 14.2, 10.8), (9.2, 7.2), (1246.1, -40.4), (24, 1271.5, -18)),
    "t12": Level(1242.6, 23.5, (19.8, 14.6, 11.4), (10.0, 7.4), (1222.8, -39.6), (24, 1245, -19), 0.02),
    "l1": Level(1213.8, 28.5, (21.0, 15.0, 12.0), (10.8, 7.6), (1190.3, -34.1), (38, 1210, -12.5), 0.02),
    "l2": Level(1182.6, 35.5, (22.0, 15.5, 12.8), (10.8, 7.6), (1160.1, -31.5), (40, 1180, -8.5), 0.03),
    "l3": Level(1148.6, 43.0, (23.0, 16.0, 13.3), (11.0, 7.6), (1126.0, -24.9), (42, 1149, 1), 0.05),
    "l4": Level(1111.6, 48.8, (24.0, 16.4, 13.6), (11.3, 7.6), (1099.0, -17.0), (41, 1115, 9), 0.08),
    "l5": Level(1073.5, 50.0, (25.0, 16.6, 13.2), (12.0, 7.6), (1072.5, -16.0), (41, 1080, 9), 0.15),
}
SACRAL_BASE = (1049.0, 32.0, 0.30, 25.5, 16.5)
"""Middle (y, z), forward tilt (radians), half width and half depth of the first sacral body's top."""


@dataclass(frozen=True)
class Frame:
    """Where a body stands: its middle and its own axes (rows: left, up, forward)."""

    middle: np.ndarray
    axes: np.ndarray

    def into(self, p: np.ndarray) -> np.ndarray:
        """Points of the body frame in that of the vertebra."""
        return np.asarray((p - self.middle) @ self.axes.T)

    def out(self, p: np.ndarray) -> np.ndarray:
        """And back."""
        return np.asarray(p @ self.axes + self.middle)


def frames() -> dict[str, Frame]:
    """The frame of each body from C3 to L5, upright on the curve through all of them."""
    levels = list(LEVELS.values())
    y = np.array([1574.0, *(v.y for v in levels), SACRAL_BASE[0] - 12.0])
    z = np.array([68.0, *(v.front - v.half[1] for v in levels), SACRAL_BASE[1] - 5.0])
    made = {}
    for k, (name, v) in enumerate(LEVELS.items(), 1):
        up = np.array([0.0, y[k - 1] - y[k + 1], z[k - 1] - z[k + 1]])
        up /= np.linalg.norm(up)
        if name == "l5":
            up = np.array([0.0, np.cos(0.17), np.sin(0.17)])
        axes = np.array([[1.0, 0, 0], up, [0.0, -up[2], up[1]]])
        made[name] = Frame(np.array([0.0, v.y, v.front - v.half[1]]), axes)
    return made


def vertebrae_and_discs(ribs: dict[int, Mesh]) -> dict[str, Mesh]:
    """``c1_vertebra`` to ``l5_vertebra`` and ``c2_disc`` to ``l5_disc``.

    Args:
        ribs: the left ribs, which the thoracic vertebrae are kept clear of.
    """
    frame = frames()
    fields = {"c1": atlas(), "c2": axis()}
    fields |= {name: _placed(frame[name], _vertebra(name, frame[name])) for name in LEVELS}
    carved = dict(fields)
    for above, below in pairwise(fields):
        carved[below] = _clear_of(fields[below], fields[above])
    made = {}
    for name, field in carved.items():
        low, high = _box(name)
        for rib in (int(name[1:]), int(name[1:]) + 1) if name[0] == "t" else ():
            if rib in ribs:
                field = _clear_of(field, im.mirrored_field(im.near_mesh(ribs[rib])))
        made[f"{name}_vertebra"] = im.meshed_midline(field, low, high, _STEP_MM[name[0]])
    return made | _discs(frame)


def _box(name: str) -> tuple[np.ndarray, np.ndarray]:
    if name in ("c1", "c2"):
        return np.array([0, 1550.0, 12]), np.array([48, 1606.0, 90])
    v = LEVELS[name]
    reach = {"c": 24.0, "t": 34.0, "l": 36.0}[name[0]]
    low = min(v.y - reach, v.spinous[0] - 14)
    return np.array([0, low, v.spinous[1] - 5]), np.array([v.transverse[0] + 6, v.y + reach, v.front + 6])


def _placed(frame: Frame, field: im.Field) -> im.Field:
    return lambda p: field(frame.into(p))


def _clear_of(one: im.Field, other: im.Field) -> im.Field:
    return lambda p: -im.soft_min(-one(p), other(p) - GAP_MM, 0.6)


def _body(v: Level) -> im.Field:
    a, b, h = v.half
    drum = im.drum(a, b, h, 0.10, 2.6 if b > 12 else 2.0)

    def distance(p: np.ndarray) -> np.ndarray:
        taller = 1 + v.wedge * np.clip(p[:, 2] / b, -1, 1)
        return drum(p / np.stack([np.ones(len(p)), taller, np.ones(len(p))], 1))

    return distance


def _vertebra(name: str, frame: Frame) -> im.Field:
    v = LEVELS[name]
    tip = frame.into(np.array([0.0, *v.spinous]))
    side = frame.into(np.array(v.transverse))
    make = {"c": _cervical, "t": _thoracic, "l": _lumbar}[name[0]]
    arch, seam = make(name, v, tip, side)
    canal = _canal(v)
    whole = im.union([_body(v), im.mirrored_field(im.union(arch, seam))], 3.0)
    spine = _spinous(name, v, tip)
    return im.without(im.union([whole, spine], 4.0), canal, 1.5)


def _canal(v: Level) -> im.Field:
    wide, deep = v.canal
    middle = -v.half[1] - deep
    return im.capsule((0, -60, middle), (0, 60, middle), deep, None, (wide / deep, 1, 1))


def _lumbar(name: str, v: Level, tip: np.ndarray, side: np.ndarray) -> tuple[list[im.Field], float]:
    a, b, h = v.half
    wide, deep = v.canal
    middle, back = -b - deep, -b - 2 * deep - 2.5
    out = wide + 4.5
    lateral = 3.0 if name == "l5" else 0.0
    up, down = h * 0.42, -h * 0.35
    return [
        im.capsule((out - 1, up, -b + 4), (out, up, middle), 4.2, 4.4, (1, 1.5, 1)),
        im.capsule((out, up - 2, middle), (out + 1, down - 2, back + 2), 4.4, 4.0, (1, 1.2, 1)),
        im.capsule((out - 1, down + 3, back + 3), (1, down - 1, back - 1), 3.0, 3.2, (1, 2.9, 1)),
        im.capsule((out + 3.5, up, middle - 3), (out + 3.5, h + 5.5, middle - 5.5), 5.0, 3.8, (0.9, 1, 1.2)),
        im.ball((out + 4.5, h + 2.0, middle - 10), 3.0),
        im.capsule((out - 1 + lateral, down, back + 1), (out - 3 + lateral, -h - 7.5, back + 1), 4.6, 4.2),
        im.tube(
            [(out + 1, up - 1, middle - 1), (out + 10, up - 1, middle - 2), tuple(side - [2.6, 0, 0])],
            [4.4, 3.1 if name != "l5" else 4.4, 2.6],
        ),
    ], 3.5


def _thoracic(name: str, v: Level, tip: np.ndarray, side: np.ndarray) -> tuple[list[im.Field], float]:
    a, b, h = v.half
    wide, deep = v.canal
    middle, back = -b - deep, -b - 2 * deep - 2.0
    out = wide + 2.6
    low = int(name[1:]) > 10
    up = h * 0.42
    end = 3.2 if low else 3.9
    return [
        im.capsule((out - 0.5, up, -b + 4), (out, up, middle), 2.7, 2.9, (1, 1.5, 1)),
        im.capsule((out, up, middle), (out + 0.6, -h * 0.4, back + 2.5), 3.2, 2.9, (1, 1.3, 1)),
        im.capsule((out - 1, 0, back + 2), (1, -h * 0.45, back - 0.5), 2.3, 2.6, (1, 2.6, 1)),
        im.capsule((out - 0.5, up, middle - 3), (out - 0.5, h + 3.4, middle - 5), 3.8, 3.2, (1.3, 1, 0.9)),
        im.capsule((out - 1.5, -h * 0.4, back + 2.0), (out - 2.5, -h - 5.5, back + 1.2), 3.4, 3.0, (1.4, 1, 0.8)),
        im.tube(
            [(out, up, middle - 2), tuple(0.5 * np.array([out, up, middle - 2]) + 0.5 * side),
             tuple(side - [end * 0.8, 0, -end * 0.3])],
            [3.6, 3.0, end],
        ),
    ], 3.0  # fmt: skip


def _cervical(name: str, v: Level, tip: np.ndarray, side: np.ndarray) -> tuple[list[im.Field], float]:
    a, b, h = v.half
    wide, deep = v.canal
    middle, back = -b - deep, -b - 2 * deep - 2.0
    out = wide + 4.2
    seventh = name == "c7"
    x, z = (a + side[0] - 3) / 2 - 0.5, -b + 2.5  # the foramen of the transverse process
    lip = im.capsule((a - 1.5, h - 0.5, -b + 3), (a - 2.0, h - 0.5, 1), 1.9, 1.6)  # the uncus
    front = (
        im.capsule((a - 1, -1, 1.0), tuple(side - [4.0, 0, 0]), 2.2, 2.0)
        if seventh
        else im.tube([(a - 1, -1, 1.0), (x, -1, z + 4.6), tuple(side + [-4.0, 0, 3.0])], [2.2, 2.0, 2.0])
    )
    bars: list[im.Field] = [
        im.capsule((out, 0, middle + 2), tuple(side - [2.8, 0, 1.0]), 3.0, 2.8),
        front,
        im.capsule(tuple(side - [3.5, 1.5, 1]), tuple(side + [-4.5, -1.5, 2.0]), 2.0, 2.0),
    ]
    column = im.capsule((out, h + 1.5, middle + 4), (out, -h - 2.0, middle - 3.0), 3.9, 3.9, (1.35, 1, 1))
    whole = im.union(
        [
            lip,
            im.capsule((a - 1, 1, -b + 2.5), (out, 1, middle + 2), 2.5, 3.0, (1, 1.2, 1)),
            column,
            im.capsule((out - 0.5, -0.5, middle - 1.5), (1, -h * 0.45, back), 2.0, 2.3, (1, 2.1, 1)),
            *bars,
        ],
        2.0,
    )
    hole = im.capsule((x, -20, z), (x, 20, z), 2.7)
    return [im.without(whole, hole, 1.0)], 2.0


def _spinous(name: str, v: Level, tip: np.ndarray) -> im.Field:
    h, back = v.half[2], -v.half[1] - 2 * v.canal[1] - 1.5
    y, z = tip[1], tip[2]
    if name[0] == "l":
        tall = 4.0 if name == "l5" else 7.5
        blade = im.slab([(1, back), (y + tall, z + 5.5), (y - tall + 2, z + 5.5), (-h * 0.75, back)], 2.7)
        return im.union(
            [blade, im.capsule((0, y + tall - 1, z + 4.2), (0, y - tall + 3, z + 3.6), 3.4, 3.6)], 4.0
        )
    if name[0] == "t" or name == "c7":
        tall = 1.8 if int(name[1:]) < 10 or name == "c7" else 4.0
        blade = im.slab([(0, back), (y + tall, z + 4), (y - tall * 0.6, z + 4.5), (-h * 0.8, back)], 1.9)
        return im.union([blade, im.capsule((0, y + tall, z + 3.4), (0, y, z + 3.2), 2.8, 3.2)], 3.5)
    blade = im.slab([(-0.5, back), (y + 1, z + 7), (y - 1.5, z + 7), (-h * 0.6, back)], 1.9)
    fork = im.mirrored_field(im.capsule((0.8, y, z + 8), (3.2, y - 0.8, z + 2.3), 2.2, 2.2))
    return im.union([blade, fork, im.ball((0, y, z + 4.6), 2.2)], 2.5)


def atlas() -> im.Field:
    """C1: a ring without a body, its transverse processes the widest of the neck."""
    half = im.union(
        [
            im.ellipsoid((17, 1584.4, 60), (7.5, 5.8, 9.5)),
            im.tube([(16, 1584.3, 67), (9, 1584.8, 74.2), (0, 1585, 77)], [3.4, 2.6, 2.8]),
            im.tube(
                [(18, 1585.3, 54), (18, 1584.8, 44), (11, 1583.8, 34.5), (0, 1583.2, 30.5)],
                [3.4, 2.6, 2.6, 3.2],
            ),
            im.capsule((20, 1583.8, 58), (37.2, 1583.8, 57.5), 3.1, 3.0, (1, 1.0, 2.0)),
        ],
        3.0,
    )
    half = im.without(half, im.capsule((28, 1560, 58.5), (28, 1610, 58.5), 3.0), 1.0)
    middle = im.union([im.ball((0, 1582.8, 29.3), 2.8), im.ball((0, 1584.3, 77.6), 2.6)], 2.0)
    return im.union([im.mirrored_field(half), middle], 2.5)


def axis() -> im.Field:
    """C2: the dens stands on its body in front of the canal."""
    body = im.drum(9.0, 7.6, 6.0, 0.10, 2.0)
    half = im.union(
        [
            im.ellipsoid((14.5, 1575.6, 61.5), (7.5, 3.4, 8.0)),
            im.capsule((9, 1574, 62), (16, 1573, 55), 3.8, 4.0),
            im.capsule((15.5, 1573, 55), (16, 1564, 48.5), 4.2, 4.0),
            im.capsule((15, 1570, 52), (1, 1568, 38.5), 2.6, 3.0, (1, 2.0, 1)),
            im.capsule((16, 1574, 58), (26.0, 1574.0, 56.6), 3.0, 2.6),
            im.tube([(12, 1572.5, 66), (20.5, 1572.3, 65), (26.5, 1573.2, 59)], [2.6, 2.3, 2.4]),
        ],
        2.5,
    )
    # the foramen of its transverse process turns outward, toward that of the atlas
    foramen = [(15.8, 1560, 62.9), (16.6, 1566, 62.6), (20.4, 1572.5, 60.6), (24.6, 1579.0, 59.2)]
    half = im.without(half, im.tube(foramen, [2.7] * 4), 1.0)
    blade = im.slab([(1572, 40), (1571, 29), (1566, 29), (1563, 40)], 2.4)
    fork = im.mirrored_field(im.capsule((1.0, 1568.5, 31), (4.0, 1567, 25), 3.2, 2.8))
    whole = im.union(
        [
            lambda p: body(p - np.array([0.0, 1573.6, 67.0])),
            im.capsule((0, 1574, 67), (0, 1592.5, 66.5), 5.0, 4.2),
            im.mirrored_field(half), blade, fork, im.ball((0, 1567.2, 25.2), 2.8),
        ],
        3.0,
    )  # fmt: skip
    canal = im.capsule((0, 1520, 51.5), (0, 1600, 51.5), 7.6, None, (1.5, 1, 1))
    return im.without(whole, canal, 1.5)


def _outline(
    half_width: float, half_depth: float, y: float | np.ndarray, behind_mm: float = 0.0
) -> np.ndarray:
    angle = np.arange(_ROUND) * 2 * np.pi / _ROUND
    power = 2.0 + 1.2 * np.clip(-np.cos(angle), 0, 1)
    size = (np.abs(np.sin(angle)) ** power + np.abs(np.cos(angle)) ** power) ** (-1 / power)
    z = half_depth * size * np.cos(angle) - behind_mm
    return np.stack([half_width * size * np.sin(angle), np.full(_ROUND, y), z], 1)


def _end(name: str, frame: Frame, top: bool) -> np.ndarray:
    v = LEVELS[name]
    a, b, h = v.half
    ring = _outline(a * 0.95, b * 0.95, 1.0)
    sign = 1.0 if top else -1.0
    ring[:, 1] = sign * (h * (1 + v.wedge * ring[:, 2] / b) + 0.15)
    return frame.out(ring)


def _discs(frame: dict[str, Frame]) -> dict[str, Mesh]:
    under_axis = _outline(8.4, 7.0, 1573.6 - 6.15) + [0, 0, 67.0]
    lower = {"c2": under_axis} | {name: _end(name, frame[name], False) for name in LEVELS}
    upper = {name: _end(name, frame[name], True) for name in LEVELS}
    y, z, tilt, wide, deep = SACRAL_BASE
    base = _outline(wide * 0.95, deep * 0.95, 0.25)
    turn = np.array([[1, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, -np.sin(tilt), np.cos(tilt)]])
    upper["sacrum"] = base @ turn + [0, y, z]
    names = ["c2", *LEVELS, "sacrum"]
    return {f"{a}_disc": _disc(lower[a], upper[b]) for a, b in pairwise(names)}


def _disc(above: np.ndarray, below: np.ndarray) -> Mesh:
    rings = []
    for k in range(_RINGS):
        s = k / (_RINGS - 1)
        ring = below + s * (above - below)
        middle = ring.mean(0)
        rings.append(middle + (ring - middle) * (1.0 + 0.04 * np.sin(np.pi * s)))
    caps = [ring.mean(0)[None] for ring in (rings[0], rings[-1])]
    return np.concatenate([*rings, *caps]), tube_faces(_RINGS, _ROUND)


def fifth_lumbar() -> im.Field:
    """L5 as the sacrum meets it."""
    frame = frames()["l5"]
    return _placed(frame, _vertebra("l5", frame))
