"""Keeps the parts of the window showing what the store holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication

from viewer.map.words import VIEW_NAMES
from viewer.state.store import Change
from viewer.state.view_state import Hovered, ViewState
from viewer.ui.bars import VIEW_SETS
from viewer.ui.filter_panel import summary
from viewer.ui.words import LAYER, PATIENT_SIDE, plain_id, plural

if TYPE_CHECKING:
    from viewer.ui.window import Window

SAID_MS = 4000
_SAID = {"side", "at_side", "muscle", "point", "record", "catalog", "hazards", "mode", "painting", "filter"}
_SWITCHES = {"views", "side", "layer", "peel", "mirrored", "structures", "build", "hidden", "alone", "filter"}


class Watching:
    """Hears every change of the store; each part is told only what concerns it."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._region: tuple[str, str | None] = ("", None)
        self.more_of_region: Callable[[str], str] = lambda region: ""
        self._quiet = QTimer(window)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(SAID_MS)
        self._quiet.timeout.connect(lambda: window.status.said.setText(""))

    def show(self, change: Change) -> None:
        """Show what changed."""
        parts, state = change.parts, change.state
        if parts & {"hovered"}:
            self._show_pointer(state.hovered)
        if parts & _SWITCHES:
            self._show_switches(state)
        if parts & {"muscle", "point", "record", "catalog", "mode"}:
            self._show_selection(state, "restored" in parts)
        elif "restored" in parts and state.mode == "explore":
            self._window.record_panel.restore(state)
        if parts & _SAID:
            self._show_words(state)
        if parts & {"zoom"}:
            self._show_zoom(state)
        if parts & {"filter"}:
            self._show_filter(state)
        if parts & {"history", "catalog"}:
            self._show_history()
        if "catalog" not in parts:
            self._tell(parts, state)

    def show_all(self) -> None:
        """Show everything anew."""
        state = self._window.store.state
        self._show_switches(state)
        self._show_selection(state)
        self._show_words(state)
        self._show_zoom(state)
        self._show_history()
        self._show_pointer(None)
        catalog = self._window.facts.catalog
        edition = f" {catalog.edition}" if catalog.edition else ""
        self._window.status.catalog.setText(f"{catalog.title or 'No catalog'}{edition}")

    def say(self, words: str) -> None:
        """Say something short, for a few seconds, and have a screen reader read it out."""
        self.show_words(words)
        self._window.announcer.say(words)

    def show_words(self, words: str) -> None:
        """Show something short for a few seconds; a screen reader knows it from elsewhere."""
        self._window.status.said.setText(words)
        self._quiet.start()

    def _tell(self, parts: frozenset[str] | set[str], state: ViewState) -> None:
        """Have what a key or a command changed read out, where nothing else would tell it.

        A control that was pressed tells its own state, a row of a list its own words, and a mark on
        the map that it is selected now.
        """
        w, focus = self._window, QApplication.focusWidget()
        on_map = focus is not None and w.map_host.isAncestorOf(focus)
        if parts & {"muscle", "point", "region", "record"} and not on_map:
            if not isinstance(focus, QAbstractItemView) and state.mode != "compare":
                w.announcer.say(f"{w.status.selection.text()}, {w.status.selection_side.text()}")
        elif on_map or focus is None:
            words = []
            if "layer" in parts:
                words.append(f"Layer: {LAYER[state.layer].lower()}")
            if "side" in parts:
                words.append(PATIENT_SIDE[state.side].capitalize())
            if "views" in parts:
                words.append("View: " + ", ".join(VIEW_NAMES[view].lower() for view in state.views))
            if "mirrored" in parts:
                words.append("Mirrored" if state.mirrored else "Not mirrored")
            w.announcer.say(". ".join(words))

    def _show_switches(self, state: ViewState) -> None:
        w = self._window
        w.toolbar.show_state(state.views, state.side, state.layer, state.peel)
        w.toolbar.show_body(state.build, state.structures)
        w.actions_by_key["mirror"].setChecked(state.mirrored)
        w.actions_by_key["structures"].setChecked(state.structures)
        w.actions_by_key["show_all"].setEnabled(bool(state.hidden or state.alone or state.filter))
        chosen = {f"side:{state.side}", f"layer:{state.layer}"}
        chosen |= {f"views:{k}" for k, v in VIEW_SETS.items() if v == state.views}
        for key, action in w.actions_by_key.items():
            if key.partition(":")[0] in ("side", "layer", "views"):
                action.setChecked(key in chosen)

    def _show_selection(self, state: ViewState, restored: bool = False) -> None:
        w = self._window
        if state.mode == "explore":  # elsewhere it is not seen, and filling it takes its time
            (w.record_panel.restore if restored else w.record_panel.show_state)(state)
        w.find_panel.show_selected(state.muscle or "", state.record or ("", ""))
        several = state.muscle is not None and bool(w.facts.catalog.muscles[state.muscle].trigger_points)
        for key in ("next_point", "previous_point"):
            w.actions_by_key[key].setEnabled(several)
        w.actions_by_key["zoom_selection"].setEnabled(bool(state.muscle or state.region))

    def _show_words(self, state: ViewState) -> None:
        w = self._window
        facts = w.facts
        if state.region:
            words = facts.name("region", state.region)
        elif state.point:
            words = facts.name("point", state.point)
        elif state.muscle:
            words = facts.name("muscle", state.muscle)
        elif state.record:
            words = facts.name(*state.record)
        else:
            words = "Nothing selected"
        side = PATIENT_SIDE[state.at_side if state.side != "both" else "both"]
        w.status.selection.setText(words)
        w.status.selection_side.setText(side)
        w.legend.show_marks(marks_shown(w, state), {"filter": f"Filter: {summary(state.filter)}"})

    def _show_zoom(self, state: ViewState) -> None:
        self._window.status.zoom.setText(f"Zoom {state.zoom * 100:.0f}\u202f%")

    def _show_filter(self, state: ViewState) -> None:
        w = self._window
        w.find_panel.show_filter(state.filter)
        w.find_panel.show_selected(state.muscle or "", state.record or ("", ""))
        left = plural(len(w.passing(state.filter)), "muscle")
        self.say(f"{left} in the filter" if state.filter else "No filter")

    def _show_history(self) -> None:
        w = self._window
        w.actions_by_key["back"].setEnabled(w.store.can_go_back)
        w.actions_by_key["forward"].setEnabled(w.store.can_go_forward)

    def point_at(self, region: str, side: str | None) -> None:
        """The region of the skin under the pointer; empty where there is none."""
        self._region = (region, side)
        self._show_pointer(self._window.store.state.hovered)

    def _show_pointer(self, hovered: Hovered | None) -> None:
        facts = self._window.facts
        region, side = self._region
        words = []
        if hovered is not None and hovered.kind != "region":
            name = self._name_of(hovered)
            words, side = [name], hovered.side or side
        elif hovered is not None:
            region, side = hovered.id, hovered.side
        if region:
            words.insert(0, facts.name("region", region))
        if words and side:
            words.append(PATIENT_SIDE[side])
        if region and (more := self.more_of_region(region)):
            words.append(more)
        self._window.status.pointer.setText(f"Pointer: {', '.join(words)}" if words else "")

    def _name_of(self, hovered: Hovered) -> str:
        facts = self._window.facts
        if hovered.kind == "bone":
            return plain_id(hovered.id)
        if hovered.kind == "zone":
            return f"pain from {facts.name('point', hovered.id)}"
        return facts.name(hovered.kind, hovered.id)


def marks_shown(window: Window, state: ViewState) -> list[str]:
    """The kinds of marks that the maps show now."""
    kinds: list[str] = ["painted"] if state.painting and state.mode == "pain" else []
    if state.filter and state.mode == "explore" and not state.alone:
        kinds.append("filter")
    muscle = window.facts.catalog.muscles.get(state.muscle or "")
    if muscle is not None:
        if muscle.trigger_points:
            kinds.append("point")
        point = window.facts.points.get(state.point or "")
        pains = [p.pain for p in ((point,) if point else muscle.trigger_points)]
        if any(pain.essential for pain in pains):
            kinds.append("essential")
        if any(pain.spillover for pain in pains):
            kinds.append("spillover")
        kinds += ["muscle", "behind"]
    if state.region:
        kinds.append("area")
    if state.hazards:
        kinds.append("hazard")
    return kinds
