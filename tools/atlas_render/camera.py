"""Where a view's picture lies, and the projection of vertices onto it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viewer.body.views import VIEWS, View, ViewId

PICTURE_PX_PER_MM = 2
SAMPLES = 2  # per picture pixel and axis
_MARGIN_MM = 24
_STEP_MM = 8  # so that every level has whole pixels


@dataclass(frozen=True, slots=True)
class Camera:
    """A view with its frame, in whole millimetres.

    Attributes:
        left_mm: the plane's horizontal at the left edge.
        top_mm: its vertical at the upper edge.
        width, height: in millimetres.
    """

    view: View
    left_mm: float
    top_mm: float
    width: int
    height: int

    @property
    def basis(self) -> NDArray[np.float32]:
        """Rows: right, up, toward the viewer."""
        return np.array([self.view.right, self.view.up, self.view.toward], dtype=np.float32)

    def points(self, vertices: NDArray[np.float32], px_per_mm: float) -> NDArray[np.float32]:
        """``(n, 3)``: pixels to the right, pixels down, millimetres toward the viewer."""
        screen = vertices @ self.basis.T
        screen[:, 0] = (screen[:, 0] - self.left_mm * self.view.screen_sign) * px_per_mm
        screen[:, 1] = (self.top_mm - screen[:, 1]) * px_per_mm
        return np.ascontiguousarray(screen, dtype=np.float32)

    def shape(self, px_per_mm: float) -> tuple[int, int]:
        """Rows and columns of a buffer."""
        return round(self.height * px_per_mm), round(self.width * px_per_mm)


def cameras(vertices: NDArray[np.float32]) -> dict[ViewId, Camera]:
    """The four views round a body; front and back are symmetric about the midline.

    Both side views cover the same range, so that one is the other's mirror.
    """

    def up(value: float) -> int:
        return int(np.ceil(value / _STEP_MM) * _STEP_MM)

    low, high = vertices.min(axis=0) - _MARGIN_MM, vertices.max(axis=0) + _MARGIN_MM
    half = up(max(-low[0], high[0]))
    bottom, top = -_MARGIN_MM, up(high[1])
    height = up(top - bottom)
    front, depth = float(up(high[2])), up(high[2]) + up(-low[2])
    lefts = {
        "anterior": (-half, 2 * half), "posterior": (half, 2 * half),
        "left_lateral": (front, depth), "right_lateral": (front - depth, depth),
    }  # fmt: skip
    return {
        view: Camera(VIEWS[view], float(lefts[view][0]), float(top), lefts[view][1], height) for view in VIEWS
    }
