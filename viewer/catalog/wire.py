"""Records as MessagePack and back, fast.

msgspec writes and reads the frozen records themselves. Only places are built here: a place is
one of several records, which msgspec tells apart for its own structs only. It leaves them as
plain lists, and they are put in their place before anyone else has seen the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, cached_property
from typing import Any, get_type_hints

import msgspec

from viewer.body import records
from viewer.catalog import model

_put = object.__setattr__  # records are frozen to all but their maker, which is this module here


_landmark = cache(records.AtLandmark)  # most places are just that, and the same few


def place(raw: Any) -> records.Place:
    """A place from a landmark's id, or from its form's number and the form's fields in order."""
    if type(raw) is str:
        return _landmark(raw)
    built: records.Place = _BUILD[raw[0]](*raw[1:])
    return built


def _offset(raw: Any) -> records.Offset:
    return tuple([(word, mm) for word, mm in raw])


def _depth(raw: Any) -> records.Depth | None:
    return None if raw is None else records.Depth(**raw)


def _at_landmark(landmark: str, offset: Any = (), depth: Any = None) -> records.Place:
    return records.AtLandmark(landmark, _offset(offset), _depth(depth))


def _between(start: Any, end: Any, fraction: float, offset: Any = (), depth: Any = None) -> records.Place:
    return records.Between(place(start), place(end), fraction, _offset(offset), _depth(depth))


def _toward(start: Any, toward: Any, mm: float, offset: Any = (), depth: Any = None) -> records.Place:
    return records.Toward(place(start), place(toward), mm, _offset(offset), _depth(depth))


def _in_muscle(
    muscle: str, along: float, across: float, part: str | None = None, offset: Any = ()
) -> records.Place:
    return records.InMuscle(muscle, along, across, part, _offset(offset))


def _at_level(level: str, lateral: float, offset: Any = (), depth: Any = None) -> records.Place:
    return records.AtLevel(level, lateral, _offset(offset), _depth(depth))


def _on_limb(limb: str, along: float, angle: float, offset: Any = (), depth: Any = None) -> records.Place:
    return records.OnLimb(limb, along, angle, _offset(offset), _depth(depth))


def _at_xyz(xyz: Any) -> records.Place:
    return records.AtXyz(tuple(xyz))


def _stroke(places: Any, widths_mm: Any, side: records.StrokeSide) -> records.Stroke:
    return records.Stroke(_places(places), tuple(widths_mm), side)


def _area(places: Any, round_mm: float, side: records.StrokeSide) -> records.Area:
    return records.Area(_places(places), round_mm, side)


_FORMS: dict[type, Any] = {
    records.AtLandmark: _at_landmark,
    records.Between: _between,
    records.Toward: _toward,
    records.InMuscle: _in_muscle,
    records.AtLevel: _at_level,
    records.OnLimb: _on_limb,
    records.AtXyz: _at_xyz,
    records.Stroke: _stroke,
    records.Area: _area,
    records.WholeRegion: records.WholeRegion,
}
_BUILD = tuple(_FORMS.values())
_NUMBER = {form: number for number, form in enumerate(_FORMS)}
_OFTEN_LEFT_OUT = ("part", "offset", "depth")


def _place_or_none(raw: Any) -> records.Place | None:
    return None if raw is None else place(raw)


def _places(raw: Any) -> tuple[records.Place, ...]:
    return tuple([place(one) for one in raw])


def _zone_item(raw: Any) -> records.ZoneItem:
    built: records.ZoneItem = _BUILD[raw[0]](*raw[1:])
    return built


def _zone(raw: Any) -> records.Zone:
    return tuple([_zone_item(item) for item in raw])


def _raw(record: type, **raw: Any) -> Any:
    """A struct of a record's fields of which some are taken as they come."""
    hints = get_type_hints(record)
    wanted: list[Any] = []
    for field in fields(record):
        kind = raw.get(field.name, hints[field.name])
        required = field.default is MISSING
        wanted.append((field.name, kind) if required else (field.name, kind, field.default))
    return msgspec.defstruct(f"{record.__name__}Raw", wanted)


_PART = _raw(records.SheetPart, lines=Any)
_RAW: dict[type, Any] = {
    records.RegionRecord: _raw(records.RegionRecord, seed=Any),
    records.SheetRecord: _raw(records.SheetRecord, parts=list[_PART]),  # type: ignore[valid-type]
}


def encode(found: list[Any]) -> bytes:
    """Records of one class as bytes, without the fields that have their default."""
    return msgspec.msgpack.encode(_slim(found))


def _slim(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_slim(one) for one in value]
    if not is_dataclass(value):
        return value
    number = _NUMBER.get(type(value))
    if number is not None:
        return _in_order(number, value)
    return {
        field.name: _slim(found)
        for field in fields(value)
        if (found := getattr(value, field.name)) != field.default
    }


def _in_order(number: int, value: Any) -> Any:
    """A place or an item of a zone: the number of its form and its fields."""
    given = [(field, getattr(value, field.name)) for field in fields(value)]
    while given and given[-1][0].name in _OFTEN_LEFT_OUT and given[-1][1] == given[-1][0].default:
        given.pop()
    if len(given) == 1 and isinstance(value, records.AtLandmark):
        return value.landmark
    return [number, *(_slim(found) for _, found in given)]


def decode(data: bytes, record: type) -> tuple[Any, ...]:
    """Records of a class from ``encode``'s bytes; raises msgspec.MsgspecError for anything else."""
    found: tuple[Any, ...] = _decoder(record).decode(data)
    if record is model.Muscle:
        for muscle in found:
            _build_places(muscle)
    elif record is records.RegionRecord:
        found = tuple([_region(raw) for raw in found])
    elif record is records.SheetRecord:
        found = tuple([_sheet(raw) for raw in found])
    return found


@cache
def _decoder(record: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(tuple[_RAW.get(record, record), ...])  # type: ignore[misc]


def _build_places(muscle: model.Muscle) -> None:
    for point in muscle.trigger_points:
        _put(point, "at", place(point.at))
        _put(point.pain, "essential", _zone(point.pain.essential))
        _put(point.pain, "spillover", _zone(point.pain.spillover))
    for note in muscle.notes:
        direction = note.direction
        if direction is not None:
            _put(direction, "start", _place_or_none(direction.start))
            _put(direction, "toward", _place_or_none(direction.toward))


def _region(raw: Any) -> records.RegionRecord:
    values = msgspec.structs.asdict(raw)
    values["seed"] = tuple([_places(stroke) for stroke in raw.seed])
    return records.RegionRecord(**values)


def _sheet(raw: Any) -> records.SheetRecord:
    values = msgspec.structs.asdict(raw)
    values["parts"] = tuple([_part(part) for part in raw.parts])
    return records.SheetRecord(**values)


def _part(raw: Any) -> records.SheetPart:
    values = msgspec.structs.asdict(raw)
    values["lines"] = tuple([(t, _places(line)) for t, line in raw.lines])
    return records.SheetPart(**values)


class Lazy(Mapping[str, Any]):
    """Records by id that are decoded when one is first asked for."""

    def __init__(self, data: bytes, record: type) -> None:
        self._data = data
        self._record = record

    @cached_property
    def _found(self) -> dict[str, Any]:
        return {one.id: one for one in decode(self._data, self._record)}

    def __getitem__(self, record_id: str) -> Any:
        return self._found[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
