"""Places, as a clinician says them, to points on and in the body.

Everything here is for the patient's left side; ``Spot.mirrored`` gives the right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viewer.body.body import Body
from viewer.body.frame import LATERAL, Floats, mirrored, unit
from viewer.body.limbs import Limb, directions, part_kind
from viewer.body.polyline import arc_length, point_at
from viewer.body.records import (
    LIMBS,
    OFFSET_MAX_MM,
    AtLandmark,
    AtLevel,
    AtXyz,
    Between,
    Depth,
    InMuscle,
    Offset,
    OnLimb,
    Place,
    Toward,
)  # fmt: skip
from viewer.body.surface import SkinError, SkinPoint, Surface

LEVELS = tuple(
    f"{letter}{i}" for letter, count in (("c", 7), ("t", 12), ("l", 5), ("s", 5)) for i in range(1, count + 1)
)
_LEVEL_LATERAL_MAX_MM = 150.0
_PATH_STEP_MM = 2.0
_DEEPEST_MM = 150.0
_WIDEST_MM = 145.0  # no skin of a limb is further from its axis
_TIP_STEPS = (0.0, 0.04, 0.08, 0.12, 0.16)  # an axis may end outside the fingertip's skin
# Where a spinous process has no landmark of its own, these hold the row of levels together:
# a landmark and its place in ``LEVELS``, counted in levels.
_LEVEL_ANCHORS = (("external_occipital_protuberance", -1.6), ("sacrum_base", 23.6), ("coccyx", 29.5))
_SPOTS_KEPT = 4096


class PlaceError(ValueError):
    """A place that cannot be found on the body; the message says what would be right."""


@dataclass(frozen=True)
class Spot:
    """A resolved place of the left side.

    Attributes:
        skin: on the skin, where one would touch.
        xyz: (3,) mm: the place itself; beneath the skin where the place says so.
    """

    skin: SkinPoint
    xyz: Floats

    def mirrored(self, surface: Surface) -> Spot:
        """The same place on the right side."""
        return Spot(surface.mirrored(self.skin), mirrored(self.xyz))


def resolve_place(body: Body, place: Place) -> Spot:
    """Find a place on the body.

    Raises:
        PlaceError: what it names is unknown, a direction does not hold there, or an offset or
            distance leads off the skin.
    """
    spot = body.spots.get(place)
    if spot is None:
        try:
            spot = _resolve(body, place)
        except SkinError as error:
            raise PlaceError(str(error)) from error
        if len(body.spots) >= _SPOTS_KEPT:
            body.spots.clear()
        body.spots[place] = spot
    return spot


def _resolve(body: Body, place: Place) -> Spot:
    if isinstance(place, InMuscle):
        return _in_muscle(body, place)
    if isinstance(place, AtXyz):
        xyz = np.array(place.xyz)
        return Spot(_skin_over(body.surface, xyz), xyz)
    skin = _on_skin(body, place)
    if place.offset:
        skin = _offset(body, skin, place.offset)
    if place.depth is None:
        return Spot(skin, body.surface.xyz(skin))
    return Spot(skin, _at_depth(body, place, skin, place.depth))


def _on_skin(body: Body, place: AtLandmark | Between | Toward | AtLevel | OnLimb) -> SkinPoint:
    if isinstance(place, AtLandmark):
        if place.landmark not in body.landmarks:
            raise PlaceError(f"'{place.landmark}' is not a landmark")
        return body.landmarks[place.landmark].skin
    if isinstance(place, OnLimb):
        return on_limb(body, place.limb, place.along, place.angle_deg)
    if isinstance(place, AtLevel):
        return _level(body, place)
    start = resolve_place(body, place.start).skin
    if isinstance(place, Between):
        line = body.surface.path(start, resolve_place(body, place.end).skin, _PATH_STEP_MM)
        mm = float(np.clip(place.fraction, 0.0, 1.0)) * float(arc_length(line)[-1])
    else:
        line = body.surface.path(start, resolve_place(body, place.toward).skin, _PATH_STEP_MM)
        mm, whole = place.mm, float(arc_length(line)[-1])
        if not 0.0 <= mm <= whole + _PATH_STEP_MM:
            raise PlaceError(f"{mm:g} mm is more than the {whole:.0f} mm from the one place to the other")
    return body.surface.nearest(point_at(line, mm))


def on_limb(body: Body, limb_id: str, along: float, angle_deg: float) -> SkinPoint:
    """The skin of the left limb at a fraction of its length and an angle about its axis.

    Raises:
        PlaceError: no such limb, or no skin there.
    """
    limb = body.limbs.get(limb_id)
    if limb is None:
        raise PlaceError(f"'{limb_id}' is not a limb; they are {', '.join(body.limbs or LIMBS)}")
    for inward in _TIP_STEPS if along > 0.5 else (0.0,):
        skin = _ray_about(body, limb, along - inward, angle_deg)
        if skin is not None:
            return skin
    raise PlaceError(
        f"the {limb_id.replace('_', ' ')} has no skin of its own at along {along:g}, angle {angle_deg:g}:"
        " it is joined to the body there"
    )


def _ray_about(body: Body, limb: Limb, along: float, angle_deg: float) -> SkinPoint | None:
    """The first skin outward from a limb's axis: its own, else that of its side."""
    origin, out = limb.at(along), limb.outward(angle_deg)
    same_side = tuple(part for part in body.surface.part_names if not part.endswith("_r"))
    for parts in (limb.parts, same_side):
        skin = body.surface.cast(origin, out, parts)
        if skin is not None:
            xyz = body.surface.xyz(skin)
            across_midline = limb.start[0] > 10.0 and xyz[0] < 0.0
            if not across_midline and np.linalg.norm(xyz - origin) <= _WIDEST_MM:
                return skin
    return None


