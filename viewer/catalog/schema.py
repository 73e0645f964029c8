"""The fields of every record of a catalog, one table each.

This is the format: the loader reads by these tables and the JSON Schema for editors is made
from them (``json_schema.py``). What holds between records is in ``rules.py``.
"""

from __future__ import annotations

from typing import Any, get_args

from viewer.body.records import Layer
from viewer.catalog import model
from viewer.catalog.fields import (
    ID_PATTERN,
    Choice,
    Field,
    ListOf,
    MapOf,
    NewId,
    Number,
    Pattern,
    Range,
    Ref,
    Table,
    Text,
)
from viewer.catalog.places import PLACE, ZONE

FORMAT = 1
"""The version of the format this app reads."""

TEXT = Text()
TEXTS = ListOf(TEXT)
SOURCES = Field("sources", ListOf(Ref("source")))
AGAINST = Field("against", ListOf(Ref("source")))
EVIDENCE = Field("evidence", Choice(get_args(model.Evidence)))
_MM = Number(0, 400, "mm")

STATEMENT = Table(
    "a statement",
    model.Statement,
    (Field("text", TEXT, True), SOURCES, EVIDENCE, AGAINST, Field("ref", Ref("muscle_or_point"))),
)
STATEMENTS = ListOf(STATEMENT)

_ROOT = r"(?:C[1-8]|T(?:[1-9]|1[0-2])|L[1-5]|S[1-5]|Co1?)"
ROOT = Pattern(
    rf"CN (?:I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}}|X)|{_ROOT}(?:[–-]{_ROOT})?",
    "a root or a range of them (C3, T7–T12, S1, CN XI)",
)
INNERVATION = Table(
    "an innervation",
    model.Innervation,
    (Field("nerve", TEXT, True), Field("roots", ListOf(ROOT), True), SOURCES, Field("text", TEXT)),
)

PAIN = Table(
    "a pain pattern",
    model.Pain,
    (
        Field("text", TEXT, True),
        Field("evidence", EVIDENCE.type, True),
        Field("sources", SOURCES.type, True),
        AGAINST,
        Field("essential", ZONE, True),
        Field("spillover", ZONE),
    ),
)

TRIGGER_POINT = Table(
    "a trigger point",
    model.TriggerPoint,
    (
        Field("id", NewId("point"), True),
        Field("label", TEXT, True),
        Field("name", TEXT, True),
        Field("at", PLACE, True),
        Field("find", STATEMENT, True),
        Field("depth", STATEMENT),
        Field("features", STATEMENTS),
        Field("pain", PAIN, True),
        Field("satellites", STATEMENTS),
        Field("look_alikes", STATEMENTS),
        Field("unknown", ListOf(Choice(get_args(model.PointField)))),
    ),
)

NEEDLE = Table(
    "a needle",
    model.Needle,
    (
        Field("length_mm", Range(Number(5, 150, "mm")), True),
        Field("gauge_mm", Range(Number(0.1, 1, "mm")), True),
        SOURCES,
    ),
)
DIRECTION = Table(
    "a direction",
    model.Direction,
    (Field("text", TEXT, True), Field("from", PLACE, False, "start"), Field("toward", PLACE)),
)
DEPTH_EVIDENCE = Table(
    "a row of depth",
    model.DepthEvidence,
    (
        Field("structure", Ref("structure"), True),
        Field("mm", Range(_MM), True),
        Field("population", TEXT, True),
        Field("n", Number(0, 1_000_000, whole=True)),
        Field("position", TEXT),
        Field("source", Ref("source"), True),
        Field("text", TEXT),
    ),
)
HAZARD = Table(
    "a hazard",
    model.Hazard,
    (
        Field("structure", Ref("structure"), True),
        Field("text", TEXT, True),
        Field("avoid", TEXT, True),
        Field("sources", SOURCES.type, True),
    ),
)
NOTE = Table(
    "a note",
    model.Note,
    (
        Field("kind", Choice(get_args(model.NoteKind)), True),
        Field("title", TEXT, True),
        Field("points", ListOf(Ref("point"))),
        Field("technique", Ref("technique")),
        EVIDENCE,
        Field("method", Choice(get_args(model.PalpationMethod))),
        Field("level", Choice(get_args(model.NeedlingLevel))),
        Field("notice", TEXT),
        Field("position", TEXT),
        Field("approach", TEXT),
        Field("needle", NEEDLE),
        Field("direction", DIRECTION),
        Field("depth", ListOf(DEPTH_EVIDENCE)),
        Field("hazards", ListOf(HAZARD)),
        Field("guidance", STATEMENT),
        Field("steps", ListOf(TEXT, 1), True),
        Field("dose", TEXT),
        Field("cautions", STATEMENTS),
        Field("plain", TEXT),
        Field("sources", SOURCES.type, True),
    ),
)


def _ids(fma: str = "", ta98: str = "") -> tuple[str, str]:
    return fma, ta98


