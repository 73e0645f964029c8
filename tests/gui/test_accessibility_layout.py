"""Large text, small windows, targets, tooltips, and acting on release."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QToolTip
from ui_window import active_window, make_window

from viewer.ui.keyboard import in_order
from viewer.ui.parts.buttons import Link, Reference
from viewer.ui.parts.evidence import EvidenceBadge
from viewer.ui.parts.text import Elided, Text
from viewer.ui.preferences import GLIDE_MS


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return active_window(qapp, qtbot, tmp_path)


@pytest.fixture
def large(qapp, qtbot, tmp_path):
    """200 % text at 1280 × 800."""
    made = make_window(qapp, qtbot, tmp_path, (1280, 800), 2.0)
    made.store.select_point("alpha.1")
    made.record_panel.complete()
    qtbot.wait(50)
    yield made
    made.look.choose("light", 1.0)


def cut(window) -> list[str]:
    """Words that are seen in part and can be had nowhere."""
    found = []
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text() or isinstance(label, Text):
            continue
        wide = QFontMetricsF(label.font()).horizontalAdvance(label.text())
        if wide > label.width() + 1 and not label.toolTip():
            found.append(label.text())
    return found


def test_no_word_is_cut_without_a_tooltip_at_200_percent(large) -> None:
    assert any(isinstance(label, Elided) for label in large.findChildren(QLabel))
    assert cut(large) == []
    large.status.said.setText("words that are far too long for the room that a status line has " * 3)
    assert large.status.said.toolTip() == large.status.said.text()


def test_every_command_is_within_reach_at_200_percent(large) -> None:
    for button in large.top.findChildren(QAbstractButton):
        if button.isVisible():
            assert large.rect().contains(button.mapTo(large, button.rect().center())), button.accessibleName()
    assert large.menu_button.isVisible()
    QTest.keyClick(large, Qt.Key.Key_F1)
    dialog = large.verbs.dialog("shortcuts")
    assert dialog.width() <= large.screen().availableGeometry().width()
    dialog.close()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_small_window_scrolls_one_way(qapp, qtbot, tmp_path, scale: float) -> None:
    window = make_window(qapp, qtbot, tmp_path, (640, 512), scale)
    window.store.select_point("alpha.1")
    window.record_panel.complete()
    qtbot.wait(50)
    assert window.plan.column, "one column"
    for area in window.findChildren(QScrollArea):
        if area.isVisible():
            assert area.horizontalScrollBar().maximum() == 0, area.accessibleName()
    assert window.record_panel.isVisible()
    assert cut(window) == []
    window.look.choose("light", 1.0)


def test_targets_are_24_pixels_high_but_for_those_in_a_line_of_text(window, qtbot) -> None:
    window.store.select_point("alpha.1")
    window.record_panel.complete()
    qtbot.wait(50)
    small = []
    for button in window.findChildren(QAbstractButton):
        takes = button.focusPolicy() != Qt.FocusPolicy.NoFocus
        in_text = isinstance(button, Reference | EvidenceBadge | Link)
        if button.isVisible() and takes and not in_text and min(button.width(), button.height()) < 24:
            small.append((button.accessibleName(), button.size()))
    assert small == []


def test_a_tooltip_goes_with_escape(window, qtbot) -> None:
    window.find_panel.field.setText("trap")
    window.find_panel.field.setFocus()
    back = window.top.back
    at = back.rect().center()
    QApplication.sendEvent(back, QHelpEvent(QHelpEvent.Type.ToolTip, at, back.mapToGlobal(at)))
    assert QToolTip.isVisible()
    assert "Back" in QToolTip.text()
    QTest.keyClick(window.find_panel.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    assert window.find_panel.field.text() == "trap", "the first Escape does nothing else"
    QTest.keyClick(window.find_panel.field, Qt.Key.Key_Escape)
    assert window.find_panel.field.text() == ""


def test_what_is_pressed_acts_on_release_and_leaving_cancels(window) -> None:
    before = window.store.state
    button = window.toolbar.sides.button("left")
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(button, left)
    assert window.store.state == before
    QTest.mouseRelease(button, left, pos=QPoint(-60, -60))
    assert window.store.state == before
    slider = window.toolbar.layers
    QTest.mousePress(slider, left, pos=QPoint(slider.width() - 4, slider.height() - 4))
    assert window.store.state == before
    QTest.mouseRelease(slider, left, pos=QPoint(slider.width() - 4, slider.height() + 60))
    assert window.store.state == before
    QTest.mouseClick(slider, left, pos=QPoint(slider.width() - 4, slider.height() - 4))
    assert window.store.state.layer == "skeleton"


def test_having_the_keyboard_does_nothing_by_itself(window) -> None:
    before = window.store.state
    for stop in [w for w in in_order(window) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
    assert window.store.state == before
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]


def test_tab_goes_from_top_to_bottom_and_from_panel_to_panel(window, qtbot) -> None:
    window.store.select_point("alpha.1")
    window.record_panel.complete()
    qtbot.wait(50)
    order = list(in_order(window))
    parts = [window.top, window.find_panel.field, window.toolbar, window.map_host, window.record_panel.tabs,
             window.record_panel.area]  # fmt: skip
    places = [order.index(part) for part in parts]
    assert places == sorted(places)
    assert len(order) == len(set(map(id, order))), "nothing is come to twice"


def test_movement_can_be_switched_off(window) -> None:
    class Maps:
        glide_ms = -1

        def set_keys_on(self, on: bool) -> None:
            pass

        def set_target(self, pixels: float) -> None:
            pass

    maps = Maps()
    window.preferences.give_maps(maps)
    assert maps.glide_ms == GLIDE_MS
    window.preferences.choose_flag("reduced_motion", True)
    assert maps.glide_ms == 0
