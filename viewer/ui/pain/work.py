"""The painting at work: it follows the brush, and answers what covers the paint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QObject, QThread, QTimer, Signal

from viewer.body.frame import Floats, Floats32
from viewer.body.paint import PaintField, Painting, Stroke, WholeArea, areas_of, paint_field
from viewer.body.records import Side
from viewer.body.views import ViewId
from viewer.find.explain import Explanation, explain
from viewer.find.pain import PatternTable, Ranked
from viewer.find.pain_regions import Flagged, PaintedRegion, Reach, RegionCells, reach, red_flags
from viewer.map.paint_shape import paint_shape
from viewer.map.scene import PaintShape
from viewer.ui.words import plural

if TYPE_CHECKING:
    from viewer.body.body import Body
    from viewer.catalog.model import Catalog
    from viewer.catalog.resolve import ResolvedPoint
    from viewer.map.brush import BrushTool
    from viewer.map.content import MapContent
    from viewer.state.store import Change, Store

SETS_AFTER_MS = 250
ANSWER_MS = 30
"""The list follows the brush as often as one can read; the paint itself follows every move."""
REMEMBERED = 24


@dataclass(frozen=True, slots=True)
class MuscleAnswer:
    """A muscle of one side whose patterns cover some of the paint, the best of them first."""

    muscle: str
    side: Side
    patterns: tuple[Ranked, ...]

    @property
    def best(self) -> Ranked:
        return self.patterns[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a painting brings.

    Attributes:
        area_mm2: how much skin is painted.
        count: how many patterns cover any of it.
    """

    area_mm2: float = 0.0
    painted: tuple[PaintedRegion, ...] = ()
    flags: tuple[Flagged, ...] = ()
    muscles: tuple[MuscleAnswer, ...] = ()
    count: int = 0

    @property
    def words(self) -> str:
        """How many patterns there are, in a sentence."""
        return f"{plural(self.count, 'pattern')} {'covers' if self.count == 1 else 'cover'} this area"


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers rest on: all patterns, which regions lie where, and how many patterns reach each."""

    table: PatternTable
    regions: RegionCells
    reach: Mapping[str, Reach] = field(repr=False)
    catalog: Catalog = field(repr=False)


class _Building(QThread):
    """Puts the table of all patterns together, which takes longer than a frame."""

    built = Signal(object)

    def __init__(self, body: Body, catalog: Catalog, found: list[ResolvedPoint], parent: QObject) -> None:
        super().__init__(parent)
        self._parts = (body, catalog, found)

    def run(self) -> None:
        body, catalog, found = self._parts
        table = PatternTable.of(catalog, found, body.cells)
        regions = RegionCells.of(body)
        self.built.emit(Ground(table, regions, reach(table, regions), catalog))


class PainWork(QObject):
    """Follows the brush and the store, and keeps what is painted and what covers it.

    Args:
        body: the reference body, on which places are told.

    Signals:
        built: the table of all patterns is there.
        painted: the paint is another; maps draw it.
        answered: there is another ``Answer``.
        explained: the smallest sets are known.
    """

    built = Signal()
    painted = Signal()
    answered = Signal()
    explained = Signal()

    def __init__(self, store: Store, body: Body, tool: BrushTool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._body, self._tool = store, body, tool
        self._shown: MapContent | None = None
        self._shapes: dict[ViewId, PaintShape | None] = {}
        self._fields: dict[Painting, PaintField] = {}
        self._field: PaintField | None = None
        self._line: list[Floats] = []
        self.strength = 1.0
        self.ground: Ground | None = None
        self.answer = Answer()
        self.sets: tuple[Explanation, ...] = ()
        self._waiting: tuple[Catalog, Callable[[str], ResolvedPoint | None]] | None = None
        self._building: _Building | None = None
        self._later = QTimer(self, singleShot=True, interval=ANSWER_MS)
        self._later.timeout.connect(self._answer)
        self._sets_later = QTimer(self, singleShot=True, interval=SETS_AFTER_MS)
        self._sets_later.timeout.connect(self._explain)
        tool.begun.connect(self._begin)
        tool.reached.connect(self._reach)
        tool.ended.connect(self._end)
        tool.dropped.connect(lambda: self._take(self._store.state.painting))
        tool.area_picked.connect(lambda region, side: self.toggle(region, cast(Side, side or "left")))
        store.changed.connect(self._changed)

    # -- what it rests on

    def show_on(self, content: MapContent) -> None:
        """Draw the paint on the body of these maps from now on."""
        self._shown = content
        self._shapes.clear()
        self.painted.emit()

    def offer(self, catalog: Catalog, get: Callable[[str], ResolvedPoint | None]) -> None:
        """Take the patterns of a catalog, all of which have been worked out."""
        self._waiting = catalog, get
        self._build()

    def _build(self) -> None:
        """Put the table together when a mode first asks for it; who only explores does without."""
        if self._waiting is None or self._store.state.mode not in ("pain", "compare"):
            return
        catalog, get = self._waiting
        self._waiting = None
        found = [point for point in map(get, catalog.points()) if point is not None]
        work = _Building(self._body, catalog, found, self)
        self._building = work
        work.built.connect(lambda ground: self._built(work, ground))
        work.start(QThread.Priority.LowPriority)

    def stop(self) -> None:
        """Wait for what is being built; call before the application ends."""
        if self._building is not None:
            self._building.wait()

    @property
    def ready(self) -> bool:
        return self.ground is not None

    @property
    def building(self) -> bool:
        """Whether the table is being put together."""
        return self._building is not None and self._building.isRunning()

    def _built(self, work: _Building, ground: Ground) -> None:
        if work is self._building and ground.catalog is self._store.catalog:
            self.ground = ground
            self._later.start()
            self.built.emit()

    # -- what is painted

    def shape(self, view: ViewId) -> PaintShape | None:
        """The paint as a view sees it; None where nothing is painted."""
        if view not in self._shapes:
            self._shapes[view] = self._drawn(view)
        return self._shapes[view]

    def toggle(self, region: str, side: Side) -> None:
        """Fill a whole region, or take it away again."""
        painting = self._store.state.painting
        side = "left" if self._body.regions.in_midline(region) else side
        filled = (region, side) in areas_of(painting)
        mark = WholeArea(region, side, 0.0 if filled else self.strength)
        self._store.paint((*painting, mark), initiator=self)

    def clear(self) -> None:
        """Take all paint away; it can be had back."""
        self._store.paint((), initiator=self)

    def _begin(self) -> None:
        self._line = []

    def _reach(self, line: Floats) -> None:
        self._line.append(line)
        self._show(self.field.with_band(self._body, line, self._tool.width_mm, self._strength))

    def _end(self) -> None:
        painting = self._store.state.painting
        made = tuple(
            Stroke(
                tuple((float(x), float(y), float(z)) for x, y, z in line), self._tool.width_mm, self._strength
            )
            for line in self._runs()
        )
        self._remember((*painting, *made), self.field)
        self._store.paint((*painting, *made), initiator=self)

    def _runs(self) -> list[Floats]:
        """The stroke's stretches, those that follow each other joined; it leaps where it left the body."""
        runs: list[list[Floats]] = []
        for line in self._line:
            if runs and np.linalg.norm(runs[-1][-1][-1] - line[0]) < 1e-6:
                runs[-1].append(line[1:])
            else:
                runs.append([line])
        return [np.concatenate(run) for run in runs]

    @property
    def _strength(self) -> float:
        return 0.0 if self.erasing else self.strength

    erasing = False

    def _changed(self, change: Change) -> None:
        if "painting" in change.parts:
            self._take(change.state.painting)
        elif "ruled_out" in change.parts:
            self._later.start()
        if "catalog" in change.parts:
            self.ground = self._waiting = None
        if "mode" in change.parts:
            self._build()

    def _take(self, painting: Painting) -> None:
        if painting not in self._fields:
            before = self._fields.get(painting[:-1])
            marks = painting if before is None else painting[-1:]
            self._remember(painting, paint_field(self._body, marks, onto=before))
        self._show(self._fields[painting])

    def _remember(self, painting: Painting, found: PaintField) -> None:
        self._fields[painting] = found
        while len(self._fields) > REMEMBERED:
            self._fields.pop(next(iter(self._fields)))

    @property
    def field(self) -> PaintField:
        """What is painted; made when it is first asked for, because it waits for the skin to be read."""
        if self._field is None:
            self._field = PaintField.bare(self._body)
        return self._field

    def _show(self, found: PaintField) -> None:
        self._field = found
        self._shapes.clear()
        self.painted.emit()
        if not self._later.isActive():
            self._later.start()

    def _drawn(self, view: ViewId) -> PaintShape | None:
        if self._shown is None or self.field.empty:
            return None
        return paint_shape(self.field, self._shown.seen(view))

    # -- what covers it

    @property
    def vector(self) -> Floats32:
        """(cells,) how strongly each cell is painted."""
        return self._body.cells.vector(self.field.intensity)

    @property
    def painted_mm2(self) -> float:
        """How much skin the sets of patterns have to explain; what is painted as "some" counts half."""
        return self._body.cells.area(self.vector)

    def _answer(self) -> None:
        if self.ground is None:
            return
        intensity, out = self.field.intensity, self._store.state.ruled_out
        vector = self._body.cells.vector(intensity)
        ranked = self.ground.table.rank(vector, out, most=len(self.ground.table.rows))
        painted = self.ground.regions.painted(vector)
        self.answer = Answer(
            area_mm2=float(self._body.surface.vertex_area_mm2[intensity.nonzero()[0]].sum()),
            painted=painted,
            flags=red_flags(self.ground.catalog, painted),
            muscles=by_muscle(ranked),
            count=len(ranked),
        )
        self.answered.emit()
        self.sets = ()
        self._sets_later.start()

    def _explain(self) -> None:
        if self.ground is not None and not self._tool.stroking:
            self.sets = explain(self.ground.table, self.vector, self._store.state.ruled_out)
            self.explained.emit()


def by_muscle(ranked: tuple[Ranked, ...]) -> tuple[MuscleAnswer, ...]:
    """The ranking with each muscle's patterns of a side together, in the order of their best."""
    order: dict[tuple[str, Side], list[Ranked]] = {}
    for each in ranked:
        order.setdefault((each.row.muscle, each.row.side), []).append(each)
    return tuple(MuscleAnswer(muscle, side, tuple(each)) for (muscle, side), each in order.items())
