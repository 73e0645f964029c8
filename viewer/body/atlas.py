"""Reading the atlas: pictures by path, what lies at a pixel, outlines of muscles. numpy alone.

``atlas.json`` is read when the atlas is opened; buffers and outlines when they are first asked
for. Nothing here decodes a picture.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from viewer.body.records import Side
from viewer.body.tiles import Tile as Tile
from viewer.body.views import VIEWS, WHOLE_VIEWS, ViewId

Polygon: TypeAlias = NDArray[np.float32]
"""A closed ring ``(n, 2)`` in millimetres of the view's plane, the first point not repeated."""
Level = Literal[1, 2, 4, 8]
LEVELS: tuple[Level, ...] = (1, 2, 4, 8)
WHOLE_LEVELS: tuple[Level, ...] = (1, 2)
"""Levels at which a view is one picture; at the others it lies in tiles."""
PIXELS_PER_MM: MappingProxyType[int, float] = MappingProxyType({1: 0.75, 2: 1.5, 4: 3.0, 8: 6.0})
TILE_PX = 480
_FORMAT = 2
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height in mm: the plane's horizontal at the left edge of a picture, its
vertical at the upper edge; the horizontal runs as the view's ``screen_sign`` says."""


class AtlasError(Exception):
    """The atlas is missing or of another format."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the buffers of a view lie in its plane.

    A pixel ``(column, row)`` covers the square from ``column`` to ``column + 1`` pixels to the
    right of ``left_mm`` and from ``row`` to ``row + 1`` below ``top_mm``.

    Attributes:
        left_mm: the plane's horizontal at the left edge of the picture.
        top_mm: the plane's vertical at its upper edge.
        screen_sign: 1 where the plane's horizontal runs to the right on the screen, else -1.
        mm_per_pixel: of the buffer this frame is for.
        width, height: of that buffer, in pixels.
    """

    left_mm: float
    top_mm: float
    screen_sign: int
    mm_per_pixel: float
    width: int
    height: int

    def pixel(self, h_mm: float, v_mm: float) -> tuple[int, int]:
        """``(column, row)`` of a place in the plane; may lie outside the buffer."""
        column = (h_mm - self.left_mm) * self.screen_sign / self.mm_per_pixel
        return int(column // 1), int((self.top_mm - v_mm) / self.mm_per_pixel // 1)

    def plane(self, column: float, row: float) -> tuple[float, float]:
        """Horizontal and vertical in millimetres of a place in pixels (centres at halves)."""
        return (
            self.left_mm + self.screen_sign * column * self.mm_per_pixel,
            self.top_mm - row * self.mm_per_pixel,
        )

    def at(self, pixels_per_mm: float) -> Frame:
        """The same rectangle at another resolution."""
        scale = pixels_per_mm * self.mm_per_pixel
        return Frame(
            self.left_mm, self.top_mm, self.screen_sign, 1.0 / pixels_per_mm,
            round(self.width * scale), round(self.height * scale),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableEntry:
    """Something an id buffer can name.

    Attributes:
        kind: what it is; its own picture rules follow from that.
        layer: of a muscle; empty for the rest.
    """

    id: str
    kind: Literal["muscle", "bone", "structure", "skin"]
    name: str = ""
    layer: str = ""
    midline: bool = False


@dataclass(frozen=True, slots=True)
class Picked:
    """What is at a place; the side of something on the midline is ``None``."""

    entry: TableEntry
    side: Side | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A muscle's silhouette, drawn alone, whatever lies over it.

    Rings are closed and may be holes: fill them by the even-odd rule.

    Attributes:
        near: what lies on the side of the body that is toward the viewer.
        behind: the rest.
        whole: both together.
    """

    near: tuple[Polygon, ...] = ()
    behind: tuple[Polygon, ...] = ()
    whole: tuple[Polygon, ...] = ()


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture of one muscle drawn alone, of what is on the near side of the body.

    Attributes:
        box_mm: where it lies.
        mirrored: the picture shows the other side and must be flipped left to right.
        sharp: the same drawn finer, where it lies in a place that is shown from nearer.
    """

    path: Path
    box_mm: Box
    mirrored: bool
    sharp: Sprite | None = None


class Atlas:
    """The pictures and buffers under ``assets/atlas``.

    Args:
        assets: the folder that holds ``atlas``.

    Raises:
        AtlasError: there is no atlas, or it is of another format.
    """

    def __init__(self, assets: Path) -> None:
        self.folder = assets / "atlas"
        try:
            index: dict[str, Any] = json.loads((self.folder / "atlas.json").read_bytes())
        except (OSError, ValueError) as error:
            raise AtlasError(f"no readable atlas in {self.folder}: {error}") from error
        if index.get("format") != _FORMAT:
            raise AtlasError(f"the atlas in {self.folder} has format {index.get('format')}, not {_FORMAT}")
        self._index = index
        self.table: tuple[TableEntry, ...] = tuple(TableEntry(**entry) for entry in index["table"])
        self._frames: dict[ViewId, Frame] = {
            view: Frame(
                f["left_mm"], f["top_mm"], VIEWS[view].screen_sign, f["mm_per_pixel"], f["width"], f["height"]
            )
            for view in VIEWS
            if (f := index["views"].get(view)) is not None
        }  # fmt: skip
        self.finest: Level = index["finest"]
        """The finest level at which a muscle alone is kept in the whole views."""
        self._tiles: dict[tuple[ViewId, str], dict[tuple[int, int, int], tuple[int, int]]] = {}
        self._archives: dict[ViewId, Any] = {}
        self._buffers: dict[tuple[ViewId, str], NDArray[Any]] = {}

    @property
    def views(self) -> tuple[ViewId, ...]:
        """The views there are, in the order in which they are offered."""
        return tuple(self._frames)

    @cached_property
    def numbers(self) -> MappingProxyType[str, int]:
        """Place in ``table`` of each id."""
        return MappingProxyType({entry.id: i for i, entry in enumerate(self.table)})

    def frame(self, view: ViewId, pixels_per_mm: float | None = None) -> Frame:
        """Where a buffer of this view lies; without a resolution, its id buffers."""
        frame = self._frames[view]
        return frame if pixels_per_mm is None else frame.at(pixels_per_mm)

    def _drawn(self, view: ViewId, layer: str) -> tuple[ViewId, bool]:
        """The view whose pictures show a layer of a view, and whether they must be flipped."""
        if layer in self._index["tiles"].get(view, {}):
            return view, False
        return VIEWS[view].mirrored, True

    def has_layer(self, view: ViewId, layer: str) -> bool:
        """Whether there is a picture of a layer; ``structures`` is missing where none is drawn."""
        return layer in self._index["tiles"].get(self._drawn(view, layer)[0], {})

    def picture(self, view: ViewId, layer: str, level: Level) -> tuple[Path, bool]:
        """The WebP of a layer at one of ``WHOLE_LEVELS``, and whether it must be flipped left to right.

        ``ghost`` is the superficial muscles as they lie under the skin.
        """
        drawn, flipped = self._drawn(view, layer)
        return self.folder / drawn / f"{layer}_{level}.webp", flipped

    def tile(self, view: ViewId, layer: str, level: Level, column: int, row: int) -> Tile | None:
        """A tile of a layer at a fine level; None where nothing of it is seen."""
        drawn, flipped = self._drawn(view, layer)
        if flipped:
            column = self._columns(view, level) - 1 - column
        found = self._places(drawn, layer).get((level, column, row))
        return Tile(self.folder / drawn / f"{layer}.tiles", *found, flipped) if found else None

    def tiles_within(
        self, view: ViewId, level: Level, low: tuple[float, float], high: tuple[float, float]
    ) -> list[tuple[int, int, Box]]:
        """The tiles of the skin in a part of the plane: column, row and box of each.

        Empty where the view isn't kept at this level there.

        Args:
            low, high: horizontal and vertical in mm, ``low`` the lesser of both.
        """
        frame, side = self._frames[view], TILE_PX / PIXELS_PER_MM[level]
        edges = sorted((h - frame.left_mm) * frame.screen_sign / side for h in (low[0], high[0]))
        rows = range(max(0, int((frame.top_mm - high[1]) // side)), int((frame.top_mm - low[1]) // side) + 1)
        columns = range(max(0, int(edges[0] // 1)), int(edges[1] // 1) + 1)
        wide, high_mm = frame.width * frame.mm_per_pixel, frame.height * frame.mm_per_pixel
        found = []
        for row in rows:
            for column in columns:
                if self.tile(view, "skin", level, column, row) is not None:
                    left, top = column * side, row * side
                    box = (
                        frame.left_mm + frame.screen_sign * left, frame.top_mm - top,
                        min(side, wide - left), min(side, high_mm - top),
                    )  # fmt: skip
                    found.append((column, row, box))
        return found

    def _columns(self, view: ViewId, level: Level) -> int:
        frame = self._frames[view]
        return round(frame.width * frame.mm_per_pixel * PIXELS_PER_MM[level] / TILE_PX)

    def _places(self, view: ViewId, layer: str) -> dict[tuple[int, int, int], tuple[int, int]]:
        if (view, layer) not in self._tiles:
            rows = self._index["tiles"].get(view, {}).get(layer, ())
            self._tiles[view, layer] = {
                (level, column, row): (offset, length) for level, column, row, offset, length in rows
            }
        return self._tiles[view, layer]

    def ids(self, view: ViewId, layer: str) -> NDArray[np.uint16]:
        """What is seen at each pixel ``(h, w)``: 0 nothing, else 1 + 2 · place in ``table`` + right.

        Raises:
            KeyError: no such layer.
        """
        return self._buffer(view, layer)

    def faces(self, view: ViewId) -> NDArray[np.int32]:
        """The triangle of the surface at each pixel ``(h, w)``, -1 where there is no skin."""
        return self._buffer(view, "face")

    def regions(self, view: ViewId) -> NDArray[np.uint16]:
        """The region of skin at each pixel ``(h, w)``: 0 none, else 1 + 2 · region + right."""
        return self._buffer(view, "region")

    def pixel(self, view: ViewId, h_mm: float, v_mm: float) -> tuple[int, int] | None:
        """``(column, row)`` in the id buffers, or None outside them."""
        frame = self._frames[view]
        column, row = frame.pixel(h_mm, v_mm)
        return (column, row) if 0 <= column < frame.width and 0 <= row < frame.height else None

    def pick(self, view: ViewId, layer: str, h_mm: float, v_mm: float) -> Picked | None:
        """What a layer shows at a place of the view's plane, or None. Takes microseconds."""
        pixel = self.pixel(view, h_mm, v_mm)
        if pixel is None:
            return None
        code = int(self.ids(view, layer)[pixel[1], pixel[0]])
        if code == 0:
            return None
        entry = self.table[(code - 1) >> 1]
        if entry.midline:
            return Picked(entry, None)
        return Picked(entry, "right" if (code - 1) & 1 else "left")

    def outline(self, muscle: str, view: ViewId, side: Side = "left") -> Outline:
        """A muscle's outline in a view; empty for a muscle without a shape."""
        seen = VIEWS[view].mirrored if side == "right" else view
        at = self._outline_places.get((seen, muscle))
        if at is None:
            return Outline()
        # In the side views the plane is (z, y): the mirror changes the view and no number.
        flip = side == "right" and seen == view
        near, behind, whole = (self._rings(int(a), int(b), flip) for a, b in at)
        return Outline(near, behind, whole)

    def sprite(self, muscle: str, view: ViewId, side: Side = "left", level: Level = 4) -> Sprite | None:
        """A muscle drawn alone, or None where nothing of it is on the near side.

        Args:
            level: at most ``finest`` in the views of the whole figure, whose sharpest are ``sharp``.
        """
        if view in WHOLE_VIEWS:
            level = min(level, self.finest)
        seen = VIEWS[view].mirrored if side == "right" else view
        box = self._index["sprites"].get(seen, {}).get(muscle)
        if box is None:
            return None
        sharp = self._index["sharp"].get(seen, {}).get(muscle)
        return self._sprite(muscle, view, side, level, box, self._sprite(muscle, view, side, 8, sharp))

    def _sprite(
        self, muscle: str, view: ViewId, side: Side, level: Level, box: Sequence[int] | None,
        sharp: Sprite | None = None,
    ) -> Sprite | None:  # fmt: skip
        if box is None:
            return None
        mirrored = side == "right"
        seen = VIEWS[view].mirrored if mirrored else view
        left, top, width, height = box
        frame = self._frames[view]
        if mirrored:
            left = round(frame.width * frame.mm_per_pixel) - left - width
        return Sprite(
            self.folder / seen / "muscles" / f"{muscle}_{level}.webp",
            (frame.left_mm + frame.screen_sign * left, frame.top_mm - top, float(width), float(height)),
            mirrored,
            sharp,
        )  # fmt: skip

    def ghost_arm(self, view: ViewId) -> tuple[Polygon, ...]:
        """Rings around the arm that steps aside in this view; empty where none does."""
        rings = self._index["views"][view].get("ghost_arm", [])
        return tuple(np.asarray(ring, dtype=np.float32).reshape(-1, 2) for ring in rings)

    def figure(self, view: ViewId) -> list[NDArray[np.float64]] | None:
        """Closed rings (n, 2) around the whole figure; None where the build left none."""
        try:
            with np.load(self.folder / "figures.npz") as archive:
                return np.split(archive[view], archive[f"{view}_starts"][1:-1])
        except (OSError, KeyError, ValueError):
            return None

    def _buffer(self, view: ViewId, name: str) -> NDArray[Any]:
        buffer = self._buffers.get((view, name))
        if buffer is None:
            archive = self._archives.get(view)
            if archive is None:
                archive = self._archives[view] = np.load(self.folder / view / "ids.npz")
            buffer = archive[name]
            if name == "face":
                # Kept as differences along the rows, which pack to a third of the size.
                buffer = np.cumsum(buffer, axis=1, dtype=np.int32)
            buffer.flags.writeable = False
            self._buffers[view, name] = buffer
        return buffer

    @cached_property
    def _outlines(self) -> dict[str, NDArray[Any]]:
        with np.load(self.folder / "outlines.npz") as archive:
            return {name: archive[name] for name in archive.files}

    @cached_property
    def _outline_places(self) -> dict[tuple[ViewId, str], NDArray[np.int32]]:
        """For each view and muscle, first and last ring of near, behind and whole ``(3, 2)``."""
        data = self._outlines
        names = [str(name) for name in data["muscles"]]
        return {
            (cast(ViewId, view), muscle): data["rings"][v, m]
            for v, view in enumerate(map(str, data["views"]))
            for m, muscle in enumerate(names)
        }

    def _rings(self, first: int, last: int, flip: bool) -> tuple[Polygon, ...]:
        starts, points = self._outlines["starts"], self._outlines["points"]
        rings = []
        for i in range(first, last):
            ring = points[starts[i] : starts[i + 1]]
            if flip:
                ring = ring[::-1] * np.asarray([-1.0, 1.0], dtype=np.float32)
            rings.append(ring)
        return tuple(rings)
