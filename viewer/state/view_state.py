"""What is selected and shown, as one frozen record.

Sides are the patient's. Heights and sideways positions are millimetres of the body frame; the
zoom is relative: 1 shows the whole body in a map, whatever the map's size.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from viewer.body.builds import BUILDS as BUILDS
from viewer.body.builds import BuildId
from viewer.body.paint import Painting
from viewer.body.records import Side
from viewer.find.filters import Filter

ShownSide = Literal["left", "right", "both"]
LayerId = Literal["skin", "superficial", "intermediate", "deep", "skeleton"]
Rest = Literal["bones", "faint"]
Mode = Literal["explore", "pain", "compare"]
RecordKind = Literal["technique", "topic", "region", "landmark", "source", "red_flag", "structure"]

MODES: tuple[Mode, ...] = ("explore", "pain", "compare")
COMPARED_MOST = 4
LAYERS: tuple[LayerId, ...] = ("skin", "superficial", "intermediate", "deep", "skeleton")
SIDES: tuple[ShownSide, ...] = ("right", "left", "both")
MAIN_VIEWS = ("anterior", "posterior", "right_lateral", "left_lateral")
CLOSE_UPS = ("superior", "perineal", "right_medial", "left_medial", "plantar", "foot_dorsal")
"""Views of single places that the four cannot see; each looks where it was last left."""
VIEWS_OFFERED = (*MAIN_VIEWS, *CLOSE_UPS)
WHOLE_BODY_HEIGHT_MM = 875.0
ZOOM_MIN = 1.0
ZOOM_MAX = 24.0


def clamp_zoom(zoom: float) -> float:
    """The nearest zoom that a map can show."""
    return min(ZOOM_MAX, max(ZOOM_MIN, zoom))


@dataclass(frozen=True, slots=True)
class Hovered:
    """What lies under the pointer; side is None for something in the midline."""

    kind: Literal["point", "zone", "muscle", "region", "bone", "structure"]
    id: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class ViewState:
    """The selection and what the maps show.

    Attributes:
        muscle: id of the selected muscle; also set when one of its points is selected.
        point: id of the selected trigger point.
        record: (kind, id) of the selected record of another kind, a region of the skin among them.
        side: the side whose marks are shown.
        at_side: the side of the selected thing; equals ``side`` unless both are shown.
        layer: how deep the maps show the body; what is picked is of this layer.
        peel: how far the picture is from the layer's stop toward the next deeper one, −0.5 to 0.5.
        hidden: ids of the muscles that are taken away from the maps, on both sides.
        alone: ids of the muscles that stand out from the rest; empty while all are alike.
        rest: what is shown beside those: the bones alone, or the layer, faintly.
        structures: nerves, vessels and organs are shown over the layer.
        build: whose body the maps show.
        views: ids of the maps shown, from left to right.
        centre_mm: height at the middle of every map.
        zoom: 1 shows the whole body.
        across_mm: (view, millimetres along the view's horizontal) at the middle of a map;
            a view that is not named is centred on the body.
        close_ups: (view, (across, centre, zoom)) of the close-ups that are not seen whole.
        mirrored: the maps are shown as in a mirror; only the display, never the data.
        hovered: what the pointer is on; never part of the history.
        hazards: ids of the structures outlined on the maps.
        mode: what the window is laid out for; the selection and the views stay.
        compared: ids of the trigger points that are set side by side, at most four.
        painting: the pain that was painted; it has its own undo, and the history leaves it alone.
        ruled_out: ids of the muscles that were examined and are not it.
        filter: what the muscles of the tree must have; those that pass stand out on the maps.
        scroll_px: how far the record is scrolled.
    """

    muscle: str | None = None
    point: str | None = None
    record: tuple[RecordKind, str] | None = None
    side: ShownSide = "right"
    at_side: Side = "right"
    layer: LayerId = "skin"
    peel: float = 0.0
    hidden: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    rest: Rest = "bones"
    structures: bool = False
    build: BuildId = "male"
    views: tuple[str, ...] = ("anterior", "posterior")
    centre_mm: float = WHOLE_BODY_HEIGHT_MM
    zoom: float = ZOOM_MIN
    across_mm: tuple[tuple[str, float], ...] = ()
    close_ups: tuple[tuple[str, tuple[float, float, float]], ...] = ()
    mirrored: bool = False
    hovered: Hovered | None = None
    hazards: tuple[str, ...] = ()
    mode: Mode = "explore"
    compared: tuple[str, ...] = ()
    painting: Painting = ()
    ruled_out: tuple[str, ...] = ()
    filter: Filter = ()
    scroll_px: int = 0

    @property
    def region(self) -> str | None:
        """The selected region of the skin, if a region is selected."""
        return self.record[1] if self.record and self.record[0] == "region" else None

    @property
    def depth(self) -> float:
        """How deep the picture is, in layers from the skin: 0 to 4."""
        return LAYERS.index(self.layer) + self.peel

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides whose marks are shown, the selected thing's side first."""
        if self.side == "both":
            return (self.at_side, "left" if self.at_side == "right" else "right")
        return (self.side,)

    def across(self, view: str) -> float:
        """Where along a view's horizontal, in mm, the middle of its map lies."""
        return dict(self.across_mm).get(view, 0.0)

    def with_across(self, places: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
        """``across_mm`` with some views moved."""
        return tuple(sorted({**dict(self.across_mm), **places}.items()))
