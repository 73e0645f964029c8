"""The places that are shown from nearer: what their pictures hold and what is cut away for them.

Head and hands are seen as the whole figure's views see them, only sharper. The shoulder girdle from
above, the pelvic floor from below, the inner thigh, the soles and the backs of the feet need views of
their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viewer.body.views import ViewId

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres of a view's plane."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A plane beyond which nothing is drawn, and what is left out besides.

    Attributes:
        axis: the body's axis that the plane stands across.
        sign: 1 where what is larger than ``at_mm`` is left out, -1 where what is smaller is.
        bones, regions: names of bones (their beginnings) and groups of muscles that are left out.
        arms: whether the arms are left out.
        skin_alone: the plane cuts the skin alone; what lies beneath is left out by name or not at all.
        depth_mm: how far behind the plane things are still drawn.
    """

    axis: int
    sign: int
    at_mm: float
    bones: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    arms: bool = False
    skin_alone: bool = False
    depth_mm: float = 1e4

    def beyond(self, vertices: NDArray[np.float32]) -> NDArray[np.float32]:
        """Millimetres past the plane of each vertex, negative for what stays."""
        return np.asarray(self.sign * (vertices[:, self.axis] - self.at_mm), dtype=np.float32)

    def too_deep(self, vertices: NDArray[np.float32]) -> NDArray[np.float32]:
        """Millimetres past what is still drawn behind the plane, negative for what stays."""
        return np.asarray(-self.beyond(vertices) - self.depth_mm, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Frame:
    """A close-up's rectangle in its view's plane, in millimetres."""

    left_mm: float
    top_mm: float
    width: float
    height: float
    cut: Cut | None


@dataclass(frozen=True, slots=True)
class FigureMarks:
    """What the close-ups go by, of one body: boxes of its parts (low, high) and a few landmarks."""

    head: NDArray[np.float64]
    hand: NDArray[np.float64]
    foot: NDArray[np.float64]
    bone: dict[str, NDArray[np.float64]]
    thigh: NDArray[np.float64]
    crotch_mm: float

    @classmethod
    def load(cls, assets: Path) -> FigureMarks:
        """From ``body/surface.npz`` and ``landmarks.npz``."""
        body, marks = np.load(assets / "body/surface.npz"), np.load(assets / "body/landmarks.npz")
        vertices = body["vertices"].astype(np.float64)
        names = np.array([str(n) for n in body["part_names"]])[body["part"]]

        def box(part: str) -> NDArray[np.float64]:
            own = vertices[names == part]
            return np.stack([own.min(axis=0), own.max(axis=0)])

        middle = vertices[(np.abs(vertices[:, 0]) < 6.0) & (vertices[:, 1] < 1000.0)]
        axes = {str(n): a for n, a in zip(body["limb_names"], body["limb_axes"], strict=True)}
        return cls(
            box("head"), box("hand_l"), box("foot_l"),
            {str(n): p.astype(np.float64) for n, p in zip(marks["ids"], marks["bone"], strict=True)},
            axes["thigh"].astype(np.float64), float(middle[:, 1].min()),
        )  # fmt: skip


def detail_boxes(marks: FigureMarks, view: ViewId) -> list[Box]:
    """The parts of a whole view that are drawn at the close-ups' resolution."""
    neck = float(marks.bone["t1_spinous_process"][1]) - 20.0
    head, hand, foot = marks.head, marks.hand, marks.foot
    if view in ("anterior", "posterior"):
        wide = float(head[1, 0]) + 50.0
        hands = [
            (side * x0, float(hand[1, 1]) + 30.0, side * x1, float(hand[0, 1]) - 6.0)
            for side in (1, -1)
            for x0, x1 in ((float(hand[0, 0]) - 6.0, float(hand[1, 0]) + 6.0),)
        ]
        return [(-wide, float(head[1, 1]) + 6.0, wide, neck), *hands]
    if view in ("left_lateral", "right_lateral"):
        back, front = float(head[0, 2]) - 12.0, float(head[1, 2]) + 12.0
        feet = (float(foot[0, 2]) - 6.0, float(foot[1, 1]) + 20.0, float(foot[1, 2]) + 6.0, -6.0)
        return [(back, float(head[1, 1]) + 6.0, front, neck), feet]
    return []


def close_up_frames(marks: FigureMarks) -> dict[ViewId, Frame]:
    """The close-ups that have a view of their own."""
    bone, foot = marks.bone, marks.foot
    shoulder = float(bone["acromion"][0]) + 75.0
    neck = float(bone["c5_spinous_process"][1])
    front, back = float(bone["sternal_notch"][2]) + 75.0, float(bone["t4_spinous_process"][2]) - 60.0
    toes, heel, outer = float(foot[1, 2]) + 12.0, float(foot[0, 2]) - 12.0, float(foot[1, 0]) + 14.0
    ankle = float(bone["lateral_malleolus"][1]) + 60.0
    hip, knee = marks.thigh
    crest = float(bone["iliac_crest"][1]) + 12.0
    low = float(knee[1]) - 70.0
    trochanter = float(bone["greater_trochanter"][0]) + 45.0
    pubis, coccyx = float(bone["pubic_symphysis"][2]) + 60.0, float(bone["s2_spinous_process"][2]) - 70.0
    legs = ("femur", "patella", "tibia", "fibula", *_FOOT_BONES)
    arms = ("humerus", "ulna", "radius", *_HAND_BONES)
    thigh_front, thigh_back = float(hip[2]) + 125.0, float(hip[2]) - 150.0
    medial = Cut(0, -1, 0.0, arms, ("arm", "forearm_hand"), arms=True)
    width = thigh_front - thigh_back
    return {
        "superior": Frame(-shoulder, -back, 2 * shoulder, front - back, Cut(1, 1, neck, depth_mm=330.0)),
        "perineal": Frame(
            -trochanter, pubis, 2 * trochanter, pubis - coccyx,
            Cut(1, -1, marks.crotch_mm - 4.0, (*legs, *arms), ("thigh", "leg_foot", "arm", "forearm_hand"),
                arms=True, skin_alone=True, depth_mm=240.0),
        ),
        "left_medial": Frame(thigh_back, crest, width, crest - low, medial),
        "right_medial": Frame(thigh_front, crest, width, crest - low, Cut(
            0, 1, 0.0, arms, ("arm", "forearm_hand"), arms=True)),
        "plantar": Frame(-outer, toes, 2 * outer, toes - heel, Cut(1, 1, ankle)),
        "foot_dorsal": Frame(-outer, -heel, 2 * outer, toes - heel, Cut(1, 1, ankle)),
    }  # fmt: skip


_FOOT_BONES = ("talus", "calcaneus", "navicular", "cuboid", "medial_cuneiform", "intermediate_cuneiform",
               "lateral_cuneiform", "metatarsal", "proximal_phalanx_toe", "middle_phalanx_toe",
               "distal_phalanx_toe")  # fmt: skip
_HAND_BONES = ("lunate", "scaphoid", "pisiform", "triquetrum", "capitate", "trapezium", "trapezoid",
               "hamate", "metacarpal", "proximal_phalanx", "middle_phalanx", "distal_phalanx")  # fmt: skip
