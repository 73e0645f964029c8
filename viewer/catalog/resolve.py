"""Trigger points of the catalog, found on the body: positions, zones, vectors, outlines.

The one place that turns records into arrays. Everything is worked out for the left point;
the right one is its mirror image.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from viewer.body.atlas import Atlas, Polygon
from viewer.body.body import Body
from viewer.body.frame import Floats, Floats32, mirrored
from viewer.body.records import InMuscle, Side
from viewer.body.regions import RegionShare
from viewer.body.resolver import PlaceError, Spot, resolve_place
from viewer.body.seen import Seen
from viewer.body.surface import SkinPoint
from viewer.body.views import VIEWS, ViewId
from viewer.body.zones import REACH_MM, ZoneField, zone_field
from viewer.catalog.model import Catalog, TriggerPoint

if TYPE_CHECKING:
    from viewer.catalog.pattern_cache import PatternCache

CLEAR_MM = 2.0
"""Dots of the spillover keep this far from the essential zone's outline."""
BESIDE_MM = 5.0
"""A point straight beneath its place on the skin may miss its muscle by so much, and lies in its edge."""


@dataclass(frozen=True)
class SparseField:
    """Signed distances of the vertices near a zone.

    Attributes:
        ids: (k,) vertex ids, ascending.
        mm: (k,) negative inside.
    """

    ids: NDArray[np.int32]
    mm: NDArray[np.float16]

    def dense(self, count: int) -> Floats32:
        """(count,) mm, inf where nothing is known."""
        whole = np.full(count, np.inf, dtype=np.float32)
        whole[self.ids] = self.mm
        return whole

    @classmethod
    def of(cls, distance: Floats32) -> SparseField:
        ids = np.flatnonzero(np.isfinite(distance)).astype(np.int32)
        return cls(ids, np.clip(distance[ids], -60.0, 60.0).astype(np.float16))


@dataclass(frozen=True)
class ZoneOutlines:
    """A point's zones as one view sees them: rings in mm of the view's plane, by the even-odd rule.

    Attributes:
        share: how much of the essential zone this view sees, 0 to 1 by area.
    """

    essential: tuple[Polygon, ...] = ()
    spillover: tuple[Polygon, ...] = ()
    share: float = 0.0


