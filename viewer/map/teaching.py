"""What is asked of the layers on a map, by key or by menu, gathered from all the maps there are."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal

from viewer.map.body_map import BodyMap
from viewer.map.linked import LinkedMaps
from viewer.state.store import Change, Store


class Teaching(QObject):
    """Listens to the maps that are shown.

    Signals:
        verb_requested: a key on a map asks for this action.
        menu_requested: a menu is asked for: (map, place in it).
        beneath_requested: what lies beneath a place is asked for: (map, place in it).
    """

    verb_requested = Signal(str)
    menu_requested = Signal(object, QPointF)
    beneath_requested = Signal(object, QPointF)

    def __init__(self, maps: LinkedMaps, store: Store) -> None:
        super().__init__(maps)
        self._maps = maps
        self._watched: set[BodyMap] = set()
        store.changed.connect(self._on_changed)
        self._watch()

    def _on_changed(self, change: Change) -> None:
        if "views" in change.parts:
            self._watch()

    def _watch(self) -> None:
        for body_map in self._maps.maps:
            if body_map not in self._watched:
                self._watched.add(body_map)
                self._wire(body_map)

    def _wire(self, body_map: BodyMap) -> None:
        body_map.verb_requested.connect(self.verb_requested)
        body_map.menu_requested.connect(lambda at: self.menu_requested.emit(body_map, at))
        body_map.beneath_requested.connect(lambda at: self.beneath_requested.emit(body_map, at))
