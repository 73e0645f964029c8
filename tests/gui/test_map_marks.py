"""The marks of a map as pure geometry and paint: hatch, dots, outlines, camera, markers, orientation."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from map_world import faces_of_box
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from viewer.body.atlas import Frame
from viewer.body.structures import Structure
from viewer.map.camera import BODY_MM, Camera
from viewer.map.content import corners
from viewer.map.contour import mask_path
from viewer.map.hatch import along_ring, hatch_lines
from viewer.map.keys import nearest_in_direction
from viewer.map.marks import SKIN_MM2, Lens, dot_diameter, dots_shown, paint_essential
from viewer.map.picking import next_beneath
from viewer.map.points import nearest_point, numbers_of, paint_hidden, paint_point, place_points
from viewer.map.scene import HiddenPoints, Pick, PointMark, ZoneShape
from viewer.map.shadows import structure_path
from viewer.map.style import LIGHT, STYLES

ROOM = QRectF(-50, -50, 300, 300)


def square(size: float, at: float = 0.0) -> list[np.ndarray]:
    return [np.array([(0, 0), (size, 0), (size, size), (0, size)], np.float32) + np.float32(at)]


def point(id: str, h: float, v: float, **more) -> PointMark:
    return PointMark(id, "left", id[-1], id, h, v, **more)


def painted(paint, size: int = 60) -> QImage:
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(QColor("#A5A7AA"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return image


@pytest.fixture(autouse=True)
def gui(qapp):
    """Fonts and pixmaps need an application."""


def test_hatch_lines_are_45_degrees_and_evenly_spaced() -> None:
    lines = hatch_lines(square(100.0), 5.0, 45.0, QPointF(0, 0), ROOM)
    assert all(abs(line.dx()) == pytest.approx(abs(line.dy())) for line in lines)
    across = sorted({round((line.x1() + line.y1()) / math.sqrt(2), 3) for line in lines})
    assert np.allclose(np.diff(across), 5.0)


def test_hatch_leaves_holes_free() -> None:
    hole = QRectF(30, 30, 40, 40).adjusted(0.01, 0.01, -0.01, -0.01)
    for line in hatch_lines([*square(100.0), *square(40.0, at=30.0)], 5.0, 45.0, QPointF(0, 0), ROOM):
        for share in np.linspace(0.02, 0.98, 25):
            assert not hole.contains(line.pointAt(float(share)))


def test_hatch_does_not_swim_when_the_map_is_panned() -> None:
    here = hatch_lines(square(100.0), 5.0, 45.0, QPointF(0, 0), ROOM)
    moved = hatch_lines(square(100.0, at=17.3), 5.0, 45.0, QPointF(17.3, 17.3), ROOM)
    assert len(here) == len(moved)
    assert moved[3].x1() - here[3].x1() == pytest.approx(17.3)


def test_hatch_beyond_the_picture_is_not_drawn() -> None:
    lines = hatch_lines(square(1e5, at=-5e4), 5.0, 45.0, QPointF(0, 0), QRectF(0, 0, 100, 100))
    assert 0 < len(lines) < 60


def test_points_along_a_ring_are_evenly_apart() -> None:
    points = along_ring(square(30.0)[0], 4.0)
    gaps = np.abs(np.diff(np.concatenate([points, points[:1]]), axis=0)).sum(axis=1)
    assert gaps == pytest.approx(4.0)


def test_essential_zone_is_washed_tinted_and_hatched() -> None:
    zone = ZoneShape.of(square(50.0), ())
    lens = Lens(QTransform(1, 0, 0, 1, 5, 5), QRectF(0, 0, 60, 60), LIGHT)
    image = painted(lambda p: paint_essential(p, zone, lens))
    inside = {image.pixelColor(x, 30).name() for x in range(12, 48)}
    assert len(inside) > 4, "hatch and tint differ"
    violet = image.pixelColor(30, 31)
    assert violet.blue() > violet.green()
    assert image.pixelColor(2, 2).name() == "#a5a7aa"


def test_dots_keep_their_spacing_on_the_screen_as_one_zooms_in() -> None:
    # One dot a square millimetre, ranked at random: a prefix of them is evenly spread.
    ranks = np.sort(np.random.default_rng(0).choice(120_000, 4000, replace=False)).astype(np.int32)
    zone = ZoneShape.of((), (), np.zeros((4000, 2), np.float32), ranks)
    shown = {s: len(dots_shown(zone, s, LIGHT)) for s in (0.4, 0.8)}
    assert shown[0.8] / shown[0.4] == pytest.approx(4.0, rel=0.05)
    on_screen = 4000 / 120_000 * SKIN_MM2 * 0.8**2 / shown[0.8]
    assert on_screen == pytest.approx(LIGHT.dot_cell_px2, rel=0.06)


def test_dots_grow_only_when_all_are_shown() -> None:
    assert dot_diameter(0.4, LIGHT) == dot_diameter(1.2, LIGHT) == LIGHT.dot_px
    assert LIGHT.dot_px < dot_diameter(6.0, LIGHT) < 3 * LIGHT.dot_px


def test_outline_of_a_mask_lies_in_the_plane() -> None:
    mask = np.zeros((100, 80), bool)
    mask[20:60, 10:50] = True
    for sign, left, box in ((1, -40.0, QRectF(-30, 40, 40, 40)), (-1, 40.0, QRectF(-10, 40, 40, 40))):
        path = mask_path(mask, Frame(left, 100.0, sign, 1.0, 80, 100), every=1)
        found = path.boundingRect()
        assert abs(found.center().x() - box.center().x()) < 0.6
        assert abs(found.center().y() - box.center().y()) < 0.6
        assert abs(found.width() - box.width()) < 2


def test_an_outline_at_the_edge_of_the_picture_is_closed() -> None:
    mask = np.ones((30, 30), bool)
    assert len(mask_path(mask, Frame(0.0, 30.0, 1, 1.0, 30, 30)).toSubpathPolygons()) == 1


def test_a_structure_on_both_sides_is_outlined_on_the_marked_side_alone() -> None:
    left, faces = faces_of_box((20.0, 120.0, 1100.0, 1400.0, -50.0, 50.0))
    right, _ = faces_of_box((-120.0, -20.0, 1100.0, 1400.0, -50.0, 50.0))
    lungs = Structure("lung", np.concatenate([left, right]), np.concatenate([faces, faces + 8]))
    for side, middle in (("left", 70.0), ("right", -70.0)):
        box = structure_path(lungs, side, "anterior").boundingRect()
        assert box.center().x() == pytest.approx(middle, abs=1.5)
        assert box.width() == pytest.approx(100.0, abs=4)


def test_a_structure_in_the_midline_is_outlined_whole() -> None:
    vertices, faces = faces_of_box((-15.0, 15.0, 900.0, 1500.0, -80.0, -50.0))
    box = structure_path(Structure("canal", vertices, faces), "right", "posterior").boundingRect()
    assert box.width() == pytest.approx(30.0, abs=4)


class TestCamera:
    def test_the_whole_body_fits_at_zoom_1(self) -> None:
        camera = Camera(500, 700).kept_in_room()
        seen = camera.visible_mm()
        assert seen.width() >= BODY_MM[0] - 1e-6
        assert seen.height() >= BODY_MM[1] - 1e-6

    @pytest.mark.parametrize("direction", [1, -1])
    def test_a_zoom_keeps_what_is_under_the_pointer(self, direction: int) -> None:
        camera = Camera(600, 600, centre_mm=900, zoom=4, direction=direction)
        before = camera.to_mm(320, 250)
        after = camera.zoomed(1.5, 320, 250, 1, 24).to_mm(320, 250)
        assert after == pytest.approx(before)

    def test_it_goes_to_pixels_and_back(self) -> None:
        camera = Camera(640, 480, across_mm=50, centre_mm=1200, zoom=3, direction=-1)
        at = camera.to_px(12.0, 1234.0)
        assert camera.to_mm(at.x(), at.y()) == pytest.approx((12.0, 1234.0))

    def test_the_body_cannot_be_lost(self) -> None:
        camera = Camera(600, 600, zoom=5).panned(1e6, -1e6)
        seen = camera.visible_mm()
        assert seen.intersects(QRectF(-450, 0, 900, 1750))

    def test_zoom_stops_at_its_limits(self) -> None:
        assert Camera(600, 600).zoomed(1e9, 0, 0, 1, 24).zoom == 24
        assert Camera(600, 600).zoomed(1e-9, 0, 0, 1, 24).zoom == 1


class TestPoints:
    lens = Lens(QTransform(1, 0, 0, -1, 0, 1000), QRectF(0, 0, 1000, 1000), LIGHT)

    def test_points_too_close_to_tell_apart_share_a_mark_with_their_count(self) -> None:
        points = (point("a.1", 100, 500), point("a.2", 115, 505), point("a.3", 400, 500))
        placed = place_points(points, self.lens)
        assert [len(p.members) for p in placed] == [2, 1]

    def test_the_selected_point_leads_its_crowd_and_is_on_top(self) -> None:
        points = (point("a.1", 400, 500), point("a.2", 100, 500), point("a.3", 115, 505))
        placed = place_points(points, self.lens, selected=points[2].pick)
        assert [m.id for m in placed[-1].members] == ["a.3", "a.2"]
        assert placed[-1].mark.id == "a.3"

    def test_zooming_in_parts_a_crowd(self) -> None:
        points = (point("a.1", 100, 500), point("a.2", 115, 505))
        near = Lens(QTransform(3, 0, 0, -3, 0, 3000), self.lens.room, LIGHT)
        assert len(place_points(points, near)) == 2

    def test_a_number_stands_where_no_other_mark_is(self) -> None:
        placed = place_points((point("a.1", 100, 500), point("a.2", 130, 500)), self.lens)
        assert [p.number_left for p in placed] == [True, False]

    def test_the_nearest_mark_is_picked_as_a_circle_not_a_square(self) -> None:
        placed = place_points((point("a.1", 100, 500),), self.lens)
        assert nearest_point(placed, 108, 508, 12) is placed[0]
        assert nearest_point(placed, 111, 511, 12) is None

    def test_each_state_is_told_without_colour(self) -> None:
        placed = place_points((point("a.1", 30, 970),), self.lens)[0]
        other = place_points((point("a.1", 30, 970, other_side=True),), self.lens)[0]
        greys = {
            "normal": painted(lambda p: paint_point(p, placed, LIGHT)),
            "hovered": painted(lambda p: paint_point(p, placed, LIGHT, hovered=True)),
            "selected": painted(lambda p: paint_point(p, placed, LIGHT, selected=True)),
            "focused": painted(lambda p: paint_point(p, placed, LIGHT, focused=True)),
            "other": painted(lambda p: paint_point(p, other, LIGHT)),
        }
        arrays = {n: grey_array(i) for n, i in greys.items()}
        for a in arrays:
            for b in arrays:
                if a < b:
                    assert np.abs(arrays[a] - arrays[b]).sum() > 1500, f"{a} looks like {b}"

    def test_words_about_hidden_points_give_way_to_marks(self) -> None:
        hidden = HiddenPoints("1 more on the back", 100, 500)
        mark = place_points((point("a.1", 140, 504),), self.lens)

        def middle(marks: list) -> float:
            rooms: list = []
            painted(lambda p: rooms.append(paint_hidden(p, hidden, self.lens, 1, marks)))
            return rooms[0].center().y()

        assert abs(middle([]) - mark[0].y) < 8
        assert abs(middle(mark) - mark[0].y) > 16

    def test_a_crowd_says_which_points_it_holds(self) -> None:
        def marks(*numbers: str) -> tuple:
            return tuple(replace(point(f"a.{n}", 0, 0), number=n) for n in numbers)

        assert numbers_of(marks("2", "1", "3")) == "1–3"
        assert numbers_of(marks("1", "2")) == "1, 2"
        assert numbers_of(marks("4", "1", "2")) == "1, 2, 4"
        assert numbers_of(marks("1", "1")) == "1", "one point of both sides"
        assert numbers_of(marks("2", "3a")) == "2, 3a"
        assert numbers_of(marks("Seat", "2")) == "2 points"

    def test_on_paper_a_crowd_names_its_points_instead_of_counting_them(self) -> None:
        placed = place_points((point("a.1", 10, 970), point("a.2", 14, 970)), self.lens)[0]
        counted = grey_array(painted(lambda p: paint_point(p, placed, LIGHT)))
        named = grey_array(painted(lambda p: paint_point(p, placed, LIGHT, listed=True)))
        assert (named[:, 26:] < 90).sum() > (counted[:, 26:] < 90).sum() + 20

    def test_the_mark_has_the_size_it_should(self) -> None:
        placed = place_points((point("a.1", 30, 970),), self.lens)[0]
        image = painted(lambda p: paint_point(p, placed, LIGHT))
        changed = [x for x in range(0, 30) if image.pixelColor(x, 30).name() != "#a5a7aa"]
        assert min(changed) == pytest.approx(30 - 9.5, abs=1)


def grey_array(image: QImage) -> np.ndarray:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].astype(int)


def test_orientation_words_follow_the_view_and_the_mirror() -> None:
    assert corners("anterior") == ("Patient’s right", "Patient’s left")
    assert corners("posterior") == ("Patient’s left", "Patient’s right")
    assert corners("anterior", mirrored=True) == ("Patient’s left", "Patient’s right")
    assert corners("left_lateral") == ("Front", "Back")
    assert corners("right_lateral") == ("Back", "Front")


def test_repeated_clicks_go_through_what_lies_beneath() -> None:
    stack = [Pick("point", "a.1", "left"), Pick("muscle", "a", "left"), Pick("region", "r", None)]
    assert next_beneath(stack, None) == 0
    assert next_beneath(stack, stack[0]) == 1
    assert next_beneath(stack, stack[2]) == 0


def test_arrows_find_the_neighbour_in_their_direction() -> None:
    picks = {n: Pick("point", n, "left") for n in "mlrud"}
    marks = [(picks["m"], 100, 100), (picks["l"], 40, 110), (picks["r"], 150, 90), (picks["u"], 105, 20),
             (picks["d"], 90, 180)]  # fmt: skip
    found = {d: nearest_in_direction(marks, picks["m"], *d) for d in ((-1, 0), (1, 0), (0, -1), (0, 1))}
    assert [p.id for p in found.values()] == ["l", "r", "u", "d"]
    assert nearest_in_direction(marks, picks["l"], -1, 0) is None


def luminance(name: str) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(name).getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", STYLES)
def test_marks_stand_off_the_figure_and_words_off_the_ground(name: str) -> None:
    style = STYLES[name]
    lit = QColor(*(round(c * t) for c, t in zip((0xDE, 0xE0, 0xE4), style.figure_tint, strict=True))).name()
    for mark in (style.essential, style.pain, style.muscle, style.ink, style.painted):
        assert contrast(mark, lit) >= 4.5
        assert contrast(mark, style.casing) >= 4.5
    assert contrast(style.hazard, style.casing) >= 4.5
    assert contrast(style.orientation, style.ground) >= 4.5
    assert contrast(style.control_text, style.control) >= 4.5
    assert contrast(style.accent, style.ground) >= 3.0