@dataclass(frozen=True)
class ResolvedPoint:
    """A trigger point of the left side as geometry.

    Attributes:
        skin: where one presses; ``skin_xyz`` (3,) mm and ``normal`` (3,) are of that place.
        xyz: (3,) mm, inside the muscle.
        in_muscle_mm: how far ``xyz`` is from the muscle's sheet, 0 inside its thickness.
        essential, spillover: signed distances; the spillover without the essential zone.
        essential_vector, spillover_vector: (cells,) mean intensities.
        essential_shares, spillover_shares: regions covered, largest share first.
        dots: ascending indices of the body's dots that lie in the spillover.
        outlines: by view; empty where the point was resolved without an atlas.
    """

    id: str
    skin: SkinPoint
    skin_xyz: Floats
    normal: Floats
    xyz: Floats
    in_muscle_mm: float
    essential: SparseField
    spillover: SparseField
    essential_vector: Floats32
    spillover_vector: Floats32
    essential_shares: tuple[RegionShare, ...]
    spillover_shares: tuple[RegionShare, ...]
    dots: NDArray[np.int32]
    outlines: Mapping[ViewId, ZoneOutlines] = field(default_factory=dict)

    def position_mm(self, side: Side) -> Floats:
        """Where the point of a side lies in its muscle, (3,) mm."""
        return self.xyz if side == "left" else mirrored(self.xyz)

    def outline(self, view: ViewId, side: Side = "left") -> ZoneOutlines:
        """The zones of the point of a side in a view."""
        if side == "left":
            return self.outlines.get(view, ZoneOutlines())
        seen = VIEWS[view].mirrored
        found = self.outlines.get(seen, ZoneOutlines())
        if seen != view:  # the side views have no x in their plane, so the numbers stay
            return found
        return ZoneOutlines(_turned(found.essential), _turned(found.spillover), found.share)

    def views(self, side: Side = "left") -> tuple[ViewId, ...]:
        """All views, the one that shows most of the essential zone first."""
        return tuple(sorted(VIEWS, key=lambda view: -self.outline(view, side).share))


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A trigger point that cannot be found on the body, and why."""

    id: str
    problem: str


def resolve_point(
    body: Body, point: TriggerPoint, *, sheet: str = "", sights: Mapping[ViewId, Seen] | None = None
) -> ResolvedPoint:
    """Find a trigger point and its zones on the body.

    Args:
        sheet: id of the muscle's shape; left out, that of the point's own place.
        sights: the views to outline the zones in; left out, none.

    Raises:
        PlaceError: a place cannot be found, or an item of a zone makes no sense.
    """
    spot, off_mm = _in_sheet(body, resolve_place(body, point.at), sheet or _sheet_of(point))
    try:
        essential = zone_field(body, point.pain.essential, reach_mm=REACH_MM)
        spillover = _without(zone_field(body, point.pain.spillover, reach_mm=REACH_MM), essential)
    except PlaceError as error:
        raise PlaceError(f"the pain zones of {point.id}: {error}") from error
    surface, cells, regions = body.surface, body.cells, body.regions
    dots = body.dots
    shown = (dots.values(_finite(spillover.distance)) < 0.0) & (
        dots.values(_finite(essential.distance)) > CLEAR_MM
    )
    return ResolvedPoint(
        id=point.id,
        skin=spot.skin,
        skin_xyz=surface.xyz(spot.skin),
        normal=surface.normal(spot.skin),
        xyz=spot.xyz,
        in_muscle_mm=off_mm,
        essential=SparseField.of(essential.distance),
        spillover=SparseField.of(spillover.distance),
        essential_vector=cells.vector(essential.intensity),
        spillover_vector=cells.vector(spillover.intensity),
        essential_shares=tuple(regions.shares(essential.distance)),
        spillover_shares=tuple(regions.shares(spillover.distance)),
        dots=np.flatnonzero(shown).astype(np.int32),
        outlines={view: _outlined(seen, essential, spillover) for view, seen in (sights or {}).items()},
    )


def sights_of(body: Body, atlas: Atlas) -> dict[ViewId, Seen]:
    """The skin as each view of the atlas sees it."""
    return {view: Seen(body.surface, atlas, view) for view in atlas.views}


def resolve_catalog(
    body: Body,
    atlas: Atlas,
    catalog: Catalog,
    cache: PatternCache,
    *,
    first: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[ResolvedPoint | Unresolved]:
    """Resolve every trigger point, from the cache where it is there.

    Made for a thread in the background: it yields each point as it is ready.

    Args:
        first: id of a muscle whose points come first.
        progress: told how many are done of how many after each.
        cancelled: asked before each point; True ends the work.
    """
    muscles = sorted(catalog.muscles.values(), key=lambda muscle: muscle.id != first)
    wanted = [(muscle.sheet or muscle.id, point) for muscle in muscles for point in muscle.trigger_points]
    sights: dict[ViewId, Seen] = {}
    for done, (sheet, point) in enumerate(wanted, start=1):
        if cancelled():
            return
        found: ResolvedPoint | Unresolved | None = cache.get(point, sheet)
        if found is None:
            sights = sights or sights_of(body, atlas)
            try:
                found = resolve_point(body, point, sheet=sheet, sights=sights)
                cache.put(point, sheet, found)
            except PlaceError as error:
                found = Unresolved(point.id, str(error))
        yield found
        if progress is not None:
            progress(done, len(wanted))


def _in_sheet(body: Body, spot: Spot, sheet_id: str) -> tuple[Spot, float]:
    """The spot inside its muscle's sheet, and how far off it remains in mm."""
    sheet = body.sheets.get(sheet_id)
    if sheet is None:
        return spot, float("nan")
    if np.linalg.norm(body.surface.xyz(spot.skin) - spot.xyz) < 1.0:
        # Said on the skin: the point lies straight beneath, as deep as the sheet does there.
        part, along, across = sheet.coordinates(spot.xyz)
        normal = body.surface.normal(spot.skin)
        deep = float((spot.xyz - sheet.at(along, across, part)) @ normal)
        spot = Spot(spot.skin, spot.xyz - max(deep, 0.0) * normal)
        if 0.0 < sheet.distance(spot.xyz) <= BESIDE_MM:
            # The skin is not quite parallel to a deep muscle: what the finger meets is its edge.
            part, along, across = sheet.coordinates(spot.xyz)
            spot = Spot(spot.skin, sheet.at(along, min(max(across, 0.1), 0.9), part))
    return spot, sheet.distance(spot.xyz)


def _sheet_of(point: TriggerPoint) -> str:
    return point.at.muscle if isinstance(point.at, InMuscle) else point.id.rpartition(".")[0]


def _without(spillover: ZoneField, essential: ZoneField) -> ZoneField:
    """Spillover is written to run on under the essential zone; here it is taken out."""
    rest = np.maximum(spillover.intensity - essential.intensity, 0.0)
    return ZoneField(np.maximum(spillover.distance, -essential.distance), rest)


def _finite(distance: Floats32) -> Floats32:
    return np.minimum(distance, np.float32(REACH_MM))


def _outlined(seen: Seen, essential: ZoneField, spillover: ZoneField) -> ZoneOutlines:
    return ZoneOutlines(
        seen.rings(essential.distance), seen.rings(spillover.distance), seen.share(essential.distance)
    )


def _turned(rings: tuple[Polygon, ...]) -> tuple[Polygon, ...]:
    turn = np.array([-1.0, 1.0], dtype=np.float32)
    return tuple(ring[::-1] * turn for ring in rings)
