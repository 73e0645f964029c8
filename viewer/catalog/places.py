"""Places and zones, from nodes to the records of ``viewer.body.records``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from viewer.body import records
from viewer.catalog.fields import (
    INVALID,
    Choice,
    Field,
    Invalid,
    ListOf,
    Number,
    Pattern,
    Reader,
    Ref,
    Table,
)
from viewer.catalog.issues import nearest
from viewer.catalog.source import Mapping, Node, Scalar, Sequence

DIRECTIONS = tuple(
    dict.fromkeys(
        (
            *records.DIRECTIONS_TRUNK,
            *records.DIRECTIONS_LIMB,
            *records.DIRECTIONS_HAND,
            *records.DIRECTIONS_FOOT,
        )
    )
)
LEVELS = tuple(
    f"{letter}{number}"
    for letter, count in (("c", 7), ("t", 12), ("l", 5), ("s", 5))
    for number in range(1, count + 1)
)
_SIDED = re.compile(r"(?:^|_)(left|right)(?:_|$)")
_MM = Number(0, 1000, "mm")


def _refuse_side(word: str, node: Node, reader: Reader) -> bool:
    found = _SIDED.search(word.lower())
    if found is None:
        return False
    message = f"'{word[:60]}': a place never says {found[1]}; everything is written for one side"
    reader.error(node, "left-right", message)
    return True


@dataclass(frozen=True, slots=True)
class OffsetType:
    """Steps along the skin: direction to millimetres.

    Attributes:
        least_mm: below 0 where a step may be said backwards (sheets, which are tuned by numbers).
    """

    least_mm: float = 0.0

    def read(self, node: Node, reader: Reader) -> records.Offset | Invalid:
        if type(node) is not Mapping:
            message = "expected directions and millimetres, such as {inferior: 30}"
            return INVALID if node.broken else reader.error(node, "wrong-type", message)
        hint = "mm: name a nearer landmark, or the opposite direction"
        step = Number(self.least_mm, records.OFFSET_MAX_MM, hint)
        steps: list[tuple[str, float]] = []
        valid = not node.broken
        for word, (key, value) in node.entries.items():
            if word not in DIRECTIONS:
                valid = False
                if not _refuse_side(word, key, reader):
                    message = f"'{word[:60]}' is not a direction"
                    reader.error(key, "unknown-direction", message, nearest(word, DIRECTIONS))
            mm = step.read(value, reader)
            if isinstance(mm, Invalid):
                valid = False
            else:
                steps.append((word, mm))
        return tuple(steps) if valid else INVALID

    def schema(self) -> dict[str, Any]:
        step = {"type": "number", "minimum": self.least_mm, "maximum": records.OFFSET_MAX_MM}
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(DIRECTIONS, step),
        }


@dataclass(frozen=True, slots=True)
class AngleType:
    """About a limb: degrees, or the name of a direction."""

    def read(self, node: Node, reader: Reader) -> float | Invalid:
        if type(node) is Scalar and node.text in records.LIMB_ANGLES_DEG:
            return records.LIMB_ANGLES_DEG[node.text]
        if type(node) is Scalar and node.text[:1].isalpha():
            names = tuple(records.LIMB_ANGLES_DEG)
            return Choice(names).read(node, reader)  # type: ignore[return-value]  # never valid here
        return Number(-360, 360, "degrees").read(node, reader)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(records.LIMB_ANGLES_DEG)}, {"type": "number"}]}


@dataclass(frozen=True, slots=True)
class PlaceType:
    """A place in one of its forms.

    Attributes:
        deep: whether it may say how deep it lies (sheets and structures).
    """

    deep: bool = False

    def read(self, node: Node, reader: Reader) -> records.Place | Invalid:
        if type(node) is Scalar:
            if node.broken or _refuse_side(node.text, node, reader):
                return INVALID
            landmark = Ref("landmark").read(node, reader)
            return INVALID if isinstance(landmark, Invalid) else records.AtLandmark(landmark)
        if type(node) is Sequence:
            return (
                INVALID if node.broken else reader.error(node, "wrong-type", "expected a place, found a list")
            )
        assert type(node) is Mapping
        forms = _DEEP_FORMS if self.deep else _FORMS
        for key, form in forms.items():
            if key in node.entries:
                landmark_node = node.entries[key][1]
                if type(landmark_node) is Scalar and _refuse_side(landmark_node.text, landmark_node, reader):
                    return INVALID
                place: records.Place | Invalid = form.read(node, reader)
                return place
        if node.broken:
            return INVALID
        message = f"a place begins with one of {', '.join(forms)}"
        first = next(iter(node.entries), "")
        return reader.error(node, "unknown-place", message, nearest(first, forms) if first else "")

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/deep_place" if self.deep else "#/$defs/place"}

    def definition(self) -> dict[str, Any]:
        """The JSON Schema behind ``schema``'s reference (places hold places)."""
        forms = _DEEP_FORMS if self.deep else _FORMS
        return {"anyOf": [{"type": "string"}, *(form.schema() for form in forms.values())]}


