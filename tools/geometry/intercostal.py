"""The nerves and vessels of the spaces between the ribs, along each rib's lower border."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from tools.geometry.bone_shape import Mesh, joined, mirrored
from tools.geometry.tubes import cleared, line, spread, tube
from tools.sheets.ground import Floats, Ground

RIBS = range(2, 12)
RADIUS_MM = 1.8
BELOW_MM = 2.4
MID_SPACE_MM = 9.0
"""How far below the border they begin beside the spine, in the middle of the space."""
_AXIS = np.array([0.0, 45.0])


def intercostal_bundles(ground: Ground) -> tuple[Mesh, Mesh]:
    """The bundles of the second to the eleventh rib of both sides."""
    tubes = []
    for rib in RIBS:
        index = ground.bone_names.index(f"rib_{rib}_l")
        middle = _border(ground.bone_vertices[ground.bone_of_vertex == index])
        radius = spread((RADIUS_MM, RADIUS_MM, 1.0), len(middle))
        tubes.append(tube(cleared(ground, middle, radius), radius))
    left = joined(tubes)
    return left, mirrored(left)


def _border(rib: Floats) -> Floats:
    """The line under a rib's lower border, from the spine forwards."""
    flat = rib[:, [0, 2]] - _AXIS
    turn = np.degrees(np.arctan2(flat[:, 0], -flat[:, 1]))  # 0 behind, 180 in front
    stations = np.linspace(np.quantile(turn, 0.08), turn.max() - 4.0, 24)
    points = []
    for station in stations:
        near = rib[np.argsort(np.abs(turn - station))[: max(6, len(rib) // 30)]]
        lowest = near[near[:, 1] <= np.quantile(near[:, 1], 0.35)]
        points.append([near[:, 0].mean(), lowest[:, 1].mean(), near[:, 2].mean()])
    edge = gaussian_filter1d(np.array(points), 1.3, axis=0, mode="nearest")
    inwards = np.stack([-edge[:, 0], np.zeros(len(edge)), _AXIS[1] - edge[:, 2]], 1)
    inwards /= np.linalg.norm(inwards, axis=1, keepdims=True)
    share = np.clip(1.0 - np.arange(len(edge)) / 5.0, 0.0, 1.0)
    drop = BELOW_MM + (MID_SPACE_MM - BELOW_MM) * share
    return line(edge + inwards * 1.5 - drop[:, None] * [0.0, 1.0, 0.0])
