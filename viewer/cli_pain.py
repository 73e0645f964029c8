"""``viewer pain``: from regions or a painting to the patterns that cover them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viewer.body.paint import PaintError, Painting, WholeArea, from_json, paint_field
from viewer.body.records import Side
from viewer.body.views import WHOLE_VIEWS, ViewId
from viewer.cli_output import find, find_ids, load_catalog, print_json, say
from viewer.cli_pictures import cannot_draw, draw
from viewer.cli_text import wrapped

if TYPE_CHECKING:
    from viewer.body.atlas import Atlas
    from viewer.body.body import Body
    from viewer.body.frame import Floats32
    from viewer.catalog.loader import Loaded
    from viewer.catalog.resolve import ResolvedPoint
    from viewer.find.explain import Explanation
    from viewer.find.pain import PatternTable, Ranked
    from viewer.find.pain_regions import Flagged, PaintedRegion, RegionCells

NOTICE = "Documented patterns that cover this area; a look-up, never a diagnosis."
SHOWN = 12


def pain(options: argparse.Namespace) -> int:
    """The patterns that cover regions or a painting, red flags first."""
    if bool(options.region) == bool(options.painted):
        say("say where it hurts: --region temple (`viewer list regions` names them), or --painted FILE.json")
        return 2
    if status := cannot_draw(options.output):
        return status
    loaded = load_catalog(options)
    if loaded is None:
        return 1
    rule = "muscles and trigger points can be ruled out"
    without = find_ids(loaded, options.without, ("muscle", "point"), rule)
    if without is None:
        return 2
    ground = read_ground(loaded)
    if ground is None:
        return 1
    painting = _painting(options, loaded, ground.body)
    if isinstance(painting, int):
        return painting
    field = paint_field(ground.body, painting)
    answer = _answer(loaded, ground, ground.body.cells.vector(field.intensity), without)
    if options.json:
        print_json(_answer_json(answer))
    else:
        for line in _answer_lines(loaded, answer):
            print(line)
    if options.output is None:
        return 0
    from viewer.body.seen import Seen

    view = max(WHOLE_VIEWS, key=lambda view: Seen(ground.body.surface, ground.atlas, view).share(field.mm))
    return _draw(options, loaded, painting, view, answer)


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers rest on."""

    body: Body
    atlas: Atlas
    table: PatternTable
    regions: RegionCells
    found: Mapping[str, ResolvedPoint]

    def share(self, point: str, view: ViewId, side: Side) -> float:
        """How much of a point's essential zone a view sees, 0 to 1."""
        return self.found[point].outline(view, side).share


@dataclass(frozen=True, slots=True)
class _Answer:
    painted: tuple[PaintedRegion, ...]
    flags: tuple[Flagged, ...]
    patterns: tuple[Ranked, ...]
    sets: tuple[Explanation, ...]
    area_mm2: float
    body: Body


def read_ground(loaded: Loaded) -> Ground | None:
    """The body and the table of all patterns; None after saying what is missing."""
    from viewer.body.atlas import Atlas, AtlasError
    from viewer.body.body import assets_folder, load_body
    from viewer.catalog.pattern_cache import PatternCache
    from viewer.catalog.resolve import Unresolved, resolve_catalog
    from viewer.find.pain import PatternTable
    from viewer.find.pain_regions import RegionCells

    try:
        body, atlas = load_body(), Atlas(assets_folder())
        cache = PatternCache(assets_folder(), body, atlas)
        found = list(resolve_catalog(body, atlas, loaded.catalog, cache))
        table = PatternTable.of(loaded.catalog, found, body.cells)
        regions = RegionCells.of(body)
    except (OSError, AtlasError) as error:
        say(f"the body is not here: {error}")
        return None
    for each in found:
        if isinstance(each, Unresolved):
            say(f"{each.id} is left out: {each.problem}")
    resolved = {each.id: each for each in found if not isinstance(each, Unresolved)}
    return Ground(body, atlas, table, regions, resolved)


def _painting(options: argparse.Namespace, loaded: Loaded, body: Body) -> Painting | int:
    """What was painted, or an exit status after saying what is wrong."""
    if options.painted is not None:
        try:
            return from_json(json.loads(options.painted.read_text(encoding="utf-8")))
        except OSError as error:
            say(f"{options.painted} cannot be read: {error.strerror}")
            return 1
        except (PaintError, ValueError, RecursionError) as error:
            say(f"{options.painted} is no painting: {error}")
            return 1
    sides: tuple[Side, ...] = ("left", "right") if options.side in (None, "both") else (options.side,)
    marks: list[WholeArea] = []
    for written in options.region:
        found = find(loaded, f"region:{written.removeprefix('region:')}")
        if found is None:
            return 2
        if found[1].id not in body.regions:
            say(f"the region '{found[1].id}' has no place on this body")
            return 1
        midline = body.regions.in_midline(found[1].id)
        marks += [WholeArea(found[1].id, side) for side in (sides[:1] if midline else sides)]
    return tuple(marks)


