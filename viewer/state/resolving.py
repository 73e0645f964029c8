"""The catalog's trigger points as geometry: from the cache at once, else worked out in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThread, Signal

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.catalog.model import Catalog
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import ResolvedPoint, Unresolved, resolve_catalog


class PointResolver(QObject):
    """Resolved points by id.

    Signals:
        resolved: the point of this id is there now.
        failed: the point of this id can't be found on the body; and why.
        progress: how many are done, of how many.
        finished: nothing is left to do.
    """

    resolved = Signal(str)
    failed = Signal(str, str)
    progress = Signal(int, int)
    finished = Signal()

    def __init__(
        self, catalog: Catalog, body: Body, atlas: Atlas, cache: PatternCache, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._body, self._atlas, self._cache = body, atlas, cache
        self._work: _Work | None = None
        self._set(catalog)

    def point(self, id: str) -> ResolvedPoint | None:
        """A point's geometry if it is known or in the cache; never waits for it to be worked out."""
        if id not in self._known and id in self._points:
            point, sheet = self._points[id]
            found = self._cache.get(point, sheet)
            if found is not None:
                self._known[id] = found
        return self._known.get(id)

    @property
    def complete(self) -> bool:
        """Whether every point of the catalog is at hand."""
        return all(self.point(id) is not None for id in self._points)

    def start(self, first: str | None = None) -> None:
        """Work out in the background what is missing, the points of one muscle first."""
        if self._work is not None or self.complete:
            self.finished.emit()
            return
        work = _Work(self._body, self._atlas, self._catalog, self._cache, first)
        work.found.connect(self._keep)
        work.progress.connect(self.progress)
        work.finished.connect(self._done)
        self._work = work
        work.start(QThread.Priority.LowPriority)

    def replace_catalog(self, catalog: Catalog) -> None:
        """Go on with another catalog; what it shares with the last comes from the cache."""
        self.stop()
        self._set(catalog)

    def stop(self) -> None:
        """End the work in the background; waits for the point that is being worked out."""
        work, self._work = self._work, None
        if work is not None:
            work.found.disconnect(self._keep)
            work.finished.disconnect(self._done)
            work.requestInterruption()
            work.wait()

    def _set(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._known: dict[str, ResolvedPoint] = {}
        self._points = {
            point.id: (point, muscle.sheet or muscle.id)
            for muscle in catalog.muscles.values()
            for point in muscle.trigger_points
        }

    def _keep(self, found: ResolvedPoint | Unresolved) -> None:
        if isinstance(found, Unresolved):
            self.failed.emit(found.id, found.problem)
        else:
            self._known[found.id] = found
            self.resolved.emit(found.id)

    def _done(self) -> None:
        self._work = None
        self.finished.emit()


class _Work(QThread):
    found = Signal(object)
    progress = Signal(int, int)

    def __init__(
        self, body: Body, atlas: Atlas, catalog: Catalog, cache: PatternCache, first: str | None
    ) -> None:
        super().__init__()
        self._parts = (body, atlas, catalog, cache, first)

    def run(self) -> None:
        body, atlas, catalog, cache, first = self._parts
        points = resolve_catalog(
            body, atlas, catalog, cache,
            first=first, progress=self.progress.emit, cancelled=self.isInterruptionRequested,
        )  # fmt: skip
        for point in points:
            self.found.emit(point)
