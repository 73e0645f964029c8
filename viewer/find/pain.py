"""From a painted pain to the documented patterns that cover it, ranked.

A look-up of documented patterns, never a diagnosis. The formula and its reasons are in
``docs/pain_lookup.md``; a painting and a pattern are both intensities over the same cells of
the skin, so that the answer knows nothing of views, pictures or the density of the mesh.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from viewer.body.cells import Cells
from viewer.body.frame import Floats, Floats32, Ints
from viewer.body.grid import expand
from viewer.body.records import Side
from viewer.catalog.model import Catalog, Evidence
from viewer.catalog.resolve import ResolvedPoint, Unresolved

SPILLOVER_WEIGHT = 0.5
"""What a painted place in the spillover counts for; in the essential zone it counts 1."""
MISSING_WEIGHT = 0.1
"""What counts against a pattern for the part of it that was not painted."""
MISSING_SPILLOVER = 0.3
"""How much of that a part of the spillover makes up; it often stays away."""
EQUAL = 0.02
"""Scores so near to each other are as good as equal: the cells tell no more than that apart."""
DENSE = 0.15
"""From this share of painted cells on the table is read from end to end."""
MOST = 100
"""How many patterns an answer holds unless told otherwise."""
SIDES: tuple[Side, ...] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Row:
    """One pattern of one side.

    Attributes:
        point, muscle: ids.
        evidence: how sure the catalog is of the pattern.
    """

    point: str
    muscle: str
    side: Side
    evidence: Evidence


class Ranked(NamedTuple):
    """A pattern that covers some of a painting. All shares lie between 0 and 1.

    Attributes:
        place: 1 for the best; patterns whose scores are as good as equal share a place.
        essential_share, spillover_share: how much of the painting lies in each zone.
        outside_share: how much of the painting the pattern does not cover.
        painted_essential: how much of the pattern's essential zone was painted.
        not_painted_share: how much of the whole pattern was not painted.
    """

    row: Row
    place: int
    score: float
    essential_share: float
    spillover_share: float
    outside_share: float
    painted_essential: float
    not_painted_share: float


class PatternTable:
    """All patterns of a catalog as intensities over the cells of the skin.

    Kept by cell, so that a painting pays for the cells it touches and not for the table.

    Args:
        rows: the patterns.
        essential, spillover: of each row the cells it reaches, and its intensity there.
        area_mm2: (cells,) the area of each cell.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        essential: Sequence[tuple[Ints, Floats32]],
        spillover: Sequence[tuple[Ints, Floats32]],
        area_mm2: Floats,
    ) -> None:
        self.rows = tuple(rows)
        self.area_mm2 = np.asarray(area_mm2, dtype=np.float64)
        self.essential = tuple(essential)
        self.spillover = tuple(spillover)
        self.number = {(row.point, row.side): i for i, row in enumerate(self.rows)}
        self._of: dict[str, list[int]] = {}
        for i, row in enumerate(self.rows):
            self._of.setdefault(row.muscle, []).append(i)
            self._of.setdefault(row.point, []).append(i)
        self._arrange()

    @classmethod
    def of(cls, catalog: Catalog, found: Iterable[ResolvedPoint | Unresolved], cells: Cells) -> PatternTable:
        """The table of a catalog's resolved points, each for the left and for the right."""
        resolved = {point.id: point for point in found if isinstance(point, ResolvedPoint)}
        rows: list[Row] = []
        essential: list[tuple[Ints, Floats32]] = []
        spillover: list[tuple[Ints, Floats32]] = []
        for muscle in catalog.muscles.values():
            for point in muscle.trigger_points:
                if point.id not in resolved:
                    continue
                for side in SIDES:
                    rows.append(Row(point.id, muscle.id, side, point.pain.evidence))
                    for zone, vector in (
                        (essential, resolved[point.id].essential_vector),
                        (spillover, resolved[point.id].spillover_vector),
                    ):
                        whole = vector if side == "left" else vector[cells.mirror]
                        reached = np.flatnonzero(whole)
                        zone.append((reached, whole[reached]))
        return cls(rows, essential, spillover, cells.area_mm2)

    def rank(self, painting: Floats32, without: Collection[str] = (), most: int = MOST) -> tuple[Ranked, ...]:
        """The patterns that cover any of a painting, the best first.

        Args:
            painting: (cells,) how strongly each cell is painted, 0 to 1.
            without: ids of muscles or points that were examined and ruled out.
            most: how many to return.

        Returns:
            The best patterns of those with a score above 0. Empty where nothing is painted.
        """
        in_essential, in_both, total = self._covered(painting)
        if without:
            in_both[self._excluded(without)] = 0.0
        hits = (in_both > 1e-3).nonzero()[0]
        if not len(hits):
            return ()
        e = in_essential[hits]
        s = in_both[hits] - e
        score = scored(e, s, total, self._essential_mm2[hits], self._spillover_mm2[hits])
        # Ties end in the order of the catalog, so that the answer is always the same one.
        best = np.argsort(-score, kind="stable")[:most]
        return tuple(self._ranked(hits[best], score[best], e[best], s[best], total))

    def intensity(self, row: int) -> tuple[Floats32, Floats32]:
        """The essential and the spillover intensities of a row over all cells, (cells,) each."""
        return self._dense(self.essential[row]), self._dense(self.spillover[row])

    def _covered(self, painting: Floats32) -> tuple[Floats, Floats, float]:
        """Painted mm² in each row's essential zone, in either zone, and in all."""
        painted = painting.nonzero()[0]
        painted_mm2 = self.area_mm2[painted] * painting[painted]
        total = float(painted_mm2.sum())
        if not self.rows:
            return np.empty(0), np.empty(0), total
        # The weaker of painting and pattern counts, so that a soft border painted softly fits.
        if len(painted) > DENSE * len(painting):
            # So much is painted that reading row by row is quicker than picking cells out.
            everywhere = (self.area_mm2 * painting).astype(np.float32)[self._cell_of]
            return (
                np.add.reduceat(np.minimum(everywhere, self._essential_of), self._begin, dtype=np.float64),
                np.add.reduceat(np.minimum(everywhere, self._both_of), self._begin, dtype=np.float64),
                total,
            )
        first = self._start[painted]
        counts = self._start[painted + 1] - first
        entries = expand(first, counts)
        here, row, size = np.repeat(painted_mm2, counts), self._row[entries], len(self.rows)
        return (
            np.bincount(row, np.minimum(here, self._essential_in[entries]), size),  # type: ignore[return-value]
            np.bincount(row, np.minimum(here, self._both_in[entries]), size),
            total,
        )

    def _ranked(self, hits: Ints, score: Floats, e: Floats, s: Floats, total: float) -> Iterable[Ranked]:
        whole = np.maximum(self._essential_mm2[hits], 1e-9)
        painted_essential = np.minimum(e / whole, 1.0)
        whole = np.maximum(whole + self._spillover_mm2[hits], 1e-9)
        not_painted = np.maximum(1.0 - (e + s) / whole, 0.0)
        outside = np.maximum(1.0 - (e + s) / total, 0.0)
        place, best = 0, np.inf
        columns = np.stack([score, e / total, s / total, outside, painted_essential, not_painted], axis=1)
        for count, (hit, shares) in enumerate(zip(hits.tolist(), columns.tolist(), strict=True), start=1):
            if shares[0] < best - EQUAL:
                place, best = count, shares[0]
            yield Ranked(self.rows[hit], place, *shares)

    def _excluded(self, without: Collection[str]) -> list[int]:
        return [i for id in without for i in self._of.get(id, ())]

    def _dense(self, zone: tuple[Ints, Floats32]) -> Floats32:
        whole = np.zeros(len(self.area_mm2), dtype=np.float32)
        whole[zone[0]] = zone[1]
        return whole

    def _arrange(self) -> None:
        """An entry for each cell a row reaches: how many mm² of it, by row and once more by cell.

        A row that reaches nothing has one entry of 0, so that every row begins somewhere.
        """
        cells: list[Ints] = [np.empty(0, dtype=np.int32)]
        mm2: list[Floats32] = [np.empty((2, 0), dtype=np.float32)]
        for essential, spillover in zip(self.essential, self.spillover, strict=True):
            reached = np.union1d(essential[0], spillover[0])
            reached = reached if len(reached) else np.zeros(1, dtype=np.int64)
            here = np.zeros((2, len(reached)), dtype=np.float32)
            here[0, np.searchsorted(reached, essential[0])] = essential[1]
            here[1, np.searchsorted(reached, spillover[0])] = spillover[1]
            here[1] = np.minimum(here[0] + here[1], 1.0)
            cells.append(reached.astype(np.int32))
            mm2.append(here * self.area_mm2[reached].astype(np.float32))
        self._cell_of = np.concatenate(cells)
        self._essential_of, self._both_of = np.concatenate(mm2, axis=1)
        lengths = [len(each) for each in cells[1:]]
        self._begin = np.cumsum([0, *lengths[:-1]]) if lengths else np.empty(0, dtype=np.int64)
        order = np.argsort(self._cell_of, kind="stable")
        self._start = np.searchsorted(self._cell_of[order], np.arange(len(self.area_mm2) + 1))
        self._row = np.repeat(np.arange(len(lengths)), lengths)[order]
        self._essential_in, self._both_in = self._essential_of[order], self._both_of[order]
        self._essential_mm2 = np.bincount(self._row, self._essential_in, len(lengths)).astype(np.float64)
        both_mm2 = np.bincount(self._row, self._both_in, len(lengths)).astype(np.float64)
        self._spillover_mm2 = both_mm2 - self._essential_mm2


def scored(
    in_essential: Floats, in_spillover: Floats, total: float, essential: Floats, spillover: Floats
) -> Floats:
    """How well patterns fit a painting, 0 to 1.

    Args:
        in_essential, in_spillover: painted mm² in each zone of each pattern.
        total: painted mm² in all.
        essential, spillover: mm² of each zone.
    """
    explained = in_essential + SPILLOVER_WEIGHT * in_spillover
    outside = np.maximum(total - in_essential - in_spillover, 0.0)
    missing = (essential - in_essential) + MISSING_SPILLOVER * (spillover - in_spillover)
    return np.asarray(explained / (explained + outside + MISSING_WEIGHT * np.maximum(missing, 0.0)))
