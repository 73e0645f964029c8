"""Zones of the skin: signed distances, and the intensities made of them.

A zone is worked out once, for the left; the right is its mirror image vertex by vertex, so
that the two sides agree exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from viewer.body.body import Body
from viewer.body.frame import Floats, Floats32, Ints, Mask
from viewer.body.polyline import arc_length, resampled
from viewer.body.records import Area, OnLimb, Place, Side, Stroke, StrokeSide, WholeRegion, Zone, ZoneItem
from viewer.body.resolver import PlaceError, on_limb, resolve_place
from viewer.body.surface import SkinError, Surface

REACH_MM = 24.0
"""How far beyond its border a zone's distance is known."""
SOFT_MM = 8.0
"""Half the width over which a zone's intensity falls from 1 to 0."""
_SOFT_SHARE = 0.35  # of the half width, for what is narrower than 46 mm
_STEP_MM = 5.0


@dataclass(frozen=True)
class ZoneField:
    """A zone on the skin of one side.

    Attributes:
        distance: (n,) mm for each vertex, negative inside, inf beyond reach.
        intensity: (n,) 0 to 1, softly.
    """

    distance: Floats32
    intensity: Floats32

    def mirrored(self, surface: Surface) -> ZoneField:
        """The zone of the other side."""
        return ZoneField(self.distance[surface.mirror], self.intensity[surface.mirror])


def zone_distance(body: Body, zone: Zone, side: Side = "left", reach_mm: float = REACH_MM) -> Floats32:
    """Signed distances of the skin from a zone.

    Args:
        zone: a union of strokes, areas and regions.
        side: the side of the trigger point; what the zone says of "same" and "opposite" is
            seen from there.
        reach_mm: how far beyond the border to look.

    Returns:
        (n,) mm for each vertex, negative inside, inf beyond reach.

    Raises:
        PlaceError: a place of the zone cannot be found, or an item makes no sense.
    """
    return zone_field(body, zone, side, reach_mm).distance


def zone_field(body: Body, zone: Zone, side: Side = "left", reach_mm: float = REACH_MM) -> ZoneField:
    """Signed distances and soft intensities of the skin for a zone; see ``zone_distance``."""
    count = len(body.surface.vertices)
    distance, intensity = np.full(count, np.inf), np.zeros(count)
    for item in zone:
        mm, soft = _item(body, item, reach_mm)
        strength = softened(mm, soft)
        for turned in _sides(item.side):
            turn = body.surface.mirror if turned else slice(None)
            np.minimum(distance, mm[turn], out=distance)
            np.maximum(intensity, strength[turn], out=intensity)
    field = ZoneField(distance.astype(np.float32), intensity.astype(np.float32))
    return field if side == "left" else field.mirrored(body.surface)


def softened(distance: Floats, soft_mm: Floats | float = SOFT_MM) -> Floats:
    """Intensity 1 deeper than ``soft_mm``, 0.5 on the border, 0 beyond ``soft_mm``, smooth between."""
    x = np.clip((soft_mm - distance) / (2.0 * np.maximum(soft_mm, 1e-6)), 0.0, 1.0)
    return np.asarray(x * x * (3.0 - 2.0 * x))


def stroke_line(body: Body, places: Sequence[Place]) -> Floats:
    """The line over the left skin through places, (k, 3) mm in even steps.

    Two successive places about one limb are joined in the limb's own measure, along and angle
    (the short way round); others by the shortest way over the skin.

    Raises:
        PlaceError: a place cannot be found, or no skin joins two of them.
    """
    spots = [resolve_place(body, place).skin for place in places]
    if not spots:
        raise PlaceError("a stroke needs at least one place")
    pieces = [body.surface.xyz(spots[0])[None]]
    for i in range(len(spots) - 1):
        a, b = places[i], places[i + 1]
        if isinstance(a, OnLimb) and isinstance(b, OnLimb) and _share_chart(a, b):
            pieces.append(_along_limb(body, a, b)[1:])
            continue
        try:
            pieces.append(body.surface.path(spots[i], spots[i + 1], _STEP_MM)[1:])
        except SkinError as error:
            raise PlaceError(str(error)) from error
    return np.concatenate(pieces)


def _share_chart(a: OnLimb, b: OnLimb) -> bool:
    return a.limb == b.limb and not a.offset and not b.offset


def _along_limb(body: Body, a: OnLimb, b: OnLimb) -> Floats:
    turn = (b.angle_deg - a.angle_deg + 180.0) % 360.0 - 180.0
    steps = max(3, int(abs(b.along - a.along) * 16.0 + abs(turn) / 15.0) + 2)
    line = [
        body.surface.xyz(on_limb(body, a.limb, a.along + (b.along - a.along) * t, a.angle_deg + turn * t))
        for t in np.linspace(0.0, 1.0, steps)
    ]
    return resampled(np.array(line), _STEP_MM)


def _sides(side: StrokeSide) -> Iterable[bool]:
    """Whether an item is turned to the other side; one in the midline is drawn on both."""
    return {"same": (False,), "opposite": (True,), "midline": (False, True)}[side]


