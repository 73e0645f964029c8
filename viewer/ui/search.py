"""What can be found from the window: the records, the body's names, the commands, own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from viewer.find.documents import body_documents, catalog_documents, muscle_document, pain_documents
from viewer.find.everything import ALL, COMMANDS, MUSCLES, PAIN, Everything, asked
from viewer.find.text import Document, Hit
from viewer.ui.actions import command_documents
from viewer.ui.facts import Facts

PANEL_HITS, ANYTHING_HITS, NARROWED_HITS = 60, 12, 40


class Finder:
    """Searches; its indexes are built when somebody first searches, and anew for another catalog."""

    def __init__(self, facts: Facts) -> None:
        self._own: tuple[Document, ...] = ()
        self.set_facts(facts)

    def set_facts(self, facts: Facts) -> None:
        """Search another catalog."""
        self._facts = facts
        self._everything = Everything(
            {
                ALL: lambda: _things(facts),
                MUSCLES: lambda: map(muscle_document, facts.catalog.muscles.values()),
                COMMANDS: command_documents,
                PAIN: self._pain,
            }
        )
        self.set_own(self._own)

    def set_own(self, documents: Sequence[Document]) -> None:
        """What the user has written is searched, too; anew at each call, which costs little."""
        self._own = tuple(documents)
        self._everything.set_own(self._own)

    def patterns_ready(self) -> None:
        """It is known where each point's pain is felt: look it up anew."""
        self._everything.replace(PAIN, self._pain)

    def warm(self) -> None:
        """Make ready for the first key, beside whatever else goes on."""
        self._everything.warm()

    def things(self, words: str) -> Sequence[Hit]:
        """Records of the catalog and parts of the body, for the find panel."""
        return self._everything.search(words, PANEL_HITS, commands=False)

    def anything(self, words: str) -> Sequence[Hit]:
        """The same and the commands, for "Find anything"."""
        narrowed = asked(words)[0] != ALL
        return self._everything.search(words, NARROWED_HITS if narrowed else ANYTHING_HITS)

    def _pain(self) -> Iterator[Document]:
        facts = self._facts

        def reach(point: str) -> Iterable[tuple[str, float, float]]:
            return ((a.region, a.essential, a.spillover) for a in facts.shares(point) or ())

        return pain_documents(facts.catalog, facts.regions, reach)


def _things(facts: Facts) -> list[Document]:
    body = body_documents(facts.regions.values(), facts.landmarks.values(), facts.structures.values())
    return [*catalog_documents(facts.catalog), *body]
