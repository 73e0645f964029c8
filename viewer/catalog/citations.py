"""Which sources a record cites, and how a source is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from viewer.catalog.model import Source


def cited_sources(record: Any) -> tuple[str, ...]:
    """Every source id in a record and all within it, in the order they first come."""
    return tuple(dict.fromkeys(_cited(record)))


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for item in value:
            yield from _cited(item)
    elif is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in ("sources", "against"):
                yield from inner
            elif field.name == "source":
                yield inner
            else:
                yield from _cited(inner)


def reference(source: Source) -> str:
    """A source in one line: authors, year, title, where, and its numbers."""
    authors = ", ".join(source.authors[:6]) + (" et al" if len(source.authors) > 6 else "")
    place = source.journal or source.publisher
    volume = f" {source.volume}" if source.volume else ""
    pages = f":{source.pages}" if source.pages else ""
    numbers = "".join(
        f" {name}{value}." for name, value in (("doi:", source.doi), ("PMID ", source.pmid)) if value
    )
    where = f" {place}{volume}{pages}." if place else ""
    return f"{authors}. {source.title} ({source.year}).{where}{numbers}"
