"""Where the landmarks of the shoulder girdle and the limbs are felt (left side)."""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, DOWN, FRONT, LATERAL, MEDIAL, UP, Body, Rules

FINGERS = ("thumb", "index", "middle", "ring", "little")


def _unit(v: np.ndarray) -> np.ndarray:
    return v / np.linalg.norm(v)


def shoulder(b: Body) -> Rules:
    """Scapula and clavicle."""
    bone, trunk = "scapula_l", "trunk arm_l"
    yield "acromion", b.out(b.extreme(bone, (1, 0.3, -0.25), lambda p: p[:, 1] > 1418), (0.45, 1, 0), trunk)
    outer = b.extreme("clavicle_l", (1, 0.3, 0))
    yield "acromioclavicular_joint", b.out(outer, (0, 1, 0.15), trunk)
    upper = b.extreme(bone, (-0.6, 1, 0), lambda p: p[:, 0] < 100)
    yield "superior_angle_of_scapula", b.out(upper, (0, 0.35, -1), "trunk")
    lower = b.extreme(bone, (-0.1, -1, 0))
    yield "inferior_angle_of_scapula", b.out(lower, BACK, "trunk")
    level = b.extreme("t3_vertebra", BACK)[1]
    root = b.extreme(bone, (-1, 0, -0.2), lambda p: np.abs(p[:, 1] - level) < 6)
    yield "root_of_scapular_spine", b.out(root, BACK, "trunk")
    middle = (root[1] + lower[1]) / 2
    border = b.extreme(bone, (-1, 0, -0.2), lambda p: np.abs(p[:, 1] - middle) < 6)
    yield "medial_border_of_scapula", b.out(border, BACK, "trunk")
    socket = b.extreme("humerus_l", UP)[1] - 40
    middle = (socket + lower[1]) / 2
    border = b.extreme(bone, LATERAL, lambda p: np.abs(p[:, 1] - middle) < 6)
    yield "lateral_border_of_scapula", b.out(border, (0.3, 0, -1), trunk)
    yield "coracoid_process", b.out(b.extreme(bone, (0.2, -0.1, 1)), FRONT, trunk)
    clavicle = b.skeleton.vertices("clavicle_l")
    yield "sternal_end_of_clavicle", b.out(b.extreme("clavicle_l", (-1, 0.3, 0.3)), (0, 0.3, 1), "trunk neck")
    centre = (clavicle[:, 0].min() + clavicle[:, 0].max()) / 2
    shaft = b.extreme("clavicle_l", (0, 0.7, 1), lambda p: np.abs(p[:, 0] - centre) < 5)
    yield "clavicle_midpoint", b.out(shaft, (0, 0.6, 1), "trunk neck")


def arm(b: Body) -> Rules:
    """Humerus, elbow and wrist."""
    bone = "humerus_l"
    points = b.skeleton.vertices(bone)
    top, elbow, wrist = b.extreme(bone, UP), b.skin.joint("lowerarm01"), b.skin.joint("wrist")
    axis, length = _unit(elbow - top), np.linalg.norm(elbow - top)
    lateral = _unit(LATERAL - axis * axis[0])

    def along(p: np.ndarray) -> np.ndarray:
        return (p - top) @ axis

    tubercle = b.extreme(bone, lateral + 0.2 * UP, lambda p: along(p) < 40)
    yield "greater_tubercle", b.out(tubercle, lateral + 0.15 * FRONT, "arm_l trunk")
    tubercle = b.extreme(bone, FRONT - 0.1 * LATERAL, lambda p: along(p) < 42)
    yield "lesser_tubercle", b.out(tubercle, FRONT, "arm_l trunk")
    ridge = b.extreme(bone, lateral, lambda p: np.abs(along(p) / length - 0.45) < 0.03)
    yield "deltoid_tuberosity", b.out(ridge, lateral, "arm_l")
    low = along(points).max() - 45
    yield (
        "lateral_epicondyle",
        b.out(b.extreme(bone, lateral, lambda p: along(p) > low), lateral - 0.15 * FRONT, "arm_l"),
    )
    yield "medial_epicondyle", b.out(b.extreme(bone, -lateral, lambda p: along(p) > low), -lateral, "arm_l")
    yield "olecranon", b.out(b.extreme("ulna_l", (0, 0.6, -1)), BACK, "arm_l")
    yield "cubital_crease", b.on_skin(elbow, FRONT, "arm_l")
    yield "anterior_axillary_fold", b.on_skin((160, 1345, 60), FRONT, "trunk arm_l")
    yield "posterior_axillary_fold", b.on_skin((162, 1336, 0), BACK, "trunk arm_l")
    fore = _unit(wrist - elbow)
    radial = _unit(LATERAL - fore * fore[0])
    yield "radial_styloid", b.out(b.extreme("radius_l", fore + 0.8 * radial), radial, "arm_l hand_l")
    yield (
        "ulnar_styloid",
        b.out(b.extreme("ulna_l", fore - 0.3 * radial + 0.2 * BACK), BACK - 0.6 * radial, "arm_l hand_l"),
    )


