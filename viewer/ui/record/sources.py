"""Sources: which ones a record cites, and how each is shown."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from viewer.catalog.model import Source
from viewer.ui.parts.buttons import IconButton
from viewer.ui.parts.text import Text
from viewer.ui.record.page import Maker, Section
from viewer.ui.words import SOURCE_GRADE, SOURCE_KIND, SOURCE_SEEN, citation


def kind_line(source: Source) -> str:
    """What kind of source it is, how good, and how much of it was seen."""
    parts = (SOURCE_KIND[source.kind], SOURCE_GRADE[source.grade], SOURCE_SEEN[source.seen])
    return " · ".join(parts)


class SourceRow(QFrame):
    """One source: authors and year, title, where; kind, grade, seen; DOI and PMID as text; copy."""

    def __init__(self, source: Source, make: Maker) -> None:
        super().__init__()
        self.source_id = source.id
        self.setAccessibleName(f"Source {citation(source)}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(1)
        authors = ", ".join(source.authors)
        column.addWidget(Text(f"{authors} ({source.year})", "strong"))
        column.addWidget(make.link(source.title, "source", source.id))
        place = source.journal or source.publisher
        if place:
            numbers = f" {source.volume}" if source.volume else ""
            numbers += f": {source.pages}" if source.pages else ""
            column.addWidget(Text(place + numbers, "small", "text2"))
        column.addWidget(Text(kind_line(source), "small", "text2"))
        ids = [f"doi {source.doi}" if source.doi else "", f"PMID {source.pmid}" if source.pmid else ""]
        if any(ids):
            column.addWidget(Text("  ".join(i for i in ids if i), "small", "text2"))
        row.addLayout(column, 1)
        copy = IconButton("copy", "Copy this source", px=16)
        copy.clicked.connect(lambda: self._copy(source, make))
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)

    @staticmethod
    def _copy(source: Source, make: Maker) -> None:
        QGuiApplication.clipboard().setText(citation(source))
        make.requests.copied.emit("Source copied")


def fill_sources(section: Section, make: Maker, ids: Iterable[str]) -> list[QWidget]:
    """A section that lists sources; ids that the catalog does not have are named as missing."""
    section.clear()
    section.add(make.heading("Sources"))
    rows: list[QWidget] = []
    for id in ids:
        source = make.facts.catalog.sources.get(id)
        if source is None:
            section.add(Text(f"{id} (not in this catalog)", "body", "text2"))
            continue
        row = SourceRow(source, make)
        rows.append(row)
        section.add(row)
    if not rows:
        section.add(Text("This record cites no source.", "body", "text2"))
    return rows
