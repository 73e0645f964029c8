"""What the rules look at: every record that counts, and where each was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from viewer.catalog.body_words import BodyData
from viewer.catalog.files import Entry
from viewer.catalog.issues import Issue, Severity
from viewer.catalog.model import Muscle
from viewer.catalog.overlay import Layer, Merged
from viewer.catalog.source import Mapping, Node


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found.

    Attributes:
        entry: the record it withholds, if it is an error; None where it concerns the main file.
    """

    entry: Entry | None
    issue: Issue


class World:
    """The merged catalog before anything is withheld.

    Attributes:
        complete: every file could be read, so that an id that is not here is nowhere.
    """

    def __init__(self, layers: list[Layer], merged: Merged, body: BodyData) -> None:
        self.layers = layers
        self.merged = merged
        self.body = body
        self.complete = all(file.readable for layer in layers for file in layer.files)

    @cached_property
    def ids(self) -> dict[str, set[str]]:
        """Every id that is declared, by kind, also those of records that are withheld."""
        ids: dict[str, set[str]] = {
            kind: set() for kind in ("muscle", "point", "technique", "topic", "red_flag", "source")
        }
        for entry in self.merged.entries:
            for declared in entry.declared:
                ids[declared.kind].add(declared.id)
        # A shape without a record is a muscle as well, only not described.
        body, broken = self.body, self.body.broken
        ids["sheet"] = {*body.sheets, *broken}
        ids["muscle"] |= ids["sheet"]
        ids["muscle_or_point"] = ids["muscle"] | ids["point"]
        ids["landmark"] = {*body.landmarks, *broken}
        ids["region"] = {*body.regions, *broken}
        ids["structure"] = {*body.structures, *broken}
        return ids

    @cached_property
    def _by_type(self) -> dict[type, list[tuple[Entry, Any, Mapping]]]:
        found: dict[type, list[tuple[Entry, Any, Mapping]]] = {}
        for entry in self.merged.entries:
            for record, node in entry.made:
                found.setdefault(type(record), []).append((entry, record, node))
        return found

    def all(self, *kinds: type) -> Iterator[tuple[Entry, Any, Mapping]]:
        """Every record of these kinds, however deep it stands, with its entry and node."""
        for kind in kinds:
            yield from self._by_type.get(kind, ())

    def muscles(self) -> Iterator[tuple[Entry, Muscle, Mapping]]:
        return self.all(Muscle)

    @cached_property
    def _nodes(self) -> dict[int, Mapping]:
        return {id(record): node for entry in self.merged.entries for record, node in entry.made}

    def node(self, record: Any) -> Mapping:
        """Where a record was written."""
        return self._nodes[id(record)]


def finding(
    entry: Entry, node: Node, rule: str, message: str, hint: str = "", severity: Severity = "error"
) -> Finding:
    """A finding at a node of an entry's file."""
    return Finding(entry, Issue(entry.file, node.line, node.column, severity, rule, message, hint))
