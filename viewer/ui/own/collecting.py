"""Collections: the menu beside a record's name."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QToolButton

from viewer.store.database import now
from viewer.store.own_data import Collection, Ref, SetCollections, with_collection, without_collection
from viewer.ui.own.dialogs import NameDialog, show
from viewer.ui.own.keeper import Keeper
from viewer.ui.parts.buttons import IconButton

if TYPE_CHECKING:
    from viewer.ui.window import Window


class Collecting(QObject):
    """Puts the open record into collections, and changes them.

    Args:
        ref: the record that is open, if any.
    """

    def __init__(self, window: Window, keeper: Keeper, ref: Callable[[], Ref | None]) -> None:
        super().__init__(window)
        self._window, self.keeper, self._ref = window, keeper, ref
        self.button = IconButton("folder", "Collections")
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill_collections)
        self.button.setMenu(self.menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.dialog: NameDialog | None = None

    def new_collection(self) -> None:
        """Make a collection, with the open record in it."""

        def make(name: str) -> None:
            items = (self._ref(),) if self._ref() else ()
            made = Collection(uuid.uuid4().hex, name, items, now())
            self.keeper.do("new collection", [with_collection(self.keeper.data, made)])

        self._open(NameDialog("New collection", "", make, self._window))

    def _toggle_in(self, collection: Collection) -> None:
        ref = self._ref()
        if ref is None:
            return
        inside = ref in collection.items
        items = tuple(i for i in collection.items if i != ref) if inside else (*collection.items, ref)
        words = "take out of collection" if inside else "put into collection"
        self.keeper.do(words, [with_collection(self.keeper.data, replace(collection, items=items))])

    def _rename(self, collection: Collection) -> None:
        def change(name: str) -> None:
            edit = with_collection(self.keeper.data, replace(collection, name=name))
            self.keeper.do("rename collection", [edit])

        self._open(NameDialog("Rename collection", collection.name, change, self._window))

    def _delete(self, collection: Collection) -> None:
        self.keeper.do("delete collection", [without_collection(self.keeper.data, collection.id)])
        self._window.say(f"“{collection.name}” deleted. Undo brings it back")

    def _move(self, collection: Collection, step: int) -> None:
        order = list(self.keeper.data.collections)
        at = next(n for n, c in enumerate(order) if c.id == collection.id)
        to = min(max(at + step, 0), len(order) - 1)
        order.insert(to, order.pop(at))
        self.keeper.do("move collection", [SetCollections(tuple(order))])

    def _fill_collections(self) -> None:
        menu = self.menu
        menu.clear()
        ref, collections = self._ref(), self.keeper.data.collections
        for c in collections:
            action = menu.addAction(c.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(ref in c.items)
            action.setEnabled(ref is not None)
            action.triggered.connect(lambda _=False, c=c: self._toggle_in(c))
        if collections:
            menu.addSeparator()
        menu.addAction("&New collection…").triggered.connect(self.new_collection)
        if not collections:
            return
        change = menu.addMenu("&Change a collection")
        for number, c in enumerate(collections):
            one = change.addMenu(c.name.replace("&", "&&"))
            one.addAction("&Rename…").triggered.connect(lambda _=False, c=c: self._rename(c))
            up, down = one.addAction("Move &up"), one.addAction("Move &down")
            up.setEnabled(number > 0)
            down.setEnabled(number + 1 < len(collections))
            up.triggered.connect(lambda _=False, c=c: self._move(c, -1))
            down.triggered.connect(lambda _=False, c=c: self._move(c, 1))
            one.addAction("&Delete").triggered.connect(lambda _=False, c=c: self._delete(c))

    def _open(self, dialog: NameDialog) -> None:
        self.dialog = dialog
        show(dialog)
