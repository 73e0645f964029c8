"""Where the bones of the shoulder girdle, arm, hand, leg and foot go in this body (left side)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tools.geometry.bone_shape import Mesh, pieces, welded
from tools.geometry.bones import BoneModel
from tools.geometry.pose import about_axis
from tools.geometry.skin import Skin

SHOULDER_MM = np.array([187.0, 1408.0, 38.0])
"""Centre of the head of the humerus; the source rig's joint lies lower in the armpit."""
SCAPULA_SCALE = np.array([1.07, 0.85, 1.0])
STERNAL_END_MM = np.array([24.0, 1440.0, 88.0])
KNUCKLE_MM = 14.0
CARPALS = ("lunate", "scaphoid", "pisiform", "triquetrum", "capitate", "trapezium", "trapezoid", "hamate")
FOOT_BONES = {
    "calcaneus": (81, -183), "navicular": (61, -132), "cuboid": (99, -140),
    "medial_cuneiform": (59, -107), "intermediate_cuneiform": (71, -116), "lateral_cuneiform": (84, -126),
    "metatarsal_1": (57, -65), "metatarsal_2": (81, -70), "metatarsal_3": (96, -79),
    "metatarsal_4": (108, -93), "metatarsal_5": (120, -101),
}  # fmt: skip
"""Where (x, z) each bone of the source's foot lies."""


@dataclass(frozen=True)
class Carry:
    """Takes a bone from its two ends in the source to two ends in the body.

    It stretches along the axis, scales by ``across`` at right angles, and rolls so that ``was_up``
    comes to lie towards ``up``.
    """

    was: tuple[np.ndarray, np.ndarray]
    now: tuple[np.ndarray, np.ndarray]
    was_up: np.ndarray
    up: np.ndarray
    across: float = 1.0

    def __call__(self, points: np.ndarray) -> np.ndarray:
        along_was, along_now = self.was[1] - self.was[0], self.now[1] - self.now[0]
        stretch = np.linalg.norm(along_now) / np.linalg.norm(along_was)
        scale = np.diag([stretch, self.across, self.across])
        matrix = _frame(along_now, self.up) @ scale @ _frame(along_was, self.was_up).T
        return (points - self.was[0]) @ matrix.T + self.now[0]


def _frame(along: np.ndarray, up: np.ndarray) -> np.ndarray:
    e1 = along / np.linalg.norm(along)
    e2 = up - e1 * (up @ e1)
    e2 /= np.linalg.norm(e2)
    return np.stack([e1, e2, np.cross(e1, e2)], 1)


def fitted_shoulder(model: BoneModel) -> dict[str, Mesh]:
    """The left shoulder blade and collarbone."""
    vertices, faces = model.meshes["scapula_l"]
    scapula = (vertices - model.joints["humerus_l"]) * SCAPULA_SCALE + SHOULDER_MM
    clavicle, clavicle_faces = model.meshes["clavicle_l"]
    inner, outer = clavicle[clavicle[:, 0].argmin()], clavicle[clavicle[:, 0].argmax()]
    outer_now = (outer - model.joints["humerus_l"]) * SCAPULA_SCALE + SHOULDER_MM
    up = np.array([0, 1.0, 0])
    carry = Carry((inner, outer), (STERNAL_END_MM, outer_now), up, up)
    return {"scapula": (scapula, faces), "clavicle": (carry(clavicle), clavicle_faces)}


def fitted_arm(model: BoneModel, skin: Skin) -> dict[str, Mesh]:
    """Humerus, ulna, radius and the bones of the left hand."""
    joints, lateral = model.joints, np.array([1.0, 0, 0])
    elbow, wrist = skin.joint("lowerarm01"), skin.joint("wrist")
    upper = Carry((joints["humerus_l"], joints["ulna_l"]), (SHOULDER_MM, elbow), lateral, lateral)
    fore = Carry((joints["ulna_l"], joints["lunate_l"]), (elbow, wrist), lateral, lateral)
    moved = {
        "humerus": _moved(model, "humerus_l", upper),
        "ulna": _moved(model, "ulna_l", fore),
        "radius": _moved(model, "radius_l", fore),
    }
    knuckles = joints["2proxph_l"], joints["5proxph_l"]
    knuckles_now = skin.joint("finger2-1"), skin.joint("finger5-1")
    row, row_now = knuckles[0] - knuckles[1], knuckles_now[0] - knuckles_now[1]
    hand = Carry((joints["lunate_l"], np.mean(knuckles, 0)), (wrist, np.mean(knuckles_now, 0)), row, row_now)
    moved |= {name: _moved(model, f"{name}_l", hand) for name in CARPALS}
    palm = np.cross(knuckles[0] - joints["lunate_l"], knuckles[1] - joints["lunate_l"])
    palm_now = np.cross(knuckles_now[0] - wrist, knuckles_now[1] - wrist)
    for k in range(1, 6):
        moved |= _finger(model, skin, k, hand, palm, palm_now)
    return moved


