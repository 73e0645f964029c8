"""Which patterns are alike, and in what they differ, from our own geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viewer.body.cells import overlap as shared_area
from viewer.body.frame import Floats32
from viewer.body.records import Side
from viewer.find.pain import SPILLOVER_WEIGHT, PatternTable, Row

ALIKE_MIN = 0.05
"""Patterns that share less than this are not easily taken for each other."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A pattern that is easily taken for another one.

    Attributes:
        overlap: the area both cover over the area either covers, 0 to 1, spillover at half.
        shared: how much of the first pattern lies in this one, 0 to 1.
        own: how much of this pattern lies outside the first one, 0 to 1.
    """

    row: Row
    overlap: float
    shared: float
    own: float


def confused_with(
    table: PatternTable, point: str, side: Side = "left", most: int = 8, *, same_muscle: bool = False
) -> tuple[Alike, ...]:
    """The patterns of either side that a point's pattern is most easily taken for, the most alike first.

    Args:
        same_muscle: whether points of the point's own muscle are told as well.

    Raises:
        KeyError: the table has no such point.
    """
    number = table.number[point, side]
    mine = table.rows[number]
    whole = felt(table, number)
    own_mm2 = float(table.area_mm2 @ whole)
    found = []
    for other, row in enumerate(table.rows):
        if other == number or row.point == point or (row.muscle == mine.muscle and not same_muscle):
            continue
        cells = np.union1d(table.essential[other][0], table.spillover[other][0])
        if not whole[cells].any():
            continue
        theirs = felt(table, other)
        both = float(table.area_mm2 @ np.minimum(whole, theirs))
        either = float(table.area_mm2 @ np.maximum(whole, theirs))
        size = float(table.area_mm2 @ theirs)
        if either > 0.0 and both / either >= ALIKE_MIN:
            found.append(Alike(row, both / either, both / own_mm2, 1.0 - both / size))
    return tuple(sorted(found, key=lambda each: (-each.overlap, each.row.point))[:most])


def overlap(table: PatternTable, one: str, two: str, side: Side) -> float:
    """How alike the patterns of two points are: the area both cover over the area either covers, 0 to 1.

    Raises:
        KeyError: the table has no such point.
    """
    a, b = (felt(table, table.number[point, side]) for point in (one, two))
    return shared_area(table.area_mm2, a, b)


def felt(table: PatternTable, number: int) -> Floats32:
    """How likely a pattern is felt in each cell, (cells,): 1 in the essential zone, half in the spillover."""
    essential, spillover = table.intensity(number)
    return np.minimum(essential + np.float32(SPILLOVER_WEIGHT) * spillover, np.float32(1.0))


def common(table: PatternTable, numbers: Sequence[int]) -> Floats32:
    """(cells,) how strongly all of several patterns cover each cell; zones count alike.

    Raises:
        ValueError: no pattern is named.
    """
    if not numbers:
        raise ValueError("no pattern to compare")
    whole = np.ones(len(table.area_mm2), dtype=np.float32)
    for number in numbers:
        essential, spillover = table.intensity(number)
        whole = np.minimum(whole, np.minimum(essential + spillover, np.float32(1.0)))
    return whole
