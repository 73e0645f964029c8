"""Where the landmarks of the ankle and foot are felt (left side)."""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, DOWN, FRONT, LATERAL, MEDIAL, UP, Body, Rules, between

X, Y, Z = 0, 1, 2
FOOT, EITHER = "foot_l", "foot_l leg_l"
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def ankle(b: Body) -> Rules:
    """Malleoli, the joint in front and the pulses."""
    yield "lateral_malleolus", b.out(b.extreme("fibula_l", (1, -0.8, 0)), LATERAL, EITHER)
    inner = b.extreme("tibia_l", (-1, -0.8, 0.1), between(Y, 0, 130))
    yield "medial_malleolus", b.out(inner, MEDIAL, EITHER)
    low = b.skeleton.vertices("talus_l")[:, Y].max()
    front = b.extreme("tibia_l", FRONT, between(Y, low, low + 16))
    yield "ankle_joint_line", b.out(np.array([front[0], low, front[2]]), (0, 0.6, 1), EITHER)
    heel = b.extreme("calcaneus_l", (0, 0.7, -1))
    yield "tibial_pulse", b.on_skin(0.5 * inner + 0.5 * heel, (-1, 0, -0.3), EITHER)
    space = (b.end("metatarsal_1_l", BACK, 8) + b.end("metatarsal_2_l", BACK, 8)) / 2
    yield "dorsalis_pedis_pulse", b.on_skin(space + 12 * FRONT, (0, 1, 0.2), EITHER)
    talus = b.extreme("talus_l", (0.7, -0.3, 1))
    floor = b.extreme("calcaneus_l", (0.2, 0.6, 1))
    yield "sinus_tarsi", b.out((talus + floor) / 2 - [0, 0, 10], (1, -0.1, -0.05), EITHER)
    yield "talar_head", b.out(b.extreme("talus_l", (-0.5, 0, 1)), (-1, 0, 0.15), EITHER)


def heel(b: Body) -> Rules:
    """Calcaneus."""
    bone = "calcaneus_l"
    yield "calcaneus", b.out(b.extreme(bone, (0, -0.1, -1)), BACK, EITHER)
    yield "heel_plantar", b.out(b.extreme(bone, (0, -1, -0.3)), DOWN, FOOT)
    insertion = b.extreme(bone, (0, 0.7, -1))
    yield "achilles_insertion", b.out(insertion, BACK, EITHER)
    yield "achilles_tendon", b.on_skin(insertion + 42 * UP, BACK, EITHER)
    back = b.skeleton.vertices(bone)[:, Z].min()
    process = b.extreme(bone, (-0.5, -1, 0.2), between(Z, back, back + 30))
    yield "calcaneal_medial_process", b.out(process, (-0.1, -1, 0.1), FOOT)
    shelf = b.extreme(bone, MEDIAL, between(Y, 30, 90))
    yield "sustentaculum_tali", b.out(shelf, MEDIAL, EITHER)
    yield "peroneal_tubercle", b.out(b.extreme(bone, (1, -0.2, 0.2)), LATERAL, EITHER)


def midfoot(b: Body) -> Rules:
    """Navicular, cuboid, cuneiform and the bases of the metatarsals."""
    yield "navicular_tuberosity", b.out(b.extreme("navicular_l", (-1, -0.4, 0)), (-1, -0.15, 0), FOOT)
    yield "cuboid", b.out(b.middle("cuboid_l"), (1, 0.6, 0), FOOT)
    yield "medial_cuneiform", b.out(b.middle("medial_cuneiform_l"), (-1, 0.5, 0), FOOT)
    for k in range(1, 5):
        base = b.end(f"metatarsal_{k}_l", BACK, 8)
        way = (-0.35, 1, 0) if k == 1 else (0.1 * (k - 2), 1, 0)
        yield f"{ORDINALS[k - 1]}_metatarsal_base", b.out(base, way, FOOT)
    yield "fifth_metatarsal_base", b.out(b.extreme("metatarsal_5_l", (1, -0.1, -1)), (1, -0.2, 0), FOOT)
    arch = (b.middle("navicular_l") + b.middle("metatarsal_2_l")) / 2
    yield "instep_plantar", b.on_skin(arch, DOWN, FOOT)


def forefoot(b: Body) -> Rules:
    """Heads of the metatarsals and toes."""
    for k, way in zip(range(1, 6), (-0.35, 0, 0, 0, 0.35), strict=True):
        head = b.end(f"metatarsal_{k}_l", FRONT, 8)
        yield f"{ORDINALS[k - 1]}_metatarsal_head", b.out(head, (way, -1, 0), FOOT)
        joint = (head + b.end(f"proximal_phalanx_toe_{k}_l", BACK, 5)) / 2
        yield f"{ORDINALS[k - 1]}_toe_joint", b.out(joint, (0.25 * (k == 5), 1, 0.2), FOOT)
    for k, name in enumerate(("great", "second", "third", "fourth", "little"), 1):
        tip = b.extreme(f"distal_phalanx_toe_{k}_l", FRONT)
        yield f"{name}_toe_tip", b.out(tip, (0.15 * (k == 5), -0.1, 1), FOOT)
    joint = b.end("proximal_phalanx_toe_1_l", FRONT, 5) + b.end("distal_phalanx_toe_1_l", BACK, 5)
    yield "great_toe_ip_joint", b.out(joint / 2, (0, 1, 0.2), FOOT)
