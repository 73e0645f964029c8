"""The smallest sets of patterns that explain a painting, and what each leaves over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from viewer.body.frame import Floats, Floats32, Ints
from viewer.find.pain import PatternTable, Row, scored

MOST_PATTERNS = 3
"""A painting is explained by one, two or three patterns, or not by this catalog."""
GAIN = 0.05
"""What each pattern of a set must add to the part of the painting that is explained."""
CANDIDATES = 24
SETS = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """A set of patterns that together cover a painting.

    Attributes:
        rows: one to three patterns, the one that explains most first.
        explained: how much of the painting lies in any of them, 0 to 1.
        score: the score of their union, as if it were one pattern.
        left_over: (cells,) what of the painting none of them covers.
    """

    rows: tuple[Row, ...]
    explained: float
    score: float
    left_over: Floats32


def explain(
    table: PatternTable, painting: Floats32, without: Collection[str] = (), most: int = SETS
) -> tuple[Explanation, ...]:
    """The best sets of one, two and three patterns, the smaller ones first.

    A larger set is told only where it explains ``GAIN`` more of the painting than the best of
    the smaller ones, and none of its patterns could be left out without losing as much.

    Args:
        painting: (cells,) 0 to 1.
        without: ids of muscles or points that were ruled out.
        most: how many sets of each size.
    """
    painted = np.flatnonzero(painting > 0.0)
    ranked = table.rank(painting, without, most=8 * CANDIDATES)
    if not ranked:
        return ()
    by_cover = sorted(ranked, key=lambda each: each.outside_share)
    chosen = dict.fromkeys(each.row for each in (*ranked[:CANDIDATES], *by_cover[: CANDIDATES // 2]))
    sets = _Sets(table, painting, painted, list(chosen))
    found: list[Explanation] = []
    reached = 0.0
    for size in range(1, MOST_PATTERNS + 1):
        best = sets.best(size, most, reached + GAIN if found else 0.0)
        if best:
            found += best
            reached = max(reached, max(each.explained for each in best))
    return tuple(found)


class _Sets:
    """Sets of candidates over the painted cells."""

    def __init__(self, table: PatternTable, painting: Floats32, painted: Ints, rows: list[Row]) -> None:
        self._painting, self._painted, self._rows = painting, painted, rows
        numbers = [table.number[row.point, row.side] for row in rows]
        self._area = table.area_mm2
        dense = [table.intensity(number) for number in numbers]
        self._essential = np.array([each[0] for each in dense], dtype=np.float32)
        self._both = np.array([np.minimum(each[0] + each[1], 1.0) for each in dense], dtype=np.float32)
        self._weight = table.area_mm2[painted]
        self._total = float(self._weight @ painting[painted])
        # Here alone the sets are many; what lies outside the painting is worked out for the few.
        self._cover = np.minimum(self._both[:, painted], painting[painted])

    def best(self, size: int, most: int, at_least: float) -> list[Explanation]:
        sets = np.array(list(combinations(range(len(self._rows)), size)), dtype=np.int64)
        if not len(sets):
            return []
        explained = self._explained(sets)
        good = explained >= max(at_least, 1e-6)
        for left_out in range(size if size > 1 else 0):
            without = self._explained(np.delete(sets, left_out, axis=1))
            good &= explained - without >= GAIN
        sets, explained = sets[good], explained[good]
        # The union's score is dear, so only the sets that explain most are given one.
        few = np.argsort(-explained, kind="stable")[: 40 * most] if size > 1 else np.arange(len(sets))
        made = [self._explanation(sets[i], float(explained[i])) for i in few]
        return sorted(made, key=lambda each: -each.score)[:most]

    def _explained(self, sets: Ints) -> Floats:
        cover = self._cover[sets[:, 0]]
        for column in range(1, sets.shape[1]):
            cover = np.maximum(cover, self._cover[sets[:, column]])
        return np.asarray(cover @ self._weight, dtype=np.float64) / self._total

    def _explanation(self, members: Ints, explained: float) -> Explanation:
        essential = self._essential[members].max(axis=0).astype(np.float64)
        spillover = np.maximum(self._both[members].max(axis=0) - essential, 0.0)
        q, w = self._painting, self._area
        in_essential = np.minimum(q, essential)
        in_spillover = np.minimum(q, essential + spillover) - in_essential
        score = scored(w @ in_essential, w @ in_spillover, self._total, w @ essential, w @ spillover)
        alone = self._cover[members] @ self._weight
        order = np.argsort(-alone, kind="stable")
        return Explanation(
            rows=tuple(self._rows[members[i]] for i in order),
            explained=explained,
            score=float(score),
            left_over=np.maximum(q - self._both[members].max(axis=0), 0.0).astype(np.float32),
        )
