"""Reading ``data/body/sheets/*.yaml`` into sheet records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml

from viewer.body.records import (
    LIMB_ANGLES_DEG,
    AtLandmark,
    AtLevel,
    AtXyz,
    Between,
    Depth,
    OnLimb,
    Place,
    SheetPart,
    SheetRecord,
    Toward,
)

_SHEET_KEYS = {"id", "name", "latin", "region", "layer", "parts"}
_PART_KEYS = {
    "id", "thickness", "depth", "tendon", "bands", "origin_on", "insertion_on", "roundness", "pennation",
    "lines",
}  # fmt: skip


class SheetSyntaxError(ValueError):
    """A sheet file says something the builder does not understand."""


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_HasId)


def read_records(folder: Path, key: str, make: Callable[[Mapping[str, Any]], Record]) -> dict[str, Record]:
    """What the files ``*.yaml`` of a folder list under a key, by id, in the order of the files.

    Args:
        make: a record of an entry, whose scalars are all text.

    Raises:
        SheetSyntaxError: for what ``make`` does not understand, or an id used twice.
    """
    found: dict[str, Record] = {}
    for path in sorted(folder.glob("*.yaml")):
        # every scalar stays text: ``on`` is a word here, not a truth value
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        for entry in content[key]:
            try:
                record = make(entry)
            except (KeyError, TypeError, ValueError) as error:
                raise SheetSyntaxError(f"{path.name}: {entry.get('id')}: {error!r}") from error
            if record.id in found:
                raise SheetSyntaxError(f"{path.name}: {record.id} is written twice")
            found[record.id] = record
    return found


def read_sheets(folder: Path) -> list[SheetRecord]:
    """All sheets of the folder, in the order of file names and of the files.

    Raises:
        SheetSyntaxError: for unknown keys, wrong places, or an id used twice.
    """
    return list(read_records(folder, "sheets", _sheet).values())


def known_keys(entry: Mapping[str, Any], keys: set[str]) -> None:
    """Raises SheetSyntaxError for a key that is none of these."""
    unknown = set(entry) - keys
    if unknown:
        raise SheetSyntaxError(f"unknown keys {sorted(unknown)}")


def _sheet(entry: Mapping[str, Any]) -> SheetRecord:
    known_keys(entry, _SHEET_KEYS)
    if entry["layer"] not in ("superficial", "intermediate", "deep"):
        raise SheetSyntaxError(f"unknown layer {entry['layer']!r}")
    return SheetRecord(
        id=entry["id"],
        name=entry["name"],
        latin=entry["latin"],
        region=entry["region"],
        layer=entry["layer"],
        parts=tuple(_part(part) for part in entry["parts"]),
    )


def _part(entry: Mapping[str, Any]) -> SheetPart:
    known_keys(entry, _PART_KEYS)
    lines = tuple((float(line["t"]), tuple(read_place(p) for p in line["places"])) for line in entry["lines"])
    fractions = [t for t, _ in lines]
    if fractions[0] != 0.0 or fractions[-1] != 1.0 or fractions != sorted(set(fractions)):
        raise SheetSyntaxError(f"{entry['id']}: lines must run from 0 to 1, ascending")
    tendon = entry["tendon"]
    return SheetPart(
        id=entry["id"],
        lines=lines,
        thickness_mm=float(entry["thickness"]),
        tendon=_pair(tendon),
        depth_mm=None if "depth" not in entry else float(entry["depth"]),
        bands=tuple(float(b) for b in entry.get("bands", ())),
        origin_on=tuple(entry.get("origin_on", ())),
        insertion_on=tuple(entry.get("insertion_on", ())),
        roundness=float(entry.get("roundness", 0.5)),
        pennation_deg=_pair(entry.get("pennation", (0, 0))),
    )


def _pair(entry: Sequence[Any]) -> tuple[float, float]:
    first, second = entry
    return float(first), float(second)


@dataclass(frozen=True, slots=True)
class Fascia:
    """A raphe, ligament, membrane or aponeurosis that muscles are fixed to.

    Attributes:
        lines: one line of places is a cord; several are a surface ruled from each to the next.
    """

    id: str
    name: str
    latin: str
    lines: tuple[tuple[Place, ...], ...]


def read_fasciae(folder: Path) -> dict[str, Fascia]:
    """All fasciae of ``*.yaml`` in the folder, by id.

    Raises:
        SheetSyntaxError: for unknown keys, wrong places, or an id used twice.
    """
    return read_records(folder, "fasciae", _fascia)


def _fascia(entry: Mapping[str, Any]) -> Fascia:
    known_keys(entry, {"id", "name", "latin", "lines"})
    lines = tuple(tuple(read_place(place) for place in line) for line in entry["lines"])
    return Fascia(entry["id"], entry["name"], entry["latin"], lines)


def read_place(entry: str | Mapping[str, Any]) -> Place:
    """A place of a sheet as it is written, as a record.

    Raises:
        SheetSyntaxError: when it is none of the forms of a place.
    """
    if isinstance(entry, str):
        return AtLandmark(entry)
    entry = dict(entry)
    if "xyz" in entry:
        known_keys(entry, {"xyz"})
        x, y, z = (float(v) for v in entry["xyz"])
        return AtXyz((x, y, z))
    depth = _depth(entry)
    offset = tuple((str(k), float(v)) for k, v in entry.pop("offset", {}).items())
    if "landmark" in entry:
        known_keys(entry, {"landmark"})
        return AtLandmark(entry["landmark"], offset, depth)
    if "limb" in entry:
        known_keys(entry, {"limb", "along", "angle"})
        angle = entry["angle"]
        degrees = LIMB_ANGLES_DEG[angle] if angle in LIMB_ANGLES_DEG else float(angle)
        return OnLimb(entry["limb"], float(entry["along"]), degrees, offset, depth)
    if "level" in entry:
        known_keys(entry, {"level", "lateral"})
        return AtLevel(entry["level"], float(entry.get("lateral", 0.0)), offset, depth)
    if "between" in entry:
        known_keys(entry, {"between", "fraction"})
        start, end = entry["between"]
        fraction = float(entry.get("fraction", 0.5))
        return Between(read_place(start), read_place(end), fraction, offset, depth)
    if "from" in entry:
        known_keys(entry, {"from", "toward", "mm"})
        start, end = read_place(entry["from"]), read_place(entry["toward"])
        return Toward(start, end, float(entry["mm"]), offset, depth)
    raise SheetSyntaxError(f"not a place: {entry}")


def _depth(entry: dict[str, Any]) -> Depth | None:
    said: Sequence[str] = [key for key in ("on", "depth", "radius") if key in entry]
    if not said:
        return None
    if len(said) > 1:
        raise SheetSyntaxError("say only one of on, depth and radius")
    value = entry.pop(said[0])
    if said[0] == "on":
        if value != "bone":
            raise SheetSyntaxError(f"on: {value!r} is not 'bone'")
        return Depth(on_bone=True)
    return Depth(depth_mm=float(value)) if said[0] == "depth" else Depth(radius_mm=float(value))
