"""The map as a user meets it: clicks, hover, keys, gestures, screen readers, linked maps."""

from __future__ import annotations

import pytest
from map_world import World
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from viewer.map.linked import LinkedMaps
from viewer.map.pictures import PictureStore
from viewer.map.scene import Pick
from viewer.map.style import DARK, LIGHT
from viewer.state.store import Store


@pytest.fixture
def store(world: World) -> Store:
    return Store(world.catalog, world.content)


@pytest.fixture
def maps(world: World, store: Store, qtbot):
    pictures = PictureStore(world.atlas, LIGHT)
    linked = LinkedMaps(store, world.content, pictures, LIGHT)
    qtbot.addWidget(linked)
    linked.resize(1000, 700)
    linked.show()
    qtbot.waitUntil(lambda: not pictures.busy)
    yield linked
    pictures.close()


def front(maps: LinkedMaps):
    return maps.maps[0]


def pixel(body_map, h: float, v: float) -> QPoint:
    return body_map.camera.to_px(h, v).toPoint()


def click(body_map, h: float, v: float) -> None:
    QTest.mouseClick(body_map.viewport(), Qt.MouseButton.LeftButton, pos=pixel(body_map, h, v))


def test_a_click_on_a_muscle_selects_it_on_every_map(maps, store) -> None:
    click(front(maps), 100, 1300)
    assert (store.state.muscle, store.state.at_side) == ("front", "left")
    assert all(m.scene_shown.selected == Pick("muscle", "front", "left") for m in maps.maps)


def test_a_click_on_the_other_side_selects_that_side(maps, store) -> None:
    click(front(maps), -100, 1300)
    assert (store.state.muscle, store.state.side) == ("front", "right")


def test_clicking_again_goes_to_what_lies_beneath_and_says_so(maps, store) -> None:
    said: list[str] = []
    maps.status.connect(said.append)
    chosen = []
    for _ in range(4):
        click(front(maps), 100, 1300)
        chosen.append(store.state.muscle or store.state.region)
    assert chosen == ["front", "deep", "chest", "front"]
    assert "2 of 3" in said[1]


def test_a_trigger_point_is_picked_before_its_muscle(maps, store) -> None:
    store.select_muscle("front", "left")
    at = pixel(front(maps), 60, 1380) + QPoint(7, 0)
    QTest.mouseClick(front(maps).viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert store.state.point == "front.1"


def test_a_crowd_of_points_asks_which(maps, store, qtbot) -> None:
    store.select_muscle("front", "left")
    with qtbot.waitSignal(front(maps).crowd_requested) as asked:
        click(front(maps), 142, 1227)
    assert {m.id for m in asked.args[0].members} == {"front.2", "front.3"}
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert any("TrP 2" in a.text() for a in popup.actions())
    popup.close()


def test_hover_names_and_outlines_at_once_and_changes_nothing(maps, store) -> None:
    QTest.mouseMove(front(maps).viewport(), pixel(front(maps), 100, 1300))
    front(maps).hover(QPointF(pixel(front(maps), 100, 1300)))
    assert store.state.hovered.id == "front"
    assert not front(maps).highlight.hover_path.isEmpty()
    assert maps.maps[1].highlight.hovered == front(maps).highlight.hovered
    assert store.state.muscle is None
    front(maps).hover(QPointF(2, 2))
    assert store.state.hovered is None


def test_a_drag_pans_and_does_not_select(maps, store) -> None:
    store.set_viewport(1200, 4.0)
    view = front(maps).viewport()
    before = front(maps).camera.centre_mm
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(250, 300))
    QTest.mouseMove(view, QPoint(250, 360))
    QTest.mouseMove(view, QPoint(250, 400))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(250, 400))
    assert front(maps).camera.centre_mm - before == pytest.approx(100 / front(maps).camera.px_per_mm)
    assert store.state.muscle is None


