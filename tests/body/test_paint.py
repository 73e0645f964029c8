"""Paint on the skin: it stays on its side, comes back from a file, and is undone exactly."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.body.body import load_body
from viewer.body.paint import (
    SOME,
    WORST,
    PaintError,
    PaintField,
    Painting,
    Stroke,
    WholeArea,
    areas_of,
    from_json,
    mirrored,
    paint_field,
    to_json,
)

BODY = load_body()
LEFT = np.flatnonzero(BODY.surface.vertices[:, 0] > 80.0)
places = st.integers(0, len(LEFT) - 1).map(lambda i: tuple(map(float, BODY.surface.vertices[LEFT[i]])))
strokes = st.builds(
    Stroke,
    places.map(lambda place: (place,)),
    st.floats(8.0, 60.0),
    st.sampled_from([WORST, SOME, 0.0]),
)
areas = st.builds(
    WholeArea,
    st.sampled_from(["temple", "calf", "palm", "low_back"]),
    st.sampled_from(["left", "right"]),
    st.sampled_from([WORST, SOME, 0.0]),
)
paintings = st.lists(st.one_of(strokes, areas), max_size=6).map(tuple)
quick = settings(max_examples=25, deadline=None)


def covered(painting: Painting) -> np.ndarray:
    return np.asarray(paint_field(BODY, painting).intensity)


@given(strokes.filter(lambda stroke: stroke.strength > 0))
@quick
def test_paint_on_the_left_stays_on_the_left_and_is_as_large_as_its_brush(stroke: Stroke) -> None:
    soft = covered((stroke,))
    assert (soft[BODY.surface.vertices[:, 0] < -8.0] == 0.0).all() or stroke.line[0][0] < 120.0
    area = float(BODY.surface.vertex_area_mm2 @ (soft / stroke.strength))
    # A finger is thinner than a broad brush, and gets paint all round.
    assert area < 3.5 * np.pi * (stroke.width_mm / 2.0 + 3.0) ** 2


@given(paintings)
@quick
def test_a_painting_and_its_mirror_image_cover_alike(painting: Painting) -> None:
    one, other = covered(painting), covered(mirrored(painting))
    assert np.abs(one[BODY.surface.mirror] - other).mean() < 0.002


@given(paintings)
@quick
def test_a_painting_comes_back_from_a_file(painting: Painting) -> None:
    back = from_json(json.loads(json.dumps(to_json(painting))))
    assert len(back) == len(painting)
    assert np.abs(covered(back) - covered(painting)).max() < 0.1


def test_the_eraser_takes_away_and_only_where_it_was() -> None:
    place = tuple(map(float, BODY.surface.vertices[LEFT[1000]]))
    stroke = Stroke((place,), 40.0)
    rubbed = covered((stroke, Stroke((place,), 20.0, 0.0)))
    whole = covered((stroke,))
    assert rubbed.sum() < whole.sum()
    assert rubbed.any()
    assert (rubbed <= whole + 1e-6).all()
    assert not covered((stroke, Stroke((place,), 60.0, 0.0))).any()


def test_the_later_strength_counts_where_both_lie() -> None:
    field = paint_field(BODY, (WholeArea("calf", "left"), WholeArea("calf", "left", SOME)))
    assert field.intensity.max() == pytest.approx(SOME)
    assert not (field.worst_mm < 0.0).any()


def test_a_stretch_at_a_time_is_the_whole_stroke() -> None:
    line = BODY.surface.path(BODY.landmarks["acromion"].skin, BODY.landmarks["mastoid_process"].skin)
    at_once = paint_field(BODY, (Stroke(tuple(map(tuple, line.tolist())), 30.0),))
    field = PaintField.bare(BODY)
    for start in range(0, len(line) - 1, 3):
        field = field.with_band(BODY, line[start : start + 4], 30.0, WORST)
    assert np.abs(field.intensity - at_once.intensity).max() < 0.2
    assert np.abs(field.intensity - at_once.intensity).mean() < 1e-3


def test_filled_regions_are_known_and_can_be_taken_away() -> None:
    marks = (WholeArea("calf", "left"), WholeArea("temple", "right", SOME), WholeArea("calf", "left", 0.0))
    assert areas_of(marks) == {("temple", "right"): SOME}
    assert paint_field(BODY, (WholeArea("nowhere", "left"),)).empty
    with pytest.raises(PaintError, match="nowhere"):
        PaintField.bare(BODY).with_mark(BODY, WholeArea("nowhere", "left"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "format"),
        ({"format": 2, "marks": []}, "format"),
        ({"format": 1, "marks": {}}, "list"),
        ({"format": 1, "marks": [3]}, "mark 1"),
        ({"format": 1, "marks": [{"region": "calf", "side": "up"}]}, "side"),
        ({"format": 1, "marks": [{"line_mm": [], "width_mm": 20}]}, "line_mm"),
        ({"format": 1, "marks": [{"line_mm": [[0, 0]], "width_mm": 20}]}, "point"),
        ({"format": 1, "marks": [{"line_mm": [[0, 0, "a"]], "width_mm": 20}]}, "number"),
        ({"format": 1, "marks": [{"line_mm": [[0, 0, 1e9]], "width_mm": 20}]}, "between"),
        ({"format": 1, "marks": [{"line_mm": [[0, 0, 0]], "width_mm": 900}]}, "width_mm"),
        ({"format": 1, "marks": [{"line_mm": [[0, 0, 0]], "width_mm": float("nan")}]}, "number"),
    ],
)
def test_what_is_no_painting_is_refused_in_words(data: object, words: str) -> None:
    with pytest.raises(PaintError, match=words):
        from_json(data)
