"""Words for points of the skin: they lead back, they are read as they are written."""

from __future__ import annotations

import numpy as np
import pytest

from viewer.body.body import Body, assets_folder, load_body
from viewer.body.records import (
    AtLandmark,
    AtLevel,
    AtXyz,
    Between,
    Depth,
    InMuscle,
    OnLimb,
    Place,
    Stroke,
    Toward,
)
from viewer.body.resolver import resolve_place
from viewer.catalog.fields import Reader
from viewer.catalog.place_text import place_text, stroke_text
from viewer.catalog.place_words import (
    NEAR_MM,
    StrokeError,
    say_place,
    say_stroke,
    side_of,
)
from viewer.catalog.places import PLACE, ZONE
from viewer.catalog.source import Mapping, read_nodes

SEEDS = range(12)
POINTS = 10


@pytest.fixture(scope="module")
def body() -> Body:
    if not (assets_folder() / "body" / "landmarks.npz").is_file():
        pytest.skip("the body has not been built")
    return load_body()


def read(text: str, form=PLACE):
    """What the catalog reads of a text."""
    root, problems = read_nodes(f"here: {text}\n".encode())
    assert not problems
    assert isinstance(root, Mapping)
    reader = Reader("test")
    value = form.read(root.entries["here"][1], reader)
    assert not reader.issues, reader.issues
    return value


def gap(body: Body, place: Place, xyz) -> float:
    return float(np.linalg.norm(body.surface.xyz(resolve_place(body, place).skin) - xyz))


def some_skin(body: Body, seed: int) -> np.ndarray:
    """Points all over the left side and the midline, evenly by area."""
    random = np.random.default_rng(seed)
    ids = np.flatnonzero(body.surface.vertices[:, 0] >= 0.0)
    weight = body.surface.vertex_area_mm2[ids]
    return body.surface.vertices[random.choice(ids, POINTS, p=weight / weight.sum())]


@pytest.mark.parametrize("seed", SEEDS)
def test_words_lead_back_and_are_read_as_written(body, seed) -> None:
    for xyz in some_skin(body, seed):
        found = say_place(body, xyz)
        assert found, xyz
        assert [said.cost for said in found] == sorted(said.cost for said in found)
        for said in found:
            assert gap(body, read(said.text), xyz) <= NEAR_MM + 1e-6, said.text
            assert "left" not in said.text
            assert "right" not in said.text
        assert len({type(said.place) for said in found}) == len(found), "one way of each kind"


def test_a_landmark_is_called_by_its_name(body) -> None:
    xyz = body.surface.xyz(body.landmarks["acromion"].skin)
    assert say_place(body, xyz)[0].text == "acromion"


def test_a_step_from_a_landmark_is_found_again(body) -> None:
    place = AtLandmark("patella", (("proximal", 30.0),))
    found = say_place(body, body.surface.xyz(resolve_place(body, place).skin))
    assert any(isinstance(said.place, AtLandmark) and len(said.place.offset) <= 1 for said in found)


def test_beside_the_spine_is_said_by_its_level_and_on_a_limb_by_the_limb(body) -> None:
    for place in (AtLevel("t7", 30.0), OnLimb("thigh", 0.5, 0.0)):
        found = say_place(body, body.surface.xyz(resolve_place(body, place).skin))
        same = next(said.place for said in found if isinstance(said.place, type(place)))
        assert same == place


def test_a_muscle_is_said_where_it_is_asked_for(body) -> None:
    place = InMuscle("gluteus_maximus", 0.5, 0.5)
    xyz = body.surface.xyz(resolve_place(body, place).skin)
    assert not any(isinstance(said.place, InMuscle) for said in say_place(body, xyz))
    said = next(s for s in say_place(body, xyz, ("gluteus_maximus",)) if isinstance(s.place, InMuscle))
    assert said.place.muscle == "gluteus_maximus"
    assert gap(body, read(said.text), xyz) <= NEAR_MM
    assert not any(
        isinstance(s.place, InMuscle) for s in say_place(body, xyz, ("temporalis", "no_such_muscle"))
    )


def test_a_stroke_of_either_side_is_written_for_one(body) -> None:
    line = [body.surface.xyz(resolve_place(body, OnLimb("thigh", a, 0.0)).skin) for a in (0.3, 0.5, 0.7)]
    places = say_stroke(body, line)
    assert say_stroke(body, [xyz * (-1.0, 1.0, 1.0) for xyz in line]) == places
    (stroke,) = read(f"[{stroke_text(places, 40.0)}]", ZONE)
    assert stroke == Stroke(places, (40.0,))
    assert all(gap(body, place, xyz) <= NEAR_MM for place, xyz in zip(places, line, strict=True))
    assert (side_of(line), side_of([line[0] * (-1.0, 1.0, 1.0)])) == ("left", "right")


def test_a_stroke_across_the_midline_is_refused_and_one_up_to_it_taken(body) -> None:
    left, middle = (body.surface.xyz(resolve_place(body, AtLevel("t7", mm)).skin) for mm in (60.0, 0.0))
    assert len(say_stroke(body, [left, middle])) == 2
    with pytest.raises(StrokeError, match="one side"):
        say_stroke(body, [left, left * (-1.0, 1.0, 1.0)])


@pytest.mark.parametrize(
    "place",
    [
        AtLandmark("acromion"),
        AtLandmark("acromion", (("lateral", 12.0), ("inferior", 5.5))),
        AtLevel("c7"),
        AtLevel("l5", 40.0, (("superior", 5.0),)),
        OnLimb("leg", 0.25, 90.0),
        OnLimb("leg", 0.125, 91.0, (("distal", 5.0),)),
        InMuscle("gastrocnemius", 0.4, 0.5, "medial"),
        Between(AtLandmark("acromion"), AtLevel("c7"), 0.3, (("medial", 4.0),)),
        Toward(AtLandmark("acromion"), AtLevel("c7", 10.0), 40.0),
    ],
    ids=place_text,
)
def test_every_form_is_read_as_it_is_written(place) -> None:
    assert read(place_text(place)) == place


def test_what_no_catalog_says_is_refused() -> None:
    for place in (AtXyz((0.0, 0.0, 0.0)), AtLandmark("acromion", depth=Depth(depth_mm=4.0))):
        with pytest.raises(ValueError, match="catalog"):
            place_text(place)
