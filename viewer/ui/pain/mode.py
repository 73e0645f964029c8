"""Pain as a mode of the window: the tools, the list and the maps, wired together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent

from viewer.find.alike import confused_with
from viewer.map.brush import BrushTool
from viewer.state.store import Change
from viewer.ui.pain.compare import ComparePage
from viewer.ui.pain.coverage import Coverage
from viewer.ui.pain.files import PaintFiles
from viewer.ui.pain.panel import PainPanel
from viewer.ui.pain.tools import PainTools
from viewer.ui.pain.work import Ground, MuscleAnswer, PainWork

if TYPE_CHECKING:
    from viewer.body.body import Body
    from viewer.body.views import ViewId
    from viewer.catalog.resolve import ResolvedPoint
    from viewer.map.content import MapContent
    from viewer.map.linked import LinkedMaps
    from viewer.map.pictures import PictureStore
    from viewer.map.scene import PaintShape, Tint
    from viewer.map.style import MapStyle
    from viewer.ui.facts import Facts
    from viewer.ui.window import Window

SAID_AFTER_MS = 900


class PainMode(QObject):
    """The parts of Pain in one window.

    Args:
        body: the reference body.
        get: a point as geometry, None while it is not worked out.
    """

    def __init__(
        self, window: Window, maps: LinkedMaps, body: Body, get: Callable[[str], ResolvedPoint | None]
    ) -> None:
        super().__init__(window)
        self._window, self._maps, self._get = window, maps, get
        self._store = store = window.store
        self.tool = BrushTool(self)
        self.work = PainWork(store, body, self.tool, self)
        facts = window.facts
        self.tools = PainTools(self.work, self.tool, facts.regions, lambda: store.state.side)
        self.panel = PainPanel(facts)
        self.compare = ComparePage(store, facts, self.work, get)
        self.compare.record_requested.connect(self._open)
        window.modes.add_pages("pain", self.tools, self.panel)
        window.modes.add_pages("compare", middle=self.compare)
        maps.set_tool(self.tool)
        self.files = PaintFiles(window)
        self.coverage = Coverage(body)
        maps.set_pain(self._shape, self._tint)
        window.watching.more_of_region = self._more_of_region
        self.tools.coverage_requested.connect(lambda _on: maps.show_scenes())
        self.work.built.connect(maps.show_scenes)
        self._said = QTimer(self, singleShot=True, interval=SAID_AFTER_MS)
        self._said.timeout.connect(self._say)
        self.work.painted.connect(maps.show_paint)
        self.work.answered.connect(self._answered)
        self.work.explained.connect(self._explained)
        self.tools.undo_requested.connect(lambda: store.undo_paint(initiator=self))
        self.tools.redo_requested.connect(lambda: store.redo_paint(initiator=self))
        self.panel.stepped.connect(self._step)
        self.panel.point_requested.connect(lambda id, side: store.select_point(id, side, initiator=self))
        self.panel.record_requested.connect(self._open)
        self.panel.ruled_out.connect(lambda muscle, out: store.rule_out(muscle, out, initiator=self))
        self.panel.compare_requested.connect(self._compare)
        store.changed.connect(self._changed)
        window.facts_changed.connect(self.set_facts)
        self._show_mode()
        self._show_steps()

    def show_on(self, content: MapContent, pictures: PictureStore, style: MapStyle) -> None:
        """The maps show this body now, in this style."""
        self.coverage.set_atlas(content.atlas)
        self.work.show_on(content)
        self.compare.set_maps(content, pictures, style)

    def patterns_ready(self) -> None:
        """Every pattern of the open catalog has been worked out."""
        self.work.offer(self._store.catalog, self._get)

    def set_facts(self, facts: Facts) -> None:
        self.panel.set_facts(facts)
        self.compare.set_facts(facts)
        self.tools.set_regions(facts.regions)

    def _shape(self, view: ViewId) -> PaintShape | None:
        """The paint in a view; it is kept, but not shown, in the other modes."""
        return self.work.shape(view) if self._store.state.mode == "pain" else None

    @property
    def _covering(self) -> Ground | None:
        """What the coverage map rests on while it is shown."""
        on = self._store.state.mode == "pain" and self.tools.coverage.isChecked()
        return self.work.ground if on else None

    def _tint(self, view: ViewId) -> Tint | None:
        ground = self._covering
        return self.coverage.tint(ground, view) if ground is not None else None

    def _more_of_region(self, region: str) -> str:
        ground = self._covering
        return self.coverage.words(ground, region) if ground is not None else ""

    def _changed(self, change: Change) -> None:
        if "mode" in change.parts:
            self._show_mode()
            self._maps.show_scenes()
        if change.parts & {"painting", "mode"}:
            self._show_steps()
        if "ruled_out" in change.parts:
            self.panel.show_ruled_out(change.state.ruled_out)
        if change.parts & {"point", "muscle", "at_side"} and change.initiator is not self:
            self._answered()

    def _show_mode(self) -> None:
        self.tool.on = self._store.state.mode == "pain"
        if self.tool.on:
            self._answered()

    def _show_steps(self) -> None:
        store = self._store
        painted, undo, redo = bool(store.state.painting), store.can_undo_paint, store.can_redo_paint
        self.tools.show_steps(undo=undo, redo=redo, painted=painted)
        acts, on = self._window.actions_by_key, store.state.mode == "pain"
        acts["save_paint"].setEnabled(painted)
        for key, can in (("clear_paint", painted), ("undo_paint", undo), ("redo_paint", redo)):
            acts[key].setEnabled(on and can)

    def _answered(self) -> None:
        state = self._store.state
        chosen = (state.muscle, state.at_side) if state.muscle and state.point else None
        self.panel.show_answer(self.work.answer, chosen, ready=self.work.ready)
        self.tools.show_answer(self.work.answer)
        if state.mode == "pain" and state.painting:
            self._said.start()

    def _explained(self) -> None:
        self.panel.show_sets(self.work.sets, self.work.painted_mm2)

    def _say(self) -> None:
        """Tell, once the hand rests, how many patterns there are: in the status line and aloud."""
        if self._store.state.mode != "pain":
            return
        words = self.work.answer.words
        self._window.say(words)
        self.panel.list.setAccessibleDescription(words)
        event = QAccessibleEvent(self.panel.list, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def _step(self, row: MuscleAnswer) -> None:
        self._store.select_point(row.best.row.point, row.side, initiator=self)

    def _open(self, kind: str, id: str) -> None:
        """Open a record, which is a thing of Explore; Back leads to the painting again."""
        self._store.set_mode("explore", initiator=self)
        self._window.verbs.open_record(kind, id)

    def _compare(self, points: tuple[str, ...]) -> None:
        found = list(points)
        if self.work.ground is not None and points:
            side = self._store.state.at_side
            found += [
                each.row.point for each in confused_with(self.work.ground.table, points[0], side, most=2)
            ]
        self._store.compare(dict.fromkeys(found), initiator=self)
        self._store.set_mode("compare", initiator=self)

    def stop(self) -> None:
        """Call before the application ends."""
        self.work.stop()
