"""The keyboard and screen readers on a map."""

from __future__ import annotations

import pytest
from map_world import front, key
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from viewer.map.style import LIGHT


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


def test_everything_that_can_have_the_focus_has_a_name(maps, store) -> None:
    store.select_muscle("front", "left")
    for child in front(maps).findChildren(QAbstractButton):
        assert child.accessibleName() or child.text(), child
