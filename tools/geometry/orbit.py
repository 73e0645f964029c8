"""The orbits of the skull: a rounded quadrangle of a rim, a cone behind it, its fissures and canal.

The source has a plain cone with a rim of a few corners. What lies within the rim is cut out and made anew;
the skull about it stays as it is.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CubicSpline, PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from tools.geometry.bone_shape import Mesh, compact
from tools.geometry.meshes import components, edges_of
from tools.geometry.refine import evened, refined

CENTRE = np.array([29.0, 1641.5])
"""About this line (x, y) the left orbit is described, seen from the front."""
RIM_MM = (
    (46.4, 1645.5), (45.9, 1652.3), (41.0, 1658.0), (32.5, 1661.2), (24.5, 1661.4), (16.6, 1658.8),
    (12.8, 1652.0), (11.2, 1644.5), (11.6, 1638.0), (15.0, 1631.6), (21.5, 1626.4), (29.0, 1623.8),
    (36.5, 1624.2), (43.1, 1627.5), (45.6, 1636.0),
)  # fmt: skip
"""The rim as it is to be, counter-clockwise from the lateral side."""
CUT_MM = (
    (48.8, 1645.5), (47.8, 1654.0), (42.0, 1661.6), (33.0, 1665.4), (23.5, 1665.6), (15.6, 1661.6),
    (10.6, 1654.0), (8.6, 1645.0), (9.0, 1637.0), (12.6, 1629.6), (20.2, 1622.6), (29.0, 1619.8),
    (38.0, 1620.4), (45.0, 1626.0), (48.0, 1635.0),
)  # fmt: skip
"""Where the skull is cut: outside of its old rim and of the new one."""
APEX = np.array([17.0, 1646.0, 115.0])
COLUMNS = 120
ROWS = np.r_[0.0, 0.012, 0.026, 0.045, 0.07, np.linspace(0.1, 0.94, 36)]
"""How far from the rim to the apex the rings of the wall lie."""


def with_orbits(skull: Mesh) -> Mesh:
    """The left half of a skull (x >= 0), its orbit made anew."""
    vertices, faces = refined(skull, _edge)
    vertices, faces, loop = _cut_out(vertices, faces)
    wall = _wall(vertices[loop])
    start = len(vertices)
    rows, columns = wall.shape[:2]
    ring = start + np.arange(rows * columns).reshape(rows, columns)
    tip = start + rows * columns
    ahead = np.roll(ring, -1, 1)
    a, b, c, d = ring[:-1], ahead[:-1], ring[1:], ahead[1:]
    parts = [
        faces,
        _zipped(vertices, loop, wall[0], ring[0]),
        np.stack([a, b, d], -1).reshape(-1, 3),
        np.stack([a, d, c], -1).reshape(-1, 3),
        np.stack([ring[-1], ahead[-1], np.full(columns, tip)], 1),
    ]
    deepest = wall[-1].mean(0) - np.array([0, 0, 1.0])
    whole = compact((np.r_[vertices, wall.reshape(-1, 3), deepest[None]], np.concatenate(parts)))
    return _blended(*whole)


def _blended(vertices: np.ndarray, faces: np.ndarray) -> Mesh:
    """The skull with the seam about the rim, and the facets that were split there, smoothed away."""
    beyond = _beyond(vertices)
    near = (vertices[:, 2] > 128) & (beyond > -9)
    weight = near * np.exp(-((beyond / 4.5) ** 2))
    return evened((vertices, faces), weight, 4, 10)


def _angle(points: np.ndarray) -> np.ndarray:
    return np.arctan2(points[:, 1] - CENTRE[1], points[:, 0] - CENTRE[0])


def _radius(outline: tuple[tuple[float, float], ...], angle: np.ndarray) -> np.ndarray:
    """How far from the centre a closed outline lies in some directions."""
    corners = np.array(outline)
    at = np.unwrap(_angle(corners))
    far = np.linalg.norm(corners - CENTRE, axis=1)
    curve = CubicSpline(np.r_[at, at[0] + 2 * np.pi], np.r_[far, far[0]], bc_type="periodic")
    return np.asarray(curve(np.mod(angle - at[0], 2 * np.pi) + at[0]))


def _beyond(points: np.ndarray) -> np.ndarray:
    """How far outside of the cut points lie, seen from the front."""
    far = np.linalg.norm(points[:, :2] - CENTRE, axis=1)
    return far - _radius(CUT_MM, _angle(points))


def _edge(points: np.ndarray) -> np.ndarray:
    near = (np.abs(_beyond(points)) < 4.5) & (points[:, 2] > 128)
    return np.where(near, 1.3, np.inf)


def _cut_out(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The skull without what lies within the cut, and the new border in order, seen counter-clockwise."""
    away = _beyond(vertices)
    away[np.abs(away) < 0.05] = 0.05
    # the deepest old vertex of the orbit tells which of the pieces within the cut is the orbit
    inside = away < 0
    edges = edges_of(faces)
    label = components(len(vertices), edges[inside[edges].all(1)])
    behind = inside & (np.linalg.norm(vertices[:, :2] - [24.0, 1645.0], axis=1) < 6) & (vertices[:, 2] > 112)
    seed = np.flatnonzero(behind)[vertices[behind, 2].argmax()]
    orbit = inside & (label == label[seed])
    crossing = edges[orbit[edges[:, 0]] != orbit[edges[:, 1]]]
    share = away[crossing[:, 0]] / (away[crossing[:, 0]] - away[crossing[:, 1]])
    points = vertices[crossing[:, 0]] + share[:, None] * (vertices[crossing[:, 1]] - vertices[crossing[:, 0]])
    number = {(int(i), int(j)): len(vertices) + k for k, (i, j) in enumerate(crossing)}

    def between(i: int, j: int) -> int:
        return number[min(i, j), max(i, j)]

    kept = [faces[~orbit[faces].any(1)]]
    follows = {}
    for face in faces[orbit[faces].any(1) & ~orbit[faces].all(1)].tolist():
        lone = [orbit[v] for v in face].index(sum(bool(orbit[v]) for v in face) == 1)
        a, b, c = face[lone], face[(lone + 1) % 3], face[(lone + 2) % 3]
        ab, ca = between(a, b), between(c, a)
        if orbit[a]:  # b and c stay
            kept.append(np.array([[ab, b, c], [ab, c, ca]]))
            follows[ab] = ca
        else:
            kept.append(np.array([[a, ab, ca]]))
            follows[ca] = ab
    first = min(follows)
    loop = [first]
    while follows[loop[-1]] != first:
        loop.append(follows[loop[-1]])
    if len(loop) != len(follows):
        raise ValueError("the orbit is not cut out in one piece")
    border = np.array(loop)
    every = np.r_[vertices, points]
    turning = np.unwrap(_angle(every[border]))
    return every, np.concatenate(kept), border if turning[-1] > turning[0] else border[::-1]


