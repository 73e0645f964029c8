"""Writing pictures: whole at the coarse levels, in tiles at the fine ones; WebP with alpha.

The tiles of a layer lie one after the other in one file, and the atlas's index says where each begins.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.atlas_render.camera import TILE_PX

_QUALITY, _ALPHA_QUALITY = 85, 80
TILE_LEVELS = (4, 8)


def halve(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean over 2 x 2 pixels of a premultiplied picture."""
    rows, columns = picture.shape[0] // 2, picture.shape[1] // 2
    return picture[: rows * 2, : columns * 2].reshape(rows, 2, columns, 2, -1).mean(axis=(1, 3))


def encoded(premultiplied: NDArray[np.float32]) -> bytes:
    """A premultiplied picture as a WebP with straight alpha."""
    alpha = premultiplied[..., 3:]
    colour = premultiplied[..., :3] / np.maximum(alpha, 1e-4)
    straight = np.concatenate([colour, alpha], axis=-1)
    pixels = (np.clip(straight, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels, "RGBA").save(
        out, "WEBP", quality=_QUALITY, alpha_quality=_ALPHA_QUALITY, method=4
    )
    return out.getvalue()


def save(path: Path, premultiplied: NDArray[np.float32]) -> None:
    """Write a premultiplied picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encoded(premultiplied))


def save_levels(folder: Path, name: str, picture: NDArray[np.float32], level: int) -> None:
    """Write ``<name>_<level>`` and every coarser level, each half of the one before."""
    while level:
        save(folder / f"{name}_{level}.webp", picture)
        picture, level = halve(picture), level // 2


@dataclass(slots=True)
class Pack:
    """The tiles of one layer of one view, in the order in which they are added.

    Attributes:
        places: (level, column, row, offset, length) of each tile.
    """

    places: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    _data: bytearray = field(default_factory=bytearray)

    def add(self, level: int, picture: NDArray[np.float32], column: int = 0, row: int = 0) -> None:
        """Cut a picture into tiles, the first of them at this place of the grid; empty ones are left out."""
        for y in range(0, picture.shape[0], TILE_PX):
            for x in range(0, picture.shape[1], TILE_PX):
                tile = picture[y : y + TILE_PX, x : x + TILE_PX]
                if not (tile[..., 3] > 0.002).any():
                    continue
                data = encoded(tile)
                self.places.append(
                    (level, column + x // TILE_PX, row + y // TILE_PX, len(self._data), len(data))
                )
                self._data += data

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(self._data))
