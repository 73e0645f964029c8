"""Own notes and collections as things to be found."""

from __future__ import annotations

from viewer.find.text import Document, Field
from viewer.store.own_data import OwnData
from viewer.ui.facts import Facts


def own_documents(data: OwnData, facts: Facts) -> list[Document]:
    """A document for each note, which opens the record it is about."""
    return [
        Document("own", f"{kind}:{id}", facts.name(kind, id), (Field(note.text, 1.0, "your note"),))
        for (kind, id), note in data.notes.items()
    ]
