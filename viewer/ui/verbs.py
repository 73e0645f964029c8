"""What the actions do: each is a verb of the store, of the window, or opens a dialog."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog

from viewer import __version__
from viewer.state.view_state import ZOOM_MIN
from viewer.ui.assets import refresh_icons
from viewer.ui.bars import VIEW_SETS
from viewer.ui.layer_verbs import LayerVerbs
from viewer.ui.uri import uri_of

if TYPE_CHECKING:
    from viewer.catalog.issues import Issue
    from viewer.state.store import Box
    from viewer.ui.tips import Tips
    from viewer.ui.window import Window

WIDER = 0.18
"""A map is higher than wide: what is wide needs some of its width more at each side."""
ZOOM_STEP = 1.25
NEAR_ZOOM = 2.8


OWN_VERBS = {
    "bookmark": "toggle_bookmark", "write_note": "write_note", "new_collection": "new_collection",
    "undo_own": "undo", "redo_own": "redo", "export_own": "export", "import_own": "import_",
    "backups": "show_backups", "check_own": "check_data", "forget_own": "forget",
    "delete_own": "delete_everything",
}  # fmt: skip
"""What is done with what the user wrote, by the actions' keys."""
BoxOf = Callable[[str, str, Any, str], "Box | None"]
"""The box of (kind, id, side, view) in the view's plane, None where it has none."""


