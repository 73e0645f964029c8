"""What a measured process says of itself on stdout, a word and a number a line."""

from __future__ import annotations

import time
from pathlib import Path


def say_time(word: str) -> None:
    """The moment on the clock that all processes share, in seconds."""
    print(word, repr(time.monotonic()), flush=True)


def say_memory() -> None:
    """This process's proportional set size in MiB (Linux)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    pss_kb = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    print("pss", pss_kb / 1024, flush=True)
