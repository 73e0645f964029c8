"""Brings what the layers teach onto the maps: peel, gaps, what stands out, nerves and vessels.

The linked maps draw anew for what is selected; this does so for how deep and how whole the body
is shown.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Signal

from viewer.map.body_map import BodyMap
from viewer.map.content import MapContent
from viewer.map.linked import LinkedMaps
from viewer.state.store import Change, Store

_PARTS = {"peel", "hidden", "alone", "rest", "structures"}


class Teaching(QObject):
    """Follows the store and the maps that are shown.

    Args:
        content: what makes the scenes now.

    Signals:
        verb_requested: a key on a map asks for this action.
        menu_requested: a menu is asked for: (map, place in it).
        beneath_requested: what lies beneath a place is asked for: (map, place in it).
    """

    verb_requested = Signal(str)
    menu_requested = Signal(object, QPointF)
    beneath_requested = Signal(object, QPointF)

    def __init__(self, maps: LinkedMaps, store: Store, content: Callable[[], MapContent]) -> None:
        super().__init__(maps)
        self._maps, self._store, self._content = maps, store, content
        self._watched: set[BodyMap] = set()
        store.changed.connect(self._on_changed)
        self._watch()

    def _on_changed(self, change: Change) -> None:
        if "views" in change.parts:
            self._watch()
        elif change.parts & _PARTS:
            content, state = self._content(), change.state
            for body_map, view in zip(self._maps.maps, state.views, strict=False):
                if view in content.views:
                    body_map.set_scene(content.scene(state, view))

    def _watch(self) -> None:
        for body_map in self._maps.maps:
            if body_map not in self._watched:
                self._watched.add(body_map)
                self._wire(body_map)

    def _wire(self, body_map: BodyMap) -> None:
        body_map.verb_requested.connect(self.verb_requested)
        body_map.menu_requested.connect(lambda at: self.menu_requested.emit(body_map, at))
        body_map.beneath_requested.connect(lambda at: self.beneath_requested.emit(body_map, at))
