"""Writing pictures: levels by halving, WebP with an exact alpha."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_QUALITY = 92


def halve(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean over 2 x 2 pixels of a premultiplied picture."""
    rows, columns = picture.shape[0] // 2, picture.shape[1] // 2
    return picture[: rows * 2, : columns * 2].reshape(rows, 2, columns, 2, -1).mean(axis=(1, 3))


def save(path: Path, premultiplied: NDArray[np.float32]) -> None:
    """Write a premultiplied picture as a WebP with straight alpha."""
    alpha = premultiplied[..., 3:]
    colour = premultiplied[..., :3] / np.maximum(alpha, 1e-4)
    straight = np.concatenate([colour, alpha], axis=-1)
    pixels = (np.clip(straight, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(pixels, "RGBA")
    image.save(path, "WEBP", quality=_QUALITY, alpha_quality=100, method=4)


def save_levels(folder: Path, name: str, picture: NDArray[np.float32]) -> None:
    """Write ``<name>_4``, ``_2`` and ``_1``: 2, 1 and 0.5 pixels a millimetre."""
    for level in (4, 2, 1):
        save(folder / f"{name}_{level}.webp", picture)
        picture = halve(picture)
