"""Own notes, bookmarks and collections as frozen data, and the edits that change them.

An edit says what changes, can be applied to the data, and knows what undoes it. The database
writes the same edits, so that what is shown and what is kept cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

Ref: TypeAlias = tuple[str, str]
"""Kind and id of a record of the catalog or of the body."""
TEXT_MOST = 200_000
NAME_MOST = 200
_NONE: Mapping[Ref, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OwnNote:
    """What somebody wrote about a record, as Markdown. Times are UTC, ISO 8601, to the second."""

    text: str
    created: str
    changed: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A named, ordered list of records. ``id`` is a random name that stays."""

    id: str
    name: str
    items: tuple[Ref, ...] = ()
    created: str = ""


@dataclass(frozen=True, slots=True)
class OwnData:
    """All of it.

    Attributes:
        notes: by record.
        bookmarks: record to the time it was marked, the oldest first.
        collections: in their order.
    """

    notes: Mapping[Ref, OwnNote] = field(default_factory=lambda: MappingProxyType({}))
    bookmarks: Mapping[Ref, str] = field(default_factory=lambda: MappingProxyType({}))
    collections: tuple[Collection, ...] = ()

    def collection(self, id: str) -> Collection | None:
        return next((c for c in self.collections if c.id == id), None)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many notes, bookmarks and collections there are."""
        return len(self.notes), len(self.bookmarks), len(self.collections)


@dataclass(frozen=True, slots=True)
class SetNote:
    """Write a note, or take it away with ``note`` None."""

    ref: Ref
    note: OwnNote | None

    def apply(self, data: OwnData) -> OwnData:
        notes = {ref: n for ref, n in data.notes.items() if ref != self.ref}
        if self.note is not None:
            notes[self.ref] = self.note
        return replace(data, notes=MappingProxyType(notes))

    def inverse(self, data: OwnData) -> Edit:
        return SetNote(self.ref, data.notes.get(self.ref))


@dataclass(frozen=True, slots=True)
class SetBookmark:
    """Mark a record at a time, or take the mark away with ``created`` empty."""

    ref: Ref
    created: str

    def apply(self, data: OwnData) -> OwnData:
        marks = {ref: at for ref, at in data.bookmarks.items() if ref != self.ref}
        if self.created:
            marks[self.ref] = self.created
        return replace(data, bookmarks=MappingProxyType(dict(sorted(marks.items(), key=lambda m: m[1]))))

    def inverse(self, data: OwnData) -> Edit:
        return SetBookmark(self.ref, data.bookmarks.get(self.ref, ""))


@dataclass(frozen=True, slots=True)
class SetCollections:
    """Replace the collections: their names, items and order."""

    collections: tuple[Collection, ...]

    def apply(self, data: OwnData) -> OwnData:
        return replace(data, collections=self.collections)

    def inverse(self, data: OwnData) -> Edit:
        return SetCollections(data.collections)


Edit: TypeAlias = SetNote | SetBookmark | SetCollections


def apply_all(data: OwnData, edits: Iterable[Edit]) -> OwnData:
    """The data after some edits."""
    for edit in edits:
        data = edit.apply(data)
    return data


def inverses(data: OwnData, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that lead back, in their order."""
    back: list[Edit] = []
    for edit in edits:
        back.insert(0, edit.inverse(data))
        data = edit.apply(data)
    return tuple(back)


def with_collection(data: OwnData, changed: Collection) -> SetCollections:
    """The edit that changes one collection, or adds it at the end."""
    if data.collection(changed.id) is None:
        return SetCollections((*data.collections, changed))
    return SetCollections(tuple(changed if c.id == changed.id else c for c in data.collections))


def without_collection(data: OwnData, id: str) -> SetCollections:
    """The edit that takes one collection away; the records in it stay what they are."""
    return SetCollections(tuple(c for c in data.collections if c.id != id))


def renamed(data: OwnData, current: Callable[[Ref], Ref]) -> tuple[Edit, ...]:
    """The edits that carry all over to the ids of today.

    Args:
        current: the reference that stands for one today; itself where it is unknown.

    Two notes that meet on one record are joined, the older first.
    """
    edits: list[Edit] = []
    for ref, note in data.notes.items():
        new = current(ref)
        if new == ref:
            continue
        edits.append(SetNote(ref, None))
        there = apply_all(data, edits).notes.get(new)
        edits.append(SetNote(new, joined(there, note) if there else note))
    for ref, created in data.bookmarks.items():
        new = current(ref)
        if new != ref:
            edits += [SetBookmark(ref, ""), SetBookmark(new, data.bookmarks.get(new, created))]
    moved = tuple(
        replace(c, items=tuple(dict.fromkeys(current(ref) for ref in c.items))) for c in data.collections
    )
    if moved != data.collections:
        edits.append(SetCollections(moved))
    return tuple(edits)


def joined(one: OwnNote, other: OwnNote) -> OwnNote:
    """Both notes in one, the older first."""
    first, second = sorted((one, other), key=lambda n: n.created)
    text = first.text if second.text in first.text else f"{first.text.rstrip()}\n\n{second.text}"
    return OwnNote(text[:TEXT_MOST], first.created, max(one.changed, other.changed))
