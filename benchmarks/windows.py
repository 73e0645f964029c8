"""P1, P2 and P11: how soon the window is there, and what it weighs, in fresh processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Result

ROOT = Path(__file__).resolve().parents[1]


def spawn(child: str, compiled: str) -> dict[str, float]:
    """Run a child module; seconds from its start to each word it says, and its memory in MiB.

    Args:
        compiled: folder of bytecode for both, so that neither is compiled at each start and
            nothing is written among the sources.
    """
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": "",
    }  # fmt: skip
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.children.{child}"],
        capture_output=True, text=True, env=environment, cwd=ROOT, check=True, timeout=180,
    )  # fmt: skip
    said = dict(line.split() for line in done.stdout.splitlines())
    return {word: float(value) - (0 if word == "pss" else start) for word, value in said.items()}


def run(rounds: int = 7) -> list[Result]:
    """The app and the bare window in turn; a run of each first, to warm the caches."""
    floors, apps = [], []
    with tempfile.TemporaryDirectory() as compiled:
        spawn("floor_window", compiled)
        spawn("app_window", compiled)
        for _ in range(rounds):
            floors.append(spawn("floor_window", compiled))
            apps.append(spawn("app_window", compiled))

    def ratio(word: str) -> float:
        return statistics.median(a[word] / f["frame"] for a, f in zip(apps, floors, strict=True))

    floor_ms = statistics.median(f["frame"] for f in floors) * 1e3
    frame_ms = statistics.median(a["frame"] for a in apps) * 1e3
    shell_ms = statistics.median(a["shell"] for a in apps) * 1e3
    pss = statistics.median(a["pss"] for a in apps)
    floor_pss = statistics.median(f["pss"] for f in floors)
    bare = "bare pyqtgraph window of four views"
    return [
        Result(
            "P1",
            "first usable frame",
            bare,
            ratio("frame"),
            1.3,
            f"{frame_ms:.0f} ms against {floor_ms:.0f} ms",
        ),
        Result("P2", "shell on the screen", bare, ratio("shell"), 0.4, f"{shell_ms:.0f} ms"),
        Result(
            "P11",
            "memory with four views",
            bare,
            pss / floor_pss,
            1.5,
            f"{pss:.0f} MiB against {floor_pss:.0f} MiB",
        ),
    ]


if __name__ == "__main__":
    from benchmarks.measure import table

    print(table(run()))
