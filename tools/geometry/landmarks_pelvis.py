"""Where the landmarks of the pelvis and the upper end of the femur are felt (left side and midline)."""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, DOWN, FRONT, Body, Rules, between, both, share

X, Y, Z = 0, 1, 2
HIP = "hip_bone_l"


def hip_bone(b: Body) -> Rules:
    """Crest, spines, pubis and seat."""
    wing = both(share(Y, 0.48, 0.9), share(X, 0.4, 1.0))
    asis = b.extreme(HIP, (0, -0.3, 1), wing)
    yield "asis", b.out(asis, (0.2, 0, 1), "trunk leg_l")
    beneath = both(between(Y, asis[1] - 31, asis[1] - 20), between(X, asis[0] - 36, asis[0] - 18))
    lower = b.extreme(HIP, FRONT, beneath)
    yield "aiis", b.out(lower, (0.1, 0, 1), "trunk leg_l")
    top = b.extreme(HIP, (0.3, 1, 0))
    yield "iliac_crest", b.out(top, (1, 0.15, -0.15), "trunk")
    tubercle = b.extreme(HIP, (1, 0.35, 0.15), share(Y, 0.75, 1.0))
    yield "iliac_tubercle", b.out(tubercle, (1, 0.1, 0.15), "trunk")
    psis = b.extreme(HIP, (-0.3, 0, -1), share(Y, 0.63, 0.78))
    yield "psis", b.out(psis, BACK, "trunk")
    piis = b.extreme(HIP, (-0.2, -0.4, -1), between(Y, psis[1] - 42, psis[1] - 24))
    yield "piis", b.out(piis, BACK, "trunk")
    crest = both(between(X, 14, 25), share(Y, 0.15, 0.31))
    tubercle = b.extreme(HIP, (0.1, 0.8, 1), crest)
    yield "pubic_tubercle", b.out(tubercle, (0, 0.15, 1), "trunk leg_l")
    symphysis = b.extreme(HIP, (0, 0.5, 1), both(between(X, -1, 9), share(Y, 0.08, 0.31))) * [0, 1, 1]
    yield "pubic_symphysis", b.out(symphysis, FRONT, "trunk")
    seat = b.extreme(HIP, (0, -0.7, -1), share(Y, 0.0, 0.15))
    yield "ischial_tuberosity", b.out(seat, (-0.15, -0.7, -1), "trunk leg_l")
    yield "gluteal_fold", b.on_skin((80, 856, 0), BACK, "trunk leg_l")
    inguinal = (asis + symphysis) / 2
    yield "mid_inguinal_point", b.on_skin(inguinal, (0.1, 0, 1), "trunk leg_l")
    yield "femoral_pulse", b.on_skin(inguinal - [0, 16, 0], (0.1, 0, 1), "trunk leg_l")


def sacrum(b: Body) -> Rules:
    """Sacrum and coccyx."""
    spine_y = b.extreme(HIP, (-0.3, 0, -1), share(Y, 0.63, 0.78))[Y]
    second = b.midline_extreme("sacrum", BACK, between(Y, spine_y - 8, spine_y + 8))
    yield "s2_spinous_process", b.out(second, BACK, "trunk")
    top = b.skeleton.vertices("sacrum")[:, Y].max()
    base = b.midline_extreme("sacrum", (0, 0.2, -1), between(Y, top - 26, top - 14))
    yield "sacrum_base", b.out(base, BACK, "trunk")
    tip = b.midline_extreme("sacrum", DOWN)
    yield "coccyx", b.out(tip, (0, -0.2, -1), "trunk leg_l")
    hiatus = b.midline_extreme("sacrum", BACK, between(Y, tip[1] + 34, tip[1] + 44))
    yield "sacral_hiatus", b.out(hiatus, BACK, "trunk")
    for level, part in (("s1", 0.55), ("s3", 0.36), ("s4", 0.7)):
        end = base if level == "s1" else hiatus
        y = second[1] + part * (end[1] - second[1])
        crest = b.midline_extreme("sacrum", BACK, between(Y, y - 6, y + 6))
        yield f"{level}_spinous_process", b.out(np.array([0, y, crest[2]]), BACK, "trunk")
    horn = b.extreme("sacrum", BACK, both(between(X, 6, 16), between(Y, hiatus[1] - 6, hiatus[1] + 6)))
    yield "sacral_cornu", b.out(horn, BACK, "trunk")
    corner = b.extreme("sacrum", (1, -0.7, -0.3), between(Y, tip[1] + 26, tip[1] + 42))
    yield "inferior_lateral_angle_of_sacrum", b.out(corner, (-0.2, 0, -1), "trunk")
    yield "gluteal_cleft_top", b.on_skin((0, 976, 0), BACK, "trunk")


def upper_femur(b: Body) -> Rules:
    """The trochanters."""
    femur = "femur_l"
    side = b.extreme(femur, (1, 0.1, 0), share(Y, 0.82, 1.0))
    yield "greater_trochanter", b.out(side, (1, 0, -0.1), "trunk leg_l")
    lateral = between(X, side[0] - 28, side[0] + 5)
    tip = b.extreme(femur, (0.3, 1, 0), lateral)
    yield "greater_trochanter_top", b.out(tip, (1, 0.2, -0.1), "trunk leg_l")
    back = b.extreme(femur, (0.3, 0, -1), both(lateral, between(Y, tip[1] - 40, tip[1] - 8)))
    yield "greater_trochanter_back", b.out(back, (0.75, 0, -1), "trunk leg_l")
    inner = b.extreme(femur, (-1, 0, -0.6), between(Y, tip[1] - 85, tip[1] - 45))
    yield "lesser_trochanter", b.out(inner, (-0.2, 0, 1), "trunk leg_l")
