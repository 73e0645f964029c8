"""Where the landmarks of the head, neck, spine, chest and pelvis are felt.

Heights (y) and depths (z) name bands of a bone in which the extreme is looked for, or, for landmarks
of the skin itself, read the reference body off; all in its millimetres.
"""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, DOWN, FRONT, LATERAL, UP, Body, Rules, Within

SPINE = [f"c{k}" for k in range(2, 8)] + [f"t{k}" for k in range(1, 13)] + [f"l{k}" for k in range(1, 6)]


def _between(axis: int, low: float, high: float) -> Within:
    return lambda p: (p[:, axis] > low) & (p[:, axis] < high)


def _all(*rules: Within) -> Within:
    return lambda p: np.logical_and.reduce([rule(p) for rule in rules])


def head(b: Body) -> Rules:
    """Skull, jaw and face."""
    x, y, z = 0, 1, 2
    inion = b.midline_extreme("skull", (0, -0.2, -1), _between(y, 1602, 1618))
    yield "external_occipital_protuberance", b.out(inion, BACK, "head neck")
    yield "vertex", b.out(b.midline_extreme("skull", UP), UP, "head")
    behind_ear = _all(_between(x, 36, 60), _between(y, 1500, 1600), _between(z, 25, 75))
    mastoid = b.extreme("skull", (0.9, -0.7, -0.3), behind_ear)
    yield "mastoid_process", b.out(mastoid, (1, 0, -0.5), "head neck")
    nuchal = b.extreme("skull", (0.55, 0, -1), _all(_between(x, 26, 44), _between(y, 1603, 1613)))
    yield "superior_nuchal_line", b.out(nuchal, (0.5, 0, -1), "head neck")
    angle = b.extreme("mandible", (0.6, -0.7, -0.8), _between(x, 20, 99))
    yield "angle_of_mandible", b.out(angle, (1, -0.2, -0.2), "head neck")
    yield "chin", b.out(b.midline_extreme("mandible", FRONT, _between(y, 1500, 1545)), FRONT, "head")
    arch = b.extreme("skull", LATERAL, _all(_between(y, 1619, 1634), _between(z, 100, 125)))
    yield "zygomatic_arch", b.out(arch, LATERAL, "head")
    condyle = b.extreme("mandible", (0.3, 1, -0.4), _between(x, 34, 70))
    yield "temporomandibular_joint", b.out(condyle, (1, 0, 0.12), "head")
    yield "tragus", b.on_skin((80, 1613, 81), LATERAL, "head")
    yield "ear_helix", b.on_skin((80, 1642, 67), LATERAL, "head")
    yield "temple", b.on_skin((70, 1655, 128), LATERAL, "head")
    yield "lateral_canthus", b.on_skin((44.5, 1639, 160), FRONT, "head")
    yield "medial_canthus", b.on_skin((16.5, 1636.5, 160), FRONT, "head")
    yield "eyebrow", b.on_skin((31, 1655, 170), FRONT, "head")
    rim = b.extreme("skull", FRONT, _all(_between(x, 26, 38), _between(y, 1616, 1626)))
    yield "infraorbital_margin", b.out(rim, FRONT, "head")
    brow = b.midline_extreme("skull", FRONT, _between(y, 1652, 1658))
    yield "glabella", b.out(brow, FRONT, "head")
    yield "nose_tip", b.on_skin((0, 1601, 190), FRONT, "head")
    yield "corner_of_mouth", b.on_skin((26, 1566, 170), FRONT, "head")


def spine(b: Body) -> Rules:
    """Spinous and transverse processes, sacrum and coccyx."""
    for level in SPINE:
        tip = b.midline_extreme(f"{level}_vertebra", (0, -0.15, -1))
        yield f"{level}_spinous_process", b.out(tip, BACK, "neck head trunk")
    for level in ("c1", "c4", "c6"):
        yield (
            f"{level}_transverse_process",
            b.out(b.extreme(f"{level}_vertebra", LATERAL), (1, 0, 0.2), "neck head trunk"),
        )
    spine_y = b.extreme("hip_bone_l", (-0.3, 0, -1), _between(1, 1015, 1045))[1]
    crest = b.midline_extreme("sacrum", BACK, _between(1, spine_y - 8, spine_y + 8))
    yield "s2_spinous_process", b.out(crest, BACK, "trunk")
    base = b.midline_extreme("sacrum", (0, 0.2, -1), _between(1, 1045, 1060))
    yield "sacrum_base", b.out(base, BACK, "trunk")
    yield "coccyx", b.out(b.midline_extreme("sacrum", DOWN), (0, -0.2, -1), "trunk leg_l")


def chest(b: Body) -> Rules:
    """Breastbone, ribs and the front of the trunk."""
    notch = b.midline_extreme("sternum", (0, 1, -0.3))
    yield "sternal_notch", b.out(notch, (0, 0.35, 1), "trunk neck")
    angle = b.midline_extreme("sternum", FRONT, _between(1, notch[1] - 50, notch[1] - 42))
    yield "sternal_angle", b.out(angle, FRONT, "trunk")
    yield "xiphoid_process", b.out(b.midline_extreme("sternum", DOWN), FRONT, "trunk")
    yield "nipple", b.on_skin(b.skin.tip("breast"), FRONT, "trunk")
    yield "umbilicus", b.on_skin((0, 1064, 150), FRONT, "trunk")
    margin = b.extreme("sternum", (0.2, -1, 0), _between(0, 40, 200))
    yield "tenth_costal_cartilage", b.out(margin, (0.8, 0, 0.6), "trunk")
    yield "twelfth_rib_tip", b.out(b.extreme("rib_12_l", (1, -0.5, 0)), (0.35, 0, -1), "trunk")


def pelvis(b: Body) -> Rules:
    """Hip bone and the skin about it."""
    bone, y = "hip_bone_l", 1
    yield "asis", b.out(b.extreme(bone, (0, -0.3, 1), _between(y, 985, 1030)), (0.2, 0, 1), "trunk leg_l")
    top = b.extreme(bone, (0.3, 1, 0))
    yield "iliac_crest", b.out(top, (1, 0.15, -0.15), "trunk")
    tubercle = b.extreme(bone, (1, 0.35, 0.15), _between(y, 1040, 1090))
    yield "iliac_tubercle", b.out(tubercle, (1, 0.1, 0.15), "trunk")
    yield "psis", b.out(b.extreme(bone, (-0.3, 0, -1), _between(y, 1015, 1045)), BACK, "trunk")
    crest = _all(_between(0, 14, 32), _between(y, 905, 940))
    yield "pubic_tubercle", b.out(b.extreme(bone, (0.1, 0.8, 1), crest), (0, 0.15, 1), "trunk leg_l")
    symphysis = b.extreme(bone, (0, 0.5, 1), _all(_between(0, -1, 9), _between(y, 890, 940)))
    yield "pubic_symphysis", b.out(symphysis * [0, 1, 1], FRONT, "trunk")
    seat = b.extreme(bone, (0, -0.7, -1), _between(y, 860, 905))
    yield "ischial_tuberosity", b.out(seat, (0, -0.4, -1), "trunk leg_l")
    yield "gluteal_fold", b.on_skin((80, 856, 0), BACK, "trunk leg_l")
