"""The skeleton inside the reference body: fitted, smoothed, exactly symmetric."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tools.geometry.bone_shape import Mesh, exactly_symmetric, mirrored, remodelled, two_halves
from tools.geometry.bones import BoneModel
from tools.geometry.costal import COURSES, SHORTER_MM, breastbone, costal_cartilages, shortened
from tools.geometry.fingers import fingertips
from tools.geometry.head_detail import HEAD, evenly, head_bone
from tools.geometry.hip_bone import hip_bone
from tools.geometry.limb_fit import CARPALS, fitted_arm, fitted_leg, fitted_shoulder
from tools.geometry.phalanges import INNER_COLUMN, forefoot, inner_column
from tools.geometry.profile import SkinProfile
from tools.geometry.sacral import sacrum
from tools.geometry.shin import narrowed, shin
from tools.geometry.skin import Skin
from tools.geometry.skull_fit import fitted_skull
from tools.geometry.throat import throat
from tools.geometry.trunk_fit import HIP_MM, fitted_ribs, fitted_vertebrae
from tools.geometry.vertebrae import vertebrae_and_discs

EDGE_MM = {"rib": 6.0, "sternum": 5.0, "femur": 5.0}
"""How fine the mesh gets, by kind of bone; the others 4 mm."""
ROUNDS: dict[str, float] = {"femur": 4, "rib": 3}
"""Rounds of smoothing by kind of bone; the others get two."""
DEPTH_MM = {"skull": 3.0, "mandible": 3.0, "sternum": 6.0, "rib": 6.0, "hip_bone": 6.0, "scapula": 6.0}
"""Least depth under the skin by kind of bone; the others 4 mm, the hand's and foot's 2.5."""
TOGETHER_MM = 12.0
"""How far a flat bone moves as one where it would come through the skin."""
MIDLINE = ("skull", "mandible", "sternum", "sacrum", "vertebra")


@dataclass(frozen=True)
class Skeleton:
    """Bones by name (``scapula_l``, ``t7_vertebra``, …), millimetres."""

    bones: dict[str, Mesh]

    def vertices(self, *names: str) -> np.ndarray:
        """The vertices of some bones, one after the other."""
        return np.concatenate([self.bones[name][0] for name in names])

    def arrays(self) -> dict[str, np.ndarray]:
        """``vertices``, ``faces``, ``bone`` of each vertex and ``bone_names``, as they are stored."""
        counts = [len(v) for v, _ in self.bones.values()]
        offsets = np.cumsum([0, *counts])
        return {
            "vertices": np.concatenate([v for v, _ in self.bones.values()]).astype(np.float32),
            "faces": np.concatenate(
                [f + o for (_, f), o in zip(self.bones.values(), offsets, strict=False)]
            ).astype(np.int32),
            "bone": np.repeat(np.arange(len(counts)), counts).astype(np.uint16),
            "bone_names": np.array(list(self.bones)),
        }


def build_skeleton(model: BoneModel, skin: Skin) -> Skeleton:
    """Fit every bone of the left side and the midline, and mirror the left."""
    profile = SkinProfile(skin)
    left = fitted_ribs(model, fitted_vertebrae(model, profile), profile)
    left |= fitted_skull(model, profile)
    left |= fitted_shoulder(model) | fitted_arm(model, skin) | fitted_leg(model, skin, HIP_MM)
    smooth: dict[str, Mesh] = {}
    for name, mesh in left.items():
        if name in HEAD:
            smooth[name] = head_bone(name, mesh)
            continue
        edge, rounds = _of_kind(EDGE_MM, name, 4.0), int(_of_kind(ROUNDS, name, 2))
        smooth[name] = remodelled(mesh, name.endswith(MIDLINE), edge, rounds)
    smooth |= {name: shortened(smooth[name], mm) for name, mm in SHORTER_MM.items()}
    smooth["sternum"] = breastbone()
    spine = vertebrae_and_discs({k: smooth[f"rib_{k}"] for k in range(1, 13)})
    bones: dict[str, Mesh] = {n: spine.pop(n) for n in list(spine) if is_cartilage(n)} | throat()
    smooth = spine | {"hip_bone": hip_bone(), "sacrum": sacrum()} | smooth
    smooth["talus"] = narrowed(smooth["talus"])
    smooth |= shin(smooth["femur"], [smooth["talus"], smooth["calcaneus"]])
    smooth |= {name: inner_column(smooth[name]) for name in INNER_COLUMN}

    def held(name: str) -> Mesh:
        vertices, faces = smooth[name]
        return _held(profile, name, vertices), faces

    within = forefoot({f"metatarsal_{k}": held(f"metatarsal_{k}") for k in range(1, 6)})
    within |= fingertips({n: held(n) for n in smooth if "phalanx" in n and "toe" not in n})
    smooth |= within
    for name, (vertices, faces) in smooth.items():
        midline = name.endswith(MIDLINE)
        free = vertices
        if name not in within:  # the skin of the next toe or finger is as near, and would push
            vertices = _held(profile, name, vertices)
        if name in HEAD:
            bones[name] = two_halves((evenly(name, free, vertices, faces), faces))
        elif midline:
            bones[name] = exactly_symmetric(vertices), faces
        else:
            bones[f"{name}_l"] = vertices, faces
            bones[f"{name}_r"] = mirrored((vertices, faces))
    ribs = {k: bones[f"rib_{k}_l"] for k in COURSES}
    left_cartilages = costal_cartilages(ribs, lambda p, mm: profile.held_inside(p, mm, TOGETHER_MM))
    bones |= {"costal_cartilage_l": left_cartilages, "costal_cartilage_r": mirrored(left_cartilages)}
    return Skeleton(bones)


def _held(profile: SkinProfile, name: str, vertices: np.ndarray) -> np.ndarray:
    """A bone's vertices, beneath the skin."""
    reach = TOGETHER_MM if name.startswith(("rib", "sternum", "scapula", "clavicle")) else 4.0
    return profile.held_inside(profile.held_inside(vertices, _depth(name), reach), 1.5, 2.0)


def is_cartilage(name: str) -> bool:
    """Whether a part of the skeleton is cartilage or disc, which is drawn paler than bone."""
    return name.endswith(("_disc", "_cartilage")) or name.startswith("costal_cartilage")


def _depth(name: str) -> float:
    if "phalanx" in name or "meta" in name or name in CARPALS or name in ("navicular", "cuboid"):
        return 2.5
    return _of_kind(DEPTH_MM, name, 4.0)


def _of_kind(table: dict[str, float], name: str, other: float) -> float:
    return next((v for kind, v in table.items() if name.startswith(kind) or name.endswith(kind)), other)
