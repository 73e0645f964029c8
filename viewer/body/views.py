"""The orthographic views of the body, and their planes in millimetres."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from viewer.body.records import Xyz

ViewId = Literal[
    "anterior", "posterior", "left_lateral", "right_lateral",
    "superior", "perineal", "left_medial", "right_medial", "plantar", "foot_dorsal",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """A camera without perspective.

    The *plane* of a view has body coordinates, so that a place keeps its numbers whichever way one
    looks: (x, y) for anterior and posterior, (z, y) from the side, (x, z) from below and (x, -z)
    from above, where z would run down the screen. ``screen_sign`` says whether the plane's
    horizontal runs to the right (1) or to the left (-1) on the screen; its vertical always runs up.

    Attributes:
        right: unit vector that points to the right on the screen.
        up: unit vector that points up on the screen.
        toward: unit vector that points toward the viewer.
    """

    id: ViewId
    right: Xyz
    up: Xyz
    toward: Xyz

    @property
    def horizontal_axis(self) -> int:
        """The body axis that is the plane's horizontal: 0 for x, 2 for z."""
        return 0 if self.right[0] else 2

    @property
    def screen_sign(self) -> int:
        """1 where the plane's horizontal runs to the right on the screen, else -1."""
        return 1 if self.right[self.horizontal_axis] > 0 else -1

    @property
    def mirrored(self) -> ViewId:
        """The view in which the other side of the body looks like this side does here."""
        return _MIRRORED.get(self.id, self.id)

    @property
    def whole(self) -> bool:
        """Whether it shows the whole figure; the others show one place that these cannot see."""
        return self.id in WHOLE_VIEWS

    def project(self, xyz: ArrayLike) -> NDArray[np.float64]:
        """Body millimetres ``(..., 3)`` to the plane's ``(..., 2)``: horizontal, vertical."""
        points = np.asarray(xyz, dtype=np.float64)
        return np.stack([points[..., self.horizontal_axis], points @ np.asarray(self.up)], axis=-1)

    def depth(self, xyz: ArrayLike) -> NDArray[np.float64]:
        """Millimetres toward the viewer, ``(...)``; what is larger hides what is smaller."""
        return np.asarray(np.asarray(xyz, dtype=np.float64) @ np.asarray(self.toward), dtype=np.float64)


WHOLE_VIEWS: tuple[ViewId, ...] = ("anterior", "posterior", "left_lateral", "right_lateral")
_MIRRORED: dict[ViewId, ViewId] = {
    "left_lateral": "right_lateral", "right_lateral": "left_lateral",
    "left_medial": "right_medial", "right_medial": "left_medial",
}  # fmt: skip
_UP: Xyz = (0.0, 1.0, 0.0)
_FRONT: Xyz = (0.0, 0.0, 1.0)
_BACK: Xyz = (0.0, 0.0, -1.0)
_RIGHTWARD: Xyz = (1.0, 0.0, 0.0)
VIEWS: MappingProxyType[ViewId, View] = MappingProxyType(
    {
        "anterior": View("anterior", (1.0, 0.0, 0.0), _UP, (0.0, 0.0, 1.0)),
        "posterior": View("posterior", (-1.0, 0.0, 0.0), _UP, (0.0, 0.0, -1.0)),
        "left_lateral": View("left_lateral", (0.0, 0.0, -1.0), _UP, (1.0, 0.0, 0.0)),
        "right_lateral": View("right_lateral", (0.0, 0.0, 1.0), _UP, (-1.0, 0.0, 0.0)),
        "superior": View("superior", _RIGHTWARD, _BACK, _UP),
        "perineal": View("perineal", _RIGHTWARD, _FRONT, (0.0, -1.0, 0.0)),
        "left_medial": View("left_medial", _FRONT, _UP, (-1.0, 0.0, 0.0)),
        "right_medial": View("right_medial", _BACK, _UP, (1.0, 0.0, 0.0)),
        "plantar": View("plantar", _RIGHTWARD, _FRONT, (0.0, -1.0, 0.0)),
        "foot_dorsal": View("foot_dorsal", _RIGHTWARD, _BACK, _UP),
    }
)
