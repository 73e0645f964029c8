"""``viewer check --coverage``: what of a catalog is written, and what its patterns reach."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from viewer.cli_output import counted, print_json, say

if TYPE_CHECKING:
    from viewer.catalog.coverage import Coverage, Tally
    from viewer.catalog.loader import Loaded
    from viewer.find.pain_regions import Reach


def coverage(options: argparse.Namespace) -> int:
    """Tell how far one catalog is written; draw what its patterns reach, where that is asked for."""
    if not options.coverage:
        say("-o belongs to --coverage")
        return 2
    if len(options.files) > 1:
        say("--coverage is told of one catalog at a time")
        return 2
    from viewer.catalog.coverage import coverage as count
    from viewer.catalog.coverage import written_muscles
    from viewer.catalog.loader import load
    from viewer.cli_pictures import cannot_draw

    if status := cannot_draw(options.output):
        return status
    loaded = load(options.files[0] if options.files else None, options.overlay, use_cache=False)
    if not loaded.catalog.title:
        for issue in loaded.issues[:20]:
            say(str(issue))
        return 1
    if loaded.withheld:
        say(f"{counted(len(loaded.withheld), 'record')} with errors; `viewer check` lists them")
    found = count(written_muscles(loaded))
    reached = _reach(loaded)
    if options.json:
        print_json({"groups": found.to_json(), "regions": _reach_json(reached)})
    else:
        for line in (*_group_lines(found), "", *_field_lines(found), "", *_reach_lines(loaded, reached)):
            print(line.rstrip())
    return _draw(options, loaded, reached) if options.output is not None else 0


def _reach(loaded: Loaded) -> Mapping[str, Reach]:
    """How many patterns reach each region; nothing where the body is not here."""
    from viewer.cli_pain import read_ground
    from viewer.find.pain_regions import reach

    ground = read_ground(loaded)
    return reach(ground.table, ground.regions) if ground is not None else {}


def _reach_json(reached: Mapping[str, Reach]) -> dict[str, Any]:
    return {
        region: {
            "essential": found.essential,
            "spillover": found.spillover,
            "muscles": list(found.muscles),
            "evidence": dict(found.evidence),
        }
        for region, found in reached.items()
    }


# -- in words


def _group_lines(found: Coverage) -> Iterator[str]:
    from viewer.catalog.coverage import Tally
    from viewer.catalog.model import GROUPS

    yield f"{'By group':<22}{'muscles':>8}{'bare':>6}{'points':>8}{_HEADS}"
    for group in found.groups:
        muscles, bare, points = found.described[group], len(found.bare[group]), found.points[group]
        head = f"{GROUPS.get(group, group):<22}{muscles:>8}{bare or '·':>6}{points:>8}"
        yield head + _numbers(found.of_group(group))
    whole = sum((found.of_group(group) for group in found.groups), Tally())
    muscles, points = sum(found.described.values()), sum(found.points.values())
    bare = sum(map(len, found.bare.values()))
    yield f"{'All':<22}{muscles:>8}{bare or '·':>6}{points:>8}" + _numbers(whole)
    yield "bare: a shape without a record; settled: filled or said to be unknown"


_HEADS = f"{'filled':>8}{'unknown':>9}{'empty':>7}{'uncited':>9}{'settled':>9}"


def _numbers(tally: Tally) -> str:
    empty, uncited = len(tally.empty), len(tally.uncited)
    # Not rounded up: 100 % means that nothing is empty.
    share = f"{int(100 * tally.share)} %"
    return f"{tally.filled:>8}{tally.unknown or '·':>9}{empty or '·':>7}{uncited or '·':>9}{share:>9}"


def _field_lines(found: Coverage) -> Iterator[str]:
    from viewer.catalog.coverage import FIELDS
    from viewer.catalog.model import GROUPS

    yield f"{'By field':<20}{_HEADS}   empty in"
    for field in FIELDS:
        there = {group: len(found.tallies[group][field].empty) for group in found.groups}
        where = ", ".join(f"{GROUPS.get(group, group)} {count}" for group, count in there.items() if count)
        yield f"{field.replace('_', ' '):<20}{_numbers(found.of_field(field))}   {where}"


def _reach_lines(loaded: Loaded, reached: Mapping[str, Reach]) -> Iterator[str]:
    if not reached:
        return
    from viewer.find.pain_regions import studied

    names = loaded.body_data.regions
    bare = sorted(region for region, found in reached.items() if not found.patterns)
    yield f"Patterns by region: {len(reached)} regions, {len(bare)} reached by none"
    yield f"{'Region':<34}{'essential':>10}{'spillover':>10}{'studied':>9}  evidence"
    for each in sorted((r for r in reached.values() if r.patterns), key=lambda r: (r.patterns, r.region)):
        grades = ", ".join(f"{n} {grade}" for grade, n in each.evidence.items() if n)
        name = names[each.region].name if each.region in names else each.region
        yield (
            f"{name[:33]:<34}{each.essential or '·':>10}{each.spillover or '·':>10}"
            f"{studied(each) or '·':>9}  {grades}"
        )
    if bare:
        yield "Reached by none: " + ", ".join(bare)
    yield "studied: patterns that rest on more than traditional teaching"


# -- drawn


def _draw(options: argparse.Namespace, loaded: Loaded, reached: Mapping[str, Reach]) -> int:
    """Front and back: all patterns, then those that rest on studies."""
    if not reached:
        return 1
    from viewer.body.figure import FigureSpec
    from viewer.cli_pictures import draw
    from viewer.find.pain_regions import studied

    every = tuple((region, found.patterns) for region, found in reached.items())
    known = tuple((region, studied(found)) for region, found in reached.items())
    specs = [
        FigureSpec(view=view, height_px=1200, counts=counts, caption=words)
        for counts, words in (
            (every, "Patterns that reach each region"),
            (known, "Of these, with more than traditional teaching"),
        )
        for view in ("anterior", "posterior")
    ]
    return draw(options.output, specs, loaded)
