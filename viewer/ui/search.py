"""What can be found from the window: the records, the body's names, the commands."""

from __future__ import annotations

from viewer.find.documents import body_documents, catalog_documents
from viewer.find.text import Document
from viewer.ui.actions import command_documents
from viewer.ui.facts import Facts


def things(facts: Facts) -> list[Document]:
    """Every record of the catalog and every named part of the body."""
    body = body_documents(facts.regions.values(), facts.landmarks.values(), facts.structures.values())
    return [*catalog_documents(facts.catalog), *body]


def anything(facts: Facts) -> list[Document]:
    """The same and the commands."""
    return [*things(facts), *command_documents()]
