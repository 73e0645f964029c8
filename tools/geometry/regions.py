"""Named areas of the skin: each vertex goes to the region whose seed is nearest over the skin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tools.geometry.meshes import components, edges_of
from viewer.body.body import Body
from viewer.body.records import RegionRecord
from viewer.body.surface import Surface
from viewer.body.zones import stroke_line

REACH_MM = 230.0
BEST = 5
"""How many regions a vertex keeps: where four meet, three leave a notch in the borders."""


def grown(body: Body, record: RegionRecord) -> np.ndarray:
    """(n,) mm of each vertex from a region's seed on the left, less its head start; inf out of reach.

    Raises:
        PlaceError: a place of the seed cannot be found.
    """
    distance = np.full(len(body.surface.vertices), np.inf)
    for stroke in record.seed:
        ids, mm = body.surface.distances(stroke_line(body, stroke), REACH_MM)
        distance[ids] = np.minimum(distance[ids], mm)
    return distance - record.head_start_mm


def assign(body: Body, records: Sequence[RegionRecord]) -> dict[str, np.ndarray]:
    """``ids``, ``vertex_region`` int16 (n, BEST) and ``vertex_mm`` float32, best first.

    Codes are twice the region's number, plus one on the right; -1 where fewer are in reach.

    Raises:
        ValueError: a vertex is out of reach of every seed.
    """
    surface = body.surface
    table = np.full((len(surface.vertices), 2 * len(records)), np.inf)
    for k, record in enumerate(records):
        left = grown(body, record)
        if record.midline:
            table[:, 2 * k] = np.minimum(left, left[surface.mirror])
        else:
            table[:, 2 * k], table[:, 2 * k + 1] = left, left[surface.mirror]
    table = _whole(table, edges_of(surface.faces), surface.mirror)
    order = np.argsort(table, axis=1, kind="stable")[:, :BEST]
    mm = np.take_along_axis(table, order, 1)
    if not np.isfinite(mm[:, 0]).all():
        raise ValueError(f"{np.isinf(mm[:, 0]).sum()} vertices are out of reach of every region")
    code = np.where(np.isfinite(mm), order, -1)
    _share_midline(surface, code, mm)
    return {
        "ids": np.array([record.id for record in records]),
        "vertex_region": code.astype(np.int16),
        "vertex_mm": np.where(np.isfinite(mm), mm, 1e4).astype(np.float32),
    }


def _share_midline(surface: Surface, code: np.ndarray, mm: np.ndarray) -> None:
    """Give half of the midline, which is as near to both sides, to the right (in place)."""
    middle = np.flatnonzero(surface.mirror == np.arange(len(code)))
    tied = middle[(mm[middle, 0] == mm[middle, 1]) & (code[middle, 0] // 2 == code[middle, 1] // 2)]
    tied = tied[np.argsort(-surface.vertex_area_mm2[tied])]
    for region in np.unique(code[tied, 0]):
        given = [0.0, 0.0]
        for vertex in tied[code[tied, 0] == region]:
            right = int(given[1] < given[0])
            given[right] += surface.vertex_area_mm2[vertex]
            if right:
                code[vertex, :2] = code[vertex, 1::-1]


def _whole(table: np.ndarray, edges: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    """The same distances, but each region's lesser pieces given to what lies about them."""
    for _ in range(6):
        best = table.argmin(1)
        pairs = edges[best[edges[:, 0]] == best[edges[:, 1]]]
        piece = components(len(table), pairs)
        size = np.bincount(piece)
        largest = np.zeros(table.shape[1], int)
        np.maximum.at(largest, best, size[piece])
        stray = size[piece] < largest[best]
        stray |= stray[mirror]
        if not stray.any():
            break
        table = table.copy()
        table[stray, best[stray]] = np.inf
    return table
