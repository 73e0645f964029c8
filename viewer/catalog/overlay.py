"""Layers of a catalog: the base, and what a school or clinic lays over it.

An overlay adds records or replaces them by id, whole; ``deleted`` in an overlay takes a
record of the base away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from viewer.catalog.files import Entry, ParsedFile
from viewer.catalog.model import Header


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A base catalog or an overlay: its main file and the files it includes."""

    files: tuple[ParsedFile, ...]

    @property
    def main(self) -> ParsedFile:
        return self.files[0]

    @property
    def header(self) -> Header | None:
        return self.main.header

    def entries(self) -> Iterator[Entry]:
        for file in self.files:
            yield from file.entries


@dataclass(slots=True)
class Merged:
    """The entries that count, in their order.

    Attributes:
        origin: for each id, the title of the layer it came from.
        repeated: pairs of entries of one layer with the same id (first, again).
    """

    entries: list[Entry] = field(default_factory=list)
    origin: dict[str, str] = field(default_factory=dict)
    repeated: list[tuple[Entry, Entry]] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)


def merge(layers: list[Layer]) -> Merged:
    """Lay each layer over those before it; a replaced record keeps its place in the order."""
    merged = Merged()
    current: dict[str, Entry] = {}
    nameless: list[Entry] = []
    for layer in layers:
        title = layer.header.title if layer.header else layer.main.file
        own: dict[str, Entry] = {}
        for entry in layer.entries():
            if not entry.id:
                nameless.append(entry)
            elif entry.id in own:
                merged.repeated.append((own[entry.id], entry))
            elif entry.id in current and current[entry.id].list != entry.list:
                merged.repeated.append((current[entry.id], entry))
            else:
                own[entry.id] = entry
                merged.origin[entry.id] = title
        if layer.header:
            for gone in layer.header.deleted:
                current.pop(gone, None)
                merged.deleted.append(gone)
            merged.renamed.update(layer.header.renamed)
        current.update(own)
    merged.entries = [*current.values(), *nameless]
    merged.deleted = [gone for gone in dict.fromkeys(merged.deleted) if gone not in current]
    for record_id in [one for one in merged.origin if one not in current]:
        del merged.origin[record_id]
    return merged
