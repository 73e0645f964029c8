"""Resolve the shipped catalog's trigger points into ``assets/patterns.npz``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from viewer.body.atlas import Atlas
from viewer.body.body import Body, data_folder
from viewer.body.builds import available, folder
from viewer.body.resolver import PlaceError
from viewer.catalog.carry import carried
from viewer.catalog.loader import load
from viewer.catalog.model import TriggerPoint
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint, resolve_point, sights_of

Made = list[tuple[TriggerPoint, str, ResolvedPoint]]


def build(assets: Path, report: Callable[[str], None] = print) -> int:
    """Write ``patterns.npz`` into an assets folder whose body and atlas are built.

    Args:
        report: told what could not be resolved, and how many points were.

    Returns:
        How many trigger points could not be resolved.
    """
    body, atlas = Body(assets / "body"), Atlas(assets)
    catalog = load(data_folder() / "trigger_points.yaml").catalog
    sights = sights_of(body, atlas)
    failed = 0
    made: Made = []
    for muscle in catalog.muscles.values():
        sheet = muscle.sheet or muscle.id
        for point in muscle.trigger_points:
            try:
                made.append((point, sheet, resolve_point(body, point, sheet=sheet, sights=sights)))
            except PlaceError as error:
                failed += 1
                report(f"{point.id}: {error}")
    count = PatternCache(assets, body, atlas).ship(made)
    report(f"{count} patterns, {(assets / 'patterns.npz').stat().st_size / 1e6:.1f} MB")
    for build in available(assets):
        if build != "male":
            other = folder(assets, build)
            _carry(made, body, other)
            report(f"{build}: {(other / 'patterns.npz').stat().st_size / 1e6:.1f} MB")
    return failed


def _carry(made: Made, body: Body, assets: Path) -> None:
    """The same points on another build."""
    other, atlas = Body(assets / "body"), Atlas(assets)
    sights = sights_of(other, atlas)
    moved = [(point, sheet, carried(found, sheet, body, other, sights)) for point, sheet, found in made]
    PatternCache(assets, other, atlas).ship(moved)


if __name__ == "__main__":
    from viewer.body.body import assets_folder

    raise SystemExit(1 if build(assets_folder()) else 0)
