"""python -m benchmarks: every figure as a ratio to its floor, with the goals beside them."""

from __future__ import annotations

import sys

from benchmarks import brush, catalogs, maps, pain, searching, windows
from benchmarks.measure import Result, table

PARTS = {
    "windows": windows.run,
    "catalogs": catalogs.run,
    "maps": maps.run,
    "searching": searching.run,
    "pain": pain.run,
    "brush": brush.run,
}


def main(chosen: list[str]) -> int:
    """Run the named parts (all without names) and print one table; 2 for an unknown name."""
    unknown = set(chosen) - set(PARTS)
    if unknown:
        print(f"not a part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    results: list[Result] = []
    # In this order always: what the maps leave in the process would weigh on the catalog's figures.
    for name in [part for part in PARTS if not chosen or part in chosen]:
        print(f"measuring {name} …", file=sys.stderr)
        results += PARTS[name]()
    results.sort(key=lambda result: int(result.key[1:]))
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
