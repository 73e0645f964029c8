"""What linked maps show: views, sides, layers, themes, what is seen from elsewhere."""

from __future__ import annotations

import pytest
from map_world import front, pixel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.map.pictures import PictureStore
from viewer.map.style import DARK, LIGHT


def test_zoom_and_height_are_shared_and_sideways_is_not(maps, store) -> None:
    store.set_viewport(1200, 6.0)
    front(maps).pan(-80, -30)
    a, b = (m.camera for m in maps.maps)
    assert (a.zoom, a.centre_mm) == (b.zoom, b.centre_mm)
    assert a.across_mm != b.across_mm


def test_maps_glide_to_where_they_are_asked_to_look(maps, store, qtbot) -> None:
    maps.glide_ms = 200
    seen: list[float] = []
    front(maps).viewport().update()
    store.set_viewport(1500.0, 4.0)
    assert front(maps).camera.zoom == pytest.approx(1.0), "it sets out from where it was"

    def there() -> bool:
        seen.append(front(maps).camera.zoom)
        return [m.camera.zoom for m in maps.maps] == [4.0, 4.0]

    qtbot.waitUntil(there, timeout=3000)
    assert any(1.0 < zoom < 4.0 for zoom in seen)
    assert seen == sorted(seen)
    assert front(maps).camera.centre_mm == pytest.approx(1500.0)


def test_a_hand_on_the_map_ends_the_glide(maps, store, qtbot) -> None:
    store.set_viewport(1200.0, 3.0)
    maps.glide_ms = 5000
    store.set_viewport(1500.0, 6.0)
    qtbot.wait(120)
    front(maps).pan(0, -20)
    kept = front(maps).camera.zoom
    qtbot.wait(120)
    assert kept < 6.0
    assert [m.camera.zoom for m in maps.maps] == [pytest.approx(kept)] * 2


def test_a_map_that_grows_looks_where_it_was_asked_to(maps, store) -> None:
    maps.resize(420, 240)
    QApplication.processEvents()
    store.set_viewport(1500.0, 3.0)
    maps.resize(1000, 700)
    QApplication.processEvents()
    assert front(maps).camera.centre_mm == pytest.approx(1500.0)


def test_with_both_sides_shown_a_pair_of_which_one_is_seen_is_not_missed(maps, store) -> None:
    store.select_muscle("front", "left")
    store.set_side("both")
    assert maps.maps[0].scene_shown.hidden is None
    assert maps.maps[1].scene_shown.hidden.text == "3 more on the front"


def test_a_view_that_does_not_see_the_points_says_where_they_are(maps, store) -> None:
    store.select_muscle("front", "left")
    assert maps.maps[0].scene_shown.hidden is None
    hidden = maps.maps[1].scene_shown.hidden
    assert hidden.text == "3 more on the front"
    assert hidden.h_mm == pytest.approx(200, abs=1.5), "at the edge of the body, on the points' side"


def test_the_selection_brings_in_a_view_that_sees_it(maps, store) -> None:
    store.set_views(("posterior",))
    store.select_muscle("front", "left")
    assert "anterior" in store.state.views


def test_a_view_that_cannot_see_the_selection_offers_the_one_that_can(maps, store) -> None:
    store.select_muscle("front", "left")
    back = maps.maps[1]
    assert back.scene_shown.seen_from == "anterior"
    assert back.controls.elsewhere.isVisible()
    assert "front" in back.controls.elsewhere.text()
    assert not maps.maps[0].controls.elsewhere.isVisible()
    back.controls.elsewhere.click()
    assert store.state.views == ("posterior", "anterior")


def test_the_chip_names_and_switches_the_view(maps, store) -> None:
    chip = front(maps).controls.chip
    assert chip.text() == "Front"
    next(a for a in chip.menu().actions() if a.text().startswith("Left side")).trigger()
    assert store.state.views == ("left_lateral", "posterior")
    assert front(maps).controls.chip.text() == "Left side"
    assert front(maps).scene_shown.corners == ("Front", "Back")


def test_the_navigator_goes_where_it_is_clicked(maps, store) -> None:
    store.set_viewport(1200, 5.0)
    navigator = front(maps).controls.navigator
    QTest.mouseClick(navigator, Qt.MouseButton.LeftButton, pos=QPoint(22, 62))
    assert store.state.centre_mm < 700


def test_a_muscle_is_not_outlined_on_the_side_of_the_body_where_it_is_not(maps, store) -> None:
    maps.maps[0].hover(QPointF(pixel(maps.maps[0], 100, 1300)))
    assert not maps.maps[0].highlight.hover_path.isEmpty()
    assert maps.maps[1].highlight.hover_path.isEmpty()


