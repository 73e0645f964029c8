"""The kidneys, the heart and the peritoneal cavity as closed solids."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter
from skimage.measure import marching_cubes

from tools.geometry.bone_shape import Mesh, mirrored, pieces, smoothed, welded
from tools.geometry.skeleton import Skeleton
from tools.geometry.tubes import off_bone
from tools.sheets.ground import Floats, Ground, Samples
from tools.sheets.raster import vertex_normals

VOXEL_MM = 4.0
KIDNEY_HALF_MM = np.array([27.0, 56.0, 17.0])
"""Half width, half height and half thickness."""
RIGHT_LOWER_MM = 14.0
DIAPHRAGM_MM = 5.0
WALL_MM = 19.0
"""From the skin to the inner face of the belly's wall."""


def kidneys(ground: Ground, skeleton: Skeleton) -> tuple[Mesh, Mesh]:
    """The left and the right kidney between T12 and L3, the right one lower."""
    t12, l3 = skeleton.vertices("t12_vertebra"), skeleton.vertices("l3_vertebra")
    top, bottom = np.quantile(t12[:, 1], 0.6), l3[:, 1].mean()
    centre = np.array([61.0, (top + bottom) / 2 + 4.0, 29.0])
    left = _kidney(ground, centre)
    return left, mirrored(_kidney(ground, centre - [0.0, RIGHT_LOWER_MM, 0.0]))


def _kidney(ground: Ground, centre: Floats) -> Mesh:
    """A bean: upper pole nearer the spine, hilum forwards and inwards."""
    x, y, z = _grid((15, 110), (centre[1] - 66, centre[1] + 66), (-5, 62), 3.0)
    up = y - centre[1]
    across = x - (centre[0] - 0.13 * up)  # the long axis runs down and outwards
    deep = z - (centre[2] - 0.16 * up)  # and forwards over psoas
    turn = np.radians(30.0)
    wide = np.cos(turn) * across - np.sin(turn) * deep
    thick = np.sin(turn) * across + np.cos(turn) * deep
    a, b, c = KIDNEY_HALF_MM
    field = (1.0 - np.sqrt((wide / a) ** 2 + (up / b) ** 2 + (thick / c) ** 2)) * c
    bite = 13.0 - np.sqrt((wide + a + 3.0) ** 2 + (up * 0.55) ** 2 + (thick * 0.7) ** 2)
    field = np.minimum(field, -bite)
    field = np.minimum(field, _off_bone(ground, x, y, z) - 1.5)
    return _surface(field, x, y, z, 3.0)


def heart(ground: Ground, skeleton: Skeleton, lungs: tuple[Mesh, Mesh]) -> tuple[Mesh]:
    """The heart in its pericardium, between the lungs, its apex in the fifth space of the left."""
    plate = skeleton.vertices("sternum")
    top = plate[np.abs(plate[:, 0]) < 12.0][:, 1].max()
    x, y, z = _grid((-60, 105), (top - 190, top - 55), (25, 150), VOXEL_MM)
    base, apex = np.array([2.0, top - 98.0, 78.0]), np.array([66.0, top - 146.0, 112.0])
    way = apex - base
    gap = np.stack([x, y, z], -1) - base
    share = np.clip(gap @ way / (way @ way), 0.0, 1.0)
    body = 41.0 - 20.0 * share - np.linalg.norm(gap - share[..., None] * way, axis=-1)
    great = 24.0 - np.linalg.norm((gap - [4.0, 34.0, -2.0]) * [1.0, 0.7, 1.0], axis=-1)
    right = 30.0 - np.linalg.norm(gap - [-14.0, -14.0, 2.0], axis=-1)
    field = np.maximum(np.maximum(body, great), right)
    for lung in lungs:
        field = np.minimum(field, _off(lung, x, y, z) - 1.5)
    spine = skeleton.vertices("t8_vertebra")[:, 2].max() + 18.0
    field = np.minimum(field, z - spine)
    field = np.minimum(field, _off_bone(ground, x, y, z) - 3.0)
    return (_surface(field, x, y, z, VOXEL_MM),)


