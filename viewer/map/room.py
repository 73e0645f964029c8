"""Everything behind the maps, put together: content, pictures, zones and the linked maps themselves.

The window makes one room after its shell is on the screen, shows ``room.maps`` and closes the
room when it closes.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from viewer.body.atlas import Atlas
from viewer.body.body import Body
from viewer.catalog.model import Catalog
from viewer.map.content import MapContent, Names
from viewer.map.linked import LinkedMaps
from viewer.map.pictures import PictureStore
from viewer.map.shapes import Shapes
from viewer.map.style import MapStyle
from viewer.state.resolving import PointResolver
from viewer.state.store import Store

_GATHER_MS = 60


class MapRoom(QObject):
    """The maps of one window.

    Attributes:
        maps: the widget to show.
        content: what lies where, titles, boxes; it also is the store's ``Sight``.
        points: the resolver; its signals tell of progress.
    """

    def __init__(
        self, store: Store, body: Body, atlas: Atlas, points: PointResolver, style: MapStyle,
        names: Names | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._store, self._body, self._atlas, self._names = store, body, atlas, names
        self.points = points
        self.pictures = PictureStore(atlas, style, self)
        self.content = self._content(store.catalog)
        store.set_sight(self.content)
        self.maps = LinkedMaps(store, self.content, self.pictures, style, parent)
        # Points arrive in quick succession; the maps are drawn once for several of them.
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self.maps.refresh_zones)
        points.resolved.connect(self._on_resolved)

    def set_style(self, style: MapStyle) -> None:
        """Change the theme of every map."""
        self.maps.set_style(style)

    def replace_catalog(self, catalog: Catalog) -> None:
        """Show another catalog; call before the store's verb of the same name."""
        self.points.replace_catalog(catalog)
        self.content = self._content(catalog)
        self._store.set_sight(self.content)
        self.maps.set_content(self.content)

    def close(self) -> None:
        """End what runs in the background."""
        self.points.stop()
        self.pictures.close()

    def _content(self, catalog: Catalog) -> MapContent:
        shapes = Shapes(self._body, self._atlas, self.points.point)
        return MapContent(catalog, self._body, self._atlas, shapes, self._names)

    def _on_resolved(self, id: str) -> None:
        muscle = self._store.state.muscle
        if muscle is not None and id in {p.id for p in self._store.catalog.muscles[muscle].trigger_points}:
            self._gather.start()
