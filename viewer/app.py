"""Puts the app together: shell first, then catalog, maps and patterns, each as it is ready."""

from __future__ import annotations

import faulthandler
import gc
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from viewer.catalog.model import Catalog
from viewer.state.store import Store
from viewer.ui.assets import load_fonts
from viewer.ui.errors import ErrorReporter
from viewer.ui.facts import Facts
from viewer.ui.folders import Folders
from viewer.ui.following import Following
from viewer.ui.layout import Plan
from viewer.ui.one_window import OneWindow
from viewer.ui.own.keeper import Keeper
from viewer.ui.own.own import Own
from viewer.ui.parts.focus import FocusRing
from viewer.ui.preferences import Preferences
from viewer.ui.run import Run
from viewer.ui.session import CatalogSession, caution_of
from viewer.ui.settings import FILE as SETTINGS_FILE
from viewer.ui.settings import Settings, put_aside
from viewer.ui.theme import Look, tokens
from viewer.ui.window import Window

if TYPE_CHECKING:
    from viewer.catalog.loaded import Loaded
    from viewer.map.linked import LinkedMaps
    from viewer.map.pictures import PictureStore
    from viewer.map.style import MapStyle
    from viewer.ui.bodies import Bodies, Shown
    from viewer.ui.pain.mode import PainMode
    from viewer.ui.patterns import Patterns

EMPTY = Catalog(title="", edition="", reviewed="")
WARM_MS = 1_500
"""After the start everything that is waited for comes first; only then is the search made ready."""
CLOSING_MS = 5_000
"""How long a safe start waits for the window it was started from to close."""


