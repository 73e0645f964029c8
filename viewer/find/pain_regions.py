"""Regions and pain: what else a painted region may mean, and how much the catalog knows there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, get_args

import numpy as np

from viewer.body.cells import Cells
from viewer.body.frame import Floats, Floats32
from viewer.body.records import Side
from viewer.body.regions import Regions
from viewer.catalog.model import Catalog, Evidence, RedFlag
from viewer.find.pain import PatternTable

if TYPE_CHECKING:
    from viewer.body.body import Body

TOUCHED = 0.1
TOUCHED_SHARE = 0.05
"""A region counts as painted from this share of it on, or from this share of the painting."""
REACHED_SHARE = 0.1
"""A pattern reaches a region when it covers this much of it."""
URGENCY = ("emergency", "same_day", "soon")


@dataclass(frozen=True, slots=True)
class PaintedRegion:
    """A region that was painted.

    Attributes:
        side: None for a region in the midline.
        share: how much of the region was painted, 0 to 1.
        of_painting: how much of the painting lies in it, 0 to 1.
    """

    region: str
    side: Side | None
    share: float
    of_painting: float


@dataclass(frozen=True, slots=True)
class Flagged:
    """A red flag and the painted regions it is about."""

    flag: RedFlag
    regions: tuple[PaintedRegion, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many patterns reach a region of one side, of either side's points.

    Attributes:
        essential, spillover: how many patterns reach it with that zone (a pattern counts once).
        muscles: ids of the muscles they belong to.
        evidence: how many of the patterns there are of each grade.
    """

    region: str
    essential: int
    spillover: int
    muscles: tuple[str, ...]
    evidence: Mapping[Evidence, int]

    @property
    def patterns(self) -> int:
        return self.essential + self.spillover


class RegionCells:
    """Which regions lie in which cells.

    Attributes:
        codes: the regions by side, as (region, side or None).
        share_mm2: (codes, cells) the area of each region in each cell.
    """

    @classmethod
    def of(cls, body: Body) -> RegionCells:
        """Those of a body."""
        return cls(body.regions, body.cells, body.surface.vertex_area_mm2)

    def __init__(self, regions: Regions, cells: Cells, vertex_area_mm2: Floats) -> None:
        code = regions.code[:, 0]
        known = code >= 0
        size = 2 * len(regions.ids)
        flat = np.bincount(
            code[known].astype(np.int64) * cells.count + cells.cell[known],
            vertex_area_mm2[known],
            minlength=size * cells.count,
        ).reshape(size, cells.count)
        kept = np.flatnonzero(flat.any(axis=1))
        self.share_mm2 = flat[kept]
        self.codes: tuple[tuple[str, Side | None], ...] = tuple(
            (regions.ids[k // 2], None if regions.midline[k // 2] else "right" if k % 2 else "left")
            for k in kept.tolist()
        )

    @cached_property
    def area_mm2(self) -> Floats:
        """(codes,) the area of each region."""
        return np.asarray(self.share_mm2.sum(axis=1))

    def painted(self, painting: Floats32) -> tuple[PaintedRegion, ...]:
        """The regions a painting lies in, the one with most of it first; slight touches left out."""
        cells = painting.nonzero()[0]
        here = self.share_mm2[:, cells] @ painting[cells].astype(np.float64)
        total = float(here.sum())
        if total <= 0.0:
            return ()
        found = [
            PaintedRegion(
                self.codes[i][0], self.codes[i][1], float(here[i] / self.area_mm2[i]), float(here[i] / total)
            )
            for i in np.argsort(-here, kind="stable").tolist()
            if here[i] >= TOUCHED * self.area_mm2[i] or here[i] >= TOUCHED_SHARE * total
        ]
        return tuple(found)


def red_flags(catalog: Catalog, painted: tuple[PaintedRegion, ...]) -> tuple[Flagged, ...]:
    """What else a pain in these regions may be, the most urgent first."""
    found = []
    for flag in catalog.red_flags.values():
        here = tuple(each for each in painted if each.region in flag.regions)
        if here:
            found.append(Flagged(flag, here))
    # Among equals first what covers more of the painting.
    return tuple(
        sorted(found, key=lambda f: (URGENCY.index(f.flag.urgency), -sum(r.of_painting for r in f.regions)))
    )


def studied(reach: Reach) -> int:
    """How many of the patterns rest on more than traditional teaching."""
    return sum(count for grade, count in reach.evidence.items() if grade not in ("traditional", "disputed"))


def reach(table: PatternTable, regions: RegionCells) -> Mapping[str, Reach]:
    """How many patterns reach each region, by region id (both sides alike, so the left is counted)."""
    wanted = [i for i, (_, side) in enumerate(regions.codes) if side != "right"]
    essential = np.zeros((len(wanted), len(table.rows)))
    both = np.zeros_like(essential)
    whole = regions.share_mm2[wanted] / np.maximum(regions.area_mm2[wanted], 1e-9)[:, None]
    by_cell = np.ascontiguousarray(whole.T)
    for number in range(len(table.rows)):
        e, s = table.intensity(number)
        felt = np.minimum(e + s, 1.0)
        cells = felt.nonzero()[0]  # a few of all, so that the rest need not be read
        essential[:, number] = e[cells] @ by_cell[cells]
        both[:, number] = felt[cells] @ by_cell[cells]
    found = {}
    for at, i in enumerate(wanted):
        sure = _once(table, essential[at] >= REACHED_SHARE)
        perhaps = {k: v for k, v in _once(table, both[at] >= REACHED_SHARE).items() if k not in sure}
        rows = [table.rows[n] for n in (*sure.values(), *perhaps.values())]
        evidence = {g: sum(row.evidence == g for row in rows) for g in get_args(Evidence)}
        region = regions.codes[i][0]
        muscles = tuple(dict.fromkeys(row.muscle for row in rows))
        found[region] = Reach(region, len(sure), len(perhaps), muscles, evidence)
    return found


def _once(table: PatternTable, reached: np.ndarray) -> dict[str, int]:
    """A pattern that reaches a place from either side counts once: point id to a row."""
    return {table.rows[n].point: n for n in reversed(np.flatnonzero(reached).tolist())}
