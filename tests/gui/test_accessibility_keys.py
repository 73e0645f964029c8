"""Everything by the keyboard: the workflows from end to end, and the rules that keys obey."""

from __future__ import annotations

import pytest
from map_world import front, key
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from ui_app import close, needs_atlas, opened, settled
from ui_window import active_window

from viewer.map.keys import nearest_in_direction
from viewer.map.point_buttons import AreaButton, PointButton
from viewer.map.scene import Pick
from viewer.ui.record.points import PointRow

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NONE = Qt.KeyboardModifier.NoModifier
K = Qt.Key


@pytest.fixture
def window(qapp, qtbot, tmp_path):
    return active_window(qapp, qtbot, tmp_path)


@pytest.fixture
def app(qapp, qtbot, tmp_path):
    made = opened(qapp, tmp_path)
    made.window.activateWindow()
    settled(made, qtbot)
    yield made
    close(made)


def press(window, *keys, held=NONE) -> None:
    """Keys as they come from a keyboard: to whatever has it."""
    for one in keys:
        QTest.keyClick(QApplication.focusWidget() or window, one, held)
        QApplication.processEvents()


def said(widget=None) -> str:
    return (widget or QApplication.focusWidget()).accessibleName()


# -- the workflows


@needs_atlas
def test_learn_a_muscle(app, qtbot) -> None:
    """Find it, see its points and what they refer, read how to feel for one, and go back."""
    window, store = app.window, app.store
    press(window, K.Key_K, held=CTRL)
    QTest.keyClicks(QApplication.focusWidget(), "upper trapezius")
    press(window, K.Key_Return)
    settled(app, qtbot)
    assert store.state.muscle == "upper_trapezius"
    assert isinstance(QApplication.focusWidget(), PointButton), "the keyboard is on the first point"
    assert said() == (
        "Upper trapezius, trigger point 1, right, 1 of 2, refers to right temple, right side of the neck, "
        "right back of the neck"
    )
    press(window, K.Key_Return)
    assert store.state.point == "upper_trapezius.1"
    assert said().endswith("selected")
    assert any(m.scene_shown.zones for m in app.maps.maps)
    press(window, K.Key_Return)
    assert isinstance(QApplication.focusWidget(), QScrollArea), "its record, to be read with the arrows"
    rows = []
    for _ in range(60):
        press(window, K.Key_Tab)
        if isinstance(QApplication.focusWidget(), PointRow):
            rows.append(QApplication.focusWidget())
        if len(rows) == 2:
            break
    press(window, K.Key_Return)
    assert store.state.point == "upper_trapezius.2"
    press(window, K.Key_Left, held=ALT)
    assert store.state.point == "upper_trapezius.1"


@needs_atlas
def test_learn_a_region_in_reverse_and_tell_look_alikes_apart(app, qtbot) -> None:
    """Fill an area on the map, step through the patterns that cover it, rule one out, compare."""
    window, store = app.window, app.store
    told: list[str] = []
    window.announcer.announced.connect(told.append)
    press(window, K.Key_2, held=CTRL | SHIFT)
    assert store.state.mode == "pain"
    qtbot.waitUntil(lambda: app.pain.work.ready, timeout=30_000)
    press(window, K.Key_Home)
    assert isinstance(QApplication.focusWidget(), AreaButton)
    for arrow in [K.Key_Right, K.Key_Down, K.Key_Right, K.Key_Down]:
        press(window, arrow)
        if said() == "Temple, patient’s left":
            break
    assert said() == "Temple, patient’s left"
    press(window, K.Key_Space)
    assert len(store.state.painting) == 1
    qtbot.waitUntil(lambda: any(words.endswith("cover this area") for words in told), timeout=10_000)
    press(window, K.Key_F6)
    patterns = app.pain.panel.list
    for _ in range(20):
        if QApplication.focusWidget() is patterns:
            break
        press(window, K.Key_Tab)  # past the warning signs, which stand first
    press(window, K.Key_Home)
    first = store.state.point
    press(window, K.Key_Down)
    assert store.state.point is not None
    assert store.state.point != first, "the map follows the arrows"
    assert QApplication.focusWidget() is patterns
    before = store.state.muscle
    while QApplication.focusWidget() is not app.pain.panel.out:
        press(window, K.Key_Tab)
        assert QApplication.focusWidget() is not patterns, "the buttons are on the way"
    press(window, K.Key_Space)
    assert before in store.state.ruled_out
    press(window, K.Key_Tab)
    assert QApplication.focusWidget() is app.pain.panel.compare
    press(window, K.Key_Space)
    assert store.state.mode == "compare"
    assert len(store.state.compared) >= 2
    assert QApplication.focusWidget().isVisible()
    press(window, K.Key_1, held=CTRL | SHIFT)
    assert store.state.mode == "explore"


@needs_atlas
def test_review_a_site_before_needling(app, qtbot) -> None:
    """The safety of a point is reached with keys alone."""
    window = app.window
    app.store.select_point("upper_trapezius.1", "left")
    settled(app, qtbot)
    press(window, K.Key_F6)
    while QApplication.focusWidget() is not window.record_panel.area:
        press(window, K.Key_F6)
    for _ in range(12):
        if said() in window.record_panel.tabs.names():
            break
        press(window, K.Key_Backtab)
    while window.record_panel.tabs.current() != "Safety":
        press(window, K.Key_Right)
    shown = next(s for s in window.record_panel._sections if s.title == "Safety")
    assert shown.visibleRegion().boundingRect().height() > 100