def test_a_map_that_is_not_shown_moves_nothing(maps, store) -> None:
    hidden = maps.maps[1]
    store.set_views(("anterior",))
    hidden.zoom_by(2.0)
    assert store.state.zoom == 1.0


def test_one_to_four_maps_are_shown(maps, store) -> None:
    store.set_views(("anterior", "posterior", "left_lateral", "right_lateral"))
    assert [m.isVisible() for m in maps.maps] == [True] * 4
    QApplication.processEvents()
    assert maps.maps[2].y() > 0
    assert abs(maps.maps[0].height() - maps.maps[2].height()) <= 1, "rows of the same height"
    store.set_views(("anterior",))
    QApplication.processEvents()
    assert len(maps.maps) == 1
    assert maps.maps[0].width() == maps.width()


def test_a_right_point_is_the_mirror_of_the_left_one(maps, store) -> None:
    store.select_point("front.1", "left")
    left = maps.maps[0].scene_shown
    store.select_point("front.1", "right")
    right = maps.maps[0].scene_shown
    a, b = left.zones[0].essential.boundingRect(), right.zones[0].essential.boundingRect()
    assert (a.left(), a.top()) == pytest.approx((-b.right(), b.top()))
    assert left.points[0].h_mm == -right.points[0].h_mm
    assert left.zones[0].dots[:, 0] == pytest.approx(-right.zones[0].dots[:, 0])


def test_both_sides_show_the_other_one_paler(maps, store) -> None:
    store.select_point("front.1", "left")
    store.set_side("both")
    marks = maps.maps[0].scene_shown.points
    assert {m.side: m.other_side for m in marks} == {"left": False, "right": True}


def maps_loading(maps) -> bool:
    maps.grab()
    QApplication.processEvents()
    return maps.pictures.busy


def shade(maps, body_map, h: float, v: float) -> QColor:
    at = pixel(body_map, h, v)
    return body_map.grab().toImage().pixelColor(at)


def test_the_dark_theme_changes_ground_and_figure(maps, store, qtbot) -> None:
    view = front(maps)
    lit = shade(maps, view, -150, 300)
    maps.set_style(DARK)
    qtbot.waitUntil(lambda: shade(maps, view, -150, 300) != lit)
    dark = shade(maps, view, -150, 300)
    assert dark.red() == pytest.approx(lit.red() * 0.83, abs=3)
    assert dark.blue() == pytest.approx(lit.blue() * 0.88, abs=3)
    ground = view.grab().toImage().pixelColor(5, 300)
    assert ground == QColor(DARK.ground)


def test_the_selected_muscle_is_seen_on_every_layer(maps, store, qtbot) -> None:
    store.select_muscle("front", "left")
    store.set_viewport(1250, 4.0)
    for layer in ("skin", "superficial", "intermediate", "deep", "skeleton"):
        store.set_layer(layer)
        qtbot.waitUntil(lambda: not maps_loading(maps))
        seen = shade(maps, front(maps), 100, 1250)
        assert seen.red() - seen.blue() > 60, layer


def test_orientation_words_are_painted_on_every_map(maps, store) -> None:
    store.set_viewport(1200, 10.0)
    for body_map in maps.maps:
        image = body_map.grab().toImage()
        corner = {image.pixelColor(x, y).lightness() for x in range(14, 90) for y in range(8, 24)}
        assert min(corner) < 110


def test_a_missing_picture_is_told_and_the_map_stays(world, store, qtbot, tmp_path) -> None:
    pictures = PictureStore(world.atlas, LIGHT)
    told: list[str] = []
    pictures.failed.connect(told.append)
    from viewer.map.pictures import PictureKey

    key = PictureKey("anterior", "skin", 1, sprite=tmp_path / "gone_1.webp")
    assert pictures.picture(key) is None
    qtbot.waitUntil(lambda: bool(told))
    assert "gone" in told[0]
    pictures.close()


def test_a_muscle_shows_the_pain_of_all_its_points_and_a_point_its_own(maps, store) -> None:
    store.select_muscle("front", "left")
    (whole,) = maps.maps[0].scene_shown.zones
    store.select_point("front.2", "left")
    (painless,) = maps.maps[0].scene_shown.zones
    store.select_point("front.1", "left")
    (own,) = maps.maps[0].scene_shown.zones
    assert painless.essential.isEmpty()
    assert not len(painless.ranks)
    assert whole.essential.boundingRect() == own.essential.boundingRect()
    assert whole.ranks.tolist() == own.ranks.tolist()