def test_zoom_and_height_are_shared_and_sideways_is_not(maps, store) -> None:
    store.set_viewport(1200, 6.0)
    front(maps).pan(-80, -30)
    a, b = (m.camera for m in maps.maps)
    assert (a.zoom, a.centre_mm) == (b.zoom, b.centre_mm)
    assert a.across_mm != b.across_mm


def test_a_map_that_grows_looks_where_it_was_asked_to(maps, store) -> None:
    maps.resize(420, 240)
    QApplication.processEvents()
    store.set_viewport(1500.0, 3.0)
    maps.resize(1000, 700)
    QApplication.processEvents()
    assert front(maps).camera.centre_mm == pytest.approx(1500.0)


def test_the_wheel_zooms_about_the_pointer(maps) -> None:
    view = front(maps)
    at = QPointF(pixel(view, 100, 1300))
    before = view.camera.to_mm(at.x(), at.y())
    for _ in range(8):
        event = QWheelEvent(
            at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
    assert view.camera.zoom > 3
    view.zoom_by(1.5, at)
    after = view.camera.to_mm(at.x(), at.y())
    assert after == pytest.approx(view.camera.to_mm(at.x(), at.y()))
    assert abs(after[1] - before[1]) < 120


def test_a_pinch_of_a_trackpad_zooms(maps) -> None:
    view = front(maps)
    at = QPointF(200, 200)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        at, at, at, 0.5, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    assert view.camera.zoom == pytest.approx(1.5)


def test_two_fingers_on_a_screen_pinch(maps, qtbot) -> None:
    view = front(maps)
    device = QTest.createTouchDevice()
    spread = [40, 60, 90, 130, 180]
    touch = QTest.touchEvent(view.viewport(), device)
    touch.press(0, QPoint(200 - 40, 300), view.viewport()).press(1, QPoint(200 + 40, 300), view.viewport())
    touch.commit()
    for half in spread[1:]:
        touch = QTest.touchEvent(view.viewport(), device)
        touch.move(0, QPoint(200 - half, 300), view.viewport())
        touch.move(1, QPoint(200 + half, 300), view.viewport())
        touch.commit()
        QApplication.processEvents()
    touch = QTest.touchEvent(view.viewport(), device)
    touch.release(0, QPoint(20, 300), view.viewport()).release(1, QPoint(380, 300), view.viewport())
    touch.commit()
    assert view.camera.zoom > 2


def test_double_click_zooms_to_what_the_first_click_selected(maps, store) -> None:
    view = front(maps)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pixel(view, 100, 1300))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pixel(view, 100, 1300))
    assert store.state.muscle == "front"
    assert store.state.centre_mm == pytest.approx(1300, abs=20)
    assert store.state.zoom > 2


def key(view, *keys) -> None:
    for one in keys:
        QTest.keyClick(view, one)


def test_keys_zoom_pan_layer_side_view_and_mirror(maps, store) -> None:
    view = front(maps)
    view.setFocus()
    key(view, "+", "+")
    assert store.state.zoom == pytest.approx(1.25**2)
    key(view, "]", "]")
    assert store.state.layer == "intermediate"
    key(view, "[")
    assert store.state.layer == "superficial"
    key(view, "s")
    assert store.state.side == "left"
    key(view, "m")
    assert store.state.mirrored
    assert view.scene_shown.corners == ("Patient’s left", "Patient’s right")
    key(view, "3")
    assert store.state.views == ("right_lateral", "posterior")
    key(view, "v")
    assert store.state.views[0] == "anterior"
    key(view, "0")
    assert store.state.zoom == 1.0


def test_single_keys_can_be_turned_off(maps, store) -> None:
    maps.set_keys_on(False)
    key(front(maps), "]", "m")
    assert (store.state.layer, store.state.mirrored) == ("skin", False)


