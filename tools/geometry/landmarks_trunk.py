"""Where the landmarks of the spine, chest and belly are felt (left side and midline)."""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, DOWN, FRONT, LATERAL, Body, Rules, between

X, Y, Z = 0, 1, 2
SPINE = [f"c{k}" for k in range(2, 8)] + [f"t{k}" for k in range(1, 13)] + [f"l{k}" for k in range(1, 6)]
ORDINALS = {
    2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth", 9: "ninth",
    10: "tenth",
}  # fmt: skip
COSTAL_SHARE = {2: 0.0, 3: 0.27, 4: 0.5, 5: 0.7, 6: 0.86, 7: 0.97}
"""Where the cartilages meet the breastbone between the sternal angle and the xiphisternal joint."""

BESIDE_MM = (17.5, 21.5)
"""How far beside the midline a cartilage is felt for."""


def spine(b: Body) -> Rules:
    """Spinous processes."""
    for level in SPINE:
        tip = b.midline_extreme(f"{level}_vertebra", (0, -0.15, -1))
        yield f"{level}_spinous_process", b.out(tip, BACK, "neck head trunk")


def breastbone(b: Body) -> Rules:
    """Breastbone and the cartilages beside it."""
    notch = b.midline_extreme("sternum", (0, 1, -0.3))
    yield "sternal_notch", b.out(notch, (0, 0.35, 1), "trunk neck")
    angle = b.midline_extreme("sternum", FRONT, between(Y, notch[1] - 50, notch[1] - 42))
    yield "sternal_angle", b.out(angle, FRONT, "trunk")
    tip = b.midline_extreme("sternum", DOWN)
    yield "xiphoid_process", b.out(tip, FRONT, "trunk")
    joint = b.midline_extreme("sternum", FRONT, between(Y, tip[1] + 24, tip[1] + 34))
    yield "xiphisternal_joint", b.out(joint, FRONT, "trunk")
    medial = b.extreme("clavicle_l", (-1, -0.4, 0))
    yield "sternoclavicular_joint", b.out(medial - [2, 2, 0], (0, 0.15, 1), "trunk neck")
    edge = b.skeleton.vertices("sternum", "costal_cartilage_l")
    edge = edge[between(X, *BESIDE_MM)(edge)]
    for k, part in COSTAL_SHARE.items():
        y = angle[1] + part * (joint[1] - angle[1])
        near = edge[between(Y, y - 4, y + 4)(edge)]
        bone = near[near[:, Z].argmax()]
        yield f"{ORDINALS[k]}_costal_cartilage", b.out(bone, FRONT, "trunk")


def ribs(b: Body) -> Rules:
    """Ribs, their cartilages and the costal margin."""
    for k in range(2, 8):
        end = b.extreme(f"rib_{k}_l", (-0.2, -0.9, 1), between(Z, 40, 200))
        yield f"{ORDINALS[k]}_costochondral_junction", b.out(end, (0.15, 0, 1), "trunk")
    for k in (3, 5, 7, 9):
        bend = b.extreme(f"rib_{k}_l", (0.45, 0, -1), between(X, 40, 63))
        yield f"{ORDINALS[k]}_rib_angle", b.out(bend, BACK, "trunk")
    for k in (8, 10):
        side = b.extreme(f"rib_{k}_l", LATERAL, between(Z, 20, 46))
        yield f"{ORDINALS[k]}_rib_midaxillary", b.out(side, LATERAL, "trunk")
    margin = _margin(b)
    lowest = margin[(margin @ [0.2, -1, -0.3]).argmax()]
    yield "tenth_costal_cartilage", b.out(lowest, (0.8, 0, 0.6), "trunk")
    middle = margin[np.abs(margin[:, X] - 78) < 5]
    yield "ninth_costal_cartilage", b.out(middle[(middle @ [0, -1, 0.4]).argmax()], FRONT, "trunk")
    tip = b.extreme("rib_11_l", FRONT)
    yield "eleventh_rib_tip", b.out(tip, (1, 0, -0.15), "trunk")
    yield "twelfth_rib_tip", b.out(b.extreme("rib_12_l", (1, -0.5, 0)), (0.5, 0, -1), "trunk")
    clavicle = b.skeleton.vertices("clavicle_l")[:, X]
    x = (clavicle.min() + clavicle.max()) / 2
    fifth, sixth = (b.extreme(f"rib_{k}_l", FRONT, between(X, x - 5, x + 5)) for k in (5, 6))
    yield "fifth_intercostal_space_midclavicular", b.out((fifth + sixth) / 2, FRONT, "trunk")


def _margin(b: Body) -> np.ndarray:
    """The lower cartilages of the left side, whether they belong to the breastbone or stand alone."""
    names = [n for n in b.skeleton.bones if n.startswith("costal_cartilage") and n.endswith("_l")]
    points = b.skeleton.vertices("sternum", *names)
    return points[points[:, X] > 40]


def belly(b: Body) -> Rules:
    """The skin of the chest and belly."""
    yield "nipple", b.on_skin(b.skin.tip("breast"), FRONT, "trunk")
    yield "umbilicus", b.on_skin((0, 1064, 150), FRONT, "trunk")
    yield "linea_semilunaris", b.on_skin((76, 1064, 150), (0.25, 0, 1), "trunk")
    yield "axilla", b.from_within((163, 1335, 30), DOWN, "trunk arm_l")
    yield "anterior_axillary_fold", b.on_skin((160, 1345, 60), FRONT, "trunk arm_l")
    yield "posterior_axillary_fold", b.on_skin((162, 1336, 0), BACK, "trunk arm_l")
