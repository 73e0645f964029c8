"""The limbs' axes, and the directions that hold on each part of the body.

All of this is for the patient's left, the side everything is written for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from viewer.body.frame import ANTERIOR, LATERAL, SUPERIOR, Floats, unit
from viewer.body.records import DIRECTIONS_FOOT, DIRECTIONS_HAND, DIRECTIONS_LIMB

_LIMBS_OF_PART = {
    "arm": ("upper_arm", "forearm"),
    "hand": ("hand", "thumb", "index", "middle", "ring", "little"),
    "leg": ("thigh", "leg"),
    "foot": ("foot",),
}
_WORDS = {"arm": DIRECTIONS_LIMB, "leg": DIRECTIONS_LIMB, "hand": DIRECTIONS_HAND, "foot": DIRECTIONS_FOOT}
_TRUNK = {
    "superior": SUPERIOR, "inferior": -SUPERIOR, "anterior": ANTERIOR, "posterior": -ANTERIOR,
    "lateral": LATERAL, "medial": -LATERAL,
}  # fmt: skip
# Where two parts meet, the words of both are understood: (limb, which end, the parts, mm).
_MEETINGS = (
    ("upper_arm", 0, ("trunk", "arm"), 110.0),
    ("thigh", 0, ("trunk", "leg"), 160.0),
    ("hand", 0, ("arm", "hand"), 60.0),
    ("foot", 0, ("leg", "foot"), 90.0),
)


@dataclass(frozen=True)
class Limb:
    """A limb's axis and the directions about it.

    Attributes:
        start, end: (3,) mm, proximal and distal.
        parts: the parts of the surface whose skin belongs to it.
    """

    id: str
    start: Floats
    end: Floats
    parts: tuple[str, ...]

    @cached_property
    def distal(self) -> Floats:
        """Unit vector along the axis."""
        return unit(self.end - self.start)

    @cached_property
    def front(self) -> Floats:
        """Angle 0, at right angles to the axis: anterior; on the foot, dorsal."""
        forward = SUPERIOR if abs(float(self.distal @ ANTERIOR)) > 0.8 else ANTERIOR
        return unit(forward - (forward @ self.distal) * self.distal)

    @cached_property
    def lateral(self) -> Floats:
        """Angle 90, at right angles to the axis."""
        across = np.cross(self.front, self.distal)
        return unit(across if across[0] > 0.0 else -across)

    def at(self, along: float) -> Floats:
        """The point of the axis at a fraction of its length, (3,) mm."""
        return np.asarray(self.start + along * (self.end - self.start))

    def outward(self, angle_deg: float) -> Floats:
        """The unit vector from the axis at an angle about it."""
        angle = np.radians(angle_deg)
        return np.asarray(self.front * np.cos(angle) + self.lateral * np.sin(angle))

    def distance(self, xyz: Floats) -> float:
        """Millimetres from a point to the axis."""
        along = np.clip((xyz - self.start) @ self.distal, 0.0, np.linalg.norm(self.end - self.start))
        return float(np.linalg.norm(xyz - self.start - along * self.distal))


def part_kind(part: str) -> str:
    """The part without its side: ``arm_l`` and ``arm_r`` are ``arm``."""
    return part.removesuffix("_l").removesuffix("_r")


def directions(limbs: Mapping[str, Limb], part: str, xyz: Floats) -> dict[str, Floats]:
    """The directions that hold at a point of the left side, as unit vectors by name.

    Args:
        limbs: by id.
        part: the part of the surface the point lies on.
        xyz: (3,) mm.
    """
    kind = part_kind(part)
    kinds = [kind if kind in _WORDS else "trunk"]
    for limb, end, meeting, mm in _MEETINGS:
        if limb in limbs and kinds[0] in meeting:
            joint = limbs[limb].end if end else limbs[limb].start
            if np.linalg.norm(xyz - joint) <= mm:
                kinds += [other for other in meeting if other not in kinds]
    # The part itself comes last, so that its own meaning of a word counts.
    found: dict[str, Floats] = {}
    for each in reversed(kinds):
        found.update(_TRUNK if each == "trunk" else _about_limb(limbs, each, xyz))
    return found


def _about_limb(limbs: Mapping[str, Limb], kind: str, xyz: Floats) -> dict[str, Floats]:
    candidates = [limbs[name] for name in _LIMBS_OF_PART[kind] if name in limbs]
    if not candidates:
        return {}
    limb = min(candidates, key=lambda each: each.distance(xyz))
    vectors = {
        "proximal": -limb.distal,
        "distal": limb.distal,
        "lateral": limb.lateral,
        "medial": -limb.lateral,
    }
    if kind == "hand":
        # In the anatomical position the palm faces forward and the thumb lies laterally.
        vectors |= {
            "palmar": limb.front,
            "dorsal": -limb.front,
            "radial": limb.lateral,
            "ulnar": -limb.lateral,
        }
    elif kind == "foot":
        vectors |= {"dorsal": limb.front, "plantar": -limb.front}
    else:
        vectors |= {"anterior": limb.front, "posterior": -limb.front}
    return {word: vectors[word] for word in _WORDS[kind]}
