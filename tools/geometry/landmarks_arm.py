"""Where the landmarks of the shoulder girdle and the arm are felt (left side)."""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, FRONT, LATERAL, UP, Body, Rules, Within, along, between, both, unit

X, Y, Z = 0, 1, 2
SCAPULA, CLAVICLE, HUMERUS, ULNA, RADIUS = "scapula_l", "clavicle_l", "humerus_l", "ulna_l", "radius_l"


def shoulder(b: Body) -> Rules:
    """Scapula and clavicle."""
    trunk = "trunk arm_l"
    yield "acromion", b.out(b.extreme(SCAPULA, (1, 0.3, -0.25), between(Y, 1418, 1500)), (0.45, 1, 0), trunk)
    outer = b.extreme(CLAVICLE, (1, 0.3, 0))
    yield "acromioclavicular_joint", b.out(outer, (0, 1, 0.15), trunk)
    upper = b.extreme(SCAPULA, (-0.6, 1, 0), between(X, 0, 100))
    yield "superior_angle_of_scapula", b.out(upper, (0, 0.35, -1), "trunk")
    lower = b.extreme(SCAPULA, (-0.1, -1, 0))
    yield "inferior_angle_of_scapula", b.out(lower, BACK, "trunk")
    level = b.extreme("t3_vertebra", BACK)[1]
    root = b.extreme(SCAPULA, (-1, 0, -0.2), between(Y, level - 6, level + 6))
    yield "root_of_scapular_spine", b.out(root, BACK, "trunk")
    middle = (root[1] + lower[1]) / 2
    border = b.extreme(SCAPULA, (-1, 0, -0.2), between(Y, middle - 6, middle + 6))
    yield "medial_border_of_scapula", b.out(border, BACK, "trunk")
    socket = b.extreme(HUMERUS, UP)[1] - 40
    middle = (socket + lower[1]) / 2
    outer_border = b.extreme(SCAPULA, LATERAL, between(Y, middle - 6, middle + 6))
    yield "lateral_border_of_scapula", b.out(outer_border, (0.3, 0, -1), trunk)
    yield "infraspinous_fossa", b.out((root + outer_border + border) / 3, (0.1, 0, -1), "trunk")
    yield "coracoid_process", b.out(b.extreme(SCAPULA, (0.2, -0.1, 1)), FRONT, trunk)
    corner = b.extreme(SCAPULA, (0.6, 0, -1), both(between(X, 140, 200), between(Y, 1418, 1500)))
    yield "acromial_angle", b.out(corner, (0.15, 0.5, -1), trunk)
    x = (root[0] + corner[0]) / 2
    crest = b.extreme(SCAPULA, (0, 0.3, -1), both(between(X, x - 5, x + 5), between(Y, root[1], 1500)))
    yield "scapular_spine_midpoint", b.out(crest, (0, 0.3, -1), trunk)
    yield "supraspinous_fossa", b.on_skin((crest + upper) / 2 + [0, 6, 0], (0, 0.8, -1), trunk)


def collarbone(b: Body) -> Rules:
    """The clavicle and the hollow below it."""
    x = b.skeleton.vertices(CLAVICLE)[:, X]
    yield "sternal_end_of_clavicle", b.out(b.extreme(CLAVICLE, (-1, 0.3, 0.3)), (0, 0.3, 1), "trunk neck")
    centre = (x.min() + x.max()) / 2
    shaft = b.extreme(CLAVICLE, (0, 0.7, 1), between(X, centre - 5, centre + 5))
    yield "clavicle_midpoint", b.out(shaft, (0, 0.6, 1), "trunk neck")
    coracoid = b.extreme(SCAPULA, (0.2, -0.1, 1))
    x = 0.35 * centre + 0.65 * coracoid[0]
    bone = b.extreme(CLAVICLE, (0, -1, 0.3), between(X, x - 5, x + 5))
    yield "infraclavicular_fossa", b.on_skin(bone - [0, 18, 0], FRONT, "trunk arm_l")


