"""Where the skull and the jaw of the source go in this body's head."""

from __future__ import annotations

import numpy as np

from tools.geometry.bone_shape import Mesh
from tools.geometry.bones import BoneModel
from tools.geometry.profile import SkinProfile

HEIGHTS_MM = ((1558.0, 1521.0), (1590.0, 1563.0), (1654.0, 1640.0), (1752.0, 1743.0))
"""Source height -> height in the body: under the chin, between the teeth, the eye sockets, the crown."""
HALF_WIDTH_MM = 68.0
SCALP_MM = 7.0
BEHIND_INION_MM = 6.0
"""The crown reaches so much further back than the inion."""
CHIN_MM = 10.0
BRIDGE_MM = (1612.0, 85.0, 100.0)
"""Below this height no bone spans from behind the second depth to before the third."""


def fitted_skull(model: BoneModel, skin: SkinProfile) -> dict[str, Mesh]:
    """The skull and the mandible."""
    skull, skull_faces = model.meshes["hat_skull"]
    jaw, jaw_faces = model.meshes["hat_jaw"]
    was, now = np.array(HEIGHTS_MM).T
    wide = HALF_WIDTH_MM / np.abs(skull[:, 0]).max()
    back = skull[skull[:, 2].argmin()]
    brow = skull[(np.abs(skull[:, 0]) < 12) & (skull[:, 1] > 1662) & (skull[:, 1] < 1690)]
    brow = brow[brow[:, 2].argmax()]
    chin = jaw[np.abs(jaw[:, 0]) < 10]
    chin = chin[chin[:, 2].argmax()]
    points = {"back": back, "brow": brow, "chin": chin}
    height = {name: float(np.interp(p[1], was, now)) for name, p in points.items()}
    about = np.arange(height["back"] - 15, height["back"] + 15, 5)
    back_z = float(skin.back(about).min()) + SCALP_MM - BEHIND_INION_MM
    brow_z = float(skin.front(height["brow"])) - SCALP_MM
    chin_z = float(skin.front(height["chin"])) - CHIN_MM
    deep = (brow_z - back_z) / (brow[2] - back[2])
    # below the brow the face may stand further back or forward than the brow's scale puts it
    face = chin_z - (back_z + (chin[2] - back[2]) * deep)

    def placed(mesh: np.ndarray) -> np.ndarray:
        x, y, z = mesh.T
        down = np.clip((brow[1] - y) / (brow[1] - chin[1]), 0, 1)
        ahead = np.clip((z - back[2]) / (chin[2] - back[2]), 0, 1)
        return np.stack(
            [x * wide, np.interp(y, was, now), back_z + (z - back[2]) * deep + face * down * ahead], 1
        )

    cranium = placed(skull)
    return {
        "skull": (cranium, _without_bridges(cranium, skull_faces)),
        "mandible": (placed(jaw), jaw_faces),
    }


def _without_bridges(vertices: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """The faces (m, 3) but for slivers from palate and pterygoid plates to the base far behind them.

    The source is so coarse there that it joins what lies apart, across the way of the pterygoid muscles.
    """
    top, behind, before = BRIDGE_MM
    y, z = vertices[faces][..., 1], vertices[faces][..., 2]
    return faces[(y.max(1) > top) | (z.min(1) > behind) | (z.max(1) < before)]
