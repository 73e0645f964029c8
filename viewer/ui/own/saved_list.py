"""The list “Saved” of the find panel: bookmarks, collections, own notes."""

from __future__ import annotations

from collections.abc import Iterable

from viewer.store.own_data import OwnData, Ref
from viewer.ui.facts import Facts
from viewer.ui.tree import Node
from viewer.ui.words import plural

EMPTY = "Nothing saved yet. Ctrl+D marks the record that is open."


def saved_nodes(facts: Facts, data: OwnData) -> list[Node]:
    """The rows of the list; records that this catalog does not have are quiet."""
    groups = [
        ("Bookmarks", list(reversed(data.bookmarks))),
        *((c.name, list(c.items)) for c in data.collections),
        ("Own notes", sorted(data.notes, key=lambda ref: data.notes[ref].changed, reverse=True)),
    ]
    made = []
    for title, refs in groups:
        if refs or title not in ("Bookmarks", "Own notes"):
            rows = list(_rows(facts, refs))
            made.append(Node(title, count=str(len(rows)), spoken=plural(len(rows), "record")).adopt(rows))
    return made


def _rows(facts: Facts, refs: Iterable[Ref]) -> Iterable[Node]:
    for kind, id in refs:
        known = is_known(facts, (kind, id))
        yield Node(
            facts.name(kind, id), kind, id, quiet=not known,
            spoken="" if known else "not in this catalog",
        )  # fmt: skip


def is_known(facts: Facts, ref: Ref) -> bool:
    """Whether the open catalog, or the body, has a record."""
    kind, id = ref
    c = facts.catalog
    lists = {
        "muscle": c.muscles, "point": facts.points, "technique": c.techniques, "topic": c.education,
        "source": c.sources, "red_flag": c.red_flags, "region": facts.regions,
        "landmark": facts.landmarks, "structure": facts.structures,
    }  # fmt: skip
    return id in lists.get(kind, {})
