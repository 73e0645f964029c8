"""Where the vertebrae and ribs of the source go in this body.

A single similarity does not fit (the source's trunk is longer, its shoulders higher), so each
vertebra is set by the level of its spinous process; the ribs follow the vertebrae behind and the
breastbone's place under the skin in front.
"""

from __future__ import annotations

import numpy as np

from tools.geometry.bone_shape import Mesh, pieces, welded
from tools.geometry.bones import BoneModel
from tools.geometry.profile import SkinProfile

SPINOUS_Y_MM = {
    "c2": 1566, "c3": 1550, "c4": 1535, "c5": 1519, "c6": 1503, "c7": 1485,
    "t1": 1465, "t2": 1445, "t3": 1424, "t4": 1403, "t5": 1382, "t6": 1360, "t7": 1338, "t8": 1316,
    "t9": 1293, "t10": 1270, "t11": 1246, "t12": 1221,
    "l1": 1193, "l2": 1163, "l3": 1131, "l4": 1100, "l5": 1072,
}  # fmt: skip
"""Height of the tip of each spinous process: L4 at the iliac crests, T7 at the inferior angle of the
scapula, C7 at the base of the neck; between them as the spine is spaced in adults."""
HIP_MM = np.array([84.0, 929.0, 52.0])
"""Centre of the left hip joint."""


def spinous_depth(level: str) -> float:
    """How deep the tip lies under the midline skin, mm."""
    if level[0] == "c":
        return {"c7": 8.0, "c6": 11.0, "c2": 20.0}.get(level, 18.0)
    return 9.0 if level[0] == "t" else 11.0


def fitted_vertebrae(model: BoneModel, skin: SkinProfile) -> dict[str, Mesh]:
    """C1 to L5, by level."""
    source = _source_vertebrae(model)
    fitted: dict[str, Mesh] = {}
    levels = [level for level in source if level != "c1"]
    tips = {level: _tip(source[level][0]) for level in levels}
    for level, after in zip(levels, [*levels[1:], levels[-1]], strict=True):
        vertices, faces = source[level]
        y = SPINOUS_Y_MM[level]
        tip = np.array([0, y, skin.back(y) + spinous_depth(level)])
        pitch = SPINOUS_Y_MM[level] - SPINOUS_Y_MM[after]
        of_source = tips[level][1] - tips[after][1]
        height = float(np.clip(pitch / of_source, 0.8, 1.05)) if after != level else 0.95
        wide = {"c": 1.15, "t": 0.98, "l": 1.2}[level[0]]
        deep = {"c": 1.08, "t": 0.95, "l": 1.0}[level[0]]
        fitted[level] = (vertices - tips[level]) * [wide, height, deep] + tip, faces
    axis = fitted["c2"][0]
    atlas, faces = source["c1"]
    scale = np.array([1.15, 0.95, 1.08])
    on_axis = np.array([0, axis[:, 1].max() - 14, axis[:, 2].max() + 4])
    anchor = np.array([0, atlas[:, 1].mean(), atlas[:, 2].max()])
    return {"c1": ((atlas - anchor) * scale + on_axis, faces)} | fitted


def _source_vertebrae(model: BoneModel) -> dict[str, Mesh]:
    neck = [p for p in pieces(welded(model.meshes["hat_cervical"])) if len(p[0]) > 100]  # the rest are discs
    neck.sort(key=lambda piece: -piece[0][:, 1].mean())
    found = {f"c{k}": mesh for k, mesh in enumerate(neck, 1)}
    found |= {f"t{k}": model.meshes[f"torso_geom_{13 - k}_thoracic{k}_s"] for k in range(1, 13)}
    return found | {f"l{k}": model.meshes[f"lumbar{k}_geom_1_lumbar{k}"] for k in range(1, 6)}


def _tip(vertices: np.ndarray) -> np.ndarray:
    tip = vertices[vertices[:, 2].argmin()].copy()
    tip[0] = 0
    return tip


def fitted_ribs(model: BoneModel, vertebrae: dict[str, Mesh], skin: SkinProfile) -> dict[str, Mesh]:
    """The left ribs by number."""
    source = _source_vertebrae(model)
    levels = [f"t{k}" for k in range(12, 0, -1)]
    was = np.array([_tip(source[level][0]) for level in levels])
    now = np.array([_tip(vertebrae[level][0]) for level in levels])
    found = [p for p in pieces(welded(model.meshes["torso_geom_13_ribcage_s"])) if _is_bone(p[0])]
    breast = next(p for p in found if len(p[0]) > 400)

    def placed(vertices: np.ndarray) -> np.ndarray:
        x, y, z = vertices.T
        ahead = z - np.interp(y, was[:, 1], was[:, 2])
        height = _extended(y, was[:, 1], now[:, 1])
        reach = np.hypot(x, 0.6 * np.maximum(ahead - 40, 0)) / 130
        lower = np.clip((1400 - y) / 195, 0, 1) ** 2
        drop = 0.22 * np.clip(ahead - 20, 0, 200) + 42 * lower * np.clip(reach, 0, 1) ** 1.3
        down = height - drop
        behind = np.interp(height, now[:, 1], now[:, 2])
        back = 16 * lower * np.clip(1 - ahead / 120, 0, 1)
        return np.stack([0.9 * x, down, behind + ahead * 0.95 - back], 1)

    # the front follows the skin: how much deeper than it should the breastbone lies, by height
    front = placed(breast[0][np.abs(breast[0][:, 0]) < 14])
    levels_y = np.linspace(front[:, 1].min(), front[:, 1].max(), 9)
    wanted = skin.front(levels_y) - 9
    has = np.array([front[np.abs(front[:, 1] - y) < 16][:, 2].max() for y in levels_y])
    back = np.interp(levels_y, now[:, 1], now[:, 2])
    factor = (wanted - back) / (has - back)

    def final(mesh: Mesh) -> Mesh:
        p = placed(mesh[0])
        behind = np.interp(p[:, 1], now[:, 1], now[:, 2])
        ahead = np.clip((p[:, 2] - behind - 40) / 120, 0, 1)
        p[:, 2] = behind + (p[:, 2] - behind) * (1 + (np.interp(p[:, 1], levels_y, factor) - 1) * ahead)
        return p, mesh[1]

    left = sorted((p for p in found if p[0][:, 0].mean() > 5), key=lambda p: -_head(p[0])[1])
    return {f"rib_{k}": final(mesh) for k, mesh in enumerate(left, 1)}


def _is_bone(vertices: np.ndarray) -> bool:
    """Not the maker's emblem, which the source carries on the breastbone."""
    lying_on_it = vertices[:, 2].min() > -152 and np.ptp(vertices[:, 2]) < 60
    return not lying_on_it


def _head(vertices: np.ndarray) -> np.ndarray:
    return vertices[np.abs(vertices[:, 0]).argmin()]


def _extended(y: np.ndarray, was: np.ndarray, now: np.ndarray) -> np.ndarray:
    """Piecewise linear, and beyond the ends as between them on the whole."""
    inside = np.interp(y, was, now)
    return inside + np.where(y > was[-1], y - was[-1], np.where(y < was[0], y - was[0], 0.0))