def _item(body: Body, item: ZoneItem, reach_mm: float) -> tuple[Floats, Floats | float]:
    """Signed distances (n,) of one item on the left, and how soft it is."""
    if isinstance(item, Stroke):
        return _stroke(body, item, reach_mm)
    if isinstance(item, Area):
        distance = _area(body, item, reach_mm)
    elif isinstance(item, WholeRegion):
        if item.region not in body.regions:
            raise PlaceError(f"'{item.region}' is not a region")
        distance = body.regions.distance(item.region)
        distance[distance > reach_mm] = np.inf
    return distance, min(SOFT_MM, _SOFT_SHARE * max(-float(distance.min()), 1.0))


def _stroke(body: Body, stroke: Stroke, reach_mm: float) -> tuple[Floats, Floats]:
    if not stroke.widths_mm or min(stroke.widths_mm) <= 0.0:
        raise PlaceError("a stroke needs a width of more than 0 mm")
    line = stroke_line(body, stroke.places)
    length = arc_length(line)
    spread = np.linspace(0.0, max(float(length[-1]), 1e-9), len(stroke.widths_mm))
    radii = np.interp(length, spread, np.array(stroke.widths_mm) / 2.0)
    if len(stroke.places) == 1:
        radii[:] = stroke.widths_mm[0] / 2.0
    ids, mm, radius = body.surface.band(line, radii, reach_mm)
    distance = np.full(len(body.surface.vertices), np.inf)
    soft = np.full(len(distance), SOFT_MM)
    distance[ids] = mm
    soft[ids] = np.minimum(SOFT_MM, _SOFT_SHARE * radius)
    return distance, soft


def _area(body: Body, area: Area, reach_mm: float) -> Floats:
    if len(area.places) < 3:
        raise PlaceError("an area needs at least three places")
    surface = body.surface
    line = stroke_line(body, (*area.places, area.places[0]))
    ring = _rounded(surface, line, area.round_mm)
    # Nothing inside lies further from the line than this; what does is outside.
    deepest = 1.25 * float(np.linalg.norm(ring - ring.mean(axis=0), axis=1).max())
    ids, mm, _ = surface.band(ring, np.zeros(len(ring)), max(deepest + 2.5 * surface.edge_mm, reach_mm))
    inside = _inside(surface, ring, ids, mm, deepest)
    distance = np.full(len(surface.vertices), np.inf)
    signed = np.where(inside, -mm, mm)
    distance[ids] = np.where(signed > reach_mm, np.inf, signed)
    return distance


def _rounded(surface: Surface, line: Floats, round_mm: float) -> Floats:
    """The closed line with its corners rounded, pressed back onto the skin; the first point comes again."""
    ring = resampled(line, _STEP_MM)[:-1]
    spacing = float(np.linalg.norm(ring - np.roll(ring, 1, axis=0), axis=1).mean())
    # A Gaussian of half the radius leaves corners of about that radius.
    sigma = max(round_mm / 2.0, 2.0) / max(spacing, 1e-6)
    frequency = np.fft.fftfreq(len(ring))
    keep = np.exp(-2.0 * (np.pi * sigma * frequency) ** 2)
    smooth = np.fft.ifft(np.fft.fft(ring, axis=0) * keep[:, None], axis=0).real
    faces, weights = surface.nearest_many(smooth)
    pressed = np.einsum("ij,ijk->ik", weights, surface.vertices[surface.faces[faces]])
    return np.concatenate([pressed, pressed[:1]])


def _inside(surface: Surface, ring: Floats, ids: Ints, mm: Floats, deepest: float) -> Mask:
    """Which of ``ids`` lie inside a closed line on the skin."""
    # The line is a wall that no edge leaps; from far outside the rest of the outside is flooded.
    wall = mm < 0.75 * surface.edge_mm
    open_to = np.zeros(len(surface.vertices), dtype=bool)
    open_to[ids[~wall]] = True
    outside = surface.graph.flood(ids[mm > deepest], open_to)[ids]
    inside = ~outside & ~wall
    # Beside the line itself the side tells, and the flood tells which side is the inside.
    left = _left_of(surface, ring, ids)
    near = mm < 2.5 * surface.edge_mm
    votes = int((left == inside)[near & ~wall].sum()) * 2 - int((near & ~wall).sum())
    inside[wall] = left[wall] if votes >= 0 else ~left[wall]
    return inside


def _left_of(surface: Surface, ring: Floats, ids: Ints) -> Mask:
    """Whether vertices lie to the left of a line on the skin, seen from outside."""
    points = ring[:-1]
    along = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    vertices = surface.vertices[ids]
    gap = np.einsum("ij,ij->i", points, points) - 2.0 * (vertices @ points.T)
    nearest = gap.argmin(axis=1)
    leftward = np.cross(surface.normals[ids], along[nearest])
    return np.asarray(np.einsum("ij,ij->i", leftward, vertices - points[nearest]) > 0.0)
