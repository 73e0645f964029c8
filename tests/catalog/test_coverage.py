"""What of a catalog is counted as filled, unknown, empty and uncited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.catalog.good import load_fixture
from viewer.body.records import AtLandmark
from viewer.catalog.coverage import FIELDS, coverage, written_muscles
from viewer.catalog.model import Innervation, Muscle, Note, Pain, Statement, TriggerPoint

SAID = Statement("It is so.", ("a_source",))
POINT = TriggerPoint(
    "one.1", "TrP 1", "", AtLandmark("acromion"), SAID, Pain("", "traditional", ("a_source",), ()),
    features=(SAID, Statement("Who says so?")), unknown=("depth",),
)  # fmt: skip
ONE = Muscle(
    "one", "One", "Unus", "neck", "deep",
    origin=(SAID,), innervation=(Innervation("a nerve", ("C3",)),), plain="It turns the head.",
    notes=(Note("stretch", "Stretch", ("Pull.",), ("a_source",)),),
    trigger_points=(POINT,), unknown=("overload",),
)  # fmt: skip
SHAPE = Muscle("shape", "Shape", "Forma", "neck", "deep", described=False)


def test_a_field_is_filled_unknown_or_empty() -> None:
    neck = coverage([ONE]).tallies["neck"]
    assert neck["origin"].filled == 1
    assert neck["overload"].unknown == 1
    assert neck["actions"].empty == ("one",)
    assert neck["stretch"].filled == 1
    assert neck["needling"].empty == ("one",)
    assert neck["plain"].filled == 1
    assert (neck["point.find"].filled, neck["point.depth"].unknown) == (1, 1)
    assert neck["point.satellites"].empty == ("one.1",)
    assert neck["origin"].asked == 1


def test_what_cites_nobody_is_told_besides() -> None:
    neck = coverage([ONE]).tallies["neck"]
    assert neck["innervation"].uncited == ("one",)
    assert neck["point.features"].uncited == ("one.1",)
    assert neck["origin"].uncited == neck["plain"].uncited == ()


def test_totals_are_sums_and_only_groups_with_muscles_stand_there() -> None:
    found = coverage([ONE, replace(ONE, id="two", region="leg_foot", trigger_points=()), SHAPE])
    assert found.groups == ("neck", "leg_foot")
    assert found.described == {"neck": 1, "leg_foot": 1}
    assert found.bare == {"neck": ("shape",), "leg_foot": ()}
    assert found.points == {"neck": 1, "leg_foot": 0}
    assert found.of_field("origin").filled == 2
    assert found.of_field("point.find").filled == 1
    whole = found.of_group("neck")
    assert whole.asked == len(FIELDS), "a shape without a record is counted apart"
    assert 0.0 < whole.share < 1.0


def test_nothing_at_all_leaves_nothing_to_do() -> None:
    assert coverage([]).groups == ()
    assert coverage([SHAPE]).of_group("neck").share == 1.0


def test_a_record_that_is_withheld_is_counted_as_it_is_written(catalog: Path) -> None:
    file = catalog.parent / "muscles" / "neck.yaml"
    text = file.read_text(encoding="utf-8")
    at = text.index("sources:", text.index("origin:"))
    end = text.index("]", at) + 1
    file.write_text(text[:at] + "sources: []" + text[end:], encoding="utf-8")
    spoiled = load_fixture(catalog)
    (muscle,) = set(spoiled.withheld) & {m.id for m in written_muscles(spoiled) if m.described}
    counted = coverage(written_muscles(spoiled))
    assert counted.of_field("origin").uncited == (muscle,)
