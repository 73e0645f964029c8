"""The lungs in their pleura, as closed surfaces just inside the rib cage.

They are cut out of the envelope of the ribs by what bounds the pleura: the mediastinum, the dome
over the first rib, and a lower border at rib 8 in the midclavicular line, rib 10 in the midaxillary
line and T12 beside the spine, with the thin recess that runs down along the wall below the lung.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d
from skimage.measure import marching_cubes

from tools.geometry.bone_shape import Mesh, mirrored, pieces, smoothed, welded
from tools.geometry.skeleton import Skeleton

VOXEL_MM = 4.5
WALL_MM = 10.0
"""From the outer face of the ribs to the pleura."""
APEX_ABOVE_CLAVICLE_MM = 25.0
RECESS_MM = 16.0
"""How thick the part along the wall is, below which the diaphragm's dome rises."""
DOME_MM = 62.0
DIRECTIONS = 96
BAND_MM = 13.0


@dataclass(frozen=True)
class Thorax:
    """What the lungs are cut out of and by; heights ascend.

    Attributes:
        y: (k,) heights.
        support: (k, d) how far what the ribs enclose reaches in each direction of the horizontal plane.
        spine_front, breast_back: (k,) z of the bodies' front and of the breastbone's back.
        apex: (3,) the highest point of the left dome.
        lower: (azimuth in degrees from the front, height) of the left lower border.
        fourth, fifth, sixth: heights of these cartilages at the breastbone.
    """

    y: np.ndarray
    support: np.ndarray
    spine_front: np.ndarray
    breast_back: np.ndarray
    apex: np.ndarray
    lower: np.ndarray
    fourth: float
    fifth: float
    sixth: float


def measured(skeleton: Skeleton) -> Thorax:
    """Read the bounds off the fitted bones."""
    ribs = np.concatenate([skeleton.vertices(f"rib_{k}_l", f"rib_{k}_r") for k in range(1, 13)])
    cage = np.concatenate([ribs, skeleton.vertices("sternum")])
    y = np.arange(1130.0, 1500.0, VOXEL_MM)
    angle = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    way = np.stack([np.sin(angle), np.cos(angle)], 1)
    reach = cage[:, [0, 2]] @ way.T
    held = np.clip(y, cage[:, 1].min(), cage[:, 1].max())
    support = np.array([reach[np.abs(cage[:, 1] - h) < BAND_MM].max(0) for h in held])
    bodies = [skeleton.vertices(f"t{k}_vertebra") for k in range(12, 0, -1)]
    front = np.array([[v[:, 1].mean(), v[:, 2].max()] for v in bodies])
    plate = skeleton.vertices("sternum")
    plate = plate[np.abs(plate[:, 0]) < 12]
    levels = np.linspace(plate[:, 1].min(), plate[:, 1].max(), 8)
    back = [plate[np.abs(plate[:, 1] - h) < 20][:, 2].min() for h in levels]
    top = plate[:, 1].max()
    clavicle = skeleton.vertices("clavicle_l")
    span = clavicle[:, 0].min(), np.ptp(clavicle[:, 0])
    medial = clavicle[clavicle[:, 0] < span[0] + span[1] / 3]
    first = skeleton.vertices("rib_1_l")
    apex = np.array([first[:, 0].mean(), medial[:, 1].max() + APEX_ABOVE_CLAVICLE_MM, first[:, 2].mean() + 2])
    return Thorax(
        y=y,
        support=_inset(gaussian_filter1d(support, 6.0 / VOXEL_MM, axis=0)),
        spine_front=np.interp(y, front[:, 0], front[:, 1]),
        breast_back=np.interp(y, levels, back),
        apex=apex,
        lower=_lower_border(skeleton),
        fourth=top - 97.0,
        fifth=top - 122.0,
        sixth=top - 147.0,
    )


def _inset(support: np.ndarray) -> np.ndarray:
    """Less the wall, which seen in the horizontal plane is the thicker the more it slopes."""
    slope = np.gradient(support, VOXEL_MM, axis=0)
    return support - WALL_MM * np.sqrt(1 + slope**2)


def _lower_border(skeleton: Skeleton) -> np.ndarray:
    """Azimuth from the front (0) to the back (180) and height of the lower border of the pleura."""
    xiphoid = skeleton.vertices("sternum")
    xiphoid = xiphoid[np.abs(xiphoid[:, 0]) < 8][:, 1].min()
    eighth, tenth = skeleton.vertices("rib_8_l"), skeleton.vertices("rib_10_l")
    beside = skeleton.vertices("t12_vertebra")
    front_end = eighth[eighth[:, 2] > np.quantile(eighth[:, 2], 0.93)][:, 1].mean()
    middle = (tenth[:, 2].max() + tenth[:, 2].min()) / 2
    side = tenth[np.abs(tenth[:, 2] - middle) < 8][:, 1].mean()
    return np.array(
        [(0, xiphoid + 18), (18, xiphoid + 8), (45, front_end), (90, side), (150, beside[:, 1].min() + 4),
         (180, beside[:, 1].min() + 8)]
    )  # fmt: skip


