"""From a painted pain to the documented patterns that cover it, ranked.

A look-up of documented patterns, never a diagnosis. The formula and its reasons are in
``docs/pain_lookup.md``; a painting and a pattern are both intensities over the same cells of
the skin, so that the answer knows nothing of views, pictures or the density of the mesh.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True, slots=True)
class Ranked:
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
        self._by_cell()

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
        in_essential, in_spillover, total = self._covered(painting)
        if total <= 0.0:
            return ()
        score = self._score(in_essential, in_spillover, total, self._essential_mm2, self._spillover_mm2)
        if without:
            score[self._excluded(without)] = 0.0
        hits = np.flatnonzero(score > 1e-6)
        if len(hits) > most:
            floor = np.partition(score[hits], -most)[-most]
            hits = hits[score[hits] >= floor]
        # Ties end in the order of the catalog, so that the answer is always the same one.
        hits = hits[np.argsort(-score[hits], kind="stable")][:most]
        return tuple(self._ranked(hits, score, in_essential, in_spillover, total))

    def intensity(self, row: int) -> tuple[Floats32, Floats32]:
        """The essential and the spillover intensities of a row over all cells, (cells,) each."""
        return self._dense(self.essential[row]), self._dense(self.spillover[row])

    def _covered(self, painting: Floats32) -> tuple[Floats, Floats, float]:
        """Painted mm² in each row's essential zone, in its spillover, and in all."""
        painted = np.flatnonzero(painting > 0.0)
        strength = painting[painted].astype(np.float64)
        total = float(self.area_mm2[painted] @ strength)
        counts = self._start[painted + 1] - self._start[painted]
        entries = expand(self._start[painted], counts)
        times = np.repeat(strength, counts)
        area = np.repeat(self.area_mm2[painted], counts)
        rows, size = self._row[entries], len(self.rows)
        # The weaker of painting and pattern counts, so that a soft border painted softly fits.
        essential = np.minimum(times, self._essential_entry[entries])
        both = np.minimum(times, self._both_entry[entries])
        return _sums(rows, area * essential, size), _sums(rows, area * (both - essential), size), total

    @staticmethod
    def _score(
        in_essential: Floats, in_spillover: Floats, total: float, essential: Floats, spillover: Floats
    ) -> Floats:
        explained = in_essential + SPILLOVER_WEIGHT * in_spillover
        outside = total - in_essential - in_spillover
        missing = (essential - in_essential) + MISSING_SPILLOVER * (spillover - in_spillover)
        whole = explained + np.maximum(outside, 0.0) + MISSING_WEIGHT * np.maximum(missing, 0.0)
        return np.divide(explained, whole, out=np.zeros_like(explained), where=whole > 0.0)

    def _ranked(
        self, hits: Ints, score: Floats, in_essential: Floats, in_spillover: Floats, total: float
    ) -> Iterable[Ranked]:
        place, best = 0, np.inf
        scores, e, s = score[hits].tolist(), in_essential[hits], in_spillover[hits]
        whole = self._essential_mm2[hits] + self._spillover_mm2[hits]
        painted_essential = np.divide(
            e, self._essential_mm2[hits], out=np.zeros_like(e), where=self._essential_mm2[hits] > 0
        )
        not_painted = 1.0 - np.divide(e + s, whole, out=np.zeros_like(e), where=whole > 0)
        e_share, s_share = e / total, s / total
        outside = np.clip(1.0 - e_share - s_share, 0.0, 1.0)
        columns = zip(
            hits.tolist(), scores, e_share.tolist(), s_share.tolist(), outside.tolist(),
            np.clip(painted_essential, 0, 1).tolist(), np.clip(not_painted, 0, 1).tolist(), strict=True,
        )  # fmt: skip
        for count, (hit, scored, *shares) in enumerate(columns, start=1):
            if scored < best - EQUAL:
                place, best = count, scored
            yield Ranked(self.rows[hit], place, scored, *shares)

    def _excluded(self, without: Collection[str]) -> list[int]:
        return [i for id in without for i in self._of.get(id, ())]

    def _dense(self, zone: tuple[Ints, Floats32]) -> Floats32:
        whole = np.zeros(len(self.area_mm2), dtype=np.float32)
        whole[zone[0]] = zone[1]
        return whole

    def _by_cell(self) -> None:
        """One entry for each cell a row reaches, sorted by cell."""
        cells: list[Ints] = []
        rows: list[Ints] = []
        e_of: list[Floats] = []
        both_of: list[Floats] = []
        for row, (essential, spillover) in enumerate(zip(self.essential, self.spillover, strict=True)):
            reached = np.union1d(essential[0], spillover[0])
            here = np.zeros((2, len(reached)))
            here[0, np.searchsorted(reached, essential[0])] = essential[1]
            here[1, np.searchsorted(reached, spillover[0])] = spillover[1]
            e_of.append(here[0])
            both_of.append(np.minimum(here[0] + here[1], 1.0))
            cells.append(reached)
            rows.append(np.full(len(reached), row, dtype=np.int32))
        cell = np.concatenate([np.empty(0, dtype=np.int64), *cells])
        order = np.argsort(cell, kind="stable")
        count = len(self.area_mm2)
        self._start = np.searchsorted(cell[order], np.arange(count + 1))
        self._row = np.concatenate([np.empty(0, dtype=np.int32), *rows])[order]
        self._essential_entry = np.concatenate([np.empty(0), *e_of])[order]
        self._both_entry = np.concatenate([np.empty(0), *both_of])[order]
        self._entry_mm2 = self.area_mm2[cell[order]]

    @cached_property
    def _essential_mm2(self) -> Floats:
        return _sums(self._row, self._entry_mm2 * self._essential_entry, len(self.rows))

    @cached_property
    def _spillover_mm2(self) -> Floats:
        return _sums(self._row, self._entry_mm2 * (self._both_entry - self._essential_entry), len(self.rows))


def _sums(rows: Ints, mm2: Floats, size: int) -> Floats:
    """(size,) the sum of the areas of each row."""
    return np.asarray(np.bincount(rows, mm2, minlength=size), dtype=np.float64)
