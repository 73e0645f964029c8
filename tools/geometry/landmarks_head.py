"""Where the landmarks of the head and neck are felt (left side and midline).

Heights (y) and depths (z) name bands of a bone in which the extreme is looked for, or, for landmarks
of the skin itself, read the reference body off; all in its millimetres.
"""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, DOWN, FRONT, LATERAL, UP, Body, Rules, between, both

X, Y, Z = 0, 1, 2
TRANSVERSE_LEVELS = ("c1", "c2", "c3", "c4", "c5", "c6")
THROAT_Y = {"hyoid": 1516.0, "thyroid_cartilage": 1507.0, "cricoid_cartilage": 1489.0}
"""Where the throat is touched while the skeleton lacks these."""


def skull(b: Body) -> Rules:
    """The vault, the temple and the back of the skull."""
    inion = b.midline_extreme("skull", (0, -0.2, -1), between(Y, 1602, 1618))
    yield "external_occipital_protuberance", b.out(inion, BACK, "head neck")
    yield "vertex", b.out(b.midline_extreme("skull", UP), UP, "head")
    behind_ear = both(between(X, 36, 60), between(Y, 1500, 1600), between(Z, 25, 75))
    mastoid = b.extreme("skull", (0.9, -0.7, -0.3), behind_ear)
    yield "mastoid_process", b.out(mastoid, (1, 0, -0.5), "head neck")
    nuchal = b.extreme("skull", (0.55, 0, -1), both(between(X, 26, 44), between(Y, 1603, 1613)))
    yield "superior_nuchal_line", b.out(nuchal, (0.5, 0, -1), "head neck")
    way = np.array([1, 0, -0.4])
    corner = b.extreme("skull", way, both(between(Y, 1622, 1634), between(Z, 30, 42)))
    yield "asterion", b.out(corner, way, "head")
    wing = b.extreme("skull", LATERAL, both(between(Y, 1655, 1665), between(Z, 102, 112)))
    yield "pterion", b.out(wing, LATERAL, "head")
    way = np.array([1, 0.6, -0.2])
    yield "parietal_eminence", b.out(b.extreme("skull", way, between(Y, 1680, 1715)), way, "head")
    boss = b.extreme("skull", FRONT, both(between(X, 27, 35), between(Y, 1688, 1698)))
    yield "frontal_eminence", b.out(boss, (0.25, 0.2, 1), "head")


def face(b: Body) -> Rules:
    """The orbit, the cheek, the nose, the mouth and the ear."""
    arch = b.extreme("skull", LATERAL, both(between(Y, 1619, 1634), between(Z, 100, 125)))
    yield "zygomatic_arch", b.out(arch, LATERAL, "head")
    yield "tragus", b.on_skin((80, 1613, 81), LATERAL, "head")
    yield "ear_helix", b.on_skin((80, 1642, 67), LATERAL, "head")
    yield "ear_lobe", b.on_skin((72, 1597, 76), LATERAL, "head")
    yield "temple", b.on_skin((70, 1655, 128), LATERAL, "head")
    yield "lateral_canthus", b.on_skin((44.5, 1639, 160), FRONT, "head")
    yield "medial_canthus", b.on_skin((16.5, 1636.5, 160), FRONT, "head")
    yield "eyebrow", b.on_skin((31, 1655, 170), FRONT, "head")
    rim = b.extreme("skull", FRONT, both(between(X, 26, 38), between(Y, 1616, 1626)))
    yield "infraorbital_margin", b.out(rim, FRONT, "head")
    below = b.extreme("skull", FRONT, both(between(X, 24, 30), between(Y, rim[1] - 12, rim[1] - 7)))
    yield "infraorbital_foramen", b.out(below, FRONT, "head")
    upper = b.extreme("skull", (0, -0.5, 1), both(between(X, 21, 27), between(Y, 1655, 1672)))
    yield "supraorbital_notch", b.out(upper, FRONT, "head")
    outer = b.extreme("skull", (1, 0, 0.4), both(between(Y, 1636, 1644), between(Z, 118, 160)))
    yield "lateral_orbital_margin", b.out(outer, (1, 0, 0.5), "head")
    bone = b.extreme("skull", (0.8, 0, 1), both(between(X, 44, 66), between(Y, 1602, 1612)))
    yield "cheekbone", b.out(bone, (0.8, 0, 1), "head")
    brow = b.midline_extreme("skull", FRONT, between(Y, 1652, 1658))
    yield "glabella", b.out(brow, FRONT, "head")
    yield "nasion", b.out(b.midline_extreme("skull", FRONT, between(Y, 1640, 1646)), FRONT, "head")
    yield "nose_tip", b.on_skin((0, 1601, 190), FRONT, "head")
    yield "ala_of_nose", b.on_skin((17, 1602, 170), (0.5, 0, 1), "head")
    yield "philtrum", b.on_skin((0, 1584, 180), FRONT, "head")
    yield "corner_of_mouth", b.on_skin((26, 1566, 170), FRONT, "head")


