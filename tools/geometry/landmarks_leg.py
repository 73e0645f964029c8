"""Where the landmarks of the knee and the leg are felt (left side)."""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, FRONT, LATERAL, MEDIAL, UP, Body, Rules, between, both, share

X, Y, Z = 0, 1, 2
FEMUR, TIBIA, FIBULA, PATELLA, LEG = "femur_l", "tibia_l", "fibula_l", "patella_l", "leg_l"


def knee(b: Body) -> Rules:
    """Condyles, joint line and the crease behind."""
    low = b.skeleton.vertices(FEMUR)[:, Y].min()
    high = b.skeleton.vertices(TIBIA)[:, Y].max()
    for side, way in (("lateral", LATERAL), ("medial", MEDIAL)):
        condyle = b.extreme(FEMUR, way, between(Y, low - 1, low + 50))
        yield f"{side}_femoral_condyle", b.out(condyle, way, LEG)
        edge = b.extreme(TIBIA, way, between(Y, high - 20, high + 1))
        yield f"knee_joint_line_{side}", b.out(np.array([edge[0], (low + high) / 2, edge[2]]), way, LEG)
    tubercle = b.extreme(FEMUR, (-1, 0.5, -0.4), between(Y, condyle[1] + 8, condyle[1] + 24))
    yield "adductor_tubercle", b.out(tubercle, MEDIAL, LEG)
    joint = b.skin.joint("lowerleg01")
    yield "popliteal_crease", b.on_skin(joint, BACK, LEG)
    yield "popliteal_crease_lateral", b.from_within(joint + 15 * BACK, (1, 0, -0.55), LEG)
    yield "popliteal_crease_medial", b.from_within(joint + 15 * BACK, (-1, 0, -0.55), LEG)
    above = joint + 24 * UP + 15 * BACK
    yield "biceps_femoris_tendon", b.from_within(above, (1.4, 0, -1), LEG)
    yield "semitendinosus_tendon", b.from_within(above, (-0.95, 0, -1), LEG)


def kneecap(b: Body) -> Rules:
    """Patella, its ligament and the front of the upper tibia."""
    patella = b.skeleton.vertices(PATELLA)
    centre = (patella[:, Y].min() + patella[:, Y].max()) / 2
    level = between(Y, centre - 6, centre + 6)
    yield "patella", b.out(b.extreme(PATELLA, FRONT, level), FRONT, LEG)
    yield "patella_upper_pole", b.out(b.extreme(PATELLA, (0, 1, 0.2)), (0, 0.1, 1), LEG)
    apex = b.extreme(PATELLA, (0, -1, 0.2))
    yield "patella_lower_pole", b.out(apex, (0, -0.1, 1), LEG)
    yield "patella_medial_edge", b.out(b.extreme(PATELLA, MEDIAL), (-0.6, 0, 1), LEG)
    yield "patella_lateral_edge", b.out(b.extreme(PATELLA, LATERAL), (0.6, 0, 1), LEG)
    high = b.skeleton.vertices(TIBIA)[:, Y].max()
    tuberosity = b.extreme(TIBIA, FRONT, between(Y, high - 60, high - 32))
    yield "tibial_tuberosity", b.out(tuberosity, FRONT, LEG)
    yield "patellar_ligament", b.out((apex + tuberosity) / 2, FRONT, LEG)
    gerdy = b.extreme(TIBIA, (0.75, 0, 0.7), between(Y, high - 26, high - 12))
    yield "gerdys_tubercle", b.out(gerdy, (0.75, 0, 1), LEG)
    goose = b.extreme(TIBIA, (-0.8, 0, 0.6), between(Y, high - 64, high - 50))
    yield "pes_anserinus", b.out(goose, (-0.8, 0, 0.7), LEG)
    condyle = b.extreme(TIBIA, MEDIAL, between(Y, high - 30, high - 8))
    yield "medial_tibial_condyle", b.out(condyle, (-1, 0, 0.15), LEG)


def lower_leg(b: Body) -> Rules:
    """Fibula, the borders of the tibia and the calf."""
    head = b.extreme(FIBULA, (0.4, 1, 0))
    yield "fibular_head", b.out(head, (1, 0, -0.6), LEG)
    neck = b.extreme(FIBULA, (1, 0, 0), between(Y, head[1] - 32, head[1] - 24))
    yield "fibular_neck", b.out(neck, (1, 0, -0.25), LEG)
    shaft = b.extreme(TIBIA, FRONT, share(Y, 0.47, 0.53))
    yield "tibial_crest_midpoint", b.out(shaft, (0, 0, 1), LEG)
    border = b.extreme(TIBIA, (-1, 0, -0.5), share(Y, 0.45, 0.51))
    yield "medial_tibial_border", b.out(border, (-1, 0, -0.3), LEG)
    border = b.extreme(TIBIA, (-1, 0, -0.5), share(Y, 0.24, 0.3))
    yield "medial_tibial_border_lower", b.out(border, (-1, 0, -0.3), LEG)
    lower = b.extreme(FIBULA, LATERAL, share(Y, 0.16, 0.22))
    yield "fibula_lower_shaft", b.out(lower, LATERAL, LEG)
    skin = b.surface.vertices[b.surface.part == b.surface.part_names.index(LEG)]
    calf = skin[both(between(Y, 300, 430))(skin)]
    widest = calf[calf[:, Z].argmin()][Y]
    middle = b.middle(TIBIA)[X]
    yield "calf_medial_head", b.on_skin((middle - 18, widest, 0), BACK, LEG)
    yield "calf_lateral_head", b.on_skin((middle + 30, widest + 6, 0), BACK, LEG)
    yield "calf_musculotendinous_junction", b.on_skin((middle + 12, widest - 110, 0), BACK, LEG)
