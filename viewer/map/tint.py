"""Regions of the skin tinted by a number, as the map of what the catalog covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from viewer.body.atlas import Atlas
from viewer.body.views import ViewId
from viewer.map.marks import Lens
from viewer.map.scene import Tint

STEPS = (0, 1, 3, 6, 11)
"""The least count of each step of the tint."""
TINTS = ("#FFFFFF", "#D9CFF5", "#AE9BE6", "#7A5FCB", "#43269A")
OPACITY = 0.72


def step_of(count: int) -> int:
    """Which step of the tint a count belongs to."""
    return max(i for i, least in enumerate(STEPS) if count >= least)


def tinted(atlas: Atlas, view: ViewId, regions: Sequence[str], counts: Mapping[str, int]) -> Tint:
    """The regions that a view sees, each in the tint of its count.

    Args:
        regions: ids in the order of the atlas's codes.
        counts: by region id; a region that is not named counts 0.
    """
    table = np.zeros((2 * len(regions) + 1, 4), dtype=np.uint8)
    for number, region in enumerate(regions):
        tint = QColor(TINTS[step_of(counts.get(region, 0))])
        table[1 + 2 * number : 3 + 2 * number] = (tint.red(), tint.green(), tint.blue(), 255)
    codes = atlas.regions(view)
    pixels = np.ascontiguousarray(table[np.minimum(codes, len(table) - 1)])
    high, wide = codes.shape
    image = QImage(pixels.data, wide, high, 4 * wide, QImage.Format.Format_RGBA8888).copy()
    return Tint(image, atlas.frame(view))


def paint_tint(painter: QPainter, tint: Tint, lens: Lens) -> None:
    """Lay the tint over the figure; its shading shines through."""
    frame = tint.frame
    step = frame.mm_per_pixel
    to_plane = QTransform(frame.screen_sign * step, 0.0, 0.0, -step, frame.left_mm, frame.top_mm)
    painter.save()
    painter.setOpacity(OPACITY)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.setTransform(to_plane * lens.to_px, True)
    painter.drawImage(0, 0, tint.image)
    painter.restore()
