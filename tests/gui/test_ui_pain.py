"""Pain and Compare over the shipped catalog: by mouse, by keyboard, by touch; undo; what is listed."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from ui_app import READY_MS, close, needs_atlas, opened, settled

from viewer.body.paint import SOME, Stroke, WholeArea, areas_of
from viewer.ui.parts.buttons import Link
from viewer.ui.parts.text import Text

pytestmark = needs_atlas
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def running(qapp, tmp_path_factory):
    """One app for the whole file: starting it takes longer than all tests in it."""
    made = opened(qapp, tmp_path_factory.mktemp("pain"))
    yield made
    close(made)


@pytest.fixture
def app(running, qtbot):
    qtbot.waitUntil(lambda: running.pain is not None, timeout=READY_MS)
    store = running.store
    store.set_mode("pain")
    qtbot.waitUntil(lambda: running.pain.work.ready and not running.busy, timeout=READY_MS)
    for muscle in store.state.ruled_out:
        store.rule_out(muscle, False)
    store.paint(())
    store.compare(())
    store.set_side("right")
    store.set_views(("anterior", "posterior"))
    store.zoom_to_fit()
    while store.clear_step():
        pass
    running.pain.tools.kinds.button("paint").click()
    running.pain.tools.strengths.button("worst").click()
    running.pain.tool.width_mm = 40.0
    store.set_mode("pain")
    if running.pain.tools.coverage.isChecked():
        running.pain.tools.coverage.click()
    QApplication.processEvents()
    return running


def pixel(body_map, h_mm: float, v_mm: float) -> QPoint:
    return body_map.camera.to_px(h_mm, v_mm).toPoint()


def stroke(body_map, *places: tuple[float, float]) -> None:
    """Paint over places of a map's plane with the mouse."""
    viewport = body_map.viewport()
    QTest.mousePress(viewport, LEFT, pos=pixel(body_map, *places[0]))
    for place in places[1:]:
        QTest.mouseMove(viewport, pixel(body_map, *place))
    QTest.mouseRelease(viewport, LEFT, pos=pixel(body_map, *places[-1]))


def answered(app, qtbot) -> None:
    qtbot.waitUntil(lambda: not app.pain.work._later.isActive(), timeout=5000)
    QApplication.processEvents()


def test_painting_with_the_mouse_lists_patterns_and_shows_in_the_side_view(app, qtbot) -> None:
    app.store.set_views(("anterior", "right_lateral"))
    front, side = app.maps.maps
    stroke(front, (-170.0, 1420.0), (-190.0, 1410.0), (-200.0, 1395.0))
    answered(app, qtbot)
    (mark,) = app.store.state.painting
    assert isinstance(mark, Stroke)
    assert all(x < -50.0 for x, _, _ in mark.line), "painted on the patient's right"
    assert front.scene_shown.paint is not None
    assert side.scene_shown.paint is not None, "its edge shows from the side"
    panel = app.pain.panel
    assert panel.list.patterns.rowCount() > 0
    assert all(row.side == "right" for row in panel.list.patterns.rows[:3])
    assert "cover" in panel.heading.text()
    assert "painted" in app.window.legend.shown()


def test_every_pattern_that_covers_the_paint_is_counted_and_listed(app, qtbot) -> None:
    work = app.pain.work
    regions = dict.fromkeys(region for region, _ in work.ground.regions.codes)
    app.store.paint(tuple(WholeArea(region, side) for region in regions for side in ("left", "right")))
    answered(app, qtbot)
    covering = work.ground.table.rank(work.vector, most=10_000)
    assert len(covering) > 200
    assert app.pain.panel.heading.text() == f"{len(covering)} patterns cover this area"
    listed = [ranked.row for row in app.pain.panel.list.patterns.rows for ranked in row.patterns]
    assert set(listed) == {each.row for each in covering}