def peritoneal_cavity(ground: Ground, skeleton: Skeleton, lungs: tuple[Mesh, Mesh]) -> tuple[Mesh]:
    """What the peritoneum lines, from under the diaphragm into the pelvis, before kidneys and psoas."""
    x, y, z = _grid((-125, 125), (925, 1310), (-10, 150), VOXEL_MM)
    side = np.abs(x)
    points = np.stack([side, y, z], -1)
    above, _ = ground.skin.height(points.reshape(-1, 3))
    wall = np.interp(y, (950, 1000, 1150, 1220), (14.0, WALL_MM, WALL_MM, WALL_MM + 4.0))
    field = -above.reshape(x.shape) - wall - 6.0 * np.clip((side - 60.0) / 30.0, 0.0, 1.0)
    field = np.minimum(field, _off_bone(ground, x, y, z) - 4.0)
    for lung in lungs:
        field = np.minimum(field, _off(lung, x, y, z) - DIAPHRAGM_MM)
    field = np.minimum(field, z - _back(skeleton, side, y))
    # the dome of the diaphragm, then the brim: before psoas and iliacus, and between the hip bones
    dome = 1283.0 - 18.0 * (side / 60.0) ** 2 - 14.0 * np.maximum(z - 95.0, 0.0) / 30.0 - y
    field = np.minimum(field, dome)
    floor = np.interp(z, (10.0, 60.0, 120.0), (944.0, 954.0, 982.0)) + 14.0 * (side / 50.0) ** 2
    field = np.minimum(field, y - floor)
    narrow = np.interp(y, (940, 975, 1010, 1050, 1090), (38.0, 56.0, 84.0, 108.0, 130.0))
    field = np.minimum(field, np.maximum(narrow - side, -8.0))
    field = np.minimum(field, z - np.where(side > 42.0, _groin(y, side), -50.0))
    return (_surface(field, x, y, z, VOXEL_MM),)


def _back(skeleton: Skeleton, side: Floats, y: Floats) -> Floats:
    """Depth of the parietal peritoneum behind: before the great vessels, the kidneys and psoas."""
    names = [f"t{k}_vertebra" for k in range(10, 13)] + [f"l{k}_vertebra" for k in range(1, 6)]
    bodies = [skeleton.vertices(name) for name in names]
    front = np.array([[v[:, 1].mean(), v[:, 2].max()] for v in bodies])[::-1]
    sacral = np.array(
        [(930.0, -2.0), (960.0, 2.0), (985.0, 12.0), (1005.0, 26.0), (1030.0, 48.0), (1055.0, 62.0)]
    )
    spine = np.interp(y, np.r_[sacral[:, 0], front[:, 0]], np.r_[sacral[:, 1] + 8.0, front[:, 1] + 20.0])
    beside = np.interp(y, (1050, 1090, 1130, 1190, 1250), (58.0, 56.0, 52.0, 50.0, 40.0))
    gutter = np.interp(side, (72.0, 100.0), (0.0, 22.0))
    upper = np.where(side < 32.0, np.maximum(spine, beside), beside - gutter)
    return np.where(y > 1050.0, upper, spine)


def _groin(y: Floats, side: Floats) -> Floats:
    """Depth of the front of psoas and iliacus below the crest."""
    return np.interp(
        y, (955, 985, 1005, 1030, 1055, 1090), (104.0, 101.0, 92.0, 80.0, 68.0, 40.0)
    ) + np.where(y < 1070.0, np.clip((side - 80.0) * 0.5, 0.0, 14.0), 0.0)


def _grid(
    xs: tuple[float, float], ys: tuple[float, float], zs: tuple[float, float], step: float
) -> list[Floats]:
    axes = [np.arange(low, high + 0.1, step) for low, high in (xs, ys, zs)]
    if xs[0] == -xs[1]:
        axes[0] -= axes[0].mean()
    return list(np.meshgrid(*axes, indexing="ij"))


def _off_bone(ground: Ground, x: Floats, y: Floats, z: Floats) -> Floats:
    over, _ = off_bone(ground, np.stack([np.abs(x), y, z], -1).reshape(-1, 3))
    return over.reshape(x.shape)


def _off(mesh: Mesh, x: Floats, y: Floats, z: Floats) -> Floats:
    vertices, faces = mesh
    surface = Samples(vertices, vertex_normals(vertices, faces))
    over, _ = surface.height(np.stack([x, y, z], -1).reshape(-1, 3))
    return over.reshape(x.shape)


def _surface(field: Floats, x: Floats, y: Floats, z: Floats, step: float) -> Mesh:
    """The largest closed piece where a field is positive, wound outwards."""
    field = gaussian_filter(np.clip(field, -25.0, 25.0), 4.0 / step)
    field[[0, -1]] = field[:, [0, -1]] = field[:, :, [0, -1]] = -5.0
    points, faces, _, _ = marching_cubes(field, 0.0, spacing=(step,) * 3)
    start = np.array([x[0, 0, 0], y[0, 0, 0], z[0, 0, 0]])
    vertices, faces = smoothed(pieces(welded((points + start, faces.astype(np.int64))))[0], 3)
    corner = vertices[faces]
    outward = np.einsum("ij,ij->", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])) > 0
    return vertices, faces if outward else faces[:, ::-1]
