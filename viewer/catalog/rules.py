"""What must hold between records: each rule one small function, all of them in ``RULES``.

A rule looks at the ``World`` and yields findings; it changes nothing and never raises. A new
rule is a function, its line in ``RULES`` and a bad catalog in ``tests/catalog``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import fields
from typing import get_args

from viewer.catalog import rules_clinical, rules_places
from viewer.catalog.fields import KIND_WORDS, Reference, at_key
from viewer.catalog.files import Entry
from viewer.catalog.issues import ISSUE_LIMIT, Issue, nearest
from viewer.catalog.model import Muscle, Note, PointField, Source, Statement, Technique, TriggerPoint
from viewer.catalog.overlay import Layer
from viewer.catalog.source import Mapping, Node, Sequence
from viewer.catalog.world import Finding, World, finding

_LIST_OF_KIND = {"landmark": "landmarks", "region": "regions", "structure": "structures", "sheet": "sheets"}


def unknown_reference(world: World) -> Iterator[Finding]:
    """An id that stands for nothing (``unknown-muscle``, ``unknown-source``, …)."""
    if not world.complete:
        return  # what is missing may stand in the file that cannot be read
    told = 0
    for entry in world.merged.entries:
        for reference in entry.references:
            if not is_known(world, reference):
                told += 1
                message = f"'{reference.id[:60]}' is not {KIND_WORDS[reference.kind]}"
                # Nobody reads on for so long, and looking for the nearest word takes its time.
                hint = nearest(reference.id, world.ids[reference.kind]) if told <= ISSUE_LIMIT else ""
                kind = "muscle" if reference.kind == "muscle_or_point" else reference.kind
                yield finding(entry, reference.node, f"unknown-{kind}", message, hint)


def is_known(world: World, reference: Reference) -> bool:
    """Whether something has the id, or nobody can say because its list is not there."""
    if reference.id in world.ids[reference.kind]:
        return True
    return _LIST_OF_KIND.get(reference.kind) in world.body.missing


def duplicate_id(world: World) -> Iterator[Finding]:
    """Two records of one layer with the same id: neither is shown."""
    for first, again in world.merged.repeated:
        there = f"{first.file}:{first.node.line}"
        message = f"'{again.id}' is an id already, in {there}"
        yield finding(again, at_key_of(again.node, "id"), "duplicate-id", message)
        yield Finding(first, finding(again, at_key_of(again.node, "id"), "duplicate-id", message).issue)


def duplicate_point_id(world: World) -> Iterator[Finding]:
    """Two trigger points with the same id."""
    seen: dict[str, str] = {}
    for entry, point, node in world.all(TriggerPoint):
        if point.id in seen:
            message = f"'{point.id}' is an id already, in {seen[point.id]}"
            yield finding(entry, at_key(node, "id"), "duplicate-id", message)
        seen.setdefault(point.id, f"{entry.file}:{node.line}")


def at_key_of(node: Node, key: str) -> Node:
    """Like ``at_key``, for a node that may be no mapping."""
    return at_key(node, key) if isinstance(node, Mapping) else node


def duplicate_publication(world: World) -> Iterator[Finding]:
    """Two sources with the same DOI or PMID are one."""
    seen: dict[tuple[str, str], str] = {}
    for entry, source, node in world.all(Source):
        for key, value in (("doi", source.doi.lower()), ("pmid", source.pmid)):
            if not value:
                continue
            if (key, value) in seen:
                message = f"{key} {value} belongs to '{seen[key, value]}' already"
                yield finding(entry, at_key(node, key), "duplicate-publication", message)
            seen.setdefault((key, value), source.id)


def foreign_point(world: World) -> Iterator[Finding]:
    """A point's id begins with its muscle's; a note's points are its own muscle's."""
    for entry, muscle, _ in world.muscles():
        own = {point.id for point in muscle.trigger_points}
        for point in muscle.trigger_points:
            if point.id.rpartition(".")[0] != muscle.id:
                node = at_key(world.node(point), "id")
                message = f"'{point.id}' does not begin with '{muscle.id}.'"
                yield finding(entry, node, "foreign-point", message)
        for note in muscle.notes:
            for point_id in note.points:
                if point_id not in own and point_id in world.ids["point"]:
                    node = at_key(world.node(note), "points")
                    message = f"'{point_id}' is not a point of {muscle.id}"
                    yield finding(entry, node, "foreign-point", message, nearest(point_id, own))


def duplicate_label(world: World) -> Iterator[Finding]:
    """Two points of a muscle with one label cannot be told apart."""
    for entry, muscle, _ in world.muscles():
        seen: set[str] = set()
        for point in muscle.trigger_points:
            if point.label in seen:
                node = at_key(world.node(point), "label")
                message = f"another point of {muscle.id} is '{point.label}' already"
                yield finding(entry, node, "duplicate-label", message)
            seen.add(point.label)


def self_reference(world: World) -> Iterator[Finding]:
    """A muscle is not its own synergist, a point not its own look-alike."""

    def check(owner: str, statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, str]]:
        for statement in statements:
            if statement.ref == owner:
                yield statement, f"'{owner}' refers to itself"

    for entry, muscle, _ in world.muscles():
        found = list(check(muscle.id, muscle.synergists + muscle.antagonists))
        for point in muscle.trigger_points:
            found += check(point.id, point.satellites + point.look_alikes)
        for statement, message in found:
            yield finding(entry, at_key(world.node(statement), "ref"), "self-reference", message)


def shared_sheet(world: World) -> Iterator[Finding]:
    """One shape is one muscle's; a described muscle has a shape."""
    owners: dict[str, str] = {}
    for entry, muscle, node in world.muscles():
        sheet = muscle.sheet or muscle.id
        if sheet in owners:
            message = f"the sheet '{sheet}' belongs to '{owners[sheet]}' already"
            yield finding(entry, at_key(node, "sheet", "id"), "shared-sheet", message)
        owners.setdefault(sheet, muscle.id)
        if not muscle.sheet and sheet not in world.ids["sheet"] and "sheets" not in world.body.missing:
            message = f"'{sheet}' is not a sheet; name the muscle's shape with 'sheet'"
            hint = nearest(sheet, world.ids["sheet"])
            yield finding(entry, at_key(node, "id"), "unknown-sheet", message, hint)


