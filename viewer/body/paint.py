"""Pain painted on the skin: strokes and whole regions, what they cover, and how they are kept.

A stroke is a line over the skin and a width in millimetres, never pixels of a view: the same
painting shows in every view, and cannot run over to what merely lies behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from viewer.body.body import Body
from viewer.body.frame import Floats, Floats32
from viewer.body.records import Side
from viewer.body.zones import softened

WORST, SOME = 1.0, 0.5
"""How strongly a mark counts."""
WIDTHS_MM = (8.0, 60.0)
"""The widths a brush can have."""
SOFT_MM = 3.0
"""Half the width of a painted border."""
_REACH_MM = 14.0  # how far beyond its edge a stroke's distance is known
_MOST_MARKS, _MOST_POINTS = 2_000, 5_000
Xyz = tuple[float, float, float]


class PaintError(ValueError):
    """A kept painting that cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stroke of the brush.

    Attributes:
        line: points on the skin, mm of the reference body.
        width_mm: of the brush.
        strength: ``WORST`` or ``SOME``; 0 takes paint away.
    """

    line: tuple[Xyz, ...]
    width_mm: float
    strength: float = WORST


@dataclass(frozen=True, slots=True)
class WholeArea:
    """A whole region of one side (of the midline's the side is of no account); strength as a stroke's."""

    region: str
    side: Side
    strength: float = WORST


Mark = Stroke | WholeArea
Painting = tuple[Mark, ...]
"""Marks in the order in which they were made; the later one lies on top."""


@dataclass(frozen=True, slots=True)
class PaintField:
    """What a painting covers.

    Attributes:
        mm: (n,) signed distance of each vertex from the edge of the paint, negative inside.
        strength: (n,) how strongly the paint at each vertex counts.
    """

    mm: Floats32
    strength: Floats32

    @classmethod
    def bare(cls, body: Body) -> PaintField:
        count = len(body.surface.vertices)
        return cls(np.full(count, np.inf, dtype=np.float32), np.zeros(count, dtype=np.float32))

    @property
    def empty(self) -> bool:
        return not bool((self.mm < 0.0).any())

    @property
    def intensity(self) -> Floats32:
        """(n,) 0 to 1."""
        near = np.flatnonzero(self.mm < SOFT_MM)
        found = np.zeros(len(self.mm), dtype=np.float32)
        found[near] = softened(self.mm[near].astype(np.float64), SOFT_MM) * self.strength[near]
        return found

    @property
    def worst_mm(self) -> Floats32:
        """(n,) as ``mm``, of what is painted more strongly than ``SOME``."""
        return np.where(self.strength > 0.75, self.mm, np.maximum(self.mm, np.float32(1.0)))

    def with_band(self, body: Body, line: Floats, width_mm: float, strength: float) -> PaintField:
        """With a stretch of a stroke added, or taken away where the strength is 0."""
        line = np.atleast_2d(line)
        ids, mm, _ = body.surface.band(line, np.full(len(line), width_mm / 2.0), _REACH_MM)
        return self._with(ids, mm.astype(np.float32), strength)

    def with_mark(self, body: Body, mark: Mark) -> PaintField:
        """With one more mark.

        Raises:
            PaintError: the mark is of a region that this body has not.
        """
        if isinstance(mark, Stroke):
            return self.with_band(body, np.array(mark.line, dtype=np.float64), mark.width_mm, mark.strength)
        if mark.region not in body.regions:
            raise PaintError(f"'{mark.region}' is not a region of this body")
        distance = body.regions.distance(mark.region, mark.side)
        ids = np.flatnonzero(distance <= _REACH_MM)
        return self._with(ids, distance[ids].astype(np.float32), mark.strength)

    def _with(self, ids: np.ndarray, mm: Floats32, strength: float) -> PaintField:
        field, strong = self.mm.copy(), self.strength.copy()
        if strength <= 0.0:
            field[ids] = np.maximum(field[ids], -mm)
        else:
            # What lies nearer to this mark than to what was there, or in it, is this mark's.
            mine = ids[(mm <= 0.0) | (mm < field[ids])]
            strong[mine] = strength
            field[ids] = np.minimum(field[ids], mm)
        return PaintField(field, strong)


def paint_field(body: Body, painting: Painting, onto: PaintField | None = None) -> PaintField:
    """What a painting covers; a mark of an unknown region covers nothing.

    Args:
        onto: what was painted before these marks; nothing, where it is left out.
    """
    field = PaintField.bare(body) if onto is None else onto
    for mark in painting:
        if isinstance(mark, Stroke) or mark.region in body.regions:
            field = field.with_mark(body, mark)
    return field


def areas_of(painting: Painting) -> dict[tuple[str, Side], float]:
    """The regions that were filled whole and not taken away again: their strength."""
    found: dict[tuple[str, Side], float] = {}
    for mark in painting:
        if isinstance(mark, WholeArea):
            found.pop((mark.region, mark.side), None)
            if mark.strength > 0.0:
                found[mark.region, mark.side] = mark.strength
    return found


def to_json(painting: Painting) -> dict[str, Any]:
    """A painting as plain data."""
    marks: list[dict[str, Any]] = []
    for mark in painting:
        if isinstance(mark, Stroke):
            line = [[round(value, 1) for value in point] for point in mark.line]
            marks.append({"line_mm": line, "width_mm": mark.width_mm, "strength": mark.strength})
        else:
            marks.append({"region": mark.region, "side": mark.side, "strength": mark.strength})
    return {"format": 1, "marks": marks}


def from_json(data: object) -> Painting:
    """A painting from plain data.

    Raises:
        PaintError: it is not a painting; the words say what is wrong.
    """
    if not isinstance(data, Mapping) or data.get("format") != 1:
        raise PaintError("a painting is an object with 'format': 1 and 'marks'")
    marks = data.get("marks")
    if not isinstance(marks, list) or len(marks) > _MOST_MARKS:
        raise PaintError(f"'marks' is a list of at most {_MOST_MARKS} marks")
    return tuple(_mark(mark, f"mark {number}") for number, mark in enumerate(marks, start=1))


def _mark(mark: object, where: str) -> Mark:
    if not isinstance(mark, Mapping):
        raise PaintError(f"{where}: a mark is an object")
    strength = _number(mark.get("strength", WORST), (0.0, 1.0), f"{where}: 'strength'")
    if "region" in mark:
        region, side = mark["region"], mark.get("side", "left")
        if not isinstance(region, str) or side not in ("left", "right"):
            raise PaintError(f"{where}: a region has an id and the side 'left' or 'right'")
        return WholeArea(region, side, strength)
    points = mark.get("line_mm")
    if not isinstance(points, list) or not 1 <= len(points) <= _MOST_POINTS:
        raise PaintError(f"{where}: 'line_mm' is a list of 1 to {_MOST_POINTS} points")
    line = tuple(_point(point, where) for point in points)
    return Stroke(line, _number(mark.get("width_mm"), WIDTHS_MM, f"{where}: 'width_mm'"), strength)


def _point(point: object, where: str) -> Xyz:
    if not isinstance(point, list) or len(point) != 3:
        raise PaintError(f"{where}: a point is [x, y, z] in mm")
    x, y, z = (_number(value, (-3000.0, 3000.0), f"{where}: a coordinate") for value in point)
    return x, y, z


def _number(value: object, span: tuple[float, float], what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise PaintError(f"{what} is a number")
    if not span[0] <= value <= span[1]:
        raise PaintError(f"{what} lies between {span[0]:g} and {span[1]:g}")
    return float(value)


def mirrored(painting: Iterable[Mark]) -> Painting:
    """The same painting on the other side."""
    return tuple(
        Stroke(tuple((-x, y, z) for x, y, z in mark.line), mark.width_mm, mark.strength)
        if isinstance(mark, Stroke)
        else WholeArea(mark.region, "right" if mark.side == "left" else "left", mark.strength)
        for mark in painting
    )
