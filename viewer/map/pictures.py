"""The atlas's pictures as pixmaps: composed for the theme, loaded at the size that the zoom needs.

The smallest level can be had at once; larger ones are read and composed on a thread and swapped
in when they are there, so that no frame waits for a file. Near by, only the tiles in sight are read.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap

from viewer.body.atlas import LEVELS, PIXELS_PER_MM, WHOLE_LEVELS, Atlas, Box, Level, Sprite
from viewer.body.views import WHOLE_VIEWS
from viewer.map.camera import Camera
from viewer.map.scene import STRUCTURES
from viewer.map.style import MapStyle

CACHE_BYTES = 224 * 2**20
_LIT = 196


@dataclass(frozen=True, slots=True)
class PictureKey:
    """A whole view (``layer``), a tile of it, or one muscle drawn alone (``sprite``), at a level."""

    view: str
    layer: str
    level: Level
    ghost: bool = False
    sprite: Path | None = None
    tile: tuple[int, int] | None = None

    def at(self, level: Level) -> PictureKey:
        sprite = self.sprite
        if sprite is not None:
            sprite = sprite.with_name(f"{sprite.stem.rsplit('_', 1)[0]}_{level}{sprite.suffix}")
        return PictureKey(self.view, self.layer, level, self.ghost, sprite, self.tile)


class PictureStore(QObject):
    """Pixmaps by key, shared by all maps.

    Signals:
        loaded: a picture that was asked for is there now.
        failed: a picture could not be read; says which.
    """

    loaded = Signal()
    failed = Signal(str)
    _composed = Signal(object)

    def __init__(self, atlas: Atlas, style: MapStyle, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._atlas = atlas
        self._style = style
        self._pixmaps: OrderedDict[PictureKey, QPixmap] = OrderedDict()
        self._bytes = 0
        self._wanted: set[PictureKey] = set()
        self._ready: dict[PictureKey, tuple[QImage, int]] = {}
        self._missing: set[PictureKey] = set()
        self._generation = 0
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._composed.connect(self._take)

    def set_style(self, style: MapStyle) -> None:
        """Compose for another theme; what was composed for the old one is dropped."""
        if style != self._style:
            self._style = style
            self.drop()

    def drop(self) -> None:
        """Forget every pixmap, as when the screen's pixel ratio changed."""
        self._generation += 1
        self._pixmaps.clear()
        self._wanted.clear()
        self._bytes = 0

    def close(self) -> None:
        """Wait for the threads; call before the application ends."""
        self._generation += 1
        self._pool.clear()
        self._pool.waitForDone()

    @property
    def style(self) -> MapStyle:
        return self._style

    @property
    def atlas(self) -> Atlas:
        return self._atlas

    @property
    def busy(self) -> bool:
        """Whether a picture is still being loaded."""
        return bool(self._wanted)

    def picture(self, key: PictureKey, *, now: bool = False) -> QPixmap | None:
        """The picture at its level, or meanwhile the best there is of another level, or None.

        Args:
            now: read the smallest level here and now if nothing of this picture is there.
        """
        self._take(key)
        if key in self._pixmaps:
            self._pixmaps.move_to_end(key)
            return self._pixmaps[key]
        self._load(key)
        if key.tile is not None:
            return None  # the coarser picture lies beneath
        for level in sorted(LEVELS, key=lambda n: (abs(n - key.level), -n)):
            if (other := key.at(level)) in self._pixmaps:
                return self._pixmaps[other]
        if not now or key.at(1) in self._missing:
            return None
        self._keep(key.at(1), compose(self._atlas, key.at(1), self._style), self._generation)
        return self._pixmaps.get(key.at(1))

    def prepare(self, views: Sequence[str], layer: str) -> None:
        """Begin to read the whole figures of some views; the maps may be made meanwhile."""
        for view in views:
            self._load(PictureKey(view, layer, 1, ghost=layer == "skin"))

    def _load(self, key: PictureKey) -> None:
        if key not in self._wanted and key not in self._missing:
            self._wanted.add(key)
            self._pool.start(_Job(self, self._atlas, key, self._style, self._generation))

    def _take(self, key: PictureKey) -> None:
        """Keep what a thread has composed, whether or not the word of it has come yet."""
        if key in self._ready:
            self._keep(key, *self._ready.pop(key))

    def _keep(self, key: PictureKey, image: QImage, generation: int) -> None:
        if generation != self._generation:
            return
        self._wanted.discard(key)
        if image.isNull():
            if key not in self._missing:
                self._missing.add(key)
            if key.tile is None:  # a tile in which nothing is seen is no failure
                self.failed.emit(f"{key.view} {key.sprite.stem if key.sprite else key.layer}")
            return
        self._pixmaps[key] = QPixmap.fromImage(image)
        self._bytes += image.sizeInBytes()
        while self._bytes > CACHE_BYTES and len(self._pixmaps) > 4:
            _, dropped = self._pixmaps.popitem(last=False)
            self._bytes -= dropped.width() * dropped.height() * 4
        self.loaded.emit()


