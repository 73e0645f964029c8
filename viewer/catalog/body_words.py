"""The words of the body, as they are when they have been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from viewer.body.records import LandmarkRecord, RegionRecord, SheetRecord, StructureRecord


@dataclass(frozen=True, slots=True)
class BodyData:
    """The body's words by id, in file order.

    Attributes:
        missing: lists of which no file is there; what refers to them cannot be checked.
        broken: ids of records with an error, which are no unknown ids for all that.
        digest: hash of every byte it was read from.
    """

    landmarks: Mapping[str, LandmarkRecord] = field(default_factory=dict)
    regions: Mapping[str, RegionRecord] = field(default_factory=dict)
    structures: Mapping[str, StructureRecord] = field(default_factory=dict)
    sheets: Mapping[str, SheetRecord] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    broken: frozenset[str] = frozenset()
    digest: str = ""


def body_files(folder: Path) -> list[Path]:
    """The files of a body data folder, in the order they are read."""
    files = [folder / f"{name}.yaml" for name in ("landmarks", "regions", "structures")]
    return [*files, *sorted((folder / "sheets").glob("*.yaml"))]
