"""Filtering the tree of muscles: what is on, as chips, and the page on which it is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from viewer.find.filters import FACETS, Facets, Filter, Offer, toggled, words_of
from viewer.ui.parts.buttons import Chip, Link, ToggleChip
from viewer.ui.parts.flow import FlowLayout, clear_layout
from viewer.ui.parts.text import Text
from viewer.ui.tree import Node, Tree
from viewer.ui.words import plural


class FilterChip(Chip):
    """A value that is asked for; a press takes it off."""

    SIGN = "x"

    def __init__(self, facet: str, value: str, parent: QWidget | None = None) -> None:
        words = words_of(facet, value)
        super().__init__(words, pressable=True, parent=parent)
        self.value = (facet, value)
        self.setAccessibleName(f"{words}, take off")
        self.setAccessibleDescription(FACETS[facet])

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 2, hint.height())


class FilterBar(QWidget):
    """A quiet row over the tree: whether it is filtered, what is left, and what is on.

    Signals:
        changed: another filter; (tuple).
        opened: the page on which filters are chosen is wanted, or no longer.
    """

    changed = Signal(tuple)
    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter: Filter = ()
        self.button = ToggleChip("Filter", parent=self)
        self.button.setToolTip("Choose which muscles are listed and stand out on the maps (Ctrl+Shift+F)")
        self.button.toggled.connect(self.opened)
        self._count = Text("", "small", "text2", self)
        self.clear = Link("Clear", parent=self)
        self.clear.setAccessibleName("Clear the filter")
        self.clear.clicked.connect(lambda: self.changed.emit(()))
        self._chip_row = QWidget(self)
        self._chips = FlowLayout(self._chip_row, gap=6)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.button)
        line.addWidget(self._count, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self._chip_row)
        self.show_filter((), 0, 0)

    def show_filter(self, asked: Filter, left: int, of: int) -> None:
        """Show what is on, and that so many muscles are left of so many."""
        self._count.setText(f"{left} of {of}" if asked else "")
        self.clear.setVisible(bool(asked))
        self._chip_row.setVisible(bool(asked))
        if asked == self._filter:
            return
        had = next((c.value for c in self.chips() if c.hasFocus()), None)
        self._filter = asked
        clear_layout(self._chips)
        for facet, value in asked:
            chip = FilterChip(facet, value, self._chip_row)
            chip.clicked.connect(lambda _=False, f=facet, v=value: self._take_off(f, v))
            self._chips.addWidget(chip)
            chip.show()
        if had is not None:  # whoever takes chips off by keys goes on with the next
            next(iter(self.chips()), self.button).setFocus(Qt.FocusReason.TabFocusReason)

    def chips(self) -> list[FilterChip]:
        """The chips that are shown, in their order."""
        items = (self._chips.itemAt(at) for at in range(self._chips.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [chip for chip in widgets if isinstance(chip, FilterChip)]

    def _take_off(self, facet: str, value: str) -> None:
        self.changed.emit(toggled(self._filter, facet, value))


class FilterTree(Tree):
    """All that can be asked for, with how many muscles each would leave.

    Signals:
        toggled_value: (facet, value).
    """

    toggled_value = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What can be filtered for", parent)
        self._rows: dict[tuple[str, str], Node] = {}
        self.record_requested.connect(self.toggled_value)

    def show_offers(self, facets: Facets, asked: Filter) -> None:
        """Show what is offered; the row that the keyboard is on stays."""
        offers = {facet: each for facet, each in facets.offers(asked).items() if each}
        if list(self._rows) != [(o.facet, o.value) for each in offers.values() for o in each]:
            self._rows = {}
            self.set_nodes([self._heading(facet, each) for facet, each in offers.items()])
        for each in offers.values():
            for offer in each:
                _tell(self._rows[offer.facet, offer.value], offer)
        self.viewport().update()

    def _heading(self, facet: str, offers: Sequence[Offer]) -> Node:
        rows = [Node(offer.words, offer.facet, offer.value) for offer in offers]
        self._rows |= {(row.kind, row.id): row for row in rows}
        return Node(FACETS[facet], spoken=plural(len(rows), "choice")).adopt(rows)


def _tell(row: Node, offer: Offer) -> None:
    row.on, row.count, row.quiet = offer.on, str(offer.count), not offer.count and not offer.on
    row.spoken = plural(offer.count, "muscle") + (", on" if offer.on else "")


def summary(asked: Filter) -> str:
    """A filter in few words: "C5 or C6; Deep"."""
    by_facet: Mapping[str, list[str]] = {facet: [] for facet in FACETS}
    for facet, value in asked:
        by_facet[facet].append(words_of(facet, value))
    return "; ".join(" or ".join(words) for words in by_facet.values() if words)
