"""Records as MessagePack and back, fast.

msgspec writes and reads the frozen records themselves, all but those that hold places: a place
is one of several records, which msgspec tells apart for its own structs only. Those few are
read as a struct of the same fields, made from the record's own, and then built here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from types import NoneType
from typing import Any, get_type_hints

import msgspec

from viewer.body import records
from viewer.catalog import model

_Convert = Callable[[Any], Any]


def _depth(raw: Any) -> records.Depth | None:
    return None if raw is None else records.Depth(**raw)


def _offset(raw: Any) -> records.Offset:
    return tuple((word, mm) for word, mm in raw) if raw else ()


def place(raw: Any) -> records.Place:
    """A place from the mapping it was written as; its keys say which form it has."""
    if "landmark" in raw:
        return records.AtLandmark(raw["landmark"], _offset(raw["offset"]), _depth(raw["depth"]))
    if "level" in raw:
        return records.AtLevel(raw["level"], raw["lateral_mm"], _offset(raw["offset"]), _depth(raw["depth"]))
    if "end" in raw:
        start, end = place(raw["start"]), place(raw["end"])
        return records.Between(start, end, raw["fraction"], _offset(raw["offset"]), _depth(raw["depth"]))
    if "toward" in raw:
        start, toward = place(raw["start"]), place(raw["toward"])
        return records.Toward(start, toward, raw["mm"], _offset(raw["offset"]), _depth(raw["depth"]))
    if "muscle" in raw:
        return records.InMuscle(
            raw["muscle"], raw["along"], raw["across"], raw["part"], _offset(raw["offset"])
        )
    if "limb" in raw:
        return records.OnLimb(
            raw["limb"], raw["along"], raw["angle_deg"], _offset(raw["offset"]), _depth(raw["depth"])
        )
    x, y, z = raw["xyz"]
    return records.AtXyz((x, y, z))


def _place_or_none(raw: Any) -> records.Place | None:
    return None if raw is None else place(raw)


def _places(raw: Any) -> tuple[records.Place, ...]:
    return tuple([place(one) for one in raw])


def _zone_item(raw: Any) -> records.ZoneItem:
    if "widths_mm" in raw:
        return records.Stroke(_places(raw["places"]), tuple(raw["widths_mm"]), raw["side"])
    if "places" in raw:
        return records.Area(_places(raw["places"]), raw["round_mm"], raw["side"])
    return records.WholeRegion(raw["region"], raw["side"])


def _zone(raw: Any) -> records.Zone:
    return tuple([_zone_item(item) for item in raw])


def _seed(raw: Any) -> tuple[tuple[records.Place, ...], ...]:
    return tuple([_places(stroke) for stroke in raw])


def _lines(raw: Any) -> tuple[tuple[float, tuple[records.Place, ...]], ...]:
    return tuple([(t, _places(line)) for t, line in raw])


class _Form:
    """How one record that holds places is read: a struct of its fields, and what turns it back."""

    def __init__(self, record: type, special: dict[str, tuple[Any, _Convert]]) -> None:
        self._record = record
        hints = get_type_hints(record)
        names = [field.name for field in fields(record)]
        self._special = [(names.index(name), convert) for name, (_, convert) in special.items()]
        wire = [(name, special[name][0] if name in special else hints[name]) for name in names]
        self.type = msgspec.defstruct(f"{record.__name__}Wire", wire)

    def one(self, wire: Any) -> Any:
        values = list(msgspec.structs.astuple(wire))
        for index, convert in self._special:
            values[index] = convert(values[index])
        return self._record(*values)

    def one_or_none(self, wire: Any) -> Any:
        return None if wire is None else self.one(wire)

    def many(self, wires: Any) -> tuple[Any, ...]:
        return tuple([self.one(wire) for wire in wires])


_DIRECTION = _Form(model.Direction, {"start": (Any, _place_or_none), "toward": (Any, _place_or_none)})
_PAIN = _Form(model.Pain, {"essential": (Any, _zone), "spillover": (Any, _zone)})
_POINT = _Form(model.TriggerPoint, {"at": (Any, place), "pain": (_PAIN.type, _PAIN.one)})
_NOTE = _Form(model.Note, {"direction": (_DIRECTION.type | NoneType, _DIRECTION.one_or_none)})
_MUSCLE = _Form(
    model.Muscle,
    {"trigger_points": (list[_POINT.type], _POINT.many), "notes": (list[_NOTE.type], _NOTE.many)},  # type: ignore[name-defined]
)
_REGION = _Form(records.RegionRecord, {"seed": (Any, _seed)})
_PART = _Form(records.SheetPart, {"lines": (Any, _lines)})
_SHEET = _Form(records.SheetRecord, {"parts": (list[_PART.type], _PART.many)})  # type: ignore[name-defined]
_FORMS = {model.Muscle: _MUSCLE, records.RegionRecord: _REGION, records.SheetRecord: _SHEET}


class Codec:
    """Lists of records by name, to bytes and back.

    Args:
        lists: name of each list to the class of its records.
    """

    def __init__(self, lists: dict[str, type]) -> None:
        self._forms = {name: form for name, cls in lists.items() if (form := _FORMS.get(cls)) is not None}
        wire = [
            (name, list[self._forms[name].type if name in self._forms else cls])  # type: ignore[misc]
            for name, cls in lists.items()
        ]
        self._names = tuple(lists)
        self._decoder = msgspec.msgpack.Decoder(msgspec.defstruct("Lists", wire))

    def encode(self, lists: dict[str, list[Any]]) -> bytes:
        return msgspec.msgpack.encode({name: lists[name] for name in self._names})

    def decode(self, data: bytes) -> dict[str, tuple[Any, ...]]:
        """Raises msgspec.DecodeError if the bytes are anything but these lists."""
        decoded = self._decoder.decode(data)
        return {
            name: self._forms[name].many(found) if name in self._forms else tuple(found)
            for name in self._names
            for found in (getattr(decoded, name),)
        }
