# ruff: noqa: RUF005 (rows of places; arrays are added, not joined)
"""The left hip bone, modelled: ilium, ischium and pubis about the hip joint."""

from __future__ import annotations

import numpy as np

from tools.geometry import implicit as im
from tools.geometry.bone_shape import Mesh

JOINT = (84.0, 929.0, 52.0)
"""Centre of the hip joint."""
_HEAD_MM = 25.6
_OPENING = np.array([0.80, -0.42, 0.40])
"""Where the socket looks: outward, downward and forward."""
_LOW, _HIGH = (0.0, 862.0, -42.0), (148.0, 1106.0, 122.0)
_STEP_MM = 2.2
# Columns run along the crest from the anterior to the posterior superior spine; the lowest row runs from
# the anterior inferior spine over the roof of the socket and the greater notch to the posterior
# inferior spine: x, y, z and half the thickness.
_WING = np.array([
    [(103.5, 973, 79, 6.0), (101, 962, 66, 9.0), (93, 954, 50, 10.0), (82, 957, 35, 10.0),
     (72, 970, 24, 8.0), (62, 989, 13, 5.5), (49.5, 1007, -12, 4.8)],
    [(110, 984, 84.5, 4.8), (109, 984, 69, 6.0), (103, 982, 51, 7.0), (91, 985, 37, 7.0),
     (76, 994, 23, 7.0), (62, 1004, 6, 7.0), (48.5, 1012, -14.5, 5.5)],
    [(118.5, 993.5, 89.5, 4.4), (120.5, 1011, 77, 3.2), (114, 1017, 56, 2.6), (101, 1020, 37, 2.8),
     (81, 1020, 17, 5.5), (62, 1020, -2, 7.5), (47, 1018.5, -17.5, 6.0)],
    [(124.5, 1000.5, 93.5, 4.8), (128.5, 1027, 84, 3.6), (125, 1048, 63, 2.8), (108, 1055, 37, 2.4),
     (86, 1050, 10, 3.4), (65, 1040, -9, 6.0), (45, 1025, -20.5, 5.6)],
    [(128, 1004, 96, 4.4), (131.5, 1040, 84, 3.8), (130.5, 1063, 66, 3.9), (106, 1090.5, 37, 3.7),
     (85, 1084, 8, 4.0), (63, 1060, -12.5, 4.6), (42.5, 1031, -24, 4.6)],
])  # fmt: skip
# The inner wall of the true pelvis, from the greater notch forward, from the arcuate line down.
_WALL = np.array([
    [(67, 984, 22, 6), (72, 969, 42, 7), (73, 957, 64, 7), (71, 950, 80, 6)],
    [(63, 960, 22, 7), (59.5, 947, 42, 4.5), (60.5, 941, 60, 4.5), (64, 938, 76, 4.5)],
    [(62, 932, 20, 8), (58.5, 924, 40, 4), (60, 920, 54, 4), (62, 924, 70, 4)],
])  # fmt: skip
_PUBIS = np.array([
    [(8, 919, 98.5, 6.5), (15, 919.5, 100, 6.2), (24, 921, 100.5, 5.6)],
    [(8, 910, 93.5, 6.5), (14, 910, 94.5, 6), (20, 911, 95, 5.0)],
    [(8.5, 900, 87, 6.2), (13, 898, 86.5, 5.6), (17, 896, 85, 5.0)],
])  # fmt: skip


def hip_bone() -> Mesh:
    """The left hip bone."""
    return im.meshed(field(), _LOW, _HIGH, _STEP_MM)


def field() -> im.Field:
    """Its signed distance."""
    joint = np.array(JOINT)
    opening = _OPENING / np.linalg.norm(_OPENING)
    cup = im.without(im.ball(JOINT, 31.5), lambda p: -im.half_space(joint + 3.5 * opening, opening)(p), 3.0)
    ilium = im.union([im.plate(_WING), _crest(), _iliac_spines()], 9.0)
    ischium = im.union(
        [
            im.tube(
                [(76, 964, 31), (74, 944, 26), (70, 924, 20), (65, 906, 14), (59, 891, 10)],
                [10, 12.5, 12.5, 12, 12],
            ),
            im.tube([(60, 904, 3), (57, 890, 3.5), (54, 881, 14), (50, 878, 28)], [7.5, 9.5, 9.5, 8.0]),
            im.capsule((68, 942, 18), (51.5, 932.5, 4), 10.0, 3.4),
        ],
        7.0,
    )
    pubis = im.union(
        [
            im.tube(
                [(98, 968, 74), (88, 953, 75), (75, 946, 84), (58, 937, 95), (40, 929, 101), (22, 921, 100)],
                [9, 11, 9.5, 7.6, 6.6, 6.0],
            ),
            im.plate(_PUBIS),
            im.ball((19.5, 924.5, 103), 4.4),
            im.tube(
                [(13, 901, 88), (21, 891, 79), (32, 882.5, 63), (43, 877, 44), (51, 877, 27)],
                [6.5, 6.2, 5.8, 6.2, 7.5],
            ),
        ],
        7.0,
    )
    wall = im.plate(_WALL)
    whole = im.union([im.union([cup, wall], 9.0), ilium, ischium, pubis], 10.0)
    socket = im.union(
        [
            im.ball(JOINT, _HEAD_MM),
            im.capsule(joint + [-5, -10, 0], joint + 34 * np.array([0.3, -1.0, 0.28]), 9.0, 8.0),
        ],
        3.0,
    )
    whole = im.without(whole, socket, 2.0)
    hole = im.ellipsoid((47, 907, 66), (15, 17, 22), _foramen_axes())
    whole = im.without(whole, hole, 3.0)
    symphysis = im.half_space((2.5, 0, 0), (-1, 0, 0))
    return lambda p: -im.soft_min(-whole(p), -symphysis(p), 2.0)


def _crest() -> im.Field:
    return im.tube(_WING[-1, :, :3].tolist(), [4.7, 4.6, 5.2, 4.4, 4.4, 4.7, 4.6], 8)


def _iliac_spines() -> im.Field:
    return im.union(
        [
            im.capsule((124, 1005, 93), (128.5, 1002.5, 97), 5.0, 5.0),
            im.capsule((103, 975, 77), (104, 971, 80), 6.5, 5.5),
            im.capsule((48, 1031, -20), (43, 1030, -24), 6.0, 5.0),
            im.capsule((52, 1009, -10), (49.5, 1006, -13.5), 5.0, 4.4),
        ],
        6.0,
    )


def _foramen_axes() -> np.ndarray:
    normal = np.array([0.62, 0.25, 0.74])
    first = np.cross([0.0, 1.0, 0.0], normal)
    first /= np.linalg.norm(first)
    normal /= np.linalg.norm(normal)
    return np.stack([first, np.cross(normal, first), normal])
