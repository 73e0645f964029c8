# ruff: noqa: E501 (rows of tables)
"""What a field takes and what it says otherwise, read one record at a time."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

import pytest

from viewer.body import records
from viewer.catalog import body_data, model, schema
from viewer.catalog.fields import INVALID, ListOf, Reader, Table
from viewer.catalog.places import DEEP_PLACE, PLACE, ZONE
from viewer.catalog.source import Mapping, read_nodes


def read(kind: Any, text: str) -> tuple[Any, list[tuple[str, str]]]:
    """What a field's type makes of one value, and (rule, hint) of each problem."""
    root, problems = read_nodes(f"value: {text}\n".encode())
    assert problems == []
    assert isinstance(root, Mapping)
    reader = Reader("f.yaml")
    value = kind.read(root.entries["value"][1], reader)
    assert (value is INVALID) == bool(reader.issues)
    return value, [(issue.rule, issue.hint) for issue in reader.issues]


GOOD_PLACES = [
    ("acromion", records.AtLandmark("acromion")),
    ("{between: [a, b], fraction: 0.25}", records.Between(records.AtLandmark("a"), records.AtLandmark("b"), 0.25)),
    ("{between: [a, b]}", records.Between(records.AtLandmark("a"), records.AtLandmark("b"), 0.5)),
    ("{from: a, toward: b, mm: 40}", records.Toward(records.AtLandmark("a"), records.AtLandmark("b"), 40.0)),
    ("{muscle: m, along: 0.5, across: 1, part: long}", records.InMuscle("m", 0.5, 1.0, "long")),
    ("{landmark: a, offset: {inferior: 30, medial: 10}}", records.AtLandmark("a", (("inferior", 30.0), ("medial", 10.0)))),
    ("{level: t7, lateral: 25}", records.AtLevel("t7", 25.0)),
    ("{limb: thigh, along: 0.4, angle: lateral}", records.OnLimb("thigh", 0.4, 90.0)),
    ("{limb: thigh, along: 0.4, angle: 30, offset: {distal: 5}}", records.OnLimb("thigh", 0.4, 30.0, (("distal", 5.0),))),
    ("{from: {level: c7}, toward: {between: [a, b]}, mm: 1}",
     records.Toward(records.AtLevel("c7"), records.Between(records.AtLandmark("a"), records.AtLandmark("b")), 1.0)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), GOOD_PLACES, ids=[text for text, _ in GOOD_PLACES])
def test_places(text: str, place: records.Place) -> None:
    assert read(PLACE, text) == (place, [])


