"""From a point on the skin back to the words of a place, for those who edit the catalog.

The other way round from ``viewer.body.resolver``, and checked by it: nothing is said that does
not lead back to within ``NEAR_MM``. Everything is for the patient's left; mirror a point of the
right side first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from viewer.body.body import Body
from viewer.body.frame import LATERAL, Floats
from viewer.body.limbs import Limb, directions, part_kind
from viewer.body.records import (
    OFFSET_MAX_MM,
    AtLandmark,
    AtLevel,
    Between,
    InMuscle,
    Offset,
    OnLimb,
    Place,
    Side,
)
from viewer.body.resolver import LEVELS, PlaceError, resolve_place
from viewer.body.surface import SkinError, SkinPoint
from viewer.catalog.place_text import place_text

NEAR_MM = 3.0
"""How far words may lead from the point they were found for."""
ROUND_MM = 1.5
"""So much is given away for rounder numbers."""
MIDLINE_MM = 5.0
"""What lies no further from the midline than this belongs to either side."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LANDMARKS_TRIED = 6
_LEVELS_TRIED = 3
_LEVEL_LATERAL_MM = 150.0
_ROUNDS = 6
_ALONG = (-0.2, 1.2)  # what the format allows
_LIMB_BEGINS, _LIMB_ENDS = 0.12, 1.02
_OF_THE_SPINE = ("trunk", "neck")
_FORWARD = 0.3  # skin that looks further forward than this is not beside the spine
# What a place costs the reader: its kind, each direction, each millimetre, each millimetre it is off.
_COST = {AtLandmark: 0.0, AtLevel: 6.0, OnLimb: 18.0, InMuscle: 20.0, Between: 20.0}
_WORD_COST, _MM_COST, _OFF_COST = 6.0, 0.3, 2.0


@dataclass(frozen=True, slots=True)
class Said:
    """A place in words.

    Attributes:
        off_mm: how far from the point the words lead.
        cost: what is near and short costs little.
    """

    place: Place
    off_mm: float
    cost: float

    @property
    def text(self) -> str:
        return place_text(self.place)


def say_place(body: Body, xyz: Floats, muscles: Iterable[str] = ()) -> tuple[Said, ...]:
    """The ways to say a point of the skin, the nearest and shortest first.

    Args:
        xyz: (3,) mm, on the skin of the left side or the midline.
        muscles: ids of sheets in whose fibres the place may be said too.

    Returns:
        One way of each kind at most, and of muscles one each. Empty where none leads back.
    """
    skin = body.surface.nearest(np.asarray(xyz, dtype=np.float64))
    target = body.surface.xyz(skin)
    said = [
        _best(body, target, _by_limbs(body, skin, target)),
        _best(body, target, _by_levels(body, skin, target)),
        *(_best(body, target, _by_muscle(body, target, muscle)) for muscle in dict.fromkeys(muscles)),
    ]
    found = [one for one in said if one is not None]
    found += _by_landmark(body, target, min((one.cost for one in found), default=math.inf))
    if not found:
        last = _best(body, target, _between(body, skin, target))
        found = [last] if last is not None else []
    return tuple(sorted(found, key=lambda one: one.cost))


def side_of(line: Sequence[Floats] | Floats) -> Side:
    """The side a stroke lies on: that of the point furthest from the midline."""
    across = np.atleast_2d(np.asarray(line, dtype=np.float64))[:, 0]
    return "right" if across[np.argmax(np.abs(across))] < 0.0 else "left"


class StrokeError(ValueError):
    """Points that cannot be said as one stroke, and why."""


def say_stroke(body: Body, line: Sequence[Floats]) -> tuple[Place, ...]:
    """The places of a stroke through points of the skin, of whichever side.

    Raises:
        StrokeError: the points lie on both sides, or one of them cannot be said.
    """
    points = np.atleast_2d(np.asarray(line, dtype=np.float64))
    if points[:, 0].min() < -MIDLINE_MM and points[:, 0].max() > MIDLINE_MM:
        raise StrokeError("a stroke lies on one side; draw it up to the midline")
    if side_of(points) == "right":
        points = points * (-1.0, 1.0, 1.0)
    places = []
    for number, point in enumerate(points, start=1):
        said = say_place(body, point)
        if not said:
            raise StrokeError(f"no words lead to point {number}: take one beside it")
        places.append(said[0].place)
    return tuple(places)


# -- ways to say it


