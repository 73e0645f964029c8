"""The sacrum with the coccyx, modelled between the hip bones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.geometry import hip_bone
from tools.geometry import implicit as im
from tools.geometry.bone_shape import Mesh
from tools.geometry.vertebrae import SACRAL_BASE, fifth_lumbar

JOINT_GAP_MM = 1.2
_LOW, _HIGH = (0.0, 936.0, -40.0), (66.0, 1078.0, 60.0)
_STEP_MM = 1.9
# From the first sacral vertebra to the fifth, from the middle outwards: x, y, z and half the thickness.
_BULK = np.array([
    [(0, 1040, 30, 13.5), (19, 1040.5, 28, 12.5), (38, 1041, 18.5, 9.5), (54, 1036, 7, 7)],
    [(0, 1021, 10.5, 11), (17, 1021, 9.5, 10.5), (34, 1020, 5, 9.5), (50, 1019, -3, 7.5)],
    [(0, 1005, -6.5, 8.5), (14, 1005, -7, 8.5), (28, 1003.5, -8.5, 7.5), (41, 1003, -11, 6.5)],
    [(0, 991, -15.5, 6.6), (11, 991, -15.5, 6.6), (21, 989.5, -16, 6), (30, 988, -16.5, 5)],
    [(0, 979, -20, 5), (8, 979, -20, 5), (15, 978, -19.5, 4.6), (21, 977.5, -18, 4)],
])  # fmt: skip
_ROOF = np.array([
    [(0, 1048, -2, 2.6), (13, 1048, -0.5, 3), (25, 1046, 10, 4)],
    [(0, 1032, -14, 2.8), (13, 1033, -10, 3), (24, 1028, -1, 4)],
    [(0, 1017, -20.5, 2.8), (12, 1017, -18, 3), (21, 1011, -11, 4)],
    [(0, 1003, -24.5, 2.8), (9, 1003, -23.5, 3), (16, 996, -18, 4)],
    [(0, 989, -26.5, 2.6), (7, 987, -26.5, 2.6), (12, 983, -22, 3.4)],
])  # fmt: skip
_FORAMINA = ((20, 1030.5, 20, 3.9), (17.5, 1013, 1.5, 3.5), (14.5, 998, -11.5, 3.0), (11.5, 985, -18, 2.3))
"""Where each pair passes through the bone, and its radius."""
_CREST = ((1052, -4), (1048, -10.5), (1038.5, -11), (1022, -23.6), (1008, -27.5), (993, -27.5), (992, -20),
          (1012, -14), (1036, -2))  # fmt: skip


def sacrum() -> Mesh:
    """The sacrum and coccyx, clear of the hip bones and the last lumbar vertebra."""
    hip, lumbar = hip_bone.field(), fifth_lumbar()
    bone = field()
    apart = im.without(bone, lambda p: hip(p) - JOINT_GAP_MM, 0.8)
    return im.meshed_midline(im.without(apart, lambda p: lumbar(p) - 0.8, 0.8), _LOW, _HIGH, _STEP_MM)


def field() -> im.Field:
    """Its signed distance, its neighbours not counted."""
    y, z, tilt, wide, deep = SACRAL_BASE
    turn = np.array([[1, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, -np.sin(tilt), np.cos(tilt)]])
    base, above = im.drum(wide, deep, 9.0, 0.06, 2.0), im.drum(29.0, 21.0, 12.0, 0.0, 3.0)

    def first(p: np.ndarray) -> np.ndarray:
        return base((p - [0, y, z]) @ turn.T + [0, 9.0, 0])

    def over(p: np.ndarray) -> np.ndarray:
        return above((p - [0, y, z]) @ turn.T - [0, 12.0, 0])

    bulk = im.without(im.union([im.mirrored_field(im.plate(_BULK)), first], 5.0), over, 2.0)
    horns = [
        im.capsule((22, 1042, 6), (22.5, 1064, 5), 7.0, 5.0),
        im.capsule((7, 990, -26.5), (7.5, 979.5, -28.0), 2.6, 2.2),
        im.capsule((18, 980, -19), (20.5, 977, -19), 4.5, 3.6),
    ]
    roof = im.union([im.plate(_ROOF), *horns], 3.0)
    crest = im.union(
        [im.slab(_CREST, 1.9)]
        + [im.ball((0, *at), 3.0) for at in ((1047.5, -8.5), (1022, -22.7), (1007, -27), (993.5, -26.6))],
        3.5,
    )
    whole = im.union([bulk, im.mirrored_field(roof), crest], 3.5)
    whole = im.without(whole, _canal(), 1.5)
    whole = im.without(whole, im.mirrored_field(_foramina()), 2.0)
    return im.union([whole, _coccyx()], 2.0)


def _canal() -> im.Field:
    way = [
        (1068, 14, 7),
        (1040, 4, 6.5),
        (1020, -10, 5),
        (1003, -17.2, 3.6),
        (988, -22.5, 2.8),
        (976, -27.5, 2.8),
    ]
    parts = [im.capsule((0, *a[:2]), (0, *b[:2]), a[2], b[2], (1.6, 1, 1)) for a, b in pairwise(way)]
    return lambda p: np.min([part(p) for part in parts], axis=0)


def _foramina() -> im.Field:
    parts = []
    through = np.array([-0.05, 0.66, -0.75])
    for x, y, z, radius in _FORAMINA:
        middle = np.array([x, y, z], float)
        parts.append(im.capsule(middle - 30 * through, middle + 30 * through, radius + 1.2, radius - 0.6))
    return lambda p: np.min([part(p) for part in parts], axis=0)


def _coccyx() -> im.Field:
    first = im.mirrored_field(im.capsule((2, 967.5, -22), (9.5, 968.5, -21.5), 3.2, 2.2))
    horn = im.mirrored_field(im.capsule((5, 968, -24), (5.5, 973, -26), 2.2, 1.6))
    joints = [
        im.ellipsoid((0, 968, -22.3), (6.0, 6.0, 4.6)),
        im.ellipsoid((0, 959, -18.8), (5.0, 4.2, 4.0)),
        im.ellipsoid((0, 951.5, -14.5), (4.0, 3.8, 3.4)),
        im.ellipsoid((0, 945.6, -10.8), (3.2, 3.7, 2.8)),
    ]
    return im.union(
        [*joints, first, horn, im.tube([(0, 974, -22), (0, 959, -18.6), (0, 945, -10.6)], [3.6, 3, 2.2])], 1.8
    )