def _finger(
    model: BoneModel, skin: Skin, k: int, hand: Carry, palm: np.ndarray, palm_now: np.ndarray
) -> dict[str, Mesh]:
    if k == 1:
        meshes = ["1mc_l", "thumbprox_l", "thumbdist_l"]
        bodies = ["firstmc_l", "proximal_thumb_l", "distal_thumb_l"]
        names = ["metacarpal_1", "proximal_phalanx_1", "distal_phalanx_1"]
        across = 1.0
        start = hand(model.joints["firstmc_l"][None])[0]
        now = [start, skin.joint("finger1-2"), skin.joint("finger1-3"), skin.tip("finger1-3")]
        was = [model.joints[b] for b in bodies]
    else:
        meshes = [f"{k}mc_l", f"{k}proxph_l", f"{k}midph_l", f"{k}distph_l"]
        bodies = [f"{k}proxph_l", f"midph{k}_l", f"distph{k}_l"]
        names = [f"metacarpal_{k}", f"proximal_phalanx_{k}", f"middle_phalanx_{k}", f"distal_phalanx_{k}"]
        metacarpal = model.meshes[meshes[0]][0]
        base = metacarpal[metacarpal[:, 1] > metacarpal[:, 1].max() - 12].mean(0)
        was = [base, *(model.joints[b] for b in bodies)]
        across = 0.85
        start = hand(base[None])[0]
        now = [start, *(skin.joint(f"finger{k}-{j}") for j in (1, 2, 3)), skin.tip(f"finger{k}-3")]
        # the rig bends the finger at its web, the knuckle lies further back
        now[1] = now[1] + KNUCKLE_MM * (start - now[1]) / np.linalg.norm(start - now[1])
    last = model.meshes[meshes[-1]][0]
    was = [*was, last[last[:, 1].argmin()]]
    now[-1] = now[-1] + 0.12 * (now[-2] - now[-1])  # the pulp of the fingertip
    return {
        name: _moved(model, mesh, Carry((was[j], was[j + 1]), (now[j], now[j + 1]), palm, palm_now, across))
        for j, (name, mesh) in enumerate(zip(names, meshes, strict=True))
    }


def fitted_leg(model: BoneModel, skin: Skin, hip: np.ndarray) -> dict[str, Mesh]:
    """Femur, kneecap, tibia, fibula and the bones of the left foot but for its toes."""
    front = np.array([0, 0, 1.0])
    knee = skin.joint("lowerleg01") + np.array([-4.0, 3.0, -2.0])
    foot = _foot(model, skin)
    ankle = foot(model.joints["talus_l"][None])[0]
    thigh = Carry((model.joints["femur_l"], model.joints["tibia_l"]), (hip, knee), front, front, 1.05)
    leg = Carry((model.joints["tibia_l"], model.joints["talus_l"]), (knee, ankle), front, front, 1.05)
    moved = {
        "femur": _moved(model, "l_femur", thigh),
        "patella": _moved(model, "l_patella", thigh),
        "tibia": _moved(model, "l_tibia", leg),
        "fibula": _moved(model, "l_fibula", leg),
        "talus": _moved(model, "l_talus", foot),
    }
    for vertices, faces in pieces(welded(model.meshes["l_foot"])):
        x, _, z = vertices.mean(0)
        name = min(FOOT_BONES, key=lambda n: np.hypot(x - FOOT_BONES[n][0], z - FOOT_BONES[n][1]))
        moved[name] = foot(vertices), faces
    return moved


def _foot(model: BoneModel, skin: Skin) -> Callable[[np.ndarray], np.ndarray]:
    """Heel to heel, second toe to second toe, sole to sole, ankle to ankle."""
    sole = np.concatenate([model.meshes[m][0] for m in ("l_foot", "l_bofoot")])
    heel = sole[sole[:, 2].argmin()]
    toe = sole[sole[:, 2] > 20]
    toe = toe[np.abs(toe[:, 0] - 98) < 6][0]
    body = skin.vertices[skin.part == 9]
    heel_now = body[(body[:, 1] < 45)]
    heel_now = heel_now[heel_now[:, 2].argmin()] + [0, 0, 9.0]
    toe_now = skin.tip("toe2-3") - [0, 0, 5.0]
    ankle, ankle_now = model.joints["talus_l"], skin.joint("foot")
    plan = np.array([1, 0, 1.0])
    along, along_now = (toe - heel) * plan, (toe_now - heel_now) * plan
    turn = np.arctan2(*along_now[[0, 2]]) - np.arctan2(*along[[0, 2]])
    length = np.linalg.norm(along_now) / np.linalg.norm(along)
    low = sole[:, 1].min()
    height = (ankle_now[1] - 5 - 7) / (ankle[1] - low)
    matrix = about_axis(np.array([0, 1.0, 0]), turn) @ np.diag([0.95, height, length])
    base = heel_now * plan + [0, 7.0, 0]
    return lambda points: (points - heel * plan - [0, low, 0]) @ matrix.T + base


def _moved(model: BoneModel, mesh: str, carry: Carry | Callable[[np.ndarray], np.ndarray]) -> Mesh:
    vertices, faces = model.meshes[mesh]
    return carry(vertices), faces