def _by_landmark(body: Body, target: Floats, beat: float) -> Iterator[Said]:
    """The best way from a landmark; those too far off to beat a cost are tried only if none is found."""
    names = tuple(body.landmarks)
    places = np.array([body.surface.xyz(body.landmarks[name].skin) for name in names])
    mm = np.linalg.norm(places - target, axis=1)
    best: Said | None = None
    for at in np.argsort(mm)[:_LANDMARKS_TRIED].tolist():
        name, far = names[at], float(mm[at])
        known = best.cost if best is not None else math.inf
        if far > OFFSET_MAX_MM or (best is not None and _WORD_COST + _MM_COST * far >= min(known, beat)):
            break
        tried = [AtLandmark(name)] if far <= NEAR_MM else []
        if far > 1.0:
            tried += [AtLandmark(name, way) for way in _offsets(body, body.landmarks[name].skin, target)]
        found = _best(body, target, tried)
        if found is not None and found.cost < known:
            best = found
    if best is not None:
        yield best


def _between(body: Body, skin: SkinPoint, target: Floats) -> Iterator[Place]:
    """Where nothing else leads: on the way between two landmarks or beside it, or about a limb."""
    names = tuple(body.landmarks)
    places = np.array([body.surface.xyz(body.landmarks[name].skin) for name in names])
    near = np.argsort(np.linalg.norm(places - target, axis=1))[:_LANDMARKS_TRIED].tolist()
    ways: list[Between | OnLimb] = []
    for a, b in combinations(near, 2):
        span = places[b] - places[a]
        share = float((target - places[a]) @ span) / max(float(span @ span), 1.0)
        if 0.05 < share < 0.95:
            ends = AtLandmark(names[a]), AtLandmark(names[b])
            ways += [Between(*ends, round(share, digits)) for digits in (1, 2)]
    for limb in body.limbs.values():
        if body.surface.part_of(skin) in limb.parts:
            along, angle = _about(limb, target)
            if _ALONG[0] <= along <= _ALONG[1]:
                ways.append(OnLimb(limb.id, round(along, 2), float(round(angle))))
    yield from ways
    for way in ways:
        start = _spot(body, way)
        if start is not None and np.linalg.norm(body.surface.xyz(start) - target) <= OFFSET_MAX_MM:
            yield from (replace(way, offset=offset) for offset in _offsets(body, start, target))


def _offsets(body: Body, start: SkinPoint, target: Floats) -> Iterator[Offset]:
    """Steps along the skin that lead from one point of it to another: one direction, or two."""
    surface = body.surface
    here = surface.xyz(start)
    known = directions(body.limbs, surface.part_of(start), here)
    axes = _axes(known, part_kind(surface.part_of(start)))
    normal = surface.normal(start) + surface.normal(surface.nearest(target))
    # The axis that looks most out of the skin says least about a way along it.
    axes.sort(key=lambda pair: abs(float(known[pair[0]] @ normal)))
    for pair in ((0, 1), (0, 2), (1, 2)):
        steps = _steps(body, start, target, np.array([known[axes[i][0]] for i in pair]))
        if steps is None:
            continue
        alone = np.where(np.abs(steps) == np.abs(steps).max(), steps, 0.0)
        for grain, way in ((5.0, alone), (1.0, alone), (5.0, steps), (1.0, steps)):
            if way is alone and np.abs(steps).min() > 2.0 * NEAR_MM:
                continue
            mm = np.round(way / grain) * grain
            if (np.abs(mm) <= OFFSET_MAX_MM).all() and mm.any():
                yield tuple(
                    (axes[i][0] if step > 0 else axes[i][1], abs(float(step)))
                    for i, step in zip(pair, mm.tolist(), strict=True)
                    if step
                )
        if pair == (0, 1):
            return  # two directions along the skin reach everything the others do


def _steps(body: Body, start: SkinPoint, target: Floats, vectors: Floats) -> Floats | None:
    """(2,) mm along two directions that lead to a point; None where they do not."""
    surface = body.surface
    steps = np.linalg.lstsq(vectors.T, target - surface.xyz(start), rcond=None)[0]
    for _ in range(_ROUNDS):
        total = steps @ vectors
        length = float(np.linalg.norm(total))
        if not 0.5 < length <= 1.5 * OFFSET_MAX_MM:
            return None
        try:
            left = target - surface.xyz(surface.walk(start, total, length))
        except SkinError:
            return None
        if np.linalg.norm(left) < 0.5:
            return np.asarray(steps)
        more = np.linalg.lstsq(vectors.T, left, rcond=None)[0]
        if np.linalg.norm(more) < 0.2:
            break
        steps = steps + more
    return np.asarray(steps) if np.linalg.norm(left) < 2.0 * NEAR_MM else None


def _axes(known: dict[str, Floats], kind: str) -> list[tuple[str, str]]:
    """The directions of a part in pairs of opposites, those of its own vocabulary."""
    pairs = _HAND if kind == "hand" else _FOOT if kind == "foot" else _LIMB if kind in ("arm", "leg") else ()
    return [pair for pair in pairs or _TRUNK if pair[0] in known and pair[1] in known]


_TRUNK = (("superior", "inferior"), ("lateral", "medial"), ("anterior", "posterior"))
_LIMB = (("distal", "proximal"), ("lateral", "medial"), ("anterior", "posterior"))
_HAND = (("distal", "proximal"), ("radial", "ulnar"), ("palmar", "dorsal"))
_FOOT = (("distal", "proximal"), ("lateral", "medial"), ("dorsal", "plantar"))