def _wall(border: np.ndarray) -> np.ndarray:
    """Rings of the new wall (rows, columns, 3) from the cut over the rim to the apex."""
    angle = np.linspace(-np.pi, np.pi, COLUMNS, endpoint=False)
    order = np.argsort(_angle(border))
    depth = np.interp(angle, _angle(border)[order], border[order, 2], period=2 * np.pi)
    outward = np.stack([np.cos(angle), np.sin(angle)], 1)
    cut = np.c_[CENTRE + _radius(CUT_MM, angle)[:, None] * outward, depth]
    rim_z = gaussian_filter1d(depth, 4, mode="wrap") + _forward(angle)
    far = _radius(RIM_MM, angle) + 1.0 * _bell(angle, 110, 5)  # the supraorbital notch
    rim = np.c_[CENTRE + far[:, None] * outward, rim_z]
    t = ROWS[:, None, None]
    wall = rim + t * (APEX - rim)
    # the walls swell behind the rim, above most; the medial one hardly
    swell = PchipInterpolator([0, 0.04, 0.3, 0.6, 1.0], [0, 0.35, 1.0, 0.8, 0.0])(ROWS)[:, None]
    wall[..., :2] += (swell * _swelling(angle))[..., None] * outward
    wall = _fissured(wall, angle)
    # the lip between cut and rim
    lip = [cut + s * (rim - cut) + [0, 0, 2 * s * (1 - s)] for s in (0.3, 0.6, 0.85)]
    return np.concatenate([np.stack(lip), wall])


