"""Commands that print what the catalog holds."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viewer.cli_output import OF_THE_BODY, find, laid_over, load_catalog, print_json, records, say, write_file

if TYPE_CHECKING:
    from viewer.catalog.loader import Loaded
    from viewer.find.documents import Reach

_KIND_OF_LIST = {
    "muscles": "muscle", "points": "point", "regions": "region", "landmarks": "landmark",
    "structures": "structure", "sources": "source", "techniques": "technique", "education": "topic",
    "red_flags": "red_flag",
}  # fmt: skip


def list_records(options: argparse.Namespace) -> int:
    """One line a record: its id and its name."""
    loaded = load_catalog(options)
    if loaded is None:
        return 1
    found = records(loaded)[_KIND_OF_LIST[options.kind]]
    if options.filter:
        left = _filtered(options, loaded, found)
        if left is None:
            return 2
        found = left
    rows = [_row(options.kind, record, loaded) for record in found.values()]
    if options.json:
        print_json(rows)
        return 0
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        note = "" if row.get("described", True) else "  (shape only)"
        if "overlay" in row:
            note = f"  (from {row['overlay']})"
        print(f"{row['id']:<{width}}  {row['name']}{note}")
    return 0


def _filtered(options: argparse.Namespace, loaded: Loaded, found: dict[str, Any]) -> dict[str, Any] | None:
    """The muscles, or the points of muscles, that meet the filter; None after saying what it should be."""
    from viewer.find.filters import Facets, asked_for

    if options.kind not in ("muscles", "points"):
        say("--filter is for muscles and points")
        return None
    facets = Facets(loaded.catalog)
    try:
        asked = asked_for(options.filter)
    except ValueError as error:
        say(str(error))
        return None
    if any(facet == "own" for facet, _ in asked):
        say("what you have written is known to the window alone")
        return None
    for facet, value in asked:
        if value not in facets.values(facet):
            say(f"no muscle has {facet}={value}; there are: {', '.join(facets.values(facet))}")
            return None
    passing = facets.passing(asked)
    if options.kind == "muscles":
        return {id: record for id, record in found.items() if id in passing}
    return {id: record for id, record in found.items() if loaded.catalog.muscle_of(id).id in passing}


def _row(kind: str, record: Any, loaded: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": record.id, "name": title(record, loaded.catalog)}
    if kind == "muscles":
        row |= {"latin": record.latin, "region": record.region, "layer": record.layer}
        row |= {"described": record.described, "points": [point.id for point in record.trigger_points]}
    elif kind == "points":
        row |= {"muscle": loaded.catalog.muscle_of(record.id).id, "label": record.label}
    elif kind == "sources":
        row |= {"year": record.year, "kind": record.kind, "grade": record.grade}
    if _KIND_OF_LIST[kind] not in OF_THE_BODY and (overlay := laid_over(loaded, record.id)):
        row["overlay"] = overlay
    return row


def title(record: Any, catalog: Any) -> str:
    """What a record is called in a list."""
    if hasattr(record, "trigger_points") or not hasattr(record, "label"):
        name: str = getattr(record, "name", "") or record.title
        if hasattr(record, "authors"):
            return f"{record.authors[0]}{' et al.' if len(record.authors) > 1 else ''} {record.year}: {name}"
        return name
    return f"{catalog.muscle_of(record.id).name}, {record.label}: {record.name}"


def show_record(options: argparse.Namespace) -> int:
    """One record: as readable text with its sources, or whole as JSON."""
    loaded = load_catalog(options)
    if loaded is None:
        return 1
    found = find(loaded, options.id)
    if found is None:
        return 2
    kind, record = found
    overlay = laid_over(loaded, record.id) if kind not in OF_THE_BODY else ""
    if options.json:
        print_json({"kind": kind, **({"overlay": overlay} if overlay else {}), **asdict(record)})
        return 0
    from viewer.cli_text import lines

    for line in lines(kind, record, loaded):
        print(line)
    if overlay:
        print(f"\nFrom {overlay}, laid over {loaded.catalog.title}")
    return 0


def search(options: argparse.Namespace) -> int:
    """What the words find, best first."""
    from viewer.find.documents import body_documents, catalog_documents, muscle_document, pain_documents
    from viewer.find.everything import ALL, MUSCLES, PAIN, Everything, asked
    from viewer.find.snippet import snippet_of

    loaded = load_catalog(options)
    if loaded is None:
        return 1
    catalog, body = loaded.catalog, loaded.body_data
    parts = (body.regions.values(), body.landmarks.values(), body.structures.values())
    everything = Everything(
        {
            ALL: lambda: [*catalog_documents(catalog), *body_documents(*parts)],
            MUSCLES: lambda: map(muscle_document, catalog.muscles.values()),
            PAIN: lambda: pain_documents(catalog, body.regions, _reach(loaded)),
        }
    )
    query = " ".join(options.words)
    hits = everything.search(query, max(options.limit, 1))
    found = [(hit, snippet_of(hit, asked(query)[1])) for hit in hits]
    if options.json:
        print_json(
            [
                {
                    "kind": hit.kind, "id": hit.id, "title": hit.title, "score": round(hit.score, 2),
                    "matched": hit.matched, "reason": why.reason, "text": why.text,
                    "text_matched": why.matched,
                }
                for hit, why in found
            ]
        )  # fmt: skip
        return 0
    width = max((len(hit.id) for hit in hits), default=0)
    for hit, why in found:
        said = ": ".join(part for part in (why.reason, why.text) if part)
        print(f"{hit.kind:<10} {hit.id:<{width}}  {hit.title}" + (f"  ({said})" if said else ""))
    if not hits:
        say("nothing found")
    return 0


def _reach(loaded: Loaded) -> Reach:
    """Where each point's pain is felt; nothing where the body is not there to say it."""
    from viewer.body.atlas import Atlas, AtlasError
    from viewer.body.body import assets_folder, load_body
    from viewer.catalog.pattern_cache import PatternCache
    from viewer.catalog.resolve import ResolvedPoint, resolve_catalog

    felt: dict[str, dict[str, list[float]]] = {}
    try:
        body, atlas = load_body(), Atlas(assets_folder())
        for point in resolve_catalog(body, atlas, loaded.catalog, PatternCache(assets_folder(), body, atlas)):
            if isinstance(point, ResolvedPoint):
                areas = felt.setdefault(point.id, {})
                for slot, shares in enumerate((point.essential_shares, point.spillover_shares)):
                    for share in shares:
                        at = areas.setdefault(share.region, [0.0, 0.0])
                        at[slot] = max(at[slot], share.share)
    except (OSError, AtlasError) as error:
        say(f"the body is not here, so only the words of the patterns are searched: {error}")
    return lambda point: [
        (region, usually, sometimes) for region, (usually, sometimes) in felt.get(point, {}).items()
    ]


def export(options: argparse.Namespace) -> int:
    """The whole catalog with its derived geometry, as one JSON object."""
    import json
    import sys

    from viewer.body.atlas import Atlas, AtlasError
    from viewer.body.body import assets_folder, load_body
    from viewer.catalog.export import export_json

    if str(options.output) != "-" and not options.output.parent.is_dir():
        say(f"there is no folder {options.output.parent}")
        return 1
    loaded = load_catalog(options)
    if loaded is None:
        return 1
    try:
        exported = export_json(loaded, load_body(), Atlas(assets_folder()))
    except (FileNotFoundError, AtlasError) as error:
        say(f"the geometry cannot be read: {error}")
        return 1
    data = json.dumps(exported, ensure_ascii=False, indent=1).encode() + b"\n"
    if str(options.output) == "-":
        sys.stdout.buffer.write(data)
        return 0
    return 0 if write_file(Path(options.output), data) else 1