def _forms(deep: bool) -> dict[str, Table]:
    place = PlaceType(deep)
    moved = (Field("offset", OffsetType(-records.OFFSET_MAX_MM if deep else 0.0)),)
    where = (*moved, *_DEPTH_FIELDS) if deep else moved
    unit = Number(0, 1)
    forms = {
        "between": Table(
            "a place between two",
            _between,
            (Field("between", ListOf(place, 2, 2), True), Field("fraction", unit), *where),
        ),
        "from": Table(
            "a place toward another",
            _toward,
            (
                Field("from", place, True, "start"),
                Field("toward", place, True),
                Field("mm", _MM, True),
                *where,
            ),
        ),
        "muscle": Table(
            "a place in a muscle",
            records.InMuscle,
            (
                Field("muscle", Ref("sheet"), True),
                Field("along", unit, True),
                Field("across", unit, True),
                Field("part", Pattern(r"[a-z][a-z0-9_]*", "the id of a part")),
            ),
        ),
        "landmark": Table("a landmark", _at_landmark, (Field("landmark", Ref("landmark"), True), *where)),
        "level": Table(
            "a place beside the spine",
            _at_level,
            (
                Field("level", Choice(LEVELS), True),
                Field("lateral", Number(0, 400, "mm"), False, "lateral_mm"),
                *where,
            ),
        ),
        "limb": Table(
            "a place about a limb",
            _on_limb,
            (
                Field("limb", Choice(records.LIMBS), True),
                Field("along", Number(-0.2, 1.2), True),
                Field("angle", AngleType(), True, "angle_deg"),
                *where,
            ),
        ),
    }
    if deep:
        xyz = ListOf(Number(-2500, 2500, "mm"), 3, 3)
        forms["xyz"] = Table("a place in millimetres", records.AtXyz, (Field("xyz", xyz, True),))
    return forms


_DEPTH_FIELDS = (
    Field("on", Choice(("bone",)), False, "on"),
    Field("depth", Number(0, 400, "mm"), False, "depth_mm"),
    Field("radius", Number(0, 300, "mm"), False, "radius_mm"),
)


def _depth(on: str | None, depth_mm: float | None, radius_mm: float | None) -> records.Depth | None:
    if on is None and depth_mm is None and radius_mm is None:
        return None
    return records.Depth(on is not None, depth_mm, radius_mm)


class _Placed:
    """Builds a record of a place, its depth gathered into one field."""

    def __init__(self, cls: Any) -> None:
        self._cls = cls

    def __call__(
        self,
        on: str | None = None,
        depth_mm: float | None = None,
        radius_mm: float | None = None,
        **values: Any,
    ) -> Any:
        return self._cls(**values, depth=_depth(on, depth_mm, radius_mm))


_at_landmark = _Placed(records.AtLandmark)
_at_level = _Placed(records.AtLevel)
_on_limb = _Placed(records.OnLimb)
_toward = _Placed(records.Toward)


def _between(between: tuple[records.Place, records.Place], **values: Any) -> Any:
    return _Placed(records.Between)(start=between[0], end=between[1], **values)


_FORMS = _forms(deep=False)
_DEEP_FORMS = _forms(deep=True)
PLACE = PlaceType()
DEEP_PLACE = PlaceType(deep=True)

_SIDE = Field("side", Choice(("same", "opposite", "midline")))
_WIDTH = Number(1, 400, "mm")


@dataclass(frozen=True, slots=True)
class WidthType:
    """One width, or several from the first place to the last."""

    def read(self, node: Node, reader: Reader) -> tuple[float, ...] | Invalid:
        if type(node) is Sequence:
            return ListOf(_WIDTH, 1, 50).read(node, reader)
        width = _WIDTH.read(node, reader)
        return INVALID if isinstance(width, Invalid) else (width,)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [_WIDTH.schema(), ListOf(_WIDTH, 1).schema()]}


_ITEMS = {
    "stroke": Table(
        "a stroke",
        records.Stroke,
        (
            Field("stroke", ListOf(PLACE, 1, 100), True, "places"),
            Field("width", WidthType(), True, "widths_mm"),
            _SIDE,
        ),
    ),
    "area": Table(
        "an area",
        records.Area,
        (
            Field("area", ListOf(PLACE, 3, 100), True, "places"),
            Field("round", Number(0, 200, "mm"), False, "round_mm"),
            _SIDE,
        ),
    ),
    "region": Table("a region", records.WholeRegion, (Field("region", Ref("region"), True), _SIDE)),
}


@dataclass(frozen=True, slots=True)
class ZoneItemType:
    """A stroke, an area or a whole region."""

    def read(self, node: Node, reader: Reader) -> records.ZoneItem | Invalid:
        if type(node) is Mapping:
            for key, form in _ITEMS.items():
                if key in node.entries:
                    item: records.ZoneItem | Invalid = form.read(node, reader)
                    return item
        if node.broken:
            return INVALID
        return reader.error(node, "unknown-zone", f"a zone is made of {', '.join(_ITEMS)}")

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [form.schema() for form in _ITEMS.values()]}


ZONE = ListOf(ZoneItemType(), 1, 100)
