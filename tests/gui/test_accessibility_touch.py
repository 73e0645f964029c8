"""Fingers: pinch, two fingers, double tap, long press, and targets that are large enough."""

from __future__ import annotations

import pytest
from map_world import front, pixel
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton
from ui_window import make_window

from viewer.map.mouse import HOLD_MS
from viewer.ui.parts.buttons import Link, Reference
from viewer.ui.parts.evidence import EvidenceBadge
from viewer.ui.record.points import PointRow
from viewer.ui.tokens import TOUCH_ROW, TOUCH_TARGET

FINGER = QTest.createTouchDevice()


def tap(view, at: QPoint) -> None:
    QTest.touchEvent(view, FINGER).press(0, at, view).commit()
    QTest.touchEvent(view, FINGER).release(0, at, view).commit()
    QApplication.processEvents()


def test_a_tap_selects_and_a_double_tap_zooms_to_it(maps, store) -> None:
    view = front(maps)
    at = pixel(view, 100, 1300)
    tap(view.viewport(), at)
    assert store.state.muscle == "front"
    assert store.state.zoom == 1.0
    tap(view.viewport(), at)
    assert store.state.muscle == "front", "the second tap is no step beneath"
    assert store.state.zoom > 1.5


def test_a_long_press_opens_the_menu_and_selects_nothing(maps, store, qtbot) -> None:
    view = front(maps)
    at = pixel(view, 100, 1300)
    asked: list[QPointF] = []
    view.menu_requested.connect(asked.append)
    QTest.touchEvent(view.viewport(), FINGER).press(0, at, view.viewport()).commit()
    qtbot.wait(HOLD_MS + 150)
    QTest.touchEvent(view.viewport(), FINGER).release(0, at, view.viewport()).commit()
    QApplication.processEvents()
    assert asked == [QPointF(at)]
    assert store.state.muscle is None


def test_a_finger_that_moves_off_selects_nothing(maps, store) -> None:
    view, at = front(maps), pixel(front(maps), 100, 1300)
    QTest.touchEvent(view.viewport(), FINGER).press(0, at, view.viewport()).commit()
    for step in (20, 40, 60):
        QTest.touchEvent(view.viewport(), FINGER).move(0, at + QPoint(0, step), view.viewport()).commit()
    QTest.touchEvent(view.viewport(), FINGER).release(0, at + QPoint(0, 60), view.viewport()).commit()
    assert store.state.muscle is None


def test_two_fingers_pan(maps, store) -> None:
    store.set_viewport(1200.0, 4.0)
    view = front(maps)
    port, before = view.viewport(), view.camera.centre_mm
    QTest.touchEvent(port, FINGER).press(0, QPoint(150, 300), port).press(1, QPoint(250, 300), port).commit()
    for step in range(10, 101, 10):
        touch = QTest.touchEvent(port, FINGER)
        touch.move(0, QPoint(150, 300 + step), port).move(1, QPoint(250, 300 + step), port).commit()
        QApplication.processEvents()
    touch = QTest.touchEvent(port, FINGER)
    touch.release(0, QPoint(150, 400), port).release(1, QPoint(250, 400), port).commit()
    assert view.camera.centre_mm > before + 40 / view.camera.px_per_mm
    assert store.state.muscle is None


@pytest.fixture
def large(qapp, qtbot, tmp_path):
    window = make_window(qapp, qtbot, tmp_path, (1280, 800))
    window.preferences.choose_flag("touch", True)
    window.store.select_point("alpha.1")
    window.record_panel.complete()
    qtbot.wait(100)
    yield window
    window.preferences.choose_flag("touch", False)


def test_large_targets_reach_everything_that_is_pressed(large) -> None:
    small = []
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for part in large.findChildren(kind):
            in_a_line_of_text = isinstance(part, Reference | EvidenceBadge)
            takes = part.focusPolicy() != Qt.FocusPolicy.NoFocus
            if part.isVisible() and takes and not in_a_line_of_text and part.height() < TOUCH_TARGET:
                small.append((type(part).__name__, part.accessibleName(), part.height()))
    assert small == []


def test_rows_are_as_high_as_a_finger_needs(large) -> None:
    tree = large.find_panel.trees["muscles"]
    assert tree.visualRect(tree.model().index(0, 0)).height() >= TOUCH_ROW
    assert all(row.height() >= TOUCH_ROW for row in large.findChildren(PointRow) if row.isVisible())


def test_targets_become_small_again(large, qtbot) -> None:
    link = next(part for part in large.findChildren(Link) if part.isVisible())
    assert link.height() >= TOUCH_TARGET
    large.preferences.choose_flag("touch", False)
    qtbot.wait(100)
    assert link.height() < TOUCH_TARGET
    assert large.top.back.height() < TOUCH_TARGET


def test_the_maps_own_buttons_grow(maps) -> None:
    controls = front(maps).controls
    maps.set_target(44.0)
    for button in (controls.zoom_in, controls.zoom_out, controls.fit, controls.chip):
        assert button.height() >= 44
    assert front(maps).rect().contains(controls.zoom_in.geometry())
    maps.set_target(24.0)
    assert controls.zoom_in.height() == 30


def test_a_dialog_too(large) -> None:
    large.verbs.show_settings()
    dialog = large.verbs.dialog("settings")
    QApplication.processEvents()
    for button in dialog.findChildren(QPushButton):
        assert button.height() >= TOUCH_TARGET, button.text()
    dialog.close()
