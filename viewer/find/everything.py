"""One search over all there is: records, technique notes, areas, commands, and what the user wrote.

A query may begin with a prefix that narrows it: ``m:`` muscles, ``p:`` areas of pain and what
refers there, ``>`` commands.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable, Iterable, Sequence

from viewer.find.text import Document, Hit, Index

MUSCLES, PAIN, COMMANDS, ALL, OWN = "m", "p", ">", "", "own"
PREFIXES = (("m:", "a muscle"), ("p:", "where it hurts, and what refers there"), (">", "a command"))
"""What can be typed before the words, and what it looks for."""
Documents = Callable[[], Iterable[Document]]


def asked(query: str) -> tuple[str, str]:
    """The scope of a query and its words: ``p: temple`` is (``p``, ``temple``)."""
    text = query.lstrip()
    if text.startswith(COMMANDS):
        return COMMANDS, text[1:].strip()
    prefix, colon, words = text.partition(":")
    if colon and prefix.strip().lower() in (MUSCLES, PAIN):
        return prefix.strip().lower(), words.strip()
    return ALL, query


class Everything:
    """Searches in all that can be found; an index is built when it is first needed.

    Args:
        sources: by scope where its documents come from. ``ALL`` holds neither commands nor what
            the user wrote: these are searched beside it.
    """

    def __init__(self, sources: dict[str, Documents]) -> None:
        self._sources = sources
        self._indexes: dict[str, Index] = {}
        self._building = threading.Lock()

    def set_own(self, documents: Sequence[Document]) -> None:
        """What the user has written from now on."""
        self.replace(OWN, lambda: documents)

    def replace(self, scope: str, documents: Documents) -> None:
        """Take the documents of a scope from elsewhere."""
        with self._building:
            self._sources[scope] = documents
            self._indexes.pop(scope, None)

    def warm(self) -> threading.Thread:
        """Build the largest index beside whatever else goes on, before somebody types."""
        thread = threading.Thread(target=lambda: self._index(ALL), name="search index", daemon=True)
        thread.start()
        return thread

    def search(self, query: str, limit: int = 20, *, commands: bool = True) -> list[Hit]:
        """The best of what a query finds, best first.

        Args:
            commands: commands are looked for without their prefix, too.
        """
        scope, words = asked(query)
        if scope != ALL:
            return self._index(scope).search(words, limit)
        beside = [scope for scope in ((COMMANDS, OWN) if commands else (OWN,)) if scope in self._sources]
        found = [self._index(each).search(words, limit) for each in (ALL, *beside)]
        return list(heapq.merge(*found, key=lambda hit: -hit.score))[:limit]

    def _index(self, scope: str) -> Index:
        with self._building:
            if scope not in self._indexes:
                documents = self._sources.get(scope)
                self._indexes[scope] = Index(documents() if documents else ())
            return self._indexes[scope]
