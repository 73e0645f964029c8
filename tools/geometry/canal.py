"""The spinal canal, measured between the bodies and the arches of the vertebrae."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from tools.geometry.bone_shape import Mesh
from tools.geometry.skeleton import Skeleton

SIDES = 14
STEP_MM = 5.0
BAND_MM = 8.0
WITHIN = np.array([
    (1600, 50), (1590, 49), (1560, 54), (1535, 54), (1515, 51), (1500, 45), (1485, 36), (1475, 31),
    (1460, 22), (1440, 14), (1400, 0), (1360, -9), (1320, -14), (1280, -14), (1240, -12), (1215, -9),
    (1190, -5), (1160, 1), (1130, 6), (1105, 10), (1080, 10),
], float)  # fmt: skip
"""Heights and depths somewhere inside the canal, from which it is measured."""
BELOW = np.array([(1058, 10, 6, 9), (1035, 1, 5, 8), (1010, -14, 4, 6), (985, -23.5, 2.5, 4)], float)
"""Height, depth, half depth and half width in the sacrum."""
DEPTH_MM, WIDTH_MM = (5.0, 9.0), (7.0, 12.0)
"""Least and greatest half depth and half width."""


def rings(skeleton: Skeleton) -> np.ndarray:
    """(n, 4) height, depth, half depth and half width of the canal from the atlas to the sacrum."""
    names = [name for name in skeleton.bones if name.endswith("_vertebra")]
    bone = skeleton.vertices(*names)
    midline = bone[np.abs(bone[:, 0]) < 5.0]
    heights = np.arange(WITHIN[0, 0] - 5.0, WITHIN[-1, 0], -STEP_MM)
    inside = np.interp(heights, WITHIN[::-1, 0], WITHIN[::-1, 1])
    found = np.full((len(heights), 3), np.nan)
    for k, (y, z) in enumerate(zip(heights, inside, strict=True)):
        near = midline[np.abs(midline[:, 1] - y) < BAND_MM][:, 2]
        before, behind = near[near > z], near[near < z]
        if len(before) and len(behind):
            found[k, :2] = before.min(), behind.max()
        beside = bone[(np.abs(bone[:, 1] - y) < BAND_MM) & (np.abs(bone[:, 2] - z) < 4.0)]
        if len(beside):
            found[k, 2] = np.quantile(np.abs(beside[:, 0]), 0.03)
    for column in range(3):
        known = ~np.isnan(found[:, column])
        found[:, column] = np.interp(-heights, -heights[known], found[known, column])
    found = gaussian_filter1d(found, 10.0 / STEP_MM, axis=0, mode="nearest")
    middle = (found[:, 0] + found[:, 1]) / 2
    depth = np.clip((found[:, 0] - found[:, 1]) / 2 - 0.5, *DEPTH_MM)
    width = np.clip(found[:, 2] - 0.5, *WIDTH_MM)
    return np.concatenate([np.stack([heights, middle, depth, width], 1), BELOW])


def spinal_canal(skeleton: Skeleton) -> tuple[Mesh]:
    """The closed canal from the atlas to the fourth sacral vertebra."""
    rows = rings(skeleton)
    y = np.arange(rows[0, 0], rows[-1, 0], -STEP_MM)
    z, depth, width = (np.interp(-y, -rows[:, 0], rows[:, k]) for k in (1, 2, 3))
    z = gaussian_filter1d(z, 1.5, mode="nearest")
    slope = np.gradient(z, y)
    turn = np.arange(SIDES) * 2.0 * np.pi / SIDES
    across, along = np.cos(turn), np.sin(turn)
    tilt = 1.0 / np.sqrt(1.0 + slope**2)
    ring = np.stack(
        [
            width[:, None] * across,
            y[:, None] - (depth * slope * tilt)[:, None] * along,
            z[:, None] + (depth * tilt)[:, None] * along,
        ],
        -1,
    )
    n = len(y)
    k, s = (grid.ravel() for grid in np.meshgrid(np.arange(n - 1), np.arange(SIDES), indexing="ij"))
    a, b = k * SIDES + s, k * SIDES + (s + 1) % SIDES
    s = np.arange(SIDES)
    after, last, tip = (s + 1) % SIDES, (n - 1) * SIDES, n * SIDES
    faces = np.concatenate([
        np.stack([a, b, b + SIDES], 1), np.stack([a, b + SIDES, a + SIDES], 1),
        np.stack([after, s, np.full(SIDES, tip)], 1),
        np.stack([last + s, last + after, np.full(SIDES, tip + 1)], 1),
    ])  # fmt: skip
    ends = np.array([[0.0, y[0] + 2.0, z[0]], [0.0, y[-1] - 2.0, z[-1]]])
    vertices = np.concatenate([ring.reshape(-1, 3), ends])
    corner = vertices[faces]
    outward = np.einsum("ij,ij->", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])) > 0
    return ((vertices, faces if outward else faces[:, ::-1]),)