class _Job(QRunnable):
    def __init__(
        self, store: PictureStore, atlas: Atlas, key: PictureKey, style: MapStyle, generation: int
    ) -> None:
        super().__init__()
        self._parts = (store, atlas, key, style, generation)

    def run(self) -> None:
        store, atlas, key, style, generation = self._parts
        if generation == store._generation:
            store._ready[key] = compose(atlas, key, style), generation
            store._composed.emit(key)


def whole_key(view: str, layer: str, level: Level, *, ghost: bool = False) -> PictureKey:
    """A whole view, at the finest level of those at which it is one picture."""
    return PictureKey(view, layer, min(level, WHOLE_LEVELS[-1]), ghost=ghost)


def sprite_key(atlas: Atlas, view: str, sprite: Sprite, level: Level) -> PictureKey:
    """A muscle drawn alone; in the views of the whole figure its sharpest picture is one apart."""
    finest: Level = atlas.finest if view in WHOLE_VIEWS and not sprite.path.stem.endswith("_8") else 8
    return PictureKey(view, "", 4, sprite=sprite.path).at(min(level, finest))


def tile_keys(
    atlas: Atlas, view: str, layer: str, level: Level, camera: Camera, *, ghost: bool = False
) -> list[tuple[PictureKey, Box]]:
    """The tiles that a map needs to be sharp, the coarser ones first, with their boxes."""
    seen = camera.visible_mm()
    found: list[tuple[PictureKey, Box]] = []
    for each in LEVELS:
        if WHOLE_LEVELS[-1] < each <= level:
            corners = (seen.left(), seen.top()), (seen.right(), seen.bottom())
            for column, row, box in atlas.tiles_within(view, each, *corners):
                found.append((PictureKey(view, layer, each, ghost, tile=(column, row)), box))
    return found


def level_for(px_per_mm: float, pixel_ratio: float) -> Level:
    """The smallest level that is sharp at a scale, or the largest there is."""
    for level in LEVELS:
        if PIXELS_PER_MM[level] >= px_per_mm * pixel_ratio * 0.85:
            return level
    return LEVELS[-1]


def compose(atlas: Atlas, key: PictureKey, style: MapStyle) -> QImage:
    """One picture in the theme's tones: the figure and, over it, a layer or the ghosted muscles.

    A null image where the file can't be read. May run on any thread.
    """
    if key.sprite is not None:
        return _read(key.sprite)
    if key.layer == STRUCTURES:
        return _layer(atlas, key, key.layer)
    figure = _layer(atlas, key, "skin")
    if figure.isNull():
        return figure
    figure = _two_tones(figure) if style.two_tone else _tinted(figure, style.figure_tint)
    over, opacity = ("ghost", style.ghost) if key.layer == "skin" else (key.layer, 1.0)
    if over != "ghost" or (key.ghost and opacity > 0):
        layer = _layer(atlas, key, over)
        painter = QPainter(figure)
        painter.setOpacity(opacity)
        painter.drawImage(0, 0, layer)
        painter.end()
    return figure


def _layer(atlas: Atlas, key: PictureKey, layer: str) -> QImage:
    """A layer of a view, or the tile of it; null where nothing is seen or nothing can be read."""
    if key.tile is None:
        path, flipped = atlas.picture(key.view, layer, key.level)
        image = _read(path)
    else:
        tile = atlas.tile(key.view, layer, key.level, *key.tile)
        if tile is None:
            return QImage()
        flipped = tile.mirrored
        try:
            image = _premultiplied(QImage.fromData(tile.read()))
        except OSError:
            return QImage()
    return image.flipped(Qt.Orientation.Horizontal) if flipped and not image.isNull() else image


def _read(path: Path) -> QImage:
    reader = QImageReader(str(path))
    reader.setAllocationLimit(512)
    return _premultiplied(reader.read())


def _premultiplied(image: QImage) -> QImage:
    return image if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _tinted(image: QImage, tint: tuple[float, float, float]) -> QImage:
    if tint == (1.0, 1.0, 1.0):
        return image
    pixels = _pixels(image)
    for channel, factor in zip((2, 1, 0), tint, strict=True):
        table = np.round(np.arange(256) * factor).astype(np.uint8)
        pixels[..., channel] = table[pixels[..., channel]]
    return image


def _two_tones(image: QImage) -> QImage:
    """The body in white and one light grey, for high contrast."""
    pixels = _pixels(image)
    alpha = pixels[..., 3].astype(np.uint16)
    tone = np.where(pixels[..., 1] >= _LIT, 255, 0xD0).astype(np.uint16)
    tone = np.where(alpha < 128, 255, tone)
    pixels[..., :3] = (tone * alpha // 255).astype(np.uint8)[..., None]
    return image


def _pixels(image: QImage) -> np.ndarray:
    rows = np.frombuffer(image.bits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)