# -- the map


def test_past_the_last_point_arrows_go_to_areas_and_back(maps, store) -> None:
    store.select_muscle("front", "left")
    view = front(maps)
    view.setFocus()
    key(view, K.Key_Home)
    assert isinstance(QApplication.focusWidget(), PointButton)
    QTest.keyClick(QApplication.focusWidget(), K.Key_Left)
    area = QApplication.focusWidget()
    assert isinstance(area, AreaButton)
    assert view.highlight.focused.kind == "region"
    assert said(area).startswith(("Chest", "Belly"))
    QTest.keyClick(area, K.Key_Right)
    assert isinstance(QApplication.focusWidget(), PointButton)
    assert not area.isVisible(), "the area's button goes with the keyboard"


def test_each_step_over_areas_is_a_new_button_with_its_own_name(maps) -> None:
    view = front(maps)
    view.setFocus()
    key(view, K.Key_Home)
    first, name = QApplication.focusWidget(), said()
    QTest.keyClick(first, K.Key_Down)
    assert QApplication.focusWidget() is not first, "a name that only changed would not be read out"
    assert said() != name
    assert view.highlight.focused == QApplication.focusWidget().pick


def test_a_pressed_area_is_selected_and_says_so(maps, store) -> None:
    view = front(maps)
    view.setFocus()
    key(view, K.Key_Home)
    QTest.keyClick(QApplication.focusWidget(), K.Key_Return)
    assert store.state.region == view.highlight.focused.id
    assert said().endswith("selected")


def test_tab_leaves_the_map_from_every_mark(maps, store) -> None:
    store.select_muscle("front", "left")
    view = front(maps)
    for steps in ((), (K.Key_Down,), (K.Key_Left,)):
        view.setFocus()
        key(view, K.Key_Home)
        for step in steps:
            QTest.keyClick(QApplication.focusWidget(), step)
        QTest.keyClick(QApplication.focusWidget(), K.Key_Tab)
        now = QApplication.focusWidget()
        assert not isinstance(now, PointButton | AreaButton), said(now)
        QTest.keyClick(now, K.Key_Backtab)
        assert view.isAncestorOf(QApplication.focusWidget()) or QApplication.focusWidget() is view


def test_what_gets_the_keyboard_comes_into_sight(maps, store) -> None:
    store.select_muscle("front", "left")
    store.set_viewport(300.0, 6.0)
    view = front(maps)
    view.setFocus()
    key(view, K.Key_Home)
    place = next(m for m in view.marks() if m[0] == view.highlight.focused)
    assert view.viewport().rect().contains(round(place[1]), round(place[2]))


def test_another_layer_takes_the_areas_and_keeps_the_keyboard(maps, store) -> None:
    view = front(maps)
    view.setFocus()
    key(view, K.Key_Home)
    assert isinstance(QApplication.focusWidget(), AreaButton)
    store.set_layer("deep")
    assert QApplication.focusWidget() is view
    assert view.highlight.focused is None


def test_an_arrow_does_not_turn_round() -> None:
    here, left, below = (Pick("region", name, "left") for name in ("here", "left", "below"))
    marks = [(here, 100.0, 100.0), (left, 20.0, 110.0), (below, 90.0, 300.0)]
    assert nearest_in_direction(marks, here, -1, 0) == left
    assert nearest_in_direction(marks, here, 0, 1) == below
    assert nearest_in_direction(marks, here, 1, 0) is None


# -- the keyboard is never lost


def held_in(window, part) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and focus.isVisible() and (part is None or part.isAncestorOf(focus))


@pytest.mark.parametrize("part", ["find", "record"])
def test_a_panel_that_closes_gives_the_keyboard_to_the_map(window, part: str) -> None:
    place, number = {
        "find": (window.find_panel.field, K.Key_1),
        "record": (window.record_panel.area, K.Key_3),
    }[part]
    place.setFocus()
    press(window, number, held=CTRL)
    assert not place.isVisible()
    assert QApplication.focusWidget() is window.map_host


def test_a_drawer_that_closes_gives_the_keyboard_to_the_map(window) -> None:
    window.resize(1024, 768)
    QApplication.processEvents()
    for leave in ((K.Key_Escape, NONE), (K.Key_1, CTRL)):
        press(window, K.Key_1, held=CTRL)
        assert QApplication.focusWidget() is window.find_panel.field
        press(window, leave[0], held=leave[1])
        assert not window.drawer.isVisible()
        assert QApplication.focusWidget() is window.map_host


def test_a_notice_that_closes_gives_the_keyboard_to_the_map(window) -> None:
    window.caution.say("3 records withheld")
    window.caution.button.setFocus()
    press(window, K.Key_Tab, K.Key_Space)
    assert not window.caution.isVisible()
    assert QApplication.focusWidget() is window.map_host


def test_panels_go_round_both_ways(window) -> None:
    window.find_panel.field.setFocus()
    there = []
    for _ in range(4):
        press(window, K.Key_F6)
        there.append(QApplication.focusWidget())
    back = []
    for _ in range(4):
        press(window, K.Key_F6, held=SHIFT)
        back.append(QApplication.focusWidget())
    assert len(set(there)) == 4
    assert back == [*there[2::-1], there[3]]
