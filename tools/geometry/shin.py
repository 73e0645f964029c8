"""The left tibia and fibula, modelled: plateau, tuberosity, three-sided shaft and malleoli."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.geometry import implicit as im
from tools.geometry.bone_shape import Mesh

GAP_MM = 0.8
_LOW, _HIGH = (88.0, 66.0, 8.0), (178.0, 502.0, 84.0)
_LOW_FIBULA, _HIGH_FIBULA = (138.0, 56.0, 6.0), (190.0, 476.0, 52.0)
_STEP_MM = 2.2
# Height; the anterior, medial and interosseous border (x, z), each within the bone by the last number.
_SHAFT = [
    (112, (151, 57), (144.5, 42), (160, 43), 6.0),
    (140, (149.5, 57.5), (144.8, 44), (156, 45), 4.0),
    (180, (150.5, 57.8), (142.3, 47.5), (155.5, 47.5), 3.2),
    (220, (151, 60.4), (141.8, 49.0), (155, 49.0), 3.0),
    (260, (151.3, 63), (140.3, 50.5), (154, 49.8), 3.0),
    (300, (150.5, 64.3), (137.6, 50.8), (152.2, 49.5), 3.0),
    (340, (147.5, 66.5), (134, 50), (149.3, 48.6), 3.1),
    (380, (145, 68.8), (131, 48.5), (147, 46), 3.6),
    (410, (143.5, 69), (127.5, 46), (147, 44), 4.5),
    (435, (142.3, 69.5), (123, 43), (149.5, 42), 6.0),
    (455, (140.5, 66), (116, 39), (151, 39), 9.0),
    (472, (137, 56), (113, 36), (151, 38), 12.0),
]


def shin(femur: Mesh, ankle: Sequence[Mesh]) -> dict[str, Mesh]:
    """The left tibia and fibula, clear of the femur and of the bones of the ankle."""
    outer, inner = fibula(), tibia()
    for mesh in ankle:
        beside = im.near_mesh(mesh)
        outer, inner = _clear_of(outer, beside), _clear_of(inner, beside)
    inner = _clear_of(_clear_of(inner, im.near_mesh(femur)), outer)
    return {
        "tibia": im.meshed(inner, _LOW, _HIGH, _STEP_MM),
        "fibula": im.meshed(outer, _LOW_FIBULA, _HIGH_FIBULA, _STEP_MM),
    }


def narrowed(talus: Mesh) -> Mesh:
    """The talus with room for the malleolus on its inner side, where the source's has none."""
    x, y, z = talus[0].T
    share = np.clip((152 - x) / 18, 0, 1) * np.clip((y - 56) / 10, 0, 1) * np.clip((64 - z) / 10, 0, 1)
    return talus[0] + np.outer(4.5 * share, [1.0, 0, 0]), talus[1]


def _clear_of(bone: im.Field, other: im.Field) -> im.Field:
    return im.without(bone, lambda p: other(p) - GAP_MM, 1.0)


def tibia() -> im.Field:
    """Its signed distance, its neighbours not counted."""
    shaft = im.prism(
        [row[0] for row in _SHAFT],
        np.array([row[1:4] for row in _SHAFT], dtype=float),
        [row[4] for row in _SHAFT],
    )
    condyles = im.union(
        [
            im.ellipsoid((115, 476, 38.5), (20, 17, 22)),
            im.ellipsoid((148.5, 480, 40), (20, 17, 21)),
            im.ellipsoid((132, 474, 46), (24, 17, 20)),
        ],
        8.0,
    )
    plateau = im.half_space((128, 489.0, 40), (-0.17, 1.0, 0.05))
    upper = lambda p: -im.soft_min(-condyles(p), -plateau(p), 5.0)  # noqa: E731
    ends = [
        upper,
        im.capsule((140.5, 456, 67.5), (142.5, 440, 70.8), 7.0, 5.2),
        im.ball((156.5, 471, 56), 7.0),
        im.union(
            [im.ellipsoid((153, 103, 45.5), (18.0, 19, 17)), im.ellipsoid((151, 122, 48.5), (12, 34, 11.5))],
            10.0,
        ),
        im.capsule((141, 104, 48.5), (134.2, 78.0, 47.5), 8.5, 4.4, (0.8, 1, 1.5)),
    ]
    bone = im.union([shaft, *ends], 9.0)
    spines = [
        im.capsule((125, 486, 41), (125.5, 490.5, 42), 4.5, 3.0),
        im.capsule((133.5, 487, 39), (133, 491.5, 40), 4.5, 3.0),
    ]
    return im.union([bone, *spines], 4.0)


def fibula() -> im.Field:
    """The fibula's signed distance, its neighbours not counted."""
    line = [
        (174, 84, 31), (171.5, 106, 32), (168.6, 140, 31.4), (166.3, 180, 28.5), (163.9, 220, 26.6),
        (161.8, 260, 25), (159.6, 300, 23.8), (157.6, 340, 23.6), (156.2, 380, 24.5), (156, 415, 26),
        (157, 440, 26),
    ]  # fmt: skip
    radii = [7.0, 6.4, 5.4, 5.4, 5.6, 5.9, 6.1, 6.2, 6.1, 6.6, 8.5]
    edges = im.tube(
        [(x - 1, y, z + 4.5) for x, y, z in line[1:-1]], [1.5, 2.2, 2.6, 2.8, 2.8, 2.8, 2.8, 2.6, 2.0]
    )
    head = im.union(
        [
            im.ellipsoid((157.5, 453, 25.5), (10.8, 12, 10.5)),
            im.capsule((158.5, 458, 24), (159.2, 465.3, 22.3), 6.0, 2.8),
        ],
        5.0,
    )
    ankle = im.union(
        [
            im.ellipsoid((173.8, 86, 31.5), (8.0, 20, 9.5)),
            im.capsule((174.5, 82, 31), (174.5, 66, 29), 7.5, 5.0),
        ],
        6.0,
    )
    return im.union([im.tube(line, radii), edges, head, ankle], 6.0)
