"""Interleaved timing, and a table of ratios beside their goals."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One figure.

    Attributes:
        key: the goal's number, such as P4.
        what: what was measured.
        floor: what it is a ratio of.
        ratio: measured / floor.
        goal: at most this (at least, where ``more`` is True).
        detail: milliseconds and the like, never judged: the machine drifts.
    """

    key: str
    what: str
    floor: str
    ratio: float
    goal: float
    detail: str = ""
    more: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio >= self.goal if self.more else self.ratio <= self.goal


def interleave(
    candidates: Mapping[str, Callable[[], object]], rounds: int = 7, *, warm_up: int = 1
) -> dict[str, list[float]]:
    """Seconds of each candidate, called in turn A B C A B C …, the collector emptied before each."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for turn in range(rounds + warm_up):
        for name, call in candidates.items():
            gc.collect()
            start = time.perf_counter()
            call()
            if turn >= warm_up:
                times[name].append(time.perf_counter() - start)
    return times


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def ms(values: list[float], of: Callable[[list[float]], float] = min) -> str:
    """Milliseconds for the detail column."""
    return f"{of(values) * 1e3:.3g} ms"


def median_ratio(times: dict[str, list[float]], name: str, floor: str) -> float:
    """The median of the ratios round by round: steady while the machine drifts."""
    return statistics.median(a / b for a, b in zip(times[name], times[floor], strict=True))


def table(results: list[Result]) -> str:
    """The results as a text table."""
    rows = [("", "measured", "floor", "ratio", "goal", "", "detail")]
    for r in results:
        sign = "≥" if r.more else "≤"
        met = "met" if r.met else "MISSED"
        rows.append((r.key, r.what, r.floor, f"{r.ratio:.3g}", f"{sign} {r.goal:g}", met, r.detail))
    widths = [max(len(row[i]) for row in rows) for i in range(7)]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows
    )