def _by_levels(body: Body, skin: SkinPoint, target: Floats) -> Iterator[Place]:
    if body.surface.part_of(skin) not in _OF_THE_SPINE or body.surface.normal(skin)[2] > _FORWARD:
        return
    found = []
    for level in LEVELS:
        try:
            found.append((abs(float(resolve_place(body, AtLevel(level)).xyz[1] - target[1])), level))
        except PlaceError:
            continue
    for _, level in sorted(found)[:_LEVELS_TRIED]:
        beside = max(float(target[0]), 0.0)
        for _ in range(_ROUNDS):
            if not 0.0 <= beside <= _LEVEL_LATERAL_MM:
                break
            left = target - _reached(body, AtLevel(level, beside))
            if not np.isfinite(left).all() or np.linalg.norm(left) > OFFSET_MAX_MM:
                break
            step = math.copysign(math.hypot(float(left[0]), float(left[2])), float(left @ LATERAL))
            for grain in (5.0, 1.0):
                place = AtLevel(level, min(max(round(beside / grain) * grain, 0.0), _LEVEL_LATERAL_MM))
                yield place
                up = round(float(left[1]) / grain) * grain
                if up:
                    yield replace(place, offset=(("superior" if up > 0 else "inferior", abs(up)),))
            if abs(step) < 0.5:
                break
            beside = beside + step


def _by_limbs(body: Body, skin: SkinPoint, target: Floats) -> Iterator[Place]:
    part = body.surface.part_of(skin)
    for limb in body.limbs.values():
        if part not in limb.parts:
            continue
        along, angle = _about(limb, target)
        joined = part_kind(part) in ("trunk", "head") and limb.id != "neck"
        if not 0.0 <= along <= _LIMB_ENDS or (part == "head" or (joined and along < _LIMB_BEGINS)):
            continue  # words of a limb are understood on a limb
        for fine, turn in ((0.05, 15.0), (0.01, 5.0), (0.01, 1.0), (0.005, 1.0)):
            fraction = round(round(along / fine) * fine, 3)
            yield OnLimb(limb.id, fraction, round(angle / turn) * turn % 360.0)


def _about(limb: Limb, xyz: Floats) -> tuple[float, float]:
    """How far along a limb a point lies, and at what angle about it."""
    along = float((xyz - limb.start) @ limb.distal) / float(np.linalg.norm(limb.end - limb.start))
    out = xyz - limb.at(along)
    return along, math.degrees(math.atan2(float(out @ limb.lateral), float(out @ limb.front))) % 360.0


def _by_muscle(body: Body, target: Floats, muscle: str) -> Iterator[Place]:
    sheet = body.sheets.get(muscle)
    if sheet is None:
        return
    aim = target
    for _ in range(_ROUNDS):
        part, along, across = sheet.coordinates(aim)
        named = part if len(sheet.parts) > 1 else None
        for digits in (1, 2):
            yield InMuscle(muscle, round(along, digits), round(across, digits), named)
        reached = _reached(body, InMuscle(muscle, along, across, named))
        if not np.isfinite(reached).all() or np.linalg.norm(target - reached) < 0.5:
            return
        aim = sheet.at(along, across, part) + (target - reached)


# -- which of them


def _best(body: Body, target: Floats, places: Iterable[Place]) -> Said | None:
    """The cheapest place that leads back; rounder numbers come first and are taken if near enough."""
    best: Said | None = None
    for place in dict.fromkeys(places):
        off = float(np.linalg.norm(_reached(body, place) - target))
        if not off <= NEAR_MM:
            continue
        said = Said(place, off, _cost(place, off))
        if best is None or said.cost < best.cost:
            best = said
    return best


def _reached(body: Body, place: Place) -> Floats:
    """The skin that a place leads to; not a number where it leads nowhere."""
    skin = _spot(body, place)
    return body.surface.xyz(skin) if skin is not None else np.full(3, np.nan)


def _spot(body: Body, place: Place) -> SkinPoint | None:
    try:
        return resolve_place(body, place).skin
    except PlaceError:
        return None


def _cost(place: Place, off_mm: float) -> float:
    steps: Offset = getattr(place, "offset", ())
    cost: float = _COST[type(place)] + _OFF_COST * max(off_mm - ROUND_MM, 0.0) + 0.1 * off_mm
    cost += sum(_WORD_COST + _MM_COST * mm for _, mm in steps)
    if isinstance(place, AtLevel):
        cost += _MM_COST * place.lateral_mm / 3.0
    # Short and round numbers read, and are remembered, better.
    numbers = _NUMBER.findall(place_text(place))
    return cost + sum(0.4 * len(number) + (0.0 if number[-1] in "05" else 0.5) for number in numbers)
