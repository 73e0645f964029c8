"""Places and zones of the open catalog, worked out in the background, the selected muscle first."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, QTimer, Signal

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.catalog.model import Catalog
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint, Unresolved, resolve_catalog
from viewer.ui.facts import AreaShare

BATCH_MS = 120


class _Work(QThread):
    found = Signal(object, int, int)
    failed = Signal(str)

    def __init__(
        self, body: Body, atlas: Atlas, catalog: Catalog, cache: PatternCache, first: str | None,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._parts = (body, atlas, catalog, cache, first)
        self._stop = False

    def stop(self) -> None:
        self._stop = True

    def run(self) -> None:
        body, atlas, catalog, cache, first = self._parts
        total = sum(len(m.trigger_points) for m in catalog.muscles.values())
        try:
            points = resolve_catalog(body, atlas, catalog, cache, first=first, cancelled=lambda: self._stop)
            for done, found in enumerate(points, start=1):
                self.found.emit(found, done, total)
        except (OSError, ValueError, KeyError) as error:
            # A broken asset must not take the window with it; the maps stay without zones.
            self.failed.emit(f"{type(error).__name__}: {error}")


class Patterns(QObject):
    """Keeps what is resolved, and says when there is more.

    Signals:
        resolved: ids of the points that are there now, in batches.
        progress: share done, 0 to 1.
        finished: nothing is left to do.
        failed: why it could not be done, in words.
    """

    resolved = Signal(frozenset)
    progress = Signal(float)
    finished = Signal()
    failed = Signal(str)

    def __init__(self, body: Body, atlas: Atlas, cache: PatternCache, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._body, self._atlas, self._cache = body, atlas, cache
        self._points: dict[str, ResolvedPoint] = {}
        self._shares: dict[str, tuple[AreaShare, ...]] = {}
        self.problems: dict[str, str] = {}
        self._new: set[str] = set()
        self._work: _Work | None = None
        self._batch = QTimer(self)
        self._batch.setSingleShot(True)
        self._batch.setInterval(BATCH_MS)
        self._batch.timeout.connect(self._tell)
        self.busy = False

    def get(self, id: str) -> ResolvedPoint | None:
        """A point as geometry; None while it is not resolved, or can not be."""
        return self._points.get(id)

    def shares(self, id: str) -> tuple[AreaShare, ...] | None:
        """The areas that a point's pattern covers; None while it is not resolved."""
        if id in self.problems:
            return ()
        if id not in self._shares:
            found = self._points.get(id)
            if found is None:
                return None
            self._shares[id] = _areas(found)
        return self._shares[id]

    def start(self, catalog: Catalog, first: str | None) -> None:
        """Work out every point of a catalog; whatever was going on is dropped."""
        self.stop()
        self._points, self._shares, self.problems = {}, {}, {}
        self.busy = True
        work = _Work(self._body, self._atlas, catalog, self._cache, first, self)
        self._work = work
        work.found.connect(lambda found, done, total: self._found(work, found, done, total))
        work.failed.connect(self.failed)
        work.finished.connect(lambda: self._ended(work))
        # The maps that wait to be painted come first: threads of Python share one core.
        QTimer.singleShot(0, lambda: self._begin(work))

    def _begin(self, work: _Work) -> None:
        if work is self._work:
            work.start(QThread.Priority.LowPriority)

    def stop(self) -> None:
        """Stop and wait; call before the application ends."""
        if self._work is not None:
            self._work.stop()
            self._work.wait()
            self._work = None

    def _found(self, work: _Work, found: object, done: int, total: int) -> None:
        if work is not self._work:
            return
        if isinstance(found, ResolvedPoint):
            self._points[found.id] = found
            self._new.add(found.id)
        elif isinstance(found, Unresolved):
            self.problems[found.id] = found.problem
            self._new.add(found.id)
        self.progress.emit(done / max(total, 1))
        if not self._batch.isActive():
            self._batch.start()

    def _tell(self) -> None:
        new, self._new = frozenset(self._new), set()
        if new:
            self.resolved.emit(new)

    def _ended(self, work: _Work) -> None:
        if work is not self._work:
            return
        self._batch.stop()
        self._tell()
        self.busy = False
        self.progress.emit(1.0)
        self.finished.emit()


def _areas(found: ResolvedPoint) -> tuple[AreaShare, ...]:
    covered: dict[tuple[str, str], list[float]] = {}
    for slot, shares in enumerate((found.essential_shares, found.spillover_shares)):
        for share in shares:
            covered.setdefault((share.region, share.side), [0.0, 0.0])[slot] = share.share
    areas = [AreaShare(region, side, e, s) for (region, side), (e, s) in covered.items()]
    return tuple(sorted(areas, key=lambda a: (-a.essential, -a.spillover)))
