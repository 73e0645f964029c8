"""Make everything in ``assets/`` that is computed, from two pinned wheels and ``data/body``.

    python tools/build_atlas.py [--stage NAME] [--wheels DIR] [--out assets]

It needs the extra ``assets`` (scipy, numba, mujoco, …); the app needs none of this to run.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.geometry.stages import (  # noqa: E402
    BodyBuild,
    make_female,
    make_landmarks,
    make_regions,
    make_skeleton,
    make_skin,
    make_structures,
)

DATA = ROOT / "data" / "body"


def main(arguments: list[str] | None = None) -> int:
    """Run every stage in order, or one; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--stage", choices=list(STAGES), help="run this stage alone")
    parser.add_argument("--wheels", type=Path, help="a folder with the pinned wheels; else downloaded")
    parser.add_argument("--out", type=Path, default=ROOT / "assets", help="where to write (default: assets)")
    options = parser.parse_args(arguments)
    started = time.monotonic()

    def report(text: str) -> None:
        print(f"{time.monotonic() - started:7.1f} s  {text}", flush=True)

    build = BodyBuild(DATA, options.out.resolve(), options.wheels, report)
    for name, (what, run) in STAGES.items():
        if options.stage in (None, name):
            report(f"{name}: {what}")
            run(build, report)
    report("done")
    return 0


def _sheets(build: BodyBuild, report: Callable[[str], None]) -> None:
    formed = importlib.import_module("tools.sheets.build").build(DATA / "sheets", build.assets)
    report(f"{len(formed)} parts of muscles")


def _atlas(build: BodyBuild, report: Callable[[str], None]) -> None:
    drawn = [record for record in build.words.structures.values() if record.drawn]
    importlib.import_module("tools.atlas_render.build").build(build.assets, report, structures=drawn)
    importlib.import_module("tools.atlas_render.figures").build(build.assets)


def _female(build: BodyBuild, report: Callable[[str], None]) -> None:
    make_female(build)
    drawn = [record for record in build.words.structures.values() if record.drawn]
    female, whole = build.assets / "female", ("anterior", "posterior", "left_lateral")
    importlib.import_module("tools.atlas_render.build").build(
        female, report, structures=drawn, views=whole, finest=2
    )
    importlib.import_module("tools.atlas_render.figures").build(female)


def _patterns(build: BodyBuild, report: Callable[[str], None]) -> None:
    failed = importlib.import_module("tools.patterns").build(build.assets, report)
    if failed:
        raise SystemExit(f"{failed} trigger points could not be resolved")


Stage = Callable[[BodyBuild, Callable[[str], None]], None]
STAGES: dict[str, tuple[str, Stage]] = {
    "body": ("the skin", lambda build, _: make_skin(build)),
    "skeleton": ("the bones inside it", lambda build, _: make_skeleton(build)),
    "landmarks": ("what a therapist feels for", lambda build, _: make_landmarks(build)),
    "sheets": ("the muscles", _sheets),
    "structures": ("what a needle must respect", lambda build, _: make_structures(build)),
    "regions": ("named areas, dots and cells of the skin", lambda build, _: make_regions(build)),
    "atlas": ("the pictures", _atlas),
    "female": ("the second body", _female),
    "patterns": ("where pain is referred", _patterns),
}

if __name__ == "__main__":
    sys.exit(main())
