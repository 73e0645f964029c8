"""What things on a map are called, for status lines and for those who listen instead of looking."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from viewer.body.atlas import Atlas
from viewer.body.records import RegionRecord, Side
from viewer.body.regions import RegionShare
from viewer.catalog.model import Catalog, Muscle, TriggerPoint
from viewer.catalog.resolve import ResolvedPoint
from viewer.map.scene import Pick, Scene

TOLD_MAX = 3
"""So many areas of a pattern are told with a point; the record lists all of them."""
TOLD_SHARE = 0.1
"""An area is told where at least this share of it is covered, or where nothing is covered more."""
_OTHER: dict[Side, Side] = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Names:
    """Words for what the catalog's muscles don't name: regions, structures."""

    regions: dict[str, str]
    structures: dict[str, str]

    @classmethod
    def of(cls, regions: Sequence[RegionRecord], structures: dict[str, str]) -> Names:
        return cls({region.id: region.name for region in regions}, structures)

    def region(self, id: str) -> str:
        return self.regions.get(id, id.replace("_", " ").capitalize())


class Spoken:
    """Names what lies on a map, in words that need no picture.

    Args:
        resolved: for a point's id the point as geometry, None while it is not resolved.
    """

    def __init__(
        self, catalog: Catalog, names: Names, atlas: Atlas, resolved: Callable[[str], ResolvedPoint | None]
    ) -> None:
        self._catalog, self._names, self._atlas, self._resolved = catalog, names, atlas, resolved
        self._points = catalog.points()

    def title(self, pick: Pick) -> str:
        """What a status line calls it."""
        side = f", patient’s {pick.side}" if pick.side else ""
        if pick.kind in ("point", "zone") and pick.id in self._points:
            muscle = self._catalog.muscle_of(pick.id)
            of = "Pain from " if pick.kind == "zone" else ""
            return f"{of}{muscle.name}, {self._points[pick.id].label}{side}"
        if pick.kind == "muscle" and pick.id in self._catalog.muscles:
            return self._catalog.muscles[pick.id].name + side
        if pick.kind == "region":
            return self._names.region(pick.id) + side
        if pick.kind == "structure" and pick.id in self._names.structures:
            return self._names.structures[pick.id] + side
        number = self._atlas.numbers.get(pick.id)
        name = self._atlas.table[number].name if number is not None else ""
        return (name or pick.id.replace("_", " ").capitalize()) + side

    def point(self, muscle: Muscle, point: TriggerPoint, side: Side, number: int) -> str:
        """A point with what it refers to: "Upper trapezius, trigger point 1, left, 1 of 3, refers to
        left temple"."""
        spoken = point.label.replace("TrP", "trigger point")
        of = f"{number} of {len(muscle.trigger_points)}"
        where = self.refers(point.id, side)
        return f"{muscle.name}, {spoken}, {side}, {of}" + (f", {where}" if where else "")

    def refers(self, point: str, side: Side) -> str:
        """Where a point's pain is usually felt, else where it sometimes is; "" while that is unknown."""
        found = self._resolved(point)
        if found is None:
            return ""
        for words, shares in (
            ("refers to", found.essential_shares),
            ("sometimes refers to", found.spillover_shares),
        ):
            told = [s for s in shares if s.share >= TOLD_SHARE][:TOLD_MAX] or list(shares[:1])
            if told:
                return f"{words} " + ", ".join(self._where(share, side) for share in told)
        return ""

    def mark(self, pick: Pick, scene: Scene) -> str:
        """A muscle or an area with the pain that is shown on it: "Temple, patient’s left, pain usually
        felt here"."""
        if pick.kind != "region":
            return self.title(pick)
        usually, sometimes = self._pain_in(pick, scene)
        felt = "usually" if usually else "sometimes" if sometimes else ""
        return self.title(pick) + (f", pain {felt} felt here" if felt else "")

    def _pain_in(self, pick: Pick, scene: Scene) -> tuple[bool, bool]:
        usually = sometimes = False
        for id, side in scene.pains:
            found = self._resolved(id)
            if found is not None:
                usually |= any(_is(share, side, pick) for share in found.essential_shares)
                sometimes |= any(_is(share, side, pick) for share in found.spillover_shares)
        return usually, sometimes

    def _where(self, share: RegionShare, side: Side) -> str:
        name = self._names.region(share.region)
        name = name[:1].lower() + name[1:]
        at = _side_of(share, side)
        return f"{at} {name}" if at else name


def _side_of(share: RegionShare, side: Side) -> Side | None:
    return None if share.side == "midline" else side if share.side == "same" else _OTHER[side]


def _is(share: RegionShare, side: Side, pick: Pick) -> bool:
    return share.share >= TOLD_SHARE and share.region == pick.id and _side_of(share, side) == pick.side


def short_label(point: TriggerPoint) -> str:
    """What stands beside the mark: the number of "TrP 1", or the whole label."""
    number = re.search(r"(\d+\w?)\s*$", point.label)
    return number.group(1) if number else point.label
