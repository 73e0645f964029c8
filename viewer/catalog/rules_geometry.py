"""Rules that need the body itself: whether what is written can be found on it.

They take longer than the rest and need the assets, so the loader does not ask them; ``viewer
check`` and the test of the shipped catalog do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.body.records import Place
from viewer.body.resolver import PlaceError, resolve_place
from viewer.catalog.fields import at_key
from viewer.catalog.issues import Issue
from viewer.catalog.loaded import Loaded
from viewer.catalog.model import Note, TriggerPoint
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint, resolve_catalog
from viewer.catalog.source import Mapping, Node

IN_MUSCLE_MM = 10.0
"""How far a trigger point may lie outside its muscle's thickness."""


def geometry_issues(loaded: Loaded, body: Body, atlas: Atlas) -> list[Issue]:
    """What cannot be found on the body.

    Args:
        loaded: read from its files (a catalog from the compiled form has no marks).

    Raises:
        FileNotFoundError: the assets are not there.
    """
    marks = {
        id(record): (entry.file, node)
        for file in loaded.parsed.values()
        for entry in file.entries
        for record, node in entry.made
    }
    cache = PatternCache(body.folder.parent, body, atlas)
    found = {one.id: one for one in resolve_catalog(body, atlas, loaded.catalog, cache)}
    issues: list[Issue] = []
    for muscle in loaded.catalog.muscles.values():
        for point in muscle.trigger_points:
            file, node = marks[id(point)]
            resolved = found[point.id]
            if isinstance(resolved, ResolvedPoint):
                issues += (_issue(file, *problem) for problem in _lying(point, node, resolved))
            else:
                key = "pain" if resolved.problem.startswith("the pain zones") else "at"
                issues.append(_issue(file, at_key(node, key), "place-not-found", resolved.problem))
        for note in muscle.notes:
            file, node = marks[id(note)]
            issues += (_issue(file, *problem) for problem in _directions(note, node, body))
    return issues


_Problem = tuple[Node, str, str]


def _lying(point: TriggerPoint, node: Mapping, found: ResolvedPoint) -> Iterator[_Problem]:
    """A point lies in its muscle, and its zones cover some skin."""
    if math.isfinite(found.in_muscle_mm) and found.in_muscle_mm > IN_MUSCLE_MM:
        message = f"{point.id} lies {found.in_muscle_mm:.0f} mm outside its muscle"
        yield at_key(node, "at"), "point-outside-muscle", message
    pain = at_key(node, "pain")
    assert isinstance(pain, Mapping)
    if not found.essential_shares:
        yield at_key(pain, "essential"), "empty-zone", f"the essential zone of {point.id} covers no skin"
    if point.pain.spillover and not found.spillover_shares:
        message = f"the spillover of {point.id} covers nothing beside the essential zone"
        yield at_key(pain, "spillover"), "empty-zone", message


def _directions(note: Note, node: Mapping, body: Body) -> Iterator[_Problem]:
    """A needle's direction runs between two places."""
    direction = note.direction
    if direction is None:
        return
    written = at_key(node, "direction")
    assert isinstance(written, Mapping)
    places: tuple[tuple[str, Place | None], ...] = (("from", direction.start), ("toward", direction.toward))
    for key, place in places:
        if place is None:
            continue
        try:
            resolve_place(body, place)
        except PlaceError as error:
            yield at_key(written, key), "place-not-found", str(error)


def _issue(file: str, node: Node, rule: str, message: str) -> Issue:
    return Issue(file, node.line, node.column, "error", rule, message)
