"""The left panel: words to search for, and the tree of muscles, areas and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from viewer.catalog.model import GROUPS, Muscle
from viewer.find.everything import asked
from viewer.find.filters import Filter, toggled
from viewer.ui.facts import Facts
from viewer.ui.filter_panel import FilterBar, FilterTree
from viewer.ui.parts.buttons import Segmented
from viewer.ui.parts.search_field import SearchField
from viewer.ui.parts.text import Rule, Text
from viewer.ui.results import LITTLE_ROOM, ResultList, Search, nothing_found
from viewer.ui.tree import Node, Tree
from viewer.ui.words import NOT_DESCRIBED, plain_id, plural

LISTS = (("muscles", "Muscles"), ("areas", "Areas"), ("topics", "Topics"), ("saved", "Saved"))


OPEN_AT_MOST = 40
"""A filter that leaves no more muscles than this shows them all at once."""


def muscle_nodes(facts: Facts, passing: Collection[str] | None = None) -> list[Node]:
    """Groups in their order → (group heading) → muscles with their counts of points.

    Args:
        passing: ids of the muscles to list; all of them for None.
    """
    nodes = []
    for key, title in GROUPS.items():
        members = [m for m in facts.catalog.muscles.values() if m.region == key]
        members = [m for m in members if passing is None or m.id in passing]
        if not members:
            continue
        points = sum(len(m.trigger_points) for m in members)
        spoken = f"{plural(len(members), 'muscle')}, {plural(points, 'point')}"
        group = Node(title, count=str(points) if points else "", spoken=spoken)
        shared = Counter(m.group for m in members if m.group)
        headings: dict[str, Node] = {}
        rows: list[Node] = []
        for muscle in sorted(members, key=lambda m: (not m.described, (m.group or m.name).lower())):
            row = _muscle_node(muscle)
            if shared[muscle.group] < 2:
                rows.append(row)
                continue
            if muscle.group not in headings:
                headings[muscle.group] = Node(muscle.group)
                rows.append(headings[muscle.group])
            headings[muscle.group].adopt([row])
        for heading in headings.values():
            total = sum(int(c.count or 0) for c in heading.children)
            heading.count = str(total) if total else ""
            heading.spoken = plural(total, "point")
        nodes.append(group.adopt(rows))
    return nodes


def _muscle_node(muscle: Muscle) -> Node:
    if not muscle.described:
        return Node(muscle.name, "muscle", muscle.id, "–", NOT_DESCRIBED, quiet=True)
    count = len(muscle.trigger_points)
    return Node(muscle.name, "muscle", muscle.id, str(count), plural(count, "point"))


def area_nodes(facts: Facts) -> list[Node]:
    """Areas of the skin under the part of the body they belong to."""
    parents: dict[str, list[Node]] = {}
    for region in facts.regions.values():
        key = GROUPS.get(region.parent) or plain_id(region.parent).capitalize()
        parents.setdefault(key, []).append(Node(region.name, "region", region.id))
    return [
        Node(title, count=str(len(rows)), spoken=plural(len(rows), "area")).adopt(rows)
        for title, rows in parents.items()
    ]


def topic_nodes(facts: Facts) -> list[Node]:
    """Techniques for therapists, topics for patients, warning signs."""
    c = facts.catalog
    groups = (
        ("Techniques", [Node(t.title, "technique", t.id) for t in c.techniques.values()]),
        ("For patients", [Node(t.title, "topic", t.id) for t in c.education.values()]),
        ("Warning signs", [Node(f.name, "red_flag", f.id) for f in c.red_flags.values()]),
    )
    return [
        Node(title, count=str(len(rows)), spoken=plural(len(rows), "topic")).adopt(rows)
        for title, rows in groups
        if rows
    ]


class FindPanel(QWidget):
    """Finds a muscle, an area or a topic, by words or in the tree.

    Signals:
        record_requested: (kind, id).
        filter_requested: another filter of the muscles; (tuple).
    """

    record_requested = Signal(str, str)
    filter_requested = Signal(tuple)

    def __init__(self, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._search = search
        self.field = SearchField("Muscle, symptom or area", "Find in the catalog", parent=self)
        self.lists = Segmented("List", LISTS, self)
        self.bar = FilterBar(self)
        self.filters = FilterTree(self)
        self._facts: Facts | None = None
        self._filter: Filter = ()
        self.trees = {key: Tree(title, self) for key, title in LISTS}
        self.results = ResultList(self, LITTLE_ROOM)
        self._empty = Text("", "body", "text2", self)
        self._empty.setContentsMargins(12, 0, 12, 0)
        self._pages = QStackedWidget(self)
        for tree in self.trees.values():
            self._pages.addWidget(tree)
            tree.record_requested.connect(self.record_requested)
        self._pages.addWidget(self.filters)
        found = QWidget(self)
        found_column = QVBoxLayout(found)
        found_column.setContentsMargins(0, 0, 0, 0)
        found_column.addWidget(self._empty)
        found_column.addWidget(self.results, 1)
        self._found = found
        self._pages.addWidget(found)
        self._coverage = Text("", "tiny", "text3", self)
        self._coverage.setContentsMargins(0, 0, 0, 0)

        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 10)
        top.setSpacing(10)
        top.addWidget(self.field)
        top.addWidget(self.lists, 0, Qt.AlignmentFlag.AlignLeft)
        top.addWidget(self.bar)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 9, 16, 10)
        foot.addWidget(self._coverage)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addWidget(Rule(parent=self))
        column.addLayout(foot)

        self.lists.chosen.connect(self._show_list)
        self.field.textChanged.connect(self._words_changed)
        self.field.moved.connect(self._moved)
        self.field.accepted.connect(self._accepted)
        self.results.chosen.connect(self._result_chosen)
        self.bar.changed.connect(self.filter_requested)
        self.bar.opened.connect(self._open_filters)
        self.filters.toggled_value.connect(
            lambda facet, value: self.filter_requested.emit(toggled(self._filter, facet, value))
        )
        self._show_list("muscles")

    def set_facts(self, facts: Facts) -> None:
        """Show another catalog."""
        self._facts = facts
        self.show_filter(self._filter)
        self.trees["areas"].set_nodes(area_nodes(facts))
        self.trees["topics"].set_nodes(topic_nodes(facts))
        muscles = facts.catalog.muscles.values()
        described = sum(m.described for m in muscles)
        words = f"{plural(described, 'muscle')} described, {plural(len(facts.points), 'point')}"
        waiting = len(facts.catalog.muscles) - described
        if waiting:
            words += f"; {waiting} shown, not described yet"
        self._coverage.setText(words)
        self._words_changed(self.field.text())

    def set_saved(self, nodes: list[Node], empty: str) -> None:
        """Show what the user marked and wrote; words stand where there is nothing."""
        tree = self.trees["saved"]
        tree.set_nodes(nodes or [Node(empty, quiet=True)])
        tree.expandAll()

    def show_filter(self, wanted: Filter) -> None:
        """List the muscles that meet a filter, and show what of it is on."""
        assert self._facts is not None
        self._filter, facts = wanted, self._facts
        passing = facts.facets.passing(wanted)
        self.trees["muscles"].set_nodes(muscle_nodes(facts, passing))
        if wanted and len(passing) <= OPEN_AT_MOST:
            self.trees["muscles"].expandAll()
        self.bar.show_filter(wanted, len(passing), len(facts.catalog.muscles))
        if self.bar.button.isChecked():
            self.filters.show_offers(facts.facets, wanted)

    def choose_filters(self) -> None:
        """Open the page on which filters are chosen, with the keyboard on it."""
        self._show_list("muscles")
        self.bar.button.setChecked(True)
        self.filters.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_filters(self, wanted: bool) -> None:
        self.field.clear()
        if wanted and self._facts is not None:
            self.filters.show_offers(self._facts.facets, self._filter)
        self._pages.setCurrentWidget(self._home())

    def _home(self) -> QWidget:
        """The page for an empty field."""
        key = self.lists.key() or "muscles"
        return self.filters if key == "muscles" and self.bar.button.isChecked() else self.trees[key]

    def show_selected(self, muscle: str, record: tuple[str, str]) -> None:
        """Mark the muscle and the record that are selected; the list in sight stays."""
        self.trees["muscles"].choose("muscle", muscle)
        for key in ("areas", "topics"):
            self.trees[key].choose(*record)
        self.trees["saved"].choose(*(record if record[1] else ("muscle", muscle)))

    def _show_list(self, key: str) -> None:
        self.lists.set_chosen(key)
        self.field.clear()
        self.bar.setVisible(key == "muscles")
        self._pages.setCurrentWidget(self._home())

    def _words_changed(self, words: str) -> None:
        if not asked(words)[1].strip():
            self._pages.setCurrentWidget(self._home())
            return
        hits = self._search(words)
        self.results.show_hits(hits, words)
        self._empty.setVisible(not hits)
        self._empty.setText(nothing_found(words))
        self._pages.setCurrentWidget(self._found)

    def _moved(self, step: int) -> None:
        if self._pages.currentWidget() is self._found:
            self.results.move_by(step)
        elif step > 0:
            self._pages.currentWidget().setFocus(Qt.FocusReason.TabFocusReason)

    def _accepted(self) -> None:
        if self._pages.currentWidget() is self._found:
            self.results.accept()

    def _result_chosen(self, kind: str, id: str) -> None:
        # The words stay, so that one can step through the results; Escape clears them.
        self.record_requested.emit(kind, id)

    def event(self, event: QEvent) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) else 0
        if event.type() == QEvent.Type.KeyPress and pressed == Qt.Key.Key_Escape:
            if self.field.text():
                self.field.clear()
                self.field.setFocus()
                return True
            if self.bar.button.isChecked():
                self.bar.button.setChecked(False)
                self.bar.button.setFocus()
                return True
        return super().event(event)