def hand(b: Body) -> Rules:
    """Knuckles and fingertips."""
    heads = []
    for k, finger in enumerate(FINGERS, 1):
        shaft, last = f"metacarpal_{k}_l", f"distal_phalanx_{k}_l"
        joint = b.skin.joint("finger1-2" if k == 1 else f"finger{k}-1")
        axis = _unit(joint - b.skin.joint("wrist"))
        points = b.skeleton.vertices(shaft)
        far = points[(points @ axis) > (points @ axis).max() - 7].mean(0)
        heads.append(far)
        dorsal = np.array([0.2, 0.7, -0.7]) if k == 1 else BACK
        yield f"{finger}_knuckle", b.out(far, dorsal, "hand_l")
        tip = b.skin.tip(f"finger{k}-3")
        axis = _unit(tip - b.skin.joint(f"finger{k}-3"))
        yield f"{finger}_tip", b.out(b.extreme(last, axis), axis, "hand_l")
    base = b.skeleton.vertices("metacarpal_2_l")
    base = base[base[:, 1] > base[:, 1].max() - 8].mean(0)
    yield "thumb_web", b.on_skin((heads[0] + heads[1] + 0.7 * base) / 2.7, BACK, "hand_l")


def hip_and_knee(b: Body) -> Rules:
    """Femur, knee and the upper end of the leg."""
    femur, tibia, leg = "femur_l", "tibia_l", "leg_l"
    trochanter = b.extreme(femur, (1, 0.1, 0), lambda p: p[:, 1] > 880)
    yield "greater_trochanter", b.out(trochanter, (1, 0, -0.1), "trunk leg_l")
    low = b.skeleton.vertices(femur)[:, 1].min()
    high = b.skeleton.vertices(tibia)[:, 1].max()

    def condyles(p: np.ndarray) -> np.ndarray:
        return p[:, 1] < low + 50

    for side, way in (("lateral", LATERAL), ("medial", MEDIAL)):
        yield f"{side}_femoral_condyle", b.out(b.extreme(femur, way, condyles), way, leg)
        edge = b.extreme(tibia, way, lambda p: p[:, 1] > high - 20)
        yield f"knee_joint_line_{side}", b.out(np.array([edge[0], (low + high) / 2, edge[2]]), way, leg)
    yield "popliteal_crease", b.on_skin(b.skin.joint("lowerleg01"), BACK, leg)
    patella = b.skeleton.vertices("patella_l")
    centre = (patella[:, 1].min() + patella[:, 1].max()) / 2
    yield "patella", b.out(b.extreme("patella_l", FRONT, lambda p: np.abs(p[:, 1] - centre) < 6), FRONT, leg)
    yield "patella_upper_pole", b.out(b.extreme("patella_l", (0, 1, 0.2)), (0, 0.1, 1), leg)
    tuberosity = b.extreme(tibia, FRONT, lambda p: (p[:, 1] < high - 32) & (p[:, 1] > high - 60))
    yield "tibial_tuberosity", b.out(tuberosity, FRONT, leg)
    yield "fibular_head", b.out(b.extreme("fibula_l", (0.4, 1, 0)), (1, 0, -0.6), leg)


def ankle_and_foot(b: Body) -> Rules:
    """Malleoli and foot."""
    foot = "foot_l leg_l"
    yield "lateral_malleolus", b.out(b.extreme("fibula_l", (1, -0.8, 0)), LATERAL, foot)
    yield (
        "medial_malleolus",
        b.out(b.extreme("tibia_l", (-1, -0.8, 0.1), lambda p: p[:, 1] < 130), MEDIAL, foot),
    )
    heel = "calcaneus_l"
    yield "calcaneus", b.out(b.extreme(heel, (0, -0.1, -1)), BACK, foot)
    yield "heel_plantar", b.out(b.extreme(heel, (0, -1, -0.3)), DOWN, "foot_l")
    yield "achilles_insertion", b.out(b.extreme(heel, (0, 0.7, -1)), BACK, foot)
    yield "navicular_tuberosity", b.out(b.extreme("navicular_l", (-1, -0.4, 0)), (-1, -0.15, 0), "foot_l")
    yield "fifth_metatarsal_base", b.out(b.extreme("metatarsal_5_l", (1, -0.1, -1)), (1, -0.2, 0), "foot_l")
    for name, k, way in (("first", 1, -0.35), ("fifth", 5, 0.35)):
        points = b.skeleton.vertices(f"metatarsal_{k}_l")
        ball = points[points[:, 2] > points[:, 2].max() - 8].mean(0)
        yield f"{name}_metatarsal_head", b.out(ball, (way, -1, 0), "foot_l")
    for name, k in (("great", 1), ("little", 5)):
        tip = b.extreme(f"distal_phalanx_toe_{k}_l", FRONT)
        yield f"{name}_toe_tip", b.out(tip, (0.15 * (k == 5), -0.1, 1), "foot_l")
    arch = (b.skeleton.vertices("navicular_l").mean(0) + b.skeleton.vertices("metatarsal_2_l").mean(0)) / 2
    yield "instep_plantar", b.on_skin(arch, DOWN, "foot_l")