def upper_arm(b: Body) -> Rules:
    """Humerus."""
    top, elbow = b.extreme(HUMERUS, UP), b.skin.joint("lowerarm01")
    axis, length = unit(elbow - top), float(np.linalg.norm(elbow - top))
    lateral = unit(LATERAL - axis * axis[0])

    def within(low: float, high: float) -> Within:
        return along(top, axis, low, high)

    greater = b.extreme(HUMERUS, lateral + 0.2 * UP, within(-9, 40))
    yield "greater_tubercle", b.out(greater, lateral + 0.15 * FRONT, "arm_l trunk")
    lesser = b.extreme(HUMERUS, FRONT - 0.1 * LATERAL, within(-9, 42))
    yield "lesser_tubercle", b.out(lesser, FRONT, "arm_l trunk")
    groove = b.extreme(HUMERUS, FRONT + 0.75 * lateral, within(22, 42))
    yield "bicipital_groove", b.out(groove, FRONT + 0.6 * lateral, "arm_l trunk")
    ridge = b.extreme(HUMERUS, lateral, within(0.42 * length, 0.48 * length))
    yield "deltoid_tuberosity", b.out(ridge, lateral, "arm_l")
    last = float(((b.skeleton.vertices(HUMERUS) - top) @ axis).max())
    outer = b.extreme(HUMERUS, lateral, within(last - 45, last + 9))
    yield "lateral_epicondyle", b.out(outer, lateral - 0.15 * FRONT, "arm_l")
    inner = b.extreme(HUMERUS, -lateral, within(last - 45, last + 9))
    yield "medial_epicondyle", b.out(inner, -lateral, "arm_l")
    for name, way, tip in (("lateral", lateral, outer), ("medial", -lateral, inner)):
        height = float((tip - top) @ axis)
        ridge = b.extreme(HUMERUS, way, within(height - 42, height - 34))
        yield f"{name}_supracondylar_ridge", b.out(ridge, way, "arm_l")
    olecranon = b.extreme(ULNA, (0, 0.6, -1))
    yield "olecranon", b.out(olecranon, BACK, "arm_l")
    yield "ulnar_groove", b.out(0.65 * inner + 0.35 * olecranon, BACK - 0.75 * lateral, "arm_l")


def elbow_and_forearm(b: Body) -> Rules:
    """The crease of the elbow, radius and ulna."""
    elbow, wrist = b.skin.joint("lowerarm01"), b.skin.joint("wrist")
    fore = unit(wrist - elbow)
    radial = unit(LATERAL - fore * fore[0])
    length = float(np.linalg.norm(wrist - elbow))
    yield "cubital_crease", b.on_skin(elbow, FRONT, "arm_l")
    yield "cubital_crease_lateral", b.from_within(elbow, radial + 0.55 * FRONT, "arm_l")
    yield "cubital_crease_medial", b.from_within(elbow, -radial + 0.55 * FRONT, "arm_l")
    yield "biceps_tendon", b.on_skin(elbow - 16 * fore, FRONT, "arm_l")
    yield "brachial_pulse", b.on_skin(elbow - 14 * radial - 8 * fore, FRONT, "arm_l")
    head = b.extreme(RADIUS, radial - 0.5 * FRONT, share_along(b, RADIUS, fore, 0, 0.05))
    yield "radial_head", b.out(head, radial - 0.7 * FRONT, "arm_l")
    middle = share_along(b, ULNA, fore, 0.48, 0.54)
    yield "ulnar_border_midpoint", b.out(b.extreme(ULNA, BACK, middle), BACK - 0.3 * radial, "arm_l")
    middle = share_along(b, RADIUS, fore, 0.45, 0.51)
    yield "radius_midpoint", b.out(b.extreme(RADIUS, radial, middle), radial, "arm_l")
    styloid = b.extreme(RADIUS, fore + 0.8 * radial)
    yield "radial_styloid", b.out(styloid, radial, "arm_l hand_l")
    yield (
        "ulnar_styloid",
        b.out(b.extreme(ULNA, fore - 0.3 * radial + 0.2 * BACK), BACK - 0.6 * radial, "arm_l hand_l"),
    )
    end = along(elbow, fore, length - 22, length - 10)
    yield "ulnar_head", b.out(b.extreme(ULNA, BACK - 0.3 * radial, end), BACK - 0.3 * radial, "arm_l hand_l")
    end = along(elbow, fore, length - 16, length - 6)
    yield "listers_tubercle", b.out(b.extreme(RADIUS, BACK + 0.25 * radial, end), BACK, "arm_l hand_l")
    pulse = along(elbow, fore, length - 34, length - 24)
    yield "radial_pulse", b.out(b.extreme(RADIUS, FRONT + 0.4 * radial, pulse), FRONT + 0.4 * radial, "arm_l")


def share_along(b: Body, bone: str, axis: np.ndarray, low: float, high: float) -> Within:
    """The band of a bone between two shares of its extent along an axis."""
    reach = b.skeleton.vertices(bone) @ axis
    start, size = float(reach.min()), float(np.ptp(reach))
    return lambda p: (p @ axis >= start + low * size) & (p @ axis <= start + high * size)
