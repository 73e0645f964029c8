"""P9: from a painting to the ranked patterns, against copying the table of all of them."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Result, interleave, median_ratio, ms
from viewer.body.body import Body, load_body
from viewer.body.frame import Floats, Floats32
from viewer.find.pain import PatternTable, Row

PATCH_SHARE = 0.01
CALLS = 10
"""Calls in one timing, since a stroke of the brush asks many times in a row."""
GOALS = {500: 0.10, 10_000: 0.02}
HALF_BODY = 1.0


def run() -> list[Result]:
    """A patch of 1 % of the skin, and half of it, at 500 and at 10,000 patterns."""
    body = load_body()
    centres = _centres(body)
    results = []
    for count, goal in GOALS.items():
        table = invented(body, centres, count)
        whole = np.zeros((len(table.rows), body.cells.count), dtype=np.float32)
        copied = np.empty_like(whole)
        patch = _blob(body, centres, 17, PATCH_SHARE)
        half = (centres[:, 0] > 0.0).astype(np.float32)
        times = interleave(
            {
                "floor": lambda a=copied, b=whole: [np.copyto(a, b) for _ in range(CALLS)],
                "patch": lambda t=table, q=patch: [t.rank(q) for _ in range(CALLS)],
                "half": lambda t=table, q=half: [t.rank(q) for _ in range(CALLS)],
            },
            rounds=11,
        )
        for name, what, limit in (("patch", "a patch", goal), ("half", "half the body", HALF_BODY)):
            ratio = median_ratio(times, name, "floor")
            detail = f"{CALLS} calls: {ms(times[name])}, floor {ms(times['floor'])}"
            results.append(
                Result(
                    "P9", f"{what} ranked, {count:,} patterns", "copy of the f32 table", ratio, limit, detail
                )
            )
    return results


def invented(body: Body, centres: Floats, count: int) -> PatternTable:
    """Patterns as large as the catalog's: a hundredth of the skin, spillover as large about it."""
    rng = np.random.default_rng(9)
    rows, essential, spillover = [], [], []
    for i in range(count):
        start = int(rng.integers(len(centres)))
        inner, outer = _blob(body, centres, start, 0.005), _blob(body, centres, start, 0.01)
        rows.append(Row(f"m{i}.1", f"m{i}", "left", "traditional"))
        for zone, values in ((essential, inner), (spillover, outer - inner)):
            ids = np.flatnonzero(values)
            zone.append((ids, values[ids]))
    return PatternTable(rows, essential, spillover, body.cells.area_mm2)


def _centres(body: Body) -> Floats:
    cells, area = body.cells, body.surface.vertex_area_mm2
    sums = [
        np.bincount(cells.cell, area * body.surface.vertices[:, k], minlength=cells.count) for k in range(3)
    ]
    return np.stack(sums, axis=1) / cells.area_mm2[:, None]


def _blob(body: Body, centres: Floats, start: int, share: float) -> Floats32:
    """(cells,) 1 in the cells nearest to one, as many as make up a share of the skin."""
    near = np.argsort(((centres - centres[start]) ** 2).sum(axis=1))
    area = np.cumsum(body.cells.area_mm2[near])
    blob = np.zeros(len(centres), dtype=np.float32)
    blob[near[: 1 + int(np.searchsorted(area, share * area[-1]))]] = 1.0
    return blob