IDS = Table(
    "the ids",
    _ids,
    (
        Field("fma", Pattern(r"(?:FMA)?[0-9]{1,7}", "an FMA id (FMA33571)")),
        Field("ta98", Pattern(r"A[0-9]{2}\.[0-9]\.[0-9]{2}\.[0-9]{3}[A-Z]?", "a TA98 id (A04.3.01.002)")),
    ),
)


def _muscle(ids: tuple[str, str] = ("", ""), **values: Any) -> model.Muscle:
    return model.Muscle(fma=ids[0], ta98=ids[1], **values)


MUSCLE = Table(
    "a muscle",
    _muscle,
    (
        Field("id", NewId("muscle"), True),
        Field("name", TEXT, True),
        Field("latin", TEXT, True),
        Field("synonyms", TEXTS),
        Field("abbreviations", TEXTS),
        Field("ids", IDS),
        Field("region", Choice(tuple(model.GROUPS)), True),
        Field("group", TEXT),
        Field("layer", Choice(get_args(Layer)), True),
        Field("sheet", Ref("sheet")),
        Field("origin", STATEMENTS),
        Field("insertion", STATEMENTS),
        Field("innervation", ListOf(INNERVATION)),
        Field("actions", STATEMENTS),
        Field("synergists", STATEMENTS),
        Field("antagonists", STATEMENTS),
        Field("overload", STATEMENTS),
        Field("symptoms", STATEMENTS),
        Field("plain", TEXT),
        Field("trigger_points", ListOf(TRIGGER_POINT)),
        Field("notes", ListOf(NOTE)),
        Field("unknown", ListOf(Choice(get_args(model.MuscleField)))),
    ),
)

SECTION = Table(
    "a section",
    model.Section,
    (Field("heading", TEXT, True), Field("text", TEXT, True), EVIDENCE, SOURCES, AGAINST),
)
TECHNIQUE = Table(
    "a technique",
    model.Technique,
    (
        Field("id", NewId("technique"), True),
        Field("title", TEXT, True),
        Field("summary", TEXT, True),
        Field("synonyms", TEXTS),
        Field("kinds", ListOf(Choice(get_args(model.NoteKind)))),
        Field("muscles", ListOf(Ref("muscle"))),
        Field("points", ListOf(Ref("point"))),
        Field("sections", ListOf(SECTION, 1), True),
    ),
)
TOPIC = Table(
    "a topic",
    model.Topic,
    (
        Field("id", NewId("topic"), True),
        Field("title", TEXT, True),
        Field("summary", TEXT),
        Field("synonyms", TEXTS),
        Field("sections", ListOf(SECTION, 1), True),
    ),
)
RED_FLAG = Table(
    "a red flag",
    model.RedFlag,
    (
        Field("id", NewId("red_flag"), True),
        Field("name", TEXT, True),
        Field("regions", ListOf(Ref("region"), 1), True),
        Field("text", TEXT, True),
        Field("ask", ListOf(TEXT, 1), True),
        Field("act", TEXT, True),
        Field("urgency", Choice(("emergency", "same_day", "soon")), True),
        Field("sources", SOURCES.type, True),
    ),
)
SOURCE = Table(
    "a source",
    model.Source,
    (
        Field("id", NewId("source"), True),
        Field("authors", ListOf(TEXT, 1), True),
        Field("year", Number(1500, 2100, whole=True), True),
        Field("title", TEXT, True),
        Field("journal", TEXT),
        Field("publisher", TEXT),
        Field("volume", TEXT),
        Field("pages", TEXT),
        Field("doi", Pattern(r"10\.[0-9]{4,9}/[^\s]+", "a bare DOI (10.…/…)")),
        Field("pmid", Pattern(r"[1-9][0-9]{0,8}", "a PMID (digits)")),
        Field("kind", Choice(get_args(model.SourceKind)), True),
        Field("grade", Choice(get_args(model.SourceGrade)), True),
        Field("seen", Choice(get_args(model.Seen)), True),
        Field("findings", TEXT),
    ),
)

RECORDS = {
    "muscles": MUSCLE,
    "techniques": TECHNIQUE,
    "education": TOPIC,
    "red_flags": RED_FLAG,
    "sources": SOURCE,
}
"""The lists a file may hold."""

_ID = Pattern(rf"{ID_PATTERN}(?:\.[a-z0-9_]+)?", "an id")
HEADER = Table(
    "the catalog",
    model.Header,
    (
        Field("format", Number(1, 1_000_000, whole=True), True),
        Field("title", TEXT, True),
        Field("edition", TEXT, True),
        Field("reviewed", Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date (2026-11-23)"), True),
        Field("licence", TEXT),
        Field("include", ListOf(TEXT, most=500)),
        Field("renamed", MapOf(_ID, _ID)),
        Field("deleted", ListOf(_ID)),
    ),
)
"""What stands in the file the app is given, beside its own records."""