def renamed_and_deleted(world: World) -> Iterator[Finding]:
    """What was renamed has a target and is gone; what was deleted is gone."""
    others = (world.ids[kind] for kind in ("technique", "topic", "red_flag", "source"))
    known = world.ids["muscle_or_point"].union(*others)
    for layer in world.layers:
        header, node = layer.header, layer.main.header_node
        if header is None or node is None:
            continue
        own = {declared.id for entry in layer.entries() for declared in entry.declared}

        renamed = node.entries["renamed"][1] if header.renamed else None
        targets = dict(header.renamed)
        for old, new in header.renamed:
            assert isinstance(renamed, Mapping)
            key, value = renamed.entries[old]
            if old in own:
                yield _in_main(layer, key, "renamed-exists", f"'{old}' was renamed, but a record has that id")
            if new not in known and new not in targets and world.complete:
                yield _in_main(layer, value, "renamed-unknown", f"'{new}' is no record", nearest(new, known))
            if _runs_in_circles(old, targets):
                yield _in_main(layer, key, "renamed-circle", f"'{old}' is renamed in a circle")
        deleted = node.entries["deleted"][1] if header.deleted else None
        for number, gone in enumerate(header.deleted):
            assert isinstance(deleted, Sequence)
            if gone in own:
                message = f"'{gone}' was deleted, but a record has that id"
                yield _in_main(layer, deleted.items[number], "deleted-exists", message)
            if gone in targets:
                message = f"'{gone}' was deleted and renamed"
                yield _in_main(layer, deleted.items[number], "deleted-renamed", message)


def _in_main(layer: Layer, at: Node, rule: str, message: str, hint: str = "") -> Finding:
    return Finding(None, Issue(layer.main.file, at.line, at.column, "error", rule, message, hint))


def _runs_in_circles(start: str, targets: dict[str, str]) -> bool:
    seen = set()
    while start in targets:
        if start in seen:
            return True
        seen.add(start)
        start = targets[start]
    return False


def incomplete_muscle(world: World) -> Iterator[Finding]:
    """A described muscle says where it is and what it does; one with points or notes, what one can do too."""
    for entry, muscle, node in world.muscles():
        wanted: tuple[str, ...] = ("origin", "insertion", "innervation", "actions", "plain")
        if muscle.notes:
            wanted += ("trigger_points",)
        lacking = [key for key in wanted if not getattr(muscle, key) and key not in muscle.unknown]
        if lacking:
            message = f"'{muscle.id}' lacks {', '.join(lacking)}"
            yield finding(entry, at_key(node, "id"), "incomplete-muscle", message)
        if not (muscle.trigger_points or muscle.notes):
            continue
        kinds = {note.kind for note in muscle.notes}
        lacking = [kind for kind in NOTE_KINDS_WANTED if kind not in kinds and kind not in muscle.unknown]
        if lacking:
            message = f"'{muscle.id}' has no note of the kind {', '.join(lacking)}"
            yield finding(entry, at_key(node, "notes", "id"), "incomplete-notes", message)


NOTE_KINDS_WANTED = ("palpation", "needling", "release", "stretch", "self_care")
"""The kinds of notes every described muscle has; strengthening only where it matters."""


def known_and_unknown(world: World) -> Iterator[Finding]:
    """What a record says is unknown is not told in the same record."""
    for entry, muscle, node in world.muscles():
        told = {note.kind for note in muscle.notes} | {
            f.name for f in fields(Muscle) if getattr(muscle, f.name)
        }
        yield from _both(entry, node, muscle.id, set(muscle.unknown) & told)
        for point in muscle.trigger_points:
            told = {name for name in get_args(PointField) if getattr(point, name, None)}
            if point.pain.spillover:
                told.add("spillover")
            yield from _both(entry, world.node(point), point.id, set(point.unknown) & told)


def _both(entry: Entry, node: Mapping, id: str, both: Set[str]) -> Iterator[Finding]:
    if both:
        message = f"'{id}' tells {', '.join(sorted(both))}, and calls it unknown"
        yield finding(entry, at_key(node, "unknown"), "known-and-unknown", message)


def note_rests_on_technique(world: World) -> Iterator[Finding]:
    """A note rests on a technique of its own kind."""
    kinds = {record.id: record.kinds for _, record, _ in world.all(Technique)}
    for entry, note, node in world.all(Note):
        if note.technique and kinds.get(note.technique) and note.kind not in kinds[note.technique]:
            message = f"'{note.technique}' is no technique for {note.kind}"
            yield finding(entry, at_key(node, "technique"), "wrong-technique", message)


RULES: tuple[Callable[[World], Iterator[Finding]], ...] = (
    unknown_reference,
    duplicate_id,
    duplicate_point_id,
    duplicate_publication,
    foreign_point,
    duplicate_label,
    self_reference,
    shared_sheet,
    renamed_and_deleted,
    incomplete_muscle,
    known_and_unknown,
    note_rests_on_technique,
    *rules_clinical.RULES,
    *rules_places.RULES,
)