def test_a_stroke_is_one_step_of_undo_and_the_history_leaves_it_alone(app, qtbot) -> None:
    front = app.maps.maps[0]
    stroke(front, (-80.0, 800.0), (-85.0, 760.0))
    one = app.store.state.painting
    stroke(front, (-80.0, 700.0), (-85.0, 660.0))
    two = app.store.state.painting
    assert len(two) == len(one) + 1
    QTest.keyClick(app.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert app.store.state.painting == one
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(app.window, Qt.Key.Key_Z, modifiers)
    assert app.store.state.painting == two
    app.pain.tools.clear.click()
    assert app.store.state.painting == ()
    app.pain.tools.undo.click()
    assert app.store.state.painting == two
    app.store.back()
    assert app.store.state.painting == two


def test_the_eraser_and_a_weaker_pain(app, qtbot) -> None:
    front = app.maps.maps[0]
    app.pain.tools.strengths.button("some").click()
    stroke(front, (-80.0, 800.0), (-85.0, 760.0))
    assert app.store.state.painting[-1].strength == SOME
    before = float(app.pain.work.vector.sum())
    app.pain.tools.kinds.button("erase").click()
    stroke(front, (-80.0, 800.0), (-82.0, 785.0))
    assert app.store.state.painting[-1].strength == 0.0
    assert float(app.pain.work.vector.sum()) < before


def test_beside_the_body_and_with_shift_the_map_is_moved_and_not_painted(app, qtbot) -> None:
    front = app.maps.maps[0]
    app.store.set_viewport(900.0, 3.0, {"anterior": 0.0})
    qtbot.waitUntil(lambda: not app.maps.gliding)
    before = front.camera
    at = pixel(front, -80.0, 900.0)
    viewport = front.viewport()
    QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.ShiftModifier, at)
    for step in (20, 40, 60):
        QTest.mouseMove(viewport, at + QPoint(0, step))
    QTest.mouseRelease(viewport, LEFT, Qt.KeyboardModifier.ShiftModifier, at + QPoint(0, 60))
    assert app.store.state.painting == ()
    assert front.camera != before