def jaw(b: Body) -> Rules:
    """The mandible."""
    angle = b.extreme("mandible", (0.6, -0.7, -0.8), between(X, 20, 99))
    yield "angle_of_mandible", b.out(angle, (1, -0.2, -0.2), "head neck")
    chin = b.midline_extreme("mandible", FRONT, between(Y, 1500, 1545))
    yield "chin", b.out(chin, FRONT, "head")
    yield "gnathion", b.out(b.midline_extreme("mandible", (0, -1, 0.3)), (0, -1, 0.5), "head neck")
    condyle = b.extreme("mandible", (0.3, 1, -0.4), between(X, 34, 70))
    yield "temporomandibular_joint", b.out(condyle, (1, 0, 0.12), "head")
    coronoid = b.extreme(
        "mandible", UP, both(between(X, 30, 60), between(Z, condyle[2] + 18, condyle[2] + 45))
    )
    yield "coronoid_process_of_mandible", b.out(coronoid - [0, 14, 0], LATERAL, "head")
    front = angle[2] + 0.38 * (chin[2] - angle[2])
    border = b.extreme("mandible", (0.5, -1, 0), both(between(X, 20, 60), between(Z, front - 3, front + 3)))
    yield "antegonial_notch", b.out(border, (1, -0.4, 0.2), "head neck")
    foramen = b.extreme("mandible", (0.6, 0, 1), both(between(X, 19, 27), between(Y, 1538, 1544)))
    yield "mental_foramen", b.out(foramen, (0.6, 0, 1), "head")


def neck(b: Body) -> Rules:
    """The transverse processes, the hyoid bone, the cartilages of the larynx and the first rib."""
    for level in TRANSVERSE_LEVELS:
        tip = b.extreme(f"{level}_vertebra", LATERAL)
        yield f"{level}_transverse_process", b.out(tip, (1, 0, 0.2), "neck head trunk")
    throat = "neck head trunk"
    if b.has("hyoid"):
        front = b.midline_extreme("hyoid", FRONT)
        yield "hyoid_body", b.out(front, (0, -0.6, 1), throat)
        horn = b.extreme("hyoid", (1, 0.2, -0.6))
        yield "hyoid_greater_horn", b.out(horn, (1, -0.5, 0.3), throat)
    else:
        yield "hyoid_body", b.on_skin((0, THROAT_Y["hyoid"], 0), FRONT, throat)
        yield "hyoid_greater_horn", b.on_skin((18, THROAT_Y["hyoid"] + 2, 96), (1, -0.4, 0.6), throat)
    heights = []
    for bone, name in (
        ("thyroid_cartilage", "laryngeal_prominence"),
        ("cricoid_cartilage", "cricoid_cartilage"),
    ):
        if b.has(bone):
            felt = b.out(b.midline_extreme(bone, (0, 0.1, 1)), FRONT, throat)
        else:
            felt = b.on_skin((0, THROAT_Y[bone], 0), FRONT, throat)
        heights.append(b.surface.xyz(felt.skin)[Y])
        yield name, felt
    yield "carotid_pulse", b.on_skin((30, heights[0], 60), (0.75, 0, 1), throat)
    rib = b.extreme("rib_1_l", (1, 0.4, 0))
    yield "first_rib", b.out(rib, (0.4, 0.6, 0.8), throat)
    collarbone = b.extreme("clavicle_l", UP, between(X, 70, 90))
    yield "supraclavicular_fossa", b.on_skin(collarbone + 16 * UP + 8 * BACK, (0, 0.6, 1), throat)
    gnathion = b.midline_extreme("mandible", DOWN)
    yield "submandibular_triangle", b.on_skin((26, gnathion[1], gnathion[2] - 45), (0.5, -1, 0.2), throat)