def _level(body: Body, place: AtLevel) -> SkinPoint:
    level = place.level.lower()
    if level not in LEVELS:
        raise PlaceError(
            f"'{place.level}' is no vertebral level; they are c1 to c7, t1 to t12, l1 to l5, s1 to s5"
        )
    if abs(place.lateral_mm) > _LEVEL_LATERAL_MAX_MM:
        raise PlaceError(
            f"lateral {place.lateral_mm:g} is more than {_LEVEL_LATERAL_MAX_MM:g} mm from the spine"
        )
    own = body.landmarks.get(f"{level}_spinous_process")
    skin = own.skin if own is not None else _between_levels(body, LEVELS.index(level))
    if place.lateral_mm:
        skin = body.surface.walk(skin, LATERAL * np.sign(place.lateral_mm), abs(place.lateral_mm))
    return skin


def _between_levels(body: Body, index: int) -> SkinPoint:
    known: list[tuple[float, SkinPoint]] = [
        (i, body.landmarks[f"{level}_spinous_process"].skin)
        for i, level in enumerate(LEVELS)
        if f"{level}_spinous_process" in body.landmarks
    ]
    known += [(i, body.landmarks[name].skin) for name, i in _LEVEL_ANCHORS if name in body.landmarks]
    known.sort(key=lambda each: each[0])
    if len(known) < 2 or not known[0][0] <= index <= known[-1][0]:
        raise PlaceError(f"no landmarks of the spine lie about {LEVELS[index]}")
    at = [i for i, _ in known]
    xyz = np.array([body.surface.xyz(skin) for _, skin in known])
    middle = np.array([0.0, np.interp(index, at, xyz[:, 1]), np.interp(index, at, xyz[:, 2])])
    return body.surface.nearest(middle, ("trunk", "neck", "head"))


def _offset(body: Body, skin: SkinPoint, offset: Offset) -> SkinPoint:
    surface = body.surface
    part = surface.part_of(skin)
    known = directions(body.limbs, part, surface.xyz(skin))
    total = np.zeros(3)
    for word, mm in offset:
        if mm > OFFSET_MAX_MM:
            raise PlaceError(f"{word} {mm:g} is more than {OFFSET_MAX_MM:g} mm; start from a nearer landmark")
        if word not in known:
            right = ", ".join(known)
            raise PlaceError(f"'{word}' is no direction on the {part_kind(part)}; there it is {right}")
        total = total + known[word] * mm
    try:
        return surface.walk(skin, total, float(np.linalg.norm(total)))
    except SkinError as error:
        words = ", ".join(f"{word} {mm:g}" for word, mm in offset)
        raise PlaceError(f"the offset {words} goes nowhere: {error}") from error


def _at_depth(
    body: Body, place: AtLandmark | Between | Toward | AtLevel | OnLimb, skin: SkinPoint, depth: Depth
) -> Floats:
    xyz = body.surface.xyz(skin)
    if depth.depth_mm is not None:
        return np.asarray(xyz - body.surface.normal(skin) * depth.depth_mm)
    if depth.radius_mm is not None:
        if not isinstance(place, OnLimb):
            raise PlaceError("radius is said of a place about a limb only")
        limb = body.limbs[place.limb]
        return np.asarray(limb.at(place.along) + limb.outward(place.angle_deg) * depth.radius_mm)
    if isinstance(place, AtLandmark) and not place.offset:
        return body.landmarks[place.landmark].bone
    bones = body.bone_vertices
    return np.asarray(bones[np.argmin(np.linalg.norm(bones - xyz, axis=1))])


def _in_muscle(body: Body, place: InMuscle) -> Spot:
    sheet = body.sheets.get(place.muscle)
    if sheet is None:
        raise PlaceError(f"'{place.muscle}' is not a muscle with a shape")
    if place.part is not None and place.part not in sheet.parts:
        raise PlaceError(f"{place.muscle} has no part '{place.part}'; its parts are {', '.join(sheet.parts)}")
    xyz = sheet.at(place.along, place.across, place.part)
    skin = _skin_over(body.surface, xyz)
    if not place.offset:
        return Spot(skin, xyz)
    moved = _offset(body, skin, place.offset)
    deep = float(np.linalg.norm(body.surface.xyz(skin) - xyz))
    return Spot(moved, np.asarray(body.surface.xyz(moved) - body.surface.normal(moved) * deep))


def _skin_over(surface: Surface, xyz: Floats) -> SkinPoint:
    """The skin straight above a place in the body."""
    nearest = surface.nearest(xyz)
    out = surface.xyz(nearest) - xyz
    if np.linalg.norm(out) < 15.0:  # just beneath the skin the nearest point is right over it
        return nearest
    # For a deep place the nearest skin jumps from one side of a limb to the other; the mean
    # outward direction of the skin about there does not.
    near = np.argpartition(np.linalg.norm(surface.vertices - xyz, axis=1), 60)[:60]
    hit = surface.cast(xyz, unit(surface.normals[near].mean(axis=0) + unit(out)))
    furthest = min(_DEEPEST_MM, 1.6 * float(np.linalg.norm(out)))
    if hit is None or np.linalg.norm(surface.xyz(hit) - xyz) > furthest:
        return nearest
    return hit
