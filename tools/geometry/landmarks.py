"""The landmarks of the reference body: the rules' results as they are stored."""

from __future__ import annotations

from itertools import chain

import numpy as np

from tools.geometry import (
    landmarks_arm,
    landmarks_foot,
    landmarks_hand,
    landmarks_head,
    landmarks_leg,
    landmarks_pelvis,
    landmarks_trunk,
)
from tools.geometry.feel import Body, Felt
from tools.geometry.skeleton import Skeleton
from tools.geometry.skin import Skin
from viewer.body.surface import Surface

ON_MIDLINE_MM = 0.5
GROUPS = (
    landmarks_head.skull, landmarks_head.face, landmarks_head.jaw, landmarks_head.neck,
    landmarks_trunk.spine, landmarks_trunk.breastbone, landmarks_trunk.ribs, landmarks_trunk.belly,
    landmarks_pelvis.hip_bone, landmarks_pelvis.sacrum, landmarks_pelvis.upper_femur,
    landmarks_arm.shoulder, landmarks_arm.collarbone, landmarks_arm.upper_arm,
    landmarks_arm.elbow_and_forearm,
    landmarks_hand.wrist, landmarks_hand.hand, landmarks_hand.finger_joints,
    landmarks_leg.knee, landmarks_leg.kneecap, landmarks_leg.lower_leg,
    landmarks_foot.ankle, landmarks_foot.heel, landmarks_foot.midfoot, landmarks_foot.forefoot,
)  # fmt: skip


def find_landmarks(
    surface: Surface, skeleton: Skeleton, skin: Skin, midline: dict[str, bool]
) -> dict[str, Felt]:
    """Every landmark, the midline ones exactly in the plane x = 0.

    Args:
        midline: id -> whether it lies in the midline, as the landmarks' records say.

    Raises:
        ValueError: the rules and the records do not name the same landmarks.
    """
    body = Body(surface, skeleton, skin)
    felt = dict(chain.from_iterable(group(body) for group in GROUPS))
    if felt.keys() != midline.keys():
        raise ValueError(f"landmarks with a rule or a record alone: {sorted(felt.keys() ^ midline.keys())}")
    return {name: _centred(surface, felt[name]) if own else felt[name] for name, own in midline.items()}


def _centred(surface: Surface, felt: Felt) -> Felt:
    xyz = surface.xyz(felt.skin)
    bone = felt.bone * [0, 1, 1]
    if abs(xyz[0]) > ON_MIDLINE_MM:
        return Felt(surface.nearest(xyz * [0, 1, 1]), bone)
    return Felt(felt.skin, bone)


def landmark_arrays(found: dict[str, Felt], midline: dict[str, bool]) -> dict[str, np.ndarray]:
    """``ids``, ``face``, ``weights``, ``bone`` and ``midline`` as they are stored."""
    return {
        "ids": np.array(list(found)),
        "face": np.array([felt.skin.face for felt in found.values()], np.int32),
        "weights": np.array([felt.skin.weights for felt in found.values()], np.float32),
        "bone": np.array([felt.bone for felt in found.values()], np.float32),
        "midline": np.array([midline[name] for name in found]),
    }
