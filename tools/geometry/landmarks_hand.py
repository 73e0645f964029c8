"""Where the landmarks of the wrist, hand and fingers are felt (left side, palm forwards)."""

from __future__ import annotations

import numpy as np

from tools.geometry.feel import BACK, FRONT, LATERAL, UP, Body, Rules, unit

FINGERS = ("thumb", "index", "middle", "ring", "little")
ORDINALS = ("first", "second", "third", "fourth", "fifth")
THUMB_DORSAL = np.array([0.2, 0.7, -0.7])
HAND = "hand_l"


def wrist(b: Body) -> Rules:
    """Carpal bones and the creases over them."""
    parts = "hand_l arm_l"
    elbow, joint = b.skin.joint("lowerarm01"), b.skin.joint("wrist")
    fore = unit(joint - elbow)
    radial = unit(LATERAL - fore * fore[0])
    pisiform = b.middle("pisiform_l")
    yield "pisiform", b.out(pisiform, (-0.35, 0, 1), parts)
    hook = b.extreme("hamate_l", (0.1, -0.1, 1))
    yield "hook_of_hamate", b.out(hook, FRONT, HAND)
    scaphoid = b.extreme("scaphoid_l", (0.2, -0.4, 1))
    yield "scaphoid_tubercle", b.out(scaphoid, FRONT, parts)
    yield "trapezium_tubercle", b.out(b.extreme("trapezium_l", (0, -0.1, 1)), FRONT, parts)
    yield "capitate", b.out(b.middle("capitate_l"), BACK, parts)
    box = b.middle("scaphoid_l", "trapezium_l")
    yield "anatomical_snuffbox", b.out(box, radial + 0.45 * BACK, parts)
    crease = (pisiform + scaphoid) / 2 + [0, 8, 0]
    yield "wrist_crease", b.on_skin(crease, FRONT, parts)
    yield "wrist_crease_radial_end", b.from_within(crease, radial + 0.25 * FRONT, parts)
    yield "wrist_crease_ulnar_end", b.from_within(crease, -radial + 0.25 * FRONT, parts)


def hand(b: Body) -> Rules:
    """Metacarpals, knuckles and fingertips."""
    heads = []
    for k, finger in enumerate(FINGERS, 1):
        shaft, last = f"metacarpal_{k}_l", f"distal_phalanx_{k}_l"
        joint = b.skin.joint("finger1-2" if k == 1 else f"finger{k}-1")
        axis = unit(joint - b.skin.joint("wrist"))
        far, near = b.end(shaft, axis), b.end(shaft, -axis)
        heads.append(far)
        dorsal = THUMB_DORSAL if k == 1 else BACK
        yield f"{finger}_knuckle", b.out(far, dorsal, HAND)
        yield (
            f"{ORDINALS[k - 1]}_metacarpal_base",
            b.out(near, (0.8, 0.3, -0.5) if k == 1 else BACK, "hand_l arm_l"),
        )
        tip = b.skin.tip(f"finger{k}-3")
        axis = unit(tip - b.skin.joint(f"finger{k}-3"))
        yield f"{finger}_tip", b.out(b.extreme(last, axis), axis, HAND)
    base = b.end("metacarpal_2_l", UP, 8)
    yield "thumb_web", b.on_skin((heads[0] + heads[1] + 0.7 * base) / 2.7, BACK, HAND)
    yield "thenar_eminence", b.out(b.middle("metacarpal_1_l") - [6, 4, 0], FRONT, HAND)
    little = b.skeleton.vertices("metacarpal_5_l")
    upper = little[little[:, 1] > np.median(little[:, 1])].mean(0)
    yield "hypothenar_eminence", b.out(upper, (-0.35, 0, 1), HAND)
    yield "palm_centre", b.out(b.middle("metacarpal_3_l"), FRONT, HAND)


def finger_joints(b: Body) -> Rules:
    """The joints of the fingers, felt from behind."""
    for k, finger in enumerate(FINGERS, 1):
        chain = ["proximal", "distal"] if k == 1 else ["proximal", "middle", "distal"]
        names = ["ip"] if k == 1 else ["pip", "dip"]
        bones = [f"{each}_phalanx_{k}_l" for each in chain]
        for name, near, far in zip(names, bones, bones[1:], strict=False):
            axis = unit(b.middle(far) - b.middle(near))
            joint = (b.end(near, axis, 5) + b.end(far, -axis, 5)) / 2
            back = THUMB_DORSAL if k == 1 else BACK
            yield f"{finger}_{name}_joint", b.out(joint, unit(back - axis * (back @ axis)), HAND)
