"""Whose body the maps show: each is read when it is first asked for, away from the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from viewer.body.atlas import Atlas, AtlasError
from viewer.body.body import Body, load_body
from viewer.body.builds import BUILDS, BuildId, available, folder
from viewer.body.needle import Needle
from viewer.body.seen import Seen
from viewer.body.views import WHOLE_VIEWS, ViewId
from viewer.catalog.model import Catalog
from viewer.catalog.resolve import ResolvedPoint
from viewer.map.pictures import PictureStore
from viewer.map.style import MapStyle

if TYPE_CHECKING:
    from viewer.ui.window import Window

Resolved = Callable[[str], ResolvedPoint | None]


@dataclass(frozen=True)
class Shown:
    """All that maps need of one body."""

    build: BuildId
    body: Body
    atlas: Atlas
    pictures: PictureStore
    needle: Needle
    resolved: Resolved


class Carried:
    """The points of one body as they lie on another; each is carried over when it is first shown.

    Args:
        resolved: the points on the body ``of``.
        sheet_of: for a point's id the sheet of its muscle.
    """

    def __init__(
        self, resolved: Resolved, sheet_of: Callable[[str], str], of: Body, to: Body, atlas: Atlas
    ) -> None:
        self._resolved, self._sheet_of, self._of, self._to, self._atlas = resolved, sheet_of, of, to, atlas
        self._sights: dict[ViewId, Seen] = {}
        self._done: dict[str, tuple[ResolvedPoint, ResolvedPoint]] = {}

    def sights(self) -> dict[ViewId, Seen]:
        """What each view of the other body sees; made once."""
        if not self._sights:
            self._sights = {view: Seen(self._to.surface, self._atlas, view) for view in self._atlas.views}
        return self._sights

    def get(self, id: str) -> ResolvedPoint | None:
        """A point on the other body; None while it is not resolved on the first."""
        from viewer.catalog.carry import carried

        found = self._resolved(id)
        if found is None:
            return None
        if id not in self._done or self._done[id][0] is not found:
            made = carried(found, self._sheet_of(id), self._of, self._to, self.sights())
            self._done[id] = (found, made)
        return self._done[id][1]


class _Job(QRunnable):
    def __init__(self, bodies: Bodies, build: BuildId) -> None:
        super().__init__()
        self._bodies, self._build = bodies, build

    def run(self) -> None:
        try:
            found: object = self._bodies.read(self._build)
        except (OSError, AtlasError, ValueError, KeyError) as error:
            found = f"This body cannot be shown: {error}"
        self._bodies.read_done.emit(self._build, found)


class Bodies(QObject):
    """The bodies there are.

    Args:
        first: the body that the app starts with.
        catalog: the catalog that is open now.

    Signals:
        ready: a ``Shown`` that was asked for is there.
        failed: a body could not be read; (build, words).
    """

    ready = Signal(object)
    failed = Signal(str, str)
    read_done = Signal(str, object)

    def __init__(
        self, assets: Path, first: Shown, catalog: Callable[[], Catalog], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._assets, self._catalog = assets, catalog
        self._shown: dict[str, Shown] = {first.build: first}
        self._first = first
        self._reading: set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self.read_done.connect(self._read)

    @property
    def builds(self) -> tuple[BuildId, ...]:
        """The bodies that can be shown."""
        return available(self._assets)

    @property
    def busy(self) -> bool:
        """Whether a body is being read."""
        return bool(self._reading)

    def ask(self, build: BuildId) -> Shown | None:
        """A body, or None while it is read; ``ready`` then says so."""
        if build not in self._shown and build not in self._reading:
            self._reading.add(build)
            self._pool.start(_Job(self, build))
        return self._shown.get(build)

    def warm(self) -> None:
        """Read what lies beneath the skin, which nobody has asked for yet."""
        needle = self._first.needle
        for view in WHOLE_VIEWS:
            self._pool.start(lambda view=view: needle.warm(view))

    def close(self) -> None:
        """Wait for the thread; call before the application ends."""
        self._pool.clear()
        self._pool.waitForDone()
        for shown in self._shown.values():
            shown.pictures.close()

    def read(self, build: BuildId) -> tuple[Body, Atlas, Carried]:
        """Read a body with what its first picture needs; on any thread.

        Raises:
            OSError, AtlasError: something is missing or damaged.
        """
        at = folder(self._assets, build)
        body, atlas = load_body(at), Atlas(at)
        made = Carried(self._first.resolved, self._sheet_of, self._first.body, body, atlas)
        made.sights()
        for view in atlas.views:
            atlas.outline("", view)
        return body, atlas, made

    def _sheet_of(self, point: str) -> str:
        muscle = self._catalog().muscle_of(point)
        return muscle.sheet or muscle.id

    def _read(self, build: BuildId, found: object) -> None:
        self._reading.discard(build)
        if not isinstance(found, tuple):
            self.failed.emit(build, str(found))
            return
        body, atlas, made = found
        # Pixmaps belong to the window's thread.
        store = PictureStore(atlas, self._style(), self)
        self._shown[build] = Shown(build, body, atlas, store, Needle(body, atlas), made.get)
        self.ready.emit(self._shown[build])

    def _style(self) -> MapStyle:
        return self._first.pictures.style


class BodySwitch(QObject):
    """Follows whose body is asked for.

    Args:
        show: shows a body on the maps.
    """

    def __init__(self, window: Window, bodies: Bodies, show: Callable[[Shown], object]) -> None:
        super().__init__(window)
        self._window, self._bodies, self._show = window, bodies, show
        self._build: BuildId = BUILDS[0]
        window.toolbar.offer_builds(bodies.builds)
        window.toolbar.build_requested.connect(self.choose)
        window.store.changed.connect(lambda change: self._follow(change.state.build))
        bodies.ready.connect(self._ready)
        bodies.failed.connect(self._failed)
        self._follow(window.store.state.build)  # a link may have asked for one at the start

    def choose(self, build: BuildId) -> None:
        """Show a body; the others are drawn in the views of the whole figure alone."""
        store = self._window.store
        views: tuple[str, ...] = store.state.views
        if build != BUILDS[0]:
            views = tuple(v for v in views if v in WHOLE_VIEWS) or ("anterior", "posterior")
        store.set_build(build, views, initiator=self._window)

    def _follow(self, build: BuildId) -> None:
        if build == self._build:
            return
        self._build = build
        shown = self._bodies.ask(build)
        if shown is not None:
            self._show(shown)
        else:
            self._window.map_host.progress.set_share(0.0)
            self._window.say(f"Reading the {build} body")

    def _ready(self, shown: Shown) -> None:
        self._window.map_host.progress.set_share(1.0)
        if shown.build == self._build:
            self._show(shown)
            self._window.say(f"The {shown.build} body is shown")

    def _failed(self, build: str, words: str) -> None:
        self._window.map_host.progress.set_share(1.0)
        self._window.caution.say(words, "")
        if self._window.store.state.build == build:
            self._window.store.set_build(BUILDS[0], initiator=self._window)