DEEP_PLACES = [
    ("{landmark: a, on: bone}", records.AtLandmark("a", (), records.Depth(on_bone=True))),
    ("{level: l3, lateral: 20, depth: 15}", records.AtLevel("l3", 20.0, (), records.Depth(depth_mm=15.0))),
    ("{limb: leg, along: 0.5, angle: 0, radius: 22}", records.OnLimb("leg", 0.5, 0.0, (), records.Depth(radius_mm=22.0))),
    ("{xyz: [-1, 1200, 3.5]}", records.AtXyz((-1.0, 1200.0, 3.5))),
    ("{landmark: a, offset: {superior: -2}}", records.AtLandmark("a", (("superior", -2.0),))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place"), DEEP_PLACES, ids=[text for text, _ in DEEP_PLACES])
def test_places_of_sheets_may_say_their_depth(text: str, place: records.Place) -> None:
    assert read(DEEP_PLACE, text) == (place, [])
    assert read(PLACE, text)[0] is INVALID


# text, rule, what was probably meant (if that is worth holding on to)
BAD_PLACES = [
    ("left_acromion", "left-right", ""),
    ("{landmark: acromion_right}", "left-right", ""),
    ("{landmark: a, offset: {left: 10}}", "left-right", ""),
    ("{landmark: a, offset: {inferiorr: 10}}", "unknown-direction", "inferior"),
    ("{landmark: a, offset: {inferior: 90}}", "out-of-range", ""),
    ("{landmark: a, offset: {inferior: -5}}", "out-of-range", ""),
    ("{landmark: a, offset: inferior}", "wrong-type", ""),
    ("{landmark: a, ofset: {inferior: 5}}", "unknown-key", "offset"),
    ("{landmrk: a}", "unknown-place", "landmark"),
    ("{}", "unknown-place", ""),
    ("[a, b]", "wrong-type", ""),
    ("{between: [a]}", "wrong-count", ""),
    ("{between: [a, b], fraction: 1.5}", "out-of-range", ""),
    ("{from: a, mm: 10}", "missing-key", ""),
    ("{muscle: m, along: 0.5}", "missing-key", ""),
    ("{muscle: m, along: 0.5, across: 0.5, offset: {medial: 5}}", "unknown-key", ""),
    ("{level: t13}", "wrong-word", "t1"),
    ("{limb: thigh, along: 0.4, angle: sideways}", "wrong-word", ""),
    ("{limb: tigh, along: 0.4, angle: 0}", "wrong-word", "thigh"),
    ("{limb: thigh, along: 4, angle: 0}", "out-of-range", ""),
]


@pytest.mark.parametrize(("text", "rule", "hint"), BAD_PLACES, ids=[text for text, *_ in BAD_PLACES])
def test_bad_places(text: str, rule: str, hint: str) -> None:
    value, found = read(PLACE, text)
    assert value is INVALID
    assert [one for one, _ in found] == [rule]
    assert not hint or found[0][1] == hint


A, B, C = (records.AtLandmark(name) for name in "abc")
ZONES = [
    ("[{stroke: [a, b], width: 30}]", (records.Stroke((A, B), (30.0,)),)),
    ("[{stroke: [a], width: [20, 30], side: opposite}]", (records.Stroke((A,), (20.0, 30.0), "opposite"),)),
    ("[{area: [a, b, c], round: 12}, {region: temple, side: midline}]",
     (records.Area((A, B, C), 12.0), records.WholeRegion("temple", "midline"))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zone"), ZONES)
def test_zones(text: str, zone: records.Zone) -> None:
    assert read(ZONE, text) == (zone, [])


BAD_ZONES = [
    ("[]", "wrong-count"),
    ("{stroke: [a], width: 30}", "wrong-type"),
    ("[{circle: a}]", "unknown-zone"),
    ("[acromion]", "unknown-zone"),
    ("[{stroke: [], width: 30}]", "wrong-count"),
    ("[{stroke: [a]}]", "missing-key"),
    ("[{stroke: [a], width: 0}]", "out-of-range"),
    ("[{stroke: [a], width: wide}]", "wrong-type"),
    ("[{area: [a, b]}]", "wrong-count"),
    ("[{stroke: [a], width: 9, side: left}]", "wrong-word"),
]


@pytest.mark.parametrize(("text", "rule"), BAD_ZONES)
def test_bad_zones(text: str, rule: str) -> None:
    value, found = read(ZONE, text)
    assert value is INVALID
    assert [one for one, _ in found] == [rule]


ROOTS = [("C3", True), ("T12", True), ("CN XI", True), ("T7–T12", True), ("L1-L3", True), ("Co1", True),
         ("C9", False), ("T13", False), ("CN XIII", False), ("XI", False), ("C3, C4", False)]  # fmt: skip


@pytest.mark.parametrize(("root", "good"), ROOTS)
def test_roots(root: str, good: bool) -> None:
    assert (read(schema.ROOT, f'"{root}"')[0] is not INVALID) == good


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("doi", "https://doi.org/10.1/x", "wrong-form"),
        ("doi", "10.1000/ab c", "wrong-form"),
        ("pmid", "PMID 123", "wrong-form"),
        ("year", "1999a", "wrong-type"),
        ("year", "1200", "out-of-range"),
        ("kind", "trail", "wrong-word"),
        ("title", "''", "empty"),
        ("authors", "Author A", "wrong-type"),
        ("id", "A_Book", "bad-id"),
        ("id", "a__b", "bad-id"),
        ("id", "a.1", "bad-id"),
    ],
)
def test_fields_of_a_source(key: str, value: str, rule: str) -> None:
    good = {
        "id": "a",
        "authors": "[A]",
        "year": "1999",
        "title": "T",
        "kind": "trial",
        "grade": "low",
        "seen": "no",
    }
    text = "{" + ", ".join(f"{k}: {v}" for k, v in (good | {key: value}).items()) + "}"
    assert [one for one, _ in read(schema.SOURCE, text)[1]] == [rule]


@pytest.mark.parametrize("value", ["[1]", "[1, 2, 3]", "12", "[2, 1]", "[a, b]", "[.inf, 3]"])
def test_a_range_is_two_numbers_in_order(value: str) -> None:
    text = f"{{length_mm: {value}, gauge_mm: [0.2, 0.3]}}"
    assert read(schema.NEEDLE, text.replace("[1]", "[10]"))[0] is INVALID


def tables() -> list[Table]:
    """Every table there is, with those inside."""
    found: list[Table] = []

    def walk(kind: Any) -> None:
        if isinstance(kind, ListOf):
            walk(kind.item)
        elif isinstance(kind, Table) and kind not in found:
            found.append(kind)
            for field in kind.fields:
                walk(field.type)

    for table in (*schema.RECORDS.values(), schema.HEADER, *body_data.TABLES.values()):
        walk(table)
    return found


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_tables_fit_their_records(table: Table) -> None:
    """A key that may be left out has a default; a field without one is a required key."""
    if not isinstance(table.build, type):
        return
    attributes = {field.name: field for field in fields(table.build)}
    keys = {field.name: field for field in table.fields}
    assert set(keys) <= set(attributes)
    for name, attribute in attributes.items():
        has_default = attribute.default is not MISSING or attribute.default_factory is not MISSING
        assert has_default or (name in keys and keys[name].required), f"{table.name}: {name}"
        assert name in keys or has_default, f"{table.name}: {name} cannot be written"


def test_all_records_of_the_model_have_a_table() -> None:
    built = {table.build for table in tables() if isinstance(table.build, type)}
    wanted = {model.Statement, model.Innervation, model.Pain, model.TriggerPoint, model.Needle, model.Direction,
              model.DepthEvidence, model.Hazard, model.Note, model.Section, model.Technique, model.Topic,
              model.RedFlag, model.Source, model.Header}  # fmt: skip
    assert wanted <= built
