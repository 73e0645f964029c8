"""The tree of what one can find: nodes, a model over them, and the view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from viewer.ui.rows import CHOSEN, COUNT, ON, QUIET, TreeDelegate

Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True, eq=False)
class Node:
    """A row of the tree; a heading has an empty ``kind``.

    Attributes:
        on: it is one of several that can be switched on.
    """

    title: str
    kind: str = ""
    id: str = ""
    count: str = ""
    spoken: str = ""
    quiet: bool = False
    on: bool = False
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    def adopt(self, children: Sequence[Node]) -> Node:
        """Add children, and return this node."""
        for child in children:
            child.parent = self
            self.children.append(child)
        return self

    def walk(self) -> Iterator[Node]:
        """This node and all beneath it."""
        yield self
        for child in self.children:
            yield from child.walk()


class TreeModel(QAbstractItemModel):
    """A read-only model over nodes, one column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root = Node("")
        self._chosen: tuple[str, str] = ("", "")

    def set_nodes(self, nodes: Sequence[Node]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self._root = Node("").adopt(nodes)
        self.endResetModel()

    def node_list(self) -> list[Node]:
        """The topmost rows."""
        return self._root.children

    def choose(self, kind: str, id: str) -> QModelIndex:
        """Show a row as chosen and return its index (invalid if there is none)."""
        old, self._chosen = self._chosen, (kind, id)
        for key in (old, self._chosen):
            index = self.find(*key)
            if index.isValid():
                self.dataChanged.emit(index, index)
        return self.find(kind, id)

    def find(self, kind: str, id: str) -> QModelIndex:
        """The index of a record, invalid if it is not in the tree."""
        for node in self._root.walk():
            if id and node.id == id and node.kind == kind:
                return self._index_of(node)
        return QModelIndex()

    def node(self, index: Index) -> Node:
        """The node of an index; the root for an invalid one."""
        return index.internalPointer() if index.isValid() else self._root

    def _index_of(self, node: Node) -> QModelIndex:
        if node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node)

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        children = self.node(parent or QModelIndex()).children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    def parent(self, index: Index | None = None) -> QModelIndex:
        node = self.node(index) if index is not None else self._root
        return self._index_of(node.parent) if node.parent is not None else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.node(parent or QModelIndex()).children)

    def columnCount(self, parent: Index | None = None) -> int:
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.title}, {node.spoken}" if node.spoken else node.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return node.spoken if node.quiet else None
        if role == COUNT:
            return node.count
        if role == QUIET:
            return node.quiet
        if role == CHOSEN:
            return node.on or (bool(node.id) and (node.kind, node.id) == self._chosen)
        if role == ON:
            return node.on
        return None


class Tree(QTreeView):
    """The tree. A press or Return on a heading opens and closes it, on a record asks for it.

    Signals:
        record_requested: (kind, id).
    """

    record_requested = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.nodes = TreeModel(self)
        self.setModel(self.nodes)
        self.setItemDelegate(TreeDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.clicked.connect(self._activate)

    def drawBranches(self, painter: QPainter, rect: object, index: Index) -> None:
        """Nothing: the delegate draws the chevron."""

    def set_nodes(self, nodes: Sequence[Node]) -> None:
        """Replace the rows, keeping open what was open."""
        opened = {
            node.title
            for node in self.nodes._root.walk()
            if node.children and self.isExpanded(self.nodes._index_of(node))
        }
        self.nodes.set_nodes(nodes)
        for node in self.nodes._root.walk():
            if node.title in opened and node.children:
                self.expand(self.nodes._index_of(node))

    def choose(self, kind: str, id: str) -> None:
        """Show a record as chosen, with its headings open."""
        index = self.nodes.choose(kind, id)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _activate(self, index: Index) -> None:
        node = self.nodes.node(index)
        if node.children:
            self.setExpanded(index, not self.isExpanded(index))
        if node.id:
            self.record_requested.emit(node.kind, node.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid():
                self._activate(self.currentIndex())
        else:
            super().keyPressEvent(event)
