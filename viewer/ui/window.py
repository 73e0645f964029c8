"""The main window: it places the parts and wires them; what they do is theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from viewer.find.filters import Filter, OwnRecords
from viewer.find.text import Document
from viewer.state.store import Store
from viewer.ui.actions import make_actions, make_menus
from viewer.ui.announcer import Announcer
from viewer.ui.bars import (
    Legend,
    MapToolbar,
    Rail,
    StatusLine,
    TopBar,
    action_button,
    menu_button,
)
from viewer.ui.facts import Facts
from viewer.ui.find_panel import FindPanel
from viewer.ui.keyboard import Keyboard
from viewer.ui.layout import Drawer, Plan, Splitter, plan
from viewer.ui.links import catalog_in, link_in
from viewer.ui.modes import Modes
from viewer.ui.notices import CautionBar, LostBar
from viewer.ui.parts.progress import MapHost
from viewer.ui.preferences import Preferences
from viewer.ui.record.panel import RecordPanel
from viewer.ui.results import ResultPopup
from viewer.ui.search import Finder
from viewer.ui.settings import Settings
from viewer.ui.theme import Look, refresh_roles, text_scale
from viewer.ui.verbs import Verbs
from viewer.ui.watching import Watching
from viewer.ui.words import MODE_WORDS


class Window(QMainWindow):
    """The window of the app.

    Signals:
        file_dropped: path of a catalog that was dropped on the window.
        link_given: a link that was dropped on the window, or pasted.
        closed: the window is about to close.
        arranged: the plan of the layout changed; (plan).
        own_changed: the user has written of something, or no longer.
        facts_changed: there is another catalog, or more is known of it; (facts).
    """

    file_dropped = Signal(str)
    link_given = Signal(str)
    closed = Signal()
    arranged = Signal(object)
    own_changed = Signal()
    facts_changed = Signal(object)

    def __init__(
        self, facts: Facts, store: Store, look: Look, settings: Settings,
        preferences: Preferences | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.preferences = preferences or Preferences(settings, look, parent=self)
        self.store, self.look, self.settings = store, look, settings
        self.facts = facts
        self.plan: Plan | None = None
        self.finder, self._find_wanted, self._record_wanted = Finder(facts), True, True
        self.setWindowTitle("Trigger Point Viewer")
        self.announcer = Announcer(self)
        self.setAcceptDrops(True)
        self.verbs = Verbs(self)
        self.actions_by_key = make_actions(self, self.verbs.table())
        self.menus = make_menus(self, self.actions_by_key)
        self._build()
        self._wire()
        self.watching = Watching(self)
        self.keyboard = Keyboard(self)
        self.set_facts(facts)
        self.preferences.give_window(self)

    def _build(self) -> None:
        acts = self.actions_by_key
        self.top = TopBar(acts["back"], acts["forward"], MODE_WORDS, self)
        self.top.add_button(action_button(acts["print"], "printer"))
        look_menu = QMenu("Look", self)
        for name in ("Look", "Text size", "Window"):
            look_menu.addMenu(self.menus[name])
        self.top.add_button(menu_button("Look and text size", "adjustments-horizontal", look_menu))
        main_menu = QMenu("Menu", self)
        for name in ("Catalog", "Go", "Saved", "Mode", "Map", "Side", "Layer"):
            main_menu.addMenu(self.menus[name])
        self.recent_menu = QMenu("Open r&ecent", self)
        self.menus["Catalog"].insertMenu(acts["shipped"], self.recent_menu)
        self.menu_button = menu_button("Menu", "menu-2", main_menu)
        self.menu_button.setShortcut("F10")
        self.menu_button.setToolTip("Menu (F10)")
        self.top.add_button(menu_button("Help", "help-circle", self.menus["Help"]))
        self.top.add_button(self.menu_button)
        self.may_close: Callable[[], bool] = lambda: True
        self.notice, self.caution, self.lost = CautionBar(self), CautionBar(self), LostBar(self)
        self.find_panel = FindPanel(self.finder.things, self)
        self.toolbar = MapToolbar(self)
        self.map_host = MapHost(self)
        self.legend = Legend(self)
        self.record_panel = RecordPanel(self.facts, self)
        self.status = StatusLine(self)
        self.rail = Rail(acts["find_panel"], "list-search", self)
        self.drawer = Drawer(self)

        centre = QWidget(self)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.toolbar, self.toolbar.second, self.map_host, self.legend):
            column.addWidget(part, 1 if part is self.map_host else 0)
        self.splitter = Splitter(self)
        self.left, self.middle, self.right = (_stack(p) for p in (self.find_panel, centre, self.record_panel))
        self.middle.setMinimumWidth(320)
        self.left.setMinimumWidth(200)
        self.right.setMinimumSize(280, 160)
        for pane in (self.left, self.middle, self.right):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(1, 1)
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.splitter, 1)
        whole = QWidget(self)
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for bar in (self.top, self.lost, self.notice, self.caution, middle, self.status):
            outer.addWidget(bar, 1 if bar is middle else 0)
        self.setCentralWidget(whole)
        self.map_host.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.map_host.setFocus()
        self.modes = Modes(self, self.left, self.middle, self.right)
        self.popup = ResultPopup(self.top.search, self.finder.anything, self)

    def _wire(self) -> None:
        self.store.changed.connect(lambda change: self.watching.show(change))
        self.find_panel.filter_requested.connect(lambda f: self.store.set_filter(f, initiator=self))
        self.find_panel.record_requested.connect(self.verbs.open_from_list)
        self.popup.chosen.connect(self.verbs.open_from_list)
        self.popup.finished.connect(self.verbs.focus_maps)
        self.record_panel.requests.record.connect(self.verbs.open_record)
        self.record_panel.scrolled.connect(lambda px: self.store.set_scroll(px, initiator=self))
        self.record_panel.requests.copied.connect(self.say)
        self.record_panel.copy_link_requested.connect(self.verbs.copy_link)
        self.toolbar.views_requested.connect(lambda views: self.store.set_views(views, initiator=self))
        self.toolbar.side_requested.connect(lambda side: self.store.set_side(side, initiator=self))
        self.toolbar.layer_requested.connect(lambda layer: self.store.set_layer(layer, initiator=self))
        self.toolbar.depth_requested.connect(
            lambda depth, begins: self.store.set_depth(depth, step=begins, initiator=self)
        )
        self.toolbar.structures_requested.connect(lambda on: self.store.set_structures(on, initiator=self))
        self.caution.details_requested.connect(self.verbs.show_problems)
        self.look.changed.connect(self.verbs.look_changed)
        for bar in (self.notice, self.caution, self.lost):
            bar.told.connect(self.announcer.say)

    # -- what it shows

    def set_facts(self, facts: Facts) -> None:
        """Show another catalog; what is selected is the store's to keep."""
        facts.facets.own = self.facts.facets.own
        self.facts = facts
        self.finder.set_facts(facts)
        self.find_panel.set_facts(facts)
        self.record_panel.set_facts(facts)
        self.facts_changed.emit(facts)
        self.watching.show_all()

    def set_own(self, records: OwnRecords, documents: Sequence[Document] = ()) -> None:
        """Say what the user has written of, and what of it can be found."""
        self.facts.facets.own = records
        self.finder.set_own(documents)
        self.find_panel.show_filter(self.store.state.filter)
        self.own_changed.emit()

    def passing(self, asked: Filter) -> frozenset[str]:
        """The muscles that meet a filter."""
        return self.facts.facets.passing(asked)

    def set_maps(self, maps: QWidget) -> None:
        """Put the maps in their place."""
        self.map_host.set_content(maps)

    def say(self, words: str) -> None:
        """Say something short in the status line."""
        self.watching.say(words)

    # -- room

    def arrange(self) -> None:
        """Divide the room as the plan for this size says, if it is another than before."""
        wanted = plan(self.width(), self.height(), text_scale())
        if wanted != self.plan:
            self.plan = wanted
            self._take_plan(wanted)
            self.arranged.emit(wanted)
        if self.drawer.isVisible():
            self.drawer.hide()

    def _take_plan(self, wanted: Plan) -> None:
        docked = wanted.find == "panel"
        home = self.splitter if docked else self.drawer
        if self.left.parent() is not home:
            if docked:
                self.splitter.insertWidget(0, self.left)
            else:
                self.drawer.hold(self.left)
            refresh_roles(self.left)
        self.splitter.setOrientation(Qt.Orientation.Vertical if wanted.column else Qt.Orientation.Horizontal)
        self.legend.setVisible(wanted.legend)
        self.top.name.setVisible(not wanted.column)
        self.show_panels()

    def show_panels(self, find: bool | None = None, record: bool | None = None) -> None:
        """Show or hide the panels at the sides, and give each its room."""
        self._find_wanted = self._find_wanted if find is None else find
        self._record_wanted = self._record_wanted if record is None else record
        p = self.plan
        if p is None:
            return
        docked = p.find == "panel"
        panels = self.modes.panels
        self.left.setVisible((self._find_wanted or not docked) and (panels or not docked))
        self.rail.setVisible(panels and (p.find == "rail" or (docked and not self._find_wanted)))
        self.right.setVisible(self._record_wanted and panels)
        if p.column:
            # Large letters in a low window: more for the text, or none of it could be read.
            share = 0.66 if self.height() >= 800 * text_scale() else 0.58
            room = self.height()
            self.splitter.set_default([round(room * share), round(room * (1 - share))])
        else:
            middle = max(320, self.width() - p.find_px * docked - p.record_px)
            sizes = [p.find_px] if docked else []
            self.splitter.set_default([*sizes, middle, p.record_px])
            if self._find_wanted and self._record_wanted:
                self.splitter.take(self.settings.text(self._panes_key()))
        self.actions_by_key["find_panel"].setChecked(docked and self._find_wanted)
        self.actions_by_key["record_panel"].setChecked(self._record_wanted)

    def toggle_find(self) -> None:
        """Show or hide the find panel; as a drawer where there is no room for it."""
        if self.plan is not None and self.plan.find != "panel":
            if self.drawer.isVisible():
                self.drawer.hide()
            else:
                beside = self.rail if self.rail.isVisible() else self.splitter
                self.drawer.open_beside(beside, self.plan.find_px, over=beside is self.splitter)
                self.find_panel.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.show_panels(find=not self._find_wanted)

    def toggle_record(self) -> None:
        """Show or hide the record panel."""
        self.show_panels(record=not self._record_wanted)

    # -- events

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.keyboard.step(forward) or super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.BackButton:
            self.store.back(initiator=self)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.store.forward(initiator=self)
        else:
            super().mousePressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if catalog_in(event.mimeData()) or link_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := catalog_in(event.mimeData()):
            event.acceptProposedAction()
            self.file_dropped.emit(path)
        elif link := link_in(event.mimeData()):
            event.acceptProposedAction()
            self.link_given.emit(link)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.plan is not None:
            # Not at once: Qt is walking all widgets, and arranging takes some to another parent.
            QTimer.singleShot(0, self, self.arrange)

    def _panes_key(self) -> str:
        return f"panes/{self.plan.find}-{self.plan.find_px}-{self.plan.record_px}" if self.plan else "panes/"

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.plan is not None and not self.plan.column and self._find_wanted and self._record_wanted:
            self.settings.put(self._panes_key(), self.splitter.told())
        if not self.may_close():
            event.ignore()
            return
        self.closed.emit()
        super().closeEvent(event)


def _stack(page: QWidget) -> QStackedWidget:
    """A pane of the window, with its page for Explore."""
    stack = QStackedWidget()
    stack.addWidget(page)
    return stack
