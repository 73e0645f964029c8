"""Names on figures: at the sides, in order, none over another, each with a line to its place."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from map_world import World
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF

from viewer.body.figure import FigureSpec
from viewer.map.camera import Camera
from viewer.map.figure import Figure
from viewer.map.labels import Label, label_of, paint_labels, place_labels
from viewer.map.painting import lens_of
from viewer.map.style import LIGHT

CAMERA = Camera(500.0, 700.0)
places = st.tuples(st.floats(-480, 480), st.floats(60, 1700))


@given(st.lists(places, max_size=24))
def test_names_keep_their_order_and_their_distance(qapp, at: list[tuple[float, float]]) -> None:
    lens = lens_of(CAMERA, LIGHT)
    placed = place_labels([Label(f"name {n}", h, v) for n, (h, v) in enumerate(at)], lens)
    assert len(placed) == sum(lens.room.contains(lens.to_px.map(QPointF(h, v))) for h, v in at)
    for right in (False, True):
        side = [p for p in placed if p.right is right]
        heights = [p.at.y() for p in side]
        assert heights == sorted(heights)
        assert all(b - a > 12 for a, b in pairwise(heights)) or len(side) > 20
        assert [p.anchor.y() for p in side] == sorted(p.anchor.y() for p in side), "lines do not cross"
        assert all((p.anchor.x() > lens.room.center().x()) is right for p in side)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=3, max_size=9))
def test_a_name_points_into_what_it_names(qapp, corners: list[tuple[float, float]]) -> None:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(*c) for c in corners]))
    label = label_of("x", path)
    box = path.boundingRect()
    if label is not None:
        assert box.left() <= label.h_mm <= box.right()
        assert box.top() <= label.v_mm <= box.bottom()


def test_the_name_of_a_bow_does_not_stand_in_its_hollow(qapp) -> None:
    bow = QPainterPath()
    bow.addEllipse(-100, -100, 200, 200)
    hollow = QPainterPath()
    hollow.addEllipse(-100, -100, 170, 200)
    label = label_of("x", bow.subtracted(hollow))
    assert bow.subtracted(hollow).contains(QPointF(label.h_mm, label.v_mm))


def test_words_of_names_stay_on_the_picture_and_apart(qapp) -> None:
    image = QImage(500, 700, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    labels = [Label(f"Extensor digitorum {n}", -300 + 60 * n, 900 + 4 * n) for n in range(11)]
    rooms = paint_labels(painter, labels, lens_of(CAMERA, LIGHT))
    painter.end()
    assert len(rooms) == len(labels)
    for number, room in enumerate(rooms):
        assert room.left() >= 0
        assert room.right() <= 500
        assert not any(room.intersects(other) for other in rooms[number + 1 :] if other.left() == room.left())


def test_a_figure_without_names_gives_nothing_away(world: World) -> None:
    made = {
        naming: Figure.of(
            FigureSpec(("front.1",), side="left", naming=naming), world.catalog, world.body, world.atlas,
            resolved=world.content.shapes.resolved,
        )
        for naming in ("names", "numbers", "none")
    }  # fmt: skip
    assert [label.text for label in made["names"].labels] == ["Front muscle"]
    assert made["numbers"].labels == made["none"].labels == ()
    assert [p.number for p in made["numbers"].scene.points] == ["1"]
    assert [p.number for p in made["none"].scene.points] == [""]
    assert "Front" not in made["none"].caption.words
    assert "Front muscle, TrP 1" in made["names"].caption.words
