"""Every command with its keys, to be searched and done; made from the table that the menus are made of."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from viewer.ui.actions import ACTIONS, MAP_KEYS, MENUS, plain
from viewer.ui.dialogs import Dialog
from viewer.ui.parts.search_field import SearchField
from viewer.ui.parts.text import Text
from viewer.ui.tree import Node, Tree
from viewer.ui.words import plural

ON_THE_MAP = "While a map has the keyboard"
NO_KEY = "no key of its own"


def key_nodes(actions: Mapping[str, QAction], words: str = "") -> list[Node]:
    """By menu the commands that hold all these words in name, menu or key, then the keys of the maps."""
    wanted = words.lower().split()
    groups: list[tuple[str, list[Node]]] = []
    for menu in MENUS:
        rows = []
        for spec in ACTIONS:
            if spec.menu == menu:
                keys = " or ".join(k.toString() for k in actions[spec.key].shortcuts())
                keys = keys or (f"{spec.map_key} (on a map)" if spec.map_key else "")
                rows.append(Node(plain(spec.text), "command", spec.key, keys, keys or NO_KEY))
        groups.append((plain(menu), rows))
    groups.append((ON_THE_MAP, [Node(means, count=keys, spoken=keys) for keys, means in MAP_KEYS]))
    found = []
    for title, rows in groups:
        kept = [row for row in rows if all(w in f"{row.title} {row.count} {title}".lower() for w in wanted)]
        if kept:
            found.append(Node(title, spoken=plural(len(kept), "command")).adopt(kept))
    return found


class KeysDialog(Dialog):
    """A field and the list beneath it; Return does the command.

    Signals:
        chosen: key of the action to be done.
    """

    chosen = Signal(str)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__("Keyboard shortcuts", parent, 600, 700)
        self._actions = actions
        self.field = SearchField("Command or key", "Find a command or a key", parent=self)
        self.list = Tree("Commands and their keys", self)
        self.list.setMinimumHeight(420)
        self.count = Text("", "small", "text2")
        self.add(self.field)
        self.column.addWidget(self.list, 1)
        self.add(self.count)
        self.add_close()
        self.field.textChanged.connect(self._show)
        self.field.moved.connect(self._enter)
        self.field.accepted.connect(self._first)
        self.list.record_requested.connect(self._choose)
        self._show("")
        self.field.setFocus()

    def shown(self) -> list[tuple[str, str]]:
        """The commands that are listed, with their keys."""
        return [(row.title, row.count) for row in self._rows()]

    def _rows(self) -> list[Node]:
        return [node for top in self.list.nodes.node_list() for node in top.children]

    def _show(self, words: str) -> None:
        self.list.set_nodes(key_nodes(self._actions, words))
        self.list.expandAll()
        number = len(self.shown())
        self.count.setText(plural(number, "command") if number else f"Nothing found for “{words.strip()}”.")
        self.field.setAccessibleDescription(self.count.text())

    def _enter(self, step: int) -> None:
        """Down from the field leads into the list, to its first command."""
        first = self.list.model().index(0, 0)
        if step > 0 and first.isValid():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self.list.setCurrentIndex(self.list.model().index(0, 0, first))

    def _first(self) -> None:
        """Return in the field does the one command that is left, else it goes to the list."""
        rows = self._rows()
        if len(rows) == 1 and rows[0].id:
            self._choose(rows[0].kind, rows[0].id)
        else:
            self._enter(1)

    def _choose(self, _kind: str, key: str) -> None:
        self.accept()
        self.chosen.emit(key)
