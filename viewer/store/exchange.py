"""Everything the user wrote as one file, and such a file read: checked first, then merged in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from viewer import PROGRAM
from viewer.store.own_data import (
    NAME_MOST,
    Collection,
    Edit,
    OwnData,
    OwnNote,
    Ref,
    SetBookmark,
    SetCollections,
    SetNote,
    joined,
    one_line,
)

FORMAT = 1
BYTES_MOST, ROWS_MOST = 50_000_000, 100_000
_KINDS = {
    "muscle", "point", "technique", "topic", "region", "landmark", "source", "red_flag", "structure",
}  # fmt: skip
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
Short = Annotated[str, msgspec.Meta(max_length=NAME_MOST)]


class ExchangeError(ValueError):
    """A file is not such a file; the text says what is wrong and where."""


class _Note(msgspec.Struct, forbid_unknown_fields=True):
    kind: Short
    id: Short
    text: str
    created: Short
    changed: Short


class _Bookmark(msgspec.Struct, forbid_unknown_fields=True):
    kind: Short
    id: Short
    created: Short


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    kind: Short
    id: Short


class _Collection(msgspec.Struct, forbid_unknown_fields=True):
    id: Short
    name: Annotated[str, msgspec.Meta(max_length=NAME_MOST)]
    created: Short
    items: Annotated[list[_Item], msgspec.Meta(max_length=ROWS_MOST)]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    written_by: Short
    notes: Annotated[list[_Note], msgspec.Meta(max_length=ROWS_MOST)]
    bookmarks: Annotated[list[_Bookmark], msgspec.Meta(max_length=ROWS_MOST)]
    collections: Annotated[list[_Collection], msgspec.Meta(max_length=ROWS_MOST)]


def to_bytes(data: OwnData) -> bytes:
    """All of it as JSON, readable by people as well."""
    file = _File(
        FORMAT,
        PROGRAM,
        [_Note(*ref, n.text, n.created, n.changed) for ref, n in data.notes.items()],
        [_Bookmark(*ref, created) for ref, created in data.bookmarks.items()],
        [_Collection(c.id, c.name, c.created, [_Item(*ref) for ref in c.items]) for c in data.collections],
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def content_of(path: Path) -> bytes:
    """What a file that is to be imported holds, no more of it than can be read.

    Raises:
        OSError: it cannot be read.
        ExchangeError: it is no file, or far too large.
    """
    if not path.is_file() and path.exists():
        raise ExchangeError("it is no file")
    with open(path, "rb") as file:
        content = file.read(BYTES_MOST + 1)
    if len(content) > BYTES_MOST:
        raise ExchangeError("the file is far too large")
    return content


def from_bytes(content: bytes) -> OwnData:
    """What such a file holds. Raises ExchangeError."""
    if len(content) > BYTES_MOST:
        raise ExchangeError("the file is far too large")
    try:
        head = msgspec.json.decode(content, type=dict)
        if head.get("format") != FORMAT:
            found = head.get("format")
            newer = isinstance(found, int) and found > FORMAT
            raise ExchangeError(
                "it was written by a newer version of the app" if newer else "it holds no notes of this app"
            )
        file = msgspec.json.decode(content, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ExchangeError(f"it holds no notes of this app: {error}") from None
    refs = [(row.kind, row.id) for row in file.notes]
    refs += [(row.kind, row.id) for row in file.bookmarks]
    refs += [(row.kind, row.id) for c in file.collections for row in c.items]
    for kind, id in refs:
        if kind not in _KINDS or not _ID.match(id):
            raise ExchangeError(f"“{_shown(kind)} {_shown(id)}” is no record")
    times = [time for n in file.notes for time in (n.created, n.changed)]
    times += [b.created for b in file.bookmarks] + [c.created for c in file.collections if c.created]
    for time in times:
        if not is_time(time):
            raise ExchangeError(f"“{_shown(time)}” is no time")
    return OwnData(
        {(n.kind, n.id): OwnNote(n.text, n.created, n.changed) for n in file.notes if n.text.strip()},
        {(b.kind, b.id): b.created for b in file.bookmarks},
        tuple(
            Collection(
                c.id,
                c.name if c.name.strip() else "Collection",
                tuple(dict.fromkeys((i.kind, i.id) for i in c.items)),
                c.created,
            )
            for c in {c.id: c for c in file.collections}.values()
        ),
    )


def is_time(when: str) -> bool:
    """Whether a text is a time as it is kept: UTC, to the second."""
    try:
        return bool(_TIME.match(when)) and datetime.fromisoformat(when[:-1]) is not None
    except ValueError:
        return False


def _shown(text: str) -> str:
    return one_line(text[:40])


def merged(data: OwnData, other: OwnData) -> tuple[Edit, ...]:
    """The edits that bring another one's data in; nothing that is there is lost.

    Notes on the same record are joined, the older first. A collection of the same id takes the
    other's records in at its end.
    """
    edits: list[Edit] = []
    for ref, note in other.notes.items():
        there = data.notes.get(ref)
        wanted = note if there is None else joined(there, note)
        if there is None or wanted.text != there.text:
            edits.append(SetNote(ref, wanted))
    edits += [SetBookmark(ref, at) for ref, at in other.bookmarks.items() if ref not in data.bookmarks]
    collections = {c.id: c for c in data.collections}
    for c in other.collections:
        mine = collections.get(c.id)
        items = tuple(dict.fromkeys((*(mine.items if mine else ()), *c.items)))
        collections[c.id] = replace(mine or c, items=items)
    if tuple(collections.values()) != data.collections:
        edits.append(SetCollections(tuple(collections.values())))
    return tuple(edits)


def refs_of(data: OwnData) -> Iterable[Ref]:
    """Every record that is spoken of."""
    yield from data.notes
    yield from data.bookmarks
    for collection in data.collections:
        yield from collection.items
