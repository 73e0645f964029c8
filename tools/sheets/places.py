"""Where a place of a sheet is, in three dimensions (not on the skin, as the places of zones are)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.sheets.ground import Ground
from viewer.body.records import (
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
)

Floats = NDArray[np.float64]

_TRUNK = {
    "superior": (0.0, 1.0, 0.0),
    "inferior": (0.0, -1.0, 0.0),
    "lateral": (1.0, 0.0, 0.0),
    "medial": (-1.0, 0.0, 0.0),
    "anterior": (0.0, 0.0, 1.0),
    "posterior": (0.0, 0.0, -1.0),
}
_REACH_MM = np.arange(4.0, 160.0, 1.0)


def locate(ground: Ground, place: Place) -> Floats:
    """The point of a place, (3,) body millimetres of the left side.

    Raises:
        KeyError: for an unknown landmark, limb or level.
        TypeError: for a place in a muscle: muscles cannot rest on muscles here.
    """
    match place:
        case AtXyz():
            return np.array(place.xyz)
        case AtLandmark():
            on_bone = place.depth is not None and place.depth.on_bone
            table = ground.landmark_bone if on_bone else ground.landmark_skin
            point = table[place.landmark] + _moved(place.offset)
            return point if on_bone else _sunk(ground, point, place.depth)
        case AtLevel():
            spine = ground.landmark_bone[f"{place.level}_spinous_process"]
            start = np.array([place.lateral_mm, spine[1], spine[2] + 30.0])
            skin = _first_skin(ground, start, np.array([0.0, 0.0, -1.0])) + _moved(place.offset)
            if place.depth is not None and place.depth.on_bone:
                _, index = ground.bone.nearest(skin)
                return ground.bone.points[index]
            return _sunk(ground, skin, place.depth)
        case OnLimb():
            start, end, anterior, lateral = ground.limb_frame(place.limb)
            angle = np.radians(place.angle_deg)
            out = np.cos(angle) * anterior + np.sin(angle) * lateral
            axis = start + (end - start) * place.along
            if place.depth is not None and place.depth.radius_mm is not None:
                return axis + out * place.depth.radius_mm
            if place.depth is not None and place.depth.on_bone:
                _, index = ground.bone.nearest(axis + out * 15.0)
                return ground.bone.points[index]
            return _sunk(ground, _first_skin(ground, axis, out), place.depth)
        case Between():
            a, b = locate(ground, place.start), locate(ground, place.end)
            return a + (b - a) * place.fraction + _moved(place.offset)
        case Toward():
            a, b = locate(ground, place.start), locate(ground, place.toward)
            return a + (b - a) / np.linalg.norm(b - a) * place.mm + _moved(place.offset)
        case InMuscle():
            raise TypeError("a sheet cannot be written in terms of a muscle")


def _moved(offset: Offset) -> Floats:
    total = np.zeros(3)
    for direction, mm in offset:
        total += np.array(_TRUNK[direction]) * mm
    return total


def _sunk(ground: Ground, point: Floats, depth: Depth | None) -> Floats:
    if depth is None or depth.depth_mm is None:
        return point
    _, normal = ground.skin.height(point[None])
    sunk: Floats = point - normal[0] * depth.depth_mm
    return sunk


def _first_skin(ground: Ground, start: Floats, direction: Floats) -> Floats:
    """Where a ray from inside first leaves the skin."""
    ray = start + _REACH_MM[:, None] * direction
    height, _ = ground.skin.height(ray)
    outside = np.flatnonzero((height > 0) & (np.maximum.accumulate(height < 0)))
    if not len(outside):
        raise ValueError(f"no skin from {start.round()} along {direction.round(2)}")
    k = int(outside[0])
    share = -height[k - 1] / (height[k] - height[k - 1])
    point: Floats = ray[k - 1] + (ray[k] - ray[k - 1]) * share
    return point
