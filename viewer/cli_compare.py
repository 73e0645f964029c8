"""``viewer compare``: two to four patterns side by side."""

from __future__ import annotations

import argparse
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from viewer.body.figure import FigureSpec
from viewer.body.views import WHOLE_VIEWS
from viewer.cli_output import find, load_catalog, print_json, say
from viewer.cli_pain import Ground, read_ground, rounded
from viewer.cli_pictures import cannot_draw, draw
from viewer.cli_text import wrapped

if TYPE_CHECKING:
    from viewer.body.records import Side
    from viewer.catalog.loader import Loaded
    from viewer.find.alike import Alike


def compare(options: argparse.Namespace) -> int:
    """Two to four points or muscles: what their patterns share, and in what the records differ."""
    if status := cannot_draw(options.output):
        return status
    loaded = load_catalog(options)
    if loaded is None:
        return 1
    points = _compared(options, loaded)
    if points is None:
        return 2
    ground = read_ground(loaded)
    if ground is None:
        return 1
    from viewer.find.alike import confused_with

    side: Side = "right" if options.side == "right" else "left"
    missing = [id for id in points if (id, side) not in ground.table.number]
    if missing:
        say(f"'{missing[0]}' could not be placed on the body")
        return 1
    data = {
        "side": side,
        "points": [_compared_json(loaded, ground, id, side) for id in points],
        "pairs": _pairs(ground, points, side),
        "confused_with": {
            id: [_alike_json(each) for each in confused_with(ground.table, id, side)] for id in points
        },
    }
    if options.json:
        print_json(data)
    else:
        for line in _compare_lines(loaded, data):
            print(line)
    return _draw(options, loaded, ground, points, side) if options.output is not None else 0


def _draw(options: argparse.Namespace, loaded: Loaded, ground: Ground, points: list[str], side: Side) -> int:
    """Each pattern in a figure of its own, all in the view that sees most of the least seen one."""
    view = max(WHOLE_VIEWS, key=lambda view: min(ground.share(id, view, side) for id in points))
    specs = [FigureSpec(ids=(id,), view=view, side=side, height_px=1400) for id in points]
    return draw(options.output, specs, loaded)


def _compared(options: argparse.Namespace, loaded: Loaded) -> list[str] | None:
    """The points to compare: of a muscle its first; None after saying what is wrong."""
    ids = []
    for written in options.ids:
        found = find(loaded, written)
        if found is None:
            return None
        kind, record = found
        if kind == "muscle" and record.trigger_points:
            ids.append(record.trigger_points[0].id)
        elif kind == "point":
            ids.append(record.id)
        else:
            say(f"'{written}' has no pattern: trigger points, and muscles that have some, can be compared")
            return None
    if not 2 <= len(dict.fromkeys(ids)) <= 4:
        say("two to four different points can be compared")
        return None
    return list(dict.fromkeys(ids))


def _compared_json(loaded: Loaded, ground: Ground, id: str, side: Side) -> dict[str, Any]:
    muscle, point = loaded.catalog.muscle_of(id), loaded.catalog.points()[id]
    e, s = ground.table.intensity(ground.table.number[id, side])
    return {
        "point": id,
        "muscle": muscle.id,
        "name": f"{muscle.name}, {point.label}",
        "pain": point.pain.text,
        "evidence": point.pain.evidence,
        "find": point.find.text,
        "innervation": [{"nerve": each.nerve, "roots": list(each.roots)} for each in muscle.innervation],
        "actions": [each.text for each in muscle.actions],
        "look_alikes": [each.text for each in point.look_alikes],
        "essential_cm2": round(ground.body.cells.area(e) / 100.0, 1),
        "spillover_cm2": round(ground.body.cells.area(s) / 100.0, 1),
        "regions": [
            {"region": each.region, "side": each.side or "midline", "share": rounded(each.share)}
            for each in ground.regions.painted(np.minimum(e + s, np.float32(1.0)))
        ],
    }


def _pairs(ground: Ground, points: list[str], side: Side) -> list[dict[str, Any]]:
    from viewer.find.alike import common, overlap

    table, area = ground.table, ground.body.cells.area
    return [
        {
            "points": [one, two],
            "overlap": rounded(overlap(table, one, two, side)),
            "common_cm2": round(
                area(common(table, [table.number[one, side], table.number[two, side]])) / 100.0, 1
            ),
        }
        for one, two in combinations(points, 2)
    ]


def _alike_json(each: Alike) -> dict[str, Any]:
    return {"point": each.row.point, "side": each.row.side, "overlap": rounded(each.overlap)}


def _compare_lines(loaded: Loaded, data: dict[str, Any]) -> list[str]:
    words = loaded.body_data.regions
    out: list[str] = []
    for each in data["points"]:
        out += [f"{each['name']} [{each['point']}], {data['side']}"]
        out += wrapped(f"Pain: {each['pain']} ({each['evidence']})", "  ")
        out += wrapped(f"Where to feel: {each['find']}", "  ")
        nerves = "; ".join(f"{n['nerve']} ({', '.join(n['roots'])})" for n in each["innervation"])
        out += wrapped(f"Nerve: {nerves}", "  ")
        regions = ", ".join(f"{words[r['region']].plain} {r['share']:.0%}" for r in each["regions"][:8])
        out += wrapped(f"Areas: {regions}", "  ")
        for other in each["look_alikes"]:
            out += wrapped(f"Easily taken for it: {other}", "  ")
        alike = data["confused_with"][each["point"]]
        if alike:
            named = ", ".join(f"{a['point']} {a['overlap']:.0%}" for a in alike[:5])
            out += wrapped(f"Most alike on the body: {named}", "  ")
        out.append("")
    for pair in data["pairs"]:
        one, two = pair["points"]
        out.append(f"{one} and {two}: {pair['common_cm2']:g} cm² in common, overlap {pair['overlap']:.0%}")
    return out