def left_lung(thorax: Thorax, notch: bool) -> Mesh:
    """A lung on the left side.

    Args:
        notch: whether the heart takes its bite, as it does on the true left.
    """
    x = np.arange(-6.0, 150.0, VOXEL_MM)
    z = np.arange(-80.0, 170.0, VOXEL_MM)
    grid_x, grid_y, grid_z = np.meshgrid(x, thorax.y, z, indexing="ij")
    beside = _beside_mediastinum(thorax, grid_x, grid_z, notch)
    inside = np.minimum(_within_ribs(thorax, grid_x, grid_z), beside)
    below_dome = thorax.apex[1] - 34 - grid_y
    field = np.minimum(inside, below_dome)
    gap = np.stack([grid_x, grid_y, grid_z], -1) - (thorax.apex - [0, 42, 0])
    dome = (1 - np.linalg.norm(gap / [31, 42, 40], axis=-1)) * 35
    field = np.maximum(field, np.minimum(dome, _beside_mediastinum(thorax, grid_x, grid_z, False)))
    field = np.minimum(field, _above_diaphragm(thorax, grid_x, grid_y, grid_z))
    field = gaussian_filter(field, 3.6 / VOXEL_MM)
    field[[0, -1]] = field[:, [0, -1]] = field[:, :, [0, -1]] = -5
    points, faces, _, _ = marching_cubes(field, 0.0, spacing=(VOXEL_MM,) * 3)
    mesh = points + np.array([x[0], thorax.y[0], z[0]]), faces[:, ::-1].astype(np.int64)
    return _outwards(smoothed(_largest(mesh), 3))


def lungs(skeleton: Skeleton) -> tuple[Mesh, Mesh]:
    """The left and the right lung."""
    thorax = measured(skeleton)
    return left_lung(thorax, notch=True), mirrored(left_lung(thorax, notch=False))


def _within_ribs(thorax: Thorax, x: np.ndarray, z: np.ndarray) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, DIRECTIONS, endpoint=False)
    least = np.full(x.shape, np.inf)
    for k, a in enumerate(angle):
        least = np.minimum(least, thorax.support[None, :, None, k] - np.sin(a) * x - np.cos(a) * z)
    return least


def _beside_mediastinum(thorax: Thorax, x: np.ndarray, z: np.ndarray, notch: bool) -> np.ndarray:
    """How far lateral to the mediastinal pleura; widest about the heart, narrow behind the breastbone."""
    front, back = thorax.breast_back[None, :, None], thorax.spine_front[None, :, None]
    ahead = (z - back) / np.maximum(front - back, 20)
    heart = 62.0 if notch else 34.0
    heights = np.interp(thorax.y, (1240, 1300, 1380, 1420), (heart, heart, 26, 20))[None, :, None]
    edge = np.interp(ahead, (-0.4, 0.0, 0.15, 1.0), (27, 25, 24, 5))
    bulge = np.clip(np.sin(np.pi * np.clip((ahead - 0.1) / 0.85, 0, 1)), 0, 1)
    edge = np.maximum(edge, edge + (heights - edge) * bulge)
    if notch:
        levels = (thorax.sixth - 25, thorax.sixth, thorax.fifth, thorax.fourth)
        bite = np.interp(thorax.y, levels, (46, 54, 48, 0))[None, :, None]
        edge = np.maximum(edge, bite * np.clip((ahead - 0.5) / 0.3, 0, 1))
    return x - edge


def _above_diaphragm(thorax: Thorax, x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    """How far above the lower border, which rises inwards to the dome of the diaphragm."""
    centre = (thorax.breast_back + thorax.spine_front)[None, :, None] / 2 - 12
    azimuth = np.degrees(np.arctan2(np.maximum(x, 0), z - centre))
    border = np.interp(azimuth, thorax.lower[:, 0], thorax.lower[:, 1])
    wall = np.maximum(_within_ribs(thorax, x, z), 0)
    rise = DOME_MM * (1 - np.exp(-np.maximum(wall - RECESS_MM * 0.5, 0) / RECESS_MM))
    return y - border - rise


def _largest(mesh: Mesh) -> Mesh:
    return pieces(welded(mesh))[0]


def _outwards(mesh: Mesh) -> Mesh:
    vertices, faces = mesh
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    volume = np.einsum("ij,ij->", a, np.cross(b, c))
    return (vertices, faces) if volume > 0 else (vertices, faces[:, ::-1])
