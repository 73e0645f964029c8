"""What one map shows, as plain data in millimetres of its view's plane.

A scene holds no pixels and knows neither zoom nor theme: the same scene is drawn on the screen,
in a file and on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainterPath

from viewer.body.atlas import Frame, Sprite
from viewer.body.records import Side
from viewer.body.views import VIEWS, ViewId
from viewer.map.hatch import path_of

Ring: TypeAlias = NDArray[np.float32]
STRUCTURES = "structures"
"""The picture of nerves, vessels and organs, which lies over any layer."""
PickKind = Literal["point", "zone", "muscle", "region", "bone", "structure"]


@dataclass(frozen=True, slots=True)
class Pick:
    """Something on the map; side is None for what lies in the midline, a zone's id is its point's."""

    kind: PickKind
    id: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class MuscleShape:
    """Outline of a muscle: its edge on the near side of the body, and what runs on behind."""

    near: QPainterPath
    behind: QPainterPath


@dataclass(frozen=True, slots=True)
class ZoneShape:
    """A pain pattern's zones in this view.

    Attributes:
        essential, spillover: their outlines, to fill and to stroke.
        essential_rings, spillover_rings: the same, each ring (n, 2) mm.
        dots: (n, 2) mm, in the order in which they appear as one zooms in.
        ranks: (n,) ascending rank of each dot among all dots of the body.
    """

    essential: QPainterPath
    spillover: QPainterPath
    essential_rings: tuple[Ring, ...]
    spillover_rings: tuple[Ring, ...]
    dots: NDArray[np.float32]
    ranks: NDArray[np.int32]

    @classmethod
    def of(
        cls, essential: Sequence[Ring], spillover: Sequence[Ring],
        dots: NDArray[np.float32] | None = None, ranks: NDArray[np.int32] | None = None,
    ) -> ZoneShape:  # fmt: skip
        return cls(
            path_of(essential), path_of(spillover), tuple(essential), tuple(spillover),
            np.zeros((0, 2), np.float32) if dots is None else dots,
            np.zeros(0, np.int32) if ranks is None else ranks,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class PaintShape:
    """A painted complaint as one view sees it.

    Attributes:
        whole, worst: all that is painted, and what is painted strongly; even-odd, in mm.
        whole_rings, worst_rings: the same as rings, for the hatch.
    """

    whole: QPainterPath
    worst: QPainterPath
    whole_rings: tuple[Ring, ...]
    worst_rings: tuple[Ring, ...]

    @classmethod
    def of(cls, whole: Sequence[Ring], worst: Sequence[Ring]) -> PaintShape:
        return cls(path_of(whole), path_of(worst), tuple(whole), tuple(worst))


@dataclass(frozen=True, slots=True, eq=False)
class Tint:
    """A picture of tinted regions and where it lies."""

    image: QImage
    frame: Frame


@dataclass(frozen=True, slots=True)
class PointMark:
    """A trigger point that is seen in this view.

    Attributes:
        number: as it stands beside the mark.
        title: for screen readers and tooltips: "Upper trapezius, trigger point 1, left, 1 of 3".
        other_side: it is of the side that is not the selection's, both being shown.
    """

    id: str
    side: Side
    number: str
    title: str
    h_mm: float
    v_mm: float
    other_side: bool = False

    @property
    def pick(self) -> Pick:
        return Pick("point", self.id, self.side)


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """What is seen where a hidden muscle was.

    Attributes:
        outline: of the hidden muscle, in mm.
        layer: the layer whose picture lies at the bottom of the gap.
        sprites: of the muscles that remain in it, the deepest first.
        picks: the same muscles, with their outlines.
    """

    outline: QPainterPath
    layer: str
    sprites: tuple[Sprite, ...]
    picks: tuple[tuple[Pick, QPainterPath], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """Which muscles are taken away, and which stand out from a rest that is faint.

    Attributes:
        gaps: for each hidden muscle, from the skin down.
        under: the same for the layer that the picture fades over to.
        hidden: ids of the hidden muscles.
        alone: the muscles that stand out, the deepest first; None while all are alike.
        rest: what is faint beneath them: ``bones`` or the layer, ``faint``.
        picks: the muscles that stand out, with their outlines.
        filtered: they are those that meet the filter, whose outlines are drawn.
    """

    gaps: tuple[Gap, ...] = ()
    under: tuple[Gap, ...] = ()
    hidden: frozenset[str] = frozenset()
    alone: tuple[Sprite, ...] | None = None
    rest: str = "bones"
    picks: tuple[tuple[Pick, QPainterPath], ...] = ()
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class HiddenPoints:
    """Points that this view does not see, said at the edge of the figure.

    Attributes:
        h_mm, v_mm: where on the edge, in the view's plane.
        way: 1 where the plane's horizontal grows away from the figure there, else -1.
    """

    text: str
    h_mm: float
    v_mm: float
    way: int = 1


@dataclass(frozen=True, slots=True)
class HazardShape:
    path: QPainterPath
    name: str


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one map shows.

    Attributes:
        frame: where the view's pictures lie.
        ghost_arm: outline of the arm that steps aside in a side view.
        mirrored: shown as in a mirror.
        corners: the words at the top left and top right.
        over: another layer, and how much of its picture lies over the layer's own, 0 to 1.
        cut: what is taken away, and what stands out.
        structures: nerves, vessels and organs lie over the layer.
        ghost: the superficial muscles shine through the skin.
        sprites: the selected muscle drawn alone, from each level's smallest on.
        pains: the trigger points whose zones are shown, in their order.
        points: the pain's and the selected muscle's trigger points in this view.
        selected: the selected point, muscle or region.
        region: outline of the selected region of the skin.
        paint: the pain that was painted.
        tint: regions of the skin tinted by a number.
        seen_from: where the selection is seen from when this view doesn't see it ("front"), or "".
    """

    view: ViewId
    layer: str
    frame: Frame
    corners: tuple[str, str]
    mirrored: bool = False
    ghost: bool = True
    over: tuple[str, float] = ("", 0.0)
    cut: Cut = Cut()
    structures: bool = False
    ghost_arm: QPainterPath | None = None
    sprites: tuple[Sprite, ...] = ()
    muscles: tuple[MuscleShape, ...] = ()
    zones: tuple[ZoneShape, ...] = ()
    pains: tuple[tuple[str, Side], ...] = ()
    points: tuple[PointMark, ...] = ()
    hidden: HiddenPoints | None = None
    hazards: tuple[HazardShape, ...] = ()
    region: QPainterPath | None = None
    paint: PaintShape | None = None
    tint: Tint | None = None
    selected: Pick | None = None
    seen_from: str = ""

    @property
    def close_up(self) -> tuple[float, float, float, float] | None:
        """The frame of a view of a single place: its least horizontal and vertical, width, height."""
        if VIEWS[self.view].whole:
            return None
        frame = self.frame
        wide, high = frame.width * frame.mm_per_pixel, frame.height * frame.mm_per_pixel
        left = frame.left_mm if frame.screen_sign > 0 else frame.left_mm - wide
        return left, frame.top_mm - high, wide, high

    @property
    def direction(self) -> int:
        """1 where the plane's horizontal runs to the right of this map, else −1."""
        return -self.frame.screen_sign if self.mirrored else self.frame.screen_sign


@dataclass(frozen=True, slots=True)
class Highlight:
    """What the pointer and the keyboard are on; it changes without the scene."""

    hovered: Pick | None = None
    hover_path: QPainterPath | None = None
    focused: Pick | None = None
    focus_path: QPainterPath | None = None
