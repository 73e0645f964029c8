"""Anatomical position: standing, arms slightly abducted, palms forward."""

from __future__ import annotations

import numpy as np

from tools.geometry.human import Human, RigBone

ABDUCTION_DEG = 20.0
CARRYING_ANGLE_DEG = 6.0
ELBOW_FORWARD_DEG = 4.0
HIP_ADDUCTION_DEG = 3.0
TOE_OUT_DEG = 7.0


def about_axis(axis: np.ndarray, angle: float) -> np.ndarray:
    """Rotation by ``angle`` radians about ``axis``."""
    x, y, z = np.asarray(axis, float) / np.linalg.norm(axis)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k


def least_rotation(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The smallest rotation that takes the direction of ``a`` to that of ``b``."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    axis = np.cross(a, b)
    if np.linalg.norm(axis) < 1e-9:
        return np.eye(3)
    return about_axis(axis, float(np.arctan2(np.linalg.norm(axis), a @ b)))


def share_of(rotation: np.ndarray, share: float) -> np.ndarray:
    """``share`` (0 to 1) of a rotation, about the same axis."""
    angle = float(np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1)))
    if angle < 1e-6:
        return np.eye(3)
    skew = rotation - rotation.T
    return about_axis(np.array([skew[2, 1], skew[0, 2], skew[1, 0]]), angle * share)


def anatomical_position(human: Human) -> tuple[np.ndarray, dict[str, RigBone]]:
    """The skin (n, 3) and the rig in anatomical position, in the source's decimetres."""
    world: dict[str, np.ndarray] = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        world |= _arm(human, side, sign)
        world |= _leg(side, sign)
    rotation: dict[str, np.ndarray] = {}
    absolute: dict[str, np.ndarray] = {}
    for name, bone in human.bones.items():
        of_parent = absolute[bone.parent] if bone.parent else np.eye(3)
        absolute[name] = world.get(name, of_parent)
        if name in world:
            rotation[name] = of_parent.T @ absolute[name]
    return human.posed(rotation)


def _arm(human: Human, side: str, sign: float) -> dict[str, np.ndarray]:
    """Rotations of the arm's bones in the axes of the world."""

    def head(name: str) -> np.ndarray:
        return human.bones[f"{name}.{side}"].head

    abduction = np.radians(ABDUCTION_DEG)
    outwards = np.radians(ABDUCTION_DEG + CARRYING_ANGLE_DEG)
    upper = np.array([sign * np.sin(abduction), -np.cos(abduction), -0.02])
    fore = np.array([sign * np.sin(outwards), -np.cos(outwards), np.sin(np.radians(ELBOW_FORWARD_DEG))])
    fore /= np.linalg.norm(fore)
    turn_upper = least_rotation(head("lowerarm01") - head("upperarm01"), upper)
    turn_fore = least_rotation(turn_upper @ (head("wrist") - head("lowerarm01")), fore) @ turn_upper

    wrist = head("wrist")
    palm = -sign * np.cross(head("finger2-1") - wrist, head("finger5-1") - wrist)
    now, wanted = (v - fore * (v @ fore) for v in (turn_fore @ palm, np.array([0.0, 0.0, 1.0])))
    supination = float(np.arctan2(np.cross(now, wanted) @ fore, now @ wanted))
    turn_hand = about_axis(fore, supination) @ turn_fore
    straighten = share_of(least_rotation(turn_hand @ (head("finger3-1") - wrist), fore), 0.8)
    return {
        f"clavicle.{side}": share_of(turn_upper, 0.12),
        f"shoulder01.{side}": share_of(turn_upper, 0.25),
        f"upperarm01.{side}": share_of(turn_upper, 0.7),
        f"upperarm02.{side}": turn_upper,
        f"lowerarm01.{side}": about_axis(fore, 0.35 * supination) @ turn_fore,
        f"lowerarm02.{side}": about_axis(fore, 0.8 * supination) @ turn_fore,
        f"wrist.{side}": straighten @ turn_hand,
    }


def _leg(side: str, sign: float) -> dict[str, np.ndarray]:
    turn = about_axis(np.array([0.0, 0.0, 1.0]), -sign * np.radians(HIP_ADDUCTION_DEG))
    names = ("upperleg01", "upperleg02", "lowerleg01", "lowerleg02")
    toe_out = about_axis(np.array([0.0, 1.0, 0.0]), sign * np.radians(TOE_OUT_DEG))
    return {f"{name}.{side}": turn for name in names} | {f"foot.{side}": toe_out}
