"""The whole catalog with its derived geometry as plain data: the contract of ``viewer export json``.

``format`` 1: keys may be added, none changes its meaning. Lengths are millimetres in the body
frame (docs/architecture.md), shares are 0 to 1 by area, unknown texts are empty.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.body.frame import mirrored
from viewer.body.regions import RegionShare
from viewer.body.views import WHOLE_VIEWS
from viewer.catalog.body_words import BodyData
from viewer.catalog.citations import cited_sources
from viewer.catalog.loaded import Loaded
from viewer.catalog.model import (
    Catalog,
    Muscle,
    Note,
    RedFlag,
    Section,
    Source,
    Technique,
    Topic,
    TriggerPoint,
)
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint, Unresolved, resolve_catalog

FORMAT = 1


def export_json(loaded: Loaded, body: Body, atlas: Atlas) -> dict[str, Any]:
    """Everything the catalog says and where it lies, as data that ``json.dumps`` takes.

    Raises:
        FileNotFoundError: the assets are not there.
    """
    catalog, words = loaded.catalog, loaded.body_data
    cache = PatternCache(body.folder.parent, body, atlas)
    resolved = {found.id: found for found in resolve_catalog(body, atlas, catalog, cache)}
    return {
        "format": FORMAT,
        "title": catalog.title,
        "edition": catalog.edition,
        "reviewed": catalog.reviewed,
        "licence": catalog.licence,
        "digest": catalog.digest,
        "muscles": [_muscle(muscle, catalog, words, atlas) for muscle in catalog.muscles.values()],
        "points": [
            _point(muscle, point, resolved.get(point.id))
            for muscle in catalog.muscles.values()
            for point in muscle.trigger_points
        ],
        "landmarks": _landmarks(words, body),
        "regions": _regions(words, neighbours(body)),
        "structures": [asdict(structure) for structure in words.structures.values()],
        "red_flags": [_record(flag, catalog) for flag in catalog.red_flags.values()],
        "techniques": [_technique(technique, catalog) for technique in catalog.techniques.values()],
        "education": [_record(topic, catalog) for topic in catalog.education.values()],
        "sources": [_record(source, catalog) for source in catalog.sources.values()],
    }


def _muscle(muscle: Muscle, catalog: Catalog, words: BodyData, atlas: Atlas) -> dict[str, Any]:
    sheet = muscle.sheet or muscle.id
    return {
        "id": muscle.id,
        "name": muscle.name,
        "latin": muscle.latin,
        "synonyms": list(muscle.synonyms),
        "abbreviations": list(muscle.abbreviations),
        "ids": {"fma": muscle.fma, "ta98": muscle.ta98},
        "described": muscle.described,
        "origin_catalog": catalog.origin.get(muscle.id, ""),
        "region": muscle.region,
        "group": muscle.group,
        "layer": muscle.layer,
        **{
            name: [asdict(statement) for statement in getattr(muscle, name)]
            for name in (
                "origin", "insertion", "innervation", "actions", "synergists", "antagonists", "overload",
                "symptoms",
            )
        },
        "unknown": list(muscle.unknown),
        "plain": muscle.plain,
        "points": [point.id for point in muscle.trigger_points],
        "techniques": [_note(note, words) for note in muscle.notes],
        "sources": list(cited_sources(muscle)),
        "outline_mm": {
            view: [_rounded(ring) for ring in atlas.outline(sheet, view, "left").whole]
            for view in WHOLE_VIEWS
        },
    }  # fmt: skip


def _note(note: Note, words: BodyData) -> dict[str, Any]:
    data = asdict(note)
    # Places are words of the catalog's own; what the needle's direction says is its text.
    data["direction"] = note.direction.text if note.direction else ""
    for hazard in data["hazards"]:
        structure = words.structures.get(hazard["structure"])
        hazard["name"] = structure.name if structure else hazard["structure"]
    return data


def _point(muscle: Muscle, point: TriggerPoint, found: ResolvedPoint | Unresolved | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": point.id,
        "muscle": muscle.id,
        "label": point.label,
        "name": point.name,
        "find": asdict(point.find),
        "depth": asdict(point.depth) if point.depth else None,
        "features": [asdict(feature) for feature in point.features],
        "pain": point.pain.text,
        "pain_evidence": point.pain.evidence,
        "pain_sources": list(point.pain.sources),
        "pain_against": list(point.pain.against),
        "satellites": [asdict(satellite) for satellite in point.satellites],
        "look_alikes": [asdict(other) for other in point.look_alikes],
        "unknown": list(point.unknown),
        "sources": list(cited_sources(point)),
    }
    if not isinstance(found, ResolvedPoint):
        problem = found.problem if isinstance(found, Unresolved) else "it was not resolved"
        return {
            **data,
            "side_positions_mm": None,
            "in_muscle_mm": None,
            "essential": [],
            "spillover": [],
            "problem": problem,
        }
    return {
        **data,
        "side_positions_mm": {
            "left": _rounded(found.position_mm("left")),
            "right": _rounded(found.position_mm("right")),
        },
        "in_muscle_mm": round(found.in_muscle_mm, 2) if math.isfinite(found.in_muscle_mm) else None,
        "essential": _shares(found.essential_shares),
        "spillover": _shares(found.spillover_shares),
    }


def _shares(shares: Iterable[RegionShare]) -> list[dict[str, Any]]:
    rounded = [
        {"region": share.region, "side": share.side, "share": round(share.share, 4)} for share in shares
    ]
    return sorted((one for one in rounded if one["share"]), key=lambda one: -one["share"])


def _landmarks(words: BodyData, body: Body) -> list[dict[str, Any]]:
    exported = []
    for record in words.landmarks.values():
        landmark = body.landmarks.get(record.id)
        data: dict[str, Any] = {
            "id": record.id,
            "name": record.name,
            "definition": record.definition,
            "find": record.find,
            "positions_mm": None,
            "bone_mm": None,
        }
        if landmark is not None:
            midline = landmark.midline
            data["positions_mm"] = _sides(body.surface.xyz(landmark.skin), midline)
            data["bone_mm"] = _sides(landmark.bone, midline)
        exported.append(data)
    return exported


def _sides(xyz: Any, midline: bool) -> dict[str, list[float]]:
    if midline:
        return {"midline": _rounded(xyz)}
    return {"left": _rounded(xyz), "right": _rounded(mirrored(np.asarray(xyz)))}


def neighbours(body: Body) -> dict[str, list[str]]:
    """For each region the regions it borders on, the longest border first."""
    regions, faces = body.regions, body.surface.faces
    first = regions.code[:, 0]
    counts: dict[tuple[int, int], int] = {}
    for a, b in ((0, 1), (1, 2), (2, 0)):
        one, other = first[faces[:, a]], first[faces[:, b]]
        crossing = (one >= 0) & (other >= 0) & (one // 2 != other // 2)
        pairs = np.stack([one[crossing] // 2, other[crossing] // 2], axis=1)
        found, times = np.unique(np.sort(pairs, axis=1), axis=0, return_counts=True)
        for (low, high), count in zip(found.tolist(), times.tolist(), strict=True):
            counts[low, high] = counts.get((low, high), 0) + count
    bordering: dict[str, list[str]] = {region: [] for region in regions.ids}
    for (low, high), _ in sorted(counts.items(), key=lambda item: -item[1]):
        bordering[regions.ids[low]].append(regions.ids[high])
        bordering[regions.ids[high]].append(regions.ids[low])
    return bordering


def _regions(words: BodyData, bordering: dict[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {
            "id": region.id,
            "name": region.name,
            "plain": region.plain,
            "synonyms": list(region.synonyms),
            "parent": region.parent,
            "midline": region.midline,
            "neighbours": bordering.get(region.id, []),
        }
        for region in words.regions.values()
    ]


def _record(record: RedFlag | Technique | Topic | Source, catalog: Catalog) -> dict[str, Any]:
    """A record as it is written, which layer it comes from, and all it cites."""
    data = {**asdict(record), "origin_catalog": catalog.origin.get(record.id, "")}
    return data if isinstance(record, Source) else {**data, "sources": list(cited_sources(record))}


def _technique(technique: Technique, catalog: Catalog) -> dict[str, Any]:
    return {**_record(technique, catalog), "text": _text(technique.summary, technique.sections)}


def _text(summary: str, sections: Iterable[Section]) -> str:
    return "\n\n".join([summary, *(f"{section.heading}\n{section.text}" for section in sections)])


def _rounded(values: Any) -> Any:
    """Nested lists of millimetres to a hundredth."""
    return np.round(np.asarray(values, dtype=np.float64), 2).tolist()
