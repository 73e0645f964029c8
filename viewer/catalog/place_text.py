"""A place and a stroke as a catalog writes them."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.body.records import (
    LIMB_ANGLES_DEG,
    AtLandmark,
    AtLevel,
    Between,
    InMuscle,
    Offset,
    OnLimb,
    Place,
    Toward,
)


def place_text(place: Place) -> str:
    """A place as it is written in a catalog, on one line.

    Raises:
        ValueError: the place is one of the body data alone: with a depth, or in plain millimetres.
    """
    if getattr(place, "depth", None) is not None:
        raise ValueError("a place of a catalog lies on the skin or in a muscle")
    if isinstance(place, AtLandmark):
        return (
            f"{{landmark: {place.landmark}{_offset_text(place.offset)}}}" if place.offset else place.landmark
        )
    if isinstance(place, AtLevel):
        lateral = f", lateral: {_number(place.lateral_mm)}" if place.lateral_mm else ""
        return f"{{level: {place.level}{lateral}{_offset_text(place.offset)}}}"
    if isinstance(place, OnLimb):
        angle = next((w for w, deg in LIMB_ANGLES_DEG.items() if deg == place.angle_deg), None)
        turned = angle or _number(place.angle_deg)
        along = _number(place.along)
        return f"{{limb: {place.limb}, along: {along}, angle: {turned}{_offset_text(place.offset)}}}"
    if isinstance(place, InMuscle):
        part = f", part: {place.part}" if place.part else ""
        where = f"along: {_number(place.along)}, across: {_number(place.across)}"
        return f"{{muscle: {place.muscle}{part}, {where}}}"
    if isinstance(place, Between):
        ends = f"{place_text(place.start)}, {place_text(place.end)}"
        return f"{{between: [{ends}], fraction: {_number(place.fraction)}{_offset_text(place.offset)}}}"
    if isinstance(place, Toward):
        ends = f"from: {place_text(place.start)}, toward: {place_text(place.toward)}"
        return f"{{{ends}, mm: {_number(place.mm)}{_offset_text(place.offset)}}}"
    raise ValueError("plain millimetres are no place of a catalog")


def stroke_text(places: Sequence[Place], width_mm: float) -> str:
    """A stroke as it is written in a zone."""
    return f"{{stroke: [{', '.join(map(place_text, places))}], width: {_number(width_mm)}}}"


def _offset_text(offset: Offset) -> str:
    if not offset:
        return ""
    return f", offset: {{{', '.join(f'{word}: {_number(mm)}' for word, mm in offset)}}}"


def _number(value: float) -> str:
    return f"{round(value, 3):g}"
