"""Regions of the skin tinted by a number, as the map of what the catalog covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTransform

from viewer.body.atlas import Atlas
from viewer.body.views import ViewId
from viewer.map.marks import Lens, line, mark_font
from viewer.map.scene import Tint
from viewer.map.style import MapStyle, colour

STEPS = (0, 1, 3, 6, 11)
"""The least count of each step of the tint."""
TINTS = ("#FFFFFF", "#D9CFF5", "#AE9BE6", "#7A5FCB", "#43269A")
OPACITY = 0.72


def step_of(count: int) -> int:
    """Which step of the tint a count belongs to."""
    return max(i for i, least in enumerate(STEPS) if count >= least)


def step_words() -> list[str]:
    """What each step of the tint stands for: ``0``, ``1–2``, … ``11+``."""
    spans = [f"{low}–{after - 1}" for low, after in pairwise(STEPS[1:])]
    return ["0", *spans, f"{STEPS[-1]}+"]


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


def paint_tint_key(painter: QPainter, room: QRectF, style: MapStyle) -> None:
    """What the tints stand for, in the lower left corner of a figure, the most at the top."""
    k = style.scale
    painter.setFont(mark_font(style, 11.0, QFont.Weight.Normal))
    top = room.bottom() - (8.0 + 18.0 * len(TINTS)) * k
    for tint, words in reversed(list(zip(TINTS, step_words(), strict=True))):
        box = QRectF(room.left() + 14.0 * k, top, 22.0 * k, 13.0 * k)
        painter.setPen(line(style.orientation, 1.0 * k))
        painter.setBrush(QColor(tint))
        painter.drawRect(box)
        painter.setPen(colour(style.orientation))
        beside = QRectF(box.right() + 6.0 * k, top - 2.0 * k, 60.0 * k, 17.0 * k)
        painter.drawText(beside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        top += 18.0 * k