def main(options: Namespace) -> int:
    """Open the window and return the exit status when it is closed.

    Args:
        options: catalog, overlay, target, view, layer, side, screenshot, size, theme, data_dir,
            safe_mode, reset_settings; each may be missing.
    """
    screenshot = getattr(options, "screenshot", None)
    if screenshot and not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("trigger-point-viewer")
    app.setApplicationDisplayName("Trigger Point Viewer")
    folders = Folders.of(getattr(options, "data_dir", None))
    if getattr(options, "reset_settings", False):
        put_aside(folders.config / SETTINGS_FILE, "reset")
    safe = bool(getattr(options, "safe_mode", False))
    if safe:  # nothing but what comes with the app
        options = Namespace(**{**vars(options), "catalog": None, "overlay": None})
    one = OneWindow(folders.data, app)
    if not screenshot and not one.claim(CLOSING_MS if safe else 0) and not safe:
        return one.hand_over_or_say(options)
    made = App(app, options, Settings(folders.config, kept=not safe), folders)
    if screenshot:
        if sys.stderr is not None:
            faulthandler.enable()
        made.window.show()
        from viewer.ui.screenshot import Screenshot

        return Screenshot(made.window, Path(screenshot), lambda: made.busy, lambda: made.problem).run()
    one.asked.connect(made.following.hand_over)
    run = Run(made.window, made.reporter, folders, safe)
    run.start()
    made.window.show()
    if not made.settings.flag("statement_read"):
        QTimer.singleShot(0, made.window.verbs.show_statement)
    status = app.exec()
    run.stop()
    one.release()
    return status


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class App(QObject):
    """Everything that lives as long as the window, and the wires between."""

    def __init__(
        self, app: QApplication, options: Namespace, settings: Settings | None = None,
        folders: Folders | None = None,
    ) -> None:  # fmt: skip
        super().__init__(app)
        # What is made at the start stays: the collector rests until it can leave all of it alone.
        gc.disable()
        self._app = app
        self._options = options
        self.settings = settings or Settings()
        self.reporter = ErrorReporter(self)
        load_fonts()
        self.look = Look(app)
        self.ring = FocusRing(app, self)
        self.preferences = Preferences(self.settings, self.look, folders, self)
        self.preferences.choose_look(options)
        self.store = Store(EMPTY, state=self.preferences.first_state(), parent=self)
        self.window = Window(Facts.of(EMPTY), self.store, self.look, self.settings, self.preferences)
        self.window.verbs.tick_look()
        self.window.resize(*self.preferences.first_size(options, self.window))
        self.session = CatalogSession(getattr(options, "overlay", None) or (), self)
        self.own = Own(self.window, Keeper(self.preferences.folders.data, self))
        self.maps: LinkedMaps | None = None
        self.patterns: Patterns | None = None
        self.pictures: PictureStore | None = None
        self.bodies: Bodies | None = None
        self.pain: PainMode | None = None
        self.problem = ""
        self._near_wanted = False
        self.following = Following(self.window, self._bring_near, lambda path: self.session.open(path))
        self._wire()
        self.window.map_host.progress.set_share(0.0)
        self.session.open(getattr(options, "catalog", None))

    def _wire(self) -> None:
        verbs, session = self.window.verbs, self.session
        verbs.open_requested.connect(self._ask_for_catalog)
        verbs.shipped_requested.connect(lambda: session.open(None))
        verbs.reload_requested.connect(session.reload)
        self.window.file_dropped.connect(lambda path: session.open(Path(path)))
        self.window.link_given.connect(self.following.open)
        verbs.follow = self.following.open
        self.window.recent_menu.aboutToShow.connect(self._fill_recent)
        self.window.closed.connect(self._close)
        self.window.arranged.connect(self._room_changed)
        self.look.changed.connect(self._look_changed)
        session.opened.connect(self._catalog_opened)
        session.refused.connect(self._catalog_refused)

    # -- the catalog

    def _ask_for_catalog(self) -> None:
        folder = str(self.session.path.parent) if self.session.path else ""
        dialog = QFileDialog(self.window, "Open a catalog", folder, "Catalogs (*.yaml *.yml)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.session.open(Path(path)))
        dialog.open()

    def _fill_recent(self) -> None:
        menu = self.window.recent_menu
        menu.clear()
        for line in self.settings.recent:
            action = menu.addAction(line.replace("&", "&&"))
            action.setEnabled(Path(line).is_file())
            action.triggered.connect(lambda _=False, p=line: self.session.open(Path(p)))
        if menu.isEmpty():
            menu.addAction("No other catalog was opened yet").setEnabled(False)

    def _catalog_opened(self, loaded: Loaded) -> None:
        first = self.store.catalog is EMPTY
        self.window.verbs.issues = loaded.issues
        self.window.verbs.withheld = len(loaded.withheld)
        self.window.caution.say(caution_of(loaded))
        if self.session.path is not None:
            self.settings.add_recent(self.session.path.resolve())
        data = loaded.body_data
        shares = self.patterns.shares if self.patterns else None
        more = {"shares": shares} if shares else {}
        facts = Facts.of(loaded.catalog, data.regions, data.landmarks, data.structures, **more)
        self.window.facts = facts
        self.store.replace_catalog(loaded.catalog, initiator=self)
        self.window.set_facts(facts)
        if first:
            self.own.keeper.open()
            self.problem = self.following.start(self._options)
            QTimer.singleShot(0, self._make_maps)
        else:
            self._show_catalog(loaded)
            self.window.say("Catalog opened")
        self.following.catalog_opened()

    def _catalog_refused(self, words: str, issues: tuple[Any, ...]) -> None:
        self.window.verbs.issues = issues
        self.window.verbs.withheld = 0
        self.window.caution.say(words, "Show list" if issues else "")
        self.problem = words
        self.window.map_host.progress.set_share(1.0)
        self._started()

    # -- the maps

    def _make_maps(self) -> None:
        """Read the atlas, make the maps, and have the patterns worked out."""
        from viewer.body.atlas import Atlas, AtlasError
        from viewer.body.body import assets_folder, load_body
        from viewer.body.needle import Needle
        from viewer.catalog.pattern_cache import PatternCache
        from viewer.map.pictures import PictureStore
        from viewer.map.style import STYLES

        try:
            body, atlas = load_body(), Atlas(assets_folder())
            style = STYLES[tokens().name]
            self.pictures = PictureStore(atlas, style, self)
            self.pictures.prepare(self.store.state.views, self.store.state.layer)
            # pyqtgraph is the longest of all imports: threads read the pictures meanwhile.
            from viewer.map.linked import LinkedMaps
            from viewer.ui.bodies import Bodies, BodySwitch, Shown
            from viewer.ui.dissecting import Dissecting
            from viewer.ui.pain.mode import PainMode
            from viewer.ui.paper.door import PaperDoor
            from viewer.ui.patterns import Patterns
            from viewer.ui.placing import Placing
            from viewer.ui.pointer import PointerRegion

            self.patterns = Patterns(body, atlas, PatternCache(assets_folder(), body, atlas), self)
            self._reference = body
            self._on = Shown("male", body, atlas, self.pictures, Needle(body, atlas), self.patterns.get)
            self.bodies = Bodies(assets_folder(), self._on, lambda: self.store.catalog, self)
            self._shown = self._content()
            self.maps = LinkedMaps(self.store, self._shown, self.pictures, style)
        except (OSError, AtlasError) as error:
            self.problem = f"The pictures of the body are missing or damaged: {error}"
            self.window.caution.say(self.problem, "")
            self.window.map_host.progress.set_share(1.0)
            self._started()
            return
        self.window.set_maps(self.maps)
        self.preferences.give_maps(self.maps)
        self.maps.status.connect(self.window.watching.show_words)
        self.dissecting = Dissecting(self.window, self.maps, lambda: self._shown, lambda: self._on.needle)
        placing = Placing(self.window, self.maps, body, lambda: self._shown)
        self.dissecting.menu_opening.connect(placing.add_to)
        self.body_switch = BodySwitch(self.window, self.bodies, self._show_body)
        self.pain = PainMode(self.window, self.maps, body, self.patterns.get)
        self._show_pain()
        self.door = PaperDoor(self.window, self.maps, lambda: self._shown, lambda: self._on.atlas)
        self.patterns.finished.connect(self.pain.patterns_ready)
        self.patterns.finished.connect(self.window.finder.patterns_ready)
        self.patterns.finished.connect(lambda: self.bodies.warm())
        self.pointer = PointerRegion(
            self.maps, lambda p: self.window.watching.point_at(p.id if p else "", p.side if p else None)
        )
        self.store.changed.connect(lambda change: self.pointer.watch() if "views" in change.parts else None)
        self.window.own_changed.connect(self.maps.show_scenes)
        self.maps.open_requested.connect(lambda: self.window.record_panel.area.setFocus())
        self.patterns.resolved.connect(self._patterns_resolved)
        self.patterns.progress.connect(self.window.map_host.progress.set_share)
        self.patterns.failed.connect(lambda words: self.window.caution.say(words, ""))
        if self.window.plan is not None:
            self._room_changed(self.window.plan)
        if self.session.loaded is not None:
            self._show_catalog(self.session.loaded)
        self.window.verbs.focus_maps()
        self._started()

    def _started(self) -> None:
        """Let the collector work, but not on what lives from here on to the end."""
        gc.freeze()
        gc.enable()
        QTimer.singleShot(WARM_MS, self.window.finder.warm)

    def _content(self) -> Any:
        from viewer.map.content import MapContent, Names
        from viewer.map.shapes import Shapes

        assert self.patterns is not None
        facts = self.window.facts
        structures = {s.id: s.name for s in facts.structures.values()}
        on = self._on
        shapes = Shapes(on.body, on.atlas, on.resolved)
        names = Names.of(list(facts.regions.values()), structures)
        return MapContent(
            self.store.catalog, on.body, on.atlas, shapes, names, self._reference, self.window.passing
        )

    def _show_catalog(self, loaded: Loaded) -> None:
        """Give maps and panels the catalog, and have its patterns worked out."""
        if self.maps is None or self.patterns is None:
            return
        self.patterns.start(loaded.catalog, self.store.state.muscle)
        self._shown = content = self._content()
        self.maps.set_content(content)
        self._show_pain()
        self.window.verbs.box_of = content.box_of
        self.store.replace_catalog(loaded.catalog, content, initiator=self)
        data = loaded.body_data
        self.window.set_facts(
            Facts.of(loaded.catalog, data.regions, data.landmarks, data.structures, self.patterns.shares)
        )

    def _show_body(self, shown: Shown) -> None:
        """Give the maps another body; what is selected and where they look stays."""
        assert self.maps is not None
        self._on, self.pictures = shown, shown.pictures
        self._shown = content = self._content()
        self.maps.set_pictures(shown.pictures)
        self.maps.set_content(content)
        self._show_pain()
        self.window.verbs.box_of = content.box_of
        self.store.set_sight(content)
        self.dissecting.offer()

    def _show_pain(self) -> None:
        """Give the parts of Pain and Compare what their maps are made of."""
        if self.pain is not None and self.maps is not None and self.pictures is not None:
            self.pain.show_on(self._shown, self.pictures, self._map_style())

    def _map_style(self) -> MapStyle:
        from dataclasses import replace

        from viewer.map.style import STYLES

        return replace(STYLES[tokens().name], font_scale=self.preferences.label_scale)

    def _patterns_resolved(self, ids: frozenset[str]) -> None:
        assert self.maps is not None
        state = self.store.state
        muscle = self.store.catalog.muscles.get(state.muscle or "")
        if muscle is not None and any(p.id in ids for p in muscle.trigger_points):
            self.maps.refresh_zones()
        if self._near_wanted and (state.point is None or state.point in ids):
            self._near_wanted = False
            self.window.verbs.bring_near()
        self.window.record_panel.patterns_changed(ids)

    def _look_changed(self) -> None:
        if self.maps is not None:
            self.maps.set_style(self._map_style())
            self._show_pain()

    def _room_changed(self, plan: Plan) -> None:
        """As many maps as there is room for, of those that are asked for."""
        views = self.store.state.views
        if plan.maps == 1 and len(views) > 1:
            self.store.set_views(views[:1], initiator=self)
        elif views == self.following.views:
            return
        elif plan.maps == 2 and len(views) == 1 and views[0] in ("anterior", "posterior"):
            self.store.set_views(("anterior", "posterior"), initiator=self)
        elif plan.maps == 3 and views == ("anterior", "posterior"):
            side = "left_lateral" if self.store.state.at_side == "left" else "right_lateral"
            self.store.set_views((*views, side), initiator=self)

    def _bring_near(self) -> None:
        """Zoom to the selection, now or as soon as its pattern is there."""
        if self.maps is not None and self.patterns is not None and not self.patterns.busy:
            self.window.verbs.bring_near()
        else:
            self._near_wanted = True

    @property
    def busy(self) -> bool:
        """Whether something that will be seen is still being made."""
        if self.maps is None or self.patterns is None or self.bodies is None or self.pictures is None:
            return not self.problem
        return self.patterns.busy or self.pictures.busy or self.bodies.busy or self.maps.gliding

    def _close(self) -> None:
        self.own.keeper.close()
        self.settings.put_data("geometry", self.window.saveGeometry())
        self.settings.save()
        self.session.close()
        if self.patterns is not None:
            self.patterns.stop()
        if self.pain is not None:
            self.pain.stop()
        if self.bodies is not None:
            self.bodies.close()
