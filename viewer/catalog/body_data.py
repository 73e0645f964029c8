"""The words of the body: landmarks, regions, structures and sheets from ``data/body``.

They are read by the same strict layer as the catalog. The catalog needs their ids; the
build of the assets needs their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from viewer.body.records import (
    LandmarkRecord,
    Layer,
    Place,
    RegionRecord,
    SheetPart,
    SheetRecord,
    StructureRecord,
)
from viewer.catalog.body_words import BodyData, body_files
from viewer.catalog.disk import FileProblem, digest, read_bytes
from viewer.catalog.fields import (
    KIND_WORDS,
    Choice,
    Field,
    FieldType,
    Invalid,
    ListOf,
    NewId,
    Number,
    Pattern,
    Reader,
    Ref,
    Table,
    Text,
)
from viewer.catalog.files import ParsedFile, parse_file
from viewer.catalog.issues import Issue, nearest
from viewer.catalog.model import GROUPS
from viewer.catalog.places import DEEP_PLACE
from viewer.catalog.source import Node

_TEXT = Text()
_TEXTS = ListOf(_TEXT)


class TrueOrFalse:
    """``true`` or ``false``."""

    def read(self, node: Node, reader: Reader) -> bool | Invalid:
        word = Choice(("true", "false")).read(node, reader)
        return word if isinstance(word, Invalid) else word == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


_MIDLINE = Field("midline", TrueOrFalse())
_PLACES: FieldType = ListOf(DEEP_PLACE, 1)

LANDMARK = Table(
    "a landmark",
    LandmarkRecord,
    (
        Field("id", NewId("landmark"), True),
        Field("name", _TEXT, True),
        Field("definition", _TEXT, True),
        Field("find", _TEXT, True),
        _MIDLINE,
    ),
)


def _region(synonyms: tuple[str, ...] = (), **values: Any) -> RegionRecord:
    return RegionRecord(synonyms=synonyms, **values)


REGION = Table(
    "a region",
    _region,
    (
        Field("id", NewId("region"), True),
        Field("name", _TEXT, True),
        Field("plain", _TEXT, True),
        Field("synonyms", _TEXTS),
        Field("parent", _TEXT, True),
        Field("seed", ListOf(_PLACES, 1), True),
        _MIDLINE,
        Field("head_start_mm", Number(-200, 200, "mm")),
    ),
)
STRUCTURE = Table(
    "a structure",
    StructureRecord,
    (
        Field("id", NewId("structure"), True),
        Field("name", _TEXT, True),
        Field("latin", _TEXT, True),
        Field("kind", _TEXT, True),
        Field("text", _TEXT, True),
        Field("sources", ListOf(Ref("source")), True),
        Field("drawn", TrueOrFalse()),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet, before the part gathers them."""

    t: float
    places: tuple[Place, ...]


LINE = Table("a line", Line, (Field("t", Number(0, 1), True), Field("places", _PLACES, True)))


def _part(lines: tuple[Line, ...], **values: Any) -> SheetPart:
    return SheetPart(lines=tuple((line.t, line.places) for line in lines), **values)


PART = Table(
    "a part",
    _part,
    (
        Field("id", Pattern(r"[a-z][a-z0-9_]*", "the id of a part"), True),
        Field("lines", ListOf(LINE, 2), True),
        Field("thickness", Number(0.5, 80, "mm"), True, "thickness_mm"),
        Field("tendon", ListOf(Number(0, 1), 2, 2), True),
        Field("depth", Number(0, 200, "mm"), False, "depth_mm"),
        Field("bands", ListOf(Number(0, 1))),
        Field("origin_on", _TEXTS),
        Field("insertion_on", _TEXTS),
        Field("roundness", Number(0, 1)),
        Field("pennation", ListOf(Number(-60, 60, "degrees"), 2, 2), False, "pennation_deg"),
    ),
)
SHEET = Table(
    "a sheet",
    SheetRecord,
    (
        Field("id", NewId("sheet"), True),
        Field("name", _TEXT, True),
        Field("latin", _TEXT, True),
        Field("region", Choice(tuple(GROUPS)), True),
        Field("layer", Choice(get_args(Layer)), True),
        Field("parts", ListOf(PART, 1), True),
    ),
)
__all__ = ["BodyData", "load_body_data"]
TABLES = {"landmarks": LANDMARK, "regions": REGION, "structures": STRUCTURE, "sheets": SHEET}


def load_body_data(folder: Path) -> tuple[BodyData, tuple[Issue, ...]]:
    """Read ``landmarks.yaml``, ``regions.yaml``, ``structures.yaml`` and ``sheets/*.yaml``.

    A record with an error is left out and its problem returned, as in the catalog.
    """
    contents: list[tuple[str, bytes]] = []
    issues: list[Issue] = []
    for path in body_files(folder):
        try:
            contents.append((str(path), read_bytes(path)))
        except FileProblem as problem:
            issues.append(Issue(str(path), 0, 0, "error", problem.rule, str(problem)))
    parsed = [parse_file(name, data, TABLES, None) for name, data in contents]
    issues += (issue for file in parsed for issue in file.issues)
    records: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for file in parsed:
        issues += _gather(file, records)
    found = {name for file in parsed for name in TABLES if any(entry.list == name for entry in file.entries)}
    data = BodyData(
        **{name: MappingProxyType(found_records) for name, found_records in records.items()},
        missing=frozenset(set(TABLES) - found),
        broken=frozenset(
            entry.id for file in parsed for entry in file.entries if entry.id and entry.record is None
        ),
        digest=digest(*(data for _, data in contents)),
    )
    issues += _unknown(parsed, data)
    return data, tuple(issues)


def _gather(file: ParsedFile, records: dict[str, dict[str, Any]]) -> list[Issue]:
    issues = []
    for entry in file.entries:
        if entry.id and entry.id in records[entry.list]:
            message = f"'{entry.id}' is here twice"
            issues.append(_issue(file, entry.node, "duplicate-id", message))
        elif entry.record is not None:
            records[entry.list][entry.id] = entry.record
    return issues


def _unknown(parsed: list[ParsedFile], data: BodyData) -> list[Issue]:
    """Landmarks and sheets that a place names and no file has."""
    known = {"landmark": data.landmarks, "sheet": data.sheets}
    issues = []
    for file in parsed:
        for reference in (one for entry in file.entries for one in entry.references):
            kind = reference.kind
            if kind not in known or f"{kind}s" in data.missing:
                continue
            if reference.id not in known[kind] and reference.id not in data.broken:
                message = f"'{reference.id}' is not {KIND_WORDS[kind]}"
                hint = nearest(reference.id, known[kind])
                issues.append(_issue(file, reference.node, f"unknown-{kind}", message, hint))
    return issues


def _issue(file: ParsedFile, node: Node, rule: str, message: str, hint: str = "") -> Issue:
    return Issue(file.file, node.line, node.column, "error", rule, message, hint)
