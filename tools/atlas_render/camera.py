"""Where a view's picture lies, and the projection of vertices onto it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tools.atlas_render.closeups import Cut, FigureMarks, close_up_frames, detail_boxes
from viewer.body.views import VIEWS, WHOLE_VIEWS, View, ViewId

SAMPLES = 2  # per picture pixel and axis
WHOLE_PX_PER_MM, CLOSE_PX_PER_MM = 3.0, 6.0
PX_PER_MM = {1: 0.75, 2: 1.5, 4: WHOLE_PX_PER_MM, 8: CLOSE_PX_PER_MM}
"""Of each level at which pictures are kept."""
TILE_PX = 480
_MARGIN_MM = 24
_STEP_MM = 8  # so that every level has whole pixels
_MIRRORED_STEP_MM = 160  # so that the tiles of a view are, flipped, those of its mirror
_LIGHT_REACH_MM = 64  # what lies further off sheds no shadow
# Unit vectors toward the lamp: right, up, toward the viewer.
_LAMP = np.array([-0.46, 0.58, 0.67]) / np.linalg.norm([-0.46, 0.58, 0.67])
# Seen from above, the back of a foot slopes down toward the lower edge of the picture, and the leg
# stands in what light comes from the upper one; so there it comes from the toes.
_LAMPS: Mapping[ViewId, NDArray[np.float64]] = {
    "foot_dorsal": np.array([-0.46, -0.25, 0.85]) / np.linalg.norm([-0.46, -0.25, 0.85])
}


@dataclass(frozen=True, slots=True)
class Camera:
    """A view with its frame, in whole millimetres.

    Attributes:
        left_mm: the plane's horizontal at the left edge.
        top_mm: its vertical at the upper edge.
        width, height: in millimetres.
        px_per_mm: of the picture.
        cut: what of the body is left out so that the view sees its place.
    """

    view: View
    left_mm: float
    top_mm: float
    width: int
    height: int
    px_per_mm: float = WHOLE_PX_PER_MM
    cut: Cut | None = None

    @property
    def samples_per_mm(self) -> int:
        return round(self.px_per_mm * SAMPLES)

    @property
    def level(self) -> int:
        """The level of the picture."""
        return next(level for level, px in PX_PER_MM.items() if px == self.px_per_mm)

    @property
    def basis(self) -> NDArray[np.float32]:
        """Rows: right, up, toward the viewer."""
        return np.array([self.view.right, self.view.up, self.view.toward], dtype=np.float32)

    @property
    def lamp(self) -> NDArray[np.float64]:
        """Unit vector toward the key light, in the axes of ``basis``."""
        return _LAMPS.get(self.view.id, _LAMP)

    def points(self, vertices: NDArray[np.float32], px_per_mm: float) -> NDArray[np.float32]:
        """``(n, 3)``: pixels to the right, pixels down, millimetres toward the viewer."""
        screen = vertices @ self.basis.T
        screen[:, 0] = (screen[:, 0] - self.left_mm * self.view.screen_sign) * px_per_mm
        screen[:, 1] = (self.top_mm - screen[:, 1]) * px_per_mm
        return np.ascontiguousarray(screen, dtype=np.float32)

    def shape(self, px_per_mm: float) -> tuple[int, int]:
        """Rows and columns of a buffer."""
        return round(self.height * px_per_mm), round(self.width * px_per_mm)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a whole view that is drawn sharper.

    Attributes:
        camera: of the window and a margin about it, so that light falls as in the whole.
        column, row: the first of its tiles in the whole view's grid at this resolution.
        columns, rows: how many tiles.
        margin: of the camera about the window, in pixels: left, top.
    """

    camera: Camera
    column: int
    row: int
    columns: int
    rows: int
    margin: tuple[int, int]


def cameras(
    vertices: NDArray[np.float32], marks: FigureMarks | None = None, px_per_mm: float = WHOLE_PX_PER_MM
) -> dict[ViewId, Camera]:
    """The four views round a body; front and back are symmetric about the midline.

    Both side views cover the same range, so that one is the other's mirror.

    Args:
        marks: what the views of single places go by; without it there are only the four.
        px_per_mm: of the four.
    """

    def up(value: float, step: int = _STEP_MM) -> int:
        return int(np.ceil(value / step) * step)

    low, high = vertices.min(axis=0) - _MARGIN_MM, vertices.max(axis=0) + _MARGIN_MM
    half = up(max(-low[0], high[0]))
    bottom, top = -_MARGIN_MM, up(high[1])
    height = up(top - bottom)
    front = float(up(high[2]))
    depth = up(front - low[2], _MIRRORED_STEP_MM)
    lefts = {
        "anterior": (-half, 2 * half), "posterior": (half, 2 * half),
        "left_lateral": (front, depth), "right_lateral": (front - depth, depth),
    }  # fmt: skip
    made = {
        view: Camera(VIEWS[view], float(lefts[view][0]), float(top), lefts[view][1], height, px_per_mm)
        for view in WHOLE_VIEWS
    }
    if marks is not None:
        for view, frame in close_up_frames(marks).items():
            mirrored = VIEWS[view].mirrored != view
            width = up(frame.width, _MIRRORED_STEP_MM if mirrored else _STEP_MM)
            left = round(frame.left_mm)
            if mirrored:  # both cover the same range
                middle = round(frame.left_mm + VIEWS[view].screen_sign * frame.width / 2)
                left = middle - VIEWS[view].screen_sign * width // 2
            made[view] = Camera(
                VIEWS[view], float(left), float(round(frame.top_mm)), width, up(frame.height),
                CLOSE_PX_PER_MM, frame.cut,
            )  # fmt: skip
    return made


def windows(camera: Camera, marks: FigureMarks) -> list[Window]:
    """The places of a whole view that are drawn sharper, in whole tiles of its grid."""
    tile = round(TILE_PX / CLOSE_PX_PER_MM)
    sign = camera.view.screen_sign
    found = []
    for left, top, right, bottom in detail_boxes(marks, camera.view.id):
        edges = sorted(((left - camera.left_mm) * sign, (right - camera.left_mm) * sign))
        column, row = max(0, int(edges[0] // tile)), max(0, int((camera.top_mm - top) // tile))
        last_column = min(-(-camera.width // tile), int(edges[1] // tile) + 1)
        last_row = min(-(-camera.height // tile), int((camera.top_mm - bottom) // tile) + 1)
        x, y = column * tile - _LIGHT_REACH_MM, row * tile - _LIGHT_REACH_MM
        sharper = replace(
            camera, left_mm=camera.left_mm + sign * x, top_mm=camera.top_mm - y,
            width=(last_column - column) * tile + 2 * _LIGHT_REACH_MM,
            height=(last_row - row) * tile + 2 * _LIGHT_REACH_MM, px_per_mm=CLOSE_PX_PER_MM,
        )  # fmt: skip
        margin = round(_LIGHT_REACH_MM * CLOSE_PX_PER_MM)
        found.append(Window(sharper, column, row, last_column - column, last_row - row, (margin, margin)))
    return found


Cameras = Mapping[ViewId, Camera]
