"""Rules about where things are said to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from viewer.body.records import (
    DIRECTIONS_FOOT,
    DIRECTIONS_HAND,
    DIRECTIONS_LIMB,
    DIRECTIONS_TRUNK,
    AtLandmark,
    AtLevel,
    Between,
    InMuscle,
    OnLimb,
    Place,
    Toward,
)
from viewer.catalog.body_words import BodyData
from viewer.catalog.fields import at_key
from viewer.catalog.source import Mapping
from viewer.catalog.world import Finding, World, finding

_FRAMES = {
    "trunk": frozenset(DIRECTIONS_TRUNK),
    "limb": frozenset(DIRECTIONS_LIMB),
    "hand": frozenset(DIRECTIONS_HAND),
    "foot": frozenset(DIRECTIONS_FOOT),
}
_FRAME_OF_LIMB = {
    "neck": "trunk", "upper_arm": "limb", "forearm": "limb", "hand": "hand", "thumb": "hand", "index": "hand",
    "middle": "hand", "ring": "hand", "little": "hand", "thigh": "limb", "leg": "limb", "foot": "foot",
}  # fmt: skip


def point_in_own_muscle(world: World) -> Iterator[Finding]:
    """A trigger point lies in the muscle it belongs to."""
    for entry, muscle, _ in world.muscles():
        sheet = muscle.sheet or muscle.id
        for point in muscle.trigger_points:
            place = point.at
            if isinstance(place, InMuscle) and place.muscle != sheet:
                node = at_key(world.node(place), "muscle")
                message = f"{point.id} lies in '{place.muscle}', not in its own muscle '{sheet}'"
                yield finding(entry, node, "point-elsewhere", message)


def unknown_part(world: World) -> Iterator[Finding]:
    """A part that the muscle's sheet does not have."""
    for entry, place, node in world.all(InMuscle):
        sheet = world.body.sheets.get(place.muscle)
        if place.part is None or sheet is None:
            continue
        parts = [part.id for part in sheet.parts]
        if place.part not in parts:
            message = f"'{place.part}' is not a part of {place.muscle}: {', '.join(parts)}"
            yield finding(entry, at_key(node, "part"), "unknown-part", message)


def wrong_direction(world: World) -> Iterator[Finding]:
    """A direction's word that means nothing on that part of the body."""
    for entry, place, node in world.all(AtLandmark, Between, Toward, AtLevel, OnLimb):
        frames = frames_of(place, world.body)
        if not place.offset or not frames:
            continue
        allowed = frozenset().union(*(_FRAMES[frame] for frame in frames))
        offset = at_key(node, "offset")
        for word, _ in place.offset:
            if word not in allowed:
                at = offset.entries[word][0] if isinstance(offset, Mapping) else offset
                message = f"'{word}' has no meaning here ({' or '.join(sorted(frames))})"
                yield finding(entry, at, "wrong-direction", message)


def frames_of(place: Place, body: BodyData) -> frozenset[str]:
    """Whose words for directions hold at a place; empty where it cannot be told."""
    if isinstance(place, AtLevel):
        return frozenset({"trunk"})
    if isinstance(place, OnLimb):
        return frozenset({_FRAME_OF_LIMB[place.limb]})
    if isinstance(place, Between):
        return _both(frames_of(place.start, body), frames_of(place.end, body))
    if isinstance(place, Toward):
        return _both(frames_of(place.start, body), frames_of(place.toward, body))
    return frozenset()


def _both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return one | other if one and other else frozenset()


RULES: tuple[Callable[[World], Iterator[Finding]], ...] = (
    point_in_own_muscle,
    unknown_part,
    wrong_direction,
)
