"""Going where something leads: the start, a link that is opened, dropped or handed over."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from viewer.body.paint import Painting, WholeArea
from viewer.catalog.issues import nearest
from viewer.state.view_state import LAYERS, SIDES, VIEWS_OFFERED, ZOOM_MIN
from viewer.ui.uri import KINDS, RECORDS, VIEW, Target, state_of, target_of

if TYPE_CHECKING:
    from viewer.ui.window import Window

NO_LINK = "This is no link to something here: a link begins with trp://, as “Copy link” makes it."


class Following:
    """Follows targets. It goes to places, and changes nothing that the user keeps.

    Attributes:
        views: those that were asked for last, which no change of room should turn into others.

    Args:
        bring_near: zoom to the selection, now or as soon as there are maps.
        open_catalog: opens the catalog of a path; ``catalog_opened`` follows.
    """

    def __init__(
        self, window: Window, bring_near: Callable[[], object], open_catalog: Callable[[Path], object]
    ) -> None:
        self._window, self._bring_near, self._open_catalog = window, bring_near, open_catalog
        self._waiting: Mapping[str, str] = {}
        self.views: tuple[str, ...] = ()

    def start(self, options: Namespace) -> str:
        """Go where the command line says."""
        names = ("target", "side", "layer", "view")
        return self.take({name: getattr(options, name, None) or "" for name in names})

    def hand_over(self, words: Mapping[str, str]) -> None:
        """A second start was called with this: go there, and come to the front."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if words.get("catalog"):
            self._waiting = words
            self._open_catalog(Path(words["catalog"]))
        elif window.facts.catalog.title:
            self.take(words)
        else:
            self._waiting = words

    def catalog_opened(self) -> None:
        """Another catalog is there: go where it was opened for."""
        words, self._waiting = self._waiting, {}
        self.take(words)

    def take(self, asked: Mapping[str, str]) -> str:
        """Go where a target, and a side, a layer and a view beside it, lead.

        Returns:
            What went wrong, in words, or an empty text.
        """
        problem = self.open(asked["target"]) if asked.get("target") else ""
        store, side, layer = self._window.store, asked.get("side"), asked.get("layer")
        if side in SIDES:
            store.set_side(side, initiator=self)
        if layer in LAYERS:
            store.set_layer(layer, initiator=self)
        if asked.get("view") in VIEWS_OFFERED:
            self.views = (asked["view"],)
            store.set_views(self.views, initiator=self)
        return problem

    def open(self, text: str) -> str:
        """Go where a link or a bare id leads; returns what went wrong, which the window says too."""
        target = target_of(text)
        if target is None:
            return self._refuse(NO_LINK)
        if target.kind == VIEW:
            self._show(target)
            return ""
        kind, id = self._known(target)
        if not kind:
            return self._unknown(target)
        point = self._current(target.point) if target.point else ""
        self._go(replace(target, kind=kind, id=id, point=point if point in self._window.facts.points else ""))
        if target.point and point not in self._window.facts.points:
            return self._refuse(f"“{target.point}” is not in this catalog; its muscle is shown")
        return ""

    def _go(self, target: Target) -> None:
        window = self._window
        if target.whole:
            self._show(target)
        else:
            if target.side:
                window.store.set_side(target.side, initiator=self)
            window.verbs.open_record(target.kind, target.id)
            if target.point:
                window.verbs.open_record("point", target.point)
            aside = target if target.views else replace(target, views=window.store.state.views)
            self._show(replace(aside, kind="", side=""))
            if window.store.state.zoom <= ZOOM_MIN:
                self._bring_near()
        if not window.record_panel.isVisible():
            window.show_panels(record=True)

    def _show(self, target: Target) -> None:
        store = self._window.store
        self.views = target.views
        store.go_to(state_of(target, store.state), initiator=self)
        if target.painting is not None:
            self._paint(target.painting)

    def _paint(self, painting: Painting) -> None:
        known = self._window.facts.regions
        areas = tuple(mark for mark in painting if isinstance(mark, WholeArea) and mark.region in known)
        if areas and areas != self._window.store.state.painting:
            self._window.store.paint(areas, initiator=self)
            self._window.say("Painted as in the link; Ctrl+Z takes it back")

    def _current(self, id: str) -> str:
        """What a saved id is called today."""
        return self._window.facts.catalog.current_id(id) or id

    def _known(self, target: Target) -> tuple[str, str]:
        """The kind and the id of what is there; an empty kind where nothing is."""
        facts = self._window.facts
        kind, _, bare = target.id.rpartition(":") if not target.kind else (target.kind, "", target.id)
        if kind and kind not in KINDS:
            return "", bare
        id = bare if kind in RECORDS and bare in facts.records(kind) else self._current(bare)
        if kind:
            return (kind if id in facts.records(kind) else ""), id
        return facts.kind_of(id), id

    def _unknown(self, target: Target) -> str:
        facts = self._window.facts
        kinds = [target.kind] if target.kind in KINDS else list(KINDS)
        owners = {id: kind for kind in reversed(kinds) for id in facts.records(kind)}
        bare = target.id.rpartition(":")[2]
        near = nearest(bare, owners)
        words = f"“{bare}” is not in this catalog"
        if not near:
            return self._refuse(words)
        name, notice = facts.name(owners[near], near), self._window.notice

        def open_nearest() -> None:
            notice.hide()
            self._window.verbs.open_from_list(owners[near], near)

        notice.say(f"{words}. The nearest is {name}.", "Open it", then=open_nearest)
        return f"{words} (did you mean '{near}'?)"

    def _refuse(self, words: str) -> str:
        self._window.notice.say(words, "")
        return words
