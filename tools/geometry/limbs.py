"""The axes about which places on the limbs are said."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tools.geometry.skin import PARTS, Skin

FINGERS = ("thumb", "index", "middle", "ring", "little")


class Limb(NamedTuple):
    """Proximal and distal end of the left side's axis, and the parts a ray about it may hit."""

    proximal: np.ndarray
    distal: np.ndarray
    parts: tuple[str, ...]


def limbs_of(skin: Skin) -> dict[str, Limb]:
    """The limbs of the left side, and the neck, in the order of the vocabulary."""
    joint, tip = skin.joint, skin.tip
    hip = joint("upperleg01") * [0.85, 1, 1]  # the rig's hip joint lies too far out
    knee, ankle, wrist = joint("lowerleg01"), joint("foot"), joint("wrist")
    limbs = {
        "neck": Limb(np.array([0, 1478.0, 26.0]), np.array([0, 1592.0, 46.0]), ("neck", "head", "trunk")),
        "upper_arm": Limb(joint("upperarm01"), joint("lowerarm01"), ("arm_l", "trunk")),
        "forearm": Limb(joint("lowerarm01"), wrist, ("arm_l", "hand_l")),
        "hand": Limb(wrist, joint("finger3-1"), ("hand_l",)),
    }
    for k, finger in enumerate(FINGERS, 1):
        knuckle = joint("finger1-2" if k == 1 else f"finger{k}-1")
        limbs[finger] = Limb(knuckle, tip(f"finger{k}-3"), ("hand_l",))
    limbs["thigh"] = Limb(hip, knee, ("leg_l", "trunk"))
    limbs["leg"] = Limb(knee, ankle, ("leg_l", "foot_l"))
    limbs["foot"] = Limb(ankle, tip("toe2-3"), ("foot_l", "leg_l"))
    return limbs


def limb_arrays(limbs: dict[str, Limb]) -> dict[str, np.ndarray]:
    """``limb_names`` (k,), ``limb_axes`` (k, 2, 3) and ``limb_parts`` bool (k, parts) as they are stored."""
    return {
        "limb_names": np.array(list(limbs)),
        "limb_axes": np.array([(limb.proximal, limb.distal) for limb in limbs.values()], np.float32),
        "limb_parts": np.array([[part in limb.parts for part in PARTS] for limb in limbs.values()]),
    }
