"""The records in which places and zones are said, as frozen data.

The catalog and the body data are parsed into these; the body resolves them
(``viewer.body.resolver``). Everything is written for the patient's left or the
midline; the other side is the mirror. Lengths are millimetres on the reference
body, angles degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Side = Literal["left", "right"]
StrokeSide = Literal["same", "opposite", "midline"]
Layer = Literal["superficial", "intermediate", "deep"]
Xyz: TypeAlias = tuple[float, float, float]

DIRECTIONS_TRUNK = ("superior", "inferior", "medial", "lateral", "anterior", "posterior")
DIRECTIONS_LIMB = ("proximal", "distal", "medial", "lateral", "anterior", "posterior")
DIRECTIONS_HAND = ("proximal", "distal", "palmar", "dorsal", "radial", "ulnar")
DIRECTIONS_FOOT = ("proximal", "distal", "plantar", "dorsal", "medial", "lateral")
LIMBS = (
    "neck", "upper_arm", "forearm", "hand", "thumb", "index", "middle", "ring", "little",
    "thigh", "leg", "foot",
)  # fmt: skip
LIMB_ANGLES_DEG = {
    "anterior": 0.0, "anterolateral": 45.0, "lateral": 90.0, "posterolateral": 135.0,
    "posterior": 180.0, "posteromedial": 225.0, "medial": 270.0, "anteromedial": 315.0,
}  # fmt: skip
OFFSET_MAX_MM = 80.0

Offset: TypeAlias = tuple[tuple[str, float], ...]
"""Steps along the skin: ((direction, mm), …), as written; empty for none."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep a place of a sheet or structure lies; exactly one field is set.

    Attributes:
        on_bone: the bone point of the landmark, or the bone nearest to the place.
        depth_mm: beneath the skin, along the inward normal.
        radius_mm: from the limb's axis, for a place about a limb.
    """

    on_bone: bool = False
    depth_mm: float | None = None
    radius_mm: float | None = None


@dataclass(frozen=True, slots=True)
class AtLandmark:
    """A landmark by its id, perhaps moved along the skin."""

    landmark: str
    offset: Offset = ()
    depth: Depth | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """A fraction (0 to 1) of the way over the skin from one place to another."""

    start: Place
    end: Place
    fraction: float = 0.5
    offset: Offset = ()
    depth: Depth | None = None


@dataclass(frozen=True, slots=True)
class Toward:
    """So many millimetres over the skin from one place toward another."""

    start: Place
    toward: Place
    mm: float
    offset: Offset = ()
    depth: Depth | None = None


@dataclass(frozen=True, slots=True)
class InMuscle:
    """In the muscle's own fibres: along 0 (origin) to 1 (insertion), across 0 to 1 edge to edge."""

    muscle: str
    along: float
    across: float
    part: str | None = None
    offset: Offset = ()


@dataclass(frozen=True, slots=True)
class AtLevel:
    """Beside the spine: a vertebral level such as ``t7`` and millimetres lateral to the midline."""

    level: str
    lateral_mm: float = 0.0
    offset: Offset = ()
    depth: Depth | None = None


@dataclass(frozen=True, slots=True)
class OnLimb:
    """About a limb's axis: along 0 (proximal) to 1 (distal), angle 0 anterior, 90 lateral, …"""

    limb: str
    along: float
    angle_deg: float
    offset: Offset = ()
    depth: Depth | None = None


@dataclass(frozen=True, slots=True)
class AtXyz:
    """Plain millimetres of the reference body, left side; only for sheets and structures."""

    xyz: Xyz


Place: TypeAlias = AtLandmark | Between | Toward | InMuscle | AtLevel | OnLimb | AtXyz


@dataclass(frozen=True, slots=True)
class Stroke:
    """A band over the skin through places; one place is a round spot.

    Attributes:
        widths_mm: one width, or several spread evenly from the first place to the last.
    """

    places: tuple[Place, ...]
    widths_mm: tuple[float, ...]
    side: StrokeSide = "same"


@dataclass(frozen=True, slots=True)
class Area:
    """The area inside a closed line through places, its corners rounded."""

    places: tuple[Place, ...]
    round_mm: float = 0.0
    side: StrokeSide = "same"


@dataclass(frozen=True, slots=True)
class WholeRegion:
    """A whole named region of the skin."""

    region: str
    side: StrokeSide = "same"


ZoneItem: TypeAlias = Stroke | Area | WholeRegion
Zone: TypeAlias = tuple[ZoneItem, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One fibre sheet: lines from origin to insertion, each a list of places edge to edge.

    Attributes:
        lines: (t, places) with t 0 at the origin, 1 at the insertion, ascending.
        thickness_mm: full thickness of the belly.
        depth_mm: belly depth under skin that the sheet's outer face is drawn to, None where
            the lines alone say where it lies (deep muscles).
        tendon: fractions (end of the origin's tendon, start of the insertion's); (0, 0) for a part
            that is tendon all along: it keeps its thickness and pushes nothing aside.
        bands: fractions along where tendinous bands cross the fibres.
        origin_on, insertion_on: what the ends lie on: bones (words of their names in the
            skeleton), ``skin``, fasciae by id, or ``muscle:<id>``.
        roundness: 0 a flat strap of even thickness, 1 an ellipse in cross-section.
        pennation_deg: how far the fibres are turned from the line of the muscle toward its middle
            as they run on, in the half at across 0 and in the half at across 1; (20, 20) is
            feathered from both sides, (15, -15) slants from one edge to the other.
    """

    id: str
    lines: tuple[tuple[float, tuple[Place, ...]], ...]
    thickness_mm: float
    tendon: tuple[float, float]
    depth_mm: float | None = None
    bands: tuple[float, ...] = ()
    origin_on: tuple[str, ...] = ()
    insertion_on: tuple[str, ...] = ()
    roundness: float = 0.5
    pennation_deg: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SheetRecord:
    """The geometry of one muscle as it is written in ``data/body/sheets``."""

    id: str
    name: str
    latin: str
    region: str
    layer: Layer
    parts: tuple[SheetPart, ...]


@dataclass(frozen=True, slots=True)
class LandmarkRecord:
    """A palpable or bony landmark as it is written in ``data/body/landmarks.yaml``."""

    id: str
    name: str
    definition: str
    find: str
    midline: bool = False


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """A named area of the skin as it is written in ``data/body/regions.yaml``.

    Attributes:
        seed: strokes (lists of places) from which the region grows to meet its neighbours.
        head_start_mm: shifts its borders outwards.
    """

    id: str
    name: str
    plain: str
    synonyms: tuple[str, ...]
    parent: str
    seed: tuple[tuple[Place, ...], ...]
    midline: bool = False
    head_start_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class StructureRecord:
    """What a needle must respect.

    Attributes:
        kind: lung, organ, artery, vein, nerve, bone or canal; it chooses the icon.
        drawn: whether the body data holds its shape yet.
    """

    id: str
    name: str
    latin: str
    kind: str
    text: str
    sources: tuple[str, ...]
    drawn: bool = False
