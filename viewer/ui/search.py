"""What can be found from the window: the records, the body's names, the commands."""

from __future__ import annotations

from collections.abc import Sequence

from viewer.find.documents import body_documents, catalog_documents
from viewer.find.text import Document, Hit, Index
from viewer.ui.actions import command_documents
from viewer.ui.facts import Facts

PANEL_HITS, ANYTHING_HITS = 60, 12


class Finder:
    """Searches; its indexes are built when somebody first searches, and anew for another catalog."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._indexes: dict[bool, Index] = {}
        self._own: tuple[Document, ...] = ()

    def set_facts(self, facts: Facts) -> None:
        """Search another catalog."""
        self._facts = facts
        self._indexes = {}

    def set_own(self, documents: Sequence[Document]) -> None:
        """What the user has written is searched, too."""
        self._own = tuple(documents)
        self._indexes = {}

    def things(self, words: str) -> Sequence[Hit]:
        """Records of the catalog and parts of the body, for the find panel."""
        return self._index(False).search(words, PANEL_HITS)

    def anything(self, words: str) -> Sequence[Hit]:
        """The same and the commands, for "Find anything"."""
        return self._index(True).search(words, ANYTHING_HITS)

    def _index(self, commands: bool) -> Index:
        if commands not in self._indexes:
            self._indexes[commands] = Index(
                [*_things(self._facts), *self._own, *(command_documents() if commands else ())]
            )
        return self._indexes[commands]


def _things(facts: Facts) -> list[Document]:
    body = body_documents(facts.regions.values(), facts.landmarks.values(), facts.structures.values())
    return [*catalog_documents(facts.catalog), *body]
