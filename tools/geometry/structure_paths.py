"""Reading ``data/body/structure_paths/*.yaml``: the lines of vessels, nerves and other tubes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.geometry.bone_shape import Mesh, joined, mirrored
from tools.geometry.tubes import cleared, line, spread, tube
from tools.sheets.ground import Ground
from tools.sheets.places import locate
from tools.sheets.read import SheetSyntaxError, known_keys, read_place, read_records
from viewer.body.records import Place


@dataclass(frozen=True, slots=True)
class Tube:
    """A line through places with a radius, or several spread evenly from the first place to the last.

    Attributes:
        through_bone: whether it runs in canals of bone and is left where it is written.
    """

    path: tuple[Place, ...]
    radius_mm: tuple[float, ...]
    through_bone: bool = False


@dataclass(frozen=True, slots=True)
class StructurePath:
    """A structure made of tubes.

    Attributes:
        unpaired: whether there is but one, written where it lies, and no mirror image.
    """

    id: str
    tubes: tuple[Tube, ...]
    unpaired: bool = False


def read_structure_paths(folder: Path) -> dict[str, StructurePath]:
    """All structures of the folder by id, in the order of file names and of the files.

    Raises:
        SheetSyntaxError: for unknown keys, wrong places, or an id used twice.
    """
    return read_records(folder, "structures", _structure)


def _structure(entry: Mapping[str, Any]) -> StructurePath:
    known_keys(entry, {"id", "tubes", "unpaired"})
    return StructurePath(entry["id"], tuple(_tube(t) for t in entry["tubes"]), _true(entry, "unpaired"))


def _tube(entry: Mapping[str, Any]) -> Tube:
    known_keys(entry, {"path", "radius", "through_bone"})
    path = tuple(read_place(place) for place in entry["path"])
    if len(path) < 2:
        raise SheetSyntaxError("a tube runs through at least two places")
    said = entry["radius"]
    radii = tuple(float(r) for r in ([said] if isinstance(said, str) else said))
    return Tube(path, radii, _true(entry, "through_bone"))


def _true(entry: Mapping[str, Any], key: str) -> bool:
    word = entry.get(key, "false")
    if word not in ("true", "false"):
        raise SheetSyntaxError(f"{key}: {word!r} is neither true nor false")
    return bool(word == "true")


def tubes_of(ground: Ground, record: StructurePath) -> tuple[Mesh, ...]:
    """The left and the right mesh of a structure, or the one of an unpaired structure."""
    meshes = []
    for one in record.tubes:
        middle = line(np.array([locate(ground, place) for place in one.path]))
        radius = spread(one.radius_mm, len(middle))
        meshes.append(tube(middle if one.through_bone else cleared(ground, middle, radius), radius))
    left = joined(meshes)
    return (left,) if record.unpaired else (left, mirrored(left))
