"""Taking muscles away and letting them stand out: what the actions and the map's menu do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from viewer.ui.words import LAYER, plural

if TYPE_CHECKING:
    from viewer.catalog.model import Muscle
    from viewer.ui.window import Window

NONE_MEANT = "Point at a muscle, or select one, first"
Thing = tuple[str, str]
"""Kind and id of something on a map."""


class LayerVerbs(QObject):
    """The verbs that say how whole the body is shown.

    Attributes:
        focused: what the keyboard is on in a map, if anything.

    Signals:
        beneath_requested: what lies beneath the place that the keyboard is on is asked for.
        taken: muscles were taken away or brought back; what lies under the pointer is another.
    """

    beneath_requested = Signal()
    taken = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.focused: Callable[[], Thing | None] = lambda: None

    def table(self) -> dict[str, Callable[..., Any]]:
        """The verb of each action."""
        return {
            "hide": self.hide, "isolate": self.isolate, "fade": self.fade, "show_all": self.show_all,
            "beneath": self.beneath_requested.emit, "structures": self.toggle_structures,
        }  # fmt: skip

    def meant(self, thing: Thing | None = None) -> Muscle | None:
        """The muscle that a verb is about: under the pointer, with the keyboard on it, or selected."""
        state, muscles = self._window.store.state, self._window.facts.catalog.muscles
        hovered = (state.hovered.kind, state.hovered.id) if state.hovered else None
        for kind, id in (t for t in (thing, hovered, self.focused()) if t is not None):
            if kind in ("point", "zone") and id in self._window.facts.owners:
                return self._window.facts.owners[id]
            if kind == "muscle" and id in muscles:
                return muscles[id]
        return muscles.get(state.muscle or "")

    def hide(self, muscle: Muscle | None = None) -> None:
        """Take the muscle away."""
        w = self._window
        found = muscle or self.meant()
        if found is None:
            w.say(NONE_MEANT)
            return
        w.store.hide([found.id], initiator=w)
        w.say(f"{found.name} is hidden")
        self.taken.emit()

    def isolate(self, muscle: Muscle | None = None) -> None:
        """Show the muscle over the bones alone; once more, all of them again."""
        self._stand_out(muscle, "bones", "alone")

    def fade(self, muscle: Muscle | None = None) -> None:
        """Show the muscle over the others, made faint; once more, all of them again."""
        self._stand_out(muscle, "faint", "brought out")

    def _stand_out(self, muscle: Muscle | None, rest: Any, words: str) -> None:
        w = self._window
        found = muscle or self.meant()
        if found is None:
            w.say(NONE_MEANT)
        elif w.store.state.alone == (found.id,) and w.store.state.rest == rest:
            self.show_all()
        else:
            w.store.stand_out([found.id], rest, initiator=w)
            w.say(f"{found.name} is {words}")
            self.taken.emit()

    def isolate_group(self, muscle: Muscle) -> None:
        """Show the muscle's group over the bones alone."""
        self._isolate([m.id for m in self.group_of(muscle)])

    def isolate_layer(self, muscle: Muscle) -> None:
        """Show all muscles of the muscle's layer over the bones alone."""
        muscles = self._window.facts.catalog.muscles.values()
        self._isolate([m.id for m in muscles if m.layer == muscle.layer])

    def _isolate(self, ids: list[str]) -> None:
        self._window.store.stand_out(ids, "bones", initiator=self._window)
        self._window.say(f"{plural(len(ids), 'muscle')} alone")
        self.taken.emit()

    def show_all(self) -> None:
        """Show every muscle again."""
        self._window.store.show_all(initiator=self._window)
        self._window.say("All muscles are shown")
        self.taken.emit()

    def toggle_structures(self) -> None:
        """Show nerves and vessels, or not."""
        w = self._window
        if not w.toolbar.structures_offered:
            w.actions_by_key["structures"].setChecked(False)
            w.say("This view has no picture of nerves and vessels")
            return
        w.store.set_structures(not w.store.state.structures, initiator=w)

    def group_of(self, muscle: Muscle) -> list[Muscle]:
        """The muscles of its group, it among them; it alone where it has none."""
        muscles = self._window.facts.catalog.muscles.values()
        return [m for m in muscles if m.group == muscle.group] if muscle.group else [muscle]

    def menu(self, thing: Thing | None, beneath: Callable[[], object], parent: QWidget) -> QMenu:
        """The menu of a place on a map.

        Args:
            thing: what lies there.
            beneath: says what lies beneath it.
        """
        w, menu = self._window, QMenu("Map", parent)
        muscle = self.meant(thing)
        if muscle is not None:
            name = muscle.name.replace("&", "&&")
            menu.addAction(f"Hide {name}\tH", lambda: self.hide(muscle))
            menu.addAction(f"Isolate {name}\tI", lambda: self.isolate(muscle))
            group = self.group_of(muscle)
            if len(group) > 1:
                words = f"Isolate its group: {muscle.group} ({len(group)})".replace("&", "&&")
                menu.addAction(words, lambda: self.isolate_group(muscle))
            words = f"Isolate its layer: {LAYER.get(muscle.layer, muscle.layer).lower()}"
            menu.addAction(words, lambda: self.isolate_layer(muscle))
            menu.addAction("Fade the rest\tF", lambda: self.fade(muscle))
        state = w.store.state
        show = menu.addAction("Show all\tShift+H", self.show_all)
        show.setEnabled(bool(state.hidden or state.alone or state.filter))
        menu.addSeparator()
        menu.addAction("What lies beneath here\tB", beneath)
        if w.toolbar.structures_offered:
            shown = menu.addAction("Nerves and vessels\tN", self.toggle_structures)
            shown.setCheckable(True)
            shown.setChecked(state.structures)
        return menu