def test_alt_and_the_wheel_change_the_brush(app, qtbot) -> None:
    front = app.maps.maps[0]
    at = QPointF(pixel(front, -80.0, 800.0))
    event = QWheelEvent(
        at, front.viewport().mapToGlobal(at), QPoint(), QPoint(120, 0), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.AltModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(front.viewport(), event)
    assert app.pain.tool.width_mm == 42.0
    assert app.pain.tools.width_slider.value() == 42
    app.pain.tools.width_slider.setValue(20)
    assert app.pain.tool.width_mm == 20.0


def test_areas_by_click_by_keyboard_and_by_name(app, qtbot) -> None:
    front = app.maps.maps[0]
    app.pain.tools.kinds.button("areas").click()
    QTest.mouseClick(front.viewport(), LEFT, pos=pixel(front, -90.0, 720.0))
    (area,) = app.store.state.painting
    assert isinstance(area, WholeArea)
    assert area.side == "right"
    QTest.mouseClick(front.viewport(), LEFT, pos=pixel(front, -90.0, 720.0))
    assert areas_of(app.store.state.painting) == {}, "a second click takes it away"

    app.pain.tools.kinds.button("paint").click()
    front.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(front, Qt.Key.Key_Home)
    focused = front.highlight.focused
    assert focused is not None
    assert focused.kind == "region"
    QTest.keyClick(front, Qt.Key.Key_Space)
    assert any(region == focused.id for region, _ in areas_of(app.store.state.painting))

    app.store.paint(())
    field = app.pain.tools.area_field
    QTest.keyClicks(field, "Temple")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert areas_of(app.store.state.painting) == {("temple", "right"): 1.0}
    answered(app, qtbot)
    assert "Temple, right" in [name.text() for name, _ in app.pain.tools._rows if not name.isHidden()]


def test_a_finger_paints_and_a_second_finger_makes_a_pinch_of_it(app, qtbot) -> None:
    front = app.maps.maps[0]
    viewport = front.viewport()
    device = QTest.createTouchDevice()
    start = pixel(front, -80.0, 800.0)
    QTest.touchEvent(viewport, device).press(0, start, viewport).commit()
    qtbot.wait(20)
    for step in (6, 14, 24):
        QTest.touchEvent(viewport, device).move(0, start + QPoint(0, step), viewport).commit()
        qtbot.wait(20)
    QTest.touchEvent(viewport, device).release(0, start + QPoint(0, 24), viewport).commit()
    qtbot.wait(20)
    assert len(app.store.state.painting) == 1
    assert len(app.store.state.painting[0].line) > 2

    QTest.touchEvent(viewport, device).press(0, start, viewport).commit()
    qtbot.wait(20)
    assert app.pain.tool.stroking
    front._mouse.cancel()  # what a pinch does
    assert len(app.store.state.painting) == 1
    assert not app.pain.tool.stroking
    QTest.touchEvent(viewport, device).release(0, start, viewport).commit()
    qtbot.wait(20)


def test_red_flags_stand_first_and_cannot_be_closed(app, qtbot) -> None:
    app.store.paint((WholeArea("temple", "right"),))
    answered(app, qtbot)
    panel = app.pain.panel
    box = panel._flags.itemAt(0).widget()
    assert box.level == "hazard"
    assert box.geometry().bottom() <= panel.list.geometry().top()
    assert not box.findChildren(QPushButton)
    link = box.findChildren(Link)[0]
    link.click()
    assert app.store.state.mode == "explore"
    assert app.store.state.record is not None
    assert app.store.state.record[0] == "red_flag"
    app.store.back()
    app.store.back()
    assert app.store.state.mode == "pain"
    assert app.store.state.painting, "the painting is still there"


def test_the_arrow_keys_step_and_the_maps_follow_without_another_order(app, qtbot) -> None:
    app.store.paint((WholeArea("temple", "right"), WholeArea("back_of_neck", "right")))
    answered(app, qtbot)
    rows = app.pain.panel.list
    order = [(row.muscle, row.side) for row in rows.patterns.rows]
    assert len(order) >= 3
    rows.setFocus()
    shown = []
    for _ in range(3):
        QTest.keyClick(rows, Qt.Key.Key_Down)
        shown.append(app.store.state.point)
    assert shown == [row.best.row.point for row in rows.patterns.rows[:3]]
    assert [(row.muscle, row.side) for row in rows.patterns.rows] == order
    assert any(m.scene_shown.zones for m in app.maps.maps)
    assert any(m.scene_shown.paint is not None for m in app.maps.maps), "laid over the painting"
    assert app.pain.panel.at.text().startswith("3 of")
    spoken = rows.patterns.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "of the paint not covered" in spoken
    assert "patient’s right" in spoken


def test_examined_no_takes_a_muscle_out_and_back(app, qtbot) -> None:
    app.store.paint((WholeArea("calf", "right"),))
    answered(app, qtbot)
    rows = app.pain.panel.list
    rows.step(1)
    muscle = rows.chosen().muscle
    app.pain.panel.out.click()
    answered(app, qtbot)
    assert muscle in app.store.state.ruled_out
    assert muscle not in {row.muscle for row in rows.patterns.rows}
    back = next(b for b in app.pain.panel._ruled.findChildren(QPushButton) if b.isVisible())
    back.click()
    answered(app, qtbot)
    assert muscle in {row.muscle for row in rows.patterns.rows}


def test_the_smallest_sets_are_told_with_what_they_leave(app, qtbot) -> None:
    app.store.paint((WholeArea("temple", "right"), WholeArea("calf", "right")))

    def told() -> bool:
        links = app.pain.panel._set_area.findChildren(Link)
        return any(" + " in link.text() and "leaves" in link.text() for link in links if link.isVisible())

    qtbot.waitUntil(told, timeout=10_000)


def test_an_empty_answer_is_not_read_as_no_muscle(app, qtbot) -> None:
    answered(app, qtbot)
    assert "Paint where it hurts" in app.pain.panel.note.text()
    app.pain.tools.coverage.click()
    QApplication.processEvents()
    assert all(m.scene_shown.tint is not None for m in app.maps.maps)
    app.window.watching.point_at("temple", "right")
    assert "pattern" in app.window.status.pointer.text()
    app.pain.tools.coverage.click()
    assert all(m.scene_shown.tint is None for m in app.maps.maps)


def test_a_painting_is_saved_and_opened_when_asked(app, qtbot, tmp_path) -> None:
    painting = (WholeArea("calf", "right"), Stroke(((-80.0, 800.0, 90.0),), 30.0, SOME))
    app.store.paint(painting)
    path = tmp_path / "painting.json"
    assert app.pain.files.save(path)
    app.store.paint(())
    assert app.pain.files.open(path)
    assert app.store.state.painting == painting
    path.write_text(json.dumps({"format": 9}), encoding="utf-8")
    assert not app.pain.files.open(path)
    assert "no painting" in app.window.caution.words()
    assert app.store.state.painting == painting
    assert not app.pain.files.save(tmp_path / "nowhere" / "painting.json")
    assert "not saved" in app.window.caution.words()


def test_compare_from_a_pattern_with_what_it_is_taken_for(app, qtbot) -> None:
    app.store.paint((WholeArea("temple", "right"),))
    answered(app, qtbot)
    app.pain.panel.list.step(1)
    app.pain.panel.compare.click()
    QApplication.processEvents()
    assert app.store.state.mode == "compare"
    page = app.pain.compare
    assert 2 <= len(app.store.state.compared) <= 4
    assert len(page.maps) == len(app.store.state.compared)
    for body_map, id in zip(page.maps, app.store.state.compared, strict=True):
        assert {mark.id for mark in body_map.scene_shown.points} <= {id}
    page.maps[0].zoom_by(1.5)
    assert all(m.camera.zoom == page.maps[0].camera.zoom for m in page.maps), "the zoom is linked"


def test_compare_adds_takes_out_and_marks_what_is_common(app, qtbot) -> None:
    app.store.compare(("gluteus_minimus.1", "tensor_fasciae_latae.1"))
    app.store.set_mode("compare")
    QApplication.processEvents()
    page = app.pain.compare
    assert page.maps[0].scene_shown.paint is not None, "the common area is marked"
    page.common.click()
    assert page.maps[0].scene_shown.paint is None
    page.common.click()
    page.field.setText("Vastus lateralis, TrP 4")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert app.store.state.compared[-1] == "vastus_lateralis.4"
    assert len(page.maps) == 3
    words = " ".join(label.text() for label in page.table.findChildren(type(page.empty)))
    assert "Nerve" in words
    assert "Overlap of the patterns" in words
    app.store.compare(app.store.state.compared[:1])
    assert page.empty.isVisible()


def test_the_modes_are_in_the_menu_and_on_keys_and_in_the_history(app, qtbot) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    app.window.actions_by_key["mode:explore"].trigger()
    assert app.store.state.mode == "explore"
    assert app.window.record_panel.isVisible()
    app.store.back()
    assert app.store.state.mode == "pain"
    assert not app.window.record_panel.isVisible()
    assert app.pain.panel.isVisible()
    keys = {key: a.shortcut().toString() for key, a in app.window.actions_by_key.items()}
    assert keys["mode:pain"] == "Ctrl+Shift+2"
    QTest.keyClick(app.window, Qt.Key.Key_3, modifiers)
    assert app.store.state.mode == "compare"
    assert not app.window.left.isVisible()
    assert not app.window.right.isVisible()
    app.window.top.modes.button("explore").click()
    assert app.store.state.mode == "explore"


def test_the_painting_lies_on_the_second_body_too(app, qtbot) -> None:
    app.store.paint((WholeArea("calf", "right"), WholeArea("back_of_thigh", "right")))
    app.window.toolbar.builds.button("female").click()
    qtbot.waitUntil(lambda: app._on.build == "female" and not app.busy, timeout=READY_MS)
    back = next(m for m in app.maps.maps if m.scene_shown.view == "posterior")
    assert back.scene_shown.paint is not None
    app.window.toolbar.builds.button("male").click()
    qtbot.waitUntil(lambda: app._on.build == "male" and not app.busy, timeout=READY_MS)


def test_who_only_explores_does_without_the_table_of_patterns(qapp, qtbot, tmp_path) -> None:
    made = opened(qapp, tmp_path)
    settled(made, qtbot)
    assert made.pain.work.ground is None
    assert not made.pain.work.building
    made.store.compare(("gluteus_minimus.1", "vastus_lateralis.4"))
    made.store.set_mode("compare")
    qtbot.waitUntil(lambda: made.pain.work.ready, timeout=READY_MS)
    QApplication.processEvents()
    words = " ".join(label.text() for label in made.pain.compare.table.findChildren(Text))
    assert "Overlap of the patterns" in words, "what needs the table is shown when it is there"
    close(made)