class Verbs(QObject):
    """The verbs of one window.

    Signals:
        open_requested, shipped_requested, reload_requested: what the catalog's owner does.
        print_requested, figure_requested: put what is shown on paper, into a file.
        sheet_requested, sheet_pdf_requested: the same of the sheet of the muscle.
        own_requested: something is to be done with what the user wrote; (name of the verb).
        paint_save_requested, paint_open_requested: keep the painting in a file, take one from it.
    """

    open_requested = Signal()
    shipped_requested = Signal()
    reload_requested = Signal()
    print_requested = Signal()
    figure_requested = Signal()
    sheet_requested = Signal()
    sheet_pdf_requested = Signal()
    own_requested = Signal(str)
    paint_save_requested = Signal()
    paint_open_requested = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.layers = LayerVerbs(window)
        self.box_of: BoxOf = lambda kind, id, side, view: None
        self.follow: Callable[[str], str] = lambda link: ""
        self.issues: tuple[Issue, ...] = ()
        self.withheld = 0
        self._dialogs: dict[str, QDialog] = {}
        self.tips: Tips | None = None

    def table(self) -> dict[str, Callable[..., Any]]:
        """The verb of every action; a choice's verb takes its value."""
        store, w = self._window.store, self._window
        return {
            "open": self.open_requested.emit, "shipped": self.shipped_requested.emit,
            "reload": self.reload_requested.emit, "problems": self.show_problems,
            "copy_link": self.copy_link, "open_link": self.show_link_dialog,
            "print": self.print_requested.emit, "quit": w.close,
            "figure": self.figure_requested.emit, "sheet": self.sheet_requested.emit,
            "sheet_pdf": self.sheet_pdf_requested.emit,
            "find": self.focus_search, "filter": self.choose_filters,
            "back": lambda: store.back(initiator=w), "forward": lambda: store.forward(initiator=w),
            "next_point": lambda: self.step_point(1), "previous_point": lambda: self.step_point(-1),
            "next_panel": lambda: w.keyboard.next_panel(1),
            "previous_panel": lambda: w.keyboard.next_panel(-1),
            "mode": lambda mode: store.set_mode(mode, initiator=w),
            "undo_paint": lambda: self.undo(store.undo_paint, "undo"),
            "redo_paint": lambda: self.undo(store.redo_paint, "redo"),
            **{key: partial(self.own_requested.emit, name) for key, name in OWN_VERBS.items()},
            "clear_paint": lambda: store.paint((), initiator=w),
            "save_paint": self.paint_save_requested.emit, "open_paint": self.paint_open_requested.emit,
            "compare": self.compare_point,
            "zoom_in": lambda: self.zoom(ZOOM_STEP), "zoom_out": lambda: self.zoom(1 / ZOOM_STEP),
            "zoom_fit": lambda: store.zoom_to_fit(initiator=w),
            "zoom_selection": lambda: store.zoom_to_selection(initiator=w),
            "views": lambda key: store.set_views(VIEW_SETS[key], initiator=w),
            "mirror": lambda: store.set_mirrored(not store.state.mirrored, initiator=w),
            "side": lambda side: store.set_side(side, initiator=w),
            "layer": lambda layer: store.set_layer(layer, initiator=w),
            "layer_up": lambda: store.step_layer(-1, initiator=w),
            "layer_down": lambda: store.step_layer(1, initiator=w),
            **self.layers.table(),
            "find_panel": lambda: w.toggle_find(), "record_panel": lambda: w.toggle_record(),
            "theme": self.choose_theme, "text": self.choose_text, "settings": self.show_settings,
            "shortcuts": self.show_shortcuts, "tips": self.show_tips, "about": self.show_about,
        }  # fmt: skip

    def open_record(self, kind: str, id: str) -> None:
        """Open whatever was chosen in a list, in the record or by a link."""
        store, w = self._window.store, self._window
        if kind == "command":
            w.actions_by_key[id].trigger()
            return
        if kind == "own":
            kind, _, id = id.partition(":")
        if kind == "note":
            muscle, _, number = id.partition("#")
            self.open_record("muscle", muscle)
            w.record_panel.show_note(int(number))
            return
        if w.drawer.isVisible() and kind:
            w.drawer.hide()
        if kind == "muscle" and id in w.facts.catalog.muscles:
            store.select_muscle(id, initiator=w)
        elif kind == "point" and id in w.facts.points:
            store.select_point(id, initiator=w)
        elif kind in ("technique", "topic", "region", "landmark", "source", "red_flag", "structure"):
            store.open_record(kind, id, initiator=w)
        else:
            w.say(f"“{id}” is not in this catalog")
            return
        shown = kind == "structure" and w.facts.structures.get(id)
        store.set_hazards((id,) if shown and shown.drawn else (), initiator=w)
        if not w.record_panel.isVisible():
            w.show_panels(record=True)

    def undo(self, paint: Callable[..., object], own: str) -> None:
        """Undo or redo what was done last where one is: paint in Pain, else what was written."""
        if self._window.store.state.mode == "pain":
            paint(initiator=self._window)
        else:
            self.own_requested.emit(own)

    def open_from_list(self, kind: str, id: str) -> None:
        """Open what was chosen in a list or a search; from the whole body, bring it near."""
        self.open_record(kind, id)
        store = self._window.store
        if kind in ("muscle", "point", "note") and store.state.zoom <= ZOOM_MIN:
            self.bring_near()

    def bring_near(self) -> None:
        """Zoom to the selection, but not so far that the pain it refers is out of sight."""
        store = self._window.store
        boxes = self._boxes()
        if boxes:
            store.zoom_to(boxes, initiator=self._window)
        if store.state.zoom > NEAR_ZOOM:
            store.set_viewport(store.state.centre_mm, NEAR_ZOOM, initiator=self._window)

    def _boxes(self) -> dict[str, Box]:
        """By shown view what holds the selection with its zones, and some room at the sides."""
        state = self._window.store.state
        kind, id = ("point", state.point) if state.point else ("muscle", state.muscle)
        boxes = {}
        for view in state.views if id else ():
            box = self.box_of(kind, id, state.at_side, view)
            if box is not None:
                spare = (box[2] - box[0]) * WIDER
                boxes[view] = (box[0] - spare, box[1], box[2] + spare, box[3])
        return boxes

    def step_point(self, step: int) -> None:
        """Select the next or the previous point of the muscle."""
        w, state = self._window, self._window.store.state
        muscle = w.facts.catalog.muscles.get(state.muscle or "")
        ids = [p.id for p in muscle.trigger_points] if muscle else []
        if not ids:
            return
        at = ids.index(state.point) + step if state.point in ids else (0 if step > 0 else -1)
        w.store.select_point(ids[at % len(ids)], initiator=w)

    def compare_point(self) -> None:
        """Put the selected point among those that are set side by side, and show them."""
        store, state = self._window.store, self._window.store.state
        muscle = self._window.facts.catalog.muscles.get(state.muscle or "")
        point = state.point or (muscle.trigger_points[0].id if muscle and muscle.trigger_points else None)
        if point is not None:
            store.compare((*(id for id in state.compared if id != point), point), initiator=self._window)
        store.set_mode("compare", initiator=self._window)

    def zoom(self, factor: float) -> None:
        """Zoom all maps about their middle."""
        state = self._window.store.state
        self._window.store.set_viewport(state.centre_mm, state.zoom * factor, initiator=self._window)

    def focus_search(self) -> None:
        """Go to "Find anything"; its words are marked, to be written over."""
        field = self._window.top.search
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def choose_filters(self) -> None:
        """Choose what the muscles are filtered for."""
        w = self._window
        w.store.set_mode("explore", initiator=w)
        if not w.find_panel.isVisible():
            w.toggle_find()
        w.find_panel.choose_filters()

    def focus_maps(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Give the keyboard to the first map."""
        self._window.keyboard.home(reason)

    def copy_link(self) -> None:
        """Put a link to what is shown on the clipboard."""
        QGuiApplication.clipboard().setText(uri_of(self._window.store.state))
        self._window.say("Link copied")

    def show_link_dialog(self) -> None:
        """Ask for a link to open."""
        from viewer.ui.links import LinkDialog

        self._show("link", LinkDialog(self.follow, self._window))

    def choose_theme(self, choice: str) -> None:
        """Switch the theme and remember it."""
        self._window.preferences.choose_theme(choice)

    def choose_text(self, scale: str) -> None:
        """Switch the size of text and remember it."""
        self._window.preferences.choose_text(float(scale))

    def look_changed(self) -> None:
        """Tint the icons anew, and tick what is in force."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            refresh_icons(app)
        self.tick_look()

    def tick_look(self) -> None:
        """Tick the theme and the size of text that are in force."""
        look, acts = self._window.look, self._window.actions_by_key
        for key, action in acts.items():
            choice, _, value = key.partition(":")
            if choice == "theme":
                action.setChecked(value == look.choice)
            elif choice == "text":
                action.setChecked(float(value) == look.scale)

    # Dialogs are imported when one is asked for: the window is there sooner without them.

    def show_shortcuts(self) -> None:
        """List the commands with their keys, and do the one that is chosen."""
        from viewer.ui.keys_dialog import KeysDialog

        acts = self._window.actions_by_key
        dialog = KeysDialog(acts, self._window)
        # Not before the dialog is gone: the keyboard is to be where the command expects it.
        dialog.chosen.connect(lambda key: QTimer.singleShot(0, acts[key].trigger))
        self._show("shortcuts", dialog)

    def show_about(self) -> None:
        """Say what the app and its catalog are."""
        from viewer.ui.dialogs import AboutDialog

        self._show("about", AboutDialog(self._window.facts.catalog, __version__, self._window))

    def show_problems(self) -> None:
        """List the problems of the catalog."""
        if self.issues:
            from viewer.ui.dialogs import ProblemsDialog

            self._show("problems", ProblemsDialog(self.issues, self.withheld, self._window))
        else:
            self._window.say("The catalog has no problems")

    def show_statement(self) -> None:
        """Say, once, what the app is and is not, and ask who it is for."""
        from viewer.ui.dialogs import StatementDialog

        preferences = self._window.preferences
        dialog = StatementDialog(preferences.role, self._window)

        def accepted() -> None:
            preferences.settings.put("statement_read", True)
            if dialog.role.key() != preferences.role:
                preferences.choose_role(dialog.role.key())
            if not preferences.settings.flag("tips_seen"):
                self.show_tips()

        dialog.accepted.connect(accepted)
        self._show("statement", dialog)

    def show_tips(self) -> None:
        """Three tips for the start, over the maps."""
        from viewer.ui.tips import Tips

        if self.tips is not None:
            self.tips.close_tips()
        self.tips = Tips(self._window.map_host)
        self.tips.finished.connect(lambda: self._window.settings.put("tips_seen", True))
        self.tips.finished.connect(self.focus_maps)
        self.tips.destroyed.connect(lambda: setattr(self, "tips", None))
        self.tips.show()
        self.tips.next.setFocus()

    def show_settings(self) -> None:
        """Let everything be chosen that can be chosen."""
        from viewer.ui.settings_dialog import SettingsDialog

        self._show("settings", SettingsDialog(self._window.preferences, self._window))

    def dialog(self, name: str) -> QDialog | None:
        """The dialog that is open under a name, if any."""
        return self._dialogs.get(name)

    def _show(self, name: str, dialog: QDialog) -> None:
        # Not modal: what the dialog speaks of stays within reach.
        old = self._dialogs.pop(name, None)
        if old is not None:
            old.close()
        self._dialogs[name] = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _: self._dialogs.pop(name, None))
        dialog.finished.connect(self._window.activateWindow)
        dialog.show()
