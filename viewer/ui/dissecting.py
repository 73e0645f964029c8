"""Between the maps and the window: keys and menus of what the layers teach, and what lies beneath."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from viewer.map.body_map import BodyMap
from viewer.map.content import MapContent
from viewer.map.linked import LinkedMaps
from viewer.map.teaching import Teaching
from viewer.state.store import Change
from viewer.ui.beneath import BeneathCard, rows_of

if TYPE_CHECKING:
    from viewer.body.needle import Needle
    from viewer.ui.window import Window


class Dissecting(QObject):
    """Wires the maps' wishes about layers to the window.

    Args:
        content: what makes the scenes now.
        needle: what finds what lies beneath a place, now.

    Signals:
        menu_opening: (menu, map, place in it); more can be added to the menu.
    """

    menu_opening = Signal(object, object, QPointF)

    def __init__(
        self, window: Window, maps: LinkedMaps, content: Callable[[], MapContent],
        needle: Callable[[], Needle],
    ) -> None:  # fmt: skip
        super().__init__(maps)
        self._window, self._maps, self._content, self._needle = window, maps, content, needle
        self.teaching = Teaching(maps, window.store)
        self.card = BeneathCard(window)
        self._over: BodyMap | None = None
        verbs = window.verbs.layers
        verbs.focused = self._focused
        verbs.beneath_requested.connect(self._beneath_by_key)
        verbs.taken.connect(self._look_again)
        self.teaching.verb_requested.connect(lambda key: window.actions_by_key[key].trigger())
        self.teaching.menu_requested.connect(self._open_menu)
        self.teaching.beneath_requested.connect(self.show_beneath)
        maps.structure_requested.connect(lambda id: window.verbs.open_record("structure", id))
        self.card.open_requested.connect(self._open)
        self.card.looked_at.connect(lambda hovered: window.store.hover(hovered, initiator=self.card))
        self.card.left.connect(self._back_to_map)
        window.store.changed.connect(self._on_changed)
        self.offer()

    def offer(self) -> None:
        """Offer nerves and vessels where a shown view has a picture of them."""
        content = self._content()
        there = any(content.has_structures(view) for view in self._window.store.state.views)
        self._window.toolbar.offer_structures(there)
        self._window.actions_by_key["structures"].setEnabled(there)

    def _on_changed(self, change: Change) -> None:
        if change.parts & {"views", "build", "catalog"}:
            self.card.hide()
            self.offer()

    def _focused(self) -> tuple[str, str] | None:
        for body_map in self._maps.maps:
            pick = body_map.highlight.focused
            if pick is not None:
                return pick.kind, pick.id
        return None

    def _look_again(self) -> None:
        """Where a muscle was, another lies now: under the pointer as under the keyboard."""
        hidden = self._window.store.state.hidden
        for body_map in self._maps.maps:
            focused = body_map.highlight.focused
            if focused is not None and focused.id in hidden:
                body_map.focus_pick(None)
            if body_map.underMouse() and body_map.highlight.hovered is not None:
                body_map.hover(body_map.place())
            else:
                body_map.highlight_pick(None)

    def _open_menu(self, body_map: BodyMap, at: QPointF) -> None:
        stack = body_map.stack_at(at)
        focused = body_map.highlight.focused
        thing = next((p for p in stack if p.kind in ("point", "zone", "muscle")), None)
        place = body_map.place()
        if focused is not None and place == at:
            thing = focused
        told = (thing.kind, thing.id) if thing is not None else None
        menu = self._window.verbs.layers.menu(told, lambda: self.show_beneath(body_map, at), body_map)
        self.menu_opening.emit(menu, body_map, at)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(body_map.viewport().mapToGlobal(at.toPoint()))

    # -- what lies beneath

    def _beneath_by_key(self) -> None:
        shown = self._maps.maps
        body_map = next((m for m in shown if m.hasFocus()), shown[0])
        self.show_beneath(body_map, body_map.place())

    def show_beneath(self, body_map: BodyMap, at: QPointF) -> None:
        """List what a needle would pass at a pixel of a map, beside it."""
        scene = body_map.scene_shown
        if scene is None:
            return
        passed = self._needle().passed(scene.view, *body_map.camera.to_mm(at.x(), at.y()))
        if not passed:
            self._window.say("Nothing of the body lies there")
            return
        self._over = body_map
        rows = rows_of(passed, self._window.facts, self._content().title)
        self.card.show_rows(rows, scene.view, body_map.viewport().mapToGlobal(at.toPoint()))

    def _open(self, kind: str, id: str, side: str) -> None:
        store, w = self._window.store, self._window
        if kind == "muscle" and id in w.facts.catalog.muscles:
            store.select_muscle(id, side or None, initiator=w)
        elif kind == "region":
            store.select_region(id, side or None, initiator=w)
        elif kind == "structure":
            w.verbs.open_record("structure", id)

    def _back_to_map(self) -> None:
        self._window.store.hover(None, initiator=self.card)
        if self._over is not None and self._over.isVisible():
            self._over.setFocus(Qt.FocusReason.OtherFocusReason)
