"""“Check data”: what is wrong with the user's file and what is in it, in words; mended when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from viewer.store.database import Database
from viewer.store.exchange import is_time, refs_of
from viewer.store.own_data import (
    Collection,
    Edit,
    OwnData,
    OwnNote,
    Ref,
    SetBookmark,
    SetCollections,
    SetNote,
)

FIRST_TIME = "2020-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        damage: of the file itself; a backup helps.
        faults: in what is kept, that ``mend`` takes away.
        unknown: records that the open catalog does not have; they are kept.
        edits: what mends the faults.
    """

    damage: tuple[str, ...]
    faults: tuple[str, ...]
    unknown: tuple[Ref, ...]
    edits: tuple[Edit, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The report, to be read."""
        if not (self.damage or self.faults or self.unknown):
            return ("Everything is in order.",)
        lines = [f"The file is damaged: {line}" for line in self.damage]
        lines += self.faults
        lines += [
            f"{kind.replace('_', ' ').capitalize()} “{id}” is not in this catalog; what is kept of it stays."
            for kind, id in self.unknown
        ]
        return tuple(lines)


def check(database: Database, known: Callable[[Ref], bool], at: str) -> Report:
    """Check the file, then what is in it. A backup is made first where anything can be written.

    Args:
        known: whether the open catalog has a record.
        at: the time now.

    Raises:
        StoreError: it cannot be read, or the backup not made.
    """
    if not database.read_only:
        database.back_up_if_changed()
    damage = tuple(database.problems_of_file())
    data, loose = database.read(), database.loose_rows()
    faults, edits = _faults(data, at)
    if loose:
        faults.append(f"{loose} {'rows belong' if loose > 1 else 'row belongs'} to no collection.")
        edits.append(SetCollections(_named(data, at)))
    unknown = tuple(dict.fromkeys(ref for ref in refs_of(data) if not known(ref)))
    return Report(damage, tuple(faults), unknown, tuple(edits))


def _faults(data: OwnData, at: str) -> tuple[list[str], list[Edit]]:
    faults: list[str] = []
    edits: list[Edit] = []
    for ref, note in data.notes.items():
        what = f"The note on {ref[0]} “{ref[1]}”"
        if not note.text.strip():
            faults.append(f"{what} is empty.")
            edits.append(SetNote(ref, None))
        elif (timed := _right_times(note, at)) != note:
            faults.append(f"{what} has an impossible date.")
            edits.append(SetNote(ref, timed))
    for ref, made in data.bookmarks.items():
        if not _possible(made, at):
            faults.append(f"The bookmark on {ref[0]} “{ref[1]}” has an impossible date.")
            edits.append(SetBookmark(ref, at))
    named = _named(data, at)
    for number, (c, right) in enumerate(zip(data.collections, named, strict=True), start=1):
        if c.name != right.name:
            faults.append(f"Collection {number} has no name.")
        if c.created != right.created:
            faults.append(f"Collection {number} has an impossible date.")
    if named != data.collections:
        edits.append(SetCollections(named))
    return faults, edits


def _named(data: OwnData, at: str) -> tuple[Collection, ...]:
    """The collections, each with a name and a date that can be."""
    return tuple(
        replace(
            c,
            name=c.name if c.name.strip() else f"Collection {number}",
            created=c.created if not c.created or _possible(c.created, at) else at,
        )
        for number, c in enumerate(data.collections, start=1)
    )


def _possible(when: str, at: str) -> bool:
    return is_time(when) and FIRST_TIME <= when <= at


def _right_times(note: OwnNote, at: str) -> OwnNote:
    changed = note.changed if _possible(note.changed, at) else ""
    created = note.created if _possible(note.created, at) else ""
    created = min(time for time in (created, changed, at) if time)
    return replace(note, created=created, changed=changed or created)
