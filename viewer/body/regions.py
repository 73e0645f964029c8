"""The named areas of the skin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np

from viewer.body.frame import Floats, Floats32, Ints
from viewer.body.records import Side
from viewer.body.surface import SkinPoint, Surface

_EDGE_MM = 7.0  # the mean edge of the skin: over it a border passes from vertex to vertex
_FAR_MM = 1000.0


@dataclass(frozen=True, slots=True)
class RegionShare:
    """How much of a region something covers.

    Attributes:
        side: as seen from the side the thing is on.
        share: 0 to 1, by area.
    """

    region: str
    side: Literal["same", "opposite", "midline"]
    share: float


class Regions:
    """Which region each vertex belongs to.

    Attributes:
        ids: region ids, in file order.
        code: (n, k) for each vertex the best few regions, best first: 2 * region + (0 left or
            midline, 1 right); -1 where there are fewer.
        mm: (n, k) their distances.
        midline: (k,) whether a region lies in the midline and has no side.
    """

    def __init__(self, surface: Surface, ids: tuple[str, ...], code: Ints, mm: Floats32) -> None:
        self._surface = surface
        self.ids = ids
        self.code = np.asarray(code, dtype=np.int32)
        self.mm = np.asarray(mm, dtype=np.float32)
        self.midline = ~np.isin(2 * np.arange(len(ids)) + 1, self.code)
        self._number = {name: i for i, name in enumerate(ids)}

    @classmethod
    def load(cls, surface: Surface, path: Path) -> Regions:
        """Read ``regions.npz``."""
        with np.load(path) as stored:
            ids = tuple(str(name) for name in stored["ids"])
            return cls(surface, ids, stored["vertex_region"], stored["vertex_mm"])

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[str, ...]]:
        """The regions each region borders on, whichever the side, in file order."""
        faces, region = self._surface.faces, self.code[:, 0] // 2
        pairs = np.concatenate([region[faces[:, [k, (k + 1) % 3]]] for k in range(3)])
        pairs = pairs[(pairs[:, 0] != pairs[:, 1]) & (pairs >= 0).all(axis=1)]
        meets = np.zeros((len(self.ids), len(self.ids)), dtype=bool)
        meets[pairs[:, 0], pairs[:, 1]] = meets[pairs[:, 1], pairs[:, 0]] = True
        found = {
            name: tuple(self.ids[k] for k in np.flatnonzero(meets[i])) for i, name in enumerate(self.ids)
        }
        return MappingProxyType(found)

    def __contains__(self, region: str) -> bool:
        return region in self._number

    def in_midline(self, region: str) -> bool:
        """Whether a region lies in the midline and has no side; False for one that is not here."""
        return region in self._number and bool(self.midline[self._number[region]])

    def at(self, point: SkinPoint) -> tuple[str, Side | None]:
        """The region at a point and its side, None for a region in the midline."""
        corners = self._surface.faces[point.face]
        totals: dict[int, float] = {}
        for code in np.unique(self.code[corners]):
            if code >= 0:
                here = np.where(self.code[corners] == code, self.mm[corners], _FAR_MM).min(axis=1)
                totals[int(code)] = float(np.dot(point.weights, here))
        best = min(totals, key=totals.__getitem__)
        return self._named(best)

    def distance(self, region: str, side: Side = "left") -> Floats:
        """Signed millimetres of each vertex from a region's border, (n,): negative inside, inf far off.

        Raises:
            KeyError: no such region.
        """
        number = self._number[region]
        wanted = 2 * number + (side == "right" and not self.midline[number])
        mine = np.where(self.code == wanted, self.mm, np.inf).min(axis=1)
        others = np.where((self.code != wanted) & (self.code >= 0), self.mm, np.inf).min(axis=1)
        known = np.isfinite(mine)
        result = np.full(len(mine), np.inf)
        # Across a border one distance grows as the other shrinks, hence the half.
        result[known] = (mine[known] - np.minimum(others[known], _FAR_MM)) / 2.0
        return result

    def shares(self, distance: Floats | Floats32, side: Side = "left") -> list[RegionShare]:
        """The regions a zone covers, largest share first.

        Args:
            distance: (n,) signed mm of the zone, negative inside.
            side: the side the zone belongs to, from which "same" and "opposite" are said.
        """
        inside = np.clip(0.5 - np.asarray(distance, dtype=np.float64) / _EDGE_MM, 0.0, 1.0)
        first = np.maximum(self.code[:, 0], 0)
        area = np.where(self.code[:, 0] >= 0, self._surface.vertex_area_mm2, 0.0)
        size = 2 * len(self.ids)
        covered = np.bincount(first, area * inside, minlength=size)
        whole = np.bincount(first, area, minlength=size)
        found = []
        for code in np.flatnonzero(covered > 0.0):
            region, on = self._named(int(code))
            relation: Literal["same", "opposite", "midline"] = (
                "midline" if on is None else "same" if on == side else "opposite"
            )
            found.append(RegionShare(region, relation, float(covered[code] / whole[code])))
        return sorted(found, key=lambda each: -each.share)

    def _named(self, code: int) -> tuple[str, Side | None]:
        number = code // 2
        if self.midline[number]:
            return self.ids[number], None
        return self.ids[number], "right" if code % 2 else "left"
