"""Own notes, bookmarks and collections as frozen data, and the edits that change them.

An edit says what changes, can be applied to the data, and knows what undoes it. The database
writes the same edits, so that what is shown and what is kept cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

Ref: TypeAlias = tuple[str, str]
"""Kind and id of a record of the catalog or of the body."""
TEXT_MOST = 200_000
NAME_MOST = 200
_NOT_IN_LINES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, ends of lines, and what turns the order of writing round."""


def storable(text: str) -> str:
    """A text without halves of characters, which no file can hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def one_line(text: str) -> str:
    """A text on one line, in the order in which it is written."""
    return _NOT_IN_LINES.sub(" ", storable(text))


@dataclass(frozen=True, slots=True)
class OwnNote:
    """What somebody wrote about a record, as Markdown. Times are UTC, ISO 8601, to the second."""

    text: str
    created: str
    changed: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", storable(self.text))


@dataclass(frozen=True, slots=True)
class Collection:
    """A named, ordered list of records. ``id`` is a random name that stays."""

    id: str
    name: str
    items: tuple[Ref, ...] = ()
    created: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name))


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
        return apply_all(data, (self,))


@dataclass(frozen=True, slots=True)
class SetBookmark:
    """Mark a record at a time, or take the mark away with ``created`` empty."""

    ref: Ref
    created: str

    def apply(self, data: OwnData) -> OwnData:
        return apply_all(data, (self,))


@dataclass(frozen=True, slots=True)
class SetCollections:
    """Replace the collections: their names, items and order."""

    collections: tuple[Collection, ...]

    def apply(self, data: OwnData) -> OwnData:
        return apply_all(data, (self,))


Edit: TypeAlias = SetNote | SetBookmark | SetCollections


class _Working:
    """Data that is being changed, so that thousands of edits are one pass over it."""

    def __init__(self, data: OwnData) -> None:
        self.notes, self.bookmarks = dict(data.notes), dict(data.bookmarks)
        self.collections = data.collections

    def apply(self, edit: Edit) -> Edit:
        """Change it, and give what undoes that."""
        if isinstance(edit, SetNote):
            old = self.notes.pop(edit.ref, None)
            if edit.note is not None:
                self.notes[edit.ref] = edit.note
            return SetNote(edit.ref, old)
        if isinstance(edit, SetBookmark):
            at = self.bookmarks.pop(edit.ref, "")
            if edit.created:
                self.bookmarks[edit.ref] = edit.created
            return SetBookmark(edit.ref, at)
        before, self.collections = self.collections, edit.collections
        return SetCollections(before)

    def data(self) -> OwnData:
        marks = dict(sorted(self.bookmarks.items(), key=lambda mark: mark[1]))
        return OwnData(MappingProxyType(self.notes), MappingProxyType(marks), self.collections)


def apply_all(data: OwnData, edits: Iterable[Edit]) -> OwnData:
    """The data after some edits."""
    working = _Working(data)
    for edit in edits:
        working.apply(edit)
    return working.data()


def inverses(data: OwnData, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that lead back, in their order."""
    working = _Working(data)
    return tuple(reversed([working.apply(edit) for edit in edits]))


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
    notes = dict(data.notes)
    for ref, note in data.notes.items():
        new = current(ref)
        if new == ref:
            continue
        there = notes.get(new)
        notes[new] = joined(there, note) if there else note
        edits += [SetNote(ref, None), SetNote(new, notes[new])]
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
    """Both notes in one, the older first; one that holds the other stays as it is."""
    first, second = sorted((one, other), key=lambda n: n.created)
    if second.text in first.text:
        text = first.text
    elif first.text in second.text:
        text = second.text
    else:
        text = f"{first.text}\n\n{second.text}"
    return OwnNote(text, first.created, max(one.changed, other.changed))


def rebased(edits: Iterable[Edit], before: OwnData, now: OwnData) -> tuple[Edit, ...]:
    """Edits that were made on one state, for another one that somebody else made of it meanwhile.

    Nothing of either is lost: notes that both wrote are joined, collections of both stay. What one
    deleted and the other changed stays as it was changed.
    """
    made: list[Edit] = []
    for edit in edits:
        if isinstance(edit, SetNote):
            was, there = before.notes.get(edit.ref), now.notes.get(edit.ref)
            if there == was or there is None:
                made.append(edit)
            elif edit.note is not None:
                made.append(SetNote(edit.ref, joined(there, edit.note)))
        elif isinstance(edit, SetCollections):
            made.append(SetCollections(_met(edit.collections, before, now)))
        else:
            made.append(edit)
    return tuple(made)


def _met(mine: tuple[Collection, ...], before: OwnData, now: OwnData) -> tuple[Collection, ...]:
    theirs, was = ({c.id: c for c in data.collections} for data in (now, before))
    met: list[Collection] = []
    for c in mine:
        there, old = theirs.pop(c.id, None), was.get(c.id)
        if there is not None and there != old:
            added = tuple(ref for ref in there.items if old is None or ref not in old.items)
            c = replace(c, items=tuple(dict.fromkeys((*c.items, *added))))
        elif there is None and c == old:  # deleted there, and here only passed on
            continue
        met.append(c)
    return (*met, *(c for id, c in theirs.items() if c != was.get(id)))
