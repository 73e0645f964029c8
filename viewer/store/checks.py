"""“Check data”: what is wrong with the user's file and what is in it, in words; mended when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from viewer.store.database import Database
from viewer.store.own_data import Collection, Edit, OwnData, OwnNote, Ref, SetCollections, SetNote

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
        database.back_up()
    damage = tuple(database.problems_of_file())
    data = database.read()
    faults, edits = _faults(data, at)
    unknown = tuple(dict.fromkeys(ref for ref in _refs(data) if not known(ref)))
    return Report(damage, tuple(faults), unknown, tuple(edits))


def _refs(data: OwnData) -> Iterable[Ref]:
    return (*data.notes, *data.bookmarks, *(ref for c in data.collections for ref in c.items))


def _faults(data: OwnData, at: str) -> tuple[list[str], list[Edit]]:
    faults: list[str] = []
    edits: list[Edit] = []
    for ref, note in data.notes.items():
        what = f"The note on {ref[0]} “{ref[1]}”"
        if not note.text.strip():
            faults.append(f"{what} is empty.")
            edits.append(SetNote(ref, None))
            continue
        right = _right_times(note, at)
        if right != note:
            faults.append(f"{what} has an impossible date.")
            edits.append(SetNote(ref, right))
    named: list[Collection] = []
    for number, c in enumerate(data.collections, start=1):
        if not c.name.strip():
            faults.append(f"Collection {number} has no name.")
            c = replace(c, name=f"Collection {number}")
        named.append(c)
    if tuple(named) != data.collections:
        edits.append(SetCollections(tuple(named)))
    return faults, edits


def _right_times(note: OwnNote, at: str) -> OwnNote:
    created = note.created if FIRST_TIME <= note.created <= at else min(note.changed, at)
    created = created if FIRST_TIME <= created <= at else at
    changed = note.changed if created <= note.changed <= at else max(created, min(note.changed, at))
    return replace(note, created=created, changed=changed)
