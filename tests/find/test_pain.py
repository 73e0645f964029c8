"""Painted pain to documented patterns: what the ranking must obey, whatever the catalog."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.body.atlas import Atlas
from viewer.body.body import Body, assets_folder, load_body
from viewer.body.frame import Floats32
from viewer.catalog.loader import load
from viewer.catalog.pattern_cache import PatternCache
from viewer.catalog.resolve import resolve_catalog
from viewer.find.alike import common, confused_with, felt
from viewer.find.explain import GAIN, explain
from viewer.find.pain import EQUAL, PatternTable, Row
from viewer.find.pain_regions import RegionCells, reach, red_flags

CELLS, ROWS = 60, 24
AREA = np.random.default_rng(1).uniform(20.0, 400.0, CELLS)
seeds = st.integers(0, 2**32 - 1)
quick = settings(max_examples=60, deadline=None)


def made_up(seed: int, rows: int = ROWS, *, sharp: bool = False) -> PatternTable:
    """A table of random patterns; sharp ones reach a cell wholly or not at all."""
    rng = np.random.default_rng(seed)
    names, essential, spillover = [], [], []
    for i in range(rows):
        names.append(Row(f"m{i // 2}.{i % 2}", f"m{i // 2}", "left" if i % 4 < 2 else "right", "traditional"))
        e = np.where(rng.random(CELLS) < 0.15, 1.0 if sharp else rng.random(CELLS), 0.0)
        s = np.where(rng.random(CELLS) < 0.25, (1.0 - e) * (1.0 if sharp else rng.random(CELLS)), 0.0)
        for zone, values in ((essential, e), (spillover, s)):
            ids = np.flatnonzero(values)
            zone.append((ids, values[ids].astype(np.float32)))
    return PatternTable(names, essential, spillover, AREA)


def painting(seed: int) -> Floats32:
    rng = np.random.default_rng(seed)
    return np.where(rng.random(CELLS) < 0.3, rng.random(CELLS), 0.0).astype(np.float32)


def scores(table: PatternTable, painted: Floats32) -> dict[tuple[str, str], float]:
    return {(r.row.point, r.row.side): r.score for r in table.rank(painted, most=ROWS)}


@given(seeds, seeds)
@quick
def test_scores_and_shares_say_what_they_promise(seed: int, painted_seed: int) -> None:
    table, painted = made_up(seed), painting(painted_seed)
    answer = table.rank(painted)
    total = float(AREA @ painted)
    for each in answer:
        e, s = table.intensity(table.number[each.row.point, each.row.side])
        assert 0.0 < each.score <= 1.0 + 1e-9
        assert each.essential_share == pytest.approx(float(AREA @ np.minimum(painted, e)) / total, abs=1e-5)
        both = float(AREA @ np.minimum(painted, e + s)) / total
        assert each.essential_share + each.spillover_share == pytest.approx(both, abs=1e-5)
        assert each.essential_share + each.spillover_share + each.outside_share == pytest.approx(1, abs=1e-5)
        assert 0.0 <= each.not_painted_share <= 1.0
    assert [r.score for r in answer] == sorted((r.score for r in answer), reverse=True)


@given(seeds, st.integers(0, ROWS - 1))
@quick
def test_the_pattern_painted_exactly_comes_first(seed: int, row: int) -> None:
    table = made_up(seed)
    e, s = table.intensity(row)
    answer = table.rank((e + s).astype(np.float32))
    if not (e + s).any():
        assert answer == ()
        return
    best = {r.row.point for r in answer if r.place == 1}
    assert table.rows[row].point in best
    assert answer[0].score == pytest.approx(1.0, abs=1e-5)


@given(seeds, seeds, st.integers(0, CELLS - 1), st.integers(0, ROWS - 1))
@quick
def test_more_paint_inside_a_zone_never_lowers_its_score_and_outside_never_raises_it(
    seed: int, painted_seed: int, cell: int, row: int
) -> None:
    table, painted = made_up(seed, sharp=True), painting(painted_seed)
    e, s = table.intensity(row)
    more = painted.copy()
    more[cell] = 1.0
    key = (table.rows[row].point, table.rows[row].side)
    before, after = scores(table, painted).get(key, 0.0), scores(table, more).get(key, 0.0)
    if e[cell] + s[cell] == 1.0:
        assert after >= before - 1e-6
    elif e[cell] + s[cell] == 0.0:
        assert after <= before + 1e-6


@given(seeds, seeds)
@quick
def test_what_was_examined_and_ruled_out_is_not_told(seed: int, painted_seed: int) -> None:
    table, painted = made_up(seed), painting(painted_seed)
    answer = table.rank(painted)
    if not answer:
        return
    out = answer[0].row.muscle
    rest = table.rank(painted, without={out})
    assert [r.row for r in rest] == [r.row for r in answer if r.row.muscle != out]
    assert all(out not in {row.muscle for row in each.rows} for each in explain(table, painted, {out}))


@given(seeds, seeds)
@quick
def test_places_are_shared_by_scores_as_good_as_equal(seed: int, painted_seed: int) -> None:
    answer = made_up(seed).rank(painting(painted_seed))
    for one, two in itertools.pairwise(answer):
        if one.place == two.place:
            assert one.score - two.score <= EQUAL + 1e-9
        else:
            assert two.place == answer.index(two) + 1
    shared = {r.place: r.score for r in reversed(answer)}
    assert all(best - r.score <= EQUAL + 1e-9 for r in answer for best in [shared[r.place]])


def test_nothing_painted_has_no_answer() -> None:
    table = made_up(3)
    assert table.rank(np.zeros(CELLS, np.float32)) == ()
    assert explain(table, np.zeros(CELLS, np.float32)) == ()
    assert PatternTable((), (), (), AREA).rank(np.ones(CELLS, np.float32)) == ()


def test_only_the_best_are_told_and_they_are_the_best() -> None:
    table, painted = made_up(5, 200), np.ones(CELLS, np.float32)
    assert table.rank(painted, most=7) == table.rank(painted, most=200)[:7]


@given(seeds, seeds)
@quick
def test_each_set_explains_what_it_says_and_none_is_larger_than_it_must_be(
    seed: int, painted_seed: int
) -> None:
    table, painted = made_up(seed, sharp=True), painting(painted_seed)
    total = float(AREA @ painted)
    best_of: dict[int, float] = {}
    for each in explain(table, painted):
        covered = np.zeros(CELLS)
        for row in each.rows:
            e, s = table.intensity(table.number[row.point, row.side])
            covered = np.maximum(covered, e + s)
        assert each.explained == pytest.approx(float(AREA @ np.minimum(painted, covered)) / total, abs=1e-5)
        assert np.allclose(each.left_over, np.maximum(painted - covered, 0.0), atol=1e-6)
        smaller = [value for size, value in best_of.items() if size < len(each.rows)]
        assert not smaller or each.explained >= max(smaller) + GAIN - 1e-6
        best_of[len(each.rows)] = max(best_of.get(len(each.rows), 0.0), each.explained)


def test_two_pains_far_apart_need_two_patterns() -> None:
    rows = [Row(f"m{i}.1", f"m{i}", "left", "traditional") for i in range(3)]
    zones = [(np.arange(i * 20, i * 20 + 20), np.ones(20, np.float32)) for i in range(3)]
    nothing = [(np.empty(0, np.int64), np.empty(0, np.float32))] * 3
    table = PatternTable(rows, zones, nothing, np.ones(CELLS))
    painted = np.zeros(CELLS, np.float32)
    painted[:40] = 1.0
    sets = explain(table, painted)
    assert {row.muscle for row in sets[-1].rows} == {"m0", "m1"}
    assert sets[-1].explained == pytest.approx(1.0)
    assert not sets[-1].left_over.any()
    assert max(len(each.rows) for each in sets) == 2


@cache
def shipped() -> tuple[PatternTable, RegionCells, Body]:
    body, catalog = load_body(), load().catalog
    cache_of_patterns = PatternCache(assets_folder(), body, Atlas(assets_folder()))
    found = list(resolve_catalog(body, Atlas(assets_folder()), catalog, cache_of_patterns))
    regions = RegionCells(body.regions, body.cells, body.surface.vertex_area_mm2)
    return PatternTable.of(catalog, found, body.cells), regions, body


def region(name: str, side: str = "left") -> Floats32:
    body = shipped()[2]
    inside = body.regions.distance(name, side) < 0.0  # type: ignore[arg-type]
    return body.cells.vector(inside.astype(np.float32))


def test_every_shipped_pattern_painted_exactly_comes_first() -> None:
    table = shipped()[0]
    for number, row in enumerate(table.rows):
        e, s = table.intensity(number)
        best = table.rank(np.minimum(e + s, 1.0))
        assert row.muscle in {r.row.muscle for r in best if r.place == 1}, row


@pytest.mark.parametrize("name", ["temple", "shoulder_blade", "buttock", "calf", "eyebrow", "outer_thigh"])
def test_left_paint_never_brings_a_right_sided_pattern_first(name: str) -> None:
    table = shipped()[0]
    for side in ("left", "right"):
        answer = table.rank(region(name, side))
        assert answer[0].row.side == side
    left = {r.row.point: r.score for r in table.rank(region(name, "left")) if r.row.side == "left"}
    right = {r.row.point: r.score for r in table.rank(region(name, "right")) if r.row.side == "right"}
    # The vertices of the midline belong to the left cells, so that the sides differ by a hair.
    for point in list(left)[:5]:
        assert left[point] == pytest.approx(right[point], abs=EQUAL)


def test_a_pattern_is_like_its_own_and_unlike_what_lies_elsewhere() -> None:
    table = shipped()[0]
    alike = confused_with(table, "upper_trapezius.1")
    assert alike
    assert all(each.row.muscle != "upper_trapezius" for each in alike)
    assert all(one.overlap >= two.overlap for one, two in itertools.pairwise(alike))
    assert all(each.row.muscle not in ("gastrocnemius", "soleus") for each in alike)
    number = table.number["upper_trapezius.1", "left"]
    assert np.allclose(common(table, [number]), np.minimum(sum(table.intensity(number)), 1.0))
    far = table.number["gastrocnemius.1", "left"]
    assert not common(table, [number, far]).any()
    assert felt(table, number).max() <= 1.0
    with pytest.raises(KeyError):
        confused_with(table, "no_such.1")
    with pytest.raises(ValueError, match="no pattern"):
        common(table, [])


def test_painted_regions_and_their_red_flags() -> None:
    _, regions, _ = shipped()
    painted = regions.painted(region("temple", "right"))
    assert (painted[0].region, painted[0].side) == ("temple", "right")
    assert painted[0].of_painting > 0.8
    flags = red_flags(load().catalog, painted)
    assert "giant_cell_arteritis" in {each.flag.id for each in flags}
    urgency = ["emergency", "same_day", "soon"]
    order = [urgency.index(each.flag.urgency) for each in flags]
    assert order == sorted(order)
    assert regions.painted(np.zeros(shipped()[2].cells.count, np.float32)) == ()


def test_how_many_patterns_reach_a_region() -> None:
    table, regions, body = shipped()
    found = reach(table, regions)
    assert set(found) == set(body.regions.ids)
    for each in found.values():
        assert each.patterns == sum(each.evidence.values())
    assert "upper_trapezius" in found["temple"].muscles
    assert "gastrocnemius" not in found["temple"].muscles