def _bell(angle: np.ndarray, degrees: float, width: float) -> np.ndarray:
    away = np.mod(np.degrees(angle) - degrees + 180, 360) - 180
    return np.exp(-((away / width) ** 2))


def _forward(angle: np.ndarray) -> np.ndarray:
    """How far before the skull at the cut the rim stands."""
    return -0.6 - 3.2 * _bell(angle, 175, 40) - 1.0 * _bell(angle, 125, 25) + 1.6 * _bell(angle, 12, 32)


def _swelling(angle: np.ndarray) -> np.ndarray:
    return 0.5 + 5.5 * _bell(angle, 95, 55) + 4.0 * _bell(angle, -80, 40) + 1.0 * _bell(angle, 40, 30)


def _fissured(wall: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Superior and inferior orbital fissure, optic canal and the groove of the lacrimal sac."""
    t, a = ROWS[:, None], angle[None]
    back = np.zeros(wall.shape)
    above = _slit(
        wall, [(20.0, 1644.5), (23.0, 1648.0), (28.0, 1651.3), (32.5, 1652.6)], [2.0, 1.7, 1.1, 0.5]
    )
    below = _slit(
        wall, [(20.5, 1641.0), (24.0, 1636.5), (29.0, 1632.4), (33.5, 1630.2)], [1.0, 0.9, 1.0, 0.8], 0.32
    )
    canal = _slit(wall, [(16.0, 1648.6), (16.2, 1648.9)], [1.9, 1.9])
    deep = np.asarray(t > 0.3)[..., None]
    back += deep * above[..., None] * [0.3, 0.2, -14.0]
    back += deep * below[..., None] * [0.0, -1.2, -4.0]
    back += deep * canal[..., None] * [-2.0, 0.5, -12.0]
    sac = np.exp(-((((np.degrees(a) + 360) % 360 - 207) / 22) ** 2)) * np.exp(-(((t - 0.10) / 0.055) ** 2))
    back += sac[..., None] * [-2.2, -0.8, -0.5]
    return wall + back


def _slit(
    wall: np.ndarray, line: list[tuple[float, float]], half: list[float], soft: float = 0.18
) -> np.ndarray:
    """1 within a slit that is seen from the front along a line (x, y), 0 outside of it."""
    points, width = np.array(line), np.array(half)
    k = np.arange(len(line))
    fine = np.linspace(0, k[-1], 40)
    on, wide = PchipInterpolator(k, points)(fine), np.interp(fine, k, width)
    away = np.linalg.norm(wall[..., None, :2] - on, axis=-1) - wide
    return np.asarray(1 / (1 + np.exp(np.clip(away.min(-1) / soft, -30, 30))))


def _zipped(vertices: np.ndarray, loop: np.ndarray, ring: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Triangles between a border and the ring of the wall within it, both counter-clockwise."""
    one, other = _angle(vertices[loop]), _angle(ring)
    loop, number = np.roll(loop, -int(one.argmin())), np.roll(number, -int(other.argmin()))
    one = np.unwrap(np.roll(one, -int(one.argmin())))
    other = np.unwrap(np.roll(other, -int(other.argmin())))
    one, other = np.r_[one, one[0] + 2 * np.pi], np.r_[other, other[0] + 2 * np.pi]
    i = j = 0
    triangles = []
    while i < len(loop) or j < len(number):
        p, q = loop[i % len(loop)], number[j % len(number)]
        if j == len(number) or (i < len(loop) and one[i + 1] <= other[j + 1]):
            i += 1
            triangles.append((p, loop[i % len(loop)], q))
        else:
            j += 1
            triangles.append((p, number[j % len(number)], q))
    return np.array(triangles)
