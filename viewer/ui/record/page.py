"""What every record page is made of: sections, and a maker of their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from viewer.catalog.model import UNKNOWN_WORDS, Statement, Technique
from viewer.ui.facts import Facts
from viewer.ui.parts.buttons import Link
from viewer.ui.parts.evidence import Statement as StatementText
from viewer.ui.parts.flow import clear_layout
from viewer.ui.parts.text import Text

BLEED = 10
"""How far the ground of a row may stick out at both sides of the text."""


class Requests(QObject):
    """What a page asks for.

    Signals:
        record: (kind, id) to open.
        sources: ids of the sources of a statement, to be shown.
        copied: text that was put on the clipboard, in words.
    """

    record = Signal(str, str)
    sources = Signal(tuple)
    copied = Signal(str)


class Section(QWidget):
    """A part of a page under a heading; what a tab leads to.

    Attributes:
        has_tab: whether a tab leads to it.

    Args:
        fill: makes its rows, when ``build`` is called.
    """

    def __init__(
        self, title: str, fill: Callable[[Section], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.has_tab = True
        self._fill = fill
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)

    def add(self, widget: QWidget, above: int = 0, bleed: bool = False) -> QWidget:
        """Put a row at the end, with so much room above it; ``bleed`` lets its ground stick out."""
        if above:
            self.column.addSpacing(above)
        if bleed:
            self.column.addWidget(widget)
        else:
            row = QHBoxLayout()
            row.setContentsMargins(BLEED, 0, BLEED, 0)
            row.addWidget(widget)
            self.column.addLayout(row)
        return widget

    def build(self) -> None:
        """Make the rows, if they are not made yet."""
        if self._fill is not None:
            self.refill(self._fill)

    def refill(self, fill: Callable[[Section], object]) -> None:
        """Make the rows anew."""
        # Out of sight meanwhile: the rows are then shown and laid out once, all together.
        shown = self.isVisible()
        self.hide()
        self._fill = None
        fill(self)
        self.setVisible(shown)

    def clear(self) -> None:
        """Take everything out, to be filled anew."""
        self._fill = None
        clear_layout(self.column)


class Maker:
    """Makes the rows of a page from statements, and wires what they ask for."""

    def __init__(self, facts: Facts, requests: Requests) -> None:
        self.facts = facts
        self.requests = requests

    def heading(self, text: str) -> Text:
        """The heading of a section."""
        return Text(text, "heading")

    def label(self, text: str) -> Text:
        """The quiet heading of a group of rows."""
        return Text(text, "small_medium", "text3")

    def names(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        """(id, short name) of sources."""
        return [(id, self.facts.sources[id]) for id in dict.fromkeys(ids)]

    def say(
        self, text: str, sources: Sequence[str] = (), evidence: str | None = None,
        against: Sequence[str] = (), ref: str | None = None, role: str = "body",
    ) -> StatementText:  # fmt: skip
        """A sentence with its evidence and its sources."""
        about = []
        kind = self.facts.kind_of(ref) if ref else ""
        if ref and kind:
            about.append((kind, ref, self.facts.name(kind, ref)))
        row = StatementText(text, self.names(sources), evidence, self.names(against), about, role=role)
        row.source_requested.connect(lambda id: self.requests.sources.emit((id,)))
        row.sources_requested.connect(self.requests.sources)
        row.record_requested.connect(self.requests.record)
        return row

    def statement(self, s: Statement, role: str = "body") -> StatementText:
        """A statement of the catalog."""
        return self.say(s.text, s.sources, s.evidence, s.against, s.ref, role)

    def statements(self, section: Section, label: str, items: Sequence[Statement]) -> None:
        """A group of statements under a quiet heading; nothing where there are none."""
        if not items:
            return
        section.add(self.label(label), above=6)
        for s in items:
            row = self.statement(s)
            section.add(self.bullet(row) if len(items) > 1 else row)

    def methods(self, section: Section, label: str, methods: Sequence[Technique]) -> None:
        """Links to methods under a quiet heading; nothing where there are none."""
        if methods:
            section.add(self.label(label), above=6)
        for method in methods:
            section.add(self.link(method.title, "technique", method.id))

    def unknown(self, section: Section, names: Iterable[str]) -> None:
        """What was looked for and is not documented, said as one quiet line."""
        said = ", ".join(UNKNOWN_WORDS[name] for name in names)
        if said:
            section.add(Text(f"Not documented: {said}.", "small", "text2"), above=6)

    def bullet(self, row: QWidget, mark: str = "•") -> QWidget:
        """A row with a bullet or a number before it."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        dot = Text(mark, "body", "text3")
        dot.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        dot.setMinimumWidth(dot.sizeHint().width() if mark == "•" else 16)
        line.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(row, 1)
        return holder

    def link(self, text: str, kind: str, id: str, role: str = "body") -> Link:
        """Words that open a record."""
        link = Link(text, role)
        link.clicked.connect(lambda: self.requests.record.emit(kind, id))
        return link

    def facts_grid(self, rows: Sequence[tuple[str, QWidget]]) -> QWidget:
        """Rows of label and value, the labels in one column."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        widest = 0
        for number, (label, value) in enumerate(rows):
            words = Text(label, "body", "text3")
            widest = max(widest, words.sizeHint().width())
            words.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            grid.addWidget(words, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, number, 1)
        grid.setColumnMinimumWidth(0, min(widest, 110))
        return holder