def test_arrows_step_over_points_enter_selects_and_escape_clears(maps, store, qtbot) -> None:
    store.select_muscle("front", "left")
    store.zoom_to_selection()
    view = front(maps)
    view.setFocus()
    key(view, Qt.Key.Key_Home)
    button = QApplication.focusWidget()
    assert isinstance(button, QAbstractButton)
    assert button.accessibleName() == "Front muscle, trigger point 1, left, 1 of 3"
    QTest.keyClick(button, Qt.Key.Key_Down)
    assert "trigger point 2" in QApplication.focusWidget().accessibleName()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert store.state.point == "front.2"
    assert QApplication.focusWidget().accessibleName().endswith("selected")
    with qtbot.waitSignal(maps.open_requested):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert store.state.point is None


def test_without_points_arrows_step_over_the_regions(maps, store) -> None:
    view = front(maps)
    view.setFocus()
    key(view, Qt.Key.Key_Home)
    assert view.highlight.focused.kind == "region"
    assert not view.highlight.focus_path.isEmpty()
    key(view, Qt.Key.Key_Space)
    assert store.state.region == view.highlight.focused.id


def test_points_are_buttons_to_a_screen_reader(maps, store) -> None:
    store.select_muscle("front", "left")
    buttons = front(maps).points.buttons
    assert len(buttons) == 3
    for button in buttons:
        assert button.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        assert button.width() >= 24
        face = QAccessible.queryAccessibleInterface(button)
        assert face.role() == QAccessible.Role.Button
        assert "trigger point" in face.text(QAccessible.Text.Name)
    buttons[2].click()
    assert store.state.point == "front.3"


def test_the_points_are_one_tab_stop(maps, store) -> None:
    store.select_point("front.2", "left")
    stops = [b for b in front(maps).points.buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [b.mark.id for b in stops] == ["front.2"]


def test_tab_comes_to_the_selected_point_first(maps, store) -> None:
    store.select_point("front.2", "left")
    widget = front(maps).nextInFocusChain()
    while widget.focusProxy() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        widget = widget.nextInFocusChain()
    assert widget.accessibleName().startswith("Front muscle, trigger point 2")


def test_a_bare_map_shows_that_it_has_the_keyboard(maps, store) -> None:
    view = front(maps)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    accent = QColor(LIGHT.accent)
    frame = {view.grab().toImage().pixelColor(x, 300).name() for x in range(6)}
    assert accent.name() in frame
    view.setFocus(Qt.FocusReason.TabFocusReason)
    key(view, Qt.Key.Key_Home)
    assert accent.name() not in {view.grab().toImage().pixelColor(x, 640).name() for x in range(4)}


def test_with_both_sides_shown_a_pair_of_which_one_is_seen_is_not_missed(maps, store) -> None:
    store.select_muscle("front", "left")
    store.set_side("both")
    assert maps.maps[0].scene_shown.hidden is None
    assert maps.maps[1].scene_shown.hidden.text == "3 more on the front"


def test_everything_that_can_have_the_focus_has_a_name(maps, store) -> None:
    store.select_muscle("front", "left")
    for child in front(maps).findChildren(QAbstractButton):
        assert child.accessibleName() or child.text(), child


def test_a_view_that_does_not_see_the_points_says_where_they_are(maps, store) -> None:
    store.select_muscle("front", "left")
    assert maps.maps[0].scene_shown.hidden is None
    hidden = maps.maps[1].scene_shown.hidden
    assert hidden.text == "3 more on the front"


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


def test_one_to_four_maps_are_shown(maps, store) -> None:
    store.set_views(("anterior", "posterior", "left_lateral", "right_lateral"))
    assert [m.isVisible() for m in maps.maps] == [True] * 4
    QApplication.processEvents()
    assert maps.maps[2].y() > 0
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


def test_a_larger_target_for_touch(maps, store) -> None:
    store.select_muscle("front", "left")
    maps.set_target(44)
    assert all(b.width() == 44 for b in front(maps).points.buttons)
    at = pixel(front(maps), 60, 1380) + QPoint(-20, 0)
    QTest.mouseClick(front(maps).viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert store.state.point == "front.1"


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


def test_leaving_the_map_ends_the_hover(maps, store) -> None:
    view = front(maps)
    view.hover(QPointF(pixel(view, 100, 1300)))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert store.state.hovered is None