def _draw(
    options: argparse.Namespace, loaded: Loaded, painting: Painting, view: ViewId, answer: _Answer
) -> int:
    """The painting, and over it the first pattern."""
    from viewer.body.figure import FigureSpec

    best = answer.patterns[0].row if answer.patterns else None
    spec = FigureSpec(
        ids=(best.point,) if best else (),
        view=view,
        side=best.side if best else "both",
        height_px=1600,
        painting=painting,
    )
    return draw(options.output, [spec], loaded)


def _answer(loaded: Loaded, ground: Ground, painting: Floats32, without: list[str]) -> _Answer:
    from viewer.find.explain import explain
    from viewer.find.pain_regions import red_flags

    painted = ground.regions.painted(painting)
    return _Answer(
        painted=painted,
        flags=red_flags(loaded.catalog, painted),
        patterns=ground.table.rank(painting, without),
        sets=explain(ground.table, painting, without),
        area_mm2=ground.body.cells.area(painting),
        body=ground.body,
    )


def _answer_json(answer: _Answer) -> dict[str, Any]:
    patterns = [
        {
            "muscle": each.row.muscle,
            "point": each.row.point,
            "side": each.row.side,
            "place": each.place,
            "essential_share": rounded(each.essential_share),
            "spillover_share": rounded(each.spillover_share),
            "outside_share": rounded(each.outside_share),
            "not_painted_share": rounded(each.not_painted_share),
            "evidence": each.row.evidence,
            "score": rounded(each.score),
        }
        for each in answer.patterns
    ]
    return {
        "notice": NOTICE,
        "painted": [
            {"region": each.region, "side": each.side or "midline", "share": rounded(each.share)}
            for each in answer.painted
        ],
        "painted_cm2": round(answer.area_mm2 / 100.0, 1),
        "red_flags": [
            {
                "id": each.flag.id,
                "name": each.flag.name,
                "urgency": each.flag.urgency,
                "text": each.flag.text,
                "ask": list(each.flag.ask),
                "act": each.flag.act,
                "regions": [region.region for region in each.regions],
                "sources": list(each.flag.sources),
            }
            for each in answer.flags
        ],
        "patterns": patterns,
        "muscles": list(dict.fromkeys(each["muscle"] for each in patterns)),
        "sets": [
            {
                "points": [{"point": row.point, "muscle": row.muscle, "side": row.side} for row in each.rows],
                "explained_share": rounded(each.explained),
                "left_over_cm2": round(answer.body.cells.area(each.left_over) / 100.0, 1),
            }
            for each in answer.sets
        ],
    }


def _answer_lines(loaded: Loaded, answer: _Answer) -> list[str]:
    catalog, words = loaded.catalog, loaded.body_data.regions
    named = [f"{words[each.region].plain}{_of(each.side)}" for each in answer.painted]
    out = list(wrapped(f"Painted, {answer.area_mm2 / 100.0:.0f} cm²: {', '.join(named) or 'nothing'}."))
    if answer.flags:
        out += ["", "First: what else it may be"]
    for flagged in answer.flags:
        urgency = flagged.flag.urgency.replace("_", " ")
        out += wrapped(f"{flagged.flag.name} ({urgency}): {flagged.flag.text}", "  ")
        out += wrapped(f"{flagged.flag.act} [{', '.join(flagged.flag.sources)}]", "    ")
    out += ["", NOTICE]
    if not answer.patterns:
        out.append("The catalog has no pattern here; that does not mean that no muscle hurts here.")
    elif all(each.row.evidence == "traditional" for each in answer.patterns):
        out.append("The patterns are the classical drawings, so the order is traditional too.")
    points = catalog.points()
    for each in answer.patterns[:SHOWN]:
        name = f"{catalog.muscles[each.row.muscle].name}, {points[each.row.point].label}"
        covers = each.essential_share + each.spillover_share
        out += wrapped(
            f"{each.place:>2}. {name}, {each.row.side} [{each.row.point}]: covers {covers:.0%} of the "
            f"painted area ({each.essential_share:.0%} essential, {each.spillover_share:.0%} spillover); "
            f"{each.not_painted_share:.0%} of the pattern is not painted; {each.row.evidence}",
            "",
            "    ",
        )
    if len(answer.patterns) > SHOWN:
        out.append(f"    … and {len(answer.patterns) - SHOWN} more; --json lists them")
    if answer.sets:
        out += ["", "Smallest sets that explain the painting"]
    for each_set in answer.sets:
        names = " + ".join(f"{row.point} ({row.side})" for row in each_set.rows)
        left = answer.body.cells.area(each_set.left_over) / 100.0
        out.append(f"  {names}: {each_set.explained:.0%}, leaves {left:.0f} cm²")
    return out


def _of(side: str | None) -> str:
    return f" ({side})" if side else ""


def rounded(value: float) -> float:
    return round(value, 4)
