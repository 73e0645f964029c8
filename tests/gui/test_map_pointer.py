"""The pointer and fingers on a map: click, hover, drag, wheel, pinch."""

from __future__ import annotations

import pytest
from map_world import click, front, key, pixel
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from viewer.map.scene import Pick


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


def test_what_the_pointer_or_keyboard_was_on_is_outlined_anew_in_another_view(maps, store) -> None:
    view = front(maps)
    view.focus_pick(Pick("muscle", "front", "left"))
    view.hover(QPointF(pixel(view, 100, 1300)))
    before = view.highlight.focus_path.boundingRect()
    key(view, "4")
    after = view.highlight
    assert after.focus_path.boundingRect() != before
    assert after.hover_path.boundingRect() == after.focus_path.boundingRect()


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
    seen = view.camera.visible_mm()
    assert store.state.zoom > 1.5
    assert seen.top() < 720, "down to the end of the pain it refers"
    assert seen.bottom() > 1400, "up to the end of the muscle"
    assert store.state.centre_mm == pytest.approx((720 + 1400) / 2)


def test_a_larger_target_for_touch(maps, store) -> None:
    store.select_muscle("front", "left")
    maps.set_target(44)
    assert all(b.width() == 44 for b in front(maps).points.buttons)
    at = pixel(front(maps), 60, 1380) + QPoint(-20, 0)
    QTest.mouseClick(front(maps).viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert store.state.point == "front.1"


def test_leaving_the_map_ends_the_hover(maps, store) -> None:
    view = front(maps)
    view.hover(QPointF(pixel(view, 100, 1300)))
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert store.state.hovered is None


def test_a_click_on_a_pain_zone_chooses_its_point_and_the_next_what_lies_beneath(maps, store) -> None:
    store.select_muscle("front", "left")
    body_map = front(maps)
    asked = []
    body_map.point_requested.connect(lambda id, side: asked.append(("point", id, side)))
    body_map.region_requested.connect(lambda id, side: asked.append(("region", id, side)))
    at = pixel(body_map, 100, 800)
    body_map.hover(QPointF(at))
    assert body_map.highlight.hovered.kind == "zone"
    QTest.mouseClick(body_map.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == [("point", "front.1", "left")]
    assert store.state.point == "front.1"
    QTest.mouseClick(body_map.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked[-1][0] == "region"
