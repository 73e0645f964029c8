"""Outlines of areas that are known as pixels: regions, the figure itself, a structure's shadow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from viewer.body.atlas import Atlas, Frame
from viewer.body.views import ViewId
from viewer.map.hatch import path_of

_SHORT = 12


def mask_path(mask: NDArray[np.bool_], frame: Frame, every: int = 3) -> QPainterPath:
    """The outline of the true pixels, in millimetres of the view's plane.

    Args:
        mask: (h, w) in the frame's pixels.
        every: of the outline's points, about one a pixel, each so many-th is kept.
    """
    return path_of(mask_rings(mask, frame, every))


def figure_rings(atlas: Atlas, view: ViewId) -> list[NDArray[np.float64]]:
    """The outline of the whole figure, traced."""
    return mask_rings(atlas.faces(view) >= 0, atlas.frame(view), every=4)


def mask_rings(mask: NDArray[np.bool_], frame: Frame, every: int = 3) -> list[NDArray[np.float64]]:
    """As ``mask_path``, but the closed rings (n, 2)."""
    from contourpy import contour_generator  # imported late: the first map needs no contour

    rows, columns = np.nonzero(mask)
    if not len(rows):
        return []
    top, left = max(rows.min() - 4, 0), max(columns.min() - 4, 0)
    part = np.pad(mask[top : rows.max() + 5, left : columns.max() + 5].astype(np.float32), 4)
    for _ in range(2):  # softened, so that the outline runs between the pixels' stairs
        part = _blurred(part, 0)
        part = _blurred(part, 1)
    rings = []
    for ring in contour_generator(z=part).lines(0.5):
        if len(ring) < _SHORT:
            continue
        h = frame.left_mm + frame.screen_sign * (ring[:-1:every, 0] + 0.5 + left - 4) * frame.mm_per_pixel
        v = frame.top_mm - (ring[:-1:every, 1] + 0.5 + top - 4) * frame.mm_per_pixel
        rings.append(np.stack([h, v], axis=1))
    return rings


def _blurred(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    return np.asarray((np.roll(values, 1, axis) + values + np.roll(values, -1, axis)) / 3, np.float32)
