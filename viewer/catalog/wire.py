"""Records as MessagePack and back, fast.

msgspec writes and reads the frozen records themselves, but a place is one of several records,
and those it tells apart for its own structs only. So the places of a list are kept once each in
a table, kind by kind, and where a record holds a place it holds its number; the places are put
in before anyone else has seen the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, cached_property
from typing import Any, get_type_hints

import msgspec

from viewer.body import records
from viewer.catalog import model

_put = object.__setattr__  # records are frozen to all but their maker, which is this module here
_Get = Callable[[int], records.Place]


class _Places(msgspec.Struct, array_like=True):
    """Every place of a list, numbered through in the order of these fields.

    Attributes:
        composed: places between or toward others, which come before them: the number of each,
            and what else is said.
    """

    landmarks: tuple[records.AtLandmark, ...] = ()
    levels: tuple[records.AtLevel, ...] = ()
    limbs: tuple[records.OnLimb, ...] = ()
    muscles: tuple[records.InMuscle, ...] = ()
    points: tuple[records.AtXyz, ...] = ()
    composed: tuple[tuple[bool, int, int, float, records.Offset, records.Depth | None], ...] = ()

    def all(self) -> list[records.Place]:
        """The places by number."""
        found: list[records.Place] = [
            *self.landmarks, *self.levels, *self.limbs, *self.muscles, *self.points
        ]  # fmt: skip
        for between, start, end, number, offset, depth in self.composed:
            kind = records.Between if between else records.Toward
            found.append(kind(found[start], found[end], number, offset, depth))
        return found


_KINDS = (records.AtLandmark, records.AtLevel, records.OnLimb, records.InMuscle, records.AtXyz)
_COMPOSED = (records.Between, records.Toward)


class _Writer:
    """Turns records into plain data, their places into numbers."""

    def __init__(self, found: list[Any]) -> None:
        self._kinds: dict[type, dict[Any, None]] = {kind: {} for kind in _KINDS}
        self._composed: dict[Any, None] = {}
        self._gather(found)
        every = [*(place for kind in self._kinds.values() for place in kind), *self._composed]
        self._number = {place: number for number, place in enumerate(every)}

    def places(self) -> list[Any]:
        """The fields of ``_Places``."""
        return [*(list(kind) for kind in self._kinds.values()), [self._row(one) for one in self._composed]]

    def plain(self, value: Any) -> Any:
        """Mappings and lists, without the fields that have their default."""
        if isinstance(value, tuple | list):
            return [self.plain(one) for one in value]
        if not is_dataclass(value):
            return value
        if isinstance(value, (*_KINDS, *_COMPOSED)):
            return self._number[value]
        if isinstance(value, records.Stroke):
            return [self.plain(value.places), value.side, value.widths_mm]
        if isinstance(value, records.Area):
            return [self.plain(value.places), value.side, value.round_mm]
        if isinstance(value, records.WholeRegion):
            return [value.region, value.side]
        return {
            field.name: self.plain(found)
            for field in fields(value)
            if (found := getattr(value, field.name)) != field.default
        }

    def _gather(self, value: Any) -> None:
        if isinstance(value, tuple | list):
            for one in value:
                self._gather(one)
        elif is_dataclass(value):
            for field in fields(value):
                self._gather(getattr(value, field.name))
            if isinstance(value, _KINDS):
                self._kinds[type(value)][value] = None
            elif isinstance(value, _COMPOSED):
                self._composed[value] = None  # after the places it is made of

    def _row(self, place: Any) -> Any:
        between = isinstance(place, records.Between)
        start, end = self._number[place.start], self._number[place.end if between else place.toward]
        return between, start, end, place.fraction if between else place.mm, place.offset, place.depth


def encode(found: list[Any]) -> bytes:
    """Records of one class as bytes."""
    writer = _Writer(found)
    return msgspec.msgpack.encode([writer.places(), writer.plain(found)])


def decode(data: bytes, record: type) -> tuple[Any, ...]:
    """Records of a class from ``encode``'s bytes; raises msgspec.MsgspecError for anything else."""
    places, found = _decoder(record).decode(data)
    get: _Get = places.all().__getitem__
    if record is model.Muscle:
        for muscle in found:
            _place_muscle(muscle, get)
    elif record is records.RegionRecord:
        found = tuple([_region(raw, get) for raw in found])
    elif record is records.SheetRecord:
        found = tuple([_sheet(raw, get) for raw in found])
    return tuple(found)


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


@cache
def _decoder(record: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(tuple[_Places, list[_RAW.get(record, record)]])  # type: ignore[misc]


def _place_muscle(muscle: model.Muscle, get: _Get) -> None:
    """Put the places of a muscle in; until then its fields hold their numbers."""
    for point in muscle.trigger_points:
        number: Any = point.at
        _put(point, "at", get(number))
        _put(point.pain, "essential", _zone(point.pain.essential, get))
        _put(point.pain, "spillover", _zone(point.pain.spillover, get))
    for note in muscle.notes:
        direction: Any = note.direction
        if direction is not None:
            for end in ("start", "toward"):
                if (number := getattr(direction, end)) is not None:
                    _put(direction, end, get(number))


def _zone(raw: Any, get: _Get) -> records.Zone:
    return tuple([_item(get, *item) for item in raw])


def _item(get: _Get, places: Any, side: Any, size: Any = None) -> records.ZoneItem:
    """A stroke has a list of widths, an area one rounding, a region its id and no size."""
    if size is None:
        return records.WholeRegion(places, side)
    found = tuple(map(get, places))
    return records.Stroke(found, tuple(size), side) if type(size) is list else records.Area(found, size, side)


def _region(raw: Any, get: _Get) -> records.RegionRecord:
    values = msgspec.structs.asdict(raw)
    values["seed"] = tuple([tuple(map(get, stroke)) for stroke in raw.seed])
    return records.RegionRecord(**values)


def _sheet(raw: Any, get: _Get) -> records.SheetRecord:
    values = msgspec.structs.asdict(raw)
    values["parts"] = tuple([_part(part, get) for part in raw.parts])
    return records.SheetRecord(**values)


def _part(raw: Any, get: _Get) -> records.SheetPart:
    values = msgspec.structs.asdict(raw)
    values["lines"] = tuple([(t, tuple(map(get, line))) for t, line in raw.lines])
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
